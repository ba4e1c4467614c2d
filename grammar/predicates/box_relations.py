"""What is said of boxes, until the subject tells which: relations, sizes, distances, detection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sayso.grammar import plan
from sayso.grammar.context import Pending, Several, about
from sayso.grammar.forms import Condition
from sayso.grammar.predicates.boxes import BoxesStand, BoxPart
from sayso.grammar.predicates.numbers import NumberIs, score_of
from sayso.grammar.predicates.quantities import (
    Computed,
    DistanceOf,
    MeasureOf,
    QuantityIs,
    ValueOf,
    Versus,
)
from sayso.grammar.schema import Schema
from sayso.grammar.units import measured
from sayso.grammar.values import Bounds, Col, Figure

NEAR = Bounds("<=", Figure(50))


FAR = Bounds(">=", Figure(200))


LEVEL = Bounds("<=", Figure(5))


SAMEPLACE = Bounds("<=", Figure(20))


"""In pixels: what "near", "far", "lines up" and "in the same place" are taken for, as the paraphrase says."""


SAME = "same"
"""The part of a box that is named by the other box's: "the top of the cup is above the hand's"."""


def part(subject: Any) -> BoxPart | None:
    """A subject as a box or a part of one."""
    if isinstance(subject, BoxPart):
        return subject
    return BoxPart(subject.name) if isinstance(subject, Col) and subject.kind == "box" else None


def each(right: Any, subject: Any, made: Any, schema: Schema) -> Condition | None:
    """A relation to several boxes, as relations to each."""
    if not isinstance(right, Several):
        return made(right)  # type: ignore[no-any-return]
    return about(_Turned(of=made), right, schema)


@dataclass(frozen=True)
class _Turned(Pending):
    """A relation whose other end is still to come."""

    of: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        return self.of(subject)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class BoxSaid(Pending):
    """ "overlaps the hand", until the subject tells which box."""

    relation: str = ""
    right: Any = None
    gap: Bounds | None = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box, or a part of one."""
        left = part(subject)
        if left is None:
            return None
        return each(self.right, subject, lambda right: self._stand(left, part(right)), schema)

    def _stand(self, left: BoxPart, right: BoxPart | None) -> Condition | None:
        if left.part == SAME:
            return None  # "the seal's on the right": no part of it
        if right is not None and right.part == SAME:
            right = BoxPart(right.box, left.part)  # "the cup's box overlaps the hand's"
        if right is None or left == right or (left.box == right.box and not (left.part and right.part)):
            return None
        if self.relation in ("near", "far") and (left.part or right.part):
            return BoxesStand(left, "near" if self.relation == "near" else "far from", right)
        if self.relation in ("near", "far", "same place"):
            return distance(left, right, {"near": NEAR, "far": FAR, "same place": SAMEPLACE}[self.relation])
        if self.relation == "around":
            return BoxesStand(right, "inside", left) if self.gap is None else None
        beside = self.relation in ("above", "below", "left of", "right of")
        pointed = bool(left.part or right.part)
        if (pointed and not beside and not (self.relation == "inside" and not right.part)) or (self.gap and not beside):
            return None
        return BoxesStand(left, self.relation, right, self.gap)  # type: ignore[arg-type]


def distance(left: BoxPart, right: BoxPart, bounds: Bounds) -> Condition | None:
    """How far apart two boxes, their centres or two edges are."""
    if SAME in (left.part, right.part):
        left, right = (BoxPart(one.box, (left.part if left.part != SAME else right.part)) for one in (left, right))
    if SAME in (left.part, right.part):
        return None
    if left.box == right.box:
        return None
    if not left.part and not right.part:
        return QuantityIs(DistanceOf(left.box, right.box), bounds)
    if left.part == right.part == "centre":
        return QuantityIs(DistanceOf(left.box, right.box, "centres"), bounds)
    sides = ("left", "right", "top", "bottom")
    if left.part in sides and right.part in sides and (left.part in sides[:2]) == (right.part in sides[:2]):
        edges = MeasureOf(left.part, left.box), MeasureOf(right.part, right.box)  # type: ignore[arg-type]
        return QuantityIs(Computed("distance", *edges), bounds)
    return None


@dataclass(frozen=True)
class DistanceSaid(Pending):
    """ "is within 20 pixels of the hand", until the subject tells what is."""

    right: Any = None
    bounds: Bounds = NEAR

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box, or a part of one."""
        left = part(subject)
        if left is None:
            return None

        def made(right: Any) -> Condition | None:
            other = part(right)
            return distance(left, other, self.bounds) if other is not None else None

        return each(self.right, subject, made, schema)


@dataclass(frozen=True)
class BoxPair(Pending):
    """ "overlap", "are 20 pixels apart", until the subjects tell which two."""

    takes_several: ClassVar[bool] = True

    said: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of two boxes."""
        if not isinstance(subject, Several) or subject.how != "all" or len(subject.subjects) != 2:
            return None
        return replace(self.said, right=subject.subjects[1]).about(subject.subjects[0], schema)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class SizeSaid(Pending):
    """ "is wider than the hand", "is more than twice as tall as it", until the subject tells which box."""

    measure: str = "area"
    comparison: plan.Comparison = ">"
    right: Any = None
    """Another box; None where it is the same one."""
    other: str = "area"
    factor: float = 1.0
    offset: Figure = Figure(0.0)

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box column."""
        if not isinstance(subject, Col) or subject.kind != "box":
            return None

        def made(right: Any) -> Condition | None:
            box = right if right is not None else subject
            if not isinstance(box, Col) or box.kind != "box" or (box.name == subject.name) != (right is None):
                return None
            left, across = MeasureOf(self.measure, subject.name), MeasureOf(self.other, box.name)  # type: ignore[arg-type]
            return Versus(left, self.comparison, across, self.factor, self.offset) if left != across else None

        return made(None) if self.right is None else each(self.right, subject, made, schema)


@dataclass(frozen=True)
class NearerSaid(Pending):
    """ "is closer to the hand than to the cup", until the subject tells which box."""

    comparison: plan.Comparison = "<"
    right: Any = None
    other: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box, or of a box's centre among centres."""
        left, right, other = (part(one) for one in (subject, self.right, self.other))
        if left is None or right is None or other is None or len({left.box, right.box, other.box}) < 3:
            return None
        parts = {left.part, right.part, other.part}
        if parts not in ({""}, {"centre"}):
            return None
        between: Any = "centres" if parts == {"centre"} else "edges"
        gaps = [DistanceOf(left.box, one.box, between) for one in (right, other)]
        return Versus(gaps[0], self.comparison, gaps[1])


@dataclass(frozen=True)
class MeasureSaid(Pending):
    """ "is more than 100 pixels wide", until the subject tells which box."""

    measure: str = "area"
    bounds: Bounds = NEAR

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box column."""
        is_box = isinstance(subject, Col) and subject.kind == "box"
        return QuantityIs(MeasureOf(self.measure, subject.name), self.bounds) if is_box else None  # type: ignore[arg-type]


@dataclass(frozen=True)
class ScoreSaid(Pending):
    """ "is detected with a score over 0.9", until the subject tells which box."""

    bounds: Bounds = NEAR

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box that has a score column of its own."""
        if not isinstance(subject, Col) or subject.kind != "box":
            return None
        own = score_of(subject.name, schema)
        return NumberIs(own, self.bounds) if own and not measured(self.bounds.n.unit) else None


@dataclass(frozen=True)
class ScoreVersus(Pending):
    """ "is detected with a higher score than the car", until the subject tells which box."""

    comparison: plan.Comparison = ">"
    right: str = ""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box, against another: each with a score column of its own."""
        if not isinstance(subject, Col) or subject.kind != "box" or subject.name == self.right:
            return None
        own, other = score_of(subject.name, schema), score_of(self.right, schema)
        return Versus(ValueOf(own), self.comparison, ValueOf(other)) if own and other else None


@dataclass(frozen=True)
class AlignedSaid(Pending):
    """ "is aligned with the hand", until the subject tells what is."""

    right: Any = None
    side: str = ""
    """At which side, where that is said."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box; of an edge that it lies level with another."""
        left = part(subject)
        if left is None or (left.part and self.side):
            return None
        if self.side:
            subject = left = BoxPart(left.box, self.side)
        pointed = bool(left.part)
        said = (
            DistanceSaid(right=self._parted(left), bounds=LEVEL)
            if pointed
            else BoxSaid(relation="aligned with", right=self.right)
        )
        return said.about(subject, schema)

    def _parted(self, left: BoxPart) -> Any:
        """ "the bottom of A lines up with the bottom of B or of C": the part is meant of both."""

        def same(right: Any) -> Any:
            other = part(right)
            return BoxPart(other.box, left.part) if other is not None and not other.part else right

        if isinstance(self.right, Several):
            return replace(self.right, subjects=tuple(same(one) for one in self.right.subjects))
        return same(self.right)
