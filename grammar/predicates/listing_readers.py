"""Readers of lists: all of them, so many of them, more of one than of another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, HOLE, Alternatives, Context, Pending, about, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import Where
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.predicates.items import AllOf, AnyOf, Counted, Item, Listed, What, gathered
from sayso.grammar.predicates.logic import Holding, conjoin, disjoin
from sayso.grammar.predicates.quantities import CountOf, Versus
from sayso.grammar.predicates.standing import Standing
from sayso.grammar.predicates.text import Contains
from sayso.grammar.predicates.text_readers import ends, said_but_not, starts, there_is
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, CategoryValue, Figure


@reads("all_listed")
def _all_listed(ctx: Context, items: tuple[Item, ...]) -> Any:
    return there_is(ctx, Counted(AllOf(items))) if len(items) > 1 else None


@reads("some_listed")
def _some_listed(ctx: Context, bounds: Bounds, items: tuple[Item, ...]) -> Any:
    return there_is(ctx, Counted(AnyOf(items), "distinct", bounds))


def _versus(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, left: What, right: What) -> Condition | None:
        """ "contains more A than B": all occurrences counted."""
        if not isinstance(left, AnyOf) or not isinstance(right, AnyOf):
            return None
        return Versus(CountOf(HOLE, left), comparison, CountOf(HOLE, right))

    return read


reads("more_than_of")(_versus(">"))
reads("fewer_than_of")(_versus("<"))


def _versus_in(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, left: What, right: What, predicate: Any = None) -> Condition | None:
        """ "more A than B appear in the body"."""
        made = _versus(comparison)(ctx, left, right)
        adverbs = predicate.adverbs if isinstance(predicate, Standing) else () if predicate is None else None
        if made is None or adverbs is None or any(not isinstance(a, Where) for a in adverbs) or len(adverbs) > 1:
            return None
        return about(made, adverbs[0].place if adverbs else DOCUMENT, ctx.schema)

    return read


reads("more_than_in")(_versus_in(">"))
reads("fewer_than_in")(_versus_in("<"))


@reads("there_distinct")
def _there_distinct(ctx: Context, bounds: Bounds, items: tuple[Item, ...]) -> Any:
    """ "at least three out of the words 'a', 'b' and 'c'"."""
    any_of_them = bounds == Bounds(">=", Figure(1.0))
    mixed = isinstance(items[0], Listed) and not all(isinstance(item, Listed) for item in items)
    made = _some_listed(ctx, bounds, items) if len(items) > 1 and not any_of_them and not mixed else None
    return Alternatives(((made, 1.2),)) if made is not None else None


@dataclass(frozen=True)
class OftenerThan(Pending):
    """ "appears more often than X", until the subject tells what does."""

    comparison: Any = ">"
    right: Any = None
    where: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of things: all their occurrences counted."""
        what = subject.what if isinstance(subject, Counted) and subject.how == "some" else subject
        place = as_place(self.where if self.where is not None else DOCUMENT, schema)
        if not isinstance(what, AnyOf) or not isinstance(self.right, AnyOf) or place is None:
            return None
        return Versus(CountOf(place, what), self.comparison, CountOf(place, self.right))


def _oftener(comparison: Any) -> Any:
    def read(ctx: Context, right: What, adverbs: tuple[Any, ...] = ()) -> Condition | None:
        if len(adverbs) > 1 or any(not isinstance(a, Where) for a in adverbs):
            return None
        return OftenerThan(comparison=comparison, right=right, where=adverbs[0].place if adverbs else None)

    return read


def _oftener_late(comparison: Any) -> Any:
    def read(ctx: Context, adverbs: tuple[Any, ...], right: What) -> Any:
        """ "appears in the body more often than X"."""
        return _oftener(comparison)(ctx, right, adverbs)

    return read


reads("more_often_late")(_oftener_late(">"))
reads("less_often_late")(_oftener_late("<"))
reads("more_often")(_oftener(">"))
reads("less_often")(_oftener("<"))


@reads("said_but_none_of")
def _said_but_none_of(ctx: Context, counted: Counted, predicate: Condition, without: tuple[Item, ...]) -> Any:
    """ "one of A is in the text but none of B"."""
    return said_but_not(ctx, counted, predicate, gathered(without))


@reads("starts_or_ends")
def _starts_or_ends(ctx: Context, counted: Counted) -> Any:
    """ "begins or ends with 'x'"."""
    made = [starts(ctx, counted), ends(ctx, counted)]
    return disjoin(*(m for m in made if m is not None)) if all(made) else None


def _with_either(edge: Callable[[Context, Counted], Condition | None]) -> Any:
    """ "ends with 'a' or 'b', or with 'c'": each of them is what it may end with."""

    def read(ctx: Context, *counted: Counted) -> Condition | None:
        plain = [c.what for c in counted if isinstance(c.what, AnyOf) and c.how == "some" and c.without is None]
        items = tuple(dict.fromkeys(item for what in plain for item in what.items))
        return edge(ctx, Counted(AnyOf(items))) if len(plain) == len(counted) else None

    return read


reads("starts_or_with")(_with_either(starts))
reads("ends_or_with")(_with_either(ends))


@reads("starts_and_ends")
def _starts_and_ends(ctx: Context, counted: Counted) -> Any:
    made = [starts(ctx, counted), ends(ctx, counted)]
    return conjoin(*(m for m in made if m is not None)) if all(made) else None


@reads("hinges")
def _hinges(ctx: Context, assigned: Any, n: Figure, parts: tuple[Condition, ...]) -> Any:
    """ "lease hinges on two things: A, and B": so many conditions, all of which must hold."""
    from sayso.grammar.frame import framed

    return framed(ctx, assigned, conjoin(*parts)) if n.value == len(parts) and not n.unit else None


@reads("of_row")
def _of_row(ctx: Context, said: Condition) -> Any:
    """ "it is a contract whose title says 'rent'": what is said of the row."""
    return said if said.told is not None else about(said, DOCUMENT, ctx.schema)


@reads("of_kind_more")
def _of_kind_more(ctx: Context, value: CategoryValue, said: Condition) -> Any:
    """ "it is a press release whose headline names the company"."""
    labels = {label.lower() for label in ctx.schema.labels}
    more = _of_row(ctx, said)
    if more is None or len(value.columns) != 1 or value.text.lower() in labels:
        return None
    made = conjoin(CategoryIs(*value.columns, (value.text,)), more)
    object.__setattr__(made, "told", more.told)  # what follows is said of what this was
    return Alternatives(((made, 0.4),))


@reads("framed_also")
def _framed_also(ctx: Context, first: Condition, assigned: Any, other: Condition) -> Any:
    """ "a Texas contract is a lease, and so is any contract over 30 pages": either of them."""
    from sayso.grammar.frame import framed

    return framed(ctx, assigned, disjoin(first, other))


@reads("either_said")
def _either_said(ctx: Context, subject: Any, predicate: Condition, other: Condition) -> Any:
    """ "it either scored above 5 or the fee is over 9": of two subjects."""
    made = [about(predicate, subject, ctx.schema), about(other, DOCUMENT, ctx.schema)]
    return disjoin(*(m for m in made if m is not None)) if all(made) else None


@reads("hinges_on")
def _hinges_on(ctx: Context, assigned: Any, when: Condition) -> Any:
    """ "lease depends on the title containing 'rent'"; how many things it depends on is no count of what holds."""
    from sayso.grammar.frame import framed

    return None if any(isinstance(node, Holding) for node in when.walk()) else framed(ctx, assigned, when)


@reads("contains_told_one")
def _contains_told_one(ctx: Context, item: Item) -> Condition:
    """ "the note says the animal collapsed"."""
    return Contains(HOLE, AnyOf((item,)))


@reads("contains_told")
def _contains_told(ctx: Context, what: What) -> Condition:
    """ "the note says the animal 'collapsed'"."""
    return Contains(HOLE, what)
