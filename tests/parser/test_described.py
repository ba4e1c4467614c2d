"""What a schema's descriptions teach: units, what a row is called, how large a thing is, what it means that a value is missing."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

COLUMNS = {
    "message": {"kind": "text", "description": "message the customer wrote about the parcel"},
    "clerk_note": {"kind": "text", "description": "note of the clerk; missing when none was written"},
    "weight_kg": {"kind": "number", "description": "weight of the parcel in kg"},
    "length_cm": {"kind": "number", "description": "longest side of the parcel in cm"},
    "worth": {"kind": "number", "description": "declared value of the parcel in euros"},
    "transit": {"kind": "number", "description": "how long the parcel was under way, in hours"},
    "n_scans": {"kind": "number", "description": "how many times the parcel was scanned"},
    "n_loans": {"kind": "number", "description": "number of earlier loans of the crate"},
    "n_reroutings": {"kind": "number", "description": "count of reroutings on the way"},
    "inspected_on": {"kind": "date", "description": "day customs inspected it"},
    "shipped_on": {"kind": "date", "description": "date the parcel was shipped"},
    "delivered_on": {"kind": "date", "description": "date the parcel was delivered; missing if it never arrived"},
    "permit_expiry": {"kind": "date", "description": "day on which the import permit expires"},
    "carrier": {"kind": "category", "description": "carrier", "values": ["Albatross", "Kite", "Heron"]},
    "service": {
        "kind": "category",
        "description": "desk the parcel came in on",
        "values": ["express", "economy", "bulk"],
    },
    "insured": {"kind": "boolean", "description": "whether the parcel was insured"},
    "refund": {"kind": "boolean", "description": "whether the shop offers store credit"},
    "damage_score": {"kind": "score", "description": "damage score; missing when the photo was not taken"},
}
SCHEMA = {"labels": ["claim", "return", "ok"], "columns": COLUMNS, "default_text": "message"}


@pytest.fixture(scope="module")
def parcels() -> Compiler:
    return Compiler(sayso.Schema.from_dict(SCHEMA))


READINGS = [
    # a figure is turned into the unit of its column
    ("claim if the parcel was under way for more than two days", "the transit is more than 48"),
    ("claim if the transit is between 1 and 2 days", "the transit is between 24 and 48"),
    ("parcels that took more than half a day are claims", "the transit is more than 12"),
    ("claim if the length is at least 1.2 m", "the length_cm is at least 120"),
    ("claim if it is heavier than 500 g", "the weight_kg is more than 0.5"),
    ("claim if the parcel is over 20 kg", "the weight_kg is more than 20"),
    # ... and without a unit belongs to the one column that says how large the thing is
    ("parcels worth 500 euros or more are claims", "the worth is at least $500"),
    ("Parcels over 500 euros should be claims.", "the worth is more than $500"),
    # rows by their values
    ("Kites and Herons alike: claim if the message mentions 'wet'", "the carrier is 'Kite' or 'Heron' and the message contains 'wet'"),
    ("Uninsured express parcels: return", "the insured is not true, or is missing and the service is 'express'"),
    ("return if it isn't an express parcel", "the service is not 'express', or is missing"),
    ("return if it isn't an express or economy parcel", "the service is not 'express' or 'economy', or is missing"),
    ("Albatross parcels over 20 kg, except for express and bulk: claim",
     "the carrier is 'Albatross' and the weight_kg is more than 20 and the service is not 'express' or 'bulk', or is missing"),
    ("it came in on the bulk desk and is insured: ok", "the service is 'bulk' and the insured is true"),
    ("non-insured parcels with 3 scans or more are returned", "the insured is not true, or is missing and the n_scans is at least 3"),
    ("return if it was scanned at least twice", "the n_scans is at least 2"),
    # verbs for what is counted, and for what has a day
    ("ok if it was lent at most twice", "the n_loans is at most 2"),
    ("Parcels rerouted more than once are claims", "the n_reroutings is more than 1"),
    ("claim if the inspection was before 2 May 2024", "the inspected_on is before May 2, 2024"),
    # what happened, what did not
    ("claim if it never arrived", "the delivered_on is missing"),
    ("claim if the parcel was never delivered", "the delivered_on is missing"),
    ("claim if the photo wasn't taken", "the damage_score is missing"),
    ("ok if no note was written", "the clerk_note is missing"),
    ("claim if the delivery date is missing", "the delivered_on is missing"),
    ("return if the permit expired before the shipping date", "the permit_expiry is before the shipped_on"),
    ("return if the import permit ran out before 1 May 2024", "the permit_expiry is before May 1, 2024"),
    ("ok if the permit is valid beyond 2025", "the permit_expiry is after 2025"),
    ("more than 21 days lie between the date it was shipped and the date it was delivered: claim",
     "the delivered_on is more than 21 days after the shipped_on"),
    ("ok if store credit is offered", "the refund is true"),
    ("claim if store credit is not offered", "the refund is not true, or is missing"),
    ("claim if the parcel is from May 2024 and the note says 'wet'", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "condition"), READINGS)
def test_reads_as(typed: str, condition: str | None, parcels: Compiler) -> None:
    if condition is None:  # shipped or delivered: both are dates of the parcel
        assert parcels.compile(typed).ambiguous
        return
    best = parcels.compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition
    assert parcels.compile(best.paraphrase).best.digest == best.digest


def test_a_figure_in_another_unit_is_told(parcels: Compiler) -> None:
    said = parcels.compile("claim if the transit is more than two days").best.source.assumptions
    assert "“two days” is 48 hours" in said


@pytest.mark.parametrize(
    "typed",
    [
        "claim if the worth is more than 2 days",
        "claim if the damage score is over 5 cm",
        "claim if the length is over 5 kg",
        "claim if the storage time is over five days",
    ],
)
def test_a_unit_of_something_else_is_refused(typed: str, parcels: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        parcels.compile(typed)


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        ("claim if the damage score is above 0.8 and below 0.3", ("0.8", "0.3")),
        ("claim with more than 8 and fewer than 4 scans", ("8", "4")),
        ("claim if it was shipped after 2023 and before 2021", ("2023", "2021")),
        ("claim if the message has over 100 words but under 40", ("100", "40")),
        ("claim if the service is express and bulk", ("express", "bulk")),
    ],
)
def test_what_is_true_of_no_row_is_refused_and_said(typed: str, both: tuple[str, str], parcels: Compiler) -> None:
    with pytest.raises(sayso.RationaleError) as caught:
        parcels.compile(typed)
    reason = str(caught.value).split("\n")[1]
    assert "contradicts itself" in reason
    assert all(word in reason for word in both)


def test_so_many_of_what_no_column_counts_is_no_phrase_to_look_for(parcels: Compiler) -> None:
    for typed in (
        "claim if the shop has two cars",
        "claim if the driver is older than 40",
        "claim if it has more than 3 lids",
    ):
        with pytest.raises(sayso.RationaleError):
            parcels.compile(typed)


def test_what_a_price_is_for_belongs_to_the_price() -> None:
    columns = {
        "review": {"kind": "text", "description": "what the guest wrote"},
        "nightly_rate": {"kind": "number", "description": "price per night in dollars"},
        "nights": {"kind": "number", "description": "number of nights booked"},
        "room": {
            "kind": "category",
            "values": ["entire flat", "shared room"],
            "description": "what was let in the flat",
        },
        "severity": {"kind": "category", "values": ["high", "low"], "description": "how bad the complaint is"},
        "refunded": {"kind": "boolean", "description": "whether the guest got a refund"},
    }
    compiler = Compiler(
        sayso.Schema.from_dict({"labels": ["keep", "fix"], "columns": columns, "default_text": "review"})
    )
    for typed, condition in (
        ("fix for entire flats over $100 a night", "the room is 'entire flat' and the nightly_rate is more than $100"),
        ("The rate is between 50 and 80, so keep.", "the nightly_rate is between 50 and 80"),
        ("high severity shared rooms are fixed", "the severity is 'high' and the room is 'shared room'"),
        ("shared rooms with more than 3 nights are kept", "the room is 'shared room' and the nights is more than 3"),
        ("fix if there was a refund", "the refunded is true"),
        ("keep if no refund was given", "the refunded is not true, or is missing"),
    ):
        assert compiler.compile(typed).best.paraphrase.split(" if ", 1)[1] == condition


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("claim if the storage time is over 5", "storage time"),
        ("claim for shops with more than 500 employees", "employees"),
        ("claim if the customs fee is over 500 euros", "customs fee"),
    ],
)
def test_a_number_that_no_column_has_is_named(typed: str, named: str, parcels: Compiler) -> None:
    with pytest.raises(sayso.RationaleError) as caught:
        parcels.compile(typed)
    assert f"There is no column for “{named}”" in str(caught.value)


def test_figures_of_two_columns_keep_their_own_unit() -> None:
    columns = {
        "hold": {"kind": "number", "description": "time on hold in seconds"},
        "talk": {"kind": "number", "description": "time of the talk in minutes"},
        "note": {"kind": "text"},
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["a"], "columns": columns, "default_text": "note"}))
    assert compiler.compile("a if the hold is over 2 minutes").best.paraphrase == "label a if the hold is more than 120"
    assert compiler.compile("a if the talk is over 2 minutes").best.paraphrase == "label a if the talk is more than 2"


CLINIC = {
    "note": {"kind": "text", "description": "note taken by the receptionist"},
    "letter": {"kind": "text", "description": "letter of the referring doctor; missing for self-referrals"},
    "age": {"kind": "number", "description": "age of the patient in years"},
    "wait_days": {"kind": "number", "description": "days the patient had to wait for the appointment"},
    "missed_visits": {"kind": "number", "description": "number of appointments the patient missed"},
    "n_words": {"kind": "number", "description": "number of words in the note"},
    "called_on": {"kind": "date", "description": "day of the phone call"},
    "appointment": {"kind": "date", "description": "day of the appointment"},
    "department": {"kind": "category", "description": "department", "values": ["cardiology", "oncology"]},
    "reminded": {"kind": "boolean", "description": "whether a reminder was sent"},
    "topic_model": {"kind": "category", "description": "what the topic model says; missing when it was unsure",
                    "values": ["pain", "checkup"]},
    "topic_score": {"kind": "score", "description": "how sure the topic model was"},
    "risk": {"kind": "score", "description": "risk score of the triage nurse"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("urgent if the patient has missed no visits", "the missed_visits is exactly 0"),
        ("Patients who missed more than 3 visits are urgent", "the missed_visits is more than 3"),
        ("cardiology patients over 60 are urgent", "the department is 'cardiology' and the age is more than 60"),
        ("urgent for patients between 18 and 25 who got no reminder",
         "the age is between 18 and 25 and the reminded is not true, or is missing"),
        ("urgent if the wait was over 3 weeks", "the wait_days is more than 21"),
        ("routine for self-referrals", "the letter is missing"),
        ("routine if the topic model was unsure", "the topic_model is missing"),
        ("urgent if the topic model says pain with a score of at least 0.9",
         "the topic_model is 'pain' and the topic_score is at least 0.9"),
        ("urgent if the call and the appointment were on the same day", "the called_on is on the same day as the appointment"),
        ("routine if there are over 200 words", "the n_words is more than 200"),
    ],
)  # fmt: skip
def test_what_patients_do_is_read(typed: str, condition: str) -> None:
    told = {"labels": ["urgent", "routine"], "columns": CLINIC, "default_text": "note"}
    best = Compiler(sayso.Schema.from_dict(told)).compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition


LABELS = {
    "sentence": {"kind": "text", "description": "sentence from a drug label"},
    "drug_a": {"kind": "span", "description": "the first marked drug"},
    "drug_b": {"kind": "span", "description": "the second marked drug"},
    "page": {"kind": "number", "description": "page the sentence is on"},
}


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("interacts if 'with' is between the two drugs", "the text between the drug_a and the drug_b contains 'with'"),
        ("interacts if the second drug is right after 'with'", "the drug_b appears right after 'with'"),
        ("interacts if the first drug ends in 'azole'", "the drug_a ends with 'azole'"),
        (
            "If either drug is preceded by 'avoid', it interacts.",
            "the drug_a appears right after 'avoid' or the drug_b appears right after 'avoid'",
        ),
        (
            "interacts if fewer than two words separate the drugs",
            "the text between the drug_a and the drug_b has less than 2 words",
        ),
        ("unclear if it is on page 1", "the page is exactly 1"),
        (
            "interacts if 'x' appears, or 'y' and 'use', 'dosing' or 'therapy'",
            "the sentence contains 'x' or the sentence contains 'y' and (any of 'use', 'dosing' or 'therapy')",
        ),
    ],
)
def test_two_marked_things_of_one_sort_are_named_together_and_apart(typed: str, condition: str) -> None:
    told = {"labels": ["interacts", "unclear"], "columns": LABELS, "default_text": "sentence"}
    best = Compiler(sayso.Schema.from_dict(told)).compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition
