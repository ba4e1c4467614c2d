"""What is believed of a vote before the votes are compared: the author's word, or the same for all, less for what is broad."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.runtime.label_model.patterns import Bools, Entries, Floats
from sayso.runtime.label_model.speaking import CERTAIN, LEAST, logit

MOST = 1.0
"""The most that breadth moves the log-odds of a prior, either way: beyond that, a class may well be as frequent as it is voted."""


LIFTED = 0.75
"""How far a function's precision goes down with the share of its class: at 0 it is as often right whether the class is rare or not, at 1
it is as many times likelier to be right than a guess."""
HALF = 0.5
"""The least share of its votes that the broadest function for a class is taken to be right on, where nothing else tells the balance and
its author states nothing."""
KEPT = 0.1
"""Of an even share, what a class keeps however broad the functions for others are."""


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


def lifted(inside: Bools, expected: Floats) -> Floats:
    """(entries,): what is added to the log-odds of a usual precision, since the classes it votes for are not expected evenly."""
    return np.asarray(LIFTED * (logit((inside * expected).sum(axis=1)) - logit(inside.mean(axis=1))))


def shares_by_breadth(right: Floats, inside: Bools) -> Floats:
    """(classes,): even shares, but for classes for which a function votes on so many rows that they must have more.

    right: (entries,) the least share of all rows on which each vote is right: its class has as many rows."""
    alone = np.where(inside.sum(axis=1) == 1, right, 0.0)
    least = (inside * alone[:, None]).max(axis=0, initial=KEPT / inside.shape[1])
    least /= max(float(least.sum()), 1.0)
    raised = np.zeros(len(least), np.bool_)
    shares = np.full(len(least), 1.0 / len(least))
    while (short := ~raised & (shares < least)).any():
        raised |= short
        rest = (1.0 - least[raised].sum()) / max(int((~raised).sum()), 1)
        shares = np.where(raised, least, rest)
    return np.asarray(shares / shares.sum())


def most(inside: Bools, balance: Floats, coverage: Floats) -> Floats:
    """(entries,): the highest precision that Bayes' rule leaves: a function is right on no more rows than its classes have.

    P(class | vote) = P(vote | class) P(class) / P(vote), and P(vote | class) is at most 1."""
    return np.asarray((inside * balance).sum(axis=1) / np.maximum(coverage, LEAST))


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
