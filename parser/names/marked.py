"""What marked things are called: "title of the film" of the marked film title, "the owner" of the company that may be the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.parser.english.inflection import is_noun, is_participle
from sayso.parser.english.lexicon import Entry

_TITLED = re.compile(r"\b(?:marked|detected|tagged|highlighted) ([a-z]+) ([a-z]+)\b")
_ROLE = re.compile(
    r"\b(?:that|who|which) (?:may|might|could|would|should|must|can)(?: possibly| well)? be (?:(?:the|an?) ([a-z]+)|([a-z]+))\b(?! (?:by|for|in|of|to|on)\b)"
)
_EMPTY = frozenset(["name", "one", "text", "word", "phrase", "span", "thing", "part", "stretch"])


def marked_names(schema: Schema) -> dict[str, tuple[tuple[str, float], ...]]:
    """The further names of each marked thing that no other column goes by.

    >>> told = {"film": {"kind": "span", "description": "the marked film title in the blurb"}, "blurb": {"kind": "text"}}
    >>> sorted(name for name, _ in marked_names(Schema.from_dict({"labels": ["a"], "columns": told, "default_text": "blurb"}))["film"])
    ['film title', "film's title", 'title of film', 'title of the film']
    """
    found = {c.name: tuple(dict.fromkeys(_names(c))) for c in schema.columns if c.kind == "span"}
    taken = {name.lower().replace("_", " ") for c in schema.columns for name in (c.name, *c.aka)}
    taken |= {name.lower().replace("_", " ") for name in (*schema.labels, *schema.lists)}
    shared = [name for names in found.values() for name, _ in names]
    return {
        column: tuple((name, cost) for name, cost in names if name not in taken and shared.count(name) == 1)
        for column, names in found.items()
    }


def _names(column: Column) -> Iterator[tuple[str, float]]:
    for what, noun in _attributes(column):
        for said in (f"{what}'s {noun}", f"{noun} of the {what}", f"{noun} of {what}", f"{what} {noun}"):
            yield said, 0.1
    things = re.findall(
        r"\b(?:marked|first|second) ([a-z]+)\b(?=[:;,.(]| that| who| which|$)", column.description.lower()
    )
    for role, done in _ROLE.findall(column.description.lower()):
        if role and is_noun(role):
            yield from ((said, 0.2) for said in (role, f"{role}'s name", f"name of the {role}"))
        elif done and is_participle(done):
            for thing in ("one", "party", *things):
                yield f"{done} {thing}", 0.2
                yield from ((f"{thing} that {be} {done}", 0.2) for be in ("is", "was", "would be", "may be"))
    name = column.name.lower().replace("_", " ")
    yield from ((f"{name} {thing}", 0.2) for thing in things if thing != name and is_noun(thing))


def _attributes(column: Column) -> Iterator[tuple[str, str]]:
    """ "film" and "title" of "the marked film title"."""
    for what, noun in _TITLED.findall(column.description.lower()):
        if is_noun(what) and is_noun(noun) and noun not in _EMPTY:
            yield what, noun


def their_own(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "has a digit in its title", where titles are marked: in its own words."""
    for noun in sorted({noun for c in schema.columns if c.kind == "span" for _, noun in _attributes(c)}):
        if noun not in {name.lower() for c in schema.columns for name in (c.name, *c.aka)}:
            yield f"its {noun}", Entry("ITSNAME", None, 0.05)
