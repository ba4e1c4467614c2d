"""Writes `.say` files in their canonical layout, with an id for every rationale, and nothing of what they say changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sayso.grammar.errors import ProjectError
from sayso.project import layout, say_files, writing
from sayso.project.say_files import Problem, SayFiles

UNREADABLE = ("stray", "conflict")


@dataclass(frozen=True)
class Formatted:
    """What became of the files, by their path below the project."""

    files: int
    changed: tuple[str, ...]
    """Written anew; those that would be, where it was only asked."""
    ids: tuple[str, ...]
    """The ids that were given."""
    problems: tuple[Problem, ...]
    """Why a file was left as it is."""


def format_files(paths: Sequence[Path], root: Path, said: SayFiles, only_ask: bool = False) -> Formatted:
    """Bring files into their canonical layout, those below a project of which `said` is what all files say.

    A file with a line that cannot be read is left as it is, and told. Raises `ProjectError` for a file outside the project."""
    changed, ids, problems = [], [], []
    for path in paths:
        name = _below(path, root)
        text = writing.read_text(path)
        found = layout.pieces(text)
        unreadable = _unreadable(name, text)
        if unreadable:
            problems += unreadable
            continue
        names = {entry.line: entry.name for entry in said.entries if entry.file == name}
        new = layout.canonical(found, names)
        if _said(text, name, names) != _said(new, name, {}):
            raise AssertionError(f"{path}: the canonical layout would say something else; the file was left as it is")
        ids += [names[p.first] for p in found if p.kind == "rationale" and not p.name and p.first in names]
        if new.encode("utf-8") != path.read_bytes():
            changed.append(name)
            if not only_ask:
                writing.replace(path, new, was=text)
    return Formatted(len(paths), tuple(changed), tuple(ids), tuple(problems))


def _below(path: Path, root: Path) -> str:
    try:
        return str(path.resolve().relative_to(root.resolve()))
    except ValueError:
        raise ProjectError(f"{path} lies outside the project folder {root}") from None


def _unreadable(name: str, text: str) -> list[Problem]:
    """The lines of a file that are none of a comment, a list, or a rationale."""
    found = say_files.read_text(text, name, "")
    lines = {p.lines[0].number for p in layout.pieces(text) if p.kind in UNREADABLE}
    lines |= {line.number for p in layout.pieces(text) for line in p.strays}
    return [problem for problem in found.problems if problem.line in lines]


def _said(text: str, name: str, names: dict[int, str]) -> tuple[object, object]:
    """All that a file says, without the places where it says it."""
    found = say_files.read_text(text, name, "")
    entries = [
        replace(
            entry,
            name=entry.name or names.get(entry.line, ""),
            line=0,
            places=(),
            source=(),
            numbers=(),
            samples=tuple(replace(sample, line=0) for sample in entry.samples),
        )
        for entry in found.entries
    ]
    return entries, found.lists
