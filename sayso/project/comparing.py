"""What differs between two versions of a project's rationales, or two runs: the sentences, and the labels that move."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.audit import moving
from sayso.audit.differing import Change, Changes, changes
from sayso.audit.moving import Move, moved
from sayso.audit.record import Record
from sayso.grammar.errors import ProjectError
from sayso.grammar.function import LabelingFunction
from sayso.project import git
from sayso.project.configuration import CONFIGURATION
from sayso.runtime.story import marked_sentence

if TYPE_CHECKING:
    from sayso.project.project import Project


@dataclass(frozen=True)
class Side:
    """One of the two: its functions, the label of each row, what each end model says of each row, and its scores."""

    name: str
    functions: tuple[LabelingFunction, ...]
    labels: Mapping[str, str | None]
    models: Mapping[str, Mapping[str, str | None]]
    scores: Mapping[str, str]
    left_out: int = 0
    """Sentences that do not compile and were left out."""


@dataclass(frozen=True)
class Comparison:
    """What differs between two sides."""

    before: str
    after: str
    sentences: Changes
    moves: tuple[Move, ...]
    models: dict[str, tuple[Move, ...]]
    """The same of what each end model says, where both sides are runs that have it."""
    rows: int
    """Rows that both sides know."""
    only_before: int
    only_after: int
    left_out: tuple[int, int]
    scores: dict[str, tuple[str, str]]

    @property
    def same(self) -> bool:
        """Whether the sentences are word by word the same and no label moves."""
        told = self.sentences
        return not (told.added or told.removed or told.reworded or told.changed or self.moves)

    def to_dict(self) -> dict[str, Any]:
        """The comparison as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        return "\n".join(_lines(self))


def compare(project: Project, before: str, after: str) -> Comparison:
    """Compare two sides: runs, project folders, folders or files of rationales, or git revisions of the project.

    Sides that are no run are voted and weighed now, over the project's training rows. Raises `ProjectError` for what is none of these."""
    a, b = _side(project, before), _side(project, after)
    data = project.data()
    texts = dict(zip(data.ids, data.texts(project.schema.default_text), strict=True))
    return Comparison(
        before=a.name,
        after=b.name,
        sentences=changes(a.functions, b.functions),
        moves=moved(a.labels, b.labels, texts),
        models={m: moved(a.models[m], b.models[m], texts) for m in a.models if m in b.models},
        rows=len(a.labels.keys() & b.labels.keys()),
        only_before=len(a.labels.keys() - b.labels.keys()),
        only_after=len(b.labels.keys() - a.labels.keys()),
        left_out=(a.left_out, b.left_out),
        scores={m: (a.scores[m], b.scores[m]) for m in a.scores if m in b.scores},
    )


def _side(project: Project, what: str) -> Side:
    path = Path(what)
    run = next((f for f in project.runs() if what and f.name.startswith(what)), None)
    if (path / "manifest.json").is_file() or run is not None:
        return _run(path if (path / "manifest.json").is_file() else run or path)
    if path.exists():
        return _said(project, path, what)
    with _revision(project.root, what) as folder:
        return _said(project, folder, what)


def _run(folder: Path) -> Side:
    record = Record.of(folder)
    rows = record.rows.filter(record.rows.column("trained"))
    ids = rows.column("row").to_pylist()
    models = {m: dict(zip(ids, rows.column(f"model:{m}").to_pylist(), strict=True)) for m in record.models}
    labels = dict(zip(ids, rows.column("label").to_pylist(), strict=True))
    scores = {score["model"]: score["accuracy"] for score in record.manifest.get("scores", [])}
    return Side(folder.name, record.functions, labels, models, scores)


def _said(project: Project, path: Path, name: str) -> Side:
    """Rationales that stand in files: those of a project folder, of any folder, or of one file."""
    from sayso.project.project import Project
    from sayso.project.running import weighed

    if (path / "sayso.toml").is_file():
        spoken = Project(path)
        spoken.borrow(project)
    else:
        spoken = project.speaking(path)
    checked = spoken.check()
    if not checked.functions:
        raise ProjectError(f"{name} has no rationale that can run")
    train = project.data().part(project.configuration.train)
    labels = weighed(spoken, checked.functions, train).labels.names()
    return Side(
        name,
        tuple(checked.functions),
        dict(zip(train.ids, labels, strict=True)),
        {},
        {},
        checked.refused + checked.ambiguous,
    )


@contextmanager
def _revision(root: Path, revision: str) -> Iterator[Path]:
    """A folder with sayso.toml and the rationales as they were in a git revision, for a while."""
    folder = Path(tempfile.mkdtemp(prefix="sayso-diff-"))
    try:
        there = None if revision.startswith("-") or not revision else git.files(root, revision)
        if there is None:
            raise ProjectError(f"'{revision}' is no run, no file or folder, and no git revision of {root}")
        for name, digest in there.items():
            path = (folder / name).resolve()
            if path.is_relative_to(folder.resolve()) and (path.suffix == ".say" or path.name == CONFIGURATION):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(git.blob(root, digest))
        if not (folder / "sayso.toml").is_file():
            raise ProjectError(f"the git revision '{revision}' of {root} has no sayso.toml")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lines(told: Comparison) -> list[str]:
    said = told.sentences
    counts = {
        "added": said.added,
        "removed": said.removed,
        "reworded, same meaning": said.reworded,
        "changed in meaning": said.changed,
    }
    lines = [f"{told.before} -> {told.after}"]
    lines.append(
        "Sentences: " + ", ".join(f"{len(v)} {k}" for k, v in counts.items()) + f", {said.unchanged} as they were"
    )
    for n, where in zip(told.left_out, (told.before, told.after), strict=True):
        if n:
            lines.append(f"{n} sentences of {where} are refused or ambiguous and were left out")
    lines += [line for mark, versions in (("+", said.added), ("-", said.removed)) for v in versions for line in ("", f"{mark} [{v.name}] {v.sentence}")]  # fmt: skip
    for change in said.reworded:
        lines += ["", f"~ [{change.after.name}] reworded, same meaning: {change.after.paraphrase}"]
        lines += [f"    was: {change.before.sentence}", f"    now: {change.after.sentence}"]
    for change in said.changed:
        lines += ["", f"! [{change.after.name}] changed in meaning", *_versions(change)]
    only = [
        f"{n} only in {where}" for n, where in ((told.only_before, told.before), (told.only_after, told.after)) if n
    ]
    beside = f" ({', '.join(only)})" if only else ""
    lines += [
        "",
        f"Labels: {sum(m.rows for m in told.moves)} of {told.rows} rows move{beside}",
        *moving.lines(told.moves),
    ]
    for model, moves in told.models.items():
        lines += [
            "",
            f"The {model} model says otherwise on {moving.rows(sum(m.rows for m in moves))}",
            *moving.lines(moves),
        ]
    for model, (a, b) in told.scores.items():
        lines.append(f"accuracy of {model}: {a} -> {b}")
    return lines


def _versions(change: Change) -> list[str]:
    shown = [
        f"    {when} {marked_sentence(v.paraphrase, v.differs)}"
        for when, v in (("was:", change.before), ("now:", change.after))
    ]
    for name in change.by_list:
        a, b = change.before.lists.get(name, ()), change.after.lists.get(name, ())
        gone, new = [e for e in a if e not in b], [e for e in b if e not in a]
        told = [f"without {', '.join(gone)}"] * bool(gone) + [f"with {', '.join(new)}"] * bool(new)
        shown.append(f"    the list {name} is now {' and '.join(told) or 'in another order'}")
    return shown
