"""Promise: a temperature that no gold label was used for makes an end model's probabilities mean more of what they say.

    python benchmarks/calibration.py [--votes ../shared/data/votes] [--model linear] [--only SET ...]

Each end model is trained twice on the label model's probabilities, as it comes and with `calibrate=False`, and scored on the gold
labels of test rows: accuracy / log-loss / calibration error (15 bins). The peer is the temperature that the gold labels of these
very rows would choose: no temperature does better. `--model encoder` wants a GPU.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from label_models import Scores, read, scores

import sayso
from sayso.runtime.models import calibration

SETS = ("youtube", "sms", "trec", "imdb", "agnews")
ROOT = Path(__file__).resolve().parents[1]
Task = tuple[str, list[str], sayso.Labels, list[str], npt.NDArray[np.int64]]
"""Name, texts of train, their labels, texts of test, their gold as label numbers."""


def tasks(votes: Path) -> Iterator[Task]:
    """The sets with their weak labels, and the project of clauses."""
    for name in SETS if votes.exists() else ():
        cast, _ = read(votes / name, "train")
        frames = [pd.read_parquet(votes / name / f"{part}.parquet") for part in ("train", "test")]
        train, test = (frame["text"].fillna("").tolist() for frame in frames)
        gold = frames[1]["label"].to_numpy(dtype=np.int64)
        known = np.flatnonzero(gold >= 0)
        labels = sayso.LabelModel().fit(cast).predict_proba(cast)
        yield name, train, labels, [test[i] for i in known], gold[known]
    project = sayso.Project(ROOT / "examples" / "clauses")
    configured, text = project.configuration, project.schema.default_text
    parts = [project.data().part(name) for name in (configured.train, configured.test)]
    cast = sayso.apply(project.check().functions, parts[0].table, project.schema)
    labels = sayso.LabelModel(class_balance=configured.class_balance).fit(cast).predict_proba(cast)
    gold = np.array([labels.classes.index(label) for label in parts[1].column(configured.gold)])
    yield "clauses", parts[0].texts(text), labels, parts[1].texts(text), gold


def at_best(probabilities: npt.NDArray[np.float64], gold: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The probabilities at the temperature that gold would choose."""
    from scipy.special import softmax

    log_odds = np.log(np.clip(probabilities, 1e-300, None))
    chosen = calibration.temperature(log_odds, np.eye(probabilities.shape[1])[gold])
    return np.asarray(softmax(log_odds / chosen, axis=1))


def measure(task: Task, model: str) -> dict[str, Scores]:
    """The scores with and without a temperature, and with gold's."""
    _, texts, labels, test, gold = task
    found = {}
    for name, on in (("as it comes", False), ("calibrated", True)):
        start = time.process_time()
        classifier: Any = sayso.TextClassifier(model, calibrate=on).fit(texts, labels)
        spent = time.process_time() - start
        found[name] = scores(classifier.predict_proba(test), gold, spent)
        print(f"  {name:12} {found[name]}  temperature {classifier._fitted.temperature:.2f}", flush=True)
    found["by gold"] = scores(at_best(classifier.predict_proba(test), gold), gold, 0.0)
    print(f"  {'by gold':12} {found['by gold']}", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--votes", type=Path, default=ROOT.parent / "shared/data/votes")
    parser.add_argument("--model", default="linear")
    parser.add_argument("--only", nargs="*")
    options = parser.parse_args()
    found = {}
    for task in tasks(options.votes):
        if not options.only or task[0] in options.only:
            print(
                f"{task[0]}: {int(task[2].voted.sum())} rows of train with a vote, {len(task[3])} of test", flush=True
            )
            found[task[0]] = measure(task, options.model)
    print(f"mean of {len(found)}: accuracy / log-loss / calibration error / CPU seconds")
    for name in ("as it comes", "calibrated", "by gold"):
        print(f"  {name:12} {Scores(*np.mean([list(vars(of[name]).values()) for of in found.values()], axis=0))}")
    print(json.dumps({name: {way: vars(s) for way, s in of.items()} for name, of in found.items()}))


if __name__ == "__main__":
    main()
