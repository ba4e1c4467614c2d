"""What a text says, what a number reaches and who holds what, in the orders of words of a library, a harbour and a clinic."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.refusing.confusion import _CODE

LIBRARY = {
    "blurb": {"kind": "text", "description": "what the back cover says of the book"},
    "desk_notes": {"kind": "text", "description": "notes of the desk clerk; missing when the clerk left none"},
    "damage_report": {"kind": "text", "description": "what the reader told us of the damage"},
    "price": {"kind": "number", "description": "price of the book in euros; missing when unknown"},
    "n_bought": {"kind": "number", "description": "number of copies bought"},
    "n_lent": {"kind": "number", "description": "number of copies lent"},
    "reserved": {"kind": "boolean", "description": "whether a reservation is on file for the book"},
}
HARBOUR = {
    "cargo": {"kind": "text", "description": "what the ship carries, as the captain says"},
    "pilot_notes": {"kind": "text", "description": "notes of the pilot; missing when no pilot was aboard"},
    "draught": {"kind": "number", "description": "draught of the ship in metres"},
    "declared_value": {"kind": "number", "description": "declared value of the cargo in dollars"},
    "flag": {"kind": "category", "description": "flag of the ship: norway, panama or malta", "values": ["norway", "panama", "malta"]},
    "docked": {"kind": "date", "description": "day the ship docked"},
    "permit": {"kind": "boolean", "description": "whether the ship has a berthing permit"},
    "risk": {"kind": "score", "description": "risk score of the port, from 0 to 1"},
}  # fmt: skip
CLINIC = {
    "letter": {"kind": "text", "description": "letter of the family doctor"},
    "age": {"kind": "number", "description": "age of the patient in years"},
    "weight_kg": {"kind": "number", "description": "weight of the patient in kilograms; missing when not weighed"},
    "n_visits": {"kind": "number", "description": "number of visits booked"},
    "fell_on": {"kind": "date", "description": "day on which the fall happened"},
    "insured": {"kind": "boolean", "description": "whether the patient has health insurance"},
    "consented": {"kind": "boolean", "description": "whether a consent form is on file for the patient"},
    "warned": {"kind": "boolean", "description": "whether a warning was given before"},
}


def _compiler(columns: dict[str, dict[str, object]], text: str) -> Compiler:
    told = {
        "labels": ["keep", "drop"],
        "columns": columns,
        "default_text": text,
        "lists": {"war_words": ["siege", "mud"]},
    }
    return Compiler(sayso.Schema.from_dict(told))


@pytest.fixture(scope="module")
def library() -> Compiler:
    return _compiler(LIBRARY, "blurb")


@pytest.fixture(scope="module")
def harbour() -> Compiler:
    return _compiler(HARBOUR, "cargo")


@pytest.fixture(scope="module")
def clinic() -> Compiler:
    return _compiler(CLINIC, "letter")


def _reads(compiler: Compiler, typed: str) -> str:
    compilation = compiler.compile(typed)
    best = compilation.best
    assert compiler.compile(best.paraphrase).best.digest == best.digest
    assert not compilation.ambiguous
    return best.paraphrase.split(" if ", 1)[1]


FIRST = "the first sentence of the blurb contains 'war' and the blurb has "


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ('keep if the first sentence says "war" and at least one more sentence comes after it', FIRST + "at least 2 sentences"),
        ('keep if the first sentence says "war" and three more sentences follow', FIRST + "exactly 4 sentences"),
        ('keep if the first sentence says "war" and no other sentence follows', FIRST + "exactly 1 sentence"),
        ('keep if the first sentence says "war" and it is the only sentence', FIRST + "exactly 1 sentence"),
        ('keep if the first sentence says "war" and is followed by another sentence', FIRST + "at least 2 sentences"),
        (
            'keep if the last sentence says "war" and at least two sentences come before it',
            "the last sentence of the blurb contains 'war' and the blurb has at least 3 sentences",
        ),
        ('keep if "war" or "mud" is followed later in the blurb by "peace"', "'war' or 'mud' appears before 'peace' in the blurb"),
        ('keep if "war" is preceded earlier in the desk notes by "peace"', "'war' appears after 'peace' in the desk_notes"),
        ('keep if "war" comes later in the desk notes than "peace"', "'war' appears after 'peace' in the desk_notes"),
        ('Of the words "war", "mud" and "sea", two or more are used: keep', "the blurb contains at least 2 of 'war', 'mud' and 'sea'"),
        ('Of "war", "mud" and "sea" none occurs in the desk notes: keep', "the desk_notes does not contain 'war', 'mud' or 'sea'"),
        ('Of "war", "mud" and "sea" the desk notes use at least two: keep', "the desk_notes contains at least 2 of 'war', 'mud' and 'sea'"),
        ('keep, for the blurb holds "war", "mud" and "sea", all three', "the blurb contains 'war', 'mud' and 'sea'"),
        ('Twice or oftener the blurb says "war": keep', "the blurb contains 'war' at least 2 times"),
        ('keep if "war" occurs oftener than twice', "the blurb contains 'war' more than 2 times"),
        ('keep if "war" is not to be found in the desk notes', "the desk_notes does not contain 'war'"),
        ('keep, "war" being one of the words used', "the blurb contains 'war'"),
        ("keep, 'torn' being one of the damages reported", "the damage_report contains 'torn'"),
        ("keep, as the desk notes call somebody by name", "the desk_notes contains a person's name"),
        ("keep if nobody is called by name in the desk notes", "the desk_notes does not contain a person's name"),
        ("keep if a date from the calendar stands in the desk notes", "the desk_notes contains a date"),
        (
            'keep if the blurb says "war" or "mud", and in both cases only if the book is reserved',
            "the blurb contains 'war' or 'mud' and the reserved is true",
        ),
        ("With n_lent smaller than n_bought and a price below 10, keep", "the n_lent is less than the n_bought and the price is less than 10"),
        ("With fewer copies lent than bought, keep", "the n_lent is less than the n_bought"),
        ("keep if the price reaches 20", "the price is at least 20"),
        ("keep if the price tops 20", "the price is more than 20"),
        ("nobody holds a reservation for it, so keep", "the reserved is not true, or is missing"),
        ("no reservation exists for the book, so keep", "the reserved is not true, or is missing"),
        ("a reservation is on file for the book, so keep", "the reserved is true"),
        ("In the absence of desk notes, keep", "the desk_notes is missing"),
    ],
)  # fmt: skip
def test_a_text_says(typed: str, condition: str, library: Compiler) -> None:
    assert _reads(library, typed) == condition


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        (
            "It docked after May 31, 2024, it has no permit and its risk beats 0.85: keep",
            "the docked is after May 31, 2024 and the permit is not true, or is missing and the risk is more than 0.85",
        ),
        ("Dearer than $10,000 yet riskier than 0.5: keep", "the declared_value is more than $10,000 and the risk is more than 0.5"),
        ("Less risky than 0.2, so keep", "the risk is less than 0.2"),
        ("Barges of between 5 and 8 metres that set out from Malta: keep", "the draught is between 5 and 8 and the flag is 'malta'"),
        (
            'The pilot notes mention "fog" and the cargo hails from Norway: keep',
            "the pilot_notes contains 'fog' and the flag is 'norway'",
        ),
        ("nobody ever issued a permit for the ship: keep", "the permit is not true, or is missing"),
        ("Given a permit, keep", "the permit is true"),
    ],
)  # fmt: skip
def test_a_row_is(typed: str, condition: str, harbour: Compiler) -> None:
    assert _reads(harbour, typed) == condition


def test_what_a_measured_row_is_called_is_told(harbour: Compiler) -> None:
    told = harbour.compile("Barges of over 8 metres: keep").best.source.assumptions
    assert told == ("“Barges” is taken for what a row is called",)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("She is over 60 and has no insurance: keep", "the age is more than 60 and the insured is not true, or is missing"),
        ("Lacking health insurance, keep", "the insured is not true, or is missing"),
        ("keep if the weight is lacking", "the weight_kg is missing"),
        ("With a consent form on file, keep", "the consented is true"),
        ("no consent form covers the patient, so keep", "the consented is not true, or is missing"),
        ("Nobody had warned the patient: keep", "the warned is not true, or is missing"),
        ("Given an earlier warning, keep", "the warned is true"),
        ("The incident falls between February 1 and March 31, 2024: keep", "the fell_on is between February 1, 2024 and March 31, 2024"),
    ],
)  # fmt: skip
def test_a_patient_has(typed: str, condition: str, clinic: Compiler) -> None:
    assert _reads(clinic, typed) == condition


@pytest.mark.parametrize(
    "typed",
    [
        'keep if the blurb mentions "war" and at least one more sentence follows',  # than which?
        'keep if any sentence mentions "war" and two more sentences follow',
        'keep if the last sentence mentions "war" and another sentence follows',
        'keep if the blurb says "war" and "mud", all three',
        'keep if the blurb says "war", in both cases only if it is reserved',
        "the blurb calls a ship by name: keep",
        "no reservation covers the desk notes: keep",
        "Gifts of over 20 euros: keep",
    ],
)
def test_is_not_read(typed: str, library: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        library.compile(typed)


def test_the_verb_of_a_clause_is_no_word_to_look_for(harbour: Compiler) -> None:
    with pytest.raises(sayso.RationaleError, match="“trace”"):
        harbour.compile("The pilot notes and the cargo trace back to Norway: keep")


def test_what_is_repeated_is_there_again_or_twice(library: Compiler) -> None:
    compilation = library.compile('keep if "war" is repeated in the desk notes')
    conditions = [reading.paraphrase.split(" if ", 1)[1] for reading in compilation.readings]
    assert compilation.ambiguous
    assert conditions == ["the desk_notes contains 'war'", "the desk_notes contains 'war' at least 2 times"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Given an import licence on file, cleared", False),
        ("the lambda sensor is broken", False),
        ("an eval score over 5", False),
        ("import os", True),
        ("keep if it is over 5; import os", True),
        ("from os import path", True),
        ("keep if lambda row: row", True),
        ("keep if eval(x)", True),
    ],
)
def test_a_word_alone_is_no_program(typed: str, code: bool) -> None:
    assert bool(_CODE.search(typed)) is code
