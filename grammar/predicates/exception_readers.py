"""Readers of what is left out of a rule by the value that it has: "for all depots but North"."""

from __future__ import annotations

from typing import Any

from sayso.grammar.context import HOLE, Alternatives, Context
from sayso.grammar.forms import Condition, reads
from sayso.grammar.frame import Assigned, framed
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.predicates.items import AllOf, AnyOf
from sayso.grammar.predicates.logic import And, Holding, Not, conjoin, disjoin, negate
from sayso.grammar.predicates.text import Contains
from sayso.grammar.rationale import Vote
from sayso.grammar.values import Bounds, CategoryValue, Col


@reads("values_not", "from_neither")
def _values_not(ctx: Context, *values: CategoryValue) -> Any:
    """ "everywhere but in Northside", "not Texas", "comes from neither a forum nor a leaflet": of the one column that takes them."""
    shared = set(values[0].columns).intersection(*(value.columns for value in values))
    if len(shared) != 1:
        return None
    none = Not(CategoryIs(shared.pop(), tuple(value.text for value in values)))
    return Alternatives(((none, 0.3),))


@reads("value_not_column")
def _value_not_column(ctx: Context, *given: CategoryValue | Col) -> Condition | None:
    """ "all depots but North and South", "not Texas law": of the column that is named before or after them."""
    values = tuple(value for value in given if isinstance(value, CategoryValue))
    column = next(column.name for column in given if isinstance(column, Col))
    known = all(column in value.columns for value in values)
    return Not(CategoryIs(column, tuple(value.text for value in values))) if known else None


@reads("all_others", "opposite_or_missing")
def _all_others(ctx: Context, left_out: Condition) -> Condition:
    """ "all parcels bar the insured ones", "is not above 5 or is missing"."""
    return negate(left_out)


@reads("neither_of")
def _neither_of(ctx: Context, *parts: Condition) -> Condition:
    """ "neither is the note missing nor is the weight above 20": not the one and not the other."""
    return conjoin(*(negate(part) for part in parts))


@reads("holds_for_late")
def _holds_for_late(ctx: Context, bounds: Bounds, parts: tuple[Condition, ...], assigned: Assigned) -> Any:
    """ "of two things exactly one is true: ..., so lease"."""
    when = Holding.of_bounds(bounds, parts)
    return framed(ctx, assigned, when) if when is not None else None


@reads("assigned_again")
def _assigned_again(ctx: Context, vote: Vote, again: Vote) -> Assigned | None:
    """ "has to be redirected (redirect)": one label, said twice."""
    return Assigned(vote) if vote == again else None


@reads("restated_bounds")
def _restated_bounds(ctx: Context, said: Condition, again: Bounds) -> Condition | None:
    """ "more than two dozen words, i.e. over 24": the same bounds again; what are others is not understood."""
    bounds = [part for node in said.walk() for part in node.parts().values() if isinstance(part, Bounds)]
    return said if bounds == [again] else None


@reads("contains_not_as")
def _contains_not_as(ctx: Context, what: Any, other: Any) -> Condition:
    """ "says 'parent', only not as 'no parent'": the one, and not the other."""
    return conjoin(Contains(HOLE, what), negate(Contains(HOLE, other)))


@reads("framed_unless_two")
def _unless_two(ctx: Context, *parts: Any) -> Any:
    """ "label it lease if A. Skip it if B. And leave out C": neither B nor C."""
    assigned = next(part for part in parts if isinstance(part, Assigned))
    when, *unless = (part for part in parts if isinstance(part, Condition))
    return framed(ctx, assigned, conjoin(when, *(negate(part) for part in unless)))


@reads("framed_any")
def _framed_any(ctx: Context, when: Condition, assigned: Assigned) -> Any:
    """ "I look for 'a', 'b' or 'c'; any one of those and it's lease": any one, however they were joined."""
    if isinstance(when, And):
        return framed(ctx, assigned, disjoin(*when.parts_of))
    if isinstance(when, Contains) and isinstance(when.what, AllOf):
        return framed(ctx, assigned, Contains(when.place, AnyOf(when.what.items)))
    either = any(isinstance(node, AnyOf) and len(node.items) > 1 for node in when.walk())
    return framed(ctx, assigned, when) if either else None


@reads("framed_only")
def _framed_only(ctx: Context, assigned: Assigned, when: Condition) -> Any:
    """ "don't label anything lease unless B": lease if B; where B does not hold, nothing is voted."""
    return framed(ctx, assigned, when) if not assigned.vote.negated else None
