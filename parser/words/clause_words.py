"""Words that no list has, by where they stand: the verb of a clause, which is never looked for ("the goods hail from Asia"), and the
thing that is measured, which is what a row is called ("loads of between 500 and 800 kg")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sayso.parser.english.inflection import is_noun, singular, verbs_of
from sayso.parser.words.edges import Edge

if TYPE_CHECKING:
    from sayso.parser.english.tokens import Token

_TOWARDS = frozenset(["from", "to", "into", "out", "back", "through", "via", "up", "off", "towards", "onto"])
_NAMED = frozenset(["TEXTCOL", "DOC", "BARENOUN", "IT"])
_JOINS = frozenset(["and", "but", "or", "while", "if", "when", "because", "since", "as", "that", "whenever", ","])
_ARTICLES = frozenset(["the", "a", "an", "its", "their", "our", "this", "that"])
_MEASURES = frozenset(["OF", "GT", "LT", "GE", "LE", "BETWEEN", "NUMVERB", "WITH"])
_ALL = frozenset(["any", "all", "every", "each", "label", "for", "if", "when", "are", "is", ":", ",", "-", ";", "."])
_COST = 0.6


def predicates(found: list[list[Edge]], tokens: list[Token]) -> set[int]:
    """Where a verb stands behind what opens its clause, before where it leads: no word that is looked for."""
    verbs: set[int] = set()
    for node, edges in enumerate(found):
        for edge in edges:
            at = edge.end
            if edge.term not in _NAMED or at + 1 >= len(tokens) or tokens[at].quoted:
                continue
            if not _opens(tokens, node) or tokens[at + 1].key not in _TOWARDS or tokens[at + 1].quoted:
                continue
            if any(tokens[at].key in (known.base, known.third, *known.past) for known in verbs_of(tokens[at].key)):
                verbs.add(at)
    return verbs


def _opens(tokens: list[Token], node: int) -> bool:
    before = node - 1
    while before >= 0 and tokens[before].key in _ARTICLES:
        before -= 1
    return before < 0 or tokens[before].key in _JOINS


def measured_things(found: list[list[Edge]], tokens: list[Token]) -> Iterator[Edge]:
    """The noun before a measure, where it names nothing that the schema knows: "loads of over 500 kg"."""
    for node in range(len(tokens) - 2):
        named = found[node] or tokens[node].quoted or not _thing(tokens[node].key)
        if not named and _first(tokens, node) and _measured(found, tokens, node + 1):
            yield Edge(node, node + 1, "ROWNOUN", None, _COST, node)


def _measured(found: list[list[Edge]], tokens: list[Token], node: int) -> bool:
    """Whether a figure with its unit follows, behind a word that leads to it: "of between 500 and 800 kg"."""
    leads = [edge for edge in found[node] if edge.term in _MEASURES and tokens[node].key == "of"]
    leads += [edge for first in leads for edge in _at(found, first.end) if edge.term in _MEASURES]
    ends = {edge.end for edge in leads}
    ends |= {e.end + 1 for end in ends for e in _at(found, end) if e.term == "NUM" and tokens[e.end : e.end + 1]}
    figures = [edge for end in ends for edge in _at(found, end) if edge.term == "NUM"]
    return any(_with_unit(edge, tokens) for edge in figures)


def _with_unit(edge: Edge, tokens: list[Token]) -> bool:
    """Whether a figure has a unit that is no money: "gifts of over $100" are not what a row is called."""
    if edge.value.unit:
        return bool(edge.value.unit != "$")
    return edge.end > edge.start + 1 and tokens[edge.end - 1].key.isalpha()


def _at(found: list[list[Edge]], node: int) -> list[Edge]:
    return found[node] if node < len(found) else []


def _thing(word: str) -> bool:
    """Whether a word names several things."""
    return word.isalpha() and word.endswith("s") and singular(word) != word and is_noun(singular(word))


def _first(tokens: list[Token], node: int) -> bool:
    return node == 0 or tokens[node - 1].key in _ALL
