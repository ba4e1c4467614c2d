"""Reads `sayso.toml`: labels, data, columns, options."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.grammar.errors import ProjectError

CONFIGURATION = "sayso.toml"
"""What the file is called."""

_KEYS: dict[str, set[str]] = {
    "": {
        "name",
        "default_text",
        "seed",
        "labels",
        "data",
        "columns",
        "lists",
        "label_model",
        "end_model",
        "rationales",
        "today",
    },
    "data": {"files", "row_id", "split", "train", "test", "gold", "hand_labels", "group"},
    "column": {"kind", "description", "aka", "values", "of", "start", "end", "unfit"},
    "label_model": {"model", "class_balance"},
    "end_model": {"models", "features", "calibrate", "epochs", "learning_rate", "max_tokens"},
}


@dataclass(frozen=True)
class Configuration:
    """What `sayso.toml` says."""

    root: Path
    name: str
    labels: dict[str, str]
    """Names with their descriptions."""
    files: tuple[Path, ...]
    default_text: str = ""
    seed: int = 0
    row_id: str = ""
    split: str = ""
    train: str = "train"
    test: str = "test"
    gold: str = ""
    hand_labels: str = ""
    """A column with the few labels that an expert gave by hand: the label model is fitted on them."""
    group: str = ""
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    rationales: str = "**/*.say"
    label_model: str = "label model"
    class_balance: Any = "estimated"
    models: tuple[str, ...] = ("linear",)
    features: tuple[str, ...] = ()
    """Columns of numbers and vectors that the end model learns from; none: it learns from the default text."""
    calibrate: bool = True
    encoder: dict[str, Any] = field(default_factory=dict)
    today: str = ""


def read(root: Path) -> Configuration:
    """Read a project's configuration; raise `ProjectError` naming the key that is wrong."""
    path = root / "sayso.toml"
    if not path.exists():
        raise ProjectError(f"{root} is no Sayso project: it has no sayso.toml. `sayso init` makes one.")
    try:
        given = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}: {error}") from None
    _known(given, "", path)
    data = _table(given, "data", path)
    labels = given.get("labels")
    if isinstance(labels, list):
        labels = {label: "" for label in labels}
    if not isinstance(labels, dict) or not labels:
        raise ProjectError(f'{path}: name the labels, as labels = ["lease", "sale"] or a table [labels]')
    columns = given.get("columns", {})
    for name, column in columns.items():
        _known(column, "column", path, f"columns.{name}")
    end_model, weigh = _table(given, "end_model", path), _table(given, "label_model", path)
    weighs = weigh.get("model", "label model")
    if weighs not in ("label model", "majority vote"):
        raise ProjectError(f'{path}: label_model.model is "label model" or "majority vote", not "{weighs}"')
    return Configuration(
        root=root,
        name=str(given.get("name", root.name)),
        labels={str(k): str(v) for k, v in labels.items()},
        files=tuple(_confined(root, file, path) for file in data.get("files", [])),
        default_text=str(given.get("default_text", "")),
        seed=int(given.get("seed", 0)),
        columns=columns,
        lists=given.get("lists", {}),
        rationales=str(given.get("rationales", "**/*.say")),
        label_model=weighs,
        class_balance=weigh.get("class_balance", "estimated"),
        models=tuple(end_model.get("models", ["linear"])),
        features=_features(end_model, path),
        calibrate=bool(end_model.get("calibrate", True)),
        encoder={k: end_model[k] for k in ("epochs", "learning_rate", "max_tokens") if k in end_model},
        today=str(given.get("today", "")),
        **{k: str(data[k]) for k in ("row_id", "split", "train", "test", "gold", "hand_labels", "group") if k in data},
    )


def _features(end_model: dict[str, Any], path: Path) -> tuple[str, ...]:
    features = end_model.get("features", [])
    if not isinstance(features, list) or not all(isinstance(name, str) for name in features):
        raise ProjectError(f'{path}: end_model.features names columns, as features = ["embedding", "width"]')
    others = [kind for kind in end_model.get("models", ["linear"]) if kind != "linear"]
    if features and others:
        raise ProjectError(f'{path}: the end model "{others[0]}" reads a text; on features there is "linear"')
    return tuple(features)


def _table(given: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    table = given.get(name, {})
    if not isinstance(table, dict):
        raise ProjectError(f"{path}: [{name}] is a table")
    _known(table, name, path, name)
    return table


def _known(table: dict[str, Any], kind: str, path: Path, where: str = "") -> None:
    for key in table:
        if key not in _KEYS[kind]:
            near = difflib.get_close_matches(key, _KEYS[kind], 1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; it knows {', '.join(sorted(_KEYS[kind]))}"
            raise ProjectError(f"{path}: there is no '{f'{where}.' if where else ''}{key}'{hint}")


def _confined(root: Path, file: str, path: Path) -> Path:
    """A path inside the project: what is outside is not the project's to read."""
    full = (root / file).resolve()
    if not full.is_relative_to(root.resolve()):
        raise ProjectError(f"{path}: data file '{file}' lies outside the project folder")
    return full
