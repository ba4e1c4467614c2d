"""How things look in a terminal: roles by colour and by letters, nothing of the user's able to steer the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sayso.audit.inert import inert

MARKS = {
    "label": ("L", "1;4;35"),
    "column": ("C", "1;4;34"),
    "predicate": ("P", "1;4;36"),
    "value": ("V", "1;4;32"),
    "number": ("N", "1;4;33"),
    "list": ("S", "1;4;32"),
    "connective": ("&", "1"),
    "hedge": ("H", "4;33"),
    "filler": (".", "2"),
    "remark": ("R", "2"),
    "punctuation": (".", "2"),
}


def coloured() -> bool:
    """Whether the terminal shows colours and nobody asked for none."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def paint(text: str, code: str) -> str:
    """Text in a colour, where colours are shown."""
    return f"\x1b[{code}m{text}\x1b[0m" if coloured() else text


def roles(sentence: str, given: Sequence[Any]) -> list[str]:
    """The sentence with what each character did: in colour and underlined on a terminal, else by a letter below it."""
    shown, under = "", [" "] * len(sentence)
    at = 0
    for role in sorted(given, key=lambda r: r.start):
        letter, colour = MARKS.get(role.role, ("?", "0"))
        shown += inert(sentence[at : role.start]) + paint(inert(sentence[role.start : role.end]), colour)
        under[role.start : role.end] = [letter] * (role.end - role.start)
        at = role.end
    shown += inert(sentence[at:])
    used = [name for name in MARKS if name != "punctuation" and name in {r.role for r in given}]
    if coloured():
        return [shown, f"({', '.join(paint(name, MARKS[name][1]) for name in used)})"]
    return [shown, "".join(under).rstrip(), f"({', '.join(f'{MARKS[name][0]} {name}' for name in used)})"]


def lit(text: str, spans: Sequence[tuple[int, int]], around: int = 60) -> str:
    """A text cut to what surrounds the lit stretches, each between « and »."""
    if not spans:
        return inert(text[: 2 * around]) + (" ..." if len(text) > 2 * around else "")
    first, last = min(s[0] for s in spans), max(s[1] for s in spans)
    start, end = max(0, first - around), min(len(text), max(last + around, first + 2 * around))
    if end - start > 6 * around:
        end = start + 6 * around
    parts, at = ["..." if start else ""], start
    for a, b in sorted(spans):
        if a < at or b > end:
            continue
        parts += [inert(text[at:a]), paint(f"«{inert(text[a:b])}»", "1;32")]
        at = b
    return "".join([*parts, inert(text[at:end]), "..." if end < len(text) else ""]).replace("\n", " ")


def table(rows: Sequence[dict[str, str]]) -> str:
    """Rows of equal keys as aligned columns, numbers to the right."""
    if not rows:
        return ""
    heads = list(rows[0])
    widths = [max(len(h), *(len(str(r[h])) for r in rows)) for h in heads]
    lines = [
        "  ".join(h.ljust(w) for h, w in zip(heads, widths, strict=True)).rstrip(),
        "  ".join("-" * w for w in widths),
    ]
    for row in rows:
        cells = []
        for head, width in zip(heads, widths, strict=True):
            value = inert(str(row[head]))
            number = value.replace(".", "", 1).replace("%", "", 1).isdigit()
            cells.append(value.rjust(width) if number else value.ljust(width))
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


@contextmanager
def counting(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A line on the terminal that tells how far a long run is: how many of them, how many a second, how much time is left.

    It goes to the error stream, and nowhere where that is no terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    told_rate = TextColumn("{task.fields[rate]}")
    columns = (
        MofNCompleteColumn(),
        TextColumn(what),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        told_rate,
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None, rate="")

        def told(done: int, of: int | None) -> None:
            progress.update(task, completed=done, total=of)
            speed = progress.tasks[0].speed
            progress.update(task, rate=f"{speed:,.0f} a second" if speed else "")

        yield told
