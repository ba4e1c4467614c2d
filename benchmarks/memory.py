"""Promise: 500 functions over 5M documents streamed from Parquet hold at most 300 MB beyond what the process holds before.

    python benchmarks/memory.py [--rows 5000000] [--functions 500] [--folder FOLDER]

The peak of a fresh process's memory (VmHWM, Linux), less its peak once it has compiled the functions and run them on 1,000 rows. The
peer, in a fresh process of its own, reads the same file as one Arrow table and does nothing with it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq
from engine import SCHEMA, cpu, documents, plain

import sayso
from sayso.parser.compiler import Compiler

ONCE = 1_000_000
"""Documents made at once; more are these again."""


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    told = Path("/proc/self/status").read_text()  # ru_maxrss would remember the parent's
    return int(told.split("VmHWM:")[1].split()[0]) / 1024


def written(path: Path, rows: int) -> None:
    """A Parquet file of so many documents."""
    table = documents(min(rows, ONCE))
    with pq.ParquetWriter(path, table.schema) as writer:
        for start in range(0, rows, ONCE):
            writer.write_table(table.slice(0, min(ONCE, rows - start)), row_group_size=131_072)


def ours(path: Path, functions: int) -> None:
    compiler = Compiler(SCHEMA)
    compiled = [compiler.compile(given.sentence).best for given in plain(functions)]
    sayso.apply(compiled, pq.ParquetFile(path).read_row_group(0).slice(0, 1000))
    before = peak()
    votes, took = cpu(lambda: sayso.apply(compiled, path))
    cast = sum(map(len, votes.cast))
    print(
        f"sayso.apply, {functions} functions over {len(votes)} documents: {peak() - before:.0f} MB over {before:.0f} MB, "
    )
    print(
        f"  {took:.1f} CPU-s; the {cast} votes themselves are {sum(c.rows.nbytes + c.codes.nbytes for c in votes.cast) / 1e6:.0f} MB"
    )


def theirs(path: Path) -> None:
    pq.ParquetFile(path).read_row_group(0)
    before = peak()
    table = pq.read_table(path)
    print(f"the file as one Arrow table: {peak() - before:.0f} MB over {before:.0f} MB, for {len(table)} documents")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--functions", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--measure", choices=["ours", "theirs"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        ours(arguments.folder, arguments.functions) if arguments.measure == "ours" else theirs(arguments.folder)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = Path(folder) / "data.parquet"
        written(path, arguments.rows)
        for who in ("ours", "theirs"):
            command = [sys.executable, __file__, "--measure", who, "--folder", str(path)]
            subprocess.run([*command, "--functions", str(arguments.functions)], check=True, env=os.environ)


if __name__ == "__main__":
    main()
