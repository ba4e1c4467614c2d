"""Readers of what is pointed out: "it is the title that says 'a'", "neither A nor B is there, only C", "an empty note"."""

from __future__ import annotations

from typing import Any

from sayso.grammar.context import Context, Several, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.categories import IsMissing
from sayso.grammar.predicates.logic import conjoin
from sayso.grammar.values import Col


@reads("pointed_out")
def _pointed_out(ctx: Context, pronoun: Any, subject: Any, predicate: Condition) -> Condition | None:
    """ "it is the title, and not the body, that says 'a'"."""
    return about(predicate, subject, ctx.schema)


@reads("not_but_subject")
def _not_but(ctx: Context, wrong: Any, subject: Any) -> Several | None:
    """ "it is not the title but the body that says 'a'": the body, and not the title."""
    return Several("first", (subject, wrong)) if subject != wrong else None


@reads("only_this")
def _only_this(ctx: Context, *given: Any) -> Condition | None:
    """ "neither the title nor the body is missing, only the note": that is said of the note alone."""
    *none, predicate, only = given
    absent = about(predicate, Several("none", tuple(none)), ctx.schema)
    there = about(predicate, only, ctx.schema)
    distinct = len({*none, only}) == len(none) + 1
    return conjoin(absent, there) if absent is not None and there is not None and distinct else None


@reads("blank_column")
def _blank(ctx: Context, column: Col) -> Condition:
    """ "an empty note", "has a blank title"."""
    return IsMissing(column.name)
