"""What is looked for: quoted words, word lists, kinds of thing, a marked argument's own text; and several of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from sayso.grammar import plan
from sayso.grammar.forms import Form, Place, register
from sayso.grammar.predicates.places import Argument, Text
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Pronoun

_SAID = {
    "words": "{}",
    "exact": "{} exactly as written",
    "part": "the letters {}",
    "exact part": "the letters {} exactly as written",
    "lemma": "any form of {}",
    "prefix": "a word that starts with {}",
    "suffix": "a word that ends with {}",
}
_PLURAL_THINGS = {"person": "a person's name", "organisation": "an organisation", "email": "an email address"} | {
    "url": "a URL",
    "money": "an amount of money",
    "phone": "a phone number",
    "adjective": "an adjective",
}


def quote(text: str) -> str:
    """Text in quotes that a sentence can hold: single ones unless the text has one.

    >>> quote("it's")
    '"it\\'s"'
    """
    if "'" not in text and "’" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else f"“{text}”"


class Item(Form):
    """One thing to look for."""

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """Its occurrences within a stretch of text."""
        raise NotImplementedError


@register
@dataclass(frozen=True)
class Quoted(Item):
    """Words to find: whole words, whatever their case, unless the mode says otherwise."""

    text: str
    mode: plan.Mode = "words"

    def say(self) -> str:
        """ "'rent'"."""
        return _SAID[self.mode].format(quote(self.text))

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places where they stand."""
        return plan.Find(within, (plan.Term(self.text, self.mode),))


@register
@dataclass(frozen=True)
class Listed(Item):
    """Any entry of a word list."""

    name: str

    mode: plan.Mode = "words"

    def say(self) -> str:
        """ "any word in the list hr_terms"."""
        does = {"prefix": "starts with", "suffix": "ends with", "part": "contains"}.get(self.mode)
        start = f"a word that {does} " if does else ""
        return f"{start}any word in the list {self.name}"

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places where an entry stands."""
        return plan.Find(within, tuple(plan.Term(entry, self.mode) for entry in schema.lists[self.name]))


@register
@dataclass(frozen=True)
class Kind(Item):
    """A kind of thing: an amount of money, a date, a person."""

    thing: plan.Thing

    def say(self) -> str:
        """ "an amount of money"."""
        return _PLURAL_THINGS.get(self.thing, f"a {self.thing}")

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places where one stands."""
        return plan.Things(within, self.thing)


@register
@dataclass(frozen=True)
class Worth(Item):
    """An amount of money, a number or a percentage that compares so with a figure."""

    thing: plan.Thing
    bounds: Bounds

    def say(self) -> str:
        """ "an amount of money of more than $1000"."""
        return f"{Kind(self.thing).say()} of {self.bounds.say()}"

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """Those spots whose value compares so."""
        spots: plan.Spots = plan.Things(within, self.thing)
        spots = plan.Worth(spots, self.bounds.comparison, self.bounds.n.value)
        return spots if self.bounds.upper is None else plan.Worth(spots, "<=", self.bounds.upper.value)


@register
@dataclass(frozen=True)
class Grouped(Item):
    """Any of several things, as one of the things that must all be there."""

    items: tuple[Item, ...]

    def say(self) -> str:
        """ "(any of 'a' and 'b')"."""
        return f"(any of {series(self.items, 'or')})"

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places of any of them."""
        return AnyOf(self.items).spots(within, schema)


@register
@dataclass(frozen=True)
class Itself(Item):
    """A marked argument: the very stretch where order is asked for, elsewhere any occurrence of its text."""

    argument: Argument

    def say(self) -> str:
        """ "the chemical"."""
        return self.argument.say()

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places where its text stands."""
        return plan.Echo(within, self.argument.lower(schema))

    def stretch(self, place: Place, schema: Schema) -> plan.Spots:
        """The very stretch that is marked; in a text that it is not marked in, the places where its text stands."""
        own = schema.column(self.argument.column).of or schema.default_text
        texts = {node.column for node in place.walk() if isinstance(node, Text)}
        marked = self.argument.lower(schema)
        return marked if not texts or own in texts else plan.Echo(place.lower(schema), marked)


@register
@dataclass(frozen=True)
class AnyOf(Form):
    """Any of several things."""

    items: tuple[Item, ...]

    def say(self) -> str:
        """ "'a', 'b' or 'c'"."""
        return series(self.items, "or")

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places of all of them together; plain words in one search."""
        terms: list[plan.Term] = []
        others: list[plan.Spots] = []
        for item in self.items:
            spots = item.spots(within, schema)
            if isinstance(spots, plan.Find):
                terms += spots.terms
            else:
                others.append(spots)
        if terms:
            others.insert(0, plan.Find(within, tuple(dict.fromkeys(terms))))
        return others[0] if len(others) == 1 else plan.Union(tuple(others))


@register
@dataclass(frozen=True)
class AllOf(Form):
    """Every one of several things."""

    items: tuple[Item, ...]

    def say(self) -> str:
        """ "'a', 'b' and 'c'"."""
        return series(self.items, "and")


def any_of(item: Item) -> AnyOf:
    """One thing, or a group of them, to look for."""
    return AnyOf(item.items) if isinstance(item, Grouped) else AnyOf((item,))


def series(items: tuple[Any, ...], word: str) -> str:
    """Things in a row: "'a', 'b' and 'c'"."""
    said = [item.say() for item in items]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"


What = AnyOf | AllOf


def inside(what: Any, mode: plan.Mode, of: plan.Mode = "words") -> Any:
    """The same things, their words looked for in another mode: "'un'" as the start of a word.

    >>> inside(AnyOf((Quoted("un"),)), "prefix").say()
    "a word that starts with 'un'"
    """
    found = (replace(i, mode=mode) if isinstance(i, (Quoted, Listed)) and i.mode == of else i for i in what.items)
    return replace(what, items=tuple(found))


@dataclass(frozen=True)
class Counted:
    """Things with how many of them: "no 'a'", "at least two of 'a', 'b' and 'c'", "more than three digits"."""

    what: What
    how: Literal["some", "none", "count", "distinct"] = "some"
    bounds: Bounds | None = None
    without: AnyOf | None = None
    """Things that must not be there: "'a' or 'b' but not 'c'"."""


def _unpacked(items: tuple[Any, ...]) -> tuple[Item, ...]:
    flat: list[Item] = []
    for item in items:
        flat += item if isinstance(item, tuple) else [item]
    return tuple(dict.fromkeys(flat))


def pair_of(pronoun: Pronoun, schema: Schema, kind: str) -> tuple[Col, Col] | None:
    """The two columns of a kind that "them" stands for."""
    named = [c for c in dict.fromkeys(pronoun.candidates) if c.kind == kind]
    if len(named) < 2 and kind in ("span", "box"):
        all_of_kind = [Col(c.name, kind) for c in schema.columns if c.kind == kind]
        named = all_of_kind if len(all_of_kind) == 2 else named
    order = {column.name: i for i, column in enumerate(schema.columns)}
    two = sorted(named[:2], key=lambda c: order[c.name])
    return (two[0], two[1]) if len(two) == 2 else None


UNNAMED = 0.4
"""What it costs that a pronoun stands for two columns that were not named."""


def unnamed(two: tuple[Col, Col], pronoun: Pronoun) -> float:
    """What it costs that "them" stands for these two."""
    return 0.0 if set(two) <= set(pronoun.candidates) else UNNAMED


def gathered(items: tuple[Any, ...]) -> AnyOf:
    """All the things together, any of them."""
    flat: list[Item] = []
    for item in items:
        flat += item.items if isinstance(item, (AnyOf, AllOf)) else item if isinstance(item, tuple) else [item]
    return AnyOf(tuple(dict.fromkeys(flat)))


THINGS = frozenset(get_args(plan.Thing))
