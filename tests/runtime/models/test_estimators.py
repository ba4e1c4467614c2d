"""Any scikit-learn classifier as end model, and vectors in the place of texts."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression, Perceptron
from sklearn.model_selection import GridSearchCV, cross_val_predict
from sklearn.naive_bayes import GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

import sayso
from sayso.grammar.errors import DataError, SaysoError
from sayso.runtime.models.estimator import copies, takes_texts
from sayso.runtime.models.linear import soft_logistic_regression

TEXTS = ["pay the rent", "rent is due", "keep it secret", "secret and confidential", "shares sold", "sold and paid"] * 5
NAMES = ["lease", "lease", "nda", "nda", "sale", "sale"] * 5
CLASSES = ("lease", "nda", "sale")
RANDOM = np.random.default_rng(0)
CENTRES = np.array([[2.0, 0, 0, 0], [0, 2.0, 0, 0], [0, 0, 2.0, 0]])
VECTORS = CENTRES[np.arange(90) % 3] + RANDOM.normal(0, 0.3, (90, 4))
OF_VECTORS = [CLASSES[i % 3] for i in range(90)]


def soft(rows: int) -> sayso.Labels:
    return sayso.Labels(RANDOM.dirichlet([0.7] * 3, rows), CLASSES, np.ones(rows, dtype=np.bool_))


def test_weighted_copies_are_the_soft_cross_entropy() -> None:
    features, labels = RANDOM.normal(size=(60, 3)), soft(60)
    made = copies(labels.probabilities, negligible=0.0)
    theirs = LogisticRegression(C=2.0, tol=1e-9, max_iter=5000)
    theirs.fit(features[made.rows], made.classes, sample_weight=made.weights)
    weights, intercepts = soft_logistic_regression(features, labels.probabilities, 2.0)
    scores = features @ weights.T + intercepts
    ours = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(theirs.predict_proba(features), ours, atol=1e-3)


def test_a_class_with_almost_no_part_gets_no_copy_and_what_moved_is_told() -> None:
    made = copies(np.array([[0.6, 0.395, 0.005], [1.0, 0.0, 0.0], [0.009] * 111 + [0.001]][:2]))
    assert made.rows.tolist() == [0, 0, 1] and made.classes.tolist() == [0, 1, 0]
    np.testing.assert_allclose(made.weights, [0.6 / 0.995, 0.395 / 0.995, 1.0])
    assert made.moved == pytest.approx(0.0025)
    even = copies(np.full((1, 200), 1 / 200))
    assert len(even.rows) == 200, "no class is left out where all are negligible"
    told: list[str] = []
    labels = sayso.Labels(np.array([[0.6, 0.395, 0.005]] * 30), CLASSES, np.ones(30, dtype=np.bool_))
    sayso.TextClassifier(MultinomialNB()).fit(TEXTS, labels, progress=lambda done, of, word: told.append(word))
    assert told == ["60 weighted copies of 30 rows, 0.50% of the labels' mass moved to likelier classes"]


@pytest.mark.parametrize(
    ("estimator", "texts"),
    [
        (MultinomialNB(), False),
        (make_pipeline(SelectKBest(chi2, k=4), MultinomialNB()), False),
        (make_pipeline(CountVectorizer(), MultinomialNB()), True),
        (make_pipeline("passthrough", make_union(TfidfVectorizer(), CountVectorizer()), LogisticRegression()), True),
    ],
)
def test_estimators_of_texts_and_of_features(estimator: Any, texts: bool, tmp_path: Path) -> None:
    assert takes_texts(estimator) == texts
    classifier = sayso.TextClassifier(estimator).fit(TEXTS, NAMES)
    assert classifier.score(TEXTS, NAMES) == 1.0
    assert not hasattr(estimator, "classes_"), "the user's own estimator is left unfitted"
    named = ["sklearn.feature_selection._univariate_selection.chi2"]
    again = sayso.TextClassifier.load(classifier.save(tmp_path / "model"), trusted=named)
    assert np.array_equal(again.predict_proba(TEXTS), classifier.predict_proba(TEXTS))


def test_integers_come_back_as_integers(tmp_path: Path) -> None:
    codes = [10 if name == "lease" else 9 for name in NAMES]
    classifier = sayso.TextClassifier().fit(TEXTS, codes)
    again = sayso.TextClassifier.load(classifier.save(tmp_path / "model"))
    assert classifier.predict(TEXTS).tolist() == again.predict(TEXTS).tolist() == codes
    assert again.classes_.tolist() == [9, 10]


def test_what_goes_before_the_classifier_sees_each_row_once() -> None:
    labels = sayso.Labels(np.full((30, 3), 1 / 3), CLASSES, np.ones(30, dtype=np.bool_))
    classifier = sayso.TextClassifier(make_pipeline(CountVectorizer(min_df=6), MultinomialNB())).fit(TEXTS, labels)
    words = classifier._fitted.pipeline[0].vocabulary_
    assert set(words) == {"rent", "secret", "sold", "and"}, "a word in five rows is not in fifteen because of copies"


def test_columns_are_in_the_order_of_the_labels_and_an_absent_one_is_zero() -> None:
    given = np.array([[0.0, 0.0, float(n == "lease"), float(n != "lease")] for n in NAMES])
    labels = sayso.Labels(given, ("zebra", "ghost", "lease", "apple"), np.ones(30, dtype=np.bool_))
    classifier = sayso.TextClassifier(MultinomialNB()).fit(TEXTS, labels)
    assert classifier.predict(["the rent", "sold"]).tolist() == ["lease", "apple"]
    assert classifier.predict_proba(["the rent"])[0, :2].tolist() == [0.0, 0.0]


def test_it_follows_scikit_learns_conventions() -> None:
    classifier = sayso.TextClassifier(LogisticRegression(C=3.0))
    assert classifier.get_params()["model__C"] == 3.0
    assert classifier.set_params(model__C=5.0).model.C == 5.0
    for model in ("linear", LogisticRegression()):
        said = cross_val_predict(sayso.TextClassifier(model), TEXTS, NAMES, cv=3, method="predict_proba")
        assert said.shape == (30, 3) and (said.argmax(axis=1) == [CLASSES.index(n) for n in NAMES]).all()
    search = GridSearchCV(sayso.TextClassifier(LogisticRegression()), {"model__C": [0.1, 10.0]}, cv=3)
    assert search.fit(TEXTS, NAMES).best_score_ == 1.0
    assert cross_val_predict(sayso.TextClassifier(), VECTORS, OF_VECTORS, cv=3).tolist() == OF_VECTORS


@pytest.mark.parametrize(
    ("estimator", "said"),
    [
        (KNeighborsClassifier(), "KNeighborsClassifier cannot learn probabilities: its fit takes no sample_weight"),
        (make_pipeline(TfidfVectorizer(), KNeighborsClassifier()), "KNeighborsClassifier cannot learn probabilities"),
        (LinearSVC(), "LinearSVC gives no probabilities"),
        (Perceptron(), "sample_weight|no probabilities"),
        (7, "int cannot learn probabilities"),
    ],
)
def test_estimators_that_cannot_do_it_are_refused(estimator: Any, said: str) -> None:
    with pytest.raises(SaysoError, match=said):
        sayso.TextClassifier(estimator).fit(TEXTS, NAMES)


def test_types_that_skops_does_not_know_are_read_only_when_they_are_named(tmp_path: Path) -> None:
    classifier = sayso.TextClassifier(
        make_pipeline(TfidfVectorizer(tokenizer=str.split, token_pattern=None), MultinomialNB())
    )
    folder = classifier.fit(TEXTS, NAMES).save(tmp_path / "model")
    with zipfile.ZipFile(folder / "estimator.skops") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["schema.json"] = files["schema.json"].replace(b'"TfidfVectorizer"', b'"Tfidf"')
    (folder / "estimator.skops").unlink()
    with zipfile.ZipFile(folder / "estimator.skops", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(DataError, match=r"Tfidf.*trusted=\["):
        sayso.TextClassifier.load(folder)


def test_trusted_types_are_read(tmp_path: Path) -> None:
    model = HistGradientBoostingClassifier(max_iter=3)
    classifier = sayso.TextClassifier(model).fit(VECTORS, OF_VECTORS)
    folder = classifier.save(tmp_path / "model")
    import skops.io

    strange = skops.io.get_untrusted_types(file=folder / "estimator.skops")
    again = sayso.TextClassifier.load(folder, trusted=strange)
    assert np.array_equal(again.predict_proba(VECTORS), classifier.predict_proba(VECTORS))
    if strange:
        with pytest.raises(DataError, match=strange[0]):
            sayso.TextClassifier.load(folder)


@pytest.mark.parametrize("given", [VECTORS, VECTORS.tolist(), pd.Series(list(VECTORS)), pd.DataFrame(VECTORS)])
def test_vectors_of_every_shape_train_one_model(given: Any, tmp_path: Path) -> None:
    classifier = sayso.TextClassifier().fit(given, OF_VECTORS)
    assert classifier.score(given, OF_VECTORS) == 1.0
    assert np.array_equal(
        classifier.predict_proba(given), sayso.TextClassifier().fit(VECTORS, OF_VECTORS).predict_proba(VECTORS)
    )
    folder = classifier.save(tmp_path / "model")
    assert sorted(path.name for path in folder.iterdir()) == ["sayso.json", "vectors.skops"]
    assert np.array_equal(sayso.TextClassifier.load(folder).predict_proba(given), classifier.predict_proba(given))


def test_vectors_are_standardised_and_their_targets_are_soft() -> None:
    side = np.repeat([0.0, 1e6], 50)[:, None]
    given = np.array([[0.7, 0.3, 0.0]] * 50 + [[0.1, 0.2, 0.7]] * 50)
    labels = sayso.Labels(given, CLASSES, np.ones(100, dtype=np.bool_))
    said = sayso.TextClassifier(c=1e4).fit(side, labels).predict_proba(np.array([[0.0], [1e6]]))
    np.testing.assert_allclose(said, given[[0, -1]], atol=0.02)


@pytest.mark.parametrize("model", ["linear", GaussianNB(), RandomForestClassifier(5, random_state=0)])
def test_missing_numbers_are_filled_in_and_counted(model: Any) -> None:
    holes: list[Any] = VECTORS.tolist()
    holes[4][3], holes[7] = None, None
    classifier = sayso.TextClassifier(model).fit(holes, OF_VECTORS)
    assert classifier.imputed_ == 5
    assert np.isfinite(classifier.predict_proba([None, holes[0]])).all()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ([[1.0, 2.0], [1.0]], "row 1 of the vectors holds 1 numbers, the first one 2"),
        ([[1.0, 2.0], "x"], "row 1 of the vectors holds 'x'"),
        ([[1.0, 2.0], [1.0, "x"]], "row 1 of the vectors holds what is no number"),
        ([[1.0, 2.0], [1.0, float("inf")]], "row 1, number 1 of the vectors is infinite"),
        (["x", [1.0, 2.0]], "a vector among them"),
    ],
)
def test_vectors_that_do_not_fit_are_refused_by_row(wrong: Any, said: str) -> None:
    with pytest.raises(DataError, match=said):
        sayso.TextClassifier().fit(wrong, ["a", "b"])


def test_a_classifier_is_asked_about_what_it_was_trained_on() -> None:
    classifier = sayso.TextClassifier().fit(VECTORS, OF_VECTORS)
    with pytest.raises(DataError, match="trained on vectors of 4 numbers, and is asked about texts"):
        classifier.predict(TEXTS)
    with pytest.raises(DataError, match="vectors of 4 numbers, and is asked about vectors of 2"):
        classifier.predict(VECTORS[:, :2])
    with pytest.raises(DataError, match="trained on texts, and is asked about vectors"):
        sayso.TextClassifier().fit(TEXTS, NAMES).predict(VECTORS)
    with pytest.raises(DataError, match="an encoder reads texts"):
        sayso.TextClassifier("encoder").fit(VECTORS, OF_VECTORS)
    assert classifier.predict_proba([]).shape == (0, 3)


def test_what_trained_it_is_recorded(tmp_path: Path) -> None:
    classifier = sayso.TextClassifier().fit(TEXTS, NAMES)
    assert (classifier.device_["device"], classifier.device_["precision"]) == ("cpu", "float64")
    folder = classifier.save(tmp_path / "model")
    assert json.loads((folder / "sayso.json").read_text("utf-8"))["trained on"] == classifier.device_
    assert sayso.TextClassifier.load(folder).device_ == classifier.device_
