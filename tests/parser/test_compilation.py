"""A compilation as plain data: readings with their confidence, assumptions and roles."""

from __future__ import annotations

import json
import math
import subprocess
import sys

import known_sentences

from sayso.parser.compiler import Compiler
from sayso.parser.meaning.ranking import CLEAR

AMBIGUOUS = "lease if the body contains 'a' and the title contains 'b' or the amount is over 5"


def test_confidences_sum_to_one_and_fall(compiler: Compiler) -> None:
    for sentence in (AMBIGUOUS, "lease if the body contains 'a'"):
        compilation = compiler.compile(sentence)
        assert math.isclose(sum(compilation.confidence), 1.0)
        assert list(compilation.confidence) == sorted(compilation.confidence, reverse=True)
    assert compiler.compile("lease if the body contains 'a'").confidence[0] > 1 / (1 + math.exp(-CLEAR / 0.2)) - 1e-9


def test_it_is_plain_data(compiler: Compiler) -> None:
    told = compiler.compile("usually a lease if it says rent").to_dict()
    assert json.loads(json.dumps(told)) == told
    best = told["readings"][0]
    assert best["label"] == "lease" and best["stated_confidence"] == 0.75
    assert best["form"]["form"] == "Rationale"
    assert any("body" in assumption for assumption in best["assumptions"])
    said = {told["sentence"][r["start"] : r["end"]]: r["role"] for r in best["roles"]}
    assert said["lease"] == "label" and said["rent"] == "value"


def test_every_process_says_the_same(environment: dict[str, str]) -> None:
    """Law 5: nothing depends on the order in which a process keeps its sets."""
    code = (
        "import hashlib, sayso; from sayso.parser.compiler import Compiler\n"
        "schema = sayso.Schema.from_dict({'labels': ['lease', 'sale'], 'columns': {'title': {'kind': 'text'},\n"
        "  'body': {'kind': 'text'}, 'amount': {'kind': 'number'}, 'stamp': {'kind': 'box'}, 'seal': {'kind': 'box'}}})\n"
        "compiler, digest = Compiler(schema), hashlib.sha256()\n"
        f"for sentence in {[known.text for known in known_sentences.sentences('golden')]!r}:\n"
        "    try: said = repr(compiler.compile(sentence).to_dict())\n"
        "    except sayso.RationaleError as error: said = repr((str(error), error.span, error.suggestions))\n"
        "    digest.update(said.encode())\n"
        "    digest.update(repr(compiler.complete(sentence[: len(sentence) // 2])).encode())\n"
        "print(digest.hexdigest())"
    )
    said = set()
    for seed in ("1", "2"):
        given = environment | {"PYTHONHASHSEED": seed}
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=given, check=True)
        said.add(run.stdout)
    assert len(said) == 1
