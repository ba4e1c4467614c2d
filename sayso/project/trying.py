"""Tries one sentence on a project's data: hits and near misses, with what was seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.grammar.function import LabelingFunction
from sayso.runtime.apply import Corpus, apply, evidence
from sayso.runtime.columns import Columns
from sayso.runtime.trace import fired, near_miss

if TYPE_CHECKING:
    from sayso.project.project import Project

SHOWN = 5
SEARCHED = 3000
"""Rows looked at for near misses."""


@dataclass(frozen=True)
class Shown:
    """A row with the stretches that were seen; for a near miss also the condition that does not hold."""

    row: str
    text: str
    spans: tuple[tuple[int, int], ...]
    missing: str = ""


@dataclass(frozen=True)
class Tried:
    """What a sentence does on the data."""

    hits: int
    rows: int
    milliseconds: float
    examples: tuple[Shown, ...]
    near_misses: tuple[Shown, ...]

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data."""
        return asdict(self)


def tried(function: LabelingFunction, project: Project) -> Tried:
    """Run a function over the training rows and pick rows to show, spread over the data."""
    data = project.data().part(project.configuration.train)
    corpus = Corpus(data.table, project.schema, row_ids=data.ids)
    started = monotonic()
    votes = apply([function], corpus)
    spent = 1000 * (monotonic() - started)
    hits = np.flatnonzero(np.asarray(votes)[:, 0] != -1)
    columns = Columns(data.table, project.schema)
    chosen = hits[np.linspace(0, len(hits) - 1, min(SHOWN, len(hits))).astype(int)] if len(hits) else []
    examples = tuple(_hit(function, columns, int(i), data.ids[i]) for i in chosen)
    return Tried(len(hits), len(data), spent, examples, _misses(function, columns, votes, data.ids))


def _hit(function: LabelingFunction, columns: Columns, i: int, row: str) -> Shown:
    _, test = fired(function, columns, i)
    seen = evidence(test, columns, i)
    column = seen[0].column if seen else columns.schema.default_text
    return Shown(row, columns.texts(column)[i] or "", tuple((s.start, s.end) for s in seen if s.column == column))


def _misses(function: LabelingFunction, columns: Columns, votes: Any, ids: tuple[str, ...]) -> tuple[Shown, ...]:
    found: list[Shown] = []
    quiet = np.flatnonzero(np.asarray(votes)[:, 0] == -1)[:SEARCHED]
    for i in map(int, quiet):
        miss = near_miss(function, columns, i)
        if miss is not None:
            column = columns.schema.default_text
            spans = [
                (s.start, s.end)
                for clause in function.form.clauses
                for s in evidence(clause.when.lower(function.schema), columns, i)
                if s.column == column
            ]
            found.append(Shown(ids[i], columns.texts(column)[i] or "", tuple(spans), miss.missing))
        if len(found) == SHOWN:
            break
    return tuple(found)
