"""Readers of numbers: columns against figures, columns against columns."""

from __future__ import annotations

from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, about, as_place
from sayso.grammar.forms import Condition, Quantity, reads
from sayso.grammar.predicates.categories import CategoryIs, IsMissing, counts
from sayso.grammar.predicates.items import AnyOf
from sayso.grammar.predicates.logic import Not, conjoin, disjoin
from sayso.grammar.predicates.numbers import (
    NUMERIC,
    AgeSaid,
    NumberIs,
    NumberSaid,
    SamePair,
    Scaled,
    VersusSaid,
    as_quantity,
    number_is,
)
from sayso.grammar.predicates.quantities import (
    Computed,
    CountOf,
    LengthOf,
    QuantityIs,
)
from sayso.grammar.units import measured
from sayso.grammar.values import TURNED, Bounds, CategoryValue, Col, Figure


@reads("number_is")
def _is(ctx: Context, bounds: Bounds) -> Condition:
    return NumberSaid(bounds=bounds)


reads("above_zero")(lambda ctx: NumberSaid(bounds=Bounds(">", Figure(0))))
reads("below_zero")(lambda ctx: NumberSaid(bounds=Bounds("<", Figure(0))))
reads("not_zero")(lambda ctx: NumberSaid(bounds=Bounds("!=", Figure(0))))


@reads("number_equals")
def _equals(ctx: Context, n: Figure) -> Condition:
    return NumberSaid(bounds=Bounds("=", n))


NONE = Bounds("=", Figure(0))
"""What "no" says before a number's name: of a count 0, of any other that it is missing. "0 percent" says 0."""


@reads("has_number")
def has_number(ctx: Context, bounds: Bounds, column: Col) -> Any:
    if column.kind == "year" and bounds.n.value < 1000:
        return None  # "older than two years" counts years, it names none
    if bounds is NONE and column.kind in NUMERIC and not counts(ctx.schema.column(column.name)):
        return IsMissing(column.name)  # "no speed limit was read"
    if bounds.n.unit == "$" and counts(ctx.schema.column(column.name)):
        return None  # "under $100 a night": so many dollars are no nights
    return number_is(column, bounds, ctx.schema)


@reads("has_number_two")
def _has_two(ctx: Context, both: tuple[Bounds, ...], column: Col) -> Condition | None:
    """ "more than 2 but fewer than 8 deficiencies"."""
    made = [has_number(ctx, bounds, column) for bounds in both]
    return conjoin(*made) if all(made) and made[0] != made[1] else None


@reads("has_number_two_late")
def _has_two_late(ctx: Context, low: Bounds, column: Col, high: Bounds) -> Condition | None:
    """ "more than 2 deficiencies but fewer than 8"."""
    return _has_two(ctx, (low, high), column)


@reads("not_number")
def _not_number(ctx: Context, n: Figure) -> Condition:
    return Not(NumberSaid(bounds=Bounds("=", n)))


@reads("number_one_of")
def _one_of(ctx: Context, *numbers: Figure) -> Condition:
    return disjoin(*(NumberSaid(bounds=Bounds("=", n)) for n in numbers))


@reads("has_one_of")
def _has_one_of(ctx: Context, column: Col, *numbers: Figure) -> Condition | None:
    parts = [has_number(ctx, Bounds("=", n), column) for n in numbers]
    return disjoin(*parts) if all(part is not None for part in parts) else None


@reads("has_or_more")
def _has_or_more(ctx: Context, n: Figure, column: Col) -> Any:
    return has_number(ctx, Bounds(">=", n), column)


@reads("has_or_less")
def _has_or_less(ctx: Context, n: Figure, column: Col) -> Any:
    return has_number(ctx, Bounds("<=", n), column)


def _aged(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, n: Figure) -> Condition | None:
        return AgeSaid(bounds=Bounds(comparison, n)) if not n.unit or measured(n.unit) == "years" else None

    return read


reads("age_or_over")(_aged(">="))


reads("age_or_under")(_aged("<="))


reads("age_over")(_aged(">"))


reads("age_under")(_aged("<"))


@reads("age_is")
def _age_is(ctx: Context, bounds: Bounds) -> Condition | None:
    return AgeSaid(bounds=bounds) if measured(bounds.n.unit) == "years" or not bounds.n.unit else None


@reads("age_of_row")
def _age_of_row(ctx: Context, bounds: Bounds) -> Condition | None:
    """ "new patients under 18": a figure that is said of the row is its age, where it has one."""
    whole = bounds.n.value >= 1 and bounds.n.value % 1 == 0
    return AgeSaid(bounds=bounds) if not bounds.n.unit and whole else None


@reads("has_number_late")
def _has_late(ctx: Context, column: Col, bounds: Bounds) -> Any:
    return has_number(ctx, bounds, column)


@reads("number_late")
def _late(ctx: Context, *given: Any) -> Any:
    return has_number(ctx, given[-1], given[-2])


@reads("times_or_more")
def _times_or_more(ctx: Context, *given: Any) -> Any:
    return has_number(ctx, Bounds(">=", given[-1]), given[-2])


@reads("has_none")
def _none(ctx: Context, column: Col) -> Condition | None:
    return NumberIs(column.name, Bounds("=", Figure(0))) if column.kind == "number" else None


@reads("value_with_score")
def _value_with_score(ctx: Context, category: Col, value: CategoryValue, score: Col, bounds: Bounds) -> Any:
    if category.name not in value.columns or score.kind not in NUMERIC:
        return None
    scored = number_is(score, bounds, ctx.schema)
    if scored is None:
        return None
    made = conjoin(CategoryIs(category.name, (value.text,)), scored)
    owner = category.name.split("_")[0]
    owned = [c.name for c in ctx.schema.columns if c.kind == "score" and c.name.split("_")[0] == owner]
    return Alternatives(((made, 0.5 if owned and score.name not in owned else 0.0),))  # a model's own score first


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
        comparison = bounds.comparison if sign > 0 else TURNED[bounds.comparison]
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


@reads("factor_number")
def _factor_number(ctx: Context, n: Figure) -> float | None:
    return n.value if not n.unit and n.value > 0 else None


@reads("factor_percent")
def _factor_percent(ctx: Context, n: Figure) -> float | None:
    return n.value / 100 if n.unit == "%" and n.value > 0 else None


@reads("more_of")
def _more_of(ctx: Context, *given: Any) -> Condition | None:
    """ "more photos than stars", "more photos than it has stars"."""
    return VersusSaid(comparison=">", right=Scaled(given[-1])).about(given[0], ctx.schema)


@reads("more_of_scaled")
def _more_of_scaled(ctx: Context, left: Col, right: Scaled) -> Condition | None:
    """ "more photos than twice the number of stars"."""
    return VersusSaid(comparison=">", right=right).about(left, ctx.schema)


@reads("fewer_of_scaled")
def _fewer_of_scaled(ctx: Context, left: Col, right: Scaled) -> Condition | None:
    return VersusSaid(comparison="<", right=right).about(left, ctx.schema)


@reads("fewer_of")
def _fewer_of(ctx: Context, left: Col, right: Col) -> Condition | None:
    return VersusSaid(comparison="<", right=Scaled(right)).about(left, ctx.schema)


def _counted_by(sign: int) -> Any:
    def read(ctx: Context, bounds: Bounds, left: Col, right: Col) -> Any:
        """ "at least three more fields than buttons"."""
        return about(_by(sign)(ctx, bounds, Scaled(right)), left, ctx.schema)

    return read


reads("more_by")(_counted_by(1))
reads("fewer_by")(_counted_by(-1))


@reads("number_alone")
def _number_alone(ctx: Context, column: Col, bounds: Bounds) -> Any:
    """ "an altitude above 10,000 feet"."""
    return Alternatives(((about(NumberSaid(bounds=bounds), column, ctx.schema), 0.2),))


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


def computed(operator: Any) -> Any:
    def read(ctx: Context, left: Any, right: Any) -> Quantity | None:
        a, b = as_quantity(left), as_quantity(right)
        return Computed(operator, a, b) if a is not None and b is not None and a != b else None

    return read


for _name, _operator in (("sum", "+"), ("difference", "-"), ("ratio", "/"), ("distance", "distance")):
    reads(f"quantity_{_name}")(computed(_operator))


@reads("so_far_apart")
def _so_far_apart(ctx: Context, bounds: Bounds, left: Any, right: Any) -> Condition | None:
    """ "fewer than 100 pixels separate the bottom of the sign from the top of the person"."""
    gap = computed("distance")(ctx, left, right)
    return QuantityIs(gap, bounds) if gap is not None and not measured(bounds.n.unit) else None


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


@reads("one_or_other")
def _one_or_other(ctx: Context, low: Figure, high: Figure) -> Bounds | None:
    """ "one or two links": neighbours only."""
    return _between(ctx, low, high) if high.value - low.value == 1 else None


@reads("none_of_them")
def _zero(ctx: Context) -> Bounds:
    return NONE
