"""A schema's own names come before what the same words mean elsewhere, and plain sentences over it take nothing for granted."""

from __future__ import annotations

import re

import pytest

import sayso
from sayso.parser.compiler import DEAR, Compiler
from sayso.parser.english.inflection import is_noun
from sayso.parser.english.lexicon import base

WORDS = sorted({phrase for phrase, _ in base().entries if re.fullmatch("[a-z]{3,}", phrase) and is_noun(phrase)})
OF_TEXTS = {
    'quick if the {} contains "foo"': "label quick if the {} contains 'foo'",
    'quick if "foo" is in the {}': "label quick if the {} contains 'foo'",
    'quick if the last word of the {} is "foo"': "label quick if the last word of the {} is 'foo'",
    "quick if there is a number in the {}": "label quick if the {} contains a number",
}


def misread(word: str) -> list[str]:
    """What is not read of the text column that is called so."""
    columns = {"other": {"kind": "text"}, word: {"kind": "text"}}
    compiler = Compiler(
        sayso.Schema.from_dict({"labels": ["quick", "slow"], "columns": columns, "default_text": "other"})
    )
    found = {said.format(word): meant.format(word) for said, meant in OF_TEXTS.items()}
    return [said for said, meant in found.items() if compiler.compile(said).best.paraphrase != meant]


@pytest.mark.parametrize("word", ["quotation", "sentence", "title", "number", "word", "name", "start"])
def test_a_column_may_be_called_as_the_language_calls_other_things(word: str) -> None:
    assert not misread(word)


@pytest.mark.slow
def test_a_column_may_be_called_by_any_noun_of_the_lexicon() -> None:
    assert len(WORDS) > 400
    assert not {word: said for word in WORDS if (said := misread(word))}


COLUMNS = {
    "body": {"kind": "text"},
    "zone": {"kind": "category", "values": ["dock", "yard", "road"]},
    "amount": {"kind": "number"},
    "signed": {"kind": "boolean"},
    "risk score": {"kind": "score"},
}
PLAIN = {
    "the zone is dock": "the zone is 'dock'",
    "the zone isn't dock": "the zone is not 'dock', or is missing",
    "the zone is dock or yard": "the zone is 'dock' or 'yard'",
    "the zone is either dock or yard": "the zone is 'dock' or 'yard'",
    "the zone is one of dock, yard or road": "the zone is 'dock', 'yard' or 'road'",
    "the zone is neither dock nor yard": "the zone is not 'dock' or 'yard', or is missing",
    "the zone says dock": "the zone is 'dock'",
    "the zone is other than dock": "the zone is not 'dock', or is missing",
    "the amount is over 5": "the amount is more than 5",
    "the amount is missing": "the amount is missing",
    "it is not signed": "the signed is not true, or is missing",
    "the risk score is above 0.5": "the risk score is more than 0.5",
}


@pytest.mark.parametrize("said", PLAIN)
def test_a_plain_sentence_is_cheap_and_takes_nothing_for_granted(said: str) -> None:
    compiler = Compiler(
        sayso.Schema.from_dict({"labels": ["quick", "slow"], "columns": COLUMNS, "default_text": "body"})
    )
    found = compiler.compile(f"quick if {said}")
    assert found.best.paraphrase == f"label quick if {PLAIN[said]}"
    assert not found.ambiguous and not found.best.source.assumptions
    assert found.costs[0] < DEAR / 4
