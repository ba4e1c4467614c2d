"""The one word for what a column holds: "temperature" of temperature_c, of "body temperature in degrees Celsius"; "waiver" of
damage_waiver. A column has such a word to itself, or none has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import unit_ended
from sayso.parser.english.inflection import is_adjective, is_noun, is_participle, plural, verbs_of
from sayso.parser.names.describing import HAD
from sayso.parser.names.description import description
from sayso.parser.names.marked import marked_names
from sayso.parser.names.rows import called, spoken_of
from sayso.parser.names.sources import source_names

_EMPTY = frozenset(
    ["number", "count", "total", "value", "amount", "level", "rate", "score", "share", "part", "sum", "measure", "figure", "reading"]
    + ["time", "name", "type", "kind", "day", "date", "year", "units", "unit", "degree", "chance", "probability", "confidence"]
)  # fmt: skip
"""Words that say too little to mean one number and no other."""


def heads(schema: Schema) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each column, the words that stand for it and for no other."""
    found = {column.name: tuple(dict.fromkeys(_heads(column))) for column in schema.columns}
    rows = {*called(schema), *spoken_of(schema), *(name.lower() for name in (*schema.labels, *schema.lists))}
    for column in schema.columns:
        beside = [c for c in schema.columns if c.name != column.name]
        others = rows | _words([c for c in beside if _alike(c, column)], True) | _words(beside, False)
        if column.kind == "boolean" and (first := _modifier(column, rows)):
            found[column.name] = (*found[column.name], (first, 0.2))
        found[column.name] = tuple((head, cost) for head, cost in found[column.name] if head.split()[0] not in others)
    for name, after in (*source_names(schema).items(), *marked_names(schema).items()):
        found[name] = (*found[name], *after)
    return found


def _heads(column: Column) -> Iterator[tuple[str, float]]:
    if column.kind in ("number", "score"):
        said = description(column).phrase
        stop = next((i for i, word in enumerate(said) if i and is_participle(word)), len(said))
        named = unit_ended(column.name).split()
        for words, cost in ((named, 0.12), (said[:stop], 0.25)):
            if words and words[-1] not in _EMPTY and is_noun(words[-1]):
                yield words[-1], cost
                yield plural(words[-1]), cost + 0.05
    if column.kind == "span":
        said = description(column).phrase
        stop = next((i for i, word in enumerate(said) if i and is_participle(word)), len(said))
        if said[:stop] and is_noun(said[stop - 1]) and said[stop - 1] not in _EMPTY:  # "the goods claimed for"
            yield from ((said[stop - 1], 0.25), (f"marked {said[stop - 1]}", 0.2))
    if column.kind in ("category", "score"):
        told = description(column).clause
        by = re.search(r"\b[a-z]+(?:ed|en) by (?:the |an? )?(?:[a-z']+ )+([a-z]+)$", told)
        yield from (((by.group(1), 0.25),) if by else ())  # "the nurse" of "colour given by the triage nurse"
    if column.kind == "boolean" and (noun := _flagged(column)):
        yield from ((noun, 0.2), (plural(noun), 0.25))
        took = re.match(rf"whether (?:the|an?) [a-z]+ ([a-z]+) .*\b{noun}$", description(column).whole)
        for done in (done for known in verbs_of(took.group(1)) for done in known.participles) if took else ():
            yield from ((f"{noun} {be}{done}", 0.2) for be in ("", "was ", "is ", "has been "))


def _flagged(column: Column) -> str:
    """The thing that a flag of two nouns is about, where its description speaks of it: "waiver" of damage_waiver."""
    words = column.name.lower().split("_")
    came = re.match(
        r"whether (?:an?|any|the) ([a-z]+) (?:came|comes|was|is|were) (?:along )?(?:with|included|attached)\b",
        description(column).whole,
    )
    if came and (len(words) == 1 or words[0] == came.group(1)):
        return came.group(1)
    plain = len(words) == 2 and all(is_noun(word) and not is_adjective(word) for word in words)
    told = re.findall(r"[a-z]+", description(column).whole)
    did = re.match(r"whether (?:the|an?) [a-z]+ ([a-z]+) (?:the|an?|his|her|their|its) ", description(column).whole)
    if did and not any(known.base in HAD for known in verbs_of(did.group(1))):
        return ""  # "refused the damage waiver"
    return words[-1] if plain and (not told or words[-1] in told) else ""


def _modifier(column: Column, rows: set[str]) -> str:
    """ "a loaner" of loaner_bike, where the rows are bikes: then that the flag speaks of one more says nothing."""
    words = column.name.lower().split("_")
    plain = len(words) == 2 and words[1] in rows and is_noun(words[0]) and not is_adjective(words[0])
    return words[0] if plain and re.search(rf"\ban? {words[0]} {words[1]}\b", description(column).whole) else ""


def _alike(one: Column, other: Column) -> bool:
    """Whether two columns may be meant by one word: two numbers, two flags."""
    numbers = ("number", "score")
    return one.kind == other.kind or (one.kind in numbers and other.kind in numbers)


def _words(columns: list[Column], described: bool) -> frozenset[str]:
    """All words of the columns' names, and of what their descriptions begin with."""
    words: set[str] = set()
    for column in columns:
        told = re.split(r"[;:(]", column.description)[0] if described else ""
        words |= set(re.findall(r"[a-z]+", f"{column.name.replace('_', ' ')} {' '.join(column.aka)} {told}".lower()))
    return frozenset(words | {plural(word) for word in words})
