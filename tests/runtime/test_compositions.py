"""Operations inside operations, nested at random, against the slow references: places, arithmetic, boxes, equal texts."""

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
from sayso.runtime.evidence import Evidence, evidence
from sayso.runtime.kernels.rows import number
from sayso.runtime.kernels.spots import Row, spots

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["a"],
        "columns": {
            "text": {"kind": "text"},
            "title": {"kind": "text"},
            "span": {"kind": "span", "of": "text"},
            "n": {"kind": "number"},
            "stamp": {"kind": "box"},
            "seal": {"kind": "box"},
        },
    }
)
WORDS = ["rent", "due", "rent", "due", "Rent", "rental", "parent", "É", "5", "e-mail", "$7", "don’t", "“due”"]
JOINS = [" ", " ", " ", " ", ". ", ". ", ", ", "? ", "\n", "\n\n", "", "-", ")"]
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINS)), min_size=3, max_size=10).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)
rarely = st.sampled_from([False] * 9 + [True])
boxes = st.none() | st.tuples(*[st.integers(0, 4)] * 4).map(
    lambda b: [min(b[0], b[2]), min(b[1], b[3]), max(b[0], b[2]), max(b[1], b[3])]
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    text, title = (draw(st.sampled_from([None, ""]) if draw(rarely) else texts) for _ in range(2))
    ends = sorted(draw(st.tuples(*[st.integers(0, len(text or ""))] * 2)))
    return {
        "text": text,
        "title": title,
        "span": None if draw(rarely) else ends,
        "n": draw(st.none() | st.integers(-2, 4)),
        "stamp": draw(boxes),
        "seal": draw(boxes),
    }


MODES = ["words", "exact", "part", "exact part", "prefix", "suffix"]
terms = st.builds(
    plan.Term,
    st.sampled_from(["rent", "Rent", "due", "re", "nt", "due rent", "É", "$7", "-", "'t"]),
    st.sampled_from(MODES),
)
sides = st.sampled_from(["first", "last"])
units = st.sampled_from(["words", "characters", "sentences"])
whole = plan.Whole("text")
roots: st.SearchStrategy[plan.Spots] = st.sampled_from(
    [whole, whole, plan.Whole("title"), plan.Mark("span", "text"), plan.Pieces(whole, "sentence")]
    + [plan.Find(whole, (plan.Term(word),)) for word in ("rent", "due", "rent", "due")]
)


def around(inner: st.SearchStrategy[plan.Spots]) -> st.SearchStrategy[plan.Spots]:
    """Every operation on places."""
    few = st.lists(inner, min_size=1, max_size=2).map(tuple)
    finds = st.builds(plan.Find, inner, st.lists(terms, min_size=1, max_size=2).map(tuple))
    orders = st.sampled_from(["before", "after", "either"])
    near_units = st.sampled_from(["words", "characters", "sentences", "blank"])
    return st.one_of(
        finds,
        finds,
        st.builds(
            plan.Pieces,
            inner,
            st.sampled_from(["word", "sentence", "line", "paragraph"]),
            st.sampled_from([None, 1, 2, -1]),
        ),
        st.builds(plan.Edge, inner, sides, st.integers(0, 3), units),
        st.builds(plan.Side, inner, st.sampled_from(["before", "after"]), inner, st.none() | st.integers(1, 2), units),
        st.builds(plan.Gap, inner, inner),
        st.builds(plan.Near, inner, inner, orders, st.integers(0, 2), st.none() | st.integers(0, 4), near_units),
        st.builds(plan.Holding, inner, few),
        st.builds(plan.AtEdge, inner, inner, st.sampled_from(["start", "end"])),
        st.builds(plan.Union, few),
        st.builds(plan.Echo, inner, inner),
        st.builds(plan.Things, inner, st.sampled_from(["digit", "number", "capital letter"])),
    )


places = st.recursive(roots, around, max_leaves=4)
numbers = st.recursive(
    st.builds(plan.Count, places)
    | st.builds(plan.Length, places, st.sampled_from(["words", "characters", "sentences", "lines", "paragraphs"]))
    | st.just(plan.Value("n"))
    | st.builds(plan.BoxDistance, st.just("stamp"), st.just("seal"), st.sampled_from(["edges", "centres"]))
    | st.just(plan.BoxShare("stamp", "seal"))
    | st.builds(plan.Constant, st.integers(0, 3).map(float)),
    lambda inner: st.builds(plan.Arithmetic, inner, st.sampled_from(["+", "-", "*", "/", "distance"]), inner),
    max_leaves=3,
)
tests = (
    st.builds(plan.Some, places)
    | st.builds(plan.SameText, places, places, st.sampled_from(["equals", "starts", "ends"]))
    | st.builds(plan.Compare, numbers, st.sampled_from(["<", "<=", "=", "!=", ">=", ">"]), numbers)
)
tests = tests | st.builds(plan.Not, tests) | st.builds(plan.All, st.lists(tests, min_size=1, max_size=3).map(tuple))


def columns_of(given_rows: list[dict[str, Any]]) -> Columns:
    types = {"text": pa.string(), "title": pa.string(), "n": pa.float64(), "span": pa.list_(pa.int64())}
    names = SCHEMA.columns
    return Columns(
        pa.table(
            {
                c.name: pa.array([r.get(c.name) for r in given_rows], types.get(c.name, pa.list_(pa.float64())))
                for c in names
            }
        ),
        SCHEMA,
    )


def run(test: plan.Test, given_rows: list[dict[str, Any]]) -> list[bool]:
    columns = columns_of(given_rows)
    chunk = Chunk(columns, planning.make([(plan.Branch(("a",), test),)]))
    found: list[bool] = chunk.test(test, np.ones(len(columns), np.bool_)).tolist()
    return found


@settings(max_examples=600, deadline=None)
@given(op=places, row=rows())
def test_nested_places_equal_the_reference(op: plan.Spots, row: dict[str, Any]) -> None:
    assert spots(op, Row(columns_of([row]), 0)) == references.spots(op, row)


common = st.sampled_from(
    [plan.Find(whole, (plan.Term(part, "part"),)) for part in ("re", "nt", "due", "e", "rent")]
    + [plan.Pieces(whole, "word"), plan.Pieces(whole, "sentence"), plan.Pieces(whole, "sentence", 2)]
)
pairs = st.builds(plan.Gap, common, common) | st.builds(
    plan.Near,
    common,
    common,
    st.sampled_from(["before", "after", "either"]),
    st.integers(0, 3),
    st.none() | st.integers(0, 4),
    st.sampled_from(["words", "characters", "sentences", "blank"]),
)


@settings(max_examples=400, deadline=None)
@given(op=pairs, text=texts)
def test_pairs_of_common_places_equal_the_reference(op: plan.Spots, text: str) -> None:
    row = {"text": text}
    assert spots(op, Row(columns_of([row]), 0)) == references.spots(op, row)


@settings(max_examples=400, deadline=None)
@given(op=numbers, row=rows())
def test_numbers_equal_the_reference(op: plan.Number, row: dict[str, Any]) -> None:
    assert number(op, Row(columns_of([row]), 0)) == pytest.approx(references.number(op, row))


@settings(max_examples=400, deadline=None)
@given(test=tests, given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_guards_and_columns_at_once_change_nothing(test: plan.Test, given_rows: list[dict[str, Any]]) -> None:
    assert run(test, given_rows) == [references.holds(test, row) for row in given_rows]


def spans(op: plan.Spots, text: str) -> list[str]:
    return [text[a:b] for _, a, b in spots(op, Row(columns_of([{"text": text}]), 0))]


def find(*words: str, mode: Any = "words") -> plan.Find:
    return plan.Find(whole, tuple(plan.Term(word, mode) for word in words))


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (find("rent", mode="prefix"), ["rent", "Rental"]),
        (find("rent", mode="suffix"), ["rent", "parent"]),
        (
            plan.Side(find("due"), "before", whole),
            ["The rent is ", "The rent is due. Rental ", "The rent is due. Rental due: a parent is "],
        ),
        (plan.Side(find("due"), "after", plan.Pieces(whole, "sentence")), [".", ": a parent is due!", "!"]),
        (plan.Side(find("due"), "before", whole, 2), ["rent is", "due. Rental", "parent is"]),
        (plan.Gap(find("rent"), find("due")), [" is "]),
        (plan.Edge(plan.Pieces(whole, "sentence", -1), "last", 2, "words"), ["is due"]),
    ],
)
def test_places_read_as_the_plan_says(op: plan.Spots, expected: list[str]) -> None:
    assert spans(op, "The rent is due. Rental due: a parent is due!") == expected


@pytest.mark.parametrize(
    ("test", "seen"),
    [
        (plan.SameText(plan.Whole("title"), find("due", "rent")), [("text", 4, 8), ("title", 0, 4)]),
        (plan.Cased(plan.Pieces(whole, "word"), "title"), [("text", 17, 20)]),
        (plan.Same(plan.Pieces(whole, "word"), (plan.Term("IS"),)), [("text", 9, 11)]),
        (
            plan.Compare(plan.Arithmetic(plan.Count(find("rent")), "+", plan.Count(find("due"))), ">", plan.Value("n")),
            [("text", 4, 8), ("text", 12, 15), ("text", 21, 24)],
        ),
    ],
)
def test_evidence_is_what_made_it_true(test: plan.Test, seen: list[tuple[str, int, int]]) -> None:
    row = {"text": "The rent is due. Now due!", "title": "RENT", "n": 2}
    assert run(test, [row]) == [True]
    assert evidence(test, columns_of([row]), 0) == [Evidence(*spot) for spot in seen]


def test_columns_alone_are_the_cheapest_and_the_encoder_is_the_dearest() -> None:
    apart = plan.Compare(plan.BoxDistance("stamp", "seal", "edges"), "<", plan.Constant(2.0))
    alike = plan.Similar(whole, "the rent", 0.5)
    costs = [apart, plan.Some(find("re", mode="prefix")), plan.SameText(whole, plan.Whole("title")), alike]
    assert [planning.cost_of(test) for test in costs] == ["column", "scan", "text", "encoder"]


@pytest.mark.parametrize(
    ("span", "told"), [([2, 9], "runs past the end of 'text', which has 4 characters"), ([3, 1], "")]
)
def test_a_span_outside_its_text_is_named(span: list[int], told: str) -> None:
    for test in (plan.Some(plan.Mark("span", "text")), plan.Missing("span")):
        with pytest.raises(sayso.DataError, match=f"row 0, column 'span'.*{told}.*unfit = \"missing\""):
            run(test, [{"text": "rent", "span": span}])


def test_many_places_in_a_long_text_do_not_multiply() -> None:
    text = "the rent falls due and the tenant pays. " * 3_000
    far = plan.Near(find("rent"), find("tenant"), "before", 0, 4, "words")
    assert len(spans(far, text)) == 3_000
    assert len(spans(plan.Gap(find("rent"), find("tenant")), text)) == 5_999
