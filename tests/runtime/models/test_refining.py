"""Labels corrected by what the rows themselves say, never by a row's own word for itself."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

import sayso
from sayso.runtime.models import refining
from sayso.runtime.models.linear import witness

Floats = npt.NDArray[np.float64]
CLASSES = ("rent", "work")


def mislabelled(rows: int, wrong: float) -> tuple[list[str], Floats, npt.NDArray[np.int64]]:
    """Texts of which one word in four tells the label, probabilities of .6 that lean wrongly on some rows, the true labels."""
    random = np.random.default_rng(0)
    truth = random.integers(2, size=rows)
    texts = [" ".join([("rent", "wage")[t], *(f"w{i}" for i in random.integers(0, 200, 3))]) for t in truth]
    leaning = np.where(random.random(rows) < wrong, 1 - truth, truth)
    return texts, np.array([[0.6, 0.4], [0.4, 0.6]])[leaning], truth


def right(probabilities: Floats, truth: npt.NDArray[np.int64]) -> float:
    return float((probabilities.argmax(axis=1) == truth).mean())


def says(texts: list[str]) -> refining.Witness:
    found = witness(texts, 10.0)
    assert found is not None
    return found


def test_labels_that_lean_wrongly_are_put_right_and_hardly_any_right_one_is_lost() -> None:
    texts, given, truth = mislabelled(1000, 0.1)
    found = refining.refined(texts, given, says(texts))
    moved = found.argmax(axis=1) != given.argmax(axis=1)
    assert moved.sum() > 15 and right(found[moved], truth[moved]) > 0.9
    wrong = given.argmax(axis=1) != truth
    assert found[wrong, truth[wrong]].mean() > given[wrong, truth[wrong]].mean() + 0.05, "the others lean less"
    assert np.allclose(found.sum(axis=1), 1.0)


def test_what_tells_nothing_moves_little() -> None:
    _, given, truth = mislabelled(1000, 0.1)
    random = np.random.default_rng(1)
    noise = [" ".join(f"w{i}" for i in random.integers(0, 200, 12)) for _ in truth]
    found = refining.refined(noise, given, says(noise))
    assert abs(right(found, truth) - right(given, truth)) < 0.05


def test_no_row_confirms_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row's label is moved by the same factor whatever the row itself was labelled."""
    monkeypatch.setattr(refining, "ROUNDS", 1)  # a second round hears a row through what it told the others
    texts, given, _ = mislabelled(400, 0.1)
    turned = given.copy()
    turned[7] = given[7][::-1]
    one, other = (refining.refined(texts, each, says(texts))[7] for each in (given, turned))
    moved = [np.log(p[0] / p[1]) - np.log(g[0] / g[1]) for p, g in ((one, given[7]), (other, turned[7]))]
    assert abs(moved[0]) > 0.05 and moved[0] == pytest.approx(moved[1], abs=0.02)


def test_labels_by_hand_and_classes_that_are_ruled_out_stay() -> None:
    texts, given, truth = mislabelled(600, 0.1)
    by_hand = np.eye(2)[truth]
    assert refining.refined(texts, by_hand, says(texts)) is by_hand
    some = given.copy()
    some[:50] = np.eye(2)[1 - truth[:50]]
    assert np.array_equal(refining.refined(texts, some, says(texts))[:50], some[:50])


def test_few_rows_and_texts_without_words_are_left_as_they_are() -> None:
    texts, given, _ = mislabelled(60, 0.1)
    assert refining.refined(texts, given, says(texts)) is given
    assert witness(["!", "..."], 10.0) is None


def test_a_classifier_trained_on_wrong_labels_counts_what_it_corrected() -> None:
    texts, given, truth = mislabelled(1000, 0.1)
    new, _, wanted = mislabelled(1300, 0.1)
    labels = sayso.Labels(given, CLASSES, np.ones(1000, dtype=np.bool_))
    plain, corrected = (sayso.TextClassifier(refine=on).fit(texts, labels) for on in (False, True))
    assert plain.refined_ == 0 and 15 < corrected.refined_ < 130
    scores = [float((c.predict(new[1000:]) == np.array(CLASSES)[wanted[1000:]]).mean()) for c in (plain, corrected)]
    assert scores[1] > scores[0]
    by_hand = sayso.TextClassifier().fit(texts, [CLASSES[t] for t in truth])
    assert by_hand.refined_ == 0


def test_vectors_correct_labels_too() -> None:
    random = np.random.default_rng(2)
    vectors = random.normal(size=(800, 8))
    truth = (vectors[:, 0] > 0).astype(np.int64)
    leaning = np.where(random.random(800) < 0.1, 1 - truth, truth)
    labels = sayso.Labels(np.array([[0.6, 0.4], [0.4, 0.6]])[leaning], CLASSES, np.ones(800, dtype=np.bool_))
    assert 30 < sayso.TextClassifier().fit(vectors, labels).refined_ < 110
