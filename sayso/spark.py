"""Sayso on Spark: `pip install 'sayso[spark]'`, and Java 17."""

from sayso.runtime.spark import apply, patterns, votes

__all__ = ["apply", "patterns", "votes"]
