"""Sayso trains a classifier on an expert's say-so.

Plain sentences become labeling functions, run over millions of rows, are weighed against each other without gold labels, and
train a classifier; every label can be traced back to the words that gave it. Names are loaded when first used, so that
`import sayso` is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sayso.grammar.errors import DataError, ProjectError, RationaleError, SaysoError, SchemaError
    from sayso.grammar.function import LabelingFunction
    from sayso.grammar.schema import Column, Schema
    from sayso.parser.compiler import Compiler
    from sayso.parser.meaning.compilation import Compilation
    from sayso.project import Project
    from sayso.runtime.apply import apply
    from sayso.runtime.corpus import Corpus
    from sayso.runtime.differences import differences
    from sayso.runtime.explaining import explain, plan
    from sayso.runtime.label_model import LabelModel, MajorityVote
    from sayso.runtime.labels import Labels
    from sayso.runtime.models import TextClassifier
    from sayso.runtime.python_functions import labeling_function
    from sayso.runtime.trace import Trace
    from sayso.runtime.votes import Votes

_WHERE = {
    "SaysoError": "grammar.errors",
    "SchemaError": "grammar.errors",
    "DataError": "grammar.errors",
    "ProjectError": "grammar.errors",
    "RationaleError": "grammar.errors",
    "Schema": "grammar.schema",
    "Column": "grammar.schema",
    "LabelingFunction": "grammar.function",
    "Compiler": "parser.compiler",
    "Compilation": "parser.meaning.compilation",
    "apply": "runtime.apply",
    "Corpus": "runtime.corpus",
    "Votes": "runtime.votes",
    "differences": "runtime.differences",
    "explain": "runtime.explaining",
    "plan": "runtime.explaining",
    "labeling_function": "runtime.python_functions",
    "LabelModel": "runtime.label_model",
    "MajorityVote": "runtime.label_model",
    "Labels": "runtime.labels",
    "TextClassifier": "runtime.models",
    "Trace": "runtime.trace",
    "Project": "project",
}

__version__ = "0.1.0"
__all__ = [
    "Column",
    "Compilation",
    "Compiler",
    "Corpus",
    "DataError",
    "LabelModel",
    "LabelingFunction",
    "Labels",
    "MajorityVote",
    "Project",
    "ProjectError",
    "RationaleError",
    "SaysoError",
    "Schema",
    "SchemaError",
    "TextClassifier",
    "Trace",
    "Votes",
    "apply",
    "differences",
    "explain",
    "labeling_function",
    "plan",
]


def __getattr__(name: str) -> Any:
    """Load a name of the front door when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"module 'sayso' has no attribute {name!r}")
    value = getattr(importlib.import_module(f"sayso.{_WHERE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
