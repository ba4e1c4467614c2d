"""Values that do not fit their column's kind: refused by row and column, or taken for missing and told of, as the schema says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import apply as applying
from sayso.runtime import shipping, slicing
from sayso.runtime.apply import names_read, work_of
from sayso.runtime.spark import partition

KINDS = {"n": "number", "signed": "date", "paid": "boolean", "stamp": "box", "one": "span"}
COLUMNS: dict[str, Any] = {
    "text": {"kind": "text"},
    **{name: {"kind": kind, "unfit": "missing"} for name, kind in KINDS.items()},
    "two": {"kind": "span", "start": "from", "end": "to", "unfit": "missing"},
}
SCHEMA = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": COLUMNS})
SAID = [
    "a if n is over 2",
    "a if n is missing",
    "a if it was signed before 2020-01-01",
    "a if it is paid",
    "a if the stamp is wider than 2 pixels",
    "a if 'is' is between one and two",
    "b if two is missing",
    "a if the text mentions due and one is missing",
]
GOOD = {
    "text": "rent is due", "n": "3", "signed": "2019-01-01", "paid": "yes", "stamp": "[0 0 5 5]", "one": "[0, 4]", "from": 8, "to": 11,
}  # fmt: skip
BAD = {"n": "n/a", "signed": "soon", "paid": "maybe", "stamp": "[1 2]", "one": "[8, 40]", "to": 40}
GONE = {"n": None, "signed": None, "paid": None, "stamp": None, "one": None, "to": None}


def table(rows: list[dict[str, Any]]) -> pa.Table:
    return pa.Table.from_pylist(rows).append_column("id", pa.array([f"r{i}" for i in range(len(rows))]))


ROWS = [GOOD, GOOD | BAD, GOOD, GOOD | {"one": "[8, 40]"}, GOOD | {"from": -1}]
CLEAN = [GOOD, GOOD | GONE, GOOD, GOOD | {"one": None}, GOOD | {"from": None}]


@pytest.fixture(scope="module")
def functions() -> list[Any]:
    compiler = Compiler(SCHEMA)
    return [compiler.compile(sentence).best for sentence in SAID]


def told(votes: sayso.Votes) -> dict[str, list[int]]:
    return {unfit.column: unfit.rows.tolist() for unfit in votes.unfit}


EXPECTED = {"n": [1], "one": [1, 3], "paid": [1], "signed": [1], "stamp": [1], "two": [1, 4]}


def test_unfit_values_are_missing_values_that_are_told_of(functions: list[Any]) -> None:
    votes = sayso.apply(functions, table(ROWS))
    assert (votes.matrix == sayso.apply(functions, table(CLEAN)).matrix).all() and len(votes) == 5
    assert (votes.matrix[0] != votes.matrix[1]).all()  # every function tells the fit row from the one that is not
    assert told(votes) == EXPECTED
    messages = {unfit.column: unfit.told[0] for unfit in votes.unfit}
    assert messages["n"] == "'n/a' is not a number" and messages["signed"] == "'soon' is not a date"
    assert messages["one"] == "[8, 40) runs past the end of 'text', which has 11 characters"
    assert votes.unfit[-1].told == (
        "[8, 40) runs past the end of 'text', which has 11 characters",
        "(-1, 11) is not a span",
    )


def test_all_engines_tell_the_same(functions: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = table(ROWS)
    here = sayso.apply(functions, data)
    monkeypatch.setattr(slicing, "ROWS", 2)
    monkeypatch.setattr(applying, "TOGETHER", 2)
    corpus = sayso.Corpus(data, SCHEMA)
    others = [
        sayso.apply(functions, data),
        sayso.apply(functions, data, workers=2),
        *(sayso.apply(functions, data, resume=tmp_path) for _ in range(2)),
        *(sayso.apply(functions, corpus) for _ in range(2)),
    ]
    for votes in others:
        assert (votes.matrix == here.matrix).all() and told(votes) == EXPECTED
        assert [unfit.told for unfit in votes.unfit] == [unfit.told for unfit in here.unfit]
    work = work_of(functions, SCHEMA)
    sent = partition(shipping.packed(work), "id", names_read(work), iter(data.to_batches(max_chunksize=2)))
    rows = pa.Table.from_batches(sent).column("unfit").to_pylist()
    found = {name: [i for i, row in enumerate(rows) for item in row if item["column"] == name] for name in EXPECTED}
    assert found == EXPECTED


def test_what_is_told_does_not_hang_on_what_cheaper_tests_left_open(functions: list[Any]) -> None:
    rows = [GOOD | {"text": "no", "one": "[8, 40]"}] * 3
    assert told(sayso.apply(functions[-1:], table(rows))) == {"one": [0, 1, 2]}
    assert told(sayso.apply(functions[:1], table(rows))) == {}


def test_a_strict_column_refuses_and_says_what_to_do(functions: list[Any]) -> None:
    strict = sayso.Schema.from_dict(
        {
            "labels": ["a", "b"],
            "columns": {name: {k: v for k, v in c.items() if k != "unfit"} for name, c in COLUMNS.items()},
        }
    )
    with pytest.raises(sayso.DataError, match=r"row 1, column 'n': 'n/a' is not a number; .* unfit = \"missing\""):
        sayso.apply(functions[:1], table(ROWS), strict)
    with pytest.raises(sayso.DataError, match=r"row 1, column 'two': \[8, 40\) runs past the end of 'text'"):
        sayso.apply(functions[6:7], table(ROWS[:4]), strict)


def test_only_missing_can_stand_for_what_does_not_fit() -> None:
    with pytest.raises(sayso.SchemaError, match="column 'n': unfit is \"missing\" or left out"):
        sayso.Schema.from_dict({"labels": ["a"], "columns": {"n": {"kind": "number", "unfit": "zero"}}})
    assert sayso.Schema.from_dict(SCHEMA.to_dict()) == SCHEMA


def test_votes_on_a_part_of_the_rows_are_counted_anew(functions: list[Any]) -> None:
    votes = sayso.apply(functions, table(ROWS))
    assert votes.part(1, 3).unfit == () and np.asarray(votes.part(1, 3)).shape == (2, len(SAID))
