"""What a text contains, starts and ends with, equals, matches; and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Alternatives, Context, Several, Subject, about, as_place
from sayso.grammar.forms import Condition, Example, Place, reads, register
from sayso.grammar.predicates.categories import CategoryIs, category_of
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Itself, Kind, Listed, Quoted, What, series
from sayso.grammar.predicates.logic import conjoin, negate
from sayso.grammar.predicates.places import Argument
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure, ListName


@register
@dataclass(frozen=True)
class Contains(Condition):
    """A text holds any (or all) of several things."""

    place: Place
    what: What

    examples = (
        Example(
            "label lease if the body contains 'rent' or 'flat'",
            yes=({"body": "The RENT is due."}, {"body": "a flat"}),
            no=({"body": "parental leave"}, {"body": None}),
        ),
    )

    def say(self) -> str:
        """ "the body contains 'rent' or 'flat'"."""
        return f"{self.place.say()} contains {self.what.say()}"

    def say_not(self) -> str:
        """ "the body does not contain 'rent' or 'flat'": none of them."""
        every = "all of " if isinstance(self.what, AllOf) else ""
        return f"{self.place.say()} does not contain {every}{self.what.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """There is such a spot."""
        within = self.place.lower(schema)
        if isinstance(self.what, AnyOf):
            return plan.Some(self.what.spots(within, schema))
        return plan.All(tuple(plan.Some(item.spots(within, schema)) for item in self.what.items))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category ("the rules engine says phishing") it means that it has that value."""
        if isinstance(subject, Col) and subject.kind == "category" and isinstance(self.what, AnyOf):
            return category_of(subject, self.what.items, schema)
        return Condition.about(self, subject, schema)


@register
@dataclass(frozen=True)
class Occurs(Condition):
    """Things of one sort occur so many times in a text, all occurrences counted together."""

    place: Place
    what: AnyOf
    bounds: Bounds

    examples = (
        Example(
            "label lease if the body contains 'rent' at least 2 times",
            yes=({"body": "rent on rent"},),
            no=({"body": "rent"}, {"body": None}),
        ),
    )

    def say(self) -> str:
        """ "the body contains 'rent' at least 2 times"."""
        return f"{self.place.say()} contains {self.what.say()} {self.bounds.say()} times"

    def say_not(self) -> str:
        """ "the body does not contain 'rent' at least 2 times"."""
        return f"{self.place.say()} does not contain {self.what.say()} {self.bounds.say()} times"

    def lower(self, schema: Schema) -> plan.Test:
        """A count of spots."""
        return compare(plan.Count(self.what.spots(self.place.lower(schema), schema)), self.bounds)


@register
@dataclass(frozen=True)
class Distinct(Condition):
    """So many different ones of several things occur in a text."""

    place: Place
    items: tuple[Item, ...]
    bounds: Bounds

    examples = (
        Example(
            "label lease if the body contains at least 2 of 'rent', 'flat' and 'let'",
            yes=({"body": "a flat to let"},),
            no=({"body": "rent and rent"},),
        ),
    )

    def say(self) -> str:
        """ "the body contains at least 2 of 'rent', 'flat' and 'let'"."""
        return f"{self.place.say()} contains {self.bounds.say()} of {series(self.items, 'and')}"

    def say_not(self) -> str:
        """ "the body does not contain at least 2 of ..."."""
        return f"{self.place.say()} does not contain {self.bounds.say()} of {series(self.items, 'and')}"

    def lower(self, schema: Schema) -> plan.Test:
        """How many of the things are there."""
        within = self.place.lower(schema)
        tests: list[plan.Test] = []
        for item in self.items:
            if isinstance(item, Listed):
                tests += [plan.Some(Quoted(e).spots(within, schema)) for e in schema.lists[item.name]]
            else:
                tests.append(plan.Some(item.spots(within, schema)))
        held = plan.Hold(tuple(tests), self.bounds.comparison, int(self.bounds.n.value))
        if self.bounds.upper is None:
            return held
        return plan.All((held, plan.Hold(tuple(tests), "<=", int(self.bounds.upper.value))))


@register
@dataclass(frozen=True)
class Opens(Condition):
    """A text starts, or ends, with one of several things; white space and punctuation around it looked past."""

    place: Place
    what: AnyOf
    edge: Literal["start", "end"]

    examples = (
        Example(
            "label lease if the body starts with 'rent' or 'let'",
            yes=({"body": "  “Rent is due"},),
            no=({"body": "the rent"}, {"body": "rental"}),
        ),
        Example(
            "label lease if the body ends with 'due'", yes=({"body": "rent is due."},), no=({"body": "due on Monday"},)
        ),
    )

    def say(self) -> str:
        """ "the body starts with 'rent'"."""
        return f"{self.place.say()} {self.edge}s with {self.what.say()}"

    def say_not(self) -> str:
        """ "the body does not start with 'rent'"."""
        return f"{self.place.say()} does not {self.edge} with {self.what.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """A spot at that edge."""
        within = self.place.lower(schema)
        spots: plan.Spots = self.what.spots(within, schema)
        only = self.what.items[0]
        if len(self.what.items) == 1 and isinstance(only, Itself):
            spots = only.argument.lower(schema)
        if isinstance(self.place, Argument) and all(
            isinstance(i, Quoted) and i.mode == "part" for i in self.what.items
        ):
            spots = plan.Find(
                within, tuple(plan.Term(i.text, "part") for i in self.what.items if isinstance(i, Quoted))
            )
        return plan.Some(plan.AtEdge(spots, within, self.edge))


@register
@dataclass(frozen=True)
class Equals(Condition):
    """A text's whole value is one of several."""

    place: Place
    what: AnyOf

    examples = (
        Example("label lease if the title is exactly 'rent'", yes=({"title": " Rent "},), no=({"title": "the rent"},)),
    )

    def say(self) -> str:
        """ "the title is exactly 'rent'"."""
        return f"{self.place.say()} is exactly {self.what.say()}"

    def say_not(self) -> str:
        """ "the title is not exactly 'rent'"."""
        return f"{self.place.say()} is not exactly {self.what.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """The whole value compared."""
        terms: list[plan.Term] = []
        for item in self.what.items:
            if isinstance(item, Quoted):
                terms.append(plan.Term(item.text, "exact" if item.mode == "exact" else "words"))
            elif isinstance(item, Listed):
                terms += [plan.Term(entry) for entry in schema.lists[item.name]]
        return plan.Same(self.place.lower(schema), tuple(terms))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category it means that it has that value."""
        if isinstance(subject, Col) and subject.kind == "category":
            return category_of(subject, self.what.items, schema)
        return Condition.about(self, subject, schema)


@register
@dataclass(frozen=True)
class Matches(Condition):
    """A text has a match of a regular expression, somewhere, whatever the case."""

    place: Place
    regex: str

    examples = (
        Example("label lease if the body matches 'rent(al)?s'", yes=({"body": "RENTALS"},), no=({"body": "rent"},)),
    )

    def say(self) -> str:
        """ "the body matches the regex 'rent(al)?'"."""
        from sayso.grammar.predicates.items import quote

        return f"{self.place.say()} matches the regex {quote(self.regex)}"

    def say_not(self) -> str:
        """ "the body does not match the regex 'rent(al)?'"."""
        from sayso.grammar.predicates.items import quote

        return f"{self.place.say()} does not match the regex {quote(self.regex)}"

    def lower(self, schema: Schema) -> plan.Test:
        """A match of the pattern."""
        return plan.Some(plan.Pattern(self.place.lower(schema), self.regex))


def compare(number: plan.Number, bounds: Bounds, scale: float = 1.0) -> plan.Test:
    """A number against bounds; "between" includes both ends."""
    first = plan.Compare(number, bounds.comparison, plan.Constant(bounds.n.value * scale))
    if bounds.upper is None:
        return first
    return plan.All((first, plan.Compare(number, "<=", plan.Constant(bounds.upper.value * scale))))


def _any(what: What) -> AnyOf | None:
    return what if isinstance(what, AnyOf) else None


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


def said(ctx: Context, predicate: Condition | None, where: Any = None) -> Any:
    """A predicate said of a place that was named, or else of the document."""
    if predicate is None:
        return None
    return about(predicate, where if where is not None else Subject("document"), ctx.schema)


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


__all__ = ["CategoryIs", "Contains", "Distinct", "Equals", "Matches", "Occurs", "Opens", "Several", "compare", "said"]
