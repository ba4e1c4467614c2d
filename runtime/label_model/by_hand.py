"""Rows labelled by hand: the label given is the row's label, and where the label model says otherwise is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sayso.runtime.label_model.patterns import gold_codes
from sayso.runtime.labels import Labels
from sayso.runtime.votes import Votes


@dataclass(frozen=True)
class Clash:
    """A row of which the label model says something else than was given by hand."""

    row: Any
    """Its id, or its position where rows have none."""
    by_hand: str
    label: str
    """What the label model says."""
    probability: float
    """How surely."""


def with_gold(labels: Labels, votes: Votes, gold: Sequence[str | None]) -> Labels:
    """The labels, those given by hand in the place of the others, with probability 1.

    Raises `DataError` where gold names no label."""
    codes = gold_codes(gold, votes)
    given = codes >= 0
    table = np.array(labels.probabilities)
    table[given] = np.eye(len(votes.labels))[codes[given]]
    return replace(labels, probabilities=table, voted=labels.voted | given)


def clashes(labels: Labels, votes: Votes, gold: Sequence[str | None]) -> list[Clash]:
    """The rows whose votes make another label likelier than the one given by hand, the surest first.

    labels: of the votes alone. Raises `DataError` where gold names no label."""
    codes, table = gold_codes(gold, votes), labels.probabilities
    known = np.flatnonzero((codes >= 0) & labels.voted)
    best, highest = table[known].argmax(axis=1), table[known].max(axis=1)
    against = table[known, codes[known]] < highest
    found = [
        Clash(
            votes.row_ids[row] if votes.row_ids else int(row),
            votes.labels[codes[row]],
            votes.labels[label],
            float(sure),
        )
        for row, label, sure in zip(known[against], best[against], highest[against], strict=True)
    ]
    return sorted(found, key=lambda clash: -clash.probability)
