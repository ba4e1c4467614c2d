"""Promise: 200 functions from real sentences over whole contracts and over news sentences: votes equal to the references on a sample, no
row dropped.

    python benchmarks/real.py [--data ../shared/data] [--sample 200]

Contracts: the sentences of `examples/clauses` and the exam's on clauses, over 410 contracts of up to 300,000 characters. News: what people
wrote of two marked people, what others wrote of a marked chemical and a marked disease, and the sentences on spouses of
`sentences.jsonl`, over 19,925 sentences. What is not understood, or asks for columns that are not there, is left out and counted.

On a sample of rows, of all lengths, the votes are compared with those of the slow references, and those of functions that ask a model
(which takes a long contract in parts) with the kernels that look at one row at a time. The references take a character after the other: of a long contract as many
functions are compared as come to so many characters in all, going on with the next functions at the next contract. CPU time of the
process, beside one scan of the same text.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
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

LOOKED_AT = 1_000_000
"""Characters of one row that the references look at, for all functions together."""

Said = tuple[str, str | None]
"""A sentence, and its label where it is a reason alone."""


def contracts(folder: Path) -> tuple[list[Any], pa.Table]:
    project = sayso.Project(ROOT / "examples" / "clauses")
    exam = json.loads((folder.parent / "exam" / "suite" / "clauses.domain.json").read_text("utf-8"))
    table = pq.read_table(folder / "cuad" / "contracts.parquet")
    kinds = sorted(set(table.column("type").to_pylist()))
    described = {name: exam["columns"][name] for name in ("clause", "document")}
    schema = {
        "labels": list(project.schema.labels),
        "columns": {**described, "contract_type": {"kind": "category", "values": kinds}},
        "default_text": "clause",
        "lists": {**{name: list(words) for name, words in project.schema.lists.items()}, **exam["lists"]},
    }
    cases = lines(folder.parent / "exam" / "suite" / "clauses.cases.jsonl")
    said = [*((e.sentence, None) for e in project.say.entries), *((c["text"], c["given_label"]) for c in cases)]
    names = {"clause": "text", "document": "title", "contract_type": "type"}
    return understood("contracts", schema, said), pa.table({name: table.column(was) for name, was in names.items()})


def _forms(*stems: str, endings: str = "- s ed ing") -> list[str]:
    """Verbs with their endings."""
    return [stem + ending.strip("-") for stem in stems for ending in endings.split(" ")]


WORDS = {
    "causal words": [
        *_forms("caus", "induc", "produc", "provok", "precipitat", "elicit", "trigger", endings="e es ed ing"),
        *("due to", "because of", "secondary to", "associated with", "related to", "attributed to", "attributable to"),
        *(
            "result in",
            "results in",
            "resulted in",
            "resulting in",
            "resulting from",
            "result of",
            "lead to",
            "leads to",
        ),
        *("led to", "leading to", "responsible for", "following", "after", "develop", "developed", "developing"),
        *("side effect", "side effects", "adverse effect", "adverse effects", "complication of", "toxicity"),
    ],
    "treat words": [
        *_forms("treat", "prevent", "protect", "inhibit"),
        *_forms(
            "reliev", "improv", "reduc", "attenuat", "revers", "alleviat", "ameliorat", "manag", endings="e es ed ing"
        ),
        *("treatment", "treatments", "therapy", "therapies", "therapeutic", "prevention", "protective", "management"),
        *("effective", "efficacy"),
    ],
    "procedure words": [
        *("administration", "injection", "injections", "infusion", "ingestion", "treatment", "therapy", "exposure"),
        *("use", "dose", "doses", "overdose", "intake", "anesthesia", "anaesthesia"),
    ],
    "patient words": [
        *(
            "patient",
            "patients",
            "in a patient with",
            "in patients with",
            "subjects with",
            "children with",
            "women with",
        ),
        *("men with", "people with"),
    ],
    "uncertain words": [
        "may",
        "might",
        "possib",
        "suggest",
        "potential",
        "hypothes",
        "unclear",
        "unknown",
        "whether",
        "suspect",
    ],
    "weak words": [
        *("possible", "possibly", "may", "might", "could", "suggest", "suggests", "suggested", "unclear", "unknown"),
        *("whether", "investigated", "evaluated", "examined", "the aim", "hypothesis", "risk factor"),
    ],
    "spouse words": ["spouse", "wife", "husband", "ex-wife", "ex-husband", "married"],
    "family words": ["father", "mother", "sister", "brother", "son", "daughter"],
}
"""The lists that the writers had at hand and did not leave behind: these stand in for them, written with no label in view."""


def news(folder: Path) -> tuple[list[Any], pa.Table]:
    other = {1: ["person 1", "x", "chemical"], 2: ["person 2", "y", "disease"]}
    people = {
        f"person{i}": {
            "kind": "span",
            "start": f"person{i}_start",
            "end": f"person{i}_end",
            "aka": aka,
            "unfit": "missing",
        }
        for i, aka in other.items()
    }
    columns = {"sentence": {"kind": "text", "aka": ["text"]}, **people}
    schema = {"labels": ["spouse", "not spouse"], "columns": columns, "lists": WORDS}
    said: list[Said] = [(told["text"], told["label"]) for told in lines(folder / "spouse" / "explanations.jsonl")]
    said += [(told["text"], "spouse") for told in lines(folder / "cdr" / "explanations.jsonl")]
    said += [(told["text"], None) for told in lines(folder / "sentences.jsonl") if told["world"] == "spouse"]
    return understood("news", schema, said), pq.read_table(folder / "spouse" / "candidates.parquet")


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def understood(name: str, schema: dict[str, Any], said: Sequence[Said]) -> list[Any]:
    compiler = Compiler(sayso.Schema.from_dict(schema))
    functions = []
    for text, label in said:
        try:
            functions.append(compiler.compile(text, label=label).best)
        except sayso.RationaleError:
            continue
    print(f"{name}: {len(functions)} of {len(said)} sentences are understood")
    return functions


def asks_a_model(branches: planning.Branches) -> bool:
    return any(planning.cost_of(branch.test) in ("model", "encoder") for branch in branches)


def compared(functions: Sequence[Any], votes: Any, table: pa.Table, rows: Sequence[int], column: str) -> str:
    """Compare votes on some rows, as many functions of each as the row's length allows; what they were compared with."""
    by_reference = by_row = 0
    made = planning.make(f.branches for f in functions)
    turn = cycle(range(len(functions)))
    for i in rows:
        columns = Columns(table.slice(i, 1), functions[0].schema, i)
        row = plain(columns)
        one = Chunk(columns, made, arrays=False)
        for j in islice(turn, min(len(functions), max(1, LOOKED_AT // max(1, len(row[column] or ""))))):
            branches = made.functions[j]
            code = int(votes.matrix[i, j])
            said = votes.outcomes[code] if code >= 0 else ()
            if asks_a_model(branches):
                number = int(one.votes(branches)[0])
                slow = branches[number].labels if number >= 0 else ()
                by_row += 1
            else:
                slow = next((b.labels for b in branches if references.holds(b.test, row)), ())
                by_reference += 1
            assert said == slow, f"row {i}: {functions[j].sentence!r} votes {said}, and slowly {slow}"
    lengths = [len(text or "") for text in table.column(column).take(pa.array(rows)).to_pylist()]
    told = f"{len(rows)} rows of {min(lengths)} to {max(lengths)} characters, {int(np.median(lengths))} at the median"
    return f"{by_reference} votes compared with the references, {by_row} with single rows; {told}"


def spread(table: pa.Table, column: str, many: int) -> list[int]:
    """So many rows of all lengths, from the shortest to the longest."""
    lengths = np.array([len(text or "") for text in table.column(column).to_pylist()])
    chosen = np.linspace(0, len(table) - 1, many).astype(int)
    return [int(i) for i in np.argsort(lengths, kind="stable")[chosen]]


def plain(columns: Columns) -> dict[str, Any]:
    """One row as the references take it."""
    kinds = {"text": columns.texts, "span": columns.spans}
    return {c.name: kinds.get(c.kind, columns.values)(c.name)[0] for c in columns.schema.columns}


def measure(name: str, functions: list[Any], table: pa.Table, column: str, rows: Sequence[int], folder: Path) -> None:
    joined = "\n".join(text or "" for text in table.column(column).to_pylist()).encode()
    once = min(cpu(lambda: joined.count(b"\n"))[1] for _ in range(3))
    cheap = [f for f in functions if not asks_a_model(f.branches)]
    _, without = cpu(lambda: sayso.apply(cheap, table))
    votes, first = cpu(lambda: sayso.apply(functions, table, annotations=folder))
    assert len(votes) == len(table) and votes.raised == (0,) * len(functions)
    print(
        f"{name}: {len(functions)} functions, {len(table)} rows, {len(joined) / 1e6:.1f} MB, {sum(map(len, votes.cast))} votes"
    )
    print(f"  one scan of the memory {once:10.4f} CPU-s")
    print(f"  sayso.apply            {first:10.2f} CPU-s, {without:.2f} of them for the {len(cheap)} that ask no model")
    for unfit in votes.unfit:
        print(f"  {len(unfit)} values of {unfit.column} taken for missing, as its schema says; {unfit.told[0]}")
    print(f"  votes equal: {compared(functions, votes, table, rows, column)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--sample", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        functions, table = contracts(arguments.data)
        measure("contracts", functions, table, "clause", spread(table, "clause", arguments.sample // 10), Path(folder))
        functions, table = news(arguments.data)
        measure("news", functions, table, "sentence", spread(table, "sentence", arguments.sample), Path(folder))


if __name__ == "__main__":
    main()
