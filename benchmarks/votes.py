"""Promise: the votes on one row are found in a file of 1M rows in 5 ms, the file opened anew.

    python benchmarks/votes.py [--rows 1000000] [--functions 100]

The size of the row groups is chosen here: each is written, and 60 rows are looked up in it. The peer is Arrow's own filter over the
same votes in the order of the rows, in its usual row groups; the limit is opening the file to read its footer. CPU time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from engine import cpu

from sayso.runtime import vote_files
from sayso.runtime.votes import Cast, Votes

LOOKED_UP = 60


def some(rows: int, functions: int) -> Votes:
    """Votes of functions that fire on 0.1 to 10 rows in 100, the rows named in no order."""
    chance = np.random.default_rng(0)
    cast = []
    for _ in range(functions):
        fired = np.unique(chance.integers(0, rows, int(rows * chance.choice([0.001, 0.01, 0.05, 0.1])))).astype(
            np.int32
        )
        cast.append(Cast(fired, chance.integers(0, 3, len(fired)).astype(np.int8)))
    names = tuple(f"function {j}" for j in range(functions))
    ids = tuple(f"document-{i:08d}" for i in chance.permutation(rows))
    return Votes(tuple(cast), rows, ("a", "b", "c"), names, (("a",), ("b",), ("c",)), ids, (None,) * functions)


def looked_up(what: Callable[[Any], Any], ids: list[Any]) -> str:
    """The CPU time of each look-up, in words."""
    times = [1e3 * cpu(lambda name=name: what(name))[1] for name in ids]
    return f"{statistics.median(times):8.2f} ms at the median, {max(times):8.2f} at worst"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--functions", type=int, default=100)
    arguments = parser.parse_args()
    votes = some(arguments.rows, arguments.functions)
    ids = random.Random(0).sample(votes.row_ids, LOOKED_UP)
    print(f"{len(votes)} rows, {arguments.functions} functions, {sum(map(len, votes.cast))} votes")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "votes.parquet"
        for rows in (1_024, 2_048, 4_096, vote_files.ROWS, 16_384, 65_536):
            _, written = cpu(lambda rows=rows: vote_files.write(votes, path, rows))
            size = path.stat().st_size / 1e6
            told = looked_up(lambda name: vote_files.row(path, name), ids)
            print(f"  row groups of {rows:6d}: {told}; {size:.1f} MB, written in {written:.1f} s")
            if rows == vote_files.ROWS:
                print(f"    its footer alone:   {looked_up(lambda _: pq.ParquetFile(path).close(), ids)}")
        pq.write_table(votes.to_arrow(), path)
        print(
            f"  Arrow's filter:       {looked_up(lambda n: pq.read_table(path, filters=[('row', '=', n)]), ids[:10])}"
        )


if __name__ == "__main__":
    main()
