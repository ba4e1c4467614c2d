"""What is looked for: quoted words, word lists, kinds of thing, a marked argument's own text; and several of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, as_place
from sayso.grammar.forms import Form, Place, reads, register
from sayso.grammar.predicates.places import Argument
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bare, Bounds, CategoryValue, Col, ListName, Literal

_MODES = {
    "words": "",
    "exact": " exactly as written",
    "part": " as part of a word",
    "exact part": " as part of a word",
    "lemma": "",
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
        if self.mode == "lemma":
            return f"any form of {quote(self.text)}"
        if self.mode == "part":
            return f"the letters {quote(self.text)}"
        return quote(self.text) + _MODES[self.mode]

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places where they stand."""
        return plan.Find(within, (plan.Term(self.text, self.mode),))


@register
@dataclass(frozen=True)
class Listed(Item):
    """Any entry of a word list."""

    name: str

    def say(self) -> str:
        """ "any word in the list hr_terms"."""
        return f"any word in the list {self.name}"

    def spots(self, within: plan.Spots, schema: Schema) -> plan.Spots:
        """The places where an entry stands."""
        return plan.Find(within, tuple(plan.Term(entry) for entry in schema.lists[self.name]))


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


def series(items: tuple[Any, ...], word: str) -> str:
    """Things in a row: "'a', 'b' and 'c'"."""
    said = [item.say() for item in items]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"


What = AnyOf | AllOf


@reads("items_one")
def _one(ctx: Context, item: Item) -> What:
    return AnyOf((item,))


@reads("items_any")
def _any(ctx: Context, *items: Any) -> What:
    return AnyOf(_unpacked(items))


@reads("items_all")
def _all(ctx: Context, *items: Any) -> Any:
    unpacked = _unpacked(items)
    if len(unpacked) == 1 and isinstance(unpacked[0], Listed):
        words = tuple(Quoted(entry) for entry in ctx.schema.lists[unpacked[0].name])
        return AllOf(words) if words else None
    return AllOf(unpacked) if len(unpacked) > 1 else None


def _unpacked(items: tuple[Any, ...]) -> tuple[Item, ...]:
    flat: list[Item] = []
    for item in items:
        flat += item if isinstance(item, tuple) else [item]
    return tuple(dict.fromkeys(flat))


@reads("item_quoted")
def _quoted(ctx: Context, literal: Literal) -> Item | None:
    return Quoted(literal.text) if literal.text.strip() else None


@reads("item_exact")
def _exact(ctx: Context, literal: Literal) -> Item | None:
    return Quoted(literal.text, "exact") if literal.text.strip() else None


@reads("item_part")
def _part(ctx: Context, literal: Literal) -> Item | None:
    return Quoted(literal.text, "part") if literal.text.strip() else None


@reads("item_lemma")
def _lemma(ctx: Context, literal: Literal) -> Item | None:
    return Quoted(literal.text, "lemma") if literal.text.strip() else None


@reads("item_bare")
def _bare(ctx: Context, bare: Bare) -> Item:
    return Quoted(bare.text)


@reads("item_list")
def _list(ctx: Context, name: ListName) -> Item:
    return Listed(name.name)


@reads("item_thing")
def _thing(ctx: Context, thing: Any) -> Item:
    return Kind(thing)


@reads("item_sign")
def _sign(ctx: Context, sign: str) -> Item:
    return Quoted(sign)


@reads("item_worth")
def _worth(ctx: Context, thing: Any, bounds: Bounds) -> Item | None:
    return Worth(thing, bounds) if thing in ("money", "number", "percentage") else None


@reads("items_with_any")
def _with_any(ctx: Context, first: Item, items: tuple[Item, ...]) -> What:
    """ "'use' and any of 'marks' or 'logos'"."""
    return AllOf((first, Grouped(items) if len(items) > 1 else items[0]))


@reads("item_group")
def _group(ctx: Context, items: tuple[Item, ...]) -> Item | None:
    return Grouped(items) if len(items) > 1 else None


@reads("items_and")
def _items_and(ctx: Context, first: What, last: Item) -> What | None:
    """ "'inspect' or 'examine', and also 'records'": the comma closes the first group."""
    if isinstance(first, AllOf):
        return AllOf((*first.items, last))
    return AllOf((Grouped(first.items), last)) if len(first.items) > 1 else None


@reads("item_argument")
def _argument(ctx: Context, column: Col) -> Item | None:
    place = as_place(column, ctx.schema)
    return Itself(place) if isinstance(place, Argument) else None


@reads("item_value")
def _value(ctx: Context, value: CategoryValue) -> Any:
    # "the rules engine says phishing": only a category column makes it more likely than any other bare word
    return Alternatives(((Quoted(value.text), 0.8),))


__all__ = ["AllOf", "AnyOf", "Item", "Itself", "Kind", "Listed", "Place", "Quoted", "What", "quote", "series"]
