"""Votes collapsed to their different rows: all that fitting needs to see of the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from sayso.grammar.errors import DataError
from sayso.runtime.votes import ABSTAIN, Votes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
ROWS = 65_536
"""Rows of votes that are made a matrix at once."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """The different rows of a vote matrix with how often each occurs, gold counted beside.

    Counts are whole numbers, so that patterns merged over partitions give the fit of the whole, to the bit."""

    rows: npt.NDArray[Any]
    """(patterns, functions), coded as the votes are."""
    counts: Floats
    """(patterns,): the rows with that pattern."""
    gold: Floats
    """(patterns, classes): the rows among them whose gold label is known."""
    labels: tuple[str, ...]
    functions: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    confidences: tuple[float | None, ...]

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


def collapse(votes: Votes, gold: Sequence[str | None] | None = None, counts: Sequence[float] | None = None) -> Patterns:
    """The different vote rows, in an order that does not depend on that of the rows; so many rows at a time, and merged.

    gold: a label name, or a missing value, for each row. counts: how many rows each row stands for, where that is not one.
    Raises `DataError` where gold names no label."""
    codes = np.full(len(votes), -1, dtype=np.int64) if gold is None else gold_codes(gold, votes)
    weights = np.ones(len(votes)) if counts is None else np.array(counts, dtype=np.float64)
    starts = range(0, max(len(votes), 1), ROWS)
    return merge(_of_chunk(votes.part(i, i + ROWS), codes[i : i + ROWS], weights[i : i + ROWS]) for i in starts)


def _of_chunk(votes: Votes, gold: Ints, weights: Floats) -> Patterns:
    """The different rows of votes that are few enough to be a matrix."""
    rows, where = distinct(votes.matrix)
    known = np.zeros((len(rows), len(votes.labels)))
    given = np.flatnonzero(gold >= 0)
    np.add.at(known, (where[given], gold[given]), weights[given])
    confidences = tuple(votes.confidences) or (None,) * len(votes.functions)
    counts = _sums(where, weights, len(rows))
    return Patterns(rows, counts, known, votes.labels, votes.functions, votes.outcomes, confidences)


def merge(parts: Iterable[Patterns]) -> Patterns:
    """The patterns of all partitions together, in whatever order they come: equal to collapsing all their rows at once.

    Parts wait until they are as many patterns as those merged before: each pattern is sorted few times, and few are held."""
    waiting: list[Patterns] = []
    for part in parts:
        waiting.append(part)
        if sum(len(later.rows) for later in waiting[1:]) > len(waiting[0].rows):
            waiting = [_together(waiting)]
    if not waiting:
        raise DataError("there are no votes to merge")
    return _together(waiting)


def _together(parts: Sequence[Patterns]) -> Patterns:
    first = parts[0]
    if any(part.what != first.what for part in parts):
        raise DataError("only votes of the same functions on the same labels can be merged")
    rows, where = distinct(np.concatenate([part.rows for part in parts]))
    counts = _sums(where, np.concatenate([part.counts for part in parts]), len(rows))
    gold = _sums(where, np.concatenate([part.gold for part in parts]), len(rows))
    return replace(first, rows=rows, counts=counts, gold=gold)


def _sums(where: Ints, values: Floats, many: int) -> Floats:
    """The sums of the values that go to the same place; of whole numbers, so the same in whatever order."""
    sums = np.zeros((many, *values.shape[1:]))
    np.add.at(sums, where, values)
    return sums


def distinct(matrix: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Ints]:
    """The different rows of a matrix in a fixed order, and each row's number among them."""
    matrix = np.ascontiguousarray(matrix)
    n, width = matrix.shape
    if not n or not width:
        return matrix[:1], np.zeros(n, np.int64)
    packed = matrix.view(np.dtype((np.void, matrix.dtype.itemsize * width))).ravel()
    _, first, where = np.unique(packed, return_index=True, return_inverse=True)
    return matrix[first], where.ravel().astype(np.int64)


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


def entries(rows: npt.NDArray[Any], outcomes: int) -> Entries:
    """The (function, outcome) pairs that occur in vote rows, in a fixed order, with where they fired."""
    where, function = np.nonzero(rows != ABSTAIN)
    pair = function * outcomes + rows[where, function].astype(np.int64)
    present, column = np.unique(pair, return_inverse=True)
    starts = np.concatenate([[0], np.cumsum((rows != ABSTAIN).sum(axis=1))])
    fired = sparse.csr_array((np.ones(len(pair)), column.ravel(), starts), shape=(len(rows), len(present)))
    return Entries(present // outcomes, present % outcomes, fired)
