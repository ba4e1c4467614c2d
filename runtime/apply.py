"""Functions over data: votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar import plan
from sayso.grammar.errors import SaysoError
from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.runtime import planning
from sayso.runtime.columns import Columns, read
from sayso.runtime.kernels.rows import fitting
from sayso.runtime.kernels.spots import Row, Spot, spots
from sayso.runtime.python_functions import PythonFunction
from sayso.runtime.votes import ABSTAIN, Votes, small

CHUNK = 65_536
Function = LabelingFunction | PythonFunction
Progress = Callable[[int, int], None]
"""Called with the rows done and the rows in all."""


class Corpus:
    """Data prepared once, to apply functions to again and again: columns converted, postings kept."""

    def __init__(self, data: Any, schema: Schema, *, row_ids: Sequence[Any] = ()) -> None:
        self.schema = schema
        self.columns = Columns(read(data), schema)
        self.row_ids = tuple(row_ids)
        self.chunks = [self.columns.slice(start, CHUNK) for start in range(0, max(1, len(self.columns)), CHUNK)]

    def __len__(self) -> int:
        return len(self.columns)


def apply(
    functions: Sequence[Function],
    data: Any,
    schema: Schema | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    row_ids: Sequence[Any] = (),
) -> Votes:
    """Run functions over data.

    `data`: a pandas or polars frame, an Arrow table, a path, or a `Corpus`. `schema` is needed only where all functions are
    Python functions. Raises `DataError` naming row and column for data that does not fit the schema."""
    functions = list(functions)
    schema = _schema(functions, data, schema)
    corpus = data if isinstance(data, Corpus) else Corpus(data, schema, row_ids=row_ids)
    outcomes = outcomes_of(functions, schema)
    made = planning.make(f.branches for f in functions if isinstance(f, LabelingFunction))
    check_columns(made, corpus)
    parts, errors, done = [], [], 0
    if workers > 1 and len(corpus.chunks) > 1:
        with ProcessPoolExecutor(workers) as pool:
            jobs = [pool.submit(_run, functions, chunk, made, outcomes, schema) for chunk in corpus.chunks]
            results = (job.result() for job in jobs)
            for chunk, (matrix, raised) in zip(corpus.chunks, results, strict=True):
                parts.append(matrix)
                errors += raised
                done += len(chunk)
                _tell(progress, done, len(corpus))
    else:
        for chunk in corpus.chunks:
            matrix, raised = _run(functions, chunk, made, outcomes, schema)
            parts.append(matrix)
            errors += raised
            done += len(chunk)
            _tell(progress, done, len(corpus))
    return Votes(
        np.concatenate(parts),
        schema.labels,
        unique([f.name for f in functions]),
        outcomes,
        tuple(row_ids) or corpus.row_ids,
        tuple(f.confidence for f in functions),
        tuple(errors),
        tuple(functions),
    )


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _schema(functions: list[Function], data: Any, schema: Schema | None) -> Schema:
    schemas = [f.schema for f in functions if isinstance(f, LabelingFunction)]
    chosen = schema or (schemas[0] if schemas else None) or (data.schema if isinstance(data, Corpus) else None)
    if chosen is None:
        raise SaysoError("give apply a schema: no function here brings one")
    for other in schemas:
        if other.labels != chosen.labels:
            raise SaysoError(f"functions of different labels cannot vote together: {other.labels} and {chosen.labels}")
    return chosen


def outcomes_of(functions: Sequence[Function], schema: Schema) -> tuple[tuple[str, ...], ...]:
    """Every set of labels that may be voted: the single labels first, then the others in the order of their first function."""
    found: list[tuple[str, ...]] = [(label,) for label in schema.labels]
    for function in functions:
        if isinstance(function, LabelingFunction):
            found += [branch.labels for branch in function.branches if len(branch.labels) > 1]
    return tuple(dict.fromkeys(found))


def unique(names: list[str]) -> tuple[str, ...]:
    """The names, a number behind those that came before."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def check_columns(made: planning.Plan, corpus: Corpus) -> None:
    """Raise `DataError` before any work for a column that the functions read and the data lacks."""
    from sayso.runtime.columns import missing_column

    there = corpus.columns.table.column_names
    for name in sorted(columns_read(made)):
        spans = next(((c.start, c.end) for c in corpus.schema.columns if c.name == name and c.start), (name,))
        for needed in spans:
            if needed not in there:
                raise missing_column(needed, there)


def columns_read(made: planning.Plan) -> set[str]:
    """The columns that a plan reads."""
    found: set[str] = set()
    for branches in made.functions:
        for branch in branches:
            for op in planning.walk(branch.test):
                if isinstance(op, (plan.BoxRelation, plan.BoxDistance, plan.SameValue)):
                    found |= {op.left, op.right}
                elif hasattr(op, "column"):
                    found.add(op.column)
                if isinstance(op, plan.Mark):
                    found.add(op.text)
    return found


Ints = npt.NDArray[np.int8] | npt.NDArray[np.int16]


def _run(
    functions: Sequence[Function],
    chunk: Columns,
    made: planning.Plan,
    outcomes: tuple[tuple[str, ...], ...],
    schema: Schema,
) -> tuple[Any, list[str]]:
    codes = {outcome: i for i, outcome in enumerate(outcomes)}
    matrix = np.full((len(chunk), len(functions)), ABSTAIN, dtype=small(len(outcomes)))
    work = planning.Chunk(chunk, made.terms)
    errors: list[str] = []
    for j, function in enumerate(functions):
        if isinstance(function, PythonFunction):
            errors += _python(function, chunk, matrix[:, j], schema)
            continue
        table = np.array([*(codes.get(b.labels, ABSTAIN) for b in function.branches), ABSTAIN])
        matrix[:, j] = table[work.votes(function.branches)]
    return matrix, errors


def _python(function: PythonFunction, chunk: Columns, votes: Any, schema: Schema) -> list[str]:
    errors = []
    names = chunk.table.column_names
    values = [chunk.values(name) for name in names]
    for i in range(len(chunk)):
        row = {name: column[i] for name, column in zip(names, values, strict=True)}
        try:
            said = function.vote(row, schema.labels)
        except Exception as error:  # noqa: BLE001 - one row's error must not lose the run; it is kept and counted
            errors.append(f"row {chunk.first + i}: {function.name} raised {type(error).__name__}: {error}")
            continue
        if said is not None:
            votes[i] = schema.labels.index(said)
    return errors


def holds(test: plan.Test, columns: Columns, i: int) -> bool:
    """Whether a test holds on one row."""
    one = columns.slice(i, 1)
    chunk = planning.Chunk(one, planning.make([(plan.Branch((), test),)]).terms)
    return bool(chunk.test(test, np.ones(1, np.bool_))[0])


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
