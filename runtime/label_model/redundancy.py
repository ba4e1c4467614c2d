"""Redundancy weights: functions that say the same on the same rows share one vote's worth."""

from __future__ import annotations

import numpy as np

from sayso.runtime.label_model.patterns import Entries, Floats


def redundancy_weights(entries: Entries, counts: Floats, posterior: Floats, threshold: float) -> Floats:
    """(entries,): 1 / (1 + the correlations above the threshold with other functions' entries for the same outcome).

    What is correlated is firing, beyond what the posterior of the classes explains: two good functions for one class fire
    together because that class is there, near-copies fire together whatever the class."""
    n = len(entries.function)
    if n < 2:
        return np.ones(n)
    covariance = _residual_covariance(entries, counts, posterior)
    scale = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
    correlation = covariance / np.outer(scale, scale)
    same = entries.outcome[:, None] == entries.outcome[None, :]
    other = entries.function[:, None] != entries.function[None, :]
    excess = np.where(same & other & (correlation > threshold), correlation, 0.0)
    return np.asarray(1.0 / (1.0 + excess.sum(axis=1)))


def _residual_covariance(entries: Entries, counts: Floats, posterior: Floats) -> Floats:
    """(entries, entries): of firing less its rate in each class, from products that stay small whatever the rows."""
    fired = entries.fired
    mass = posterior * counts[:, None]
    together = (fired.T @ fired.multiply(counts[:, None]).tocsr()).toarray()
    by_class = fired.T @ mass
    rates = by_class.T / np.maximum(mass.sum(axis=0), 1e-9)[:, None]
    # einsum rather than @: its sums are in one order, whatever the number of threads
    crossed = np.einsum("ec,cf->ef", by_class, rates)
    spread = np.einsum("pc,pd->cd", posterior, mass)
    expected = np.einsum("ce,cf->ef", rates, np.einsum("cd,df->cf", spread, rates))
    return np.asarray(together - crossed - crossed.T + expected)
