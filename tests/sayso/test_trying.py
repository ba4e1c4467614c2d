"""Trying one sentence: which rows are shown, and why those."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sayso
from sayso.project.trying import tried

TOML = 'labels = ["rent", "work"]\ndefault_text = "body"\n[data]\nfiles = ["d.csv"]\n[columns.body]\nkind = "text"\n'


@pytest.fixture
def project(tmp_path: Path) -> sayso.Project:
    bodies = ["ten days"] * 50 + ["the lease ends", "a lease of ten days", "a lease, void for ten days"]
    pd.DataFrame({"body": bodies}).to_csv(tmp_path / "d.csv", index=False)
    (tmp_path / "sayso.toml").write_text(TOML, "utf-8")
    return sayso.Project(tmp_path)


def test_the_nearest_misses_come_first(project: sayso.Project) -> None:
    function = project.compiler.compile('rent if the body says "lease" and mentions "days", unless it says "void"').best
    result = tried(function, project)
    assert (result.hits, result.rows, [hit.row for hit in result.examples]) == (1, 53, ["51"])
    nearest = result.near_misses[:2]
    assert {miss.row for miss in nearest} == {"50", "52"}, "few rows hold all but one condition and mention a lease"
    lacking = {miss.row: miss.missing for miss in nearest}
    assert lacking["50"] == "the body contains 'days'"
    texts = {miss.row: [miss.text[a:b] for a, b in miss.spans] for miss in nearest}
    assert texts == {"50": ["lease"], "52": ["lease", "days"]}
    assert len(result.near_misses) == 5


def test_words_that_stand_in_no_row_are_told(project: sayso.Project) -> None:
    said = 'rent if the body says "lease" or "leas", unless it mentions "voi", the letters "voi" or any form of "rent"'
    result = tried(project.compiler.compile(said).best, project)
    assert result.unfound == ("'leas'", "'voi'", "any form of 'rent'")
    assert tried(project.compiler.compile("rent if the body has more than 3 words").best, project).unfound == ()


def test_a_sentence_with_one_condition_has_no_near_misses(project: sayso.Project) -> None:
    assert tried(project.compiler.compile('rent if the body says "lease"').best, project).near_misses == ()
