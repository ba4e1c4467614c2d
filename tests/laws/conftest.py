"""What every known sentence compiles to, once a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import known_sentences
import pytest
from golden_topics import Known

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.meaning.compilation import Compilation

SOURCES = [
    *known_sentences.HOME,
    *known_sentences.topics(),
    *(pytest.param(source, marks=pytest.mark.shared) for source in known_sentences.ELSEWHERE),
]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a source is run over each."""
    if "source" in metafunc.fixturenames:
        metafunc.parametrize("source", SOURCES)


@pytest.fixture(scope="session")
def compiler_of(compiler: Compiler) -> Callable[[str], Compiler]:
    """The compiler over the schema of a source."""

    @cache
    def of(source: str) -> Compiler:
        schema = known_sentences.schema(source)
        return compiler if schema is None else Compiler(schema)

    return of


@pytest.fixture(scope="session")
def compiled(compiler_of: Any) -> Callable[[str], dict[Known, Compilation]]:
    """The sentences of a source that compile, with what they compile to."""

    @cache
    def of(source: str) -> dict[Known, Compilation]:
        found = {}
        for known in known_sentences.sentences(source):
            try:
                found[known] = compiler_of(source).compile(known.text, label=known.label)
            except sayso.RationaleError:
                continue
        return found

    return of
