"""Killed at any moment, a project stays one that `check` and `verify` accept, with every earlier event and file as it was."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from small_projects import ANN, small_project

from sayso.project import Project, merging
from sayso.project.say_files import read_text
from sayso.project.verifying import verify

KILLED = Path(__file__).resolve().parent.parent / "support" / "killed.py"
UNTIDY = "rent if it says 'flat'\n   yes:  'flat'\n\n\n[desk]  work if it says 'desk'\n"
SIDES = {
    "base": UNTIDY,
    "ours": UNTIDY + "\n[ann] rent if it says 'room'\n",
    "theirs": UNTIDY + "\n[bob] work if it says 'chair'\n",
}


def killed(tmp_path: Path, environment: dict[str, str], times: int) -> Counter[str]:
    """Kill what is going on in a project again and again, and look at it each time."""
    folder = small_project(tmp_path / "p")
    for name, text in SIDES.items():
        (tmp_path / name).write_text(text, "utf-8")
    (folder / "b.say").write_text(UNTIDY, "utf-8")
    chance = random.Random(11)
    server = subprocess.Popen(
        [sys.executable, str(KILLED), str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment | {"SAYSO_ACTOR": ANN, "OMP_NUM_THREADS": "1"},
    )
    assert server.stdin is not None and server.stdout is not None
    kinds = ("run", "fmt", "merge", "pause", "ledger")
    ended: Counter[str] = Counter()
    try:
        assert server.stdout.readline().strip() == "ready"

        def order(what: str, how: str, when: float) -> str:
            print(what, how, when, file=server.stdin, flush=True)
            return str(server.stdout.readline()).strip()  # type: ignore[union-attr]

        steps = {}
        for what in kinds:
            (folder / "b.say").write_text(UNTIDY, "utf-8")
            told = order(what, "never", 0)
            assert told.endswith("ended with 0"), (what, told)
            steps[what] = int(told.split()[0])
        assert steps["run"] > 20, "the steps of a run are counted"
        for turn in range(times):
            what = kinds[turn % len(kinds)]
            (folder / "b.say").write_text(UNTIDY, "utf-8")
            before = (folder / "ledger.jsonl").read_bytes()
            how, when = ("time", chance.uniform(0, 0.8 if what == "run" else 0.1))
            if turn % 3:
                how, when = "step", chance.randrange(1, steps[what] + 1)
            told = order(what, how, when)
            ended[f"{what} {told if told == 'killed' else 'ended'}"] += 1
            look(folder, before, (what, how, when, told))
    finally:
        server.stdin.close()
        server.wait()
    return ended


def look(folder: Path, before: bytes, told: Any) -> None:
    """Look at all that must hold after a kill."""
    project = Project(folder)
    record = verify(project)
    assert record.intact, (told, record.faults)
    assert (folder / "ledger.jsonl").read_bytes().startswith(before), told
    checked = project.check()
    assert not [p for p in checked.problems if p.kind != "label"] and checked.refused == 0, (told, checked.problems)
    text = (folder / "b.say").read_text("utf-8")
    merged = merging.merge(*SIDES.values()).text
    sentences = {e.sentence for e in read_text(text, "b.say", "").entries}
    allowed = [{e.sentence for e in read_text(t, "b.say", "").entries} for t in (UNTIDY, merged)]
    assert text.endswith("\n") and sentences in allowed, told


def test_ten_kills(tmp_path: Path, environment: dict[str, str]) -> None:
    ended = killed(tmp_path, environment, 10)
    assert sum(n for told, n in ended.items() if told.endswith("killed")) >= 5, ended


@pytest.mark.slow
def test_two_hundred_kills(tmp_path: Path, environment: dict[str, str]) -> None:
    ended = killed(tmp_path, environment, 200)
    assert sum(n for told, n in ended.items() if told.endswith("killed")) >= 120, ended
    assert all(ended[f"{what} killed"] >= 10 for what in ("run", "fmt", "merge", "pause", "ledger")), ended
