"""Majority vote: the bar that every label model has to clear, shown beside it always."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from sayso.runtime.label_model.by_hand import with_gold
from sayso.runtime.label_model.patterns import allowed, distinct, entries
from sayso.runtime.labels import Labels
from sayso.runtime.votes import ABSTAIN, Votes


class MajorityVote(BaseEstimator):  # type: ignore[misc]
    """Each vote counts once; a vote for several labels is split among them, and so is a tie."""

    def fit(self, votes: Votes, gold: Any = None) -> MajorityVote:
        """Learn nothing; gold is not looked at."""
        return self

    def predict_proba(self, votes: Votes, gold: Sequence[str | None] | None = None) -> Labels:
        """All probability on the label with the most votes; a row without votes gets even shares.

        gold: a label name, or a missing value, for each row; a row with a label gets it. Raises `DataError` where it names no label."""
        rows, where = distinct(votes)
        possible = allowed(votes.outcomes, votes.labels)
        share = possible / possible.sum(axis=1, keepdims=True)
        found = entries(rows, len(votes.outcomes))
        counted = found.fired @ share[found.outcome]
        best = np.isclose(counted, counted.max(axis=1, keepdims=True)).astype(np.float64)
        probabilities = best / best.sum(axis=1, keepdims=True)
        voted = (rows != ABSTAIN).any(axis=1)[where]
        labels = Labels(probabilities[where], votes.labels, voted, votes.row_ids)
        return labels if gold is None else with_gold(labels, votes, gold)
