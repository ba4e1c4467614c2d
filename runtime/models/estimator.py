"""Any scikit-learn classifier as an end model: what it needs to learn probabilities is `sample_weight`.

A row with the probabilities .7 and .3 becomes two copies, one a class, that weigh .7 and .3. Where an estimator minimises a sum of
log-losses over rows, each times its weight, this *is* the cross-entropy with the probabilities: the sum over rows and classes of
-p log q is the same sum, written row by row. A class that has almost no part in a row gets no copy, and the others its part: with a
hundred classes a row would else have a hundred copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import DataError, SaysoError
from sayso.runtime.models.device import plain
from sayso.runtime.models.linear import learned, words
from sayso.runtime.models.pipelined import Pipelined
from sayso.runtime.models.progress import Progress

Floats = npt.NDArray[np.float64]
NEGLIGIBLE = 0.01
"""A class with a smaller part in a row gets no copy of it. A row has at most 100 copies."""


@dataclass(frozen=True, eq=False)
class Copies:
    """Rows with probabilities, as rows with one class and a weight."""

    rows: npt.NDArray[np.int64]
    """(copies,): which row each is of."""
    classes: npt.NDArray[np.int64]
    """(copies,)."""
    weights: Floats
    """(copies,): those of a row sum to 1."""
    moved: float
    """The mean part of a row that belonged to classes without a copy, and was given to the others in proportion."""


def copies(probabilities: Floats, negligible: float = NEGLIGIBLE) -> Copies:
    """One copy of a row for each class that has at least a `negligible` part in it, or the largest one."""
    kept = (probabilities >= negligible) | (probabilities == probabilities.max(axis=1, keepdims=True))
    parts = np.where(kept, probabilities, 0.0)
    whole = parts.sum(axis=1, keepdims=True)
    rows, classes = np.nonzero(parts)
    return Copies(rows, classes, (parts / whole)[rows, classes], float(1 - whole.mean()))


class Estimator(Pipelined):
    """A clone of the user's estimator or pipeline, behind TF-IDF where it does not take texts itself."""

    kind = "estimator"

    def __init__(self, *, names: Sequence[str], estimator: Any = None) -> None:
        super().__init__(names=names)
        self.estimator = estimator

    def fit(self, given: Sequence[str] | Floats, probabilities: Floats, progress: Progress) -> None:
        """Train on texts or vectors with (rows, classes) probabilities.

        The steps before the last see each row once, with its likeliest class; the last sees the copies. Raises `SaysoError` for
        an estimator that takes no weights or gives no probabilities."""
        from sklearn.base import clone
        from sklearn.pipeline import Pipeline, make_pipeline

        check(self.estimator.steps[-1][1] if isinstance(self.estimator, Pipeline) else self.estimator)
        whole = clone(self.estimator)
        *before, last = [step for _, step in whole.steps] if isinstance(whole, Pipeline) else [whole]
        ours: Any = None
        features: Any = given
        if not isinstance(given, np.ndarray) and not takes_texts(self.estimator):
            ours = words(len(given))
            features = learned(ours, given)
        if before:
            best = np.array(self.names)[probabilities.argmax(axis=1)]
            features = make_pipeline(*before).fit_transform(features, best)
        made = copies(probabilities)
        repeated = features[made.rows] if hasattr(features, "shape") else [features[i] for i in made.rows]
        last.fit(repeated, np.array(self.names)[made.classes], sample_weight=made.weights)
        self.pipeline = make_pipeline(*([] if ours is None else [ours]), *before, last)
        self.device = plain()
        lost = f", {made.moved:.2%} of the labels' mass moved to likelier classes" if made.moved else ""
        progress(1, 1, f"{len(made.rows)} weighted copies of {len(given)} rows{lost}")


def check(estimator: Any) -> None:
    """Raise `SaysoError` for what cannot be trained on weighted copies, or gives no probabilities."""
    from sklearn.utils.validation import has_fit_parameter

    name = type(estimator).__name__
    if not hasattr(estimator, "fit") or not has_fit_parameter(estimator, "sample_weight"):
        raise SaysoError(
            f"{name} cannot learn probabilities: its fit takes no sample_weight. Those that do are LogisticRegression, SGDClassifier, "
            "MultinomialNB, RandomForestClassifier, HistGradientBoostingClassifier and many more of scikit-learn"
        )
    if not hasattr(estimator, "predict_proba"):
        raise SaysoError(
            f"{name} gives no probabilities (it has no predict_proba as it is set), and cannot be an end model"
        )


def takes_texts(estimator: Any) -> bool:
    """Whether an estimator takes texts themselves, as its first step tells scikit-learn; if not, TF-IDF goes before it."""
    from sklearn.pipeline import FeatureUnion, Pipeline
    from sklearn.utils import get_tags

    if isinstance(estimator, Pipeline):
        first = [step for _, step in estimator.steps if step is not None and not isinstance(step, str)][:1]
        return any(takes_texts(step) for step in first)
    if isinstance(estimator, FeatureUnion):
        return any(takes_texts(step) for _, step in estimator.transformer_list)
    try:
        return bool(get_tags(estimator).input_tags.string)
    except AttributeError as error:
        raise DataError(f"{type(estimator).__name__} is no scikit-learn estimator: {error}") from None
