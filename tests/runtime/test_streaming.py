"""Long runs: read batch by batch, shared by processes, gone on with after an interruption; always the same votes."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import slicing, working
from sayso.runtime.apply import work_of
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.reading import read, source

SCHEMA = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}}})
TEXTS = ["the rent is due", "É: rent", None, "no", "Rent! 租金", "due", "a\u2028b rent"]
TABLE = pa.table({"text": TEXTS, "n": [1.0, 2.0, 3.0, None, 5.0, 6.0, 7.0], "other": list("abcdefg")})


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)


@pytest.fixture(scope="module")
def functions() -> list[Any]:
    compiler = Compiler(SCHEMA)
    said = ["label a if the text mentions rent", "b if n is over 2, otherwise a"]
    return [compiler.compile(sentence).best for sentence in said]


@pytest.fixture
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    kind = getattr(request, "param", "parquet")
    path = tmp_path / f"data.{kind}"
    if kind == "parquet":
        pq.write_table(TABLE, path, row_group_size=3)
    elif kind == "arrow":
        with pa.ipc.new_file(path, TABLE.schema) as writer:
            writer.write_table(TABLE)
    else:
        TABLE.to_pandas().to_csv(path, index=False, sep="\t" if kind == "tsv" else ",")
    return path


@pytest.mark.parametrize("path", ["parquet", "arrow", "csv", "tsv"], indirect=True)
def test_files_are_read_batch_by_batch_with_the_same_votes(path: Path, functions: list[Any]) -> None:
    parts = list(source(path).tables())
    assert len(parts) >= 4 and max(map(len, parts)) <= 2
    assert pa.concat_tables(parts).to_pylist() == read(path).to_pylist()
    assert (np.asarray(sayso.apply(functions, path)) == np.asarray(sayso.apply(functions, TABLE))).all()


def test_only_the_columns_asked_for_leave_a_parquet_file(path: Path) -> None:
    assert next(source(path).tables(["n"])).column_names == ["n"]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run_goes_on_at_the_next_chunk(
    path: Path, functions: list[Any], tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = np.asarray(sayso.apply(functions, path))
    told: list[tuple[int, int | None]] = []

    def interrupt(done: int, of: int | None) -> None:
        told.append((done, of))
        if len(told) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sayso.apply(functions, path, progress=interrupt, resume=tmp_path / "kept", workers=workers)
    assert told[-1][1] == 7
    seen = asked(monkeypatch)
    votes = sayso.apply(functions, path, resume=tmp_path / "kept")
    assert (np.asarray(votes) == expected).all() and np.asarray(votes).dtype == expected.dtype
    assert seen and 0 not in seen
    seen.clear()
    assert (np.asarray(sayso.apply(functions, path, resume=tmp_path / "kept")) == expected).all() and not seen


def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The first rows of the tables that are worked on in this process, from now on."""
    seen: list[int] = []
    on_table = working.Work.on_table

    def watched(work: working.Work, table: pa.Table, first: int) -> working.Done:
        seen.append(first)
        return on_table(work, table, first)

    monkeypatch.setattr(working.Work, "on_table", watched)
    return seen


def test_other_functions_or_rows_do_not_go_on_where_these_were(
    functions: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sayso.apply(functions, TABLE, resume=tmp_path)
    seen = asked(monkeypatch)
    sayso.apply(functions[:1], TABLE, resume=tmp_path)
    assert seen == [0, 2, 4, 6]
    seen.clear()
    changed = TABLE.set_column(0, "text", pa.array([*TEXTS[:6], "changed"]))
    sayso.apply(functions, changed, resume=tmp_path)
    assert seen == [6]


def test_a_slice_travels_without_the_rest_of_its_table() -> None:
    table = pa.table({"text": ["x" * 100] * 10_000})
    assert len(working.packed(table.slice(0, 2))) == len(working.packed(table.slice(5, 2))) < 3_000


def test_processes_and_one_process_tell_the_same_progress(path: Path, functions: list[Any]) -> None:
    told: dict[int, list[Any]] = {1: [], 2: []}
    for workers, seen in told.items():
        sayso.apply(functions, path, workers=workers, progress=lambda done, of, seen=seen: seen.append((done, of)))
    assert told[1] == told[2] and told[1][-1] == (7, 7)


def test_a_byte_that_is_no_text_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes(b"text,n\nrent,1\nr\xffnt,2\n")
    with pytest.raises(sayso.DataError, match=r"line 3: byte 0xff is not UTF-8"):
        read(tmp_path / "d.csv")


def test_a_chunk_leaves_memory_when_it_is_done(functions: list[Any]) -> None:
    """Arrays weigh much and are few objects, so Python's search for cycles comes too late for them."""
    work = work_of(functions, SCHEMA)
    gc.collect()
    gc.disable()
    try:
        chunk = Chunk(Columns(TABLE, SCHEMA), work.plan)
        left = [weakref.ref(chunk), weakref.ref(chunk.columns), weakref.ref(chunk.text("text"))]
        work.on(chunk)
        del chunk
        assert [known() for known in left] == [None] * 3
    finally:
        gc.enable()
