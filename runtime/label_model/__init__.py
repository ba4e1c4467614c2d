"""How far to trust each function: votes to labels with probabilities. Names are loaded when first used: scikit-learn is slow to import."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.runtime.label_model.advice import Advice, advise
    from sayso.runtime.label_model.anchored import LabelModel
    from sayso.runtime.label_model.by_hand import Clash
    from sayso.runtime.label_model.contributions import Contribution, Contributions
    from sayso.runtime.label_model.drift import Snapshot
    from sayso.runtime.label_model.majority import MajorityVote
    from sayso.runtime.label_model.patterns import Patterns, collapse, merge
    from sayso.runtime.label_model.weighing import Weighing

_WHERE = {
    "Advice": "advice",
    "Clash": "by_hand",
    "Contribution": "contributions",
    "Contributions": "contributions",
    "LabelModel": "anchored",
    "MajorityVote": "majority",
    "Patterns": "patterns",
    "Snapshot": "drift",
    "Weighing": "weighing",
    "advise": "advice",
    "collapse": "patterns",
    "merge": "patterns",
}

__all__ = [
    "Advice",
    "Clash",
    "Contribution",
    "Contributions",
    "LabelModel",
    "MajorityVote",
    "Patterns",
    "Snapshot",
    "Weighing",
    "advise",
    "collapse",
    "merge",
]


def __getattr__(name: str) -> Any:
    """Load a name when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'sayso.runtime.label_model' has no attribute {name!r}")
    return getattr(importlib.import_module(f"sayso.runtime.label_model.{_WHERE[name]}"), name)
