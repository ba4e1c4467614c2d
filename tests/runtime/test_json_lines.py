"""JSON lines: read so many at a time, the same wherever they are cut; a bad line is named by its number in the file."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import slicing
from sayso.runtime.reading import read, source

SCHEMA = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}}})


def written(path: Path, lines: list[Any]) -> Path:
    path.write_text(
        "\n".join(json.dumps(line) if not isinstance(line, str) else line for line in lines) + "\n", "utf-8"
    )
    return path


def parts(path: Path) -> list[pa.Table]:
    return list(source(path).tables())


def test_lines_are_read_so_many_at_a_time_with_the_same_votes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"text": t, "n": n}
        for t, n in zip(["rent", "É rent", None, "no", "租金 rent"], [1, 2.5, None, 3, 4], strict=True)
    ]
    path = written(tmp_path / "d.jsonl", rows)
    compiler = Compiler(SCHEMA)
    functions = [compiler.compile(s).best for s in ("a if the text mentions rent", "b if n is over 2, otherwise a")]
    expected = np.asarray(sayso.apply(functions, pa.Table.from_pylist(rows)))
    monkeypatch.setattr(slicing, "ROWS", 2)
    assert [len(part) for part in parts(path)] == [2, 2, 1] and source(path).rows == 5
    assert pa.concat_tables(parts(path)).to_pylist() == read(path).to_pylist() == rows
    for workers in (1, 2):
        assert (np.asarray(sayso.apply(functions, path, workers=workers)) == expected).all()


def test_only_the_columns_asked_for_are_made(tmp_path: Path) -> None:
    path = written(tmp_path / "d.ndjson", [{"text": "x", "n": 1, "more": {"y": [1]}}])
    assert next(source(path).tables(["n"])).to_pylist() == [{"n": 1}]


def test_a_value_reads_alike_whatever_lines_are_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"n": 1, "when": "2020-01-02T00:00:00", "box": [1, 2]},
        {"n": None, "when": None, "box": []},
        {"n": 2.5, "when": "soon", "box": [0.5, 1], "late": {"at": "2020-01-02"}},
        {"late": {"of": True}},
    ]
    path = written(tmp_path / "d.jsonl", rows)
    whole = read(path)
    assert whole.column("when").to_pylist() == ["2020-01-02T00:00:00", None, "soon", None]
    assert whole.column("late").to_pylist()[2:] == [{"at": "2020-01-02", "of": None}, {"at": None, "of": True}]
    monkeypatch.setattr(slicing, "ROWS", 1)
    assert len(parts(path)) == 4 and {part.schema for part in parts(path)} == {whole.schema}
    assert pa.concat_tables(parts(path)).equals(whole.combine_chunks())
    assert source(path).names == ("n", "when", "box", "late")


def test_empty_lines_line_ends_and_a_byte_order_mark_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_bytes('\ufeff{"text": "x"}\r\n\r\n  \n {"text": "y\u2028\\n"}'.encode())
    assert read(path).column("text").to_pylist() == ["x", "y\u2028\n"]


BAD = [
    ('{"n": 1', ["no JSON object", "character 8"]),
    ('{"n": 1}}', ["no JSON object", "character 9"]),
    ('{"n": 1} {"n": 2}', ["no JSON object", "character 10"]),
    ("{'n': 1}", ["no JSON object"]),
    ("[1]", ["a JSON object is needed"]),
    ("5", ["a JSON object is needed"]),
    ('{"n": "five"}', ["'n' is a text here, and a number in a line before"]),
    ('{"n": [5]}', ["'n' is a list here, and a number"]),
    ('{"n": true}', ["'n' is true or false here"]),
    ('{"n": {"a": 1}}', ["'n' is an object here"]),
    ('{"n": 1, "n": 2}', ["the column 'n' is there twice"]),
    ('{"text": "\\ud800"}', ["surrogate"]),
    ('{"n": 1e999}', ["too big"]),
]


@pytest.mark.parametrize(("bad", "told"), BAD)
@pytest.mark.parametrize("rows", [1, 2, 100])
def test_a_bad_line_is_named_by_its_number(
    bad: str, told: list[str], rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicing, "ROWS", rows)
    path = written(tmp_path / "d.jsonl", [{"n": 1}, "", {"n": 2.5}, {"text": "x"}, bad, {"n": "later"}, "{"])
    for ask in (read, source):
        with pytest.raises(sayso.DataError) as caught:
            ask(path)
        assert str(caught.value).startswith("d.jsonl, line 5: "), caught.value
        assert all(words in str(caught.value) for words in told), caught.value


def test_a_value_over_two_lines_is_refused_wherever_the_file_is_cut(tmp_path: Path) -> None:
    path = written(tmp_path / "d.jsonl", ['{"n": 1}', '{"n":', "2}"])
    with pytest.raises(sayso.DataError, match="line 2: no JSON object"):
        read(path)


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "empty"), (b"\n \n", "empty"), (b'{"a":1}\n{"a":"\xff"}', "line 2: byte 0xff")]
)
def test_files_without_rows_or_of_other_bytes_are_named(content: bytes, told: str, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_bytes(content)
    with pytest.raises(sayso.DataError, match=rf"d\.jsonl.*{told}"):
        source(tmp_path / "d.jsonl")


def test_a_file_of_many_blocks_is_never_held_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "d.jsonl", [{"text": f"{i} " + "x" * 1_000, "n": i} for i in range(8_000)])
    monkeypatch.setattr(slicing, "SIZE", 1 << 16)
    before, held, rows = pa.total_allocated_bytes(), 0, 0
    tracemalloc.start()
    for table in source(path).tables():
        held, rows = max(held, pa.total_allocated_bytes() - before), rows + len(table)
    python = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert rows == 8_000 and path.stat().st_size > 8_000_000
    assert held < 1_000_000 and python < 2_000_000


VALUES = {
    "n": st.none() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False),
    "text": st.none() | st.text(st.characters(codec="utf-8")),
    "flag": st.none() | st.booleans(),
    "box": st.none() | st.lists(st.floats(allow_nan=False), max_size=4),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=1), st.integers(1, 5), st.booleans())
def test_any_rows_are_read_as_they_were_written(tmp_path: Path, rows: list[Any], size: int, ascii_only: bool) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=ascii_only) for row in rows), "utf-8", newline="\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slicing, "ROWS", size)
        found = [row for part in parts(path) for row in part.to_pylist()]
    names = {name for row in rows for name in row}
    assert found == [{name: row.get(name) for name in found[0]} for row in rows] and set(found[0]) == names
