"""What differs between two versions, and what would be different without some sentences."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import letters
import numpy as np
import pytest
from letters import SAY
from typer.testing import CliRunner

import sayso
from sayso.audit.moving import moved
from sayso.audit.record import Record
from sayso.cli import app
from sayso.grammar.errors import ProjectError
from sayso.project.comparing import compare
from sayso.project.history import ACTOR
from sayso.project.what_if import Without, what_if

EDITED = (
    SAY.replace('Label rent if the body mentions "rent".', 'If "rent" is in the body, label it rent.')
    .replace("over 900", "over 300")
    .replace("salary, wage,", "salary, wage, pension,")
    + '\n[new] work if the body mentions "office"\n'
)


def git(folder: Path, *given: str) -> None:
    subprocess.run(["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b", *given], check=True, capture_output=True)  # fmt: skip


def test_each_kind_of_change_is_told_apart(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "a.say").write_text(SAY, "utf-8")
    (copied / "a.say").write_text(EDITED, "utf-8")
    project = sayso.Project(copied)
    told = compare(project, str(tmp_path / "old"), str(copied))
    said = told.sentences
    assert [v.name for v in said.added] == ["new"] and said.removed == ()
    assert [c.after.name for c in said.reworded] == ["rent-word"]
    assert {c.after.name: c.by_list for c in said.changed} == {"pay": ("pay words",), "dear": ()}
    dear = next(c for c in said.changed if c.after.name == "dear")
    marked = [[v.paraphrase[a:b] for a, b in v.differs] for v in (dear.before, dear.after)]
    assert marked == [["900"], ["300"]]
    before, after = (labels_now(SAY, copied, tmp_path / "x"), labels_now(EDITED, copied, tmp_path / "y"))
    assert sum(m.rows for m in told.moves) == sum(before[row] != after[row] for row in before) > 0
    assert str(told).startswith(f"{tmp_path / 'old'} -> ") and "⟦900⟧" in str(told) and "with pension" in str(told)
    back = compare(project, str(copied), str(tmp_path / "old")).sentences
    assert [v.name for v in back.removed] == ["new"] and back.added == ()


def labels_now(say: str, project: Path, folder: Path) -> dict[str, str | None]:
    """The labels of the training rows, made without the code under test."""
    shutil.copytree(project, folder, ignore=shutil.ignore_patterns("runs"))
    (folder / "a.say").write_text(say, "utf-8")
    there = sayso.Project(folder)
    train = there.data().part("train")
    votes = sayso.apply(there.check().functions, train.table, there.schema, row_ids=train.ids)
    return dict(zip(train.ids, sayso.LabelModel().fit(votes).predict_proba(votes).names(), strict=True))


def test_a_git_revision_is_a_side(copied: Path) -> None:
    git(copied, "init", "-q")
    git(copied, "add", "a.say", "sayso.toml")
    git(copied, "commit", "-qm", "first")
    same = CliRunner().invoke(app, ["diff", "HEAD", "-p", str(copied)])
    assert same.exit_code == 0 and "3 as they were" in same.stdout, same.output
    (copied / "a.say").write_text(EDITED, "utf-8")
    changed = CliRunner().invoke(app, ["diff", "HEAD", "-p", str(copied), "--json"])
    assert changed.exit_code == 1 and len(json.loads(changed.stdout)["sentences"]["changed"]) == 2
    with pytest.raises(ProjectError, match="'nowhere' is no run, no file or folder, and no git revision"):
        compare(sayso.Project(copied), "nowhere", str(copied))
    with pytest.raises(ProjectError, match="no git revision"):
        compare(sayso.Project(copied), "--output=x", str(copied))
    assert not (copied / "x").exists() and not Path("x").exists()


def test_two_runs_are_compared_with_what_their_models_say(copied: Path, tmp_path: Path) -> None:
    first = sayso.Project(copied).last_run()
    (copied / "a.say").write_text(SAY.replace("over 900", "over 100"), "utf-8")
    second = sayso.Project(copied).run().folder
    told = compare(sayso.Project(copied), first.name, second.name)
    a, b = (np.array(Record.of(run).rows.column("label").to_pylist(), object) for run in (first, second))
    assert sum(m.rows for m in told.moves) == int((a != b).sum()) > 0
    assert set(told.models) == {"linear"} and set(told.scores) >= {"linear", "label model"}
    page = tmp_path / "d.html"
    CliRunner().invoke(app, ["diff", first.name, second.name, "-p", str(copied), "--html", str(page)])
    assert "<mark>900</mark>" in page.read_text("utf-8") and "Content-Security-Policy" in page.read_text("utf-8")


def test_moves_are_by_class_with_examples() -> None:
    before = {"a": "x", "b": "x", "c": None, "d": "y", "gone": "x"}
    moves = moved(before, {"a": "y", "b": "y", "c": "x", "d": "y", "new": "x"}, {"a": "text  of\na"})
    assert [(m.before, m.after, m.rows) for m in moves] == [("x", "y", 2), (None, "x", 1)]
    assert moves[0].examples == (("a", "text of a"), ("b", ""))


def test_what_if_is_what_a_run_without_the_sentence_gives(copied: Path) -> None:
    project = sayso.Project(copied)
    run = project.last_run()
    told = what_if(project, run, Without(rationales=("dear",)))
    assert told.taken == ("dear",) and told.left == 2
    assert told.voted == next(f["votes"] for f in Record.of(run).told if f["name"] == "dear")
    (copied / "a.say").write_text(SAY.split("[dear]")[0], "utf-8")
    without = sayso.Project(copied).run().folder
    old, new = Record.of(run), Record.of(without)
    a, b = (np.array(r.rows.column("label").to_pylist(), object) for r in (old, new))
    assert sum(m.rows for m in told.moves) == int((a != b).sum()) > 0
    a, b = (np.array(r.rows.column("model:linear").to_pylist(), object) for r in (old, new))
    assert told.linear is not None and sum(m.rows for m in told.linear) == int((a != b).sum())
    scores = {s["model"]: float(s["accuracy"]) for s in new.manifest["scores"]}
    assert {name: pair[1] for name, pair in told.scores.items()} == pytest.approx(
        {n: scores[n] for n in told.scores}, abs=6e-4
    )
    assert set(told.scores) == {"majority vote", "label model", "linear"}


def test_what_may_be_taken_away(copied: Path) -> None:
    project = sayso.Project(copied)
    run = project.last_run()
    assert what_if(project, run, Without(lists=("pay words",))).taken == ("pay",)
    assert what_if(project, run, Without(columns=("amount",))).taken == ("dear",)
    with pytest.raises(ProjectError, match="rests on the column 'age'; there are: amount, body"):
        what_if(project, run, Without(columns=("age",)))
    with pytest.raises(ProjectError, match="rests on the author 'eve'; there are: Lea"):
        what_if(project, run, Without(authors=("eve",)))
    with pytest.raises(ProjectError, match="nothing would be left"):
        what_if(project, run, Without(columns=("amount", "body")))
    with pytest.raises(ProjectError, match="say what to take away"):
        what_if(project, run, Without())


def test_an_author_is_taken_away_by_what_the_ledger_told(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ACTOR, "eve")
    say = (copied / "a.say").read_text("utf-8")
    (copied / "a.say").write_text(say.replace("is over 900", "is over 950"), "utf-8")
    sayso.Project(copied).run()
    project = sayso.Project(copied)
    told = Record.of(project.last_run()).told
    assert {t["name"]: t["author"] for t in told} == {"rent-word": letters.ACTOR, "pay": letters.ACTOR, "dear": "eve"}
    assert what_if(project, project.last_run(), Without(authors=("eve",))).taken == ("dear",)
    done = CliRunner().invoke(app, ["what-if", "-p", str(copied), "--without-author", "eve", "--json"])
    assert json.loads(done.stdout)["taken"] == ["dear"]
