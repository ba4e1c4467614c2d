"""The label model: MAP-EM with an anchored prior and redundancy weights.

Each (function, outcome) has one number, its precision: how often the true class is among those it leaves possible, the rest
shared evenly. Its prior is worth more pseudo-votes than the data, so that agreement among a few functions cannot drag it far
(Dawid and Skene 1979, with the anchoring, the tying and the redundancy weights of research: weak-supervision.md section 5).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator

from sayso.runtime.label_model.patterns import Columns, Patterns, allowed, collapse, columns
from sayso.runtime.labels import Labels
from sayso.runtime.votes import ABSTAIN, Votes

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Contribution:
    """What one vote added to a row's label."""

    function: str
    vote: str
    log_odds: dict[str, float]
    """For each class, what was added to its log-probability, relative to the mean over classes."""


@dataclass(frozen=True)
class Contributions:
    """How a row's label came about: the balance and the votes add up to the label's log-probabilities."""

    balance: dict[str, float]
    """The log-probability of each class before any vote, relative to the mean over classes."""
    votes: tuple[Contribution, ...]
    probability: dict[str, float]

    def total(self) -> dict[str, float]:
        """The sums for each class; their softmax is the row's probabilities."""
        return {c: self.balance[c] + sum(v.log_odds[c] for v in self.votes) for c in self.balance}


class LabelModel(BaseEstimator):  # type: ignore[misc]
    """Weighs labeling functions against each other without gold labels.

    class_balance: "estimated" (half-way to uniform), "uniform", or a mapping of label names to shares.
    precision: what a function that says nothing else is believed to be right. anchor, floor: the prior is worth
    floor + anchor * votes pseudo-votes. gold_weight: how many votes' worth a gold label's row counts.
    Deterministic; equal whatever the order of the rows."""

    def __init__(
        self,
        *,
        class_balance: Any = "estimated",
        precision: float = 0.75,
        anchor: float = 3.0,
        floor: float = 5.0,
        gold_weight: float = 10.0,
        iterations: int = 100,
        redundancy: float = 0.1,
    ) -> None:
        self.class_balance = class_balance
        self.precision = precision
        self.anchor = anchor
        self.floor = floor
        self.gold_weight = gold_weight
        self.iterations = iterations
        self.redundancy = redundancy

    def fit(self, votes: Votes, gold: Sequence[str | None] | None = None) -> LabelModel:
        """Estimate precisions, weights and the class balance.

        gold: a label name or None for each row; rows with gold count `gold_weight` times with their class known."""
        patterns = collapse(votes)
        cols = columns(patterns)
        self.labels_, self.functions_, self.outcomes_ = votes.labels, votes.functions, votes.outcomes
        self._allowed = allowed(votes)
        self._entry = {(int(f), int(o)): i for i, (f, o) in enumerate(zip(cols.function, cols.outcome, strict=True))}
        gold_counts = self._gold(patterns, votes, gold)
        prior = self._priors(votes, cols)
        self.balance_ = self._first_balance(len(votes.labels))
        posterior = self._majority(patterns, cols)
        self.weights_ = np.ones(len(cols.function))
        for step in range(self.iterations):
            before = posterior
            if step in (1, 5, 15):  # the weights follow the posterior for a while, then stand still
                self.weights_ = self._redundancy(patterns, cols, posterior)
            self._maximise(patterns, cols, posterior, gold_counts, prior)
            posterior = self._posterior(cols.fired)
            if step > 15 and np.abs(posterior - before).max() < 1e-6:
                break
        self.gold_used_ = 0 if gold is None else int(gold_counts.sum() / self.gold_weight)
        return self

    def _gold(self, patterns: Patterns, votes: Votes, gold: Sequence[str | None] | None) -> Floats:
        counts = np.zeros((len(patterns.counts), len(votes.labels)))
        if gold is None:
            return counts
        if len(gold) != len(votes):
            raise ValueError(f"gold has {len(gold)} labels for {len(votes)} rows")
        index = {label: i for i, label in enumerate(votes.labels)}
        for row, label in enumerate(gold):
            if isinstance(label, str):
                if label not in index:
                    raise ValueError(
                        f"gold, row {row}: '{label}' is no label; the labels are {', '.join(votes.labels)}"
                    )
                counts[patterns.where[row], index[label]] += self.gold_weight
        return counts

    def _priors(self, votes: Votes, cols: Columns) -> Floats:
        """What each entry's precision is believed to be before any data: the author's word for it, or the default."""
        stated = votes.confidences or (None,) * len(votes.functions)
        given = np.array(
            [stated[f] if stated[f] is not None else self.precision for f in cols.function], dtype=np.float64
        )
        k = len(votes.labels)
        share = self._allowed[cols.outcome].sum(axis=1) / k if len(cols.outcome) else np.zeros(0)
        # a vote for several classes is right more easily: the same lift over chance
        chance = 1.0 / k
        return share + (given - chance) / (1 - chance) * (1 - share)

    def _first_balance(self, k: int) -> Floats:
        if isinstance(self.class_balance, dict):
            balance = np.array([float(self.class_balance[label]) for label in self.labels_])
            return np.asarray(balance / balance.sum())
        return np.full(k, 1.0 / k)

    def _majority(self, patterns: Patterns, cols: Columns) -> Floats:
        share = self._allowed / self._allowed.sum(axis=1, keepdims=True)
        k = len(self.labels_)
        counted = cols.fired @ share[cols.outcome] if len(cols.outcome) else np.zeros((len(patterns.counts), k))
        counted = counted + 1e-3
        return np.asarray(counted / counted.sum(axis=1, keepdims=True))

    def _maximise(self, patterns: Patterns, cols: Columns, posterior: Floats, gold: Floats, prior: Floats) -> None:
        weighted = posterior * patterns.counts[:, None] + gold
        if self.class_balance == "estimated":
            voted = patterns.rows.max(axis=1, initial=ABSTAIN) != ABSTAIN
            mass = weighted[voted].sum(axis=0) + 1.0
            k = len(mass)
            self.balance_ = 0.5 * mass / mass.sum() + 0.5 / k
        right = (cols.fired.T @ weighted * self._allowed[cols.outcome]).sum(axis=1)
        n = cols.fired.T @ weighted.sum(axis=1)
        strength = self.floor + self.anchor * (cols.fired.T @ patterns.counts)
        estimate = (right + prior * strength) / (n + strength)
        chance = (self._allowed[cols.outcome] * self.balance_).sum(axis=1)
        self.precisions_ = np.clip(estimate, np.minimum(chance, 0.999), 0.999)  # a weight never flips

    def _tables(self) -> Floats:
        """(entries, classes): log of what each vote says for each class, up to a constant."""
        mine = self._allowed[[o for _, o in self._entry]] if self._entry else np.zeros((0, len(self.labels_)), np.bool_)
        inside = np.where(mine, self.balance_, 0.0)
        outside = np.where(mine, 0.0, self.balance_)
        # P(class | vote) over the balance: likelihood ratios that combine by multiplication
        inside_mass, outside_mass = inside.sum(axis=1, keepdims=True), outside.sum(axis=1, keepdims=True)
        p = self.precisions_[:, None]
        ratio = np.where(mine, p / np.maximum(inside_mass, 1e-12), (1 - p) / np.maximum(outside_mass, 1e-12))
        return np.asarray(np.log(np.maximum(ratio, 1e-12)))

    def _posterior(self, fired: Floats) -> Floats:
        scores = np.log(self.balance_) + fired @ (self.weights_[:, None] * self._tables())
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def _redundancy(self, patterns: Patterns, cols: Columns, posterior: Floats) -> Floats:
        """1 / (1 + the residual correlations of firing with entries for the same classes): near-copies share one vote."""
        entries = len(cols.function)
        if entries < 2:
            return np.ones(entries)
        counts = patterns.counts
        expected = np.zeros_like(cols.fired)
        for c in range(len(self.labels_)):
            mass = posterior[:, c] * counts
            rate = (cols.fired * mass[:, None]).sum(axis=0) / max(mass.sum(), 1e-9)
            expected += posterior[:, c : c + 1] * rate
        residual = (cols.fired - expected) * np.sqrt(counts)[:, None]
        covariance = residual.T @ residual
        scale = np.sqrt(np.maximum(np.diag(covariance), 1e-12))
        correlation = covariance / np.outer(scale, scale)
        same = (cols.outcome[:, None] == cols.outcome[None, :]) & (cols.function[:, None] != cols.function[None, :])
        excess = np.where(same & (correlation > self.redundancy), correlation, 0.0)
        return np.asarray(1.0 / (1.0 + excess.sum(axis=1)))

    def predict_proba(self, votes: Votes) -> Labels:
        """The probability of each class for each row; a row without votes gets the class balance."""
        self._check(votes)
        patterns = collapse(votes)
        posterior = self._posterior(self._fired(patterns.rows))
        voted = (votes.matrix != ABSTAIN).any(axis=1)
        return Labels(posterior[patterns.where], self.labels_, voted, votes.row_ids)

    def _check(self, votes: Votes) -> None:
        if not hasattr(self, "precisions_"):
            raise ValueError("fit the label model before asking it for labels")
        if votes.functions != self.functions_ or votes.labels != self.labels_:
            raise ValueError("these votes are of other functions or labels than the model was fitted on")
        if votes.outcomes != self.outcomes_:
            raise ValueError("these votes code their outcomes otherwise than those the model was fitted on")

    def _fired(self, rows: npt.NDArray[Any]) -> Floats:
        fired = np.zeros((len(rows), len(self._entry)))
        for (function, outcome), i in self._entry.items():
            fired[:, i] = rows[:, function] == outcome
        return fired

    def contributions(self, votes: Votes, row: int) -> Contributions:
        """What each vote added to a row's label, in log-odds; with the balance they add up to the label's."""
        self._check(votes)
        tables = self.weights_[:, None] * self._tables()
        given = []
        for j, code in enumerate(votes.matrix[row]):
            i = self._entry.get((j, int(code)))
            if i is not None:
                words = votes.words(int(code))
                given.append(Contribution(self.functions_[j], words, self._named(tables[i] - tables[i].mean())))
        log_balance = np.log(self.balance_)
        posterior = self._posterior(self._fired(votes.matrix[row : row + 1]))[0]
        return Contributions(self._named(log_balance - log_balance.mean()), tuple(given), self._named(posterior))

    def _named(self, values: Floats) -> dict[str, float]:
        return {label: float(v) for label, v in zip(self.labels_, values, strict=True)}

    @property
    def accuracies(self) -> dict[str, float]:
        """How often each function is believed to be right, over what it voted (the mean over its outcomes)."""
        found: dict[str, list[float]] = {name: [] for name in self.functions_}
        for (function, _), i in self._entry.items():
            found[self.functions_[function]].append(float(self.precisions_[i]))
        return {name: float(np.mean(values)) for name, values in found.items() if values}

    @property
    def weights(self) -> dict[str, float]:
        """How much of a vote each function has: less than 1 where others say the same on the same rows."""
        found: dict[str, list[float]] = {name: [] for name in self.functions_}
        for (function, _), i in self._entry.items():
            found[self.functions_[function]].append(float(self.weights_[i]))
        return {name: float(np.mean(values)) for name, values in found.items() if values}

    def save(self, path: str | Path) -> None:
        """Write the fitted model as JSON."""
        entries = [[f, o, float(self.precisions_[i]), float(self.weights_[i])] for (f, o), i in self._entry.items()]
        state = {
            "parameters": self.get_params(),
            "labels": self.labels_,
            "functions": self.functions_,
            "outcomes": self.outcomes_,
            "balance": self.balance_.tolist(),
            "entries": entries,
        }
        Path(path).write_text(json.dumps(state, indent=1, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, path: str | Path) -> LabelModel:
        """Read a model that `save` wrote."""
        state = json.loads(Path(path).read_text("utf-8"))
        model = cls(**state["parameters"])
        model.labels_, model.functions_ = tuple(state["labels"]), tuple(state["functions"])
        model.outcomes_ = tuple(tuple(outcome) for outcome in state["outcomes"])
        model._allowed = np.array([[c in outcome for c in model.labels_] for outcome in model.outcomes_], np.bool_)
        model.balance_ = np.array(state["balance"])
        model._entry = {(int(f), int(o)): i for i, (f, o, _, _) in enumerate(state["entries"])}
        model.precisions_ = np.array([entry[2] for entry in state["entries"]])
        model.weights_ = np.array([entry[3] for entry in state["entries"]])
        return model
