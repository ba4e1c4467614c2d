"""What is shipped: a classifier of texts, trained on probabilistic labels."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin

from sayso.grammar.errors import SaysoError
from sayso.runtime.labels import Labels
from sayso.runtime.models.encoder import Encoder
from sayso.runtime.models.linear import Linear

Floats = npt.NDArray[np.float64]
FORMAT = 1


class TextClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A text classifier with scikit-learn's conventions.

    model: "linear" (TF-IDF and logistic regression), "encoder" (the MiniLM package, fine-tuned), or the path of a local
    transformers folder. Rows of `Labels` without a vote are left out; `left_out_` counts them."""

    def __init__(
        self,
        model: str = "linear",
        *,
        c: float = 10.0,
        epochs: int = 4,
        learning_rate: float = 1e-4,
        max_tokens: int = 128,
        batch_size: int = 16,
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
        self, texts: Sequence[str], labels: Any, *, classes: Sequence[str] | None = None, progress: Any = None
    ) -> TextClassifier:
        """Train on texts with labels: a `Labels`, an array of (rows, classes) probabilities with `classes`, or label names."""
        texts = ["" if text is None else str(text) for text in texts]
        probabilities, names, use = _probabilities(labels, classes)
        if len(probabilities) != len(texts):
            raise ValueError(f"{len(probabilities)} labels for {len(texts)} texts")
        if not use.any():
            raise SaysoError("no row has a label to train on: no labeling function voted")
        self.classes_ = np.array(names)
        self.left_out_ = int((~use).sum())
        rows = np.flatnonzero(use)
        self._fitted = self._make(names)
        self._fitted.fit([texts[i] for i in rows], probabilities[rows], progress)
        return self

    def _make(self, names: Sequence[str]) -> Linear | Encoder:
        if self.model == "linear":
            return Linear(c=self.c, seed=self.random_state)
        base = None if self.model == "encoder" else str(self.model)
        if base is not None and not (Path(base) / "config.json").exists():
            raise SaysoError(
                f'\'{base}\' is no end model: say "linear", "encoder" or the path of a transformers folder'
            )
        return Encoder(
            base=base,
            names=names,
            epochs=self.epochs,
            rate=self.learning_rate,
            length=self.max_tokens,
            batch=self.batch_size,
            seed=self.random_state,
        )

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """(rows, classes) probabilities, in the order of `classes_`."""
        if not hasattr(self, "_fitted"):
            raise SaysoError("fit the classifier, or load one, before asking it for labels")
        given = ["" if text is None else str(text) for text in texts]
        return self._fitted.predict_proba(given, len(self.classes_))

    def predict(self, texts: Sequence[str]) -> npt.NDArray[np.str_]:
        """The likeliest label's name for each text."""
        return np.asarray(self.classes_[self.predict_proba(texts).argmax(axis=1)])

    def save(self, path: str | Path) -> Path:
        """Write the model as a folder, whole or not at all; an encoder's loads with plain transformers too."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
        try:
            self._fitted.save(temporary)
            about = {
                "format": FORMAT,
                "kind": self._fitted.kind,
                "classes": self.classes_.tolist(),
                "max_tokens": self.max_tokens,
            }
            (temporary / "sayso.json").write_text(json.dumps(about, indent=1, ensure_ascii=False), "utf-8")
            if path.exists():
                raise SaysoError(f"{path} is there already; a saved model is never overwritten")
            os.replace(temporary, path)
            path.chmod(0o755)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return path

    @classmethod
    def load(cls, path: str | Path) -> TextClassifier:
        """Read a folder that `save` wrote."""
        path = Path(path)
        if not (path / "sayso.json").exists():
            raise SaysoError(f"{path} holds no saved classifier: it has no sayso.json")
        about = json.loads((path / "sayso.json").read_text("utf-8"))
        classifier = cls(about["kind"], max_tokens=about["max_tokens"])
        classifier.classes_ = np.array(about["classes"])
        classifier._fitted = Linear.load(path) if about["kind"] == "linear" else Encoder.load(path, about["max_tokens"])
        return classifier


def _probabilities(labels: Any, classes: Sequence[str] | None) -> tuple[Floats, list[str], npt.NDArray[np.bool_]]:
    if isinstance(labels, Labels):
        return labels.probabilities, list(labels.classes), labels.voted
    values = np.asarray(labels)
    if values.ndim == 2:
        if classes is None:
            raise ValueError("an array of probabilities needs classes=, the names of its columns")
        return values.astype(np.float64), list(classes), np.ones(len(values), np.bool_)
    given = [label if isinstance(label, str) else None for label in labels]
    names = list(classes) if classes is not None else sorted({label for label in given if label is not None})
    index = {name: i for i, name in enumerate(names)}
    result = np.zeros((len(given), len(names)))
    for i, label in enumerate(given):
        if label is not None:
            result[i, index[label]] = 1.0
    return result, names, np.array([label is not None for label in given], np.bool_)
