"""Promise: one new function over 1M documents on a warm `Corpus` in 50 ms at the median and 100 ms at worst, compiled and applied; a free
regular expression in 1 s; a cached Corpus reopened in 1 s; at most 12 bytes of index a token on disk.

    python benchmarks/corpus.py [--rows 1000000] [--functions 60] [--folder FOLDER]

CPU time of this process, and beside it the clock. The peer is the same function as one regular expression in polars, over the same
rows in the same process; the limit is one scan of the memory.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq
from engine import SCHEMA, WORDS, cpu, documents, mixed, plain, scan

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import segments


def others(count: int, seed: int = 3) -> list[str]:
    """Parts of words, beginnings of words, the first words, how long a text is."""
    random = np.random.default_rng(seed)
    said = [
        "label a if the text contains a word that starts with '{}'",
        "label a if the text contains '{}' as part of a word",
        "label a if '{}x' is among the first 5 words of the text",
        "label a if the text has more than 40 words and contains '{}x'",
    ]
    return [said[i % len(said)].format(str(random.choice(WORDS[50:5000]))[:-1]) for i in range(count)]


def timed(sentence: str, compiler: Compiler, corpus: sayso.Corpus) -> tuple[float, float]:
    """Compile and apply one sentence: the CPU time and the time by the clock."""
    start = time.perf_counter()
    _, took = cpu(lambda: sayso.apply([compiler.compile(sentence).best], corpus))
    return took, time.perf_counter() - start


def told(name: str, times: list[tuple[float, float]]) -> None:
    spent, clock = np.array(times).T * 1000
    print(
        f"  {name:36} {np.median(spent):7.1f} ms median {spent.max():7.1f} ms at worst   (by the clock "
        f"{np.median(clock):.1f} and {clock.max():.1f}; {len(times)} functions)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--functions", type=int, default=60)
    parser.add_argument("--folder", type=Path, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        run(Path(folder), arguments.rows, arguments.functions)


def run(folder: Path, rows: int, count: int) -> None:
    table = documents(rows, sentences=3)
    pq.write_table(table, folder / "data.parquet", row_group_size=65_536)
    compiler = Compiler(SCHEMA)

    def opened() -> Any:
        corpus = sayso.Corpus(folder / "data.parquet", SCHEMA, cache=folder / "index")
        corpus.index("text")
        return corpus

    corpus, building = cpu(opened)
    parts = [corpus.segment(k, "text") for k in range(len(corpus.chunks))]
    tokens, size = sum(part.tokens for part in parts), sum(map(segments.index_bytes, parts))
    corpus, reopening = cpu(opened)
    print(f"{rows} documents, {tokens} tokens")
    print(f"  one scan of the memory     {scan(table):10.3f} CPU-s")
    print(f"  built                      {building:10.2f} CPU-s   {size / tokens:.1f} bytes a token, the text aside")
    print(f"  reopened from the cache    {reopening:10.2f} CPU-s")
    timed("label a if the text contains 'w00001x'", compiler, corpus)
    told("words, lists, phrases", [timed(g.sentence, compiler, corpus) for g in plain(count)])
    told("order, distance, sentences, counts", [timed(g.sentence, compiler, corpus) for g in mixed(count)])
    told("parts of words, edges, lengths", [timed(sentence, compiler, corpus) for sentence in others(count // 3)])
    regexes = [f"label a if the text matches the regex 'w0[0-9]{{2}}{n}{n}x [a-z]'" for n in range(3)]
    told("free regular expressions", [timed(sentence, compiler, corpus) for sentence in regexes])
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    _, peer = cpu(lambda: frame.select(pl.col("text").str.contains(r"(?i)\bw00123x\b").sum()))
    print(f"  one word as a regular expression in polars {1000 * peer:.0f} ms")


if __name__ == "__main__":
    main()
