"""Takes rationales over from a spreadsheet of (sentence, label), and lists every row that it could not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.grammar.errors import ProjectError, RationaleError
from sayso.grammar.function import LabelingFunction
from sayso.parser.compiler import Compiler
from sayso.project import layout, say_files, sheets, writing
from sayso.project.events import record
from sayso.runtime import manifest

if TYPE_CHECKING:
    from sayso.project.project import Project

SENTENCES = ("sentence", "rationale", "explanation", "reason", "because", "query")
LABELS = ("label", "class", "category")
NOTES = ("note", "notes", "comment")
TEMPLATES = ("Label {label}: {reason}", "Label {label} because {reason}", "Label {label} if {reason}")
"""How a reason alone, with its label in a column of its own, is written as a sentence."""


@dataclass(frozen=True)
class LeftOut:
    """A row that was not taken over, or one that needs a decision, and why."""

    row: int
    column: str
    message: str
    value: str = ""

    def __str__(self) -> str:
        return f"row {self.row}, column {self.column}: {self.message}"


@dataclass
class Imported:
    """What came of a file of rationales."""

    file: Path | None = None
    """The new `.say` file; None where no row could be taken over."""
    ids: list[str] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    ambiguous: list[LeftOut] = field(default_factory=list)
    """Rows taken over that can be read in several ways: `sayso check` asks which is meant."""


@dataclass(frozen=True)
class _Columns:
    sentence: int
    label: int | None
    note: int | None
    names: tuple[str, ...]


def import_file(project: Project, path: Path) -> Imported:
    """Write a new `.say` file beside the others with the rationales of a .csv, .tsv or .xlsx file; nothing is overwritten.

    Raises `ProjectError` where the file cannot be read, or has no column of sentences."""
    rows = sheets.read(path)
    columns = _columns(next(rows, (1, []))[1], path)
    checked = project.check()
    known = {function.digest: function.name for function in checked.functions}
    taken = {entry.name for entry in project.say.entries}
    done = Imported()
    lines: list[str] = []
    for number, cells in rows:
        if isinstance(cells, str):
            done.left_out.append(LeftOut(number, "1", cells))
            continue
        if not any(cell.strip() for cell in cells):
            continue
        block = _row(number, cells, columns, project.compiler, known, taken, done)
        lines += ["", *block] if block else []
    if lines:
        text = "\n".join([f"# Taken over from {_line(path.name)}.", *lines]) + "\n"
        done.file = _new_file(project, path.stem)
        _check_reads(text, done)
        writing.replace(done.file, text)
    counts = {"rationales": len(done.ids), "left out": len(done.left_out)}
    target = str(done.file.relative_to(project.root)) if done.file else ""
    again = type(project)(project.root)
    record(again, again.check().functions, [("import", {"file": target, "from": manifest.digest(path), **counts})])
    return done


def _columns(header: Sequence[str] | str, path: Path) -> _Columns:
    if isinstance(header, str):
        raise ProjectError(f"{path}: row 1: {header}")
    names = tuple(name.strip().casefold() for name in header)
    if not (found := [i for i, name in enumerate(names) if name in SENTENCES]):
        there = ", ".join(header) or "nothing"
        raise ProjectError(
            f"{path}: the first row names no column 'sentence' (or {', '.join(SENTENCES[1:])}); it has {there}"
        )
    label, note = (next((i for i, name in enumerate(names) if name in known), None) for known in (LABELS, NOTES))
    return _Columns(found[0], label, note, tuple(header))


def _row(
    number: int,
    cells: Sequence[str],
    columns: _Columns,
    compiler: Compiler,
    known: dict[str, str],
    taken: set[str],
    done: Imported,
) -> list[str]:
    """The lines of one row's rationale; none where it is left out, which is told in `done`."""
    said, label, note = (
        _line(cells[at]) if at is not None and at < len(cells) else ""
        for at in (columns.sentence, columns.label, columns.note)
    )
    where = columns.names[columns.sentence]
    if not said:
        done.left_out.append(LeftOut(number, where, "there is no sentence"))
        return []
    if label and label not in compiler.schema.labels:
        near = {name.casefold(): name for name in compiler.schema.labels}.get(label.casefold())
        if near is None:
            told = f"there is no label '{label}'; the labels are {', '.join(compiler.schema.labels)}"
            done.left_out.append(LeftOut(number, columns.names[columns.label or 0], told, label))
            return []
        label = near
    try:
        sentence, function, is_ambiguous = _sentence(said, label, compiler)
    except RationaleError as error:
        done.left_out.append(LeftOut(number, where, str(error), said))
        return []
    if function.digest in known and not is_ambiguous:
        done.left_out.append(LeftOut(number, where, f"says the same as [{known[function.digest]}]", said))
        return []
    name = layout.new_id(sentence, taken)
    taken.add(name)
    known.setdefault(function.digest, name)
    done.ids.append(name)
    if is_ambiguous:
        done.ambiguous.append(LeftOut(number, where, f"[{name}] can be read in several ways", said))
    notes = [note] if note else []
    notes += [f"typed as: {said}"] if said not in sentence else []
    return [f"[{name}] {sentence}", *(f"{layout.INDENT}note: {line}" for line in notes)]


def _sentence(said: str, label: str, compiler: Compiler) -> tuple[str, LabelingFunction, bool]:
    """A whole sentence for what a row says, its first reading, and whether it has others; raises `RationaleError`."""
    if not label:
        found = compiler.compile(said)
        return said, found.best, found.ambiguous
    found = compiler.compile(said, label=label)
    for sentence in (said, *(template.format(label=label, reason=said) for template in TEMPLATES)):
        try:
            again = compiler.compile(sentence)
        except RationaleError:
            continue
        if again.best.form == found.best.form and again.ambiguous == found.ambiguous:
            return sentence, again.best, again.ambiguous
    return found.best.paraphrase, found.best, False


def _line(text: str) -> str:
    """A cell on one line, without characters that steer a terminal."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def _new_file(project: Project, stem: str) -> Path:
    """A name for the new file beside the first of the others, that is not taken."""
    others = [Path(name).parent for name in sorted(project.say.texts) if name.endswith(".say")]
    folder = project.root / (others[0] if others else "rationales")
    folder.mkdir(exist_ok=True)
    name = re.sub(r"[^\w-]+", "-", stem).strip("-") or "imported"
    path, turn = folder / f"{name}.say", 1
    while path.exists():
        turn += 1
        path = folder / f"{name}-{turn}.say"
    return path


def _check_reads(text: str, done: Imported) -> None:
    found = say_files.read_text(text, str(done.file), "")
    if [entry.name for entry in found.entries] != done.ids or found.problems or found.lists:
        raise AssertionError(f"{done.file}: would not read back as it was taken over; nothing was written")
