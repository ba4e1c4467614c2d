"""Python functions on a chunk: what each row gets, and what was raised on which; no error loses the run."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.schema import Schema
from sayso.runtime.columns import Columns
from sayso.runtime.python_functions import PythonFunction
from sayso.runtime.votes import ABSTAIN

Ints = npt.NDArray[np.int64]


Errors = dict[int, str]
"""What was raised, by the row's number in the chunk."""


def asked(function: PythonFunction, chunk: Columns, schema: Schema) -> tuple[Ints, Errors]:
    """The votes of a Python function on a chunk, -1 where it abstains, and what it raised."""
    votes, errors = np.full(len(chunk), ABSTAIN, np.int64), Errors()
    if function.batch:
        _batch(function, schema, chunk.table.to_pandas(), 0, votes, errors)
        return votes, errors
    names = chunk.table.column_names
    values = [chunk.values(name) for name in names]
    for i in range(len(chunk)):
        row = {name: column[i] for name, column in zip(names, values, strict=True)}
        try:
            said = function.vote(row, schema.labels)
        except Exception as error:  # noqa: BLE001 - one row's error must not lose the run; it is kept and counted
            errors[i] = _told(function, error)
            continue
        if said is not None:
            votes[i] = schema.labels.index(said)
    return votes, errors


def _batch(function: PythonFunction, schema: Schema, frame: Any, first: int, votes: Ints, errors: Errors) -> None:
    """Ask for a batch; where it raises, for either half, until the rows that it raises on are alone."""
    if not len(frame):
        return
    try:
        said = function.votes(frame, schema.labels)
    except Exception as error:  # noqa: BLE001 - the other rows of the batch must not be lost
        if len(frame) == 1:
            errors[first] = _told(function, error)
            return
        middle = len(frame) // 2
        _batch(function, schema, frame.iloc[:middle], first, votes, errors)
        _batch(function, schema, frame.iloc[middle:], first + middle, votes, errors)
        return
    for i, label in enumerate(said):
        if label is not None:
            votes[first + i] = schema.labels.index(label)


def _told(function: PythonFunction, error: Exception) -> str:
    return f"{function.name} raised {type(error).__name__}: {error}"
