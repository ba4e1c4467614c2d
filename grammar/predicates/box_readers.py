"""Readers of boxes: relations, sizes, distances, detection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, Pending, Several, about
from sayso.grammar.forms import Condition, Quantity, reads
from sayso.grammar.predicates.boxes import BoxesStand, BoxPart
from sayso.grammar.predicates.categories import IsMissing
from sayso.grammar.predicates.logic import Not
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
from sayso.grammar.values import Bounds, Col, Figure, Pronoun

NEAR = Bounds("<=", Figure(50))
FAR = Bounds(">=", Figure(200))
LEVEL = Bounds("<=", Figure(5))
SAMEPLACE = Bounds("<=", Figure(20))
"""In pixels: what "near", "far", "lines up" and "in the same place" are taken for, as the paraphrase says."""


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
        if right is None or left == right or (left.box == right.box and not (left.part and right.part)):
            return None
        if self.relation in ("near", "far", "same place"):
            return _distance(left, right, {"near": NEAR, "far": FAR, "same place": SAMEPLACE}[self.relation])
        if self.relation == "around":
            return BoxesStand(right, "inside", left) if self.gap is None else None
        beside = self.relation in ("above", "below", "left of", "right of")
        pointed = bool(left.part or right.part)
        if (pointed and not beside and not (self.relation == "inside" and not right.part)) or (self.gap and not beside):
            return None
        return BoxesStand(left, self.relation, right, self.gap)  # type: ignore[arg-type]


def _distance(left: BoxPart, right: BoxPart, bounds: Bounds) -> Condition | None:
    """How far apart two boxes, their centres or two edges are."""
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
            return _distance(left, other, self.bounds) if other is not None else None

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

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box column."""
        if not isinstance(subject, Col) or subject.kind != "box":
            return None

        def made(right: Any) -> Condition | None:
            box = right if right is not None else subject
            if not isinstance(box, Col) or box.kind != "box" or (box.name == subject.name) != (right is None):
                return None
            left, across = MeasureOf(self.measure, subject.name), MeasureOf(self.other, box.name)  # type: ignore[arg-type]
            return Versus(left, self.comparison, across, self.factor) if left != across else None

        return made(None) if self.right is None else each(self.right, subject, made, schema)


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
        return NumberIs(own, self.bounds) if own else None


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


@reads("box_stands")
def _stands(ctx: Context, relation: str, right: Any) -> Condition:
    return BoxSaid(relation=relation, right=right)


@reads("box_stands_by")
def _stands_by(ctx: Context, gap: Bounds, relation: str, right: Any) -> Condition:
    return BoxSaid(relation=relation, right=right, gap=gap)


@reads("box_stands_by_late")
def _stands_by_late(ctx: Context, relation: str, right: Any, gap: Bounds) -> Condition:
    return BoxSaid(relation=relation, right=right, gap=gap)


@reads("box_close")
def _close(ctx: Context, n: Figure, right: Any) -> Condition:
    return DistanceSaid(right=right, bounds=Bounds("<=", n))


@reads("box_far")
def _far(ctx: Context, bounds: Bounds, right: Any) -> Condition:
    return DistanceSaid(right=right, bounds=bounds)


@dataclass(frozen=True)
class AlignedSaid(Pending):
    """ "is aligned with the hand", until the subject tells what is."""

    right: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box; of an edge that it lies level with another."""
        left = part(subject)
        if left is None:
            return None
        pointed = bool(left.part)
        said = DistanceSaid(right=self._parted(left), bounds=LEVEL) if pointed else BoxSaid(
            relation="aligned with", right=self.right
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


@reads("box_aligned")
def _aligned(ctx: Context, right: Any) -> Condition:
    return AlignedSaid(right=right)


@reads("pair_aligned")
def _pair_aligned(ctx: Context) -> Condition:
    return BoxPair(said=AlignedSaid())


@reads("pair_overlap")
def _pair_overlap(ctx: Context) -> Condition:
    return BoxPair(said=BoxSaid(relation="overlaps"))


@reads("pair_touch")
def _pair_touch(ctx: Context) -> Condition:
    return BoxPair(said=BoxSaid(relation="touches"))


@reads("pair_close")
def _pair_close(ctx: Context, n: Figure) -> Condition:
    return BoxPair(said=DistanceSaid(bounds=Bounds("<=", n)))


@reads("pair_far")
def _pair_far(ctx: Context, bounds: Bounds) -> Condition:
    return BoxPair(said=DistanceSaid(bounds=bounds))


@reads("pair_far_apart")
def _pair_far_apart(ctx: Context) -> Condition:
    return BoxPair(said=BoxSaid(relation="far"))


@reads("pair_close_together")
def _pair_close_together(ctx: Context) -> Condition:
    return BoxPair(said=BoxSaid(relation="near"))


@reads("part_of_box")
def _part(ctx: Context, name: str, box: Col) -> BoxPart:
    return BoxPart(box.name, name)


@reads("own_part_of_box")
def _own_part(ctx: Context, box: Col, name: str) -> BoxPart:
    return BoxPart(box.name, name)


@reads("own_part_of_it")
def _its_part(ctx: Context, pronoun: Pronoun, name: str) -> Any:
    boxes = [c for c in pronoun.candidates if c.kind == "box"][:3]
    return Alternatives(tuple((BoxPart(c.name, name), 0.4 * i) for i, c in enumerate(boxes))) if boxes else None


@reads("detected_with")
def _detected_with(ctx: Context, bounds: Bounds) -> Condition:
    return ScoreSaid(bounds=bounds)


@reads("detected_surer")
def _detected_surer(ctx: Context, right: Col) -> Condition:
    return ScoreVersus(comparison=">", right=right.name)


@reads("detected_less_sure")
def _detected_less_sure(ctx: Context, right: Col) -> Condition:
    return ScoreVersus(comparison="<", right=right.name)


@reads("sized_number")
def _sized_number(ctx: Context, grown: str, n: Figure) -> Condition:
    """ "is wider than 350 px"."""
    measure, comparison = _grown(grown)
    return MeasureSaid(measure=measure, bounds=Bounds(comparison, n))


@reads("detector_sure")
def _detector_sure(ctx: Context, bounds: Bounds, right: Any) -> Any:
    return about(ScoreSaid(bounds=bounds), right, ctx.schema)


@reads("sized_so")
def _sized_so(ctx: Context, bounds: Bounds, measure: str) -> Condition:
    return MeasureSaid(measure=measure, bounds=bounds)


@reads("shrunk")
def _shrunk(ctx: Context, measure: str) -> str:
    return f"-{measure}"


def _grown(word: str) -> tuple[str, plan.Comparison]:
    return (word[1:], "<") if word.startswith("-") else (word, ">")


@reads("sized_more")
def _sized_more(ctx: Context, grown: str, right: Any) -> Condition:
    measure, comparison = _grown(grown)
    return SizeSaid(measure=measure, comparison=comparison, right=right, other=measure)


@reads("sized_across")
def _sized_across(ctx: Context, grown: str, right: Any, other: str) -> Condition:
    """ "is taller than the bicycle is wide"."""
    measure, comparison = _grown(grown)
    return SizeSaid(measure=measure, comparison=comparison, right=right, other=other)


@reads("sized_times")
def _sized_times(ctx: Context, bounds: Bounds, measure: str, right: Any) -> Condition:
    """ "is more than twice as wide as the hand"."""
    return SizeSaid(
        measure=measure, comparison=bounds.comparison, right=right, other=measure, factor=bounds.n.value
    )


@reads("sized_same")
def _sized_same(ctx: Context, measure: str, right: Any) -> Condition:
    return SizeSaid(measure=measure, comparison="=", right=right, other=measure)


@reads("sized_same_area")
def _sized_same_area(ctx: Context, right: Any) -> Condition:
    return SizeSaid(comparison="=", right=right)


@reads("own_measure")
def _own_measure(ctx: Context, *given: Any) -> str:
    return str(given[-1])


@reads("own_shape")
def _own_shape(ctx: Context, grown: str, other: str) -> Condition | None:
    measure, comparison = _grown(grown)
    return SizeSaid(measure=measure, comparison=comparison, other=other) if measure != other else None


@reads("own_times")
def _own_times(ctx: Context, bounds: Bounds, measure: str, other: str) -> Condition | None:
    said = SizeSaid(measure=measure, comparison=bounds.comparison, other=other, factor=bounds.n.value)
    return said if measure != other else None


@reads("measure_of")
def _measure_of(ctx: Context, measure: Any, box: Col) -> Quantity:
    return MeasureOf(measure, box.name)


@reads("measure_own")
def _measure_own(ctx: Context, box: Col, measure: Any) -> Quantity:
    return MeasureOf(measure, box.name)


@reads("measure_its")
def _measure_its(ctx: Context, pronoun: Pronoun, measure: Any) -> Any:
    boxes = [c for c in pronoun.candidates if c.kind == "box"][:3]
    return Alternatives(tuple((MeasureOf(measure, c.name), 0.4 * i) for i, c in enumerate(boxes))) if boxes else None


@reads("box_distance")
def _box_distance(ctx: Context, left: Col, right: Col) -> Quantity | None:
    return DistanceOf(left.name, right.name) if left.name != right.name else None


@reads("centre_distance")
def _centre_distance(ctx: Context, name: str, left: Col, right: Col) -> Quantity | None:
    return DistanceOf(left.name, right.name, "centres") if name == "centre" and left.name != right.name else None


@reads("centres_apart")
def _centres_apart(ctx: Context, name: str, left: Col, right: Col, bounds: Bounds) -> Condition | None:
    made = _centre_distance(ctx, name, left, right)
    return QuantityIs(made, bounds) if made is not None else None


@reads("no_box")
def _no_box(ctx: Context, box: Col) -> Condition:
    return IsMissing(box.name)


__all__ = ["Not"]
