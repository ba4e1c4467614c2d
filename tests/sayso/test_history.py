"""Who wrote a rationale, who approved it, when and why it was off: from git and from the ledger."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from small_projects import ANN, BOB, commit, git, in_git, sayso, small_project

from sayso.grammar.errors import ProjectError
from sayso.project import Project, approving, history
from sayso.project.events import record
from sayso.runtime import chain


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(history.ACTOR, ANN)
    return small_project(tmp_path / "p")


def recorded(folder: Path) -> None:
    project = Project(folder)
    record(project, project.check().functions)


def kinds(folder: Path) -> list[tuple[str, str]]:
    return [(e.kind, str(e.what.get("id", ""))) for e in Project(folder).ledger.events()][1:]


def change(folder: Path, old: str, new: str) -> None:
    text = (folder / "a.say").read_text("utf-8")
    assert old in text
    (folder / "a.say").write_text(text.replace(old, new), "utf-8")


def test_what_happens_to_rationales_is_recorded_once(folder: Path) -> None:
    recorded(folder)
    recorded(folder)
    assert kinds(folder) == [("rationale added", "rent"), ("rationale added", "work")]
    change(folder, 'mentions "rent"', "contains 'rent'")
    change(folder, "wage, ", "wage, salary, ")
    recorded(folder)
    change(folder, "[rent] rent", "[flat] rent")
    recorded(folder)
    told = [
        ("rationale changed", "rent"),
        ("rationale changed", "work"),
        ("rationale added", "flat"),
        ("rationale removed", "rent"),
    ]
    assert kinds(folder)[2:] == told
    said = [(h.id, h.what) for h in history.log(Project(folder))][3:5]
    assert said == [("rent", "rationale reworded, its meaning the same"), ("work", "rationale changed")]
    assert [h.what for h in history.log(Project(folder), "rent")] == [
        "rationale added",
        "rationale reworded, its meaning the same",
        "rationale removed",
    ]


def test_the_layout_and_comments_are_no_change(folder: Path) -> None:
    (folder / "b.say").write_text("rent if it says 'flat'\n  yes:  'flat'\n", "utf-8")
    recorded(folder)
    before = kinds(folder)
    (folder / "b.say").write_text(
        f"# new\n[{before[-1][1]}] rent if it says\n'flat'\n    # x\n    yes: 'flat'\n".replace("says\n'", "says '"),
        "utf-8",
    )
    recorded(folder)
    assert kinds(folder) == before


def test_no_text_of_a_rationale_or_row_is_in_the_ledger(folder: Path) -> None:
    Project(folder).run()
    text = (folder / "ledger.jsonl").read_text("utf-8")
    assert "mentions" not in text and "wage" not in text and "the rent is due" not in text


def test_git_knows_who_wrote_what(folder: Path) -> None:
    in_git(folder)
    change(folder, "[work] work if", "[work] usually work if")
    commit(folder, "hedge it", BOB)
    change(folder, '    yes: "the rent"', '        yes: "the rent"')
    commit(folder, "white space alone", BOB)
    (folder / "b.say").write_text("[new] rent if it says 'flat'\n", "utf-8")
    found = history.written(Project(folder))
    assert (found["rent"].author, found["rent"].known_from) == (ANN, "git")
    assert found["work"].author == BOB and found["work"].commit == git(folder, "rev-parse", "HEAD~1").strip()
    assert found["new"] == history.Written()
    recorded(folder)
    assert history.written(Project(folder))["new"].known_from == "ledger"
    told = [(h.who, h.what) for h in history.log(Project(folder), "work") if h.what.startswith("committed")]
    assert told == [(ANN, "committed: first"), (BOB, "committed: hedge it")]
    functions = json.loads((Project(folder).run().folder / "functions.json").read_text("utf-8"))
    assert {f["name"]: f["author"] for f in functions} == {"rent": ANN, "work": BOB, "new": ANN}


def test_four_eyes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_git(folder)
    change(folder, "[work] work if", "[work] usually work if")
    commit(folder, "hedge it", BOB)
    for who in (ANN, BOB, "Ann <other@example.org>", "A. <ANN@example.org>"):
        monkeypatch.setenv(history.ACTOR, who)
        with pytest.raises(ProjectError, match="four eyes"):
            approving.approve(Project(folder), "work")
    assert not (folder / "ledger.jsonl").exists(), "a refusal records nothing"
    monkeypatch.setenv(history.ACTOR, BOB)
    done = approving.approve(Project(folder), "rent")
    assert (done.id, done.by) == ("rent", BOB)
    (event,) = (e for e in Project(folder).ledger.events() if e.kind == "approved")
    (entry,) = (e for e in Project(folder).say.entries if e.name == "rent")
    assert event.what["text"] == entry.digest and event.digest == done.head
    functions = Project(folder).check().functions
    assert [(a.by, a.time) for a in history.approvals(Project(folder), functions)["rent"]] == [(BOB, event.time)]
    for old, new in (('mentions "rent"', "contains 'rent'"), ('yes: "the rent"', 'yes: "rent"')):
        change(folder, old, new)
        assert history.approvals(Project(folder), Project(folder).check().functions) == {"rent": [], "work": []}
        change(folder, new, old)


def test_who_changes_it_before_approving_has_a_hand_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_git(folder)
    git(folder, "config", "user.name", "Bob")
    git(folder, "config", "user.email", "bob@example.org")
    change(folder, 'mentions "rent"', 'mentions "rents"')
    monkeypatch.setenv(history.ACTOR, BOB)
    with pytest.raises(ProjectError, match="four eyes"):
        approving.approve(Project(folder), "rent")


def test_without_git_the_ledger_says_whose_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ProjectError, match="nobody knows who wrote"):
        approving.approve(Project(folder), "rent")
    recorded(folder)
    with pytest.raises(ProjectError, match="four eyes"):
        approving.approve(Project(folder), "rent")
    monkeypatch.setenv(history.ACTOR, BOB)
    approving.approve(Project(folder), "rent")
    with pytest.raises(ProjectError, match=r"no rationale \[gone\]"):
        approving.approve(Project(folder), "gone")


def test_pause_and_resume_say_why_and_leave_the_rest_of_the_file(folder: Path) -> None:
    before = (folder / "a.say").read_text("utf-8")
    approving.pause(Project(folder), "rent", "too broad")
    paused = (folder / "a.say").read_text("utf-8")
    assert paused.replace(paused.split('"the rent"\n')[1].split("\n")[0] + "\n", "") == before
    checked = Project(folder).check()
    assert checked.off == 1 and "rent" not in [f.name for f in checked.functions]
    with pytest.raises(ProjectError, match="is off already"):
        approving.pause(Project(folder), "rent", "again")
    with pytest.raises(ProjectError, match="is off: it cannot be approved"):
        approving.approve(Project(folder), "rent")
    run = Project(folder).run()
    assert "1 off" in json.loads((run.folder / "manifest.json").read_text("utf-8"))["facts"]["rationales"]
    approving.resume(Project(folder), "rent", "narrowed")
    assert (folder / "a.say").read_text("utf-8") == before
    told = [h.what for h in history.log(Project(folder), "rent")]
    assert told == ["rationale added", "paused: too broad", "resumed: narrowed"]
    with pytest.raises(ProjectError, match="is not off"):
        approving.resume(Project(folder), "rent")


def test_a_commit_comes_before_the_events_of_its_second(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2026-01-02T03:04:05Z")
    in_git(folder)
    monkeypatch.setattr(chain, "now", lambda: "2026-01-02T03:04:05.678Z")
    recorded(folder)
    assert [h.what for h in history.log(Project(folder), "rent")] == ["committed: first", "rationale added"]


def test_a_pause_written_by_hand_is_recorded_too(folder: Path) -> None:
    recorded(folder)
    change(folder, 'yes: "the rent"', "off since 2026-01-02: too broad")
    recorded(folder)
    assert history.log(Project(folder), "rent")[-1].what == "paused: too broad"
    assert kinds(folder)[2:] == [("rationale changed", "rent"), ("paused", "rent")]


def test_hostile_names_come_out_inert(folder: Path) -> None:
    evil = "\x1b[2J\u202eeve\nintact: 99 events"
    name = "\x1b[31m\u202ex'; touch hacked.say"
    (folder / name).write_text("[\x1b[31m\u202eid] rent if it says 'flat'\n", "utf-8")
    in_git(folder, "Eve\x1b[5m $(touch hacked) <e@x>")
    Project(folder).ledger.append(evil, "paused", {"id": "rent", "reason": evil})
    for given in (["log"], ["log", "rent"], ["check"], ["fmt"], ["verify"], ["approve", "\x1b[31m\u202eid"], ["run"]):
        done = sayso(folder, *given, who=BOB)
        printed = done.stdout + done.stderr
        assert "Traceback" not in printed, printed
        assert not {"\x1b", "\u202e", "\r"} & set(printed), given
        assert not any(line.startswith("intact: 99") for line in printed.split("\n"))
    assert not (folder / "hacked").exists() and not (folder / "hacked.say").exists()


def test_no_configured_program_is_run_when_git_is_asked(folder: Path) -> None:
    in_git(folder)
    trap = folder.parent / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {folder}/sprung\ncat\n", "utf-8")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "diff.x.textconv", "core.pager", "diff.external", "gpg.program", "core.sshCommand"):
        git(folder, "config", key, str(trap))
    git(folder, "config", "log.showSignature", "true")
    (folder / ".git" / "info" / "attributes").write_text("*.say diff=x\n", "utf-8")
    (folder / "b.say").write_text("[new] rent if it says 'flat'\n", "utf-8")
    assert history.written(Project(folder))["rent"].author == ANN
    assert [h.what for h in history.log(Project(folder), "rent")] == ["committed: first"]
    recorded(folder)
    assert not (folder / "sprung").exists()


def test_an_actor_has_a_printable_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(history.ACTOR, "Eve\x1b[2J")
    with pytest.raises(ProjectError, match="cannot be printed"):
        recorded(folder)
    monkeypatch.delenv(history.ACTOR)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("LOGNAME", "carla")
    assert os.environ.get(history.ACTOR) is None and history.actor(folder) == "carla"


def test_an_import_that_took_nothing_over_is_told(folder: Path) -> None:
    (folder / "words.csv").write_text("sentence,label\nfrobs the gizmo,rent\n", "utf-8")
    assert sayso(folder, "import", "words.csv").returncode == 1
    assert [h.what for h in history.log(Project(folder)) if h.what.startswith("import")] == ["import"]
    assert "import  (event" in sayso(folder, "log").stdout
