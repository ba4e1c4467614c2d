"""A training kept on disk while it goes on, so that a killed one goes on where it was, to the same bits.

One safetensors file holds all of it: weights, the best weights so far, the optimizer, the schedule, the random numbers, the step.
Its name is the digest of everything that determines the training, so that no other training takes it for its own."""

from __future__ import annotations

import hashlib
import json
import math
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.grammar.errors import SaysoError

MINUTES = 5.0
_STEP, _OPTIMIZER, _BEST, _NETWORK = "step", "optimizer/", "best/", "network/"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in a training that is kept: its message says where, and how to go on."""

    def __init__(self, step: int, file: Path) -> None:
        super().__init__(f"stopped after step {step}; {file} keeps the training, and the same fit goes on there")
        self.step = step


@dataclass(frozen=True)
class Checkpoints:
    """Where trainings are kept, and how often they are written."""

    folder: Path
    minutes: float = MINUTES
    """Between two of them; the end of an epoch is kept in any case."""

    def file(self, digest: str) -> Path:
        """Where the training of that digest lies."""
        return self.folder / f"training-{digest[:32]}.safetensors"


def remove(file: Path) -> None:
    """Remove a kept training, and what a writer that was killed left of it."""
    for left in (file, *file.parent.glob(f".{file.name}.*")):
        left.unlink(missing_ok=True)


@dataclass
class Training:
    """A training under way: what moves from step to step."""

    network: Any
    optimizer: Any
    schedule: Any
    step: int = 0
    best: dict[str, Any] = field(default_factory=dict)
    """The network's weights after the epoch that did best on held-out rows; empty before there is one."""
    best_loss: float = math.inf
    worse: int = 0
    """Epochs since the best one."""

    def judge(self, loss: float) -> None:
        """Keep the weights where no epoch did better on the held-out rows."""
        self.worse += 1
        if loss < self.best_loss:
            self.best_loss, self.worse = loss, 0
            self.best = {name: weight.detach().clone() for name, weight in self.network.state_dict().items()}

    def take_best(self) -> None:
        """Give the network the weights of its best epoch, where one was judged."""
        if self.best:
            self.network.load_state_dict(self.best)


def keeper(file: Path, training: Training, minutes: float) -> Callable[[bool], None]:
    """What is to be called after each step, told whether an epoch ends: it writes the training when it is time to.

    A training that the file keeps is taken up first. Raises `SaysoError` where the file cannot be read; what is called
    raises `Interrupted` where somebody pressed Ctrl-C."""
    if file.exists():
        _read(training, file)
    written = time.monotonic()

    def keep(epoch_ends: bool) -> None:
        nonlocal written
        stopping = bool(_asked)
        if epoch_ends or stopping or time.monotonic() - written >= 60 * minutes:
            _write(training, file)
            written = time.monotonic()
        if stopping:
            raise Interrupted(training.step, file)

    return keep


_asked: list[bool] = []


@contextmanager
def stopping_between_steps(checkpoints: Checkpoints | None) -> Iterator[None]:
    """Ctrl-C waits for the end of a step, so that what is kept is whole; a second one does not wait.

    Left alone where nothing is kept, where somebody else handles Ctrl-C, and in other threads than the first."""
    ours = checkpoints is not None and threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return

    def note(*_: Any) -> None:
        if _asked:
            raise KeyboardInterrupt
        _asked.append(True)

    signal.signal(signal.SIGINT, note)
    try:
        yield
        if _asked:  # after the last step
            raise KeyboardInterrupt
    finally:
        _asked.clear()
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _write(training: Training, file: Path) -> None:
    """Write the training whole or not at all."""
    from safetensors.torch import save_file

    state = training.optimizer.state_dict()
    tensors = {_NETWORK + name: weight for name, weight in training.network.state_dict().items()}
    tensors |= {_BEST + name: weight for name, weight in training.best.items()}
    for number, of in state["state"].items():
        tensors |= {f"{_OPTIMIZER}{number}/{name}": value for name, value in of.items()}
    tensors |= _random_numbers()
    told = {
        _STEP: training.step,
        "best_loss": training.best_loss,
        "worse": training.worse,
        "groups": state["param_groups"],
        "schedule": {k: v for k, v in training.schedule.state_dict().items() if k != "lr_lambdas"},
    }
    alone = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        save_file(alone, temporary, metadata={"training": json.dumps(told)})
        with temporary.open("rb") as handle:
            os.fsync(handle.fileno())
        os.replace(temporary, file)
    finally:
        temporary.unlink(missing_ok=True)


def _read(training: Training, file: Path) -> None:
    """Put the training where it was."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="pt") as opened:
            told = json.loads((opened.metadata() or {})["training"])
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        _restore(training, tensors, told)
    except (SafetensorError, RuntimeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise SaysoError(f"{file} cannot be read; remove it to train from the start: {error}") from None


def _restore(training: Training, tensors: dict[str, Any], told: dict[str, Any]) -> None:
    def under(start: str) -> dict[str, Any]:
        return {name.removeprefix(start): value for name, value in tensors.items() if name.startswith(start)}

    device = training.network.device
    training.network.load_state_dict(under(_NETWORK))
    training.best = {name: weight.to(device) for name, weight in under(_BEST).items()}
    state: dict[int, dict[str, Any]] = {}
    for name, value in under(_OPTIMIZER).items():
        number, _, what = name.partition("/")
        state.setdefault(int(number), {})[what] = value
    training.optimizer.load_state_dict({"state": state, "param_groups": told["groups"]})
    lambdas = training.schedule.state_dict()["lr_lambdas"]
    training.schedule.load_state_dict(told["schedule"] | {"lr_lambdas": lambdas})
    training.step, training.best_loss, training.worse = told[_STEP], told["best_loss"], told["worse"]
    _set_random_numbers(tensors)


def _random_numbers() -> dict[str, Any]:
    """The states of torch's random numbers, which dropout draws from."""
    import torch

    states = {"random/cpu": torch.get_rng_state()}
    if torch.cuda.is_available():
        states["random/cuda"] = torch.cuda.get_rng_state()
    return states


def _set_random_numbers(tensors: dict[str, Any]) -> None:
    import torch

    torch.set_rng_state(tensors["random/cpu"])
    if torch.cuda.is_available():
        torch.cuda.set_rng_state(tensors["random/cuda"])


def digest(*parts: Any, files: Sequence[Path] = ()) -> str:
    """A SHA-256 of texts, bytes and plain data, in order, and of whole files."""
    sha = hashlib.sha256()
    for part in parts:
        given = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True, default=str).encode()
        sha.update(len(given).to_bytes(8, "big"))
        sha.update(given)
    for file in files:
        with file.open("rb") as opened:
            sha.update(hashlib.file_digest(opened, "sha256").digest())
    return sha.hexdigest()
