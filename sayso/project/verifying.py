"""Says whether the record is whole: the ledger's chain, every file of every run, and what was anchored elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.grammar.errors import ProjectError
from sayso.project import anchoring
from sayso.runtime import ledger, manifest
from sayso.runtime.chain import Event

if TYPE_CHECKING:
    from sayso.project.project import Project


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was recorded: which file, and what is wrong with it."""

    file: str
    """Below the project; of the ledger `ledger.jsonl`, the event being named in `message`."""
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass
class Record:
    """What a look at the whole record found."""

    events: int
    head: str
    runs: int = 0
    anchors: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What cannot be told, or is no fault: runs older than the ledger, a torn last line, a run that was interrupted."""

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def summary(self) -> str:
        """ "intact: 12 events, head 3f2a..., 2 runs, 1 anchor"."""
        told = f"{_n(self.events, 'event')}, head {self.head}, {_n(self.runs, 'run')}, {_n(self.anchors, 'anchor')}"
        return f"intact: {told}" if self.intact else f"BROKEN: {_n(len(self.faults), 'fault')}; {told}"


def _n(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def verify(project: Project, run: str = "", key: Path | None = None) -> Record:
    """Look at the ledger, at the anchors, and at every run, or at one.

    `key` is the public key (PEM) by which the anchors' signatures must hold. Raises `ProjectError` where there is no such run."""
    chain, found = project.ledger.look()
    record = Record(chain.events, chain.head)
    if chain.broken:
        record.faults.append(Fault(ledger.NAME, chain.broken))
    if chain.torn:
        said = f"{ledger.NAME}: a write was cut short after event {chain.events} ({chain.torn} bytes); no event before it is"
        record.notes.append(f"{said} harmed, and the next one puts the rest aside")
    events = [] if chain.broken else found
    faults, notes, record.anchors = anchoring.check(project.root, events, key, chain_is_broken=bool(chain.broken))
    record.faults += [Fault(file, message) for file, message in faults]
    record.notes += notes
    told = _runs_told(events)
    there = {folder.name: folder for folder in (project.root / "runs").glob("[!.]*") if folder.is_dir()}
    if run and Path(run).name not in there:
        raise ProjectError(f"there is no run '{run}'; there are {', '.join(list(there)[-3:]) or 'none'}")
    chosen = [Path(run).name] if run else sorted({*there, *told})
    digests = None if chain.broken else {event.digest for event in events}
    for name in chosen:
        _run(name, there.get(name), told.get(name), digests, record)
    return record


@dataclass
class _Told:
    """What the ledger says of a run."""

    manifests: set[str] = field(default_factory=set)
    is_written: bool = False


def _runs_told(events: Iterable[Event]) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for event in events:
        if event.kind in ("run begun", "run written") and isinstance(event.what.get("run"), str):
            one = told.setdefault(event.what["run"], _Told())
            one.manifests.add(str(event.what.get("manifest")))
            one.is_written |= event.kind == "run written"
    return told


def _run(name: str, folder: Path | None, told: _Told | None, digests: set[str] | None, record: Record) -> None:
    """Compare a run with its manifest, and that with the ledger; `digests` are those of all events, None in a broken ledger."""
    if folder is None:
        if told is not None and told.is_written:
            record.faults.append(Fault(f"runs/{name}", "the ledger tells of this run, and its folder is gone"))
        else:
            record.notes.append(
                f"runs/{name}: was interrupted right before it was put in its place; it is nowhere used"
            )
        return
    record.runs += 1
    below = f"runs/{name}"
    said = manifest.read(folder)
    if told is not None and said is not None and manifest.digest(folder / manifest.NAME) not in told.manifests:
        record.faults.append(Fault(f"{below}/{manifest.NAME}", "is not the manifest that the ledger tells of"))
        return
    if said is None:
        record.faults.append(Fault(f"{below}/{manifest.NAME}", "cannot be read as a manifest"))
        return
    record.faults += [Fault(f"{below}/{file}", message) for file, message in manifest.faults(folder)]
    if digests is None:
        record.notes.append(f"{below}: compared with its manifest alone, for the ledger is broken")
    elif told is None and said.get("ledger") is None:
        record.notes.append(f"{below}: is older than the ledger; its files were compared with its manifest alone")
    elif told is None:
        record.faults.append(Fault(ledger.NAME, f"tells nothing of {below}, whose manifest names an event of it"))
    elif (named := said.get("ledger")) and named.get("head") not in digests:
        message = f"has no event {named.get('event')} with the digest that the manifest of {below} names"
        record.faults.append(Fault(ledger.NAME, message))
