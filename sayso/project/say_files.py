"""Reads `.say` files: a paragraph is a rationale, indented lines below it are its notes and examples."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KEYS = ("because", "yes", "no", "note", "reads as", "off since")
_HEAD = re.compile(r"\[([^\]\s]+)\]\s*")
_KEY = re.compile(rf"\s+({'|'.join(KEYS)})\s*(?::|(?<=off since)\s)\s*(.*)")
_LIST = re.compile(r"list\s+([\w -]+?)\s*:\s*(.*)")


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
        _read(text, name, default_text, result)
    seen: dict[str, Entry] = {}
    for entry in result.entries:
        other = seen.setdefault(entry.name, entry)
        if entry.name and other is not entry:
            where = f"{other.file}:{other.line}"
            result.problems.append(Problem(entry.file, entry.line, 1, f"the id [{entry.name}] is taken by {where}"))
    return result


def _read(text: str, file: str, default_text: str, result: SayFiles) -> None:
    paragraph: list[tuple[int, str]] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.lstrip().startswith("#"):
            continue
        if line.strip():
            paragraph.append((number, line))
            continue
        if paragraph:
            _paragraph(paragraph, file, default_text, result)
        paragraph = []


def _paragraph(lines: list[tuple[int, str]], file: str, default_text: str, result: SayFiles) -> None:
    """Lists may stand one under the other; anything else is one rationale."""
    while lines and (match := _LIST.fullmatch(lines[0][1].rstrip())):
        number, line = lines.pop(0)
        name = match.group(1).strip()
        values = match.group(2)
        while lines and lines[0][1].startswith((" ", "\t")):
            values += " " + lines.pop(0)[1].strip()
        if name in result.lists:
            result.problems.append(Problem(file, number, 1, f"the list '{name}' is defined twice", line))
        result.lists[name] = list_entries(values)
        if not result.lists[name]:
            result.problems.append(Problem(file, number, 1, f"the list '{name}' is empty", line))
    if not lines:
        return
    if lines[0][1].startswith((" ", "\t")):
        number, line = lines[0]
        result.problems.append(Problem(file, number, 1, "an indented line needs a sentence above it", line))
        return
    result.entries.append(_entry(lines, file, default_text, result))


def list_entries(text: str) -> tuple[str, ...]:
    """The entries of a word list: separated by commas, in quotes where they hold one.

    >>> list_entries('wage, "unfair dismissal", a, b')
    ('wage', 'unfair dismissal', 'a', 'b')
    """
    found = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|([^,"]+)', text)]
    return tuple(dict.fromkeys(entry.strip() for entry in found if entry.strip()))


def _entry(lines: list[tuple[int, str]], file: str, default_text: str, result: SayFiles) -> Entry:
    head = [(n, line) for n, line in lines if not line.startswith((" ", "\t"))]
    first_number, first = head[0]
    match = _HEAD.match(first)
    start = match.end() if match else 0
    sentence, places = "", []
    for i, (number, line) in enumerate(head):
        at = start if i == 0 else 0
        piece = line[at:].rstrip()
        if sentence:
            sentence += " "
            places.append((number, 1))
        sentence += piece
        places += [(number, at + column + 1) for column in range(len(piece))]
    told: dict[str, list[tuple[int, str]]] = {key: [] for key in KEYS}
    last = ""
    for number, line in lines[1:]:
        if not line.startswith((" ", "\t")):
            continue
        keyed = _KEY.fullmatch(line.rstrip())
        if keyed:
            last = keyed.group(1)
            told[last].append((number, keyed.group(2)))
        elif last:
            before, value = told[last][-1]
            told[last][-1] = (before, f"{value} {line.strip()}")
        else:
            said = f"an indented line starts with one of {', '.join(f'{key}:' for key in KEYS)}"
            result.problems.append(Problem(file, number, 1, said, line))
    return Entry(
        name=match.group(1) if match else "",
        sentence=sentence,
        file=file,
        line=first_number,
        places=tuple(places),
        source=tuple(line for _, line in head),
        samples=_samples(told, file, default_text, result),
        because=" ".join(value for _, value in told["because"]),
        note=" ".join(value for _, value in told["note"]),
        reads_as=" ".join(value for _, value in told["reads as"]),
        off_since=" ".join(value for _, value in told["off since"]),
    )


def _samples(
    told: dict[str, list[tuple[int, str]]], file: str, default_text: str, result: SayFiles
) -> tuple[Sample, ...]:
    samples = []
    for key in ("yes", "no"):
        for number, value in told[key]:
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
