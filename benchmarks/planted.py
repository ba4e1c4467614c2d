"""Promise: planted copies cost at most 2 points against the model that is told them, independence at most 1 against plain EM.

    python benchmarks/planted.py [--seeds 5] [--rows 10000]

Functions with accuracies and coverages drawn at random vote on rows of known truth. With copies, the last three are copies of the
first, which covers 80 % of the rows at an accuracy of .6 (two classes) or .5 (more): 95 in 100 of their votes are its own, the others
drawn anew or withheld. "Told" is the same model without the copies' columns; "plain EM" is Dawid and Skene's with full confusion
matrices, fitted on all columns, and on those of the told model. Accuracies in points, means and worst gaps over the seeds.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

import sayso

Matrix = npt.NDArray[np.int64]
COPIES = 3


@dataclass(frozen=True)
class Task:
    """What is drawn."""

    functions: int
    classes: int
    copies: str
    """"", "redrawn" or "withheld": what becomes of the votes that are not copied."""
    accuracy: tuple[float, float]
    coverage: tuple[float, float]

    def __str__(self) -> str:
        low, high = self.accuracy
        named = f"{COPIES} copies, rest {self.copies}" if self.copies else "independent"
        return f"{self.functions} functions, k = {self.classes}, accuracies {low} to {high}, {named}"


def draw(task: Task, rows: int, seed: int) -> tuple[Matrix, npt.NDArray[np.int64]]:
    """Votes and truth."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, task.classes, rows)
    accuracy = chance.uniform(*task.accuracy, task.functions)
    coverage = chance.uniform(*task.coverage, task.functions)
    if task.copies:
        accuracy[0], coverage[0] = (0.6 if task.classes == 2 else 0.5), 0.8

    def voted(function: int) -> npt.NDArray[np.int64]:
        wrong = (truth + chance.integers(1, task.classes, rows)) % task.classes
        vote = np.where(chance.random(rows) < accuracy[function], truth, wrong)
        return np.where(chance.random(rows) < coverage[function], vote, -1)

    matrix = np.stack([voted(function) for function in range(task.functions)], axis=1)
    for j in range(task.functions - COPIES, task.functions) if task.copies else ():
        other = voted(0) if task.copies == "redrawn" else np.full(rows, -1)
        matrix[:, j] = np.where(chance.random(rows) < 0.95, matrix[:, 0], other)
    return matrix, truth


def ours(matrix: Matrix, classes: int) -> npt.NDArray[np.float64]:
    """The label model's probabilities."""
    votes = sayso.Votes.from_array(matrix, labels=[f"class {c}" for c in range(classes)])
    return np.asarray(sayso.LabelModel().fit(votes).predict_proba(votes))


def plain_em(matrix: Matrix, classes: int, steps: int = 200) -> npt.NDArray[np.float64]:
    """Dawid and Skene (1979), abstentions ignored, from the shares of the votes."""
    fired = np.stack([matrix == c for c in range(classes)], axis=2).astype(np.float64)
    posterior = fired.sum(axis=1) + 1e-3
    posterior /= posterior.sum(axis=1, keepdims=True)
    for _ in range(steps):
        balance = posterior.mean(axis=0)
        joint = np.einsum("nmc,ny->mcy", fired, posterior) + 0.01
        confusion = joint / joint.sum(axis=1, keepdims=True)
        scores = np.log(balance) + np.einsum("nmc,mcy->ny", fired, np.log(confusion))
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        before, posterior = posterior, odds / odds.sum(axis=1, keepdims=True)
        if np.abs(posterior - before).max() < 1e-5:
            break
    return posterior


def majority(matrix: Matrix, classes: int) -> npt.NDArray[np.float64]:
    """The shares of the votes."""
    return np.stack([(matrix == c).sum(axis=1) for c in range(classes)], axis=1) + 1e-9


def right(table: npt.NDArray[np.float64], truth: npt.NDArray[np.int64], voted: npt.NDArray[np.bool_]) -> float:
    """Accuracy in points on rows with a vote, a tie counting for its share."""
    best = np.isclose(table, table.max(axis=1, keepdims=True))
    return float(100 * (best[np.arange(len(truth)), truth] / best.sum(axis=1))[voted].mean())


def measure(task: Task, rows: int, seeds: int) -> str:
    """A row of the table."""
    names = ["majority vote", "plain EM", "Sayso", "Sayso told", "plain EM told"]
    found = []
    for seed in range(seeds):
        matrix, truth = draw(task, rows, seed)
        told = matrix[:, : task.functions - COPIES] if task.copies else matrix
        voted = (matrix != -1).any(axis=1)
        tables = [majority(matrix, task.classes), plain_em(matrix, task.classes), ours(matrix, task.classes)]
        tables += [ours(told, task.classes), plain_em(told, task.classes)] if task.copies else tables[2:0:-1]
        found.append([right(table, truth, voted) for table in tables])
    scored = np.array(found)
    gap = (np.maximum(scored[:, 3], scored[:, 4]) - scored[:, 2]) if task.copies else scored[:, 1] - scored[:, 2]
    means = " | ".join(f"{mean:.1f}" for mean in scored.mean(axis=0)[: len(names)])
    return f"| {task} | {means} | {gap.mean():+.2f} | {gap.max():+.2f} |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    print("| task | majority vote | plain EM | Sayso | Sayso told | plain EM told | mean gap | worst gap |")
    print("|---" * 8 + "|")
    for functions, coverage in ((10, (0.2, 0.8)), (50, (0.02, 0.2))):
        for classes in (2, 4):
            for accuracy in ((0.55, 0.9), (0.4, 0.95), (0.55, 0.8)):
                for copies in ("", "redrawn", "withheld"):
                    task = Task(functions, classes, copies, accuracy, coverage)
                    print(measure(task, options.rows, options.seeds), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
