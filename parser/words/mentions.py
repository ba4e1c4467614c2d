"""Words that a text is said to mention: "the note mentions a waiver" speaks of the word, though a flag may be called so, too.

Only further names give way: what a column is called itself, or is said to be called, stays its name everywhere.
"""

from __future__ import annotations

from typing import Protocol, TypeVar

from sayso.parser.english.inflection import verbs_of
from sayso.parser.english.tokens import Token

_SAYING = frozenset(
    ["mention", "say", "contain", "include", "talk", "speak", "refer", "name", "discuss", "bring", "cite", "use", "write", "describe"]
    + ["complain"]
)  # fmt: skip
_FURTHER = 0.1
"""From what cost a name is a further one."""
_COLUMNS = frozenset(["BOOLCOL", "NUMCOL", "DATECOL", "BOOLNOT", "NOBODYDID", "ABSENT"])
_ARTICLES = frozenset(["the", "a", "an", "any", "some", "its", "no"])
_JOINED = frozenset(["or", "nor"])
_STOPS = frozenset(["or", "and", "but", "nor", ",", ".", ";", ":", "if", "when", "unless", "because", "so"])
_AFTER = frozenset(["in", "at", "near", "or", "nor", "then", "=>", "->", "it", "and", "!", "?", ")", "-"])
"""What may follow a word that was only mentioned."""
REACH = 5
"""How many words there may be between what is in a text and "in" it."""


class Named(Protocol):
    """What is asked of an edge."""

    @property
    def end(self) -> int: ...
    @property
    def term(self) -> str: ...
    @property
    def cost(self) -> float: ...


E = TypeVar("E", bound=Named)


def names_give_way(found: list[list[E]], tokens: list[Token]) -> None:
    """Drop the further names of flags and numbers where a text is said to mention the word."""
    for node, edges in enumerate(found):
        for end in {edge.end for edge in edges if edge.term == "CONTAIN" and _says(tokens[node])}:
            _drop_row(found, tokens, end)
        kept = [edge for edge in edges if not (_further(edge) and _in_a_text(found, tokens, edge.end))]
        if len(kept) < len(edges):
            edges[:] = kept


def _says(token: Token) -> bool:
    return any(verb.base in _SAYING for verb in verbs_of(token.key))


def _further(edge: Named) -> bool:
    return edge.term in _COLUMNS and edge.cost >= _FURTHER


_MEASURES = frozenset(["date", "day", "number", "amount"])
"""What a column's name begins with, and hardly a word that is looked for: "mentions a date signed"."""


def _drop_row(found: list[list[E]], tokens: list[Token], node: int) -> None:
    """The names in a row of single things: "a trap", "trap or smoker"; whatever is told of a thing, it is no mere word."""
    while node < len(tokens):
        while node < len(tokens) - 1 and tokens[node].key in _ARTICLES:
            found[node][:] = [edge for edge in found[node] if edge.term != "ABSENT"]  # "mentions no trap"
            node += 1
        end = max((edge.end for edge in found[node] if _further(edge)), default=node + 1)
        if end < len(tokens) and tokens[end].key not in _STOPS | _AFTER:
            return
        if tokens[node].key not in _MEASURES or end == node + 1:
            found[node][:] = [edge for edge in found[node] if not _further(edge)]
        if end >= len(tokens) or tokens[end].key not in _JOINED:
            return
        node = end + 1


def _in_a_text(found: list[list[E]], tokens: list[Token], node: int) -> bool:
    """Whether what stands here is said to be, or not to be, in a text: "a trap is missing from the remarks"."""
    for at in range(node, min(len(tokens) - 1, node + REACH)):
        if tokens[at].key in _STOPS or tokens[at].quoted:
            return False
        if tokens[at].key in ("in", "from", "inside"):
            put = at + 1 + (tokens[at + 1].key in _ARTICLES)
            return put < len(tokens) and any(edge.term == "TEXTCOL" for edge in found[put])
    return False
