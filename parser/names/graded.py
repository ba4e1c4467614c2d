"""How a number is said to be more or less by an adjective of its own: "riskier than 0.5" of the risk score, "riper than 0.8" of
ripeness, "less severe than 0.3" of severity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.english.inflection import comparative, is_adjective
from sayso.parser.english.lexicon import Entry, base

_MADE = (
    ("", "y"),
    ("ness", ""),
    ("iness", "y"),
    ("ity", "e"),
    ("ity", ""),
    ("ency", "ent"),
    ("ence", "ent"),
    ("ancy", "ant"),
    ("ance", "ant"),
)
"""How the adjective is made of its noun, the noun's end first."""


def graded(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """Phrases that compare a number by its adjective, each where one column alone has it and it means nothing else.

    >>> risk = Column("risk_score", "score", "risk score of the desk, from 0 to 1")
    >>> [phrase for phrase, _ in graded(Schema(("a", "b"), (risk,)))]
    ['riskier than', 'more risky than', 'less risky than']
    """
    found: dict[str, set[str]] = {}
    columns = {column.name: column for column in schema.columns if column.kind in ("number", "score")}
    for column in columns.values():
        for adjective in _adjectives(column):
            found.setdefault(adjective, set()).add(column.name)
    known = {phrase for phrase, _ in base().entries} if found else set()
    for adjective, names in found.items():
        if len(names) > 1:
            continue
        name = next(iter(names))
        col = Col(name, columns[name].kind)
        more = comparative(adjective)
        for phrase in (*((f"{more} than",) if more else ()), f"more {adjective} than"):
            if phrase not in known:
                yield phrase, Entry("COLGT", col, 0.1)
        yield f"less {adjective} than", Entry("COLLT", col, 0.1)


def _adjectives(column: Column) -> Iterator[str]:
    told = re.split(r"[;:(,]", column.description.lower())[0]
    head = re.match(r"(?:the |an? )?([a-z]+)(?: score)?(?= of | measured | given |$)", told)
    nouns = {*re.findall(r"[a-z]{4,}", column.name.lower()), *(head.groups() if head else ())} - {
        "score",
        "number",
        "count",
    }
    for noun in sorted(nouns):
        for end, put in _MADE:
            made = noun.removesuffix(end) + put
            if noun.endswith(end) and made != noun and is_adjective(made):
                yield made
                break
