"""The lattice and what it is made of: the edges over its tokens, and the words for units that may follow a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sayso.parser.english.tokens import Token

Spans = dict[int, dict[int, frozenset[str]]]
"""From each node, the ends of the words that go along with one of these columns."""


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


@dataclass(frozen=True)
class Units:
    """What may follow a number: the words for the columns' own units, and any unit of what the columns measure."""

    own: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    per: frozenset[str] = frozenset()
    """For what a price is: "night" of "price per night"."""


@dataclass
class Lattice:
    """All edges over a sentence's tokens; node i stands before token i."""

    tokens: list[Token]
    edges: list[dict[str, list[Edge]]] = field(default_factory=list)
    known: list[bool] = field(default_factory=list)
    """For each token, whether any meaning but a bare word is known."""
    filler: list[list[int]] = field(default_factory=list)
    asides: dict[int, list[int]] = field(default_factory=dict)
    """Where remarks start and end that are set aside: "trust me,", "I've seen plenty of these:"."""
    explained: Spans = field(default_factory=dict)
    """Where words start and end that go along with a column, since its description has them."""

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
            closing = self.tokens[node].text in (".", "!", "?", ";", ",") and node + 1 in ends
            if closing or any(end in ends for end in self._passed(node)):
                ends.append(node)
        return ends

    def _passed(self, node: int) -> Iterable[int]:
        """Where the words end that a reading may pass over from a node."""
        return (*self.filler[node], *self.asides.get(node, ()), *self.explained.get(node, ()))
