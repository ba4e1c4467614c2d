"""What is looked for: quoted words, word lists, kinds of thing, a marked argument's own text; and several of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, as_place
from sayso.grammar.forms import Form, reads, register
from sayso.grammar.predicates.places import Argument
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, CategoryValue, Col, Figure, ListName, Pronoun
from sayso.grammar.values import Literal as Words

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
        start = {"prefix": "a word that starts with ", "suffix": "a word that ends with "}.get(self.mode, "")
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


@dataclass(frozen=True)
class Counted:
    """Things with how many of them: "no 'a'", "at least two of 'a', 'b' and 'c'", "more than three digits"."""

    what: What
    how: Literal["some", "none", "count", "distinct"] = "some"
    bounds: Bounds | None = None
    without: AnyOf | None = None
    """Things that must not be there: "'a' or 'b' but not 'c'"."""


@reads("items_one")
def _one(ctx: Context, item: Any) -> What:
    return AnyOf(_unpacked((item,)))


@reads("items_any")
def _any(ctx: Context, *items: Any) -> Any:
    unpacked = _unpacked(items)
    if _again(items):
        return None  # "before the company, or the company ...": a new clause begins
    return Alternatives(((AnyOf(unpacked), _mixed(unpacked)),))


def _again(items: tuple[Any, ...]) -> bool:
    marks = [item for item in items if isinstance(item, Itself)]
    return len(set(marks)) < len(marks)


def _mixed(items: tuple[Item, ...]) -> float:
    """What a list costs more whose things are of several sorts: it is likelier that a new clause begins."""
    return 0.0 if len({isinstance(item, Itself) for item in items}) < 2 else 0.6


@reads("items_all")
def _all(ctx: Context, *items: Any) -> Any:
    unpacked = _unpacked(items)
    if len(unpacked) == 1 and isinstance(unpacked[0], Listed):
        words = tuple(Quoted(entry) for entry in ctx.schema.lists[unpacked[0].name])
        return AllOf(words) if words else None
    if len(unpacked) < 2 or _again(items):
        return None
    return Alternatives(((AllOf(unpacked), _mixed(unpacked)),))


def _unpacked(items: tuple[Any, ...]) -> tuple[Item, ...]:
    flat: list[Item] = []
    for item in items:
        flat += item if isinstance(item, tuple) else [item]
    return tuple(dict.fromkeys(flat))


def _worded(mode: plan.Mode) -> Any:
    def read(ctx: Context, literal: Any) -> Item | None:
        if isinstance(literal, Listed):
            return Listed(literal.name, mode) if mode != "words" else literal
        if isinstance(literal, Quoted):  # a group's part: "the letters 'a' or 'b'"
            return Quoted(literal.text, mode)
        return Quoted(literal.text, mode) if literal.text.strip() else None

    return read


for _alias, _mode in (
    ("item_quoted", "words"),
    ("item_bare", "words"),
    ("item_exact", "exact"),
    ("item_part", "part"),
    ("item_lemma", "lemma"),
    ("item_prefix", "prefix"),
    ("item_suffix", "suffix"),
):
    reads(_alias)(_worded(_mode))  # type: ignore[arg-type]


@reads("letters_or")
def _letters(ctx: Context, *literals: Words) -> Any:
    """ "the letters 'a' or 'b'"."""
    return tuple(Quoted(literal.text, "part") for literal in literals if literal.text.strip()) or None


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
    items = _unpacked(items)
    return AllOf((*_unpacked((first,)), Grouped(items) if len(items) > 1 else items[0]))


@reads("item_group")
def _group(ctx: Context, *items: Any) -> Item | None:
    flat = _unpacked(items)
    return Grouped(flat) if len(flat) > 1 else None


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


@reads("items_pair")
def _pair(ctx: Context, pronoun: Pronoun) -> Any:
    """ "them", "the two": the two arguments that were named, or that there are."""
    marks = pair_of(pronoun, ctx.schema, "span")
    choices: list[tuple[Any, float]] = []
    if marks:
        choices.append((AllOf(tuple(Itself(Argument(mark.name)) for mark in marks)), 0.0))
    if len(pronoun.words) >= 2:
        choices.append((AllOf(tuple(Quoted(word) for word in reversed(pronoun.words[:2]))), 0.1))
    return Alternatives(tuple(choices)) if choices else None


@reads("item_it")
def _item_it(ctx: Context, pronoun: Pronoun) -> Any:
    """ "before it": the argument, or the words, named before."""
    marks = [Itself(Argument(c.name)) for c in pronoun.candidates if c.kind == "span"][:3]
    words = [Quoted(word) for word in pronoun.words[:1]]
    choices = tuple((item, 0.2 + 0.4 * i) for i, item in enumerate([*marks, *words]))
    return Alternatives(choices) if choices else None


@reads("item_enclosed")
def _item_enclosed(ctx: Context, marks: Any) -> Item:
    return Kind(marks)


@reads("item_same_list")
def _same_list(ctx: Context, said: ListName, named: ListName) -> Item | None:
    """ "a job title from our list job_titles"."""
    return Listed(named.name) if said.name == named.name else None


def pair_of(pronoun: Pronoun, schema: Schema, kind: str) -> tuple[Col, Col] | None:
    """The two columns of a kind that "them" stands for."""
    named = [c for c in dict.fromkeys(pronoun.candidates) if c.kind == kind]
    if len(named) < 2 and kind in ("span", "box"):
        all_of_kind = [Col(c.name, kind) for c in schema.columns if c.kind == kind]
        named = all_of_kind if len(all_of_kind) == 2 else named
    order = {column.name: i for i, column in enumerate(schema.columns)}
    two = sorted(named[:2], key=lambda c: order[c.name])
    return (two[0], two[1]) if len(two) == 2 else None


@reads("item_value")
def _value(ctx: Context, value: CategoryValue) -> Any:
    # "the rules engine says phishing": only a category column makes it more likely than any other bare word
    return Alternatives(((Quoted(value.text), 0.8),))


@reads("counted_some")
def _some(ctx: Context, what: What) -> Counted:
    return Counted(what)


@reads("counted_none")
def _none(ctx: Context, *items: Any) -> Counted:
    return Counted(gathered(items), "none")


def gathered(items: tuple[Any, ...]) -> AnyOf:
    """All the things together, any of them."""
    flat: list[Item] = []
    for item in items:
        flat += item.items if isinstance(item, (AnyOf, AllOf)) else item if isinstance(item, tuple) else [item]
    return AnyOf(tuple(dict.fromkeys(flat)))


@reads("counted_but_not")
def _but_not(ctx: Context, counted: Counted, without: Any) -> Counted | None:
    return Counted(counted.what, without=gathered((without,))) if counted.how == "some" else None


@reads("counted_bounds")
def _counted(ctx: Context, bounds: Bounds, what: What) -> Counted | None:
    """ "more than two dates": kinds of thing, quoted words and list entries can be counted."""
    if bounds.n.unit or bounds.n.value % 1:
        return None
    if isinstance(what, AllOf) or any(isinstance(i, Itself) for i in what.items):
        return None
    if bounds == Bounds("=", Figure(0)):
        return Counted(what, "none")
    if bounds == Bounds(">=", Figure(1)):
        return Counted(what)
    several = len(what.items) > 1 and all(isinstance(i, Quoted) for i in what.items)
    listed = len(what.items) == 1 and isinstance(what.items[0], Listed)
    return None if several or listed else Counted(what, "count", bounds)


@reads("counted_or_more")
def _or_more(ctx: Context, n: Figure, what: What) -> Counted | None:
    return _counted(ctx, Bounds(">=", n), what)


@reads("counted_or_less")
def _or_less(ctx: Context, n: Figure, what: What) -> Counted | None:
    return _counted(ctx, Bounds("<=", n), what)


@reads("counted_distinct")
def _distinct(ctx: Context, bounds: Bounds, items: Any) -> Counted | None:
    listed = items.items if isinstance(items, (AnyOf, AllOf)) else _unpacked(items)
    whole = bounds.n.value % 1 == 0 and not bounds.n.unit
    many = len(listed) > 1 or isinstance(listed[0], Listed)
    if bounds == Bounds(">=", Figure(1)):
        return Counted(AnyOf(tuple(listed)))
    if bounds == Bounds("=", Figure(0)):
        return Counted(AnyOf(tuple(listed)), "none")
    return Counted(AnyOf(tuple(listed)), "distinct", bounds) if whole and many else None


@reads("counted_distinct_list")
def _distinct_list(ctx: Context, bounds: Bounds, name: ListName) -> Counted | None:
    """ "at least two of the hr terms"."""
    return _distinct(ctx, bounds, (Listed(name.name),))


@reads("counted_one_of")
def _one_of(ctx: Context, items: Any) -> Counted | None:
    """ "only one of 'a' and 'b'"."""
    return _distinct(ctx, Bounds("=", Figure(1)), items)


THINGS = frozenset(get_args(plan.Thing))
