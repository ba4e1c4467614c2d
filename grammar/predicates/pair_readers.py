"""Readers of what is said of two things: next to each other, so many words apart, how much lies between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.grammar.context import Context, about, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import Distance
from sayso.grammar.predicates.items import AllOf, AnyOf, Item
from sayso.grammar.predicates.logic import conjoin
from sayso.grammar.predicates.order_readers import UNITS, so_far, within
from sayso.grammar.predicates.places import Argument, between
from sayso.grammar.predicates.shape import LengthIs
from sayso.grammar.predicates.standing import Paired
from sayso.grammar.predicates.text import Contains
from sayso.grammar.values import Bounds, Figure


@reads("pair_touching")
def _pair_touching(ctx: Context) -> Condition:
    return Paired(touching=True)


@reads("pair_near")
def _pair_near(ctx: Context, distance: Distance) -> Condition:
    return Paired(distance=distance)


@reads("pair_in")
def _pair_in(ctx: Context, paired: Paired, where: Any) -> Condition:
    return replace(paired, where=where)


@reads("pair_apart")
def _pair_apart(ctx: Context, bounds: Bounds, unit: Any) -> Condition | None:
    distance = so_far(ctx, bounds, unit)
    return Paired(distance=distance) if distance else None


@reads("pair_within")
def _pair_within(ctx: Context, n: Figure, unit: Any) -> Condition | None:
    distance = within(ctx, n, unit)
    return Paired(distance=distance) if distance else None


@reads("pair_exactly")
def _pair_exactly(ctx: Context, n: Figure, unit: Any) -> Condition | None:
    return _pair_apart(ctx, Bounds("=", n), unit)


@reads("much_between")
def much_between(ctx: Context, bounds: Bounds, unit: Any, *ends: Any) -> Condition | None:
    """ "fewer than three words between A and B": of two words in a text, how far apart they are."""
    whats = tuple(AnyOf((end,)) if isinstance(end, Item) else end for end in ends)
    place = between(ctx, *whats)
    if place is None or unit not in UNITS or bounds.n.unit:
        return None
    settled = as_place(place, ctx.schema)
    if settled is None:
        return None
    if isinstance(place.left, Argument) and isinstance(place.right, Argument):
        return LengthIs(settled, unit, bounds)
    items = [i for what in whats for i in getattr(what, "items", ())]
    distance = so_far(ctx, bounds, unit)
    if len(items) != 2 or distance is None:
        return None
    return about(Paired(distance=distance), AllOf(tuple(items)), ctx.schema)


@reads("much_between_most")
def _most_between(ctx: Context, n: Figure, unit: Any, *ends: Any) -> Condition | None:
    """ "4 words at most between A and B"."""
    return much_between(ctx, Bounds("<=", n), unit, *ends)


@reads("much_between_least")
def _least_between(ctx: Context, n: Figure, unit: Any, *ends: Any) -> Condition | None:
    """ "4 words or more between A and B"."""
    return much_between(ctx, Bounds(">=", n), unit, *ends)


@reads("much_between_two")
def _much_between_two(ctx: Context, both: tuple[Bounds, ...], unit: Any, *ends: Any) -> Condition | None:
    """ "more than two and fewer than nine words separate A from B"."""
    made = [much_between(ctx, bounds, unit, *ends) for bounds in both]
    return conjoin(*(m for m in made if m is not None)) if all(made) and made[0] != made[1] else None


@reads("units_two")
def _units_two(ctx: Context, low: Bounds, unit: Any, high: Bounds, again: Any) -> Any:
    """ "more than 2 words and fewer than 9 words": both, of one unit."""
    return ((low, high), unit) if unit == again else None


@reads("much_between_said_two")
def _much_between_said_two(ctx: Context, said: Any, *ends: Any) -> Condition | None:
    return _much_between_two(ctx, *said, *ends)


@reads("much_between_one")
def _much_between_one(ctx: Context, bounds: Bounds, unit: Any, *given: Any) -> Condition | None:
    """ "at most four words between A and B and one of them is 'son'": of those words."""
    *ends, what = given
    much = much_between(ctx, bounds, unit, *ends)
    place = between(ctx, *(AnyOf((end,)) if isinstance(end, Item) else end for end in ends))
    settled = as_place(place, ctx.schema) if place is not None else None
    if much is None or settled is None or not isinstance(what, AnyOf):
        return None
    return conjoin(much, Contains(settled, what))


@reads("much_between_first_one")
def _much_between_first_one(ctx: Context, *given: Any) -> Condition | None:
    """ "between A and B there are at most four words and one of them is 'son'"."""
    *ends, bounds, unit, what = given
    return _much_between_one(ctx, bounds, unit, *ends, what)


@reads("much_between_first", "much_between_late")
def _much_between_late(ctx: Context, *given: Any) -> Condition | None:
    """ "between A and B there are at most five words"."""
    return much_between(ctx, given[-2], given[-1], *given[:-2])
