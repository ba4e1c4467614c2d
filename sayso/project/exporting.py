"""Votes and predictions to files, written whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from sayso.grammar.errors import DataError, ProjectError
from sayso.project.features import asked, beside
from sayso.runtime.apply import Progress, stream, unique
from sayso.runtime.columns import missing_column
from sayso.runtime.reading import Source, read
from sayso.runtime.votes import Votes

if TYPE_CHECKING:
    from sayso.project.project import Project

CELLS = 4_000_000
"""Votes that are written at once: rows times functions."""


def write_votes(
    project: Project,
    output: Path,
    workers: int,
    *,
    progress: Progress | None = None,
    resume: Path | None = None,
    master: str = "",
) -> dict[str, Any]:
    """Run the functions over all rows and write a column for each; tell what was done.

    The data is read, and the votes are written, chunk by chunk: neither is held whole. With the `master` of a Spark cluster, it runs
    there. Values that do not fit their column and are taken for missing are listed beside the votes, in NAME.unfit.csv. Raises
    `DataError` where two rows have one id."""
    functions = project.check().functions
    source, row_id = project.source(), project.configuration.row_id
    if master:
        from sayso.runtime import spark

        data = project.data()
        there = spark.on_table(functions, data.table, project.schema, master)
        parts: Iterable[Votes] = [there.named(data.ids)]
    else:
        parts = stream(functions, source, project.schema, row_id=row_id, workers=workers, resume=resume)
    told = _Told()
    write_tables(_columns(_watched(parts, told, progress, source.rows)), output, lambda: told.check(source, row_id))
    facts = {"output": output, "rows": told.rows, "functions": len(functions), "votes": told.votes}
    more = {"rows on which a Python function raised": told.raised, "unfit values taken for missing": len(told.unfit)}
    if told.unfit:
        rows, columns, wrong = zip(*told.unfit, strict=True)
        write_table(pa.table({"row": rows, "column": columns, "wrong": wrong}), output.with_suffix(".unfit.csv"))
    return facts | {name: many for name, many in more.items() if many}


@dataclass
class _Told:
    """What is known of the votes that went by."""

    rows: int = 0
    votes: int = 0
    raised: int = 0
    unfit: list[tuple[str, str, str]] = field(default_factory=list)
    """Row id, column, what is wrong."""
    hashes: list[npt.NDArray[np.uint64]] = field(default_factory=list)
    """Of the row ids: eight bytes a row are held, not the ids."""

    def add(self, votes: Votes) -> None:
        self.rows += len(votes)
        self.votes += sum(map(len, votes.cast))
        self.raised += sum(votes.raised)
        self.hashes.append(pd.util.hash_array(np.array(votes.row_ids, dtype=object)))
        for unfit in votes.unfit:
            ids = [str(votes.row_ids[int(i)]) for i in unfit.rows]
            self.unfit += zip(ids, [unfit.column] * len(ids), unfit.told, strict=True)

    def check(self, source: Source, row_id: str) -> None:
        """Raise `DataError` where two rows have one id; equal hashes alone are looked at in the data again."""
        hashes = np.sort(np.concatenate(self.hashes)) if self.hashes and row_id else np.zeros(0, np.uint64)
        twice = hashes[1:][hashes[1:] == hashes[:-1]]
        if not len(twice):
            return
        seen: set[str] = set()
        for table in source.tables([row_id]):
            ids = np.array([str(value) for value in table.column(row_id).to_pylist()], dtype=object)
            for one in ids[np.isin(pd.util.hash_array(ids), twice)]:
                if one in seen:
                    raise DataError(f"the row id '{one}' is there twice in column '{row_id}'")
                seen.add(one)


def _watched(parts: Iterable[Votes], told: _Told, progress: Progress | None, rows: int | None) -> Iterator[Votes]:
    for votes in parts:
        told.add(votes)
        yield votes
        if progress is not None:
            progress(told.rows, rows)


def _columns(parts: Iterable[Votes]) -> Iterator[pa.Table]:
    """Votes as tables of a column of row ids and one for each function, so many rows at a time."""
    for votes in parts:
        words = pa.array([votes.words(code) for code in range(len(votes.outcomes))], pa.string())
        step = max(1, CELLS // max(1, len(votes.functions)))
        for start in range(0, max(1, len(votes)), step):
            part = votes.part(start, start + step)
            columns: dict[str, Any] = {"row": pa.array([str(i) for i in part.row_ids], pa.string())}
            for j, name in enumerate(unique(["row", *part.functions])[1:]):
                codes = part.matrix[:, j]
                columns[name] = pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), words)
            yield pa.table(columns)


def write_predictions(model: Path, data: Path, output: Path, column: str) -> dict[str, Any]:
    """Label new rows and write names and probabilities beside them; tell what was done."""
    table = read(data)
    texts = [name for name in table.column_names if pa.types.is_string(table.schema.field(name).type)]
    if column and column not in table.column_names:
        raise missing_column(column, table.column_names)
    values = None
    if beside(model) is None:
        if not column and len(texts) != 1:
            raise DataError(f"say which column holds the text: --column, one of {', '.join(texts)}")
        values = ["" if v is None else str(v) for v in table.column(column or texts[0]).to_pylist()]
    classifier, probabilities = asked(model, table, values)
    names = classifier.classes_[probabilities.argmax(axis=1)]
    table = table.append_column("predicted label", pa.array([str(n) for n in names]))
    table = table.append_column("probability", pa.array(probabilities.max(axis=1)))
    for c, name in enumerate(classifier.classes_):
        table = table.append_column(f"p({name})", pa.array(np.ascontiguousarray(probabilities[:, c])))
    write_table(table, output)
    return {"output": output, "rows": len(table)}


def write_table(table: pa.Table, output: Path) -> None:
    """Write a table as CSV or Parquet, by its suffix, beside its place first."""
    write_tables(iter([table]), output)


def write_tables(tables: Iterator[pa.Table], output: Path, check: Callable[[], None] = lambda: None) -> None:
    """Write tables of the same columns into one file as they come; it takes its place when all are written and the check is passed."""
    if output.suffix not in (".csv", ".parquet"):
        raise ProjectError(f"{output}: write to a .csv or a .parquet file")
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        first = next(tables)
        with _writer(temporary, output.suffix, first.schema) as write:
            write(first)
            for table in tables:
                write(table)
        check()
        os.replace(temporary, output)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def _writer(path: Path, suffix: str, schema: pa.Schema) -> Iterator[Any]:
    """Something that writes tables of one schema to a file."""
    if suffix == ".csv":
        import pyarrow.csv as pa_csv

        plain = pa.schema([(field.name, _in_csv(field.type)) for field in schema])
        with pa_csv.CSVWriter(path, plain) as writer:
            yield lambda table: writer.write_table(_written_out(table).cast(plain))
    else:
        import pyarrow.parquet as pq

        # a file's readers need not know that few values were written by their numbers
        with pq.ParquetWriter(path, schema, store_schema=False) as writer:
            yield writer.write_table


def _in_csv(kind: pa.DataType) -> pa.DataType:
    """What a column of this type is in a CSV file: a vector or a box is its JSON."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    return pa.string() if pa.types.is_nested(kind) else kind


def _written_out(table: pa.Table) -> pa.Table:
    for i, column in enumerate(table.schema):
        if pa.types.is_nested(column.type):
            told = [None if v is None else json.dumps(v, default=str) for v in table.column(i).to_pylist()]
            table = table.set_column(i, column.name, pa.array(told, pa.string()))
    return table
