"""Boxes: how two stand to each other, how large one is, whether it is there. y grows downward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Context, Several
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.predicates.categories import IsMissing
from sayso.grammar.predicates.logic import conjoin, disjoin, negate
from sayso.grammar.predicates.text import compare
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col

BoxRelated = Literal["above", "below", "left of", "right of", "overlaps", "touches", "inside"]
Measure = Literal["area", "width", "height"]


@register
@dataclass(frozen=True)
class BoxesStand(Condition):
    """One box is above, below, beside, inside, touches or overlaps another; false where either is missing."""

    left: str
    relation: BoxRelated
    right: str

    examples = (
        Example(
            "label lease if the stamp overlaps the seal",
            yes=({"stamp": (0, 0, 4, 4), "seal": (2, 2, 6, 6)},),
            no=({"stamp": (0, 0, 4, 4), "seal": (5, 5, 6, 6)}, {"stamp": None, "seal": (0, 0, 1, 1)}),
        ),
    )

    def say(self) -> str:
        """ "the knife overlaps the hand", "the cup is above the hand"."""
        be = "" if self.relation in ("overlaps", "touches") else "is "
        return f"the {self.left} {be}{self.relation} the {self.right}"

    def say_not(self) -> str:
        """ "the knife does not overlap the hand"."""
        if self.relation in ("overlaps", "touches"):
            return f"the {self.left} does not {self.relation[:-1] if self.relation == 'overlaps' else 'touch'} the {self.right}"
        return f"the {self.left} is not {self.relation} the {self.right}"

    def lower(self, schema: Schema) -> plan.Test:
        """The geometry."""
        return plan.BoxRelation(self.left, self.relation, self.right)


@register
@dataclass(frozen=True)
class BoxMeasure(Condition):
    """A box's area, width or height compares so with a figure, in pixels."""

    measure: Measure
    box: str
    bounds: Bounds

    examples = (
        Example(
            "label lease if the area of the stamp is more than 8",
            yes=({"stamp": (0, 0, 3, 3)},),
            no=({"stamp": (0, 0, 2, 4)}, {"stamp": None}),
        ),
    )

    def say(self) -> str:
        """ "the area of the cup is more than 100"."""
        return f"the {self.measure} of the {self.box} is {self.bounds.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """The measure against bounds."""
        return compare(plan.BoxValue(self.box, self.measure), self.bounds)


@register
@dataclass(frozen=True)
class BoxVersus(Condition):
    """A measure of one box compares so with a measure of another, or of the same."""

    measure: Measure
    left: str
    comparison: plan.Comparison
    other: Measure
    right: str

    examples = (
        Example(
            "label lease if the stamp is bigger than the seal",
            yes=({"stamp": (0, 0, 3, 3), "seal": (0, 0, 1, 1)},),
            no=({"stamp": (0, 0, 1, 1), "seal": (0, 0, 1, 1)}, {"stamp": None, "seal": (0, 0, 1, 1)}),
        ),
    )

    def say(self) -> str:
        """ "the cup is bigger than the hand", "the knife is wider than it is tall"."""
        if self.left == self.right:
            return f"the {self.left} is " + (
                "wider than it is tall" if self.measure == "width" else "taller than it is wide"
            )
        words = {"area": ("bigger", "smaller"), "width": ("wider", "narrower"), "height": ("taller", "shorter")}
        return f"the {self.left} is {words[self.measure][self.comparison == '<']} than the {self.right}"

    def lower(self, schema: Schema) -> plan.Test:
        """The comparison of the two measures."""
        left, right = plan.BoxValue(self.left, self.measure), plan.BoxValue(self.right, self.other)
        return plan.Compare(left, self.comparison, right)


@dataclass(frozen=True)
class BoxSaid(Condition):
    """ "overlaps the hand", until the subject tells which box."""

    place: Any
    relation: str
    right: Any

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box column."""
        if not isinstance(subject, Col) or subject.kind != "box":
            return None
        if isinstance(self.right, Several):
            parts = [BoxSaid(HOLE, self.relation, one).about(subject, schema) for one in self.right.subjects]
            if any(part is None for part in parts):
                return None
            made = [part for part in parts if part is not None]
            return conjoin(*made) if self.right.how == "all" else disjoin(*made)
        if not isinstance(self.right, Col) or self.right.name == subject.name:
            return None
        if self.relation in _SIZES:
            measure, comparison = _SIZES[self.relation]
            return BoxVersus(measure, subject.name, comparison, measure, self.right.name)
        return BoxesStand(subject.name, self.relation, self.right.name)  # type: ignore[arg-type]


_SIZES: dict[str, tuple[Measure, plan.Comparison]] = {
    "bigger": ("area", ">"),
    "smaller": ("area", "<"),
    "wider": ("width", ">"),
    "narrower": ("width", "<"),
    "taller": ("height", ">"),
    "shorter": ("height", "<"),
}


@dataclass(frozen=True)
class OwnShape(Condition):
    """ "is wider than it is tall", until the subject tells which box."""

    place: Any
    measure: Measure

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box column."""
        if not isinstance(subject, Col) or subject.kind != "box":
            return None
        other: Measure = "height" if self.measure == "width" else "width"
        return BoxVersus(self.measure, subject.name, ">", other, subject.name)


@dataclass(frozen=True)
class MeasureSaid(Condition):
    """ "is more than 100 pixels wide", until the subject tells which box."""

    place: Any
    measure: Measure
    bounds: Bounds

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box column."""
        is_box = isinstance(subject, Col) and subject.kind == "box"
        return BoxMeasure(self.measure, subject.name, self.bounds) if is_box else None


def _relation(relation: str) -> Any:
    def read(ctx: Context, right: Any) -> Condition:
        return BoxSaid(HOLE, relation, right)

    return read


for _alias, _name in (
    ("overlaps", "overlaps"),
    ("touches", "touches"),
    ("above", "above"),
    ("below", "below"),
    ("left", "left of"),
    ("right", "right of"),
    ("inside", "inside"),
    ("bigger", "bigger"),
    ("smaller", "smaller"),
    ("wider", "wider"),
    ("narrower", "narrower"),
    ("taller", "taller"),
    ("shorter", "shorter"),
):
    reads(f"box_{_alias}")(_relation(_name))


@reads("two_overlap")
def _two(ctx: Context, left: Col, right: Col) -> Condition | None:
    return BoxSaid(HOLE, "overlaps", right).about(left, ctx.schema)


@reads("wider_than_tall")
def _wide(ctx: Context) -> Condition:
    return OwnShape(HOLE, "width")


@reads("taller_than_wide")
def _tall(ctx: Context) -> Condition:
    return OwnShape(HOLE, "height")


def _over(measure: Measure) -> Any:
    def read(ctx: Context, bounds: Bounds) -> Condition:
        return MeasureSaid(HOLE, measure, bounds)

    return read


reads("width_over")(_over("width"))
reads("height_over")(_over("height"))


def _measured(measure: Measure) -> Any:
    def read(ctx: Context, box: Col, bounds: Bounds) -> Condition | None:
        return MeasureSaid(HOLE, measure, bounds).about(box, ctx.schema)

    return read


reads("area_is")(_measured("area"))
reads("width_is")(_measured("width"))
reads("height_is")(_measured("height"))


@reads("no_box", "neither_box")
def _no_box(ctx: Context, *boxes: Col) -> Condition:
    return conjoin(*(IsMissing(box.name) for box in boxes))


@reads("none_boxes")
def _none_boxes(ctx: Context, boxes: tuple[Col, ...]) -> Condition:
    return conjoin(*(IsMissing(box.name) for box in boxes))


@reads("all_boxes")
def _all_boxes(ctx: Context, boxes: tuple[Col, ...]) -> Condition:
    return conjoin(*(negate(IsMissing(box.name)) for box in boxes))
