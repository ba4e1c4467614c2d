"""The linear end model: TF-IDF of one and two words, logistic regression on probabilistic labels."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import DataError
from sayso.runtime.models.progress import Progress

Floats = npt.NDArray[np.float64]
FILE, SCHEMA = "linear.skops", "schema.json"
TRUSTED: list[str] = []
"""The types read beyond numpy's and scikit-learn's own, which skops knows: none."""
STEPS = 500


class Linear:
    """A scikit-learn pipeline, TF-IDF and logistic regression, fitted to the probabilities as they are."""

    kind = "linear"

    def __init__(self, *, names: Sequence[str], c: float) -> None:
        self.names = list(names)
        self.c = c
        self.pipeline: Any = None

    def fit(self, texts: Sequence[str], probabilities: Floats, progress: Progress) -> None:
        """Train on texts with (rows, classes) probabilities. Raises `DataError` where the texts have no words."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import Pipeline

        # a word seen in one row only tells nothing about others, unless rows are few
        vectorizer = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2 if len(texts) > 200 else 1)
        try:
            features = vectorizer.fit_transform(texts)
        except ValueError as error:
            raise DataError(f"the {len(texts)} texts to train on have no words to learn from ({error})") from None
        weights, intercepts = soft_logistic_regression(features, probabilities, self.c)
        regression = LogisticRegression(C=self.c)
        if len(self.names) == 2:  # scikit-learn keeps only the second class's log-odds
            weights, intercepts = weights[1:] - weights[:1], intercepts[1:] - intercepts[:1]
        regression.coef_, regression.intercept_ = weights, intercepts
        regression.classes_ = np.array(self.names)
        regression.n_features_in_ = features.shape[1]
        self.pipeline = Pipeline([("words", vectorizer), ("regression", regression)])
        progress(1, 1, f"{features.shape[1]} words and pairs")

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """(rows, classes) probabilities."""
        if not len(texts):
            return np.zeros((0, len(self.names)))
        return np.asarray(self.pipeline.predict_proba(list(texts)), dtype=np.float64)

    def features(self, texts: Sequence[str]) -> Any:
        """(rows, words and pairs): a sparse matrix of TF-IDF, each row of length 1 or empty."""
        return self.pipeline.named_steps["words"].transform(list(texts))

    def save(self, folder: Path) -> None:
        """Write the pipeline with skops, which stores no code; the same pipeline gives the same file, to the bit."""
        import skops.io

        vars(self.pipeline.named_steps["words"]).pop("_stop_words_id", None)  # an address in memory
        (folder / FILE).write_bytes(repeatable(skops.io.dumps(self.pipeline)))

    @classmethod
    def load(cls, folder: Path, names: Sequence[str]) -> Linear:
        """Read what `save` wrote; a file with any type that it could not hold is refused."""
        import skops.io
        from skops.io.exceptions import UntrustedTypesFoundException

        model = cls(names=names, c=1.0)
        try:
            model.pipeline = skops.io.load(folder / FILE, trusted=TRUSTED)
        except UntrustedTypesFoundException as error:
            raise DataError(f"{folder / FILE} holds more than a linear model, and was not read: {error}") from None
        return model


def repeatable(dumped: bytes) -> bytes:
    """A skops file without what differs from one writing to the next: the time of day, and addresses in memory as names.

    Things are numbered in the order in which the schema names them."""
    with zipfile.ZipFile(io.BytesIO(dumped)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    schema = parts.pop(SCHEMA).decode("utf-8")
    numbers: dict[str, str] = {}

    def numbered(found: re.Match[str]) -> str:
        return found.group(1) + numbers.setdefault(found.group(2), str(len(numbers) + 1)) + found.group(3)

    schema = re.sub(r'("__id__": )(\d+)()', numbered, schema)
    schema = re.sub(r'("file": ")(\d+)(\.[a-z]+")', numbered, schema)
    named = {numbers.get(stem := name.split(".")[0], stem) + name[len(stem) :]: part for name, part in parts.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in [*sorted(named.items()), (SCHEMA, schema.encode("utf-8"))]:
            archive.writestr(zipfile.ZipInfo(name), part)
    return written.getvalue()


def soft_logistic_regression(features: Any, probabilities: Floats, c: float) -> tuple[Floats, Floats]:
    """Weights (classes, features) and intercepts (classes,) of a multinomial logistic regression on soft targets.

    Minimises the cross-entropy summed over rows + the squared weights / (2 c): with targets of 0 and 1, scikit-learn's."""
    from scipy.optimize import minimize

    n, d = features.shape
    k = probabilities.shape[1]
    turned = features.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, intercepts = flat[: d * k].reshape(d, k), flat[d * k :]
        scores = features @ weights + intercepts
        scores -= scores.max(axis=1, keepdims=True)
        log_sums = np.log(np.exp(scores).sum(axis=1, keepdims=True))
        off = (np.exp(scores - log_sums) - probabilities) / n
        gradient = np.concatenate([(turned @ off + weights / (c * n)).ravel(), off.sum(axis=0)])
        value = (probabilities * (log_sums - scores)).sum() / n + (weights**2).sum() / (2 * c * n)
        return float(value), gradient

    limits = {"maxiter": STEPS, "gtol": 1e-5, "ftol": 1e-10}
    found = minimize(loss, np.zeros((d + 1) * k), jac=True, method="L-BFGS-B", options=limits)
    return found.x[: d * k].reshape(d, k).T.copy(), found.x[d * k :]
