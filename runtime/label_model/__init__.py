"""How far to trust each function: votes to labels with probabilities."""

from sayso.runtime.label_model.advice import Advice, advise
from sayso.runtime.label_model.anchored import LabelModel
from sayso.runtime.label_model.by_hand import Clash
from sayso.runtime.label_model.contributions import Contribution, Contributions
from sayso.runtime.label_model.drift import Snapshot
from sayso.runtime.label_model.majority import MajorityVote
from sayso.runtime.label_model.patterns import Patterns, collapse, merge

__all__ = [
    "Advice",
    "Clash",
    "Contribution",
    "Contributions",
    "LabelModel",
    "MajorityVote",
    "Patterns",
    "Snapshot",
    "advise",
    "collapse",
    "merge",
]
