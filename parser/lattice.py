"""The token lattice: every meaning of every word at once.

An edge runs over one or more tokens and carries a terminal, a value and a cost. Filler from the closed list is absorbed into
the edge to its right (at the end of the sentence: allowed to stay over), so that the grammar never sees it and no character
is lost from sight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sayso.grammar.values import Bare, DateRange, Figure, Literal
from sayso.parser import dates, figures
from sayso.parser.lexicon import Entry, Trie
from sayso.parser.tokens import Token

FILLER_COST = 0.02
BARE_COST = 1.0
BARE_EXTRA = 0.35
BARE_KNOWN = 0.3
LONGEST_BARE = 5


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """One reading of a stretch of tokens: [start, end) nodes, the filler before it included."""

    start: int
    end: int
    term: str
    value: Any
    cost: float
    first: int
    """The first token that is not filler."""


@dataclass
class Lattice:
    """All edges over a sentence's tokens; node i stands before token i."""

    tokens: list[Token]
    edges: list[dict[str, list[Edge]]] = field(default_factory=list)
    known: list[bool] = field(default_factory=list)
    """For each token, whether any meaning but a bare word is known."""
    filler: list[list[int]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self.tokens)

    @cached_property
    def terms(self) -> list[frozenset[str]]:
        """The terminals that can start at each node."""
        return [frozenset(edges) for edges in self.edges]

    def ends(self) -> list[int]:
        """The nodes at which a sentence may end: nothing but filler and closing marks follows."""
        ends = [self.size]
        for node in range(self.size - 1, -1, -1):
            closing = self.tokens[node].text in (".", "!") and node + 1 in ends
            if closing or any(end in ends for end in self.filler[node]):
                ends.append(node)
        return ends


def build(tokens: list[Token], tries: Iterable[Trie]) -> Lattice:
    """Lay all edges over the tokens."""
    lattice = Lattice(tokens)
    bare: list[Edge] = []
    found: list[list[Edge]] = [[] for _ in tokens]
    lattice.filler = [[] for _ in tokens]
    keys = [token.key for token in tokens]
    for node, token in enumerate(tokens):
        if token.quoted:
            found[node].append(Edge(node, node + 1, "STR", Literal(token.text), 0.0, node))
            continue
        for trie in tries:
            for end, entry in trie.matches(keys, node, tokens):
                _enter(lattice, found, node, end, entry)
        found[node] += _numbers(tokens, node) + _dates(tokens, node)
    lattice.known = [False] * len(tokens)
    for node, edges in enumerate(found):
        for edge in edges:
            lattice.known[node : edge.end] = [True] * (edge.end - node)
        for end in lattice.filler[node]:
            lattice.known[node:end] = [True] * (end - node)
    _own_names_first(found)
    structural = _structural(found)
    named = {n: {e.end for e in edges if e.term in NAMES - {"LABEL"}} for n, edges in enumerate(found)}
    for node in range(len(tokens)):
        bare += _bare(tokens, node, lattice.known, structural, named, lattice.filler)
    lattice.edges = [{} for _ in range(len(tokens) + 1)]
    for edge in bare:
        found[edge.start].append(edge)
    for node, edges in enumerate(found):
        for start, cost in _filled_starts(lattice, node):
            for edge in edges:
                moved = edge if start == node else Edge(start, edge.end, edge.term, edge.value, edge.cost + cost, node)
                lattice.edges[start].setdefault(edge.term, []).append(moved)
    return lattice


NOUNS = {
    "DOC",
    "THING",
    "SIGN",
    "LABEL",
    "LIST",
    "CVAL",
    "TEXTCOL",
    "NUMCOL",
    "DATECOL",
    "BOOLCOL",
    "CATCOL",
    "SPANCOL",
}
NOUNS |= {"BOXCOL", "NUM", "DATE", "LETTERS", "LABELWORD", "LISTWORD", "SCORE", "REGEX", "PHRASE"}
NAMES = {"LABEL", "LIST", "TEXTCOL", "NUMCOL", "DATECOL", "BOOLCOL", "CATCOL", "SPANCOL", "BOXCOL"}


def _own_names_first(found: list[list[Edge]]) -> None:
    """A column's own name beats every other use of the word."""
    for node, edges in enumerate(found):
        named = {edge.end for edge in edges if edge.term in NAMES and edge.term != "LABEL" and edge.cost < 0.25}
        for i, edge in enumerate(edges):
            if edge.end in named and edge.term in ("DOC", "THING", "SIGN", "LABEL"):
                cost = edge.cost + (1.0 if edge.term != "LABEL" else 0.0)
                found[node][i] = Edge(edge.start, edge.end, edge.term, edge.value, cost, edge.first)


def _structural(found: list[list[Edge]]) -> list[bool]:
    """For each token, whether it may hold a sentence together: such a word is never a bare literal, nor part of one."""
    structural = [False] * len(found)
    for node, edges in enumerate(found):
        for edge in edges:
            if edge.term not in NOUNS:
                structural[node : edge.end] = [True] * (edge.end - node)
    return structural


def _enter(lattice: Lattice, found: list[list[Edge]], node: int, end: int, entry: Entry) -> None:
    if entry.term == "FILL":
        lattice.filler[node].append(end)
    else:
        found[node].append(Edge(node, end, entry.term, entry.value, entry.cost, node))


def _filled_starts(lattice: Lattice, node: int) -> list[tuple[int, float]]:
    """The nodes from which nothing but filler leads to this node, with what that filler costs."""
    starts = {node: 0.0}
    frontier = [node]
    while frontier:
        at = frontier.pop()
        for before in range(max(0, at - 5), at):
            if at in lattice.filler[before] and before not in starts and node - before <= 6:
                starts[before] = starts[at] + FILLER_COST * (at - before)
                frontier.append(before)
    return list(starts.items())


def _numbers(tokens: list[Token], node: int) -> list[Edge]:
    return [Edge(node, end, "NUM", figure, 0.0, node) for end, figure in figures.read(tokens, node)]


def _dates(tokens: list[Token], node: int) -> list[Edge]:
    found: list[tuple[int, DateRange, float]] = dates.read(tokens, node)
    return [Edge(node, end, "DATE", value, cost, node) for end, value, cost in found]


_WORD = re.compile(r"[^\W_][\w.@&/'+-]*|[$%#]\S*|\w+", re.UNICODE)


def _bare(
    tokens: list[Token],
    node: int,
    known: list[bool],
    structural: list[bool],
    named: dict[int, set[int]],
    filler: list[list[int]],
) -> list[Edge]:
    """Unquoted words as literals: dearer the longer they are, and where a word has another meaning."""
    edges, cost = [], BARE_COST
    for end in range(node + 1, min(len(tokens), node + LONGEST_BARE) + 1):
        token = tokens[end - 1]
        if token.quoted or not (_WORD.fullmatch(token.text) or token.text in ("-", "n't", "'s")):
            break
        if structural[end - 1]:
            break
        if filler[node] or (end > node + 1 and end in filler[end - 1]):
            cost += BARE_EXTRA
            if filler[node]:
                break  # "the caption" is the caption
            continue
        cost += (BARE_EXTRA if end > node + 1 else 0.0) + (BARE_KNOWN if known[end - 1] else 0.0)
        start, stop = tokens[node].start, token.end
        text = _between(tokens, node, end)
        if end in named.get(node, ()):
            continue  # a column's name is never a literal
        edges.append(Edge(node, end, "BARE", Bare(text, stop - start), cost, node))
    return edges


def _between(tokens: list[Token], node: int, end: int) -> str:
    """The words as they stand in the sentence, gaps of white space made single."""
    words = tokens[node].text
    for before, token in zip(tokens[node : end - 1], tokens[node + 1 : end], strict=True):
        words += token.text if before.end == token.start else f" {token.text}"
    return words


__all__ = ["Edge", "Figure", "Lattice", "build"]
