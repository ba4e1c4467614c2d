"""A model card and a datasheet, filled from the record alone: what it does not know is left to be written by those who do.

Model cards: Mitchell et al. 2019 (arXiv:1810.03993). Datasheets: Gebru et al. 2021 (arXiv:1803.09010).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sayso.audit import page
from sayso.audit.inert import inert
from sayso.audit.record import Record

OPEN = "*To be written by those who know; the record does not say.*"


def plain(text: object) -> str:
    """A text of the user's on one line, with nothing that Markdown or HTML would take for its own."""
    line = " ".join(inert(str(text)).split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]#|!~()$])", r"\\\1", line)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    return [*lines, *(f"| {' | '.join(plain(value) for value in row)} |" for row in rows), ""]


def _labels(record: Record) -> list[str]:
    told = page.labels(record)
    return _table(
        ("label", "rows", "share", "sentences"),
        ((x["label"], x["rows"], f"{x['share']:.1%}", x["sentences"]) for x in told),
    )


def model_card(record: Record) -> str:
    """The model card of a run's end models, in Markdown."""
    facts, manifest = record.facts, record.manifest
    rows = page.flow(record)
    scores = [(s["model"], s["accuracy"], s["macro-F1"], s["rows"]) for s in manifest.get("scores", [])]
    lines = [
        f"# Model card: {plain(facts.get('project', record.name))}",
        "",
        "## Model details",
        "",
        f"- Run: {plain(record.name)}, written {plain(facts.get('written', ''))}, Sayso {plain(manifest['packages']['sayso'])}",
        f"- Models: {plain(', '.join(record.models) or 'none')}; they read {plain(', '.join(record.read))}",
        f"- Labels: {plain(', '.join(record.schema.labels))}",
        f"- Trained on the labels that {len(record.told)} sentences of experts gave, weighed by a label model; seed {plain(facts.get('seed'))}",
        "",
        "## Intended use",
        "",
        OPEN,
        "",
        "## Training data",
        "",
        f"{rows['labelled']} of {rows['rows']} rows had a label; on {rows['contested']} of them sentences contradict each other.",
        "",
        *_labels(record),
        "## Evaluation",
        "",
        f"Gold labels were used for: {plain(facts.get('gold labels used for'))}.",
        "",
        *(
            _table(("model", "accuracy", "macro-F1", "rows"), scores)
            if scores
            else ["Nothing was scored: there are no gold labels.", ""]
        ),
        "## Ethical considerations, caveats and recommendations",
        "",
        OPEN,
        "",
        "Every training label can be followed to the words that gave it (`sayso why ROW`); what the model says of a new text cannot.",
        "",
        "## Files by SHA-256",
        "",
        *_table(("file", "SHA-256"), ((n, sha) for n, sha in manifest["outputs"].items() if n.startswith("model/"))),
    ]
    return "\n".join(lines)


def datasheet(record: Record) -> str:
    """The datasheet of a run's labeled rows, in Markdown."""
    facts, manifest = record.facts, record.manifest
    rows = page.flow(record)
    columns = [(c.name, c.kind, c.description) for c in record.schema.columns]
    unfit = [f"- {plain(many)} {plain(name)}" for name, many in facts.items() if name.startswith("unfit values")]
    lines = [
        f"# Datasheet: {plain(facts.get('project', record.name))}",
        "",
        "## Motivation",
        "",
        OPEN,
        "",
        "## Composition",
        "",
        f"{rows['rows']} rows of training data. Columns that sentences may speak of:",
        "",
        *_table(("column", "kind", "description"), columns),
        *unfit,
        "Labels given by the sentences:",
        "",
        *_labels(record),
        f"No sentence speaks about {rows['none']} rows, which have no label then, but for those labelled by hand: {rows['hand']} of all rows were.",
        "",
        "## Collection process",
        "",
        OPEN,
        "",
        "Files, as they were when the run was made:",
        "",
        *_table(("file", "SHA-256"), manifest["inputs"].items()),
        "## Preprocessing, cleaning, labeling",
        "",
        "Each of these sentences is a labeling function; a label model weighed their votes.",
        "",
        *_table(
            ("id", "label", "sentence", "reads as", "rows"),
            ((t["name"], t["label"], t["sentence"], t["paraphrase"], t["votes"]) for t in record.told),
        ),
        "## Uses, distribution, maintenance",
        "",
        OPEN,
        "",
    ]
    return "\n".join(lines)
