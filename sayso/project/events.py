"""Writes into the ledger what has happened to a project's rationales since its last event, and what a run is made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sayso.grammar.function import LabelingFunction
from sayso.project import git, history, writing
from sayso.runtime import manifest
from sayso.runtime.chain import Event
from sayso.runtime.ledger import NAME, Ledger, Said

if TYPE_CHECKING:
    from sayso.project.project import Project

MERGES = "sayso-merges.jsonl"
"""In git's own folder: merges of `.say` files that the ledger has not heard of yet. While git merges, it may be the ledger's
turn next, and a file that changed under its hands would stop the merge."""
NOTED = {"file", "conflicts", "base", "ours", "theirs", "result"}


def record(project: Project, functions: Sequence[LabelingFunction], more: Sequence[Said] = ()) -> tuple[int, str]:
    """Append what changed in the rationales, then `more`; the number and the digest of the ledger's last event."""
    waiting = _waiting(project.root)
    commits = history.committed(project, project.say.entries)

    def decide(events: Iterator[Event]) -> list[Said]:
        told = history.known(events)
        return [
            *waiting.said,
            *_changes(project, functions, told, commits, {what.get("id") for _, what in more}),
            *more,
        ]

    events = project.ledger.append_after(history.actor(project.root), decide)
    waiting.done()
    return (events[-1].number, events[-1].digest) if events else project.ledger.head()


def _changes(
    project: Project,
    functions: Sequence[LabelingFunction],
    told: dict[str, history.Known],
    commits: dict[str, list[git.Commit]],
    decided: set[Any],
) -> list[Said]:
    """Rationales added, changed, removed, and those found on or off that the ledger has otherwise, but for those `decided` upon."""
    digests = {function.name: function.digest for function in functions}
    entries = {entry.name: entry for entry in project.say.entries}
    said: list[Said] = []
    for name, entry in entries.items():
        one, digest = told.get(name, history.Known()), digests.get(name, "")
        now = {"id": name, "text": entry.digest, "digest": digest}
        if name in commits:
            now["commit"] = commits[name][-1].hash
        if not one.there:
            said.append(("rationale added", now))
        elif one.text != entry.digest or (digest and digest != one.digest):
            said.append(("rationale changed", now | {"was": {"text": one.text, "digest": one.digest}}))
        if bool(entry.off_since) != one.off and name not in decided:
            kind, reason = ("paused", entry.off_reason) if entry.off_since else ("resumed", "")
            said.append((kind, {"id": name, "reason": reason or "found so in the file"}))
    gone = [(name, one) for name, one in told.items() if one.there and name not in entries]
    said += [("rationale removed", {"id": name, "was": {"text": one.text, "digest": one.digest}}) for name, one in gone]
    return said


def begun(project: Project, run: str, folder: Path) -> Event:
    """Say in the ledger that a run is whole, right before it is moved into its place under the name `run`."""
    what = {"run": run, "manifest": manifest.digest(folder / "manifest.json")}
    return project.ledger.append(history.actor(project.root), "run begun", what)


def written(project: Project, run: Path) -> Event:
    """Say in the ledger that a run is in its place."""
    what = {"run": run.name, "manifest": manifest.digest(run / "manifest.json")}
    return project.ledger.append(history.actor(project.root), "run written", what)


def note_merge(file: Path, what: dict[str, Any]) -> None:
    """Keep what was merged into a file for the ledger of its project: git's own folder has it until the next event comes, and
    where there is no git it is an event at once."""
    full = file.resolve()
    root = next((folder for folder in full.parents if (folder / "sayso.toml").exists()), None)
    if root is None:
        return
    spool = _spool(root)
    if spool is None:
        said = {"file": _told(full, root), **what}
        Ledger(root / NAME).append(history.actor(root), "merge", said)
        return
    with spool.open("a", encoding="utf-8") as kept:
        kept.write(json.dumps({"file": str(full), **what}) + "\n")


def _spool(root: Path) -> Path | None:
    answer = git.ask(root, ["rev-parse", "--absolute-git-dir"])
    return Path(answer.rstrip("\n")) / MERGES if answer else None


def _told(file: Path, root: Path) -> str:
    """A file's path below the project; bytes that are no UTF-8 in it are shown as such."""
    return str(file.relative_to(root.resolve())).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _Waiting(NamedTuple):
    """Merges that the ledger has not heard of."""

    said: list[Said]
    others: list[str]
    """Lines about the other projects of the repository."""
    spool: Path | None

    def done(self) -> None:
        """They are in the ledger: leave only what is not this project's."""
        if self.spool is None:
            return
        if self.others:
            writing.replace(self.spool, "".join(f"{line}\n" for line in self.others))
        else:
            self.spool.unlink(missing_ok=True)


def _waiting(root: Path) -> _Waiting:
    """The merges that wait; a line that a crash cut short, or that is none of ours, is left out."""
    spool = _spool(root)
    if spool is None or not spool.exists():
        return _Waiting([], [], None)
    found, others = [], []
    for line in spool.read_text("utf-8", "replace").split("\n"):
        try:
            what = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if (
            not isinstance(what, dict)
            or what.keys() != NOTED
            or not all(isinstance(v, (str, int)) for v in what.values())
        ):
            continue
        file = Path(str(what["file"]))
        if file.is_relative_to(root.resolve()):
            found.append(("merge", what | {"file": _told(file, root)}))
        else:
            others.append(line)
    return _Waiting(found, others, spool)
