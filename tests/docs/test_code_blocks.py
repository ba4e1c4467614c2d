"""The Python blocks of README and docs run, in order, as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("page", ["README.md", "docs/flow.md"])
def test_python_blocks_run(page: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.S)
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)  # our own pages


def test_readme_shows_what_explain_prints() -> None:
    from typer.testing import CliRunner

    from sayso.cli import app

    readme = (ROOT / "README.md").read_text("utf-8")
    typed = "label employment if the title contains 'employment'"
    printed = CliRunner().invoke(app, ["explain", typed, "-p", str(ROOT / "docs")]).stdout
    shown = [line for line in printed.splitlines() if line and not line.startswith("(no ")]
    for line in shown:
        assert line.rstrip() in readme


def test_doctests_hold() -> None:
    import doctest
    import importlib

    modules = [
        "grammar.schema",
        "grammar.units",
        "grammar.predicates.items",
        "parser.tokens",
        "parser.inflection",
        "parser.nominals",
    ]
    modules += ["parser.counting", "parser.kinds", "parser.wanting", "parser.unit_ends"]
    modules += [
        "parser.describing",
        "parser.corrections",
        "parser.compiler",
        "runtime.votes",
        "project.layout",
        "audit.inert",
    ]
    for name in modules:
        result = doctest.testmod(importlib.import_module(f"sayso.{name}"))
        assert result.attempted and not result.failed, name
