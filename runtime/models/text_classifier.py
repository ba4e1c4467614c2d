"""What is shipped: a classifier of texts, trained on probabilistic labels."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin

from sayso.grammar.errors import DataError, SaysoError
from sayso.runtime.models.encoder import Encoder, Recipe
from sayso.runtime.models.linear import Linear
from sayso.runtime.models.progress import Progress, reporting
from sayso.runtime.models.targets import targets

Floats = npt.NDArray[np.float64]
FORMAT = 1
ABOUT = "sayso.json"


class TextClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A text classifier with scikit-learn's conventions.

    model: "linear" (TF-IDF and logistic regression), "encoder" (the MiniLM package, fine-tuned), or the path of a local
    transformers folder. c: the linear model's inverse regularisation. epochs, learning_rate, max_tokens, batch_size: the
    encoder's. Rows of `Labels` on which no function voted are left out; `left_out_` counts them."""

    def __init__(
        self,
        model: str | Path = "linear",
        *,
        c: float = 10.0,
        epochs: int = Recipe.epochs,
        learning_rate: float = Recipe.learning_rate,
        max_tokens: int = Recipe.max_tokens,
        batch_size: int = Recipe.batch_size,
        random_state: int = 0,
    ) -> None:
        self.model = model
        self.c = c
        self.epochs = epochs
        self.learning_rate = learning_rate
        self.max_tokens = max_tokens
        self.batch_size = batch_size
        self.random_state = random_state

    def fit(
        self,
        texts: Iterable[str | None],
        labels: Any,
        *,
        classes: Sequence[str] | None = None,
        progress: Progress | None = None,
    ) -> TextClassifier:
        """Train on texts with labels: `Labels`, (rows, classes) probabilities with `classes`, or label names.

        progress is called with the steps done, the steps in all and a word. Raises `DataError` where labels do not fit."""
        given = _texts(texts)
        target = targets(labels, classes)
        if len(target.probabilities) != len(given):
            raise DataError(f"{len(target.probabilities)} labels for {len(given)} texts")
        rows = np.flatnonzero(target.known)
        if not len(rows):
            raise DataError("no row has a label to train on: no labeling function voted")
        fitted = self._unfitted(target.classes)
        with reporting(progress, f"training the {fitted.kind} model") as report:
            fitted.fit([given[i] for i in rows], target.probabilities[rows], report)
        self._fitted = fitted
        self.classes_ = np.array(target.classes)
        self.left_out_ = len(given) - len(rows)
        return self

    def _recipe(self) -> Recipe:
        return Recipe(self.epochs, self.learning_rate, self.max_tokens, self.batch_size, self.random_state)

    def _unfitted(self, names: Sequence[str]) -> Linear | Encoder:
        if self.model == "linear":
            return Linear(names=names, c=self.c)
        folder = None if self.model == "encoder" else Path(self.model)
        if folder is not None and not (folder / "config.json").exists():
            raise SaysoError(
                f'"{folder}" is no end model: say "linear", "encoder" or the path of a transformers folder'
            )
        return Encoder(base=folder, names=names, recipe=self._recipe())

    def predict_proba(self, texts: Iterable[str | None]) -> Floats:
        """(rows, classes) probabilities, in the order of `classes_`."""
        return self._known().predict_proba(_texts(texts))

    def predict(self, texts: Iterable[str | None]) -> npt.NDArray[np.str_]:
        """The likeliest label's name for each text."""
        probabilities = self.predict_proba(texts)
        return np.asarray(self.classes_[probabilities.argmax(axis=1)])

    def features(self, texts: Iterable[str | None]) -> Any:
        """(rows, features): what the model sees of each text, of length 1 (a text without known words: 0), to tell which texts are near.

        TF-IDF as a sparse matrix for the linear model, the mean of the last layer for an encoder."""
        return self._known().features(_texts(texts))

    def _known(self) -> Linear | Encoder:
        if not hasattr(self, "_fitted"):
            raise SaysoError("fit the classifier, or load one, before asking it for labels")
        return self._fitted

    def save(self, path: str | Path) -> Path:
        """Write the model as a folder, whole or not at all; an encoder's loads with plain transformers too."""
        path, fitted = Path(path), self._known()
        if path.exists():
            raise SaysoError(f"{path} is there already; a saved model is never overwritten")
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
        try:
            fitted.save(temporary)
            about = {
                "format": FORMAT,
                "kind": fitted.kind,
                "classes": self.classes_.tolist(),
                "options": {key: value for key, value in self.get_params().items() if key != "model"},
            }
            (temporary / ABOUT).write_text(json.dumps(about, indent=1, ensure_ascii=False), "utf-8")
            temporary.chmod(0o755)
            os.rename(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return path

    @classmethod
    def load(cls, path: str | Path) -> TextClassifier:
        """Read a folder that `save` wrote, or any transformers folder of a trained text classifier."""
        path = Path(path)
        about = _about(path)
        if about["kind"] == "linear":
            classifier = cls("linear", **about["options"])
            fitted: Linear | Encoder = Linear.load(path, about["classes"])
        else:
            classifier = cls(path, **about["options"])
            fitted = Encoder.load(path, classifier._recipe())
        classifier._fitted = fitted
        classifier.classes_ = np.array(fitted.names)
        return classifier


def _texts(texts: Iterable[str | None]) -> list[str]:
    """The texts as they are, a missing one as an empty one."""
    if isinstance(texts, str):
        raise DataError("one text is given where a list of texts is meant: put it in brackets")
    return [text if isinstance(text, str) else "" if pd.isna(text) else str(text) for text in texts]


def _about(path: Path) -> dict[str, Any]:
    if not (path / ABOUT).exists():
        if (path / "config.json").exists():
            return {"kind": "encoder", "options": {}}
        raise SaysoError(f"{path} holds no saved classifier: it has neither {ABOUT} nor a transformers config.json")
    about: dict[str, Any] = json.loads((path / ABOUT).read_text("utf-8"))
    if about.get("format") != FORMAT or about.get("kind") not in ("linear", "encoder"):
        raise SaysoError(f"{path / ABOUT} is of another version of Sayso: it has format {about.get('format')}")
    return about
