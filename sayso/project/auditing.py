"""The audit of a run: its page, with what its reader asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit.history import NO_LEDGER, History, Verification, verified
from sayso.audit.page import Options, page
from sayso.audit.record import Record
from sayso.grammar.errors import ProjectError
from sayso.runtime import manifest

if TYPE_CHECKING:
    from sayso.project.project import Project


def audit(
    project: Project,
    folder: Path,
    options: Options,
    history: History = NO_LEDGER,
    verification: Verification | None = None,
) -> tuple[str, dict[str, Any]]:
    """The page of a run, and the same in a few facts.

    A run whose files were changed still has its page, which says so; one that cannot be read raises `ProjectError`."""
    state = verification or verified(folder)
    if manifest.NAME in state.files:
        raise ProjectError(f"{folder.name}: its {manifest.NAME} cannot be read, so nothing can be said of it")
    record = Record.unverified(folder)
    written = page(record, project.root, options, history, state)
    facts = {
        "run": record.name,
        "intact": state.intact,
        "changed": list(state.files),
        "ledger": state.ledger,
        "manifest": manifest.digest(folder / manifest.NAME),
        "sentences": len(record.told),
        "rows": record.facts.get("rows"),
        "rows with a vote": record.facts.get("rows with a vote"),
        "gold labels used for": record.facts.get("gold labels used for"),
    }
    return written, facts
