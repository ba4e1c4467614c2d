"""Who stands behind the sentences of a run, and after which event of the ledger it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.audit.history import History
from sayso.audit.record import Record
from sayso.grammar.function import LabelingFunction
from sayso.project import events
from sayso.project.history import approvals, histories, with_authors

if TYPE_CHECKING:
    from sayso.project.project import Project


@dataclass(frozen=True)
class Standing:
    """What git and the ledger tell of the sentences of a run."""

    functions: list[LabelingFunction]
    """With their authors and times."""
    approvals: dict[str, list[dict[str, str]]]
    """Of each, who approved it as it stands, and when."""
    history: History
    event: int
    """The number of the ledger's last event when the run was made, and the digest of that event."""
    head: str


def now(project: Project, functions: Sequence[LabelingFunction]) -> Standing:
    """As it is now, once the ledger knows the sentences as they stand."""
    event, head = events.record(project, functions)
    history = histories(project, [function.name for function in functions], event)
    approved = {
        name: [{"by": one.by, "time": one.time} for one in given]
        for name, given in approvals(project, functions).items()
    }
    return Standing(with_authors(project, functions), approved, history, event, head)


def of(record: Record, functions: Sequence[LabelingFunction]) -> Standing:
    """As it was when a run was made: for making that run anew."""
    told = {one["name"]: one for one in record.told}
    written = [
        replace(f, source=replace(f.source, author=told[f.name]["author"], time=told[f.name]["time"]))
        if f.name in told
        else f
        for f in functions
    ]
    approved = {name: one["approvals"] for name, one in told.items()}
    where = record.manifest["ledger"]
    return Standing(written, approved, record.history, where["event"], where["head"])
