"""The other names that a description tells beside what it describes: "amount invoiced (aka the bill)", "deposit, also called the bond"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sayso.grammar.schema import Column, Schema
from sayso.parser.names.describing import ARTICLE

_CALLED = (
    r"(?:a\.?k\.?a\.?|alias"
    r"|(?:(?:also|otherwise|often|sometimes|usually|commonly|better|informally|simply|or) )+(?:called|known as|named|termed|dubbed)"
    r"|known as|called(?= the ))"
)
_ASIDE = re.compile(rf"\s*\(\s*(?:{_CALLED}|or(?: just| simply)?)\s+([^()]+)\)", re.IGNORECASE)
_AT_THE_END = re.compile(
    rf"\s*,\s*(?:(?:and|or)\s+)?{_CALLED}\s+([^,;:.()]+(?:,? or [^,;:.()]+)?)(?=[;:.,(]|$)", re.IGNORECASE
)


_BLANK = re.compile(
    r"\b(?:left )?(?:blank|empty|null) (?=(?:if|when|where|while|as long as|so long as|whenever|for)\b)"
)
_LEFT = re.compile(r"\bmissing (?:as long as|so long as|whenever)\b")
"""Other words for "missing when"."""


def spoken(schema: Schema) -> Schema:
    """The schema with the names that its descriptions tell among the columns' other names, and the descriptions without them."""
    return replace(schema, columns=tuple(map(_spoken, schema.columns)))


def _spoken(column: Column) -> Column:
    column = replace(column, description=_LEFT.sub("missing when", _BLANK.sub("missing ", column.description)))
    told = tuple(told_names(column.description))
    if not told:
        return column
    rest = _AT_THE_END.sub("", _ASIDE.sub("", column.description)).strip()
    return replace(column, aka=tuple(dict.fromkeys((*column.aka, *told))), description=rest)


def told_names(description: str) -> Iterator[str]:
    """The other names that a description tells.

    >>> list(told_names("hire charge (aka the rate or 'day rate'), also called the toll; missing when waived"))
    ['rate', 'day rate', 'toll']
    """
    for pattern in (_ASIDE, _AT_THE_END):
        for said in pattern.findall(description):
            for name in re.split(r"\s*(?:,| or | and )\s*", said):
                bare = ARTICLE.sub("", name.strip(" '\"“”‘’").lower())
                if re.fullmatch(r"[a-z][a-z' -]{1,40}", bare):
                    yield bare
