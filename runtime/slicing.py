"""Data cut into chunks: so many rows, or so much text, whichever comes first."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sayso.runtime.columns import is_text

ROWS = 65_536
SIZE = 1 << 22
"""Bytes of text of a chunk that is read, answered and let go."""
INDEXED = 1 << 24
"""Bytes of text of a chunk that is kept with its index: fewer of them answer quicker."""


def bounds(table: pa.Table, rows: int | None = None, size: int | None = None) -> list[tuple[int, int]]:
    """The first row of each chunk and the first beyond it; rows put behind the table move none but the last.

    A row longer than a chunk is a chunk of its own; a table without rows is one chunk."""
    rows, size = rows or ROWS, size or SIZE
    weight = np.zeros(len(table) + 1, np.int64)
    for column in table.columns:
        if is_text(column.type):
            lengths = pc.fill_null(pc.binary_length(column), 0).to_numpy()
            weight[1:] += np.cumsum(lengths, dtype=np.int64)
    found, start = [], 0
    while start < len(table):
        stop = int(np.searchsorted(weight, weight[start] + size, side="right")) - 1
        stop = min(max(stop, start + 1), start + rows, len(table))
        found.append((start, stop))
        start = stop
    return found or [(0, 0)]
