"""Numbers: columns against figures, columns against columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sayso.grammar import plan
from sayso.grammar.context import PERSON, Measured, Pending, Several, Subject
from sayso.grammar.forms import Condition, Example, Quantity, register
from sayso.grammar.predicates.quantities import (
    MeasureOf,
    QuantityIs,
    ValueOf,
    Versus,
    counted,
)
from sayso.grammar.predicates.text import compare
from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import converted, counted_in, in_percent, measured, measures, measuring
from sayso.grammar.values import Bounds, Col, Figure

NUMERIC = ("number", "score", "year")


@register
@dataclass(frozen=True)
class NumberIs(Condition):
    """A number column compares so with a figure; false where it is missing."""

    column: str
    bounds: Bounds

    examples = (
        Example(
            "label lease if the amount is more than 500",
            yes=({"amount": 501},),
            no=({"amount": 500}, {"amount": None}),
        ),
    )

    def say(self) -> str:
        """ "the amount is more than 500"."""
        return f"the {self.column} is {self.bounds.say()}"

    def say_not(self) -> str:
        """ "the amount is not more than 500, or is missing"."""
        return f"the {self.column} is not {self.bounds.say()}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """The comparison; a percentage of a score is a hundredth, a million a one where the column is counted in millions."""
        column = schema.column(self.column)
        percent = column.kind == "score" and self.bounds.n.unit == "%"
        scale = 0.01 if percent else 1 / counted(self.bounds.n, column, self.bounds.upper)
        return compare(plan.Value(self.column), self.bounds, scale)


@register
@dataclass(frozen=True)
class SameValue(Condition):
    """Two columns hold the same value, neither missing."""

    left: str
    right: str

    examples = (
        Example(
            "label lease if the law is the same as the court",
            yes=({"law": "Texas", "court": "texas"},),
            no=({"law": "Texas", "court": None}, {"law": "Texas", "court": "Ohio"}),
        ),
    )

    def say(self) -> str:
        """ "the law is the same as the court"."""
        return f"the {self.left} is the same as the {self.right}"

    def say_not(self) -> str:
        """ "the law is not the same as the court, or is missing"."""
        return f"the {self.left} is not the same as the {self.right}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """Equality of the two."""
        return plan.SameValue(self.left, self.right)


@dataclass(frozen=True)
class NumberSaid(Pending):
    """ "is above 0.9", until the subject tells which number."""

    bounds: Bounds = Bounds("=", Figure(0))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a number or score column, or of anything that a row yields as a number."""
        if isinstance(subject, Col) and subject.kind in NUMERIC:
            return number_is(subject, self.bounds, schema)
        if subject == PERSON and not self.bounds.n.unit:
            return AgeSaid(bounds=self.bounds).about(subject, schema)
        if isinstance(subject, Subject) and (
            measured(self.bounds.n.unit) or self.bounds.n.unit == "$"
        ):  # "the call took over 10 minutes"
            column = measuring(self.bounds.n.unit, schema)
            return number_is(Col(column.name, "number"), self.bounds, schema) if column is not None else None
        if isinstance(subject, Measured):
            fits = [c for c in subject.columns if measures(schema.column(c.name), self.bounds.n.unit)]
            return number_is(fits[0], self.bounds, schema) if len(fits) == 1 else None
        plain = not measured(self.bounds.n.unit)
        return QuantityIs(subject, self.bounds) if isinstance(subject, Quantity) and plain else None


def number_is(column: Col, bounds: Bounds, schema: Schema) -> Condition | None:
    """A number column against figures, in its own unit; so many dollars are no copies and no nights, so many pounds no kilograms."""
    from sayso.grammar.predicates.categories import counts

    if bounds.n.unit == "$" and (counts(schema.column(column.name)) or counted_in(schema.column(column.name))):
        return None
    if bounds.n.unit == "%" and schema.column(column.name).kind == "number" and in_percent(schema.column(column.name)):
        ends = [Figure(f.value) if f is not None else None for f in (bounds.n, bounds.upper)]
        bounds = Bounds(bounds.comparison, ends[0] or bounds.n, ends[1])  # it is counted so: "20 %" of it is 20
    own = converted(bounds, schema.column(column.name)) if column.kind in NUMERIC else None
    return NumberIs(column.name, own) if own is not None else None


@dataclass(frozen=True)
class Scaled:
    """A number times a factor, plus an offset: what another number is compared with."""

    quantity: Any
    factor: float = 1.0
    offset: Figure = Figure(0.0)


def as_quantity(subject: Any) -> Quantity | None:
    """A column, or what is computed of a row, as a number."""
    if isinstance(subject, Quantity):
        return subject
    return ValueOf(subject.name) if isinstance(subject, Col) and subject.kind in NUMERIC else None


@dataclass(frozen=True)
class VersusSaid(Pending):
    """ "is above the other score", until the subject tells which number."""

    comparison: plan.Comparison = "="
    right: Scaled = Scaled(None)

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a number, against another one."""
        left, right = as_quantity(subject), self.right.quantity
        right = _alike(left, right, schema) if isinstance(right, Col) and right.kind == "box" else as_quantity(right)
        if left is None or right is None or left == right:
            return None
        offset = self.right.offset
        if measured(offset.unit):  # "at least 2 hours more than the other"
            column = schema.column(left.column) if isinstance(left, ValueOf) and not left.part else None
            own = converted(Bounds("=", offset), column) if column is not None else None
            if own is None:
                return None
            offset = own.n
        return Versus(left, self.comparison, right, self.right.factor, offset)


def _alike(left: Quantity | None, box: Col, schema: Schema) -> Quantity | None:
    """Of a box, the number that the left side is of another: its score, its width."""
    if isinstance(left, MeasureOf):
        return MeasureOf(left.measure, box.name)
    own = score_of(box.name, schema)
    return ValueOf(own) if isinstance(left, ValueOf) and own else None


def score_of(box: str, schema: Schema) -> str | None:
    """The score column that belongs to a box column, by its name."""
    scores = [c.name for c in schema.columns if c.kind == "score"]
    return next((s for s in scores if s.removesuffix("_score") == box.removesuffix("_box")), None)


@dataclass(frozen=True)
class SameSaid(Pending):
    """ "is the same as the other", until the subject tells which column."""

    right: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a column of the same kind."""
        return same_value(subject, self.right)


def same_value(left: Any, right: Any) -> Condition | None:
    """Two columns hold the same value; None where they are not of one sort."""
    if as_quantity(left) is not None and as_quantity(right) is not None:
        return VersusSaid(comparison="=", right=Scaled(right)).about(left, Schema(("x",)))
    if not isinstance(left, Col) or not isinstance(right, Col) or left.name == right.name:
        return None
    alike = left.kind == right.kind or {left.kind, right.kind} <= {"text", "category"}
    return SameValue(left.name, right.name) if alike and left.kind not in ("span", "box") else None


@dataclass(frozen=True)
class SamePair(Pending):
    """ "are the same", "agree", until the subjects tell which columns."""

    takes_several: ClassVar[bool] = True

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of two columns of one sort."""
        if not isinstance(subject, Several) or subject.how != "all" or len(subject.subjects) != 2:
            return None
        from sayso.grammar.predicates.date_pairs import DateVersus
        from sayso.grammar.predicates.spans import same_text

        left, right = subject.subjects
        if all(isinstance(one, Col) and one.kind == "date" for one in (left, right)) and left != right:
            return DateVersus(left.name, "=", right.name)
        return same_value(*subject.subjects) or same_text(*subject.subjects, schema)


@dataclass(frozen=True)
class AgeSaid(Pending):
    """ "is older than 65", until the subject tells whose age: that of the row, where it has one."""

    bounds: Bounds = Bounds("=", Figure(0))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of an age column; of the row, its only age column."""
        ages = [c.name for c in schema.columns if c.kind == "number" and re.search(r"(^|_)age($|_)", c.name.lower())]
        if isinstance(subject, Col) and subject.name in ages:
            return number_is(subject, self.bounds, schema)
        alone = isinstance(subject, Subject) and len(ages) == 1
        return (
            number_is(Col(ages[0], "number"), _in_years(self.bounds, schema.column(ages[0])), schema) if alone else None
        )


def _in_years(bounds: Bounds, column: Column) -> Bounds:
    """An age "in years" of a column that does not say what it counts in: years."""
    plain = [Figure(f.value) if f is not None and f.unit in ("year", "years") else f for f in (bounds.n, bounds.upper)]
    return bounds if counted_in(column) else Bounds(bounds.comparison, plain[0] or bounds.n, plain[1])
