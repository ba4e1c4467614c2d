"""What a vote says about the classes, given how far its function is trusted: the formulas of the label model.

A vote for class c by function j moves the log-probability of class y by log P(y | j votes c) - log B_j(y), where B_j is what is
known before hearing what j votes. For a function that speaks for one class only, B_j is the class balance: its firing is the
evidence. For one that chooses between classes, B_j is the mean of what its own votes mean: whether it fires says nothing, what
it then says does, which makes the score exactly Dawid and Skene's (1979). Between the two, `choosing` mixes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.runtime.label_model.patterns import Bools, Entries, Floats, Ints

CERTAIN = 0.999
"""No vote is believed more than this."""
CHOICE = 0.25
"""Bits of entropy of a function's outcomes from which it counts as choosing between them."""
LEAST = 1e-12


@dataclass(frozen=True, eq=False)
class Trust:
    """How far each (function, outcome) is trusted; all arrays are (entries,), the last two tell of what."""

    precision: Floats
    """How often the true class is among those that the vote leaves possible."""
    weight: Floats
    """The share of a vote that it has, below 1 beside near-copies."""
    count: Floats
    """The votes seen."""
    function: Ints
    inside: Bools
    """(entries, classes): which classes the vote leaves possible."""


def choosing(function: Ints, count: Floats, functions: int) -> Floats:
    """(functions,): 0 for one that always votes the same, 1 for one that chooses between outcomes.

    It rises with the entropy of its outcomes, up to 1 at `CHOICE` bits: one vote in 25 for another outcome is a choice."""
    total = np.bincount(function, count, functions)
    share = count / np.maximum(total, LEAST)[function]
    bits = np.bincount(function, -share * np.log2(np.maximum(share, LEAST)), functions)
    return np.asarray(np.clip(bits / CHOICE, 0.0, 1.0), np.float64)


def logit(share: Floats) -> Floats:
    """The log-odds of a share."""
    kept = np.clip(share, LEAST, 1.0 - LEAST)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def meanings(precision: Floats, inside: Bools, balance: Floats) -> Floats:
    """(entries, classes): P(class | vote). Within what the vote leaves possible, and outside, classes share as the balance does."""
    mass = (inside * balance).sum(axis=1, keepdims=True)
    right = precision[:, None]
    shared = np.where(inside, right / np.maximum(mass, LEAST), (1.0 - right) / np.maximum(1.0 - mass, LEAST))
    return np.asarray(shared * balance)


def said(trust: Trust, balance: Floats, free: Floats, known: Trust) -> Floats:
    """(entries, classes): what each vote of `trust` adds to the log-probabilities, its weight included.

    known: all that the functions were seen to vote, from which B_j is made. free: `choosing` of each function. A vote that would
    speak against itself is silenced instead: it says nothing."""
    means = meanings(trust.precision, trust.inside, balance)
    before = _before(known, balance, free)[trust.function]
    change = np.log(np.maximum(means, LEAST)) - np.log(np.maximum(before, LEAST))
    heard = trust.precision > silence(trust, known, balance, free)
    return np.asarray(np.where(heard, trust.weight, 0.0)[:, None] * change)


def silence(trust: Trust, known: Trust, balance: Floats, free: Floats) -> Floats:
    """(entries,): the precision at which each vote says nothing."""
    return np.asarray((_before(known, balance, free)[trust.function] * trust.inside).sum(axis=1))


def _before(known: Trust, balance: Floats, free: Floats) -> Floats:
    """(functions, classes): B_j."""
    means = meanings(known.precision, known.inside, balance)
    own = np.zeros((len(free), len(balance)))
    np.add.at(own, known.function, means * known.count[:, None])
    total = np.bincount(known.function, known.count, len(free))
    own /= np.maximum(total, LEAST)[:, None]
    return np.asarray(free[:, None] * own + (1.0 - free)[:, None] * balance)


def scores(found: Entries, told: Floats, balance: Floats) -> Floats:
    """(rows, classes): unscaled log-probabilities. Sparse products add in one order, so a row's do not depend on its company."""
    return np.asarray(np.log(balance) + found.fired @ told)


def posterior(log_odds: Floats) -> Floats:
    """(rows, classes): the softmax of each row."""
    # by classes, since the classes of a row are few: numpy goes over its rows at once
    odds = np.ascontiguousarray(log_odds.T)
    odds = np.exp(odds - odds.max(axis=0))
    return np.ascontiguousarray((odds / odds.sum(axis=0)).T)


def discount(found: Entries, weight: Floats, shared_error: float) -> Floats:
    """(rows,): what a row's log-odds are multiplied with, since votes on one row are wrong together more often than chance has it.

    n votes whose errors correlate by r are worth n / (1 + (n - 1) r) independent ones (Kish 1965, the design effect)."""
    votes = found.fired @ weight
    return np.asarray(1.0 / (1.0 + np.maximum(votes - 1.0, 0.0) * shared_error))
