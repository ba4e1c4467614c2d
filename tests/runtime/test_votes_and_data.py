"""Votes, and data that does not fit: named by row and column."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import slicing
from sayso.runtime import votes as voting
from sayso.runtime.columns import Columns
from sayso.runtime.reading import read
from sayso.runtime.votes import Votes, cast_of

FRAME = {"title": ["Rent due", "a sale", None], "body": ["rent", "price", "rent"], "amount": [5.0, None, 7.0]}


@pytest.fixture
def functions(compiler: Compiler) -> list[Any]:
    said = [
        "lease if the body says 'rent'",
        "not sale if the title is missing",
        "sale if the amount is over 6, otherwise lease",
    ]
    return [compiler.compile(sentence).best for sentence in said]


@pytest.mark.parametrize("make", [pd.DataFrame, pl.DataFrame, pa.table])
def test_every_kind_of_table_gives_the_same_votes(make: Any, functions: list[Any], tmp_path: Path) -> None:
    votes = sayso.apply(functions, make(FRAME))
    assert np.asarray(votes).tolist() == [[0, -1, 0], [-1, -1, 0], [0, 3, 1]]
    assert votes.outcomes[3] == ("lease", "cap on liability")
    assert np.asarray(votes).dtype == np.int8


def test_files_give_the_same_votes(functions: list[Any], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pd.DataFrame(FRAME).to_csv(tmp_path / "d.csv", index=False)
    pq.write_table(pa.table(FRAME), tmp_path / "d.parquet")
    csv, parquet = (sayso.apply(functions, tmp_path / name) for name in ("d.csv", "d.parquet"))
    assert (np.asarray(csv) == np.asarray(parquet)).all()


def test_not_x_among_two_labels_is_the_other() -> None:
    schema = sayso.Schema.from_dict({"labels": ["spam", "ham"], "columns": {"body": {"kind": "text"}}})
    function = Compiler(schema).compile("not spam if the body says 'friend'").best
    assert np.asarray(sayso.apply([function], pd.DataFrame({"body": ["my friend", "buy"]}))).tolist() == [[1], [-1]]


def test_workers_give_the_same_votes(functions: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    frame = pd.DataFrame({name: values * 3 for name, values in FRAME.items()})
    assert (np.asarray(sayso.apply(functions, frame, workers=2)) == np.asarray(sayso.apply(functions, frame))).all()


def test_summary_counts_overlap_conflict_and_accuracy() -> None:
    votes = Votes.from_array([[0, 0, -1], [0, 1, -1], [-1, 1, -1], [-1, -1, -1]], ["a", "b"], ["f", "g", "h"])
    summary = votes.summary(gold=["a", "a", "b", None])
    assert summary.loc["f", ["votes", "coverage", "overlap", "conflict", "accuracy"]].tolist() == [
        2,
        0.5,
        0.5,
        0.25,
        1.0,
    ]
    assert summary.loc["g", "accuracy"] == pytest.approx(2 / 3)
    assert summary.loc["h", "votes"] == 0 and np.isnan(summary.loc["h", "accuracy"])


OUTCOMES = (("a",), ("b",), ("c",), ("a", "b"), ("b", "c"))


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 4), st.integers(0, 9), st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_summary_is_what_a_look_at_each_vote_tells(width: int, height: int, random: Random, size: int) -> None:
    matrix = np.array([[random.randint(-1, 4) for _ in range(width)] for _ in range(height)], np.int8)
    matrix = matrix.reshape(height, width)
    votes = Votes(cast_of(matrix), height, ("a", "b", "c"), tuple("fghi"[:width]), OUTCOMES)
    gold = [random.choice(["a", "b", "c", None]) for _ in range(height)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(voting, "ROWS", size)
        summary = votes.summary(gold)
    for j, name in enumerate(votes.functions):
        mine = [(i, set(OUTCOMES[code])) for i, code in enumerate(matrix[:, j]) if code >= 0]
        others = {i: [set(OUTCOMES[c]) for k, c in enumerate(matrix[i]) if k != j and c >= 0] for i, _ in mine}
        right = [gold[i] in said for i, said in mine if gold[i] is not None]
        expected = [len(mine), sum(bool(others[i]) for i, _ in mine) / max(1, height)]
        expected += [sum(any(not said & other for other in others[i]) for i, said in mine) / max(1, height)]
        assert summary.loc[name, ["votes", "overlap", "conflict"]].tolist() == expected
        assert summary.loc[name, "label"] == " / ".join(votes.words(int(c)) for c in np.unique(matrix[:, j]) if c >= 0)
        accuracy = summary.loc[name, "accuracy"]
        assert np.isnan(accuracy) if not right else accuracy == pytest.approx(sum(right) / len(right))


def test_votes_go_to_arrow_and_back(functions: list[Any]) -> None:
    votes = sayso.apply(functions, pd.DataFrame(FRAME), row_ids=["x", "y", "z"])
    back = Votes.from_arrow(votes.to_arrow())
    assert (back.matrix == votes.matrix).all()
    assert (back.labels, back.functions, back.outcomes, back.row_ids) == (
        votes.labels,
        votes.functions,
        votes.outcomes,
        ("x", "y", "z"),
    )


def test_python_functions_join_in(functions: list[Any]) -> None:
    @sayso.labeling_function(label="sale")
    def dear(row: Any) -> bool:
        """It costs more than 6."""
        return bool(row["amount"] > 6)

    votes = sayso.apply([functions[0], dear], pd.DataFrame(FRAME))
    assert np.asarray(votes).tolist() == [[0, -1], [-1, -1], [0, 1]]
    assert len(votes.errors) == 1 and "row 1" in votes.errors[0] and "dear" in votes.errors[0]
    assert 'row["amount"] > 6' in dear.sentence and len(dear.digest) == 64


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.csv", b"", ["empty.csv", "empty"]),
        ("heads.csv", b"a,b\n", ["heads.csv", "no rows"]),
        ("short.csv", b"a,b\n1,2\n3\n", ["short.csv", "line 3", "1 values for 2 columns"]),
        ("latin.csv", "a\ncaf\xe9\n".encode("latin-1"), ["latin.csv", "line 2", "UTF-8"]),
        ("twice.csv", b"a,a\n1,2\n", ["'a'", "twice"]),
        ("data.xls", b"x", [".csv", ".parquet"]),
    ],
)
def test_bad_files_are_named(name: str, content: bytes, told: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(sayso.DataError) as caught:
        read(tmp_path / name)
    for words in told:
        assert words in str(caught.value)


def test_a_missing_column_is_named_with_what_is_there(compiler: Compiler) -> None:
    function = compiler.compile("lease if the title says 'rent'").best
    with pytest.raises(sayso.DataError, match=r"no column 'title'.*'titel'"):
        sayso.apply([function], pd.DataFrame({"titel": ["x"]}))


@pytest.mark.parametrize(
    ("column", "bad", "sentence"),
    [
        ("amount", "five", "lease if the amount is over 5"),
        ("signed", "soon", "lease if it was signed before 2020"),
        ("executed", "maybe", "lease if the executed is true"),
        ("stamp", [1, 2], "lease if the stamp overlaps the seal"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_by_row_and_column(
    column: str, bad: Any, sentence: str, compiler: Compiler
) -> None:
    frame = pd.DataFrame({column: [None, bad], "seal": [None, None]})
    with pytest.raises(sayso.DataError, match=f"row 1, column '{column}'"):
        sayso.apply([compiler.compile(sentence).best], frame)


def test_missing_is_false_and_not_missing_is_true(compiler: Compiler) -> None:
    said = ["lease if the amount is over 5", "lease if the amount is not over 5", "lease if the amount is missing"]
    votes = sayso.apply([compiler.compile(s).best for s in said], pd.DataFrame({"amount": [None, 4.0, 6.0]}))
    assert (np.asarray(votes) == 0).tolist() == [[False, True, True], [False, True, False], [True, False, False]]


def test_dates_are_read_from_text_and_datetimes(schema: sayso.Schema) -> None:
    for values in (["2020-01-02", None], [pd.Timestamp("2020-01-02"), None]):
        days = Columns(read(pd.DataFrame({"signed": values})), schema).numbers("signed")
        assert days[0] == 18263.0 and np.isnan(days[1])
