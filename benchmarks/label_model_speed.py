"""Promise: fitting takes at most a fifth of Snorkel's CPU time, and many classes or functions at most 10 s.

    python benchmarks/label_model_speed.py [--rounds 5]

Votes of 50 functions on 100,000 rows and of 10 on 1,000,000, two and four classes: each fits a few times in turn, in one process, and
the medians of the CPU times are compared; Snorkel runs its 100 epochs, warmed up by a first fit that is not counted. Then what
Snorkel does not finish in a minute: 209 functions for 77 classes on 10,000 rows, 400 that choose between four classes on 11,000,
and 1,000 for 100 classes on 100,000.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from planted import Matrix, Task, draw

import sayso


def cpu(what: Callable[[], object]) -> float:
    """Seconds of CPU time, of all threads."""
    start = time.process_time()
    what()
    return time.process_time() - start


def snorkel(matrix: Matrix, classes: int) -> Callable[[], object]:
    """A fit of Snorkel's label model."""
    from snorkel.labeling.model import LabelModel

    def fit() -> object:
        model = LabelModel(cardinality=classes, verbose=False)
        model.fit(matrix, n_epochs=100, seed=0, progress_bar=False)
        return model

    return fit


def beside_snorkel(rounds: int) -> None:
    """The shapes that both can do."""
    print("| rows x functions, classes | Sayso fit | Sayso predict | Snorkel fit | share |\n|---|---|---|---|---|")
    for rows, functions, classes in ((100_000, 50, 2), (100_000, 50, 4), (1_000_000, 10, 2), (1_000_000, 10, 4)):
        coverage = (0.02, 0.2) if functions == 50 else (0.2, 0.8)
        matrix, _ = draw(Task(functions, classes, "redrawn", (0.5, 0.9), coverage), rows, 0)
        votes = sayso.Votes.from_array(matrix, labels=[f"class {c}" for c in range(classes)])
        ours = [cpu(lambda: sayso.LabelModel().fit(votes)) for _ in range(rounds)]  # noqa: B023
        model = sayso.LabelModel().fit(votes)
        predicted = [cpu(lambda: model.predict_proba(votes)) for _ in range(rounds)]  # noqa: B023
        told = f"| {rows:,} x {functions}, {classes} | {statistics.median(ours):.2f} s | {statistics.median(predicted):.2f} s |"
        if find_spec("snorkel"):
            fit = snorkel(matrix, classes)
            fit()
            theirs = statistics.median(cpu(fit) for _ in range(rounds))
            told += f" {theirs:.2f} s | {statistics.median(ours) / theirs:.2f} |"
        print(told, flush=True)


def many(rows: int, functions: int, classes: int, each: int) -> sayso.Votes:
    """Functions that each vote for `each` of the classes, where those are true half of the time, and wrongly now and then."""
    chance = np.random.default_rng(0)
    truth = chance.integers(0, classes, rows)
    matrix = np.full((rows, functions), -1)
    for j in range(functions):
        spoken = (j + np.arange(each)) % classes
        fires = np.isin(truth, spoken) & (chance.random(rows) < 0.5)
        matrix[fires, j] = truth[fires]
        slips = chance.random(rows) < 0.005
        matrix[slips, j] = chance.choice(spoken, int(slips.sum()))
    return sayso.Votes.from_array(matrix, labels=[f"class {c}" for c in range(classes)])


def beyond_snorkel() -> None:
    """The shapes that only we can do."""
    print("\n| rows x functions, classes | fit | predict |\n|---|---|---|")
    for rows, functions, classes, each in ((10_000, 209, 77, 1), (11_000, 400, 4, 4), (100_000, 1_000, 100, 1)):
        votes, model = many(rows, functions, classes, each), sayso.LabelModel()
        fitted = cpu(lambda: model.fit(votes))  # noqa: B023
        predicted = cpu(lambda: model.predict_proba(votes))  # noqa: B023
        print(f"| {rows:,} x {functions}, {classes} | {fitted:.2f} s | {predicted:.2f} s |")


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    beside_snorkel(options.rounds)
    beyond_snorkel()
    return 0


if __name__ == "__main__":
    sys.exit(main())
