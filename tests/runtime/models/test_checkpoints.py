"""A training that was killed goes on where it was, and gives the same model to the bit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_encoder

import sayso
from sayso.grammar.errors import SaysoError
from sayso.runtime.models import calibration
from sayso.runtime.models.checkpoint import Interrupted, Training

ROWS = 240
WORDS = ["rent", "flat", "tenant", "wage", "salary", "office"]
TEXTS = [f"{WORDS[i % 6]} number {i} is {WORDS[(i // 6) % 6]}" for i in range(ROWS)]
SOFT = np.array([[0.9, 0.1] if i % 6 < 3 else [0.2, 0.8] for i in range(ROWS)])
HELD = np.flatnonzero(calibration.held_out(TEXTS))
LABELS = sayso.Labels(SOFT, ("rent", "work"), np.ones(ROWS, dtype=np.bool_))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_encoder.make(tmp_path_factory.mktemp("tiny"), TEXTS, dropout=0.1)


def untrained(tiny: Path, **options: Any) -> sayso.TextClassifier:
    return sayso.TextClassifier(
        tiny, **{"epochs": 2, "learning_rate": 1e-2, "batch_size": 16, "refine": False} | options
    )


@pytest.fixture(scope="module")
def undisturbed(tiny: Path) -> sayso.TextClassifier:
    """A training that nobody stopped and nobody kept."""
    return untrained(tiny).fit(TEXTS, LABELS)


@pytest.fixture(scope="module")
def whole(undisturbed: sayso.TextClassifier) -> dict[str, np.ndarray]:
    """Its weights."""
    return weights(undisturbed)


def weights(classifier: sayso.TextClassifier) -> dict[str, np.ndarray]:
    network: Any = classifier._fitted.network  # type: ignore[union-attr]
    return {name: value.numpy() for name, value in network.state_dict().items()}


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


KILLED = """
import sys, time
sys.path.insert(0, {here!r})
import test_checkpoints as test
from pathlib import Path
def progress(done, of, word):
    print(done, flush=True)
    if done == {stop}:
        time.sleep(60)
test.untrained(Path({tiny!r})).fit(test.TEXTS, test.LABELS, progress=progress, checkpoints={kept!r}, checkpoint_minutes=0)
"""


def started(tiny: Path, kept: Path, stop: int, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A process that trains, keeps each step, and waits at one of them."""
    here = str(Path(__file__).parent)
    code = KILLED.format(here=here, tiny=str(tiny), kept=str(kept), stop=stop)
    path = os.pathsep.join([environment["PYTHONPATH"], str(Path(__file__).parents[2] / "support")])
    given = {**environment, "PYTHONPATH": path}
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=given)
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == str(stop):
            return process
    raise AssertionError("the training ended before it could be stopped")


def resumed(tiny: Path, kept: Path) -> tuple[sayso.TextClassifier, list[int]]:
    steps: list[int] = []
    classifier = untrained(tiny).fit(
        TEXTS, LABELS, progress=lambda done, of, word: steps.append(done), checkpoints=kept, checkpoint_minutes=0
    )
    return classifier, steps


def test_a_killed_training_goes_on_and_gives_the_same_bits(
    tiny: Path, tmp_path: Path, whole: dict[str, np.ndarray], environment: dict[str, str]
) -> None:
    process = started(tiny, tmp_path / "kept", 20, environment)  # in the second epoch of 14 steps
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    classifier, steps = resumed(tiny, tmp_path / "kept")
    assert steps[0] == 20, "19 steps were kept"
    assert same(weights(classifier), whole)
    again, steps = resumed(tiny, tmp_path / "kept")
    assert len(steps) == 1, "a training that is done is not done again"
    assert same(weights(again), whole)


@pytest.fixture
def heeding_ctrl_c() -> Iterator[None]:
    """As in a terminal, also where the tests run behind a shell that ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding_ctrl_c")
def test_ctrl_c_keeps_the_step_that_was_under_way_and_says_how_to_go_on(
    tiny: Path, tmp_path: Path, whole: dict[str, np.ndarray]
) -> None:
    def press(done: int, of: int, word: str) -> None:
        if done == 10:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(
        Interrupted, match=r"stopped after step 10; .*training-[0-9a-f]+\.safetensors keeps the training"
    ):
        untrained(tiny).fit(TEXTS, LABELS, progress=press, checkpoints=tmp_path / "kept")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    classifier, steps = resumed(tiny, tmp_path / "kept")
    assert steps[0] == 11 and same(weights(classifier), whole)


def test_another_training_is_not_taken_for_this_one(tiny: Path, tmp_path: Path) -> None:
    def file(texts: list[str], labels: Any, **options: Any) -> Path | None:
        return untrained(tiny, epochs=1, **options).fit(texts, labels, checkpoints=tmp_path / "kept").checkpoint_

    few, soft = TEXTS[:40], SOFT[:40]
    labels = sayso.Labels(soft, ("rent", "work"), np.ones(40, dtype=np.bool_))
    moved = sayso.Labels(np.roll(soft, 1, axis=0), ("rent", "work"), np.ones(40, dtype=np.bool_))
    renamed = sayso.Labels(soft, ("rent", "play"), np.ones(40, dtype=np.bool_))
    files = [file(few, labels), file(few[::-1], labels), file(few, moved), file(few, renamed)]
    files += [file(few, labels, random_state=1), file(few, labels, learning_rate=1e-3)]
    assert len(set(files)) == 6 and file(few, labels) == files[0]
    network = next(tiny.glob("*.safetensors"))
    before = network.read_bytes()
    try:
        network.write_bytes(before[:-4] + bytes(4))
        assert file(few, labels) not in files, "other weights to begin with"
    finally:
        network.write_bytes(before)


def test_a_checkpoint_holds_no_code_and_a_broken_one_is_named(tiny: Path, tmp_path: Path) -> None:
    classifier = untrained(tiny, epochs=1).fit(
        TEXTS[:40], LABELS.probabilities[:40], classes=["rent", "work"], checkpoints=tmp_path
    )
    file = classifier.checkpoint_
    assert file is not None and [path for path in tmp_path.iterdir()] == [file]
    data = file.read_bytes()
    header = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])
    assert {entry["dtype"] for name, entry in header.items() if name != "__metadata__"} <= {"F32", "I64", "U8"}
    file.write_bytes(data[:2000])
    with pytest.raises(SaysoError, match=f"{file.name} cannot be read; remove it"):
        untrained(tiny, epochs=1).fit(
            TEXTS[:40], LABELS.probabilities[:40], classes=["rent", "work"], checkpoints=tmp_path
        )


def test_a_write_that_fails_leaves_the_last_checkpoint(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced = os.replace
    times: list[float] = []

    def full(*given: Any) -> None:
        times.append(time.monotonic())
        if len(times) > 3:
            raise OSError(28, "No space left on device")
        replaced(*given)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        untrained(tiny).fit(TEXTS, LABELS, checkpoints=tmp_path, checkpoint_minutes=0)
    monkeypatch.undo()
    assert [path.suffix for path in tmp_path.iterdir()] == [".safetensors"]
    assert resumed(tiny, tmp_path)[1][0] == 4


def test_the_temperature_is_in_the_weights_that_plain_transformers_loads(
    undisturbed: sayso.TextClassifier, tmp_path: Path
) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    fitted: Any = undisturbed._fitted
    assert abs(fitted.temperature - 1) > 0.02
    folder = undisturbed.save(tmp_path / "model")
    network = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    with torch.no_grad():
        said = network(**tokenizer(TEXTS[:1], return_tensors="pt")).logits.softmax(dim=1)
    np.testing.assert_allclose(said.numpy(), undisturbed.predict_proba(TEXTS[:1]), atol=1e-5)
    cooled = calibration.temperature(fitted._log_odds([TEXTS[i] for i in HELD]), SOFT[HELD])
    assert cooled == pytest.approx(1.0, abs=0.01), "on the held-out rows nothing is left to gain"


def test_the_weights_of_the_best_epoch_are_taken() -> None:
    import torch

    training = Training(torch.nn.Linear(1, 1, bias=False), None, None)
    for weight, loss in ((1.0, 0.5), (2.0, 0.4), (3.0, 0.45), (4.0, 0.41)):
        torch.nn.init.constant_(training.network.weight, weight)
        training.judge(loss)
    assert training.worse == 2
    training.take_best()
    assert training.network.weight.item() == 2.0
