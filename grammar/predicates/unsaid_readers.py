"""Readers of what is left unsaid, and of values that a row does not have: "it is not stated whether ...", "everywhere but in ..."."""

from __future__ import annotations

from typing import Any

from sayso.grammar.context import DOCUMENT, Alternatives, Context, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.categories import FlagIs, IsMissing
from sayso.grammar.predicates.dates import DateSaid
from sayso.grammar.values import Col


@reads("not_told")
def _not_told(ctx: Context, said: Condition) -> Condition | None:
    """ "it is not stated whether the flat is furnished": nothing is, neither that it is nor that it is not."""
    made = about(said, DOCUMENT, ctx.schema)
    return IsMissing(made.column) if isinstance(made, FlagIs) else None


@reads("not_until_after")
def _not_until_after(ctx: Context, column: Col, date: Any) -> Any:
    """ "not available until after 15 January"."""
    return about(DateSaid(relation="after", date=date), column, ctx.schema)


@reads("not_until")
def _not_until(ctx: Context, column: Col, date: Any) -> Any:
    """ "not available until 15 January": from then on."""
    made = about(DateSaid(relation="on or after", date=date), column, ctx.schema)
    return Alternatives(((made, -0.5),)) if made is not None else None
