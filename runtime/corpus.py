"""Data prepared once: a full index of its texts, so that any function is answered at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from sayso.grammar.errors import DataError
from sayso.grammar.schema import Schema
from sayso.runtime import segments, slicing
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.kernels import places
from sayso.runtime.manifest import digest
from sayso.runtime.planning import Plan
from sayso.runtime.reading import read, write_whole
from sayso.runtime.segments import Segment


class Corpus:
    """Data prepared once, to apply functions to again and again.

    `data`: a pandas or polars frame, an Arrow table or a path. A text column is indexed when a function first asks for it, all of
    them by `index`. `cache`: a folder that keeps the index on disk, memory-mapped, in files named by the digest of the texts and
    the version of the tokenizer, so that the same texts are never indexed twice (and a copy of a data file beside it); without it the index is in memory.
    Raises `DataError` for data that cannot be read."""

    def __init__(
        self, data: Any, schema: Schema, *, row_ids: Sequence[Any] = (), cache: str | Path | None = None
    ) -> None:
        self.schema = schema
        self.row_ids = tuple(row_ids)
        self.cache = Path(cache) if cache is not None else None
        self.table = _mapped(data, self.cache)
        self.chunks = _chunks(self.table, schema, 0)
        self._segments: dict[tuple[int, str], Segment] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def append(self, data: Any, *, row_ids: Sequence[Any] = ()) -> None:
        """Put rows behind those that are there; only they are indexed anew.

        Raises `DataError` where the columns differ, or where only one of the two has row ids."""
        more = read(data)
        if more.column_names != self.table.column_names:
            raise DataError(f"the columns differ: {more.column_names}, and here {self.table.column_names}")
        if len(row_ids) != (len(more) if self.row_ids else 0):
            raise DataError("give row ids for every row, or for none")
        self.chunks += _chunks(more, self.schema, len(self))
        self.table = pa.concat_tables([self.table, more], promote_options="permissive")
        self.row_ids += tuple(row_ids)

    def index(self, *names: str) -> None:
        """Index some text columns now; without names, all that the schema tells of."""
        for name in names or [c.name for c in self.schema.columns if c.kind == "text"]:
            for k in range(len(self.chunks)):
                self.segment(k, name)

    def segment(self, k: int, name: str) -> Segment:
        """The index of a text column of one chunk, made when first asked for."""
        if (k, name) not in self._segments:
            self._segments[k, name] = segments.kept(self.chunks[k].strings(name), self.cache)
        return self._segments[k, name]

    def chunk(self, k: int, made: Plan) -> Chunk:
        """One chunk with its index, for a plan."""

        def indexed(name: str) -> places.Column:
            return self.segment(k, name).column()

        return Chunk(self.chunks[k], made, indexed=indexed)


def _mapped(data: Any, cache: Path | None) -> pa.Table:
    """The data; of a file, where there is a cache, a copy that is memory-mapped rather than read again."""
    if cache is None or not isinstance(data, (str, Path)) or not Path(data).exists() or Path(data).suffix == ".arrow":
        return read(data)
    path = cache / f"data-{digest(Path(data))}.arrow"
    if not path.exists():
        write_whole(read(data), path)
    return read(path)


def _chunks(table: pa.Table, schema: Schema, first: int) -> list[Columns]:
    return [
        Columns(table.slice(start, stop - start), schema, first + start)
        for start, stop in slicing.bounds(table, size=slicing.INDEXED)
        if stop > start or not first
    ]
