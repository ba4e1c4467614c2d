"""The report of a run: one page for somebody who was not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from sayso.audit import pictures
from sayso.audit.history import History, Verification
from sayso.audit.pictures import Curve
from sayso.audit.protected import protected
from sayso.audit.record import Record
from sayso.audit.rendering import rendered
from sayso.audit.samples import counted, drawn
from sayso.audit.sentences import Sentence, agreements, contradictions, sentences
from sayso.runtime import manifest

MATRIX = 24
"""Functions that are told one by one in the matrix of agreement; of more, their labels are."""
PAIRS = 10


@dataclass(frozen=True)
class Options:
    """What a report shows beyond its defaults."""

    rows: int = 12
    seed: int = 0
    protect: tuple[str, ...] = ()
    redact: bool = False


def page(
    record: Record,
    root: Path,
    options: Options = Options(),
    history: History | None = None,
    verification: Verification | None = None,
) -> str:
    """The whole page of a run, with what was known of its sentences then, unless another `history` is given.

    `verification` is None while the run is being written: nothing could have changed yet."""
    history = history or record.history
    said = sentences(record, history, options.redact)
    return rendered(
        "report.html",
        name=record.facts.get("project", record.name),
        run=record.name,
        facts=record.facts,
        manifest=record.manifest,
        schema=record.schema,
        seal=manifest.digest(record.folder / manifest.NAME) if verification is not None else "",
        verification=verification,
        history=history,
        options=options,
        sentences=said,
        by_label=_by_label(said, record),
        authors=_authors(said),
        labels=labels(record),
        flow=flow(record),
        matrix=_matrix(record),
        pairs=_pairs(record),
        curves=_curves(record),
        scores=record.manifest.get("scores", []),
        columns=_columns(said, record, options.protect),
        protected=protected(record, root, options.protect),
        drawn=drawn(record, root, options.rows, options.seed),
        models=record.models,
        read=record.read,
        shipped=set(record.models),
        unfit=_unfit(record),
    )


def _by_label(said: Sequence[Sentence], record: Record) -> list[tuple[str, list[Sentence]]]:
    """The sentences by what they say, in the order of the labels; what says several things comes last."""
    found: dict[str, list[Sentence]] = {label: [] for label in record.schema.labels}
    for sentence in said:
        found.setdefault(sentence.label, []).append(sentence)
    return [(label, group) for label, group in found.items() if group]


def _authors(said: Sequence[Sentence]) -> list[tuple[str, int]]:
    named = Counter(sentence.author for sentence in said if sentence.author)
    return sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))


def labels(record: Record) -> list[dict[str, Any]]:
    """Of each label: the rows that have it, how sure they are, the sentences that may say it."""
    rows = record.rows
    given = np.array([label or "" for label in rows.column("label").to_pylist()])
    sure = np.array([0.0 if p is None else p for p in rows.column("probability").to_pylist()])
    labelled = max(1, int((given != "").sum()))
    told = []
    for label in record.schema.labels:
        mine = given == label
        many = int(mine.sum())
        told.append(
            {
                "label": label,
                "rows": many,
                "share": many / labelled,
                "sure": float(sure[mine].mean()) if many else None,
                "sentences": sum(label in f.label for f in record.functions),
            }
        )
    return told


def flow(record: Record) -> dict[str, int]:
    """How many rows had no vote, one, several that agree, several that contradict each other; and those labelled by hand."""
    voters, contested = counted(record.votes)
    several = int((voters > 1).sum())
    return {
        "rows": len(voters),
        "none": int((voters == 0).sum()),
        "one": int((voters == 1).sum()),
        "agree": several - len(contested),
        "contested": len(contested),
        "hand": int(record.model.gold_rows_),
        "labelled": sum(label is not None for label in record.rows.column("label").to_pylist()),
    }


def _matrix(record: Record) -> dict[str, Any]:
    """On how many rows those for one label meet those for another: a picture, and the same as numbers."""
    votes, each = record.votes, agreements(record.votes)
    if len(votes.functions) <= MATRIX:
        names, counts = list(votes.functions), each
    else:
        names = list(votes.labels)
        counts = np.zeros((len(names), len(names)), np.int64)
        held = np.zeros((len(names), len(votes)), dtype=bool)
        for cast in votes.cast:
            for code in np.unique(cast.codes):
                for label in votes.outcomes[code]:
                    held[names.index(label), cast.rows[cast.codes == code]] = True
        counts = held.astype(np.int64) @ held.T.astype(np.int64) if len(votes) < 50_000 else _meet(held)
    drawing = pictures.matrix(names, counts.tolist(), "Rows on which votes meet")
    return {"picture": drawing, "names": names, "counts": counts.tolist(), "by_label": len(votes.functions) > MATRIX}


def _meet(held: Any) -> Any:
    """The same counts a label at a time, which holds less."""
    return np.array([[int((a & b).sum()) for b in held] for a in held], np.int64)


def _pairs(record: Record) -> list[tuple[str, str, int]]:
    """The pairs of sentences that contradict each other on most rows."""
    against = contradictions(record.votes)
    names = record.votes.functions
    found = [(names[i], names[j], int(against[i, j])) for i, j in np.argwhere(np.triu(against, 1)).tolist()]
    return sorted(found, key=lambda pair: (-pair[2], pair[0], pair[1]))[:PAIRS]


def _curves(record: Record) -> list[tuple[Curve, Markup]]:
    told = record.manifest.get("calibration", {})
    curves = [Curve(name, tuple((p, share, n) for p, share, n in bins)) for name, bins in told.items()]
    return [(curve, pictures.reliability(curve)) for curve in curves]


def _columns(said: Sequence[Sentence], record: Record, protect: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "kind": column.kind,
            "description": column.description,
            "used": sum(column.name in sentence.columns for sentence in said),
            "protected": column.name in protect,
        }
        for column in record.schema.columns
    ]


def _unfit(record: Record) -> list[str]:
    return [f"{many} {name}" for name, many in record.facts.items() if name.startswith("unfit values")]
