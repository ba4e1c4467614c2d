"""What a reading took for the value of a category, and which end of an order it went to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.forms import Form
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import CategoryValue
from sayso.parser.english.inflection import plural, singular
from sayso.parser.meaning.reading import Reading
from sayso.parser.words.edges import Edge, Lattice

_RANKS = ("LT", "GT", "LE", "GE", "ORMORE", "ORLESS", "BETWEEN")


def has_value(edge: Edge, form: Form, atoms: set[object], reading: Reading) -> bool:
    """Whether a value was kept: as the value of a column, as the words that were said of a text, as the end of an order."""
    value: CategoryValue = edge.value
    columns = [node for node in form.walk() if isinstance(node, CategoryIs)]
    beyond = any(e.term in ("LT", "GT") and e.end == edge.start for e in reading.edges)  # "below gold" is silver or tin
    if beyond and any(node.column in value.columns for node in columns):
        return True
    if not value.said:
        return value.text in atoms
    return value.said in atoms or any(value.text in node.values for node in columns)


def values_taken(reading: Reading, lattice: Lattice, schema: Schema) -> Iterator[str]:
    """What was taken for which value, and which order of values was followed."""
    form: Form = reading.value.rationale
    columns = [node for node in form.walk() if isinstance(node, CategoryIs)]
    for edge in reading.edges:
        value = edge.value
        own = [node.column for node in columns if isinstance(value, CategoryValue) and node.column in value.columns]
        if own and value.said not in ("", plural(value.text)) and not _plain(schema.column(own[0]), value):
            words = " ".join(token.text for token in lattice.tokens[edge.first : edge.end])
            yield f"“{words}” is taken for the value '{value.text}'"
        beside = [e for e in reading.edges if e.term in _RANKS and edge.start - 2 <= e.start <= edge.end + 1]
        if order := schema.column(own[0]).ranked if own and beside else ():
            yield f"the {own[0]} goes from '{order[0]}' up to '{order[-1]}': {', '.join(order)}"


def _plain(column: Column, value: CategoryValue) -> bool:
    """Whether a value stands with a noun of its column: "the power class" of the class of equipment."""
    said, _, noun = value.said.rpartition(" ")
    told = re.findall(r"[a-z]+", f"{column.name.replace('_', ' ')} {column.description}".lower())
    return said == value.text.lower() and (noun in told or singular(noun) in told)


_WORTH = re.compile(r"\b(better|worse|best|worst)\b")
_OF_HARM = re.compile(
    r"\b(severity|severe|hazard|risk|danger|harm|threat|damage|priority|urgency|urgent|grave|gravest|mild|mildest)\b"
)


def better_or_worse(reading: Reading, lattice: Lattice, schema: Schema) -> bool:
    """Whether "worse than moderate" is said of what is the worse the more there is of it: that may mean either end of the scale."""
    said = any(
        edge.term in ("LT", "GT", "LE", "GE", "ORMORE", "ORLESS")
        and _WORTH.search(" ".join(token.key for token in lattice.tokens[edge.first : edge.end]))
        for edge in reading.edges
    )
    columns = {name for edge in reading.edges if isinstance(edge.value, CategoryValue) for name in edge.value.columns}
    return said and any(
        schema.column(name).ranked and _OF_HARM.search(schema.column(name).description.lower()) for name in columns
    )
