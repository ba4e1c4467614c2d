""" "even one", "even a single word": one or more, where "one" alone would be one and no more."""

from __future__ import annotations

from sayso.parser.english.tokens import Token
from sayso.parser.words.edges import Edge

_MANY = frozenset(["NUM", "FREQ"])
_ONE = frozenset(["NUM", "FREQ", "ONEDET", "EQ", "ONLYONEOF"])


def even_one(found: list[list[Edge]], filler: list[list[int]], tokens: list[Token]) -> None:
    """Before a number "even" is "at least" and never filler; before "a single" the words together are filler, and no number."""
    for node, token in enumerate(tokens[:-1]):
        if token.key != "even" or token.quoted:
            continue
        counted = any(edge.term in _MANY for edge in found[node + 1])
        single = [word.key for word in tokens[node + 1 : node + 3]] == ["a", "single"]
        if not counted:
            found[node][:] = [edge for edge in found[node] if edge.term != "GE" or edge.end > node + 1]
        if counted or single:
            filler[node] = [end for end in filler[node] if end > node + 1]
        for at in (node + 1, node + 2) if single else ():
            found[at][:] = [edge for edge in found[at] if edge.term not in _ONE]
