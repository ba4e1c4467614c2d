"""A run told to other systems: PROV-JSON, OpenLineage, a model card, a datasheet."""

from __future__ import annotations

import json
import re
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import hostile
import pytest
from typer.testing import CliRunner

import sayso
from sayso.audit import cards, lineage
from sayso.audit.record import Record
from sayso.cli import app

TEXT = {"type": "string", "minLength": 1}
FACET = {
    "type": "object",
    "required": ["_producer", "_schemaURL"],
    "properties": {"_producer": {**TEXT, "format": "uri"}, "_schemaURL": {**TEXT, "format": "uri"}},
}
DATASET = {
    "type": "object",
    "required": ["namespace", "name"],
    "properties": {"namespace": TEXT, "name": TEXT, "facets": {"type": "object", "additionalProperties": FACET}},
}
RUN_EVENT = {
    "type": "object",
    "required": ["eventTime", "producer", "schemaURL", "run", "job"],
    "properties": {
        "eventType": {"enum": ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"]},
        "eventTime": {**TEXT, "format": "date-time"},
        "producer": {**TEXT, "format": "uri"},
        "schemaURL": {**TEXT, "format": "uri"},
        "run": {
            "type": "object",
            "required": ["runId"],
            "properties": {"runId": {**TEXT, "format": "uuid"}, "facets": {"additionalProperties": FACET}},
        },
        "job": DATASET,
        "inputs": {"type": "array", "items": DATASET, "minItems": 1},
        "outputs": {"type": "array", "items": DATASET, "minItems": 1},
    },
}
"""The shape of a RunEvent in OpenLineage 2-0-2."""


@pytest.fixture(params=["ran", "attacked"])
def record(request: pytest.FixtureRequest) -> Record:
    return Record.of(sayso.Project(request.getfixturevalue(request.param)).last_run())


def test_prov_is_read_back_by_the_prov_library(record: Record, tmp_path: Path) -> None:
    model = pytest.importorskip("prov.model", reason="the prov package is not installed")
    text = json.dumps(lineage.prov(record))
    document = model.ProvDocument.deserialize(content=text, format="json")
    sentences = [e for e in document.get_records(model.ProvEntity) if "run:sentence-" in str(e.identifier)]
    assert len(sentences) == len(record.told)
    derived = list(document.get_records(model.ProvDerivation))
    spans = {str(value) for d in derived for name, value in d.attributes if str(name) == "sayso:spans"}
    assert spans == {" ".join(f"{a}-{b}" for a, b in told["words"]) for told in record.told}
    assert {str(a.identifier) for a in document.get_records(model.ProvActivity)} == {"run:compile", "run:vote", "run:weigh", "run:train-linear"}  # fmt: skip
    assert json.loads(document.serialize(format="json"))["entity"].keys() == json.loads(text)["entity"].keys()


def test_every_end_of_a_link_is_there(record: Record) -> None:
    told = lineage.prov(record)
    there = {name for kind in ("entity", "activity", "agent") for name in told[kind]}
    assert all(re.fullmatch(r"run:[A-Za-z0-9._-]+", name) for name in there)
    links = [link for kind, links in told.items() if kind not in ("prefix", "entity", "activity", "agent") for link in links.values()]  # fmt: skip
    ends = [value for link in links for name, value in link.items() if name.startswith("prov:")]
    assert len(ends) > 20 and set(ends) <= there
    digests = {e["sayso:sha256"] for e in told["entity"].values() if "sayso:sha256" in e}
    assert set(record.manifest["inputs"].values()) <= digests


def test_openlineage_has_the_shape_of_a_run_event(record: Record) -> None:
    event = lineage.openlineage(record)
    jsonschema = pytest.importorskip("jsonschema", reason="the jsonschema package is not installed")
    jsonschema.validate(event, RUN_EVENT)
    for wrong in ({"run": {}}, {"eventType": "DONE"}, {"inputs": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**event, **wrong}, RUN_EVENT)


def test_openlineage_tells_what_the_run_was(record: Record) -> None:
    event = lineage.openlineage(record)
    assert uuid.UUID(event["run"]["runId"]) and datetime.fromisoformat(event["eventTime"]).tzinfo is not None
    facet: dict[str, Any] = event["run"]["facets"]["sayso_labeling"]
    assert [f["digest"] for f in facet["functions"]] == [told["digest"] for told in record.told]
    assert facet["rows"] == record.facts["rows"] and facet["goldUsedFor"] == "scoring only"
    labels = next(o for o in event["outputs"] if o["name"] == "labels.parquet")
    fields = {f["field"] for f in labels["facets"]["columnLineage"]["fields"]["label"]["inputFields"]}
    assert fields == {c.name for c in record.schema.columns}
    assert {i["name"]: i["facets"]["version"]["datasetVersion"] for i in event["inputs"]} == record.manifest["inputs"]


def test_cards_are_filled_from_the_record(ran: Path, tmp_path: Path) -> None:
    record = Record.of(sayso.Project(ran).last_run())
    card, sheet = cards.model_card(record), cards.datasheet(record)
    assert "| linear | " in card and "scoring only" in card and record.manifest["outputs"]["model/linear/linear.skops"] in card  # fmt: skip
    assert "## Intended use\n\n*To be written by those who know" in card
    assert all(cards.plain(told["sentence"]) in sheet for told in record.told)
    assert all(sha in sheet for sha in record.manifest["inputs"].values())
    done = CliRunner().invoke(app, ["export", "-p", str(ran), "--datasheet"])
    assert done.stdout == sheet
    assert CliRunner().invoke(app, ["export", "-p", str(ran)]).exit_code == 2


def test_cards_take_no_markup(attacked: Path) -> None:
    record = Record.of(sayso.Project(attacked).last_run())
    for text in (cards.model_card(record), cards.datasheet(record)):
        assert "<" not in text and not hostile.steering(text)
        assert not re.search(r"(?<!\\)[`\[]", text.replace("`sayso why ROW`", "")) and "\\{\\{1111111\\*3\\}\\}" in text
        rows = [line for line in text.splitlines() if line.startswith("|")]
        assert all(len(re.findall(r"(?<!\\)\|", row)) in (3, 4, 5, 6) for row in rows)
