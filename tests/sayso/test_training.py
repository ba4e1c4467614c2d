"""End models of a project: the quick one first, kept when the slow one is stopped; numbers and vectors in the place of texts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import tiny_encoder
from letters import TOML, write

import sayso
from sayso.audit import cards
from sayso.audit.page import Options
from sayso.audit.record import Record
from sayso.project import training
from sayso.project.auditing import audit
from sayso.project.comparing import compare
from sayso.project.exporting import write_predictions
from sayso.project.reproducing import reproduce
from sayso.project.trying import tried
from sayso.project.what_if import Without, what_if

SAY = '[rent] rent if the body mentions "rent"\n\n[work] work if the body mentions "salary"\n'
WITH_CTRL_C = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from sayso.cli import main; main()"
)


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    write(tmp_path)
    bodies = pd.read_csv(tmp_path / "data.csv")["body"].tolist()
    tiny = tiny_encoder.make(tmp_path / "tiny", bodies, dropout=0.1)
    models = f'models = [{json.dumps(str(tiny))}, "linear"]\nepochs = 60'
    (tmp_path / "sayso.toml").write_text(TOML.replace('models = ["linear"]', models), "utf-8")
    (tmp_path / "a.say").write_text(SAY, "utf-8")
    return tmp_path


@pytest.fixture
def started(letters: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """`sayso run`, the encoder's training under way."""
    given = [sys.executable, "-u", "-c", WITH_CTRL_C, "run", str(letters)]
    process = subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    assert process.stdout is not None
    for line in process.stdout:
        if "tiny: step 18 of 180" in line:
            break
    yield process
    process.kill()
    process.wait()


def checkpoints(folder: Path) -> list[Path]:
    return list((folder / ".sayso" / "checkpoints").glob("*"))


def test_ctrl_c_keeps_the_linear_model_and_the_next_run_goes_on(letters: Path, started: subprocess.Popen[str]) -> None:
    started.send_signal(signal.SIGINT)
    said, _ = started.communicate(timeout=60)
    assert started.returncode == 130, said
    assert "the same `sayso run` goes on with it" in said.splitlines()[-1]
    project = sayso.Project(letters)
    run = project.last_run()
    assert [path.name for path in (run / "model").iterdir()] == ["linear"]
    assert "was stopped after step" in json.loads((run / "manifest.json").read_text("utf-8"))["facts"]["stopped"]
    assert set(project.why("r1").end_models) == {"linear"}
    assert len(checkpoints(letters)) == 1 and (letters / ".sayso" / ".gitignore").read_text("utf-8") == "*\n"
    told: list[str] = []
    second = project.run(tell=told.append)
    stopped = int(said.rpartition("after step ")[2].split()[0])
    steps = [int(line.split(" step ")[1].split()[0]) for line in told if "tiny: step" in line]
    assert steps and steps[0] > stopped, "the steps that were kept are not done again"
    assert {path.name for path in (second.folder / "model").iterdir()} == {"linear", "custom"}
    assert not second.interrupted and checkpoints(letters) == []


def test_a_killed_run_goes_on_too(letters: Path, started: subprocess.Popen[str]) -> None:
    started.send_signal(signal.SIGKILL)
    started.wait()
    assert sayso.Project(letters).runs() == []
    told: list[str] = []
    sayso.Project(letters).run(tell=told.append)
    assert not any("step 9 of 180" in line for line in told), "an epoch of 3 steps, and each is kept"
    assert any("step 180 of 180" in line for line in told)
    assert checkpoints(letters) == []


def test_the_linear_models_score_is_told_before_the_encoder_is_trained(
    letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = sayso.TextClassifier.fit

    def stop(self: Any, *given: Any, **named: Any) -> Any:
        if self.model != "linear":
            raise KeyboardInterrupt
        return fit(self, *given, **named)

    monkeypatch.setattr(sayso.TextClassifier, "fit", stop)
    told: list[str] = []
    run = sayso.Project(letters).run(tell=told.append)
    scored = next(i for i, line in enumerate(told) if line.startswith("  linear: accuracy 0.917"))
    assert scored < next(i for i, line in enumerate(told) if "tiny model" in line)
    assert "stopped before anything of it was kept" in run.interrupted
    assert [s.name for s in run.scores] == ["majority vote", "label model", "linear"]
    with pytest.raises(KeyboardInterrupt, match="stopped before anything"):
        sayso.Project(letters).run(models=(str(letters / "tiny"),))
    assert len(sayso.Project(letters).runs()) == 1, "without any model there is no run folder"


def test_what_others_left_long_ago_is_removed_and_what_is_recent_is_kept(letters: Path) -> None:
    folder = letters / ".sayso" / "checkpoints"
    folder.mkdir(parents=True)
    old, new = folder / "training-1.safetensors", folder / "training-2.safetensors"
    for file in (old, new):
        file.write_bytes(b"")
    os.utime(old, (1e9, 1e9))
    training.forget(sayso.Project(letters), training.Trained(training.Reader("body", None)))
    assert checkpoints(letters) == [new]


IMAGES = """
labels = ["cat", "dog"]
[data]
files = ["images.parquet"]
row_id = "id"
split = "split"
gold = "gold"
[columns.embedding]
kind = "vector"
[columns.width]
kind = "number"
[columns.brightness]
kind = "score"
[columns.animal]
kind = "box"
[columns.basket]
kind = "box"
[columns.place]
kind = "category"
[end_model]
features = ["embedding", "brightness"]
"""
SEEN = "[in] cat if the animal is inside the basket\n\n[out] dog if the animal is left of the basket and the width is over 10\n"


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Pictures of a cat in the basket, or of a dog beside it, with an embedding that tells them apart."""
    random = np.random.default_rng(0)
    cat = np.arange(100) % 2 == 0
    frame = pd.DataFrame({"id": [f"i{i}" for i in range(100)], "gold": np.where(cat, "cat", "dog")})
    frame["split"] = ["test" if i % 5 == 0 else "train" for i in range(100)]
    frame["embedding"] = [
        None if i == 3 else (random.normal(0, 0.2, 6) + (1 if c else -1)).tolist() for i, c in enumerate(cat)
    ]
    frame["brightness"] = [None if i in (1, 2) else float(i) for i in range(100)]
    frame["width"] = 20
    frame["animal"] = [[12, 12, 18, 18] if c else [0, 12, 5, 18] for c in cat]
    frame["basket"] = [[10, 10, 20, 20]] * 100
    frame["place"] = "home"
    frame.to_parquet(tmp_path / "images.parquet")
    (tmp_path / "sayso.toml").write_text(IMAGES, "utf-8")
    (tmp_path / "a.say").write_text(SEEN, "utf-8")
    return tmp_path


def test_an_image_project_without_a_text_runs_from_end_to_end(images: Path, environment: dict[str, str]) -> None:
    run = [sys.executable, "-c", "from sayso.cli import main; main()", "run"]
    done = subprocess.run(run, cwd=images, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "linear: accuracy 1.000" in done.stdout
    assert "1 rows have no whole 'embedding', the first 'i3': they take the column's mean" in done.stdout
    assert "2 rows have no whole 'brightness', the first 'i1'" in done.stdout
    project = sayso.Project(images)
    assert project.check().fine
    assert tried(project.compiler.compile("cat if the animal is inside the basket").best, project).hits == 40
    assert "The trained linear model agrees: cat" in str(project.why("i6"))
    assert project.why("i3").end_models["linear"][0] in ("cat", "dog"), "a row whose vector is missing"
    manifest = json.loads((project.last_run() / "manifest.json").read_text("utf-8"))
    assert manifest["end models trained on"]["linear"]["precision"] == "float64"
    assert manifest["facts"]["missing numbers filled in for the linear model"] == 8
    assert not (images / ".sayso").exists(), "only an encoder's training is kept"


def test_all_is_told_of_a_project_without_a_text(images: Path) -> None:
    sayso.Project(images).run()
    project = sayso.Project(images)
    run = project.last_run()
    near = project.why_predicted(row="i6")
    assert near.label == "cat" and near.by == "columns" and near.compared == near.trained == 80
    vectors = pd.read_parquet(images / "images.parquet").set_index("id")["embedding"]
    assert [n.reasons.label for n in near.neighbours] == ["cat"] * 5
    assert all(np.dot(vectors["i6"], vectors[n.reasons.row]) > 0 for n in near.neighbours if n.reasons.row != "i3")
    with pytest.raises(sayso.ProjectError, match="reads no text, but embedding, brightness: ask about a row"):
        project.why_predicted(text="a cat")
    page, facts = audit(project, run, Options(protect=("place",)))
    assert "columns embedding, brightness" in page and facts["intact"]
    assert "home 100% of 80 rows" in facts["protected column place"]
    without = what_if(project, run, Without(rationales=("out",)))
    assert without.voted == 40 and "linear" in without.scores and str(without)
    assert reproduce(sayso.Project(images), run, tell=lambda line: None).equal
    assert cards.model_card(Record.of(run)).count("embedding, brightness") == 1
    assert "cat -> " in str(compare(project, run.name, str(edited(images))))


def edited(images: Path) -> Path:
    """The same sentences elsewhere, one of which says the opposite."""
    other = images / "other" / "a.say"
    other.parent.mkdir()
    other.write_text(SEEN.replace("[in] cat", "[in] dog"), "utf-8")
    return other


def test_new_rows_are_labelled_by_the_columns_that_the_model_learned_from(images: Path) -> None:
    model = sayso.Project(images).run().folder / "model" / "linear"
    for name in ("p.csv", "p.parquet"):
        facts = write_predictions(model, images / "images.parquet", images / name, "")
        assert facts["rows"] == 100
    told = pd.read_csv(images / "p.csv")
    assert (told["predicted label"] == np.where(np.arange(100) % 2 == 0, "cat", "dog")).sum() >= 98
    assert json.loads(told["animal"][0]) == [12, 12, 18, 18]
    with pytest.raises(sayso.DataError, match="no column 'embedding'"):
        frame = pd.read_parquet(images / "images.parquet").drop(columns="embedding")
        frame.to_parquet(images / "less.parquet")
        write_predictions(model, images / "less.parquet", images / "q.csv", "")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('features = ["embedding", "brightness"]', ""), "no column is a text, so name the columns"),
        (
            ('"embedding", "brightness"', '"embeding"'),
            "'embeding' is not under .columns.*: embedding, width, brightness",
        ),
        (('"embedding", "brightness"', '"place"'), "'place' is a category"),
        (('["embedding", "brightness"]', '"embedding"'), "features names columns, as features"),
        (("[end_model]", '[end_model]\nmodels = ["encoder"]'), '"encoder" reads a text'),
    ],
)
def test_features_that_cannot_be_are_refused(change: tuple[str, str], said: str, images: Path) -> None:
    (images / "sayso.toml").write_text(IMAGES.replace(*change), "utf-8")
    with pytest.raises(sayso.ProjectError, match=said):
        sayso.Project(images).run()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("embedding", [1.0, 2.0], "column 'embedding': 2 numbers where others have 6"),
        ("brightness", float("inf"), "column 'brightness': an infinite number"),
        ("embedding", [float("inf")] + [1.0] * 5, "column 'embedding': an infinite number"),
    ],
)
def test_a_value_that_does_not_fit_is_named_by_row_and_column(column: str, value: Any, said: str, images: Path) -> None:
    frame = pd.read_parquet(images / "images.parquet")
    frame.at[8, column] = value
    frame.to_parquet(images / "images.parquet")
    with pytest.raises(sayso.DataError, match=f"row 6, {said}"):  # row 8 of all, 6 of train
        sayso.Project(images).run()


COUPLES = """
labels = ["married", "not married"]
default_text = "sentence"
[data]
files = ["couples.csv"]
row_id = "id"
[columns.sentence]
kind = "text"
[columns.person1]
kind = "span"
start = "start1"
end = "end1"
[columns.person2]
kind = "span"
start = "start2"
end = "end2"
[end_model]
models = ["linear"]
"""
COUPLES_SAY = (
    '[wed] married if "married" appears between person1 and person2\n\n'
    '[met] not married if "met" appears between person1 and person2\n'
)


def couple(number: int) -> dict[str, Any]:
    """A sentence on four people, two of whom are meant; only what stands between those two tells."""
    first, second = ("married", "met") if number % 4 < 2 else ("met", "married")
    sentence = f"Ann{number} {first} Bob{number}, and Cleo{number} {second} Dan{number}."
    names = (f"Ann{number}", f"Bob{number}") if number % 2 else (f"Cleo{number}", f"Dan{number}")
    starts = [sentence.index(name) for name in names]
    ends = [start + len(name) for start, name in zip(starts, names, strict=True)]
    said = {"id": f"c{number}", "sentence": sentence, "wed": (first if number % 2 else second) == "married"}
    return said | {"start1": starts[0], "end1": ends[0], "start2": starts[1], "end2": ends[1]}


def test_a_model_of_marked_pairs_is_told_which_pair_is_meant(tmp_path: Path) -> None:
    rows = pd.DataFrame([couple(i) for i in range(120)])
    rows[:80].drop(columns="wed").to_csv(tmp_path / "couples.csv", index=False)
    rows[80:].drop(columns="wed").to_csv(tmp_path / "new.csv", index=False)
    (tmp_path / "sayso.toml").write_text(COUPLES, "utf-8")
    (tmp_path / "a.say").write_text(COUPLES_SAY, "utf-8")
    project = sayso.Project(tmp_path)
    run = project.run()
    write_predictions(run.folder / "model" / "linear", tmp_path / "new.csv", tmp_path / "said.csv", "")
    said = pd.read_csv(tmp_path / "said.csv")["predicted label"] == "married"
    assert (said.to_numpy() == rows[80:]["wed"].to_numpy()).mean() > 0.95
    assert project.why("c3").end_models["linear"][0] == ("married" if rows["wed"][3] else "not married")
