"""Writes a file whole or not at all, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from sayso.grammar.errors import ProjectError
from sayso.runtime.ledger import sync_folder


def read_text(path: Path) -> str:
    """A file of text as it is read everywhere in a project; raises `ProjectError` where it is no UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from None


def replace(path: Path, text: str, was: str | None = None) -> None:
    """Put a text in the place of a file, which keeps its mode; behind a link it is the file itself that is replaced.

    Raises `ProjectError` where `was` is given and the file does not say that any more."""
    target = path.resolve()
    _sweep(target.parent)
    temporary = target.with_name(f".{target.name}.writing-{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
        if was is not None and read_text(target) != was:
            raise ProjectError(f"{path} was changed by somebody else just now; nothing was written, try again")
        os.replace(temporary, target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _sweep(folder: Path) -> None:
    """Remove what killed processes left half-written here."""
    for left in folder.glob(".*.writing-*"):
        pid = left.name.rsplit("-", 1)[1]
        if left.is_file() and pid.isdigit() and not Path(f"/proc/{pid}").exists():
            left.unlink(missing_ok=True)
