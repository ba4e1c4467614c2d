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
