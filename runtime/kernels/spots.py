"""The places of one row's texts, as (column, start, end) in the original text: exact, obvious, used where postings do not decide."""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import re2

from sayso.grammar import plan
from sayso.runtime.columns import Columns
from sayso.runtime.kernels import language, words
from sayso.runtime.kernels.boxes import COMPARE

Spot = tuple[str, int, int]


class Row:
    """One row of a table, with what has been computed about it."""

    def __init__(self, columns: Columns, i: int) -> None:
        self.columns = columns
        self.i = i
        self.plain: dict[str, str] = {}
        self.known: dict[plan.Op, Any] = {}

    def text(self, column: str) -> str | None:
        """The text of a column, None where missing."""
        return self.columns.texts(column)[self.i]

    def matchable(self, column: str) -> str:
        """The text with plain quotes, dashes and spaces, the same length."""
        if column not in self.plain:
            self.plain[column] = (self.text(column) or "").translate(words.PLAIN)
        return self.plain[column]


def spots(op: plan.Spots, row: Row) -> list[Spot]:
    """The places of an operation in a row, in order, without duplicates."""
    if op not in row.known:
        row.known[op] = sorted(set(_SPOTS[type(op)](op, row)))
    found: list[Spot] = row.known[op]
    return found


def _whole(op: plan.Whole, row: Row) -> list[Spot]:
    text = row.text(op.column)
    return [] if text is None else [(op.column, 0, len(text))]


def _mark(op: plan.Mark, row: Row) -> list[Spot]:
    span = row.columns.spans(op.column)[row.i]
    return [] if span is None or row.text(op.text) is None else [(op.text, *span)]


def _pieces(op: plan.Pieces, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.of, row):
        pieces = words.pieces((row.text(column) or "")[start:end], op.piece)
        if op.pick is not None:
            at = op.pick - 1 if op.pick > 0 else op.pick
            pieces = (pieces[at],) if -len(pieces) <= at < len(pieces) else ()
        found += [(column, start + a, start + b) for a, b in pieces]
    return found


def _edge(op: plan.Edge, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.of, row):
        narrowed = _nearest((row.text(column) or "")[start:end], op.side, op.n, op.unit)
        if narrowed is not None:
            found.append((column, start + narrowed[0], start + narrowed[1]))
    return found


def _nearest(text: str, side: str, n: int, unit: str) -> tuple[int, int] | None:
    if unit == "characters":
        return (0, min(n, len(text))) if side == "first" else (max(0, len(text) - n), len(text))
    pieces = words.counted(text) if unit == "words" else words.sentences(text)
    if not pieces:
        return None
    chosen = pieces[:n] if side == "first" else pieces[-n:]
    return (chosen[0][0], chosen[-1][1]) if chosen else None


def _side(op: plan.Side, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.of, row):
        for held, left, right in spots(op.within, row):
            if held != column or not (left <= start and end <= right):
                continue
            a, b = (left, start) if op.side == "before" else (end, right)
            if op.n is not None:
                text = (row.text(column) or "")[a:b]
                near = _nearest(text, "last" if op.side == "before" else "first", op.n, op.unit)
                if near is None:
                    continue
                a, b = a + near[0], a + near[1]
            found.append((column, a, b))
    return found


def _gap(op: plan.Gap, row: Row) -> list[Spot]:
    lefts, rights = spots(op.left, row), spots(op.right, row)
    ends = sorted({*lefts, *rights})
    found = []
    for a in lefts:
        for b in rights:
            first, second = sorted((a, b), key=lambda s: s[1])
            if first[0] != second[0] or first[2] > second[1]:
                continue
            between = [
                e for e in ends if e[0] == first[0] and first[2] <= e[1] and e[2] <= second[1] and e not in (a, b)
            ]
            if not between:
                found.append((first[0], first[2], second[1]))
    return found


def _find(op: plan.Find, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.within, row):
        text = row.matchable(column)
        for term in op.terms:
            if term.mode == "lemma":
                inside = language.lemmas(row.text(column) or "", term.text)
                found += [(column, a, b) for a, b in inside if start <= a and b <= end]
            elif term.text.strip():
                found += [
                    (column, *m.span())
                    for m in words.term_pattern(term).finditer(text, start, end)
                    if _bounded(m, text, term)
                ]
    return found


def _bounded(match: re.Match[str], text: str, term: plan.Term) -> bool:
    """A region's end is no word boundary: the character beyond it counts, which a pattern stopped there cannot see."""
    end = match.end()
    if term.mode not in ("words", "exact") or end >= len(text):
        return True
    return not (_wordy(text[end - 1]) and _wordy(text[end]))


def _wordy(character: str) -> bool:
    return bool(words.TOKEN.match(character))


@lru_cache(maxsize=1024)
def compiled(regex: str, case_sensitive: bool) -> Any:
    """A linear-time regular expression."""
    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    return re2.compile(regex, options)


def _pattern(op: plan.Pattern, row: Row) -> list[Spot]:
    found = []
    pattern = compiled(op.regex, op.case_sensitive)
    for column, start, end in spots(op.within, row):
        text = row.matchable(column)[start:end]
        found += [(column, start + m.start(), start + m.end()) for m in pattern.finditer(text)]
    return found


def _things(op: plan.Things, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.within, row):
        pattern = words.PATTERNS.get(op.thing)
        if pattern is not None:
            found += [(column, *m.span()) for m in pattern.finditer(row.matchable(column), start, end)]
        else:
            things = language.things(row.text(column) or "", op.thing)
            found += [(column, a, b) for a, b in things if start <= a and b <= end]
    return found


_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}


def _worth(op: plan.Worth, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.of, row):
        text = (row.text(column) or "")[start:end].lower()
        digits = re.search(r"\d[\d,]*(?:\.\d+)?", text)
        if digits is None:
            continue
        value = float(digits.group().rstrip(",").replace(",", ""))
        value *= next((scale for word, scale in _SCALES.items() if word in text), 1.0)
        if COMPARE[op.comparison](value, op.n):
            found.append((column, start, end))
    return found


def _echo(op: plan.Echo, row: Row) -> list[Spot]:
    texts = {(row.text(column) or "")[start:end].strip() for column, start, end in spots(op.of, row)}
    terms = tuple(plan.Term(text) for text in sorted(texts) if text)
    return _find(plan.Find(op.within, terms), row) if terms else []


def _near(op: plan.Near, row: Row) -> list[Spot]:
    found = []
    rights = spots(op.right, row)
    for left in spots(op.left, row):
        for right in rights:
            if left[0] != right[0] or left == right:
                continue
            forward = left[2] <= right[1] and op.order in ("before", "either")
            backward = right[2] <= left[1] and op.order in ("after", "either")
            if (forward and _apart(op, row, left, right)) or (backward and _apart(op, row, right, left)):
                found.append(left)
                break
    return found


def _apart(op: plan.Near, row: Row, first: Spot, second: Spot) -> bool:
    between = row.matchable(first[0])[first[2] : second[1]]
    if op.unit == "blank":
        return not words.TOKEN.search(between)
    if op.unit == "characters":
        n = len(between)
    elif op.unit == "words":
        n = len(words.counted(between))
    else:
        starts = [start for start, _ in words.sentences(row.text(first[0]) or "")]
        n = bisect_right(starts, second[1]) - bisect_right(starts, first[1])
    return op.low <= n and (op.high is None or n <= op.high)


def _within(spot: Spot, hold: Spot) -> bool:
    return spot[0] == hold[0] and hold[1] <= spot[1] and spot[2] <= hold[2]


def _holding(op: plan.Holding, row: Row) -> list[Spot]:
    parts = [spots(part, row) for part in op.parts]
    return [spot for spot in spots(op.of, row) if all(any(_within(p, spot) for p in part) for part in parts)]


_OUTER = re.compile(r"[\s\W]*", re.UNICODE)


def _at_edge(op: plan.AtEdge, row: Row) -> list[Spot]:
    found = []
    for hold in spots(op.within, row):
        text = row.matchable(hold[0])
        for spot in spots(op.of, row):
            if not _within(spot, hold):
                continue
            outside = text[hold[1] : spot[1]] if op.edge == "start" else text[spot[2] : hold[2]]
            own = text[spot[1]] if op.edge == "start" else text[max(spot[1], spot[2] - 1)]
            if not outside.strip() or (_wordy(own) and not words.TOKEN.search(outside) and "$" not in outside):
                found.append(spot)
    return found


def _union(op: plan.Union, row: Row) -> list[Spot]:
    return [spot for part in op.parts for spot in spots(part, row)]


_SPOTS: dict[type[plan.Op], Callable[[Any, Row], list[Spot]]] = {
    plan.Whole: _whole,
    plan.Mark: _mark,
    plan.Pieces: _pieces,
    plan.Edge: _edge,
    plan.Side: _side,
    plan.Gap: _gap,
    plan.Find: _find,
    plan.Pattern: _pattern,
    plan.Things: _things,
    plan.Worth: _worth,
    plan.Echo: _echo,
    plan.Near: _near,
    plan.Holding: _holding,
    plan.AtEdge: _at_edge,
    plan.Union: _union,
}


def text_columns(op: plan.Op) -> set[str]:
    """The text columns that an operation reads."""
    found: set[str] = set()
    for field in dataclasses.fields(op):
        value = getattr(op, field.name)
        if isinstance(op, plan.Whole):
            found.add(op.column)
        elif isinstance(op, plan.Mark):
            found.add(op.text)
        elif isinstance(value, plan.Op):
            found |= text_columns(value)
        elif isinstance(value, tuple):
            for item in value:
                found |= text_columns(item) if isinstance(item, plan.Op) else set()
    return found
