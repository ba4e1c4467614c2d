"""Promise: on functions from people's own explanations, most for one class and one class rare, the label model is at least majority vote.

    python benchmarks/explanations.py [--data ../shared/data] [--gold 50] [--draws 5]

Spouse (8 in 100 rows are spouses) and CDR: the explanations that compile, votes on all rows, fitted on train, scored on dev by the F1 of the
class that is looked for, cut at .5. CDR twice: with the spans of the file, and with spans that go on to the end of their word, as those who wrote
the explanations saw them ("the chemical name contains an 'induc' word" speaks of "puromycin-induced", of which the file marks "puromycin"). No gold is used, but in the columns that say so: the balance of train given, and gold on some rows of train.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from real import WORDS, lines, understood

import sayso

SETS = {
    "spouse": (("person1", "person2"), ("spouse", "not spouse"), (("person 1", "x"), ("person 2", "y"))),
    "cdr": (("chemical", "disease"), ("causes", "none"), (("chemical", "x"), ("disease", "y"))),
    "cdr, whole words": (("chemical", "disease"), ("causes", "none"), (("chemical", "x"), ("disease", "y"))),
}
"""The marked spans, the labels, the one that is looked for first, and what else the spans are called."""


def compiled(folder: Path, name: str) -> list[Any]:
    """The labeling functions that a set's explanations compile to."""
    spans, labels, aka = SETS[name]
    columns: dict[str, object] = {"sentence": {"kind": "text", "aka": ["text"]}}
    for span, others in zip(spans, aka, strict=True):
        ends = {"start": f"{span}_start", "end": f"{span}_end"}
        columns[span] = {"kind": "span", **ends, "aka": list(others), "unfit": "missing"}
    said = [(told["text"], told["label"]) for told in lines(_of(folder, name) / "explanations.jsonl")]
    return understood(name, {"labels": list(labels), "columns": columns, "lists": WORDS}, said)


def parts(folder: Path, name: str) -> tuple[pa.Table, pa.Table]:
    """The rows of train and of dev."""
    table = pq.read_table(_of(folder, name) / "candidates.parquet")
    if name.endswith("whole words"):
        table = to_ends_of_words(table, SETS[name][0])
    split = np.array(table.column("split").to_pylist())
    train, dev = (table.filter(pa.array(split == part)) for part in ("train", "dev"))
    return train, dev


def _of(folder: Path, name: str) -> Path:
    return folder / name.split(",")[0]


def to_ends_of_words(table: pa.Table, spans: Sequence[str]) -> pa.Table:
    """The rows with spans that go on to the end of their word: from "puromycin" to "puromycin-induced", punctuation at its end apart."""
    sentences = table.column("sentence").to_pylist()
    for span in spans:
        at = table.schema.get_field_index(f"{span}_end")
        ends = table.column(at).to_pylist()
        more = (_REST.match(sentence, end) for sentence, end in zip(sentences, ends, strict=True))
        longer = [end if found is None else found.end() for end, found in zip(ends, more, strict=True)]
        table = table.set_column(at, table.schema.field(at), pa.array(longer, table.schema.field(at).type))
    return table


_REST = re.compile(r"[)\]]?[-\w]\S*(?<![.,;:)\]])")
"""What goes on a word after a span, such as "-induced" or ")-treated"."""


def f1(labels: sayso.Labels, gold: npt.NDArray[np.str_]) -> float:
    """Of the label named first, given where it has more than half of the probability."""
    wanted, given = gold == labels.classes[0], np.asarray(labels)[:, 0] > 0.5
    return float(2 * (wanted & given).sum() / max(int(wanted.sum() + given.sum()), 1))


def measure(folder: Path, name: str, rows: int, draws: int) -> str:
    """A row of the table."""
    functions, (on_train, on_dev) = compiled(folder, name), parts(folder, name)
    train, dev = sayso.apply(functions, on_train), sayso.apply(functions, on_dev)
    truth, gold = (np.array(table.column("label").to_pylist()) for table in (on_train, on_dev))
    shares = {label: float((truth == label).mean()) for label in train.labels}
    models = [sayso.LabelModel().fit(train), sayso.LabelModel(class_balance=shares).fit(train)]
    found = [f1(sayso.MajorityVote().predict_proba(dev), gold)]
    found += [f1(model.predict_proba(dev), gold) for model in models]
    drawn = []
    for seed in range(draws):
        chosen = np.random.default_rng(seed).permutation(len(truth))[:rows]
        given: list[str | None] = [None] * len(truth)
        for row in chosen:
            given[row] = str(truth[row])
        drawn.append(f1(sayso.LabelModel().fit(train, given).predict_proba(dev), gold))
    return f"| {name} | " + " | ".join(f"{value:.3f}" for value in [*found, float(np.mean(drawn))]) + " |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--gold", type=int, default=50)
    parser.add_argument("--draws", type=int, default=5)
    options = parser.parse_args()
    if not options.data.exists():
        print(f"skipped: the sets are not at {options.data}")
        return 0
    table = [measure(options.data, name, options.gold, options.draws) for name in SETS]
    print(
        f"| F1 on dev | majority vote | label model | balance given | {options.gold} gold rows |\n|---|---|---|---|---|"
    )
    print("\n".join(table))
    return 0


if __name__ == "__main__":
    sys.exit(main())
