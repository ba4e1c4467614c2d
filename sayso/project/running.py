"""Runs a project: votes, label model, end models, scores, and the run folder, written whole or not at all."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import secrets
import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from sayso.grammar.errors import ProjectError
from sayso.grammar.forms import canonical
from sayso.grammar.function import LabelingFunction
from sayso.project import events, training
from sayso.project.history import Approval, approvals, with_authors
from sayso.project.scoring import Score
from sayso.project.training import Tell, Trained
from sayso.project.writing import sync_folder
from sayso.runtime import manifest, report
from sayso.runtime.apply import apply
from sayso.runtime.label_model import LabelModel, MajorityVote, Snapshot, advise
from sayso.runtime.labels import Labels
from sayso.runtime.votes import Votes, by_row

if TYPE_CHECKING:
    from sayso.project.project import Data, Project

SNAPSHOT = "snapshot.json"
"""The run in a few numbers, for the next one to be compared with."""


@dataclass(frozen=True)
class Found:
    """All that a run writes down."""

    functions: list[LabelingFunction]
    votes: Votes
    model: LabelModel
    weighed: Labels
    """What the votes alone say."""
    labels: Labels
    """The same, but for rows labelled by hand."""
    hand: list[str | None] | None
    trained: Trained
    scores: list[Score]
    checked: str


@dataclass
class Run:
    """A run that was written."""

    folder: Path
    scores: list[Score] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)
    interrupted: str = ""
    """Which end model is not there because somebody stopped its training, and how to go on; empty: all are."""
    head: str = ""
    """The digest of the ledger's last event: written down elsewhere, it proves that nothing before it was changed."""


def run(project: Project, *, tell: Tell, models: tuple[str, ...] | None = None) -> Run:
    """Check, vote, weigh, train, score, and write the run folder.

    What the check finds is told and left out; raises `ProjectError` where nothing is left that can run. Ctrl-C while an end model
    is trained stops that one: the run folder is written with those that are there already."""
    checked = project.check()
    if not checked.functions:
        raise ProjectError("there is no rationale that can run; `sayso check` says why")
    functions = with_authors(project, checked.functions)
    if not checked.fine:
        tell(f"{checked.summary()}; what is not understood is left out, `sayso check` says where and why")
    data = project.data()
    train = data.part(project.configuration.train)
    read = training.reader(project, train)
    tell(f"{len(functions)} labeling functions over {len(train)} rows")
    votes = apply(functions, train.table, project.schema, row_ids=train.ids)
    hand = _hand_labels(project, train)
    model = LabelModel(class_balance=project.configuration.class_balance).fit(votes, hand)
    weighed, labels = (_labels(project, model, votes, given) for given in (None, hand))
    for line in training.unfit(votes):
        tell(line)
    known = "a vote" if hand is None else "a vote or a label given by hand"
    tell(f"{int(labels.voted.sum())} rows have {known}; the others are not trained on")
    exam = training.exam(project, data, functions, read, tell)
    scores = exam.votes_alone(model) if exam else []
    trained = training.train(project, read, train, labels, models or project.configuration.models, exam, tell)
    scores += trained.scores
    if exam and not trained.interrupted:
        scores += training.on_gold(project, read, train, exam, tell)
    tell("writing the run folder")
    before = last_snapshot(project)
    summary = checked.summary()
    folder = write(project, Found(functions, votes, model, weighed, labels, hand, trained, scores, summary))
    if not trained.interrupted:
        training.forget(project, trained)
    said = [str(piece) for piece in advise(votes, model, hand, before)]
    silent = int((~weighed.voted).sum())
    if silent:
        said.append(f"{silent} of {len(labels)} rows have no vote: `sayso why ROW` shows the near misses of one")
    return Run(folder, scores, said, trained.interrupted, project.ledger.head()[1])


def _hand_labels(project: Project, train: Data) -> list[str | None] | None:
    """The labels that an expert gave by hand to rows of train, where the project has a column of them."""
    column = project.configuration.hand_labels
    if not column:
        return None
    return [label if isinstance(label, str) and label else None for label in train.column(column)]


def last_snapshot(project: Project) -> Snapshot | None:
    """What the last run kept to be compared with, None where there is none."""
    for folder in reversed(project.runs()):
        kept = folder / SNAPSHOT
        if kept.exists():
            return replace(Snapshot.from_dict(json.loads(kept.read_text("utf-8"))), run=folder.name)
    return None


def unfit_table(votes: Votes) -> pa.Table:
    """Row id, column and what is wrong, of every value that does not fit and was taken for missing."""
    ids = votes.row_ids or range(len(votes))
    found = [(str(ids[int(i)]), u.column, told) for u in votes.unfit for i, told in zip(u.rows, u.told, strict=True)]
    rows, columns, wrong = zip(*found, strict=True) if found else ((), (), ())
    return pa.table({name: pa.array(v, pa.string()) for name, v in zip(_UNFIT, (rows, columns, wrong), strict=True)})


_UNFIT = ("row", "column", "wrong")


def _labels(project: Project, model: LabelModel, votes: Votes, hand: list[str | None] | None) -> Labels:
    if project.configuration.label_model == "majority vote":
        return MajorityVote().predict_proba(votes, hand)
    return model.predict_proba(votes, hand)


def write(project: Project, found: Found) -> Path:
    """Write the run into a hidden folder beside its place, and move it there when it is whole."""
    runs = project.root / "runs"
    runs.mkdir(exist_ok=True)
    sweep(runs)
    meaning = hashlib.sha256("".join(sorted(f.digest for f in found.functions)).encode()).hexdigest()[:8]
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    final = runs / f"{stamp}-{meaning}"
    if final.exists():  # two runs within a second
        final = runs / f"{stamp}-{meaning}-{secrets.token_hex(2)}"
    temporary = runs / f".writing-{os.getpid()}-{final.name}"
    temporary.mkdir()
    try:
        _fill(temporary, project, found)
        for file in temporary.rglob("*"):
            if file.is_file():
                with file.open("rb") as handle:
                    os.fsync(handle.fileno())
        events.begun(project, final.name, temporary)
        os.replace(temporary, final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(runs)
    events.written(project, final)
    return final


def sweep(runs: Path) -> None:
    """Remove what a killed run left half-written: hidden folders of processes that are gone."""
    for left in runs.glob(".writing-*"):
        pid = left.name.split("-")[1]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _fill(folder: Path, project: Project, found: Found) -> None:
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    votes, model, labels = found.votes, found.model, found.labels
    table = label_table(labels, votes, found.hand)
    pq.write_table(table, folder / "labels.parquet", row_group_size=65_536)
    flat = table.set_column(table.num_columns - 1, "functions", pc.binary_join(table["functions"], " "))
    pa_csv.write_csv(flat, folder / "labels.csv")
    votes.to_parquet(folder / "votes.parquet")
    if votes.unfit:
        pa_csv.write_csv(unfit_table(votes), folder / "unfit.csv")
    summary, accuracies = votes.summary(), model.accuracies
    stood_for = approvals(project, found.functions)
    told = [_described(f, summary.loc[f.name], accuracies.get(f.name), stood_for[f.name]) for f in found.functions]
    (folder / "functions.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    model.save(folder / "label_model.json")
    (folder / SNAPSHOT).write_text(json.dumps(Snapshot.of(votes, found.weighed).to_dict(), indent=1), "utf-8")
    for kind, end_model in found.trained.models.items():
        place = end_model.save(folder / "model" / _folder_name(kind))
        if found.trained.read.features:
            found.trained.read.features.save(place)
    shares = {c: float(s) for c, s in zip(labels.classes, labels.probabilities[labels.voted].mean(axis=0), strict=True)}
    event, head = events.record(project, found.functions)
    facts = {
        "run": folder.name.split("-", 2)[-1],
        "written": datetime.datetime.now().isoformat(timespec="seconds"),
        "rationales": found.checked,
        "rows": len(labels),
        "rows with a vote": int(found.weighed.voted.sum()),
        "seed": project.configuration.seed,
        "gold labels used for": _gold_used_for(model, bool(found.scores)),
        "ledger": f"event {event}, {head}",
        **found.trained.facts(),
        **{f"unfit values of '{unfit.column}', taken for missing": len(unfit) for unfit in votes.unfit},
    }
    shown = [s.row() for s in found.scores]
    (folder / "report.html").write_text(report.page(project.configuration.name, facts, shown, told, shares), "utf-8")
    inputs = {str(p.relative_to(project.root)): p for p in project.files()}
    about = {kind: end_model.device_ for kind, end_model in found.trained.models.items()}
    manifest.write(
        folder,
        inputs,
        {"facts": facts, "scores": shown, "end models trained on": about, "ledger": {"event": event, "head": head}},
    )


def _gold_used_for(model: LabelModel, scored: bool) -> str:
    """What gold labels did: moved the label model, scored it, both, or nothing."""
    if model.gold_used_for == "fit":
        return f"fitting the label model on {model.gold_rows_} rows labelled by hand" + (
            " and scoring" if scored else ""
        )
    return "scoring only" if scored else "nothing"


def _folder_name(kind: str) -> str:
    return kind if kind in ("linear", "encoder") else "custom"


def label_table(labels: Labels, votes: Votes, hand: list[str | None] | None = None) -> pa.Table:
    """Row id, label, the probability of each class, the label given by hand where a project has such, and the functions that voted."""
    columns: dict[str, Any] = {"row": [str(i) for i in (votes.row_ids or range(len(labels)))], "label": labels.names()}
    for c, name in enumerate(labels.classes):
        columns[f"p({name})"] = labels.probabilities[:, c]
    if hand is not None:
        columns["by hand"] = pa.array(hand, pa.string())
    who, _ = by_row(votes.cast, len(votes))
    names = pa.array(votes.functions, pa.string())
    columns["functions"] = pa.ListArray.from_arrays(who.offsets, names.take(who.values))
    return pa.table(columns)


def by_hand(folder: Path, row: str) -> str | None:
    """The label that a finished run had for a row by hand, None where it had none."""
    import pyarrow.parquet as pq

    kept = pq.ParquetFile(folder / "labels.parquet")
    if "by hand" not in kept.schema_arrow.names:
        return None
    table = kept.read(columns=["row", "by hand"])
    found = table.filter(pc.equal(table["row"], row))["by hand"].to_pylist()
    return found[0] if found else None


def _described(
    function: LabelingFunction, summary: Any, accuracy: float | None, stood_for: list[Approval]
) -> dict[str, Any]:
    return {
        "name": function.name,
        "label": function.label,
        "sentence": function.sentence,
        "paraphrase": function.paraphrase,
        "form": canonical(function.form),
        "roles": [[r.start, r.end, r.role, r.what] for r in function.source.roles],
        "words": [list(span) for span in function.source.words(function.form)],
        "assumptions": list(function.source.assumptions),
        "digest": function.digest,
        "file": function.source.file,
        "line": function.source.line,
        "author": function.source.author,
        "time": function.source.time,
        "approvals": [{"by": approval.by, "time": approval.time} for approval in stood_for],
        "confidence": function.confidence,
        "votes": int(summary.votes),
        "coverage": float(summary.coverage),
        "overlap": float(summary.overlap),
        "conflict": float(summary.conflict),
        "accuracy": accuracy,
    }
