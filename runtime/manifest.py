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
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False, default=str), "utf-8")


def verify(folder: Path) -> list[str]:
    """The files of a run folder that are not as the manifest says: changed, lost, or added."""
    try:
        outputs = json.loads((folder / "manifest.json").read_text("utf-8"))["outputs"]
    except (OSError, ValueError, KeyError):
        return ["manifest.json"]
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
    changed = [name for name, sha in outputs.items() if name not in there or digest(folder / name) != sha]
    return sorted({*changed, *(there - set(outputs))})
