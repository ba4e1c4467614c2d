"""Votes and predictions to files, written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sayso.grammar.errors import DataError, ProjectError
from sayso.runtime.apply import Progress, apply
from sayso.runtime.columns import missing_column
from sayso.runtime.models import TextClassifier
from sayso.runtime.reading import read

if TYPE_CHECKING:
    from sayso.project.project import Project


def write_votes(
    project: Project,
    output: Path,
    workers: int,
    *,
    progress: Progress | None = None,
    resume: Path | None = None,
    master: str = "",
) -> dict[str, Any]:
    """Run the functions over all rows and write a column for each; tell what was done.

    With the `master` of a Spark cluster, it runs there."""
    functions = project.check().functions
    data = project.data()
    if master:
        from sayso.runtime import spark

        votes = spark.on_table(functions, data.table, project.schema, master)
    else:
        how: dict[str, Any] = {"workers": workers, "progress": progress, "resume": resume}
        votes = apply(functions, data.table, project.schema, row_ids=data.ids, **how)
    columns: dict[str, Any] = {"row": list(data.ids)}
    for j, name in enumerate(votes.functions):
        columns[name] = [None if code == -1 else votes.words(int(code)) for code in votes.matrix[:, j]]
    write_table(pa.table(columns), output)
    cast = int((votes.matrix != -1).sum())
    return {"output": output, "rows": len(votes), "functions": len(functions), "votes": cast}


def write_predictions(model: Path, data: Path, output: Path, column: str) -> dict[str, Any]:
    """Label new rows and write names and probabilities beside them; tell what was done."""
    classifier = TextClassifier.load(model)
    table = read(data)
    texts = [name for name in table.column_names if pa.types.is_string(table.schema.field(name).type)]
    if column and column not in table.column_names:
        raise missing_column(column, table.column_names)
    if not column and len(texts) != 1:
        raise DataError(f"say which column holds the text: --column, one of {', '.join(texts)}")
    values = ["" if v is None else str(v) for v in table.column(column or texts[0]).to_pylist()]
    probabilities = classifier.predict_proba(values)
    names = classifier.classes_[probabilities.argmax(axis=1)]
    table = table.append_column("predicted label", pa.array([str(n) for n in names]))
    table = table.append_column("probability", pa.array(probabilities.max(axis=1)))
    for c, name in enumerate(classifier.classes_):
        table = table.append_column(f"p({name})", pa.array(np.ascontiguousarray(probabilities[:, c])))
    write_table(table, output)
    return {"output": output, "rows": len(values)}


def write_table(table: pa.Table, output: Path) -> None:
    """Write a table as CSV or Parquet, by its suffix, beside its place first."""
    temporary = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        if output.suffix == ".csv":
            import pyarrow.csv as pa_csv

            pa_csv.write_csv(table, temporary)
        elif output.suffix == ".parquet":
            import pyarrow.parquet as pq

            pq.write_table(table, temporary)
        else:
            raise ProjectError(f"{output}: write to a .csv or a .parquet file")
        os.replace(temporary, output)
    finally:
        temporary.unlink(missing_ok=True)
