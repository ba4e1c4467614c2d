"""What an end model is given to learn from and to label: a text a row, or a vector of numbers a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sayso.grammar.errors import DataError

Floats = npt.NDArray[np.float64]
Given = list[str] | Floats
"""Texts, or (rows, d) float64 with NaN where a number is missing."""


def rows(given: Iterable[Any]) -> Given:
    """Texts, a missing one as an empty one; or vectors, from a (rows, d) array or frame of numbers or a list of sequences.

    A missing vector is a row of NaN. Raises `DataError` naming the row for a vector of another length, or what is no number,
    and row and column for an infinite one."""
    if isinstance(given, (str, bytes)):
        raise DataError("one text is given where a list of texts is meant: put it in brackets")
    if hasattr(given, "todense"):
        raise DataError(
            "a sparse matrix is given: pass the rows as a dense array, or a scikit-learn pipeline that takes the texts"
        )
    if getattr(given, "ndim", 1) == 2 or hasattr(given, "columns"):
        given = np.asarray(given)
    items = list(given)
    first = next((item for item in items if not _missing(item)), None)
    return _vectors(items) if _is_vector(first) else [_text(item) for item in items]


def _is_vector(item: Any) -> bool:
    return isinstance(item, (list, tuple, np.ndarray))


def _missing(item: Any) -> bool:
    return not _is_vector(item) and not isinstance(item, str) and bool(pd.isna(item))


def _text(item: Any) -> str:
    if _is_vector(item):
        raise DataError(f"texts are given, and a vector among them: {str(item)[:40]}")
    return item if isinstance(item, str) else "" if _missing(item) else str(item)


def _vectors(items: list[Any]) -> Floats:
    width = next(len(item) for item in items if _is_vector(item))
    made = np.full((len(items), width), np.nan)
    for row, item in enumerate(items):
        if _missing(item):
            continue
        if not _is_vector(item) or len(item) != width:
            said = f"{len(item)} numbers" if _is_vector(item) else repr(item)[:40]
            raise DataError(f"row {row} of the vectors holds {said}, the first one {width} numbers")
        try:
            made[row] = [np.nan if value is None else value for value in item]
        except (TypeError, ValueError) as error:
            raise DataError(f"row {row} of the vectors holds what is no number: {error}") from None
    endless = np.argwhere(np.isinf(made))
    if len(endless):
        row, column = endless[0]
        raise DataError(f"row {row}, number {column} of the vectors is infinite")
    return made


def missing(given: Given) -> int:
    """The numbers that are missing."""
    return int(np.isnan(given).sum()) if isinstance(given, np.ndarray) else 0


def means(given: Given) -> Floats | None:
    """(d,): each column's mean, which a model takes for a number that is missing; 0 where all are. None for texts."""
    if not isinstance(given, np.ndarray):
        return None
    there = ~np.isnan(given)
    return np.asarray(np.where(there, given, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1))


def filled(given: Given, instead: Floats | None) -> Given:
    """The rows, what is missing filled in."""
    if not isinstance(given, np.ndarray) or instead is None:
        return given
    return np.where(np.isnan(given), instead, given)


def taken(given: Given, chosen: npt.NDArray[np.int64]) -> Given:
    """Some of the rows."""
    return given[chosen] if isinstance(given, np.ndarray) else [given[i] for i in chosen]
