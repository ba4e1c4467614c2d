"""The label model on votes whose truth is known."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone

from sayso.grammar.errors import DataError
from sayso.runtime.label_model import LabelModel, MajorityVote, collapse, merge
from sayso.runtime.votes import Votes, cast_of

LABELS = ["lease", "nda", "sale"]


def planted(
    accuracies: list[float], *, rows: int = 2000, coverage: float = 0.5, k: int = 3, copies: int = 0, seed: int = 0
) -> tuple[Votes, list[str]]:
    """Votes of independent functions with these accuracies; the last is copied so many times, 95 votes in 100 alike."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, k, rows)
    columns = []
    for accuracy in accuracies:
        wrong = (truth + random.integers(1, k, rows)) % k
        vote = np.where(random.random(rows) < accuracy, truth, wrong)
        columns.append(np.where(random.random(rows) < coverage, vote, -1))
    for _ in range(copies):
        columns.append(np.where(random.random(rows) < 0.95, columns[len(accuracies) - 1], -1))
    labels = LABELS[:k]
    return Votes.from_array(np.array(columns).T, labels=labels), [labels[i] for i in truth]


def accuracy(names: list[str | None], truth: list[str], voted: np.ndarray) -> float:
    return float(np.mean([n == t for n, t, v in zip(names, truth, voted, strict=True) if v]))


def test_better_functions_are_believed_more() -> None:
    votes, _ = planted([0.9, 0.9, 0.8, 0.7, 0.45])
    believed = list(LabelModel().fit(votes).accuracies.values())
    assert believed[0] > believed[2] > believed[3] > believed[4]
    weakly_anchored = list(LabelModel(free_anchor=0.0, floor=0.0).fit(votes).accuracies.values())
    np.testing.assert_allclose(weakly_anchored, [0.9, 0.9, 0.8, 0.7, 0.45], atol=0.06)


def test_it_beats_majority_vote_where_functions_differ_in_accuracy() -> None:
    votes, truth = planted([0.95, 0.95, 0.9, 0.4, 0.4, 0.4, 0.4], coverage=1.0)
    ours, theirs = LabelModel().fit(votes).predict_proba(votes), MajorityVote().predict_proba(votes)
    assert accuracy(ours.names(), truth, ours.voted) > accuracy(theirs.names(), truth, theirs.voted) + 0.05


def test_near_copies_share_one_say() -> None:
    votes, truth = planted([0.8, 0.8, 0.8, 0.5], rows=4000, copies=3)
    model = LabelModel().fit(votes)
    weights = list(model.weights.values())
    assert min(weights[:3]) > 0.9
    assert max(weights[3:]) < 0.4
    deaf = LabelModel(redundancy=1.0).fit(votes)
    labels, unweighted = model.predict_proba(votes), deaf.predict_proba(votes)
    assert accuracy(labels.names(), truth, labels.voted) > accuracy(unweighted.names(), truth, labels.voted) + 0.03


def test_rows_sum_to_one_and_a_silent_row_has_the_balance() -> None:
    votes = Votes.from_array([[0, 0], [0, -1], [-1, -1], [1, 1], [0, 0]], labels=["a", "b"], row_ids="vwxyz")
    model = LabelModel().fit(votes)
    labels = model.predict_proba(votes)
    table = np.asarray(labels)
    assert table.dtype == np.float64
    assert table.shape == (5, 2)
    np.testing.assert_allclose(table.sum(axis=1), 1.0, atol=1e-12)
    assert labels.voted.tolist() == [True, True, False, True, True]
    assert labels.names() == ["a", "a", None, "b", "a"]
    np.testing.assert_allclose(table[2], model.balance_)
    assert table[2, 0] > 0.5, "the balance follows what is voted"
    assert labels.row_ids == tuple("vwxyz")


def test_contributions_and_balance_add_up_to_the_label() -> None:
    votes, _ = planted([0.9, 0.7, 0.6, 0.5], rows=300, copies=1)
    model = LabelModel().fit(votes)
    table = np.asarray(model.predict_proba(votes))
    for row in range(0, 300, 7):
        told = model.contributions(votes, row)
        total = told.total()
        scores = np.array([total[label] for label in LABELS])
        log_odds = np.log(table[row]) - np.log(table[row]).mean()
        np.testing.assert_allclose(scores, log_odds, atol=1e-10)
        np.testing.assert_allclose([told.probability[label] for label in LABELS], table[row], atol=1e-12)
        voted = {votes.functions[j]: LABELS[code] for j, code in enumerate(votes.matrix[row]) if code != -1}
        assert {vote.function: vote.vote for vote in told.votes} == voted
        for vote in told.votes:
            assert max(vote.log_odds, key=lambda c: vote.log_odds[c]) == vote.vote
            assert math.isclose(sum(vote.log_odds.values()), 0.0, abs_tol=1e-9)


def test_contributions_refuse_a_row_that_is_not_there() -> None:
    votes, _ = planted([0.9], rows=10)
    with pytest.raises(DataError, match="no row 10"):
        LabelModel().fit(votes).contributions(votes, 10)


def test_the_order_of_rows_changes_no_bit_and_that_of_functions_no_label() -> None:
    votes, _ = planted([0.9, 0.8, 0.6, 0.5], copies=2)
    before = np.asarray(LabelModel().fit(votes).predict_proba(votes))
    rows = np.random.default_rng(1).permutation(len(votes))
    shuffled = Votes.from_array(votes.matrix[rows], labels=LABELS)
    assert np.array_equal(np.asarray(LabelModel().fit(shuffled).predict_proba(shuffled)), before[rows])
    columns = [3, 0, 5, 1, 4, 2]
    turned = Votes.from_array(votes.matrix[:, columns], labels=LABELS)
    np.testing.assert_allclose(np.asarray(LabelModel().fit(turned).predict_proba(turned)), before, atol=1e-9)


def test_a_row_is_labelled_alike_in_any_company() -> None:
    votes, _ = planted([0.9, 0.8, 0.6, 0.5], copies=2)
    model = LabelModel().fit(votes)
    whole = np.asarray(model.predict_proba(votes))
    for start in range(0, 2000, 137):
        part = Votes.from_array(votes.matrix[start : start + 137], labels=LABELS)
        assert np.array_equal(np.asarray(model.predict_proba(part)), whole[start : start + 137])


def test_merged_partitions_fit_like_the_whole_to_the_bit() -> None:
    votes, truth = planted([0.9, 0.8, 0.6, 0.5], copies=2)
    gold = [label if i % 50 == 0 else None for i, label in enumerate(truth)]
    cuts = [0, 1, 700, 700, 2000]
    parts = [
        collapse(Votes.from_array(votes.matrix[a:b], labels=LABELS), gold[a:b])
        for a, b in zip(cuts, cuts[1:], strict=False)
    ]
    together = LabelModel().fit_patterns(merge(parts[::-1]))
    whole = LabelModel().fit(votes, gold)
    assert np.array_equal(together.precisions_, whole.precisions_)
    assert np.array_equal(together.balance_, whole.balance_)
    assert together.accuracies == whole.accuracies


def one_class_each(rates: list[tuple[int, float, float]], rows: int, seed: int = 0) -> tuple[Votes, list[str]]:
    """Functions that speak for one class of two: (class, how often it fires where that is true, and where it is not)."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, 2, rows)
    columns = [np.where(random.random(rows) < np.where(truth == c, hit, miss), c, -1) for c, hit, miss in rates]
    return Votes.from_array(np.array(columns).T, labels=LABELS[:2]), [LABELS[i] for i in truth]


def test_gold_moves_belief_where_agreement_misleads() -> None:
    votes, truth = one_class_each([(0, 0.6, 0.1), (1, 0.6, 0.1), (0, 0.5, 0.5), (0, 0.4, 0.4)], 3000)
    gold = [label if i < 100 else None for i, label in enumerate(truth)]
    blind, told = LabelModel().fit(votes), LabelModel().fit(votes, gold)
    assert (blind.gold_used_for, told.gold_used_for) == ("nothing", "fit")
    assert told.accuracies["function 2"] < blind.accuracies["function 2"] - 0.02
    ours, before = told.predict_proba(votes), blind.predict_proba(votes)
    assert accuracy(ours.names(), truth, ours.voted) >= accuracy(before.names(), truth, before.voted)


def test_gold_does_not_silence_a_function_that_is_right_where_it_is_alone() -> None:
    random = np.random.default_rng(2)
    truth = random.integers(0, 2, 4000)
    sure = [np.where((truth == 1) & (random.random(4000) < 0.6), 1, -1) for _ in range(3)]
    broad = np.where(
        (truth == 0) | (random.random(4000) < 0.9), 0, -1
    )  # right on half of its rows; where alone, on nearly all
    votes = Votes.from_array(np.stack([*sure, broad], axis=1), labels=LABELS[:2])
    names = [LABELS[i] for i in truth]
    for seed in range(5):
        given = np.random.default_rng(seed).permutation(4000)[:50]
        told = LabelModel().fit(votes, [name if i in set(given) else None for i, name in enumerate(names)])
        labels = told.predict_proba(votes)
        assert accuracy(labels.names(), names, labels.voted) > 0.93


def test_with_many_broad_functions_for_one_class_those_for_the_other_are_still_heard() -> None:
    random = np.random.default_rng(4)
    truth = (random.random(5000) < 0.5).astype(int)
    broad = [np.where(random.random(5000) < np.where(truth == 1, 0.98, 0.8), 1, -1) for _ in range(5)]
    narrow = [np.where(random.random(5000) < np.where(truth == 0, 0.35, 0.05), 0, -1) for _ in range(6)]
    votes = Votes.from_array(np.stack([*broad, *narrow], axis=1), labels=LABELS[:2])
    names = LabelModel().fit(votes).predict_proba(votes).names()
    right = np.array([name == LABELS[t] for name, t in zip(names, truth, strict=True)])
    majority = MajorityVote().predict_proba(votes).names()
    bar = np.array([name == LABELS[t] for name, t in zip(majority, truth, strict=True)])
    assert right[truth == 0].mean() > 0.6 and right.mean() > bar.mean()


def test_one_side_does_not_take_all_that_is_contested() -> None:
    """Independent functions, each for one of two classes, as right for either: nothing tells which class is frequent."""
    found = []
    for seed in range(6):
        random = np.random.default_rng(seed)
        truth = (random.random(3000) < 0.2).astype(int)
        share, columns = np.array([0.8, 0.2]), []
        for j in range(12):
            right, covered, c = random.uniform(0.5, 0.95), random.uniform(0.02, 0.3), j % 2
            rates = [min(0.95, covered * (right if y == c else 1 - right) / share[y]) for y in (0, 1)]
            columns.append(np.where(random.random(3000) < np.array(rates)[truth], c, -1))
        votes = Votes.from_array(np.array(columns).T, labels=LABELS[:2])
        labels = LabelModel().fit(votes).predict_proba(votes)
        ours, votes_own = (
            np.asarray(x)[labels.voted].mean(axis=0) for x in (labels, MajorityVote().predict_proba(votes))
        )
        found.append(abs(np.log(ours[0] / ours[1]) - np.log(votes_own[0] / votes_own[1])))
    assert np.mean(found) < 0.65 and max(found) < 0.85, "the labels' balance stays near that of the votes"


def test_of_two_that_contradict_each_other_neither_takes_the_others_along() -> None:
    random = np.random.default_rng(6)
    truth = random.integers(0, 2, 6000)
    word = random.random(6000) < 0.25  # tells nothing, and two authors draw opposite conclusions from it
    pair = [np.where(word, 0, -1), np.where(word & (random.random(6000) < 0.95), 1, -1)]
    broad = np.where(random.random(6000) < np.where(word, 0.8, np.where(truth == 0, 0.5, 0.2)), 0, -1)
    rates = [(0, 0.1, 0.05), (1, 0.25, 0.1), (1, 0.25, 0.1), (1, 0.2, 0.1)]
    rest = [np.where(random.random(6000) < np.where(truth == c, hit, miss), c, -1) for c, hit, miss in rates]
    names = [LABELS[i] for i in truth]

    def labelled(columns: list[np.ndarray]) -> tuple[dict[str, float], float]:
        votes = Votes.from_array(np.stack(columns, axis=1), labels=LABELS[:2])
        model = LabelModel().fit(votes)
        return model.accuracies, accuracy(model.predict_proba(votes).names(), names, (votes.matrix[:, 2:] >= 0).any(1))

    believed, right = labelled([*pair, broad, *rest])
    nothing = np.full(6000, -1)
    alone, without = labelled([nothing, nothing, broad, *rest])
    assert abs(believed["function 0"] - believed["function 1"]) < 0.2
    assert abs(believed["function 2"] - alone["function 2"]) < 0.12
    assert right > without - 0.03


def test_rows_with_gold_have_that_label_and_clashes_are_listed_the_surest_first() -> None:
    matrix = np.array([[0, 0, 0], [0, -1, -1], [1, 1, 1], [-1, -1, -1], [0, 1, -1]] * 20)
    ids = [f"r{i}" for i in range(100)]
    votes = Votes.from_array(matrix, labels=["a", "b"], row_ids=ids)
    gold: list[str | None] = ["b", "b", "b", "a", None, *[None] * 95]
    model = LabelModel().fit(votes)
    plain, labels = model.predict_proba(votes), model.predict_proba(votes, gold)
    assert np.asarray(labels)[:4].tolist() == [[0, 1], [0, 1], [0, 1], [1, 0]]
    assert np.array_equal(np.asarray(labels)[4:], np.asarray(plain)[4:])
    assert labels.voted[3] and not plain.voted[3] and labels.names()[3] == "a"
    found = model.clashes(votes, gold)
    assert [(clash.row, clash.by_hand, clash.label) for clash in found] == [("r0", "b", "a"), ("r1", "b", "a")]
    assert [clash.probability for clash in found] == np.asarray(plain)[:2, 0].tolist()
    assert np.asarray(MajorityVote().predict_proba(votes, gold))[:2].tolist() == [[0, 1], [0, 1]]
    with pytest.raises(DataError, match="is no label"):
        model.predict_proba(votes, ["c", *gold[1:]])


def test_a_model_moved_by_gold_is_read_back_to_the_bit(tmp_path: Path) -> None:
    votes, truth = planted([0.9, 0.8, 0.6, 0.5])
    model = LabelModel().fit(votes, [label if i < 60 else None for i, label in enumerate(truth)])
    assert model.sharpness_ != 1
    model.save(tmp_path / "model.json")
    again = LabelModel.load(tmp_path / "model.json")
    assert np.array_equal(np.asarray(again.predict_proba(votes)), np.asarray(model.predict_proba(votes)))


def test_the_balance_that_is_given_stays_whatever_gold_says() -> None:
    votes, truth = one_class_each([(0, 0.6, 0.1), (1, 0.6, 0.1), (0, 0.4, 0.2)], 2000)
    gold = [label if i < 200 else None for i, label in enumerate(truth)]
    model = LabelModel(class_balance={LABELS[0]: 0.2, LABELS[1]: 0.8}).fit(votes, gold)
    np.testing.assert_allclose(model.balance_, [0.2, 0.8])


def test_gold_in_every_kind_of_missing_and_no_other_name() -> None:
    votes = Votes.from_array([[0], [1], [0], [-1]], labels=["a", "b"], row_ids=["w", "x", "y", "z"])
    LabelModel().fit(votes, ["a", None, float("nan"), None])
    with pytest.raises(DataError, match="row x: 'c' is no label; the labels are a, b"):
        LabelModel().fit(votes, ["a", "c", None, None])
    with pytest.raises(DataError, match="row w: 0 is no label"):
        LabelModel().fit(votes, [0, 1, 0, 1])  # type: ignore[list-item]
    with pytest.raises(DataError, match="1 labels for 4 rows"):
        LabelModel().fit(votes, ["a"])


def partial(rows: list[list[int]]) -> Votes:
    """Votes where outcome 3 is "lease or nda"."""
    outcomes = (("lease",), ("nda",), ("sale",), ("lease", "nda"))
    plain = Votes.from_array(np.zeros((len(rows), len(rows[0]))), labels=LABELS)
    return replace(plain, cast=cast_of(np.array(rows, dtype=np.int8)), outcomes=outcomes)


def test_a_vote_for_a_set_rules_the_others_out_and_prefers_none_within() -> None:
    votes = partial([[3, -1], [3, 0], [3, 2], [-1, -1]] * 20)
    table = np.asarray(LabelModel(class_balance="uniform").fit(votes).predict_proba(votes))
    assert table[0, 0] == pytest.approx(table[0, 1])
    assert table[0, 2] < 0.2
    assert table[1, 0] > table[1, 1] > table[1, 2]
    assert table[2, 2] < table[3, 2] + 0.5
    told = LabelModel().fit(votes).contributions(votes, 0)
    assert told.votes[0].vote == "lease or nda"
    shares = np.asarray(MajorityVote().predict_proba(votes))
    assert shares[:4].tolist() == [[0.5, 0.5, 0], [1, 0, 0], [0, 0, 1], [1 / 3, 1 / 3, 1 / 3]]


def test_majority_vote_splits_ties() -> None:
    votes = Votes.from_array([[0, 0, 1], [0, 1, -1], [2, 1, 0]], labels=LABELS)
    table = np.asarray(MajorityVote().fit(votes).predict_proba(votes))
    np.testing.assert_allclose(table, [[1, 0, 0], [0.5, 0.5, 0], [1 / 3] * 3])


def test_what_an_author_states_is_where_belief_starts() -> None:
    matrix = np.array([[0, 1], [0, -1], [-1, 1]] * 3)
    votes = replace(Votes.from_array(matrix, labels=["a", "b"]), confidences=(0.95, None))
    model = LabelModel().fit(votes)
    assert model.accuracies["function 0"] > model.accuracies["function 1"] + 0.1
    assert np.asarray(model.predict_proba(votes))[0, 0] > 0.7


def test_no_vote_speaks_against_itself() -> None:
    matrix = np.full((500, 4), 0)
    matrix[:, 3] = 1
    votes = Votes.from_array(matrix, labels=["a", "b"])
    model = LabelModel(anchor=0.0).fit(votes)
    told = model.contributions(votes, 0)
    lone = next(vote for vote in told.votes if vote.function == "function 3")
    assert lone.log_odds["b"] >= 0


def test_a_function_silent_while_fitting_speaks_with_its_prior_later() -> None:
    seen = Votes.from_array([[0, -1]] * 50 + [[1, -1]] * 10, labels=["a", "b"])
    model = LabelModel().fit(seen)
    assert model.accuracies["function 1"] == pytest.approx(0.8)
    later = Votes.from_array([[-1, 1]], labels=["a", "b"])
    assert model.predict_proba(later).names() == ["b"]
    assert len(model.contributions(later, 0).votes) == 1


@pytest.mark.parametrize("shape", [(5, 1), (5, 2), (0, 3), (4, 0), (1, 1)])
def test_few_functions_or_rows_are_fine(shape: tuple[int, int]) -> None:
    votes = Votes.from_array(np.zeros(shape, dtype=int), labels=["a", "b"])
    labels = LabelModel().fit(votes).predict_proba(votes)
    assert np.asarray(labels).shape == (shape[0], 2)
    assert np.isfinite(np.asarray(labels)).all()
    assert np.asarray(MajorityVote().predict_proba(votes)).shape == (shape[0], 2)


def test_a_hundred_labels_and_hundreds_of_functions() -> None:
    random = np.random.default_rng(0)
    truth = random.integers(0, 100, 3000)
    matrix = np.full((3000, 400), -1)
    for j in range(400):
        fires = (truth == j % 100) & (random.random(3000) < 0.5) | (random.random(3000) < 0.002)
        matrix[fires, j] = j % 100
    votes = Votes.from_array(matrix, labels=[f"label {i}" for i in range(100)])
    labels = LabelModel().fit(votes).predict_proba(votes)
    best = np.asarray(labels).argmax(axis=1)
    assert (best == truth)[labels.voted].mean() > 0.85


def test_the_balance_given_is_the_balance_used() -> None:
    votes, _ = planted([0.8, 0.7], rows=200)
    shares = {"lease": 0.7, "nda": 0.2, "sale": 0.1}
    np.testing.assert_allclose(LabelModel(class_balance=shares).fit(votes).balance_, [0.7, 0.2, 0.1])
    np.testing.assert_allclose(LabelModel(class_balance="uniform").fit(votes).balance_, 1 / 3)
    with pytest.raises(DataError, match="lease, nda, sale"):
        LabelModel(class_balance={"lease": 1.0}).fit(votes)
    with pytest.raises(DataError, match="estimated"):
        LabelModel(class_balance="even").fit(votes)


def test_saved_and_read_again_it_says_the_same_to_the_bit(tmp_path: Path) -> None:
    votes, _ = planted([0.9, 0.6, 0.5], copies=1)
    votes = replace(votes, confidences=(0.9, None, None, None))
    model = LabelModel(anchor=2.0, class_balance={"lease": 0.5, "nda": 0.3, "sale": 0.2}).fit(votes)
    model.save(tmp_path / "model.json")
    again = LabelModel.load(tmp_path / "model.json")
    assert np.array_equal(np.asarray(again.predict_proba(votes)), np.asarray(model.predict_proba(votes)))
    assert again.accuracies == model.accuracies
    assert again.weights == model.weights
    assert again.get_params() == model.get_params()
    assert again.contributions(votes, 3) == model.contributions(votes, 3)


@pytest.mark.parametrize("text", ["", "[]", "{}", "not json", json.dumps({"format": 99})])
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.json").write_text(text)
    with pytest.raises(DataError, match="odd.json"):
        LabelModel.load(tmp_path / "odd.json")


def test_votes_of_other_functions_are_refused() -> None:
    votes, _ = planted([0.9, 0.8], rows=50)
    model = LabelModel().fit(votes)
    with pytest.raises(DataError, match="other functions"):
        model.predict_proba(Votes.from_array(votes.matrix, labels=LABELS, functions=["x", "y"]))
    with pytest.raises(DataError, match="not fitted"):
        LabelModel().predict_proba(votes)


def test_it_follows_scikit_learns_conventions() -> None:
    model = LabelModel(anchor=1.0, precision=0.8)
    assert clone(model).get_params() == model.get_params()
    assert model.set_params(precision=0.6).precision == 0.6
    votes, _ = planted([0.9, 0.8], rows=50)
    assert model.fit(votes) is model
