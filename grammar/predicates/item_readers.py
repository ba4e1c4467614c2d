"""Readers of what is looked for: quoted and bare words, lists, kinds of thing, several of them, how many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, as_place
from sayso.grammar.forms import reads
from sayso.grammar.predicates.items import (
    AllOf,
    AnyOf,
    Counted,
    Grouped,
    Item,
    Itself,
    Kind,
    Listed,
    Quoted,
    What,
    Worth,
    _unpacked,
    any_of,
    gathered,
    pair_of,
    unnamed,
)
from sayso.grammar.predicates.places import Argument
from sayso.grammar.values import Bounds, CategoryValue, Col, Figure, ListName, Pronoun
from sayso.grammar.values import Literal as Words


@reads("items_one")
def _one(ctx: Context, item: Any) -> What:
    return any_of(item) if isinstance(item, Grouped) else AnyOf(_unpacked((item,)))


@reads("items_of_both")
def _of_both(ctx: Context, left: ListName, right: ListName) -> What | None:
    """ "words from both rent_words and sale_words": some of either."""
    both = (_list(ctx, left), _list(ctx, right))
    return AllOf(both) if left != right else None


@reads("items_any")
def _any(ctx: Context, *items: Any) -> Any:
    unpacked = _unpacked(items)
    if len(unpacked) == 1 and isinstance(unpacked[0], Grouped):
        return any_of(unpacked[0])  # "one of them"
    if _again(items):
        return None  # "before the company, or the company ...": a new clause begins
    return Alternatives(((AnyOf(unpacked), _mixed(unpacked)),))


@reads("items_forms")
def _forms(ctx: Context, *items: Any) -> Any:
    """ "'renew', 'terminate' or any other form of these verbs"."""
    quoted = [item for item in items if isinstance(item, Quoted)]
    lemmas = tuple(replace(item, mode="lemma") for item in quoted)
    return AnyOf(lemmas) if len(quoted) == len(items) > 1 and all(i.mode == "words" for i in quoted) else None


def _again(items: tuple[Any, ...]) -> bool:
    marks = [item for item in items if isinstance(item, Itself)]
    return len(set(marks)) < len(marks)


def _mixed(items: tuple[Item, ...]) -> float:
    """What a list costs more whose things are of several sorts: it is likelier that a new clause begins."""
    modes = {item.mode for item in items if isinstance(item, Quoted)}
    if len({isinstance(item, Itself) for item in items}) > 1:
        return 1.0
    return 0.6 if len(modes) > 1 else 0.0


@reads("items_all")
def _all(ctx: Context, *items: Any) -> Any:
    unpacked = _unpacked(items)
    if len(unpacked) == 1 and isinstance(unpacked[0], Listed):
        words = tuple(Quoted(entry) for entry in ctx.schema.lists[unpacked[0].name])
        return AllOf(words) if words else None
    if len(unpacked) < 2 or _again(items):
        return None
    return Alternatives(((AllOf(unpacked), _mixed(unpacked)),))


def _worded(mode: plan.Mode) -> Any:
    def read(ctx: Context, literal: Any) -> Any:
        if isinstance(literal, Listed):
            return Listed(literal.name, mode) if mode != "words" else literal
        if isinstance(literal, Quoted):  # a group's part: "the letters 'a' or 'b'"
            return Quoted(literal.text, mode)
        made = Quoted(literal.text, mode) if literal.text.strip() else None
        # after a list, "exactly as written" is likelier meant of all of it
        return Alternatives(((made, 0.1),)) if made is not None and mode == "exact" else made

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


@reads("item_list_late")
def _list_late(ctx: Context, name: ListName) -> Any:
    """ "words in the list": dearer, so that "any word in the list" stays one phrase."""
    return Alternatives(((Listed(name.name), 0.4),))


@reads("item_list")
def _list(ctx: Context, name: ListName) -> Item:
    return Listed(name.name)


@reads("item_thing")
def _thing(ctx: Context, thing: Any) -> Item:
    return Kind(thing)


@reads("item_sign")
def _sign(ctx: Context, sign: str) -> Item:
    return Quoted(sign, "part" if sign == "_" else "words")  # an underscore is a letter to the eyes of a word


@reads("item_worth")
def _worth(ctx: Context, thing: Any, bounds: Bounds) -> Item | None:
    return Worth(thing, bounds) if thing in ("money", "dollar amount", "number", "percentage") else None


@reads("items_with_any")
def _with_any(ctx: Context, first: Item, items: tuple[Item, ...]) -> What:
    """ "'use' and any of 'marks' or 'logos'"."""
    items = _unpacked(items)
    return AllOf((*_unpacked((first,)), Grouped(items) if len(items) > 1 else items[0]))


@reads("items_rows")
def _rows(ctx: Context, *rows: Any) -> What | None:
    """ "'fee' and 'price', 'cost' or 'charge'": one of each row."""
    flat = [_unpacked(row if isinstance(row, tuple) else (row,)) for row in rows]
    return AllOf(tuple(Grouped(row) if len(row) > 1 else row[0] for row in flat)) if all(flat) else None


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


@reads("items_named")
def _named(ctx: Context, pronoun: Pronoun, left: Any, right: Any) -> Any:
    """ "the two spans, the person and the place": those two."""
    both = isinstance(left, Itself) and isinstance(right, Itself) and left != right
    return AllOf((left, right)) if both else None


@reads("items_pair")
def _pair(ctx: Context, pronoun: Pronoun) -> Any:
    """ "them", "the two": the two arguments that were named, or that there are."""
    marks = pair_of(pronoun, ctx.schema, "span")
    choices: list[tuple[Any, float]] = []
    if marks:
        both = AllOf(tuple(Itself(Argument(mark.name)) for mark in marks))
        choices.append((both, unnamed(marks, pronoun)))
    if len(pronoun.words) >= 2:
        choices.append((AllOf(tuple(Quoted(word) for word in reversed(pronoun.words[:2]))), 0.5))
    return Alternatives(tuple(choices)) if choices else None


@reads("item_it")
def _item_it(ctx: Context, pronoun: Pronoun) -> Any:
    """ "before it": the argument, or the words, named before."""
    marks = [Itself(Argument(c.name)) for c in pronoun.candidates if c.kind == "span"][:3]
    words: list[Any] = [Quoted(word) for word in pronoun.words[:2]]
    if pronoun.listed > 1:  # "'rival' or 'rivals' occurs and the company comes right after it": after whichever occurs
        words = [Grouped(tuple(Quoted(word) for word in reversed(pronoun.words[: pronoun.listed])))]
    elif len(words) == 2 and words[0] == words[1]:
        words = words[:1]
    texts = [column.name for column in pronoun.candidates if column.kind == "text"]
    if texts and texts[0] != ctx.schema.default_text:
        words = []  # "'a' is in the title and 'b' before it": there, not in the whole text, which is what would be asked
    late = 0.3 if pronoun.listed > 1 else 0.0
    choices = tuple((item, 0.2 + 0.4 * i + late * (i >= len(marks))) for i, item in enumerate([*marks, *words]))
    return Alternatives(choices) if choices else None


@reads("items_together")
def _items_together(ctx: Context, *items: Any) -> Any:
    return _all(ctx, *items)


@reads("item_enclosed_or")
def _enclosed_or(ctx: Context, *marks: Any) -> Any:
    return tuple(Kind(one) for one in marks)


@reads("item_cased")
def _item_cased(ctx: Context, literal: Any, case: Any) -> Item | None:
    """ "'free' in capitals"."""
    text = {"upper": literal.text.upper(), "lower": literal.text.lower()}.get(case)
    return Quoted(text, "exact") if text and text.strip() else None


@reads("item_same_list")
def _same_list(ctx: Context, said: ListName, named: ListName) -> Item | None:
    """ "a job title from our list job_titles"."""
    return Listed(named.name) if said.name == named.name else None


@reads("item_value")
def _value(ctx: Context, value: CategoryValue) -> Any:
    # "the rules engine says phishing": only a category column makes it more likely than any other bare word
    # a text that mentions "tankers" has that word, a column whose value is "tankers" has the value "tanker": see ranking._keeps
    forms = (Quoted(value.text), *((Quoted(value.said),) if value.said else ()))
    return Alternatives(tuple((form, 0.8) for form in forms))


@reads("counted_some")
def _some(ctx: Context, what: What) -> Counted:
    return Counted(what)


@reads("counted_none")
def _none(ctx: Context, *items: Any) -> Counted:
    return Counted(gathered(items), "none")


@reads("counted_but_not")
def _but_not(ctx: Context, counted: Counted, without: Any) -> Counted | None:
    return Counted(counted.what, without=gathered((without,))) if counted.how == "some" else None


@reads("counted_but_neither")
def _but_neither(ctx: Context, counted: Counted, *without: Any) -> Counted | None:
    return _but_not(ctx, counted, gathered(without))


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
def _distinct_said(ctx: Context, bounds: Bounds, items: Any) -> Any:
    made = _distinct(ctx, bounds, items)
    parts = items.items if isinstance(items, (AnyOf, AllOf)) else _unpacked(items)
    if made is not None and isinstance(parts[0], Listed) and not all(isinstance(part, Listed) for part in parts):
        return None  # "two of the hr terms, or 'salary'": two of the list, or the word
    # "one of the words" is any of them: that exactly one is meant has to be said
    return Alternatives(((made, 0.6),)) if bounds == Bounds("=", Figure(1)) and made is not None else made


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
def _distinct_list(ctx: Context, bounds: Bounds, name: ListName) -> Any:
    """ "at least two of the hr terms"."""
    return _distinct_said(ctx, bounds, (Listed(name.name),))


@reads("counted_list_more")
def _list_more(ctx: Context, n: Figure, name: ListName) -> Any:
    """ "two different hr terms or more"."""
    return _distinct_said(ctx, Bounds(">=", n), (Listed(name.name),))


@reads("counted_one_of")
def _one_of(ctx: Context, *items: Any) -> Counted | None:
    """ "only one of 'a' and 'b'", "either 'a' or 'b', but not both"."""
    return _distinct(ctx, Bounds("=", Figure(1)), gathered(items).items)
