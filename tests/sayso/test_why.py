"""Why: of a label, of no label, of what the end model says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tiny_encoder
from typer.testing import CliRunner

import sayso
from sayso.cli import app
from sayso.grammar.errors import ProjectError
from sayso.project.project import BrokenRecord


def test_no_label_is_told_with_what_came_near(copied: Path) -> None:
    (copied / "a.say").write_text('[both] rent if the body mentions "office" and "landlord"\n\n[rent] rent if it says "rent"\n\n[pay] work if it says "wage"\n', "utf-8")  # fmt: skip
    run = sayso.Project(copied).run()
    trace = sayso.Project(copied).why("r2", run.folder)
    assert trace.label is None and [miss.function for miss in trace.near_misses] == ["both"]
    assert "it found “office” in the body, but it is not so that the body contains 'landlord'" in str(trace)


def test_a_prediction_names_its_company_and_says_that_it_is_no_cause(ran: Path) -> None:
    told = sayso.Project(ran).why_predicted(text="the rent of a large flat")
    assert (told.model, told.label, told.by) == ("linear", "rent", "TF-IDF")
    similar = [near.similarity for near in told.neighbours]
    assert similar == sorted(similar, reverse=True) and 0 < similar[-1] <= similar[0] <= 1.0001
    assert {near.reasons.label for near in told.neighbours} == {"rent"}
    assert all(near.reasons.votes[0].function == "rent-word" for near in told.neighbours)
    assert told.compared == told.trained == sum(label is not None for label in labels(ran))
    shown = CliRunner().invoke(app, ["why", "-p", str(ran), "--text", "the rent of a large flat"]).stdout
    assert "company, not causes" in shown and "similarity" in shown


def labels(folder: Path) -> list[str | None]:
    from sayso.audit.record import Record

    return Record.of(sayso.Project(folder).last_run()).rows.column("label").to_pylist()


def test_a_row_is_not_its_own_company(ran: Path) -> None:
    told = sayso.Project(ran).why_predicted(row="r1", model="linear")
    assert told.row == "r1" and "r1" not in [near.reasons.row for near in told.neighbours] and len(told.neighbours) == 5


def test_a_text_without_known_words_has_no_company(ran: Path) -> None:
    assert sayso.Project(ran).why_predicted(text="qwertz").neighbours == ()
    with pytest.raises(ProjectError, match="no end model 'tree'; there are: linear"):
        sayso.Project(ran).why_predicted(text="x", model="tree")


def test_an_encoders_company_is_near_by_its_embedding_and_kept_by_the_run(copied: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    texts = sayso.Project(copied).data().texts("body")
    model = tiny_encoder.make(tmp_path / "tiny", texts)
    run = sayso.Project(copied).run(models=(str(model),)).folder
    project = sayso.Project(copied)
    told = project.why_predicted(text=texts[1], model="custom", run=run)
    assert told.by == "embedding" and told.compared == told.trained
    assert told.neighbours[0].reasons.row == "r1" and told.neighbours[0].similarity == pytest.approx(1, abs=0.01)
    assert told.label == project.why("r1", run).end_models["custom"][0]
    kept = run / "nearest" / "custom.npz"
    kept.write_bytes(kept.read_bytes()[:-1])
    with pytest.raises(BrokenRecord, match="nearest/custom"):
        project.why_predicted(text="x", model="custom", run=run)


def test_a_value_taken_for_missing_is_told(copied: Path) -> None:
    toml = copied / "sayso.toml"
    toml.write_text(toml.read_text("utf-8").replace('kind = "number"', 'kind = "number"\nunfit = "missing"'), "utf-8")
    data = copied / "data.csv"
    data.write_text(data.read_text("utf-8").replace("flat 1,20", "flat 1,n/a"), "utf-8")
    run = sayso.Project(copied).run()
    trace = sayso.Project(copied).why("r1", run.folder)
    assert trace.unfit == ("amount: 'n/a' is not a number; taken for missing",)
    assert trace.unfit[0] in str(trace) and trace.to_dict()["unfit"]
    assert sayso.Project(copied).why("r3", run.folder).unfit == ()


def test_a_row_outside_train_is_traced_too(ran: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = sayso.Project(ran)
    now = project.why_predicted(row="r5")
    with monkeypatch.context() as patch:
        patch.setattr(
            sayso.TextClassifier, "load", None
        )  # what was said when it was scored is kept: loading takes seconds
        trace = project.why("r5")
    assert trace.label == "rent" and set(trace.end_models) == {"linear"}
    assert trace.end_models["linear"] == (now.label, pytest.approx(now.probabilities[now.label]))


def test_an_unknown_row_and_an_unknown_run_are_told(ran: Path) -> None:
    with pytest.raises(ProjectError, match="the rows go from 'r0' to 'r59'"):
        sayso.Project(ran).why("r99")
    with pytest.raises(ProjectError, match="0 runs of .* are called 'x'"):
        sayso.Project(ran).why("r1", "x")


def test_a_run_of_an_older_version_is_told_from_a_broken_one(copied: Path) -> None:
    run = sayso.Project(copied).last_run()
    told = json.loads((run / "manifest.json").read_text("utf-8"))
    del told["outputs"]["rows.parquet"]
    (run / "manifest.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(ProjectError, match="made by an older version"):
        sayso.Project(copied).why("r1")
    (run / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(BrokenRecord, match=r"manifest\.json"):
        sayso.Project(copied).why("r1")


@pytest.mark.parametrize("name", ["functions.json", "schema.json", "rows.parquet", "votes.parquet", "label_model.json"])
def test_every_file_that_a_reason_rests_on_is_believed_only_as_written(copied: Path, name: str) -> None:
    path = sayso.Project(copied).last_run() / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(BrokenRecord, match=name):
        sayso.Project(copied).why("r1")


def test_json_and_html(ran: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(app, ["why", "r1", "-p", str(ran), "--json", "--html", str(tmp_path / "w.html")])
    assert json.loads(run.stdout)["label"] == "rent"
    page = (tmp_path / "w.html").read_text("utf-8")
    assert "<mark>rent</mark>" in page and "Row r1" not in page and "row r1" in page
    CliRunner().invoke(app, ["why", "-p", str(ran), "--text", "a rent", "--html", str(tmp_path / "p.html")])
    assert "company, not causes" in (tmp_path / "p.html").read_text("utf-8")
