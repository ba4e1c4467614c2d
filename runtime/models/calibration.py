"""Makes probabilities mean what they say: one temperature, found on rows that a model was not trained on, against soft labels.

A temperature divides the log-odds before they become probabilities (Guo et al. 2017, "On calibration of modern neural
networks"): the likeliest label stays the likeliest. It is folded into a model's last weights, so that whoever loads the
weights without us gets the same probabilities."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TENTH, THIRDS = 10, 3
LEAST = 20
"""Different rows that must be held out before they are believed: from fewer, a temperature would be noise."""


def parts(rows: Sequence[str] | Floats, of: int) -> npt.NDArray[np.uint64]:
    """(rows,): the part, 0 to `of` - 1, that each text or vector falls into by its digest: equal ones into the same."""
    return _digests(rows) % of


def _digests(rows: Sequence[str] | Floats) -> npt.NDArray[np.uint64]:
    each = (row.encode("utf-8", "surrogatepass") if isinstance(row, str) else row.tobytes() for row in rows)
    return np.array([int.from_bytes(hashlib.blake2b(row, digest_size=8).digest()) for row in each], dtype=np.uint64)


def held_out(rows: Sequence[str] | Floats) -> npt.NDArray[np.bool_]:
    """(rows,): True for about a tenth, the same ones each time; for none where that tenth is under 20 different rows."""
    digests = _digests(rows)
    chosen = digests % TENTH == 0
    return chosen if len(np.unique(digests[chosen])) >= LEAST else np.zeros(len(chosen), dtype=np.bool_)


def temperature(log_odds: Floats, probabilities: Floats) -> float:
    """What to divide (rows, classes) log-odds by for the least cross-entropy with soft labels, between a tenth and ten."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(
        lambda log: cross_entropy(log_odds / np.exp(log), probabilities),
        bounds=(-np.log(10), np.log(10)),
        method="bounded",
        options={"xatol": 1e-4},
    )
    return float(np.exp(found.x))


def cross_entropy(log_odds: Floats, probabilities: Floats) -> float:
    """The mean over rows of what is lost by these log-odds where the labels have these probabilities."""
    from scipy.special import log_softmax

    return float(-(probabilities * log_softmax(log_odds, axis=1)).sum(axis=1).mean())


def cross_fitted(
    rows: Sequence[str] | Floats, probabilities: Floats, log_odds: Callable[[npt.NDArray[np.bool_]], Floats]
) -> float:
    """The temperature found on rows that are left out in turn, a third each time; 1 where rows are few.

    `log_odds` trains on the rows where its argument is True, and gives the log-odds of the others."""
    if not held_out(rows).any():
        return 1.0
    part = parts(rows, THIRDS)
    found = np.zeros_like(probabilities)
    for left in range(THIRDS):
        found[part == left] = log_odds(part != left)
    return temperature(found, probabilities)
