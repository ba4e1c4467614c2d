"""What two numbers of one sort are called together: "both marks" of lead_mark and guest_mark, "either judge gave" of what each judge gave."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import TOLD
from sayso.grammar.values import Col
from sayso.parser.english.inflection import is_noun, plural
from sayso.parser.english.lexicon import Entry
from sayso.parser.names.given import gave, giver_of

_EMPTY = frozenset(
    ["number", "count", "total", "amount", "sum", "share", "part", "day", "date", "time", "year", "score", "value"]
)
"""Words for any number: two of them need not be of one sort, unless their names end so."""


def number_pairs(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """The words for two numbers of a schema, where it has two of that sort and no more.

    >>> marks = (Column("lead_mark", "number"), Column("guest_mark", "number"), Column("age", "number"))
    >>> [phrase for phrase, _ in number_pairs(Schema(("a", "b"), marks))]
    ['mark', 'marks', 'two marks']
    """
    groups: dict[str, dict[str, Col]] = {}
    for column in schema.columns:
        for noun in _nouns(column) if column.kind == "number" else ():
            groups.setdefault(noun, {})[column.name] = Col(column.name, column.kind)
    taken = {name.lower().replace("_", " ") for c in schema.columns for name in (c.name, *c.aka)}
    taken |= {name.lower() for name in (*schema.labels, *schema.lists)}
    for noun, columns in groups.items():
        if len(columns) != 2 or {noun, plural(noun)} & taken:
            continue
        two = Entry("NUMPAIR", tuple(columns.values()), 0.1)
        yield from ((phrase, two) for phrase in (noun, plural(noun), f"two {plural(noun)}"))
    yield from _givers(schema)


def _nouns(column: Column) -> set[str]:
    """What a number is, by the end of its name and the head of its description."""
    last = column.name.lower().split("_")[-1] if "_" in column.name else ""
    head = re.match(r"(?:the |an? )?([a-z]+) (?:of|in|out|given|for|by|from|that)\b", column.description.lower())
    found = {last} | ({head.group(1)} - _EMPTY if head else set())
    return {noun for noun in found if len(noun) > 2 and noun not in TOLD and is_noun(noun)}


def _givers(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "both judges gave", "either judge's mark", where two judges gave one number each, of the same sort."""
    groups: dict[tuple[str, str, str], list[Col]] = {}
    for column in schema.columns:
        if told := giver_of(column):
            noun, did, who = told
            groups.setdefault((noun, did, who.split()[-1]), []).append(Col(column.name, column.kind))
    for (noun, did, who), columns in groups.items():
        if len(columns) != 2:
            continue
        two = Entry("NUMPAIR", (columns[0], columns[1]), 0.1)
        many = plural(who)
        yield from ((f"{one} {form}", two) for one in (who, many, f"two {many}") for form in gave(did))
        yield from ((f"{whose} {noun}", two) for whose in (f"{who}'s", f"{many}'"))
        yield from ((f"{many}' {plural(noun)}", two), (f"{noun}s of the {many}", two))
