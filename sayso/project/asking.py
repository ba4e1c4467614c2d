"""Why: of a label, of the absence of one, of what an end model says. It reads the run's record; today's files only say what changed since."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from sayso.audit.record import FUNCTIONS, NEAREST, ROWS, SCHEMA, VOTES, WEIGHTS, BrokenRecord, Record
from sayso.grammar.errors import ProjectError
from sayso.project.features import Features, beside
from sayso.runtime import row_index
from sayso.runtime.apply import apply
from sayso.runtime.columns import Columns
from sayso.runtime.row_index import Found
from sayso.runtime.trace import Trace, trace
from sayso.runtime.votes import Votes

if TYPE_CHECKING:
    from sayso.project.project import Project
    from sayso.runtime.models.given import Given

NEIGHBOURS = 5
READ = (FUNCTIONS, SCHEMA, ROWS, VOTES, WEIGHTS)
"""The files of a run that a reason rests on; each is compared with the manifest before it is believed."""


@dataclass(frozen=True)
class Neighbour:
    """A training row near to a text, with the reasons for its label."""

    similarity: float
    """The cosine of what the model sees of both, from 0 to 1."""
    reasons: Trace


@dataclass(frozen=True)
class Prediction:
    """What an end model says of a text, and the training rows nearest to it. They are company, not causes."""

    row: str
    """Empty for a text that is no row."""
    text: str
    model: str
    label: str
    probabilities: dict[str, float]
    neighbours: tuple[Neighbour, ...]
    compared: int
    """How many training rows the text was compared with."""
    trained: int
    """How many rows the model was trained on."""
    by: str
    """By what rows are near: "TF-IDF", "columns" or "embedding"."""

    def to_dict(self) -> dict[str, Any]:
        """The prediction as plain data."""
        return asdict(self)


def why(project: Project, folder: Path, row: str) -> Trace:
    """Trace a row's label in a run. Raises `BrokenRecord` where the record, or the row, is not as it was."""
    record = Record.of(folder, READ)
    found = _found(record, row)
    traced = _traced(record, project.root, found)
    return replace(traced, notes=_since(project, record, traced))


def _found(record: Record, row: str) -> Found:
    found = row_index.find(record.folder / ROWS, row)
    if found is None:
        first, last = row_index.ends(record.folder / ROWS)
        raise ProjectError(f"there is no row '{row}'; the rows go from '{first}' to '{last}'")
    return found


def _traced(record: Record, root: Path, found: Found) -> Trace:
    one = row_index.fetch(root, found)
    if one is None:
        raise BrokenRecord(f"{record.folder.name}: row '{found.row}' is not what it was when the run was made")
    schema = record.schema
    votes = apply(list(record.functions), one, schema, row_ids=(found.row,))
    if found.said["trained"]:
        there = Votes.from_parquet(record.folder / VOTES, row=found.row)
        if len(there) != 1 or (there.matrix[0] != votes.matrix[0]).any():
            raise BrokenRecord(f"{record.folder.name}: the votes on row '{found.row}' are not those recorded")
    said = {name: _said(record, name, found, one) for name in record.models}
    shown = [c.name for c in schema.columns if c.kind == "text"]
    by_hand = found.said.get("by hand")
    columns = Columns(one, schema)
    return trace(record.functions, votes, record.model, columns, 0, end_models=said, shown=shown, by_hand=by_hand)


def _said(record: Record, model: str, found: Found, one: pa.Table) -> tuple[str, float]:
    """What an end model says of a row: as it was kept for a row of train, else asked now."""
    if found.said.get(f"model:{model}") is not None:
        return str(found.said[f"model:{model}"]), float(found.said[f"p:{model}"])
    shares = _shares(_classifier(record, model), _given(record, model, one))
    best = max(shares, key=lambda label: shares[label])
    return best, shares[best]


def _given(record: Record, model: str, rows: pa.Table) -> Given:
    """What an end model is given of some rows: a text each, or the numbers of its columns."""
    features = beside(record.folder / "model" / model)
    if features is not None:
        return features.read(rows)
    return [text or "" for text in Columns(rows, record.schema).texts(record.schema.default_text)]


def _text(record: Record, one: pa.Table) -> str:
    name = record.schema.default_text
    return (Columns(one, record.schema).texts(name)[0] or "") if name else ""


def _shares(classifier: Any, given: Given) -> dict[str, float]:
    shares = classifier.predict_proba(given)[0]
    return {str(label): float(share) for label, share in zip(classifier.classes_, shares, strict=True)}


def _classifier(record: Record, model: str) -> Any:
    """An end model of the run; raises `BrokenRecord` where a file of it is not as it was written."""
    from sayso.runtime.models import TextClassifier

    folder = record.folder / "model" / model
    there = {str(path.relative_to(record.folder)) for path in folder.rglob("*") if path.is_file()}
    named = {name for name in record.manifest["outputs"] if name.startswith(f"model/{model}/")}
    Record.of(record.folder, tuple(there | named))
    return TextClassifier.load(folder)


def _since(project: Project, record: Record, traced: Trace) -> tuple[str, ...]:
    """What has become of the sentences since the run, by what stands in the files today."""
    names = {vote.function for vote in traced.votes} | {miss.function for miss in traced.near_misses}
    today = {entry.name: entry for entry in project.say.entries}
    lists = {**project.configuration.lists, **project.say.lists}
    told = []
    for was in record.told:
        if was["name"] not in names or not was["file"]:
            continue
        now = today.get(was["name"])
        if now is None:
            told.append(f"Since the run, [{was['name']}] was taken out.")
        elif now.off_since:
            told.append(f"Since the run, [{was['name']}] was switched off ({now.off_since}).")
        elif now.sentence != was["sentence"]:
            told.append(f"Since the run, [{was['name']}] was changed; it now says: {now.sentence}")
        changed = [n for n, entries in was.get("lists", {}).items() if list(lists.get(n, ())) != entries]
        told += [f"Since the run, the list {name}, which [{was['name']}] uses, was changed." for name in changed]
    return tuple(told)


def why_predicted(project: Project, folder: Path, *, row: str = "", text: str = "", model: str = "") -> Prediction:
    """What an end model says of a row, or of any text, with the nearest training rows and the reasons for their labels.

    Near is by what the model sees: TF-IDF or the standardised columns for the linear model, the mean of the last layer for an
    encoder. Raises `ProjectError` where the run has no such model, or one that reads no text is asked about a text."""
    record = Record.of(folder, READ)
    chosen = model or next(iter(record.models), "")
    if chosen not in record.models:
        there = ", ".join(record.models) or "none"
        raise ProjectError(f"{folder.name} has no end model '{chosen}'; there are: {there}")
    classifier, features = _classifier(record, chosen), beside(record.folder / "model" / chosen)
    given: Given = [text]
    if row:
        one = row_index.fetch(project.root, _found(record, row))
        if one is None:
            raise BrokenRecord(f"{folder.name}: row '{row}' is not what it was when the run was made")
        given = _given(record, chosen, one)
        text = _text(record, one)
    elif isinstance(features, Features):
        names = ", ".join(feature.name for feature in features.columns)
        raise ProjectError(f"the {chosen} model of {folder.name} reads no text, but {names}: ask about a row")
    probabilities = _shares(classifier, given)
    positions, trained, near = _nearness(project, record, chosen, classifier, given)
    order = [i for i in np.argsort(-near, kind="stable") if near[i] > 0][: NEIGHBOURS + 1]
    ids = record.rows.column("row")
    neighbours: list[Neighbour] = []
    for i in order:
        name = ids[int(positions[i])].as_py()
        if name != row and len(neighbours) < NEIGHBOURS:
            neighbours.append(Neighbour(float(near[i]), _traced(record, project.root, _found(record, name))))
    return Prediction(
        row=row,
        text=text,
        model=chosen,
        label=max(probabilities, key=lambda label: probabilities[label]),
        probabilities=probabilities,
        neighbours=tuple(neighbours),
        compared=len(positions),
        trained=trained,
        by="columns" if isinstance(features, Features) else "TF-IDF" if chosen == "linear" else "embedding",
    )


def _nearness(project: Project, record: Record, model: str, classifier: Any, given: Given) -> tuple[Any, int, Any]:
    """Positions of training rows, how many rows were trained on, and how near each of the first is to what is asked about."""
    from sayso.project.recording import sampled

    labels = record.rows.column("label").to_pylist()
    used = np.flatnonzero([label is not None for label in labels])
    asked = classifier.features(given)
    if model == "linear":
        positions = sampled(used, int(record.facts.get("seed", 0)))
        there = classifier.features(_given(record, model, project.data().table.take(positions)))
        near = there @ asked.T
        return positions, len(used), np.asarray(near.todense() if hasattr(near, "todense") else near).ravel()
    path = record.folder / NEAREST / f"{model}.npz"
    Record.of(record.folder, (f"{NEAREST}/{model}.npz",))
    with np.load(path, allow_pickle=False) as kept:
        return kept["positions"], len(used), kept["vectors"].astype(np.float64) @ asked[0]
