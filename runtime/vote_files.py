"""Votes in a Parquet file, sorted by row id: the votes on one row are found by the file's statistics, in one small row group."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sayso.grammar.errors import DataError
from sayso.runtime.votes import Votes

ROWS = 8_192
"""Rows of a row group: smaller ones make the footer long, larger ones are more to read; `benchmarks/votes.py` measures it."""
_NUMBERS = ["function.list.element", "outcome.list.element"]
_DELTA = {"row": "DELTA_BYTE_ARRAY", "position": "DELTA_BINARY_PACKED"}
"""Sorted ids differ little from the one before: the file is 40 % smaller."""


def write(votes: Votes, path: str | Path, rows: int = ROWS) -> None:
    """Write votes, the rows sorted by their ids as text; `position` tells where each row was."""
    table = votes.to_arrow()
    table = table.append_column("position", pa.array(np.arange(len(table), dtype=np.int32)))
    table = table.take(pc.sort_indices(table.column("row")))
    pq.write_table(table, path, row_group_size=rows, use_dictionary=_NUMBERS, column_encoding=_DELTA)


def read(path: str | Path) -> Votes:
    """The votes that `write` wrote, in their first order."""
    with _opened(path) as file:
        table = file.read()
    return Votes.from_arrow(table.take(pc.sort_indices(table.column("position"))))


def row(path: str | Path, row_id: Any) -> Votes:
    """The votes on the rows of one id, which is one row or none; no row group is read that cannot have it."""
    with _opened(path) as file:
        return Votes.from_arrow(rows_named(file, str(row_id), ["row", "function", "outcome"]))


def rows_named(file: pq.ParquetFile, wanted: str, columns: list[str] | None = None) -> pa.Table:
    """The rows of one id in a file that is sorted by its first column, `row`."""
    groups = [g for g in range(file.metadata.num_row_groups) if _may_have(file, g, wanted)]
    table = file.read_row_groups(groups, columns=columns, use_threads=False)
    return table.filter(pc.equal(table.column("row"), wanted))


def _may_have(file: pq.ParquetFile, group: int, wanted: str) -> bool:
    """Whether a row id may be in a row group; there is nothing to tell by where ids are very long."""
    told = file.metadata.row_group(group).column(0).statistics
    return told is None or not told.has_min_max or bool(told.min <= wanted <= told.max)


def _opened(path: str | Path) -> pq.ParquetFile:
    """The file; raises `DataError` where it holds something else than votes."""
    if not Path(path).exists():
        raise DataError(f"there is no file {path}")
    try:
        file = pq.ParquetFile(path, pre_buffer=False)
    except pa.ArrowInvalid:
        raise DataError(f"{Path(path).name} is no Parquet file") from None
    if b"sayso" not in (file.schema_arrow.metadata or {}):
        file.close()
        raise DataError(f"{Path(path).name} holds no votes that Sayso wrote")
    return file
