"""Fitting the label model: expectation and maximisation in turn, from the redundancy-weighted shares of the votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from sayso.runtime.label_model import priors, speaking
from sayso.runtime.label_model.patterns import Floats, Patterns, entries_of
from sayso.runtime.label_model.redundancy import Overlaps

if TYPE_CHECKING:
    from sayso.runtime.label_model.anchored import LabelModel

WEIGHED_AT = (1, 4)
"""The steps at which redundancy weights are taken anew; they then stand still, so that the steps converge."""
TOLERANCE = 1e-3
"""Steps end when no precision moves by more: the labels of ten times less are the same."""


DRIFT = 0.5
"""How far, in log-odds, the posterior's balance may leave that of the votes before it is no evidence any more, where none is given."""


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a fit found, for each entry."""

    precision: Floats
    weight: Floats
    balance: Floats
    redundant: list[tuple[int, int, float]]


class Fitting:
    """One fit: what stays the same through its steps, and what they change (`precision`, `weight`, `balance`)."""

    def __init__(self, model: LabelModel, patterns: Patterns, given: Floats | None) -> None:
        self.model, self.patterns = model, patterns
        self.found = entries_of(patterns.fired, (len(patterns.counts), len(patterns.functions)), len(patterns.outcomes))
        self.inside = patterns.allowed[self.found.outcome]
        self.count = self.found.columns @ patterns.counts
        self.free = speaking.choosing(self.found.function, self.count, len(patterns.functions))
        self.coverage = self.count / max(float(patterns.counts.sum()), 1.0)
        self.voted = sparse.csr_array(np.diff(self.found.fired.indptr)[None] > 0, dtype=np.float64)
        """(1, rows): 1 where a row has a vote, for sums over them."""
        self.alone = 1.0 - self.free[self.found.function]
        """(entries,): how much the function of each speaks for one class rather than choosing."""
        self.given = given
        self.shares = priors.vote_shares(self.found, patterns.counts, self.inside)
        """(classes,): the balance of the votes."""
        self.expected = self._expected()
        self.balance = self.expected
        self.weight = np.ones(len(self.count))
        self.prior = self._prior()
        self.strength = self._strength()
        self.precision = self.prior.precision(self.balance)
        self.overlaps = Overlaps.of(self.found, patterns.counts, patterns.allowed, self.free, model.redundancy)
        self.thresholds = self.overlaps.thresholds(model.redundancy, self.free)

    def run(self) -> Fitted:
        """Step until nothing moves."""
        posterior = self._opening()
        for step in range(self.model.iterations):
            before = self.precision
            if step in WEIGHED_AT:
                self.weight = self.overlaps.weights(posterior, self.thresholds)
            self._maximise(posterior)
            posterior = self._expect()
            if step > max(WEIGHED_AT) and np.abs(self.precision - before).max(initial=0.0) < TOLERANCE:
                break
        copies = self.overlaps.pairs(posterior, self.thresholds)
        return Fitted(self.precision, self.weight, self.balance, copies)

    def _expected(self) -> Floats:
        """(classes,): the balance before votes are compared: given, or even as far as the breadth of functions lets it be."""
        if self.given is not None:
            return self.given
        right = np.array([priors.HALF if word is None else word for word in self._words()])
        return priors.shares_by_breadth(self.alone * self.coverage * right, self.inside)

    def _words(self) -> list[float | None]:
        """(entries,): what the author of each states."""
        return [self.patterns.confidences[f] for f in self.found.function]

    def _prior(self) -> priors.Prior:
        """An author's word stands as it is; what is usual is less for what is broad."""
        usual = speaking.logit(priors.usual(self.inside, self.model.precision))
        penalty = priors.breadth_penalty(self.shares, self.expected, self.inside, self.count)
        lift = usual - speaking.logit(self.inside.mean(axis=1))
        said = self._words()
        stated = np.array([word is not None for word in said], np.bool_)
        word = np.array([0.5 if word is None else word for word in said])
        word = speaking.logit(np.minimum(np.maximum(word, self.inside.mean(axis=1)), speaking.CERTAIN))
        rare = priors.lifted(self.inside, self.expected)
        base = np.where(stated, word, usual + rare - self.model.breadth * penalty)
        free = np.where(stated, 0.0, self.free[self.found.function])
        return priors.Prior(base, lift, free, self.inside)

    def _strength(self) -> Floats:
        """(entries,): the pseudo-votes that a prior is worth.

        A function that speaks for one class is hardly tested by agreement, one that chooses between classes is on every common row."""
        free = self.free[self.found.function]
        share = self.model.anchor ** (1.0 - free) * max(self.model.free_anchor, 1e-9) ** free
        return np.asarray(self.model.floor + share * self.count)

    def _opening(self) -> Floats:
        """(rows, classes): the shares of the votes, a little smoothed, near-copies weighed down before anything else is done."""
        share = self.inside / np.maximum(self.inside.sum(axis=1, keepdims=True), 1)
        for _ in range(2):
            counted = self.found.fired @ (self.weight[:, None] * share) + 1e-3
            posterior = np.asarray(counted / counted.sum(axis=1, keepdims=True))
            self.weight = self.overlaps.weights(posterior, self.thresholds)
        return posterior

    def _maximise(self, posterior: Floats) -> None:
        """Balance and precisions from the posterior."""
        mass = posterior * self.patterns.counts[:, None]
        if self.given is None:
            self.balance = self._balance(mass)
        right = self._right(mass)
        prior = self.prior.precision(self.balance)
        estimate = (right * self.count + prior * self.strength) / (self.count + self.strength)
        limit = np.where(self.alone > 0, priors.most(self.inside, self.balance, self.coverage), 1.0)
        self.precision = np.clip(np.minimum(estimate, limit), 1.0 - speaking.CERTAIN, speaking.CERTAIN)

    def _right(self, mass: Floats) -> Floats:
        """(entries,): how often each vote is right as the posterior has it.

        Where the balance is given and the posterior has another, the posterior is wrong in that proportion for functions that speak for
        one class. So it is, beyond `DRIFT`, where nothing tells the balance and the posterior leaves that of the votes: believing one side makes the
        other wrong, and what is wrong is believed less, until one class has all that is contested."""
        right = ((self.found.columns @ mass) * self.inside).sum(axis=1) / np.maximum(self.count, speaking.LEAST)
        shares = mass.sum(axis=0) + 1.0
        shares /= shares.sum()
        meant, slack = (self.shares, DRIFT) if self.given is None else (self.balance, 0.0)
        off = speaking.logit((self.inside * shares).sum(axis=1)) - speaking.logit((self.inside * meant).sum(axis=1))
        off = np.sign(off) * np.maximum(np.abs(off) - slack, 0.0)
        kept = np.clip(right, 1.0 - speaking.CERTAIN, speaking.CERTAIN)
        moved = 1.0 / (1.0 + np.exp(-(speaking.logit(kept) - off)))
        return np.asarray(self.alone * moved + (1.0 - self.alone) * right)

    def _balance(self, mass: Floats) -> Floats:
        """(classes,): estimated as far as votes come from functions that choose between classes.

        The others' votes show how broad they are, not how frequent their class is."""
        told = float(self.free[self.found.function] @ self.count) / max(float(self.count.sum()), 1e-9)
        shares = (self.voted @ mass)[0] + 1.0
        return np.asarray(told * shares / shares.sum() + (1.0 - told) * self.expected)

    def _expect(self) -> Floats:
        """(rows, classes)."""
        trust = speaking.Trust(self.precision, self.weight, self.count, self.found.function, self.inside)
        told = speaking.said(trust, self.balance, self.free, trust)
        return speaking.posterior(speaking.scores(self.found, told, self.balance))
