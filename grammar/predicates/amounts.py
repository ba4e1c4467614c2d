"""Readers of what is said of an amount beside its figure: none or not told, in all, of what age, since when, both ends included."""

from __future__ import annotations

import dataclasses
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, HOLE, Context, about
from sayso.grammar.forms import Condition, Quantity, reads
from sayso.grammar.predicates.categories import Blank
from sayso.grammar.predicates.date_pairs import years_apart
from sayso.grammar.predicates.logic import conjoin, disjoin
from sayso.grammar.predicates.number_readers import computed, has_number
from sayso.grammar.predicates.numbers import AgeSaid, NumberSaid, Scaled, VersusSaid, number_is
from sayso.grammar.predicates.quantities import ValueOf
from sayso.grammar.predicates.shape import CaseIs, LengthIs, Unit
from sayso.grammar.units import is_year, measured, priced
from sayso.grammar.values import Bounds, Col, DateRange, Figure


def _fields(said: Condition) -> list[Any]:
    """All that the nodes of a form hold."""
    return [getattr(node, field.name) for node in said.walk() for field in dataclasses.fields(node)]


@reads("inclusive")
def _inclusive(ctx: Context, said: Condition) -> Condition | None:
    """ "two to five days lost, both ends counted": of a range, which has its ends anyway."""
    fields = _fields(said)
    ranges = [f for f in fields if isinstance(f, Bounds) and f.upper is not None]
    dates = [f for f in fields if isinstance(f, DateRange)]
    return said if len(ranges) == 1 or len(dates) == 2 else None


@reads("missing_or_number")
def _missing_or_number(ctx: Context, n: Figure) -> Condition:
    """ "is blank or zero"."""
    return disjoin(Blank(), NumberSaid(bounds=Bounds("=", n)))


def _versus_or(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, right: Scaled) -> Condition:
        """ "are three times the visits or more"."""
        return VersusSaid(comparison=comparison, right=right)

    return read


reads("versus_or_more")(_versus_or(">="))
reads("versus_or_less")(_versus_or("<="))


@reads("has_exactly")
def _has_exactly(ctx: Context, n: Figure, column: Col) -> Any:
    """ "four nights exactly"."""
    return has_number(ctx, Bounds("=", n), column)


@reads("priced")
def _priced(ctx: Context, bounds: Bounds) -> Condition | None:
    """ "priced at 40 or higher": of the only column that holds money."""
    column = priced(ctx.schema)
    if column is None or bounds.n.unit not in ("", "$"):
        return None
    return number_is(Col(column.name, column.kind), bounds, ctx.schema)


@reads("priced_over")
def _priced_over(ctx: Context, n: Figure) -> Condition | None:
    return _priced(ctx, Bounds(">", n))


@reads("priced_under")
def _priced_under(ctx: Context, n: Figure) -> Condition | None:
    return _priced(ctx, Bounds("<", n))


@reads("priced_up_to")
def _priced_up_to(ctx: Context, n: Figure) -> Condition | None:
    return _priced(ctx, Bounds("<=", n))


@reads("priced_from")
def _priced_from(ctx: Context, n: Figure) -> Condition | None:
    return _priced(ctx, Bounds(">=", n))


@reads("age_group")
def _age_group(ctx: Context, bounds: Bounds) -> Condition:
    """ "is one of the over-eighties"."""
    return AgeSaid(bounds=bounds)


@reads("docs_aged")
def _docs_aged(ctx: Context, bounds: Bounds, *parts: Condition) -> Condition | None:
    """ "under-16s who were never seen"."""
    aged = AgeSaid(bounds=bounds).about(DOCUMENT, ctx.schema)
    return conjoin(aged, *parts) if aged is not None else None


@reads("docs_so")
def _docs_so(ctx: Context, said: Condition, *parts: Condition) -> Condition | None:
    """ "one-word messages"."""
    made = about(said, DOCUMENT, ctx.schema)
    return conjoin(made, *parts) if made is not None else None


@reads("docs_dated")
def _docs_dated(ctx: Context, *parts: Any) -> Condition | None:
    """ "weekend reports", "weekend reports (Saturday, Sunday)"."""
    from sayso.grammar.predicates.dates import PartSaid

    said = [part for part in parts if isinstance(part, PartSaid)]
    made = about(said[0], DOCUMENT, ctx.schema) if len({*said}) == 1 else None
    return conjoin(made, *(part for part in parts if part not in said)) if made is not None else None


@reads("within_elapsed")
def _within_elapsed(ctx: Context, n: Figure, column: Col) -> Any:
    """ "within ten days of the trip"."""
    return has_number(ctx, Bounds("<=", n), column)


@reads("text_sized")
def _text_sized(ctx: Context, said: Condition, column: Col) -> Condition | None:
    """ "a one-word subject line"."""
    return about(said, column, ctx.schema)


@reads("length_not")
def _length_not(ctx: Context, n: Figure, unit: Unit) -> Condition | None:
    """ "isn't one word": as "is not one word"."""
    return LengthIs(HOLE, unit, Bounds("!=", n)) if not n.unit and n.value >= 0 else None


@reads("case_of_it")
def _case_of_it(ctx: Context, column: Col, case: Any) -> Condition | None:
    """ "somebody writes the description in capitals"."""
    return about(CaseIs(HOLE, case), column, ctx.schema)


reads("quantity_product")(computed("*"))


@reads("quantity_year")
def _quantity_year(ctx: Context, *given: Any) -> Quantity | None:
    """ "the year of the signed", "the year it was signed"."""
    return ValueOf(given[-1].name, "year") if given[-1].kind == "date" else None


@reads("aged_in_year")
def _aged_in_year(ctx: Context, bounds: Bounds, *given: Any) -> Condition | None:
    """ "more than ten years old in the year it was received": counted in calendar years, from the only column of years."""
    years = [c.name for c in ctx.schema.columns if is_year(c)]
    date = given[-1]
    if (
        len(years) != 1
        or not isinstance(date, Col)
        or date.kind != "date"
        or measured(bounds.n.unit) not in ("", "years")
    ):
        return None
    return years_apart(years[0], date.name, bounds, before=True)


@reads("times_or_less")
def _times_or_less(ctx: Context, *given: Any) -> Any:
    """ "year 9 or younger"."""
    return has_number(ctx, Bounds("<=", given[-1]), given[-2])


@reads("has_compared")
def _has_compared(ctx: Context, comparison: plan.Comparison, column: Col, n: Figure) -> Any:
    """ "above year 9"."""
    return has_number(ctx, Bounds(comparison, n), column)
