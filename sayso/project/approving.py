"""Approves, pauses and resumes single rationales: each with a person, a time, and a reason, in the ledger."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sayso.grammar.errors import ProjectError
from sayso.grammar.function import LabelingFunction
from sayso.project import history, layout, writing
from sayso.project.events import record
from sayso.project.say_files import Entry
from sayso.runtime.ledger import Said

if TYPE_CHECKING:
    from sayso.project.project import Project


@dataclass(frozen=True)
class Decided:
    """What was done about a rationale."""

    id: str
    done: str
    by: str
    event: int
    head: str


def approve(project: Project, name: str) -> Decided:
    """Stand up for a rationale as it stands now, with a second pair of eyes.

    Raises `ProjectError` where the approver had a hand in it, where nobody knows whose it is, and where it is not understood."""
    entry = _entry(project, name)
    by = history.actor(project.root)
    functions = project.check().functions
    function = next((f for f in functions if f.name == name), None)
    if function is None:
        why = "is off" if entry.off_since else "is not understood, or is ambiguous; `sayso check` says where"
        raise ProjectError(f"[{name}] {why}: it cannot be approved")
    authors = history.everyone(project, entry)
    if not authors:
        raise ProjectError(f"nobody knows who wrote [{name}]: commit it, or let its author record it with `sayso run`")
    own = next((author for author in authors if history.same_person(author, by)), None)
    if own is not None:
        raise ProjectError(f"four eyes: {by} wrote or changed [{name}] ({own}); somebody else has to approve it")
    what = {"id": name, "text": entry.digest, "digest": function.digest}
    return _decided(project, functions, ("approved", what))


def pause(project: Project, name: str, reason: str) -> Decided:
    """Take a rationale out of all runs to come: `off since` stands under it, with the reason."""
    entry = _entry(project, name)
    if entry.off_since:
        raise ProjectError(f"[{name}] is off already, since {entry.off_since}")
    _printable(reason)
    functions = project.check().functions
    today = datetime.date.today().isoformat()
    _rewrite(project, entry, [f"{layout.INDENT}off since {today}: {reason.strip()}".rstrip()])
    return _decided(project, functions, ("paused", {"id": name, "reason": reason}))


def resume(project: Project, name: str, reason: str = "") -> Decided:
    """Let a paused rationale run again."""
    entry = _entry(project, name)
    if not entry.off_since:
        raise ProjectError(f"[{name}] is not off: it runs")
    _printable(reason)
    _rewrite(project, entry, [])
    return _decided(project, project.check().functions, ("resumed", {"id": name, "reason": reason}))


def _entry(project: Project, name: str) -> Entry:
    found = [entry for entry in project.say.entries if entry.name == name]
    if not found:
        some = ", ".join(f"[{entry.name}]" for entry in project.say.entries[:5])
        raise ProjectError(f"there is no rationale [{name}]; there are {some or 'none at all'} ...")
    if len(found) > 1:
        raise ProjectError(f"the id [{name}] is there {len(found)} times; give one of them another id first")
    return found[0]


def _printable(reason: str) -> None:
    if not reason.isprintable():
        raise ProjectError("a reason is one line of text, without control characters")


def _rewrite(project: Project, entry: Entry, added: list[str]) -> None:
    """Put lines under a rationale in the place of those that say since when it is off; all other lines stay as they are."""
    path = project.root / entry.file
    text = writing.read_text(path)
    lines = text.split("\n")
    piece = next(piece for piece in layout.pieces(text) if piece.first == entry.line)
    gone = {line.number for told in piece.told if told.key == "off since" for line in told.lines}
    kept = [line for number, line in enumerate(lines[: piece.last], 1) if number not in gone]
    writing.replace(path, "\n".join([*kept, *added, *lines[piece.last :]]), was=text)


def _decided(project: Project, functions: Sequence[LabelingFunction], said: Said) -> Decided:
    """Record it, with all that changed before; the files are read anew."""
    number, head = record(type(project)(project.root), functions, [said])
    return Decided(said[1]["id"], said[0], history.actor(project.root), number, head)
