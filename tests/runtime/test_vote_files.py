"""Votes in Parquet: the same when read again, and one row's found without reading the others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sayso
from sayso.runtime import vote_files
from sayso.runtime.votes import Votes

ROWS, GROUP = 1_000, 64


@pytest.fixture(scope="module")
def votes() -> Votes:
    random = np.random.default_rng(0)
    matrix = random.integers(-1, 2, (ROWS, 5))
    matrix[random.random(matrix.shape) < 0.5] = -1
    ids = [f"r{i}" for i in random.permutation(ROWS)]
    named = Votes.from_array(matrix, ["a", "b"], ["f", "g", "h", "i", "j"], ids)
    return replace(named, confidences=(0.9, None, None, None, 0.5), outcomes=(*named.outcomes, ("a", "b")))


@pytest.fixture
def path(votes: Votes, tmp_path: Path) -> Path:
    vote_files.write(votes, tmp_path / "votes.parquet", rows=GROUP)
    return tmp_path / "votes.parquet"


def told(votes: Votes) -> tuple[Any, ...]:
    """All that a file keeps but the votes themselves."""
    return votes.labels, votes.functions, votes.outcomes, votes.row_ids, votes.confidences, votes.matrix.dtype


def test_votes_are_read_again_as_they_were_written(votes: Votes, path: Path, tmp_path: Path) -> None:
    votes.to_parquet(tmp_path / "usual.parquet")
    for file in (path, tmp_path / "usual.parquet"):
        again = Votes.from_parquet(file)
        assert (again.matrix == votes.matrix).all() and told(again) == told(votes)
        assert all(np.all(np.diff(cast.rows) > 0) for cast in again.cast)


def test_the_row_groups_are_small(tmp_path: Path) -> None:
    many = Votes.from_array(np.zeros((vote_files.ROWS + 1, 1)), ["a", "b"])
    many.to_parquet(tmp_path / "v.parquet")
    with pq.ParquetFile(tmp_path / "v.parquet") as file:
        assert [file.metadata.row_group(g).num_rows for g in range(file.num_row_groups)] == [vote_files.ROWS, 1]


def spoil_all_groups_but(path: Path, kept: int) -> None:
    """Overwrite the bytes of every row group but one."""
    with pq.ParquetFile(path) as file:
        groups = [file.metadata.row_group(g) for g in range(file.num_row_groups)]
    content = bytearray(path.read_bytes())
    for g, group in enumerate(groups):
        chunks = [group.column(c) for c in range(group.num_columns)]
        for chunk in chunks if g != kept else ():
            start = min(filter(None, (chunk.dictionary_page_offset, chunk.data_page_offset)))
            content[start : start + chunk.total_compressed_size] = b"\xff" * chunk.total_compressed_size
    path.write_bytes(content)


def test_one_row_is_found_in_one_row_group_whatever_is_in_the_others(votes: Votes, path: Path) -> None:
    with pq.ParquetFile(path) as file:
        ids = [file.read_row_group(g).column("row").to_pylist() for g in range(file.num_row_groups)]
    assert len(ids) > 10
    spoil_all_groups_but(path, kept=3)
    for name in ids[3]:
        one = Votes.from_parquet(path, row=name)
        assert one.row_ids == (name,) and told(one)[:3] == told(votes)[:3]
        assert (one.matrix == votes.matrix[[votes.row_ids.index(name)]]).all()
    for name in (ids[2][-1], ids[4][0]):
        with pytest.raises(OSError):
            Votes.from_parquet(path, row=name)


def test_a_row_that_is_not_there_and_one_that_is_there_twice(tmp_path: Path) -> None:
    votes = Votes.from_array([[0], [1], [-1], [1]], ["a", "b"], row_ids=["x", 7, "é", "x"])
    vote_files.write(votes, tmp_path / "v.parquet", rows=1)
    assert [Votes.from_parquet(tmp_path / "v.parquet", row=i).matrix.tolist() for i in ("x", 7, "é", "y", "")] == [
        [[0], [1]],
        [[1]],
        [[-1]],
        [],
        [],
    ]


def test_rows_without_ids_are_found_by_their_numbers(tmp_path: Path) -> None:
    Votes.from_array([[0], [1], [-1]], ["a", "b"]).to_parquet(tmp_path / "v.parquet")
    assert Votes.from_parquet(tmp_path / "v.parquet", row=1).matrix.tolist() == [[1]]


def test_ids_too_long_for_statistics_are_found_all_the_same(tmp_path: Path) -> None:
    ids = ["x" * 5_000 + str(i) for i in range(4)]
    vote_files.write(Votes.from_array([[0], [1], [0], [1]], ["a", "b"], row_ids=ids), tmp_path / "v.parquet", rows=2)
    assert Votes.from_parquet(tmp_path / "v.parquet", row=ids[3]).matrix.tolist() == [[1]]


@pytest.mark.parametrize("shape", [(0, 2), (3, 0), (0, 0)])
def test_votes_of_nothing_go_there_and_back(shape: tuple[int, int], tmp_path: Path) -> None:
    Votes.from_array(np.zeros(shape), ["a", "b"]).to_parquet(tmp_path / "v.parquet")
    assert Votes.from_parquet(tmp_path / "v.parquet").shape == shape
    assert len(Votes.from_parquet(tmp_path / "v.parquet", row="0")) == min(shape[0], 1)


def test_another_file_is_refused_by_name(tmp_path: Path) -> None:
    pq.write_table(pa.table({"row": ["a"]}), tmp_path / "other.parquet")
    (tmp_path / "odd.parquet").write_bytes(b"odd")
    for name in ("other.parquet", "odd.parquet", "none.parquet"):
        with pytest.raises(sayso.DataError, match=name):
            Votes.from_parquet(tmp_path / name, row="a")
