"""The places of operations over all rows of a column at once: what `spots` finds in one row, as arrays.

Only what arrays answer exactly is answered; `None` sends the caller to look at the rows one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeGuard

import numpy as np

from sayso.grammar import plan
from sayso.runtime.columns import Flags, Floats
from sayso.runtime.kernels import breaks, distances, finding
from sayso.runtime.kernels.characters import Bank, Ints, search
from sayso.runtime.kernels.finding import NOWHERE, Found, Postings, ordered
from sayso.runtime.kernels.tokens import Tokens

Marks = Callable[[str], Found]
"""For a span column where each row's mark starts and ends, counted in its text; starts at -1 where there is none."""


@dataclass(eq=False)
class Text:
    """One bank of a column with its tokens and postings, and the places found so far."""

    tokens: Tokens
    postings: Postings
    marks: Marks | None = None
    _found: dict[int, tuple[plan.Op, Found | None]] = field(default_factory=dict)
    _rows: dict[int, tuple[Found, Ints]] = field(default_factory=dict)

    @property
    def bank(self) -> Bank:
        """The characters."""
        return self.tokens.bank

    def places(self, op: plan.Spots) -> Found | None:
        """The places of an operation, found once."""
        key = id(op)
        if key not in self._found:
            made = _PLACES.get(type(op))
            self._found[key] = (op, made(op, self) if made is not None else None)
        return self._found[key][1]

    def rows_of(self, found: Found) -> Ints:
        """The row of each place, counted in the bank; worked out once for places that are kept."""
        key = id(found)
        if key not in self._rows:
            self._rows[key] = (found, self.bank.row_of(found.starts))
        return self._rows[key][1]

    def shared(self, left: Found, right: Found) -> tuple[Flags, Flags]:
        """Which places of either lie in a row that has one of both."""
        rows = [self.rows_of(left), self.rows_of(right)]
        both = np.ones(len(self.bank.rows), np.bool_)
        for numbers in rows:
            there = np.zeros(len(self.bank.rows), np.bool_)
            there[numbers] = True
            both &= there
        return both[rows[0]], both[rows[1]]


@dataclass(frozen=True, eq=False)
class Column:
    """A text column of a chunk, ready to be asked."""

    rows: int
    texts: tuple[Text, ...]

    def marked(self, marks: Marks) -> Column:
        """The column with its span columns to be asked."""
        return Column(self.rows, tuple(replace(text, marks=marks) for text in self.texts))

    def some(self, op: plan.Spots) -> Flags | None:
        """The rows that have a place of the operation."""
        result = np.zeros(self.rows, np.bool_)
        for text in self.texts:
            found = text.places(op)
            if found is None:
                return None
            result[text.bank.rows[text.rows_of(found)]] = True
        return result

    def counts(self, op: plan.Spots) -> Floats | None:
        """How many places of the operation each row has, NaN where the text is missing."""
        return self._numbers(lambda text: _counted(text, text.places(op)))

    def lengths(self, of: plan.Spots, unit: str) -> Floats | None:
        """How long each whole text is in a unit, NaN where it is missing; None for other places."""
        return self._numbers(lambda text: _lengths(text, unit)) if isinstance(of, plan.Whole) else None

    def may_hold(self, term: plan.Term) -> Flags | None:
        """The rows that may hold a term, all that do among them; None where that is not known."""
        result = np.zeros(self.rows, np.bool_)
        for text in self.texts:
            at = finding.candidates(term, text.tokens, text.postings)
            if at is None:
                return None
            mark(text, at, result)
        return result

    def _numbers(self, of: Callable[[Text], Ints | None]) -> Floats | None:
        result = np.full(self.rows, np.nan)
        for text in self.texts:
            numbers = of(text)
            if numbers is None:
                return None
            there = text.bank.there
            result[text.bank.rows[there]] = numbers[there]
        return result


def mark(text: Text, at: Ints, result: Flags) -> None:
    """Mark the rows that some places of a bank lie in."""
    result[text.bank.rows[text.bank.row_of(at)]] = True


def _counted(text: Text, found: Found | None) -> Ints | None:
    if found is None:
        return None
    return np.bincount(text.rows_of(found), minlength=len(text.bank.rows))


def _lengths(text: Text, unit: str) -> Ints | None:
    if unit == "characters":
        return text.bank.ends - text.bank.starts[:-1]
    if unit == "words":
        return np.diff(text.tokens.row_words)
    return np.diff(text.tokens.row_sentences) if unit == "sentences" else None


def _bounds(text: Text, unit: str, rows: Ints) -> tuple[Ints, Ints]:
    """The numbers of each row's first word or sentence and of the first that is another's."""
    before = text.tokens.row_words if unit == "words" else text.tokens.row_sentences
    return before[rows], before[rows + 1]


def _numbered(text: Text, unit: str, first: Ints, last: Ints) -> Found:
    """From the start of one word or sentence, numbered over all rows, to the end of another."""
    if unit == "words":
        return Found(text.tokens.counted_words(first)[0], text.tokens.counted_words(last)[1])
    starts, ends = text.tokens.sentences
    return Found(np.asarray(starts[first], np.int64), np.asarray(ends[last], np.int64))


# ---------------------------------------------------------------- one function an operation


def _whole(op: plan.Whole, text: Text) -> Found:
    there = text.bank.there
    return Found(text.bank.starts[:-1][there], text.bank.ends[there])


def _mark(op: plan.Mark, text: Text) -> Found | None:
    if text.marks is None:
        return None
    bank, marks = text.bank, text.marks(op.column)
    kept = np.flatnonzero(bank.there & (marks.starts[bank.rows] >= 0))
    starts, ends = (bank.starts[kept] + at[bank.rows[kept]] for at in (marks.starts, marks.ends))
    return Found(starts, ends)


def _gap(op: plan.Gap, text: Text) -> Found | None:
    left, right = text.places(op.left), text.places(op.right)
    if left is None or right is None:
        return None
    of_left, of_right = text.shared(left, right)
    left, right = left.where(of_left), right.where(of_right)
    rows = text.bank.row_of(left.starts)
    if (rows[1:] == rows[:-1]).any() or len(rows) != len(right):
        return None  # several of them in one row: which belong together is not plain
    starts = np.minimum(left.ends, right.ends)
    ends = np.maximum(left.starts, right.starts)
    if ((left.starts == left.ends) | (right.starts == right.ends)).any():
        return None
    apart = starts <= ends
    return Found(starts[apart], ends[apart])


def _side(op: plan.Side, text: Text) -> Found | None:
    of = text.places(op.of)
    if of is None or op.n is not None or not isinstance(op.within, plan.Whole):
        return None
    rows, bank = text.bank.row_of(of.starts), text.bank
    return ordered(bank.starts[rows], of.starts) if op.side == "before" else ordered(of.ends, bank.ends[rows])


def _find(op: plan.Find, text: Text) -> Found | None:
    parts = [finding.occurrences(t, text.tokens, text.postings) if t.text.strip() else NOWHERE for t in op.terms]
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    every = united(found)
    if isinstance(op.within, plan.Whole):
        return every
    if any(map(finding.overlap_themselves, op.terms)):
        return None
    if _by_row(op.within):  # only rows with an occurrence need their edge or piece found
        rows = np.unique(text.bank.row_of(every.starts))
        regions = _edge(op.within, text, rows) if isinstance(op.within, plan.Edge) else _pieces(op.within, text, rows)
    else:
        regions = text.places(op.within)
    return None if regions is None else every.where(inside(every, regions))


def _by_row(op: plan.Spots) -> TypeGuard[plan.Edge | plan.Pieces]:
    """One region at most of each row, found for each row by itself."""
    return isinstance(op, plan.Edge) or (isinstance(op, plan.Pieces) and op.pick is not None)


def united(parts: list[Found]) -> Found:
    """The places of all parts together."""
    if len(parts) == 1:
        return parts[0]
    return ordered(np.concatenate([p.starts for p in parts]), np.concatenate([p.ends for p in parts]))


def inside(found: Found, regions: Found) -> Flags:
    """Which places lie whole in one of the regions."""
    if not len(regions):
        return np.zeros(len(found), np.bool_)
    reach = np.maximum.accumulate(regions.ends)  # the farthest end of those that start so early
    last = search(regions.starts, found.starts, "right") - 1
    return np.asarray((last >= 0) & (reach[np.maximum(last, 0)] >= found.ends), np.bool_)


def holding(regions: Found, found: Found) -> Flags:
    """Which regions hold one of the places whole."""
    result = np.zeros(len(regions), np.bool_)
    if not len(found) or not len(regions):
        return result
    empty = (
        found.starts == found.ends
    ).any()  # it may lie in two regions, at the end of one and the start of the other
    if not empty and len(found) < len(regions) and not (regions.starts[1:] < regions.ends[:-1]).any():
        number = search(regions.starts, found.starts, "right") - 1
        result[number[(number >= 0) & (regions.ends[number] >= found.ends)]] = True
        return result
    nearest = np.minimum.accumulate(found.ends[::-1])[::-1]  # the nearest end of those that start so late
    first = search(found.starts, regions.starts, "left")
    kept = np.minimum(first, len(found) - 1)
    return np.asarray((first < len(found)) & (nearest[kept] <= regions.ends), np.bool_)


def _union(op: plan.Union, text: Text) -> Found | None:
    found = [text.places(part) for part in op.parts]
    there = [part for part in found if part is not None]
    return united(there) if len(there) == len(found) else None


def _holding(op: plan.Holding, text: Text) -> Found | None:
    regions = text.places(op.of)
    if regions is None:
        return None
    for part in op.parts:
        found = text.places(part)
        if found is None:
            return None
        regions = regions.where(holding(regions, found))
    return regions


def _pieces(op: plan.Pieces, text: Text, rows: Ints | None = None) -> Found | None:
    if not isinstance(op.of, plan.Whole) or op.piece not in ("word", "sentence"):
        return None
    unit = "words" if op.piece == "word" else "sentences"
    first, beyond = _bounds(text, unit, np.arange(len(text.bank.rows)) if rows is None else rows)
    if op.pick is None:
        every = np.arange(beyond[-1]) if len(beyond) else beyond
        return _numbered(text, unit, every, every)
    at = first + op.pick - 1 if op.pick > 0 else beyond + op.pick
    at = at[(at >= first) & (at < beyond)]
    return _numbered(text, unit, at, at)


def _edge(op: plan.Edge, text: Text, rows: Ints | None = None) -> Found | None:
    if not isinstance(op.of, plan.Whole):
        return None
    bank = text.bank
    rows = np.arange(len(bank.rows)) if rows is None else rows
    rows = rows[bank.there[rows]]
    if op.unit == "characters":
        starts, ends = bank.starts[rows], bank.ends[rows]
        near = op.side == "first"
        return Found(starts, np.minimum(starts + op.n, ends)) if near else Found(np.maximum(ends - op.n, starts), ends)
    first, beyond = _bounds(text, op.unit, rows)
    if op.side == "first":
        beyond = np.minimum(beyond, first + op.n)
    else:
        first = np.maximum(first, beyond - op.n)
    some = first < beyond
    return _numbered(text, op.unit, first[some], beyond[some] - 1)


def _near(op: plan.Near, text: Text) -> Found | None:
    left, right = text.places(op.left), text.places(op.right)
    if left is None or right is None:
        return None
    of_left, of_right = text.shared(left, right)
    left, right = left.where(of_left), right.where(of_right)
    kept = distances.near(op, text.tokens, left, right)
    return None if kept is None else left.where(kept)


def _at_edge(op: plan.AtEdge, text: Text) -> Found | None:
    found, regions = text.places(op.of), text.places(op.within)
    if found is None or regions is None:
        return None
    if (regions.starts[1:] < regions.ends[:-1]).any() or (found.starts == found.ends).any():
        return None  # which region holds a place is then not plain
    if not len(regions):
        return NOWHERE
    number = search(regions.starts, found.starts, "right") - 1
    held = (number >= 0) & (regions.ends[np.maximum(number, 0)] >= found.ends)
    found, number = found.where(held), number[held]
    if op.edge == "start":
        return found.where(_nothing(text, regions.starts[number], found.starts, found.starts))
    return found.where(_nothing(text, found.ends, regions.ends[number], found.ends - 1))


def _nothing(text: Text, starts: Ints, ends: Ints, own: Ints) -> Flags:
    """Whether only white space lies between; beside a word character of one's own, only what is neither word nor $."""
    tokens, bank = text.tokens, text.bank
    wordless = (tokens.first_from(ends) <= tokens.first_after(starts)) | (starts == ends)
    result = np.zeros(len(starts), np.bool_)
    at = np.flatnonzero(wordless)
    blank = breaks.past(bank, starts[at], ends[at], breaks.spaced) == ends[at]
    free = breaks.past(bank, starts[at], ends[at], lambda codes: codes != ord("$")) == ends[at]
    result[at] = blank | (free & bank.wordy(own[at]))
    return result


_PLACES: dict[type[plan.Op], Callable[[Any, Text], Found | None]] = {
    plan.Whole: _whole,
    plan.Mark: _mark,
    plan.Gap: _gap,
    plan.Side: _side,
    plan.Find: _find,
    plan.Union: _union,
    plan.Holding: _holding,
    plan.Pieces: _pieces,
    plan.Edge: _edge,
    plan.Near: _near,
    plan.AtEdge: _at_edge,
}


def answered(op: plan.Spots) -> bool:
    """Whether arrays answer an operation on one column, as far as its shape tells."""
    if isinstance(op, plan.Find):
        return all(finding.spelled(term) is not None for term in op.terms) and answered(op.within)
    if isinstance(op, (plan.Pieces, plan.Edge)):
        return isinstance(op.of, plan.Whole) and getattr(op, "piece", "word") in ("word", "sentence")
    if isinstance(op, plan.Side):
        return op.n is None and isinstance(op.within, plan.Whole) and answered(op.of)
    if isinstance(op, (plan.Near, plan.Gap)):
        return answered(op.left) and answered(op.right)
    if isinstance(op, plan.Holding):
        return answered(op.of) and all(map(answered, op.parts))
    if isinstance(op, plan.AtEdge):
        return answered(op.of) and answered(op.within)
    return isinstance(op, (plan.Whole, plan.Mark)) or (isinstance(op, plan.Union) and all(map(answered, op.parts)))
