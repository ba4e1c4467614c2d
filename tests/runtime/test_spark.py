"""Work that travels, and Spark: the same votes to the bit as in one process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import voters

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import segments, shipping
from sayso.runtime.apply import work_of
from sayso.runtime.label_model import LabelModel
from sayso.runtime.spark import partition

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["a", "b", "c"],
        "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}, "signed": {"kind": "date"}},
        "lists": {"words of rent": ["rent", "租金"]},
        "today": "2026-01-31",
    }
)
SAID = [
    "label a if the text mentions any of the words of rent",
    "b if 'rent' comes within 3 words of 'due' in the text, otherwise c",
    "not c if n is over 2 and the text is not missing",
    "c if 'rent' and 'due' appear in the same sentence of the text",
    "a if it was signed before 2020-01-01",
    "b if the text contains a word that starts with 'É'",
]


@pytest.fixture(scope="module")
def functions() -> list[Any]:
    compiler = Compiler(SCHEMA)
    return [*(compiler.compile(sentence).best for sentence in SAID), voters.long_text, voters.whole_number]


def table(rows: int) -> pa.Table:
    random = np.random.default_rng(0)
    words = ["rent", "due", "é", "Été", "租金", "flat.", "The", "a"]
    texts = [None if i % 50 == 7 else " ".join(random.choice(words, size=6)) for i in range(rows)]
    numbers = [None if i % 9 == 4 else float(i % 7) / 2 for i in range(rows)]
    dates = [f"20{10 + i % 20}-05-01" for i in range(rows)]
    return pa.table({"id": [f"r{i:06d}" for i in range(rows)], "text": texts, "n": numbers, "signed": dates})


def test_work_travels_as_the_same_json(functions: list[Any]) -> None:
    work = work_of(functions, SCHEMA)
    told = shipping.packed(work)
    sent = shipping.unpacked(told)
    assert shipping.packed(sent) == told and json.loads(told)["functions"][-1]["python"] == "voters:whole_number"
    assert sent.plan.functions == work.plan.functions and sent.schema == work.schema
    assert [f.digest for f in sent.functions] == [f.digest for f in functions]


def test_work_planned_with_another_tokenizer_is_refused(functions: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    told = shipping.packed(work_of(functions, SCHEMA)).replace(segments.VERSION, "tokens of tomorrow")
    with pytest.raises(sayso.SaysoError, match="tokens of tomorrow"):
        shipping.unpacked(told)


def test_a_changed_python_function_is_refused(functions: list[Any]) -> None:
    told = shipping.packed(work_of(functions, SCHEMA)).replace(voters.long_text.digest, "0" * 64)
    with pytest.raises(sayso.SaysoError, match="voters:long_text is not the one that was sent"):
        shipping.unpacked(told)


def test_a_partition_votes_as_one_process_does(functions: list[Any]) -> None:
    data = table(500)
    here = sayso.apply(functions, data.drop_columns("id"), SCHEMA)
    sent = shipping.packed(work_of(functions, SCHEMA))
    found = pa.Table.from_batches(
        partition(sent, "id", ["n", "signed", "text"], iter(data.to_batches(max_chunksize=130)))
    )
    expected = here.to_arrow()
    assert found.column("row").to_pylist() == data.column("id").to_pylist()
    assert found.column("function").to_pylist() == expected.column("function").to_pylist()
    assert found.column("outcome").to_pylist() == expected.column("outcome").to_pylist()
    raised = found.column("raised").to_pylist()
    assert [sum(j in row for row in raised) for j in range(len(functions))] == list(here.raised) and any(raised)


@pytest.mark.slow
def test_spark_votes_to_the_bit_as_one_process_does(spark_session: Any, functions: list[Any]) -> None:
    import sayso.spark

    data = table(2_000)
    here = sayso.apply(functions, data.drop_columns("id"), SCHEMA, row_ids=data.column("id").to_pylist())
    frame = spark_session.createDataFrame(data).repartition(5)
    there = sayso.spark.votes(functions, sayso.spark.apply(functions, frame, "id", SCHEMA), SCHEMA)
    assert there.matrix.dtype == here.matrix.dtype and (there.matrix == here.matrix).all()
    assert there.row_ids == here.row_ids and there.outcomes == here.outcomes and there.raised == here.raised
    assert there.functions == here.functions and there.confidences == here.confidences
    counted = LabelModel().fit_patterns(
        sayso.spark.patterns(functions, sayso.spark.apply(functions, frame, "id", SCHEMA), SCHEMA)
    )
    fitted = LabelModel().fit(here)
    for name in ("precisions_", "weights_", "balance_", "counts_"):
        assert np.array_equal(getattr(counted, name), getattr(fitted, name)), name
    with pytest.raises(sayso.DataError, match="no column 'signed'"):
        sayso.spark.apply(functions, frame.drop("signed"), "id", SCHEMA)


@pytest.mark.slow
def test_the_command_line_runs_on_spark(spark_session: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import pyarrow.parquet as pq

    from sayso.cli.commands import apply

    pq.write_table(table(300), tmp_path / "d.parquet")
    columns = 'text = {kind = "text"}\nn = {kind = "number"}\n'
    (tmp_path / "sayso.toml").write_text(
        'labels = ["a", "b", "c"]\n[data]\nfiles = ["d.parquet"]\nrow_id = "id"\n[columns]\n' + columns, "utf-8"
    )
    (tmp_path / "a.say").write_text("[one] label a if the text mentions rent\n\n[two] not c if n is over 2\n", "utf-8")
    for engine in ("local", "spark"):
        apply(tmp_path, tmp_path / f"{engine}.parquet", engine=engine, master="local[2]")
    local, spark = (pq.read_table(tmp_path / f"{engine}.parquet") for engine in ("local", "spark"))
    assert local.equals(spark) and local.num_rows == 300
