"""What the label model says in words: each finding where it is due, with its figure, and nothing where nothing is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.runtime.label_model import LabelModel, Snapshot, advise, collapse
from sayso.runtime.label_model.standing import standings
from sayso.runtime.votes import Votes, cast_of

GOLDEN = Path(__file__).parents[2] / "golden" / "advice.txt"
ROWS = 400


def functions_that(fire: dict[str, tuple[int, list[int]]], labels: list[str] | None = None) -> Votes:
    """Votes of one-class functions: for each name the class, and the rows on which it fires."""
    matrix = np.full((ROWS, len(fire)), -1)
    for j, (label, rows) in enumerate(fire.values()):
        matrix[rows, j] = label
    return Votes.from_array(matrix, labels=labels or ["lease", "sale"], functions=list(fire))


def fair() -> dict[str, tuple[int, list[int]]]:
    """Four functions on 400 rows, half of them leases, about which there is little to say."""
    return {
        "rent": (0, [*range(0, 120), 205, 206]),
        "tenant": (0, [*range(60, 180), 210, 211]),
        "price": (1, [*range(200, 320), 5, 6]),
        "buyer": (1, [*range(260, 380), 70, 71]),
    }


def told(votes: Votes, **more: object) -> list[tuple[str, str]]:
    model = LabelModel().fit(votes, more.get("gold"))  # type: ignore[arg-type]
    return [(piece.kind, str(piece)) for piece in advise(votes, model, **more)]  # type: ignore[arg-type]


def situations() -> dict[str, list[tuple[str, str]]]:
    """Each kind of advice brought about, and all that is then said."""
    said = {
        "never fires": told(functions_that({**fair(), "boat": (1, [])})),
        "too broad": told(functions_that({**fair(), "the": (0, [*range(180, 400)])})),
        "contradicts others": told(functions_that({**fair(), "odd": (0, [*range(270, 300)])})),
        "contradict each other": told(functions_that({**fair(), "key": (0, [*range(100, 200), *range(300, 340)])})),
        "copy": told(functions_that({**fair(), "renting": (0, [*range(2, 120), 205, 206])})),
        "overlap": told(functions_that({**fair(), "flat": (0, [*range(20, 120), *range(380, 395)])})),
        "fires only with another": told(functions_that({**fair(), "landlord": (0, [*range(10, 40)])})),
        "class without votes": told(functions_that(fair(), ["lease", "sale", "loan"])),
        "too few functions": told(functions_that(dict(list(fair().items())[1:3]))),
        "majority vote is as good": told(functions_that(fair())),
        "balance": told(
            functions_that(
                {"rent": (0, [*range(0, 380)]), "flat": (0, [*range(0, 300)]), "price": (1, [*range(375, 400)])}
            )
        ),
    }
    gold: list[str | None] = [
        "sale" if i in (20, 80) else "lease" if i in range(100, 110) else None for i in range(ROWS)
    ]
    said["gold clashes"] = told(functions_that(fair()), gold=gold)
    before = Snapshot(
        380, 0.7, {"lease": 0.3, "sale": 0.7}, {"rent": 0.1, "price": 0.3, "gone": 0.5}, "20261101-120000-ab"
    )
    said["drift"] = told(functions_that(fair()), before=before)
    copies = {f"copy {i}": (0, [*range(0, 200)]) for i in range(4)}
    others = {"x": (1, [*range(50, 210)]), "y": (1, [*range(0, 150)]), "z": (1, [*range(100, 260)])}
    said["majority vote differs"] = told(functions_that({**copies, **others}))
    return said


def test_the_wording_is_what_it_was() -> None:
    lines = [f"{kind}: {text}" for name, advice in situations().items() for kind, text in advice if kind == name]
    assert "\n".join(lines) + "\n" == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("kind", list(situations()))
def test_each_kind_is_said_where_it_is_due_and_has_a_figure(kind: str) -> None:
    due = [text for other, text in situations()[kind] if other == kind]
    assert due
    assert all(any(letter.isdigit() for letter in text) or "none of" in text for text in due)


def test_of_fair_functions_nothing_is_said_but_that_the_majority_is_as_good() -> None:
    assert [kind for kind, _ in told(functions_that(fair()))] == ["majority vote is as good"]


def test_many_findings_of_one_kind_are_counted_not_listed() -> None:
    silent = {f"silent {i}": (0, []) for i in range(30)}
    said = [text for kind, text in told(functions_that({**fair(), **silent})) if kind == "never fires"]
    assert len(said) == 6
    assert said[-1].startswith("and 25 more of that kind (never fires): [silent 5], [silent 6]")


def test_votes_for_sets_that_share_a_class_do_not_clash() -> None:
    outcomes = (("lease",), ("sale",), ("loan",), ("lease", "sale"))
    matrix = np.array([[0, 3]] * 30 + [[2, 3]] * 10 + [[0, -1]] * 5, dtype=np.int8)
    plain = Votes.from_array(np.zeros(matrix.shape), labels=["lease", "sale", "loan"])
    found = standings(collapse(replace(plain, cast=cast_of(matrix), outcomes=outcomes)))
    assert found.common.tolist() == [40, 40]
    assert found.contested.tolist() == [0.25, 0.25]
    assert found.by_label.tolist() == [35, 0, 10]


def test_of_copies_one_is_named_to_contradict_and_sets_that_share_a_class_do_not() -> None:
    key = (0, [*range(100, 200), *range(300, 340)])
    said = [
        piece
        for piece in told(functions_that({**fair(), "key": key, "lock": key}))
        if piece[0].startswith("contradict each")
    ]
    assert len(said) == 1 and "[buyer] and [key] contradict each other on 40 rows" in said[0][1]
    plain = Votes.from_array(np.zeros((60, 2)), labels=["lease", "sale", "loan"])
    matrix = np.array([[1, 3]] * 20 + [[2, 3]] * 20 + [[0, 3]] * 20, dtype=np.int8)
    votes = replace(plain, cast=cast_of(matrix), outcomes=(("lease",), ("sale",), ("loan",), ("lease", "sale")))
    assert standings(collapse(votes)).clashing(20, 0.25) == [(0, 1, 20)]
    assert [text for kind, text in told(votes) if "(rows 20, 21, 22, ...)" in text]


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 6), st.integers(0, 40))
def test_counts_are_those_of_the_summary_and_of_a_plain_loop(seed: int, functions: int, rows: int) -> None:
    random = np.random.default_rng(seed)
    matrix = np.where(random.random((rows, functions)) < 0.5, random.integers(0, 3, (rows, functions)), -1)
    votes = Votes.from_array(matrix.reshape(rows, functions), labels=["a", "b", "c"])
    found, summary = standings(collapse(votes)), votes.summary()
    np.testing.assert_allclose(found.votes, summary.votes)
    np.testing.assert_allclose(found.common, summary.overlap * max(rows, 1))
    for a in range(functions):
        others = [v for row in matrix if row[a] >= 0 for b, v in enumerate(row) if b != a and v >= 0]
        against = [v for row in matrix if row[a] >= 0 for b, v in enumerate(row) if b != a and v >= 0 and v != row[a]]
        assert found.contested[a] == pytest.approx(len(against) / max(len(others), 1))
        for b in range(functions):
            both = (matrix[:, a] >= 0) & (matrix[:, b] >= 0)
            assert found.both(a, b) == both.sum()
            assert found.alike(a, b) == (both & (matrix[:, a] == matrix[:, b])).sum()
    clash = {
        (a, b): int(((matrix[:, a] >= 0) & (matrix[:, b] >= 0) & (matrix[:, a] != matrix[:, b])).sum())
        for b in range(functions)
        for a in range(b)
    }
    assert {(a, b): many for a, b, many in found.clashing(1, 0.0)} == {
        pair: many for pair, many in clash.items() if many
    }
