"""Things that a sentence may not ask, each with its own reason: what today is, a pattern that does not compile, an unknown value."""

from __future__ import annotations

import re

from sayso.grammar.schema import Schema
from sayso.grammar.values import Col
from sayso.parser.lattice import Lattice


def known(lattice: Lattice, schema: Schema) -> list[str]:
    """The reasons that apply to a sentence."""
    return [*_relative(lattice, schema), *_patterns(lattice), *_values(lattice, schema)]


def _relative(lattice: Lattice, schema: Schema) -> list[str]:
    """A date that counts from today, where nobody has said what today is."""
    terms = [set(edges) for edges in lattice.edges]
    counts = any({"AGO", "INLAST", "OLD"} & at for at in terms) or any(t.key == "older" for t in lattice.tokens)
    if schema.today is not None or not counts or not any("DAYS" in at for at in terms):
        return []
    return ["It counts from today, and the schema names no today: name a date, or add today to the schema."]


def _patterns(lattice: Lattice) -> list[str]:
    """A regular expression that does not compile, or does not run in linear time."""
    if not any({"MATCH", "REGEX"} & set(edges) for edges in lattice.edges):
        return []
    reasons = []
    for token in (token for token in lattice.tokens if token.quoted):
        try:
            re.compile(token.text)
        except (re.error, OverflowError, RecursionError) as error:
            reasons.append(f"The regular expression '{token.text}' does not compile: {error}.")
        else:
            if re.search(r"\(\?[=!<]|\\[1-9]", token.text):
                reasons.append("Look-ahead, look-behind and back-references do not run in linear time: say it without.")
    return reasons


def _values(lattice: Lattice, schema: Schema) -> list[str]:
    """Words after a category that are none of its values."""
    reasons = []
    for edges in lattice.edges:
        for edge in edges.get("CATCOL", ()):
            column = schema.column(edge.value.name) if isinstance(edge.value, Col) else None
            rest = [t.text for t in lattice.tokens[edge.end : edge.end + 6] if t.text[:1].isupper() or t.quoted]
            if column is None or not column.values or not rest:
                continue
            said = " ".join(rest)
            if not any(said.lower() in value.lower() or value.lower() in said.lower() for value in column.values):
                values = ", ".join(f"'{value}'" for value in column.values)
                reasons.append(f"'{said}' is none of the values of {column.name}: {values}.")
    return list(dict.fromkeys(reasons))[:1]
