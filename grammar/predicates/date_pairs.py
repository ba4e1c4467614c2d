"""One date against another: before, after, so many days apart, in the same year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import Context, Pending, about
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.predicates.logic import conjoin
from sayso.grammar.predicates.quantities import ValueOf, Versus
from sayso.grammar.schema import Schema
from sayso.grammar.units import is_year
from sayso.grammar.values import SAID, TURNED, Bounds, Col, Figure


@register
@dataclass(frozen=True)
class DateVersus(Condition):
    """One date column compares so with another, some days apart; false where either is missing."""

    left: str
    comparison: plan.Comparison
    right: str
    days: int = 0

    examples = (
        Example(
            "label lease if the signed is more than 14 days after the filed",
            yes=({"signed": "2019-03-20", "filed": "2019-03-01"},),
            no=({"signed": "2019-03-15", "filed": "2019-03-01"}, {"signed": "2019-03-20", "filed": None}),
        ),
        Example(
            "label lease if the signed is before the filed",
            yes=({"signed": "2019-03-20", "filed": "2019-04-01"},),
            no=({"signed": "2019-03-20", "filed": "2019-03-20"},),
        ),
    )

    def _words(self) -> str:
        if not self.days:
            return {"<": "before", ">": "after", "=": "on the same day as"}.get(
                self.comparison, {"<=": "on or before", ">=": "on or after"}.get(self.comparison, "not on the day of")
            )
        return f"{SAID[self.comparison]} {self.days} days after"

    def say(self) -> str:
        """ "the signed is more than 14 days after the filed"."""
        return f"the {self.left} is {self._words()} the {self.right}"

    def say_not(self) -> str:
        """ "the signed is not before the filed, or is missing"."""
        return f"the {self.left} is not {self._words()} the {self.right}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """A comparison of days."""
        right: plan.Number = plan.Value(self.right)
        if self.days:
            right = plan.Arithmetic(right, "+", plan.Constant(float(self.days)))
        return plan.Compare(plan.Value(self.left), self.comparison, right)


@register
@dataclass(frozen=True)
class SameYear(Condition):
    """Two date columns fall in one calendar year; false where either is missing."""

    left: str
    right: str

    examples = (
        Example(
            "label lease if the signed is in the same year as the filed",
            yes=({"signed": "2019-03-20", "filed": "2019-12-31"},),
            no=({"signed": "2019-12-31", "filed": "2020-01-01"}, {"signed": "2019-03-20", "filed": None}),
        ),
    )

    def say(self) -> str:
        """ "the signed is in the same year as the filed"."""
        return f"the {self.left} is in the same year as the {self.right}"

    def say_not(self) -> str:
        """ "the signed is not in the same year as the filed, or is missing"."""
        return f"the {self.left} is not in the same year as the {self.right}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """The years compared."""
        return plan.Compare(plan.Value(self.left, "year"), "=", plan.Value(self.right, "year"))


@dataclass(frozen=True)
class VersusDate(Pending):
    """ "is after the signed", "is at most 5 days before it", until the subject tells which date."""

    comparison: plan.Comparison = "="
    right: str = ""
    days: int = 0
    before: bool = False
    """Whether the subject is so many days before it, which is said the other way round."""
    years: bool = False
    """Whether only the years are compared."""
    apart: Bounds | None = None
    """How many years lie between them, where it was said in years."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of another date column; of one that holds years, as years."""
        if isinstance(subject, Col) and "year" in (subject.kind, self._kind(schema)):
            return self._in_years(subject, schema)
        if not isinstance(subject, Col) or subject.kind != "date" or subject.name == self.right:
            return None
        if self.years:
            return SameYear(subject.name, self.right)
        if self.before:
            return DateVersus(self.right, self.comparison, subject.name, self.days)
        return DateVersus(subject.name, self.comparison, self.right, self.days)

    def _kind(self, schema: Schema) -> str:
        column = schema.column(self.right)
        return "year" if is_year(column) else column.kind

    def _in_years(self, subject: Col, schema: Schema) -> Condition | None:
        if subject.kind == "date" and self.years:  # "received in the year it was published"
            return Versus(ValueOf(subject.name, "year"), "=", ValueOf(self.right))
        if subject.kind != "year" or self._kind(schema) != "date":
            return None
        if self.years:
            return Versus(ValueOf(subject.name), "=", ValueOf(self.right, "year"))
        if self.apart is not None:
            return years_apart(subject.name, self.right, self.apart, self.before)
        comparison = TURNED[self.comparison] if self.before else self.comparison
        return Versus(ValueOf(subject.name), comparison, ValueOf(self.right, "year")) if not self.days else None


def years_apart(year: str, date: str, bounds: Bounds, before: bool) -> Condition | None:
    """That a year lies so many before or after a date's: "published more than ten years before it was received"."""
    n = bounds.n
    if n.unit not in ("", "year", "years") or bounds.upper is not None or n.value % 1:
        return None
    comparison = TURNED[bounds.comparison] if before else bounds.comparison
    return Versus(ValueOf(year), comparison, ValueOf(date, "year"), offset=Figure(-n.value if before else n.value))


def _versus(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, *given: Any) -> Condition | None:
        right = given[-1]
        return VersusDate(comparison=comparison, right=right.name) if right.kind == "date" else None

    return read


for _alias, _comparison in (
    ("before_date", "<"),
    ("after_date", ">"),
    ("on_after_date", ">="),
    ("on_before_date", "<="),
    ("same_date", "="),
):
    reads(_alias)(_versus(_comparison))  # type: ignore[arg-type]


@reads("same_year")
def _same_year(ctx: Context, *given: Any) -> Condition | None:
    """ "in the same year as it was filed"."""
    return VersusDate(right=given[-1].name, years=True) if given[-1].kind in ("date", "year") else None


def _days_apart(sign: int) -> Any:
    def read(ctx: Context, *given: Any) -> Condition | None:
        """ "more than 14 days after the opened", "within a week of it": after it, by so much."""
        bounds, per, right = given[0], given[1], given[-1]
        if right.kind != "date" or bounds.upper is not None or bounds.n.unit or bounds.n.value % 1:
            return None
        days = int(bounds.n.value) * int(per)
        apart = bounds if per == 365 else None
        beyond = VersusDate(comparison=bounds.comparison, right=right.name, days=days, before=sign < 0, apart=apart)
        if bounds.comparison in ("<", "<="):  # "less than 5 days after": after at all, or on that very day
            return conjoin(VersusDate(comparison=">=", right=right.name, before=sign < 0), beyond)
        return beyond

    return read


@reads("dates_same")
def _dates_same(ctx: Context, left: Col, right: Col) -> Condition | None:
    """ "signed and filed on the same day"."""
    return about(VersusDate(comparison="=", right=right.name), left, ctx.schema) if right.kind == "date" else None


@reads("days_between")
def _days_between(ctx: Context, bounds: Bounds, per: float, *given: Any) -> Condition | None:
    """ "more than 21 days between the day it was taken and the day it was signed": the second so long after the first."""
    dates = [one for one in given if isinstance(one, Col)]
    made = _days_apart(1)(ctx, bounds, per, dates[0]) if len(dates) == 2 else None
    return about(made, dates[1], ctx.schema) if made is not None else None


@reads("days_between_late")
def _between_late(ctx: Context, *given: Any) -> Condition | None:
    """ "the gap between opening and closing is over a week"."""
    *dates, bounds, per = given
    return _days_between(ctx, bounds, per, *dates)


@reads("days_counted")
def _counted(ctx: Context, per: float, *given: Any) -> Condition | None:
    """ "the number of days between opening and closing is over 7"."""
    *dates, bounds = given
    return _days_between(ctx, bounds, per, *dates)


@reads("days_from_to")
def _from_to(ctx: Context, last: Col, first: Col, bounds: Bounds, per: float) -> Condition | None:
    """ "closed minus opened is over 7 days"."""
    return _days_between(ctx, bounds, per, first, last)


reads("days_after")(_days_apart(1))
reads("days_before")(_days_apart(-1))


def _days_apart_late(sign: int) -> Any:
    def read(ctx: Context, *given: Any) -> Condition | None:
        """ "after the opened by more than 14 days"."""
        *_, right, bounds, per = given
        return _days_apart(sign)(ctx, bounds, per, right)  # type: ignore[no-any-return]

    return read


reads("days_after_late")(_days_apart_late(1))
reads("days_before_late")(_days_apart_late(-1))


@reads("within_days")
def _within_days(ctx: Context, n: Figure) -> Bounds:
    return Bounds("<=", n)
