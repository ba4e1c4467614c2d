"""Where two readings of a sentence part: a row to ask its writer about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from sayso.grammar.function import LabelingFunction
from sayso.runtime.apply import apply


@dataclass(frozen=True)
class Difference:
    """The first row on which two readings vote differently; `row` is None where they vote alike on all rows.

    `first` and `second` count the readings from 0, as they were given."""

    first: int
    second: int
    row: Any = None
    votes: tuple[str, str] = ("", "")
    """What each of the two says of the row: a label, or "abstain"."""
    rows: int = 0
    """On how many rows they differ."""

    def to_dict(self) -> dict[str, Any]:
        """The difference as plain data."""
        return {"readings": [self.first, self.second], "row": self.row, "votes": list(self.votes), "rows": self.rows}


def differences(
    readings: Sequence[LabelingFunction], data: Any, *, row_ids: Sequence[Any] = ()
) -> tuple[Difference, ...]:
    """For each pair of readings, the first row of the data on which they vote differently.

    `data` is anything that `apply` takes; a row is told by its id, where there is none by its position."""
    votes = apply(readings, data, row_ids=row_ids)
    ids = votes.row_ids or range(len(votes))
    found = []
    for i, j in combinations(range(len(readings)), 2):
        rows = np.flatnonzero(votes.matrix[:, i] != votes.matrix[:, j])
        if not len(rows):
            found.append(Difference(i, j))
            continue
        said = tuple(votes.words(int(votes.matrix[rows[0], k])) for k in (i, j))
        found.append(Difference(i, j, ids[int(rows[0])], (said[0], said[1]), len(rows)))
    return tuple(found)
