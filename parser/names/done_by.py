"""Who did what was done to a row: "Ann Lee signed it", "signed by Ann Lee" of the name of the clerk who signed the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Schema
from sayso.grammar.values import Col
from sayso.parser.english.inflection import Verb, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.names.description import description
from sayso.parser.names.rows import called, spoken_of

_WHO = re.compile(r"\b(?:who|that) ([a-z]+)(?: (?:and|or) ([a-z]+))? (?:the|an?|it)\b")


def doers_of(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "signed it" after the name of whoever a column says signed it, "signed by" before it."""
    for column in schema.columns:
        told = description(column).sentence
        if column.kind not in ("category", "text") or column.name == schema.default_text:
            continue
        who = _WHO.search(told)
        for did in filter(None, who.groups() if who else ()):
            for known in verbs_of(did):
                if did in (*known.past, known.third):
                    yield from _deeds(Col(column.name, column.kind), known, _objects(schema))


def _deeds(col: Col, known: Verb, objects: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
    have = tuple(f"{have} {done}" for have in ("has", "had", "have") for done in known.participles)
    for form in (known.base, *known.past, known.third, *have):
        yield form, Entry("DIDSO", col, 0.1)
        yield from ((f"{form} {it}", Entry("DIDIT", col, 0.1)) for it in objects)
    if col.kind == "text":
        yield from ((f"{done} by", Entry("DONEBY", col, 0.1)) for done in known.participles)


def _objects(schema: Schema) -> tuple[str, ...]:
    rows = tuple(dict.fromkeys((*called(schema), *spoken_of(schema))))
    texts = tuple(description(c).name for c in schema.columns if c.name == schema.default_text)
    things = (*rows, *texts, "thing")
    return ("it", "this", "that", "them", *(f"{the} {thing}" for thing in things for the in ("the", "this")))
