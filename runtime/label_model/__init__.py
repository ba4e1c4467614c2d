"""How far to trust each function: votes to labels with probabilities."""

from sayso.runtime.label_model.anchored import Contribution, Contributions, LabelModel
from sayso.runtime.label_model.majority import MajorityVote

__all__ = ["Contribution", "Contributions", "LabelModel", "MajorityVote"]
