"""Marks, golden files, and the schema that many tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from house import HOUSE

import sayso
from sayso.parser.compiler import Compiler

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the golden files with what comes out now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.exists():
        return
    skip = pytest.mark.skip(reason="needs ../shared, which is beside a founder's checkout only")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/NAME, or write it there with --golden."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--golden"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8"), f"{path} differs; look at it, then `make golden`"

    return compare


@pytest.fixture(scope="session")
def schema() -> sayso.Schema:
    """One column of every kind."""
    return sayso.Schema.from_dict(HOUSE)


@pytest.fixture(scope="session")
def compiler(schema: sayso.Schema) -> Compiler:
    return Compiler(schema)


@pytest.fixture
def environment() -> dict[str, str]:
    """What a subprocess needs to import this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
