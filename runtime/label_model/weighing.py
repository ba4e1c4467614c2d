"""A fitted label model as it is used: probabilities, what each vote added, beliefs. Loading one asks no scikit-learn, which is slow to import."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from sayso.grammar.errors import DataError
from sayso.runtime.label_model import speaking, storing
from sayso.runtime.label_model.by_hand import Clash, clashes, with_gold
from sayso.runtime.label_model.contributions import Contribution, Contributions
from sayso.runtime.label_model.patterns import Bools, Entries, Floats, Ints, allowed, distinct, entries
from sayso.runtime.label_model.priors import usual
from sayso.runtime.labels import Labels
from sayso.runtime.votes import ABSTAIN, Votes


class Weighing:
    """What was fitted, and what it says of votes."""

    precision: float
    shared_error: float
    labels_: tuple[str, ...]
    functions_: tuple[str, ...]
    outcomes_: tuple[tuple[str, ...], ...]
    confidences_: tuple[float | None, ...]
    gold_rows_: int
    redundant_: list[tuple[int, int, float]]
    balance_: Floats
    precisions_: Floats
    weights_: Floats
    counts_: Floats
    sharpness_: float
    _allowed: Bools

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
        patterns, where = distinct(votes)
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

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a model that `save` wrote. Raises `DataError` where the file is anything else."""
        state = storing.read(Path(path))
        model = cls()
        for name, value in state.parameters.items():
            setattr(model, name, value)
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
