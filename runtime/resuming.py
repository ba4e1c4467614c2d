"""Votes kept chunk by chunk while a long run goes on, so that an interrupted one goes on at the next chunk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from sayso.runtime import working
from sayso.runtime.reading import write_whole
from sayso.runtime.segments import VERSION
from sayso.runtime.votes import Cast
from sayso.runtime.working import Done, Numbered, Work


@dataclass(frozen=True)
class Resumed:
    """Work whose votes on each chunk are kept in a folder, named by the digests of the functions and of the chunk's rows."""

    work: Work
    folder: Path

    @cached_property
    def _what(self) -> str:
        functions = [(f.name, f.digest) for f in self.work.functions]
        told = [VERSION, functions, repr(self.work.schema), self.work.outcomes]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def parts(self, tables: Iterator[Numbered], workers: int) -> Iterator[Done]:
        """The votes on each table, in order: read where they are kept, else worked out and kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        paths: list[Path | None] = []  # where the votes of each table are kept, None where they are to be worked out
        todo: list[Path] = []

        def fresh() -> Iterator[Numbered]:
            for first, table in tables:
                path = self._path(first, table)
                paths.append(path if path.exists() else None)
                if not path.exists():
                    todo.append(path)
                    yield first, table

        made = (
            working.by_processes(self.work, fresh(), workers) if workers > 1 else working.one_by_one(self.work, fresh())
        )
        for done in made:
            yield from self._kept(paths)
            paths.pop(0)
            _write(done, todo.pop(0))
            yield done
        yield from self._kept(paths)

    def _kept(self, paths: list[Path | None]) -> Iterator[Done]:
        """The votes of the next tables, as long as they are kept."""
        while paths and paths[0] is not None:
            yield _read(paths[0])
            paths.pop(0)

    def _path(self, first: int, table: pa.Table) -> Path:
        rows = hashlib.blake2b(working.packed(table), digest_size=16).hexdigest()
        return self.folder / f"{self._what}-{first:012d}-{rows}.arrow"


def _write(done: Done, path: Path) -> None:
    """Write the votes on a chunk whole or not at all."""
    table = pa.table(
        {
            "rows": pa.array([cast.rows for cast in done.cast], pa.list_(pa.int32())),
            "codes": pa.array([cast.codes for cast in done.cast], pa.list_(pa.int16())),
        }
    )
    told = {
        "rows": str(done.rows),
        "raised": json.dumps([done.raised, done.errors, done.unfit]),
        "codes": str(_kind(done)),
    }
    write_whole(table.replace_schema_metadata(told), path)


def _kind(done: Done) -> np.dtype[np.generic]:
    return done.cast[0].codes.dtype if done.cast else np.dtype(np.int8)


def _read(path: Path) -> Done:
    table = pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    told = {name.decode(): value.decode() for name, value in table.schema.metadata.items()}
    cast = tuple(
        Cast(rows.values.to_numpy(), codes.values.to_numpy().astype(told["codes"]))
        for rows, codes in zip(table.column("rows"), table.column("codes"), strict=True)
    )
    raised, errors, unfit = json.loads(told["raised"])
    return Done(int(told["rows"]), cast, tuple(map(tuple, raised)), tuple(map(tuple, errors)), tuple(map(tuple, unfit)))
