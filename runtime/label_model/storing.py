"""A fitted label model as a JSON file: names and numbers, no code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.grammar.errors import DataError

if TYPE_CHECKING:
    from sayso.runtime.label_model.anchored import LabelModel

FORMAT = 3


@dataclass(frozen=True)
class Stored:
    """What the file holds."""

    parameters: dict[str, Any]
    labels: tuple[str, ...]
    functions: tuple[str, ...]
    outcomes: tuple[tuple[str, ...], ...]
    confidences: tuple[float | None, ...]
    balance: tuple[float, ...]
    sharpness: float
    entries: tuple[tuple[int, int, float, float, float], ...]
    """Function, outcome, precision, weight and votes of each pair that was voted."""
    redundant: tuple[tuple[int, int, float], ...]
    """Functions that share their say, with their correlation."""
    gold_rows: int


def write(model: LabelModel, path: Path) -> None:
    """Write a fitted model. JSON numbers keep every bit of a float64."""
    voted = zip(*np.nonzero(model.counts_), strict=True)
    tables = (model.precisions_, model.weights_, model.counts_)
    entries = [[int(f), int(o), *(float(table[f, o]) for table in tables)] for f, o in voted]
    parameters = model.get_params()
    if not isinstance(parameters["class_balance"], str):
        parameters["class_balance"] = dict(parameters["class_balance"])
    state = {
        "format": FORMAT,
        "parameters": parameters,
        "labels": model.labels_,
        "functions": model.functions_,
        "outcomes": model.outcomes_,
        "confidences": model.confidences_,
        "balance": model.balance_.tolist(),
        "sharpness": model.sharpness_,
        "entries": entries,
        "redundant": model.redundant_,
        "gold_rows": model.gold_rows_,
    }
    path.write_text(json.dumps(state, indent=1, ensure_ascii=False), "utf-8")


def read(path: Path) -> Stored:
    """Read what `write` wrote. Raises `DataError` that names the file."""
    try:
        state = json.loads(path.read_text("utf-8"))
        if state["format"] != FORMAT:
            raise DataError(f"{path} has format {state['format']} of label models; this version reads {FORMAT}")
        return Stored(
            parameters=dict(state["parameters"]),
            labels=tuple(state["labels"]),
            functions=tuple(state["functions"]),
            outcomes=tuple(tuple(outcome) for outcome in state["outcomes"]),
            confidences=tuple(state["confidences"]),
            balance=tuple(state["balance"]),
            sharpness=float(state["sharpness"]),
            entries=tuple((int(f), int(o), float(p), float(w), float(n)) for f, o, p, w, n in state["entries"]),
            redundant=tuple((int(a), int(b), float(c)) for a, b, c in state["redundant"]),
            gold_rows=int(state["gold_rows"]),
        )
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise DataError(f"{path} holds no label model that Sayso wrote ({error})") from None
