"""How good labels are, where gold says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Score:
    """Accuracy and macro-F1 over the rows with gold."""

    name: str
    accuracy: float
    macro_f1: float
    rows: int
    bins: tuple[tuple[float, float, int], ...] = ()
    """Where probabilities are known: mean probability, share right and rows of each tenth of the probabilities."""

    def row(self) -> dict[str, Any]:
        """The score as a line of a table."""
        return {
            "model": self.name,
            "accuracy": f"{self.accuracy:.3f}",
            "macro-F1": f"{self.macro_f1:.3f}",
            "rows": str(self.rows),
        }


def score(name: str, gold: Sequence[str], said: Sequence[str], sure: Sequence[float] = ()) -> Score:
    """Score label names against gold; `sure` is the probability of each, where it is known."""
    from sklearn.metrics import accuracy_score, f1_score

    f1 = f1_score(gold, said, average="macro", labels=sorted(set(gold)), zero_division=0)
    return Score(name, float(accuracy_score(gold, said)), float(f1), len(gold), _bins(gold, said, sure))


def _bins(gold: Sequence[str], said: Sequence[str], sure: Sequence[float]) -> tuple[tuple[float, float, int], ...]:
    tenths: dict[int, list[tuple[float, bool]]] = {}
    for right, name, probability in zip(gold, said, sure, strict=False):
        tenths.setdefault(min(9, int(10 * probability)), []).append((float(probability), right == name))
    told = []
    for _, rows in sorted(tenths.items()):
        n = len(rows)
        told.append((sum(p for p, _ in rows) / n, sum(right for _, right in rows) / n, n))
    return tuple(told)
