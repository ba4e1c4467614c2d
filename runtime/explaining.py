"""What functions would do and did: the plan with what it costs and finds, and one function on one row, atom by atom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sayso.grammar.forms import Condition
from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.runtime import planning
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.corpus import Corpus
from sayso.runtime.evidence import evidence, holds
from sayso.runtime.reading import read, source
from sayso.runtime.trace import NearMiss, Seen, conjuncts, fired, near_miss

SAMPLE = 10_000
"""Rows that shares are measured on."""
_MEASURED = ("column", "postings", "scan", "text")


def plan(functions: Sequence[LabelingFunction], data: Any = None) -> planning.Plan:
    """The plan that runs for all functions at once; `plan.describe()` prints it.

    With data (whatever `apply` takes), the share of its first rows on which each test holds is measured; not that of tests
    that ask a model. Raises `DataError` for data that does not fit."""
    made = planning.make(f.branches for f in functions)
    if data is None or not functions:
        return made
    table = next(iter(source(data.table if isinstance(data, Corpus) else data).tables())).slice(0, SAMPLE)
    chunk = Chunk(Columns(table, functions[0].schema), made)
    every = np.ones(len(table), np.bool_)
    tests = [op for op in made.tests() if made.cost(op) in _MEASURED]
    return made.measured({id(op): float(chunk.test(op, every).mean()) for op in tests if len(table)})


@dataclass(frozen=True)
class Atom:
    """One condition on one row: whether it holds, and the stretches of the row that made it true."""

    said: str
    holds: bool
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Explanation:
    """One function on one row."""

    vote: str
    """What it votes: a label, several joined by "or", or "abstain"."""
    atoms: tuple[Atom, ...]
    """The conditions of the clause that voted; where it abstains, of the first clause."""
    near_miss: NearMiss | None
    """The one condition that kept it from voting, where all others hold and something of them was seen."""


def explain(function: LabelingFunction, data: Any, row: int, schema: Schema | None = None) -> Explanation:
    """What a function votes on one row, counted from 0, and what it saw there: the characters that made each atom true.

    `data`: whatever `apply` takes. Raises `IndexError` for a row that is not there."""
    table = data.table if isinstance(data, Corpus) else read(data)
    if not 0 <= row < len(table):
        raise IndexError(f"there is no row {row}: there are {len(table)}")
    columns = Columns(table.slice(row, 1), schema or function.schema, row)
    voted = next((b for b in function.branches if holds(b.test, columns, 0)), None)
    if voted is None or not voted.labels:
        first = function.form.clauses[0].when
        return Explanation("abstain", _atoms(first, function, columns), near_miss(function, columns, 0))
    clause, _ = fired(function, columns, 0)
    return Explanation(" or ".join(voted.labels), _atoms(clause, function, columns) if clause is not None else (), None)


def _atoms(condition: Condition, function: LabelingFunction, columns: Columns) -> tuple[Atom, ...]:
    return tuple(_atom(part, function, columns) for part in conjuncts(condition))


def _atom(part: Condition, function: LabelingFunction, columns: Columns) -> Atom:
    test = part.lower(function.schema)
    held = holds(test, columns, 0)
    seen = [
        Seen(spot.column, spot.start, spot.end, (columns.texts(spot.column)[0] or "")[spot.start : spot.end])
        for spot in (evidence(test, columns, 0) if held else [])
    ]
    return Atom(part.say(), held, tuple(seen))
