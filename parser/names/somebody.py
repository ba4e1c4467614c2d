"""Somebody and nobody, where one thing in a picture is a person: "nobody was detected", "somebody is near the machine"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Schema
from sayso.grammar.values import Col
from sayso.parser.english.lexicon import Entry

_PERSON = re.compile(r"\b(?:person|people|persons|man|men|woman|women|human|humans|somebody|someone)\b")
_NOBODY = ("nobody", "no one", "no-one", "not anybody", "not anyone", "no human being", "not a soul", "no soul")
_SOMEBODY = ("somebody", "someone", "anybody", "anyone", "some person", "a human being")


def somebody(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """The words for the only box of a person that there is, and for there being none."""
    people = [c for c in schema.columns if c.kind == "box" and _PERSON.search(_told(c.name, c.description))]
    if len(people) != 1:
        return
    person = Col(people[0].name, people[0].kind)
    yield from ((phrase, Entry("NOBODYBOX", person, 0.1)) for phrase in _NOBODY)
    yield from ((phrase, Entry("BOXCOL", person, 0.3)) for phrase in _SOMEBODY)


def _told(name: str, description: str) -> str:
    """What a box is said to be around, up to the place where other things may be told of it."""
    first = re.split(r"[;:,(]| (?:with|near|next|on|in|under|behind|held|worn) ", description.lower())[0]
    return f"{name.replace('_', ' ').lower()} {first}"
