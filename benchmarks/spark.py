"""Promise: Spark gives the same votes, to the bit, as one process.

    python benchmarks/spark.py [--rows 200000] [--functions 100]

Both over the same rows, by the clock (Spark's work is done by other processes); Spark is local[2], its start told apart.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

from engine import SCHEMA, documents, mixed, plain

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import spark


def clock(run: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    return run(), time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--functions", type=int, default=100)
    arguments = parser.parse_args()
    compiler, half = Compiler(SCHEMA), arguments.functions // 2
    functions = [compiler.compile(given.sentence).best for given in plain(half) + mixed(half)]
    table = documents(arguments.rows, sentences=3)
    here, one = clock(lambda: sayso.apply(functions, table))
    _, starting = clock(lambda: spark.on_table(functions, table.slice(0, 100), SCHEMA, "local[2]"))
    there, two = clock(lambda: spark.on_table(functions, table, SCHEMA, "local[2]"))
    assert (here.matrix == there.matrix).all() and here.matrix.dtype == there.matrix.dtype, "the votes differ"
    print(f"{len(functions)} functions over {len(table)} documents, {sum(map(len, here.cast))} votes, equal to the bit")
    print(f"  one process      {one:6.1f} s")
    print(f"  Spark, local[2]  {two:6.1f} s, and {starting:.1f} s to start and run on 100 rows")


if __name__ == "__main__":
    main()
