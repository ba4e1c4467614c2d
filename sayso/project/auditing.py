"""The audit of a run: its page, with what its reader asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit.history import Verification
from sayso.audit.page import Options, flow, page
from sayso.audit.protected import Protected, protected
from sayso.audit.record import Record
from sayso.project.history import histories
from sayso.project.verifying import verify
from sayso.runtime import ledger, manifest

if TYPE_CHECKING:
    from sayso.project.project import Project


def audit(project: Project, folder: Path, options: Options) -> tuple[str, dict[str, Any]]:
    """The page of a run, and the same in a few facts.

    A run whose files were changed still has its page, which says so; one that cannot be read raises `ProjectError`."""
    record, state = Record.unverified(folder), verified(project, folder)
    history = record.history
    if state.whole:  # a broken ledger is not asked: what the run kept of it is told
        history = history.with_later(histories(project, [str(one["name"]) for one in record.told]))
    written = page(record, project.root, options, history, state)
    approved = [told["approvals"] for told in record.told]
    facts = {
        "run": record.name,
        "intact": state.intact,
        "changed": list(state.files),
        "ledger": state.ledger,
        "head": state.head,
        "made after": record.facts.get("ledger"),
        "manifest": manifest.digest(folder / manifest.NAME),
        "sentences": len(record.told),
        "authors": sorted({str(t["author"]) for t in record.told if t.get("author")})
        or f"not recorded ({history.told})",
        "approved": f"{sum(map(bool, approved))} of {len(approved)} sentences",
        "rows": record.facts.get("rows"),
        "gold labels used for": record.facts.get("gold labels used for"),
        **{f"rows with {told}": many for told, many in _votes(record).items()},
        **{f"protected {p.kind} {p.name}": _protected(p) for p in protected(record, project.root, options.protect)},
    }
    if options.redact:
        facts = {name: value for name, value in facts.items() if not name.startswith("protected")}
    return written, facts


def verified(project: Project, folder: Path) -> Verification:
    """What `sayso verify` finds of a run, and of the ledger; of a run that lies elsewhere, what its manifest tells."""
    below = f"runs/{folder.name}/"
    if folder.resolve().parent != (project.root / "runs").resolve():
        return Verification(tuple(name for name, _ in manifest.faults(folder)), "not asked: the run lies elsewhere")
    found = verify(project, folder.name)
    others = [
        f"{fault.message}" if fault.file == ledger.NAME else str(fault)
        for fault in found.faults
        if not fault.file.startswith(below)
    ]
    told = "; ".join(others) or f"intact, {found.events} events"
    files = tuple(fault.file.removeprefix(below) for fault in found.faults if fault.file.startswith(below))
    return Verification(files, told, found.head, not others)


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
