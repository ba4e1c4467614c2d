"""Who wrote a rationale, when, who approved it, why it was off: from git's lines and from the ledger's events."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit.history import Happened, History, in_order
from sayso.grammar.errors import ProjectError
from sayso.grammar.function import LabelingFunction
from sayso.project import git, layout
from sayso.project.say_files import Entry
from sayso.runtime.chain import Event

if TYPE_CHECKING:
    from sayso.project.project import Project

ACTOR = "SAYSO_ACTOR"
"""The environment variable that names who works, where git does not know or is not to be asked."""
CHANGES = ("rationale added", "rationale changed")


@dataclass(frozen=True)
class Written:
    """Who wrote the words of a rationale as they stand, when, and how that is known."""

    author: str = ""
    time: str = ""
    known_from: str = "nothing"
    """git, ledger, or nothing."""
    commit: str = ""


@dataclass(frozen=True)
class Approval:
    """Somebody other than the author stood up for the words as they were then."""

    by: str
    time: str
    text: str
    """The digest of the words."""
    digest: str
    """The digest of the meaning."""


@dataclass
class Known:
    """What the ledger says of one rationale, up to its last event."""

    text: str = ""
    digest: str = ""
    there: bool = False
    off: bool = False
    written: Written = field(default_factory=Written)
    """Of the words as they were recorded last."""
    recorded_by: list[str] = field(default_factory=list)
    """The actors of all events that added or changed it."""
    approvals: list[Approval] = field(default_factory=list)
    reason: str = ""
    """Why it is off."""


def actor(root: Path) -> str:
    """Who is at work: SAYSO_ACTOR, else who git takes the user for, else the name of the login."""
    found = os.environ.get(ACTOR, "").strip() or git.identity(root)
    if not found:
        try:
            found = getpass.getuser()
        except (OSError, KeyError):
            raise ProjectError(f'nobody knows who you are: set {ACTOR}="Ann <ann@example.org>"') from None
    if not found.isprintable():
        raise ProjectError(f"the name {found!r} has characters that cannot be printed; set {ACTOR} to another")
    return found


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: the same address, or the same name."""
    (name, mail), (name2, mail2) = _name_and_mail(one), _name_and_mail(other)
    return bool((name and name == name2) or (mail and mail == mail2))


def _name_and_mail(person: str) -> tuple[str, str]:
    name, _, mail = person.casefold().partition("<")
    return " ".join(name.split()), mail.removesuffix(">").strip()


def known(events: Iterator[Event]) -> dict[str, Known]:
    """What the ledger says, by the ids of the rationales."""
    found: dict[str, Known] = {}
    for event in events:
        name = event.what.get("id")
        if isinstance(name, str):
            _learn(found.setdefault(name, Known()), event)
    return found


def _learn(one: Known, event: Event) -> None:
    what = event.what
    if event.kind in CHANGES:
        text, digest = str(what.get("text", "")), str(what.get("digest", ""))
        if one.text != text or not one.there:
            one.written = Written(event.actor, event.time, "ledger", str(what.get("commit", "")))
        one.text, one.digest, one.there = text, digest, True
        one.recorded_by.append(event.actor)
    elif event.kind == "rationale removed":
        one.there = False
    elif event.kind == "approved":
        one.approvals.append(Approval(event.actor, event.time, str(what.get("text")), str(what.get("digest"))))
    elif event.kind in ("paused", "resumed"):
        one.off, one.reason = event.kind == "paused", str(what.get("reason", ""))


def committed(project: Project, entries: Sequence[Entry]) -> dict[str, list[git.Commit]]:
    """For each rationale all of whose lines are in the last commit, the commits that they are from, the youngest last."""
    if git.top(project.root) is None:
        return {}
    lines = {file: git.blame(project.root, file) for file in sorted({entry.file for entry in entries})}
    found = {}
    for entry in entries:
        commits = [lines[entry.file].get(number) for number in entry.numbers]
        there = [commit for commit in commits if commit is not None]
        if there and len(there) == len(commits):
            found[entry.name] = sorted(set(there), key=lambda commit: commit.time)
    return found


def written(project: Project) -> dict[str, Written]:
    """Who wrote each rationale: the author of its last commit, where all its lines are committed; else the ledger, if it
    knows these very words; else nobody knows."""
    told, in_git = known(project.ledger.events()), committed(project, project.say.entries)
    found = {}
    for entry in project.say.entries:
        one, last = told.get(entry.name, Known()), in_git.get(entry.name, [])[-1:]
        if last:
            found[entry.name] = Written(last[0].author, last[0].time, "git", last[0].hash)
        else:
            found[entry.name] = one.written if one.there and one.text == entry.digest else Written()
    return found


def with_authors(project: Project, functions: Sequence[LabelingFunction]) -> list[LabelingFunction]:
    """The functions, their sources saying who wrote them and when."""
    by_name = written(project)
    found = []
    for function in functions:
        who = by_name.get(function.name, Written())
        found.append(replace(function, source=replace(function.source, author=who.author, time=who.time)))
    return found


def approvals(project: Project, functions: Sequence[LabelingFunction]) -> dict[str, list[Approval]]:
    """For each function who approved it with the words and the meaning that it has now; what was approved before they
    changed counts no more."""
    told = known(project.ledger.events())
    texts = {entry.name: entry.digest for entry in project.say.entries}
    return {
        f.name: [a for a in told.get(f.name, Known()).approvals if (a.text, a.digest) == (texts.get(f.name), f.digest)]
        for f in functions
    }


def everyone(project: Project, entry: Entry) -> tuple[str, ...]:
    """All who had a hand in a rationale: the authors of every commit to its lines, and who recorded it before it was in git."""
    people = [commit.author for commit in commits(project, entry)]
    people += [git.identity(project.root)] if _is_changed(project, entry) else []
    if not people:
        people = known(project.ledger.events()).get(entry.name, Known()).recorded_by
    return tuple(dict.fromkeys(filter(None, people)))


def commits(project: Project, entry: Entry) -> list[git.Commit]:
    """The commits that made a rationale what it is in the last commit, newest first."""
    piece = _committed(project, entry)
    return git.history(project.root, entry.file, piece.first, piece.last) if piece else []


def _committed(project: Project, entry: Entry) -> layout.Piece | None:
    """The rationale as it stands in the last commit."""
    text = git.ask(project.root, ["cat-file", "blob", f"HEAD:./{entry.file}"])
    there = layout.pieces(text or "")
    named = [p for p in there if p.kind == "rationale" and p.name == entry.name]
    unnamed = [p for p in there if p.kind == "rationale" and not p.name and p.digest() == entry.digest]
    return next(iter(named + unnamed), None)


def _is_changed(project: Project, entry: Entry) -> bool:
    """Whether a rationale stands otherwise in the work tree than in the last commit, in a project that is in git."""
    if git.top(project.root) is None:
        return False
    piece = _committed(project, entry)
    return piece is not None and piece.digest() != entry.digest


def log(project: Project, name: str = "") -> list[Happened]:
    """What happened to one rationale, from git and the ledger, or to the whole project, from the ledger; oldest first.

    Raises `ProjectError` where nobody ever heard of the rationale."""
    found = [_told(event) for event in project.ledger.events() if not name or event.what.get("id") == name]
    entry = next((e for e in project.say.entries if e.name == name), None) if name else None
    if entry is not None:
        found += [_told_by_git(commit, name) for commit in reversed(commits(project, entry))]
    if name and entry is None and not found:
        raise ProjectError(f"there is no rationale [{name}], and there never was one that the ledger knows of")
    return list(in_order(tuple(found)))


def histories(project: Project, names: Sequence[str], last: int | None = None) -> History:
    """What happened to rationales: the commits that their lines are from, and the ledger's events, up to the `last` number.

    `log` asks git for all commits to one rationale, which takes too long for all of them."""
    wanted, kept = set(names), list(project.ledger.events())
    told, in_git = known(iter(kept)), committed(project, [e for e in project.say.entries if e.name in wanted])
    events = {name: [_told_by_git(commit, name) for commit in in_git.get(name, [])] for name in names}
    for event in kept:
        if event.what.get("id") in wanted and (last is None or event.number <= last):
            events[event.what["id"]].append(_told(event))
    people = {name: [c.author for c in in_git.get(name, [])] or told.get(name, Known()).recorded_by for name in names}
    return History(
        "git and the ledger" if any(in_git.values()) else "the ledger",
        {name: in_order(tuple(happened)) for name, happened in events.items()},
        {name: tuple(dict.fromkeys(filter(None, each))) for name, each in people.items()},
    )


def _told_by_git(commit: git.Commit, name: str) -> Happened:
    return Happened(commit.time, commit.author, f"committed: {commit.subject}", name, commit.hash[:10])


def _told(event: Event) -> Happened:
    what: dict[str, Any] = event.what
    said = event.kind
    if event.kind == "rationale changed":
        was = what.get("was")
        same = isinstance(was, dict) and was.get("digest") and was.get("digest") == what.get("digest")
        said = "rationale reworded, its meaning the same" if same else "rationale changed"
    elif what.get("reason"):
        said = f"{event.kind}: {what['reason']}"
    elif named := what.get("run") or what.get("file") or what.get("head"):
        said = f"{event.kind}: {named}"  # an import that took nothing over made no file
    return Happened(event.time, event.actor, said, str(what.get("id", "")), f"event {event.number}")
