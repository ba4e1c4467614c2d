"""How a row's label came about: what the class balance and each vote added."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Contribution:
    """What one vote added to a row's label."""

    function: str
    vote: str
    """The label voted, or several joined by "or"."""
    log_odds: dict[str, float]
    """For each class, what was added to its log-probability, relative to the mean over classes."""


@dataclass(frozen=True)
class Contributions:
    """A row's label taken apart: the balance and the votes add up to its log-odds."""

    balance: dict[str, float]
    """The log-probability of each class before any vote, relative to the mean over classes."""
    votes: tuple[Contribution, ...]
    probability: dict[str, float]
    """What the label model gives the row: the softmax of `total()`."""

    def total(self) -> dict[str, float]:
        """For each class, the balance and the votes added up: its log-odds against the mean of the classes."""
        return {c: math.fsum([self.balance[c], *(v.log_odds[c] for v in self.votes)]) for c in self.balance}
