"""Promise: the sentences of examples/clauses, without a gold label, train nearly as good a classifier as all gold labels do.

    python benchmarks/clauses.py [--seeds 3] [--linear-only] [--encoder-seeds N] [--keep FOLDER]

The same classifiers are trained on the label model's probabilities and on the gold labels of train, and scored on dev; a seed
moves the encoder's start and batches, and which gold rows the small baseline gets. Accuracies and macro-F1 are means over
the seeds; the intervals (95%) come from drawing dev's contracts anew with replacement, for the differences from the same
draws on both sides. No gold label of train touches the weak models, and none of dev any model. With --keep, what each model
says of dev is kept in a folder, and a run that was stopped goes on from there.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import sayso
from sayso.project.scoring import score
from sayso.project.training import classifier

DRAWS = 10_000
FEW = 100
"""Gold rows of the small baseline."""


@dataclass
class Measured:
    """One line of the table: a way of training, scored once a seed."""

    name: str
    right: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    macro_f1: list[float] = field(default_factory=list)

    @property
    def hits(self) -> npt.NDArray[np.float64]:
        """(rows,): the share of seeds that got a row right."""
        return np.asarray(np.mean(self.right, axis=0), dtype=np.float64)


class Bench:
    """The project's rows, split, with the labels that the sentences give to train."""

    def __init__(self, folder: Path, keep: Path | None) -> None:
        self.keep = keep
        self.project = sayso.Project(folder)
        configuration = self.project.configuration
        train = self.project.data().part(configuration.train)
        test = self.project.data().part(configuration.test)
        text = self.project.schema.default_text
        self.texts, self.test_texts = train.texts(text), test.texts(text)
        self.gold, self.test_gold = train.column(configuration.gold), test.column(configuration.gold)
        self.contracts = np.unique(test.column(configuration.group), return_inverse=True)[1]
        self.functions = self.project.check().functions
        votes = sayso.apply(self.functions, train.table, self.project.schema, row_ids=train.ids)
        model = sayso.LabelModel(class_balance=configuration.class_balance).fit(votes)
        self.labels = model.predict_proba(votes)
        test_votes = sayso.apply(self.functions, test.table, self.project.schema, row_ids=test.ids)
        self.unscaled = {
            "majority vote": sayso.MajorityVote().predict_proba(test_votes),
            "label model": model.predict_proba(test_votes),
        }

    def add(self, measured: Measured, said: Sequence[str]) -> None:
        """Score what one model says of dev."""
        result = score(measured.name, self.test_gold, said)
        measured.right.append(np.array([s == g for s, g in zip(said, self.test_gold, strict=True)]))
        measured.macro_f1.append(result.macro_f1)
        print(f"  {measured.name}: accuracy {result.accuracy:.3f}, macro-F1 {result.macro_f1:.3f}", flush=True)

    def votes_alone(self) -> list[Measured]:
        """Majority vote and the label model on dev's own votes; a row without a vote gets the likeliest class."""
        lines = []
        for name, labels in self.unscaled.items():
            measured = Measured(f"{name}, no classifier")
            best = labels.probabilities.argmax(axis=1)
            self.add(measured, [labels.classes[i] for i in best])
            lines.append(measured)
        return lines

    def train(self, name: str, kind: str, seeds: Sequence[int], rows: Any = None, gold: bool = False) -> Measured:
        """Train one way, once a seed: on the sentences' labels, or on gold labels (of `rows` a seed)."""
        measured = Measured(name)
        for seed in seeds:
            chosen = np.arange(len(self.texts)) if rows is None else rows(seed)
            self.add(measured, self.said(kind, seed, chosen, gold))
        return measured

    def said(self, kind: str, seed: int, chosen: npt.NDArray[np.int64], gold: bool) -> list[str]:
        """What a classifier trained on these rows says of dev; read where it was kept."""
        texts = [self.texts[i] for i in chosen]
        by_gold = [self.gold[i] for i in chosen]
        untrained = classifier(self.project, kind, seed)
        name = f"{kind} on {'gold labels' if gold else 'the sentences'}, seed {seed}"
        learned = by_gold if gold else self.labels.classes
        asked = json.dumps([untrained.get_params(), texts, self.test_texts, learned], default=str).encode()
        made_from = hashlib.sha256(asked + (b"" if gold else self.labels.probabilities.tobytes())).hexdigest()
        kept = self.keep / f"{made_from[:20]}.json" if self.keep else None
        if kept and kept.exists():
            read: list[str] = json.loads(kept.read_text("utf-8"))
            return read
        started = time.monotonic()
        model = untrained.fit(texts, by_gold if gold else self.labels, progress=_progress(name))
        _clear(f"{name}: {time.monotonic() - started:.0f} s")
        said = [str(label) for label in model.predict(self.test_texts)]
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(said), "utf-8")
        return said

    def few(self, seed: int) -> npt.NDArray[np.int64]:
        """The gold rows of the small baseline."""
        return np.random.default_rng(seed).permutation(len(self.texts))[:FEW]


class Draws:
    """Dev's contracts drawn with replacement, again and again, the same draws for everything that is measured."""

    def __init__(self, contracts: npt.NDArray[np.int64]) -> None:
        self.contracts = contracts
        self.sizes = np.bincount(contracts)
        n = len(self.sizes)
        self.times = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=DRAWS)

    def interval(self, values: npt.NDArray[np.float64]) -> tuple[float, float]:
        """The middle 95% of a mean over rows."""
        sums = np.bincount(self.contracts, weights=values, minlength=len(self.sizes))
        low, high = np.quantile((self.times @ sums) / (self.times @ self.sizes), [0.025, 0.975])
        return float(low), float(high)


def _progress(name: str) -> Any:
    """A line that counts up on a terminal, and a line now and then elsewhere."""

    def step(done: int, total: int, word: str) -> None:
        if sys.stderr.isatty():
            print(f"\r  {name}: step {done} of {total}, {word}\x1b[K", end="", file=sys.stderr, flush=True)
        elif done % max(1, total // 20) == 0 and total > 1:
            print(f"  {name}: step {done} of {total}, {word}", file=sys.stderr, flush=True)

    return step


def _clear(line: str) -> None:
    start = "\r\x1b[K" if sys.stderr.isatty() else ""
    print(f"{start}  {line}", file=sys.stderr, flush=True)


def table(lines: Sequence[tuple[Measured, str]], draws: Draws) -> str:
    """A markdown table of what was measured; the word beside each says what it was trained on."""
    told = ["| model | trained on | accuracy | 95% interval | macro-F1 | seeds |", "|---|---|---|---|---|---|"]
    for measured, trained_on in lines:
        low, high = draws.interval(measured.hits)
        told.append(
            f"| {measured.name} | {trained_on} | {measured.hits.mean():.3f} | {low:.3f} to {high:.3f} "
            f"| {np.mean(measured.macro_f1):.3f} | {len(measured.right)} |"
        )
    return "\n".join(told)


def differences(pairs: Sequence[tuple[str, Measured, Measured]], draws: Draws) -> str:
    """A markdown table of differences of accuracy, in points."""
    told = ["| sentences minus gold | points of accuracy | 95% interval |", "|---|---|---|"]
    for name, weak, gold in pairs:
        by_row = 100 * (weak.hits - gold.hits)
        low, high = draws.interval(by_row)
        told.append(f"| {name} | {by_row.mean():+.1f} | {low:+.1f} to {high:+.1f} |")
    return "\n".join(told)


def main() -> int:
    """Train, score, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--linear-only", action="store_true", help="leave the encoders out: half a minute, not an hour")
    parser.add_argument("--encoder-seeds", type=int, help="seeds of the encoders, if fewer: each takes minutes")
    parser.add_argument("--keep", type=Path, help="a folder to keep what each model says in, and to go on from")
    parser.add_argument("--project", type=Path, default=Path(__file__).resolve().parents[1] / "examples/clauses")
    options = parser.parse_args()
    bench, seeds = Bench(options.project, options.keep), range(options.seeds)
    draws = Draws(bench.contracts)
    n, sentences = len(bench.texts), f"{len(bench.functions)} sentences"
    print(
        f"{sentences}; {n} rows of train, {bench.labels.voted.mean():.1%} with a vote; {len(bench.test_gold)} rows and"
    )
    print(f"{len(draws.sizes)} contracts of dev\n")
    lines = [(measured, sentences) for measured in bench.votes_alone()]
    weak = bench.train("linear", "linear", seeds)
    gold = bench.train("linear", "linear", seeds, gold=True)
    few = bench.train("linear", "linear", seeds, rows=bench.few, gold=True)
    pairs = [("linear", weak, gold)]
    lines += [(weak, sentences), (gold, f"{n} gold labels"), (few, f"{FEW} gold labels")]
    if not options.linear_only:
        few_seeds = range(options.encoder_seeds or options.seeds)
        encoder = bench.train("encoder", "encoder", few_seeds)
        on_gold = bench.train("encoder", "encoder", few_seeds, gold=True)
        pairs.append(("encoder", encoder, on_gold))
        lines += [(encoder, sentences), (on_gold, f"{n} gold labels")]
    print(f"\n{table(lines, draws)}\n\n{differences(pairs, draws)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
