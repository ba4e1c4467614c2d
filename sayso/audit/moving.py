"""Labels that move between two states of things, told by class with examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EXAMPLES = 3


@dataclass(frozen=True)
class Move:
    """The rows that had one label and have another."""

    before: str | None
    """None: the row had no label."""
    after: str | None
    rows: int
    examples: tuple[tuple[str, str], ...]
    """Row ids with the beginning of their text, which is empty where it is not known."""

    @property
    def told(self) -> str:
        """ "lease -> nda", "no label -> lease"."""
        return f"{self.before or 'no label'} -> {self.after or 'no label'}"


def moved(
    before: Mapping[str, str | None], after: Mapping[str, str | None], texts: Mapping[str, str]
) -> tuple[Move, ...]:
    """The moves between the labels of the rows that both know, most rows first; the examples are the first ones in order."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for row, label in before.items():
        if row in after and after[row] != label:
            found.setdefault((label, after[row]), []).append(row)
    moves = [
        Move(a, b, len(rows), tuple((row, excerpt(texts.get(row, ""))) for row in rows[:EXAMPLES]))
        for (a, b), rows in found.items()
    ]
    return tuple(sorted(moves, key=lambda move: (-move.rows, move.told)))


def excerpt(text: str, length: int = 110) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[:length]} ..."


def rows(many: int) -> str:
    """ "1 row", "2 rows"."""
    return "1 row" if many == 1 else f"{many} rows"


def lines(moves: Sequence[Move]) -> list[str]:
    """The moves as lines of a text."""
    told = []
    for move in moves:
        told.append(f"  {move.told}: {rows(move.rows)}")
        told += [f"      {row}  {text}" for row, text in move.examples]
    return told
