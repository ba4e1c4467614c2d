"""Readers of what a picture shows: several things at once, and nothing at all."""

from __future__ import annotations

from typing import Any

from sayso.grammar.context import Context, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.box_relations import BoxSaid, SizeSaid
from sayso.grammar.predicates.categories import IsMissing
from sayso.grammar.predicates.logic import Not, conjoin
from sayso.grammar.values import Col


@reads("all_there")
def _all_there(ctx: Context, *boxes: Col) -> Condition | None:
    """ "shows a man, a dog and a cart": each of them, and none twice."""
    distinct = len(set(boxes)) == len(boxes)
    return conjoin(*(Not(IsMissing(box.name)) for box in boxes)) if distinct else None


@reads("sized_less")
def _sized_less(ctx: Context, measure: str, right: Any) -> Condition:
    """ "is not as wide as the cart": narrower."""
    return SizeSaid(measure=measure, comparison="<", right=right, other=measure)


_TURNED = {"above": "below", "left of": "right of", "inside": "around"}
_TURNED |= {there: here for here, there in _TURNED.items()}


@reads("has_box_there")
def _has_box_there(ctx: Context, box: Col, relation: str) -> Condition:
    """ "the man has the shelf above him": he is below it."""
    return BoxSaid(relation=_TURNED.get(relation, relation), right=box)


@reads("box_stands_more")
def _box_stands_more(ctx: Context, relation: str, box: Col, more: Condition) -> Condition | None:
    """ "overlaps the man, who is left of the cart": what follows is said of him."""
    said = about(more, box, ctx.schema)
    return conjoin(BoxSaid(relation=relation, right=box), said) if said is not None else None


@reads("nothing_there")
def _nothing_there(ctx: Context) -> Condition | None:
    """ "nothing was detected": none of the things that there are boxes of."""
    boxes = [column.name for column in ctx.schema.columns if column.kind == "box"]
    return conjoin(*(IsMissing(box) for box in boxes)) if boxes else None
