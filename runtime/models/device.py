"""Where a model is trained, and in which precision: a CUDA card in bfloat16 where there is one, else the CPU in float32."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Device:
    """What computed a model, as far as it can move the last bits of its weights."""

    device: str
    """ "cuda" or "cpu", as torch calls them."""
    hardware: str
    precision: str
    """ "bfloat16", "float32" or "float64"."""
    threads: int

    def to_dict(self) -> dict[str, str | int]:
        """As plain data, for manifests and digests."""
        return asdict(self)


def chosen() -> Device:
    """The device that torch trains and predicts on.

    On a CPU bfloat16 stays off, also where the processor knows it: it was slower (docs/decisions/0010-end-models.md)."""
    import torch

    if torch.cuda.is_available():
        return Device("cuda", torch.cuda.get_device_name(), "bfloat16", torch.get_num_threads())
    return Device("cpu", processor(), "float32", torch.get_num_threads())


def plain() -> Device:
    """The CPU in float64: what scipy and scikit-learn train on, with as many threads as their libraries use."""
    from threadpoolctl import threadpool_info

    threads = max((int(library["num_threads"]) for library in threadpool_info()), default=1)
    return Device("cpu", processor(), "float64", threads)


def processor() -> str:
    """The processor's name, as far as the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8", "replace").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
