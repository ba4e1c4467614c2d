"""Readers of what is left out of a rule by the value that it has: "for all depots but North"."""

from __future__ import annotations

from typing import Any

from sayso.grammar.context import HOLE, Context
from sayso.grammar.forms import Condition, reads
from sayso.grammar.frame import Assigned
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.predicates.text import Contains
from sayso.grammar.rationale import Vote
from sayso.grammar.values import Bounds, CategoryValue, Col


@reads("category_other")
def _category_other(ctx: Context, column: Col, *values: CategoryValue) -> Any:
    """ "all depots but North", "some depot other than North or South"."""
    known = all(column.name in value.columns for value in values)
    other: Condition = Not(CategoryIs(column.name, tuple(value.text for value in values)))
    return other if known else None


@reads("neither_of")
def _neither_of(ctx: Context, *parts: Condition) -> Condition:
    """ "neither is the note missing nor is the weight above 20": not the one and not the other."""
    return conjoin(*(negate(part) for part in parts))


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
