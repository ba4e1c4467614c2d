"""The ledger: the file in which a project's events are chained (`chain.py`), for several writers, through crashes."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.grammar.errors import ProjectError
from sayso.runtime.chain import START, Event, Last, chained, event, follow

NAME = "ledger.jsonl"
FORMAT = 1
_BEGINS = b'{"actor":"'
_TAIL = 1 << 12
"""Bytes to look at first for the last event."""


Said = tuple[str, dict[str, Any]]
"""What is to become an event: its kind and its particulars."""


class BrokenLedger(ProjectError):
    """A ledger that is not as Sayso wrote it: nothing is read from it or appended to it."""


@dataclass(frozen=True)
class Verified:
    """What a look at the whole chain found."""

    events: int
    """How many lines there are."""
    head: str
    """The digest of the last whole event."""
    broken: str = ""
    """Which event is the first broken one, and what is wrong with it; empty where the chain is whole."""
    torn: int = 0
    """Bytes of a last line that was not written to its end."""


class Ledger:
    """The file `ledger.jsonl` of a project, for several writers at once (POSIX file locks).

    An append is one write and one sync. A last line that was torn by a crash is put aside when the next event comes, which is
    preceded by one that says so."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, actor: str, kind: str, what: dict[str, Any]) -> Event:
        """Append one event."""
        return self.append_all(actor, [(kind, what)])[0]

    def append_all(self, actor: str, said: Sequence[Said]) -> list[Event]:
        """Append events, all of them or none; raise `BrokenLedger` where the file's end is not to be trusted."""
        return self.append_after(actor, lambda _: said) if said else []

    def append_after(self, actor: str, decide: Callable[[Iterator[Event]], Sequence[Said]]) -> list[Event]:
        """Append what is decided upon after a look at all events so far, with no other writer in between."""
        with self._locked() as file:
            said = decide(_sound(self.path, _followed(file)))
            size, last, torn = self._end(file)
            if torn and isinstance(event(torn, last), Event):  # whole but for its line end
                _write(file, size + len(torn), b"\n", size + len(torn))
                size, last, torn = self._end(file)
            if not said:
                return []
            put_aside = self._put_aside(torn, last[0] + 1) if torn else []
            first = [("ledger begun", {"format": FORMAT})] if last[0] == 0 else []
            lines, events = chained(last, actor, [*first, *put_aside, *said])
            _write(file, size, b"".join(lines), size + len(torn))
            if first:
                sync_folder(self.path.parent)
        return events[-len(said) :]

    def events(self) -> Iterator[Event]:
        """All events, those of joined branches too; raises `BrokenLedger` at the first that is broken."""
        return _sound(self.path, follow(self._lines()[0]))

    def verify(self) -> Verified:
        """The whole chain, or the first event that is broken."""
        return self.look()[0]

    def look(self) -> tuple[Verified, list[Event]]:
        """What `verify` finds, and the events before the first that is broken, read once."""
        lines, torn = self._lines()
        events: list[Event] = []
        head = START
        for found in follow(lines):
            if isinstance(found, str):
                return Verified(len(lines), head, broken=found), events
            events.append(found)
            head = found.digest
        if torn and not _is_torn(torn):
            where = f"event {len(lines) + 1} (line {len(lines) + 1})"
            return Verified(len(lines), head, broken=f"{where} has something else at its end"), events
        return Verified(len(lines), head, torn=len(torn)), events

    def head(self) -> Last:
        """Number and digest of the last event; 0 and zeros where there is none."""
        if not self.path.exists():
            return 0, START
        with self._locked(shared=True) as file:
            return self._end(file)[1]

    def _lines(self) -> tuple[list[bytes], bytes]:
        """The finished lines, and what stands behind the last of them."""
        if not self.path.exists():
            return [], b""
        with self._locked(shared=True) as file:
            return _lines(file)

    @contextlib.contextmanager
    def _locked(self, shared: bool = False) -> Iterator[int]:
        """The open file, locked; opened again where another one was put in its place meanwhile (git does that)."""
        flags = os.O_RDONLY if shared else os.O_RDWR | os.O_CREAT
        while True:
            file = os.open(self.path, flags | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(file, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
                if not _is_at(self.path, file):
                    continue
                yield file
                return
            finally:
                os.close(file)

    def _end(self, file: int) -> tuple[int, Last, bytes]:
        """Where the last event ends, its number and digest, and the bytes of a torn line behind it."""
        size = os.fstat(file).st_size
        back = _TAIL
        while True:
            start = max(0, size - back)
            content = os.pread(file, size - start, start)
            end = content.rfind(b"\n") + 1
            begin = content.rfind(b"\n", 0, end - 1) + 1 if end else 0
            if start == 0 or (end and begin):
                break
            back *= 2
        torn = content[end:]
        if torn and not _is_torn(torn):
            raise BrokenLedger(
                f"{self.path.name}: its last line has something else at its end; `sayso verify` says more"
            )
        if not end:
            return 0, (0, START), torn
        found = event(content[begin : end - 1], None)
        if isinstance(found, str):
            raise BrokenLedger(f"{self.path.name}: its last event {found}; `sayso verify` says more")
        return start + end, (found.number, found.digest), torn

    def _put_aside(self, torn: bytes, number: int) -> list[tuple[str, dict[str, Any]]]:
        """Keep the bytes of a torn line in a file of their own; what the ledger says about it."""
        digest = hashlib.sha256(torn).hexdigest()
        kept = self.path.with_name(f"{self.path.stem}.torn-{number}-{digest[:8]}")
        with kept.open("wb") as file:
            file.write(torn)
            file.flush()
            os.fsync(file.fileno())
        return [("torn line put aside", {"bytes": len(torn), "digest": digest, "kept": kept.name})]


def _lines(file: int) -> tuple[list[bytes], bytes]:
    """The finished lines of an open file, and what stands behind the last of them."""
    size = os.fstat(file).st_size
    *lines, torn = os.pread(file, size, 0).split(b"\n")
    return lines, torn


def _followed(file: int) -> Iterator[Event | str]:
    """The chain in an open file, which is not read before somebody asks for its first event."""
    yield from follow(_lines(file)[0])


def _sound(path: Path, found: Iterator[Event | str]) -> Iterator[Event]:
    """The events of a chain; raises `BrokenLedger` at its first fault."""
    for one in found:
        if isinstance(one, str):
            raise BrokenLedger(f"{path.name}: {one}; `sayso verify` says more")
        yield one


def _is_torn(tail: bytes) -> bool:
    """Whether bytes without a line end can be what a crash left: the beginning of an event, or zeros of a lost block."""
    begins = tail.startswith(_BEGINS) or _BEGINS.startswith(tail) or not tail.strip(b"\0")
    try:
        json.JSONDecoder().raw_decode(tail.decode("utf-8"))
    except ValueError:
        return begins
    return isinstance(event(tail, None), Event)  # whole, but for the line end


def _write(file: int, at: int, content: bytes, size: int) -> None:
    """Write behind the last event, over what is torn; a write that fails leaves the file as it was."""
    done = 0
    try:
        while done < len(content):
            done += os.pwrite(file, content[done:], at + done)
        if size > at + len(content):
            os.ftruncate(file, at + len(content))
        os.fsync(file)
    except OSError:
        if size == at:
            os.ftruncate(file, at)
        raise


def _is_at(path: Path, file: int) -> bool:
    """Whether an open file is the one that the path names."""
    try:
        return os.stat(path).st_ino == os.fstat(file).st_ino
    except FileNotFoundError:
        return False


def sync_folder(path: Path) -> None:
    """See to it that a name given in a folder is there after a power cut."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
