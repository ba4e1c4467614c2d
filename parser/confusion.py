"""No reading: what to type instead."""
from __future__ import annotations
from typing import Any
from sayso.grammar.errors import RationaleError


def unknown_label(sentence: str, label: str, schema: Any) -> RationaleError:
    return RationaleError(f"there is no label '{label}'")


def explain(compiler: Any, sentence: str, label: str | None, attempt: Any, deadline: float) -> RationaleError:
    return RationaleError("not understood: no condition, because when if; label column list", sentence=sentence)
