"""Boxes: how two, or their edges and corners, stand to each other. y grows downward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.forms import Condition, Example, Form, register
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds

BoxRelated = Literal[
    "above", "below", "left of", "right of", "overlaps", "touches", "inside", "aligned with", "near", "far from"
]
_SIDES = {
    "above": ("bottom", "<", "top"),
    "below": ("top", ">", "bottom"),
    "left of": ("right", "<", "left"),
    "right of": ("left", ">", "right"),
}


@register
@dataclass(frozen=True)
class BoxPart(Form):
    """A box, or one of its edges, its corners or its centre."""

    box: str
    part: str = ""

    def say(self) -> str:
        """ "the cup", "the top left corner of the cup"."""
        if not self.part:
            return f"the {self.box}"
        name = {1: "edge", 2: "corner"}[len(self.part.split())] if self.part != "centre" else ""
        return f"the {' '.join(filter(None, (self.part, name)))} of the {self.box}"

    def at(self, side: str) -> plan.Number:
        """Where its outermost point on that side is: an edge or a point has only one place across."""
        part = self.part.split()
        if self.part == "centre":
            return plan.BoxValue(self.box, "centre y" if side in ("top", "bottom") else "centre x")
        across = ("top", "bottom") if side in ("top", "bottom") else ("left", "right")
        own = next((word for word in part if word in across), side)
        return plan.BoxValue(self.box, own)  # type: ignore[arg-type]


@register
@dataclass(frozen=True)
class BoxesStand(Condition):
    """One box, or a part of it, is above, below, beside, inside, touches or overlaps another; false where either is missing.

    `gap` says by how many pixels."""

    left: BoxPart
    relation: BoxRelated
    right: BoxPart
    gap: Bounds | None = None

    examples = (
        Example(
            "label lease if the stamp overlaps the seal",
            yes=({"stamp": (0, 0, 4, 4), "seal": (2, 2, 6, 6)},),
            no=({"stamp": (0, 0, 4, 4), "seal": (5, 5, 6, 6)}, {"stamp": None, "seal": (0, 0, 1, 1)}),
        ),
        Example(
            "label lease if the top edge of the stamp is below the centre of the seal",
            yes=({"stamp": (0, 4, 4, 8), "seal": (0, 0, 6, 6)},),
            no=({"stamp": (0, 2, 4, 8), "seal": (0, 0, 6, 6)},),
        ),
        Example(
            "label lease if the centre of the stamp is near the top left corner of the seal",
            yes=({"stamp": (0, 0, 4, 4), "seal": (40, 40, 90, 90)},),
            no=({"stamp": (0, 0, 4, 4), "seal": (60, 2, 90, 90)},),
        ),
        Example(
            "label lease if the stamp is at least 3 pixels above the seal",
            yes=({"stamp": (0, 0, 4, 4), "seal": (0, 7, 6, 9)},),
            no=({"stamp": (0, 0, 4, 4), "seal": (0, 6, 6, 9)},),
        ),
    )

    def say(self) -> str:
        """ "the knife overlaps the hand", "the cup is above the hand"."""
        be = "" if self.relation in ("overlaps", "touches") else "is "
        return f"{self.left.say()} {be}{self._by()}{self.relation} {self.right.say()}"

    def say_not(self) -> str:
        """ "the knife does not overlap the hand"."""
        if self.relation in ("overlaps", "touches"):
            verb = {"overlaps": "overlap", "touches": "touch"}[self.relation]
            return f"{self.left.say()} does not {verb} {self.right.say()}"
        return f"{self.left.say()} is not {self._by()}{self.relation} {self.right.say()}"

    def _by(self) -> str:
        return "" if self.gap is None else f"{self.gap.say()} pixels "

    def lower(self, schema: Schema) -> plan.Test:
        """The geometry."""
        from sayso.grammar.predicates.text import compare

        if self.gap is not None:
            mine, sign, yours = _SIDES[self.relation]
            ends = (self.right.at(yours), self.left.at(mine))
            between = plan.Arithmetic(*((ends[0], "-", ends[1]) if sign == "<" else (ends[1], "-", ends[0])))
            # beside at all, and by so much
            return plan.All((plan.Compare(between, ">=", plan.Constant(0.0)), compare(between, self.gap)))
        whole = not self.left.part and not self.right.part
        if whole:
            relation: Any = "aligned" if self.relation == "aligned with" else self.relation
            return plan.BoxRelation(self.left.box, relation, self.right.box)
        if self.relation in ("near", "far from"):
            return self._near()
        if self.relation == "inside":
            return self._inside()
        mine, sign, yours = _SIDES[self.relation]
        # an edge or a point is beside another only strictly: the same place is not above
        return plan.Compare(self.left.at(mine), sign, self.right.at(yours))  # type: ignore[arg-type]

    def _near(self) -> plan.Test:
        """Near: at most 50 pixels across and down; far: at least 200 in one of the two. A box or an edge counts from its middle."""
        apart = []
        for axis, sides in (("centre x", ("left", "right")), ("centre y", ("top", "bottom"))):
            ends = []
            for end in (self.left, self.right):
                own = next((word for word in end.part.split() if word in sides), axis)
                ends.append(plan.BoxValue(end.box, own))  # type: ignore[arg-type]
            apart.append(plan.Arithmetic(ends[0], "distance", ends[1]))
        if self.relation == "near":
            return plan.All(tuple(plan.Compare(far, "<=", plan.Constant(50.0)) for far in apart))
        return plan.Any(tuple(plan.Compare(far, ">=", plan.Constant(200.0)) for far in apart))

    def _inside(self) -> plan.Test:
        low = tuple(plan.Compare(self.left.at(s), ">=", self.right.at(s)) for s in ("left", "top"))
        high = tuple(plan.Compare(self.left.at(s), "<=", self.right.at(s)) for s in ("right", "bottom"))
        return plan.All((*low, *high))
