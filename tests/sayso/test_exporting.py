"""`sayso apply`: data read and votes written chunk by chunk, from any files, with progress, gone on with after an interruption."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sayso
from sayso.project.exporting import write_votes
from sayso.runtime import slicing, working

TOML = """
labels = ["rent", "work"]
[data]
files = [{files}]
row_id = "id"
[columns.text]
kind = "text"
[columns.amount]
kind = "number"
unfit = "missing"
[columns.law]
kind = "category"
"""
SAY = "[rent-word] rent if the text mentions rent\n\n[row] work if the amount is over 3 or the law is Ohio\n"
ROWS = [
    {"id": f"r{i}", "text": "the rent" if i % 3 else "pay", "amount": str(i), "law": "Ohio" if i == 1 else "Texas"}
    for i in range(11)
]


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pd.DataFrame(ROWS[:5]).to_csv(tmp_path / "a.csv", index=False)
    pq.write_table(pa.Table.from_pylist([{**r, "more": 1} for r in ROWS[5:8]]), tmp_path / "b.parquet")
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS[8:]), "utf-8")
    (tmp_path / "sayso.toml").write_text(TOML.format(files='"a.csv", "b.parquet", "c.jsonl"'), "utf-8")
    (tmp_path / "a.say").write_text(SAY, "utf-8")
    return tmp_path


def written(folder: Path, name: str = "v.parquet", **how: Any) -> list[dict[str, Any]]:
    write_votes(sayso.Project(folder), folder / name, how.pop("workers", 1), **how)
    rows: list[dict[str, Any]] = pq.read_table(folder / name).to_pylist()
    return rows


EXPECTED = [
    {"row": f"r{i}", "rent-word": "rent" if i % 3 else None, "row (2)": "work" if i > 3 or i == 1 else None}
    for i in range(11)
]


@pytest.mark.parametrize("workers", [1, 2])
def test_files_of_every_kind_are_read_as_one_and_never_held_whole(
    folder: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sayso.Project, "data", lambda project: pytest.fail("all rows were read at once"))
    told: list[tuple[int, int | None]] = []
    assert written(folder, workers=workers, progress=lambda done, of: told.append((done, of))) == EXPECTED
    assert [done for done, _ in told] == [2, 4, 5, 7, 8, 10, 11]
    assert pq.read_schema(folder / "v.parquet").equals(pa.schema([(name, pa.string()) for name in EXPECTED[0]]))


def test_a_csv_says_the_same(folder: Path) -> None:
    facts = write_votes(sayso.Project(folder), folder / "v.csv", 1)
    assert pd.read_csv(folder / "v.csv").astype(object).where(lambda f: f.notna(), None).to_dict("records") == EXPECTED
    votes = sum(value is not None for row in EXPECTED for value in list(row.values())[1:])
    assert facts == {"output": folder / "v.csv", "rows": 11, "functions": 2, "votes": votes}


def test_an_interrupted_run_leaves_no_file_and_goes_on(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(done: int, of: int | None) -> None:
        if done >= 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written(folder, progress=interrupt, resume=folder / "kept")
    assert not list(folder.glob("*v.parquet*")) and not list(folder.glob(".*"))
    seen: list[int] = []
    on_table = working.Work.on_table
    monkeypatch.setattr(
        working.Work, "on_table", lambda work, table, first: seen.append(first) or on_table(work, table, first)
    )
    assert written(folder, resume=folder / "kept") == EXPECTED
    assert seen == [5, 7, 8, 10]


def test_a_row_id_that_is_there_twice_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "c.jsonl").write_text(json.dumps(ROWS[2]) + "\n", "utf-8")
    with pytest.raises(sayso.DataError, match="the row id 'r2' is there twice in column 'id'"):
        written(folder)
    assert not (folder / "v.parquet").exists()


def test_equal_hashes_of_different_ids_are_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pd.util, "hash_array", lambda ids: pd.Series([len(i) for i in ids], dtype="uint64").to_numpy())
    assert written(folder) == EXPECTED


def test_values_that_do_not_fit_are_counted_and_listed(folder: Path) -> None:
    (folder / "c.jsonl").write_text(json.dumps({**ROWS[8], "amount": "n/a"}) + "\n", "utf-8")
    facts = write_votes(sayso.Project(folder), folder / "v.parquet", 1)
    assert facts["rows"] == 9 and facts["unfit values taken for missing"] == 1
    listed = pd.read_csv(folder / "v.unfit.csv", keep_default_na=False).to_dict("records")
    assert listed == [{"row": "r8", "column": "amount", "wrong": "'n/a' is not a number"}]


def test_a_run_folder_lists_them_too(folder: Path) -> None:
    (folder / "c.jsonl").write_text(json.dumps({**ROWS[8], "amount": "n/a"}) + "\n", "utf-8")
    told: list[str] = []
    run = sayso.Project(folder).run(tell=told.append)
    assert "r8,amount" in (run.folder / "unfit.csv").read_text("utf-8").replace('"', "")
    manifest = json.loads((run.folder / "manifest.json").read_text("utf-8"))
    assert manifest["facts"]["unfit values of 'amount', taken for missing"] == 1 and "unfit.csv" in manifest["outputs"]
    assert any("1 values of 'amount' do not fit" in line and "row 'r8'" in line for line in told)
    assert "unfit values" in (run.folder / "report.html").read_text("utf-8")


def test_files_that_do_not_go_together_are_refused(folder: Path) -> None:
    pq.write_table(pa.table({"id": ["x"], "text": ["y"], "amount": [[1, 2]], "law": ["z"]}), folder / "b.parquet")
    with pytest.raises(sayso.DataError, match="a.csv, b.parquet, c.jsonl do not go together"):
        written(folder)


def test_without_row_ids_the_rows_are_numbered_through_all_files(folder: Path) -> None:
    toml = folder / "sayso.toml"
    toml.write_text(toml.read_text("utf-8").replace('row_id = "id"\n', ""), "utf-8")
    assert [row["row"] for row in written(folder)] == list(map(str, range(11)))
