"""End models: what is shipped, trained on probabilistic labels."""

from sayso.runtime.models.text_classifier import TextClassifier

__all__ = ["TextClassifier"]
