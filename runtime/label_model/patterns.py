"""Votes collapsed to their different rows: all that fitting needs to see of the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from sayso.grammar.errors import DataError
from sayso.runtime.label_model.packing import grouped, numbered, ordered, sizes, unpacked, words
from sayso.runtime.votes import ABSTAIN, Votes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
ROWS = 1_048_576
"""Rows of votes that are collapsed at once."""
FEW = 8
"""Outcomes up to which votes for each are counted one after the other."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """The different rows of a vote matrix with how often each occurs, gold counted beside.

    Counts are whole numbers, so that patterns merged over partitions give the fit of the whole, to the bit."""

    packed: Ints
    """(words, patterns): each as a few numbers."""
    size: Ints
    """(patterns,): the votes in each."""
    counts: Floats
    """(patterns,): the rows with that pattern."""
    gold: Floats
    """(patterns, classes): the rows among them whose gold label is known."""
    votes: Floats
    """(functions, outcomes): how often each function voted each outcome."""
    labels: tuple[str, ...]
    functions: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    confidences: tuple[float | None, ...]
    in_order: bool = True
    """Whether they stand in the order of what they are, which does not depend on that of the rows."""

    def part(self, kept: Bools) -> Patterns:
        """Some of them, in order; the votes counted stay those of all."""
        at = np.flatnonzero(kept)
        at = at if self.in_order else at[ordered(self.packed[:, at])]
        few = replace(self, packed=self.packed[:, at], size=self.size[at], counts=self.counts[at], in_order=True)
        return replace(few, gold=self.gold[at])

    @cached_property
    def rows(self) -> npt.NDArray[Any]:
        """(patterns, functions), coded as the votes are."""
        return unpacked(self.packed, len(self.functions), len(self.outcomes))

    @cached_property
    def fired(self) -> tuple[Ints, Ints, npt.NDArray[Any]]:
        """The pattern, the function and the outcome of each vote in them."""
        return fired(self.rows)

    @property
    def what(self) -> tuple[Any, ...]:
        """What the patterns are of: alike in all that can be merged."""
        return self.labels, self.functions, self.outcomes, self.confidences

    @property
    def allowed(self) -> Bools:
        """(outcomes, classes): which classes each outcome leaves possible."""
        return allowed(self.outcomes, self.labels)


@dataclass(frozen=True, eq=False)
class Entries:
    """One entry for each (function, outcome) that occurs in some vote rows: what the model has a parameter for."""

    function: Ints
    outcome: Ints
    fired: sparse.csr_array
    """(rows, entries): 1 where that function voted that outcome; sparse, since most functions abstain."""

    @cached_property
    def columns(self) -> sparse.csr_array:
        """(entries, rows): transposed once, for sums over rows."""
        return self.fired.T.tocsr()

    def weighed(self, counts: Floats) -> sparse.csr_array:
        """(rows, entries): how many rows each vote is of."""
        data = np.repeat(counts, np.diff(self.fired.indptr))
        return sparse.csr_array((data, self.fired.indices, self.fired.indptr), shape=self.fired.shape)


def collapse(
    votes: Votes,
    gold: Sequence[str | None] | None = None,
    counts: Sequence[float] | None = None,
    *,
    in_order: bool = True,
) -> Patterns:
    """The different vote rows, in an order that does not depend on that of the rows; so many rows at a time, and merged.

    gold: a label name, or a missing value, for each row. counts: how many rows each row stands for, where that is not one.
    in_order: false where a fit follows, which orders only those that it draws. Raises `DataError` where gold names no label."""
    codes = np.full(len(votes), -1, dtype=np.int64) if gold is None else gold_codes(gold, votes)
    weights = np.ones(len(votes)) if counts is None else np.array(counts, dtype=np.float64)
    if len(votes) <= ROWS:
        return _of_chunk(votes, codes, weights, in_order=in_order)
    starts = range(0, len(votes), ROWS)
    return merge(_of_chunk(votes.part(i, i + ROWS), codes[i : i + ROWS], weights[i : i + ROWS]) for i in starts)


def _of_chunk(votes: Votes, gold: Ints, weights: Floats, *, in_order: bool = True) -> Patterns:
    """The different rows of some of the votes, which are never made a matrix."""
    many = len(votes.outcomes)
    packed = words(((cast.rows, cast.codes) for cast in votes.cast), len(votes), many)
    first, where = numbered(packed) if in_order else grouped(packed)
    packed = packed.take(first, axis=1)
    known = np.zeros((len(first), len(votes.labels)))
    given = np.flatnonzero(gold >= 0)
    np.add.at(known, (where[given], gold[given]), weights[given])
    confidences = tuple(votes.confidences) or (None,) * len(votes.functions)
    counts = _sums(where, weights, len(first))
    if len(first) * len(votes.cast) < sum(map(len, votes.cast)):
        counted = [_tally(codes, counts, many) for codes in unpacked(packed, len(votes.cast), many).T]
    else:
        once = bool((weights == 1.0).all())
        counted = [_tally(cast.codes, None if once else weights[cast.rows], many) for cast in votes.cast]
    table = np.array(counted, np.float64).reshape(len(votes.cast), many)
    size = sizes(packed, len(votes.cast), many)
    return Patterns(
        packed, size, counts, known, table, votes.labels, votes.functions, votes.outcomes, confidences, in_order
    )


def _tally(codes: npt.NDArray[Any], weights: Floats | None, many: int) -> Any:
    """(outcomes,): how often each was voted."""
    if weights is None and many <= FEW:  # faster than looking up where each code belongs
        return [np.count_nonzero(codes == outcome) for outcome in range(many)]
    return np.bincount(codes.astype(np.int64) + 1, weights, many + 1)[1:]


def merge(parts: Iterable[Patterns]) -> Patterns:
    """The patterns of all partitions together, in whatever order they come: equal to collapsing all their rows at once.

    Parts wait until they are as many patterns as those merged before: each pattern is sorted few times, and few are held."""
    waiting: list[Patterns] = []
    for part in parts:
        waiting.append(part)
        if sum(len(later.counts) for later in waiting[1:]) > len(waiting[0].counts):
            waiting = [_together(waiting)]
    if not waiting:
        raise DataError("there are no votes to merge")
    return _together(waiting)


def _together(parts: Sequence[Patterns]) -> Patterns:
    first = parts[0]
    if len(parts) == 1:
        return first
    if any(part.what != first.what for part in parts):
        raise DataError("only votes of the same functions on the same labels can be merged")
    packed = np.concatenate([part.packed for part in parts], axis=1)
    at, where = numbered(packed)
    size = np.concatenate([part.size for part in parts])
    counts = _sums(where, np.concatenate([part.counts for part in parts]), len(at))
    gold = _sums(where, np.concatenate([part.gold for part in parts]), len(at))
    votes = np.asarray(sum(part.votes for part in parts), np.float64)
    whole = replace(first, packed=packed[:, at], size=size[at], counts=counts, gold=gold, votes=votes)
    return replace(whole, in_order=True)


def _sums(where: Ints, values: Floats, many: int) -> Floats:
    """The sums of the values that go to the same place; of whole numbers, so the same in whatever order."""
    if values.ndim == 1:
        return np.asarray(np.bincount(where, values, many), np.float64)
    return np.stack([np.bincount(where, column, many) for column in values.T], axis=1)


def distinct(votes: Votes) -> tuple[npt.NDArray[Any], Ints]:
    """The different rows of votes, in the order in which they appear, and each row's number among them."""
    many = len(votes.outcomes)
    packed = words(((cast.rows, cast.codes) for cast in votes.cast), len(votes), many)
    first, where = grouped(packed)
    return unpacked(packed.take(first, axis=1), len(votes.cast), many), where


def gold_codes(gold: Sequence[str | None], votes: Votes) -> Ints:
    """Each row's gold label as its number, -1 where it is missing."""
    if len(gold) != len(votes):
        raise DataError(f"gold has {len(gold)} labels for {len(votes)} rows")
    index = {label: i for i, label in enumerate(votes.labels)}
    codes = np.full(len(votes), -1, dtype=np.int64)
    for row, label in enumerate(gold):
        if isinstance(label, str) and label in index:
            codes[row] = index[label]
        elif isinstance(label, str) or not pd.isna(label):
            named = votes.row_ids[row] if len(votes.row_ids) else row
            raise DataError(f"gold, row {named}: {label!r} is no label; the labels are {', '.join(votes.labels)}")
    return codes


def allowed(outcomes: Sequence[tuple[str, ...]], labels: Sequence[str]) -> Bools:
    """(outcomes, classes): which classes each outcome leaves possible."""
    return np.array([[label in outcome for label in labels] for outcome in outcomes], dtype=np.bool_)


def fired(rows: npt.NDArray[Any]) -> tuple[Ints, Ints, npt.NDArray[Any]]:
    """The row, the function and the outcome of each vote, row by row."""
    flat = rows.ravel()
    at = np.flatnonzero(flat != ABSTAIN)
    where, function = np.divmod(at, max(rows.shape[1], 1))
    return where, function, flat[at]


def entries(rows: npt.NDArray[Any], outcomes: int) -> Entries:
    """The (function, outcome) pairs that occur in vote rows, in a fixed order, with where they fired."""
    return entries_of(fired(rows), rows.shape, outcomes)


def entries_of(votes: tuple[Ints, Ints, npt.NDArray[Any]], shape: tuple[int, ...], outcomes: int) -> Entries:
    """The same, of votes already found, in so many rows by functions."""
    where, function, outcome = votes
    pair = function * outcomes + outcome
    occurs = np.zeros(shape[1] * outcomes, np.bool_)
    occurs[pair] = True
    present = np.flatnonzero(occurs)
    column = (np.cumsum(occurs) - 1)[pair]
    starts = np.concatenate([[0], np.cumsum(np.bincount(where, minlength=shape[0]))])
    fired_at = sparse.csr_array((np.ones(len(pair)), column, starts), shape=(shape[0], len(present)))
    return Entries(present // outcomes, present % outcomes, fired_at)
