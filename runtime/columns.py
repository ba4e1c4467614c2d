"""A table's columns, read as the schema says: what is missing is missing, what does not fit is named by row and column."""

from __future__ import annotations

import datetime
import difflib
import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sayso.grammar.errors import DataError
from sayso.grammar.schema import Column, Schema

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_EPOCH = datetime.datetime(1970, 1, 1)
_TRUE, _FALSE = {"true", "yes", "y", "1", "t"}, {"false", "no", "n", "0", "f"}


def absent(value: Any) -> bool:
    """Whether a value is missing, in whatever way that is written."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in ("NaT", "<NA>")


@dataclass
class Columns:
    """A table with its columns converted when they are first asked for."""

    table: pa.Table
    schema: Schema
    first: int = 0
    """The number of the table's first row, for messages."""
    unfit: dict[str, dict[int, str]] = field(default_factory=dict)
    """By column, the rows whose values did not fit and are taken for missing, where the schema says so; with what is wrong."""
    _made: dict[Hashable, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def slice(self, start: int, length: int) -> Columns:
        """Some rows of the table."""
        return Columns(self.table.slice(start, length), self.schema, self.first + start)

    def values(self, name: str) -> list[Any]:
        """The values as Python objects, None where missing."""
        made: list[Any] = self._keep(name, "values", lambda: self._column(name).to_pylist())
        return made

    def texts(self, name: str) -> list[str | None]:
        """The values as text, None where missing."""
        made: list[str | None] = self._keep(
            name, "texts", lambda: [None if _no_text(v) else str(v) for v in self.values(name)]
        )
        return made

    def text(self, name: str, i: int) -> str | None:
        """The text of one row, None where missing, without converting the others."""
        if (name, "texts") in self._made or not is_text(self._column(name).type):
            return self.texts(name)[i]
        made: str | None = self.strings(name)[i].as_py()
        return made

    def strings(self, name: str) -> pa.Array:
        """The values as one Arrow array of large strings, null where missing."""

        def make() -> pa.Array:
            column = self._column(name)
            if not is_text(column.type):
                return pa.array(self.texts(name), pa.large_string())
            joined = column.cast(pa.large_string()).combine_chunks()
            # a slice keeps its parent's bytes; joined with nothing it keeps its own only
            return pa.concat_arrays([joined, pa.array([], pa.large_string())])

        return self._keep(name, "strings", make)

    def numbers(self, name: str) -> Floats:
        """Numbers, or dates as days since 1970-01-01, NaN where missing."""
        convert = _days if self.kind(name) == "date" else _number
        made: Floats = self._keep(
            name, "numbers", lambda: np.array(self._each(name, convert, math.nan), dtype=np.float64)
        )
        return made

    def flags(self, name: str) -> Flags:
        """True where a boolean is true, False where it is false or missing."""
        made: Flags = self._keep(name, "flags", lambda: np.array(self._each(name, _flag, False), dtype=np.bool_))
        return made

    def boxes(self, name: str) -> Floats:
        """Boxes as (rows, 4), NaN where missing."""
        nowhere = (math.nan,) * 4
        made: Floats = self._keep(
            name, "boxes", lambda: np.array(self._each(name, _four, nowhere), dtype=np.float64).reshape(-1, 4)
        )
        return made

    def vectors(self, name: str, width: int = 0) -> Floats:
        """Vectors as (rows, width), NaN where missing; of the first one's width where none is asked for.

        A vector of another width does not fit. Raises `DataError` where there is no vector to tell the width."""
        found = self._each(name, _vector, None)
        wide = width or next((len(vector) for vector in found if vector is not None), 0)
        if not wide:
            raise DataError(f"column '{name}': there is no vector in any of {len(self)} rows")
        made = np.full((len(found), wide), math.nan)
        for i, vector in enumerate(found):
            if vector is not None and len(vector) != wide:
                vector = self._refused(name, i, f"{len(vector)} numbers where others have {wide}", None)
            if vector is not None:
                made[i] = vector
        return made

    def spans(self, name: str) -> list[tuple[int, int] | None]:
        """[start, end) offsets that lie in their text, None where missing."""
        made: list[tuple[int, int] | None] = self._keep(name, "spans", lambda: self._spans(self.schema.column(name)))
        return made

    def _spans(self, column: Column) -> list[tuple[int, int] | None]:
        found = self._paired(column) if column.start else self._each(column.name, _pair, None)
        text = self.schema.text_of(column.name)
        lengths = pc.utf8_length(self.strings(text)).to_pylist() if text in self.table.column_names else []
        for i, (span, length) in enumerate(zip(found, lengths, strict=False)):
            if span is not None and length is not None and span[1] > length:
                told = f"[{span[0]}, {span[1]}) runs past the end of '{text}', which has {length} characters"
                found[i] = self._refused(column.name, i, told, None)
        return found

    def _paired(self, column: Column) -> list[tuple[int, int] | None]:
        starts, ends = (self._each(name, _number, None, column.name) for name in (column.start, column.end))
        pairs = [None if a is None or b is None else (int(a), int(b)) for a, b in zip(starts, ends, strict=True)]
        for i, pair in enumerate(pairs):
            if pair is not None and not 0 <= pair[0] <= pair[1]:
                pairs[i] = self._refused(column.name, i, f"{pair} is not a span", None)
        return pairs

    def fit(self, name: str) -> dict[int, str]:
        """The rows whose value does not fit the column's kind, with what is wrong; none for a text.

        Raises `DataError` for the first of them where the schema does not take such values for missing."""
        kind = self.kind(name)
        if kind in ("number", "score", "date"):
            self.numbers(name)
        elif kind in ("boolean", "box", "span"):
            {"boolean": self.flags, "box": self.boxes, "span": self.spans}[kind](name)
        return self.unfit.get(name, {})

    def _refused(self, name: str, i: int, told: str, otherwise: Any) -> Any:
        """What stands for a value that does not fit; raises `DataError` unless the schema takes it for missing."""
        known = next((c for c in self.schema.columns if c.name == name), None)
        if known is None or known.unfit != "missing":
            hint = "" if known is None else '; to take such values for missing, give the column unfit = "missing"'
            raise DataError(f"row {self.first + i}, column '{name}': {told}{hint}")
        self.unfit.setdefault(name, {})[i] = told
        return otherwise

    def missing(self, name: str) -> Flags:
        """True where a column has no value, or a text of white space alone."""
        column = self.schema.column(name) if name in {c.name for c in self.schema.columns} else Column(name, "text")
        if column.kind == "span":
            return np.array([span is None for span in self.spans(name)], dtype=np.bool_)
        gone = _no_text if column.kind in ("text", "category") else absent

        def make() -> Flags:
            held = np.array([gone(v) or not str(v).strip() for v in self.values(name)], dtype=np.bool_)
            held[list(self.fit(name)) if column.unfit else []] = True
            return held

        made: Flags = self._keep(name, "missing", make)
        return made

    def kind(self, name: str) -> str:
        """The kind that the schema gives a column; text where it gives none."""
        return next((c.kind for c in self.schema.columns if c.name == name), "text")

    def kept(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made of these rows under a key, made now where it was not."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def _keep(self, name: str, form: str, make: Callable[[], Any]) -> Any:
        return self.kept((name, form), make)

    def _column(self, name: str) -> pa.ChunkedArray:
        if name not in self.table.column_names:
            raise missing_column(name, self.table.column_names)
        return self.table.column(name)

    def _each(self, name: str, convert: Callable[[Any], Any], otherwise: Any, of: str = "") -> list[Any]:
        """Each value converted; one that does not fit is told of the column `of`, which it is a part of."""
        made = []
        for i, value in enumerate(self.values(name)):
            if absent(value) or (isinstance(value, str) and not value.strip()):
                made.append(otherwise)
                continue
            try:
                made.append(convert(value))
            except (ValueError, TypeError, OverflowError):
                told = f"{str(value)[:60]!r} is not a {'number' if of else self.kind(name)}"
                made.append(self._refused(of or name, i, f"'{name}' is {told}" if of else told, otherwise))
        return made


def _no_text(value: Any) -> bool:
    """What is written is there, be it "NaT"."""
    return not isinstance(value, str) and absent(value)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def missing_column(name: str, there: list[str]) -> DataError:
    """The error for a column that the data lacks."""
    near = difflib.get_close_matches(name, there, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return DataError(f"the data has no column '{name}'.{hint} It has {', '.join(map(repr, there))}.")


def _number(value: Any) -> float:
    if isinstance(value, bool):
        return float(value)
    return float(value.replace(",", "").lstrip("$").rstrip("%")) if isinstance(value, str) else float(value)


def _days(value: Any) -> float:
    if isinstance(value, str):
        value = datetime.datetime.fromisoformat(value.strip())
    if isinstance(value, datetime.datetime):
        return (value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400
    if isinstance(value, datetime.date):
        return float((value - _EPOCH.date()).days)
    raise ValueError(value)


def _flag(value: Any) -> bool:
    key = str(value).strip().lower().removesuffix(".0")
    if key in _TRUE:
        return True
    if key in _FALSE:
        return False
    raise ValueError(value)


def _four(value: Any) -> tuple[float, ...]:
    box = tuple(float(v) for v in _sequence(value))
    if len(box) != 4:
        raise ValueError(value)
    return box


def _vector(value: Any) -> list[float]:
    vector = [float(v) for v in _sequence(value)]
    if not vector:
        raise ValueError(value)
    return vector


def _pair(value: Any) -> tuple[int, int]:
    start, end = (int(v) for v in _sequence(value))
    if not 0 <= start <= end:
        raise ValueError(value)
    return start, end


def _sequence(value: Any) -> list[Any]:
    return value.strip("[]() ").replace(",", " ").split() if isinstance(value, str) else list(value)
