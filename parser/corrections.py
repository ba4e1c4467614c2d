"""Misspelled words: corrected where exactly one correction makes the sentence compile, and then shown."""
from __future__ import annotations
from typing import Any


def correct(compiler: Any, sentence: str, label: str | None, attempt: Any, deadline: float) -> Any:
    return None
