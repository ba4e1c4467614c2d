"""Makes a run anew from its manifest, in a temporary place, and compares every file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit.page import page
from sayso.audit.record import Record
from sayso.project.recording import folder_name
from sayso.project.running import REPORT, run
from sayso.runtime import manifest

if TYPE_CHECKING:
    from sayso.project.project import Project


@dataclass(frozen=True)
class Differs:
    """A file that did not come out as it was."""

    file: str
    why: str


@dataclass(frozen=True)
class Reproduced:
    """What came of making a run anew."""

    run: str
    same: tuple[str, ...]
    """The files that came out equal, to the bit."""
    differs: tuple[Differs, ...]
    inputs: tuple[str, ...]
    """The inputs that are not what they were, in words."""
    versions: tuple[str, ...]
    """The packages, and the machine, that are not what they were, in words."""

    @property
    def equal(self) -> bool:
        """Whether the run was made anew, and every file came out equal."""
        return bool(self.same) and not self.differs

    def to_dict(self) -> dict[str, Any]:
        """The outcome as plain data."""
        return asdict(self) | {"equal": self.equal}

    def __str__(self) -> str:
        if self.equal:
            lines = [f"equal: all {len(self.same)} files of {self.run} came out as they were, to the bit"]
        elif self.inputs:
            lines = [f"{self.run} cannot be made anew from what is here:", *(f"  {told}" for told in self.inputs)]
        else:
            lines = [
                f"{len(self.differs)} of {len(self.differs) + len(self.same)} files of {self.run} came out otherwise:"
            ]
            lines += [f"  {d.file}: {d.why}" for d in self.differs]
        return "\n".join([*lines, *(f"  beside that, {told}" for told in self.versions)])


def reproduce(project: Project, folder: Path, tell: Callable[[str], None]) -> Reproduced:
    """Run again what a run was made from, and compare. Where an input is not what it was, nothing is run, and that is told.

    Raises `BrokenRecord` where the run itself was changed: there is nothing to compare with."""
    record = Record.of(folder)
    versions, inputs = _versions(record), _inputs(project, record)
    if inputs:
        return Reproduced(record.name, (), (), tuple(inputs), tuple(versions))
    place = Path(tempfile.mkdtemp(prefix="sayso-reproduce-"))
    try:
        same, differs = _again(record, project, place, versions, tell)
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return Reproduced(record.name, tuple(same), tuple(differs), (), tuple(versions))


def _inputs(project: Project, record: Record) -> list[str]:
    told = []
    for name, sha in record.manifest["inputs"].items():
        path = (project.root / name).resolve()
        if not path.is_relative_to(project.root.resolve()):
            told.append(f"{name} lies outside the project folder")
        elif not path.is_file():
            told.append(f"{name} is gone")
        elif manifest.digest(path) != sha:
            told.append(f"{name} is not what it was (its SHA-256 began with {sha[:12]})")
    today = {str(path.relative_to(project.root)) for path in project.files()}
    told += [f"{name} was not there then" for name in sorted(today - set(record.manifest["inputs"]))]
    return told


def _versions(record: Record) -> list[str]:
    now, was = manifest.versions(), record.manifest.get("packages", {})
    told = [f"{name} was {was[name]} and is {now.get(name, 'gone')}" for name in was if now.get(name) != was[name]]
    for name, value in (("python", manifest.python()), ("machine", manifest.machine())):
        if record.manifest.get(name) != value:
            told.append(f"the {name} was {record.manifest.get(name)} and is {value}")
    return told


def _again(
    record: Record, project: Project, place: Path, versions: list[str], tell: Callable[[str], None]
) -> tuple[list[str], list[Differs]]:
    from sayso.project.project import Project

    for name in record.manifest["inputs"]:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / name, place / name)
    kinds = tuple(k for k in project.configuration.models if folder_name(k) in record.models) or record.models
    made = run(Project(place), tell=tell, models=kinds, again=record)
    again = Record.of(made.folder)
    same, differs = [], []
    for name, sha in record.manifest["outputs"].items():
        if name == REPORT:
            continue
        if again.manifest["outputs"].get(name) == sha:
            same.append(name)
        else:
            differs.append(Differs(name, _why(record, again, name, versions)))
    differs += [
        Differs(name, "it was not there then")
        for name in again.manifest["outputs"]
        if name not in record.manifest["outputs"]
    ]
    if _facts(again) != _facts(record):
        differs.append(Differs(manifest.NAME, "it tells other facts or scores"))
    return _report(record, again, place, same, differs)


def _report(
    record: Record, again: Record, place: Path, same: list[str], differs: list[Differs]
) -> tuple[list[str], list[Differs]]:
    """The report tells the run's name and time, so it is written again with those of the run."""
    outputs = {name: sha for name, sha in again.manifest["outputs"].items() if name != REPORT}
    told = {**again.manifest, "facts": record.facts, "outputs": outputs}
    written = page(Record(again.folder, told), place)
    if written == (record.folder / REPORT).read_text("utf-8"):
        same.append(REPORT)
    else:
        why = "because of the files above" if differs else "the page is made otherwise"
        differs.append(Differs(REPORT, why))
    return same, differs


def _facts(record: Record) -> dict[str, Any]:
    told = {name: value for name, value in record.facts.items() if name not in ("run", "written", "project")}
    return {"facts": told, "scores": record.manifest.get("scores"), "calibration": record.manifest.get("calibration")}


def _why(record: Record, again: Record, name: str, versions: list[str]) -> str:
    if name not in again.manifest["outputs"]:
        return "it did not come out at all"
    if name == "labels.parquet":
        before, after = (r.rows.column("label").to_pylist() for r in (record, again))
        many = sum(a != b for a, b in zip(before, after, strict=False))
        if many:
            return f"{many} labels differ"
    if versions:
        return "made by other versions, or on another machine"
    return "with the same inputs, versions and kind of machine; this should not be, please report it"
