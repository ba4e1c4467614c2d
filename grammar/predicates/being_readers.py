"""Readers of what something is: "is X", "reads X", "is neither X nor Y", "comes from X", until the subject tells what that means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import HOLE, Alternatives, Context, Pending, Several, Subject, about, as_place
from sayso.grammar.forms import Condition, Place, reads
from sayso.grammar.predicates.categories import IsMissing, all_missing, category_of
from sayso.grammar.predicates.items import AnyOf, Item, Itself, Kind, gathered
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.predicates.text import Contains, is_word, of_word
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col


@dataclass(frozen=True)
class Is(Condition):
    """ "is X", until the subject tells what that means: a category's value, words of a text, an argument in a list."""

    place: Place
    items: tuple[Item, ...]

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category its value; of a text that it contains the words; of an argument that its text does."""
        if isinstance(subject, Col) and subject.kind == "category":
            return category_of(subject, self.items, schema)
        if isinstance(subject, Subject):
            return None  # "it is a lease" says nothing that can be checked
        place = as_place(subject, schema)
        if place is None or (
            isinstance(subject, Col) and subject.kind == "text" and any(isinstance(i, Itself) for i in self.items)
        ):
            return None
        return of_word(Contains(place, AnyOf(self.items)), "words")


@reads("is_value")
def _is(ctx: Context, items: Any) -> Any:
    flat = _flat(items)
    return Alternatives(((Is(HOLE, flat), 0.7 if any(isinstance(i, Kind) for i in flat) else 0.3),))


@dataclass(frozen=True)
class Reads(Is):
    """ "reads X", of one word: that it is that word, where "contains X" would ask for letters."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of one word only."""
        return Is.about(self, subject, schema) if is_word(subject) else None


@reads("word_reads")
def _word_reads(ctx: Context, items: Any) -> Any:
    return Alternatives(((Reads(HOLE, _flat(items)), -0.05),))  # likelier than letters


@reads("asked_is")
def _asked_is(ctx: Context, subject: Any, items: Any) -> Any:
    """ "is the last word 'days'?"."""
    return about(Is(HOLE, _flat(items)), subject, ctx.schema)


@reads("values_of")
def _values_of(ctx: Context, subject: Any, items: Any) -> Any:
    """ "the law and the court are both Texas"."""
    return about(Is(HOLE, _flat(items)), subject, ctx.schema) if isinstance(subject, Several) else None


@reads("not_value", "is_neither")
def _is_not(ctx: Context, *items: Any) -> Any:
    """ "is not Texas or Ohio", "is neither Texas nor Ohio"."""
    return Alternatives(((Not(Is(HOLE, _flat(items))), 0.3),))


def _flat(items: tuple[Any, ...]) -> tuple[Item, ...]:
    return gathered(items).items


@reads("from_value")
def _from_value(ctx: Context, items: Any) -> Any:
    return IsFrom(items=_flat(items))


@reads("not_from_value")
def _not_from_value(ctx: Context, items: Any) -> Any:
    """ "picked a label other than pet": it has another value."""
    return Other(items=_flat(items))


@dataclass(frozen=True)
class Other(Pending):
    """ "says something other than X", until the subject tells: a category's value."""

    items: tuple[Item, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category column that has a value."""
        if not isinstance(subject, Col) or subject.kind != "category":
            return None
        made = category_of(subject, self.items, schema)
        return conjoin(negate(IsMissing(subject.name)), negate(made)) if made is not None else None


@dataclass(frozen=True)
class IsFrom(Pending):
    """ "comes from X", until the subject tells: a category's value."""

    items: tuple[Item, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category column."""
        is_category = isinstance(subject, Col) and subject.kind == "category"
        return category_of(subject, self.items, schema) if is_category else None


@dataclass(frozen=True)
class AbsentSaid(Pending):
    """ "never arrived", "was unsure", until the subject tells of what: the row, or the model that gave no label."""

    columns: tuple[Col, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of the row; of a column that goes missing so, too."""
        own = isinstance(subject, Col) and any(c.name.split("_")[0] == subject.name.split("_")[0] for c in self.columns)
        return all_missing(self.columns) if isinstance(subject, Subject) or own else None


@reads("absent_said")
def _absent_said(ctx: Context, column: Col | tuple[Col, ...]) -> Condition:
    return AbsentSaid(columns=column if isinstance(column, tuple) else (column,))
