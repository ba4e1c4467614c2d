"""Temperatures: found on rows that the model did not see, folded into the weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.special import softmax

import sayso
from sayso.runtime.models import calibration

RANDOM = np.random.default_rng(0)


@pytest.mark.parametrize("true", [0.3, 1.0, 4.0])
def test_the_temperature_that_was_put_in_is_found(true: float) -> None:
    log_odds = RANDOM.normal(0, 2, (2000, 3))
    assert calibration.temperature(log_odds * true, softmax(log_odds, axis=1)) == pytest.approx(true, rel=0.01)


def test_it_stays_between_a_tenth_and_ten() -> None:
    certain = np.eye(2)[[0, 1] * 50]
    assert calibration.temperature(certain, certain) == pytest.approx(0.1, rel=0.01)
    assert calibration.temperature(certain, 1 - certain) == pytest.approx(10, rel=0.01)


def test_a_tenth_is_held_out_the_same_one_each_time_and_equal_texts_go_together() -> None:
    texts = [f"text {i % 1000}" for i in range(3000)]
    chosen = calibration.held_out(texts)
    assert 0.07 < chosen.mean() < 0.13
    assert np.array_equal(chosen[:1000], chosen[1000:2000])
    assert np.array_equal(calibration.held_out(texts[::-1]), chosen[::-1])
    assert not calibration.held_out(texts[:100]).any(), "ten texts tell no temperature"
    assert not calibration.held_out(["the same", "other"] * 500).any()


def noisy(rows: int) -> tuple[list[str], sayso.Labels]:
    """Texts of many words, of which one tells the label."""
    texts, given = [], []
    for _ in range(rows):
        label = int(RANDOM.integers(2))
        texts.append(" ".join([("rent", "wage")[label], *(f"w{i}" for i in RANDOM.integers(0, 400, 12))]))
        given.append([0.95, 0.05] if label == 0 else [0.05, 0.95])
    return texts, sayso.Labels(np.array(given), ("rent", "work"), np.ones(rows, dtype=np.bool_))


def test_the_linear_models_temperature_makes_new_rows_likelier_and_moves_no_label(tmp_path: Path) -> None:
    import skops.io

    texts, labels = noisy(600)
    new, wanted = noisy(600)
    plain, calibrated = (sayso.TextClassifier(c=1.0, calibrate=on).fit(texts, labels) for on in (False, True))
    before, after = plain.predict_proba(new), calibrated.predict_proba(new)
    assert np.array_equal(before.argmax(axis=1), after.argmax(axis=1))
    lost = [-(wanted.probabilities * np.log(said)).sum(axis=1).mean() for said in (before, after)]
    assert lost[1] < lost[0] - 0.02
    pipeline = skops.io.load(calibrated.save(tmp_path / "model") / "linear.skops", trusted=[])
    assert np.array_equal(pipeline.predict_proba(new), after), "who loads it without us gets the same"


def test_vectors_have_their_temperature_too() -> None:
    vectors = RANDOM.normal(size=(600, 40))
    label = (vectors[:, 0] > 0).astype(int)
    labels = sayso.Labels(np.array([[0.9, 0.1], [0.1, 0.9]])[label], ("a", "b"), np.ones(600, dtype=np.bool_))
    said = [sayso.TextClassifier(calibrate=on).fit(vectors, labels).predict_proba(vectors) for on in (False, True)]
    assert not np.allclose(said[0], said[1]) and np.array_equal(said[0].argmax(axis=1), said[1].argmax(axis=1))
