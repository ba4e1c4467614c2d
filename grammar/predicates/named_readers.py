"""Readers of who or what is named: "Voltis is the child", "signed by someone other than Laura Bennett"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import Alternatives, Context, Pending, Subject, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.being_readers import Other
from sayso.grammar.predicates.categories import CategoryIs, IsMissing, category_of
from sayso.grammar.predicates.items import AnyOf, Item, Listed, Quoted, gathered
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.predicates.text import Equals
from sayso.grammar.schema import Schema
from sayso.grammar.values import CategoryValue, Col


@reads("is_the")
def names_one(ctx: Context, items: Any, column: Col) -> Condition | None:
    """ "Voltis is the child", "one of the drugs is the marked one": all that is marked, or that the column holds."""
    named = gathered(items).items
    if column.kind == "category":
        return category_of(column, named, ctx.schema)
    return _whole(column, named, ctx.schema)


@reads("is_not_the")
def _is_not_the(ctx: Context, items: Any, column: Col) -> Condition | None:
    """ "Voltis is not the child", "Ann Lee did not sign it"."""
    made = names_one(ctx, items, column)
    return Not(made) if made is not None else None


def _whole(column: Col, named: tuple[Item, ...], schema: Schema) -> Condition | None:
    """The whole of what is marked, or of a text other than the main one, is a name: "rent is the topic" tells what it is about."""
    place = as_place(column, schema)
    words = all(isinstance(item, (Quoted, Listed)) and item.mode == "words" for item in named)
    if place is None or not words:
        return None
    names = all(
        isinstance(item, Listed) or item.text[:1].isupper() for item in named if isinstance(item, (Quoted, Listed))
    )
    if column.kind == "text" and (column.name == schema.default_text or not names):
        return None
    return Equals(place, AnyOf(named))


@dataclass(frozen=True)
class OtherOne(Other):
    """ "is someone other than X", until the subject tells: there is somebody, and it is not X."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category that has another value, of a text that names somebody else."""
        if not isinstance(subject, Col) or subject.kind != "text":
            return Other.about(self, subject, schema)
        made = _whole(subject, self.items, schema)
        return conjoin(negate(IsMissing(subject.name)), Not(made)) if made is not None else None


@reads("is_other")
def _is_other(ctx: Context, items: Any) -> Pending:
    return OtherOne(items=gathered(items).items)


@reads("from_other")
def _from_other(ctx: Context, *values: CategoryValue) -> Any:
    """ "signed by someone other than Laura Bennett": a value, and another one."""
    shared = set(values[0].columns).intersection(*(value.columns for value in values))
    if len(shared) != 1:
        return None
    column = shared.pop()
    made = conjoin(negate(IsMissing(column)), negate(CategoryIs(column, tuple(value.text for value in values))))
    return Alternatives(((made, 0.4),))


@reads("done_by")
def _done_by(ctx: Context, column: Col, items: Any) -> Condition | None:
    """ "was signed by Ida Holm", whatever was."""
    made = names_one(ctx, items, column)
    return DoneBy(made=made) if made is not None else None


@reads("done_by_other")
def _done_by_other(ctx: Context, column: Col, items: Any) -> Condition | None:
    made = OtherOne(items=gathered(items).items).about(column, ctx.schema)
    return DoneBy(made=made) if made is not None else None


@dataclass(frozen=True)
class DoneBy(Pending):
    """ "was signed by X", until the subject tells: the row, or what somebody made it of."""

    made: Condition | None = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of the row."""
        return self.made if isinstance(subject, Subject) else None
