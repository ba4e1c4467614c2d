"""Rows drawn by a seed, each with its whole chain of reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sayso.audit.record import Record
from sayso.runtime import row_index
from sayso.runtime.columns import Columns
from sayso.runtime.trace import Trace, trace
from sayso.runtime.votes import Cast, Votes


@dataclass(frozen=True)
class Sample:
    """A row of the training data with its reasons; without them where the data is not what it was."""

    row: str
    digest: str
    kind: str
    """Why it was drawn: "at random", "contested", "without a vote"."""
    reasons: Trace | None


@dataclass(frozen=True)
class Drawn:
    """The rows drawn, and of how many."""

    samples: tuple[Sample, ...]
    seed: int
    rows: int
    contested: int
    silent: int


def drawn(record: Record, root: Path, many: int, seed: int) -> Drawn:
    """So many rows at random of all training rows, and a quarter as many each of those contested and of those without a vote."""
    rows, votes = record.rows, record.votes
    trained = np.flatnonzero(rows.column("trained").to_numpy())
    voters, contested = counted(votes)
    silent = np.flatnonzero(voters == 0)
    few = -(-many // 4)
    wanted = [
        ("at random", np.arange(len(trained)), many),
        ("contested", contested, few),
        ("without a vote", silent, few),
    ]
    generator = np.random.default_rng(seed)
    taken: list[tuple[int, str]] = []
    for kind, pool, size in wanted:
        pool = np.setdiff1d(pool, [i for i, _ in taken])
        chosen: Any = np.sort(generator.choice(pool, min(size, len(pool)), replace=False)) if len(pool) else []
        taken += [(int(i), kind) for i in chosen]
    table = _fetched(record, root, [int(trained[i]) for i, _ in taken])
    samples = [
        _sample(record, rows, int(trained[i]), _only(votes, i), kind, table.get(int(trained[i]))) for i, kind in taken
    ]
    return Drawn(tuple(samples), seed, len(trained), len(contested), len(silent))


def counted(votes: Votes) -> tuple[Any, Any]:
    """(rows,) how many functions vote on each row; and the rows on which votes leave no label possible."""
    voters = np.zeros(len(votes), np.int32)
    allowed = np.array([[label in outcome for label in votes.labels] for outcome in votes.outcomes], dtype=bool)
    possible = np.ones((len(votes), len(votes.labels)), dtype=bool)
    for cast in votes.cast:
        voters[cast.rows] += 1
        possible[cast.rows] &= allowed[cast.codes]
    return voters, np.flatnonzero(~possible.any(axis=1))


def _fetched(record: Record, root: Path, positions: list[int]) -> dict[int, pa.Table]:
    """The rows at some positions of the data, those alone that are what they were."""
    told = {p: record.rows.slice(p, 1).to_pylist()[0] for p in positions}
    found = {p: row_index.fetch(root, row_index.found_of(row)) for p, row in told.items()}
    return {p: one for p, one in found.items() if one is not None}


def _only(votes: Votes, i: int) -> Votes:
    """The votes on one row."""
    cast = []
    for each in votes.cast:
        at = np.searchsorted(each.rows, i)
        there = at < len(each) and each.rows[at] == i
        cast.append(Cast(np.zeros(int(there), np.int32), each.codes[at : at + 1] if there else each.codes[:0]))
    ids = votes.row_ids[i : i + 1]
    return replace(votes, cast=tuple(cast), rows=1, row_ids=ids, errors=(), raised=(), unfit=())


def _sample(record: Record, rows: pa.Table, position: int, votes: Votes, kind: str, one: pa.Table | None) -> Sample:
    told = {name: rows.column(name)[position].as_py() for name in rows.column_names}
    reasons = None
    if one is not None:
        said = {m: (told[f"model:{m}"], told[f"p:{m}"]) for m in record.models if told.get(f"model:{m}") is not None}
        columns = Columns(one, record.schema)
        shown = [c.name for c in record.schema.columns if c.kind == "text"]
        reasons = trace(
            record.functions, votes, record.model, columns, 0, end_models=said, shown=shown, by_hand=told.get("by hand")
        )
    return Sample(told["row"], told["digest"].hex(), kind, reasons)
