"""Readers of two boxes: their edges against each other, the gap between them, which the detector is surer of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import Context, Pending, about
from sayso.grammar.forms import Condition, Quantity, reads
from sayso.grammar.predicates.box_readers import SamePart
from sayso.grammar.predicates.box_relations import ScoreVersus, distance
from sayso.grammar.predicates.boxes import BoxPart
from sayso.grammar.predicates.logic import negate
from sayso.grammar.predicates.quantities import DistanceOf, MeasureOf, QuantityIs, ShareOf
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure


@reads("pair_distance")
def _pair_distance(ctx: Context, several: Any) -> Quantity | None:
    """ "the gap between the two"."""
    two = _boxes_of(several)
    return DistanceOf(two[0].name, two[1].name) if two else None


@reads("parts_apart")
def _parts_apart(ctx: Context, name: str, left: Col, right: Col, bounds: Bounds) -> Condition | None:
    """ "the bottoms of the cup and the hand are at most 10 pixels apart"."""
    return distance(BoxPart(left.name, name), BoxPart(right.name, name), bounds)


@reads("edge_of")
def _edge_of(ctx: Context, name: str, box: Col) -> Quantity | None:
    """ "the left edge of the cup": where it is, in pixels from the top left."""
    return MeasureOf(name, box.name) if name in ("left", "right", "top", "bottom") else None  # type: ignore[arg-type]


@reads("own_edge")
def _own_edge(ctx: Context, box: Col, name: str) -> Quantity | None:
    """ "the cup's left edge"."""
    return _edge_of(ctx, name, box)


@reads("parts_close")
def _parts_close(ctx: Context, name: str, left: Col, right: Col, n: Figure) -> Condition | None:
    return distance(BoxPart(left.name, name), BoxPart(right.name, name), Bounds("<=", n))


def _boxes_of(several: Any) -> tuple[Col, Col] | None:
    boxes = [s for s in getattr(several, "subjects", ()) if isinstance(s, Col) and s.kind == "box"]
    return (boxes[0], boxes[1]) if len(boxes) == 2 else None


@reads("parts_of_pair_apart")
def _parts_of_pair_apart(ctx: Context, name: str, several: Any, bounds: Bounds) -> Condition | None:
    two = _boxes_of(several)
    return distance(BoxPart(two[0].name, name), BoxPart(two[1].name, name), bounds) if two else None


@reads("parts_of_pair_aligned")
def _parts_of_pair_aligned(ctx: Context, name: str, several: Any) -> Any:
    two = _boxes_of(several)
    return about(SamePart(part=name), several, ctx.schema) if two else None


@reads("no_box_said")
def _no_box_said(ctx: Context, box: Col, said: Condition) -> Any:
    """ "no device overlaps the lung"."""
    made = about(said, box, ctx.schema)
    return negate(made) if made is not None else None


@reads("detector_surer")
def _detector_surer(ctx: Context, left: Col, right: Col) -> Any:
    return about(ScoreVersus(comparison=">", right=right.name), left, ctx.schema)


@reads("detector_less_sure")
def _detector_less_sure(ctx: Context, left: Col, right: Col) -> Any:
    return about(ScoreVersus(comparison="<", right=right.name), left, ctx.schema)


@reads("share_inside")
def _share_inside(ctx: Context, bounds: Bounds, *told: Any) -> Condition | None:
    """ "more than half of the knife's area lies inside the board"."""
    boxes = [one for one in told if isinstance(one, Col)]
    words = [one for one in told if isinstance(one, str)]
    fine = {"area", "inside"} >= set(words) and "inside" in words and len(boxes) == 2
    return _share(bounds, boxes[0], boxes[1]) if fine else None


@reads("share_covered")
def _share_covered(ctx: Context, bounds: Bounds, *told: Any) -> Condition | None:
    """ "over half of the lesion is covered by the lung"."""
    return _share_inside(ctx, bounds, *told, "inside")


@reads("share_covers")
def _share_covers(ctx: Context, by: Col, bounds: Bounds, *told: Any) -> Condition | None:
    """ "the lung covers more than half of the lesion"."""
    return _share_inside(ctx, bounds, *told, by, "inside")


@reads("share_said")
def _share_said(ctx: Context, box: Col, within: Col) -> Quantity | None:
    """ "the share of the knife that lies in the board"."""
    return ShareOf(box.name, within.name) if box != within and {box.kind, within.kind} == {"box"} else None


def _share(bounds: Bounds, box: Col, within: Col) -> Condition | None:
    return QuantityIs(ShareOf(box.name, within.name), bounds) if box != within else None


@dataclass(frozen=True)
class FromImageEdge(Pending):
    """ "less than 20 pixels from the left edge of the image", until the subject tells of what."""

    side: Any = "left"
    bounds: Bounds = Bounds("<", Figure(0.0))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a box, or of its edge on that side: it is so far from 0. (How wide the image is, nobody says.)"""
        if isinstance(subject, Col) and subject.kind == "box":
            return QuantityIs(MeasureOf(self.side, subject.name), self.bounds)
        name = subject.box if isinstance(subject, (MeasureOf, BoxPart)) else ""
        own = getattr(subject, "measure", getattr(subject, "part", ""))
        return QuantityIs(MeasureOf(self.side, name), self.bounds) if name and own == self.side else None


@reads("from_image_edge")
def _from_image_edge(ctx: Context, bounds: Bounds, side: str) -> Condition:
    return FromImageEdge(side=side, bounds=bounds)


@reads("near_image_edge")
def _near_image_edge(ctx: Context, n: Figure, side: str) -> Condition:
    return FromImageEdge(side=side, bounds=Bounds("<=", n))
