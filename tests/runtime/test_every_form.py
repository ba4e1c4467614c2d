"""Every form of the language on every engine: batch, Corpus, processes, what Spark's partitions run, and Spark itself."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import every_form
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slow import references

import sayso
from sayso.grammar import plan
from sayso.grammar.function import LabelingFunction
from sayso.parser.compiler import Compiler
from sayso.runtime import shipping, slicing
from sayso.runtime.apply import names_read, work_of
from sayso.runtime.spark import partition

Matrix = Any


@pytest.fixture(scope="module")
def functions(compiler: Compiler) -> list[LabelingFunction]:
    return every_form.compiled(compiler)


@pytest.fixture(scope="module")
def cheap(functions: list[LabelingFunction]) -> list[LabelingFunction]:
    return [f for f in functions if not every_form.asks_a_model(f)]


@pytest.fixture(scope="module")
def dear(functions: list[LabelingFunction]) -> list[LabelingFunction]:
    return [f for f in functions if every_form.asks_a_model(f)]


def test_every_form_and_every_operation_is_among_them(functions: list[LabelingFunction]) -> None:
    assert every_form.missing(functions) == set()
    operations = {type(op) for f in functions for op in every_form.operations(f)}
    known = {kind for kind in vars(plan).values() if isinstance(kind, type) and issubclass(kind, plan.Op)}
    assert known - operations == {plan.Op, plan.Spots, plan.Number, plan.Test}


def some_rows(functions: list[LabelingFunction], each: int) -> list[every_form.Row]:
    random = Random(0)
    return [every_form.row(random, function) for function in functions for _ in range(each)]


def voted(function: LabelingFunction, row: every_form.Row) -> tuple[str, ...]:
    """What a function votes on a row, by the references."""
    return next((branch.labels for branch in function.branches if references.holds(branch.test, row)), ())


def said(votes: sayso.Votes, row: int, function: int) -> tuple[str, ...]:
    code = int(votes.matrix[row, function])
    return votes.outcomes[code] if code >= 0 else ()


def by_partitions(functions: list[LabelingFunction], table: pa.Table, size: int) -> Matrix:
    """The votes by what a Spark partition runs: work sent as JSON, record batches in, rows of votes out."""
    work = work_of(functions, functions[0].schema)
    batches = iter(table.to_batches(max_chunksize=size))
    found = pa.Table.from_batches(partition(shipping.packed(work), "id", names_read(work), batches))
    matrix = np.full((len(table), len(functions)), -1)
    for i, (who, what) in enumerate(zip(found["function"].to_pylist(), found["outcome"].to_pylist(), strict=True)):
        matrix[i, who] = what
    return matrix


@pytest.mark.parametrize(
    ("kind", "each"), [("cheap", 1), ("dear", 1), pytest.param("cheap", 5, marks=pytest.mark.slow)]
)
def test_every_form_votes_on_every_engine_as_the_references_do(
    kind: str, each: int, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions: list[LabelingFunction] = request.getfixturevalue(kind)
    rows, schema = some_rows(functions, each), functions[0].schema
    table = every_form.table(rows, schema)
    batch = sayso.apply(functions, table)
    wrong = [
        (functions[i // each].sentence, rows[i], said(batch, i, i // each))
        for i in range(len(rows))
        if said(batch, i, i // each) != voted(functions[i // each], rows[i])
    ]
    assert wrong == []
    fired = {j for j in range(len(functions)) if (batch.matrix[:, j] != -1).any()}
    assert len(fired) > 0.5 * len(functions)
    monkeypatch.setattr(slicing, "ROWS", len(rows) // 2 - 3)
    pq.write_table(table, tmp_path / "data.parquet", row_group_size=100)
    others: dict[str, Matrix] = {
        "chunks": sayso.apply(functions, table),
        "a file": sayso.apply(functions, tmp_path / "data.parquet"),
        "corpus": sayso.apply(functions, sayso.Corpus(table, schema)),
        "corpus on disk": sayso.apply(functions, sayso.Corpus(table, schema, cache=tmp_path / "cache")),
        "corpus from disk": sayso.apply(functions, sayso.Corpus(table, schema, cache=tmp_path / "cache")),
        "processes": sayso.apply(functions, table, workers=2),
        "partitions": by_partitions(functions, table, 150),
    }
    assert {name for name, votes in others.items() if (np.asarray(votes) != batch.matrix).any()} == set()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), random=st.randoms(use_true_random=False), size=st.integers(1, 6))
def test_random_functions_rows_and_chunkings_vote_as_the_references_do(
    cheap: list[LabelingFunction], data: st.DataObject, random: Random, size: int
) -> None:
    chosen = data.draw(st.lists(st.sampled_from(cheap), min_size=1, max_size=4, unique_by=lambda f: f.name))
    rows = [every_form.row(random, random.choice(chosen)) for _ in range(random.randint(1, 6))]
    expected = [[voted(function, row) for function in chosen] for row in rows]
    table = every_form.table(rows, chosen[0].schema)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slicing, "ROWS", size)
        batch = sayso.apply(chosen, table)
        corpus = sayso.apply(chosen, sayso.Corpus(table, chosen[0].schema))
    for votes in (batch, corpus):
        assert [[said(votes, i, j) for j in range(len(chosen))] for i in range(len(rows))] == expected
    assert (by_partitions(chosen, table, size) == batch.matrix).all()


@pytest.mark.slow
def test_every_form_votes_on_spark_as_in_one_process(functions: list[LabelingFunction], spark_session: Any) -> None:
    import sayso.spark

    table = every_form.table(some_rows(functions[::3], 1), functions[0].schema)
    here = sayso.apply(functions, table)
    frame = spark_session.createDataFrame(table).repartition(4)
    there = sayso.spark.votes(functions, sayso.spark.apply(functions, frame, "id"))
    assert (there.matrix == here.matrix).all() and there.matrix.dtype == here.matrix.dtype


def test_a_form_that_is_not_run_is_noticed(functions: list[LabelingFunction]) -> None:
    assert "DistanceOf" in every_form.missing([f for f in functions if "DistanceOf" not in repr(f.form)])
