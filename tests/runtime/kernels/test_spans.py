"""Marked spans, and what lies between and beside places, over all rows at once against the slow reference."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow import references

import sayso
from sayso.grammar import plan
from sayso.runtime import planning
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.kernels import places

SPANS = {"one": {"kind": "span"}, "two": {"kind": "span", "start": "from", "end": "to"}}
SCHEMA = sayso.Schema.from_dict({"labels": ["a"], "columns": {"text": {"kind": "text"}, **SPANS}})
WHOLE = plan.Whole("text")
texts = st.lists(
    st.tuples(
        st.sampled_from(["rent", "due", "É", "e-mail", "$7", "租金"]), st.sampled_from([" ", ". ", "-", "", ", "])
    ),
    max_size=7,
).map(lambda pairs: "".join(a + b for a, b in pairs))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    text = draw(st.none() | texts)
    spans = [draw(st.none() | st.tuples(*[st.integers(0, len(text or ""))] * 2).map(sorted)) for _ in range(2)]
    return {"text": text, "one": spans[0], "two": spans[1]}


def around(inner: st.SearchStrategy[plan.Spots]) -> st.SearchStrategy[plan.Spots]:
    few = st.lists(inner, min_size=1, max_size=2).map(tuple)
    found = st.tuples(
        st.builds(plan.Term, st.sampled_from(["rent", "due", "e", "租金"]), st.sampled_from(["words", "part"]))
    )
    orders = st.sampled_from(["before", "after", "either"])
    near_units = st.sampled_from(["words", "characters", "sentences", "blank"])
    return st.one_of(
        st.builds(plan.Gap, inner, inner),
        st.builds(plan.Side, inner, st.sampled_from(["before", "after"]), st.just(WHOLE)),
        st.builds(plan.Find, inner, found),
        st.builds(plan.Holding, inner, few),
        st.builds(plan.Near, inner, inner, orders, st.integers(0, 1), st.none() | st.integers(1, 4), near_units),
        st.builds(plan.AtEdge, inner, inner, st.sampled_from(["start", "end"])),
    )


marks = st.sampled_from([plan.Mark("one", "text"), plan.Mark("two", "text"), plan.Find(WHOLE, (plan.Term("rent"),))])
spots = st.recursive(marks, around, max_leaves=4)
tests: st.SearchStrategy[plan.Test] = st.builds(plan.Some, spots) | st.builds(
    plan.Compare,
    st.builds(plan.Count, spots),
    st.sampled_from(["=", ">"]),
    st.builds(plan.Constant, st.sampled_from([0.0, 1.0])),
)


def chunk(given_rows: list[dict[str, Any]], test: plan.Test) -> Chunk:
    two = [row["two"] or (None, None) for row in given_rows]
    table = pa.table(
        {
            "text": pa.array([row["text"] for row in given_rows], pa.string()),
            "one": pa.array([row["one"] for row in given_rows], pa.list_(pa.int64())),
            "from": pa.array([start for start, _ in two], pa.int64()),
            "to": pa.array([end for _, end in two], pa.int64()),
        }
    )
    return Chunk(Columns(table, SCHEMA), planning.make([(plan.Branch(("a",), test),)]))


@settings(max_examples=500, deadline=None)
@given(st.lists(rows(), min_size=1, max_size=4), tests)
def test_spans_over_all_rows_equal_the_reference(given_rows: list[dict[str, Any]], test: plan.Test) -> None:
    found = chunk(given_rows, test).test(test, np.ones(len(given_rows), np.bool_))
    assert found.tolist() == [references.holds(test, row) for row in given_rows]


@pytest.mark.parametrize(
    "op",
    [
        plan.Find(plan.Gap(plan.Mark("one", "text"), plan.Mark("two", "text")), (plan.Term("due"),)),
        plan.Find(plan.Side(plan.Mark("one", "text"), "before", WHOLE), (plan.Term("due"),)),
        plan.Near(plan.Mark("one", "text"), plan.Mark("two", "text"), "before", 0, 3, "words"),
    ],
)
def test_what_is_asked_of_two_marks_needs_no_look_at_single_rows(op: plan.Spots) -> None:
    test = plan.Some(op)
    given_rows = [{"text": "rent is due now", "one": [0, 4], "two": [12, 15]}, {"text": None, "one": None, "two": None}]
    asked = chunk(given_rows, test)
    assert places.answered(op) and planning.cost_of(test) == "postings"
    assert asked.test(test, np.ones(2, np.bool_)).tolist() == [references.holds(test, row) for row in given_rows]
    assert asked._rows == {}
