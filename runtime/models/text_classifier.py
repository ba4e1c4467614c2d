"""What is shipped: a classifier of texts or vectors, trained on probabilistic labels."""

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

from sayso.grammar.errors import DataError, SaysoError
from sayso.runtime.labels import Labels
from sayso.runtime.models import given as giving
from sayso.runtime.models import refining
from sayso.runtime.models.checkpoint import MINUTES, Checkpoints
from sayso.runtime.models.encoder import Encoder, Recipe
from sayso.runtime.models.estimator import Estimator
from sayso.runtime.models.linear import Linear, Vectors, witness
from sayso.runtime.models.progress import Progress, reporting
from sayso.runtime.models.targets import targets

Floats = npt.NDArray[np.float64]
EndModel = Linear | Vectors | Estimator | Encoder
FORMAT = 1
ABOUT = "sayso.json"
PIPELINES: dict[str, type[Linear] | type[Vectors] | type[Estimator]] = {
    model.kind: model for model in (Linear, Vectors, Estimator)
}


class TextClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A classifier of texts, or of vectors, with scikit-learn's conventions.

    model: "linear" (TF-IDF and logistic regression; over vectors standardised logistic regression), "encoder" (the MiniLM package,
    fine-tuned), the path of a local transformers folder, or any unfitted scikit-learn classifier whose fit takes `sample_weight`
    (a pipeline that takes texts, or one of features, which gets the same TF-IDF before it). c: the linear models' inverse
    regularisation. epochs, learning_rate, max_tokens, batch_size: the encoder's. calibrate: fit a temperature to rows that the
    model was not trained on (the encoder leaves out a tenth of the texts, and keeps the epoch that does best on them); a
    scikit-learn classifier of your own is left as it is. refine: before training, move the probabilities by what a quick regression
    trained on the other rows says of each (`refining`); labels by hand are never moved.

    Fitted: `left_out_` counts the rows of `Labels` on which no function voted, which are left out; `refined_` those that were
    trained towards another label than theirs was likeliest before; `imputed_` the numbers missing
    from vectors, which take their column's mean; `device_` says what trained it; `checkpoint_` is the file that keeps a training."""

    def __init__(
        self,
        model: Any = "linear",
        *,
        c: float = 10.0,
        epochs: int = Recipe.epochs,
        learning_rate: float = Recipe.learning_rate,
        max_tokens: int = Recipe.max_tokens,
        batch_size: int = Recipe.batch_size,
        random_state: int = 0,
        calibrate: bool = True,
        refine: bool = True,
    ) -> None:
        self.model = model
        self.c = c
        self.epochs = epochs
        self.learning_rate = learning_rate
        self.max_tokens = max_tokens
        self.batch_size = batch_size
        self.random_state = random_state
        self.calibrate = calibrate
        self.refine = refine

    def fit(
        self,
        texts: Any,
        labels: Any,
        *,
        classes: Sequence[str] | None = None,
        progress: Progress | None = None,
        checkpoints: str | Path | None = None,
        checkpoint_minutes: float = MINUTES,
    ) -> TextClassifier:
        """Train on texts, or (rows, d) vectors, with labels: `Labels`, (rows, classes) probabilities with `classes`, or label names.

        progress is called with the steps done, the steps in all and a word. checkpoints: a folder that keeps an encoder's training
        every so many minutes and at the end of each epoch; the same fit goes on from there after a kill, to the same bits, and
        Ctrl-C raises `Interrupted` (a KeyboardInterrupt) when it is kept. Raises `DataError` where labels do not fit."""
        given = giving.rows(texts)
        target = targets(labels, classes)
        if len(target.probabilities) != len(given):
            raise DataError(f"{len(target.probabilities)} labels for {len(given)} texts")
        rows = np.flatnonzero(target.known)
        if not len(rows):
            raise DataError("no row has a label to train on: no labeling function voted")
        kept = None if checkpoints is None else Checkpoints(Path(checkpoints), checkpoint_minutes)
        fitted: Any = self._unfitted(target.classes, isinstance(given, np.ndarray), kept)
        chosen = giving.taken(given, rows)
        means = giving.means(chosen)
        filled, before = giving.filled(chosen, means), target.probabilities[rows]
        towards = self._refined(filled, before)
        with reporting(progress, f"training the {fitted.kind} model") as report:
            fitted.fit(filled, towards, report)
        self.refined_ = int((towards.argmax(axis=1) != before.argmax(axis=1)).sum())
        self.left_out_ = len(given) - len(rows)
        self.imputed_ = giving.missing(chosen)
        self.checkpoint_ = getattr(fitted, "checkpoint", None)
        integers = not isinstance(labels, Labels) and np.asarray(labels).dtype.kind in "iu"
        return self._now(fitted, means, list(map(int, target.classes)) if integers else target.classes)

    def _refined(self, rows: giving.Given, probabilities: Floats) -> Floats:
        """(rows, classes): what the model is trained towards."""
        if not self.refine or refining.certain(probabilities):
            return probabilities
        says = witness(rows, self.c)
        return probabilities if says is None else refining.refined(rows, probabilities, says)

    def _now(self, fitted: EndModel, means: Floats | None, classes: Sequence[str] | Sequence[int]) -> TextClassifier:
        """This classifier, fitted or loaded."""
        self._fitted = fitted
        self._means = means
        self.classes_ = np.array(classes)
        self.device_ = fitted.device.to_dict() if fitted.device else {}
        return self

    def _recipe(self) -> Recipe:
        return Recipe(
            self.epochs, self.learning_rate, self.max_tokens, self.batch_size, self.random_state, self.calibrate
        )

    def _unfitted(self, names: Sequence[str], vectors: bool, checkpoints: Checkpoints | None) -> EndModel:
        if not isinstance(self.model, (str, Path)):
            return Estimator(names=names, estimator=self.model)
        if self.model == "linear":
            return (Vectors if vectors else Linear)(names=names, c=self.c, calibrate=self.calibrate)
        if vectors:
            raise DataError('an encoder reads texts, not vectors: say "linear", or give a scikit-learn classifier')
        folder = None if self.model == "encoder" else Path(self.model)
        if folder is not None and not (folder / "config.json").exists():
            raise SaysoError(
                f'"{folder}" is no end model: say "linear", "encoder" or the path of a transformers folder, '
                "or give a scikit-learn classifier"
            )
        return Encoder(base=folder, names=names, recipe=self._recipe(), checkpoints=checkpoints)

    def predict_proba(self, texts: Any) -> Floats:
        """(rows, classes) probabilities, in the order of `classes_`. Raises `DataError` for other rows than it was trained on."""
        fitted: Any = self._known()
        given = giving.rows(texts)
        shapes = [
            0 if self._means is None else len(self._means),
            given.shape[1] if isinstance(given, np.ndarray) else 0,
        ]
        if len(given) and shapes[0] != shapes[1]:
            said = [f"vectors of {numbers} numbers" if numbers else "texts" for numbers in shapes]
            raise DataError(f"the classifier was trained on {said[0]}, and is asked about {said[1]}")
        return np.asarray(fitted.predict_proba(giving.filled(given, self._means)), dtype=np.float64)

    def predict(self, texts: Any) -> npt.NDArray[np.str_]:
        """The likeliest label's name for each row."""
        probabilities = self.predict_proba(texts)
        return np.asarray(self.classes_[probabilities.argmax(axis=1)])

    def features(self, texts: Any) -> Any:
        """(rows, features): what the model sees of each row, of length 1 (a text without known words: 0), to tell which rows are near.

        TF-IDF as a sparse matrix or the standardised vectors for the linear model, the mean of the last layer for an encoder. Raises
        `DataError` for a scikit-learn classifier without a step before it that makes features of texts."""
        fitted: Any = self._known()
        return fitted.features(giving.filled(giving.rows(texts), self._means))

    def _known(self) -> EndModel:
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
                "options": {key: value for key, value in self.get_params(deep=False).items() if key != "model"},
                "means": None if self._means is None else self._means.tolist(),
                "trained on": self.device_,
            }
            (temporary / ABOUT).write_text(json.dumps(about, indent=1, ensure_ascii=False), "utf-8")
            temporary.chmod(0o755)
            os.rename(temporary, path)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return path

    @classmethod
    def load(cls, path: str | Path, *, trusted: Sequence[str] = ()) -> TextClassifier:
        """Read a folder that `save` wrote, or any transformers folder of a trained text classifier.

        trusted: names of types beyond those that skops knows to be harmless, where a model of your own estimator holds them; they
        can run code. Raises `DataError` naming those that are missing."""
        path = Path(path)
        about = _about(path)
        if about["kind"] == "encoder":
            classifier = cls(path, **about["options"])
            fitted: EndModel = Encoder.load(path, classifier._recipe())
        else:
            fitted = PIPELINES[about["kind"]].load(path, names=list(map(str, about["classes"])), trusted=trusted)
            model = fitted.pipeline if about["kind"] == "estimator" else "linear"
            classifier = cls(model, **about["options"])
        means = about.get("means")
        classifier._now(fitted, None if means is None else np.array(means), about.get("classes", fitted.names))
        classifier.device_ = about.get("trained on", {})
        return classifier


def _about(path: Path) -> dict[str, Any]:
    if not (path / ABOUT).exists():
        if (path / "config.json").exists():
            return {"kind": "encoder", "options": {}}
        raise SaysoError(f"{path} holds no saved classifier: it has neither {ABOUT} nor a transformers config.json")
    about: dict[str, Any] = json.loads((path / ABOUT).read_text("utf-8"))
    if about.get("format") != FORMAT or about.get("kind") not in (*PIPELINES, "encoder"):
        raise SaysoError(f"{path / ABOUT} is of another version of Sayso: it has format {about.get('format')}")
    return about
