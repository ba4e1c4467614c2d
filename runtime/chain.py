"""The chain of events that a ledger is: what an event is, how it is written, and whether a chain of them is whole.

A line is an event in canonical JSON (RFC 8785, for the strings, whole numbers, lists and objects that events are made of). Its
`digest` is the SHA-256 of the line without that member, so that a change is found in the line itself, the last one too, and
`before` is the digest of the line above, so that nothing can be left out, added or moved. No row's text stands in it, and nobody's
name but the actor's.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.grammar.errors import ProjectError

START = "0" * 64
"""What stands for the digest before the first event."""
JOINED = "branch joined"
"""The kind of event that holds the events of another branch, word for word: a chain of its own from a common event on."""
_MEMBER = b',"digest":"'
"""No JSON string can hold these bytes: a quote within one is written with a backslash."""
Last = tuple[int, str]
"""Number and digest of an event; 0 and zeros before the first."""


@dataclass(frozen=True)
class Event:
    """Something that was done: by whom, when, what kind of thing, and its particulars."""

    number: int
    """From 1, without a gap."""
    actor: str
    time: str
    """In UTC, as 2026-11-26T21:37:02.123Z."""
    kind: str
    what: dict[str, Any]
    before: str
    digest: str


def canonical(value: Any) -> bytes:
    """A value in the JSON of RFC 8785; raises `ValueError` for what no event has: floats, lone surrogates, odd keys."""
    _check(value)
    return _ENCODER.encode(value).encode("utf-8")


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_LARGEST = 2**53 - 1


def _check(value: Any) -> None:
    """Only what Python's encoder writes as RFC 8785 does: numbers that are exact everywhere, keys whose order is the same."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise ValueError(f"an event's keys are plain words, not {key!r}")
            _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item)
    elif not (value is None or isinstance(value, str) or (isinstance(value, int) and abs(value) <= _LARGEST)):
        raise ValueError(f"an event holds texts and whole numbers, not {value!r}")


def now() -> str:
    """The time, in UTC, to the millisecond."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def chained(last: Last, actor: str, said: Sequence[tuple[str, dict[str, Any]]]) -> tuple[list[bytes], list[Event]]:
    """Events that follow one, and their lines; raises `ProjectError` for what has no canonical form."""
    lines, events = [], []
    number, before = last
    for kind, what in said:
        number, time = number + 1, now()
        body = {"actor": actor, "before": before, "kind": kind, "number": number, "time": time, "what": what}
        try:
            line = canonical(body)
        except (TypeError, ValueError) as error:
            raise ProjectError(f"this cannot be written into the ledger: {error}") from None
        digest = hashlib.sha256(line).hexdigest()
        at = line.index(b',"kind":')
        lines.append(line[:at] + _MEMBER + digest.encode() + b'"' + line[at:] + b"\n")
        events.append(Event(number, actor, time, kind, what, before, digest))
        before = digest
    return lines, events


def event(line: bytes, last: Last | None) -> Event | str:
    """The event of a line, or what is wrong with it: "is changed", "does not follow the one before"."""
    at = line.find(_MEMBER)
    end = at + len(_MEMBER) + 64
    digest = line[at + len(_MEMBER) : end]
    if at < 0 or line[end : end + 1] != b'"':
        return "is no event"
    if hashlib.sha256(line[:at] + line[end + 1 :]).hexdigest().encode() != digest:
        return "is changed"
    try:
        said = json.loads(line)
        found = Event(**said)
    except (ValueError, TypeError, RecursionError):
        return "is no event"
    texts = (found.actor, found.time, found.kind, found.before)
    if not (isinstance(found.what, dict) and isinstance(found.number, int) and all(isinstance(t, str) for t in texts)):
        return "is no event"
    if last is not None and (found.number, found.before) != (last[0] + 1, last[1]):
        return "does not follow the one before"
    return found


def follow(lines: Iterable[bytes]) -> Iterator[Event | str]:
    """The events of a chain, those of joined branches before the event that joins them; at its first fault what is wrong there,
    and nothing more."""
    last = (0, START)
    seen = {START: 0}
    for line in lines:
        found = event(line, last)
        branch = _branch(found, seen) if isinstance(found, Event) and found.kind == JOINED else []
        if isinstance(found, str) or isinstance(branch, str):
            yield f"event {last[0] + 1} (line {last[0] + 1}) {found if isinstance(found, str) else branch}"
            return
        for one in [*branch, found]:
            if one.digest not in seen:
                seen[one.digest] = one.number
                yield one
        last = (found.number, found.digest)


def _branch(joined: Event, seen: dict[str, int]) -> list[Event] | str:
    """The events of the branch that an event joins, those of branches that it joined in its turn first; or what is wrong."""
    held = joined.what.get("events")
    last: Event | None = None
    found: list[Event] = []
    for line in held if isinstance(held, list) else []:
        if not isinstance(line, str):
            return "joins a branch that is broken: one of its events is no event"
        one = event(line.encode("utf-8", "surrogatepass"), (last.number, last.digest) if last else None)
        if isinstance(one, str):
            return f"joins a branch that is broken: one of its events {one}"
        if last is None and seen.get(one.before, -1) != one.number - 1:
            return "joins a branch that does not start from an event before it"
        within = _branch(one, seen | {e.digest: e.number for e in found}) if one.kind == JOINED else []
        if isinstance(within, str):
            return within
        found += [*within, one]
        last = one
    if last is None or last.digest != joined.what.get("head"):
        return "joins a branch that does not end as it says"
    return found
