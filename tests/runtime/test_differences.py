"""Rows on which the readings of an ambiguous sentence differ."""

from __future__ import annotations

import pandas as pd

import sayso
from sayso.parser.compiler import Compiler

AMBIGUOUS = "lease if the body contains 'a' and the title contains 'b' or the amount is over 5"
ROWS = pd.DataFrame(
    {
        "title": ["b", "x", "b"],
        "body": ["a", "x", "x"],
        "amount": [1.0, 9.0, 9.0],
        "deposit": [0.0] * 3,
    }
)


def test_the_first_row_on_which_two_readings_differ(compiler: Compiler) -> None:
    compilation = compiler.compile(AMBIGUOUS)
    assert compilation.ambiguous
    first = sayso.differences(compilation.readings[:2], ROWS, row_ids=["r0", "r1", "r2"])[0]
    assert (first.first, first.second, first.row, first.votes, first.rows) == (0, 1, "r1", ("lease", "abstain"), 2)
    assert first.to_dict()["votes"] == ["lease", "abstain"]


def test_rows_go_by_position_where_they_have_no_id(compiler: Compiler) -> None:
    readings = compiler.compile(AMBIGUOUS).readings[:2]
    assert sayso.differences(readings, ROWS)[0].row == 1


def test_readings_that_vote_alike_have_no_row(compiler: Compiler) -> None:
    readings = compiler.compile(AMBIGUOUS).readings[:2]
    alike = sayso.differences(readings, ROWS.iloc[:1])[0]
    assert (alike.row, alike.rows) == (None, 0)


def test_every_pair_is_told(compiler: Compiler) -> None:
    reading = compiler.compile("lease if the body contains 'a'").best
    pairs = [(d.first, d.second) for d in sayso.differences([reading] * 3, ROWS)]
    assert pairs == [(0, 1), (0, 2), (1, 2)]
