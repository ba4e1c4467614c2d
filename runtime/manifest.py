"""What went in and what came out of a run, by digest."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("sayso", "lark", "spacy", "numpy", "pandas", "pyarrow", "scikit-learn", "torch", "transformers", "skops")


NAME = "manifest.json"


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def versions() -> dict[str, str]:
    """The versions of the packages that a run rests on."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def write(folder: Path, inputs: dict[str, Path], facts: dict[str, Any]) -> None:
    """Write `manifest.json` into a run folder: digests of all inputs and of every file in the folder."""
    outputs = {str(p.relative_to(folder)): digest(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    manifest = {
        "format": 1,
        "inputs": {name: digest(path) for name, path in sorted(inputs.items())},
        "outputs": outputs,
        "packages": versions(),
        "python": sys.version.split()[0],
        "machine": platform.platform(),
        **facts,
    }
    (folder / NAME).write_text(json.dumps(manifest, indent=1, ensure_ascii=False, default=str), "utf-8")


def read(folder: Path) -> dict[str, Any] | None:
    """What the manifest of a run folder says, None where it is not there or is none."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and isinstance(said.get("outputs"), dict) else None


def faults(folder: Path) -> list[tuple[str, str]]:
    """The files of a run folder that are not as the manifest says, with what is wrong: changed, gone, or not named by it."""
    said = read(folder)
    if said is None:
        return [(NAME, "cannot be read as a manifest")]
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() or p.is_symlink()} - {NAME}
    outputs = said["outputs"]
    found = [(name, "is gone") for name in outputs if name not in there]
    found += [(name, "is changed") for name in outputs if name in there and not _is(folder / name, outputs[name])]
    return sorted([*found, *((name, "was not written by the run") for name in there - set(outputs))])


def _is(path: Path, sha: Any) -> bool:
    return not path.is_symlink() and digest(path) == sha


def verify(folder: Path) -> list[str]:
    """The files of a run folder that are not as the manifest says: changed, lost, or added."""
    return [name for name, _ in faults(folder)]
