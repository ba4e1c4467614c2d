"""The Python blocks of README and docs run, in order, as they stand."""

from __future__ import annotations

import doctest
import importlib
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


WITH_DOCTESTS = sorted(
    ".".join(path.relative_to(ROOT / "sayso").with_suffix("").parts)
    for folder in ("", "grammar", "parser", "runtime", "audit", "cli", "project")
    for path in (ROOT / "sayso" / folder).glob("**/*.py" if folder else "*.py")
    if re.search(r"^\s*>>> ", path.read_text("utf-8"), re.M)
)


@pytest.mark.parametrize("module", WITH_DOCTESTS)
def test_doctests_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"sayso.{module}"))
    assert result.attempted and not result.failed
