"""Every sentence that the tests know, by the world (the schema) that it speaks about.

"house" is the schema of `tests/support/house.py`: golden readings and the forms' own examples. "lawyer" is the project of
`examples/clauses`, a "topic" is one of `golden_topics`. The others need `../shared`, beside a founder's checkout: the
exam's domains, the worlds of `sentences.jsonl`, and real explanations.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import golden_topics
from golden_topics import Known, known

import sayso
from sayso.grammar.forms import FORMS
from sayso.parser.families import load

ROOT = Path(__file__).resolve().parent.parent.parent
SHARED = ROOT.parent / "shared"
GOLDEN = ROOT / "tests" / "golden" / "readings.txt"


HOME = ("golden", "examples", "lawyer")
"""The sources that every checkout has."""
ELSEWHERE = (
    *(f"exam-{name}" for name in ("chem_disease", "clauses", "emails", "kitchen")),
    *(f"world-{name}" for name in ("spam", "docs", "spouse", "reviews", "tickets", "clinic", "vision")),
    *("spouse", "cdr", "image"),
)
"""The sources that need `../shared`."""


@cache
def topics() -> dict[str, list[golden_topics.Case]]:
    """The golden topics, a source a schema: "topic-frames", and "topic-names-2" for the second that a file has."""
    worlds: dict[str, dict[golden_topics.World, list[golden_topics.Case]]] = {}
    for case in golden_topics.cases():
        worlds.setdefault(case.topic, {}).setdefault(case.world, []).append(case)
    return {
        f"topic-{topic}" + (f"-{n}" if n > 1 else ""): cases
        for topic, found in worlds.items()
        for n, cases in enumerate(found.values(), 1)
    }


def golden() -> list[tuple[Known, str]]:
    """What is typed, and what it reads as: two lines each."""
    lines = [line for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [(known(typed), read) for typed, read in zip(lines[::2], lines[1::2], strict=True)]


@cache
def sentences(source: str) -> tuple[Known, ...]:
    """The sentences of a source, in their order."""
    if source == "golden":
        return tuple(sentence for sentence, _ in golden())
    if source == "examples":
        load()
        return tuple(Known(example.sentence) for _, form in sorted(FORMS.items()) for example in form.examples)
    if source == "lawyer":
        return tuple(Known(entry.sentence) for entry in _lawyer().say.entries)
    if source.startswith("topic-"):
        return tuple(case.typed for case in topics()[source])
    if source.startswith("exam-"):
        name = source.removeprefix("exam-")
        folder = SHARED / "exam" / "suite"
        cases = [case for sort in ("cases", "refuse") for case in _lines(folder / f"{name}.{sort}.jsonl")]
        return tuple(Known(case["text"], case.get("given_label")) for case in cases)
    if source.startswith("world-"):
        name = source.removeprefix("world-")
        return tuple(Known(s["text"]) for s in _lines(SHARED / "data" / "sentences.jsonl") if s["world"] == name)
    if source == "image":
        return tuple(Known(s["text"], "yes") for s in _lines(SHARED / "data" / "babble" / "image.jsonl"))
    return tuple(Known(s["text"], s["label"]) for s in _lines(SHARED / "data" / source / "explanations.jsonl"))


@cache
def schema(source: str) -> sayso.Schema | None:
    """The schema that a source speaks about; None for the house's, which is a fixture."""
    if source in ("golden", "examples"):
        return None
    if source == "lawyer":
        return _lawyer().schema
    if source.startswith("topic-"):
        return topics()[source][0].world.schema()
    given = _exam if source.startswith("exam-") else _world if source.startswith("world-") else _explained
    return sayso.Schema.from_dict(given(source.partition("-")[2] or source))


def _lawyer() -> Any:
    return sayso.Project(ROOT / "examples" / "clauses")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _exam(name: str) -> dict[str, Any]:
    """A domain of the exam: the values of a category are known from the probe rows."""
    domain = json.loads((SHARED / "exam" / "suite" / f"{name}.domain.json").read_text("utf-8"))
    columns = {column: dict(told) for column, told in domain["columns"].items()}
    for column, told in columns.items():
        if told["kind"] == "category":
            told["values"] = sorted({row[column] for row in domain["rows"] if row.get(column) is not None})
    return {
        "labels": domain["labels"],
        "columns": columns,
        "default_text": domain["default_text"],
        "lists": domain.get("lists", {}),
    }


_SORTS = {"text": "text", "num": "number", "bool": "boolean", "date": "date", "cat": "category", "preds": "category"}


def _world(name: str) -> dict[str, Any]:
    told = json.loads((SHARED / "data" / "sentences.schemas.json").read_text("utf-8"))[name]
    columns: dict[str, dict[str, Any]] = {}
    for sort, kind in _SORTS.items():
        columns |= {column: {"kind": kind} for column in told.get(sort, [])}
    for column in told.get("preds", []):
        columns[column] = {"kind": "score" if "score" in column else "category"}
    columns |= {column: {"kind": "span"} for column in told.get("args", [])}
    columns |= {column: {"kind": "box"} for column in told.get("boxes", [])}
    for column in told["cat"]:
        columns[column]["values"] = told.get("vals", [])
    for spoken, column in told["alias"].items():
        if column:
            columns[column].setdefault("aka", []).append(spoken)
    return {"labels": told["labels"], "columns": columns, "lists": {name: ["one", "two"] for name in told["lists"]}}


_LISTS = {
    "spouse": {"spouse": ["wife", "husband", "spouse"], "family": ["son", "daughter", "brother"], "work": ["coach"]},
    "cdr": {
        **{"causal": ["induced", "caused"], "treat": ["treated", "therapy"], "procedure": ["surgery"]},
        **{"uncertain": ["may", "possible"], "weak": ["mild"], "ctd_unspecified": ["x y"], "pain": ["pain", "ache"]},
    },
}


def _explained(name: str) -> dict[str, Any]:
    if name == "image":
        return {"labels": ["yes", "no"], "columns": {f"box {x}": {"kind": "box"} for x in "xy"}}
    ends = {"spouse": ("person1", "person2"), "cdr": ("chemical", "disease")}[name]
    labels = {"spouse": ["spouse", "not spouse"], "cdr": ["causes", "none"]}[name]
    columns: dict[str, dict[str, Any]] = {"sentence": {"kind": "text"}, **{end: {"kind": "span"} for end in ends}}
    return {"labels": labels, "columns": columns, "lists": _LISTS[name]}
