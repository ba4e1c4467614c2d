"""Functions over a Spark DataFrame: Arrow batches in, votes out, the same to the bit as on one machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sayso.grammar.schema import Schema
from sayso.runtime import slicing, working
from sayso.runtime.apply import check_columns, names_read, schema_of, unique, work_of
from sayso.runtime.shipping import packed, unpacked
from sayso.runtime.votes import Cast, Votes, by_row, small
from sayso.runtime.working import Done, Function, Work

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from sayso.runtime.label_model import Patterns

_LIST = pa.list_(pa.int16())
_UNFIT = pa.list_(pa.struct([("column", pa.string()), ("told", pa.string())]))


def apply(functions: Sequence[Function], dataframe: DataFrame, row_id: str, schema: Schema | None = None) -> DataFrame:
    """Run functions over a Spark DataFrame: for each row its id and the functions that vote, with what they vote.

    The columns are `row`, `function` (the functions' numbers), `outcome` (what each of them votes, coded as in `Votes`),
    `raised` (the Python functions that raised) and `unfit` (the columns whose value did not fit, where the schema takes it for
    missing, and what is wrong with it). `row_id` names the column of ids. The plan travels as JSON, Python functions as
    `module:name` with the digest of their source, refused where it differs. Raises `DataError` for a column that is not there."""
    work = work_of(functions, schema_of(functions, None, schema))
    check_columns(work.plan, [*dataframe.columns], work.schema)
    names = names_read(work)
    chosen = [row_id, *(name for name in names or dataframe.columns if name != row_id)]
    kind = dataframe.schema[row_id].dataType.simpleString()
    lists = "function array<smallint>, outcome array<smallint>, raised array<smallint>"
    told = f"row {kind}, {lists}, unfit array<struct<column: string, told: string>>"
    return dataframe.select(*chosen).mapInArrow(_runner(packed(work), row_id, names), told)


def _runner(
    sent: str, row_id: str, names: list[str] | None
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What each partition does."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return partition(sent, row_id, names, batches)

    return run


def partition(
    sent: str, row_id: str, names: list[str] | None, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """The votes on the batches of one partition, by work that was sent."""
    work = unpacked(sent)
    for batch in batches:
        table = pa.Table.from_batches([batch])
        for start, stop in slicing.bounds(table):
            part = table.slice(start, stop - start)
            done = work.on_table(part if names is None else part.select(names), start)
            yield from _rows(done, part.column(row_id)).to_batches()


def _rows(done: Done, ids: pa.ChunkedArray) -> pa.Table:
    """Votes row by row."""
    function, outcome = by_row(done.cast, done.rows)
    raised: list[list[int]] = [[] for _ in range(done.rows)]
    for j, rows in enumerate(done.raised):
        for row in rows:
            raised[row].append(j)
    unfit: list[list[dict[str, str]]] = [[] for _ in range(done.rows)]
    for column, row, what in done.unfit:
        unfit[row].append({"column": column, "told": what})
    told = {"raised": pa.array(raised, _LIST), "unfit": pa.array(unfit, _UNFIT)}
    return pa.table({"row": ids, "function": function, "outcome": outcome, **told})


def votes(functions: Sequence[Function], result: DataFrame, schema: Schema | None = None) -> Votes:
    """Gather what `apply` gave, in order of the row ids, on this machine."""
    work = work_of(functions, schema_of(functions, None, schema))
    table = result.toArrow().sort_by("row")  # sorted here: there it would run everything twice
    raised = np.bincount(_flat(table.column("raised"))[1], minlength=len(functions))
    ids = tuple(table.column("row").to_pylist())
    rows = table.column("unfit").to_pylist()
    unfit = tuple((item["column"], i, item["told"]) for i, row in enumerate(rows) for item in row)
    found = working.unfit([Done(len(table), (), unfit=unfit)])
    return replace(_gathered(work, functions, table), row_ids=ids, raised=tuple(int(n) for n in raised), unfit=found)


def patterns(functions: Sequence[Function], result: DataFrame, schema: Schema | None = None) -> Patterns:
    """What a label model fits on, counted where the rows are: `LabelModel().fit_patterns(patterns)` fits as on all votes, to the bit.

    `result` is what `apply` gave; only the different vote rows come here, each with how often it occurs."""
    from sayso.runtime.label_model import collapse

    work = work_of(functions, schema_of(functions, None, schema))
    table = result.groupBy("function", "outcome").count().toArrow()
    return collapse(_gathered(work, functions, table), counts=table.column("count").to_pylist())


def _gathered(work: Work, functions: Sequence[Function], table: pa.Table) -> Votes:
    """Votes of a table whose rows name the functions that vote, and what each of them votes."""
    function, outcome = (_flat(table.column(name)) for name in ("function", "outcome"))
    cast = []
    for j in range(len(functions)):
        mine = function[1] == j
        cast.append(Cast(function[0][mine].astype(np.int32), outcome[1][mine].astype(small(len(work.outcomes)))))
    names = unique([f.name for f in functions])
    confidences = tuple(f.confidence for f in functions)
    labels = work.schema.labels
    return Votes(tuple(cast), len(table), labels, names, work.outcomes, (), confidences, source=tuple(functions))


def on_table(functions: Sequence[Function], table: pa.Table, schema: Schema, master: str) -> Votes:
    """The votes on a table that is here, by a Spark session of that master."""
    name = "row" if "row" not in table.column_names else max(table.column_names, key=len) + " row"
    frame = session(master).createDataFrame(table.append_column(name, pa.array(np.arange(len(table)))))
    return votes(functions, apply(functions, frame, name, schema), schema)


def session(master: str) -> SparkSession:
    """A Spark session of that master; the one that is there already, where there is one.

    On this machine alone ("local[2]") its processes run this very Python, and it listens to nobody else."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("sayso")
    if not master.startswith("local"):
        return builder.getOrCreate()
    for name, value in _HERE.items():
        builder = builder.config(name, value)
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # Spark has no other way to be told, and reads it once
    try:
        return builder.getOrCreate()
    finally:
        if before is None:
            del os.environ["PYSPARK_PYTHON"]


_HERE = {"spark.driver.host": "localhost", "spark.driver.bindAddress": "127.0.0.1", "spark.ui.enabled": "false"}


def _flat(column: pa.ChunkedArray) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The row of each item of a column of lists, and the item."""
    array = pa.concat_arrays([*column.chunks, pa.array([], column.type)])
    rows = np.repeat(np.arange(len(array)), array.value_lengths().to_numpy(zero_copy_only=False))
    return rows, array.flatten().to_numpy(zero_copy_only=False)
