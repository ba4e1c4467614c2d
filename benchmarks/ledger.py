"""Promise: an event is appended to a ledger of 100,000 in under 0.1 ms beyond the sync, and all of them are verified in 5 s.

    python benchmarks/ledger.py [--events 100000]

Appended one by one, each with its own lock, the sync left out; then some with it, to show what the disk takes; then all in one go.
The peer is SQLite, a row an insert, a transaction each, `synchronous` off, which chains nothing; reading it back is its verification.
CPU time, but for the sync.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from sayso.runtime.ledger import Ledger

ACTOR = "Ann Example <ann@example.org>"
SYNCED = 300


def what(i: int) -> dict[str, str]:
    """The particulars of the commonest event."""
    return {"id": f"rationale-{i}", "text": f"{i:064x}", "digest": f"{i + 7:064x}", "commit": f"{i:040x}"}


def cpu(work: Callable[[], object]) -> float:
    """Seconds of CPU time that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def one_by_one(ledger: Ledger, events: int) -> None:
    """Append events, each on its own."""
    for i in range(events):
        ledger.append(ACTOR, "rationale changed", what(i))


def peer(path: Path, events: int) -> tuple[float, float]:
    """Seconds that SQLite takes to keep the same events, and to read them."""
    database = sqlite3.connect(path)
    database.execute("pragma synchronous = off")
    database.execute("create table ledger (number integer primary key, actor text, kind text, what text)")

    def insert() -> None:
        for i in range(events):
            with database:
                said = (ACTOR, "rationale changed", repr(what(i)))
                database.execute("insert into ledger (actor, kind, what) values (?, ?, ?)", said)

    written = cpu(insert)
    return written, cpu(lambda: database.execute("select * from ledger").fetchall())


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser()
    options.add_argument("--events", type=int, default=100_000)
    events = options.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.jsonl")
        with mock.patch.object(os, "fsync", lambda file: None):
            spent = cpu(lambda: one_by_one(ledger, events))
        size = ledger.path.stat().st_size
        print(
            f"appended one by one, sync left out: {1000 * spent / events:.4f} ms an event, {size / events:.0f} bytes each"
        )
        print(f"verified {events:,} events: {cpu(ledger.verify):.2f} s; head found in {1e6 * cpu(ledger.head):.0f} us")
        assert not ledger.verify().broken
        _found(ledger, size)
        started = time.perf_counter()
        one_by_one(ledger, SYNCED)
        print(f"with the sync, by the clock: {1000 * (time.perf_counter() - started) / SYNCED:.2f} ms an event")
        at_once = Ledger(Path(folder) / "at once.jsonl")
        said = [("rationale changed", what(i)) for i in range(events)]
        spent = cpu(lambda: at_once.append_all(ACTOR, said))
        print(f"appended in one go, one sync: {1000 * spent / events:.4f} ms an event")
        written, read = peer(Path(folder) / "peer.sqlite", events)
        print(f"SQLite, not chained: {1000 * written / events:.4f} ms an insert, all read in {read:.2f} s")


def _found(ledger: Ledger, size: int) -> None:
    """Change one byte at random, see that its event is named, and change it back."""
    at = random.Random(0).randrange(size)
    content = ledger.path.read_bytes()
    ledger.path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    number = content.count(b"\n", 0, at) + 1
    seconds = time.process_time()
    told = ledger.verify().broken
    assert told.startswith(f"event {number} "), told
    print(f"one changed byte: {told}, found in {time.process_time() - seconds:.2f} s")
    ledger.path.write_bytes(content)


if __name__ == "__main__":
    main()
