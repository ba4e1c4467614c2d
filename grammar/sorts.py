"""The sorts of operations that a plan is made of, and the closed vocabularies of their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["words", "characters", "sentences"]
Piece = Literal["word", "sentence", "line", "paragraph"]
Comparison = Literal["<", "<=", "=", "!=", ">=", ">"]
Mode = Literal["words", "exact", "part", "exact part", "lemma", "prefix", "suffix"]
Thing = Literal[
    "number", "digit", "money", "dollar amount", "percentage", "date", "email", "url", "phone", "emoji",  # found by linear-time patterns
    "person", "organisation", "place",  # found by spaCy
    "capitalised word", "capitals word", "lower-case word", "noun", "verb", "adjective",
    "quotation", "parenthesis", "bracket", "capital letter", "letter", "punctuation",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Op:
    """Any operation of the engine."""


@dataclass(frozen=True, slots=True)
class Spots(Op):
    """An operation whose value is places in the texts of a row."""


@dataclass(frozen=True, slots=True)
class Number(Op):
    """An operation whose value is a number, or missing."""


@dataclass(frozen=True, slots=True)
class Test(Op):
    """An operation whose value is true or false."""
