"""What could be read and is not meant: each was read wrongly once."""

from __future__ import annotations

import contextlib

import pytest

import sayso

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["repair", "scrap"],
        "columns": {
            "logs": {"kind": "text", "aka": ["log"], "description": "what the fitter wrote"},
            "form_level": {"kind": "number", "description": "level of the fitter's training, 1 to 9"},
            "site": {"kind": "category", "description": "yard where it happened", "values": ["east", "west"]},
        },
        "default_text": "logs",
    }
)


@pytest.fixture(scope="module")
def compiler() -> sayso.Compiler:
    return sayso.Compiler(SCHEMA)


@pytest.mark.parametrize(
    "sentence",
    [
        "logs with 'a' and logs with 'b' are scrap",  # both sorts of logs, no log that is both
        "repair if 'a' is used. In the east, repair if 'b' is used.",  # two rules
        "it is scrap if it reads a bit odd to me",
        "repair if somebody moaned",
    ],
)
def test_is_refused(compiler: sayso.Compiler, sentence: str) -> None:
    with pytest.raises(sayso.RationaleError):
        compiler.compile(sentence)


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        (
            "repair if it says 'crack', but leave it if it says 'dent'",
            "the logs contains 'crack' and the logs does not contain 'dent'",
        ),
        (
            "repair if the form level is 3, 4 or 5",
            "the form_level is exactly 3 or the form_level is exactly 4 or the form_level is exactly 5",
        ),
        ("repair if it is form level 3", "the form_level is exactly 3"),
        ("repair if it is above form level 6", "the form_level is more than 6"),
        ("repair if it is form level 6 or less", "the form_level is at most 6"),
        ("repair if logs with 'a' or logs with 'b'", "the logs contains 'a' or 'b'"),
    ],
)
def test_is_read_as(compiler: sayso.Compiler, sentence: str, condition: str) -> None:
    assert compiler.compile(sentence).best.paraphrase == f"label repair if {condition}"


def test_a_value_that_must_be_there_anyway_makes_no_second_reading() -> None:
    told = "tier in our scheme, from lowest to highest: tin, iron, gold; missing for guests who are not members"
    columns = {
        "note": {"kind": "text", "description": "what the guest wrote"},
        "tier": {"kind": "category", "description": told, "values": ["gold", "iron", "tin"]},
        "rate": {"kind": "number", "description": "price of the room per night"},
    }
    schema = sayso.Schema.from_dict({"labels": ["call"], "columns": columns, "default_text": "note"})
    found = sayso.Compiler(schema).compile("call anything from members below gold who paid $190 or more per night")
    assert found.best.paraphrase == "label call if the tier is 'tin' or 'iron' and the rate is at least $190"
    assert not found.ambiguous


def test_not_a_day_is_none_or_nothing() -> None:
    columns = {
        "note": {"kind": "text"},
        "days_late": {"kind": "number", "description": "how many days the part came late"},
    }
    schema = sayso.Schema.from_dict({"labels": ["call"], "columns": columns, "default_text": "note"})
    compiler = sayso.Compiler(schema)
    for said in ("not a day late", "it was not a day late", "not a day late, and the note says 'x'"):
        with contextlib.suppress(sayso.RationaleError):
            assert "exactly 1" not in compiler.compile(f"call if {said}").best.paraphrase


@pytest.mark.parametrize(
    "sentence",
    [
        "call if more than three guests stayed",  # of guests, not of nights
        "call if the guest left the room empty",
        "call if the guest had two rooms",
        "call if the guest never asked for a room",
    ],
)
def test_a_word_of_a_name_is_not_what_it_holds(sentence: str) -> None:
    columns = {
        "note": {"kind": "text", "description": "what the guest wrote"},
        "nights": {"kind": "number", "description": "how many nights the guest stayed"},
        "room_rate": {"kind": "number", "description": "price of the room per night; missing when nobody paid it"},
    }
    schema = sayso.Schema.from_dict({"labels": ["call"], "columns": columns, "default_text": "note"})
    with contextlib.suppress(sayso.RationaleError):
        said = sayso.Compiler(schema).compile(sentence).best.paraphrase
        assert "nights" not in said
        assert "room_rate" not in said


@pytest.mark.parametrize(
    "sentence",
    [
        "call if the pupil signed it",  # of the teacher who signed it, nothing is told
        "call if the note was lost",  # no minutes were
        "call if the bag weighed 3 dollars",
    ],
)
def test_what_is_done_by_others_or_to_others_is_refused(sentence: str) -> None:
    columns = {
        "note": {"kind": "text", "description": "what happened"},
        "minutes_lost": {"kind": "number", "description": "minutes of lesson time lost"},
        "teacher": {"kind": "text", "description": "teacher who signed the note; missing when nobody signed it"},
        "weight_kg": {"kind": "number", "description": "weight of the bag in kilograms"},
    }
    schema = sayso.Schema.from_dict({"labels": ["call"], "columns": columns, "default_text": "note"})
    with pytest.raises(sayso.RationaleError):
        sayso.Compiler(schema).compile(sentence)
