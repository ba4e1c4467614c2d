"""Corrects probabilistic labels by what the rows themselves say, before an end model is trained on them.

The votes on a row and its text are two witnesses, nearly independent where the class is known: P(y | votes, x) goes with
P(y | votes) P(y | x) / P(y) (Raykar et al. 2010, "Learning from crowds", section 2.3, with the functions' accuracies as the label
model found them). P(y | x) comes from a logistic regression trained on the other rows only, so that no row confirms itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from sayso.runtime.models import calibration

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Witness = Callable[[Flags, Floats], Floats]
"""Trains on the rows where the flag is True, towards these probabilities; gives the log-odds (rows, classes) of all."""
FOLDS = 5
ROUNDS = 2
"""The second round learns from labels that the first corrected; a third moved nothing in the mean (decision 10)."""


def certain(probabilities: Floats) -> bool:
    """Whether no row leaves anything open: labels by hand are not corrected."""
    return bool((probabilities.max(axis=1) >= 1.0).all())


def refined(rows: Sequence[str] | Floats, probabilities: Floats, witness: Witness) -> Floats:
    """(rows, classes): the probabilities, moved by what a model trained on the other rows says of each.

    A class that a row's label rules out stays ruled out. Where different rows are too few to learn from, nothing is moved."""
    if certain(probabilities) or not calibration.held_out(rows).any():
        return probabilities
    part = calibration.parts(rows, FOLDS)
    found = probabilities
    for _ in range(ROUNDS):
        found = _together(probabilities, _said(part, found, witness))
    return found


def _said(part: npt.NDArray[np.uint64], towards: Floats, witness: Witness) -> Floats:
    """(rows, classes): what is said of each row by a model that has not seen it."""
    from scipy.special import softmax

    said = np.zeros_like(towards)
    for left in range(FOLDS):
        if (part == left).any():
            said[part == left] = softmax(witness(part != left, towards)[part == left], axis=1)
    return said


def _together(probabilities: Floats, said: Floats) -> Floats:
    """(rows, classes): both witnesses' odds multiplied, what the second says of all rows taken off."""
    both = probabilities * said / said.mean(axis=0)
    return np.asarray(both / both.sum(axis=1, keepdims=True))
