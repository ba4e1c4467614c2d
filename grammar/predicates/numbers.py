"""Numbers: columns against figures, columns against columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Context
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.predicates.logic import Not, conjoin
from sayso.grammar.predicates.text import compare
from sayso.grammar.schema import Schema
from sayso.grammar.values import SAID, Bounds, CategoryValue, Col, Figure

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
        """The comparison; a percentage of a score is a hundredth."""
        percent = schema.column(self.column).kind == "score" and self.bounds.n.unit == "%"
        return compare(plan.Value(self.column), self.bounds, 0.01 if percent else 1.0)


@register
@dataclass(frozen=True)
class NumberVersus(Condition):
    """One number column compares so with another; false where either is missing."""

    left: str
    comparison: plan.Comparison
    right: str

    examples = (
        Example(
            "label lease if the amount is more than the deposit",
            yes=({"amount": 2, "deposit": 1},),
            no=({"amount": 1, "deposit": 1}, {"amount": 2, "deposit": None}),
        ),
    )

    def say(self) -> str:
        """ "the amount is more than the deposit"."""
        return f"the {self.left} is {SAID[self.comparison]} the {self.right}"

    def say_not(self) -> str:
        """ "the amount is not more than the deposit, or is missing"."""
        return f"the {self.left} is not {SAID[self.comparison]} the {self.right}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """The comparison."""
        return plan.Compare(plan.Value(self.left), self.comparison, plan.Value(self.right))


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
class NumberSaid(Condition):
    """ "is above 0.9", until the subject tells which column."""

    place: Any
    bounds: Bounds

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a number or score column."""
        if isinstance(subject, Col) and subject.kind in NUMERIC:
            return NumberIs(subject.name, self.bounds)
        return None


@dataclass(frozen=True)
class VersusSaid(Condition):
    """ "is above the other score", until the subject tells which column."""

    place: Any
    comparison: plan.Comparison
    right: Col

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a number column, against another one."""
        fits = isinstance(subject, Col) and subject.kind in NUMERIC and self.right.kind in NUMERIC
        if not fits or subject.name == self.right.name:
            return None
        return NumberVersus(subject.name, self.comparison, self.right.name)


@dataclass(frozen=True)
class SameSaid(Condition):
    """ "is the same as the other", until the subject tells which column."""

    place: Any
    right: Col

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a column of the same kind."""
        if not isinstance(subject, Col) or subject.name == self.right.name:
            return None
        alike = subject.kind == self.right.kind or {subject.kind, self.right.kind} <= {"text", "category"}
        return SameValue(subject.name, self.right.name) if alike and subject.kind not in ("span", "box") else None


@reads("number_is")
def _is(ctx: Context, bounds: Bounds) -> Condition:
    return NumberSaid(HOLE, bounds)


@reads("number_is_sure")
def _sure(ctx: Context, n: Figure) -> Condition:
    return NumberSaid(HOLE, Bounds(">", n))


@reads("number_equals")
def _equals(ctx: Context, n: Figure) -> Condition:
    return NumberSaid(HOLE, Bounds("=", n))


@reads("has_number")
def _has(ctx: Context, bounds: Bounds, column: Col) -> Any:
    return NumberIs(column.name, bounds) if column.kind in NUMERIC else None


@reads("has_none")
def _none(ctx: Context, column: Col) -> Condition | None:
    return NumberIs(column.name, Bounds("=", Figure(0))) if column.kind == "number" else None


@reads("number_clause")
def _clause(ctx: Context, column: Col, bounds: Bounds) -> Condition | None:
    return NumberIs(column.name, bounds) if column.kind in NUMERIC else None


@reads("value_with_score")
def _value_with_score(
    ctx: Context, category: Col, value: CategoryValue, score: Col, bounds: Bounds
) -> Condition | None:
    if category.name not in value.columns or score.kind not in NUMERIC:
        return None
    return conjoin(CategoryIs(category.name, (value.text,)), NumberIs(score.name, bounds))


def _versus(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, right: Col) -> Condition:
        return VersusSaid(HOLE, comparison, right)

    return read


reads("exceeds_column")(_versus(">"))
reads("below_column")(_versus("<"))
reads("not_below_column")(_versus(">="))
reads("not_above_column")(_versus("<="))


@reads("equals_column")
def _same_as(ctx: Context, right: Col) -> Condition:
    return VersusSaid(HOLE, "=", right) if right.kind in NUMERIC else SameSaid(HOLE, right)


@reads("differs_column")
def _differs(ctx: Context, right: Col) -> Condition:
    return Not(VersusSaid(HOLE, "=", right) if right.kind in NUMERIC else SameSaid(HOLE, right))


@reads("more_of")
def _more_of(ctx: Context, left: Col, right: Col) -> Condition | None:
    return VersusSaid(HOLE, ">", right).about(left, ctx.schema)


@reads("fewer_of")
def _fewer_of(ctx: Context, left: Col, right: Col) -> Condition | None:
    return VersusSaid(HOLE, "<", right).about(left, ctx.schema)


def _bounds(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, n: Figure) -> Bounds:
        return Bounds(comparison, n)

    return read


for _alias, _comparison in (
    ("more_than", ">"),
    ("less_than", "<"),
    ("at_least", ">="),
    ("at_most", "<="),
    ("exactly", "="),
    ("not_exactly", "!="),
):
    reads(_alias)(_bounds(_comparison))  # type: ignore[arg-type]


@reads("between")
def _between(ctx: Context, low: Figure, high: Figure) -> Bounds | None:
    unit = low.unit or high.unit
    if low.value > high.value or {low.unit, high.unit} - {"", unit}:
        return None
    return Bounds(">=", Figure(low.value, unit), Figure(high.value, unit))


@reads("none_of_them")
def _zero(ctx: Context) -> Bounds:
    return Bounds("=", Figure(0))
