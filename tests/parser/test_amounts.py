"""Numbers, dates, counts and shapes of text, as people of other trades say them: ferries with their crossings, and a book shop."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

FERRY = {
    "log": {"kind": "text", "description": "log of the mate"},
    "headline": {"kind": "text", "description": "first line of the log"},
    "passengers": {"kind": "number", "description": "number of passengers on board"},
    "lifeboats": {"kind": "number", "description": "number of lifeboats"},
    "fare": {"kind": "number", "description": "price of a ticket in euros"},
    "nights": {"kind": "number", "description": "how many nights the crossing took"},
    "days_since_refit": {"kind": "number"},
    "draught_m": {"kind": "number", "description": "draught in metres"},
    "delay": {"kind": "number", "description": "working days lost by the delay"},
    "load_pct": {"kind": "number", "description": "percent of the hold that is loaded"},
    "sailed": {"kind": "date", "description": "day it sailed"},
    "built": {"kind": "number", "description": "year in which the ship was built"},
    "captain_age": {"kind": "number", "description": "age of the captain in years"},
}


@pytest.fixture(scope="module")
def ferry() -> Compiler:
    told = {"labels": ["go", "stop"], "columns": FERRY, "default_text": "log", "lists": {"perils": ["fire", "leak"]}}
    return Compiler(sayso.Schema.from_dict(told))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        # figures that share a scale
        ("stop if there are between three and four hundred passengers", "the passengers is between 300 and 400"),
        ("stop if the passengers are two to five dozen", "the passengers is between 24 and 60"),
        ("stop if there are between fifty and two hundred passengers", "the passengers is between 50 and 200"),
        (
            "stop if there are between three hundred and four hundred passengers",
            "the passengers is between 300 and 400",
        ),
        # none of something
        ("stop if the log hasn't a single digit", "the log does not contain a digit"),
        (
            "stop if the log doesn't name a single one of the perils",
            "the log does not contain any word in the list perils",
        ),
        ("stop if there is not one lifeboat", "the lifeboats is exactly 0"),
        ("stop if the headline isn't a single word", "the headline has not exactly 1 word"),
        ("stop if the log has a single digit", "the log contains a digit exactly 1 time"),
        ("stop if the lifeboats are missing or zero", "the lifeboats is missing or the lifeboats is exactly 0"),
        # units
        ("stop if the nights are a fortnight or more", "the nights is at least 14"),
        ("stop if more than three weeks after the refit", "the days_since_refit is more than 21"),
        ("stop if within ten days of the refit", "the days_since_refit is at most 10"),
        ("stop if the draught in metres is over 4", "the draught_m is more than 4"),
        ("stop if at least three working days", "the delay is at least 3"),
        ("stop for two to five working days, both ends counted", "the delay is between 2 and 5"),
        ("stop if it has four lifeboats exactly", "the lifeboats is exactly 4"),
        # money
        ("stop if the ticket sells for 40 or more", "the fare is at least 40"),
        ("stop if it is cheaper than fifty", "the fare is less than 50"),
        ("stop if it costs over 100 €", "the fare is more than $100"),
        ("stop if no dearer than 20 euro", "the fare is at most $20"),
        ("stop if the log quotes a dollar amount over $50", "the log contains a dollar amount of more than $50"),
        ("stop if the hold is loaded to 20% or more", None),
        ("stop if the load is 20% or more", "the load_pct is at least 20"),
        # ages
        (
            "stop if the captain is older than 40 but not yet 65",
            "the captain_age is more than 40 and the captain_age is less than 65",
        ),
        ("stop for under-25s", "the captain_age is less than 25"),
        ("stop if the captain is one of the over-seventies", "the captain_age is more than 70"),
        ("stop if the passengers are younger than 12", None),
        # numbers against numbers
        (
            "stop if the passengers are fifty times the lifeboats or more",
            "the passengers is at least 50 times the lifeboats",
        ),
        (
            "stop if the fare times the number of passengers is over 9,000",
            "the product of the fare and the passengers is more than 9000",
        ),
        (
            "stop if the product of the fare and the nights is below 50",
            "the product of the fare and the nights is less than 50",
        ),
        # dates
        ("stop if it sailed on the third of March 2021", "the sailed is in March 3, 2021"),
        ("stop if it sailed before the twenty-first of May 2021", "the sailed is before May 21, 2021"),
        ("stop if it sailed in the first four months of 2024", "the sailed is between January 2024 and April 2024"),
        ("stop if it sailed in June, July or August 2022", "the sailed is between June 2022 and August 2022"),
        ("stop if it sailed in March or May 2022", "the sailed is in March 2022 or the sailed is in May 2022"),
        (
            "stop if it sailed in the summer of 2022, meaning June to August",
            "the sailed is between June 2022 and August 2022",
        ),
        ("stop if it sailed in the summer of 2022", None),
        ("stop if it sailed during December, no matter which year", "the sailed is in December"),
        (
            "stop if it sailed anytime from November through January",
            "the sailed is in January or November or December",
        ),
        ("stop if it sailed from Friday to Sunday", "the sailed is on Friday or Saturday or Sunday"),
        ("stop if it sailed on a weekend (Saturday, Sunday)", "the sailed is on Saturday or Sunday"),
        ("stop if it sailed on a weekend (Friday, Sunday)", None),
        ("stop if built from 1990 to 1995, both years included", "the built is between 1990 and 1995"),
        ("stop if built in the nineties", "the built is between 1990 and 1999"),
        ("stop if built in the nineties (1990 through 1999)", "the built is between 1990 and 1999"),
        ("stop if built in 2010 or since", "the built is at least 2010"),
        ("stop if it sailed in the same year in which it was built", "the year of the sailed is exactly the built"),
        (
            "stop if it was built more than ten years before it sailed",
            "the built is less than the year of the sailed minus 10",
        ),
        ("stop if more than 20 years old when it sailed", "the built is less than the year of the sailed minus 20"),
        ("stop if it sailed in the year it was built", "the year of the sailed is exactly the built"),
        ("stop if the ship is from before 1990", "the built is less than 1990"),
        (
            "stop if the fare is over 9, except anything built before 1990",
            "the fare is more than 9 and the built is not less than 1990, or is missing",
        ),
        # the same again
        ("stop if the log has more than two dozen words, i.e. over 24", "the log has more than 24 words"),
        ("stop if the log has more than two dozen words (over 25)", None),
        ("stop if the headline is as long as the log", None),
        ("stop if it sailed at the weekend", "the sailed is on Saturday or Sunday"),
        ("stop if the log does not have more than a single comma", "the log does not contain ',' more than 1 time"),
        # how a text is written
        ("stop for one-word headlines", "the headline has exactly 1 word"),
        ("stop if it has a two-sentence log", "the log has exactly 2 sentences"),
        ("stop if the headline is put in a single word", "the headline has exactly 1 word"),
        ("stop if the log is in capitals from start to finish", "the log is in all capitals"),
        ("stop if somebody writes the headline in capitals", "the headline is in all capitals"),
        ("stop if they put a web link in the headline", "the headline contains a URL"),
        ("stop if a full calendar date (day, month and year) is written out in the log", "the log contains a date"),
    ],
)
def test_reads_as(typed: str, condition: str | None, ferry: Compiler) -> None:
    if condition is None:
        with pytest.raises(sayso.RationaleError):
            ferry.compile(typed)
        return
    best = ferry.compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition
    assert ferry.compile(best.paraphrase).best.digest == best.digest


def test_years_said_of_a_row_may_be_its_date_or_its_year(ferry: Compiler) -> None:
    said = ferry.compile("stop if it is from before 1990")
    assert said.ambiguous
    assert [reading.paraphrase for reading in said.readings[:2]] == [
        "label stop if the built is less than 1990",
        "label stop if the sailed is before 1990",
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("stop if it sailed before 3/4/2024", "“3/4/2024” is taken for March 4, 2024, the month first"),
        ("stop if built in the nineties", "“nineties” is taken for 1990 to 1999"),
        ("stop if it is cheaper than 50", "“cheaper than” is said of the fare"),
        ("stop if the nights are a fortnight or more", "“a fortnight” is 14 nights"),
    ],
)
def test_what_is_taken_for_granted_is_told(typed: str, told: str, ferry: Compiler) -> None:
    assert any(told in said for said in ferry.compile(typed).best.source.assumptions)


def test_a_season_without_months_is_refused_with_a_way_to_say_it(ferry: Compiler) -> None:
    with pytest.raises(sayso.RationaleError, match="say which months it has"):
        ferry.compile("stop if it sailed in the summer of 2022")


def test_the_order_of_day_and_month_is_offered_both_ways(ferry: Compiler) -> None:
    assert ferry.compile("stop if it sailed before 3/4/2024").ambiguous
    assert not ferry.compile("stop if it sailed before 3/14/2024").ambiguous


def test_a_rate_counts_no_nights() -> None:
    columns = {
        "text": {"kind": "text"},
        "nights": {"kind": "number", "description": "how many nights the guest stayed"},
        "rate": {"kind": "number", "description": "price per night in dollars"},
    }
    hotel = Compiler(sayso.Schema.from_dict({"labels": ["a", "b"], "columns": columns, "default_text": "text"}))
    for typed in ("a if it is no more than 100 a night", "a if they paid no more than $100 per night"):
        assert "the rate is at most $100" in hotel.compile(typed).best.paraphrase


def test_what_is_earned_is_no_price() -> None:
    columns = {"text": {"kind": "text"}, "salary": {"kind": "number", "description": "salary in dollars"}}
    staff = Compiler(sayso.Schema.from_dict({"labels": ["a", "b"], "columns": columns, "default_text": "text"}))
    with pytest.raises(sayso.RationaleError):
        staff.compile("a if it is cheaper than 100")
