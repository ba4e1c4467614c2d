"""Every alternative of the grammar has a reader that takes what the alternative passes on."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from sayso.grammar.context import Alternatives
from sayso.grammar.forms import READERS
from sayso.parser.compiler import Compiler
from sayso.parser.completing import foresight


@pytest.fixture(autouse=True)
def _many(monkeypatch: pytest.MonkeyPatch) -> None:
    """More combinations of sample meanings than an editor has time for."""
    monkeypatch.setattr(foresight, "COMBINATIONS", 100)


def test_every_reader_takes_the_values_of_its_alternatives(compiler: Compiler) -> None:
    """Sample meanings of the parts of each alternative are bound to its reader's signature."""
    samples = compiler.samples
    wrong, tried = set(), 0
    for rules in compiler.grammar.rules.values():
        for rule in rules:
            if not rule.alias:
                continue
            for children in samples.rest(rule, 0):
                values: list[Any] = []
                for value in children:
                    values += value.values if type(value).__name__ == "Spliced" else [] if value is None else [value]
                tried += 1
                try:
                    inspect.signature(READERS[rule.alias]).bind(None, *values)
                except TypeError as error:
                    wrong.add(f"{rule.origin} -> {' '.join(rule.symbols)} ({rule.alias}): {error}")
    assert tried > 2000
    assert wrong == set()


def test_no_reader_raises_on_the_samples_of_its_alternatives(compiler: Compiler) -> None:
    """What the grammar lets through may mean nothing (None), but never raises."""
    samples, wrong = compiler.samples, set()
    for rules in compiler.grammar.rules.values():
        for rule in rules:
            for children in samples.rest(rule, 0) if rule.alias else ():
                values: list[Any] = []
                for value in children:
                    values += value.values if type(value).__name__ == "Spliced" else [] if value is None else [value]
                try:
                    made = READERS[rule.alias](samples.sampler.context, *values)
                except Exception as error:  # noqa: BLE001 - whatever it is, it would be a crash
                    wrong.add(f"{rule.origin} -> {' '.join(rule.symbols)} ({rule.alias}): {error!r}")
                else:
                    assert not isinstance(made, Alternatives) or made.choices
    assert wrong == set()
