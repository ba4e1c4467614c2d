"""A project as its users meet it: checked, run, asked why; and what goes wrong, said to them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import letters
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from letters import SAY, TOML

import sayso
from sayso.audit.page import Options, flow
from sayso.audit.record import Record
from sayso.project import running
from sayso.project.auditing import audit
from sayso.project.project import BrokenRecord
from sayso.project.what_if import Without, what_if


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    letters.write(tmp_path)
    return tmp_path


def test_check_is_fine(folder: Path) -> None:
    checked = sayso.Project(folder).check()
    assert checked.fine, [str(p) for p in checked.problems]
    assert checked.summary() == "3 understood, 0 ambiguous, 0 not understood; 6 of 6 examples hold"
    assert [f.name for f in checked.functions] == ["rent-word", "pay", "dear"]


def test_a_run_leaves_the_whole_folder(folder: Path) -> None:
    run = sayso.Project(folder).run()
    there = {str(p.relative_to(run.folder)) for p in run.folder.rglob("*") if p.is_file()}
    wanted = {"labels.parquet", "labels.csv", "votes.parquet", "functions.json", "manifest.json", "report.html"}
    assert wanted <= there and any(name.startswith("model/linear/") for name in there)
    labels = pq.read_table(run.folder / "labels.parquet")
    shares = np.array([labels.column("p(rent)").to_pylist(), labels.column("p(work)").to_pylist()])
    assert np.allclose(shares.sum(axis=0), 1)
    unvoted = [not functions for functions in labels.column("functions").to_pylist()]
    assert [label is None for label in labels.column("label").to_pylist()] == unvoted
    assert {s.name for s in run.scores} >= {"majority vote", "label model", "linear"}
    assert next(s for s in run.scores if s.name == "label model").accuracy > 0.8
    manifest = json.loads((run.folder / "manifest.json").read_text("utf-8"))
    assert set(manifest["inputs"]) == {"sayso.toml", "a.say", "data.csv"}
    assert set(manifest["outputs"]) == there - {"manifest.json"}


def test_a_rerun_overwrites_nothing(folder: Path) -> None:
    first, second = sayso.Project(folder).run(), sayso.Project(folder).run()
    assert first.folder != second.folder and first.folder.exists()
    labels = [(run.folder / "labels.csv").read_bytes() for run in (first, second)]
    assert labels[0] == labels[1]


def test_hand_labels_move_the_label_model_and_the_record_says_so(folder: Path) -> None:
    frame = pd.read_csv(folder / "data.csv")
    frame["by_hand"] = [gold if i in (1, 3, 6, 8) else None for i, gold in enumerate(frame["gold"])]
    frame.loc[11, "by_hand"] = "work"  # a slip: row r11 is about rent
    frame.to_csv(folder / "data.csv", index=False)
    blind = sayso.Project(folder).run()
    (folder / "sayso.toml").write_text(TOML.replace('gold = "gold"', 'gold = "gold"\nhand_labels = "by_hand"'), "utf-8")
    told = sayso.Project(folder).run()
    used = [json.loads((run.folder / "manifest.json").read_text("utf-8"))["facts"] for run in (blind, told)]
    assert [facts["gold labels used for"] for facts in used] == [
        "scoring only",
        "fitting the label model on 5 rows labelled by hand and scoring",
    ]
    models = [sayso.LabelModel.load(run.folder / "label_model.json") for run in (blind, told)]
    assert models[1].gold_used_for == "fit" and models[0].accuracies != models[1].accuracies


def test_a_row_labelled_by_hand_has_that_label_and_is_trained_on_and_why_says_so(folder: Path) -> None:
    frame = pd.read_csv(folder / "data.csv")
    frame["by_hand"] = [{"r7": "work", "r1": "work"}.get(row) for row in frame["id"]]
    frame.to_csv(folder / "data.csv", index=False)
    (folder / "sayso.toml").write_text(TOML.replace('gold = "gold"', 'gold = "gold"\nhand_labels = "by_hand"'), "utf-8")
    told: list[str] = []
    run = sayso.Project(folder).run(tell=told.append)
    labels = pq.read_table(run.folder / "labels.parquet").to_pandas().set_index("row")
    assert labels.loc[["r7", "r1"], "by hand"].tolist() == ["work", "work"]
    assert labels.loc[["r7", "r1"], "label"].tolist() == ["work", "work"]
    assert labels.loc[["r7", "r1"], "p(work)"].tolist() == [1.0, 1.0]
    assert labels["by hand"].notna().sum() == 2
    voted = json.loads((run.folder / "manifest.json").read_text("utf-8"))["facts"]["rows with a vote"]
    assert labels["label"].notna().sum() == voted + 1  # r7 has no vote
    assert any(f"{voted + 1} rows have a vote or a label given by hand" in line for line in told)
    said = str(sayso.Project(folder).why("r1"))
    assert "Labelled work by hand: that is its label, whatever the sentences say." in said
    assert "They say rent, with probability" in said
    silent = str(sayso.Project(folder).why("r7"))
    assert "Labelled work by hand" in silent and "not trained on" not in silent
    assert "by hand" not in str(sayso.Project(folder).why("r2"))
    record = Record.of(run.folder)
    assert flow(record)["labelled"] == voted + 1 and flow(record)["hand"] == 2
    page = audit(sayso.Project(folder), run.folder, Options(rows=60))[0]
    assert page.count("by hand: that is its label") == 2 and "2 rows with a label by hand moved" in page
    without = what_if(sayso.Project(folder), run.folder, Without(rationales=("dear",)))
    assert not [move for move in without.moves if {"r1", "r7"} & {row for row, _ in move.examples}]


def test_a_run_says_what_it_found_and_what_moved_since_the_last(folder: Path) -> None:
    first = sayso.Project(folder).run()
    assert any("rows have no vote" in line for line in first.advice)
    assert not any("drift" in line for line in first.advice)
    (folder / "a.say").write_text(SAY.replace("over 900", "over 100"), "utf-8")
    second = sayso.Project(folder).run()
    moved = [line for line in second.advice if line.startswith(f"drift since {first.folder.name}: ")]
    assert any("[dear] votes on" in line and line.endswith("Its sentence has another meaning since") for line in moved)
    rows = (folder / "data.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "data.csv").write_text("".join([rows[0], *(row for row in rows[1:] if "salary" not in row)]), "utf-8")
    third = sayso.Project(folder).run()
    assert any(
        "[rent-word] votes on" in line and "Its sentence is the same, so the data are not" in line
        for line in third.advice
    )


def test_why_tells_the_words_on_both_sides(folder: Path) -> None:
    project = sayso.Project(folder)
    project.run()
    trace = project.why("r1")
    assert trace.label == "rent" and trace.votes[0].function == "rent-word"
    assert [seen.text for seen in trace.votes[0].seen] == ["rent"]
    a, b = trace.votes[0].words[0]
    assert "body" in trace.votes[0].sentence[a:b] or "mentions" in trace.votes[0].sentence[a:b]
    total = {c: trace.balance[c] + sum(v.log_odds_by_class[c] for v in trace.votes) for c in trace.balance}
    shares = np.exp(list(total.values())) / np.exp(list(total.values())).sum()
    assert dict(zip(total, shares, strict=True)) == pytest.approx(trace.probabilities)
    told = str(trace)
    assert "a.say:4" in told and "«rent»" in told and "⟦" in told
    assert project.why("r0").label is None and "No sentence speaks" in str(project.why("r0"))


def test_why_refuses_a_record_that_was_changed(folder: Path) -> None:
    project = sayso.Project(folder)
    run = project.run()
    model = run.folder / "label_model.json"
    model.write_text(model.read_text("utf-8").replace("0.", "1.", 1), "utf-8")
    with pytest.raises(BrokenRecord, match=r"label_model\.json"):
        project.why("r1")


def test_why_answers_from_the_record_and_says_what_changed_since(folder: Path) -> None:
    sayso.Project(folder).run()
    before = sayso.Project(folder).why("r1")
    assert before.notes == ()
    (folder / "a.say").write_text(SAY.replace('mentions "rent"', 'mentions "flat"'), "utf-8")
    after = sayso.Project(folder).why("r1")
    assert (after.label, after.votes) == (before.label, before.votes)
    assert after.notes == (
        'Since the run, [rent-word] was changed; it now says: Label rent if the body mentions "flat".',
    )
    assert after.notes[0] in str(after)


def test_why_refuses_a_row_that_is_not_what_it_was(folder: Path) -> None:
    sayso.Project(folder).run()
    data = folder / "data.csv"
    changed = (
        data.read_text("utf-8").replace("the rent of flat 1\n", "the rent of flat 2\n", 1).replace("flat 1,", "flat 9,")
    )
    assert changed != data.read_text("utf-8")
    data.write_text(changed, "utf-8")
    with pytest.raises(BrokenRecord, match=r"row 'r1' is not what it was"):
        sayso.Project(folder).why("r1")
    assert sayso.Project(folder).why("r3").label == "rent", "the other rows are as they were"


def test_ten_broken_sentences_are_reported_at_once_with_their_places(folder: Path) -> None:
    broken = "\n\n".join(f"[b{i}] Label rent if the bddx{i} grumbles 'x'." for i in range(10))
    (folder / "b.say").write_text(f"[good] rent if the body says 'landlord'\n\n{broken}\n", "utf-8")
    checked = sayso.Project(folder).check()
    problems = [p for p in checked.problems if p.kind == "refused"]
    assert [(p.file, p.line) for p in problems] == [("b.say", 3 + 2 * i) for i in range(10)]
    assert all(p.source[p.column - 1 :].startswith(("bddx", "grumbles")) for p in problems)
    assert checked.refused == 10 and checked.understood == 4


def test_an_error_in_the_second_line_of_a_sentence_points_there(folder: Path) -> None:
    (folder / "b.say").write_text("[two] Label rent if the body contains 'x'\nand the qwertz contains 'y'\n", "utf-8")
    problem = next(p for p in sayso.Project(folder).check().problems if p.kind == "refused")
    assert (problem.line, problem.source[problem.column - 1 :][:6]) == (2, "qwertz")


def test_a_label_that_nothing_votes_for_is_a_finding(folder: Path) -> None:
    (folder / "sayso.toml").write_text(TOML.replace('"work"]', '"work", "love"]'), "utf-8")
    assert any("'love'" in p.message for p in sayso.Project(folder).check().problems)


def test_an_example_that_does_not_hold_is_a_finding(folder: Path) -> None:
    (folder / "a.say").write_text(SAY.replace('yes: "the rent is due"', 'yes: "the rents are due"'), "utf-8")
    problem = next(p for p in sayso.Project(folder).check().problems if p.kind == "example")
    assert problem.line == 6 and "rent-word" in problem.message and "contains 'rent'" in problem.message


def test_an_ambiguous_sentence_runs_only_when_it_is_settled(folder: Path) -> None:
    said = "[amb] rent if the body says 'a' and the body says 'b' or the amount is over 5\n"
    (folder / "b.say").write_text(said, "utf-8")
    checked = sayso.Project(folder).check()
    assert checked.ambiguous == 1 and "amb" not in [f.name for f in checked.functions]
    readings = next(p.message for p in checked.problems if p.kind == "ambiguous").split("\n")[1:]
    (folder / "b.say").write_text(f"{said}    {readings[1]}\n", "utf-8")
    checked = sayso.Project(folder).check()
    assert checked.fine
    settled = next(f for f in checked.functions if f.name == "amb")
    assert f"reads as: {settled.paraphrase}" == readings[1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("row_id", "row_ids"), "row_id"),
        (('files = ["data.csv"]', 'files = ["../../etc/passwd.csv"]'), "outside"),
        (('files = ["data.csv"]', 'files = ["gone.csv"]'), "gone.csv"),
        (('row_id = "id"', 'row_id = "ids"'), "'id'"),
        (('kind = "number"', 'kind = "numbr"'), "numbr"),
    ],
)
def test_a_wrong_configuration_says_what_is_wrong(change: tuple[str, str], told: str, folder: Path) -> None:
    (folder / "sayso.toml").write_text(TOML.replace(*change), "utf-8")
    with pytest.raises(sayso.SaysoError) as caught:
        project = sayso.Project(folder)
        project.check()
        project.data()
    assert told in str(caught.value)


def test_an_empty_data_file_is_named(folder: Path) -> None:
    (folder / "data.csv").write_text("", "utf-8")
    with pytest.raises(sayso.DataError, match=r"data\.csv is empty"):
        sayso.Project(folder).run()


def test_a_full_disk_leaves_nothing_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = sayso.Project(folder).run()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running.manifest, "write", full)
    with pytest.raises(OSError, match="No space left"):
        sayso.Project(folder).run()
    assert [p.name for p in (folder / "runs").iterdir()] == [earlier.folder.name]


def test_a_killed_run_leaves_nothing_under_a_final_name(folder: Path, environment: dict[str, str]) -> None:
    code = f"""
import time, sayso
from sayso.project import running
written = running.manifest.write
def slow(*given, **named):
    print("writing", flush=True)
    time.sleep(60)
    written(*given, **named)
running.manifest.write = slow
sayso.Project({str(folder)!r}).run()
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None and process.stdout.readline().strip() == "writing"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    time.sleep(0.1)
    project = sayso.Project(folder)
    assert project.runs() == []
    assert all(p.name.startswith(".") for p in (folder / "runs").iterdir())
    run = project.run()
    assert [p.name for p in (folder / "runs").iterdir()] == [run.folder.name], "the next run sweeps what was left"


def test_the_report_is_inert(folder: Path) -> None:
    evil = "<script>alert(1)</script>"
    (folder / "b.say").write_text(f'[evil] rent if the body says "{evil}"\n', "utf-8")
    page = (sayso.Project(folder).run().folder / "report.html").read_text("utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_sentence_of_the_example_is_understood_in_one_way() -> None:
    checked = sayso.Project(Path(__file__).parents[2] / "examples" / "clauses").check()
    assert checked.fine, checked.summary()
