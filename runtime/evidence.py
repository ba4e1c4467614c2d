"""What in a row made a test true: the stretches of its texts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.grammar import plan
from sayso.runtime import planning
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.kernels.rows import fitting
from sayso.runtime.kernels.spots import Row, Spot, spots


def holds(test: plan.Test, columns: Columns, i: int) -> bool:
    """Whether a test holds on one row."""
    return bool(Chunk(columns.slice(i, 1), NO_PLAN, arrays=False).test(test, np.ones(1, np.bool_))[0])


NO_PLAN = planning.make([])


@dataclass(frozen=True)
class Evidence:
    """A stretch of a row's text that made a test true."""

    column: str
    start: int
    end: int


def evidence(test: plan.Test, columns: Columns, i: int) -> list[Evidence]:
    """The stretches of one row's texts that made a true test true, in order; none for what was absent."""
    row = Row(columns.slice(i, 1), 0)
    found: set[Spot] = set()
    _gather(test, columns, i, row, found)
    return [Evidence(*spot) for spot in sorted(found)]


def _gather(test: plan.Test, columns: Columns, i: int, row: Row, found: set[Spot]) -> None:
    if isinstance(test, (plan.All, plan.Any, plan.Hold)):
        for part in test.of:
            if holds(part, columns, i):
                _gather(part, columns, i, row, found)
    elif isinstance(test, plan.Some):
        _spots(test.of, row, found)
    elif isinstance(test, (plan.Same, plan.SameText, plan.Similar, plan.Cased)):
        found |= set(fitting(test, row))
    elif isinstance(test, plan.Compare):
        for op in (*planning.walk(test.left), *planning.walk(test.right)):
            if isinstance(op, plan.Count):
                _spots(op.of, row, found)


def _spots(op: plan.Spots, row: Row, found: set[Spot]) -> None:
    if isinstance(op, plan.Near):  # both ends are what was seen
        lefts = spots(op, row)
        turned = {"before": "after", "after": "before", "either": "either"}[op.order]
        back = plan.Near(op.right, op.left, turned, op.low, op.high, op.unit)  # type: ignore[arg-type]
        found |= {*lefts, *spots(back, row)}
    elif isinstance(op, plan.Holding):
        for hold in spots(op, row):
            for part in op.parts:
                found |= {s for s in spots(part, row) if s[0] == hold[0] and hold[1] <= s[1] and s[2] <= hold[2]}
    else:
        found |= set(spots(op, row))
