"""The ten questions of an auditor are answered as docs/audit.md shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.slow
def test_the_page_is_what_its_script_writes() -> None:
    spec = importlib.util.spec_from_file_location("audit_page", ROOT / "docs" / "audit.py")
    assert spec is not None and spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.page() == (ROOT / "docs" / "audit.md").read_text("utf-8"), "make docs writes it anew"


def test_the_page_answers_all_ten() -> None:
    page = (ROOT / "docs" / "audit.md").read_text("utf-8")
    assert page.count("\n## ") == page.count("\n$ sayso ") == 10
    for answer in (
        "Labelled anti-assignment, with probability",
        "rows with no sentence: ",
        "gold labels used for: scoring only",
        "changed in meaning",
        "⟦6⟧ words before",
        "equal: all",
        "intact: True",
        "authors: Ann <ann@example.org>",
        "approved before the run: 1 of 278 sentences",
        "head (SHA-256), 2 runs, 0 anchors",
        "protected word list consent words: used by assign-consent",
    ):
        assert answer in page, answer
