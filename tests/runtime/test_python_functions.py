"""Python functions among the sentences: on a row or a batch, their errors counted, by name to other processes; Snorkel's votes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import voters

import sayso
from sayso.runtime import apply as applying
from sayso.runtime import python_functions, slicing, working
from sayso.runtime.votes import Votes

SCHEMA = sayso.Schema.from_dict(
    {"labels": ["a", "b", "c"], "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}}}
)
FRAME = pd.DataFrame(
    {"text": ["rent", "a long text indeed", None, "x", "another long text"], "n": [1.0, 2.5, 3.0, None, 5.0]}
)


def votes_of(*functions: Any, **how: Any) -> Votes:
    return sayso.apply(functions, FRAME, SCHEMA, **how)


def test_a_batch_votes_as_its_rows_do(monkeypatch: pytest.MonkeyPatch) -> None:
    @sayso.labeling_function(label="b")
    def whole(row: Any) -> Any:
        return row["n"] is not None and row["n"] % 1 == 0

    assert np.asarray(votes_of(voters.whole_number)).T.tolist() == [[1, -1, 1, -1, 1]]
    monkeypatch.setattr(slicing, "ROWS", 2)
    votes = votes_of(whole, voters.whole_number)
    assert (votes.matrix[:, 0] == votes.matrix[:, 1]).all() and votes.raised == (0, 0)


def test_values_of_a_batch_may_be_names_or_missing() -> None:
    @sayso.labeling_function(label="a", batch=True)
    def mixed(frame: pd.DataFrame) -> Any:
        return ["c", None, float("nan"), pd.NA, np.True_]

    assert np.asarray(votes_of(mixed)).T.tolist() == [[2, -1, -1, -1, 0]]


def test_rows_that_raise_are_counted_and_the_others_vote() -> None:
    @sayso.labeling_function(label="a", batch=True)
    def picky(frame: pd.DataFrame) -> Any:
        return [text.startswith("a") for text in frame["text"]]

    votes = votes_of(picky, voters.long_text)
    assert np.asarray(votes).T.tolist() == [[-1, 0, -1, -1, 0]] * 2
    assert votes.raised == (1, 1) and len(votes.errors) == 2
    assert votes.errors[0].startswith("row 2: picky raised AttributeError")
    assert votes.errors[1].startswith("row 2: long_text raised TypeError")


@pytest.mark.parametrize("batch", [False, True])
def test_messages_are_kept_up_to_a_number_and_counted_beyond(batch: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    @sayso.labeling_function(label="a", batch=batch)
    def hopeless(rows: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setattr(slicing, "ROWS", 2)
    monkeypatch.setattr(working, "TOLD", 3)
    monkeypatch.setattr(applying, "TOGETHER", 2)
    votes = votes_of(hopeless)
    assert votes.raised == (5,) and [error[:5] for error in votes.errors] == ["row 0", "row 1", "row 2"]


def test_a_batch_must_answer_for_each_row_with_a_label_that_exists() -> None:
    @sayso.labeling_function(label="a", batch=True)
    def short(frame: pd.DataFrame) -> Any:
        return [True] * (len(frame) - 1)

    @sayso.labeling_function(label="a", batch=True)
    def stray(frame: pd.DataFrame) -> Any:
        return ["d"] * len(frame)

    votes = votes_of(short, stray)
    assert votes.raised == (5, 5) and "0 values for 1 rows" in votes.errors[0]
    assert "'d' is no label; the labels are a, b, c" in votes.errors[-1]


def test_functions_travel_by_name_and_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    load, sent = voters.long_text.__reduce__()
    assert load(*sent) is voters.long_text and sent[0] == "voters:long_text"
    monkeypatch.setattr(voters, "long_text", voters.whole_number)
    with pytest.raises(sayso.SaysoError, match="its source differs"):
        load(*sent)
    with pytest.raises(sayso.SaysoError, match="nowhere:f is not found here"):
        python_functions.found("nowhere:f", "")


def test_processes_share_python_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    one, two = (votes_of(voters.long_text, voters.whole_number, workers=n) for n in (1, 2))
    assert (one.matrix == two.matrix).all() and one.errors == two.errors and one.raised == two.raised == (1, 0)


def test_an_interrupted_run_keeps_what_was_raised(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    first, again = (votes_of(voters.long_text, resume=tmp_path) for _ in range(2))
    assert again.errors == first.errors and again.raised == first.raised == (1,)
    assert (again.matrix == first.matrix).all()


def test_votes_go_to_snorkel_and_back() -> None:
    votes = votes_of(voters.long_text, voters.whole_number)
    matrix = votes.to_snorkel()
    assert matrix.dtype == np.int64
    back = Votes.from_snorkel(matrix, ["a", "b", "c"], [voters.long_text, voters.whole_number])
    assert (back.matrix == votes.matrix).all() and back.functions == votes.functions


def test_snorkel_has_no_vote_for_several_labels() -> None:
    partial = sayso.Compiler(SCHEMA).compile("not a if the text mentions rent").best
    with pytest.raises(sayso.DataError, match="says b or c"):
        votes_of(partial).to_snorkel()
