"""Python functions of a row, joining in on equal terms with sentences."""

from __future__ import annotations

import hashlib
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

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

    def __call__(self, row: Row) -> Any:
        return self.call(row)

    def vote(self, row: Row, labels: tuple[str, ...]) -> str | None:
        """The label that it votes for a row, None where it abstains; raises `ValueError` for a label that does not exist."""
        said = self.call(row)
        if said is None or said is False:
            return None
        if isinstance(said, str):
            if said not in labels:
                raise ValueError(f"'{said}' is no label; the labels are {', '.join(labels)}")
            return said
        return self.label if said else None


def labeling_function(label: str, *, name: str | None = None) -> Callable[[Callable[[Row], Any]], PythonFunction]:
    """Make a labeling function of a Python function of a row.

    The function is given a mapping of column names to values (None where missing); it votes `label` where it returns something
    true, abstains on None or False, and may return a label's name instead. Its source is recorded."""
    if callable(label):
        raise TypeError('say which label it votes: @sayso.labeling_function(label="lease")')

    def make(call: Callable[[Row], Any]) -> PythonFunction:
        try:
            source = textwrap.dedent(inspect.getsource(call))
        except (OSError, TypeError):
            source = f"{call.__module__}:{call.__qualname__}"
        digest = hashlib.sha256(source.encode()).hexdigest()
        said = (inspect.getdoc(call) or f"label {label} by the Python function {call.__name__}").split("\n")[0]
        return PythonFunction(call, label, name or call.__name__, said, source, digest)

    return make
