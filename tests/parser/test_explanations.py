"""Real explanations that people wrote: the thirty whose meaning their collectors checked by hand."""

from __future__ import annotations

import json

import pytest
from known_sentences import ROOT, SHARED

import sayso
from sayso.parser.compiler import Compiler


@pytest.mark.shared
def test_the_checked_meaning_comes_first_for_at_least_28_of_30() -> None:
    lines = (ROOT / "tests" / "golden" / "gradturk30.txt").read_text("utf-8").splitlines()
    meant = [line for line in lines if line and not line.startswith("#")]
    told = map(json.loads, (SHARED / "data" / "spouse" / "explanations.jsonl").read_text("utf-8").splitlines())
    written = [explanation for explanation in told if explanation.get("gold_form")]
    assert len(meant) == len(written) == 30
    columns = {"sentence": {"kind": "text"}, "person1": {"kind": "span"}, "person2": {"kind": "span"}}
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["spouse", "not spouse"], "columns": columns}))
    right = []
    for explanation, meaning in zip(written, meant, strict=True):
        try:
            read = compiler.compile(explanation["text"], label=explanation["label"]).best.form
        except sayso.RationaleError:
            continue
        if meaning != "?" and read == compiler.compile(meaning).best.form:
            right.append(explanation["text"])
    assert len(right) >= 28, [e["text"] for e in written if e["text"] not in right]
