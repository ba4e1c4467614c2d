"""Readers of lists: all of them, so many of them, more of one than of another."""

from __future__ import annotations

from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, HOLE, Alternatives, Context, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import Where
from sayso.grammar.predicates.items import AllOf, AnyOf, Counted, Item, What
from sayso.grammar.predicates.quantities import CountOf, Versus
from sayso.grammar.predicates.standing import Standing
from sayso.grammar.predicates.text_readers import there_is
from sayso.grammar.values import Bounds, Figure


@reads("all_listed")
def _all_listed(ctx: Context, items: tuple[Item, ...]) -> Any:
    return there_is(ctx, Counted(AllOf(items))) if len(items) > 1 else None


@reads("some_listed")
def _some_listed(ctx: Context, bounds: Bounds, items: tuple[Item, ...]) -> Any:
    return there_is(ctx, Counted(AnyOf(items), "distinct", bounds))


def _versus(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, left: What, right: What) -> Condition | None:
        """ "contains more A than B": all occurrences counted."""
        if not isinstance(left, AnyOf) or not isinstance(right, AnyOf):
            return None
        return Versus(CountOf(HOLE, left), comparison, CountOf(HOLE, right))

    return read


reads("more_than_of")(_versus(">"))
reads("fewer_than_of")(_versus("<"))


def _versus_in(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, left: What, right: What, predicate: Any = None) -> Condition | None:
        """ "more A than B appear in the body"."""
        made = _versus(comparison)(ctx, left, right)
        adverbs = predicate.adverbs if isinstance(predicate, Standing) else () if predicate is None else None
        if made is None or adverbs is None or any(not isinstance(a, Where) for a in adverbs) or len(adverbs) > 1:
            return None
        return about(made, adverbs[0].place if adverbs else DOCUMENT, ctx.schema)

    return read


reads("more_than_in")(_versus_in(">"))
reads("fewer_than_in")(_versus_in("<"))


@reads("there_distinct")
def _there_distinct(ctx: Context, bounds: Bounds, items: tuple[Item, ...]) -> Any:
    """ "at least three out of the words 'a', 'b' and 'c'"."""
    any_of_them = bounds == Bounds(">=", Figure(1.0))
    made = _some_listed(ctx, bounds, items) if len(items) > 1 and not any_of_them else None
    return Alternatives(((made, 1.2),)) if made is not None else None
