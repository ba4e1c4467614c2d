"""Votes collapsed to their different rows: all that fitting needs to see of the data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def collapse(votes: Votes, gold: Sequence[str | None] | None = None) -> Patterns:
    """The different vote rows, in an order that does not depend on that of the rows.

    gold: a label name, or a missing value, for each row. Raises `DataError` where it names no label."""
    rows, where, counts = distinct(votes.matrix)
    known = np.zeros((len(rows), len(votes.labels)))
    if gold is not None:
        codes = gold_codes(gold, votes)
        given = np.flatnonzero(codes >= 0)
        np.add.at(known, (where[given], codes[given]), 1.0)
    confidences = tuple(votes.confidences) or (None,) * len(votes.functions)
    return Patterns(rows, counts, known, votes.labels, votes.functions, votes.outcomes, confidences)


def merge(parts: Sequence[Patterns]) -> Patterns:
    """The patterns of all partitions together; equal to collapsing all their rows at once."""
    first = parts[0]
    for part in parts[1:]:
        if (part.labels, part.functions, part.outcomes) != (first.labels, first.functions, first.outcomes):
            raise DataError("only votes of the same functions on the same labels can be merged")
    rows, where, _ = distinct(np.concatenate([part.rows for part in parts]))
    counts, gold = np.zeros(len(rows)), np.zeros((len(rows), len(first.labels)))
    np.add.at(counts, where, np.concatenate([part.counts for part in parts]))
    np.add.at(gold, where, np.concatenate([part.gold for part in parts]))
    return Patterns(rows, counts, gold, first.labels, first.functions, first.outcomes, first.confidences)


def distinct(matrix: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], Ints, Floats]:
    """The different rows of a matrix in a fixed order, each row's number among them, and how often each occurs."""
    matrix = np.ascontiguousarray(matrix)
    n, width = matrix.shape
    if not n or not width:
        return matrix[:1], np.zeros(n, np.int64), np.full(min(n, 1), float(n))
    packed = matrix.view(np.dtype((np.void, matrix.dtype.itemsize * width))).ravel()
    _, first, where, counts = np.unique(packed, return_index=True, return_inverse=True, return_counts=True)
    return matrix[first], where.ravel().astype(np.int64), counts.astype(np.float64)


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
