"""What is typed and what must come of it, topic by topic: the files of tests/golden/topics, which need no Python to add to.

    # A comment.
    schema:
        labels = ["keep", "drop"]
        [columns]
        log = {kind = "text"}
    keep if the log says leak
        label keep if the log contains 'leak'
    drop it if it smells
        refused: smells

A line that is not indented is a sentence ("[keep] because ..." is a reason for a label, and \\n a line's end in it); the
indented ones below it say what must come of it:

    label keep if ...         the reading; it must be the only one that is offered
    or: label keep if ...     ... unless this one, and so on, is offered as well, in this order
    told: ...                 what is taken for granted, each on its line and none left out; "told: nothing" if nothing is
    refused                   no reading
    refused: words            ... and the message has these words; as many lines as one likes
    refused or without: words no reading, or one whose paraphrase does not have these words

`schema:` begins another schema, of what is indented below it (TOML, as in sayso.toml); `schema: house` is the one of
tests/support/house.py, with the columns that are told below it besides.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from house import HOUSE

import sayso

TOPICS = Path(__file__).resolve().parent.parent / "golden" / "topics"


@dataclass(frozen=True)
class Known:
    """A sentence, with the label that is given beside it where it is a reason alone."""

    text: str
    label: str | None = None


def known(typed: str) -> Known:
    """A sentence as it is written in a golden file: "[lease] because ..." is a reason for a label."""
    label, end, rest = typed.removeprefix("[").partition("] ")
    return Known(rest, label) if typed.startswith("[") and end else Known(typed)


@dataclass(frozen=True)
class World:
    """The schema that sentences speak about, as it is told: the house's and what comes to it, or one of its own."""

    house: bool
    told: str

    def schema(self) -> sayso.Schema:
        """The schema itself."""
        told: dict[str, Any] = tomllib.loads(self.told)
        if self.house:
            told = {**HOUSE, **told, "columns": {**HOUSE["columns"], **told.get("columns", {})}}
        return sayso.Schema.from_dict(told)


@dataclass(frozen=True)
class Case:
    """A sentence with the lines that say what must come of it."""

    place: str
    world: World
    typed: Known
    expected: tuple[str, ...]

    @property
    def topic(self) -> str:
        """The name of its file."""
        return self.place.partition(".")[0]

    @property
    def refused(self) -> bool:
        """No reading at all is allowed."""
        return self.expected[0].partition(":")[0] == "refused"

    @property
    def mentioned(self) -> tuple[str, ...]:
        """The words that the refusal must have."""
        return self._after("refused: ")

    @property
    def lacking(self) -> tuple[str, ...]:
        """The words that no paraphrase may have."""
        return self._after("refused or without: ")

    @property
    def readings(self) -> tuple[str, ...]:
        """What is offered, best first; none where it is refused or only said what it is not."""
        return () if self.refused or self.lacking else (self.expected[0], *self._after("or: "))

    @property
    def told(self) -> tuple[str, ...] | None:
        """All that is taken for granted; None where nothing is said of it."""
        told = self._after("told: ")
        return () if told == ("nothing",) else told or None

    def _after(self, start: str) -> tuple[str, ...]:
        return tuple(line.removeprefix(start) for line in self.expected if line.startswith(start))


def cases(folder: Path = TOPICS) -> list[Case]:
    """Every case of every topic."""
    return [case for path in sorted(folder.glob("*.txt")) for case in _topic(path)]


def _topic(path: Path) -> Iterator[Case]:
    world: World | None = None
    seen = set[str]()
    for number, head, below in _blocks(path):
        place = f"{path.name}:{number}"
        if head in ("schema:", "schema: house"):
            world, seen = World(head != "schema:", "\n".join(below)), set()
        elif world is None:
            raise ValueError(f"{place}: no schema before the first sentence")
        elif head in seen:
            raise ValueError(f"{place}: this sentence is written twice")
        else:
            _check(place, below)
            seen.add(head)
            yield Case(place, world, known(head.replace("\\n", "\n")), below)


def _blocks(path: Path) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Each line that is not indented, by its number, with the indented ones below it."""
    head, number, below = "", 0, list[str]()
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0].isspace():
            if not head:
                raise ValueError(f"{path.name}:{at}: no sentence above this line")
            below.append(line.strip())
            continue
        if head:
            yield number, head, tuple(below)
        head, number, below = line, at, []
    if head:
        yield number, head, tuple(below)


def _check(place: str, lines: tuple[str, ...]) -> None:
    """Each line says something, and they say it together."""
    starts = [line.partition(":")[0] for line in lines]
    if not starts:
        raise ValueError(f"{place}: nothing below this sentence says what must come of it")
    rest = {"refused", "refused or without"} & {starts[0]} or {"or", "told"}
    if starts[0] in ("or", "told") or not set(starts[1:]) <= rest:
        raise ValueError(f"{place}: cannot tell what must come of it: {lines}")
