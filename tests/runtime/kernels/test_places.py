"""Places over all rows at once against the slow reference, row by row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow import references

from sayso.grammar import plan
from sayso.runtime import planning
from sayso.runtime.kernels import characters, finding, places, tokens

WORDS = [
    "rent",
    "due",
    "Rent",
    "rental",
    "a",
    "É",
    "5",
    "e-mail",
    "$7",
    "don’t",
    "“due”",
    "x_1",
    "租金",
    "ſ",
    "$",
    "%",
    "שכר",
]
JOINS = [" ", " ", " ", ". ", ", ", "? ", "\n", "\n\n", "", "-", ")", "'", "/", "\u00a0", "@", ".", "%", "\x00", " -- "]
TERMS = [
    "rent",
    "due",
    "a",
    "re",
    "nt",
    "due rent",
    "É",
    "$7",
    "e-mail",
    "a a",
    "5",
    "s",
    "rent,",
    "'t",
    "租金",
    "a -b",
    "!",
]
MODES = ["words", "words", "words", "exact", "part", "exact part", "prefix", "suffix"]
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(JOINS)), max_size=10).map(
    lambda pairs: "".join(a + b for a, b in pairs)
)
terms = st.builds(plan.Term, st.sampled_from(TERMS), st.sampled_from(MODES))
whole = plan.Whole("text")
units = st.sampled_from(["words", "characters", "sentences"])
regions: st.SearchStrategy[plan.Spots] = st.one_of(
    st.just(whole),
    st.builds(
        plan.Pieces, st.just(whole), st.sampled_from(["word", "sentence", "line"]), st.sampled_from([None, 1, 2, -1])
    ),
    st.builds(plan.Edge, st.just(whole), st.sampled_from(["first", "last"]), st.integers(0, 4), units),
)
some_terms = st.lists(terms, min_size=1, max_size=2).map(tuple)


def around(inner: st.SearchStrategy[plan.Spots]) -> st.SearchStrategy[plan.Spots]:
    few = st.lists(inner, min_size=1, max_size=2).map(tuple)
    orders = st.sampled_from(["before", "after", "either"])
    near_units = st.sampled_from(["words", "words", "characters", "sentences", "blank"])
    return st.one_of(
        st.builds(plan.Find, inner, some_terms),
        st.builds(plan.Near, inner, inner, orders, st.integers(0, 2), st.none() | st.integers(1, 4), near_units),
        st.builds(plan.Holding, inner, few),
        st.builds(plan.AtEdge, inner, inner, st.sampled_from(["start", "end"])),
        st.builds(plan.Union, few),
    )


operations = st.recursive(st.builds(plan.Find, regions, some_terms) | regions, around, max_leaves=4)


def prepared(given_texts: list[Any], op: plan.Op) -> places.Column:
    needed = [
        w for o in planning.walk(op) if isinstance(o, plan.Find) for term in o.terms for w in finding.needed(term)
    ]
    split = [tokens.split(bank) for bank in characters.banks(pa.array(given_texts, pa.large_string()))]
    return places.Column(len(given_texts), tuple(places.Text(t, finding.look_up(t, needed)) for t in split))


def spans(text: places.Text, found: finding.Found) -> dict[int, list[tuple[int, int]]]:
    """The places of each row, counted from its start."""
    at: dict[int, list[tuple[int, int]]] = {int(row): [] for row in text.bank.rows}
    for row, start, end in zip(text.rows_of(found), found.starts, found.ends, strict=True):
        first = text.bank.starts[row]
        at[int(text.bank.rows[row])].append((int(start - first), int(end - first)))
    return at


@settings(max_examples=1000, deadline=None)
@given(st.lists(st.none() | texts, min_size=1, max_size=4), operations)
def test_places_equal_the_reference(given_texts: list[str | None], op: plan.Spots) -> None:
    for text in prepared(given_texts, op).texts:
        found = text.places(op)
        if found is None:
            continue
        assert places.answered(op)
        for row, held in spans(text, found).items():
            expected = references.spots(op, {"text": given_texts[row]})
            assert held == [(a, b) for _, a, b in expected], (given_texts[row], op)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.none() | texts, min_size=1, max_size=4), operations, units)
def test_counts_and_lengths_equal_the_reference(given_texts: list[str | None], op: plan.Spots, unit: Any) -> None:
    column = prepared(given_texts, op)
    for number, told in ((plan.Count(op), column.counts(op)), (plan.Length(op, unit), column.lengths(op, unit))):
        if told is not None:
            expected = [references.number(number, {"text": text}) for text in given_texts]
            assert [None if np.isnan(n) else n for n in told] == expected, number


FIND = plan.Find(whole, (plan.Term("rent"), plan.Term("due")))


@pytest.mark.parametrize(
    "op",
    [
        FIND,
        plan.Near(FIND, FIND, "either", 0, 3, "words"),
        plan.Near(FIND, plan.Find(whole, (plan.Term("re", "part"),)), "after", 1, None, "characters"),
        plan.Holding(plan.Pieces(whole, "sentence"), (FIND, plan.Find(whole, (plan.Term("e-mail"),)))),
        plan.AtEdge(FIND, plan.Pieces(whole, "sentence", -1), "end"),
        plan.Find(plan.Edge(whole, "first", 3, "words"), (plan.Term("租金", "exact"),)),
    ],
)
def test_arrays_answer_what_experts_ask_most(op: plan.Spots) -> None:
    column = prepared(["The rent, É, is due.", "租金 rent", None], op)
    assert places.answered(op) and column.some(op) is not None


def test_a_term_is_not_found_across_rows() -> None:
    phrase = plan.Find(whole, (plan.Term("rent due"),))
    column = prepared(["the rent", "due now", "é rent", "due é", "rent due"], phrase)
    held = column.some(phrase)
    assert held is not None and held.tolist() == [False, False, False, False, True]


def test_places_that_overlap_themselves_are_found_as_a_search_from_the_left_does() -> None:
    twice = plan.Find(whole, (plan.Term("a b a"),))
    counts = prepared(["a b a b a", "a b a a b a"], twice).counts(twice)
    assert counts is not None and counts.tolist() == [1, 2]
