"""Sayso on Spark: `pip install 'sayso[spark]'`, and Java 17."""

from sayso.runtime.spark import apply, votes

__all__ = ["apply", "votes"]
