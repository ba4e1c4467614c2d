"""Functions over data: votes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sayso.grammar.errors import SaysoError
from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.runtime import planning, working
from sayso.runtime.columns import missing_column
from sayso.runtime.corpus import Corpus
from sayso.runtime.python_functions import PythonFunction
from sayso.runtime.reading import Source, source
from sayso.runtime.resuming import Resumed
from sayso.runtime.votes import Votes
from sayso.runtime.working import Done, Function, Numbered, Outcomes, Work

TOGETHER = 16
"""Chunks whose votes are put together while a run goes on."""

Progress = Callable[[int, int | None], None]
"""Called with the rows done and the rows in all, None where only reading all data would tell."""


def apply(
    functions: Sequence[Function],
    data: Any,
    schema: Schema | None = None,
    *,
    workers: int = 1,
    progress: Progress | None = None,
    row_ids: Sequence[Any] = (),
    resume: str | Path | None = None,
    annotations: str | Path | None = None,
) -> Votes:
    """Run functions over data, chunk by chunk; a Parquet, CSV or JSON lines file is never held whole.

    `data`: a pandas or polars frame, an Arrow table, a path, or a `Corpus`. `schema` is needed only where all functions are
    Python functions. `workers`: so many processes share the chunks. `resume`: a folder that keeps the votes on each chunk, so
    that the same functions over the same rows go on where they were interrupted. `annotations`: a folder that keeps what spaCy and
    the encoder find in texts, so that no text is given to them twice; a `Corpus` with a cache has one. Raises `DataError` naming row and column for
    data that does not fit the schema."""
    functions = tuple(functions)
    schema = schema_of(functions, data, schema)
    if annotations is None and isinstance(data, Corpus) and data.cache is not None:
        annotations = data.cache / "annotations"
    work = work_of(functions, schema, Path(annotations) if annotations is not None else None)
    given = data if isinstance(data, Corpus) else source(data)
    check_columns(work.plan, tuple(given.table.column_names) if isinstance(given, Corpus) else given.names, schema)
    done, last, rows = list[Done](), list[Done](), 0
    for part in _parts(work, given, workers, Path(resume) if resume is not None else None):
        last.append(part)
        rows += part.rows
        if len(last) == TOGETHER:
            done.append(working.merged(last))
            last = []
        if progress is not None:
            progress(rows, len(given) if isinstance(given, Corpus) else given.rows)
    return _votes(work, functions, done + last, tuple(row_ids) or (given.row_ids if isinstance(given, Corpus) else ()))


def stream(
    functions: Sequence[Function],
    data: Any,
    schema: Schema | None = None,
    *,
    row_id: str = "",
    workers: int = 1,
    resume: str | Path | None = None,
) -> Iterator[Votes]:
    """The votes of `apply` chunk by chunk, for those that are written away as they come: neither data nor votes are held whole.

    Each chunk's rows are named by the column `row_id`, as text, or by their numbers in the data from 0; what was raised or does not
    fit is told by the row's number in the chunk."""
    functions = tuple(functions)
    schema = schema_of(functions, data, schema)
    work, given = work_of(functions, schema), source(data)
    check_columns(work.plan, given.names, schema)
    if row_id and row_id not in given.names:
        raise missing_column(row_id, list(given.names))
    ids: list[Sequence[str]] = []
    tables = _told_apart(_numbered(given, _with(names_read(work), row_id)), names_read(work), row_id, ids)
    for part in _worked(work, tables, workers, Path(resume) if resume is not None else None):
        yield _votes(work, functions, [part], tuple(ids.pop(0)))


def _with(names: list[str] | None, name: str) -> list[str] | None:
    return names if names is None or not name or name in names else [*names, name]


def _told_apart(
    tables: Iterator[Numbered], names: list[str] | None, row_id: str, ids: list[Sequence[str]]
) -> Iterator[Numbered]:
    """Each table with the columns that are read; its rows' ids are put with the others, in order."""
    for first, table in tables:
        given = table.column(row_id).to_pylist() if row_id else range(first, first + len(table))
        ids.append([str(value) for value in given])
        yield first, table if names is None else table.select(names)


def _votes(work: Work, functions: tuple[Function, ...], done: list[Done], ids: tuple[Any, ...]) -> Votes:
    """What some chunks came to, put together."""
    rows = sum(part.rows for part in done)
    raised = tuple(sum(map(len, rows)) for rows in zip(*(part.raised for part in done), strict=True))
    confidences = tuple(f.confidence for f in functions)
    names, labels = unique([f.name for f in functions]), work.schema.labels
    cast, errors, unfit = working.joined(done), working.told(done), working.unfit(done)
    return Votes(cast, rows, labels, names, work.outcomes, ids, confidences, errors, raised, functions, unfit)


def work_of(functions: Sequence[Function], schema: Schema, annotations: Path | None = None) -> Work:
    """What those functions do to a chunk."""
    return Work(tuple(functions), schema, outcomes_of(functions, schema), annotations)


def _parts(work: Work, given: Corpus | Source, workers: int, resume: Path | None) -> Iterator[Done]:
    """The votes on each chunk, in order."""
    if isinstance(given, Corpus) and workers == 1 and resume is None:
        return (work.on(given.chunk(k, work.plan)) for k in range(len(given.chunks)))
    return _worked(work, _numbered(given, names_read(work)), workers, resume)


def _worked(work: Work, tables: Iterator[Numbered], workers: int, resume: Path | None) -> Iterator[Done]:
    """The votes on each table, in order, by one or many processes, those gone on with that were kept."""
    if resume is not None:
        return Resumed(work, resume).parts(tables, workers)
    return working.by_processes(work, tables, workers) if workers > 1 else working.one_by_one(work, tables)


def _numbered(given: Corpus | Source, names: Sequence[str] | None) -> Iterator[Numbered]:
    first = 0
    for table in (chunk.table for chunk in given.chunks) if isinstance(given, Corpus) else given.tables(names):
        yield first, table
        first += len(table)


def names_read(work: Work) -> list[str] | None:
    """The data's columns that are read; None for all, which Python functions may look at."""
    if any(isinstance(f, PythonFunction) for f in work.functions):
        return None
    return sorted(in_data(planning.columns_read(work.plan), work.schema))


def schema_of(functions: Sequence[Function], data: Any, schema: Schema | None) -> Schema:
    """The schema that functions run on: the one given, else the functions' own, else the data's."""
    schemas = [f.schema for f in functions if isinstance(f, LabelingFunction)]
    chosen = schema or (schemas[0] if schemas else None) or (data.schema if isinstance(data, Corpus) else None)
    if chosen is None:
        raise SaysoError("give apply a schema: no function here brings one")
    for other in schemas:
        if other.labels != chosen.labels:
            raise SaysoError(f"functions of different labels cannot vote together: {other.labels} and {chosen.labels}")
    return chosen


def outcomes_of(functions: Sequence[Function], schema: Schema) -> Outcomes:
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


def check_columns(made: planning.Plan, there: Sequence[str], schema: Schema) -> None:
    """Raise `DataError` before any work for a column that the functions read and the data lacks."""
    for needed in sorted(in_data(planning.columns_read(made), schema)):
        if needed not in there:
            raise missing_column(needed, list(there))


def in_data(names: set[str], schema: Schema) -> set[str]:
    """The data's own names of columns: a span may be kept in two, and counts in a text."""
    spans = {c.name: {c.start or c.name, c.end or c.name} for c in schema.columns if c.kind == "span"}
    for name in spans:
        spans[name] |= {schema.text_of(name)} - {""}  # it tells whether the offsets lie in it
    return set().union(*(spans.get(name, {name}) for name in names))
