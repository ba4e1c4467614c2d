"""What a value makes with the noun that its column sorts: "tap water" of a water source, "savings account" of a kind of account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.parser.inflection import is_noun, plural

_SORT = r"(?:type|kind|class|category|sort|source|material)"


def sorted_nouns(column: Column) -> tuple[str, ...]:
    """The nouns whose sorts are a column's values.

    >>> sorted_nouns(Column("surface", "category", "kind of road: gravel or tar", aka=("street type",)))
    ('street', 'road')
    """
    names = (column.name.lower().replace("_", " "), *(aka.lower() for aka in column.aka))
    told = re.split(r"[;:(,]", column.description.lower())[0].strip()
    found = [noun for name in names for noun in re.findall(rf"^([a-z]+) {_SORT}$", name)]
    found += re.findall(rf"^(?:the )?{_SORT} of (?:the |an? )?([a-z]+)\b", told) + re.findall(
        rf"^(?:the )?([a-z]+) {_SORT}$", told
    )
    return tuple(dict.fromkeys(noun for noun in found if is_noun(noun) and not re.fullmatch(_SORT, noun)))


def of_sort(column: Column, value: str) -> Iterator[str]:
    """ "gravel road", "gravel roads" of the value "gravel"."""
    for noun in sorted_nouns(column):
        if not value.lower().endswith(noun):
            yield from (f"{value} {noun}", f"{value} {plural(noun)}")
