"""Promise: 100 functions over 1M short documents in at most 40 scans of the memory, 150 times quicker than a Python loop of compiled
regular expressions and 500 times quicker than Snorkel's applier; 500 functions in 80 scans; long documents 50 times; mixed
predicates 100 times.

    python benchmarks/engine.py [--rows 1000000] [--sample 5000] [--only short,many,long,mixed]

All run over the same rows in this process, CPU time of the process. The loop and Snorkel run on a sample of the rows and are
scaled; the loop's votes on that sample are compared with ours, function by function. A scan is `bytes.count(b"\\n")`.
Snorkel is measured where it is installed: pip install 'sayso[bench]'.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

import sayso
from sayso.parser.compiler import Compiler

WORDS = [f"w{i:05d}x" for i in range(50_000)]
SCHEMA = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": {"text": {"kind": "text"}}})


@dataclass(frozen=True)
class Given:
    """A sentence, and the same as a Python function of a text."""

    sentence: str
    holds: Callable[[str], Any]


def documents(rows: int, words: int = 30, sentences: int = 1, seed: int = 0) -> pa.Table:
    """So many words a document, drawn from 50,000 by Zipf's law, with capitals and full stops."""
    random = np.random.default_rng(seed)
    share = 1.0 / np.arange(1, len(WORDS) + 1)
    drawn = random.choice(np.array(WORDS), size=min(rows * words, 40_000_000), p=share / share.sum())
    lengths = np.clip(random.poisson(words, rows), 5, None)
    texts, at = [], 0
    for length in lengths:
        parts = np.array_split(drawn[at : at + length], sentences)
        at = (at + length) % (len(drawn) - 10 * words)
        texts.append(" ".join(f"{' '.join(part).capitalize()}." for part in parts if len(part)))
    return pa.table({"text": texts})


def plain(count: int, seed: int = 1) -> list[Given]:
    """70 % functions of one word, 20 % of any of 5 to 20, 10 % of a phrase of two."""
    random = np.random.default_rng(seed)
    made = []
    for i in range(count):
        share = i % 100
        if share < 70:
            terms = [str(random.choice(WORDS[50:5000]))]
        elif share < 90:
            terms = [str(w) for w in random.choice(WORDS[50:5000], size=int(random.integers(5, 21)), replace=False)]
        else:
            terms = [f"{random.choice(WORDS[:40])} {random.choice(WORDS[:40])}"]
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, terms))})\b", re.I)
        made.append(Given(f"label a if the text contains {listed(terms)}", pattern.search))
    return made


def listed(terms: Sequence[str]) -> str:
    """'a', 'b' or 'c'."""
    quoted = [f"'{term}'" for term in terms]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def mixed(count: int, seed: int = 2) -> list[Given]:
    """Order, distance, counts, sentences and both together, of words that a hundredth to a thousandth of the documents have."""
    random = np.random.default_rng(seed)
    made = []
    for i in range(count):
        a, b = (str(w) for w in random.choice(WORDS[5:200], size=2, replace=False))
        n = int(random.integers(2, 8))
        made.append(_MIXED[i % len(_MIXED)](a, b, n))
    return made


def _search(pattern: str) -> Callable[[str], Any]:
    return re.compile(pattern, re.I).search


def _near(a: str, b: str, n: int) -> Given:
    between = rf"\W+(?:\w+\W+){{0,{n}}}?"
    pattern = _search(rf"\b{a}{between}{b}\b|\b{b}{between}{a}\b")
    return Given(f"label a if the text contains '{a}' within {n} words of '{b}'", pattern)


def _before(a: str, b: str, n: int) -> Given:
    return Given(f"label a if '{a}' comes before '{b}' in the text", _search(rf"(?s)\b{a}\b.*\b{b}\b"))


def _sentence(a: str, b: str, n: int) -> Given:
    pattern = _search(rf"\b{a}\b[^.]*\b{b}\b|\b{b}\b[^.]*\b{a}\b")
    return Given(f"label a if '{a}' and '{b}' appear in the same sentence", pattern)


def _count(a: str, b: str, n: int) -> Given:
    found = re.compile(rf"\b{a}\b", re.I).findall
    return Given(f"label a if '{a}' appears at least two times in the text", lambda text: len(found(text)) >= 2)


def _both(a: str, b: str, n: int) -> Given:
    first, second = _search(rf"\b{a}\b"), _search(rf"\b{b}\b")
    said = f"label a if the text contains '{a}' but does not contain '{b}'"
    return Given(said, lambda text: first(text) and not second(text))


_MIXED = (_near, _before, _sentence, _count, _both)


def cpu(run: Callable[[], Any]) -> tuple[Any, float]:
    """What it gives, and the CPU time of this process that it takes."""
    gc.collect()
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


def scan(table: pa.Table) -> float:
    """The CPU time of looking at every byte of the texts once, the best of three."""
    joined = "\n".join(table.column("text").to_pylist()).encode()
    return min(cpu(lambda: joined.count(b"\n"))[1] for _ in range(3))


def snorkel(given: Sequence[Given], texts: Sequence[str], rows: int) -> float:
    """The CPU time of Snorkel's applier on some of the texts, scaled to all rows; NaN where it is not installed."""
    if importlib.util.find_spec("snorkel") is None:
        return float("nan")
    import pandas as pd
    from snorkel.labeling import LabelingFunction, PandasLFApplier

    functions = [
        LabelingFunction(f"f{i}", f=lambda x, holds=g.holds: 0 if holds(x.text) else -1) for i, g in enumerate(given)
    ]
    applier = PandasLFApplier(functions)
    _, took = cpu(lambda: applier.apply(pd.DataFrame({"text": texts}), progress_bar=False))
    return took * rows / len(texts)


def measure(name: str, given: Sequence[Given], table: pa.Table, sample: int, compiler: Compiler) -> None:
    """Ours, the loop, Snorkel and the scan, in one run."""
    functions = [compiler.compile(g.sentence).best for g in given]
    votes, ours = cpu(lambda: sayso.apply(functions, table))
    texts = table.column("text").slice(0, sample).to_pylist()
    loop, theirs = cpu(lambda: np.array([[0 if g.holds(text) else -1 for g in given] for text in texts]))
    theirs *= len(table) / len(texts)
    different = np.flatnonzero((loop != votes.matrix[: len(texts)]).any(axis=0))
    assert not len(different), f"the votes differ: {[given[j].sentence for j in different[:3]]}"
    once, applier = scan(table), snorkel(given, texts[: max(1, sample // 5)], len(table))
    cast = sum(map(len, votes.cast))
    print(f"{name}: {len(given)} functions, {len(table)} documents, {cast} votes")
    print(f"  one scan of the memory     {once:10.3f} CPU-s")
    print(f"  sayso.apply                {ours:10.2f} CPU-s   {ours / once:.0f} scans")
    print(
        f"  loop of compiled regexes   {theirs:10.1f} CPU-s   {theirs / ours:.0f} times, from {len(texts)} rows, votes equal"
    )
    print(f"  Snorkel's applier          {applier:10.1f} CPU-s   {applier / ours:.0f} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=5_000)
    parser.add_argument("--only", default="short,many,mixed,long")
    arguments = parser.parse_args()
    rows, wanted, compiler = arguments.rows, arguments.only.split(","), Compiler(SCHEMA)
    if not {"short", "many"}.isdisjoint(wanted):
        table = documents(rows)
        if "short" in wanted:
            measure("short documents", plain(100), table, arguments.sample, compiler)
        if "many" in wanted:
            measure("short documents, many functions", plain(500), table, arguments.sample // 5, compiler)
    if "mixed" in wanted:
        measure("mixed predicates", mixed(100), documents(rows, sentences=3), arguments.sample, compiler)
    if "long" in wanted:
        table = documents(rows // 20, words=800, sentences=40)
        measure("long documents", plain(100), table, max(100, arguments.sample // 20), compiler)


if __name__ == "__main__":
    main()
