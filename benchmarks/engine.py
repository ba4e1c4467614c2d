"""Promise: 100 functions over 1M short documents, at least 100 times a Python loop of compiled regular expressions.

    python benchmarks/engine.py [--rows 1000000] [--sample 20000]

Both run over the same rows in this process, CPU time of the process; the loop runs on a sample of the rows and is scaled, and
its votes on that sample are compared with ours, function by function.
"""

from __future__ import annotations

import argparse
import re
import time

import numpy as np
import pyarrow as pa

import sayso
from sayso.parser.compiler import Compiler


def documents(rows: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """About 30 words a document, drawn from 50,000 by Zipf's law, with capitals and full stops."""
    random = np.random.default_rng(seed)
    words = np.array([f"w{i:05d}x" for i in range(50_000)])
    share = 1.0 / np.arange(1, len(words) + 1)
    drawn = random.choice(len(words), size=rows * 30, p=share / share.sum())
    lengths = np.clip(random.poisson(30, rows), 5, None)
    texts, at = [], 0
    for length in lengths:
        chosen = words[drawn[at : at + length]]
        at = (at + length) % (len(drawn) - 200)
        texts.append(f"{' '.join(chosen).capitalize()}.")
    return texts, list(words)


def sentences(words: list[str], seed: int = 1) -> list[tuple[str, list[str]]]:
    """70 functions of one word, 20 of any of 5 to 20, 10 of a phrase of two; with the terms of each."""
    random = np.random.default_rng(seed)
    middle = words[50:5000]
    made = []
    for i in range(100):
        if i < 70:
            terms = [str(random.choice(middle))]
        elif i < 90:
            terms = [str(w) for w in random.choice(middle, size=int(random.integers(5, 21)), replace=False)]
        else:
            terms = [f"{random.choice(words[:40])} {random.choice(words[:40])}"]
        quoted = [f"'{term}'" for term in terms]
        listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
        made.append((f"label a if the text contains {listed}", terms))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=20_000)
    arguments = parser.parse_args()
    texts, words = documents(arguments.rows)
    schema = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": {"text": {"kind": "text"}}})
    compiler = Compiler(schema)
    given = sentences(words)
    functions = [compiler.compile(sentence).best for sentence, _ in given]
    table = pa.table({"text": texts})
    joined = "\n".join(texts).encode()

    start = time.process_time()
    joined.count(b"\n")
    scan = time.process_time() - start

    start = time.process_time()
    votes = np.asarray(sayso.apply(functions, table))
    ours = time.process_time() - start

    patterns = [re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")\b", re.I) for _, terms in given]
    sample = texts[: arguments.sample]
    start = time.process_time()
    loop = np.array([[0 if pattern.search(text) else -1 for pattern in patterns] for text in sample])
    theirs = (time.process_time() - start) * len(texts) / len(sample)

    assert (loop == votes[: len(sample)]).all(), "the votes differ"
    print(
        f"{len(functions)} functions, {len(texts)} documents, {len(joined) / 1e6:.0f} MB; {int((votes != -1).sum())} votes"
    )
    print(f"one scan of the memory          {scan:10.3f} CPU-s")
    print(f"sayso.apply                     {ours:10.2f} CPU-s   {ours / scan:.0f} scans")
    print(f"loop of compiled regexes        {theirs:10.2f} CPU-s   measured on {len(sample)} rows and scaled")
    print(f"ratio                           {theirs / ours:10.0f}   (votes equal on the {len(sample)} rows)")


if __name__ == "__main__":
    main()
