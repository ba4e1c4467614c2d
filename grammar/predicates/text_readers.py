"""Readers of what a text contains, starts and ends with, equals, matches: of verb phrases and of whole clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Alternatives, Context, Subject, as_place
from sayso.grammar.forms import Condition, Place, reads
from sayso.grammar.predicates.categories import category_of
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Itself, Kind, Listed, Quoted, What
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.predicates.text import Contains, Distinct, Equals, Matches, Occurs, Opens, said
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure, ListName


@reads("contains")
def _contains(ctx: Context, what: What) -> Condition:
    return Contains(HOLE, what)


@reads("contains_none", "contains_neither")
def _contains_none(ctx: Context, *items: Any) -> Condition:
    return negate(Contains(HOLE, _gathered(items)))


def _gathered(items: tuple[Any, ...]) -> AnyOf:
    flat: list[Item] = []
    for item in items:
        flat += item.items if isinstance(item, (AnyOf, AllOf)) else item if isinstance(item, tuple) else [item]
    return AnyOf(tuple(dict.fromkeys(flat)))


@reads("contains_but_not")
def _but_not(ctx: Context, what: What, without: What) -> Condition:
    return conjoin(Contains(HOLE, what), negate(Contains(HOLE, _gathered((without,)))))


@reads("contains_times")
def _times(ctx: Context, what: What, bounds: Bounds) -> Condition | None:
    if isinstance(what, AllOf):
        return conjoin(*(Occurs(HOLE, AnyOf((item,)), bounds) for item in what.items))
    return Occurs(HOLE, what, bounds)


@reads("contains_count")
def _count(ctx: Context, bounds: Bounds, what: What) -> Condition | None:
    """ "has more than two dates": only kinds of thing and quoted words can be counted so."""
    if not isinstance(what, AnyOf) or not all(isinstance(i, (Kind, Quoted)) for i in what.items):
        return None
    if bounds == Bounds("=", Figure(0)):
        return negate(Contains(HOLE, what))
    return Occurs(HOLE, what, bounds)


@reads("contains_distinct", "contains_distinct_words")
def _distinct(ctx: Context, bounds: Bounds, items: Any) -> Condition | None:
    listed = items.items if isinstance(items, (AnyOf, AllOf)) else items
    whole = bounds.n.value % 1 == 0 and not bounds.n.unit
    many = len(listed) > 1 or isinstance(listed[0], Listed)
    if bounds == Bounds(">=", Figure(1)):
        return Contains(HOLE, AnyOf(tuple(listed)))
    if bounds == Bounds("=", Figure(0)):
        return negate(Contains(HOLE, AnyOf(tuple(listed))))
    return Distinct(HOLE, tuple(listed), bounds) if whole and many else None


@reads("contains_in")
def _contains_in(ctx: Context, what: What, where: Any) -> Any:
    return said(ctx, Contains(HOLE, what), where)


@reads("contains_none_in")
def _contains_none_in(ctx: Context, what: What, where: Any) -> Any:
    return said(ctx, negate(Contains(HOLE, _gathered((what,)))), where)


@reads("contains_count_in")
def _contains_count_in(ctx: Context, bounds: Bounds, what: What, where: Any) -> Any:
    return said(ctx, _count(ctx, bounds, what), where)


@reads("contains_listed")
def _contains_listed(ctx: Context, name: ListName) -> Condition:
    return Contains(HOLE, AnyOf((Listed(name.name),)))


@reads("appears_exactly")
def _appears_exactly(ctx: Context, what: What, where: Any = None) -> Any:
    items = tuple(Quoted(i.text, "exact") if isinstance(i, Quoted) else i for i in what.items)
    return said(ctx, Contains(HOLE, type(what)(items)), where)


@reads("appears_all_listed")
def _all_listed(ctx: Context, items: tuple[Item, ...]) -> Any:
    return said(ctx, Contains(HOLE, AllOf(items)))


@reads("starts")
def _starts(ctx: Context, what: What) -> Condition | None:
    return Opens(HOLE, what, "start") if isinstance(what, AnyOf) else None


@reads("ends")
def _ends(ctx: Context, what: What) -> Condition | None:
    return Opens(HOLE, what, "end") if isinstance(what, AnyOf) else None


@reads("equals")
def _equals(ctx: Context, what: What) -> Condition | None:
    return (
        Equals(HOLE, what)
        if isinstance(what, AnyOf) and all(isinstance(i, (Quoted, Listed)) for i in what.items)
        else None
    )


@reads("matches")
def _matches(ctx: Context, literal: Any) -> Condition | None:
    try:
        re.compile(literal.text)
    except re.error:
        return None
    if re.search(r"\(\?[=!<]|\\[1-9]", literal.text):
        return None  # look-around and back-references do not run in linear time
    return Matches(HOLE, literal.text)


@dataclass(frozen=True)
class Is(Condition):
    """ "is X", until the subject tells what that means: a category's value, words of a text, an argument in a list."""

    place: Place
    items: tuple[Item, ...]

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category its value; of a text that it contains the words; of an argument that its text does."""
        if isinstance(subject, Col) and subject.kind == "category":
            return category_of(subject, self.items, schema)
        if isinstance(subject, Subject):
            return None  # "it is a lease" says nothing that can be checked
        place = as_place(subject, schema)
        if place is None or (
            isinstance(subject, Col) and subject.kind == "text" and any(isinstance(i, Itself) for i in self.items)
        ):
            return None
        return Contains(place, AnyOf(self.items))


@reads("is_value")
def _is(ctx: Context, items: tuple[Item, ...]) -> Any:
    return Alternatives(((Is(HOLE, items), 0.3),))


@reads("not_value")
def _is_not(ctx: Context, items: tuple[Item, ...]) -> Any:
    return Alternatives(((Not(Is(HOLE, items)), 0.3),))


@reads("in_list")
def _in_list(ctx: Context, name: ListName) -> tuple[Item, ...]:
    return (Listed(name.name),)


@reads("freq_word")
def _freq(ctx: Context, n: str) -> Bounds:
    return Bounds("=", Figure(float(n)))


def _frequency(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, n: str) -> Bounds:
        return Bounds(comparison, Figure(float(n)))

    return read


reads("freq_at_least")(_frequency(">="))
reads("freq_at_most")(_frequency("<="))
reads("freq_more")(_frequency(">"))
reads("freq_less")(_frequency("<"))


@reads("appears_default", "appears")
def _appears(ctx: Context, what: What, where: Any = None) -> Any:
    return said(ctx, Contains(HOLE, what), where)


@reads("appears_so")
def _appears_so(ctx: Context, what: What) -> Any:
    """ "... but 'law' does": only words can do what words did before."""
    words = all(isinstance(item, (Quoted, Listed)) for item in what.items)
    return said(ctx, Contains(HOLE, what)) if words else None


@reads("appears_turned")
def _turned(ctx: Context, where: Any, what: What) -> Any:
    return said(ctx, Contains(HOLE, what), where)


@reads("appears_not", "appears_not_default")
def _appears_not(ctx: Context, what: Any, where: Any = None) -> Any:
    none = said(ctx, negate(Contains(HOLE, _gathered((what,)))), where)
    if isinstance(what, AllOf):
        return Alternatives(((none, 0.0), (said(ctx, negate(Contains(HOLE, what)), where), 0.4)))
    return none


@reads("appears_neither", "appears_neither_default")
def _neither(ctx: Context, *given: Any) -> Any:
    items = tuple(item for item in given if isinstance(item, Item))
    where = given[-1] if not isinstance(given[-1], Item) else None
    return said(ctx, negate(Contains(HOLE, AnyOf(items))), where)


@reads("appears_but_not")
def _appears_but(ctx: Context, what: What, where: Any, without: What) -> Any:
    return said(ctx, _but_not(ctx, what, without), where)


@reads("appears_times")
def _appears_times(ctx: Context, what: What, bounds: Bounds, where: Any = None) -> Any:
    return said(ctx, _times(ctx, what, bounds), where)


@reads("appears_times_default")
def _appears_times_default(ctx: Context, what: What, bounds: Bounds) -> Any:
    return said(ctx, _times(ctx, what, bounds))


@reads("appears_times_late")
def _appears_times_late(ctx: Context, what: What, where: Any, bounds: Bounds) -> Any:
    return said(ctx, _times(ctx, what, bounds), where)


@reads("appear_distinct", "appear_distinct_default")
def _appear_distinct(ctx: Context, bounds: Bounds, items: Any, where: Any = None) -> Any:
    return said(ctx, _distinct(ctx, bounds, items), where)


@reads("appear_count", "appear_count_default")
def _appear_count(ctx: Context, bounds: Bounds, what: What, where: Any = None) -> Any:
    return said(ctx, _count(ctx, bounds, what), where)
