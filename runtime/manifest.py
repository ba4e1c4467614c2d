"""What went in and what came out of a run, by digest."""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Collection
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

NAME = "manifest.json"
PACKAGES = ("sayso", "lark", "spacy", "numpy", "pandas", "pyarrow", "scikit-learn", "torch", "transformers", "skops")


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


def python() -> str:
    """The version of Python."""
    return sys.version.split()[0]


def machine() -> str:
    """The kind of machine and its system."""
    return platform.platform()


def described(folder: Path, inputs: dict[str, Path], facts: dict[str, Any]) -> dict[str, Any]:
    """What the manifest of a run folder says: digests of all inputs and of every file in the folder, versions, facts."""
    outputs = {str(p.relative_to(folder)): digest(p) for p in sorted(folder.rglob("*")) if p.is_file()}
    return {
        "format": 1,
        "inputs": {name: digest(path) for name, path in sorted(inputs.items())},
        "outputs": outputs,
        "packages": versions(),
        "python": python(),
        "machine": machine(),
        **facts,
    }


def write(folder: Path, manifest: dict[str, Any]) -> None:
    """Write `manifest.json` into a run folder."""
    (folder / NAME).write_text(json.dumps(manifest, indent=1, ensure_ascii=False, default=str), "utf-8")


def read(folder: Path) -> dict[str, Any] | None:
    """What the manifest of a run folder says, None where it is not there or is none."""
    try:
        said = json.loads((folder / NAME).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) and isinstance(said.get("outputs"), dict) else None


def faults(folder: Path, only: Collection[str] = ()) -> list[tuple[str, str]]:
    """The files of a run folder that are not as the manifest says, with what is wrong: changed, gone, or not named by it.

    Of some files alone, where they are named in `only`."""
    said = read(folder)
    if said is None:
        return [(NAME, "cannot be read as a manifest")]
    outputs = said["outputs"]
    if only:
        there = {name for name in only if (folder / name).is_file() or (folder / name).is_symlink()}
        outputs = {name: outputs[name] for name in only if name in outputs} | dict.fromkeys(set(only) - set(outputs))
    else:
        there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() or p.is_symlink()} - {NAME}
    found = [(name, "is gone") for name in outputs if name not in there]
    found += [(name, "is changed") for name, sha in outputs.items() if name in there and not _is(folder / name, sha)]
    return sorted([*found, *((name, "was not written by the run") for name in there - set(outputs))])


def _is(path: Path, sha: Any) -> bool:
    return not path.is_symlink() and digest(path) == sha
