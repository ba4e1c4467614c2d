"""Adverbs, until they are put together with what they are said of: where, how often, before what, how near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar.predicates.items import What
from sayso.grammar.values import Bounds

Order = Literal["before", "after", "either"]


@dataclass(frozen=True)
class Where:
    """In a place, or in several."""

    place: Any


@dataclass(frozen=True)
class Often:
    """So many times."""

    bounds: Bounds


@dataclass(frozen=True)
class Direction:
    """Before, after or next to something."""

    order: Order
    right: What
    touching: bool = False
    distance: Distance | None = None


@dataclass(frozen=True)
class Distance:
    """With so many units between."""

    low: int
    high: int | None
    unit: Literal["words", "characters", "sentences"]


@dataclass(frozen=True)
class Jointly:
    """In one sentence or paragraph, with each other or with something else."""

    piece: Literal["sentence", "paragraph"]
    other: What | None = None
    apart: bool = False
    """In different ones."""


@dataclass(frozen=True)
class Tight:
    """With nothing in between."""


@dataclass(frozen=True)
class InOrder:
    """One after the other, as they are named."""


@dataclass(frozen=True)
class Along:
    """Together with something else."""

    what: What


@dataclass(frozen=True)
class AsPart:
    """Even inside a word."""


@dataclass(frozen=True)
class Marks:
    """In quotes, in parentheses, in brackets."""

    kind: Literal["quotation", "parenthesis", "bracket"]


@dataclass(frozen=True)
class AtEnd:
    """At the start or the end of a place."""

    edge: Literal["start", "end"]
    place: Any = None


@dataclass(frozen=True)
class Exactly:
    """In exactly this case, or in capitals or small letters."""

    case: Literal["as written", "upper", "lower"] = "as written"


@dataclass(frozen=True)
class Joined:
    """Rows of adverbs joined by and, or, neither ... nor."""

    how: Literal["and", "or", "neither"]
    rows: tuple[tuple[Any, ...], ...]
