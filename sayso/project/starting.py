"""Starts a project: a configuration guessed from the data, and a first file of rationales."""

from __future__ import annotations

import json
from pathlib import Path

from sayso.grammar.errors import ProjectError
from sayso.grammar.schema import Schema
from sayso.runtime.reading import read


def start(path: Path, data: str) -> list[Path]:
    """Write sayso.toml and rationales/first.say into a folder; nothing that is there is overwritten."""
    configuration = path / "sayso.toml"
    if configuration.exists():
        raise ProjectError(f"{configuration} is there already; nothing was changed")
    source = path / data
    if not source.exists():
        raise ProjectError(f"there is no {source}: copy your data into the project folder, or name it with --data")
    frame = read(source).to_pandas()
    schema = Schema.from_frame(frame, labels=["first label", "second label"])
    lines = [
        f"name = {json.dumps(path.resolve().name)}",
        'labels = ["first label", "second label"]   # put your own here',
        f"default_text = {json.dumps(schema.default_text)}",
        "",
        "[data]",
        f"files = [{json.dumps(data)}]",
    ]
    for column in schema.columns:
        lines += ["", f"[columns.{json.dumps(column.name)}]", f'kind = "{column.kind}"', 'description = ""']
    path.mkdir(parents=True, exist_ok=True)
    configuration.write_text("\n".join(lines) + "\n", "utf-8")
    first = path / "rationales" / "first.say"
    first.parent.mkdir(exist_ok=True)
    if not first.exists():
        text = (
            f'# A paragraph is a rationale.\n\nLabel first label if the {schema.default_text} contains "some words".\n'
        )
        first.write_text(text, "utf-8")
    return [configuration, first]
