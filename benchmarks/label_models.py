"""Majority vote and the label model, side by side on nine real vote matrices; no gold is used in fitting.

Run: python benchmarks/label_models.py [--votes ../shared/data/votes] [--gold 50]
Scored on the rows with gold on which some function voted: accuracy, log-loss, expected calibration error (15 bins). With
--gold N, the label model is also given N random gold rows, which are then left out of every column's score.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

import sayso

SETS = ("youtube", "sms", "imdb", "video_fs", "mozafari_tweets", "agnews", "trec", "yoruba_topic", "chemprot")
SMALLEST = 1e-6
"""Probabilities are cut off here in the log-loss: majority vote is certain, and often wrong."""


@dataclass(frozen=True)
class Scores:
    """How good probabilities are on rows with gold."""

    accuracy: float
    log_loss: float
    calibration_error: float
    seconds: float


def scores(probabilities: npt.NDArray[np.float64], gold: npt.NDArray[np.int64], seconds: float) -> Scores:
    """Score (rows, classes) probabilities; an even split counts as that share of a right answer."""
    best = probabilities.max(axis=1)
    ties = np.isclose(probabilities, best[:, None])
    right = ties[np.arange(len(gold)), gold] / ties.sum(axis=1)
    given = np.clip(probabilities[np.arange(len(gold)), gold], SMALLEST, 1.0)
    bins = np.minimum((best * 15).astype(int), 14)
    error = sum(abs((right - best)[bins == b].sum()) for b in range(15)) / len(gold)
    return Scores(float(right.mean()), float(-np.log(given).mean()), float(error), seconds)


def read(folder: Path) -> tuple[sayso.Votes, npt.NDArray[np.int64]]:
    """All parts of one set: its votes, and gold as label numbers, -1 where unknown."""
    about = json.loads((folder / "meta.json").read_text("utf-8"))
    frame = pd.concat([pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))])
    columns = [column for column in frame.columns if column not in ("id", "text", "label")]
    votes = sayso.Votes.from_array(frame[columns].to_numpy(), labels=about["labels"], functions=columns)
    return votes, frame["label"].to_numpy(dtype=np.int64)


def measure(folder: Path, gold_rows: int) -> dict[str, Scores]:
    """Every model's scores on one set."""
    votes, gold = read(folder)
    random = np.random.default_rng(0)
    given = random.permutation(np.flatnonzero(gold >= 0))[:gold_rows]
    names: list[str | None] = [None] * len(votes)
    for row in given:
        names[row] = votes.labels[gold[row]]
    asked: dict[str, tuple[Any, Any]] = {
        "majority vote": (sayso.MajorityVote(), None),
        "label model": (sayso.LabelModel(), None),
    }
    if gold_rows:
        asked[f"label model, {gold_rows} gold"] = (sayso.LabelModel(), names)
    result = {}
    for name, (model, told) in asked.items():
        start = time.process_time()
        labels = model.fit(votes, told).predict_proba(votes)
        seconds = time.process_time() - start
        scored = labels.voted & (gold >= 0)
        scored[given] = False
        result[name] = scores(np.asarray(labels)[scored], gold[scored], seconds)
    return result


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--votes", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data/votes")
    parser.add_argument("--gold", type=int, default=0, help="how many gold rows a further column is given")
    options = parser.parse_args()
    if not options.votes.exists():
        print(f"skipped: the vote matrices are not at {options.votes}")
        return 0
    table = {name: measure(options.votes / name, options.gold) for name in SETS}
    models = list(table[SETS[0]])
    print("accuracy / log-loss / calibration error / CPU seconds\n")
    print("| set | " + " | ".join(models) + " |")
    print("|---" * (len(models) + 1) + "|")
    for name, row in table.items():
        print(f"| {name} | " + " | ".join(told(row[model]) for model in models) + " |")
    means = [Scores(*np.mean([list(vars(row[m]).values()) for row in table.values()], axis=0)) for m in models]
    print("| mean | " + " | ".join(told(mean) for mean in means) + " |")
    return 0


def told(s: Scores) -> str:
    """Scores as a cell of the table."""
    return f"{s.accuracy:.3f} / {s.log_loss:.2f} / {s.calibration_error:.3f} / {s.seconds:.2f}"


if __name__ == "__main__":
    sys.exit(main())
