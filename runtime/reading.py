"""Data of every kind, whole or batch by batch: frames, Arrow tables, Parquet, CSV, TSV, JSON lines, Arrow files."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from sayso.grammar.errors import DataError
from sayso.runtime import json_lines, slicing
from sayso.runtime.columns import absent

_KINDS = ".csv, .tsv, .parquet, .jsonl or .arrow"


@dataclass(frozen=True)
class Source:
    """Data that is read batch by batch, as often as asked."""

    data: Any
    """An Arrow table or a path."""
    names: tuple[str, ...]
    rows: int | None
    """None where only reading all of it would tell."""
    schema: pa.Schema | None = None
    """The columns with their types, where known: of JSON lines, of all lines together."""

    def tables(self, names: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows in order, cut into chunks; where that saves work, only the named columns."""
        for table in self._read(list(self.names if names is None else names)):
            for start, stop in slicing.bounds(table):
                yield table.slice(start, stop - start)

    def _read(self, names: list[str]) -> Iterator[pa.Table]:
        if isinstance(self.data, tuple):
            yield from self._chained(names)
        elif isinstance(self.data, pa.Table):
            yield self.data.select(names)
        elif self.data.suffix.lower() == ".parquet":
            yield from _parquet(self.data, names)
        elif self.data.suffix.lower() in _SEPARATORS:
            yield from _csv(self.data)
        elif self.data.suffix.lower() in _JSON_LINES:
            assert self.schema is not None
            yield from json_lines.tables(self.data, self.schema, names)
        else:
            yield read(self.data)

    def _chained(self, names: list[str]) -> Iterator[pa.Table]:
        """One source after the other, each with the columns and types of all together."""
        assert self.schema is not None
        wanted = pa.schema([self.schema.field(name) for name in names])
        for part in self.data:
            for table in part._read([name for name in names if name in part.names]):
                lacking = [name for name in names if name not in table.column_names]
                for name in lacking:
                    table = table.append_column(name, pa.nulls(len(table), wanted.field(name).type))
                yield table.select(names).cast(wanted)


def chained(paths: Sequence[Path]) -> Source:
    """Several files as one, read one after the other: the same rows that `read` and `concat_tables` would give.

    Raises `DataError` where a column's types in two files do not go together."""
    parts = tuple(source(path) for path in paths)
    if len(parts) == 1:
        return parts[0]
    try:
        schema = pa.unify_schemas([_schema(part) for part in parts], promote_options="permissive")
    except (pa.ArrowTypeError, pa.ArrowInvalid) as error:
        raise DataError(f"{', '.join(path.name for path in paths)} do not go together: {error}") from None
    rows = [part.rows for part in parts]
    return Source(parts, tuple(schema.names), None if None in rows else sum(n or 0 for n in rows), schema)


def _schema(part: Source) -> pa.Schema:
    """The types of a source's columns; a CSV file's are texts."""
    return part.schema or pa.schema([(name, pa.string()) for name in part.names])


def source(data: Any) -> Source:
    """Data to be read batch by batch: whatever `read` takes, a Parquet, CSV or JSON lines file never held whole."""
    if isinstance(data, Source):
        return data
    path = Path(data) if isinstance(data, (str, Path)) else None
    if path is not None and path.exists() and path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        with pq.ParquetFile(path) as file:
            return Source(path, tuple(file.schema_arrow.names), file.metadata.num_rows, file.schema_arrow)
    if path is not None and path.exists() and path.suffix.lower() in _SEPARATORS:
        return Source(path, tuple(next(_csv(path)).column_names), None)
    if path is not None and path.exists() and path.suffix.lower() in _JSON_LINES:
        found = _layout(path)
        return Source(path, tuple(found.schema.names), found.rows, found.schema)
    table = read(data)
    return Source(table, tuple(table.column_names), len(table), table.schema)


def read(data: Any, *, what: str = "the data") -> pa.Table:
    """An Arrow table of a pandas or polars frame, an Arrow table, or a path to CSV, TSV, Parquet, JSON lines or Arrow.

    Raises `DataError` for a file that is empty, is not UTF-8, or has rows of the wrong length."""
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, (str, Path)):
        return _read_file(Path(data))
    if hasattr(data, "to_arrow"):
        table = data.to_arrow()
        return table if isinstance(table, pa.Table) else pa.Table.from_batches([table])
    if hasattr(data, "columns") and hasattr(data, "index"):
        return _from_pandas(data)
    raise DataError(f"{what} must be a pandas or polars frame, an Arrow table or a path, not {type(data).__name__}")


def write_whole(table: pa.Table, path: Path) -> None:
    """Write an Arrow file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with pa.OSFile(str(temporary), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _from_pandas(frame: Any) -> pa.Table:
    columns = {}
    for name in frame.columns:
        values = frame[name]
        try:
            columns[str(name)] = pa.Array.from_pandas(values)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            columns[str(name)] = pa.array([None if absent(v) else str(v) for v in values])
    return pa.table(columns)


def _read_file(path: Path) -> pa.Table:
    if not path.exists():
        raise DataError(f"there is no file {path}")
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        import pyarrow.parquet as pq

        return pq.read_table(path)
    if suffix in _JSON_LINES:
        return pa.concat_tables(json_lines.tables(path, _layout(path).schema))
    if suffix in _SEPARATORS:
        return pa.concat_tables(_csv(path))
    if suffix == ".arrow":  # left in the file, read as it is touched
        return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    raise DataError(f"{path.name}: data files are {_KINDS}")


_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_JSON_LINES = (".jsonl", ".ndjson")


def _layout(path: Path) -> json_lines.Layout:
    try:
        return json_lines.layout(path)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


def _parquet(path: Path, names: list[str]) -> Iterator[pa.Table]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, pre_buffer=False) as file:
        empty = True
        for batch in file.iter_batches(batch_size=slicing.ROWS, columns=names, use_threads=False):
            empty = False
            yield pa.Table.from_batches([batch])
        if empty:
            yield file.schema_arrow.empty_table()


def _csv(path: Path) -> Iterator[pa.Table]:
    """The rows of a CSV file, so many at a time."""
    csv.field_size_limit(2**30)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _rows(csv.reader(file, delimiter=_SEPARATORS[path.suffix.lower()]), path)
    except UnicodeDecodeError:
        raise _not_utf8(path) from None


def places(path: Path) -> list[tuple[int, int]] | None:
    """Where each row of a CSV file begins and how many bytes it has; None where only reading all of it would tell.

    The lines are split at line feeds alone: a file with carriage returns inside is one of those."""
    if path.suffix.lower() not in _SEPARATORS:
        return None
    read, found = 0, []

    def lines(file: Any) -> Iterator[str]:
        nonlocal read
        for line in file:
            read += len(line)
            yield line.decode("utf-8")

    csv.field_size_limit(2**30)
    try:
        with path.open("rb") as file:
            before = 0
            for row in csv.reader(lines(file), delimiter=_SEPARATORS[path.suffix.lower()]):
                if row:
                    found.append((before, read - before))
                if len(found) == 1 and any("\n" in name for name in row):
                    return None  # the names of the columns take several lines
                before = read
    except (csv.Error, UnicodeDecodeError):
        return None
    return found[1:]


def row_at(path: Path, start: int, length: int) -> pa.Table:
    """The row of a CSV file that `places` found there, as `read` would give it."""
    with path.open("rb") as file:
        head = next((line for line in file if line.strip()), b"").decode("utf-8-sig")
        file.seek(start)
        text = head + file.read(length).decode("utf-8")
    return next(_rows(csv.reader(io.StringIO(text, newline=""), delimiter=_SEPARATORS[path.suffix.lower()]), path))


def _rows(reader: Any, path: Path) -> Iterator[pa.Table]:
    names = next((row for row in reader if row), None)
    if names is None or not any(name.strip() for name in names):
        raise DataError(f"{path.name} is empty: it needs a line of column names and rows below")
    if len(set(names)) < len(names):
        double = next(name for name in names if names.count(name) > 1)
        raise DataError(f"{path.name}, line {reader.line_num}: the column '{double}' is there twice")
    rows: list[list[str]] = []
    given = False
    for row in reader:
        if not row:
            continue
        if len(row) != len(names):
            raise DataError(f"{path.name}, line {reader.line_num}: {len(row)} values for {len(names)} columns")
        rows.append(row)
        if len(rows) == slicing.ROWS:
            given = True
            yield _table(names, rows)
            rows = []
    if not rows and not given:
        raise DataError(f"{path.name} has column names but no rows")
    if rows:
        yield _table(names, rows)


def _table(names: list[str], rows: list[list[str]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table(
        {name: pa.array([v or None for v in values], pa.string()) for name, values in zip(names, columns, strict=True)}
    )


def _not_utf8(path: Path) -> DataError:
    """The error that names the first line with a byte that is not UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                byte = line[error.start]
                return DataError(f"{path.name}, line {number}: byte {byte:#04x} is not UTF-8; save the file as UTF-8")
    raise AssertionError("a file that did not decode now does")
