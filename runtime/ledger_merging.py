"""Two ledgers that grew apart on two branches become one chain again, and both branches stay provable."""

from __future__ import annotations

from sayso.grammar.errors import ProjectError
from sayso.runtime.chain import JOINED, START, Event, chained, follow

ACTOR = "sayso merge"


def merge_ledgers(ours: bytes, theirs: bytes) -> bytes:
    """Our ledger, and behind it one event that holds all the events that only theirs has, word for word.

    Theirs stay a chain of their own from the last common event on, which `verify` checks. Where one of them only goes on from
    the other, the longer one is the result. Raises `ProjectError` where one is broken."""
    mine, other = _lines(ours, "our"), _lines(theirs, "their")
    common = next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    if common == len(other):
        return ours
    if common == len(mine):
        return theirs
    last, head = _last(mine, "our"), _last(other, "their")
    what = {"events": [line.decode("utf-8") for line in other[common:]], "head": head.digest}
    lines, _ = chained((last.number, last.digest), ACTOR, [(JOINED, what)])
    return ours + b"".join(lines)


def _lines(content: bytes, whose: str) -> list[bytes]:
    if content and not content.endswith(b"\n"):
        raise ProjectError(f"{whose} ledger ends in a torn line; `sayso verify` there says more")
    return content.split(b"\n")[:-1]


def _last(lines: list[bytes], whose: str) -> Event:
    """The last event of a chain that is whole."""
    last = Event(0, "", "", "", {}, "", START)
    for found in follow(lines):
        if isinstance(found, str):
            raise ProjectError(f"{whose} ledger is broken: {found}")
        last = found
    return last
