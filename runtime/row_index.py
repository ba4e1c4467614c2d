"""Where each row of a run's data lies, and its digest: one row is found, and known to be as it was, without reading the others.

A Parquet file sorted by row id, in small row groups. It holds digests and places, and no text of a row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sayso.runtime import reading, slicing, vote_files
from sayso.runtime.columns import absent

BYTES = 16
"""Of the SHA-256 of a row: enough that no two rows are taken for one another."""


@dataclass(frozen=True)
class Found:
    """A row as the index knows it."""

    row: str
    position: int
    """Its number in the data, from 0."""
    file: str
    at: int
    """Its first byte in a CSV file, else its number in the file."""
    length: int
    """Its bytes in a CSV file, else -1."""
    digest: bytes
    said: Mapping[str, Any]
    """What else was kept of it: whether it was trained on, labels and probabilities."""


def row_digest(row: Mapping[str, Any]) -> bytes:
    """The digest of a row's values, whatever the order of the columns; a missing value is as no column."""
    kept = {name: _plain(value) for name, value in row.items() if not absent(value)}
    told = json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).digest()[:BYTES]


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def write(
    path: Path, table: pa.Table, ids: Sequence[str], files: Mapping[str, Path], said: Mapping[str, Sequence[Any]]
) -> None:
    """Write the index of a table that was read from files, one after the other; `said` are more columns, a value for each row."""
    names, ats, lengths = _places(files, len(table))
    digests: list[bytes] = []
    for batch in table.to_batches(max_chunksize=slicing.ROWS):
        digests += [row_digest(row) for row in batch.to_pylist()]
    columns = {
        "row": pa.array(list(ids), pa.string()),
        "position": pa.array(np.arange(len(table), dtype=np.int64)),
        "file": pa.array(names, pa.string()),
        "at": pa.array(ats, pa.int64()),
        "length": pa.array(lengths, pa.int64()),
        "digest": pa.array(digests, pa.binary(BYTES)),
        **{name: pa.array(list(values)) for name, values in said.items()},
    }
    index = pa.table(columns)
    index = index.take(pc.sort_indices(index.column("row")))
    pq.write_table(index, path, row_group_size=vote_files.ROWS)


def _places(files: Mapping[str, Path], rows: int) -> tuple[list[str], list[int], list[int]]:
    """For each row its file, and where it is in there."""
    names: list[str] = []
    ats: list[int] = []
    lengths: list[int] = []
    for name, path in files.items():
        many = rows if len(files) == 1 else sum(len(table) for table in reading.source(path).tables())
        found = reading.places(path)
        if found is None or len(found) != many:
            found = [(number, -1) for number in range(many)]
        names += [name] * many
        ats += [at for at, _ in found]
        lengths += [length for _, length in found]
    return names, ats, lengths


def find(path: Path, row: str) -> Found | None:
    """What the index knows of a row; None where there is no row of that id. Reads one row group."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        rows = vote_files.rows_named(file, row).to_pylist()
    if not rows:
        return None
    return found_of(rows[0])


def found_of(told: Mapping[str, Any]) -> Found:
    """A row of the index, told by column."""
    own = {name: told[name] for name in ("row", "position", "file", "at", "length", "digest")}
    return Found(**own, said={name: value for name, value in told.items() if name not in own})


def fetch(root: Path, found: Found) -> pa.Table | None:
    """The row itself, as a table of one row, from the data below a root; None where the data is not what was indexed."""
    path = (root / found.file).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return None
    try:
        table = _fetched(path, found)
    except (OSError, ValueError, StopIteration):
        return None
    return table if len(table) == 1 and row_digest(table.to_pylist()[0]) == found.digest else None


def _fetched(path: Path, found: Found) -> pa.Table:
    if found.length >= 0:
        return reading.row_at(path, found.at, found.length)
    if path.suffix.lower() == ".parquet":
        with pq.ParquetFile(path, pre_buffer=False) as file:
            first = 0
            for group in range(file.metadata.num_row_groups):
                many = file.metadata.row_group(group).num_rows
                if found.at < first + many:
                    return file.read_row_group(group, use_threads=False).slice(found.at - first, 1)
                first += many
    first = 0
    for table in reading.source(path).tables():
        if found.at < first + len(table):
            return table.slice(found.at - first, 1)
        first += len(table)
    raise ValueError("the file has fewer rows than it had")


def ends(path: Path) -> tuple[str, str]:
    """The first and the last row id, in the order of the data."""
    table = pq.read_table(path, columns=["row", "position"]).sort_by("position")
    return table.column("row")[0].as_py(), table.column("row")[len(table) - 1].as_py()
