"""Promise: 200 functions from real sentences over whole contracts and over news sentences: votes equal to the references on a sample, no
row dropped.

    python benchmarks/real.py [--data ../shared/data] [--sample 200]

Contracts: the sentences of `examples/clauses` over 410 contracts of up to 300,000 characters. News: what people wrote of two marked
people over 19,925 sentences; what is not understood is left out and counted. On a sample of rows (of the contracts, the shortest)
the votes are compared with those of the slow references, and where these do not know an operation (spaCy's) or a text is long, with
the kernels that look at one row at a time. CPU time of the process, beside one scan of the same text.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from engine import cpu

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import planning
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "references"))
import operations as references  # noqa: E402 - it lies beside the tests

SHORT = 6_000
"""Characters of a text that the slow references still get through."""


def contracts(folder: Path) -> tuple[list[Any], pa.Table]:
    project = sayso.Project(ROOT / "examples" / "clauses")
    table = pq.read_table(folder / "cuad" / "contracts.parquet")
    return project.check().functions, pa.table({"clause": table.column("text"), "document": table.column("title")})


def news(folder: Path) -> tuple[list[Any], pa.Table]:
    people = {f"person{i}": {"kind": "span", "start": f"person{i}_start", "end": f"person{i}_end"} for i in (1, 2)}
    columns = {"sentence": {"kind": "text"}, **people}
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["spouse", "not spouse"], "columns": columns}))
    functions, given = [], [json.loads(line) for line in (folder / "spouse" / "explanations.jsonl").open()]
    for told in given:
        try:
            functions.append(compiler.compile(told["text"], label=told["label"]).best)
        except sayso.RationaleError:
            continue
    print(f"news: {len(functions)} of {len(given)} explanations are understood")
    return functions[:200], mended(pq.read_table(folder / "spouse" / "candidates.parquet"))


def mended(table: pa.Table) -> pa.Table:
    """The news with marks outside their sentence made missing: the engine names such a row and refuses the data."""
    lengths, rows = pc.utf8_length(table.column("sentence")), set[int]()
    for i in (1, 2):
        start, end = table.column(f"person{i}_start"), table.column(f"person{i}_end")
        past = pc.greater(end, pc.cast(lengths, pa.int64()))
        beyond = pc.or_(past, pc.or_(pc.less(start, 0), pc.greater(start, end)))
        rows |= set(np.flatnonzero(beyond.to_numpy()).tolist())
        for name in (f"person{i}_start", f"person{i}_end"):
            column = pc.if_else(beyond, pa.scalar(None, pa.int64()), table.column(name))
            table = table.set_column(table.column_names.index(name), name, column)
    print(f"news: {len(rows)} rows mark something outside their sentence; the mark is taken for missing")
    return table


def compared(functions: Sequence[Any], votes: Any, table: pa.Table, rows: Sequence[int], column: str) -> str:
    """Compare the votes on some rows, function by function; what each was compared with."""
    by_reference = by_row = 0
    made = planning.make(f.branches for f in functions)
    for i in rows:
        columns = Columns(table.slice(i, 1), functions[0].schema, i)
        row = plain(columns)
        one = Chunk(columns, made, arrays=False)
        for j, branches in enumerate(made.functions):
            code = int(votes.matrix[i, j])
            said = votes.outcomes[code] if code >= 0 else ()
            try:
                if len(row[column] or "") > SHORT:
                    raise TypeError("too long")
                slow = next((b.labels for b in branches if references.holds(b.test, row)), ())
                by_reference += 1
            except (TypeError, KeyError):
                number = int(one.votes(branches)[0])
                slow = branches[number].labels if number >= 0 else ()
                by_row += 1
            assert said == slow, f"row {i}: {functions[j].sentence!r} votes {said}, and slowly {slow}"
    return f"{by_reference} votes compared with the references, {by_row} with single rows"


def plain(columns: Columns) -> dict[str, Any]:
    """One row as the references take it."""
    kinds = {"text": columns.texts, "span": columns.spans}
    return {c.name: kinds.get(c.kind, columns.values)(c.name)[0] for c in columns.schema.columns}


def measure(name: str, functions: list[Any], table: pa.Table, column: str, rows: Sequence[int], folder: Path) -> None:
    joined = "\n".join(text or "" for text in table.column(column).to_pylist()).encode()
    once = min(cpu(lambda: joined.count(b"\n"))[1] for _ in range(3))
    votes, first = cpu(lambda: sayso.apply(functions, table, annotations=folder))
    assert len(votes) == len(table) and votes.raised == (0,) * len(functions)
    print(
        f"{name}: {len(functions)} functions, {len(table)} rows, {len(joined) / 1e6:.1f} MB, {sum(map(len, votes.cast))} votes"
    )
    print(f"  one scan of the memory {once:10.4f} CPU-s")
    print(f"  sayso.apply            {first:10.2f} CPU-s")
    print(f"  votes equal: {compared(functions, votes, table, rows, column)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sample", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        functions, table = contracts(arguments.data)
        lengths = np.array([len(text or "") for text in table.column("clause").to_pylist()])
        shortest = np.argsort(lengths, kind="stable")[: max(1, arguments.sample // 20)].tolist()
        measure("contracts", functions, table, "clause", shortest, Path(folder))
        functions, table = news(arguments.data)
        rows = np.linspace(0, len(table) - 1, arguments.sample).astype(int).tolist()
        measure("news", functions, table, "sentence", rows, Path(folder))


if __name__ == "__main__":
    main()
