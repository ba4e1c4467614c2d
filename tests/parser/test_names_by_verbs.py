"""What people say of a column by a verb: when somebody signed up, what somebody pays, how often somebody logged in."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

BOATS = {
    "card": {"kind": "text", "description": "what the skipper scribbled on the card"},
    "craft": {"kind": "category", "description": "craft the card was handed in from", "values": ["canoe", "dinghy"]},
    "dues_eur": {"kind": "number", "description": "what the skipper pays per season, in euros"},
    "n_checkins": {"kind": "number", "description": "number of checkins in the last season"},
    "n_cards": {"kind": "number", "description": "number of older cards from the same skipper"},
    "grade": {"kind": "number", "description": "points the skipper gave, from 1 to 9; missing when none were given"},
    "joined": {"kind": "date", "description": "day the skipper moved in"},
    "lapses_on": {"kind": "date", "description": "day on which the mooring renews"},
    "on_probation": {"kind": "boolean", "description": "whether the skipper is on a short probation"},
    "has_voucher": {"kind": "boolean", "description": "whether a voucher was traded in"},
}  # fmt: skip


@pytest.fixture(scope="module")
def boats() -> Compiler:
    return Compiler(sayso.Schema.from_dict({"labels": ["keep", "drop"], "columns": BOATS, "default_text": "card"}))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("drop if it was handed in from a canoe", "the craft is 'canoe'"),
        ("drop if they pay more than 20 euros", "the dues_eur is more than $20"),
        ("drop if they checked in fewer than three times", "the n_checkins is less than 3"),
        ("drop if they never checked in", "the n_checkins is exactly 0"),
        ("drop if there are more than three older cards", "the n_cards is more than 3"),
        ("drop if they gave at most 2 points", "the grade is at most 2"),
        ("drop if they moved in before 2020", "the joined is before 2020"),
        ("drop if the renewal is before June 2024", "the lapses_on is before June 2024"),
        ("drop if the skipper is on probation", "the on_probation is true"),
        ("drop if they are on a probation", "the on_probation is true"),
        ("drop if they traded in no voucher", "the has_voucher is not true, or is missing"),
        ("drop if they traded in a voucher", "the has_voucher is true"),
    ],
)
def test_what_somebody_does_names_the_column(typed: str, condition: str, boats: Compiler) -> None:
    compilation = boats.compile(typed)
    assert compilation.best.paraphrase.split(" if ", 1)[1] == condition
    assert not compilation.ambiguous
