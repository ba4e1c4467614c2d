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
from sayso.runtime.label_model.by_hand import Clash, clashes, with_gold
from sayso.runtime.label_model.contributions import Contribution, Contributions
from sayso.runtime.label_model.fitting import Fitting
from sayso.runtime.label_model.patterns import (
    Bools,
    Entries,
    Floats,
    Ints,
    Patterns,
    allowed,
    collapse,
    distinct,
    entries,
)
from sayso.runtime.label_model.priors import usual
from sayso.runtime.label_model.sampling import sample
from sayso.runtime.labels import Labels
from sayso.runtime.votes import ABSTAIN, Votes


class LabelModel(BaseEstimator):  # type: ignore[misc]
    """Weighs labeling functions against each other, without gold labels or with a few.

    class_balance: "estimated" (as far as functions that choose between classes tell it; even, for the rest), "uniform", or label
    names with their shares. precision: how often a function is believed right whose author states nothing. breadth: how far a
    class that is voted more often than expected is believed less, from 0 to 1. A belief is worth floor + anchor * (the function's
    votes) pseudo-votes for a function that speaks for one class, floor + free_anchor * (its votes) for one that chooses evenly
    between classes. redundancy: the correlation of firing above which two functions share their
    say (half-way from it to 1 for functions that choose between classes). shared_error: the
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
        return self.fit_patterns(collapse(votes, gold))

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
        known = patterns.gold.any(axis=1)
        found = entries(patterns.rows[known], len(self.outcomes_))
        at, discount = (found.function, found.outcome), self._discount(found)
        trust, free = self._known()
        seen = correcting.Evidence(
            log_odds=discount[:, None] * speaking.scores(found, self._said(found), self.balance_),
            votes=found.fired.multiply(discount[:, None]).multiply(self.weights_[at]).tocsr(),
            inside=self._allowed[found.outcome],
            free=free[found.function],
            discount=discount,
            gold=patterns.gold[known],
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

    def _priors(self) -> Floats:
        """(functions, outcomes): what is believed of a vote that was never seen: the author's word where he gave it."""
        share, untold = self._allowed.mean(axis=1), usual(self._allowed, self.precision)
        stated = [untold if said is None else np.maximum(said, share) for said in self.confidences_]
        return np.array(stated, dtype=np.float64).reshape(len(self.functions_), len(self.outcomes_))

    def _trust(self, function: Ints, outcome: Ints) -> speaking.Trust:
        """What was fitted of some (function, outcome) pairs."""
        at = (function, outcome)
        return speaking.Trust(
            self.precisions_[at], self.weights_[at], self.counts_[at], function, self._allowed[outcome]
        )

    def _said(self, found: Entries) -> Floats:
        """(entries, classes): what each vote adds to the log-probabilities, before the row's discount."""
        known, free = self._known()
        return speaking.said(self._trust(found.function, found.outcome), self.balance_, free, known)

    def _known(self) -> tuple[speaking.Trust, Floats]:
        """What was fitted of all that was voted, and how much each function chooses."""
        known = self._trust(*np.nonzero(self.counts_))
        return known, speaking.choosing(known.function, known.count, len(self.functions_))

    def _discount(self, found: Entries) -> Floats:
        """(rows,): what a row's log-odds are multiplied with."""
        voted = self.weights_[found.function, found.outcome]
        return self.sharpness_ * speaking.discount(found, voted, self.shared_error)

    def _posterior(self, found: Entries) -> Floats:
        """(rows, classes)."""
        log_odds = speaking.scores(found, self._said(found), self.balance_)
        return speaking.posterior(self._discount(found)[:, None] * log_odds)

    def predict_proba(self, votes: Votes, gold: Sequence[str | None] | None = None) -> Labels:
        """The probability of each class for each row; a row without votes gets the class balance.

        gold: a label name, or a missing value, for each row; a row with a label gets it, with probability 1. Raises `DataError` where
        it names no label."""
        labels = self._weighed(votes)
        return labels if gold is None else with_gold(labels, votes, gold)

    def clashes(self, votes: Votes, gold: Sequence[str | None]) -> list[Clash]:
        """The rows whose votes make another label likelier than the one given by hand, the surest first.

        Raises `DataError` where gold names no label."""
        return clashes(self._weighed(votes), votes, gold)

    def _weighed(self, votes: Votes) -> Labels:
        self._check(votes)
        patterns, where = distinct(votes.matrix, len(self.outcomes_))
        posterior = self._posterior(entries(patterns, len(self.outcomes_)))
        voted: Bools = (patterns != ABSTAIN).any(axis=1)
        return Labels(posterior[where], self.labels_, voted[where], votes.row_ids)

    def contributions(self, votes: Votes, row: int) -> Contributions:
        """What each vote added to the label of the row at that position, in log-odds, with the balance before them all."""
        self._check(votes)
        if not -len(votes) <= row < len(votes):
            raise DataError(f"there is no row {row}: the votes have {len(votes)}")
        found = entries(votes.matrix[[row]], len(self.outcomes_))
        discount = self._discount(found)[0]
        given = [
            Contribution(self.functions_[f], " or ".join(self.outcomes_[o]), self._named(discount * (s - s.mean())))
            for f, o, s in zip(found.function, found.outcome, self._said(found), strict=True)
        ]
        balance = np.log(self.balance_)
        return Contributions(
            self._named(discount * (balance - balance.mean())), tuple(given), self._named(self._posterior(found)[0])
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

    @property
    def copies(self) -> list[tuple[str, str, float]]:
        """The pairs of functions that share their say, with the correlation of their firing beyond what classes explain."""
        self._check_fitted()
        return [(self.functions_[a], self.functions_[b], value) for a, b, value in self.redundant_]

    @property
    def gold_used_for(self) -> str:
        """ "fit" where gold labels moved the model, else "nothing"."""
        self._check_fitted()
        return "fit" if self.gold_rows_ else "nothing"

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
        model.confidences_, model.gold_rows_ = state.confidences, state.gold_rows
        model.redundant_ = list(state.redundant)
        model._allowed = allowed(state.outcomes, state.labels)
        model.balance_, model.sharpness_ = np.array(state.balance), state.sharpness
        model.precisions_ = model._priors()
        model.weights_, model.counts_ = np.ones_like(model.precisions_), np.zeros_like(model.precisions_)
        for function, outcome, precision, weight, count in state.entries:
            model.precisions_[function, outcome] = precision
            model.weights_[function, outcome] = weight
            model.counts_[function, outcome] = count
        return model
