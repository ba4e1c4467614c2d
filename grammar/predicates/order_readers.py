"""Readers of order and distance: what stands before, after, near or between what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from sayso.grammar.context import HOLE, Context, Subject, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Itself, Quoted, What
from sayso.grammar.predicates.logic import conjoin, negate
from sayso.grammar.predicates.order import SUBJECT, Ordered, Together, WordsBetween, text_of
from sayso.grammar.predicates.places import Argument, Between
from sayso.grammar.predicates.text import Contains
from sayso.grammar.values import Bounds, Figure
from sayso.grammar.values import Literal as Words


@dataclass(frozen=True)
class Relation:
    """ "within 3 words after 'rent'": everything of an order but what stands so, and where."""

    order: Literal["before", "after", "either"]
    right: What
    high: int | None = None
    low: int = 0
    unit: Literal["words", "characters", "sentences", "blank"] = "words"


@dataclass(frozen=True)
class BetweenTwo:
    """ "between the chemical and the disease"."""

    left: Item
    right: Item


def _plain(order: Any, unit: Any = "words") -> Any:
    def read(ctx: Context, right: What) -> Relation:
        return Relation(order, right, unit=unit)

    return read


reads("rel_before")(_plain("before"))
reads("rel_after")(_plain("after"))
reads("rel_right_before")(_plain("before", "blank"))
reads("rel_right_after")(_plain("after", "blank"))
reads("rel_next_to")(_plain("either", "blank"))
reads("rel_followed")(_plain("before", "blank"))


def _within(order: Any) -> Any:
    def read(ctx: Context, n: Figure, unit: Any, right: What) -> Relation | None:
        return _limited(order, right, n, unit)

    return read


def _limited(order: Any, right: What, n: Figure, unit: Any) -> Relation | None:
    if unit not in ("words", "characters", "sentences") or n.value % 1 or n.unit:
        return None
    return Relation(order, right, high=int(n.value), unit=unit)


reads("rel_within")(_within("either"))
reads("rel_within_before")(_within("before"))
reads("rel_within_after")(_within("after"))


@reads("rel_before_within")
def _before_within(ctx: Context, right: What, n: Figure, unit: Any) -> Relation | None:
    return _limited("before", right, n, unit)


@reads("rel_after_within")
def _after_within(ctx: Context, right: What, n: Figure, unit: Any) -> Relation | None:
    return _limited("after", right, n, unit)


def _apart(order: Any) -> Any:
    def read(ctx: Context, bounds: Bounds, unit: Any, right: What) -> Relation | None:
        low_high = limits(bounds)
        if low_high is None or unit not in ("words", "characters", "sentences"):
            return None
        return Relation(order, right, high=low_high[1], low=low_high[0], unit=unit)

    return read


def limits(bounds: Bounds) -> tuple[int, int | None] | None:
    """Bounds as (at least, at most) whole numbers; None where they are none."""
    n = bounds.n.value
    if n % 1 or bounds.n.unit:
        return None
    if bounds.upper is not None:
        return int(n), int(bounds.upper.value)
    low_high = {"<": (0, n - 1), "<=": (0, n), "=": (n, n), ">=": (n, None), ">": (n + 1, None)}.get(bounds.comparison)
    return None if low_high is None else (int(low_high[0] or 0), None if low_high[1] is None else int(low_high[1]))


reads("rel_apart_before")(_apart("before"))
reads("rel_apart_after")(_apart("after"))


@reads("rel_between")
def _between(ctx: Context, left: Item, right: Item) -> BetweenTwo:
    return BetweenTwo(left, right)


def relate(ctx: Context, left: What, relation: Any, where: Any = None) -> Condition | None:
    """Join what stands somewhere with where it stands."""
    if isinstance(relation, BetweenTwo):
        return _contained_between(left, relation) if where is None else None
    place = as_place(where if where is not None else Subject("document"), ctx.schema)
    if not isinstance(relation.right, AnyOf):
        parts = [relate(ctx, left, replace(relation, right=AnyOf((item,))), where) for item in relation.right.items]
        return conjoin(*(p for p in parts if p)) if all(parts) else None
    if isinstance(left, AllOf):
        parts = [relate(ctx, AnyOf((item,)), relation, where) for item in left.items]
        return conjoin(*(p for p in parts if p)) if all(parts) else None
    marked = [i.argument for i in (*left.items, *relation.right.items) if isinstance(i, Itself)]
    if marked:
        if where is not None and place != text_of(marked[0], ctx.schema):
            return None
        place = text_of(marked[0], ctx.schema)
    if place is None or isinstance(place, Argument):
        return None
    return Ordered(place, left, relation.right, relation.order, relation.high, relation.low, relation.unit)


def _contained_between(left: What, relation: BetweenTwo) -> Condition | None:
    a, b = relation.left, relation.right
    if isinstance(a, Itself) and isinstance(b, Itself) and a != b:
        return Contains(Between(a.argument, b.argument), left)
    return None


@reads("ordered")
def _ordered(ctx: Context, left: What, relation: Any, where: Any = None) -> Condition | None:
    return relate(ctx, left, relation, where)


@reads("ordered_late")
def _ordered_late(ctx: Context, left: What, where: Any, relation: Any) -> Condition | None:
    return relate(ctx, left, relation, where)


@reads("not_ordered")
def _not_ordered(ctx: Context, left: What, relation: Any, where: Any = None) -> Condition | None:
    made = relate(ctx, AnyOf(left.items), relation, where)
    return negate(made) if made else None


@reads("neither_ordered", "none_ordered")
def _none_ordered(ctx: Context, *given: Any) -> Condition | None:
    """ "neither A nor B comes before C", "none of A and B ...": the things one by one, or as one tuple."""
    items = given[0] if isinstance(given[0], tuple) else given[:-1]
    made = relate(ctx, AnyOf(items), given[-1])
    return negate(made) if made else None


@reads("ordered_vp")
def _ordered_vp(ctx: Context, left: What, relation: Any) -> Condition | None:
    made = relate(ctx, left, relation)
    if not isinstance(made, Ordered):
        return None
    marks = any(isinstance(i, Itself) for i in (*made.left.items, *made.right.items))
    return made if marks else replace(made, place=HOLE)


def _follow(order: Any, unit: Any) -> Any:
    def read(ctx: Context, right: What) -> Condition | None:
        return Ordered(HOLE, SUBJECT, right, order, unit=unit) if isinstance(right, AnyOf) else None

    return read


reads("followed_by", "right_followed_by")(_follow("before", "blank"))
reads("preceded_by", "right_preceded_by")(_follow("after", "blank"))


@reads("followed_within")
def _followed_within(ctx: Context, n: Figure, unit: Any, right: What) -> Condition | None:
    relation = _limited("before", right, n, unit)
    if relation is None or not isinstance(right, AnyOf):
        return None
    return Ordered(HOLE, SUBJECT, right, "before", relation.high, 0, relation.unit)


@reads("each_other")
def _each_other(ctx: Context, what: What, n: Figure, unit: Any) -> Condition | None:
    if not isinstance(what, AllOf) or len(what.items) != 2:
        return None
    relation = _limited("either", AnyOf(what.items[1:]), n, unit)
    return relate(ctx, AnyOf(what.items[:1]), relation) if relation else None


@reads("pair_within")
def _pair_within(ctx: Context, left: Item, right: Item, n: Figure, unit: Any) -> Condition | None:
    relation = _limited("either", AnyOf((right,)), n, unit)
    return relate(ctx, AnyOf((left,)), relation) if relation else None


@reads("pair_apart")
def _pair_apart(ctx: Context, left: Item, right: Item, bounds: Bounds, unit: Any) -> Condition | None:
    relation = _apart("either")(ctx, bounds, unit, AnyOf((right,)))
    return relate(ctx, AnyOf((left,)), relation) if relation else None


@reads("side_by_side")
def _side_by_side(ctx: Context, left: What, right: What) -> Condition | None:
    return relate(ctx, left, Relation("either", right, unit="blank"))


@reads("side_by_side_words")
def _side_words(ctx: Context, left: Words, right: Words) -> Condition | None:
    ends = AnyOf((Quoted(left.text),)), AnyOf((Quoted(right.text),))
    return relate(ctx, ends[0], Relation("either", ends[1], unit="blank"))


def together(ctx: Context, items: tuple[Any, ...], where: Any = None) -> Condition | None:
    """Several things in one sentence."""
    if len(items) < 2:
        return None
    marks = [i.argument for i in items if isinstance(i, Itself)]
    place = text_of(marks[0], ctx.schema) if marks else as_place(where or Subject("document"), ctx.schema)
    return Together(place, items) if place is not None else None


@reads("together")
def _together(ctx: Context, *items: Item) -> Condition | None:
    return together(ctx, items)


@reads("together_items")
def _together_items(ctx: Context, what: What, where: Any = None) -> Condition | None:
    """ "'rent' and 'due' appear in the same sentence"."""
    return together(ctx, what.items, where) if isinstance(what, AllOf) else None


@reads("not_together")
def _not_together(ctx: Context, what: What, where: Any = None) -> Condition | None:
    made = _together_items(ctx, what, where)
    return negate(made) if made else None


@reads("together_with")
def _together_with(ctx: Context, what: What, other: What) -> Condition | None:
    if isinstance(what, AnyOf) and isinstance(other, AnyOf):
        single = tuple(w.items[0] if len(w.items) == 1 else w for w in (what, other))
        return together(ctx, single)
    return None


@reads("together_vp")
def _together_vp(ctx: Context, what: What) -> Condition | None:
    return Together(HOLE, what.items) if isinstance(what, AllOf) else None


@reads("words_between")
def _words_between(ctx: Context, bounds: Bounds, unit: str, left: Item, right: Item) -> Condition | None:
    if unit != "words" or not (isinstance(left, Itself) and isinstance(right, Itself)) or left == right:
        return None
    return WordsBetween(left.argument, right.argument, bounds)
