"""Loads every family of predicates, so that its forms and readers are registered."""

from __future__ import annotations

import importlib
from importlib.resources import files


def load() -> None:
    """Import all modules of `sayso.grammar.predicates` and the frame."""
    importlib.import_module("sayso.grammar.frame")
    for file in sorted(files("sayso.grammar.predicates").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".py") and file.name != "__init__.py":
            importlib.import_module(f"sayso.grammar.predicates.{file.name.removesuffix('.py')}")
