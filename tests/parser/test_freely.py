"""Sentences that speak of columns in the words of their descriptions, in an order of their own; and what must not be passed over."""

from __future__ import annotations

import pytest

import sayso

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["inspect", "pass"],
        "columns": {
            "remark": {"kind": "text", "description": "what the crew noted after the crossing"},
            "delay": {"kind": "number", "description": "minutes the ferry arrived behind the timetable"},
            "passengers": {"kind": "number", "description": "how many travellers were counted on the deck"},
            "wait_days": {"kind": "number", "description": "days from the last overhaul until the crossing"},
            "ticket": {"kind": "number", "description": "price of the crossing; missing when nobody sold any"},
            "mate": {"kind": "text", "description": "officer who countersigned the log; blank as long as nobody has countersigned it"},
            "fog": {"kind": "boolean", "description": "whether anybody sounded the horn"},
            "wind": {"kind": "number", "description": "wind over the harbour, in knots; missing while that is not known yet"},
            "verdict": {
                "kind": "category",
                "description": "what the pilot decided: go, none or wait",
                "values": ["go", "none", "wait"],
            },
        },
        "default_text": "remark",
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def compiler() -> sayso.Compiler:
    return sayso.Compiler(SCHEMA)


@pytest.mark.parametrize(
    ("sentence", "paraphrase"),
    [
        ("inspect if we arrived more than ten minutes behind the timetable", "the delay is more than 10"),
        ("inspect if the wind was more than 12 knots over the harbour", "the wind is more than 12"),
        ("inspect if more than 40 travellers were on the deck", "the passengers is more than 40"),
        ("inspect if the deck had fewer than 5 travellers on it", "the passengers is less than 5"),
        ("inspect if it was more than 90 days after the overhaul", "the wait_days is more than 90"),
        ("inspect if they paid more than 20 for the crossing", "the ticket is more than 20"),
        ("inspect if nobody countersigned the log", "the mate is missing"),
        ("inspect if it was not countersigned", "the mate is missing"),
        ("inspect if the log is uncountersigned", "the mate is missing"),
        ("inspect if it was countersigned", "the mate is not missing"),
        ("inspect if no one sounded the horn", "the fog is not true, or is missing"),
        ("inspect if we still do not know the wind", "the wind is missing"),
        ("inspect if the pilot's decision was none", "the verdict is 'none'"),
        ("inspect if somebody left the ticket blank", "the ticket is missing"),
        ("inspect if the ticket was sold at 30 or more", "the ticket is at least 30"),
        ("inspect if the remark mentions the mate", "the mate appears in the remark"),
        ("inspect if the verdict is named in the remark", "the verdict appears in the remark"),
        ("inspect if the remark does not name the verdict", "the verdict does not appear in the remark"),
        ("inspect if the ticket shows no price", "the ticket is missing"),
    ],
)
def test_speaks_in_the_words_of_a_description(compiler: sayso.Compiler, sentence: str, paraphrase: str) -> None:
    found = compiler.compile(sentence)
    assert found.best.paraphrase == f"label inspect if {paraphrase}"
    assert not found.ambiguous


@pytest.mark.parametrize(
    "sentence",
    [
        "inspect if more than 40 gulls were on the deck",  # of gulls nothing is known
        "inspect if the ferry left more than ten minutes before the bus",  # nor of a bus
        "inspect if the delay is over 10 and the horn was painted",
        "inspect if fewer than 5 travellers and more than 9 travellers were on the deck",
        "inspect if the officer countersigned it late",
        "inspect if the wind over the harbour",
        "inspect if the price of the crossing is after",
    ],
)
def test_passes_over_no_word_that_no_description_explains(compiler: sayso.Compiler, sentence: str) -> None:
    with pytest.raises(sayso.RationaleError):
        compiler.compile(sentence)


def test_says_which_words_it_took_along(compiler: sayso.Compiler) -> None:
    found = compiler.compile("inspect if more than 40 travellers were on the deck").best.source
    assert found.assumptions == ("“were on the deck” is taken as said of the passengers",)
    assert {role.role for role in found.roles if role.start > 36} <= {"filler"}


def test_words_of_one_column_are_no_filler_of_another(compiler: sayso.Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        compiler.compile("inspect if more than 40 travellers sounded")


def test_zero_is_a_number_and_no_number_is_missing() -> None:
    columns = {
        "note": {"kind": "text"},
        "sold_pct": {"kind": "number", "description": "percent of the seats that were sold"},
    }
    schema = sayso.Schema.from_dict({"labels": ["pay"], "columns": columns, "default_text": "note"})
    compiler = sayso.Compiler(schema)
    for said, told in (("0 percent", "is exactly 0"), ("no percent", "is missing")):
        assert compiler.compile(f"pay if it shows {said}").best.paraphrase == f"label pay if the sold_pct {told}"


def test_a_marked_thing_is_called_as_its_description_calls_it() -> None:
    columns = {
        "body": {"kind": "text", "description": "what the customer wrote"},
        "item": {"kind": "span", "description": "the goods claimed for, as marked by the clerk"},
    }
    schema = sayso.Schema.from_dict({"labels": ["pay"], "columns": columns, "default_text": "body"})
    found = sayso.Compiler(schema).compile("pay if 'my' stands right before the goods")
    assert found.best.paraphrase == "label pay if 'my' appears right before the item"


def test_what_a_flag_says_is_had_is_no_word_to_look_for() -> None:
    columns = {
        "note": {"kind": "text", "description": "what the caller wrote"},
        "resident": {"kind": "boolean", "description": "whether the caller holds a valid parking badge"},
    }
    schema = sayso.Schema.from_dict({"labels": ["pay"], "columns": columns, "default_text": "note"})
    found = sayso.Compiler(schema).compile("pay if the caller has no valid badge")
    assert found.best.paraphrase == "label pay if the resident is not true, or is missing"
    assert not found.ambiguous
