"""End models: what goes in, what comes out, and what is kept."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import tiny_encoder
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

import sayso
from sayso.grammar.errors import DataError, SaysoError
from sayso.runtime.models.linear import soft_logistic_regression

TEXTS = [
    "pay the rent",
    "rent is due",
    "keep it secret",
    "secret and confidential",
    "shares are sold",
    "sold and paid",
] * 5
NAMES = ["lease", "lease", "nda", "nda", "sale", "sale"] * 5
CLASSES = ["lease", "nda", "sale"]


def labels(probabilities: np.ndarray, voted: np.ndarray | None = None) -> sayso.Labels:
    voted = np.ones(len(probabilities), dtype=np.bool_) if voted is None else voted
    return sayso.Labels(probabilities, tuple(CLASSES[: probabilities.shape[1]]), voted)


def hot(names: list[str]) -> np.ndarray:
    return np.array([[float(name == c) for c in CLASSES] for name in names])


def test_names_probabilities_and_labels_train_one_model() -> None:
    by_name = sayso.TextClassifier().fit(TEXTS, NAMES)
    by_array = sayso.TextClassifier().fit(TEXTS, hot(NAMES), classes=CLASSES)
    by_labels = sayso.TextClassifier().fit(pd.Series(TEXTS), labels(hot(NAMES)))
    assert by_name.classes_.tolist() == CLASSES
    assert by_name.predict(["the rent", "a secret", "sold"]).tolist() == CLASSES
    for other in (by_array, by_labels):
        assert np.array_equal(other.predict_proba(TEXTS), by_name.predict_proba(TEXTS))


def test_what_is_said_of_a_text_does_not_hang_on_its_neighbours() -> None:
    classifier = sayso.TextClassifier().fit(TEXTS, NAMES)
    said = classifier.predict_proba(TEXTS * 3)
    assert np.array_equal(said, np.tile(said[: len(TEXTS)], (3, 1)))
    assert all(np.array_equal(classifier.predict_proba([text])[0], said[i]) for i, text in enumerate(TEXTS))


def test_it_learns_the_probabilities_and_not_only_the_best_label() -> None:
    texts = ["alpha"] * 50 + ["beta"] * 50
    soft = np.array([[0.7, 0.3]] * 50 + [[0.1, 0.9]] * 50)
    said = sayso.TextClassifier(c=1e4).fit(texts, labels(soft)).predict_proba(["alpha", "beta"])
    np.testing.assert_allclose(said, [[0.7, 0.3], [0.1, 0.9]], atol=0.01)
    three = np.array([[0.5, 0.3, 0.2]] * 50 + [[0.1, 0.2, 0.7]] * 50)
    said = sayso.TextClassifier(c=1e4).fit(texts, labels(three)).predict_proba(["alpha", "beta"])
    np.testing.assert_allclose(said, three[[0, -1]], atol=0.01)


@pytest.mark.parametrize("k", [2, 3])
def test_with_certain_targets_it_is_scikit_learns_regression(k: int) -> None:
    random = np.random.default_rng(0)
    features = __import__("scipy.sparse").sparse.csr_array(random.random((60, 8)))
    codes = random.integers(0, k, 60)
    weights, intercepts = soft_logistic_regression(features, np.eye(k)[codes], 2.0)
    scores = features @ weights.T + intercepts
    ours = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    # two classes: scikit-learn has one weight vector where we have two opposite ones, half as long
    theirs = LogisticRegression(C=2.0 if k > 2 else 4.0, tol=1e-8, max_iter=1000).fit(features, codes)
    np.testing.assert_allclose(ours, theirs.predict_proba(features), atol=1e-3)


def test_rows_on_which_nothing_voted_are_left_out_and_counted() -> None:
    wrong = hot(["sale"] * len(TEXTS))
    voted = np.arange(2 * len(TEXTS)) < len(TEXTS)
    both = labels(np.concatenate([hot(NAMES), wrong]), voted)
    classifier = sayso.TextClassifier().fit(TEXTS * 2, both)
    assert classifier.left_out_ == len(TEXTS)
    assert np.array_equal(
        classifier.predict_proba(TEXTS), sayso.TextClassifier().fit(TEXTS, NAMES).predict_proba(TEXTS)
    )
    with pytest.raises(DataError, match="no labeling function voted"):
        sayso.TextClassifier().fit(TEXTS, labels(hot(NAMES), np.zeros(len(TEXTS), dtype=np.bool_)))


def test_a_missing_name_is_left_out_and_a_missing_text_is_empty() -> None:
    classifier = sayso.TextClassifier().fit([*TEXTS, None, "x"], [*NAMES, "lease", None])
    assert classifier.left_out_ == 1
    said = classifier.predict_proba([None, float("nan"), ""])  # type: ignore[list-item]
    assert all(np.array_equal(row, said[0]) for row in said)
    assert classifier.predict_proba([]).shape == (0, 3)


@pytest.mark.parametrize(
    ("given", "classes", "said"),
    [
        (hot(NAMES), None, "need classes="),
        (hot(NAMES), ["a", "b"], "3 columns need classes="),
        (hot(NAMES) * 2, CLASSES, "row 0 of the labels holds no probabilities"),
        (["lease", "gift"] + NAMES[2:], CLASSES, "row 1 of the labels is 'gift', not one of lease, nda, sale"),
        ([*NAMES[:3], 7, *NAMES[4:]], None, "row 3 of the labels is 7"),
        (["lease"] * 30, None, "at least two labels"),
        (NAMES[:4], None, "4 labels for 30 texts"),
    ],
)
def test_labels_that_do_not_fit_are_refused_for_their_reader(
    given: object, classes: list[str] | None, said: str
) -> None:
    with pytest.raises(DataError, match=said):
        sayso.TextClassifier().fit(TEXTS, given, classes=classes)


def test_texts_without_words_are_refused() -> None:
    with pytest.raises(DataError, match="no words"):
        sayso.TextClassifier().fit(["", "!"], ["a", "b"])


def test_a_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SaysoError, match='"linear", "encoder" or the path'):
        sayso.TextClassifier("forest").fit(TEXTS, NAMES)
    with pytest.raises(SaysoError, match="neither sayso.json nor"):
        sayso.TextClassifier.load(tmp_path)
    with pytest.raises(SaysoError, match="fit the classifier"):
        sayso.TextClassifier().predict(TEXTS)
    (tmp_path / "sayso.json").write_text(json.dumps({"format": 99}))
    with pytest.raises(SaysoError, match="format 99"):
        sayso.TextClassifier.load(tmp_path)


@pytest.mark.parametrize("k", [2, 3])
def test_the_linear_model_saved_and_loaded_says_the_same(tmp_path: Path, k: int) -> None:
    rows = [i for i, name in enumerate(NAMES) if name in CLASSES[:k]]
    classifier = sayso.TextClassifier(c=3.0).fit([TEXTS[i] for i in rows], [NAMES[i] for i in rows])
    folder = classifier.save(tmp_path / "runs" / "model")
    again = sayso.TextClassifier.load(folder)
    assert np.array_equal(again.predict_proba(TEXTS), classifier.predict_proba(TEXTS))
    assert again.classes_.tolist() == CLASSES[:k]
    assert again.get_params() == classifier.get_params()
    assert sorted(path.name for path in folder.iterdir()) == ["linear.skops", "sayso.json"]
    with pytest.raises(SaysoError, match="never overwritten"):
        classifier.save(folder)


def test_the_linear_model_is_a_scikit_learn_pipeline_that_skops_reads_without_trust(tmp_path: Path) -> None:
    import skops.io

    folder = sayso.TextClassifier().fit(TEXTS, NAMES).save(tmp_path / "model")
    pipeline = skops.io.load(folder / "linear.skops", trusted=[])
    assert pipeline.predict(["the rent"]).tolist() == ["lease"]


def test_the_same_linear_model_is_the_same_file(tmp_path: Path) -> None:
    first = sayso.TextClassifier().fit(TEXTS, NAMES)
    held = [sayso.TextClassifier().fit(TEXTS, NAMES) for _ in range(3)]  # so that addresses in memory are others
    first.predict(TEXTS)
    files = [model.save(tmp_path / str(i)) / "linear.skops" for i, model in enumerate([first, *held])]
    assert len({file.read_bytes() for file in files}) == 1
    assert str(id(None)).encode() not in files[0].read_bytes(), "an address differs from one process to the next"
    other = sayso.TextClassifier(c=3.0).fit(TEXTS, NAMES).save(tmp_path / "other") / "linear.skops"
    assert other.read_bytes() != files[0].read_bytes()


def test_a_file_that_names_other_types_is_not_read(tmp_path: Path) -> None:
    folder = sayso.TextClassifier().fit(TEXTS, NAMES).save(tmp_path / "model")
    path = folder / "linear.skops"
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    schema = json.loads(files["schema.json"])
    schema["__class__"], schema["__module__"] = "Popen", "subprocess"
    files["schema.json"] = json.dumps(schema).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(DataError, match="was not read"):
        sayso.TextClassifier.load(folder)


def test_a_save_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    classifier = sayso.TextClassifier().fit(TEXTS, NAMES)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    with pytest.raises(OSError, match="No space left"):
        classifier.save(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_it_follows_scikit_learns_conventions() -> None:
    classifier = sayso.TextClassifier("encoder", epochs=2)
    assert clone(classifier).get_params() == classifier.get_params()
    assert classifier.set_params(model="linear").fit(TEXTS, NAMES) is classifier
    assert classifier.score(TEXTS, NAMES) == 1.0


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    sayso.TextClassifier().fit(TEXTS, NAMES, progress=lambda *step: told.append(step))
    assert told[-1][0] == told[-1][1]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder.make(tmp_path_factory.mktemp("tiny"), TEXTS)


def encoder(folder: Path | str, **options: int | float) -> sayso.TextClassifier:
    return sayso.TextClassifier(folder, epochs=12, learning_rate=3e-3, batch_size=4, **options)


def test_an_encoder_learns_and_is_the_same_each_time(tiny: Path) -> None:
    told: list[tuple[int, int, str]] = []
    first = encoder(tiny).fit(TEXTS, NAMES, progress=lambda *step: told.append(step))
    assert told[-1][:2] == (96, 96)
    assert first.score(TEXTS, NAMES) == 1.0
    again = encoder(tiny).fit(TEXTS, NAMES)
    assert np.array_equal(again.predict_proba(TEXTS), first.predict_proba(TEXTS))
    other = encoder(tiny, random_state=1).fit(TEXTS, NAMES)
    assert not np.array_equal(other.predict_proba(TEXTS), first.predict_proba(TEXTS))


def test_training_leaves_the_callers_random_numbers_alone(tiny: Path) -> None:
    import torch

    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    encoder(tiny).fit(TEXTS, NAMES)
    assert torch.equal(torch.rand(3), expected)
    assert not torch.are_deterministic_algorithms_enabled()


def test_an_encoder_learns_probabilities_as_they_are(tiny: Path) -> None:
    texts = ["pay the rent"] * 60 + ["keep it secret"] * 60
    soft = np.array([[0.7, 0.3]] * 60 + [[0.2, 0.8]] * 60)
    said = encoder(tiny).fit(texts, labels(soft)).predict_proba(["pay the rent", "keep it secret"])
    np.testing.assert_allclose(said, [[0.7, 0.3], [0.2, 0.8]], atol=0.05)


def test_a_saved_encoder_is_a_plain_transformers_folder_with_the_labels_names(tiny: Path, tmp_path: Path) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    classifier = encoder(tiny).fit(TEXTS, NAMES)
    folder = classifier.save(tmp_path / "model")
    expected = classifier.predict_proba(TEXTS[:1])
    network = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    assert network.config.id2label == dict(enumerate(CLASSES))
    assert network.config.label2id == {name: i for i, name in enumerate(CLASSES)}
    with torch.no_grad():
        said = network(**tokenizer(TEXTS[:1], return_tensors="pt")).logits.softmax(dim=1)
    np.testing.assert_allclose(said.numpy(), expected, atol=1e-5)
    again = sayso.TextClassifier.load(folder)
    assert np.array_equal(again.predict_proba(TEXTS), classifier.predict_proba(TEXTS))
    shutil.copytree(folder, tmp_path / "plain", ignore=shutil.ignore_patterns("sayso.json"))
    plain = sayso.TextClassifier.load(tmp_path / "plain")
    assert plain.classes_.tolist() == CLASSES


def test_a_text_longer_than_the_network_has_positions_for_is_cut(tiny: Path) -> None:
    said = encoder(tiny).fit(TEXTS, NAMES).predict_proba(["rent " * 100, ""])
    assert np.isfinite(said).all()


@pytest.mark.slow
def test_the_packaged_encoder_learns_from_a_few_rows() -> None:
    classifier = sayso.TextClassifier("encoder", epochs=4).fit(TEXTS, NAMES)
    assert classifier.predict(["the tenant owes rent", "confidential matters"]).tolist() == ["lease", "nda"]


@pytest.mark.parametrize("kind", ["linear", "tiny"])
def test_what_a_model_sees_of_texts_tells_which_are_near(tiny: Path, tmp_path: Path, kind: str) -> None:
    classifier = (sayso.TextClassifier() if kind == "linear" else encoder(tiny)).fit(TEXTS, NAMES)
    seen = classifier.features(["pay the rent", "the rent pay", "keep it secret", "pay the rent"])
    seen = seen.toarray() if kind == "linear" else seen
    assert np.allclose(np.linalg.norm(seen, axis=1), 1)
    assert np.allclose(seen[0], seen[3]) and seen[0] @ seen[1] > seen[0] @ seen[2]
    again = sayso.TextClassifier.load(classifier.save(tmp_path / "model")).features(["pay the rent"])
    assert np.allclose(again.toarray() if kind == "linear" else again, seen[:1], atol=1e-6)
