"""The label model: EM on what votes mean, held by priors where agreement is no evidence, and discounted for shared errors.

Each (function, outcome) has one number, its precision: how often the true class is among those that the vote leaves possible;
the other classes share the rest as the balance does. `speaking` says what a vote then adds, `priors` what is believed before,
`redundancy` what near-copies lose; docs/decisions/0009-label-model-measured.md says what else was tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.base import BaseEstimator

from sayso.grammar.errors import DataError
from sayso.runtime.label_model import correcting, speaking, storing
from sayso.runtime.label_model.fitting import Fitting
from sayso.runtime.label_model.patterns import Floats, Patterns, collapse, entries
from sayso.runtime.label_model.sampling import sample
from sayso.runtime.label_model.weighing import Weighing
from sayso.runtime.votes import Votes


class LabelModel(Weighing, BaseEstimator):  # type: ignore[misc]
    """Weighs labeling functions against each other, without gold labels or with a few.

    class_balance: "estimated" (as far as functions that choose between classes tell it; even, for the rest), "uniform", or label
    names with their shares. precision: how often a function is believed right whose author states nothing. breadth: how far a
    class that is voted more often than expected is believed less, from 0 to 1. A belief is worth floor + anchor * (the function's
    votes) pseudo-votes for a function that speaks for one class, floor + free_anchor * (its votes) for one that chooses evenly
    between classes. redundancy: the correlation of firing above which two functions share their
    say (half-way from it to 1 for functions that choose between classes, and for two that contradict each other). shared_error: the
    correlation of errors of votes on one row. gold_spread: how far gold is expected to move the log-odds of a vote (standard
    deviation). iterations: the most EM steps.
    Deterministic: the same to the bit, whatever the order of rows or their partitions."""

    def __init__(
        self,
        *,
        class_balance: str | Mapping[str, float] = "estimated",
        precision: float = 0.8,
        breadth: float = 1.0,
        anchor: float = 1.0,
        free_anchor: float = 0.1,
        floor: float = 20.0,
        redundancy: float = 0.5,
        shared_error: float = 0.5,
        gold_spread: float = 0.7,
        iterations: int = 100,
    ) -> None:
        self.class_balance = class_balance
        self.precision = precision
        self.breadth = breadth
        self.anchor = anchor
        self.free_anchor = free_anchor
        self.floor = floor
        self.redundancy = redundancy
        self.shared_error = shared_error
        self.gold_spread = gold_spread
        self.iterations = iterations

    def fit(self, votes: Votes, gold: Sequence[str | None] | None = None) -> LabelModel:
        """Estimate precisions, redundancy weights and the class balance.

        gold: a label name, or a missing value, for each row. Raises `DataError` where it names no label."""
        return self.fit_patterns(collapse(votes, gold, in_order=False))

    def fit_patterns(self, patterns: Patterns) -> LabelModel:
        """Fit on collapsed votes: with `merge`, those of partitions that were never in one place."""
        self._start(patterns)
        fitting = Fitting(self, sample(patterns), self._given_balance())
        result = fitting.run()
        at = (fitting.found.function, fitting.found.outcome)
        self.balance_, self.redundant_ = result.balance, result.redundant
        self.precisions_[at], self.weights_[at] = result.precision, result.weight
        self.counts_ = patterns.votes
        if self.gold_rows_:
            self._learn(patterns)
        return self

    def _learn(self, patterns: Patterns) -> None:
        """Move the precisions and, where it is not given, the balance as gold has it."""
        known = patterns.part(np.asarray(patterns.gold.any(axis=1)))
        found = entries(known.rows, len(self.outcomes_))
        at, discount = (found.function, found.outcome), self._discount(found)
        trust, free = self._known()
        seen = correcting.Evidence(
            log_odds=discount[:, None] * speaking.scores(found, self._said(found), self.balance_),
            votes=found.fired.multiply(discount[:, None]).multiply(self.weights_[at]).tocsr(),
            inside=self._allowed[found.outcome],
            free=free[found.function],
            discount=discount,
            gold=known.gold,
        )
        moves = correcting.moves(seen, self.gold_spread, balance=self._given_balance() is None)
        heard = np.zeros_like(self.precisions_)
        heard[np.nonzero(self.counts_)] = speaking.silence(trust, trust, self.balance_, free)
        log_odds = speaking.logit(self.precisions_)
        # a vote that was silenced for speaking against itself starts where it says nothing
        log_odds[at] = speaking.logit(np.maximum(self.precisions_[at], heard[at])) + moves.votes
        self.sharpness_ = moves.sharpness
        self._turn(log_odds, moves.balance)

    def _turn(self, log_odds: Floats, balance: Floats) -> None:
        """Give the balance its moves, and every voted precision these log-odds: a vote adds them less those of the balance, so they turn
        with it."""
        before = speaking.logit(self._allowed @ self.balance_)
        self.balance_ = speaking.posterior((np.log(self.balance_) + balance)[None])[0]
        turned = log_odds + speaking.logit(self._allowed @ self.balance_) - before
        precisions = np.clip(1.0 / (1.0 + np.exp(-turned)), 1.0 - speaking.CERTAIN, speaking.CERTAIN)
        self.precisions_[self.counts_ > 0] = precisions[self.counts_ > 0]

    def _start(self, patterns: Patterns) -> None:
        """Every function at its prior, the balance as given or even."""
        if len(patterns.labels) < 2:
            raise DataError("a label model needs at least two labels to decide between")
        self.labels_, self.functions_, self.outcomes_ = patterns.labels, patterns.functions, patterns.outcomes
        self.confidences_ = patterns.confidences
        self.gold_rows_ = int(patterns.gold.sum())
        self._allowed = patterns.allowed
        self.precisions_ = self._priors()
        self.weights_ = np.ones_like(self.precisions_)
        self.sharpness_ = 1.0

    def _given_balance(self) -> Floats | None:
        """(classes,): the balance that was given; None where it is to be estimated."""
        k = len(self.labels_)
        if isinstance(self.class_balance, str):
            if self.class_balance not in ("estimated", "uniform"):
                raise DataError(
                    f'class_balance is "estimated", "uniform" or shares by label, not "{self.class_balance}"'
                )
            return np.full(k, 1.0 / k) if self.class_balance == "uniform" else None
        if set(self.class_balance) != set(self.labels_) or min(self.class_balance.values()) <= 0:
            raise DataError(f"class_balance needs a share above 0 for each label: {', '.join(self.labels_)}")
        shares = np.array([float(self.class_balance[label]) for label in self.labels_])
        return np.asarray(shares / shares.sum())

    def save(self, path: str | Path) -> None:
        """Write the fitted model as JSON."""
        self._check_fitted()
        storing.write(self, Path(path))
