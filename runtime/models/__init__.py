"""What is shipped: end models."""

from sayso.runtime.models.text_classifier import TextClassifier

__all__ = ["TextClassifier"]
