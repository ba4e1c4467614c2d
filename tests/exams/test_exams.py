"""Eighty-nine domains of sentences with the rows that each must vote on (`votes_on`), each written without sight of the compiler, kept against going back.

A case is right only where the first reading votes exactly as its gold on every probe row that is scored. The shares are those of the
day they were last raised; a misreading costs more than a refusal, so its share is the tighter one. `consent_forms` and
`sports_wire` were first scored at .72 exact, none wrong, and nothing was mended for them. Of the ten that came last (decision 14) eight
were read and mended for; `elevator_faults` and `recipe_allergens` were not: .74 exact before those were, .83 after.

The twelve under `free/` are worded as their trade talks: whole paragraphs, asides, other words for the columns. Six were read and
mended for (.32 exact when first scored), four in part (.26); the last two never were: `museum_visits` and `vendor_emails`, .38 exact on
the day before, .50 on that day. Of their refusals those are left out that DESIGN.md reads: a vote for either of two labels, a date
that is offered both ways.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sayso
from sayso.parser.compiler import Compiler

HERE = Path(__file__).resolve().parent
PLAIN, FREE = (
    sorted(str(path.relative_to(HERE)).removesuffix(".domain.json") for path in HERE.glob(f"{folder}*.domain.json"))
    for folder in ("", "free/")
)
DOMAINS = PLAIN + FREE


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def domain(name: str) -> tuple[dict[str, Any], Compiler, pd.DataFrame]:
    told = json.loads((HERE / f"{name}.domain.json").read_text("utf-8"))
    frame = pd.DataFrame(told["rows"], columns=list(told["columns"]))
    for column, about in told["columns"].items():
        if about["kind"] == "date":
            frame[column] = pd.to_datetime(frame[column])
        if about["kind"] == "category":
            about["values"] = sorted({row[column] for row in told["rows"] if row.get(column) is not None})
    schema = {key: told[key] for key in ("labels", "columns", "default_text")} | {"lists": told.get("lists", {})}
    return told, Compiler(sayso.Schema.from_dict(schema)), frame


def outcome(case: dict[str, Any], told: dict[str, Any], compiler: Compiler, frame: pd.DataFrame) -> str:
    try:
        best = compiler.compile(case["text"], label=case["given_label"]).best
    except sayso.RationaleError:
        return "refused"
    gold = np.full(len(frame), -1)
    gold[case["votes_on"]] = told["labels"].index(case["label"])
    scored = np.setdiff1d(np.arange(len(frame)), case["skip_rows"])
    votes = np.asarray(sayso.apply([best], frame))[:, 0]
    return "exact" if (votes[scored] == gold[scored]).all() else "wrong"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("names", "sentences", "exact", "wrong"),
    [(PLAIN, 3660, 0.927, 0.009), (FREE, 600, 0.59, 0.012)],
    ids=["plain", "free"],
)
def test_most_sentences_are_read_exactly_and_few_wrongly(
    names: list[str], sentences: int, exact: float, wrong: float
) -> None:
    counts: Counter[str] = Counter()
    for name in names:
        told, compiler, frame = domain(name)
        for case in lines(HERE / f"{name}.cases.jsonl"):
            counts[outcome(case, told, compiler, frame)] += 1
    total = counts.total()
    assert total == sentences
    assert counts["exact"] / total >= exact, counts
    assert counts["wrong"] / total <= wrong, counts


@pytest.mark.parametrize("name", DOMAINS)
def test_what_must_be_refused_is_and_its_repairs_compile(name: str) -> None:
    _, compiler, _ = domain(name)
    for case in lines(HERE / f"{name}.refuse.jsonl"):
        with pytest.raises(sayso.RationaleError) as caught:
            compiler.compile(case["text"], label=case.get("given_label"))
        for suggestion in caught.value.suggestions:
            assert compiler.compile(suggestion, label=case.get("given_label")).readings, suggestion
