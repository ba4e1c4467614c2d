"""Dates that count from today: "yesterday", "this year", "last month", "the next quarter"."""

from __future__ import annotations

import datetime

from sayso.grammar.values import DateRange
from sayso.parser.english.tokens import Token

_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_TURNS = {"this": 0, "current": 0, "last": -1, "previous": -1, "preceding": -1, "next": 1, "coming": 1, "following": 1}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_ROLLING = ("last", "next", "coming", "following")
"""With "the", the days up to today or from it: "in the last month"; the one of the calendar is "last month"."""


def read(tokens: list[Token], node: int, today: datetime.date) -> list[tuple[int, DateRange]]:
    """The dates that start at a token: where each ends, and what it means.

    >>> from sayso.parser.english.tokens import tokenize
    >>> [(end, date.say()) for end, date in read(tokenize("last month"), 0, datetime.date(2024, 1, 15))]
    [(2, 'December 2023')]
    """
    keys = [token.key for token in tokens[node : node + 4] if not token.quoted]
    if keys[:1] and keys[0] in _DAYS:
        day = today + datetime.timedelta(days=_DAYS[keys[0]])
        return [(node + 1, DateRange(day, day))]
    at = keys[:1] == ["the"]
    if keys[at : at + 1] == ["calendar"] or len(keys) < at + 2 or keys[at] not in _TURNS:
        return []
    if keys[at] in _ROLLING and (at or node and tokens[node - 1].key == "the"):
        return []
    end = at + 1 + (keys[at + 1] == "calendar")
    if len(keys) <= end or keys[end] not in _MONTHS:
        return []
    return [(node + end + 1, _around(today, _MONTHS[keys[end]], _TURNS[keys[at]]))]


def _around(today: datetime.date, months: int, turns: int) -> DateRange:
    """So many months of the calendar, so many turns from the ones that today is in."""
    first = (today.year * 12 + today.month - 1) // months * months + turns * months
    return DateRange(_first(first), _first(first + months) - datetime.timedelta(days=1))


def _first(month: int) -> datetime.date:
    return datetime.date(month // 12, month % 12 + 1, 1)


def taken(tokens: list[Token], date: DateRange, today: datetime.date | None) -> str:
    """What was taken for granted about such a date, in words; nothing where it is of another kind."""
    if today is None or (len(tokens), date) not in read(tokens, 0, today):
        return ""
    return f"taken for {date.say()}, today being {today:%B} {today.day}, {today.year}"
