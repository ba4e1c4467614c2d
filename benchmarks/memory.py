"""Promise: 500 functions over 5M documents streamed from Parquet hold at most 300 MB beyond what the process held before; from JSON
lines and from CSV as well, and 20 functions hold no more than 500 do; `sayso apply` writes the votes of 100 as they come.

    python benchmarks/memory.py [--rows 5000000] [--others 1000000] [--functions 500] [--folder FOLDER]

The peak of a fresh process's memory (VmHWM, Linux), less its peak once it has compiled the functions and run them on 1,000 rows: one
process for each of Parquet with all functions, and Parquet, JSON lines and CSV of `--others` rows with 20 functions, which make few
Python objects a chunk, so that Python looks for cycles late. The peer, in a fresh process of its own, reads the Parquet file as one
Arrow table and does nothing with it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from engine import SCHEMA, cpu, documents, plain
from pyarrow import csv

import sayso
from sayso.parser.compiler import Compiler
from sayso.project.exporting import write_votes

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


def others(path: Path, rows: int) -> list[Path]:
    """The first rows of a Parquet file as Parquet, JSON lines and CSV."""
    made = [path.with_name(f"few.{kind}") for kind in ("parquet", "jsonl", "csv")]
    with pq.ParquetFile(path) as file, made[1].open("w", encoding="utf-8") as lines:
        parts = [file.read_row_group(i) for i in range(min(file.num_row_groups, -(-rows // 131_072)))]
        table = pa.concat_tables(parts).slice(0, rows)
        pq.write_table(table, made[0], row_group_size=131_072)
        csv.write_csv(table, made[2])
        for part in table.to_batches(max_chunksize=10_000):
            lines.writelines(json.dumps(row) + "\n" for row in part.to_pylist())
    return made


def ours(path: Path, functions: int) -> None:
    compiler = Compiler(SCHEMA)
    compiled = [compiler.compile(given.sentence).best for given in plain(functions)]
    sayso.apply(compiled, documents(1000))
    before = peak()
    votes, took = cpu(lambda: sayso.apply(compiled, path))
    cast = sum(map(len, votes.cast))
    told = f"sayso.apply, {functions} functions over {len(votes)} documents of {path.suffix}:"
    print(f"{told} {peak() - before:.0f} MB over {before:.0f} MB,")
    print(
        f"  {took:.1f} CPU-s; the {cast} votes themselves are {sum(c.rows.nbytes + c.codes.nbytes for c in votes.cast) / 1e6:.0f} MB"
    )


def command_line(path: Path, functions: int) -> None:
    """What `sayso apply` does, over a project of that file."""
    folder = path.with_name("project")
    folder.mkdir()
    path.rename(folder / "data.parquet")
    toml = 'labels = ["a", "b"]\n[data]\nfiles = ["data.parquet"]\n[columns.text]\nkind = "text"\n'
    (folder / "sayso.toml").write_text(toml, "utf-8")
    said = "".join(f"[f{i}] {given.sentence}\n\n" for i, given in enumerate(plain(functions)))
    (folder / "a.say").write_text(said, "utf-8")
    project = sayso.Project(folder)
    sayso.apply(project.check().functions, documents(1000))
    before = peak()
    facts, took = cpu(lambda: write_votes(project, folder / "votes.parquet", 1))
    print(f"sayso apply, {functions} functions over {facts['rows']} documents, {facts['votes']} votes written:")
    print(f"  {peak() - before:.0f} MB over {before:.0f} MB, {took:.1f} CPU-s")


def theirs(path: Path) -> None:
    pq.ParquetFile(path).read_row_group(0)
    before = peak()
    table = pq.read_table(path)
    print(f"the file as one Arrow table: {peak() - before:.0f} MB over {before:.0f} MB, for {len(table)} documents")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--others", type=int, default=1_000_000)
    parser.add_argument("--functions", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--measure", choices=["ours", "command_line", "theirs"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        what = {"ours": ours, "command_line": command_line, "theirs": lambda path, _: theirs(path)}
        what[arguments.measure](arguments.folder, arguments.functions)
        return
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        path = Path(folder) / "data.parquet"
        written(path, arguments.rows)
        few = others(path, arguments.others)
        asked = [("ours", path, arguments.functions), *(("ours", file, 20) for file in few)]
        for who, where, functions in [*asked, ("theirs", path, 0), ("command_line", few[0], 100)]:
            command = [sys.executable, __file__, "--measure", who, "--folder", str(where)]
            subprocess.run([*command, "--functions", str(functions)], check=True, env=os.environ)


if __name__ == "__main__":
    main()
