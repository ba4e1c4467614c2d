"""Votes collapsed to their different rows: all that fitting needs to see of the data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sayso.runtime.votes import ABSTAIN, Votes

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Patterns:
    """The different rows of a vote matrix with how often each occurs; merged over partitions they give the same fit."""

    rows: Ints
    """(patterns, functions), coded as the votes are."""
    counts: Floats
    where: Ints
    """For each row of the votes, its pattern."""


def collapse(votes: Votes) -> Patterns:
    """The different vote rows, in a fixed order whatever the order of the rows."""
    matrix = np.ascontiguousarray(votes.matrix)
    if not matrix.shape[1]:
        return Patterns(np.zeros((1, 0), np.int64), np.array([float(len(matrix))]), np.zeros(len(matrix), np.int64))
    packed = matrix.view(np.dtype((np.void, matrix.dtype.itemsize * matrix.shape[1]))).ravel()
    _, first, where, counts = np.unique(packed, return_index=True, return_inverse=True, return_counts=True)
    return Patterns(matrix[first].astype(np.int64), counts.astype(np.float64), where.ravel())


def allowed(votes: Votes) -> npt.NDArray[np.bool_]:
    """(outcomes, classes): which classes each outcome leaves possible."""
    return np.array([[label in outcome for label in votes.labels] for outcome in votes.outcomes], dtype=np.bool_)


@dataclass(frozen=True)
class Columns:
    """One entry for each (function, outcome) that was ever voted: what the model has a parameter for."""

    function: Ints
    outcome: Ints
    fired: npt.NDArray[np.float64]
    """(patterns, entries): 1 where that function voted that outcome."""


def columns(patterns: Patterns) -> Columns:
    """The (function, outcome) pairs of the patterns, with where they fired."""
    functions, outcomes, fired = [], [], []
    for j in range(patterns.rows.shape[1]):
        for outcome in np.unique(patterns.rows[:, j]):
            if outcome != ABSTAIN:
                functions.append(j)
                outcomes.append(int(outcome))
                fired.append(patterns.rows[:, j] == outcome)
    shape = (len(patterns.rows), 0)
    matrix = np.array(fired, dtype=np.float64).T if fired else np.zeros(shape)
    return Columns(np.array(functions, np.int64), np.array(outcomes, np.int64), matrix)
