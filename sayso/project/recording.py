"""What a run keeps for those who ask later: the schema, what stood beside each sentence, where each row lies, what the end models say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.audit.record import NEAREST, ROWS, SCHEMA
from sayso.grammar.function import LabelingFunction
from sayso.grammar.recalling import spans_of
from sayso.runtime import row_index
from sayso.runtime.models.given import taken

if TYPE_CHECKING:
    from sayso.project.project import Data, Project
    from sayso.project.say_files import SayFiles
    from sayso.project.training import Trained
    from sayso.runtime.labels import Labels

NEAR_ROWS = 20_000
"""Training rows that a text is compared with, at most: a seeded sample of them where there are more."""


def folder_name(kind: str) -> str:
    """What an end model's folder is called."""
    return kind if kind in ("linear", "encoder") else "custom"


def more(function: LabelingFunction, say: SayFiles) -> dict[str, Any]:
    """What is written of a function beside its meaning: the spans of its form, why it was written, its examples, its lists."""
    entry = next((e for e in say.entries if (e.file, e.line) == (function.source.file, function.source.line)), None)
    samples = entry.samples if entry else ()
    return {
        "spans": spans_of(function.form),
        "because": entry.because if entry else "",
        "note": entry.note if entry else "",
        "examples": [[sample.expected, sample.row] for sample in samples],
        "lists": {name: list(entries) for name, entries in function.lists.items()},
    }


def keep(folder: Path, project: Project, labels: Labels, hand: list[str | None] | None, trained: Trained) -> None:
    """Write the schema, the index of the rows, what the end models say of the rows that they were trained or scored on, and what an encoder sees of the former."""
    (folder / SCHEMA).write_text(json.dumps(project.schema.to_dict(), indent=1, ensure_ascii=False), "utf-8")
    data = project.data()
    train = data.part(project.configuration.train)
    position = {row: i for i, row in enumerate(data.ids)}
    where = np.array([position[row] for row in train.ids], np.int64)
    said: dict[str, list[Any]] = {"trained": [False] * len(data)}
    _put(said, "trained", where, [True] * len(train))
    _put(said, "label", where, labels.names())
    _put(said, "probability", where, labels.probabilities.max(axis=1).tolist())
    if hand is not None:
        _put(said, "by hand", where, hand)
    given, tested = trained.read(train), _tested(project, data)
    asked = [(where, given)]
    if tested is not None:
        asked.append((np.array([position[row] for row in tested.ids], np.int64), trained.read(tested)))
    for kind, end_model in trained.models.items():
        for at, rows in asked:
            shares = end_model.predict_proba(rows)
            _put(said, f"model:{folder_name(kind)}", at, [str(c) for c in end_model.classes_[shares.argmax(axis=1)]])
            _put(said, f"p:{folder_name(kind)}", at, shares.max(axis=1).tolist())
        if kind != "linear":
            chosen = sampled(np.flatnonzero(labels.voted), project.configuration.seed)
            _near(folder / NEAREST, kind, where[chosen], end_model.features(taken(given, chosen)))
    files = {str(path.relative_to(project.root)): path for path in project.data_files()}
    row_index.write(folder / ROWS, data.table, data.ids, files, said)


def _tested(project: Project, data: Data) -> Data | None:
    """The rows that end models are scored on, where they are others than those of train: it takes seconds to load a model and ask it."""
    configured = project.configuration
    if not configured.gold or configured.test == configured.train or configured.test not in data.split:
        return None
    return data.part(configured.test)


def sampled(rows: Any, seed: int) -> Any:
    """So many rows, ascending, drawn by the seed; all of them where they are few."""
    if len(rows) <= NEAR_ROWS:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, NEAR_ROWS, replace=False))


def _put(said: dict[str, list[Any]], name: str, where: Any, values: list[Any]) -> None:
    column = said.setdefault(name, [None] * len(said["trained"]))
    for i, value in zip(where, values, strict=True):
        column[int(i)] = value


def _near(folder: Path, kind: str, positions: Any, vectors: Any) -> None:
    folder.mkdir(exist_ok=True)
    np.savez(folder / f"{folder_name(kind)}.npz", positions=positions, vectors=vectors.astype(np.float16))
