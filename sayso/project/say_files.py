"""Reads `.say` files: a paragraph is a rationale, indented lines below it are its notes and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sayso.project import layout
from sayso.project.layout import KEYS


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file, with its place (lines and columns count from 1)."""

    file: str
    line: int
    column: int
    message: str
    source: str = ""
    """The line as it stands, for the caret."""
    width: int = 1
    kind: str = "format"

    def __str__(self) -> str:
        first, *rest = self.message.split("\n")
        shown = [f"{self.file}:{self.line}:{self.column}: {first}"]
        if self.source:
            shown += [f"    {self.source}", "    " + " " * (self.column - 1) + "^" * max(1, self.width)]
        return "\n".join(shown + [f"    {line}" for line in rest])


@dataclass(frozen=True)
class Sample:
    """A `yes:` or `no:` line: a row on which the rationale must or must not hold."""

    expected: bool
    row: dict[str, Any]
    line: int


@dataclass(frozen=True)
class Entry:
    """A rationale as it stands in a file."""

    name: str
    sentence: str
    file: str
    line: int
    places: tuple[tuple[int, int], ...]
    """For each character of the sentence, its line and column."""
    source: tuple[str, ...] = ()
    samples: tuple[Sample, ...] = ()
    because: str = ""
    note: str = ""
    reads_as: str = ""
    off_since: str = ""
    off_reason: str = ""
    numbers: tuple[int, ...] = ()
    """The numbers of its lines."""
    digest: str = ""
    """SHA-256 of its words, as `layout.Piece.digest` has it."""

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of a character of the sentence."""
        if not self.places:
            return self.line, 1
        return self.places[min(offset, len(self.places) - 1)]


@dataclass
class SayFiles:
    """Everything that a project's `.say` files say."""

    entries: list[Entry] = field(default_factory=list)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """The files as they stand, by their path below the project."""


def read_all(paths: list[Path], root: Path, default_text: str) -> SayFiles:
    """Read several files; what is wrong in one does not hide the others."""
    result = SayFiles()
    for path in paths:
        name = str(path.relative_to(root))
        try:
            text = path.read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            result.problems.append(Problem(name, 1, 1, f"not UTF-8 (byte {error.start}); save it as UTF-8"))
            continue
        result.texts[name] = text
        _read(text, name, default_text, result)
    _name(result)
    seen: dict[str, Entry] = {}
    for entry in result.entries:
        other = seen.setdefault(entry.name, entry)
        if other is not entry:
            where = f"{other.file}:{other.line}"
            said = f"the id [{entry.name}] is taken by {where}; this one does not run"
            result.problems.append(Problem(entry.file, entry.line, 1, said))
    return result


def read_text(text: str, file: str, default_text: str) -> SayFiles:
    """Read one file's text; rationales without an id get none."""
    result = SayFiles(texts={file: text})
    _read(text, file, default_text, result)
    return result


def _name(result: SayFiles) -> None:
    """Give rationales without an id the one that `sayso fmt` will write down."""
    taken = {entry.name for entry in result.entries}
    for i, entry in enumerate(result.entries):
        if not entry.name:
            result.entries[i] = replace(entry, name=layout.new_id(entry.sentence, taken))
            taken.add(result.entries[i].name)


def _read(text: str, file: str, default_text: str, result: SayFiles) -> None:
    for piece in layout.pieces(text):
        if piece.kind == "list":
            _list(piece, file, result)
        elif piece.kind == "rationale":
            result.entries.append(_entry(piece, file, default_text, result))
        elif piece.kind != "comment":
            number, line = piece.lines[0]
            said = "an indented line needs a sentence above it"
            if piece.kind == "conflict":
                said = (
                    "a merge left a conflict here: keep what is right and remove the lines <<<<<<<, ======= and >>>>>>>"
                )
            result.problems.append(Problem(file, number, 1, said, line))


def _list(piece: layout.Piece, file: str, result: SayFiles) -> None:
    if piece.name in result.lists:
        said = f"the list '{piece.name}' is defined twice"
        result.problems.append(Problem(file, piece.first, 1, said, piece.lines[0].text))
    result.lists[piece.name] = piece.entries()
    if not result.lists[piece.name]:
        said = f"the list '{piece.name}' is empty"
        result.problems.append(Problem(file, piece.first, 1, said, piece.lines[0].text))


def _entry(piece: layout.Piece, file: str, default_text: str, result: SayFiles) -> Entry:
    for number, line in piece.strays:
        said = f"an indented line starts with one of {', '.join(f'{key}:' for key in KEYS)}"
        result.problems.append(Problem(file, number, 1, said, line))
    for number, value in piece.values("off since"):
        if not layout.off_since(value)[0]:
            said = f"write the day as `off since 2026-11-30:`, not '{value}'; the rationale is off"
            result.problems.append(Problem(file, number, 1, said))
    sentence, places = piece.sentence()
    because, note, reads_as = (
        " ".join(value for _, value in piece.values(key)) for key in ("because", "note", "reads as")
    )
    off = [layout.off_since(value) for _, value in piece.values("off since")]
    return Entry(
        name=piece.name,
        sentence=sentence,
        file=file,
        line=piece.first,
        places=places,
        source=tuple(line for _, line in piece.head),
        samples=_samples(piece, file, default_text, result),
        because=because,
        note=note,
        reads_as=reads_as,
        off_since=(off[0][0] or "a day that is not told") if off else "",
        off_reason=" ".join(reason for _, reason in off if reason),
        numbers=tuple(line.number for line in piece.lines),
        digest=piece.digest(),
    )


def _samples(piece: layout.Piece, file: str, default_text: str, result: SayFiles) -> tuple[Sample, ...]:
    samples = []
    for key in ("yes", "no"):
        for number, value in piece.values(key):
            try:
                samples.append(Sample(key == "yes", row_of(value, default_text), number))
            except ValueError as error:
                result.problems.append(Problem(file, number, 1, str(error), value))
    return tuple(samples)


_FIELD = re.compile(r'\s*([\w-]+)\s*:\s*("(?:[^"\\]|\\.)*"|[^,}]+?)\s*(?:,|$)')


def row_of(text: str, default_text: str) -> dict[str, Any]:
    """The row that a `yes:` or `no:` line tells: a text for the default column, or {column: value, ...}.

    Raises `ValueError` for braces that cannot be read."""
    text = text.strip()
    if not text.startswith("{"):
        return {default_text: _unquoted(text)}
    inner, at, row = text[1:].rstrip().removesuffix("}"), 0, {}
    while at < len(inner) and inner[at:].strip():
        match = _FIELD.match(inner, at)
        if not match:
            raise ValueError(
                f'write {{column: "text", other: 5}}; this part cannot be read: {inner[at : at + 40].strip()}'
            )
        row[match.group(1)] = _plain(match.group(2).strip())
        at = match.end()
    return row


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] in '"“' and text[-1] in '"”':
        return text[1:-1].replace('\\"', '"')
    return text


def _plain(value: str) -> Any:
    if value[:1] == '"':
        return _unquoted(value)
    words: dict[str, Any] = {"true": True, "false": False, "null": None, "missing": None}
    if value.lower() in words:
        return words[value.lower()]
    if value.startswith("["):
        return value
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value
