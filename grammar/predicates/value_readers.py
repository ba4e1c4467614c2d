"""Readers of the values of categories: by other words, by their order, with what they are values of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import Alternatives, Context, Measured, Pending, Subject, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.categories import CategoryIs, IsMissing, all_missing
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.predicates.named_readers import names_one
from sayso.grammar.schema import Schema
from sayso.grammar.values import CategoryValue, Col


@reads("value_had")
def _had(ctx: Context, value: CategoryValue) -> Any:
    """ "has high importance"; but "mentions tankers" speaks of the word, not of the value "tanker"."""
    labels = {label.lower() for label in ctx.schema.labels}
    if value.said or len(value.columns) != 1 or value.text.lower() in labels:
        return None
    return Alternatives(((CategoryIs(value.columns[0], (value.text,)), 0.4),))


def _ranked(
    ctx: Context, value: CategoryValue, named: tuple[Col, ...], cut: Callable[[tuple[str, ...], int], tuple[str, ...]]
) -> Any:
    """The values from one on, or up to it, of the one column whose description tells their order."""
    orders = {name: ctx.schema.column(name).ranked for name in value.columns}
    known = [name for name, order in orders.items() if order and all(column.name == name for column in named)]
    if len(known) != 1:
        return None
    order = orders[known[0]]
    values = cut(order, order.index(value.text))
    return Alternatives(((CategoryIs(known[0], values), 0.2),)) if values and values != order else None


@reads("value_up")
def _up(ctx: Context, value: CategoryValue, *named: Col) -> Any:
    """ "gold or above"."""
    return _ranked(ctx, value, named, lambda order, at: order[at:])


@reads("value_down")
def _down(ctx: Context, value: CategoryValue, *named: Col) -> Any:
    """ "silver or lower"."""
    return _ranked(ctx, value, named, lambda order, at: order[: at + 1])


@reads("value_above")
def _above(ctx: Context, value: CategoryValue, *named: Col) -> Any:
    """ "above silver"."""
    return _ranked(ctx, value, named, lambda order, at: order[at + 1 :])


@reads("value_below")
def _below(ctx: Context, value: CategoryValue, *named: Col) -> Any:
    """ "below gold"."""
    return _ranked(ctx, value, named, lambda order, at: order[:at])


@reads("values_between")
def _between(ctx: Context, low: CategoryValue, high: CategoryValue) -> Any:
    """ "between silver and platinum", both ends included."""
    if high.text not in {value for name in low.columns for value in ctx.schema.column(name).ranked}:
        return None
    return _ranked(ctx, low, (), lambda order, at: order[at : order.index(high.text) + 1])


@dataclass(frozen=True)
class RankedSaid(Pending):
    """ "is gold or above", until the subject tells of what: of the row, or of the column itself."""

    column: str = ""
    values: tuple[str, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of the row and of the column that is ordered so."""
        own = isinstance(subject, Col) and subject.name == self.column
        return CategoryIs(self.column, self.values) if isinstance(subject, Subject) or own else None


@dataclass(frozen=True)
class ValuesSaid(Pending):
    """ "is Texas or Ohio", until the subject tells that it is a column with these values: then the words are no mere words."""

    of: tuple[CategoryValue, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a column that has them all."""
        if not isinstance(subject, Col) or any(subject.name not in value.columns for value in self.of):
            return None
        return CategoryIs(subject.name, tuple(dict.fromkeys(value.text for value in self.of)))


@reads("values_of_it")
def _of_it(ctx: Context, *values: CategoryValue) -> Condition:
    return ValuesSaid(of=values)


@reads("values_not_of_it")
def _not_of_it(ctx: Context, *values: CategoryValue) -> Condition:
    """ "is neither Texas nor Ohio"."""
    return Not(ValuesSaid(of=values))


@reads("ranked_said")
def _ranked_said(ctx: Context, ranked: Condition) -> Condition | None:
    return RankedSaid(column=ranked.column, values=ranked.values) if isinstance(ranked, CategoryIs) else None


@reads("ranked_column")
def _of_column(ctx: Context, column: Col, ranked: Condition) -> Any:
    """ "a tier of silver or above"."""
    return ranked if isinstance(ranked, CategoryIs) and ranked.column == column.name else None


@reads("holder_said")
def _holder(ctx: Context, column: Col) -> Condition:
    """ "is a member", where the tier is missing for those who are not."""
    return negate(IsMissing(column.name))


@reads("docs_holder")
def _docs_holder(ctx: Context, column: Col, *parts: Condition) -> Condition | None:
    """ "members who stayed three nights"; of "members below gold", that they have a tier need not be said."""
    if any(isinstance(node, CategoryIs) and node.column == column.name for part in parts for node in part.walk()):
        return None
    return conjoin(negate(IsMissing(column.name)), *parts)


@reads("docs_lacking")
def _docs_lacking(ctx: Context, column: Col, *parts: Condition) -> Condition | None:
    """ "unsigned claims over 50"."""
    return conjoin(IsMissing(column.name), *parts)


@reads("docs_ranked")
def _docs_ranked(ctx: Context, column: Col, ranked: Condition, *parts: Condition) -> Condition | None:
    """ "members below gold who stayed three nights"."""
    made = _of_column(ctx, column, ranked)
    return conjoin(made, *parts) if made is not None else None


@reads("docs_sized_valued")
def _docs_sized_valued(ctx: Context, value: CategoryValue, columns: tuple[Col, ...], said: Condition) -> Any:
    """ "concrete crews of more than five"."""
    sized = about(said, Measured(columns), ctx.schema)
    if sized is None or len(value.columns) != 1:
        return None
    return conjoin(CategoryIs(value.columns[0], (value.text,)), sized)


@reads("did_it")
def _did_it(ctx: Context, items: Any, column: Col) -> Any:
    """ "Ann Lee signed it": who it was tells that it was done."""
    made = names_one(ctx, items, column)
    return Alternatives(((made, -0.6),)) if made is not None else None


@reads("did_it_other")
def _did_other(ctx: Context, items: Any, column: Col) -> Any:
    """ "somebody other than Ann Lee signed it": somebody did, then."""
    made = names_one(ctx, items, column)
    return conjoin(negate(IsMissing(column.name)), Not(made)) if made is not None else None


@reads("did_not")
def _did_not(ctx: Context, items: Any, column: Col) -> Any:
    """ "Ann Lee did not sign it"."""
    made = names_one(ctx, items, column)
    return Not(made) if made is not None else None


@reads("value_not_column")
def _value_not_column(ctx: Context, value: CategoryValue, column: Col) -> Condition | None:
    return Not(CategoryIs(column.name, (value.text,))) if column.name in value.columns else None


@reads("value_not")
def _value_not(ctx: Context, value: CategoryValue) -> Any:
    if len(value.columns) != 1:
        return None
    return Alternatives(((Not(CategoryIs(value.columns[0], (value.text,))), 0.4),))


@reads("absent_alone")
def _absent_alone(ctx: Context, column: Col | tuple[Col, ...]) -> Condition:
    """ "the gauge was broken", where a column is "missing when the gauge was broken"."""
    return all_missing(column)
