"""A run is made anew and comes out equal, or what differs is told."""

from __future__ import annotations

import json
from pathlib import Path

import letters
import pytest
from typer.testing import CliRunner

import sayso
from sayso.audit.record import Record
from sayso.cli import app
from sayso.project import approving
from sayso.project.history import ACTOR
from sayso.project.project import BrokenRecord
from sayso.project.reproducing import reproduce
from sayso.runtime import manifest


def quiet(line: str) -> None:
    del line


def test_a_run_comes_out_equal_to_the_bit(ran: Path) -> None:
    run = sayso.Project(ran).last_run()
    done = CliRunner().invoke(app, ["reproduce", run.name, "-p", str(ran), "--json"])
    told = json.loads(done.stdout)
    assert told["equal"] and done.exit_code == 0
    outputs = json.loads((run / "manifest.json").read_text("utf-8"))["outputs"]
    assert (
        set(told["same"])
        == set(outputs)
        >= {"model/linear/linear.skops", "report.html", "votes.parquet", "history.json"}
    )
    assert len(sayso.Project(ran).runs()) == 1, "nothing is left in the project"


def test_who_stood_behind_a_run_is_taken_from_it(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ACTOR, "eve")
    approving.approve(sayso.Project(copied), "pay")
    run = sayso.Project(copied).run().folder
    told = {t["name"]: t for t in Record.of(run).told}
    assert told["pay"]["author"] == letters.ACTOR and [a["by"] for a in told["pay"]["approvals"]] == ["eve"]
    monkeypatch.setenv(ACTOR, "an auditor, years later")
    approving.pause(sayso.Project(copied), "dear", "too broad")
    approving.resume(sayso.Project(copied), "dear")
    ledger = (copied / "ledger.jsonl").read_bytes()
    again = sayso.Project(copied)
    assert again.say.entries[-1].off_since == ""
    done = reproduce(again, run, quiet)
    assert done.equal, str(done)
    assert (copied / "ledger.jsonl").read_bytes() == ledger, "making it anew is no event"


def test_an_input_that_changed_is_named_and_nothing_is_run(copied: Path) -> None:
    project = sayso.Project(copied)
    run = project.last_run()
    (copied / "a.say").write_text((copied / "a.say").read_text("utf-8") + "# a remark\n", "utf-8")
    (copied / "b.say").write_text('[more] rent if it says "flat"\n', "utf-8")
    (copied / "data.csv").unlink()
    done = reproduce(sayso.Project(copied), run, quiet)
    assert not done.equal and done.same == ()
    assert [told.split(" ")[0] for told in done.inputs] == ["a.say", "data.csv", "b.say"]
    assert "cannot be made anew" in str(done) and "data.csv is gone" in str(done)


def test_what_comes_out_otherwise_is_named_with_a_reason(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.runtime.label_model import LabelModel

    def fit(self: LabelModel, votes: object, gold: object = None, known: object = LabelModel.fit) -> LabelModel:
        self.precision = 0.6
        return known(self, votes, gold)  # type: ignore[operator,no-any-return]

    monkeypatch.setattr(LabelModel, "fit", fit)
    real = manifest.versions()
    monkeypatch.setattr(manifest, "versions", lambda: real | {"numpy": "0.1"})
    done = reproduce(sayso.Project(copied), sayso.Project(copied).last_run(), quiet)
    differs = {d.file: d.why for d in done.differs}
    assert {"label_model.json", "labels.parquet", "report.html"} <= set(differs) and "votes.parquet" in done.same
    assert differs["label_model.json"] == "made by other versions, or on another machine"
    assert f"numpy was {real['numpy']} and is 0.1" in str(done)


def test_a_changed_run_cannot_be_compared_with(copied: Path) -> None:
    run = sayso.Project(copied).last_run()
    (run / "labels.csv").unlink()
    with pytest.raises(BrokenRecord, match=r"labels\.csv"):
        reproduce(sayso.Project(copied), run, quiet)
