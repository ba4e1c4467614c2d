"""Dates in a sentence: days, months, years."""

from __future__ import annotations

import calendar
import datetime
import re

from sayso.grammar.values import DateRange
from sayso.parser.english.tokens import Token

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NUMERIC = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DAY = re.compile(r"(\d{1,2})(st|nd|rd|th)?")
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"]
_ORDINALS += [
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_ORDINALS += ["twentieth", "thirtieth"]
_NTHS = {word: n for n, word in zip([*range(1, 21), 30], _ORDINALS, strict=True)}
_DECADES = {"fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990}
"""Those that mean one century to everybody; of "the twenties" nobody knows which."""
AMBIGUOUS = 0.1


def read(tokens: list[Token], node: int) -> list[tuple[int, DateRange, float]]:
    """The dates that start at a token: where each ends, what it means, and its cost (03/04/2020 has two readings)."""
    if tokens[node].quoted:
        return []
    found = _numeric(tokens[node].key, node) + _written(tokens, node) + _edges(tokens, node) + _parts(tokens, node)
    if re.fullmatch(r"(1[89]|20|21)\d\d", tokens[node].key):
        found.append((node + 1, _year(int(tokens[node].key)), 0.1))
    return found


def taken(tokens: list[Token], date: DateRange) -> str:
    """What was taken for granted about a date, in words: the century of a decade, the order of day and month; else nothing.

    >>> from sayso.parser.english.tokens import tokenize
    >>> taken(tokenize("3/4/2024"), DateRange(datetime.date(2024, 3, 4), datetime.date(2024, 3, 4)))
    'taken for March 4, 2024, the month first: say the month in letters to settle which is the day'
    """
    words = [token.key for token in tokens]
    if words[0] in _DECADES and len(words) == 1:
        return f"taken for {date.first.year} to {date.last.year}"
    numeric = _NUMERIC.fullmatch(words[0])
    if not numeric or numeric.group(1) or date.first != date.last or len({*numeric.groups()[3:5]}) == 1:
        return ""
    if max(int(numeric.group(4)), int(numeric.group(5))) > 12:
        return ""
    first = "month" if date.first.month == int(numeric.group(4)) else "day"
    return f"taken for {date.say()}, the {first} first: say the month in letters to settle which is the day"


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
    decade = re.fullmatch(r"((?:19|20)\d0)s", keys[0])
    year = int(decade.group(1)) if decade else _DECADES.get(keys[0], 0) * (node > 0 and tokens[node - 1].key == "the")
    if year:
        ten = DateRange(datetime.date(year, 1, 1), datetime.date(year + 9, 12, 31))
        return [(end, ten, 0.0) for end in (node + 1, _spelled_out(tokens, node + 1, year)) if end]
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


def _spelled_out(tokens: list[Token], node: int, year: int) -> int:
    """Where "(1990 through 1999)" ends behind "the nineties"; 0 where no such thing follows."""
    keys = [token.key for token in tokens[node : node + 6]]
    own = keys[:1] == ["("] and keys[1:2] in (["from"], ["between"])
    first, to, last, mark = (*keys[1 + own : 5 + own], "", "", "", "")[:4]
    same = first == str(year) and last == str(year + 9) and to in ("to", "through", "-", "and", "until", "till")
    return node + 5 + own if keys[:1] == ["("] and same and mark == ")" else 0


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


def _keys(tokens: list[Token], node: int) -> tuple[list[str], list[int]]:
    """The next few words with the nodes where they end; "third" and "twenty-third" as digits."""
    keys: list[str] = []
    ends: list[int] = []
    at = node
    while at < len(tokens) and len(keys) < 6:
        key = tokens[at].key.rstrip(".") if len(tokens[at].key) > 1 else tokens[at].key
        tens = {"twenty": 20, "thirty": 30}.get(key, 0) if [t.key for t in tokens[at + 1 : at + 2]] == ["-"] else 0
        ones = _NTHS.get(tokens[at + 2].key, 10) if tens and at + 2 < len(tokens) else 10
        at += 3 if ones < 10 else 1
        keys.append(str(tens + ones if ones < 10 else _NTHS.get(key, key)))
        ends.append(at)
    return keys, ends


def _written(tokens: list[Token], node: int) -> list[tuple[int, DateRange, float]]:
    """ "March 5, 2020", "5 March 2020", "the fifth of March 2020", "March 2020"."""
    keys, ends = _keys(tokens, node)
    if len(keys) > 1 and (day := _DAY.fullmatch(keys[0])):
        return _day_first(tokens, keys, ends, int(day.group(1)))
    if keys[0] not in MONTHS or len(keys) < 2:
        return []
    number = MONTHS[keys[0]]
    at = 2 if keys[1] == "," else 1
    if at < len(keys) and re.fullmatch(r"\d{4}", keys[at]):
        return [(ends[at], _month(int(keys[at]), number), 0.0)]
    the = len(keys) > 2 and keys[1] == "the"  # "March the third, 2021"
    day = _DAY.fullmatch(keys[1 + the])
    ranged = _ranged(tokens, ends[1 + the] if day else ends[0])
    if ranged is not None and day:
        return _made(ends[1 + the], ranged, number, int(day.group(1)), 0.0)
    if ranged is not None:
        return [(ends[0], _month(ranged, number), 0.0)]
    at = 2 + the + (keys[2 + the : 3 + the] == [","])
    if day and at < len(keys) and re.fullmatch(r"\d{4}", keys[at]):
        return _made(ends[at], int(keys[at]), number, int(day.group(1)), 0.0)
    return []


def _day_first(tokens: list[Token], keys: list[str], ends: list[int], day: int) -> list[tuple[int, DateRange, float]]:
    at = 2 if keys[1] == "of" else 1
    if at >= len(keys) or keys[at] not in MONTHS:
        return []
    month, end = MONTHS[keys[at]], ends[at]
    ranged = _ranged(tokens, end)
    if ranged is not None:
        return _made(end, ranged, month, day, 0.0)
    year = at + 1 + (keys[at + 1 : at + 2] == [","])
    if year < len(keys) and re.fullmatch(r"\d{4}", keys[year]):
        return _made(ends[year], int(keys[year]), month, day, 0.0)
    return []
