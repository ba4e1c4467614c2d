"""Promise: the sentences of `examples/clauses` are worth 2,000 labels by hand.

    python benchmarks/learning_curve.py [--data ../shared/data] [--draws 3] [--picture docs/learning_curve.svg]

The linear model trained on 50 to 2,000 random gold labels of train, and on all, against the same model trained on what the sentences
say without any: on `examples/clauses` (accuracy on dev), and on Spouse, from people's explanations (F1 on dev). What they are worth
is where the curve first passes the sentences' line, between two sizes on a straight line. Needs matplotlib for the picture.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import clauses
import numpy as np
from relations import Relation

import sayso

SIZES = (50, 100, 200, 300, 500, 800, 1200, 1600, 2000)
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Task:
    """What is learned, and how it is scored."""

    name: str
    texts: list[str]
    gold: list[Any]
    labels: sayso.Labels
    measure: str
    score: Callable[[sayso.TextClassifier], float]

    def trained(self, labels: Any, rows: Any = None) -> float:
        texts = self.texts if rows is None else [self.texts[i] for i in rows]
        return self.score(sayso.TextClassifier("linear", calibrate=False).fit(texts, labels))


@dataclass(frozen=True)
class Curve:
    """Scores by the number of gold labels, and without any."""

    task: Task
    drawn: dict[int, list[float]]
    sentences: float

    def worth(self) -> str:
        """How many gold labels give what the sentences give."""
        sizes, means = list(self.drawn), [float(np.mean(scores)) for scores in self.drawn.values()]
        for i, mean in enumerate(means):
            if mean >= self.sentences:
                if i == 0:
                    return f"under {sizes[0]:,}"
                share = (self.sentences - means[i - 1]) / (mean - means[i - 1])
                return f"about {round(sizes[i - 1] + share * (sizes[i] - sizes[i - 1]), -1):,.0f}"
        return f"over {sizes[-1]:,}"


def of_clauses() -> Task:
    bench = clauses.Bench(ROOT / "examples" / "clauses", None)

    def accuracy(model: sayso.TextClassifier) -> float:
        return float(np.mean(model.predict(bench.test_texts) == np.array(bench.test_gold)))

    told = f"contract clauses, {len(bench.functions)} sentences"
    return Task(told, bench.texts, bench.gold, bench.labels, "accuracy", accuracy)


def of_spouse(folder: Path) -> Task:
    relation = Relation(folder, "spouse")
    dev = relation.texts(relation.dev)

    def f1(model: sayso.TextClassifier) -> float:
        if relation.labels[0] not in model.classes_:
            return 0.0
        return relation.scored(model.predict(dev) == relation.labels[0])[2]

    told = f"Spouse, {len(relation.functions)} explanations"
    texts = relation.texts(relation.train)
    return Task(told, texts, list(relation.gold), relation.weak["the label model"], "F1", f1)


def curve(task: Task, draws: int) -> Curve:
    sentences = task.trained(task.labels)
    print(f"\n{task.name}: {task.measure} {sentences:.3f} without a gold label", flush=True)
    drawn: dict[int, list[float]] = {}
    for size in (*SIZES, len(task.texts)):
        orders = [np.random.default_rng(seed).permutation(len(task.texts)) for seed in range(draws)]
        chosen = [order[:size] for order in (orders if size < len(task.texts) else orders[:1])]
        drawn[size] = [task.trained([task.gold[i] for i in rows], rows) for rows in chosen]
        told = ", ".join(f"{score:.3f}" for score in drawn[size])
        print(f"  {size:>6} gold labels: {np.mean(drawn[size]):.3f}  ({told})", flush=True)
    found = Curve(task, drawn, sentences)
    print(f"  the sentences are worth {found.worth()} gold labels", flush=True)
    return found


def picture(curves: list[Curve], path: Path) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "sayso"  # else every drawing of the same curve differs
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, len(curves), figsize=(4.6 * len(curves), 3.4), layout="constrained")
    for axis, found in zip(np.atleast_1d(axes), curves, strict=True):
        sizes = list(found.drawn)
        scores = [found.drawn[size] for size in sizes]
        axis.fill_between(sizes, [min(s) for s in scores], [max(s) for s in scores], color="#9bb8d3", alpha=0.5, lw=0)
        axis.plot(sizes, [np.mean(s) for s in scores], color="#1f4e79", marker="o", ms=3, label="gold labels, by hand")
        axis.axhline(found.sentences, color="#b3541e", ls="--", label="sentences, no gold label")
        axis.set(xscale="log", xlabel="gold labels", ylabel=f"{found.task.measure} on dev", title=found.task.name)
        axis.set_xticks([50, 200, 500, 2000, sizes[-1]], labels=["50", "200", "500", "2,000", f"{sizes[-1]:,}"])
        axis.minorticks_off()
        axis.text(0.97, 0.05, f"worth {found.worth()} labels", ha="right", transform=axis.transAxes, color="#b3541e")
        axis.grid(alpha=0.25)
        axis.legend(loc="lower right", bbox_to_anchor=(1, 0.1), fontsize=8, frameon=False)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--picture", type=Path)
    options = parser.parse_args()
    tasks = [of_clauses()]
    if (options.data / "spouse").exists():
        tasks.append(of_spouse(options.data))
    curves = [curve(task, options.draws) for task in tasks]
    if options.picture:
        picture(curves, options.picture)


if __name__ == "__main__":
    sys.exit(main())
