"""What the lattice is made of: the edges over its tokens, and the words for units that may follow a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


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
