"""What the lattice is made of: the edges over its tokens, and the words for units that may follow a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sayso.parser.names.acting import Deed


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
    """The words for units that may follow a number: the columns' own, and those that can be turned into them."""

    own: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    per: frozenset[str] = frozenset()
    """For what a price is: "night" of "price per night"."""
    compounds: frozenset[str] = frozenset()
    """Units made of two, without gaps: "m2", "ug/l"."""


@dataclass(frozen=True)
class Facts:
    """What else a schema tells that the words of a sentence are judged by."""

    marked: bool = False
    """Whether it marks arguments, so that "the gene" is one that it lacks."""
    units: Units = Units()
    acting: Mapping[str, Deed] = field(default_factory=dict)
    """Who does what the flags tell."""
