"""The places of one row's texts, as (column, start, end) in the original text: exact, obvious, used where postings do not decide."""

from __future__ import annotations

import dataclasses
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import re2

from sayso.grammar import plan
from sayso.runtime.columns import Columns
from sayso.runtime.kernels import language, things, words
from sayso.runtime.kernels.boxes import COMPARE

Spot = tuple[str, int, int]


class Row:
    """One row of a table, with what has been computed about it."""

    def __init__(self, columns: Columns, i: int) -> None:
        self.columns = columns
        self.i = i
        self.texts: dict[str, str | None] = {}
        self.plain: dict[str, str] = {}
        self.starts: dict[str, list[int]] = {}
        self.known: dict[plan.Op, Any] = {}

    def text(self, column: str) -> str | None:
        """The text of a column, None where missing."""
        if column not in self.texts:
            self.texts[column] = self.columns.text(column, self.i)
        return self.texts[column]

    def stretch(self, spot: Spot) -> str:
        """The text of a spot."""
        return (self.text(spot[0]) or "")[spot[1] : spot[2]]

    def matchable(self, column: str) -> str:
        """The text with plain quotes, dashes and spaces, the same length."""
        if column not in self.plain:
            self.plain[column] = (self.text(column) or "").translate(words.PLAIN)
        return self.plain[column]

    def sentence_starts(self, column: str) -> list[int]:
        """Where the sentences of a text start."""
        if column not in self.starts:
            self.starts[column] = [start for start, _ in words.sentences(self.text(column) or "")]
        return self.starts[column]


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
    span, text = row.columns.spans(op.column)[row.i], row.text(op.text)
    return [] if span is None or text is None else [(op.text, *span)]


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
    chosen = pieces[:n] if side == "first" else pieces[max(0, len(pieces) - n) :]
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
    lefts, rights = set(spots(op.left, row)), set(spots(op.right, row))
    ends = sorted(lefts | rights)
    found = []
    for first in ends:
        nearest = math.inf  # where the first spot ends that lies whole between the two
        for at in range(bisect_left(ends, (first[0], first[2], 0)), len(ends)):
            second = ends[at]
            if second[0] != first[0] or nearest <= second[1]:
                break
            if second == first:
                continue
            if (first in lefts and second in rights) or (first in rights and second in lefts):
                found.append((first[0], first[2], second[1]))
            nearest = min(nearest, second[2])
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
    if term.mode in ("part", "exact part") or end >= len(text):
        return True
    return not (words.wordy(text[end - 1]) and words.wordy(text[end]))


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
    found: list[Spot] = []
    for column, start, end in spots(op.within, row):
        inside = things.found(op.thing, row.matchable(column), start, end)
        if inside is None:
            inside = (s for s in language.things(row.text(column) or "", op.thing) if start <= s[0] and s[1] <= end)
        found += [(column, a, b) for a, b in inside]
    return found


def _worth(op: plan.Worth, row: Row) -> list[Spot]:
    found = []
    for column, start, end in spots(op.of, row):
        value = things.worth(row.matchable(column)[start:end])
        if value is not None and COMPARE[op.comparison](value, op.n):
            found.append((column, start, end))
    return found


def _echo(op: plan.Echo, row: Row) -> list[Spot]:
    texts = {row.stretch(spot).strip() for spot in spots(op.of, row)}
    terms = tuple(plan.Term(text) for text in sorted(texts) if text)
    return _find(plan.Find(op.within, terms), row) if terms else []


def _near(op: plan.Near, row: Row) -> list[Spot]:
    rights = spots(op.right, row)
    by_end = sorted((column, end, start) for column, start, end in rights)
    found = []
    for left in spots(op.left, row):
        column, start, end = left
        after = range(bisect_left(rights, (column, end, 0)), bisect_right(rights, (column, math.inf, 0)))
        before = range(bisect_left(by_end, (column, 0, 0)), bisect_right(by_end, (column, start, math.inf)))
        forward = (_apart(op, row, left, rights[i]) for i in _worth_a_look(op, after) if rights[i] != left)
        backward = (
            _apart(op, row, other, left)
            for i in _worth_a_look(op, before[::-1])
            if (other := (column, by_end[i][2], by_end[i][1])) != left
        )
        if (op.order != "after" and _fits(op, forward)) or (op.order != "before" and _fits(op, backward)):
            found.append(left)
    return found


def _worth_a_look(op: plan.Near, others: range) -> range:
    """The others, from the nearest to the farthest; where nothing is too far, only the two farthest, the last one first.

    (Two, for one may be the spot itself.)"""
    return others[-2:][::-1] if op.high is None and op.unit in ("words", "characters") else others


def _fits(op: plan.Near, apart: Iterator[int]) -> bool:
    """Whether one of the others is as far as asked. What lies between only grows, sentences aside."""
    for n in apart:
        if op.unit == "blank":
            return n == 0
        if op.low <= n and (op.high is None or n <= op.high):
            return True
        if op.high is not None and n > op.high and op.unit != "sentences":
            return False
    return False


def _apart(op: plan.Near, row: Row, first: Spot, second: Spot) -> int:
    """How many units lie between; of "blank", whether a word does."""
    if op.unit != "blank" and op.low <= 0 and op.high is None:
        return 0  # anything will do
    if op.unit == "sentences":
        starts = row.sentence_starts(first[0])
        return bisect_right(starts, second[1]) - bisect_right(starts, first[1])
    between = row.matchable(first[0])[first[2] : second[1]]
    if op.unit == "blank":
        return int(bool(words.TOKEN.search(between)))
    return len(between) if op.unit == "characters" else len(words.counted(between))


def _within(spot: Spot, hold: Spot) -> bool:
    return spot[0] == hold[0] and hold[1] <= spot[1] and spot[2] <= hold[2]


def _holding(op: plan.Holding, row: Row) -> list[Spot]:
    parts = [spots(part, row) for part in op.parts]
    return [spot for spot in spots(op.of, row) if all(any(_within(p, spot) for p in part) for part in parts)]


def _at_edge(op: plan.AtEdge, row: Row) -> list[Spot]:
    found = []
    for hold in spots(op.within, row):
        text = row.matchable(hold[0])
        for spot in spots(op.of, row):
            if not _within(spot, hold):
                continue
            outside = text[hold[1] : spot[1]] if op.edge == "start" else text[spot[2] : hold[2]]
            inside = text[spot[1] : spot[2]]
            own = inside[:1] if op.edge == "start" else inside[-1:]
            if not outside.strip() or (words.wordy(own) and not words.TOKEN.search(outside) and "$" not in outside):
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
