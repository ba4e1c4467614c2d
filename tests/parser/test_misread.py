"""What must not be taken for something else: each by its mechanism, over schemas of several kinds."""

from __future__ import annotations

from typing import Any

import pytest

import sayso


def compiled(sentence: str, **columns: dict[str, Any]) -> sayso.Compilation:
    """A sentence over a note and these columns, with the labels a and b."""
    told = {"note": {"kind": "text"}, **columns}
    return sayso.Compiler(
        sayso.Schema.from_dict({"labels": ["a", "b"], "columns": told, "default_text": "note"})
    ).compile(sentence)


def said(sentence: str, **columns: dict[str, Any]) -> list[str]:
    """What it may mean, in words, without the label."""
    return [reading.paraphrase.removeprefix("label a if ") for reading in compiled(sentence, **columns).readings]


SINCE_TRIP = {
    "kind": "number",
    "description": "days between the end of the trip and filing of the claim",
}
SINCE_VISIT = {"kind": "number", "description": "weeks since the last visit of the nurse"}


@pytest.mark.parametrize(
    "sentence",
    [
        "a if the trip was longer than ten days",
        "a if the trip lasted over ten days",
        "a if the trip was ten days long",
        "a for trips over ten days",
        "a for a trip of more than ten days",
    ],
)
def test_what_days_are_counted_from_is_not_so_many_days_long(sentence: str) -> None:
    with pytest.raises(sayso.RationaleError, match="trip"):
        compiled(sentence, days_since_trip=SINCE_TRIP)


def test_nor_is_a_visit_so_many_weeks_long_that_they_are_counted_since() -> None:
    with pytest.raises(sayso.RationaleError, match="visit"):
        compiled("a if the visit took more than three weeks", gap=SINCE_VISIT)


@pytest.mark.parametrize(
    "sentence",
    ["a if the claim was filed within ten days of the trip", "a if it was filed at most ten days after the trip"],
)
def test_days_are_still_counted_from_it(sentence: str) -> None:
    assert said(sentence, days_since_trip=SINCE_TRIP) == ["the days_since_trip is at most 10"]


REFUND = {"kind": "boolean", "description": "whether the guest asked for a refund"}
INSURED = {"kind": "boolean", "description": "whether the hotel guest insured the luggage"}


@pytest.mark.parametrize(
    "sentence",
    [
        "a if the guest was asked for a refund",
        "a if the guest was not asked for a refund",
        "a if guests were repeatedly asked for a refund",
        "a for guests who were asked for a refund",
        "a if he was being asked for a refund",
    ],
)
def test_who_is_asked_does_not_ask(sentence: str) -> None:
    with pytest.raises(sayso.RationaleError):
        compiled(sentence, refund=REFUND)


def test_who_is_insured_insured_nothing() -> None:
    with pytest.raises(sayso.RationaleError):
        compiled("a if the guest was insured", insured=INSURED)


@pytest.mark.parametrize(
    "sentence",
    [
        "a if the guest asked for a refund",
        "a if the guest has asked for a refund",
        "a if the guest is asking for a refund",
        "a if a refund was asked for",
        "a if a refund was asked for by the guest",
    ],
)
def test_who_asks_asks_in_every_tense(sentence: str) -> None:
    assert said(sentence, refund=REFUND) == ["the refund is true"]


def test_what_is_done_to_a_thing_may_be_said_in_the_passive() -> None:
    approved = {"kind": "boolean", "description": "whether a manager approved the order"}
    assert said("a if it was approved by a manager", approved=approved) == ["the approved is true"]
    detained = {"kind": "boolean", "description": "whether the ship was detained before"}
    assert said("a if it was detained before", detained_before=detained) == ["the detained_before is true"]


def test_that_nothing_happened_is_told_where_a_day_that_is_missing_stands_for_it() -> None:
    occurred = {"kind": "date", "description": "day the incident happened"}
    for sentence in ("a if no incident happened", "a if the incident did not happen"):
        compilation = compiled(sentence, occurred=occurred, report={"kind": "text"})
        assert compilation.best.paraphrase == "label a if the occurred is missing"
        assert any("told by the occurred: where it did not" in told for told in compilation.best.source.assumptions)
    plainly = compiled("a if the occurred is missing", occurred=occurred)
    assert plainly.best.source.assumptions == ()


AMOUNTS = {"amount": {"kind": "number"}, "deposit": {"kind": "number"}}


@pytest.mark.parametrize(
    "sentence",
    [
        "a for amounts over 5, and for deposits under 3",
        "a for amounts over 5 and for deposits under 3",
        "for amounts over 5, and for deposits under 3: a",
        "for amounts over 5, and for deposits under 3, label a",
    ],
)
def test_a_second_for_may_be_another_case(sentence: str) -> None:
    compilation = compiled(sentence, **AMOUNTS)
    assert compilation.ambiguous
    assert {reading.paraphrase for reading in compilation.readings[:2]} == {
        "label a if the amount is more than 5 and the deposit is less than 3",
        "label a if the amount is more than 5 or the deposit is less than 3",
    }


def test_a_for_of_the_same_figure_is_no_other_case() -> None:
    kept = {"kind": "number", "description": "years for which the data are kept"}
    try:
        readings = said(
            "a if the data are kept for more than 2 years and for fewer than 10 years", retention_years=kept
        )
    except sayso.RationaleError:
        readings = []
    assert not any(" or " in reading for reading in readings)


@pytest.mark.parametrize(
    "sentence",
    [
        "label a if either a courier is needed or the note is missing",
        "label a if a courier is needed or the note is missing",
        "label a if either the note is missing or a courier is needed",
    ],
)
def test_a_clause_is_no_subject_of_another_predicate(sentence: str) -> None:
    needed = {"kind": "boolean", "description": "whether a courier is needed"}
    compilation = compiled(sentence, courier_needed=needed)
    assert not compilation.ambiguous
    assert sorted(compilation.best.paraphrase.removeprefix("label a if ").split(" or ")) == [
        "the courier_needed is true",
        "the note is missing",
    ]


THOUSANDS = [
    {"turnover": {"kind": "number", "description": "yearly turnover, in thousands of dollars"}},
    {"turnover_in_thousands": {"kind": "number"}},
]


@pytest.mark.parametrize("columns", THOUSANDS)
@pytest.mark.parametrize(("figure", "plain", "larger"), [("5000", "5000", "5,000,000"), ("1,500", "1500", "1,500,000")])
def test_a_bare_figure_against_thousands_may_count_them(columns: Any, figure: str, plain: str, larger: str) -> None:
    (name,) = columns
    compilation = compiled(f"a if the {name.replace('_', ' ')} is over {figure} and the note says 'x'", **columns)
    assert compilation.ambiguous
    assert [reading.paraphrase for reading in compilation.readings] == [
        f"label a if the {name} is more than {said} and the note contains 'x'" for said in (plain, larger)
    ]
    assert all("counted in 1,000s" in " ".join(reading.source.assumptions) for reading in compilation.readings)


@pytest.mark.parametrize("figure", ["900", "$2,000", "5 thousand", "20k", "2 million"])
def test_a_figure_that_tells_its_scale_is_not_asked_about(figure: str) -> None:
    assert not compiled(f"a if the turnover is over {figure}", **THOUSANDS[0]).ambiguous


def test_nor_is_a_figure_of_a_column_that_counts_ones() -> None:
    columns = {**THOUSANDS[0], "staff": {"kind": "number"}}
    assert said("a if the staff is over 5000", **columns) == ["the staff is more than 5000"]
