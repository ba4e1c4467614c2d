"""Readers of boxes: relations, sizes, distances, detection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, Pending, Several, about
from sayso.grammar.forms import Condition, Quantity, reads
from sayso.grammar.predicates.box_relations import (
    LEVEL,
    SAME,
    AlignedSaid,
    BoxPair,
    BoxSaid,
    DistanceSaid,
    MeasureSaid,
    NearerSaid,
    ScoreSaid,
    ScoreVersus,
    SizeSaid,
    distance,
    part,
)
from sayso.grammar.predicates.boxes import BoxPart
from sayso.grammar.predicates.categories import IsMissing
from sayso.grammar.predicates.logic import disjoin
from sayso.grammar.predicates.quantities import (
    Computed,
    DistanceOf,
    MeasureOf,
    QuantityIs,
)
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure, Pronoun


@reads("box_stands")
def _stands(ctx: Context, relation: str, right: Any) -> Condition:
    return BoxSaid(relation=relation, right=right)


@reads("box_stands_by")
def _stands_by(ctx: Context, gap: Bounds, relation: str, right: Any) -> Condition:
    return BoxSaid(relation=relation, right=right, gap=gap)


@reads("box_stands_by_late")
def _stands_by_late(ctx: Context, relation: str, right: Any, gap: Bounds) -> Condition:
    return BoxSaid(relation=relation, right=right, gap=gap)


@reads("to_side_of")
def _to_side_of(ctx: Context, left: Col, right: Col, name: str) -> Condition | None:
    """ "box y is to box x's right"."""
    relation = {"left": "left of", "right": "right of"}.get(name)
    return about(BoxSaid(relation=relation, right=right), left, ctx.schema) if relation else None


@reads("box_close")
def _close(ctx: Context, n: Figure, right: Any) -> Condition:
    return DistanceSaid(right=right, bounds=Bounds("<=", n))


@reads("box_far")
def _far(ctx: Context, bounds: Bounds, right: Any) -> Condition:
    return DistanceSaid(right=right, bounds=bounds)


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


@reads("detected_with_late")
def _detected_with_late(ctx: Context, bounds: Bounds) -> Any:
    return Alternatives(((ScoreSaid(bounds=bounds), 0.4),))


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


@reads("sized_at_least")
def _sized_at_least(ctx: Context, n: Figure, measure: str) -> Condition:
    """ "300 pixels wide or wider"."""
    return MeasureSaid(measure=measure, bounds=Bounds(">=", n))


@reads("sized_at_most")
def _sized_at_most(ctx: Context, n: Figure, measure: str) -> Condition:
    return MeasureSaid(measure=measure, bounds=Bounds("<=", n))


@reads("pixels_between")
def _pixels_between(ctx: Context, bounds: Bounds, left: Col, right: Col) -> Condition | None:
    """ "more than 300 pixels lie between the cup and the hand"."""
    made = _box_distance(ctx, left, right)
    return QuantityIs(made, bounds) if made is not None else None


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
    return SizeSaid(measure=measure, comparison=bounds.comparison, right=right, other=measure, factor=bounds.n.value)


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


@reads("aspect_of")
def _aspect(ctx: Context, box: Col) -> Quantity:
    """Width over height."""
    return Computed("/", MeasureOf("width", box.name), MeasureOf("height", box.name))


@dataclass(frozen=True)
class SamePart(Pending):
    """ "have the same left edge", until the subjects tell which two."""

    takes_several: ClassVar[bool] = True

    part: str = ""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of two boxes."""
        if not isinstance(subject, Several) or subject.how != "all" or len(subject.subjects) != 2:
            return None
        left, right = (part(one) for one in subject.subjects)
        if left is None or right is None or left.part or right.part:
            return None
        return distance(BoxPart(left.box, self.part), BoxPart(right.box, self.part), LEVEL)


@reads("pair_same_part")
def _same_part(ctx: Context, name: str) -> Condition:
    return SamePart(part=name)


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


@reads("part_distance")
def _part_distance(ctx: Context, name: str, left: Col, other: str, right: Col) -> Quantity | None:
    return _centre_distance(ctx, name, left, right) if name == other else None


@reads("measured")
def _measured(ctx: Context, measure: str, bounds: Bounds) -> Condition:
    """ "covers an area of more than 2,000 pixels"."""
    return MeasureSaid(measure=measure, bounds=bounds)


@reads("box_aligned_at")
def _aligned_at(ctx: Context, name: str, right: Any) -> Condition:
    """ "is left-aligned with the hand"."""
    return AlignedSaid(right=right, side=name)


@reads("box_aligned_side")
def _aligned_side(ctx: Context, right: Any, *sides: str) -> Condition:
    """ "is aligned with the hand on the left or at the top"."""
    return disjoin(*(AlignedSaid(right=right, side=side) for side in sides))


@reads("parts_aligned")
def _parts_aligned(ctx: Context, name: str, left: Col, right: Col) -> Any:
    """ "the tops of the cup and the hand line up"."""
    return about(SamePart(part=name), Several("all", (left, right)), ctx.schema)


@reads("overlap_of")
def _overlap_of(ctx: Context, subjects: tuple[Any, ...]) -> Any:
    return about(_pair_overlap(ctx), Several("all", subjects), ctx.schema)


@reads("same_part_of_box")
def _same_part_of_box(ctx: Context, box: Col) -> BoxPart:
    """ "the pan's", "that of the pan": the part that the other is named by."""
    return BoxPart(box.name, SAME)


@reads("sized_by")
def _sized_by(ctx: Context, bounds: Bounds, grown: str, right: Any) -> Condition | None:
    """ "is at least 30 pixels wider than the knife"."""
    measure, comparison = _grown(grown)
    turned: dict[str, plan.Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
    if bounds.upper is not None or bounds.comparison not in turned:
        return None
    grows = comparison == ">"
    offset = Figure(bounds.n.value if grows else -bounds.n.value)
    how: plan.Comparison = bounds.comparison if grows else turned[bounds.comparison]
    return SizeSaid(measure=measure, comparison=how, right=right, other=measure, offset=offset)


def _nearer(comparison: Any) -> Any:
    def read(ctx: Context, right: Any, other: Any) -> Condition:
        """ "is closer to the hand than to the cup"."""
        return NearerSaid(comparison=comparison, right=right, other=other)

    return read


reads("box_closer")(_nearer("<"))
reads("box_farther")(_nearer(">"))


@reads("no_box")
def _no_box(ctx: Context, box: Col) -> Condition:
    return IsMissing(box.name)
