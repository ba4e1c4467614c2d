"""Dates: a date column (or a year) before, after, in, or between days, months and years."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Context
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.predicates.numbers import NumberIs
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, DateRange, Figure

Relation = Literal["before", "after", "on or after", "on or before", "in"]
_EPOCH = datetime.date(1970, 1, 1)


@register
@dataclass(frozen=True)
class DateIs(Condition):
    """A date column stands so to a day, month or year; before and after exclude it."""

    column: str
    relation: Relation
    date: DateRange

    examples = (
        Example(
            "label lease if the signed is after 2018",
            yes=({"signed": "2019-01-01"},),
            no=({"signed": "2018-12-31"}, {"signed": None}),
        ),
    )

    def say(self) -> str:
        """ "the signed is before January 5, 2020"."""
        return f"the {self.column} is {self.relation} {self.date.say()}"

    def say_not(self) -> str:
        """ "the signed is not before January 5, 2020, or is missing"."""
        return f"the {self.column} is not {self.relation} {self.date.say()}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """A comparison of days."""
        value = plan.Value(self.column)
        first, after = _day(self.date.first), _day(self.date.last, plus=1)
        # whole days: a time of day on the last day is still within it
        before, later = plan.Compare(value, "<", first), plan.Compare(value, ">=", after)
        if self.relation == "before":
            return before
        if self.relation == "after":
            return later
        since, until = plan.Compare(value, ">=", first), plan.Compare(value, "<", after)
        if self.relation == "in":
            return plan.All((since, until))
        return since if self.relation == "on or after" else until


@register
@dataclass(frozen=True)
class DateBetween(Condition):
    """A date column lies between two dates, both included."""

    column: str
    first: DateRange
    last: DateRange

    examples = (
        Example(
            "label lease if the signed is between March 1, 2019 and 2020",
            yes=({"signed": "2019-03-01"}, {"signed": "2020-12-31"}),
            no=({"signed": "2019-02-28"},),
        ),
    )

    def say(self) -> str:
        """ "the signed is between March 1, 2019 and 2020"."""
        return f"the {self.column} is between {self.first.say()} and {self.last.say()}"

    def say_not(self) -> str:
        """ "the signed is not between ..., or is missing"."""
        return f"the {self.column} is not between {self.first.say()} and {self.last.say()}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """Two comparisons."""
        value = plan.Value(self.column)
        first, after = _day(self.first.first), _day(self.last.last, plus=1)
        return plan.All((plan.Compare(value, ">=", first), plan.Compare(value, "<", after)))


def _day(date: datetime.date, plus: int = 0) -> plan.Constant:
    return plan.Constant(float((date - _EPOCH).days + plus))


@dataclass(frozen=True)
class DateSaid(Condition):
    """ "is before 2019", until the subject tells which column."""

    place: Any
    relation: Relation
    date: DateRange

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a date column, or of a year where the date is a year."""
        if isinstance(subject, Col) and subject.kind == "date":
            return DateIs(subject.name, self.relation, self.date)
        if isinstance(subject, Col) and subject.kind == "year" and self.date.precision == "year":
            comparison: dict[Relation, plan.Comparison] = {"before": "<", "after": ">", "on or after": ">="}
            comparison |= {"on or before": "<=", "in": "="}
            return NumberIs(subject.name, Bounds(comparison[self.relation], Figure(self.date.first.year)))
        return None


@dataclass(frozen=True)
class BetweenSaid(Condition):
    """ "is between 2019 and 2020", until the subject tells which column."""

    place: Any
    first: DateRange
    last: DateRange

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a date column, or of a year."""
        if isinstance(subject, Col) and subject.kind == "date" and self.first.first <= self.last.last:
            return DateBetween(subject.name, self.first, self.last)
        years = self.first.precision == self.last.precision == "year"
        if isinstance(subject, Col) and subject.kind == "year" and years:
            bounds = Bounds(">=", Figure(self.first.first.year), Figure(self.last.first.year))
            return NumberIs(subject.name, bounds)
        return None


def _said(relation: Relation) -> Any:
    def read(ctx: Context, date: DateRange) -> Condition:
        return DateSaid(HOLE, relation, date)

    return read


reads("date_before")(_said("before"))
reads("date_after")(_said("after"))
reads("date_on_after")(_said("on or after"))
reads("date_on_before")(_said("on or before"))
reads("date_in")(_said("in"))


@reads("date_between")
def _between(ctx: Context, first: DateRange, last: DateRange) -> Condition:
    return BetweenSaid(HOLE, first, last)


@reads("date_clause")
def _clause(ctx: Context, column: Col, said: Condition) -> Condition | None:
    return said.about(column, ctx.schema)
