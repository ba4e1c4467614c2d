"""Votes: rows x labeling functions, kept as each function's rows and what it votes there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from sayso.grammar.errors import DataError

ABSTAIN = -1
ROWS = 65_536
"""Rows of votes that are made a matrix at once."""
Matrix = npt.NDArray[Any]
"""int8, or int16 past 127 outcomes."""


@dataclass(frozen=True, eq=False, slots=True)
class Cast:
    """One function's votes: the rows that it votes on, ascending (int32), and what it votes there."""

    rows: npt.NDArray[np.int32]
    codes: Matrix

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Unfit:
    """A column's values that do not fit its kind and were taken for missing, as its schema says."""

    column: str
    rows: npt.NDArray[np.int32]
    told: tuple[str, ...]
    """What is wrong, of each row."""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, eq=False)
class Votes:
    """What every function votes on every row.

    `matrix` (rows, functions), made when first asked for: -1 abstains, 0 to k-1 is a label, from k upward a set of labels that
    `outcomes` tells. `numpy.asarray(votes)` is the matrix."""

    cast: tuple[Cast, ...] = field(repr=False)
    """What each function votes, where it does not abstain."""
    rows: int
    labels: tuple[str, ...]
    functions: tuple[str, ...]
    """The functions' names, each unique."""
    outcomes: tuple[tuple[str, ...], ...]
    row_ids: tuple[Any, ...] = ()
    confidences: tuple[float | None, ...] = ()
    """How often each function's author says that it holds; None where nothing was said."""
    errors: tuple[str, ...] = ()
    """What Python functions raised first, with the row; such a vote is an abstention."""
    raised: tuple[int, ...] = ()
    """On how many rows each function raised."""
    source: tuple[Any, ...] = field(default=(), repr=False)
    """The labeling functions themselves, where known."""
    unfit: tuple[Unfit, ...] = ()
    """The values that do not fit the kinds of the columns that were read, where the schema takes them for missing."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        return (
            np.array(self.matrix, dtype=dtype, copy=copy if copy is not None else False)
            if copy
            else np.asarray(self.matrix, dtype)
        )

    def __len__(self) -> int:
        return self.rows

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, functions)."""
        return self.rows, len(self.cast)

    @cached_property
    def matrix(self) -> Matrix:
        """(rows, functions): int8, or int16 past 127 outcomes."""
        result = np.full(self.shape, ABSTAIN, dtype=small(len(self.outcomes)))
        for j, cast in enumerate(self.cast):
            result[cast.rows, j] = cast.codes
        return result

    def named(self, row_ids: Sequence[Any]) -> Votes:
        """The same votes, on rows of those ids."""
        return replace(self, row_ids=tuple(row_ids))

    def part(self, start: int, stop: int) -> Votes:
        """The votes on the rows from one to before another, counted anew from 0; of what was raised and did not fit, nothing."""
        stop = min(stop, self.rows)
        cast = []
        for votes in self.cast:
            a, b = np.searchsorted(votes.rows, (start, stop))
            cast.append(Cast(votes.rows[a:b] - np.int32(start), votes.codes[a:b]))
        ids = self.row_ids[start:stop]
        return replace(self, cast=tuple(cast), rows=stop - start, row_ids=ids, errors=(), raised=(), unfit=())

    @classmethod
    def from_array(
        cls, array: Any, labels: Sequence[str], functions: Sequence[str] | None = None, row_ids: Iterable[Any] = ()
    ) -> Votes:
        """Votes made elsewhere, in Snorkel's coding: -1 abstains, else the index of a label.

        >>> Votes.from_array([[0, -1]], labels=["a", "b"]).shape
        (1, 2)
        """
        matrix = np.asarray(array)
        if matrix.ndim != 2:
            raise ValueError(f"votes have two dimensions, rows and functions, not {matrix.ndim}")
        if matrix.size and (matrix.min() < ABSTAIN or matrix.max() >= len(labels)):
            bad = int(matrix.min() if matrix.min() < ABSTAIN else matrix.max())
            raise ValueError(f"{bad} is no vote: -1 abstains, 0 to {len(labels) - 1} are the labels")
        names = tuple(functions) if functions is not None else tuple(f"function {i}" for i in range(matrix.shape[1]))
        if len(names) != matrix.shape[1]:
            raise ValueError(f"{len(names)} function names for {matrix.shape[1]} columns")
        outcomes = tuple((label,) for label in labels)
        cast = cast_of(matrix.astype(small(len(outcomes))))
        return cls(cast, len(matrix), tuple(labels), names, outcomes, tuple(row_ids))

    @classmethod
    def from_snorkel(cls, matrix: Any, labels: Sequence[str], functions: Sequence[Any] = ()) -> Votes:
        """The votes that Snorkel's applier gives (its label matrix): -1 abstains, else the index of a label.

        `functions`: Snorkel's labeling functions, or their names. Raises `ValueError` for a vote that is none of the labels."""
        names = [str(getattr(function, "name", function)) for function in functions]
        return cls.from_array(matrix, labels, names or None)

    def to_snorkel(self) -> npt.NDArray[np.int64]:
        """(rows, functions): the label matrix that Snorkel's label models take, -1 for an abstention.

        Raises `DataError` where a function votes for a set of labels, which Snorkel has no number for."""
        for name, cast in zip(self.functions, self.cast, strict=True):
            if len(cast) and int(cast.codes.max()) >= len(self.labels):
                said = self.words(int(cast.codes.max()))
                raise DataError(f"Snorkel has no vote for several labels, and [{name}] says {said}")
        return self.matrix.astype(np.int64)

    def summary(self, gold: Sequence[str | None] | None = None) -> pd.DataFrame:
        """One row a function: what it votes, on how many rows, how often others vote there too and otherwise.

        coverage, overlap and conflict are shares of all rows. With gold (label names, or None), `accuracy` is the share of a
        function's votes on rows with gold that are right: NaN where there are none."""
        voters = np.zeros(len(self), np.int32)
        for cast in self.cast:
            voters[cast.rows] += 1
        n = max(1, len(self))
        table = {
            "label": [" / ".join(self.words(int(code)) for code in np.unique(cast.codes)) for cast in self.cast],
            "votes": [len(cast) for cast in self.cast],
            "coverage": [len(cast) / n for cast in self.cast],
            "overlap": [int((voters[cast.rows] > 1).sum()) / n for cast in self.cast],
            "conflict": [many / n for many in self._conflicts()],
        }
        frame = pd.DataFrame(table, index=pd.Index(self.functions, name="function"))
        if gold is not None:
            frame["accuracy"] = self._accuracies(gold, self._allowed())
        return frame

    def words(self, code: int) -> str:
        """A vote in words: "lease", "lease or nda"."""
        return "abstain" if code == ABSTAIN else " or ".join(self.outcomes[code])

    def _allowed(self) -> npt.NDArray[np.bool_]:
        """(outcomes, labels): which labels each outcome leaves possible."""
        return np.array([[label in outcome for label in self.labels] for outcome in self.outcomes], dtype=np.bool_)

    def _conflicts(self) -> list[int]:
        """On how many rows each function's vote and another's leave no label possible; so many rows at a time."""
        allowed = self._allowed().astype(np.int64)
        apart = (allowed @ allowed.T == 0).astype(np.int64)
        found = np.zeros(len(self.cast), np.int64)
        for start in range(0, len(self), ROWS):
            part = self.part(start, start + ROWS).cast
            votes = np.zeros((min(ROWS, len(self) - start), len(self.outcomes)), np.int64)
            for cast in part:
                votes[cast.rows, cast.codes] += 1
            against = votes @ apart
            found += [int((against[cast.rows, cast.codes] > 0).sum()) for cast in part]
        return [int(many) for many in found]

    def _accuracies(self, gold: Sequence[str | None], allowed: npt.NDArray[np.bool_]) -> list[float]:
        if len(gold) != len(self):
            raise ValueError(f"gold has {len(gold)} labels for {len(self)} rows")
        index = {label: i for i, label in enumerate(self.labels)}
        codes = np.array([index.get(g, -1) if isinstance(g, str) else -1 for g in gold], np.int64)
        result = []
        for cast in self.cast:
            known = codes[cast.rows] >= 0
            right = allowed[cast.codes[known], codes[cast.rows[known]]]
            result.append(float(right.mean()) if len(right) else float("nan"))
        return result

    def to_arrow(self) -> pa.Table:
        """A table of row, functions that voted (their numbers) and what they voted; names in the metadata."""
        import json

        functions, outcomes = by_row(self.cast, self.rows)
        ids = list(self.row_ids) if self.row_ids else list(range(len(self)))
        table = pa.table(
            {"row": pa.array([str(i) for i in ids], pa.string()), "function": functions, "outcome": outcomes}
        )
        names = {
            "labels": self.labels,
            "functions": self.functions,
            "outcomes": self.outcomes,
            "confidences": self.confidences,
        }
        return table.replace_schema_metadata({"sayso": json.dumps(names)})

    @classmethod
    def from_arrow(cls, table: pa.Table) -> Votes:
        """The votes that `to_arrow` wrote."""
        import json

        names = json.loads(table.schema.metadata[b"sayso"])
        outcomes = tuple(tuple(outcome) for outcome in names["outcomes"])
        who, what = (pa.concat_arrays(table.column(name).chunks or [_NOBODY]) for name in ("function", "outcome"))
        rows = np.repeat(np.arange(len(who), dtype=np.int32), who.value_lengths().to_numpy(zero_copy_only=False))
        functions = who.flatten().to_numpy(zero_copy_only=False)
        codes = what.flatten().to_numpy(zero_copy_only=False).astype(small(len(outcomes)))
        order = np.argsort(functions, kind="stable")
        bounds = np.searchsorted(functions[order], np.arange(len(names["functions"]) + 1))
        parts = [order[a:b] for a, b in pairwise(bounds)]
        return cls(
            tuple(Cast(rows[part], codes[part]) for part in parts),
            table.num_rows,
            tuple(names["labels"]),
            tuple(names["functions"]),
            outcomes,
            tuple(table.column("row").to_pylist()),
            tuple(names["confidences"]),
        )

    def to_parquet(self, path: str | Path) -> None:
        """Write a Parquet file in which the votes on one row are found without reading the others."""
        from sayso.runtime import vote_files

        vote_files.write(self, path)

    @classmethod
    def from_parquet(cls, path: str | Path, *, row: Any = None) -> Votes:
        """The votes that `to_parquet` wrote; with `row`, those on the row of that id alone, and no row where it is not there.

        Raises `DataError` for a file of anything else."""
        from sayso.runtime import vote_files

        return vote_files.read(path) if row is None else vote_files.row(path, row)


_NOBODY = pa.array([], pa.list_(pa.int16()))


def by_row(cast: Sequence[Cast], rows: int) -> tuple[pa.Array, pa.Array]:
    """For each row the functions that vote, by their numbers, and what each of them votes."""
    where = np.concatenate([np.zeros(0, np.int32), *(votes.rows for votes in cast)])
    codes = np.concatenate([np.zeros(0, np.int16), *(votes.codes.astype(np.int16) for votes in cast)])
    who = np.repeat(np.arange(len(cast), dtype=np.int16), [len(votes) for votes in cast])
    order = np.argsort(where, kind="stable")
    offsets = pa.array(np.concatenate([[0], np.cumsum(np.bincount(where, minlength=rows))]).astype(np.int32))
    functions, outcomes = (pa.ListArray.from_arrays(offsets, pa.array(part[order])) for part in (who, codes))
    return functions, outcomes


def cast_of(matrix: Matrix) -> tuple[Cast, ...]:
    """The votes of each column of a matrix."""
    found = [np.flatnonzero(column != ABSTAIN) for column in matrix.T]
    return tuple(Cast(rows.astype(np.int32), matrix[rows, j]) for j, rows in enumerate(found))


def small(outcomes: int) -> type[np.int8] | type[np.int16]:
    """The integer that holds so many outcomes: int8 up to 127, else int16."""
    return np.int8 if outcomes <= 127 else np.int16
