"""The engine against the slow, obvious references: random texts, random operations, random chunkings."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.grammar import plan
from sayso.runtime import planning
from sayso.runtime.columns import Columns

_PATH = Path(__file__).resolve().parent.parent / "references" / "operations.py"
_SPEC = importlib.util.spec_from_file_location("operations", _PATH)
assert _SPEC and _SPEC.loader
references = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(references)

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
    terms_of = planning.make([(plan.Branch(("a",), test),)]).terms
    found: list[bool] = []
    for start in range(0, len(given_rows), size):
        columns = Columns(table, SCHEMA).slice(start, size)
        chunk = planning.Chunk(columns, terms_of)
        found += chunk.test(test, np.ones(len(columns), np.bool_)).tolist()
    return found


@settings(max_examples=400, deadline=None)
@given(test=tests, given_rows=st.lists(rows, min_size=1, max_size=5), size=st.integers(1, 5))
def test_the_engine_equals_the_reference(test: plan.Test, given_rows: list[dict[str, Any]], size: int) -> None:
    assert run(test, given_rows, size) == [references.holds(test, row) for row in given_rows]


@pytest.mark.parametrize(
    ("thing", "yes", "no"),
    [
        ("money", ["it costs $500", "1,000 dollars", "€ 5 million"], ["500 cats", "dollars"]),
        ("percentage", ["5%", "12.5 percent"], ["5 per head", "percent"]),
        ("date", ["March 31, 2022", "31 March 2022", "2020-01-02", "1/2/2020"], ["March on", "2020"]),
        ("email", ["write to a.b@c.example"], ["a at b"]),
        ("url", ["see https://x.example/y", "www.x.example"], ["x.example"]),
        ("phone", ["call 555-123-4567", "+1 (555) 123-4567"], ["5551"]),
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
    ],
)
def test_sentences_end_where_the_design_says(text: str, sentences: int) -> None:
    length = plan.Compare(plan.Length(plan.Whole("text"), "sentences"), "=", plan.Constant(float(sentences)))
    expected = bool(text)  # an empty text has no sentence and no length of one
    assert run(length, [{"text": text, "n": None}], 1) == [expected or sentences == 0]


def test_a_user_regex_runs_in_linear_time() -> None:
    test = plan.Some(plan.Pattern(plan.Whole("text"), "(a+)+$"))
    assert run(test, [{"text": "a" * 50_000 + "!", "n": None}], 1) == [False]
