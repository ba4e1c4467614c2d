"""The files of a run folder, compared one by one with what its manifest says of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sayso.runtime.manifest import digest

MANIFEST = "manifest.json"


def read(folder: Path) -> dict[str, Any] | None:
    """What the manifest of a run folder says, None where it is not there or is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and isinstance(said.get("outputs"), dict) else None


def faults(folder: Path) -> list[tuple[str, str]]:
    """The files of a run folder that are not as the manifest says, with what is wrong: changed, gone, or not named by it."""
    said = read(folder)
    if said is None:
        return [(MANIFEST, "cannot be read as a manifest")]
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() or p.is_symlink()} - {MANIFEST}
    outputs = said["outputs"]
    found = [(name, "is gone") for name in outputs if name not in there]
    found += [(name, "is changed") for name in outputs if name in there and not _is(folder / name, outputs[name])]
    return sorted([*found, *((name, "was not written by the run") for name in there - set(outputs))])


def _is(path: Path, sha: Any) -> bool:
    return not path.is_symlink() and digest(path) == sha
