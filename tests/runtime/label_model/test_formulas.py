"""The parts of the label model against what is slow and obvious, or known from the books."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.utils import estimator_checks

from sayso.runtime.label_model import LabelModel, MajorityVote, collapse, merge, packing
from sayso.runtime.label_model.correcting import Evidence, Moves, moves
from sayso.runtime.label_model.packing import numbered, sizes, unpacked, words
from sayso.runtime.label_model.patterns import Entries, distinct, entries
from sayso.runtime.label_model.priors import breadth_penalty, lifted, most, shares_by_breadth, usual, vote_shares
from sayso.runtime.label_model.redundancy import Overlaps, contradiction
from sayso.runtime.label_model.sampling import sample
from sayso.runtime.label_model.speaking import Trust, choosing, discount, meanings, said
from sayso.runtime.votes import Votes, cast_of


def matrix_of(seed: int, rows: int, functions: int, outcomes: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    votes = np.where(random.random((rows, functions)) < 0.4, random.integers(0, outcomes, (rows, functions)), -1)
    return votes.astype(np.int16).reshape(rows, functions)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 50), st.integers(0, 90), st.integers(1, 200))
def test_packed_rows_are_equal_where_rows_are_and_unpack_to_them(
    seed: int, rows: int, functions: int, outcomes: int
) -> None:
    matrix = np.repeat(matrix_of(seed, rows, functions, outcomes), 2, axis=0)
    packed = words(((slice(None), column) for column in matrix.T), len(matrix), outcomes)
    assert np.array_equal(unpacked(packed, functions, outcomes), matrix)
    first, where = numbered(packed)
    assert np.array_equal(matrix[first][where], matrix)
    assert len(first) == len({tuple(row) for row in matrix.tolist()})
    shuffled = np.random.default_rng(seed).permutation(len(matrix))
    again = words(((slice(None), column) for column in matrix[shuffled].T), len(matrix), outcomes)
    at, _ = numbered(again)
    assert np.array_equal(matrix[shuffled][at], matrix[first])
    labels = [f"label {i}" for i in range(outcomes)]
    rows, number = distinct(Votes.from_array(matrix, labels=labels))
    assert np.array_equal(rows[number], matrix) and len(rows) == len(first)


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 90), st.integers(1, 300))
def test_sizes_are_counted_without_unpacking(seed: int, functions: int, outcomes: int) -> None:
    matrix = matrix_of(seed, 30, functions, outcomes)
    packed = words(((slice(None), column) for column in matrix.T), 30, outcomes)
    assert sizes(packed, functions, outcomes).tolist() == (matrix != -1).sum(axis=1).tolist()


def test_rows_that_are_mixed_to_one_number_are_still_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = np.repeat(matrix_of(0, 40, 50, 3), 2, axis=0)
    packed = words(((slice(None), column) for column in matrix.T), 80, 3)
    expected = numbered(packed)
    monkeypatch.setattr(packing, "mixed", lambda packed: np.zeros(packed.shape[1], np.int64))
    assert all(np.array_equal(one, other) for one, other in zip(numbered(packed), expected, strict=True))


def bernoulli_votes(rows: int, functions: int = 30) -> Votes:
    random = np.random.default_rng(3)
    truth = random.integers(0, 2, rows)
    vote = np.where(random.random((rows, functions)) < 0.75, truth[:, None], 1 - truth[:, None])
    return Votes.from_array(np.where(random.random((rows, functions)) < 0.3, vote, -1), labels=["a", "b"])


def test_a_sample_stands_for_the_whole_however_it_came_together() -> None:
    votes = bernoulli_votes(20_000)
    whole = collapse(votes)
    drawn = sample(whole, 20_000)
    assert len(drawn.rows) < len(whole.rows) / 5
    assert drawn.counts.sum() == pytest.approx(whole.counts.sum(), rel=0.05)
    votes_of = [(p.counts[:, None] * (p.rows == 1)).sum(axis=0) for p in (drawn, whole)]
    np.testing.assert_allclose(votes_of[0], votes_of[1], rtol=0.15)
    parts = [collapse(votes.part(i, i + 3_000)) for i in range(0, 20_000, 3_000)]
    again = sample(merge(parts[::-1]), 20_000)
    assert np.array_equal(again.rows, drawn.rows) and np.array_equal(again.counts, drawn.counts)
    assert sample(whole, 10**9) is whole


def test_a_fit_on_a_sample_is_the_same_to_the_bit_in_any_order_of_rows() -> None:
    votes, random = bernoulli_votes(10_000), np.random.default_rng(5)
    assert sum(map(len, votes.cast)) > 60_000
    gold: list[str | None] = [str(random.choice(["a", "b"])) if i % 100 == 0 else None for i in range(10_000)]
    first = LabelModel().fit(votes, gold)
    order = random.permutation(10_000)
    shuffled = Votes.from_array(votes.matrix[order], labels=["a", "b"])
    again = LabelModel().fit(shuffled, [gold[i] for i in order])
    whole = LabelModel().fit_patterns(collapse(votes, gold))
    for other in (again, whole):
        assert np.array_equal(first.precisions_, other.precisions_) and np.array_equal(first.weights_, other.weights_)
        assert np.array_equal(first.balance_, other.balance_) and first.sharpness_ == other.sharpness_


def test_a_fit_on_a_sample_is_a_fit_on_the_whole_within_a_point(monkeypatch: pytest.MonkeyPatch) -> None:
    votes = bernoulli_votes(30_000)
    drawn = LabelModel().fit(votes)
    monkeypatch.setattr(sample, "__defaults__", (10**9,))
    whole = LabelModel().fit(votes)
    assert np.array_equal(drawn.counts_, whole.counts_)
    # an entry has some 1,000 votes in the sample: its precision is off by .01 in the mean, and by .04 where worst of sixty
    off = np.abs(drawn.precisions_ - whole.precisions_)
    assert off.mean() < 0.015 and off.max() < 0.05
    table, other = np.asarray(drawn.predict_proba(votes)), np.asarray(whole.predict_proba(votes))
    assert (table.argmax(axis=1) == other.argmax(axis=1)).mean() > 0.98


def trust_of(precision: list[float], count: list[float], function: list[int], inside: np.ndarray) -> Trust:
    return Trust(np.array(precision), np.ones(len(precision)), np.array(count), np.array(function), inside)


def test_a_function_that_chooses_between_classes_says_what_dawid_and_skene_say() -> None:
    balance, count = np.array([0.3, 0.7]), np.array([50.0, 150.0])
    trust = trust_of([0.8, 0.9], [50, 150], [0, 0], np.eye(2, dtype=bool))
    told = said(trust, balance, np.ones(1), trust)
    joint = meanings(trust.precision, trust.inside, balance) * count[:, None]  # N(vote, class)
    confusion = joint / joint.sum(axis=0)  # P(vote | class), of the rows it votes on
    expected = np.log(confusion)
    np.testing.assert_allclose(told[:, 0] - told[:, 1], expected[:, 0] - expected[:, 1])


def test_a_function_that_speaks_for_one_class_alone_leaves_its_precision() -> None:
    balance = np.array([0.2, 0.3, 0.5])
    trust = trust_of([0.8], [50], [0], np.eye(3, dtype=bool)[[1]])
    told = said(trust, balance, np.zeros(1), trust)
    posterior = np.exp(np.log(balance) + told[0])
    np.testing.assert_allclose(posterior / posterior.sum(), [0.2 * 2 / 7, 0.8, 0.2 * 5 / 7])


def test_a_vote_for_a_set_keeps_the_proportions_inside() -> None:
    balance = np.array([0.2, 0.3, 0.5])
    means = meanings(np.array([0.9]), np.array([[True, True, False]]), balance)
    np.testing.assert_allclose(means, [[0.36, 0.54, 0.1]])


def test_choosing_goes_from_one_outcome_to_several() -> None:
    function, count = np.array([0, 1, 1, 2, 2, 3, 3]), np.array([9.0, 50, 50, 999, 1, 95, 5])
    free = choosing(function, count, 5)
    assert free[[0, 1, 3, 4]].tolist() == [0, 1, 1, 0]
    assert 0 < free[2] < 0.1


def test_a_class_has_half_the_rows_of_the_broadest_function_that_speaks_for_it_alone() -> None:
    inside = np.array([[True, False, False], [False, True, False], [False, True, True], [True, False, False]])
    shares = shares_by_breadth(np.array([0.45, 0.2, 0.9, 0.1]), inside)
    np.testing.assert_allclose(shares, [0.45, 0.275, 0.275])
    np.testing.assert_allclose(shares_by_breadth(np.array([0.3, 0.3, 0, 0]), inside), [1 / 3] * 3)
    both = shares_by_breadth(np.array([0.9, 0.6, 0, 0]), inside)
    assert both.sum() == pytest.approx(1) and both.min() > 0.01
    assert both[0] / both[1] == pytest.approx(1.5)


def test_no_function_is_believed_right_on_more_rows_than_its_class_has() -> None:
    inside, balance = np.eye(2, dtype=bool), np.array([0.3, 0.7])
    np.testing.assert_allclose(most(inside, balance, np.array([0.6, 0.35])), [0.5, 2.0])
    matrix = np.full((1000, 3), -1)
    matrix[:900, 0], matrix[:150, 1], matrix[850:, 2] = 1, 0, 0
    model = LabelModel(class_balance={"a": 0.3, "b": 0.7}).fit(Votes.from_array(matrix, labels=["a", "b"]))
    assert model.accuracies["function 0"] == pytest.approx(0.7 / 0.9)


def test_a_usual_precision_goes_down_with_the_share_of_its_class() -> None:
    added = lifted(np.eye(2, dtype=bool), np.array([0.1, 0.9]))
    np.testing.assert_allclose(added, [-0.75 * np.log(9), 0.75 * np.log(9)])
    assert not lifted(np.eye(4, dtype=bool), np.full(4, 0.25)).any()


def evidence(seed: int, rows: int) -> Evidence:
    random = np.random.default_rng(seed)
    votes = sparse.csr_array((random.random((rows, 4)) < 0.5) * random.uniform(0.2, 1, (rows, 4)))
    inside = np.eye(3, dtype=bool)[[0, 1, 2, 0]]
    gold = np.eye(3)[random.integers(0, 3, rows)] * random.integers(1, 4, (rows, 1))
    return Evidence(random.normal(size=(rows, 3)), votes, inside, np.array([0, 0, 1, 1.0]), random.random(rows), gold)


def penalised(found: Evidence, moved: Moves, steady: np.ndarray) -> float:
    """What the moves are to make least, written down anew."""
    lost = 0.0
    for row, gold in enumerate(found.gold):
        log_odds = found.log_odds[row] + found.discount[row] * moved.balance
        for entry in range(len(found.inside)):
            log_odds = log_odds + found.votes.toarray()[row, entry] * moved.votes[entry] * found.inside[entry]
        odds = np.exp(moved.sharpness * log_odds)
        lost -= float(gold @ np.log(odds / odds.sum()))
    at = np.concatenate([moved.votes, moved.balance, [np.log(moved.sharpness)]])
    return lost + float((steady * at**2).sum() / 2)


def test_the_moves_of_gold_are_the_likeliest() -> None:
    found = evidence(1, 40)
    moved = moves(found, 0.8, balance=True)
    said = found.votes.sum(axis=0)
    tested = 3.0 ** (said[2:].sum() / said.sum())
    steady = np.array([1, 1, 9, 9, *[4 * tested**2] * 3, 4]) / 0.64
    best = penalised(found, moved, steady)
    random = np.random.default_rng(0)
    for _ in range(200):
        step = random.normal(size=8) * 0.02
        near = Moves(moved.votes + step[:4], moved.balance + step[4:7], moved.sharpness * np.exp(step[7]))
        assert penalised(found, near, steady) > best - 1e-5
    assert np.abs(moved.votes).max() > 0.1
    assert not moves(found, 0.8, balance=False).balance.any()


def test_breadth_costs_what_bayes_rule_says() -> None:
    matrix = np.array([[0, -1]] * 80 + [[-1, 1]] * 20)
    found, inside = entries(matrix, 2), np.eye(2, dtype=bool)
    shares = vote_shares(found, np.ones(100), inside)
    np.testing.assert_allclose(shares, [81 / 102, 21 / 102])
    even, count = np.array([0.5, 0.5]), np.array([60.0, 40.0])
    penalty = breadth_penalty(np.array([0.6, 0.4]), even, inside, count)
    assert penalty[0] - penalty[1] == pytest.approx(np.log(0.6 / 0.4))
    assert np.average(penalty, weights=count) == pytest.approx(0)
    np.testing.assert_allclose(breadth_penalty(np.array([0.95, 0.05]), even, inside, np.array([95.0, 5.0]))[1], -1.0)


def test_two_votes_of_what_fires_often_win_against_one_that_fired_once() -> None:
    matrix = np.array([[0, 0, 1], *[[0, -1, -1], [-1, 0, -1]] * 12])
    votes = Votes.from_array(matrix, labels=["a", "b"])
    assert LabelModel().fit(votes).predict_proba(votes).names()[0] == "a"


def test_the_usual_precision_has_the_same_lift_for_sets() -> None:
    assert usual(np.array([[True, False, False, False]]), 0.8)[0] == pytest.approx(0.8)
    wide = usual(np.array([[True, True, True, False]]), 0.8)[0]
    assert (wide - 0.75) / 0.25 == pytest.approx((0.8 - 0.25) / 0.75)


def test_n_votes_that_err_together_count_as_the_design_effect_says() -> None:
    found = entries(np.array([[0, -1, -1], [0, 0, 0], [-1, -1, -1]]), 1)
    np.testing.assert_allclose(discount(found, np.ones(3), 0.5), [1.0, 1 / 2.0, 1.0])
    np.testing.assert_allclose(discount(found, np.ones(3), 0.0), 1.0)


def slow_correlations(found: Entries, counts: np.ndarray, posterior: np.ndarray) -> np.ndarray:
    """(entries, entries): of firing less its rate in each class, row by row."""
    fired = found.fired.toarray()
    mass = posterior * counts[:, None]
    residual = fired - posterior @ ((mass.T @ fired) / mass.sum(axis=0)[:, None])
    covariance = residual.T @ (residual * counts[:, None])
    scale = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(scale, scale))


def test_redundancy_is_the_correlation_of_residuals() -> None:
    random = np.random.default_rng(0)
    matrix = matrix_of(1, 60, 5, 3)
    matrix[:, 4] = np.where(random.random(60) < 0.9, matrix[:, 0], -1)
    found, counts = entries(matrix, 3), random.integers(1, 5, 60).astype(np.float64)
    posterior = random.dirichlet(np.ones(3), 60)
    overlaps = Overlaps.of(found, counts, np.eye(3, dtype=bool), np.zeros(5), 0.5)
    expected = slow_correlations(found, counts, posterior)
    np.testing.assert_allclose(overlaps.correlations(posterior), expected[overlaps.one, overlaps.other], atol=1e-9)
    pairs = overlaps.pairs(posterior, overlaps.thresholds(0.5, np.zeros(5)))
    assert [pair[:2] for pair in pairs] == [(0, 4)]
    alone = np.setdiff1d(np.arange(len(found.function)), [*overlaps.one, *overlaps.other])
    assert len(alone)
    assert (overlaps.weights(posterior, overlaps.thresholds(0.5, np.zeros(5)))[alone] == 1).all()


def test_two_votes_say_the_opposite_as_far_as_not_both_can_be_wrong() -> None:
    two = contradiction(np.eye(2, dtype=bool))
    np.testing.assert_allclose(two, [[0, 1], [1, 0]])
    four = contradiction(np.eye(4, dtype=bool))
    np.testing.assert_allclose(four, (1 - np.eye(4)) / 3)
    sets = contradiction(np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 0, 0], [0, 1, 1, 0], [1, 1, 1, 1]], bool))
    assert sets[0, 1] == pytest.approx(1) and 1 / 3 < sets[1, 2] < 1
    assert sets[0, 2] == sets[0, 3] == 0 and not sets[4].any()


def test_those_that_contradict_each_other_on_the_same_rows_share_a_say_but_are_no_copies() -> None:
    seen = np.arange(400) % 4 == 0
    matrix = np.stack([np.where(seen, 0, -1), np.where(seen, 1, -1), np.where(np.arange(400) % 3 == 0, 1, -1)], axis=1)
    found, counts, even = entries(matrix, 2), np.ones(400), np.full((400, 2), 0.5)
    one_class = Overlaps.of(found, counts, np.eye(2, dtype=bool), np.zeros(3), 0.5)
    thresholds = one_class.thresholds(0.5, np.zeros(3))
    np.testing.assert_allclose(one_class.weights(even, thresholds), [0.5, 0.5, 1.0])
    assert one_class.pairs(even, thresholds) == []
    choosing_too = Overlaps.of(found, counts, np.eye(2, dtype=bool), np.array([0.0, 1.0, 0.0]), 0.5)
    assert (choosing_too.weights(even, choosing_too.thresholds(0.5, np.zeros(3))) == 1).all()


@pytest.mark.parametrize(("said", "shares"), [(0, True), (1, False)])
def test_a_contradiction_counts_from_nearer_rows_on_than_a_copy(said: int, shares: bool) -> None:
    where = np.arange(400)
    matrix = np.stack([np.where(where % 4 == 0, 0, -1), np.where((where % 4 == 0) & (where % 5 < 3), said, -1)], axis=1)
    found, even = entries(matrix, 2), np.full((400, 2), 0.5)
    overlaps = Overlaps.of(found, np.ones(400), np.eye(2, dtype=bool), np.zeros(2), 0.5)
    assert 0.5 < overlaps.correlations(even)[0] < 0.75
    assert ((overlaps.weights(even, overlaps.thresholds(0.5, np.zeros(2))) < 1) == shares).all()


def test_copies_are_listed_by_name() -> None:
    random = np.random.default_rng(0)
    truth = random.integers(0, 2, 2000)
    columns = [
        np.where(random.random(2000) < 0.5, np.where(random.random(2000) < 0.8, truth, 1 - truth), -1) for _ in "abc"
    ]
    matrix = np.stack([*columns, np.where(random.random(2000) < 0.95, columns[0], -1)], axis=1)
    model = LabelModel().fit(Votes.from_array(matrix, labels=["x", "y"], functions=["a", "b", "c", "a again"]))
    assert [(one, other) for one, other, _ in model.copies] == [("a", "a again")]


@pytest.mark.parametrize("kind", [LabelModel, MajorityVote])
@pytest.mark.parametrize(
    "check",
    ["check_no_attributes_set_in_init", "check_parameters_default_constructible", "check_get_params_invariance",
     "check_set_params", "check_estimator_cloneable", "check_estimator_repr",
     "check_mixin_order"],
)  # fmt: skip
def test_scikit_learns_own_checks_that_need_no_array(kind: type, check: str) -> None:
    getattr(estimator_checks, check)(kind.__name__, kind())


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(0, 40), st.integers(0, 6), st.integers(2, 5), st.booleans())
def test_whatever_the_votes_probabilities_are_finite_sum_to_one_and_come_apart_exactly(
    seed: int, rows: int, functions: int, k: int, sets: bool
) -> None:
    random = np.random.default_rng(seed)
    labels = [f"label {c}" for c in range(k)]
    outcomes = tuple((label,) for label in labels) + ((tuple(labels[1:]), tuple(labels)) if sets else ())
    matrix = matrix_of(seed, rows, functions, len(outcomes))
    plain = Votes.from_array(np.full(matrix.shape, -1), labels=labels)
    confidences = tuple(0.9 if j == 0 else None for j in range(functions))
    votes = replace(plain, cast=cast_of(matrix.astype(np.int8)), outcomes=outcomes, confidences=confidences)
    gold = [labels[c] if c < k else None for c in random.integers(0, 3 * k, rows)]
    for known in (None, gold):
        model = LabelModel().fit(votes, known)
        table = np.asarray(model.predict_proba(votes))
        assert np.isfinite(table).all()
        np.testing.assert_allclose(table.sum(axis=1), 1.0)
        for row in range(min(rows, 5)):
            total = np.array(list(model.contributions(votes, row).total().values()))
            odds = np.exp(total - total.max())
            np.testing.assert_allclose(odds / odds.sum(), table[row], atol=1e-9)
