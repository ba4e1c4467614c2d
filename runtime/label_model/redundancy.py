"""Redundancy weights: functions that say the same on the same rows share one vote's worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.runtime.label_model.patterns import Bools, Entries, Floats, Ints

PAIRS = 65_536
"""Pairs whose residual covariance is computed at once."""


@dataclass(frozen=True, eq=False)
class Overlaps:
    """The pairs of entries that fire on common rows, for the same outcome, by different functions: all that can be copies."""

    entries: Entries
    counts: Floats
    one: Ints
    other: Ints
    """(pairs,): the entries of each pair; every pair is there in both orders."""
    together: Floats
    """(pairs,): the rows on which both fire."""
    alone: Floats
    """(entries,): the rows on which each fires."""

    @classmethod
    def of(cls, entries: Entries, counts: Floats) -> Overlaps:
        """Count them."""
        weighed = entries.fired.multiply(counts[:, None]).tocsr()
        common = (entries.fired.T @ weighed).tocoo()
        one, other = common.coords
        kept = (entries.outcome[one] == entries.outcome[other]) & (entries.function[one] != entries.function[other])
        return cls(entries, counts, one[kept], other[kept], common.data[kept], entries.fired.T @ counts)

    def correlations(self, posterior: Floats) -> Floats:
        """(pairs,): of firing, beyond what the classes explain.

        Two good functions for one class fire together because that class is there, near-copies fire together whatever the class."""
        mass = posterior * self.counts[:, None]
        by_class = self.entries.fired.T @ mass
        rates = by_class / np.maximum(mass.sum(axis=0), 1e-9)
        # einsum rather than @: its sums are in one order, whatever the number of threads
        spread = np.einsum("pc,pd->cd", posterior, mass)
        # with r the rates: sum over rows of (fired - r.posterior)(fired' - r'.posterior)
        half = np.einsum("cd,ed->ec", spread, rates) - by_class
        everyone = np.arange(len(self.alone))
        variance = (
            self.alone + _products(half, rates, everyone, everyone) - _products(rates, by_class, everyone, everyone)
        )
        scale = np.sqrt(np.maximum(variance, 1e-12))
        joint = _products(half, rates, self.one, self.other) - _products(rates, by_class, self.one, self.other)
        return np.asarray((self.together + joint) / (scale[self.one] * scale[self.other]))

    def thresholds(self, least: float, free: Floats) -> Floats:
        """(pairs,): the correlation above which a pair shares its say; free: `choosing`, of each function.

        For functions that choose between classes it is half-way from the least to 1: before the classes are known, good ones look
        alike too, because they are right together."""
        both = np.minimum(free[self.entries.function[self.one]], free[self.entries.function[self.other]])
        return np.asarray(least + both * (1.0 - least) / 2)

    def weights(self, posterior: Floats, thresholds: Floats) -> Floats:
        """(entries,): 1 / (1 + the correlations above the threshold with other functions' entries for the same outcome)."""
        found = self.correlations(posterior)
        excess = np.where(found > thresholds, found, 0.0)
        return np.asarray(1.0 / (1.0 + np.bincount(self.one, excess, len(self.alone))))

    def pairs(self, posterior: Floats, thresholds: Floats) -> list[tuple[int, int, float]]:
        """The functions that share their say, by their numbers, with the highest correlation of any outcome; the nearest first."""
        found: dict[tuple[int, int], float] = {}
        values = self.correlations(posterior)
        high: Bools = (values > thresholds) & (self.entries.function[self.one] < self.entries.function[self.other])
        for i in np.flatnonzero(high):
            pair = int(self.entries.function[self.one[i]]), int(self.entries.function[self.other[i]])
            found[pair] = max(found.get(pair, 0.0), float(values[i]))
        return sorted(((a, b, value) for (a, b), value in found.items()), key=lambda pair: (-pair[2], pair[:2]))


def _products(left: Floats, right: Floats, one: Ints, other: Ints) -> Floats:
    """(pairs,): the scalar products of rows of two tables, some at a time."""
    parts = [
        np.einsum("pc,pc->p", left[one[i : i + PAIRS]], right[other[i : i + PAIRS]]) for i in range(0, len(one), PAIRS)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)
