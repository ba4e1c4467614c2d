"""What a few gold labels move: the log-odds of each vote, those of the balance, and how sure the label model is of all of it.

Counting how often a function is right on rows with gold tells too little: one that is wrong wherever others outvote it and right
wherever it is alone would lose its say on both. So gold is asked what a vote should add beside the others': a logistic regression
on the votes, whose starting point and prior mean is what the label model says without gold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize, sparse

from sayso.runtime.label_model.patterns import Bools, Floats
from sayso.runtime.label_model.speaking import LEAST, posterior

STEADIER = 2.0
"""How many times less than a vote the balance and the sharpness are expected to move: every row tells of them."""
TESTED = 3.0
"""How many times less a vote moves whose function chooses between classes, and a balance estimated from such votes: comparison has
tested them before."""


@dataclass(frozen=True, eq=False)
class Evidence:
    """The different rows with gold, as the label model sees them without it."""

    log_odds: Floats
    """(rows, classes), the row's discount included."""
    votes: sparse.csr_array
    """(rows, entries): how much of a row's log-odds goes with those of each vote."""
    inside: Bools
    """(entries, classes): which classes each vote leaves possible."""
    free: Floats
    """(entries,): `choosing`, of the function of each."""
    discount: Floats
    """(rows,): how much of a row's log-odds goes with those of the balance."""
    gold: Floats
    """(rows, classes): the gold labels of each row, counted."""


@dataclass(frozen=True, eq=False)
class Moves:
    """What gold adds."""

    votes: Floats
    """(entries,): to the log-odds that the vote is right."""
    balance: Floats
    """(classes,): to the log-probability of each class."""
    sharpness: float
    """What all log-odds are multiplied with in the end."""


def moves(found: Evidence, spread: float, balance: bool) -> Moves:
    """The likeliest moves (MAP), normally distributed before gold is seen, with `spread` the standard deviation of a vote's.

    balance: whether that moves at all."""
    entries, classes = found.inside.shape
    steady = _steadiness(found, classes) / spread**2
    back, inside = found.votes.T.tocsr(), found.inside.astype(np.float64)
    many, turn = found.gold.sum(axis=1, keepdims=True), found.discount[:, None] * float(balance)

    def loss(at: Floats) -> tuple[float, Floats]:
        blunt = found.log_odds + found.votes @ (at[:entries, None] * inside) + turn * at[entries:-1]
        sharp = np.exp(at[-1])
        shares = posterior(sharp * blunt)
        short = sharp * (found.gold - many * shares)
        own = ((back @ short) * inside).sum(axis=1)
        slope = np.concatenate([own, (turn * short).sum(axis=0), np.array([(short * blunt).sum()])])
        lost = steady @ (at * at) / 2 - (found.gold * np.log(np.maximum(shares, LEAST))).sum()
        return float(lost), steady * at - slope

    at = optimize.minimize(loss, np.zeros(len(steady)), jac=True, method="L-BFGS-B").x
    return Moves(at[:entries], at[entries:-1], float(np.exp(at[-1])))


def _steadiness(found: Evidence, classes: int) -> Floats:
    """(entries + classes + 1,): how much less each is expected to move, as a factor of its precision (one over the variance)."""
    said = found.votes.sum(axis=0)
    tested = float(found.free @ said) / max(float(said.sum()), LEAST)
    balance = np.full(classes, STEADIER * TESTED**tested)
    return np.asarray(np.concatenate([TESTED**found.free, balance, np.array([STEADIER])]) ** 2)
