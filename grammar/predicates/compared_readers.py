"""Readers of two numbers beside "with", and of who holds what and what covers what: "nobody holds a licence for it"."""

from __future__ import annotations

from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import Context, Several, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.categories import FlagIs, IsMissing
from sayso.grammar.predicates.logic import Not
from sayso.grammar.predicates.numbers import NumberSaid, Scaled, VersusSaid, number_is
from sayso.grammar.values import Bounds, Col, Figure


def _versus(ctx: Context, left: Any, comparison: plan.Comparison, right: Scaled) -> Condition | None:
    return about(VersusSaid(comparison=comparison, right=right), left, ctx.schema)


@reads("with_versus")
def _with_versus(ctx: Context, left: Any, comparison: plan.Comparison, right: Scaled) -> Condition | None:
    """ "with n_kept smaller than n_booked"."""
    return _versus(ctx, left, comparison, right)


@reads("with_same")
def _with_same(ctx: Context, left: Any, right: Scaled) -> Condition | None:
    """ "with n_kept equal to n_booked"."""
    return _versus(ctx, left, "=", right)


@reads("with_other")
def _with_other(ctx: Context, left: Any, right: Scaled) -> Condition | None:
    same = _versus(ctx, left, "=", right)
    return Not(same) if same is not None else None


@reads("number_reached")
def _reached(ctx: Context, n: Figure) -> Condition:
    """ "reaches 0.85": or has gone past it."""
    return NumberSaid(bounds=Bounds(">=", n))


@reads("reaches_scaled")
def _reaches(ctx: Context, *given: Any) -> Condition:
    """ "reaches the limit": or has gone past it."""
    *comparison, right = given
    return VersusSaid(comparison=comparison[0] if comparison else ">=", right=right)


@reads("column_over")
def _column_over(ctx: Context, column: Col, n: Figure) -> Condition | None:
    """ "riskier than 0.5", of the risk score."""
    return number_is(column, Bounds(">", n), ctx.schema)


@reads("column_under")
def _column_under(ctx: Context, column: Col, n: Figure) -> Condition | None:
    return number_is(column, Bounds("<", n), ctx.schema)


@reads("none_told")
def _none_told(ctx: Context, column: Col) -> Condition:
    """ "with no period stated": nobody stated that there is none."""
    return Not(FlagIs(column.name)) if column.kind == "boolean" else IsMissing(column.name)


def _flag(holds: bool) -> Any:
    def read(ctx: Context, flag: Col, row: Any = None) -> Condition | None:
        """ "a licence covers the goods", "nobody holds a licence for it"."""
        return FlagIs(flag.name) if holds else Not(FlagIs(flag.name))

    return read


for _alias, _holds in (
    ("nobody_holds", False),
    ("somebody_holds", True),
    ("covers_row", True),
    ("covers_no_row", False),
):
    reads(_alias)(_flag(_holds))


def _of_two(how: Literal["all", "any", "none", "one"]) -> Any:
    """ "both marks", "either judge gave": two numbers of one sort, of which the same is said."""

    def read(ctx: Context, two: tuple[Col, Col]) -> Several:
        return Several(how, two)

    return read


reads("both_of_two")(_of_two("all"))
reads("either_of_two")(_of_two("any"))
reads("neither_of_two")(_of_two("none"))
reads("one_of_two")(_of_two("one"))
