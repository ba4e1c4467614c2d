"""Verbs by which a text says something: "the note mentions a waiver", "opens with According to"; listed once, and found in one pass."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.parser.english.inflection import verbs_of
from sayso.parser.english.tokens import Token
from sayso.parser.words.bare import HAVING
from sayso.parser.words.edges import Edge

_TALKING = frozenset(["say", "mention", "talk", "speak"])
_HOLDING = frozenset(["contain", "use"])
SPEAKING = _TALKING | {"read"}
"""What a text does where a flag's name is but a word: "the note mentions overnight"."""
MENTIONING = _TALKING | _HOLDING | {"include", "refer", "name", "discuss", "bring", "cite", "write", "describe", "complain"}  # fmt: skip
"""Verbs whose object may be a word, where it is but a further name of a column."""
LITERAL = _HOLDING | {"say", "read", "start", "begin", "open", "end", "finish", "close", "conclude"}
"""Verbs whose object is words even where these name nothing: whoever "mentions nobody" names no person."""
_TERMS = frozenset(["CONTAIN", "LACK", "START", "END", "READS"])


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying from one node to another. Whoever has a thing says nothing."""

    start: int
    end: int
    terms: frozenset[str]
    bases: frozenset[str]
    by_text: bool
    """Whether the name of a text stands right before it."""


def sayings(found: list[list[Edge]], tokens: list[Token]) -> list[Saying]:
    """All verbs of saying in a sentence."""
    texts: set[int] = set()
    verbs: dict[tuple[int, int], set[str]] = {}
    for edge in (edge for edges in found for edge in edges):
        if edge.term == "TEXTCOL":
            texts.add(edge.end)
        elif edge.term in _TERMS and tokens[edge.start].key not in HAVING:
            verbs.setdefault((edge.start, edge.end), set()).add(edge.term)
    return [
        Saying(start, end, frozenset(terms), frozenset(v.base for v in verbs_of(tokens[start].key)), start in texts)
        for (start, end), terms in verbs.items()
    ]
