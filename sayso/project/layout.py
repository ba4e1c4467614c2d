"""How a `.say` file is laid out: comments, word lists and rationales with the lines that they stand in, and their canonical text."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

KEYS = ("because", "reads as", "yes", "no", "note", "off since")
"""What may stand under a sentence, in the order in which the canonical layout has it."""
WIDTH = 120
INDENT = "    "
_HEAD = re.compile(r"\[([^\]\s]+)\]\s*")
_KEY = re.compile(rf"\s+({'|'.join(KEYS)})\s*(?::|(?<=off since)\s)\s*(.*)")
_LIST = re.compile(r"list\s+([\w -]+?)\s*:\s*(.*)")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\s*:\s*|\s+|$)(.*)")
_BARE = re.compile(r"[\w-]+")
_CONFLICT, _RESOLVED = re.compile(r"<{7}(\s|$)"), re.compile(r">{7}(\s|$)")


class Line(NamedTuple):
    """A line with its number, from 1."""

    number: int
    text: str

    @property
    def indented(self) -> bool:
        """Whether it belongs to what stands above it."""
        return self.text.startswith((" ", "\t"))


@dataclass(frozen=True)
class Told:
    """A line under a sentence, as `yes: ...`, with the lines that go on with it and the comments above it."""

    key: str
    lines: tuple[Line, ...]
    comments: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """What is told, on one line."""
        return " ".join([self._first, *(line.text.strip() for line in self.lines[1:])])

    @property
    def _first(self) -> str:
        match = _KEY.fullmatch(self.lines[0].text.rstrip())
        return match.group(2) if match else ""

    def text(self) -> list[str]:
        """Its canonical lines."""
        above = [INDENT + comment for comment in self.comments]
        further = [2 * INDENT + line.text.strip() for line in self.lines[1:]]
        day, reason = off_since(self._first) if self.key == "off since" else ("", "")
        said = f"{self.key} {day}: {reason}" if day else f"{self.key}: {self._first}"
        return [*above, INDENT + said.rstrip(), *further]


@dataclass(frozen=True)
class Piece:
    """A comment that stands alone, a word list, a rationale, or lines that are none of these."""

    kind: Literal["comment", "list", "rationale", "stray", "conflict"]
    lines: tuple[Line, ...]
    """All its lines but comments; of a comment, its lines."""
    name: str = ""
    """The id of a rationale, the name of a list."""
    comments: tuple[str, ...] = ()
    head: tuple[Line, ...] = ()
    """The lines of the sentence; of a list those that define it."""
    told: tuple[Told, ...] = ()
    strays: tuple[Line, ...] = ()
    """Indented lines that start with none of the known words."""
    below: tuple[str, ...] = ()
    stacked: bool = False
    """Whether it stands right under the list before it."""

    @property
    def first(self) -> int:
        """The number of its first line that is no comment."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The number of its last line that is no comment."""
        return self.lines[-1].number

    def sentence(self) -> tuple[str, tuple[tuple[int, int], ...]]:
        """The sentence, and the line and column of each of its characters."""
        sentence, places = "", []
        for i, line in enumerate(self.head):
            at = self._start if i == 0 else _blanks(line.text)
            piece = line.text[at:].rstrip()
            if sentence:
                sentence += " "
                places.append((line.number, 1))
            sentence += piece
            places += [(line.number, at + column + 1) for column in range(len(piece))]
        return sentence, tuple(places)

    @property
    def _start(self) -> int:
        blanks = _blanks(self.head[0].text)
        match = _HEAD.match(self.head[0].text, blanks)
        return match.end() if match else blanks

    def values(self, key: str) -> list[tuple[int, str]]:
        """What is told under a key, with line numbers."""
        return [(told.lines[0].number, told.value) for told in self.told if told.key == key]

    def entries(self) -> tuple[str, ...]:
        """The entries of a word list."""
        match = _LIST.fullmatch(self.head[0].text.rstrip())
        return list_entries(" ".join([match.group(2) if match else "", *(li.text.strip() for li in self.head[1:])]))

    def text(self, name: str = "") -> list[str]:
        """Its canonical lines, a rationale without an id under the one given."""
        if self.kind in ("stray", "conflict"):
            return [*self.comments, *(line.text.rstrip() for line in self.lines), *self.below]
        if self.kind == "comment":
            return list(self.comments)
        return [*self.comments, *self.body(name), *self.below]

    def body(self, name: str = "") -> list[str]:
        """The canonical lines of a list or a rationale without the comments around it."""
        if self.kind == "list":
            return list_text(self.name, self.entries())
        pieces = [self.head[0].text[self._start :].rstrip(), *(line.text.strip() for line in self.head[1:])]
        named = self.name or name
        said = [piece for piece in pieces if piece] or [""]
        said[0] = f"[{named}] {said[0]}".rstrip() if named else said[0]
        under = [line for key in KEYS for told in self.told if told.key == key for line in told.text()]
        return [*said, *under]

    def digest(self) -> str:
        """SHA-256 of all that a rationale says but its id, its comments, and whether it is off: what is approved."""
        told = [f"{key}: {value}" for key in KEYS if key != "off since" for _, value in self.values(key)]
        return hashlib.sha256("\n".join([self.sentence()[0], *told]).encode("utf-8", "surrogatepass")).hexdigest()


def off_since(text: str) -> tuple[str, str]:
    """The day and the reason of what stands behind `off since`; both empty where it begins with no day.

    >>> off_since("2026-11-30: too broad")
    ('2026-11-30', 'too broad')
    """
    match = _DAY.fullmatch(text)
    try:
        return (datetime.date.fromisoformat(match.group(1)).isoformat(), match.group(2)) if match else ("", "")
    except ValueError:
        return "", ""


def _blanks(text: str) -> int:
    """How many characters of white space a line begins with; odd ones, for a blank or a tab makes it an indented line."""
    return len(text) - len(text.lstrip())


def list_entries(text: str) -> tuple[str, ...]:
    """The entries of a word list: separated by commas, in quotes where they hold one.

    >>> list_entries('wage, "unfair dismissal", a, b')
    ('wage', 'unfair dismissal', 'a', 'b')
    """
    found = [quoted or bare for quoted, bare in re.findall(r'"([^"]+)"|([^,"]+)', text)]
    return tuple(dict.fromkeys(entry.strip() for entry in found if entry.strip()))


def list_text(name: str, entries: Sequence[str]) -> list[str]:
    """The canonical lines of a word list; an entry that is more than a word is in quotes."""
    lines = [f"list {name}:"]
    for i, entry in enumerate(entries):
        shown = (entry if _BARE.fullmatch(entry) else f'"{entry}"') + ("," if i + 1 < len(entries) else "")
        if i and len(lines[-1]) + 1 + len(shown) > WIDTH:
            lines.append(INDENT + shown)
        else:
            lines[-1] += f" {shown}"
    return lines


def pieces(text: str) -> list[Piece]:
    """What a file is made of, in order; every line of it is in one of the pieces, or blank."""
    found: list[Piece] = []
    paragraph: list[Line] = []
    conflict: list[Line] = []
    for number, said in enumerate([*text.split("\n"), ""], 1):
        line = Line(number, said)
        if conflict or _CONFLICT.match(said):
            if not conflict:
                found += _paragraph(paragraph)
                paragraph = []
            conflict.append(line)
            if _RESOLVED.match(said):
                found.append(Piece("conflict", tuple(conflict)))
                conflict = []
        elif said.strip():
            paragraph.append(line)
        else:
            found += _paragraph(paragraph)
            paragraph = []
    return found + ([Piece("conflict", tuple(conflict[:-1]))] if conflict else [])


class _Under(NamedTuple):
    """A line with the comments right above it."""

    comments: tuple[str, ...]
    line: Line


def _paragraph(lines: list[Line]) -> Iterator[Piece]:
    """Lists may stand one under the other, and rationales whose ids begin their lines; anything else is one rationale."""
    rest: list[_Under] = []
    comments: list[str] = []
    for line in lines:
        if line.text.lstrip().startswith("#"):
            comments.append(line.text.strip() if not line.indented or not rest else INDENT + line.text.strip())
        else:
            rest.append(_Under(tuple(comments), line))
            comments = []
    if not rest:
        if lines:
            yield Piece("comment", tuple(lines), comments=tuple(c.strip() for c in comments))
        return
    stacked = False
    while rest and (match := _LIST.fullmatch(rest[0].line.text.rstrip())):
        taken = [rest.pop(0)]
        while rest and rest[0].line.indented:
            taken.append(rest.pop(0))
        head = tuple(under.line for under in taken)
        above = tuple(comment.strip() for under in taken for comment in under.comments)
        below = () if rest else tuple(c.strip() for c in comments)
        yield Piece("list", head, match.group(1).strip(), above, head, below=below, stacked=stacked)
        stacked = True
    while rest:
        end = next((i for i, under in enumerate(rest) if i and _begins(under.line)), len(rest))
        yield _rationale(rest[:end], () if end < len(rest) else tuple(comments))
        rest = rest[end:]


def _begins(line: Line) -> bool:
    """Whether a line has an id in front."""
    return not line.indented and _HEAD.match(line.text, _blanks(line.text)) is not None


def _rationale(rest: list[_Under], below: tuple[str, ...]) -> Piece:
    lines = tuple(under.line for under in rest)
    if lines[0].indented:
        every = tuple(comment.strip() for under in rest for comment in under.comments)
        return Piece("stray", lines, comments=every, below=below)
    match = _HEAD.match(lines[0].text, _blanks(lines[0].text))
    above: list[str] = []
    head: list[Line] = []
    strays: list[Line] = []
    told: list[Told] = []
    for comments, line in rest:
        bare = tuple(comment.strip() for comment in comments)
        if not line.indented:
            head.append(line)
            above += bare
        elif keyed := _KEY.fullmatch(line.text.rstrip()):
            told.append(Told(keyed.group(1), (line,), bare))
        elif told:
            told[-1] = Told(told[-1].key, (*told[-1].lines, line), told[-1].comments + bare)
        else:
            strays.append(line)
            above += bare
    name = match.group(1) if match else ""
    return Piece("rationale", lines, name, tuple(above), tuple(head), tuple(told), tuple(strays), below)


def canonical(found: Sequence[Piece], names: dict[int, str] | None = None) -> str:
    """The canonical text of a file; `names` has the ids of rationales without one, by the number of their first line."""
    lines: list[str] = []
    for piece in found:
        if lines and not piece.stacked:
            lines.append("")
        lines += piece.text((names or {}).get(piece.first, ""))
    return "\n".join(lines) + "\n" if lines else ""


_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
"""Without vowels, so that no id is a word, and without what looks like something else."""


def new_id(sentence: str, taken: Container[str]) -> str:
    """A short id, the same for a sentence wherever it is given, unless it is taken.

    Two experts who format the same new sentence give it the same id: their files merge."""
    said, turn = " ".join(sentence.split()), 0
    while True:
        number = int.from_bytes(hashlib.sha256(f"{turn}\n{said}".encode("utf-8", "surrogatepass")).digest())
        name = ""
        for _ in range(5):
            number, at = divmod(number, len(_ALPHABET))
            name += _ALPHABET[at]
        if name not in taken:
            return name
        turn += 1
