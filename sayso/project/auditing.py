"""The audit of a run: its page, with what its reader asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit.history import NO_LEDGER, History, Verification, verified
from sayso.audit.page import Options, flow, page
from sayso.audit.protected import Protected, protected
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
        "authors": sorted({str(t["author"]) for t in record.told if t.get("author")})
        or f"not recorded ({history.told})",
        "rows": record.facts.get("rows"),
        "gold labels used for": record.facts.get("gold labels used for"),
        **{f"rows with {told}": many for told, many in _votes(record).items()},
        **{f"protected {p.kind} {p.name}": _protected(p) for p in protected(record, project.root, options.protect)},
    }
    if options.redact:
        facts = {name: value for name, value in facts.items() if not name.startswith("protected")}
    return written, facts


def _votes(record: Record) -> dict[str, int]:
    """The rows by how many sentences speak about them."""
    rows = flow(record)
    return {
        "no sentence": rows["none"],
        "one sentence": rows["one"],
        "several sentences that agree": rows["agree"],
        "sentences that contradict each other": rows["contested"],
        "a label by hand": rows["hand"],
    }


def _protected(told: Protected) -> str:
    """Who uses it, and what its groups get: "used by dear; covered: rent 93% of 24 rows, work 88% of 24 rows"."""
    used = f"used by {', '.join(told.used_by)}" if told.used_by else "used by no sentence"
    groups = ", ".join(f"{g.name} {g.coverage:.0%} of {g.rows} rows" for g in told.groups[:5])
    return f"{used}; covered: {groups}" + (" ..." if len(told.groups) > 5 else "") if told.seen else used
