"""Promise: on what people's own explanations of two relations compile to, without gold, end models are as good as trained on all gold.

    python benchmarks/relations.py [--data ../shared/data] [--models linear encoder] [--seeds 1] [--sets spouse cdr]

Spouse: which two marked people are married (8 in 100 are); CDR: which marked chemical causes the marked disease. The texts have
their marks written into them. The models are trained on the labels of majority vote, of the label model, and on all gold labels of
train; F1 of the relation on dev, cut at .5, with its middle 95% over dev's documents drawn anew. An encoder wants a GPU.

How good the functions could be, whoever weighed them, is told by two lines more: the votes weighed by a logistic regression on all
gold labels of train, and gold itself, on the rows that have a vote. The column "at any cut" has F1 where dev's own gold chooses the
cut: what no calibration and no balance can pass.

CDR's labels were given to a pair of chemical and disease in a whole abstract, so that all sentences of an abstract on one pair are
labelled alike. "Pair" has F1 where each is given the probability of the clearest of them: what one sentence says of the pair holds
(Riedel et al. 2010, "at least one"). The pair is told by its marked words; nothing is trained on it. Spouse's labels are the sentence's own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from explanations import SETS, compiled, parts
from sklearn.linear_model import LogisticRegression

import sayso
from sayso.runtime.columns import Columns
from sayso.runtime.marking import marked

DRAWS = 2_000
Flags = npt.NDArray[np.bool_]
Shares = npt.NDArray[np.float64]


class Relation:
    """A set's rows, votes and gold labels."""

    def __init__(self, folder: Path, name: str) -> None:
        self.spans, self.labels, _ = SETS[name]
        self.functions = compiled(folder, name)
        self.train, self.dev = parts(folder, name)
        self.gold, self.dev_gold = (np.array(table.column("label").to_pylist()) for table in (self.train, self.dev))
        self.documents = np.unique(self.dev.column("doc").to_pylist(), return_inverse=True)[1]
        self.pairs = self._pairs()
        self.votes = sayso.apply(self.functions, self.train)
        self.weak = {
            "majority vote": sayso.MajorityVote().predict_proba(self.votes),
            "the label model": sayso.LabelModel().fit(self.votes).predict_proba(self.votes),
        }

    def _pairs(self) -> npt.NDArray[np.intp]:
        """For each row of dev, which pair of marked words of its document it speaks of."""
        told = [
            "\0".join([row["doc"], *(row["sentence"][row[f"{s}_start"] : row[f"{s}_end"]].lower() for s in self.spans)])
            for row in self.dev.to_pylist()
        ]
        return np.unique(told, return_inverse=True)[1]

    def clearest(self, shares: Shares) -> Shares:
        """For each row of dev, the highest probability of a row on its pair."""
        highest = np.zeros(self.pairs.max() + 1)
        np.maximum.at(highest, self.pairs, shares)
        return np.asarray(highest[self.pairs])

    def best_weighed(self) -> sayso.Labels:
        """The labels that the votes give when gold weighs the functions: what no label model without gold can be asked to pass."""
        given = self.weak["the label model"]
        cast = np.hstack([self.votes.matrix == i for i in range(len(self.labels))]).astype(float)
        wanted = self.gold == self.labels[0]
        shares = LogisticRegression().fit(cast[given.voted], wanted[given.voted]).predict_proba(cast)[:, 1]
        return replace(given, probabilities=np.stack([shares, 1 - shares], axis=1))

    def gold_where_voted(self) -> sayso.Labels:
        """The gold labels of train, on rows with a vote."""
        given = self.weak["the label model"]
        wanted = (self.gold == self.labels[0]).astype(float)
        return replace(given, probabilities=np.stack([wanted, 1 - wanted], axis=1))

    def texts(self, table: pa.Table) -> list[str]:
        """What a model reads of each row."""
        columns = Columns(table, self.functions[0].schema)
        sentences = [text or "" for text in columns.texts("sentence")]
        return marked(sentences, {name: columns.spans(name) for name in self.spans})

    def scored(self, found: Flags) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        wanted = self.dev_gold == self.labels[0]
        both = float((wanted & found).sum())
        return (
            both / max(found.sum(), 1),
            both / wanted.sum(),
            2 * both / max(float(wanted.sum() + found.sum()), 1.0),
        )

    def at_any_cut(self, shares: Shares) -> float:
        """F1 at the cut that is best for these probabilities."""
        order = np.argsort(-shares, kind="stable")
        wanted = self.dev_gold[order] == self.labels[0]
        ends = np.append(np.diff(shares[order]) < 0, True)  # rows of one probability are found together
        f1 = 2 * np.cumsum(wanted) / (np.arange(1, len(wanted) + 1) + wanted.sum())
        return float(f1[ends].max())

    def interval(self, found: Flags) -> tuple[float, float]:
        """The middle 95% of F1 over documents drawn anew."""
        wanted = self.dev_gold == self.labels[0]
        both, sums = (np.bincount(self.documents, x) for x in (wanted & found, wanted.astype(int) + found))
        n = len(sums)
        times = np.random.default_rng(0).multinomial(n, np.full(n, 1 / n), size=DRAWS)
        low, high = np.quantile(2 * (times @ both) / np.maximum(times @ sums, 1), [0.025, 0.975])
        return float(low), float(high)


def train(relation: Relation, kind: str, labels: Any, seeds: Sequence[int]) -> list[Shares]:
    """The probability that each seed's model gives the relation on each row of dev."""
    texts, dev = (relation.texts(table) for table in (relation.train, relation.dev))
    found = []
    for seed in seeds:
        started = time.monotonic()
        model = sayso.TextClassifier(kind, random_state=seed).fit(texts, labels)
        found.append(np.asarray(model.predict_proba(dev)[:, list(model.classes_).index(relation.labels[0])]))
        print(f"  {kind}, seed {seed}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return found


def line(relation: Relation, name: str, shares: list[Shares]) -> str:
    found = [each > 0.5 for each in shares]
    best = np.mean([relation.at_any_cut(each) for each in shares])
    scores = np.mean([relation.scored(each) for each in found], axis=0)
    pair = np.mean([relation.scored(relation.clearest(each) > 0.5)[2] for each in shares])
    low, high = np.mean([relation.interval(each) for each in found], axis=0)
    told = f"{scores[0]:.2f} | {scores[1]:.2f} | {scores[2]:.3f} | {low:.3f} to {high:.3f} | {best:.3f} | {pair:.3f}"
    return f"| {name} | {told} | {len(found)} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--models", nargs="+", default=["linear"], choices=["linear", "encoder"])
    parser.add_argument("--seeds", type=int, default=1, help="of the encoder; the linear model has none")
    parser.add_argument(
        "--labels", nargs="+", help="of what the models are trained on, only these lines, as the table calls them"
    )
    parser.add_argument("--sets", nargs="+", default=list(SETS), choices=list(SETS))
    options = parser.parse_args()
    if not options.data.exists():
        print(f"skipped: the sets are not at {options.data}")
        return
    for name in options.sets:
        relation = Relation(options.data, name)
        print(f"\n{name}: {len(relation.functions)} functions, {relation.train.num_rows} rows of train\n")
        print(
            "| on dev | precision | recall | F1 | 95% | at any cut | pair | seeds |\n|---|---|---|---|---|---|---|---|"
        )
        print(line(relation, f"always '{relation.labels[0]}'", [np.ones(relation.dev.num_rows)]))
        for kind in options.models:
            seeds = range(options.seeds if kind != "linear" else 1)
            ceilings = {
                "the votes, weighed by gold": relation.best_weighed(),
                "gold labels where there is a vote": relation.gold_where_voted(),
                "all gold labels": list(relation.gold),
            }
            for told, labels in {**relation.weak, **ceilings}.items():
                if options.labels and told not in options.labels:
                    continue
                print(line(relation, f"{kind} on {told}", train(relation, kind, labels, seeds)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
