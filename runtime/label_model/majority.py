"""Majority vote: the bar that every label model has to clear, shown beside it always."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from sayso.runtime.label_model.patterns import allowed
from sayso.runtime.labels import Labels
from sayso.runtime.votes import ABSTAIN, Votes


class MajorityVote(BaseEstimator):  # type: ignore[misc]
    """Each vote counts once; a vote for several labels is split among them, and so is a tie."""

    def fit(self, votes: Votes, gold: Any = None) -> MajorityVote:
        """Learn nothing."""
        return self

    def predict_proba(self, votes: Votes) -> Labels:
        """The shares of the labels with the most votes; a row without votes gets even shares."""
        share = allowed(votes).astype(np.float64)
        share /= share.sum(axis=1, keepdims=True)
        counted = np.zeros((len(votes), len(votes.labels)))
        for j in range(votes.shape[1]):
            rows = np.flatnonzero(votes.matrix[:, j] != ABSTAIN)
            counted[rows] += share[votes.matrix[rows, j]]
        best = np.isclose(counted, counted.max(axis=1, keepdims=True)).astype(np.float64)
        voted = (votes.matrix != ABSTAIN).any(axis=1)
        return Labels(best / best.sum(axis=1, keepdims=True), votes.labels, voted, votes.row_ids)
