"""Numbers: columns against figures, columns against columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sayso.grammar import plan
from sayso.grammar.context import Context, Pending, Several, as_place
from sayso.grammar.forms import Condition, Example, Quantity, reads, register
from sayso.grammar.predicates.categories import CategoryIs, IsMissing, counts
from sayso.grammar.predicates.items import AnyOf
from sayso.grammar.predicates.logic import Not, conjoin
from sayso.grammar.predicates.quantities import (
    Computed,
    CountOf,
    LengthOf,
    MeasureOf,
    QuantityIs,
    ValueOf,
    Versus,
)
from sayso.grammar.predicates.text import compare
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, CategoryValue, Col, Figure

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
            return NumberIs(subject.name, self.bounds)
        return QuantityIs(subject, self.bounds) if isinstance(subject, Quantity) else None


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
        return Versus(left, self.comparison, right, self.right.factor, self.right.offset)


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
        from sayso.grammar.predicates.spans import same_text

        return same_value(*subject.subjects) or same_text(*subject.subjects, schema)


@reads("number_is")
def _is(ctx: Context, bounds: Bounds) -> Condition:
    return NumberSaid(bounds=bounds)


@reads("number_equals")
def _equals(ctx: Context, n: Figure) -> Condition:
    return NumberSaid(bounds=Bounds("=", n))


@reads("has_number")
def _has(ctx: Context, bounds: Bounds, column: Col) -> Any:
    if bounds == Bounds("=", Figure(0)) and column.kind in NUMERIC and not counts(ctx.schema.column(column.name)):
        return IsMissing(column.name)  # "no speed limit was read"
    return NumberIs(column.name, bounds) if column.kind in NUMERIC else None


@reads("has_number_late")
def _has_late(ctx: Context, column: Col, bounds: Bounds) -> Any:
    return _has(ctx, bounds, column)


@reads("number_late")
def _late(ctx: Context, *given: Any) -> Any:
    return _has(ctx, given[-1], given[-2])


@reads("scaled_owner")
def _scaled_owner(ctx: Context, box: Col) -> Scaled:
    """ "than the hand's": the same number of another thing."""
    return Scaled(box)


@reads("has_none")
def _none(ctx: Context, column: Col) -> Condition | None:
    return NumberIs(column.name, Bounds("=", Figure(0))) if column.kind == "number" else None


@reads("value_with_score")
def _value_with_score(ctx: Context, category: Col, value: CategoryValue, score: Col, bounds: Bounds) -> Any:
    if category.name not in value.columns or score.kind not in NUMERIC:
        return None
    return conjoin(CategoryIs(category.name, (value.text,)), NumberIs(score.name, bounds))


@reads("value_with_score_late")
def _value_with_score_late(ctx: Context, category: Col, value: CategoryValue, bounds: Bounds, score: Col) -> Any:
    return _value_with_score(ctx, category, value, score, bounds)


@reads("versus")
def _versus(ctx: Context, comparison: plan.Comparison, right: Scaled) -> Condition:
    return VersusSaid(comparison=comparison, right=right)


@reads("versus_same")
def _versus_same(ctx: Context, right: Scaled) -> Condition:
    return VersusSaid(comparison="=", right=right)


@reads("versus_other")
def _versus_other(ctx: Context, right: Scaled) -> Condition:
    return Not(VersusSaid(comparison="=", right=right))


def _by(sign: int, late: bool = False) -> Any:
    def read(ctx: Context, *given: Any) -> Condition | None:
        """ "is at least 10 more than the other", "exceeds the other by at least 10"."""
        bounds, right = (given[1], given[0]) if late else given
        if not isinstance(right, Scaled) or right.offset.value or bounds.upper is not None:
            return None
        if bounds.n.unit == "%":  # "at least 20 % more than": a factor
            scaled = Scaled(right.quantity, right.factor * (1 + sign * bounds.n.value / 100))
        else:
            scaled = Scaled(right.quantity, right.factor, Figure(sign * bounds.n.value, bounds.n.unit))
        turned: dict[str, plan.Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
        comparison = bounds.comparison if sign > 0 else turned[bounds.comparison]
        return VersusSaid(comparison=comparison, right=scaled)

    return read


reads("above_by")(_by(1))
reads("below_by")(_by(-1))
reads("above_by_late")(_by(1, late=True))
reads("below_by_late")(_by(-1, late=True))


@reads("above_by_exactly")
def _above_exactly(ctx: Context, n: Figure, right: Scaled) -> Any:
    return _by(1)(ctx, Bounds("=", n), right)


@reads("scaled_one")
def _scaled(ctx: Context, quantity: Any) -> Scaled:
    return Scaled(quantity)


@reads("scaled_times")
def _scaled_times(ctx: Context, factor: float, quantity: Any) -> Scaled:
    return Scaled(quantity, factor)


@reads("scaled_plus")
def _scaled_plus(ctx: Context, quantity: Any, n: Figure) -> Scaled:
    return Scaled(quantity, 1.0, n)


@reads("scaled_minus")
def _scaled_minus(ctx: Context, quantity: Any, n: Figure) -> Scaled:
    return Scaled(quantity, 1.0, Figure(-n.value, n.unit))


@reads("factor_word")
def _factor_word(ctx: Context, n: str) -> float:
    return float(n)


@reads("factor_number")
def _factor_number(ctx: Context, n: Figure) -> float | None:
    return n.value if not n.unit and n.value > 0 else None


@reads("factor_percent")
def _factor_percent(ctx: Context, n: Figure) -> float | None:
    return n.value / 100 if n.unit == "%" and n.value > 0 else None


@reads("more_of")
def _more_of(ctx: Context, left: Col, right: Col) -> Condition | None:
    return VersusSaid(comparison=">", right=Scaled(right)).about(left, ctx.schema)


@reads("fewer_of")
def _fewer_of(ctx: Context, left: Col, right: Col) -> Condition | None:
    return VersusSaid(comparison="<", right=Scaled(right)).about(left, ctx.schema)


@reads("many_times")
def _many_times(ctx: Context, bounds: Bounds, left: Col, right: Col) -> Condition | None:
    """ "has more than twice as many authors as pages"."""
    scaled = Scaled(right, bounds.n.value)
    return VersusSaid(comparison=bounds.comparison, right=scaled).about(left, ctx.schema)


@reads("same_pair")
def _same_pair(ctx: Context) -> Condition:
    return SamePair()


@reads("differ_pair")
def _differ_pair(ctx: Context) -> Condition:
    return Not(SamePair())


@reads("quantity_column")
def _quantity_column(ctx: Context, column: Col) -> Col | None:
    return column if column.kind in NUMERIC else None


@reads("quantity_length")
def _quantity_length(ctx: Context, unit: Any, where: Any) -> Quantity | None:
    place = as_place(where, ctx.schema)
    return LengthOf(place, unit) if place is not None else None


@reads("quantity_length_late")
def _quantity_length_late(ctx: Context, where: Any, unit: Any = "characters") -> Quantity | None:
    return _quantity_length(ctx, unit, where)


@reads("quantity_count")
def _quantity_count(ctx: Context, what: Any, where: Any) -> Quantity | None:
    place = as_place(where, ctx.schema)
    return CountOf(place, what) if place is not None and isinstance(what, AnyOf) else None


def _computed(operator: Any) -> Any:
    def read(ctx: Context, left: Any, right: Any) -> Quantity | None:
        a, b = as_quantity(left), as_quantity(right)
        return Computed(operator, a, b) if a is not None and b is not None and a != b else None

    return read


for _name, _operator in (("sum", "+"), ("difference", "-"), ("ratio", "/"), ("distance", "distance")):
    reads(f"quantity_{_name}")(_computed(_operator))


def _bounds(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, n: Any) -> Bounds:
        return Bounds(comparison, n if isinstance(n, Figure) else Figure(float(n)))

    return read


def _comparison(comparison: plan.Comparison) -> Any:
    def read(ctx: Context) -> plan.Comparison:
        return comparison

    return read


for _alias, _sign in (
    ("more_than", ">"),
    ("less_than", "<"),
    ("at_least", ">="),
    ("at_most", "<="),
    ("exactly", "="),
    ("not_exactly", "!="),
):
    reads(_alias)(_bounds(_sign))  # type: ignore[arg-type]
for _alias, _sign in (("cmp_gt", ">"), ("cmp_lt", "<"), ("cmp_ge", ">="), ("cmp_le", "<=")):
    reads(_alias)(_comparison(_sign))  # type: ignore[arg-type]


@reads("between")
def _between(ctx: Context, low: Figure, high: Figure) -> Bounds | None:
    unit = low.unit or high.unit
    if low.value > high.value or {low.unit, high.unit} - {"", unit}:
        return None
    return Bounds(">=", Figure(low.value, unit), Figure(high.value, unit))


@reads("none_of_them")
def _zero(ctx: Context) -> Bounds:
    return Bounds("=", Figure(0))
