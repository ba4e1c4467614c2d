"""Words that nobody put in quotes, over a harbour's log of berths: what is looked for, what names somebody, and what is no word at all."""

from __future__ import annotations

import pytest

import sayso
from sayso.grammar.errors import RationaleError
from sayso.parser.compiler import Compiler

COLUMNS = {
    "log": {"kind": "text", "description": "what the captain wrote about the call"},
    "remark": {"kind": "text", "description": "remark of the pilot"},
    "pilot": {"kind": "text", "description": "name of the pilot who guided the ship; blank where there was none"},
    "vessel": {"kind": "span", "description": "marked ship"},
    "line": {"kind": "category", "description": "shipping line", "values": ["Norsk", "Astra", "Ultramar"]},
    "draught": {"kind": "number", "description": "how deep the ship lies, in metres"},
    "crew": {"kind": "number", "description": "number of people on board"},
    "overdue": {"kind": "boolean", "description": "whether the ship came late"},
    "berthed": {"kind": "date", "description": "day the ship berthed"},
}


@pytest.fixture(scope="module")
def harbour() -> Compiler:
    told = {
        "labels": ["inspect", "clear"],
        "columns": COLUMNS,
        "default_text": "log",
        "lists": {"hazards": ["ammonia", "lithium"]},
    }
    return Compiler(sayso.Schema.from_dict(told))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        # a row of words is words, whatever else they do
        ("Inspect: a leak, an offer or talks in the log", "the log contains 'leak', 'offer' or 'talks'"),
        ("inspect if the remark says once, until or towed off", "the remark contains 'once', 'until' or 'towed off'"),
        ("inspect if none of towed, arrived, salvage or crew shows up", "the log does not contain 'towed', 'arrived', 'salvage' or 'crew'"),
        ("Remark begins with leaked, fell or cut? inspect", "the remark starts with 'leaked', 'fell' or 'cut'"),
        ("inspect if two or more of these words are in it: rust, sold, tilt, talks", "the log contains at least 2 of 'rust', 'sold', 'tilt' and 'talks'"),
        ("inspect if rust (or tilt) is in the remark", "the remark contains 'rust' or 'tilt'"),
        ("inspect if the remark says rusty, or listing, or adrift", "the remark contains 'rusty', 'listing' or 'adrift'"),
        ("clear if the pilot has Bar or Tully in it", "the pilot contains 'Bar' or 'Tully'"),
        ("inspect if the vessel contains Maru, Star or Capital", "the vessel contains 'Maru', 'Star' or 'Capital'"),
        ("inspect if the remark says please, kindly or mayday", "the remark contains 'please', 'kindly' or 'mayday'"),
        # small words that are said
        ("inspect if the remark ends with the word said", "the remark ends with 'said'"),
        ("inspect if the remark starts with According to", "the remark starts with 'According to'"),
        (
            "inspect if the remark contains nobody and the log does not",
            "the remark contains 'nobody' and the log does not contain 'nobody'",
        ),
        # a phrase with "of" in it
        ("inspect if the log mentions breach of contract", "the log contains 'breach of contract'"),
        ("inspect if the remark says out of ballast or lack of fuel", "the remark contains 'out of ballast' or 'lack of fuel'"),
        # a column's name among words
        ("inspect if leak and crew are in the same sentence", "'leak' and 'crew' appear in the same sentence in the log"),
        ("inspect if leak comes up before crew does", "'leak' appears before 'crew' in the log"),
        # words that point at what was said without quotes
        (
            "Mentions ammonia or rust but does not open with either one: inspect",
            "the log contains 'ammonia' or 'rust' and the log does not start with 'ammonia' or 'rust'",
        ),
        (
            "rust is mentioned in the remark but the log never uses that word: inspect",
            "the remark contains 'rust' and the log does not contain 'rust'",
        ),
        ("Smoke, or anything off the hazards list: inspect", "the log contains 'Smoke' or any word in the list hazards"),
        # names
        ("Whenever Valborg is the vessel, clear", "the vessel is exactly 'Valborg'"),
        ("clear if Ida Holm is not the pilot", "the pilot is not exactly 'Ida Holm'"),
        (
            "clear if the pilot is someone other than Ida Holm",
            "the pilot is not missing and the pilot is not exactly 'Ida Holm'",
        ),
        (
            "clear if it was shipped by someone other than Astra",
            "the line is not missing and the line is not 'Astra', or is missing",
        ),
        ("Ida Holm or Per Lund guided it, clear", "the pilot is exactly 'Ida Holm' or 'Per Lund'"),
        ("clear if the pilot is Will Holm", "the pilot contains 'Will Holm'"),
        ("clear ships that Ida Holm guided", "the pilot is exactly 'Ida Holm'"),
        ("clear if it was not guided by Ida Holm", "the pilot is not exactly 'Ida Holm'"),
        (
            "inspect if it was guided by anyone but Ida Holm",
            "the pilot is not missing and the pilot is not exactly 'Ida Holm'",
        ),
        ("The very end of the remark reads thank you or regards: clear", "the remark ends with 'thank you' or 'regards'"),
        ("clear if smoke is in the captain's message", "the log contains 'smoke'"),
    ],
)  # fmt: skip
def test_reads_as(typed: str, condition: str, harbour: Compiler) -> None:
    best = harbour.compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition
    assert harbour.compile(best.paraphrase).best.digest == best.digest


def test_each_word_without_quotes_is_told(harbour: Compiler) -> None:
    told = harbour.compile("Inspect: a leak, an offer or talks in the log").best.source.assumptions
    assert told == tuple(
        f"“{word}” stands without quotes: taken as the words to look for" for word in ("leak", "offer", "talks")
    )


@pytest.mark.parametrize(
    "typed",
    [
        "inspect if it mentions nobody",
        "inspect if it says nothing",
        "inspect if the log says leak or neither",
        "inspect if it mentions rust or more",
        "inspect if the cargo or draught is over 8",
        "inspect if it mentions the vendor, the crew or the draught",
        "inspect if the captain is only a nuisance",
        "inspect if the captain is tired or sad",
        "inspect if it mentions dozens of crates",
        "inspect if the remark says rust, tilt or the like",
        "inspect if the remark says rust, tilt or similar",
        "trouble is the log: inspect",
        "inspect if the tug is the vessel",
        "inspect if the harbour master guided it",
        "inspect if it was guided by hand",
        "tugs or the hazards: inspect",
    ],
)
def test_is_no_word_that_is_looked_for(typed: str, harbour: Compiler) -> None:
    with pytest.raises(RationaleError):
        harbour.compile(typed)


def test_an_of_that_says_where_stays_one(harbour: Compiler) -> None:
    best = harbour.compile("inspect if the log mentions breach of the contract").best
    assert best.paraphrase == "label inspect if the log contains 'breach'"
