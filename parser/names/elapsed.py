"""Since when a number of days is counted: "more than 90 days since the trip", "within ten days of the trip" of days_since_trip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.grammar.units import SIZES

_NAMED = re.compile(r"^(?:number of |no of |n )?([a-z]+) (since|after|until|till|before|to) (?:the |an? )?([a-z ]+)$")
_TOLD = re.compile(r"\b(since|after|until|till|before) (?:the |an? |its )?([a-z]+(?: [a-z]+)?)$")
_ALIKE: dict[str, tuple[str, ...]] = {
    "since": ("since", "after", "from", "of"),
    "after": ("since", "after", "from", "of"),
}
_ALIKE |= {word: ("until", "till", "before", "to", "of") for word in ("until", "till", "before", "to")}
_ARTICLES = ("the ", "", "its ")


def elapsed(column: Column) -> Iterator[str]:
    """What stands behind a number of days that a column counts, where its name or description says since or until when.

    >>> sorted(elapsed(Column("days_since_trip", "number")))[:3]
    ['after its trip', 'after the trip', 'after trip']
    """
    if column.kind != "number":
        return
    told = re.split(r"[;:(,]", column.description.lower())[0].strip()
    named = _NAMED.match(column.name.lower().replace("_", " ")) or _NAMED.match(told)
    counted = SIZES.get(named.group(1), ("",))[0] in ("time", "years") if named else False
    found = [(named.group(2), named.group(3))] if named and counted else []
    ends = (
        _TOLD.search(told)
        if re.match(r"(?:number of |how many )(?:days|weeks|months|hours|minutes|years)\b", told)
        else None
    )
    found += [(ends.group(1), ends.group(2))] if ends else []
    for word, event in dict.fromkeys(found):
        yield from (f"{said} {article}{event}" for said in _ALIKE[word] for article in _ARTICLES)


_FROM = re.compile(
    r"\b(?:days|nights|weeks|months|hours|minutes|years)\b[a-z ]*? (?:since|after|until|till|before|between|from) (?:the |an? |its |their )?([a-z ]+?)"
    r"(?= (?:and|to|until|till|when|on which|that|which|who|was|were|is|are)\b|$)"
)


def counted_from(column: Column) -> Iterator[str]:
    """What a number of days is counted from, or up to: neither is so many days long.

    >>> list(counted_from(Column("days_since_trip", "number", "days between the end of the trip and filing of the claim")))
    ['trip', 'end of the trip']
    """
    for told in (column.name.lower().replace("_", " "), re.split(r"[;:(,]", column.description.lower())[0].strip()):
        yield from _FROM.findall(told)


def spoken_with_article(name: str) -> Iterator[str]:
    """ "days since the trip" of "days since trip".

    >>> list(spoken_with_article("days since trip"))
    ['days since the trip', 'days after the trip', 'days from the trip', 'days of the trip']
    """
    named = _NAMED.match(name)
    if named and named.group(1) in SIZES:
        unit, word, event = named.groups()
        yield from (f"{unit} {said} the {event}" for said in _ALIKE[word])
