"""What an end model is trained towards, from labels in any of their shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sayso.grammar.errors import DataError
from sayso.runtime.labels import Labels


@dataclass(frozen=True, eq=False)
class Targets:
    """Probabilities to learn."""

    probabilities: npt.NDArray[np.float64]
    """(rows, classes)."""
    classes: tuple[str, ...]
    known: npt.NDArray[np.bool_]
    """(rows,): False where there is nothing to learn from a row."""


def targets(labels: Any, classes: Sequence[str] | None = None) -> Targets:
    """Read `Labels`, (rows, classes) probabilities whose columns `classes` names, a label name a row, or an integer a row.

    Integers are what scikit-learn's cross-validation makes of names; their classes are their digits, in numeric order.
    Raises `DataError` where they are none of these, naming the first row that is wrong."""
    if isinstance(labels, Labels):
        found = Targets(labels.probabilities, labels.classes, labels.voted)
    else:
        values = np.asarray(labels)
        if values.ndim == 1 and values.dtype.kind in "iu":
            found = _from_names(values.astype(str).tolist(), classes or [str(code) for code in np.unique(values)])
        else:
            found = _from_array(values, classes) if values.ndim == 2 else _from_names(list(labels), classes)
    if len(found.classes) < 2:
        raise DataError(f"a classifier needs at least two labels to tell apart, not {len(found.classes)}")
    return found


def _from_array(values: npt.NDArray[Any], classes: Sequence[str] | None) -> Targets:
    if classes is None or len(classes) != values.shape[1]:
        raise DataError(
            f"probabilities in {values.shape[1]} columns need classes=, the {values.shape[1]} labels' names"
        )
    probabilities = values.astype(np.float64)
    fine = (probabilities >= 0).all(axis=1) & np.isclose(probabilities.sum(axis=1), 1.0, atol=1e-6)
    if not fine.all():
        row = int(np.flatnonzero(~fine)[0])
        raise DataError(
            f"row {row} of the labels holds no probabilities: {probabilities[row].tolist()} do not sum to 1"
        )
    return Targets(probabilities, tuple(classes), np.ones(len(values), np.bool_))


def _from_names(given: list[Any], classes: Sequence[str] | None) -> Targets:
    missing = [not isinstance(label, str) and bool(pd.isna(label)) for label in given]
    for row, label in enumerate(given):
        allowed = isinstance(label, str) and (classes is None or label in classes)
        if not missing[row] and not allowed:
            wanted = f"one of {', '.join(classes)}" if classes is not None else "a label's name"
            raise DataError(f"row {row} of the labels is {label!r}, not {wanted}")
    names = tuple(classes) if classes is not None else tuple(sorted({x for x in given if isinstance(x, str)}))
    index = {name: i for i, name in enumerate(names)}
    probabilities = np.zeros((len(given), len(names)))
    for row, label in enumerate(given):
        if not missing[row]:
            probabilities[row, index[label]] = 1.0
    return Targets(probabilities, names, ~np.array(missing, dtype=np.bool_))
