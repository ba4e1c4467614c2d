"""The label models that others have made, each as a function: votes in Snorkel's coding and the number of classes to probabilities.

A peer that is not installed is left out (`pip install sayso[bench]` brings Snorkel and crowd-kit; FlyingSquid wants pgmpy, scikit-base
and networkx beside it). Each runs with its defaults; what it needs changed to run at all with today's libraries is changed here.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

Votes = npt.NDArray[np.int64]
Probabilities = npt.NDArray[np.float64]
Peer = Callable[[Votes, int], Probabilities]


class TooSlow(Exception):
    """A peer passed the CPU time that it was given."""


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` once the block has taken so much CPU time."""

    def stop(*_: Any) -> None:
        raise TooSlow(f"over {seconds:.0f} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def snorkel(votes: Votes, k: int, seed: int = 0) -> Probabilities:
    """Snorkel's LabelModel: 100 epochs, uniform balance."""
    from snorkel.labeling.model import LabelModel

    model = LabelModel(cardinality=k, verbose=False)
    model.fit(votes, n_epochs=100, seed=seed, progress_bar=False)
    return np.asarray(model.predict_proba(votes))


def flying_squid(votes: Votes, k: int) -> Probabilities:
    """FlyingSquid's triplets; beyond two classes, each against the rest."""
    from pgmpy import models

    if not hasattr(models, "MarkovModel"):
        models.MarkovModel = models.DiscreteMarkovNetwork
    from flyingsquid.label_model import LabelModel

    def against(chosen: int) -> npt.NDArray[np.float64]:
        signs = np.where(votes == -1, 0, np.where(votes == chosen, 1, -1))
        model = LabelModel(votes.shape[1])
        model.fit(signs, verbose=False)
        return np.asarray(model.predict_proba(signs, verbose=False)[:, 1])

    if k == 2:
        one = against(1)
        return np.stack([1 - one, one], axis=1)
    each = np.maximum(np.stack([against(c) for c in range(k)], axis=1), 1e-9)
    return np.asarray(each / each.sum(axis=1, keepdims=True))


def hyper(votes: Votes, k: int) -> Probabilities:
    """hyperlm's pretrained network; its file is read as what it is, a pickle of that package. It wants no row without votes."""
    import torch
    from hyperlm import HyperLabelModel

    load = torch.load
    torch.load = lambda *a, **options: load(*a, **{**options, "weights_only": False})
    whole, voted = np.full((len(votes), k), 1.0 / k), (votes != -1).any(axis=1)
    try:
        found = np.asarray(HyperLabelModel().infer(votes[voted], return_probs=True))
    finally:
        torch.load = load
    whole[voted] = np.pad(found, ((0, 0), (0, k - found.shape[1])))
    return whole


def _crowd(model: Any) -> Peer:
    def infer(votes: Votes, k: int) -> Probabilities:
        import pandas as pd

        rows, workers = np.nonzero(votes != -1)
        told = pd.DataFrame({"task": rows, "worker": workers, "label": votes[rows, workers]})
        found = model().fit_predict_proba(told)
        whole = np.full((len(votes), k), 1.0 / k)
        whole[np.ix_(found.index.to_numpy(), found.columns.to_numpy())] = found.to_numpy()
        whole[np.setdiff1d(np.arange(len(votes)), rows)] = 1.0 / k
        missing = np.setdiff1d(np.arange(k), found.columns.to_numpy())
        whole[np.ix_(found.index.to_numpy(), missing)] = 0.0
        return whole

    return infer


def _crowd_kit(name: str) -> Peer:
    def make() -> Any:
        from crowdkit import aggregation

        return getattr(aggregation, name)()

    return _crowd(make)


PEERS: dict[str, tuple[str, Peer]] = {
    "Snorkel": ("snorkel", snorkel),
    "FlyingSquid": ("flyingsquid", flying_squid),
    "hyperlm": ("hyperlm", hyper),
    "Dawid-Skene (crowd-kit)": ("crowdkit", _crowd_kit("DawidSkene")),
    "GLAD (crowd-kit)": ("crowdkit", _crowd_kit("GLAD")),
    "MACE (crowd-kit)": ("crowdkit", _crowd_kit("MACE")),
}


def installed() -> dict[str, Peer]:
    """The peers that can run here."""
    warnings.filterwarnings("ignore")
    return {name: peer for name, (package, peer) in PEERS.items() if find_spec(package)}
