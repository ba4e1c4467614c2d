"""What the label model fits on: collected part by part, merged in any order, the same to the bit."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.grammar.errors import DataError
from sayso.runtime.label_model import LabelModel, Patterns, collapse, merge, patterns
from sayso.runtime.votes import Votes, cast_of

LABELS = ["lease", "nda", "sale"]
OUTCOMES = (("lease",), ("nda",), ("sale",), ("lease", "nda"))


def votes_of(matrix: Any) -> Votes:
    """Votes where outcome 3 is "lease or nda", one author being sure of his function."""
    matrix = np.asarray(matrix, dtype=np.int8)
    plain = Votes.from_array(np.full(matrix.shape, -1), LABELS)
    sure = tuple(0.9 if j == 0 else None for j in range(matrix.shape[1]))
    return replace(plain, cast=cast_of(matrix), outcomes=OUTCOMES, confidences=sure)


def same(one: Any, other: Any, names: tuple[str, ...]) -> bool:
    """Whether arrays of two things are equal to the bit."""
    return all(getattr(one, n).tobytes() == getattr(other, n).tobytes() for n in names)


def same_patterns(one: Patterns, other: Patterns) -> bool:
    return one.what == other.what and same(one, other, ("rows", "counts", "gold"))


def same_models(one: LabelModel, other: LabelModel) -> bool:
    return same(one, other, ("precisions_", "weights_", "balance_", "counts_"))


@st.composite
def partitions(draw: st.DrawFn) -> tuple[Votes, list[str | None], list[list[int]]]:
    """Votes, gold for some rows, and the rows dealt to parts, some perhaps empty, each in an order of its own."""
    rows, functions = draw(st.integers(0, 40)), draw(st.integers(1, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    matrix = np.where(random.random((rows, functions)) < 0.4, random.integers(0, 4, (rows, functions)), -1)
    gold = [LABELS[i] if i < 3 else None for i in random.integers(0, 9, rows)]
    parts = draw(st.integers(1, 6))
    dealt = random.integers(0, parts, rows)
    return votes_of(matrix), gold, [random.permutation(np.flatnonzero(dealt == i)).tolist() for i in range(parts)]


@settings(deadline=None)
@given(partitions(), st.data())
def test_any_partition_merges_in_any_order_to_what_the_whole_is(
    dealt: tuple[Votes, list[str | None], list[list[int]]], data: st.DataObject
) -> None:
    votes, gold, parts = dealt
    whole = collapse(votes, gold)
    left = [collapse(votes_of(votes.matrix[rows]), [gold[i] for i in rows]) for rows in parts]
    while len(left) > 1:  # put some of them together, then those with the others, whatever the order
        taken = data.draw(st.lists(st.sampled_from(range(len(left))), min_size=2, unique=True))
        merged = merge(left[i] for i in taken)
        left = [*(part for i, part in enumerate(left) if i not in taken), merged]
    assert same_patterns(left[0], whole)
    assert same_models(LabelModel().fit_patterns(left[0]), LabelModel().fit(votes, gold))


@pytest.mark.parametrize("rows", [1, 7, 100, 1_000])
def test_fitting_goes_part_by_part_and_never_makes_the_matrix(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(0)
    votes = votes_of(np.where(random.random((300, 6)) < 0.4, random.integers(0, 4, (300, 6)), -1))
    gold = [LABELS[i % 3] if i % 20 == 0 else None for i in range(300)]
    expected = LabelModel().fit(votes, gold)
    monkeypatch.setattr(patterns, "ROWS", rows)
    fresh = copy.copy(votes)
    assert same_models(LabelModel().fit(fresh, gold), expected)
    assert "matrix" not in vars(fresh)


def test_parts_of_votes_are_those_of_the_matrix() -> None:
    matrix = np.array([[0, -1], [-1, 3], [1, 1], [-1, -1], [2, 0]])
    votes = replace(votes_of(matrix), row_ids=tuple("abcde"))
    for start, stop in ((0, 2), (1, 4), (2, 9), (3, 3)):
        part = votes.part(start, stop)
        assert part.matrix.tolist() == matrix[start:stop].tolist() and part.row_ids == votes.row_ids[start:stop]


def test_a_row_that_stands_for_many_counts_as_often() -> None:
    rows, gold = [[0, 1], [3, -1], [-1, -1]], ["lease", None, None]
    many = collapse(votes_of(np.repeat(rows, [2, 5, 1], axis=0)), np.repeat(np.array(gold, object), [2, 5, 1]).tolist())
    assert same_patterns(collapse(votes_of(rows), gold, counts=[2, 5, 1]), many)


def test_what_cannot_be_merged_is_refused() -> None:
    votes = votes_of([[0, 1]])
    for other in (replace(votes, functions=("x", "y")), replace(votes, confidences=(0.5, None))):
        with pytest.raises(DataError, match="same functions"):
            merge([collapse(votes), collapse(other)])
    with pytest.raises(DataError, match="no votes"):
        merge([])
