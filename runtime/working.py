"""What is done to one chunk: the votes of all functions on it, and what Python functions raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.runtime import planning
from sayso.runtime.asking import asked
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.kernels import findings
from sayso.runtime.python_functions import PythonFunction
from sayso.runtime.votes import ABSTAIN, Cast, Unfit, small

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sent:
    """A labeling function as it travels to other machines: what the engine runs, without its sentence."""

    name: str
    digest: str
    branches: planning.Branches


Function = LabelingFunction | PythonFunction
Runnable = Function | Sent
Outcomes = tuple[tuple[str, ...], ...]


TOLD = 20
"""Messages of one function that are kept; the others are counted."""


@dataclass(frozen=True)
class Done:
    """What a chunk came to: each function's votes, rows counted in the chunk, and what was raised."""

    rows: int
    cast: tuple[Cast, ...]
    raised: tuple[tuple[int, ...], ...] = ()
    """The rows on which each function raised."""
    errors: tuple[tuple[int, int, str], ...] = ()
    """What functions raised first: the function's number, the row, the message."""
    unfit: tuple[tuple[str, int, str], ...] = ()
    """The values that do not fit their column and were taken for missing: column, row, what is wrong."""


@dataclass(frozen=True)
class Work:
    """The functions that run together, and how their votes are coded."""

    functions: tuple[Runnable, ...]
    schema: Schema
    outcomes: Outcomes
    annotations: Path | None = None
    """The folder that keeps what models find in texts."""

    @cached_property
    def plan(self) -> planning.Plan:
        """The plan of those functions that are sentences."""
        return planning.make(f.branches for f in self.functions if not isinstance(f, PythonFunction))

    def on(self, chunk: Chunk) -> Done:
        """The votes on one chunk; no text of it is given to a model twice."""
        with findings.kept_in(self.annotations):
            return self._on(chunk)

    def _on(self, chunk: Chunk) -> Done:
        kind = small(len(self.outcomes))
        codes = {outcome: i for i, outcome in enumerate(self.outcomes)}
        errors: list[tuple[int, int, str]] = []
        raised: list[tuple[int, ...]] = [()] * len(self.functions)
        cast = []
        planned = iter(self.plan.functions)
        for j, function in enumerate(self.functions):
            if isinstance(function, PythonFunction):
                votes, messages = asked(function, chunk.columns, self.schema)
                raised[j] = tuple(sorted(messages))
                errors += [(j, row, messages[row]) for row in raised[j][:TOLD]]
                cast.append(_cast([(np.flatnonzero(votes == code), int(code)) for code in np.unique(votes)], kind))
            else:
                branches = next(planned)
                held = zip(branches, chunk.held(branches), strict=True)
                cast.append(_cast([(rows, codes.get(branch.labels, ABSTAIN)) for branch, rows in held], kind))
        return Done(len(chunk.columns), tuple(cast), tuple(raised), tuple(errors), self._unfit(chunk.columns))

    def _unfit(self, columns: Columns) -> tuple[tuple[str, int, str], ...]:
        """What does not fit, of all columns that the functions read: not only where a cheaper test left a row open."""
        return tuple((name, row, told) for name in self._lenient for row, told in sorted(columns.fit(name).items()))

    @cached_property
    def _lenient(self) -> tuple[str, ...]:
        """The columns that are read and whose unfit values are taken for missing."""
        read = planning.columns_read(self.plan)
        return tuple(c.name for c in self.schema.columns if c.unfit and c.name in read)

    def on_table(self, table: pa.Table, first: int) -> Done:
        """The votes on some rows, the first of which has that number."""
        return self.on(Chunk(Columns(table, self.schema, first), self.plan))


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


# ---------------------------------------------------------------- over many chunks

Numbered = tuple[int, pa.Table]
"""The number of the first row, and the rows."""


def one_by_one(work: Work, tables: Iterator[Numbered]) -> Iterator[Done]:
    """The votes on each table, in order, in this process."""
    return (work.on_table(table, first) for first, table in tables)


def by_processes(work: Work, tables: Iterator[Numbered], workers: int) -> Iterator[Done]:
    """The votes on each table, in order, by so many processes; as many tables more are read ahead, and no others."""
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(work,)) as pool:

        def begin(numbered: Numbered) -> Future[Done]:
            return pool.submit(_go_on, numbered[0], packed(numbered[1]))

        begun = [begin(numbered) for numbered in islice(tables, 2 * workers)]
        while begun:
            yield begun.pop(0).result()
            begun += [begin(numbered) for numbered in islice(tables, 1)]


def packed(table: pa.Table) -> bytes:
    """A table as bytes; of a slice, only what is in it."""
    # a slice keeps its parent's bytes; joined with nothing it keeps its own only
    alone = [pa.concat_arrays([*column.chunks, pa.array([], column.type)]) for column in table.columns]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(pa.table(alone, table.schema))
    made: bytes = sink.getvalue().to_pybytes()
    return made


_working: list[Work] = []
"""What this process was begun for."""


def _begin(work: Work) -> None:
    _working[:] = [work]


def _go_on(first: int, table: bytes) -> Done:
    return _working[0].on_table(pa.ipc.open_stream(table).read_all(), first)


def merged(parts: Sequence[Done]) -> Done:
    """Chunks that follow one another as one: a thousand small arrays weigh more than what is in them."""
    firsts = [int(n) for n in np.cumsum([0, *(part.rows for part in parts)])]
    numbered = list(zip(parts, firsts, strict=False))
    raised = zip(*([[row + first for row in rows] for rows in part.raised] for part, first in numbered), strict=True)
    errors = tuple((j, row + first, what) for part, first in numbered for j, row, what in part.errors)
    unfit = tuple((column, row + first, what) for part, first in numbered for column, row, what in part.unfit)
    return Done(firsts[-1], joined(parts), tuple(tuple(sum(rows, [])) for rows in raised), errors, unfit)


def joined(parts: Sequence[Done]) -> tuple[Cast, ...]:
    """Each function's votes over all chunks, in order."""
    firsts = np.cumsum([0, *(part.rows for part in parts)])
    columns: list[list[Any]] = [list(part.cast) for part in parts]
    result = []
    for j in range(len(columns[0])):
        rows = [cast[j].rows + np.int32(first) for cast, first in zip(columns, firsts, strict=False)]
        result.append(Cast(np.concatenate(rows), np.concatenate([cast[j].codes for cast in columns])))
        for cast in columns:
            cast[j] = None  # what was put together is let go of
    return tuple(result)


def unfit(parts: Sequence[Done]) -> tuple[Unfit, ...]:
    """What does not fit over all chunks, column by column."""
    found: dict[str, list[tuple[int, str]]] = {}
    first = 0
    for part in parts:
        for column, row, message in part.unfit:
            found.setdefault(column, []).append((first + row, message))
        first += part.rows
    return tuple(
        Unfit(column, np.array([row for row, _ in rows], np.int32), tuple(message for _, message in rows))
        for column, rows in sorted(found.items())
    )


def told(parts: Sequence[Done]) -> tuple[str, ...]:
    """The first messages of each function over all chunks."""
    seen: dict[int, int] = {}
    result, first = [], 0
    for part in parts:
        for j, row, message in part.errors:
            seen[j] = seen.get(j, 0) + 1
            if seen[j] <= TOLD:
                result.append(f"row {first + row}: {message}")
        first += part.rows
    return tuple(result)
