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

    def row(self) -> dict[str, Any]:
        """The score as a line of a table."""
        return {
            "model": self.name,
            "accuracy": f"{self.accuracy:.3f}",
            "macro-F1": f"{self.macro_f1:.3f}",
            "rows": str(self.rows),
        }


def score(name: str, gold: Sequence[str], said: Sequence[str]) -> Score:
    """Score label names against gold."""
    from sklearn.metrics import accuracy_score, f1_score

    f1 = f1_score(gold, said, average="macro", labels=sorted(set(gold)), zero_division=0)
    return Score(name, float(accuracy_score(gold, said)), float(f1), len(gold))
