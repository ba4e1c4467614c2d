"""What is believed of a vote before the votes are compared: the author's word, or the same for all, less for what is broad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.runtime.label_model.patterns import Bools, Entries, Floats
from sayso.runtime.label_model.speaking import CERTAIN, LEAST, logit

MOST = 1.0
"""The most that breadth moves the log-odds of a prior, either way: beyond that, a class may well be as frequent as it is voted."""


@dataclass(frozen=True, eq=False)
class Prior:
    """Log-odds that a vote is right, for each entry, before any comparison of votes."""

    base: Floats
    """For a function that speaks for one class: fixed."""
    lift: Floats
    """For one that chooses between classes: to be added to the log-odds of its classes' share in the balance."""
    free: Floats
    """How much of it is the one rather than the other: `choosing`, of the entry's function; 0 where its author states a precision."""
    inside: Bools

    def precision(self, balance: Floats) -> Floats:
        """(entries,): the prior precision of each vote when the classes have this balance."""
        chosen = self.lift + logit((self.inside * balance).sum(axis=1))
        log_odds = (1.0 - self.free) * self.base + self.free * chosen
        return np.asarray(np.minimum(1.0 / (1.0 + np.exp(-log_odds)), CERTAIN))


def usual(inside: Bools, precision: float) -> Floats:
    """(entries,): the usual precision. A vote for several classes is right more easily: it has the same lift over chance."""
    share = inside.mean(axis=1)
    chance = 1.0 / inside.shape[1]
    return np.asarray(np.minimum(share + (precision - chance) / (1.0 - chance) * (1.0 - share), CERTAIN))


def vote_shares(found: Entries, counts: Floats, inside: Bools) -> Floats:
    """(classes,): the share of each class in the votes, each row counting once, each vote for a set split among its classes."""
    split = inside / inside.sum(axis=1, keepdims=True)
    by_row = found.fired @ split
    total = np.maximum(by_row.sum(axis=1, keepdims=True), LEAST)
    shares = (by_row / total * counts[:, None]).sum(axis=0) + 1.0
    return np.asarray(shares / shares.sum())


def breadth_penalty(shares: Floats, expected: Floats, inside: Bools, count: Floats) -> Floats:
    """(entries,): log of how much more often an outcome is voted than its classes are expected, less the mean over votes.

    By Bayes' rule the odds that a vote for c is right go with P(voted c | c) * share of c / share of the votes for c. If functions
    of all classes found their class equally often, those voted more than expected would be wrong in that proportion."""
    over = np.log((inside * shares).sum(axis=1) / np.maximum((inside * expected).sum(axis=1), LEAST))
    return np.asarray(np.clip(over - np.average(over, weights=count), -MOST, MOST)) if len(over) else over
