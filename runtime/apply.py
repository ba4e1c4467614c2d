"""Functions over data: votes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar import plan
from sayso.grammar.errors import SaysoError
from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.runtime import planning
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns, read
from sayso.runtime.python_functions import PythonFunction
from sayso.runtime.votes import ABSTAIN, Cast, Votes, small

CHUNK = 65_536
Ints = npt.NDArray[np.int64]
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
    made = plan_of(functions)
    check_columns(made, corpus)
    parts: list[Parts] = []
    errors: list[str] = []
    done = 0
    for chunk, (cast, raised) in zip(
        corpus.chunks, _results(functions, corpus, made, outcomes, schema, workers), strict=True
    ):
        parts.append(cast)
        errors += raised
        done += len(chunk)
        _tell(progress, done, len(corpus))
    return Votes(
        joined(parts, [chunk.first for chunk in corpus.chunks], len(functions)),
        len(corpus),
        schema.labels,
        unique([f.name for f in functions]),
        outcomes,
        tuple(row_ids) or corpus.row_ids,
        tuple(f.confidence for f in functions),
        tuple(errors),
        tuple(functions),
    )


Parts = list[Cast]
"""What each function votes on a chunk, rows counted in it."""


def _results(
    functions: list[Function],
    corpus: Corpus,
    made: planning.Plan,
    outcomes: tuple[tuple[str, ...], ...],
    schema: Schema,
    workers: int,
) -> Iterator[tuple[Parts, list[str]]]:
    """The votes on each chunk, in order."""
    if workers > 1 and len(corpus.chunks) > 1:
        with ProcessPoolExecutor(workers) as pool:
            jobs = [pool.submit(_anew, functions, chunk, outcomes, schema) for chunk in corpus.chunks]
            yield from (job.result() for job in jobs)
    else:
        yield from (_run(functions, chunk, made, outcomes, schema) for chunk in corpus.chunks)


def _anew(
    functions: list[Function], chunk: Columns, outcomes: tuple[tuple[str, ...], ...], schema: Schema
) -> tuple[Parts, list[str]]:
    """As `_run`, in another process, where operations are shared anew."""
    return _run(functions, chunk, plan_of(functions), outcomes, schema)


def plan_of(functions: Sequence[Function]) -> planning.Plan:
    """The plan of those functions that are sentences."""
    return planning.make(f.branches for f in functions if isinstance(f, LabelingFunction))


def joined(parts: list[Parts], firsts: Sequence[int], functions: int) -> tuple[Cast, ...]:
    """Each function's votes over all chunks, which begin at those rows; what was put together is let go of."""
    result = []
    for j in range(functions):
        rows = [part[j].rows + np.int32(first) for part, first in zip(parts, firsts, strict=True)]
        result.append(Cast(np.concatenate(rows), np.concatenate([part[j].codes for part in parts])))
        for part in parts:
            part[j] = _NOTHING
    return tuple(result)


_NOTHING = Cast(np.zeros(0, np.int32), np.zeros(0, np.int8))


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


def _run(
    functions: Sequence[Function],
    chunk: Columns,
    made: planning.Plan,
    outcomes: tuple[tuple[str, ...], ...],
    schema: Schema,
) -> tuple[Parts, list[str]]:
    work, kind = Chunk(chunk, made), small(len(outcomes))
    codes = {outcome: i for i, outcome in enumerate(outcomes)}
    errors: list[str] = []
    parts: Parts = []
    planned = iter(made.functions)
    for function in functions:
        if isinstance(function, PythonFunction):
            votes, raised = _python(function, chunk, schema)
            errors += raised
            parts.append(_cast([(np.flatnonzero(votes == code), int(code)) for code in np.unique(votes)], kind))
        else:
            branches = next(planned)
            held = zip(branches, work.held(branches), strict=True)
            parts.append(_cast([(rows, codes.get(branch.labels, ABSTAIN)) for branch, rows in held], kind))
    return parts, errors


def _cast(held: list[tuple[Ints, int]], kind: type[np.int8] | type[np.int16]) -> Cast:
    """The votes of one function, of the rows that each of its outcomes has."""
    voted = [(rows, code) for rows, code in held if code != ABSTAIN and len(rows)]
    if not voted:
        return Cast(np.zeros(0, np.int32), np.zeros(0, kind))
    rows = np.concatenate([rows.astype(np.int32) for rows, _ in voted])
    codes = np.repeat(np.array([code for _, code in voted], kind), [len(rows) for rows, _ in voted])
    if len(voted) > 1:
        order = np.argsort(rows, kind="stable")
        rows, codes = rows[order], codes[order]
    return Cast(rows, codes)


def _python(function: PythonFunction, chunk: Columns, schema: Schema) -> tuple[Ints, list[str]]:
    """The votes of a Python function, -1 where it abstains, and what it raised."""
    votes, errors = np.full(len(chunk), ABSTAIN, np.int64), []
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
    return votes, errors
