"""Which words a misspelled one may stand for, and which never."""

from __future__ import annotations

import pytest

from sayso.parser.english.lexicon import ways
from sayso.parser.refusing.corrections import near


@pytest.mark.parametrize(
    ("word", "known"), [("undetected", "detected"), ("noninsured", "insured"), ("disapproved", "approved")]
)
def test_no_correction_takes_a_denial_away(word: str, known: str) -> None:
    assert near(word, frozenset({known})) == []
    assert near(known, frozenset({word})) == []


def test_a_slip_in_a_denial_is_a_slip_still() -> None:
    assert near("undetcted", frozenset({"undetected", "detected"})) == ["undetected"]


def test_choices_of_words_in_a_lexicon_line_are_phrases_like_any_other() -> None:
    assert ways("in {both|either} {event|events}") == [
        "in both event",
        "in both events",
        "in either event",
        "in either events",
    ]
    assert ways("{as |}it stands") == ["as it stands", "it stands"]
    assert ways("which {says|{tells|tell} me}") == ["which says", "which tells me", "which tell me"]
