"""Stretches of months in one year: "June, July or August 2022", "the first three months of 2024", "the summer of 2022, meaning June
to August". A season is no date where nobody says which months it has."""

from __future__ import annotations

import datetime
import re

from sayso.grammar.values import DateRange
from sayso.parser.english import dates, figures
from sayso.parser.english.tokens import Token

Run = tuple[DateRange, DateRange]
"""The first and the last month."""
SEASONS = frozenset(["spring", "summer", "autumn", "fall", "winter", "season"])
_YEAR = re.compile(r"(19|20)\d\d")
_JOINS = frozenset([",", "and", "or"])
_TO = frozenset(["to", "-", "through", "until", "till"])
_MEANING = frozenset(
    ["meaning", "i.e.", "ie", "that", "is", "say", "namely", "by", "which", "i", "we", "mean", "(", ",", ":", "so"]
)
_DURING = frozenset(["over", "during", "throughout", "in", "within"])


def read(tokens: list[Token], node: int) -> list[tuple[int, tuple[Run, ...]]]:
    """The stretches that start at a token, each with the node where it ends."""
    keys = [token.key for token in tokens]
    at = node
    if keys[at] in _DURING:
        at += 1 + (keys[at + 1 : at + 2] == ["the"])
        return read(tokens, at) if at < len(keys) and keys[at] not in _DURING and _begins(keys, at) else []
    if tokens[node].quoted:
        return []
    return _listed(keys, node) + _counted(tokens, keys, node) + _season(keys, node)


def _begins(keys: list[str], node: int) -> bool:
    return keys[node] in SEASONS or keys[node] in ("first", "last") or keys[node] in dates.MONTHS


def _month(year: int, month: int) -> DateRange:
    first = datetime.date(year, month, 1)
    after = datetime.date(year + month // 12, month % 12 + 1, 1)
    return DateRange(first, after - datetime.timedelta(days=1))


def _runs(year: int, months: list[int]) -> tuple[Run, ...]:
    """Months that follow each other together; as few stretches as there are."""
    groups: list[list[int]] = []
    for month in sorted(set(months)):
        if groups and groups[-1][-1] == month - 1:
            groups[-1].append(month)
        else:
            groups.append([month])
    return tuple((_month(year, group[0]), _month(year, group[-1])) for group in groups)


def _months(keys: list[str], node: int) -> tuple[int, list[int]]:
    """A row of months, "June, July and August", or all from one to another: where it ends, and which."""
    found: list[int] = []
    at = node
    while at < len(keys) and keys[at] in dates.MONTHS:
        found.append(dates.MONTHS[keys[at]])
        if len(found) == 1 and keys[at + 1 : at + 2] and keys[at + 1] in _TO and keys[at + 2 : at + 3]:
            last = dates.MONTHS.get(keys[at + 2], 0)
            return (at + 3, list(range(found[0], last + 1))) if last > found[0] else (node, [])
        stop = at + 1
        while stop < len(keys) and keys[stop] in _JOINS and stop - at <= 2:
            stop += 1
        if stop == at + 1 or stop >= len(keys) or keys[stop] not in dates.MONTHS:
            return at + 1, found
        at = stop
    return at, found


def _listed(keys: list[str], node: int) -> list[tuple[int, tuple[Run, ...]]]:
    """ "June, July or August 2022": all of them in that year."""
    end, months = _months(keys, node)
    ranged = node + 1 < len(keys) and keys[node + 1] in _TO
    at = end + (keys[end : end + 1] == ["of"])
    if (
        len(months) < 2
        or ranged
        or keys[node - 1 : node] in (["between"], ["from"])
        or not _YEAR.fullmatch("".join(keys[at : at + 1]))
    ):
        return []
    return [(at + 1, _runs(int(keys[at]), months))]


def _counted(tokens: list[Token], keys: list[str], node: int) -> list[tuple[int, tuple[Run, ...]]]:
    """ "the first three months of 2024", "the last 6 months of 2023"."""
    if keys[node] not in ("first", "last", "final"):
        return []
    for end, n in figures.read(tokens, node + 1) if node + 1 < len(tokens) else []:
        whole = not n.unit and n.value % 1 == 0 and 1 < n.value < 12
        if whole and keys[end : end + 2] == ["months", "of"] and _YEAR.fullmatch("".join(keys[end + 2 : end + 3])):
            many = int(n.value)
            months = range(1, many + 1) if keys[node] == "first" else range(13 - many, 13)
            return [(end + 3, _runs(int(keys[end + 2]), list(months)))]
    return []


def _season(keys: list[str], node: int) -> list[tuple[int, tuple[Run, ...]]]:
    """ "summer of 2022 (June, July and August)": the months that are said."""
    at = node + 1 + (keys[node + 1 : node + 2] == ["of"])
    if keys[node] not in SEASONS or not _YEAR.fullmatch("".join(keys[at : at + 1])):
        return []
    start = at + 1
    while start < len(keys) and keys[start] in _MEANING and start - at <= 6:
        start += 1
    end, months = _months(keys, start)
    if start == at + 1 or len(months) < 2:
        return []
    bracketed = "(" in keys[at:start]
    if bracketed and keys[end : end + 1] != [")"]:
        return []
    return [(end + bracketed, _runs(int(keys[at]), months))]
