"""Promise: a linear model trained on our labels is at least as right as one trained on Snorkel's or on majority vote's.

    python benchmarks/end_models.py [--votes ../shared/data/votes] [--seeds 5] [--sets youtube sms]

Five real sets of texts with votes; no gold is used but where the column says so. The same end model is trained on each labels, as it
comes and without correcting labels by the texts; a seed draws the nine tenths of train's rows that all are trained on, Snorkel's
start, and the 50 rows of the gold column. Accuracy on test, means over the seeds.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
from label_model_peers import snorkel

import sayso

SETS = ("youtube", "sms", "imdb", "trec", "agnews")
FEW = 50
OURS, MAJORITY, SNORKEL = "Sayso", "majority vote", "Snorkel"
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """Texts, their gold labels, and the votes on them."""

    texts: list[str]
    gold: Codes
    votes: Codes

    def take(self, rows: Codes) -> Part:
        return Part([self.texts[i] for i in rows], self.gold[rows], self.votes[rows])


def read(path: Path) -> Part:
    table = pq.read_table(path)
    voters = [name for name in table.column_names if name not in ("id", "text", "label")]
    votes = np.stack([table.column(name).to_numpy() for name in voters], axis=1).astype(np.int64)
    return Part(table.column("text").to_pylist(), table.column("label").to_numpy().astype(np.int64), votes)


def labelled(part: Part, names: tuple[str, ...], seed: int) -> Iterator[tuple[str, sayso.Labels]]:
    """What each label model makes of the votes."""
    functions = [f"f{i}" for i in range(part.votes.shape[1])]
    votes = sayso.Votes.from_array(part.votes, labels=names, functions=functions)
    yield OURS, sayso.LabelModel().fit(votes).predict_proba(votes)
    yield MAJORITY, sayso.MajorityVote().predict_proba(votes)
    if find_spec("snorkel"):
        yield SNORKEL, sayso.Labels(snorkel(part.votes, len(names), seed), names, (part.votes != -1).any(axis=1))


def accuracy(classifier: sayso.TextClassifier, test: Part) -> float:
    return float((classifier.predict(test.texts).astype(np.int64) == test.gold).mean())


def measure(folder: Path, seeds: int) -> dict[str, list[float]]:
    """Accuracies by what was trained on, a number a seed."""
    train, test = read(folder / "train.parquet"), read(folder / "test.parquet")
    names = tuple(str(i) for i in range(len(json.loads((folder / "meta.json").read_text("utf-8"))["labels"])))
    found: dict[str, list[float]] = {}
    for seed in range(seeds):
        drawn = np.random.default_rng(seed).permutation(len(train.texts))
        part = train.take(drawn[: len(drawn) * 9 // 10])
        for name, labels in labelled(part, names, seed):
            for told, refine in (("", True), (", not corrected", False)):
                model = sayso.TextClassifier("linear", refine=refine, calibrate=False).fit(part.texts, labels)
                found.setdefault(name + told, []).append(accuracy(model, test))
        for told, rows in ((f"{FEW} gold rows alone", np.arange(FEW)), ("all gold rows", np.arange(len(part.texts)))):
            gold = part.take(rows)
            model = sayso.TextClassifier("linear", calibrate=False).fit(gold.texts, [str(c) for c in gold.gold])
            found.setdefault(told, []).append(accuracy(model, test))
        print(
            f"  {folder.name}, seed {seed}: { ({name: round(each[-1], 3) for name, each in found.items()}) }",
            flush=True,
        )
    return found


def table(found: dict[str, dict[str, list[float]]]) -> str:
    columns = list(next(iter(found.values())))
    lines = [f"| set | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
    for name, scores in found.items():
        lines.append(f"| {name} | " + " | ".join(f"{np.mean(scores[column]):.3f}" for column in columns) + " |")
    means = [np.mean([np.mean(scores[column]) for scores in found.values()]) for column in columns]
    return "\n".join([*lines, "| mean | " + " | ".join(f"{mean:.3f}" for mean in means) + " |"])


def judged(found: dict[str, dict[str, list[float]]]) -> str:
    """Against each rival, all with the same end model: on how many sets at least as right, and the worst difference in points."""
    told = []
    for rival in (name for name in (MAJORITY, SNORKEL) if name in next(iter(found.values()))):
        points = {name: 100 * (np.mean(s[OURS]) - np.mean(s[rival])) for name, s in found.items()}
        worst = min(points, key=lambda name: points[name])
        better = sum(difference >= 0 for difference in points.values())
        told.append(
            f"against {rival}: at least as right on {better} of {len(points)}; least {points[worst]:+.1f} on {worst}"
        )
    return "\n".join(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--votes", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data" / "votes")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--sets", nargs="+", default=SETS, choices=SETS)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore")
    if not arguments.votes.exists():
        print(f"skipped: the sets are not at {arguments.votes}")
        return
    found = {name: measure(arguments.votes / name, arguments.seeds) for name in arguments.sets}
    print(f"\n{table(found)}\n\n{judged(found)}")


if __name__ == "__main__":
    sys.exit(main())
