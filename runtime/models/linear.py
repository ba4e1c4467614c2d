"""The linear end models: logistic regression on probabilistic labels, over TF-IDF of one and two words, or over vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import DataError
from sayso.runtime.models import calibration, refining
from sayso.runtime.models.device import plain
from sayso.runtime.models.given import Given
from sayso.runtime.models.pipelined import Pipelined
from sayso.runtime.models.progress import Progress

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
STEPS = 500
"""Of the optimizer, at most."""
ROUGHLY = 30
"""Steps that are enough to find a temperature, or to be a witness: 500 gave the same."""
WITNESSES = 50_000
"""Rows that a witness learns from, at most: more would take minutes, and tell it little."""


class Linear(Pipelined):
    """A scikit-learn pipeline, TF-IDF and logistic regression, fitted to the probabilities as they are."""

    kind = "linear"

    def __init__(self, *, names: Sequence[str], c: float = 1.0, calibrate: bool = True) -> None:
        super().__init__(names=names)
        self.c = c
        self.calibrate = calibrate
        self.temperature = 1.0

    def fit(self, texts: Sequence[str], probabilities: Floats, progress: Progress) -> None:
        """Train on texts with (rows, classes) probabilities. Raises `DataError` where the texts have no words."""
        vectorizer = words(len(texts))
        features = learned(vectorizer, texts)
        self.pipeline = _pipeline(vectorizer, self._regression(features, probabilities, texts))
        progress(1, 1, f"{features.shape[1]} words and pairs, temperature {self.temperature:.2f}")

    def _regression(self, features: Any, probabilities: Floats, rows: Sequence[str] | Floats) -> Any:
        """scikit-learn's classifier with our weights, the temperature folded into them."""
        from sklearn.linear_model import LogisticRegression

        self.device = plain()
        weights, intercepts = soft_logistic_regression(features, probabilities, self.c)
        if self.calibrate:
            self.temperature = self._temperature(features, probabilities, rows)
        regression = LogisticRegression(C=self.c)
        if len(self.names) == 2:  # scikit-learn keeps only the second class's log-odds
            weights, intercepts = weights[1:] - weights[:1], intercepts[1:] - intercepts[:1]
        regression.coef_, regression.intercept_ = weights / self.temperature, intercepts / self.temperature
        regression.classes_ = np.array(self.names)
        regression.n_features_in_ = features.shape[1]
        return regression

    def _temperature(self, features: Any, probabilities: Floats, rows: Sequence[str] | Floats) -> float:
        """Found on rows left out in turn, so that the model itself is trained on all of them."""

        def log_odds(train: Flags) -> Floats:
            weights, intercepts = soft_logistic_regression(features[train], probabilities[train], self.c, ROUGHLY)
            return np.asarray(features[~train] @ weights.T + intercepts)

        return calibration.cross_fitted(rows, probabilities, log_odds)


class Vectors(Linear):
    """The same regression over vectors, each column standardised."""

    kind = "vectors"

    def fit(self, vectors: Any, probabilities: Floats, progress: Progress) -> None:
        """Train on (rows, d) vectors with (rows, classes) probabilities."""
        from sklearn.preprocessing import StandardScaler

        scale = StandardScaler()
        features = scale.fit_transform(vectors)
        self.pipeline = _pipeline(scale, self._regression(features, probabilities, vectors))
        progress(1, 1, f"{features.shape[1]} numbers a row, temperature {self.temperature:.2f}")


def witness(rows: Given, c: float) -> refining.Witness | None:
    """A quick regression over what the rows say, for `refining`; None where texts have no words."""
    from sklearn.preprocessing import StandardScaler

    try:
        features = learned(words(len(rows)), rows) if isinstance(rows, list) else StandardScaler().fit_transform(rows)
    except DataError:
        return None

    def learn(train: Flags, towards: Floats) -> Floats:
        some = np.flatnonzero(train)
        some = some[np.linspace(0, len(some) - 1, min(len(some), WITNESSES)).astype(np.int64)]
        weights, intercepts = soft_logistic_regression(features[some], towards[some], c, ROUGHLY)
        return np.asarray(features @ weights.T + intercepts)

    return learn


def _pipeline(*steps: Any) -> Any:
    from sklearn.pipeline import make_pipeline

    return make_pipeline(*steps)


def words(rows: int) -> Any:
    """An unfitted TF-IDF of one and two words; a word seen in one row only tells nothing about others, unless rows are few."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if rows > 200 else 1)


def learned(vectorizer: Any, texts: Sequence[str]) -> Any:
    """The texts' features. Raises `DataError` where they have no words."""
    try:
        return vectorizer.fit_transform(texts)
    except ValueError as error:
        raise DataError(f"the {len(texts)} texts to train on have no words to learn from ({error})") from None


def soft_logistic_regression(
    features: Any, probabilities: Floats, c: float, steps: int = STEPS
) -> tuple[Floats, Floats]:
    """Weights (classes, features) and intercepts (classes,) of a multinomial logistic regression on soft targets.

    Minimises the cross-entropy summed over rows + the squared weights / (2 c): with targets of 0 and 1, scikit-learn's."""
    from scipy.optimize import minimize
    from scipy.sparse import issparse
    from threadpoolctl import threadpool_limits

    n, d = features.shape
    k = probabilities.shape[1]
    turned = features.T.tocsr() if issparse(features) else features.T

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, intercepts = flat[: d * k].reshape(d, k), flat[d * k :]
        scores = features @ weights + intercepts
        scores -= scores.max(axis=1, keepdims=True)
        log_sums = np.log(np.exp(scores).sum(axis=1, keepdims=True))
        off = (np.exp(scores - log_sums) - probabilities) / n
        gradient = np.concatenate([(turned @ off + weights / (c * n)).ravel(), off.sum(axis=0)])
        value = (probabilities * (log_sums - scores)).sum() / n + (weights**2).sum() / (2 * c * n)
        return float(value), gradient

    limits = {"maxiter": steps, "gtol": 1e-5, "ftol": 1e-10}
    with threadpool_limits(
        1, "blas"
    ):  # its threads wait for each other: beside other work ten times as long as one alone
        found = minimize(loss, np.zeros((d + 1) * k), jac=True, method="L-BFGS-B", options=limits)
    return found.x[: d * k].reshape(d, k).T.copy(), found.x[d * k :]
