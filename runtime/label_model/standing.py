"""How functions stand to each other: counted once over the different vote rows, for all the advice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from sayso.runtime.label_model.patterns import Bools, Floats, Patterns, entries_of


@dataclass(frozen=True, eq=False)
class Standing:
    """Counts of rows; arrays over functions unless said otherwise."""

    functions: tuple[str, ...]
    rows: int
    votes: Floats
    common: Floats
    """Rows on which another function votes too."""
    contested: Floats
    """The share of the others' votes on those rows that rule this one's out."""
    by_label: Floats
    """(labels,): votes for that label alone."""
    _both: sparse.csr_array
    """(functions, functions): rows on which both vote."""
    _alike: sparse.csr_array
    """(functions, functions): rows on which both vote the same."""
    _apart: sparse.csr_array
    """(functions, functions): rows on which the vote of either rules out the other's."""

    def both(self, a: int, b: int) -> float:
        """Rows on which both vote."""
        return float(self._both[a, b])

    def alike(self, a: int, b: int) -> float:
        """Rows on which both vote the same."""
        return float(self._alike[a, b])

    def clashing(self, rows: int, share: float) -> list[tuple[int, int, int]]:
        """Pairs that rule each other out on so many rows and on this share of the rows of either, with how many; the most first."""
        pairs = sparse.triu(self._apart, k=1).tocoo()
        one, other = pairs.coords
        held = pairs.data >= np.maximum(rows, share * np.minimum(self.votes[one], self.votes[other]))
        found = zip(one[held].tolist(), other[held].tolist(), pairs.data[held].astype(int).tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[2], pair[:2]))

    def inside(self, share: float) -> Iterator[tuple[int, int]]:
        """Pairs of which the first votes as the second does on this share of its rows, the second on more rows than it; one for each."""
        pairs = self._alike.tocoo()
        one, other = pairs.coords
        held = pairs.data >= share * self.votes[one]
        held &= (one != other) & (self.votes[other] > self.votes[one]) & (self.votes[one] > 0)
        found: dict[int, int] = {}
        for a, b in zip(one[held].tolist(), other[held].tolist(), strict=True):
            if a not in found or self.votes[b] < self.votes[found[a]]:
                found[a] = b
        yield from sorted(found.items())


def standings(patterns: Patterns) -> Standing:
    """Count what votes agree and clash."""
    functions, labels = len(patterns.functions), len(patterns.labels)
    found = entries_of(patterns.fired, patterns.rows.shape, len(patterns.outcomes))
    of = sparse.csr_array(
        (np.ones(len(found.function)), (found.function, np.arange(len(found.function)))),
        shape=(functions, len(found.function)),
    )
    weighed = found.fired.multiply(patterns.counts[:, None]).tocsr()
    together = (found.fired.T @ weighed).tocoo()
    one, other = together.coords
    same = found.outcome[one] == found.outcome[other]
    alike = sparse.csr_array((together.data * same, (one, other)), shape=together.shape)
    ruled_out = _ruling_out(patterns)[found.outcome[one], found.outcome[other]]
    apart = sparse.csr_array((together.data * ruled_out, (one, other)), shape=together.shape)
    votes = of @ (found.fired.T @ patterns.counts)
    common, contested = _clashes(patterns)
    singles = np.bincount(found.outcome, found.fired.T @ patterns.counts, len(patterns.outcomes)).astype(np.float64)[
        :labels
    ]
    return Standing(
        patterns.functions,
        int(patterns.counts.sum()),
        votes,
        common,
        contested,
        singles,
        (of @ together.tocsr() @ of.T).tocsr(),
        (of @ alike @ of.T).tocsr(),
        (of @ apart @ of.T).tocsr(),
    )


def _ruling_out(patterns: Patterns) -> Bools:
    """(outcomes, outcomes): whether no class is allowed by both."""
    allowed = patterns.allowed
    return np.asarray(~(allowed[:, None, :] & allowed[None, :, :]).any(axis=2))


def _clashes(patterns: Patterns) -> tuple[Floats, Floats]:
    """(functions,) each: rows on which others vote too, and the share of their votes there that rule this one's out."""
    where, function, outcome = patterns.fired
    outcome = outcome.astype(np.int64)
    voting = np.bincount(where, minlength=len(patterns.rows))
    apart = _ruling_out(patterns)
    there = sparse.csr_array(
        (np.ones(len(where)), (where, outcome)), shape=(len(patterns.rows), len(patterns.outcomes))
    )
    against = (there @ sparse.csr_array(apart.astype(np.float64))).tocsr()
    clashing = np.asarray(against[where, outcome]).ravel() if len(where) else np.zeros(0)
    weight, others, many = patterns.counts[where], voting[where] - 1, len(patterns.functions)
    common = np.asarray(np.bincount(function, weight * (others > 0), many), np.float64)
    theirs = np.bincount(function, weight * others, many)
    return common, np.asarray(np.bincount(function, weight * clashing, many) / np.maximum(theirs, 1.0), np.float64)
