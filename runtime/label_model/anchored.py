"""The label model: MAP-EM with an anchored prior and redundancy weights.

Each (function, outcome) has one number, its precision: how often the true class is among those that the vote leaves possible;
the other classes share the rest as the balance does. Its prior is worth more pseudo-votes than the data, so that agreement
among a few functions cannot drag it far. Dawid and Skene 1979, tied and anchored; docs/decisions/0005-label-model.md says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.base import BaseEstimator

from sayso.grammar.errors import DataError
from sayso.runtime.label_model import storing
from sayso.runtime.label_model.contributions import Contribution, Contributions
from sayso.runtime.label_model.patterns import Entries, Floats, Patterns, allowed, collapse, distinct, entries
from sayso.runtime.label_model.redundancy import redundancy_weights
from sayso.runtime.labels import Labels
from sayso.runtime.votes import ABSTAIN, Votes

CERTAIN = 0.999
"""No vote is believed more than this."""
WEIGHED_AT = (1, 5, 15)
"""The steps at which redundancy weights are taken anew; they then stand still, so that the steps converge."""


class LabelModel(BaseEstimator):  # type: ignore[misc]
    """Weighs labeling functions against each other, without gold labels or with a few.

    class_balance: "estimated" (pulled the share `pull` of the way to uniform), "uniform", or label names with their shares.
    precision: how often a function is believed right whose author states nothing. anchor, floor: that belief is worth
    floor + anchor * (the function's votes) pseudo-votes. gold_weight: how many rows a row with gold counts for.
    gold_trust: how many gold rows a prior belief is worth, before gold moves it.
    redundancy: the correlation of firing above which two functions share their say. iterations: the most EM steps.
    Deterministic: the same to the bit, whatever the order of rows or their partitions."""

    def __init__(
        self,
        *,
        class_balance: str | Mapping[str, float] = "estimated",
        precision: float = 0.75,
        anchor: float = 3.0,
        floor: float = 5.0,
        gold_weight: float = 10.0,
        gold_trust: float = 10.0,
        redundancy: float = 0.3,
        pull: float = 0.3,
        iterations: int = 100,
    ) -> None:
        self.class_balance = class_balance
        self.precision = precision
        self.anchor = anchor
        self.floor = floor
        self.gold_weight = gold_weight
        self.gold_trust = gold_trust
        self.redundancy = redundancy
        self.pull = pull
        self.iterations = iterations

    def fit(self, votes: Votes, gold: Sequence[str | None] | None = None) -> LabelModel:
        """Estimate precisions, redundancy weights and the class balance.

        gold: a label name, or a missing value, for each row. Raises `DataError` where it names no label."""
        return self.fit_patterns(collapse(votes, gold))

    def fit_patterns(self, patterns: Patterns) -> LabelModel:
        """Fit on collapsed votes: with `merge`, those of partitions that were never in one place."""
        self._start(patterns)
        found = entries(patterns.rows, len(patterns.outcomes))
        at = (found.function, found.outcome)
        self.counts_[at] = found.fired.T @ patterns.counts
        prior = self._informed(patterns, found, self.precisions_[at])
        posterior = self._majority(found)
        for step in range(self.iterations):
            before = posterior
            if step in WEIGHED_AT:
                self.weights_[at] = redundancy_weights(found, patterns.counts, posterior, self.redundancy)
            self._maximise(patterns, found, posterior, prior)
            posterior = self._posterior(found)
            if step > max(WEIGHED_AT) and np.abs(posterior - before).max(initial=0.0) < 1e-6:
                break
        return self

    def _start(self, patterns: Patterns) -> None:
        """Every function at its prior, the balance as given or even."""
        if len(patterns.labels) < 2:
            raise DataError("a label model needs at least two labels to decide between")
        self.labels_, self.functions_, self.outcomes_ = patterns.labels, patterns.functions, patterns.outcomes
        self.confidences_ = patterns.confidences
        self._allowed = patterns.allowed
        self.balance_ = self._given_balance()
        self.precisions_ = self._priors()
        self.weights_ = np.ones_like(self.precisions_)
        self.counts_ = np.zeros_like(self.precisions_)

    def _given_balance(self) -> Floats:
        k = len(self.labels_)
        if isinstance(self.class_balance, str):
            if self.class_balance not in ("estimated", "uniform"):
                raise DataError(
                    f'class_balance is "estimated", "uniform" or shares by label, not "{self.class_balance}"'
                )
            return np.full(k, 1.0 / k)
        if set(self.class_balance) != set(self.labels_) or min(self.class_balance.values()) <= 0:
            raise DataError(f"class_balance needs a share above 0 for each label: {', '.join(self.labels_)}")
        shares = np.array([float(self.class_balance[label]) for label in self.labels_])
        return np.asarray(shares / shares.sum())

    def _priors(self) -> Floats:
        """(functions, outcomes): what is believed before any data, which is the author's word where he gave it.

        A vote for several classes is right more easily: where nothing is stated, it has the same lift over chance."""
        share = self._allowed.mean(axis=1)
        chance = 1.0 / len(self.labels_)
        usual = share + (self.precision - chance) / (1 - chance) * (1 - share)
        stated = [usual if said is None else np.maximum(said, share) for said in self.confidences_]
        return np.array(stated, dtype=np.float64).reshape(len(self.functions_), len(self.outcomes_))

    def _informed(self, patterns: Patterns, found: Entries, prior: Floats) -> Floats:
        """The priors moved by gold alone, each worth `gold_trust` gold rows."""
        known = found.fired.T @ patterns.gold
        right = (known * self._allowed[found.outcome]).sum(axis=1)
        return np.asarray((right + prior * self.gold_trust) / (known.sum(axis=1) + self.gold_trust))

    def _majority(self, found: Entries) -> Floats:
        """Where EM starts: the shares of the votes, a little smoothed."""
        share = self._allowed / self._allowed.sum(axis=1, keepdims=True)
        counted = found.fired @ share[found.outcome] + 1e-3
        return np.asarray(counted / counted.sum(axis=1, keepdims=True))

    def _maximise(self, patterns: Patterns, found: Entries, posterior: Floats, prior: Floats) -> None:
        """Precisions and balance from the posterior, rows with gold clamped to it."""
        silent = patterns.counts - patterns.gold.sum(axis=1)
        mass = posterior * silent[:, None] + patterns.gold * self.gold_weight
        k = len(self.labels_)
        if self.class_balance == "estimated":
            voted = (patterns.rows != ABSTAIN).any(axis=1)
            shares = mass[voted].sum(axis=0) + 1.0
            self.balance_ = (1 - self.pull) * shares / shares.sum() + self.pull / k
        at = (found.function, found.outcome)
        mine = self._allowed[found.outcome]
        by_class = found.fired.T @ mass
        strength = self.floor + self.anchor * self.counts_[at]
        estimate = ((by_class * mine).sum(axis=1) + prior * strength) / (by_class.sum(axis=1) + strength)
        chance = (mine * self.balance_).sum(axis=1)
        # below chance a vote would speak against itself: it is silenced instead
        self.precisions_[at] = np.clip(estimate, np.minimum(chance, CERTAIN), CERTAIN)

    def _said(self, found: Entries) -> Floats:
        """(entries, classes): what each vote adds to the log-probabilities, its redundancy weight included."""
        at = (found.function, found.outcome)
        mine = self._allowed[found.outcome]
        inside = (mine * self.balance_).sum(axis=1, keepdims=True)
        right = self.precisions_[at][:, None]
        ratio = np.where(mine, right / inside, (1 - right) / np.maximum(1 - inside, 1e-12))
        return np.asarray(self.weights_[at][:, None] * np.log(np.maximum(ratio, 1e-12)))

    def _posterior(self, found: Entries) -> Floats:
        """(rows, classes). Sparse products add in one order, so a row's label does not depend on its company."""
        scores = np.log(self.balance_) + found.fired @ self._said(found)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def predict_proba(self, votes: Votes) -> Labels:
        """The probability of each class for each row; a row without votes gets the class balance."""
        self._check(votes)
        rows, where = distinct(votes.matrix)
        posterior = self._posterior(entries(rows, len(self.outcomes_)))
        voted = (votes.matrix != ABSTAIN).any(axis=1)
        return Labels(posterior[where], self.labels_, voted, votes.row_ids)

    def contributions(self, votes: Votes, row: int) -> Contributions:
        """What each vote added to the label of the row at that position, in log-odds, with the balance before them all."""
        self._check(votes)
        if not -len(votes) <= row < len(votes):
            raise DataError(f"there is no row {row}: the votes have {len(votes)}")
        found = entries(votes.matrix[[row]], len(self.outcomes_))
        said = self._said(found)
        given = [
            Contribution(self.functions_[f], " or ".join(self.outcomes_[o]), self._named(s - s.mean()))
            for f, o, s in zip(found.function, found.outcome, said, strict=True)
        ]
        balance = np.log(self.balance_)
        return Contributions(
            self._named(balance - balance.mean()), tuple(given), self._named(self._posterior(found)[0])
        )

    def _named(self, values: Floats) -> dict[str, float]:
        return {label: float(value) for label, value in zip(self.labels_, values, strict=True)}

    def _check(self, votes: Votes) -> None:
        self._check_fitted()
        if votes.functions != self.functions_ or votes.labels != self.labels_:
            raise DataError("these votes are of other functions or labels than the label model was fitted on")
        if votes.outcomes != self.outcomes_:
            raise DataError("these votes code sets of labels otherwise than those the label model was fitted on")

    def _check_fitted(self) -> None:
        if not hasattr(self, "precisions_"):
            raise DataError("the label model is not fitted yet: call fit(votes) first")

    @property
    def accuracies(self) -> dict[str, float]:
        """How often each function is believed to be right when it votes; the prior for one that never voted."""
        return self._by_function(self.precisions_)

    @property
    def weights(self) -> dict[str, float]:
        """How much of a vote each function has: below 1 where others say the same on the same rows."""
        return self._by_function(self.weights_)

    def _by_function(self, table: Floats) -> dict[str, float]:
        """The mean over each function's outcomes, by how often it voted them."""
        self._check_fitted()
        singles = np.arange(table.shape[1]) < len(self.labels_)
        shares = np.where(self.counts_.sum(axis=1, keepdims=True) > 0, self.counts_, singles)
        return {
            name: float(np.average(row, weights=share))
            for name, row, share in zip(self.functions_, table, shares, strict=True)
        }

    def save(self, path: str | Path) -> None:
        """Write the fitted model as JSON."""
        self._check_fitted()
        storing.write(self, Path(path))

    @classmethod
    def load(cls, path: str | Path) -> LabelModel:
        """Read a model that `save` wrote. Raises `DataError` where the file is anything else."""
        state = storing.read(Path(path))
        model = cls(**state.parameters)
        model.labels_, model.functions_, model.outcomes_ = state.labels, state.functions, state.outcomes
        model.confidences_ = state.confidences
        model._allowed = allowed(state.outcomes, state.labels)
        model.balance_ = np.array(state.balance)
        model.precisions_ = model._priors()
        model.weights_, model.counts_ = np.ones_like(model.precisions_), np.zeros_like(model.precisions_)
        for function, outcome, precision, weight, count in state.entries:
            model.precisions_[function, outcome] = precision
            model.weights_[function, outcome] = weight
            model.counts_[function, outcome] = count
        return model
