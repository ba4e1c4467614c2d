"""A run for other systems: W3C PROV-JSON, and an OpenLineage run event with a facet of our own.

PROV-JSON: https://www.w3.org/submissions/prov-json/. OpenLineage 2-0-2: https://openlineage.io/spec/2-0-2/OpenLineage.json.
"""

from __future__ import annotations

import uuid
from typing import Any

from sayso.audit.record import Record

NAMESPACE = "urn:sayso:"
PRODUCER = "https://pypi.org/project/sayso"
SPEC = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
FACETS = "https://openlineage.io/spec/facets/1-0-0"


def prov(record: Record) -> dict[str, Any]:
    """PROV-JSON: sentences, functions, data, votes, labels and models are entities; compiling, voting, weighing and training
    are activities; people and software are agents. A function is derived from the characters of its sentence, named as spans."""
    told = _Prov(record)
    told.software()
    for name, sha in record.manifest["inputs"].items():
        told.entity(f"input-{name}", {"prov:type": _typed("sayso:Input"), "sayso:file": name, "sayso:sha256": sha})
    for i, function in enumerate(record.told, 1):
        told.function(i, function)
    told.outputs()
    return told.document


class _Prov:
    """A PROV-JSON document as it grows."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.document: dict[str, Any] = {"prefix": {"sayso": NAMESPACE, "run": f"{NAMESPACE}run:{record.name}:"}}
        self.made_at = str(record.facts.get("written", ""))

    def entity(self, name: str, attributes: dict[str, Any]) -> str:
        return self._add("entity", name, attributes)

    def _add(self, kind: str, name: str, attributes: dict[str, Any]) -> str:
        known = f"run:{_local(name)}"
        self.document.setdefault(kind, {})[known] = attributes
        return known

    def link(self, kind: str, **ends: Any) -> None:
        """A relation between two things; its attributes are named in full."""
        links = self.document.setdefault(kind, {})
        links[f"_:{kind}{len(links) + 1}"] = {k.replace("__", ":"): v for k, v in ends.items()}

    def software(self) -> None:
        version = self.record.manifest["packages"].get("sayso", "")
        self._add("agent", "sayso", {"prov:type": _typed("prov:SoftwareAgent"), "sayso:version": version})
        for activity in ("compile", "vote", "weigh", *(f"train-{model}" for model in self.record.models)):
            times = {"prov:endTime": self.made_at} if self.made_at else {}
            known = self._add("activity", activity, {**times, "prov:type": _typed("sayso:Stage")})
            self.link("wasAssociatedWith", prov__activity=known, prov__agent="run:sayso")
        for name, sha in self.record.manifest["inputs"].items():
            del sha
            stage = "compile" if name.endswith((".say", ".toml")) else "vote"
            self.link("used", prov__activity=f"run:{stage}", prov__entity=f"run:{_local(f'input-{name}')}")

    def function(self, i: int, told: dict[str, Any]) -> None:
        sentence = self.entity(
            f"sentence-{i}",
            {
                "prov:type": _typed("sayso:Sentence"),
                "prov:value": told["sentence"],
                "sayso:file": told["file"],
                "sayso:line": told["line"],
            },
        )
        function = self.entity(
            f"function-{i}",
            {
                "prov:type": _typed("sayso:LabelingFunction"),
                "prov:label": told["name"],
                "sayso:reads": told["paraphrase"],
                "sayso:sha256": told["digest"],
                "sayso:votes": told["votes"],
            },
        )
        spans = " ".join(f"{start}-{end}" for start, end in told["words"])
        self.link(
            "wasDerivedFrom",
            prov__generatedEntity=function,
            prov__usedEntity=sentence,
            prov__activity="run:compile",
            sayso__spans=spans,
        )
        self.link("wasGeneratedBy", prov__entity=function, prov__activity="run:compile")
        self.link("used", prov__activity="run:vote", prov__entity=function)
        if told.get("author"):
            author = self._add(
                "agent", f"person-{told['author']}", {"prov:type": _typed("prov:Person"), "prov:label": told["author"]}
            )
            self.link("wasAttributedTo", prov__entity=sentence, prov__agent=author)

    def outputs(self) -> None:
        outputs = self.record.manifest["outputs"]
        stages = {"votes.parquet": "vote", "labels.parquet": "weigh", "label_model.json": "weigh"}
        for name, sha in outputs.items():
            stage = stages.get(name) or (f"train-{name.split('/')[1]}" if name.startswith("model/") else "")
            if stage:
                known = self.entity(
                    f"output-{name}", {"prov:type": _typed("sayso:Output"), "sayso:file": name, "sayso:sha256": sha}
                )
                self.link("wasGeneratedBy", prov__entity=known, prov__activity=f"run:{stage}")
        self.link("used", prov__activity="run:weigh", prov__entity="run:output-votes.parquet")
        for model in self.record.models:
            self.link("used", prov__activity=f"run:train-{_local(model)}", prov__entity="run:output-labels.parquet")


def _local(name: str) -> str:
    """A name that PROV-JSON takes as the local part of a qualified one: what is not plain is written by its number."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-._") else f"_{ord(c):x}_" for c in name)


def _typed(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def openlineage(record: Record) -> dict[str, Any]:
    """An OpenLineage run event: the data and the sentences in, votes, labels and models out."""
    manifest, facts = record.manifest, record.facts
    lineage = {
        "fields": {
            "label": {"inputFields": [_field(record, c.name) for c in record.schema.columns if _read(record, c.name)]}
        }
    }
    names = [name for name in manifest["outputs"] if name.endswith((".parquet", ".skops", ".safetensors"))]
    return {
        "eventType": "COMPLETE",
        "eventTime": str(facts["written"]),
        "producer": PRODUCER,
        "schemaURL": SPEC,
        "run": {
            "runId": str(
                uuid.uuid5(uuid.NAMESPACE_URL, NAMESPACE + record.name + manifest["outputs"]["labels.parquet"])
            ),
            "facets": {"sayso_labeling": _facet("SaysoLabelingRunFacet", _labeling(record))},
        },
        "job": {
            "namespace": "sayso",
            "name": str(facts.get("project", record.name)),
            "facets": {
                "jobType": _facet(
                    "JobTypeJobFacet", {"processingType": "BATCH", "integration": "SAYSO", "jobType": "RUN"}
                )
            },
        },
        "inputs": [_dataset(name, sha) for name, sha in manifest["inputs"].items()],
        "outputs": [
            _dataset(
                name,
                manifest["outputs"][name],
                {"columnLineage": _facet("ColumnLineageDatasetFacet", lineage)} if name == "labels.parquet" else {},
            )
            for name in names
        ],
    }


def _read(record: Record, column: str) -> bool:
    from sayso.audit.sentences import columns_read

    return any(column in columns_read(record, i) for i in range(len(record.functions)))


def _field(record: Record, column: str) -> dict[str, Any]:
    data = next((n for n in record.manifest["inputs"] if not n.endswith((".say", ".toml"))), "")
    how = {"type": "INDIRECT", "subtype": "CONDITIONAL", "description": "labeling functions read it", "masking": False}
    return {"namespace": "sayso", "name": data, "field": column, "transformations": [how]}


def _dataset(name: str, sha: str, facets: dict[str, Any] | None = None) -> dict[str, Any]:
    version = _facet("DatasetVersionDatasetFacet", {"datasetVersion": sha})
    return {"namespace": "sayso", "name": name, "facets": {"version": version, **(facets or {})}}


def _facet(kind: str, told: dict[str, Any]) -> dict[str, Any]:
    url = f"{NAMESPACE}facet:{kind}" if kind.startswith("Sayso") else f"{FACETS}/{kind}.json"
    return {"_producer": PRODUCER, "_schemaURL": url, **told}


def _labeling(record: Record) -> dict[str, Any]:
    kept = ("name", "label", "sentence", "paraphrase", "digest", "file", "line", "votes", "author")
    return {
        "rows": record.facts.get("rows"),
        "rowsWithVote": record.facts.get("rows with a vote"),
        "goldUsedFor": record.facts.get("gold labels used for"),
        "seed": record.facts.get("seed"),
        "models": list(record.models),
        "functions": [{name: told.get(name) for name in kept} for told in record.told],
    }
