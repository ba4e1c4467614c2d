"""Readers of what is pointed out: "it is the title that says 'a'", "neither A nor B is there, only C", "an empty note"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from sayso.grammar.context import Alternatives, Context, Several, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.logic import conjoin, disjoin
from sayso.grammar.predicates.numbers import NumberIs
from sayso.grammar.predicates.places import Edge, Piece
from sayso.grammar.predicates.quantities import Computed, ValueOf
from sayso.grammar.values import Bounds, Col, Figure


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


@reads("dated_from")
def _dated_from(ctx: Context, column: Col, source: Condition, predicate: Condition) -> Any:
    """ "was signed in Texas or in Ohio in June": from either, and signed in June."""
    when = about(predicate, column, ctx.schema)
    return Alternatives(((conjoin(source, when), -0.3),)) if when is not None and when != predicate else None


def _other_end(place: Any, pick: int, n: int = 0) -> Any:
    """The piece, or as many words, at another end of a text; None where it is the same."""
    if isinstance(place, Piece) and not n and pick:
        made: Any = replace(place, pick=pick)
    elif isinstance(place, Edge) and pick in (1, -1):
        made = replace(place, side="first" if pick == 1 else "last", n=n or place.n)
    else:
        return None
    return made if made != place else None


def _two(how: Literal["any", "all"]) -> Any:
    def read(ctx: Context, pick: int, place: Any) -> Several | None:
        """ "the first or last five words of the body"."""
        other = _other_end(place, pick)
        return Several(how, (other, place)) if other is not None else None

    return read


reads("either_end")(_two("any"))
reads("both_ends")(_two("all"))


@reads("either_end_late")
def _either_end_late(ctx: Context, place: Any, pick: int, n: Figure | None = None) -> Any:
    """ "the last five words of the body or the first five"."""
    whole = n is None or (not n.unit and n.value % 1 == 0 and n.value >= 1)
    other = _other_end(place, pick, int(n.value) if n is not None else 0) if whole else None
    return Alternatives(((Several("any", (place, other)), -0.3),)) if other is not None else None


@reads("together")
def _together(ctx: Context, left: Any, right: Any, predicate: Condition) -> Any:
    """ "the amount and the deposit together exceed 50": their sum does."""
    both = [ValueOf(one.name) if isinstance(one, Col) else one for one in (left, right)]
    made = about(predicate, Computed("+", *both), ctx.schema)
    return Alternatives(((made, -0.6),)) if made is not None and left != right else None


@reads("has_number_either")
def _has_number_either(ctx: Context, low: Bounds, column: Col, high: Bounds) -> Condition | None:
    """ "has fewer than 3 pages or more than 10"."""
    plain = not low.n.unit and not high.n.unit and column.kind == "number"
    return disjoin(NumberIs(column.name, low), NumberIs(column.name, high)) if plain else None
