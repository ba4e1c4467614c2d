"""The linear end model: TF-IDF of one and two words, logistic regression on probabilistic labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Linear:
    """TF-IDF and a logistic regression whose loss takes the probabilities as they are: each row once for each class, weighted."""

    kind = "linear"

    def __init__(self, *, c: float, seed: int) -> None:
        self.c = c
        self.seed = seed

    def fit(self, texts: Sequence[str], probabilities: Floats, progress: Any = None) -> None:
        """Train on texts with (rows, classes) probabilities."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self.vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(texts) > 200 else 1)
        features = self.vectorizer.fit_transform(texts)
        rows, classes = np.nonzero(probabilities > 0.01)
        self.present = np.unique(classes)
        if len(self.present) == 1:
            self.regression: Any = None
            return
        self.regression = LogisticRegression(C=self.c, max_iter=300, random_state=self.seed)
        self.regression.fit(features[rows], classes, sample_weight=probabilities[rows, classes])

    def predict_proba(self, texts: Sequence[str], k: int) -> Floats:
        """(rows, k) probabilities; classes never seen get none."""
        result = np.zeros((len(texts), k))
        if self.regression is None:
            result[:, self.present] = 1.0
        else:
            result[:, self.regression.classes_] = self.regression.predict_proba(self.vectorizer.transform(texts))
        return result

    def save(self, folder: Path) -> None:
        """Write both parts with skops, which stores no code."""
        import skops.io

        parts = {"vectorizer": self.vectorizer, "regression": self.regression, "present": self.present.tolist()}
        skops.io.dump(parts, folder / "linear.skops")

    @classmethod
    def load(cls, folder: Path) -> Linear:
        """Read what `save` wrote; any type that it could not have written is refused."""
        import skops.io

        parts = skops.io.load(folder / "linear.skops", trusted=_TRUSTED)
        model = cls(c=1.0, seed=0)
        model.vectorizer, model.regression = parts["vectorizer"], parts["regression"]
        model.present = np.array(parts["present"])
        return model


_TRUSTED = ["numpy.dtype", "numpy.float64", "numpy.int64"]
