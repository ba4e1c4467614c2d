"""What a run keeps of its votes and labels in a few numbers, and how the next differs from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from sayso.runtime.labels import Labels
from sayso.runtime.votes import Votes

MOVED = 0.05
"""A share of labels or of rows with a vote that moved by this much is told."""
TIMES, AT_LEAST = 1.5, 0.01
"""So is a function whose coverage changed by this factor and by this share of the rows."""


@dataclass(frozen=True)
class Snapshot:
    """A run in a few numbers."""

    rows: int
    voted: float
    """The share of rows with a vote."""
    labels: dict[str, float]
    """The mean probability of each label over rows with a vote."""
    coverage: dict[str, float]
    """The share of rows that each function votes on."""
    run: str = "the last run"
    meanings: dict[str, str] = field(default_factory=dict)
    """The digest of what each function means, where they are known: whether a sentence is the same."""

    @classmethod
    def of(cls, votes: Votes, labels: Labels, meanings: Mapping[str, str] | None = None) -> Snapshot:
        """Those of one run."""
        rows = max(len(votes), 1)
        table = np.asarray(labels)[labels.voted] if labels.voted.any() else np.zeros((1, len(labels.classes)))
        shares = {name: float(share) for name, share in zip(labels.classes, table.mean(axis=0), strict=True)}
        coverage = {name: len(cast) / rows for name, cast in zip(votes.functions, votes.cast, strict=True)}
        return cls(len(votes), float(labels.voted.sum() / rows), shares, coverage, meanings=dict(meanings or {}))

    def to_dict(self) -> dict[str, Any]:
        """For a JSON file."""
        return asdict(self)

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Snapshot:
        """What `to_dict` gave."""
        numbers = int(told["rows"]), float(told["voted"]), dict(told["labels"]), dict(told["coverage"])
        return cls(*numbers, str(told["run"]), dict(told.get("meanings", {})))


def drifted(before: Snapshot, now: Snapshot, percent: Callable[[float], str]) -> Iterator[str]:
    """What changed more than a little, in words."""
    since = f"drift since {before.run}"
    if abs(now.voted - before.voted) >= MOVED:
        yield (
            f"{since}: {percent(now.voted)} of the rows have a vote, {percent(before.voted)} before. If the data should be alike,"
            " see what is new in them"
        )
    for label in now.labels:
        was, share = before.labels.get(label), now.labels[label]
        if was is not None and abs(share - was) >= MOVED:
            yield (
                f'{since}: "{label}" has {percent(share)} of the labels, {percent(was)} before. Check whether the data or a sentence'
                " changed it"
            )
    for name in now.coverage:
        was, share = before.coverage.get(name), now.coverage[name]
        if was is None or abs(share - was) < AT_LEAST:
            continue
        if max(share, was) >= TIMES * min(share, was):
            yield f"{since}: [{name}] votes on {percent(share)} of the rows, {percent(was)} before. {_why(name, before, now)}"


def _why(name: str, before: Snapshot, now: Snapshot) -> str:
    """Whether it is the sentence or the data that changed, where that is known."""
    if name not in before.meanings or name not in now.meanings:
        return "If its sentence is the same, the data are not"
    same = before.meanings[name] == now.meanings[name]
    return "Its sentence is the same, so the data are not" if same else "Its sentence has another meaning since"
