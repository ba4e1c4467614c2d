"""What docs/project.md shows is what the commands print."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from small_projects import ANN, BOB, in_git, sayso, small_project

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "project.md").read_text("utf-8")
WORDS = """list pay words:   wage, "paid leave"

rent if the body mentions "rent"
   yes:  "the rent is due"

[pay] work if the body mentions any word in the list pay words
"""


def alike(text: str) -> str:
    """A text with digests, times, and names of commits put alike."""
    text = re.sub(r"[0-9a-f]{10,64}", "DIGEST", text)
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME", text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_project(tmp_path)
    (tmp_path / "a.say").unlink()
    (tmp_path / "words.say").write_text(WORDS, "utf-8")
    return tmp_path


def test_the_page_shows_what_is_printed(folder: Path) -> None:
    shown = (
        "$ sayso fmt\n" + sayso(folder, "fmt").stdout + "$ cat words.say\n" + (folder / "words.say").read_text("utf-8")
    )
    assert shown in PAGE
    in_git(folder)
    assert sayso(folder, "run").returncode == 0
    told = []
    for who, given in (
        (ANN, ("approve", "pay")),
        (BOB, ("approve", "pay")),
        (ANN, ("pause", "pay", "--reason", "also fires on leave of absence")),
    ):
        done = sayso(folder, *given, who=who)
        told += (done.stdout + done.stderr).splitlines()
    told += sayso(folder, "log", "pay").stdout.splitlines()[1:]
    page = re.sub(r"event \d+", "event N", alike(PAGE))
    for line in told:
        assert re.sub(r"event \d+", "event N", alike(line)) in page


def test_every_kind_of_event_is_in_the_table(folder: Path) -> None:
    for given in (("run",), ("pause", "pay", "--reason", "x"), ("resume", "pay")):
        sayso(folder, *given)
    kinds = {json.loads(line)["kind"] for line in (folder / "ledger.jsonl").read_text("utf-8").splitlines()}
    named = {kind for row in re.findall(r"^\| ([^|]+) \|", PAGE, re.M) for kind in row.split(", ")}
    assert len(kinds) == 6 and kinds <= named, kinds - named
