"""Dates: a date column (or a year) before, after, in, or between days, months and years."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import PERSON, Alternatives, Context, Pending, Subject, about
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.predicates.logic import conjoin, disjoin
from sayso.grammar.predicates.numbers import NumberIs
from sayso.grammar.schema import Schema
from sayso.grammar.units import is_year
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


@register
@dataclass(frozen=True)
class DatePartIs(Condition):
    """A date column falls in one of some months, or on one of some days of the week, of whatever year."""

    column: str
    part: Literal["month", "weekday"]
    values: tuple[int, ...]

    examples = (
        Example(
            "label lease if the signed is in June or July",
            yes=({"signed": "2019-06-30"}, {"signed": "2020-07-01"}),
            no=({"signed": "2019-08-01"}, {"signed": None}),
        ),
        Example(
            "label lease if the signed is on Saturday or Sunday",
            yes=({"signed": "2026-11-22"},),
            no=({"signed": "2026-11-24"},),
        ),
    )

    def _words(self) -> str:
        names = calendar.month_name if self.part == "month" else ["", *calendar.day_name]
        return f"{'in' if self.part == 'month' else 'on'} {' or '.join(names[v] for v in self.values)}"

    def say(self) -> str:
        """ "the signed is in June or July"."""
        return f"the {self.column} is {self._words()}"

    def say_not(self) -> str:
        """ "the signed is not in June, or is missing"."""
        return f"the {self.column} is not {self._words()}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """A part of the date compared."""
        value = plan.Value(self.column, self.part)
        tests = tuple(plan.Compare(value, "=", plan.Constant(float(v))) for v in self.values)
        return tests[0] if len(tests) == 1 else plan.Any(tests)


@dataclass(frozen=True)
class PartSaid(Pending):
    """ "in June", until the subject tells which date."""

    part: Any = "month"
    values: tuple[int, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a date column; of the row, its only one."""
        if isinstance(subject, Subject):
            dates = [c.name for c in schema.columns if c.kind == "date"]
            subject = Col(dates[0], "date") if len(dates) == 1 else subject
        is_date = isinstance(subject, Col) and subject.kind == "date"
        return DatePartIs(subject.name, self.part, self.values) if is_date else None


def _parts(part: Any) -> Any:
    def read(ctx: Context, *values: str) -> Condition:
        return PartSaid(part=part, values=tuple(sorted({int(v) for v in values})))

    return read


reads("date_months")(_parts("month"))
reads("date_weekdays")(_parts("weekday"))


def _part_range(part: Any, many: int) -> Any:
    def read(ctx: Context, first: str, last: str) -> Condition | None:
        """ "from October through February", "Monday to Friday": both ends, over the turn of the year or of the week too."""
        a, b = int(first), int(last)
        values = [(a - 1 + i) % many + 1 for i in range((b - a) % many + 1)]
        return PartSaid(part=part, values=tuple(sorted(values))) if a != b else None

    return read


reads("date_month_range")(_part_range("month", 12))
reads("date_weekday_range")(_part_range("weekday", 7))


@reads("date_part_restated")
def _restated_part(ctx: Context, said: Condition, again: Condition) -> Condition | None:
    """ "on a weekend (Saturday or Sunday)": the same said twice, or it makes no sense."""
    return said if said == again else None


@reads("date_weekend")
def _weekend(ctx: Context, days: str) -> Condition:
    """ "on a weekend": on Saturday or Sunday."""
    return PartSaid(part="weekday", values=tuple(int(day) for day in days))


def _day(date: datetime.date, plus: int = 0) -> plan.Constant:
    return plan.Constant(float((date - _EPOCH).days + plus))


def _of_row(schema: Schema, years: bool) -> Any:
    """The date of a row that is not named: its only date column; of years, its only year column where it has no date, or where
    that one is asked for."""
    dates = [Col(c.name, "date") for c in schema.columns if c.kind == "date"]
    own = [Col(c.name, "year") for c in schema.columns if is_year(c)]
    found = own if years and own else dates
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class DateSaid(Pending):
    """ "is before 2019", until the subject tells which column."""

    relation: Relation = "in"
    date: Any = None
    years: bool = False
    """Whether the year column is meant where none is named."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a date column, or of a year where the date is one or several."""
        if isinstance(subject, Subject):
            ten = subject == PERSON and self.date.precision == "part"  # "a patient in the seventies" is so old
            subject = _of_row(schema, self.years) if not ten else None
        if isinstance(subject, Col) and subject.kind == "date":
            return DateIs(subject.name, self.relation, self.date)
        if isinstance(subject, Col) and subject.kind == "year" and self.date.whole_years:
            return NumberIs(subject.name, _years(self.relation, self.date))
        return None


def _years(relation: Relation, date: DateRange) -> Bounds:
    """What is said of a date, as what is said of the number of its year."""
    first, last = Figure(date.first.year), Figure(date.last.year)
    if relation == "in":
        return Bounds("=", first) if first == last else Bounds(">=", first, last)
    if relation in ("before", "on or after"):
        return Bounds("<" if relation == "before" else ">=", first)
    return Bounds(">" if relation == "after" else "<=", last)


@dataclass(frozen=True)
class BetweenSaid(Pending):
    """ "is between 2019 and 2020", until the subject tells which column."""

    first: Any = None
    last: Any = None
    years: bool = False

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a date column, or of a year."""
        if isinstance(subject, Subject):
            subject = _of_row(schema, self.years)
        if isinstance(subject, Col) and subject.kind == "date" and self.first.first <= self.last.last:
            return DateBetween(subject.name, self.first, self.last)
        years = self.first.whole_years and self.last.whole_years
        if isinstance(subject, Col) and subject.kind == "year" and years:
            bounds = Bounds(">=", Figure(self.first.first.year), Figure(self.last.last.year))
            return NumberIs(subject.name, bounds)
        return None


def _said(relation: Relation, measured: bool = False) -> Any:
    def read(ctx: Context, date: DateRange) -> Any:
        """ "bigger than 2005" measures something, and nothing that has a year alone."""
        said = DateSaid(relation=relation, date=date)
        of_year = DateSaid(relation=relation, date=date, years=True)
        return _either(ctx, said, of_year) if date.whole_years and not measured else said

    return read


NEAR = 0.1
"""How much likelier a year is the one of a column that holds nothing else, where neither that nor the date is named."""


def _either(ctx: Context, of_date: Condition, of_year: Condition) -> Any:
    """Of years alone: what a row "from 1990" has may be its date or its year, so both are offered where it has both."""
    kinds = {"year" if is_year(c) else c.kind for c in ctx.schema.columns} & {"date", "year"}
    return Alternatives(((of_year, 0.0), (of_date, NEAR))) if len(kinds) == 2 else of_year


reads("date_before")(_said("before"))
reads("date_after")(_said("after"))
reads("date_on_after")(_said("on or after"))
reads("date_on_before")(_said("on or before"))
reads("date_in")(_said("in"))
reads("date_below")(_said("before", measured=True))
reads("date_above")(_said("after", measured=True))
reads("date_from_on")(_said("on or after", measured=True))
reads("date_up_to")(_said("on or before", measured=True))


@reads("date_between")
def _between(ctx: Context, first: DateRange, last: DateRange) -> Any:
    said = BetweenSaid(first=first, last=last)
    years = first.whole_years and last.whole_years
    return _either(ctx, said, BetweenSaid(first=first, last=last, years=True)) if years else said


@reads("date_runs")
def _runs(ctx: Context, runs: tuple[tuple[DateRange, DateRange], ...]) -> Condition:
    """ "in June, July or August 2022": from one month to another of one year, or of several such stretches any."""
    said = (DateSaid(date=a) if a == b else BetweenSaid(first=a, last=b) for a, b in runs)
    return disjoin(*said)


@reads("date_clause")
def _clause(ctx: Context, *given: Any) -> Condition | None:
    """ "signed before 2019", "it was signed before 2019"."""
    return about(given[-1], given[-2], ctx.schema)


@reads("dates_two")
def _dates_two(ctx: Context, one: Condition, other: Condition) -> Condition | None:
    """ "after 2020 and before 2023"."""
    return conjoin(one, other) if one != other else None


@reads("date_clause_two")
def _clause_two(ctx: Context, *given: Any) -> Condition | None:
    """ "shipped after 2020 and before 2023"."""
    both = [about(said, given[-3], ctx.schema) for said in given[-2:]]
    return conjoin(*(b for b in both if b is not None)) if all(both) and both[0] != both[1] else None


@reads("date_either")
def _date_either(ctx: Context, first: DateRange, second: DateRange) -> Any:
    """ "in 2021 or 2022"."""
    if first == second:
        return None
    of_date, of_year = (disjoin(*(DateSaid(date=d, years=y) for d in (first, second))) for y in (False, True))
    return _either(ctx, of_date, of_year) if first.whole_years and second.whole_years else of_date


@reads("dates_both")
def _dates_both(ctx: Context, left: Any, right: Any, said: Condition) -> Condition | None:
    """ "was both signed and filed in 2023"."""
    made = [about(said, column, ctx.schema) for column in (left, right)]
    return conjoin(*(m for m in made if m is not None)) if all(made) and left != right else None


def _days_off(ctx: Context, n: Figure, per: float, back: bool) -> DateRange | None:
    """The day so many days before the schema's today, or after it; without one it has no meaning."""
    today = ctx.schema.today
    if today is None or n.unit or n.value % 1 or not 0 <= n.value * per <= 100_000:
        return None
    day = today + datetime.timedelta(days=int(n.value * per) * (-1 if back else 1))
    return DateRange(day, day)


def _ago(relation: Relation) -> Any:
    def read(ctx: Context, n: Figure, per: float) -> Condition | None:
        """ "more than 30 days ago"."""
        day = _days_off(ctx, n, per, back=True)
        return DateSaid(relation=relation, date=day) if day else None

    return read


reads("more_than_ago")(_ago("before"))
reads("less_than_ago")(_ago("after"))
reads("at_most_ago")(_ago("on or after"))
reads("exactly_ago")(_ago("in"))


@reads("one_ago")
def _one_ago(ctx: Context, per: float) -> Any:
    """ "in the last month": the days up to today."""
    return _ago("on or after")(ctx, Figure(1), per)


@reads("at_most_ahead")
def _ahead(ctx: Context, n: Figure, per: float) -> Condition | None:
    """ "within the next 30 days": from today on."""
    day = _days_off(ctx, n, per, back=False)
    return (
        BetweenSaid(first=DateRange(ctx.schema.today, ctx.schema.today), last=day) if day and ctx.schema.today else None
    )


@reads("one_ahead")
def _one_ahead(ctx: Context, per: float) -> Any:
    return _ahead(ctx, Figure(1), per)
