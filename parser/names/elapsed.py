"""Since when a number of days is counted: "more than 90 days since the trip", "within ten days of the trip" of days_since_trip."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.grammar.units import measured
from sayso.parser.names.description import description

_SINCE = re.compile(
    r"(?:number of |no of |n |how many )?([a-z]+)( [a-z' ]+?)?? (since|after|until|till|before|to) (?:the |an? |its )?([a-z]+(?: [a-z]+)*)"
)
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
    told = description(column)
    found = [_SINCE.fullmatch(text) for text in (told.name, told.clause) if column.kind == "number"]
    since = [match.groups() for match in found if match and measured(match.group(1)) in ("time", "years")]
    for word, event in dict.fromkeys((word, event) for _, _, word, event in since):
        yield from (f"{said} {article}{event}" for said in _ALIKE[word] for article in _ARTICLES)


def spoken_with_article(name: str) -> Iterator[str]:
    """ "days since the trip" of "days since trip".

    >>> list(spoken_with_article("days since trip"))
    ['days since the trip', 'days after the trip', 'days from the trip', 'days of the trip']
    """
    named = _SINCE.fullmatch(name)
    if named and measured(named.group(1)) and not named.group(2):
        unit, _, word, event = named.groups()
        yield from (f"{unit} {said} the {event}" for said in _ALIKE[word])
