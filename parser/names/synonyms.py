"""Names that mean the same column to most people: "amount; sum; total"."""

from __future__ import annotations

from importlib.resources import files


def synonyms() -> list[frozenset[str]]:
    """Groups of column names that mean the same, from the lexicon."""
    lines = (files("sayso.grammar.lexicon") / "columns.synonyms").read_text("utf-8").splitlines()
    return [frozenset(name.strip() for name in line.split(";")) for line in lines if line and line[0] != "#"]
