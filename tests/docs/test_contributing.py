"""CONTRIBUTING's worked example, done as it says in a copy of the repository."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def test_adding_a_predicate_takes_one_alternative_and_one_class(tmp_path: Path) -> None:
    for room in ("grammar", "parser", "runtime", "sayso"):
        shutil.copytree(ROOT / room, tmp_path / room, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for kind, place in (
        ("lark", "predicates/shouting.lark"),
        ("lexicon", "lexicon/shouting.txt"),
        ("python", "predicates/shouting.py"),
    ):
        block = re.search(rf"```{kind}\n(.*?)```", text, re.S)
        assert block
        (tmp_path / "grammar" / place).write_text(block.group(1), "utf-8")
    code = """
import pandas as pd, sayso
schema = sayso.Schema.from_dict({"labels": ["sale", "lease"], "columns": {"title": {"kind": "text"}, "body": {"kind": "text"}}})
compiler = sayso.Compiler(schema)
best = compiler.compile("label sale if the title is shouting").best
assert compiler.compile(best.paraphrase).best.form == best.form
both = compiler.compile("sale if neither the title nor the body is yelling").best
votes = sayso.apply([best, both], pd.DataFrame({"title": ["BUY", "Buy"], "body": ["now", "now"]}))
assert votes.matrix.tolist() == [[0, -1], [-1, 0]], votes.matrix
print("added")
"""
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "added", run.stderr
