"""The engine against the slow, obvious references: random texts, random operations, random chunkings."""

from __future__ import annotations

import time
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
from sayso.runtime.kernels import things

WORDS = [
    "rent",
    "Rent",
    "RENT",
    "due",
    "a",
    "flat",
    "café",
    "CAFÉ",
    "naïve",
    "租金",
    "e-mail",
    "don’t",
    "$5",
    "5%",
    "x_1",
    "🏠",
    "é",
    "שכר",
    "ſet",
    "Kelvin",
]
JOINS = [" ", "  ", ", ", ". ", "\n", "-", "", "\u00a0", "\x00", "'"]
TERMS = [
    "rent",
    "due",
    "a",
    "rent due",
    "café",
    "租金",
    "e-mail",
    "don't",
    "$5",
    "x_1",
    "flat a",
    "set",
    "kelvin",
    "re",
    "!",
]

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINS)), max_size=9).map(
    lambda p: "".join(a + b for a, b in p)
)
rows = st.fixed_dictionaries({"text": st.none() | texts, "n": st.none() | st.integers(-2, 4)})
terms = st.builds(plan.Term, st.sampled_from(TERMS), st.sampled_from(["words", "exact", "part"]))
whole = st.just(plan.Whole("text"))
places: st.SearchStrategy[plan.Spots] = whole | st.builds(
    plan.Edge, whole, st.sampled_from(["first", "last"]), st.integers(1, 3), st.just("words")
)
finds = st.builds(plan.Find, places, st.lists(terms, min_size=1, max_size=3).map(tuple))
plain_finds = st.builds(plan.Find, whole, st.lists(terms, min_size=1, max_size=3).map(tuple))
nears = st.builds(
    plan.Near,
    plain_finds,
    plain_finds,
    st.sampled_from(["before", "after", "either"]),
    st.integers(0, 1),
    st.none() | st.integers(1, 3),
    st.sampled_from(["words", "blank"]),
)
edges = st.builds(plan.AtEdge, plain_finds, whole, st.sampled_from(["start", "end"]))
spots = finds | nears | edges
comparisons = st.sampled_from(["<", "<=", "=", "!=", ">=", ">"])
counts = st.builds(
    plan.Compare, st.builds(plan.Count, spots), comparisons, st.builds(plan.Constant, st.integers(0, 3).map(float))
)
values = st.builds(
    plan.Compare, st.just(plan.Value("n")), comparisons, st.builds(plan.Constant, st.integers(-2, 4).map(float))
)
leaves = st.builds(plan.Some, spots) | counts | values | st.just(plan.Missing("text"))
tests = st.recursive(
    leaves,
    lambda inner: (
        st.builds(plan.Not, inner)
        | st.builds(plan.All, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(plan.Any, st.lists(inner, min_size=1, max_size=3).map(tuple))
        | st.builds(plan.Hold, st.lists(inner, min_size=1, max_size=3).map(tuple), comparisons, st.integers(0, 3))
    ),
    max_leaves=5,
)
SCHEMA = sayso.Schema.from_dict({"labels": ["a"], "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}}})


def run(test: plan.Test, given_rows: list[dict[str, Any]], size: int) -> list[bool]:
    table = pa.table(
        {
            "text": pa.array([r["text"] for r in given_rows], pa.string()),
            "n": pa.array([r["n"] for r in given_rows], pa.float64()),
        }
    )
    made = planning.make([(plan.Branch(("a",), test),)])
    found: list[bool] = []
    for start in range(0, len(given_rows), size):
        columns = Columns(table, SCHEMA).slice(start, size)
        chunk = Chunk(columns, made)
        found += chunk.test(test, np.ones(len(columns), np.bool_)).tolist()
    return found


@settings(max_examples=400, deadline=None)
@given(test=tests, given_rows=st.lists(rows, min_size=1, max_size=5), size=st.integers(1, 5))
def test_the_engine_equals_the_reference(test: plan.Test, given_rows: list[dict[str, Any]], size: int) -> None:
    assert run(test, given_rows, size) == [references.holds(test, row) for row in given_rows]


FEW = st.lists(
    st.tuples(st.sampled_from(["rent", "due", "a", "租金"]), st.sampled_from([" ", ", ", " - "])), max_size=8
)
few_texts = FEW.map(lambda pairs: "".join(a + b for a, b in pairs))
ends = st.builds(
    plan.Find, whole, st.lists(st.sampled_from(["rent", "due"]).map(plan.Term), min_size=1, max_size=1).map(tuple)
)
few_nears = st.builds(
    plan.Near,
    ends,
    ends,
    st.sampled_from(["before", "after", "either"]),
    st.integers(0, 2),
    st.none() | st.integers(0, 3),
    st.sampled_from(["words", "blank"]),
)
few_rows = st.fixed_dictionaries({"text": few_texts, "n": st.none()})


@settings(max_examples=400, deadline=None)
@given(near=few_nears, given_rows=st.lists(few_rows, min_size=3, max_size=6))
def test_order_and_distance_equal_the_reference(near: plan.Near, given_rows: list[dict[str, Any]]) -> None:
    test = plan.Some(near)
    assert run(test, given_rows, 4) == [references.holds(test, row) for row in given_rows]


@pytest.mark.parametrize(
    ("thing", "yes", "no"),
    [
        (
            "money",
            ["it costs $500", "1,000 dollars", "€ 5 million", "$5k", "5k dollars", "€1.2m", "USD 300", "50 cents"],
            ["500 cats", "dollars", "5 m wide", "20k runners"],
        ),
        ("money", ["20 bucks", "300 €", "a 5-dollar bill", "5 million US dollars"], ["a pound", "USD"]),
        (
            "dollar amount",
            ["it costs $500", "1,000 dollars", "US$5k", "USD 300", "20 bucks"],
            ["€ 5", "3 million euros", "£5"],
        ),
        ("percentage", ["5%", "12.5 percent", "3 percentage points"], ["5 per head", "percent"]),
        (
            "date",
            [
                "March 31, 2022",
                "31 March 2022",
                "2020-01-02",
                "1/2/2020",
                "March 2020",
                "5 March",
                "March 5",
                "Sept. 3rd",
            ],
            ["March on", "2020", "in 2019", "March 500", "you may 5 times", "Section 12 may apply", "3 decades", "1/2"],
        ),
        ("email", ["write to a.b@c.example"], ["a at b"]),
        (
            "url",
            ["see https://x.example/y", "www.x.example", "example.com/path", "at example.org.", "bit.ly/abc"],
            ["x.example", "a@example.com", "done.it was", "e.g. this", "v1.2.3"],
        ),
        (
            "phone",
            ["call 555-123-4567", "+1 (555) 123-4567", "+44 20 7946 0958", "+4915123456789", "01 23 45 67 89"],
            ["5551", "2020-01-02", "1,234,567"],
        ),
        ("emoji", ["fine 👍🏽", "👨‍👩‍👧", "❤️", "🇩🇪"], ["fine :)", "plain ✓", "租金"]),
        ("number", ["5 cats", "x12"], ["three"]),
        ("capitalised word", ["a Big deal", "Élan"], ["a big deal"]),
        ("person", ["Maria Gonzalez called."], ["the Licensee called."]),
        ("organisation", ["The American Arbitration Association decides."], ["The Company decides."]),
        ("capitals word", ["a BIG deal"], ["a Big deal"]),
    ],
)
def test_things_are_found(thing: Any, yes: list[str], no: list[str]) -> None:
    test = plan.Some(plan.Things(plan.Whole("text"), thing))
    given_rows = [{"text": text, "n": None} for text in [*yes, *no]]
    assert run(test, given_rows, 2) == [True] * len(yes) + [False] * len(no)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", 3),
        ("Mr. smith is in.", 1),
        ("A.\n\nB", 2),
        ("no end", 1),
        ("", 0),
        ("Cost: $5. 7 more.", 2),
        ("Fini. Élan.", 2),
        ('He left. "so what" she said.', 2),
    ],
)
def test_sentences_end_where_the_design_says(text: str, sentences: int) -> None:
    length = plan.Compare(plan.Length(plan.Whole("text"), "sentences"), "=", plan.Constant(float(sentences)))
    expected = bool(text)  # an empty text has no sentence and no length of one
    assert run(length, [{"text": text, "n": None}], 1) == [expected or sentences == 0]


@pytest.mark.parametrize(
    ("text", "worth"),
    [("$5k", 5e3), ("50 cents", 0.5), ("€1.2m", 1.2e6), ("1,234.5", 1234.5), ("5 metres", 5.0), ("3-million", 3e6)],
)
def test_amounts_are_worth_what_they_say(text: str, worth: float) -> None:
    assert things.worth(text) == pytest.approx(worth)


def test_things_are_found_in_linear_time() -> None:
    for run_of in ("1", "a", "a.", "1 ", "(", "+1", "5 m", "march ", "👍\u200d", "1.", "A", "a@", "1-"):
        for thing in things.PATTERNS:
            start = time.perf_counter()
            list(things.found(thing, run_of * 20_000, 0, len(run_of) * 20_000) or ())
            assert time.perf_counter() - start < 3, (thing, run_of)


def test_a_user_regex_runs_in_linear_time() -> None:
    test = plan.Some(plan.Pattern(plan.Whole("text"), "(a+)+$"))
    assert run(test, [{"text": "a" * 50_000 + "!", "n": None}], 1) == [False]


def test_the_edge_of_a_region_is_no_word_boundary() -> None:
    for side, text in (("first", "rental"), ("last", "parent")):
        edge = plan.Edge(plan.Whole("text"), side, 4, "characters")  # type: ignore[arg-type]
        test = plan.Some(plan.Find(edge, (plan.Term("rent"),)))
        assert run(test, [{"text": text, "n": None}], 1) == [False]
