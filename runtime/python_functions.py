"""Python functions of a row, or of many rows at once, joining in on equal terms with sentences."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sayso.grammar.errors import SaysoError
from sayso.runtime.columns import absent

Row = Mapping[str, Any]


@dataclass(frozen=True)
class PythonFunction:
    """A Python function that votes: its label if it returns something true, or the label name that it returns."""

    call: Callable[[Row], Any]
    label: str
    name: str
    paraphrase: str
    """The first sentence of its docstring."""
    sentence: str
    """Its source text."""
    digest: str
    """SHA-256 of the source text."""
    confidence: float | None = None
    batch: bool = False
    """Whether it is given many rows at once, as a pandas frame, and gives a value for each."""
    where: str = ""
    """`module:name`, by which other processes find it."""

    def __call__(self, row: Any) -> Any:
        return self.call(row)

    def __reduce__(self) -> tuple[Any, ...]:
        """It travels to other processes by name and digest, never as code."""
        return found, (self.where, self.digest)

    def vote(self, row: Row, labels: tuple[str, ...]) -> str | None:
        """The label that it votes for a row, None where it abstains; raises `ValueError` for a label that does not exist."""
        return self.meant(self.call(row), labels)

    def votes(self, frame: Any, labels: tuple[str, ...]) -> list[str | None]:
        """The label that it votes for each row of a pandas frame, None where it abstains.

        Raises `ValueError` for a label that does not exist and for another number of values than of rows."""
        said = list(self.call(frame))
        if len(said) != len(frame):
            raise ValueError(f"it gave {len(said)} values for {len(frame)} rows")
        return [self.meant(value, labels) for value in said]

    def meant(self, said: Any, labels: tuple[str, ...]) -> str | None:
        """The label that a value stands for, None for an abstention."""
        if isinstance(said, str):
            if said not in labels:
                raise ValueError(f"'{said}' is no label; the labels are {', '.join(labels)}")
            return said
        return self.label if not absent(said) and said else None


def found(where: str, digest: str) -> PythonFunction:
    """The Python function of that name, as it was when its digest was taken.

    Raises `SaysoError` where it cannot be found or its source is another by now."""
    module, _, name = where.partition(":")
    try:
        function = reduce(getattr, name.split("."), importlib.import_module(module))
    except (ImportError, AttributeError):
        raise SaysoError(
            f"the Python function {where} is not found here: other processes need it in a module that they can import"
        ) from None
    if not isinstance(function, PythonFunction) or function.digest != digest:
        raise SaysoError(f"the Python function {where} is not the one that was sent: its source differs")
    return function


def labeling_function(
    label: str, *, name: str | None = None, batch: bool = False
) -> Callable[[Callable[[Any], Any]], PythonFunction]:
    """Make a labeling function of a Python function of a row, or, with `batch`, of a pandas frame of many rows.

    The function is given a mapping of column names to values (None where missing); it votes `label` where it returns something
    true, abstains on None, False or NaN, and may return a label's name instead. On a batch it returns one such value a row. Its
    source is recorded. A row on which it raises is an abstention, counted in `votes.raised`."""
    if callable(label):
        raise TypeError('say which label it votes: @sayso.labeling_function(label="lease")')

    def make(call: Callable[[Any], Any]) -> PythonFunction:
        where = f"{call.__module__}:{call.__qualname__}"
        try:
            source = textwrap.dedent(inspect.getsource(call))
        except (OSError, TypeError):
            source = where
        digest = hashlib.sha256(source.encode()).hexdigest()
        said = (inspect.getdoc(call) or f"label {label} by the Python function {call.__name__}").split("\n")[0]
        return PythonFunction(call, label, name or call.__name__, said, source, digest, None, batch, where)

    return make
