"""The ledger: chained, append-only, for several writers, through crashes and tampering."""

from __future__ import annotations

import errno
import hashlib
import json
import multiprocessing
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sayso
from sayso.runtime import ledger as ledgers
from sayso.runtime.chain import START, canonical
from sayso.runtime.ledger import BrokenLedger, Ledger
from sayso.runtime.ledger_merging import merge_ledgers

WHAT = {"id": "rent-word", "digest": "d" * 64, "text": 'a "quoted", "digest":"' + "e" * 64}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.jsonl")


def filled(path: Path, number: int = 5) -> Ledger:
    found = Ledger(path)
    for i in range(number):
        found.append(f"Ann {i} ❤ <ann@example.org>", "rationale added", WHAT | {"i": i})
    return found


def test_each_event_carries_the_digest_of_the_one_before(ledger: Ledger) -> None:
    filled(ledger.path)
    lines = ledger.path.read_bytes().split(b"\n")[:-1]
    before = START
    for number, line in enumerate(lines, 1):
        told = json.loads(line)
        assert list(told) == ["actor", "before", "digest", "kind", "number", "time", "what"]
        assert (told["number"], told["before"]) == (number, before)
        without = {k: v for k, v in told.items() if k != "digest"}
        assert hashlib.sha256(canonical(without)).hexdigest() == told["digest"], "anybody can recompute it"
        before = told["digest"]
    assert ledger.verify() == ledgers.Verified(6, before) and ledger.head() == (6, before)
    assert [event.kind for event in ledger.events()] == ["ledger begun", *["rationale added"] * 5]


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=5), inner, max_size=3)
    ),
)


@given(values)
def test_events_are_in_the_json_of_rfc_8785(value: Any) -> None:
    rfc8785 = pytest.importorskip("rfc8785")
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("what", [{"x": 0.5}, {"x": 2**53}, {"x": "\ud800"}, {"é": 1}, {"x": {1: 2}}, {"x": b"y"}])
def test_what_has_no_canonical_form_is_refused_and_nothing_is_written(what: dict[str, Any], ledger: Ledger) -> None:
    filled(ledger.path)
    before = ledger.path.read_bytes()
    with pytest.raises(sayso.ProjectError, match="cannot be written into the ledger"):
        ledger.append_all("Ann", [("import", {}), ("import", what)])
    assert ledger.path.read_bytes() == before


def test_any_changed_byte_is_found_in_its_event(ledger: Ledger) -> None:
    filled(ledger.path, 2)
    content = ledger.path.read_bytes()
    for at in [*range(0, len(content), 4), len(content) - 1]:
        for other in {content[at] ^ 1, 0x0A} - {content[at]}:
            ledger.path.write_bytes(content[:at] + bytes([other]) + content[at + 1 :])
            number = content.count(b"\n", 0, at) + 1
            told = ledger.verify().broken
            assert told.startswith(f"event {number} "), (at, other, told)


def test_a_line_that_is_left_out_moved_or_doubled_is_found(ledger: Ledger) -> None:
    filled(ledger.path)
    one, two, three, *rest = ledger.path.read_bytes().splitlines(keepends=True)
    for lines in ([one, three, *rest], [one, three, two, *rest], [one, one, two, three, *rest]):
        ledger.path.write_bytes(b"".join(lines))
        assert ledger.verify().broken == "event 2 (line 2) does not follow the one before"
        with pytest.raises(BrokenLedger):
            list(ledger.events())


def test_a_torn_last_line_is_told_put_aside_and_said(ledger: Ledger) -> None:
    filled(ledger.path, 2)
    whole = ledger.path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for cut in [*range(last + 1, len(whole) - 1, 7), len(whole) - 2]:
        ledger.path.write_bytes(whole[:cut])
        told = ledger.verify()
        assert (told.broken, told.torn, told.events) == ("", cut - last, 2)
        ledger.append("Bob", "import", {})
        assert ledger.path.read_bytes().startswith(whole[:last]), "no earlier event is touched"
        aside, event = list(ledger.events())[-2:]
        assert (aside.kind, aside.what["bytes"], event.kind) == ("torn line put aside", cut - last, "import")
        assert (ledger.path.parent / aside.what["kept"]).read_bytes() == whole[last:cut]
        assert ledger.verify().torn == 0 and not ledger.verify().broken


def test_a_last_line_that_lacks_its_end_alone_is_kept(ledger: Ledger) -> None:
    filled(ledger.path, 2)
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole[:-1])
    assert not ledger.verify().broken
    ledger.append("Bob", "import", {})
    assert ledger.path.read_bytes().startswith(whole)
    assert [event.kind for event in ledger.events()][-2:] == ["rationale added", "import"]


def test_zeros_that_a_power_cut_leaves_are_a_torn_line(ledger: Ledger) -> None:
    filled(ledger.path, 2)
    with ledger.path.open("ab") as file:
        file.write(b"\0" * 9000)
    assert ledger.verify().torn == 9000
    ledger.append("Bob", "import", {})
    assert not ledger.verify().broken and ledger.verify().events == 5


def test_nothing_is_appended_to_an_end_that_is_not_ours(ledger: Ledger) -> None:
    filled(ledger.path, 2)
    content = ledger.path.read_bytes()
    for end in (content[:-1] + b"x", content + b"hello", content[:-9] + b"y" + content[-8:]):
        ledger.path.write_bytes(end)
        with pytest.raises(BrokenLedger, match="sayso verify"):
            ledger.append("Bob", "import", {})
        assert ledger.path.read_bytes() == end


def test_a_full_disk_leaves_the_ledger_as_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(ledger.path, 2)
    before = ledger.path.read_bytes()
    real = os.pwrite

    def full(file: int, content: bytes, at: int) -> int:
        if at == len(before):
            return real(file, content[:50], at)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ledgers.os, "pwrite", full)
    with pytest.raises(OSError, match="No space"):
        ledger.append("Bob", "import", {})
    assert ledger.path.read_bytes() == before


def _write(path: Path, name: str, number: int) -> None:
    found = Ledger(path)
    for i in range(number):
        found.append_all(name, [("import", {"i": i}), ("merge", {"i": i})])


def test_several_writers_make_one_chain(ledger: Ledger) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(ledger.path, f"writer {n}", 60)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert not ledger.verify().broken
    events = list(ledger.events())[1:]
    assert len(events) == 4 * 120
    for n in range(4):
        own = [(event.kind, event.what["i"]) for event in events if event.actor == f"writer {n}"]
        assert own == [(kind, i) for i in range(60) for kind in ("import", "merge")], (
            "in order, none lost, none doubled"
        )


def test_two_writers_decide_one_after_the_other(ledger: Ledger) -> None:
    def once(events: Any) -> list[Any]:
        return [] if any(event.kind == "merge" for event in events) else [("merge", {})]

    assert len(ledger.append_after("Ann", once)) == 1
    assert ledger.append_after("Bob", once) == []


def test_a_ledger_that_git_replaced_meanwhile_is_opened_anew(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(ledger.path, 1)
    content, real, turn = ledger.path.read_bytes(), ledgers.fcntl.flock, iter(range(9))

    def replaced(file: int, how: int) -> None:
        if next(turn) == 0:
            ledger.path.with_name("new").write_bytes(content)
            os.replace(ledger.path.with_name("new"), ledger.path)
        real(file, how)

    monkeypatch.setattr(ledgers.fcntl, "flock", replaced)
    ledger.append("Bob", "import", {})
    assert [event.kind for event in ledger.events()][-1] == "import"


def test_two_branches_of_a_ledger_become_one_chain(tmp_path: Path) -> None:
    ours, theirs, third = (tmp_path / name for name in ("ours.jsonl", "theirs.jsonl", "third.jsonl"))
    filled(ours, 2)
    for other in (theirs, third):
        other.write_bytes(ours.read_bytes())
    for path, name in ((ours, "Ann"), (theirs, "Bob"), (third, "Cem")):
        Ledger(path).append(name, "approved", {"id": name})
    theirs.write_bytes(merge_ledgers(theirs.read_bytes(), third.read_bytes()))
    Ledger(theirs).append("Bob", "import", {})
    merged = merge_ledgers(ours.read_bytes(), theirs.read_bytes())
    assert merged.startswith(ours.read_bytes())
    ours.write_bytes(merged)
    Ledger(ours).append("Ann", "import", {})
    assert not Ledger(ours).verify().broken
    told = [(event.actor, event.kind) for event in Ledger(ours).events()][3:]
    joined = ("sayso merge", "branch joined")
    behind = [("Cem", "approved"), joined, ("Bob", "import"), joined, ("Ann", "import")]
    assert told == [("Ann", "approved"), ("Bob", "approved"), *behind], "each event once"
    assert merge_ledgers(ours.read_bytes(), merged) == ours.read_bytes(), "what only goes on is not joined"
    assert merge_ledgers(merged, ours.read_bytes()) == ours.read_bytes()


def test_a_changed_event_of_a_joined_branch_is_found_and_is_not_joined(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.jsonl", tmp_path / "theirs.jsonl"
    filled(ours, 1)
    theirs.write_bytes(ours.read_bytes())
    Ledger(ours).append("Ann", "import", {})
    Ledger(theirs).append("Bob", "approved", {})
    forged = theirs.read_bytes().replace(b"Bob", b"Eve")
    with pytest.raises(sayso.ProjectError, match="their ledger is broken: event 3"):
        merge_ledgers(ours.read_bytes(), forged)
    merged = merge_ledgers(ours.read_bytes(), theirs.read_bytes())
    ours.write_bytes(merged.replace(b"Bob", b"Eve"))
    assert Ledger(ours).verify().broken == "event 4 (line 4) is changed"


def test_no_content_of_a_line_makes_verify_raise(ledger: Ledger) -> None:
    chance = random.Random(7)
    for content in (
        b"",
        b"\n",
        b"{}\n",
        b"[" * 5000 + b"\n",
        b'{"actor":"x","digest":"' + b"0" * 64 + b'"}\n',
        b"\xff\n",
    ):
        ledger.path.write_bytes(content)
        assert bool(ledger.verify().broken) == bool(content)
    for _ in range(300):
        ledger.path.write_bytes(bytes(chance.randrange(256) for _ in range(chance.randrange(1, 60))))
        assert ledger.verify().broken or ledger.verify().torn
