"""Redundancy weights: functions that vote on the same rows share one vote's worth, whether they say the same or contradict each other.

Two that look at the same thing and draw opposite conclusions from it tell nothing about each other, and nothing about their rows: one of
them is wrong, whichever. Without sharing, the steps believe one, by it find the other wrong, and with that one every other function that
says the same on those rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.runtime.label_model.patterns import Bools, Entries, Floats, Ints

PAIRS = 65_536
"""Pairs whose residual covariance is computed at once."""


@dataclass(frozen=True, eq=False)
class Overlaps:
    """The pairs of entries of different functions that fire on common rows, and can be copies or speak against each other."""

    entries: Entries
    counts: Floats
    one: Ints
    other: Ints
    """(pairs,): the entries of each pair, the first function's first."""
    together: Floats
    """(pairs,): the rows on which both fire."""
    alone: Floats
    """(entries,): the rows on which each fires."""
    shared: Floats
    """(pairs,): how much of what they say is one matter: 1 where both vote the same, less for a contradiction."""

    @classmethod
    def of(cls, entries: Entries, counts: Floats, allowed: Bools, free: Floats, least: float) -> Overlaps:
        """Count them; allowed: (outcomes, classes), free: `choosing` of each function, least: the correlation that matters."""
        common = (entries.columns @ entries.weighed(counts)).tocoo()
        upper = entries.function[common.coords[0]] < entries.function[common.coords[1]]
        one, other, together = common.coords[0][upper], common.coords[1][upper], common.data[upper]
        alone = entries.columns @ counts
        mine, theirs = entries.function[one], entries.function[other]
        against = contradiction(allowed)[entries.outcome[one], entries.outcome[other]]
        against *= 1.0 - np.maximum(free[mine], free[theirs])
        against *= together >= least * np.sqrt(alone[one] * alone[other])
        shared = np.where(entries.outcome[one] == entries.outcome[other], 1.0, against)
        kept = shared > 0
        return cls(entries, counts, one[kept], other[kept], together[kept], alone, shared[kept])

    def correlations(self, posterior: Floats) -> Floats:
        """(pairs,): of firing, beyond what the classes explain.

        Two good functions for one class fire together because that class is there, near-copies fire together whatever the class."""
        mass = posterior * self.counts[:, None]
        by_class = self.entries.columns @ mass
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
        alike too, because they are right together. So it is for a contradiction: what a vote loses by it, it loses on all its rows."""
        both = np.minimum(free[self.entries.function[self.one]], free[self.entries.function[self.other]])
        both = np.where(self.entries.outcome[self.one] == self.entries.outcome[self.other], both, 1.0)
        return np.asarray(least + both * (1.0 - least) / 2)

    def weights(self, posterior: Floats, thresholds: Floats) -> Floats:
        """(entries,): 1 / (1 + the correlations above the threshold with other functions' entries, as far as it is one matter)."""
        found = self.correlations(posterior)
        excess = np.where(found > thresholds, found * self.shared, 0.0)
        both = np.bincount(self.one, excess, len(self.alone)) + np.bincount(self.other, excess, len(self.alone))
        return np.asarray(1.0 / (1.0 + both))

    def pairs(self, posterior: Floats, thresholds: Floats) -> list[tuple[int, int, float]]:
        """The functions that say the same, by their numbers, with the highest correlation of any outcome; the nearest first."""
        found: dict[tuple[int, int], float] = {}
        values = self.correlations(posterior)
        high: Bools = (values > thresholds) & (self.entries.outcome[self.one] == self.entries.outcome[self.other])
        for i in np.flatnonzero(high):
            pair = int(self.entries.function[self.one[i]]), int(self.entries.function[self.other[i]])
            found[pair] = max(found.get(pair, 0.0), float(values[i]))
        return sorted(((a, b, value) for (a, b), value in found.items()), key=lambda pair: (-pair[2], pair[:2]))


def contradiction(allowed: Bools) -> Floats:
    """(outcomes, outcomes): how far two votes say the opposite: 1 of two classes, 1 / (k - 1) of k, where both may be wrong.

    What a vote says is which classes it leaves possible, less their mean; two of these point in opposite directions by their cosine."""
    said = allowed - allowed.mean(axis=1, keepdims=True)
    length = np.maximum(np.sqrt((said**2).sum(axis=1)), 1e-12)
    cosine = np.einsum("oc,pc->op", said, said) / (length[:, None] * length)
    return np.asarray(np.maximum(-cosine, 0.0))


def _products(left: Floats, right: Floats, one: Ints, other: Ints) -> Floats:
    """(pairs,): the scalar products of rows of two tables, some at a time."""
    parts = [
        np.einsum("pc,pc->p", left[one[i : i + PAIRS]], right[other[i : i + PAIRS]]) for i in range(0, len(one), PAIRS)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)
