"""One row is found in any kind of file, and is known to be what it was."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from sayso.runtime import reading, row_index
from sayso.runtime.reading import read

ROWS = pd.DataFrame(
    {
        "id": [f"r{i}" for i in range(40)],
        "text": [f'line "{i}",\nsecond line, é{i}' if i % 3 else f"plain {i}" for i in range(40)],
        "n": [None if i % 7 == 0 else i for i in range(40)],
    }
)


def written(folder: Path, suffix: str) -> Path:
    path = folder / f"data{suffix}"
    if suffix in (".csv", ".tsv"):
        ROWS.to_csv(path, index=False, sep="\t" if suffix == ".tsv" else ",")
    elif suffix == ".parquet":
        ROWS.to_parquet(path, row_group_size=7)
    else:
        ROWS.to_json(path, orient="records", lines=True)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".parquet", ".jsonl"])
def test_each_row_is_found_where_it_lies(tmp_path: Path, suffix: str) -> None:
    path = written(tmp_path, suffix)
    table = read(path)
    index = tmp_path / "rows.parquet"
    row_index.write(index, table, table.column("id").to_pylist(), {path.name: path}, {"more": list(range(40))})
    for i in (0, 6, 7, 20, 39):
        found = row_index.find(index, f"r{i}")
        assert found is not None and found.position == found.said["more"] == i
        one = row_index.fetch(tmp_path, found)
        assert one is not None and one.to_pylist() == table.slice(i, 1).to_pylist()
    assert row_index.find(index, "r40") is None
    assert row_index.ends(index) == ("r0", "r39")


def test_a_changed_row_is_not_given_out(tmp_path: Path) -> None:
    path = written(tmp_path, ".csv")
    table, index = read(path), tmp_path / "rows.parquet"
    row_index.write(index, table, table.column("id").to_pylist(), {path.name: path}, {})
    path.write_text(path.read_text("utf-8").replace("plain 3\n", "plein 3\n").replace("plain 3,", "plein 3,"), "utf-8")
    gone = [i for i in range(40) if row_index.fetch(tmp_path, row_index.find(index, f"r{i}")) is None]  # type: ignore[arg-type]
    assert gone == [3]


def test_rows_of_two_files_are_told_apart_and_none_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\na,x\nb,y\n", "utf-8")
    (tmp_path / "b.csv").write_text("id,n\nc,5\n", "utf-8")
    table = pa.concat_tables([read(tmp_path / "a.csv"), read(tmp_path / "b.csv")], promote_options="permissive")
    files = {"a.csv": tmp_path / "a.csv", "b.csv": tmp_path / "b.csv"}
    row_index.write(tmp_path / "rows.parquet", table, ["a", "b", "c"], files, {})
    found = row_index.find(tmp_path / "rows.parquet", "c")
    assert found is not None and (found.file, found.position) == ("b.csv", 2)
    one = row_index.fetch(tmp_path, found)
    assert one is not None and one.to_pylist() == [{"id": "c", "n": "5"}]
    assert row_index.fetch(tmp_path / "elsewhere", found) is None


@pytest.mark.parametrize(
    "text", ["id,text\r\na,x\r\n\r\nb,y\r\n", "\ufeffid,text\na,x\n\nb,y", '"id",text\na,"x\n\ny"\nb,y\n']
)
def test_places_are_those_that_reading_sees(tmp_path: Path, text: str) -> None:
    path = tmp_path / "d.csv"
    path.write_bytes(text.encode())
    places = reading.places(path)
    assert places is not None
    assert [reading.row_at(path, *place).to_pylist()[0] for place in places] == read(path).to_pylist()


def test_names_over_several_lines_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text('id,"te\nxt"\na,x\n', "utf-8")
    assert reading.places(path) is None
