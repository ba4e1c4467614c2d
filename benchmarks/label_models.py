"""Promise: without gold, the label model is at least as right as majority vote and every peer, and better calibrated.

    python benchmarks/label_models.py [--votes ../shared/data/votes] [--seconds 60] [--gold 50]

Nine real vote matrices, one default configuration for all; scored on rows with a vote and a gold label; no gold is fitted. Every
peer that is installed runs in the same process, with its defaults; one that fails or passes the seconds on a set is compared with
us on the others. With `--gold`, that many rows with gold are given to a further column, and are not scored in any.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from label_model_peers import installed, limit

import sayso

PARTS = {
    "youtube": "train",
    "sms": "train",
    "imdb": "train",
    "video_fs": "dev",
    "mozafari_tweets": "all",
    "agnews": "train",
    "trec": "train",
    "yoruba_topic": "train",
    "chemprot": "train",
}
"""The sets, and the part of each that is weighed and scored."""
SMALLEST = 1e-6
"""Probabilities are cut off here in the log-loss: majority vote is certain, and often wrong."""
OURS, MAJORITY = "Sayso", "majority vote"
Gold = npt.NDArray[np.int64]
Model = Callable[[sayso.Votes, list[str | None]], npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Scores:
    """How good probabilities are on rows with gold."""

    accuracy: float
    log_loss: float
    calibration_error: float
    seconds: float

    def __str__(self) -> str:
        return f"{self.accuracy:.3f} / {self.log_loss:.2f} / {self.calibration_error:.3f} / {self.seconds:.2f}"


def scores(probabilities: npt.NDArray[np.float64], gold: Gold, seconds: float) -> Scores:
    """Score (rows, classes) probabilities; an even split counts as that share of a right answer."""
    best = probabilities.max(axis=1)
    ties = np.isclose(probabilities, best[:, None])
    right = ties[np.arange(len(gold)), gold] / ties.sum(axis=1)
    given = np.clip(probabilities[np.arange(len(gold)), gold], SMALLEST, 1.0)
    bins = np.minimum((best * 15).astype(int), 14)
    error = sum(abs((right - best)[bins == b].sum()) for b in range(15)) / len(gold)
    return Scores(float(right.mean()), float(-np.log(given).mean()), float(error), seconds)


def read(folder: Path, part: str) -> tuple[sayso.Votes, Gold]:
    """One part of a set: its votes, and gold as label numbers, -1 where unknown."""
    about = json.loads((folder / "meta.json").read_text("utf-8"))
    frame = pd.read_parquet(folder / f"{part}.parquet")
    columns = [column for column in frame.columns if column not in ("id", "text", "label")]
    votes = sayso.Votes.from_array(frame[columns].to_numpy(), labels=about["labels"], functions=columns)
    return votes, frame["label"].to_numpy(dtype=np.int64)


def models(gold_rows: int) -> dict[str, Model]:
    """Majority vote, ours, and every peer that is installed."""
    found: dict[str, Model] = {
        MAJORITY: lambda votes, _: np.asarray(sayso.MajorityVote().fit(votes).predict_proba(votes)),
        OURS: lambda votes, _: np.asarray(sayso.LabelModel().fit(votes).predict_proba(votes)),
    }
    if gold_rows:
        found[f"{OURS}, {gold_rows} gold"] = lambda votes, gold: np.asarray(
            sayso.LabelModel().fit(votes, gold).predict_proba(votes)
        )
    for name, peer in installed().items():
        found[name] = lambda votes, _, peer=peer: peer(votes.to_snorkel(), len(votes.labels))  # type: ignore[misc]
    return found


def measure(folder: Path, part: str, gold_rows: int, seconds: float) -> dict[str, Scores | str]:
    """Every model's scores on one set, or why it has none."""
    votes, gold = read(folder, part)
    given = np.random.default_rng(0).permutation(np.flatnonzero(gold >= 0))[:gold_rows]
    names: list[str | None] = [None] * len(votes)
    for row in given:
        names[row] = votes.labels[gold[row]]
    scored = (votes.matrix != -1).any(axis=1) & (gold >= 0)
    scored[given] = False
    result: dict[str, Scores | str] = {}
    for name, model in models(gold_rows).items():
        start = time.process_time()
        try:
            with limit(seconds):
                table = model(votes, names)
            result[name] = scores(table[scored], gold[scored], time.process_time() - start)
        except Exception as error:  # whatever a peer raises is its result
            result[name] = f"{type(error).__name__}: {str(error)[:40]}"
    return result


def mean(found: list[Scores | str]) -> Scores:
    """The mean over those sets that have scores."""
    rows = [list(vars(s).values()) for s in found if isinstance(s, Scores)]
    return Scores(*(float(v) for v in np.mean(rows, axis=0))) if rows else Scores(*[float("nan")] * 4)


def show(table: dict[str, dict[str, Scores | str]]) -> None:
    """The table, its means, and ours on the sets that each peer finished."""
    names = list(next(iter(table.values())))
    print("accuracy / log-loss / calibration error (15 bins) / CPU seconds\n")
    print("| set | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for name, row in table.items():
        print(f"| {name} | " + " | ".join(str(row[model]) for model in names) + " |")
    print(
        "| mean of those it finished | " + " | ".join(str(mean([r[m] for r in table.values()])) for m in names) + " |"
    )
    ours = (mean([r[OURS] for r in table.values() if isinstance(r[m], Scores)]) for m in names)
    print(f"| {OURS} on the same sets | " + " | ".join(map(str, ours)) + " |")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--votes", type=Path, default=Path(__file__).resolve().parents[2] / "shared/data/votes")
    parser.add_argument("--gold", type=int, default=0, help="how many gold rows a further column is given")
    parser.add_argument("--seconds", type=float, default=60.0, help="CPU seconds that a model may take on a set")
    options = parser.parse_args()
    if not options.votes.exists():
        print(f"skipped: the vote matrices are not at {options.votes}")
        return 0
    show({name: measure(options.votes / name, part, options.gold, options.seconds) for name, part in PARTS.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
