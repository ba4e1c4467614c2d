"""Dates in a sentence: days, months, years."""

from __future__ import annotations

import calendar
import datetime
import re

from sayso.grammar.values import DateRange
from sayso.parser.tokens import Token

_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NUMERIC = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)?")
AMBIGUOUS = 0.1


def read(tokens: list[Token], node: int) -> list[tuple[int, DateRange, float]]:
    """The dates that start at a token: where each ends, what it means, and its cost (03/04/2020 has two readings)."""
    if tokens[node].quoted:
        return []
    found = _numeric(tokens[node].key, node) + _written(tokens, node) + _edges(tokens, node) + _parts(tokens, node)
    if re.fullmatch(r"(1[89]|20|21)\d\d", tokens[node].key):
        found.append((node + 1, _year(int(tokens[node].key)), 0.1))
    return found


_FIRST = frozenset(["start", "beginning", "first day", "opening day"])
_LAST = frozenset(["end", "close", "last day", "final day", "closing day"])


def _edges(tokens: list[Token], node: int) -> list[tuple[int, DateRange, float]]:
    """ "the end of 2024", "the first day of May 2023": a day. Of "before the end" and "after the start" nobody knows whether
    that day is one of them, where it is not called a day."""
    keys = [token.key for token in tokens[node : node + 3]]
    size = next((n for n in (1, 2) if " ".join(keys[:n]) in _FIRST | _LAST and keys[n : n + 1] == ["of"]), 0)
    if not size or node + size + 1 >= len(tokens):
        return []
    first = " ".join(keys[:size]) in _FIRST
    before = [token.key for token in tokens[max(0, node - 3) : node] if token.key not in ("the", "very")]
    if size == 1 and before[-1:] in (["by"], ["after"] if first else ["before"]):
        return []
    days = ((end, date.first if first else date.last, cost) for end, date, cost in read(tokens, node + size + 1))
    return [(end, DateRange(day, day), cost) for end, day, cost in days]


_PARTS = {"half": 6, "quarter": 3}
"""How many months each has."""
_NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}


def _parts(tokens: list[Token], node: int) -> list[tuple[int, DateRange, float]]:
    """ "the first half of 2021", "the last quarter of 2021", "Q3 2021", "the 2010s"."""
    keys = [token.key for token in tokens[node : node + 4]]
    if decade := re.fullmatch(r"((?:19|20)\d0)s", keys[0]):
        year = int(decade.group(1))
        return [(node + 1, DateRange(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31)), 0.0)]
    if len(keys) > 1 and (short := re.fullmatch(r"([qh])([1-4])", keys[0])):
        months, at = (3 if short.group(1) == "q" else 6), 2 if keys[1] in ("of", ",") else 1
        nth = int(short.group(2))
    elif len(keys) > 3 and keys[1] in _PARTS and keys[2] == "of":
        months, at = _PARTS[keys[1]], 3
        nth = 12 // months if keys[0] in ("last", "final") else _NTH.get(keys[0], 0)
    else:
        return []
    if at >= len(keys) or not re.fullmatch(r"(19|20)\d\d", keys[at]) or not 0 < nth <= 12 // months:
        return []
    first, last = (_month(int(keys[at]), month) for month in (months * (nth - 1) + 1, months * nth))
    return [(node + at + 1, DateRange(first.first, last.last), 0.0)]


def _numeric(key: str, node: int) -> list[tuple[int, DateRange, float]]:
    match = _NUMERIC.fullmatch(key)
    if not match:
        return []
    y, m, d, a, b, year = match.groups()
    if y:
        return _made(node + 1, int(y), int(m), int(d), 0.0)
    month_first = _made(node + 1, int(year), int(a), int(b), 0.0)
    day_first = _made(node + 1, int(year), int(b), int(a), AMBIGUOUS) if a != b else []
    return month_first + day_first


def _made(end: int, year: int, month: int, day: int, cost: float) -> list[tuple[int, DateRange, float]]:
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        return []
    return [(end, DateRange(date, date), cost)]


def _year(year: int) -> DateRange:
    return DateRange(datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def _month(year: int, month: int) -> DateRange:
    last = calendar.monthrange(year, month)[1]
    return DateRange(datetime.date(year, month, 1), datetime.date(year, month, last))


def _ranged(tokens: list[Token], node: int) -> int | None:
    """The year of a range that names it once, at the end: "between 1 April and 30 June 2024"."""
    if node + 1 >= len(tokens) or tokens[node].key not in ("and", "to", "-", "–", "through", "until", "till"):
        return None
    upper = [date for _, date, _ in _written(tokens, node + 1)]
    return upper[0].first.year if upper else None


def _written(tokens: list[Token], node: int) -> list[tuple[int, DateRange, float]]:
    """ "March 5, 2020", "5 March 2020", "March 2020"."""
    keys = [token.key.rstrip(".") if len(token.key) > 1 else token.key for token in tokens[node : node + 6]]
    day_first = _DAY.fullmatch(keys[0])
    if day_first and len(keys) > 1:
        rest = keys[1:]
        if rest and rest[0] == "of":
            rest = rest[1:]
        if rest and rest[0] in _MONTHS:
            month = rest[0]
            rest = [key for key in rest[1:3] if key != ","][:1]
            ranged = _ranged(tokens, node + keys.index(month) + 1)
            if ranged is not None:
                return _made(node + keys.index(month) + 1, ranged, _MONTHS[month], int(day_first.group(1)), 0.0)
            if rest and re.fullmatch(r"\d{4}", rest[0]):
                end = node + keys.index(rest[0]) + 1
                return _made(end, int(rest[0]), _MONTHS[month], int(day_first.group(1)), 0.0)
        return []
    if keys[0] not in _MONTHS or len(keys) < 2:
        return []
    number = _MONTHS[keys[0]]
    at = 2 if keys[1] == "," else 1
    if at < len(keys) and re.fullmatch(r"\d{4}", keys[at]):
        return [(node + at + 1, _month(int(keys[at]), number), 0.0)]
    day = _DAY.fullmatch(keys[1])
    ranged = _ranged(tokens, node + 2) if day else _ranged(tokens, node + 1)
    if ranged is not None and day:
        return _made(node + 2, ranged, number, int(day.group(1)), 0.0)
    if ranged is not None:
        return [(node + 1, _month(ranged, number), 0.0)]
    at = 3 if len(keys) > 2 and keys[2] == "," else 2
    if day and at < len(keys) and re.fullmatch(r"\d{4}", keys[at]):
        return _made(node + at + 1, int(keys[at]), number, int(day.group(1)), 0.0)
    return []
