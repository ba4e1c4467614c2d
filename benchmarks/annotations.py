"""Promise: spaCy looks only at the rows that cheap tests leave, once; a second run reads what it found.

    python benchmarks/annotations.py [--rows 1000000] [--sample 300]

Three functions that ask spaCy for people, word forms and nouns, on rows with a word that a hundredth of the documents have. CPU time
of the process. Annotating every row is estimated from a sample, by the same pipeline called in the same way; the second run is a
fresh process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from engine import SCHEMA, cpu, documents

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime.kernels import language

WORD = "w00270x"
SAID = [
    f"label a if the text contains '{WORD}' and mentions a person",
    f"label a if the text contains '{WORD}' and any form of 'terminate'",
    f"label b if the text contains '{WORD}' and does not contain a noun",
]


def run(rows: int, folder: Path, sample: int) -> None:
    compiler = Compiler(SCHEMA)
    functions = [compiler.compile(sentence).best for sentence in SAID]
    table = documents(rows)
    guard = sayso.apply([compiler.compile(f"label a if the text contains '{WORD}'").best], table)
    left = len(guard.cast[0])
    language.pipeline()
    votes, took = cpu(lambda: sayso.apply(functions, table, annotations=folder))
    print(
        f"  {took:10.1f} CPU-s for {left} of {rows} rows ({100 * left / rows:.2f} %), {[len(c) for c in votes.cast]} votes"
    )
    if sample:
        texts: list[Any] = table.column("text").slice(rows - sample).to_pylist()
        _, every = cpu(lambda: [(language.entities(f"{t} "), language.tokens(f"{t} ")) for t in texts])
        print(f"  {every * rows / sample:10.1f} CPU-s to annotate every row, estimated from {sample} of them")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--folder", type=Path, default=None, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.folder:
        run(arguments.rows, arguments.folder, arguments.sample)
        return
    with tempfile.TemporaryDirectory() as folder:
        for name, sample in (("first run", arguments.sample), ("second run, in a fresh process", 0)):
            print(name, flush=True)
            command = [
                sys.executable,
                __file__,
                "--folder",
                folder,
                "--sample",
                str(sample),
                "--rows",
                str(arguments.rows),
            ]
            subprocess.run(command, check=True, env=os.environ)
        files = list(Path(folder).rglob("*.arrow"))
        print(f"kept in {len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
