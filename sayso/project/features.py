"""What an end model learns from in the place of a bare text: columns of numbers and vectors, or a text with spans marked in it."""

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
from sayso.runtime.marking import marked

if TYPE_CHECKING:  # asking which columns a model reads needs none of it
    from sayso.runtime.models import TextClassifier

Floats = npt.NDArray[np.float64]
KINDS = ("vector", "number", "score")
FILE = "features.json"
"""Lies in a saved model's folder: which columns the model is to be given, and how."""


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


@dataclass(frozen=True)
class MarkedText:
    """The default text with the spans that lie in it marked: what a relation is about stands in no word of the text."""

    text: str
    spans: tuple[Column, ...]

    @classmethod
    def of(cls, schema: Schema) -> MarkedText | None:
        """The spans of the default text; None where it has none."""
        spans = [c for c in schema.columns if c.kind == "span" and schema.text_of(c.name) == schema.default_text]
        return cls(schema.default_text, tuple(spans)) if spans else None

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are read."""
        return (Column(self.text, "text"), *self.spans)

    def read(self, table: pa.Table) -> list[str]:
        """A text a row, empty where missing."""
        columns = Columns(table, Schema(("any",), self.columns, self.text))
        texts = [text or "" for text in columns.texts(self.text)]
        return marked(texts, {span.name: columns.spans(span.name) for span in self.spans})

    def save(self, folder: Path) -> None:
        """Write the columns beside a model."""
        told = {"text": self.text, "spans": [{k: getattr(span, k) for k in SPAN} for span in self.spans]}
        (folder / FILE).write_text(json.dumps(told, ensure_ascii=False), "utf-8")


SPAN = ("name", "kind", "of", "start", "end", "unfit")
"""What reading a span needs to know of its column."""


def beside(folder: Path) -> Features | MarkedText | None:
    """What a saved model is to be given, None where it takes a text as it is."""
    if not (folder / FILE).exists():
        return None
    told = json.loads((folder / FILE).read_text("utf-8"))
    if isinstance(told, dict):
        return MarkedText(told["text"], tuple(Column(**span) for span in told["spans"]))
    return Features(tuple(Feature(**feature) for feature in told))


def asked(folder: Path, table: pa.Table, texts: Sequence[str] | None) -> tuple[TextClassifier, Floats]:
    """A saved model, and (rows, classes) what it says of a table's rows: of its columns, or of the texts."""
    from sayso.runtime.models import TextClassifier

    classifier, features = TextClassifier.load(folder), beside(folder)
    if features is None and texts is None:
        raise DataError(f"{folder} labels texts, and there is no text column")
    given: Any = texts if features is None else features.read(table)
    return classifier, classifier.predict_proba(given)
