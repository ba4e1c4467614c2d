"""Columns of numbers and vectors that an end model learns from in the place of a text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sayso.grammar.errors import DataError, ProjectError
from sayso.grammar.schema import Column, Schema
from sayso.runtime.columns import Columns

if TYPE_CHECKING:  # asking which columns a model reads needs none of it
    from sayso.runtime.models import TextClassifier

Floats = npt.NDArray[np.float64]
KINDS = ("vector", "number", "score")
FILE = "features.json"
"""Lies in a saved model's folder: which columns the model is to be given, in which order."""


@dataclass(frozen=True)
class Feature:
    """One column: a number a row, or `width` of them."""

    name: str
    kind: str
    unfit: str = ""
    width: int = 1


@dataclass(frozen=True)
class Features:
    """The columns side by side."""

    columns: tuple[Feature, ...]

    @classmethod
    def of(cls, names: Sequence[str], schema: Schema, table: pa.Table) -> Features:
        """The columns of those names, vectors as wide as the table has them.

        Raises `ProjectError` for a column that the schema does not know, or that holds neither numbers nor vectors."""
        columns = Columns(table, schema)
        found = []
        for name in names:
            column = next((c for c in schema.columns if c.name == name), None)
            if column is None or column.kind not in KINDS:
                fitting = [c.name for c in schema.columns if c.kind in KINDS]
                said = "is not under [columns]" if column is None else f"is a {column.kind}"
                raise ProjectError(
                    f"end_model.features: '{name}' {said}; an end model learns from columns of the kinds vector, number and "
                    f"score: {', '.join(fitting) or 'there is none'}"
                )
            width = columns.vectors(name).shape[1] if column.kind == "vector" else 1
            found.append(Feature(name, column.kind, column.unfit, width))
        return cls(tuple(found))

    def read(self, table: pa.Table) -> Floats:
        """(rows, d) numbers, NaN where missing. Raises `DataError` naming row and column for what does not fit."""
        kinds = tuple(Column(f.name, f.kind, unfit=f.unfit) for f in self.columns)
        columns = Columns(table, Schema(("any",), kinds))
        parts = [
            columns.vectors(f.name, f.width) if f.kind == "vector" else columns.numbers(f.name)[:, None]
            for f in self.columns
        ]
        made = np.concatenate(parts, axis=1)
        endless = np.argwhere(np.isinf(made))
        if len(endless):
            row, number = endless[0]
            ends = np.cumsum([f.width for f in self.columns])
            name = self.columns[int(np.searchsorted(ends, number, side="right"))].name
            raise DataError(f"row {row}, column '{name}': an infinite number cannot be learned from")
        return made

    def missing(self, numbers: Floats) -> dict[str, npt.NDArray[np.int64]]:
        """By column, the rows that lack a number."""
        found, at = {}, 0
        for feature in self.columns:
            rows = np.flatnonzero(np.isnan(numbers[:, at : at + feature.width]).any(axis=1))
            at += feature.width
            if len(rows):
                found[feature.name] = rows
        return found

    def save(self, folder: Path) -> None:
        """Write the columns beside a model."""
        (folder / FILE).write_text(json.dumps([asdict(f) for f in self.columns], ensure_ascii=False), "utf-8")


def beside(folder: Path) -> Features | None:
    """The columns that a saved model is to be given, None where it takes a text."""
    if not (folder / FILE).exists():
        return None
    return Features(tuple(Feature(**told) for told in json.loads((folder / FILE).read_text("utf-8"))))


def asked(folder: Path, table: pa.Table, texts: Sequence[str] | None) -> tuple[TextClassifier, Floats]:
    """A saved model, and (rows, classes) what it says of a table's rows: of its columns, or of the texts."""
    from sayso.runtime.models import TextClassifier

    classifier, features = TextClassifier.load(folder), beside(folder)
    if features is None and texts is None:
        raise DataError(f"{folder} labels texts, and there is no text column")
    given: Any = texts if features is None else features.read(table)
    return classifier, classifier.predict_proba(given)
