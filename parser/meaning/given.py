"""What a source gives a value to: the person of "the database lists the person as director", of whom nothing else is asked."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.parser.words.edges import Edge

_MARKED = ("SPANCOL", "BOXCOL", "SIZEOF")
_BEFORE = ("GIVES", "GIVENON", "GIVENDEED")
_BEHIND = ("DOWNIN", "PUTDOWN")


def given_to(edges: Sequence[Edge]) -> frozenset[Edge]:
    """The edges of marked things that are named as what a value is given to."""
    found: set[Edge] = set()
    for i, edge in enumerate(edges):
        if edge.term not in _MARKED:
            continue
        before = [e.term for e in edges[max(0, i - 3) : i]]
        behind = [e.term for e in edges[i + 1 :]]
        again = before[-1:] == ["AND"] and i > 1 and edges[i - 2] in found  # "for this person and film"
        first = before[-2:] == ["ACCORDINGTO", "SOURCECOL"] or before[-3:] == ["ACCORDINGTO", "SOURCECOL", "COMMA"]
        down = _down([term for term in behind if term not in ("BE", "NOT")]) or _according(behind)
        if again or first or down or (before and before[-1] in _BEFORE):
            found.add(edge)
    return frozenset(found)


def _down(behind: list[str]) -> bool:
    """ "the person is listed in the database", "is not in the database"."""
    return behind[:1] in ([term] for term in _BEHIND) or behind[:2] == ["IN", "SOURCECOL"]


def _according(behind: list[str]) -> bool:
    """ "the person is a star according to the database"."""
    rest = [term for term in behind if term not in ("CVAL", "LABEL", "OR", "COMMA", "EITHER")]
    return rest[:2] == ["BE", "ACCORDINGTO"]
