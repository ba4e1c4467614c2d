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

from sayso.audit import page
from sayso.audit.record import FUNCTIONS, HISTORY, VOTES, WEIGHTS, Record
from sayso.grammar.errors import ProjectError
from sayso.grammar.forms import canonical
from sayso.grammar.function import LabelingFunction
from sayso.project import events, recording, standing, training
from sayso.project.scoring import Score
from sayso.project.standing import Standing
from sayso.project.training import Tell, Trained
from sayso.runtime import manifest
from sayso.runtime.apply import apply
from sayso.runtime.label_model import LabelModel, MajorityVote, Snapshot, advise
from sayso.runtime.labels import Labels
from sayso.runtime.ledger import sync_folder
from sayso.runtime.votes import Votes, by_row

if TYPE_CHECKING:
    from sayso.project.project import Data, Project

REPORT = "report.html"
SNAPSHOT = "snapshot.json"
"""The run in a few numbers, for the next one to be compared with."""


@dataclass(frozen=True)
class Weighed:
    """Votes over some rows, and what follows from them."""

    votes: Votes
    model: LabelModel
    alone: Labels
    """What the votes alone say."""
    labels: Labels
    """The same, but for rows labelled by hand."""
    hand: list[str | None] | None


@dataclass(frozen=True)
class Found:
    """All that a run writes down."""

    functions: list[LabelingFunction]
    weighed: Weighed
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


def run(project: Project, *, tell: Tell, models: tuple[str, ...] | None = None, again: Record | None = None) -> Run:
    """Check, vote, weigh, train, score, and write the run folder.

    What the check finds is told and left out; raises `ProjectError` where nothing is left that can run. Ctrl-C while an end model
    is trained stops that one: the run folder is written with those that are there already. `again` is the run that is made anew: who
    stood behind it, and where in the ledger, is taken from there, and nothing is added to the ledger."""
    checked = project.check()
    if not checked.functions:
        raise ProjectError("there is no rationale that can run; `sayso check` says why")
    functions = checked.functions
    if not checked.fine:
        tell(f"{checked.summary()}; what is not understood is left out, `sayso check` says where and why")
    data = project.data()
    train = data.part(project.configuration.train)
    read = training.reader(project, train)
    tell(f"{len(functions)} labeling functions over {len(train)} rows")
    found = weighed(project, functions, train)
    for line in training.unfit(found.votes):
        tell(line)
    known = "a vote" if found.hand is None else "a vote or a label given by hand"
    tell(f"{int(found.labels.voted.sum())} rows have {known}; the others are not trained on")
    exam = training.exam(project, data, functions, read, tell)
    scores = exam.votes_alone(found.model) if exam else []
    trained = training.train(project, read, train, found.labels, models or project.configuration.models, exam, tell)
    scores += trained.scores
    if exam and not trained.interrupted:
        scores += training.on_gold(project, read, train, exam, tell)
    tell("writing the run folder")
    before = last_snapshot(project)
    folder = write(project, Found(functions, found, trained, scores, checked.summary()), again)
    if not trained.interrupted:
        training.forget(project, trained)
    said = [str(piece) for piece in advise(found.votes, found.model, found.hand, before, meanings=meanings(functions))]
    silent = int((~found.alone.voted).sum())
    if silent:
        said.append(f"{silent} of {len(train)} rows have no vote: `sayso why ROW` shows the near misses of one")
    return Run(folder, scores, said, trained.interrupted, project.ledger.head()[1])


def weighed(project: Project, functions: list[LabelingFunction], train: Data) -> Weighed:
    """Votes over some rows, the label model that was fitted on them, and their labels."""
    votes = apply(functions, train.table, project.schema, row_ids=train.ids)
    hand = hand_labels(project, train)
    model = LabelModel(class_balance=project.configuration.class_balance).fit(votes, hand)
    alone, labels = (labels_by(project, model, votes, given) for given in (None, hand))
    return Weighed(votes, model, alone, labels, hand)


def hand_labels(project: Project, train: Data) -> list[str | None] | None:
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


def meanings(functions: list[LabelingFunction]) -> dict[str, str]:
    """The digest of what each function means."""
    return {function.name: function.digest for function in functions}


def unfit_table(votes: Votes) -> pa.Table:
    """Row id, column and what is wrong, of every value that does not fit and was taken for missing."""
    ids = votes.row_ids or range(len(votes))
    found = [(str(ids[int(i)]), u.column, told) for u in votes.unfit for i, told in zip(u.rows, u.told, strict=True)]
    rows, columns, wrong = zip(*found, strict=True) if found else ((), (), ())
    return pa.table({name: pa.array(v, pa.string()) for name, v in zip(_UNFIT, (rows, columns, wrong), strict=True)})


_UNFIT = ("row", "column", "wrong")


def labels_by(project: Project, model: LabelModel, votes: Votes, hand: list[str | None] | None) -> Labels:
    """The labels of votes, by what the project weighs them with; those given by hand stay as they are."""
    if project.configuration.label_model == "majority vote":
        return MajorityVote().predict_proba(votes, hand)
    return model.predict_proba(votes, hand)


def write(project: Project, found: Found, again: Record | None = None) -> Path:
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
        stands = standing.of(again, found.functions) if again else standing.now(project, found.functions)
        _fill(temporary, project, found, stands)
        for file in temporary.rglob("*"):
            if file.is_file():
                with file.open("rb") as handle:
                    os.fsync(handle.fileno())
        if again is None:
            events.begun(project, final.name, temporary)
        os.replace(temporary, final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    sync_folder(runs)
    if again is None:
        events.written(project, final)
    return final


def sweep(runs: Path) -> None:
    """Remove what a killed run left half-written: hidden folders of processes that are gone."""
    for left in runs.glob(".writing-*"):
        pid = left.name.split("-")[1]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _fill(folder: Path, project: Project, found: Found, stands: Standing) -> None:
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    votes, model, labels = found.weighed.votes, found.weighed.model, found.weighed.labels
    table = label_table(labels, votes, found.weighed.hand)
    pq.write_table(table, folder / "labels.parquet", row_group_size=65_536)
    flat = table.set_column(table.num_columns - 1, "functions", pc.binary_join(table["functions"], " "))
    pa_csv.write_csv(flat, folder / "labels.csv")
    votes.to_parquet(folder / VOTES)
    if votes.unfit:
        pa_csv.write_csv(unfit_table(votes), folder / "unfit.csv")
    summary, accuracies = votes.summary(), model.accuracies
    told = [
        _described(f, summary.loc[f.name], accuracies.get(f.name), stands.approvals.get(f.name, []))
        | recording.more(f, project.say)
        for f in stands.functions
    ]
    _write_json(folder / FUNCTIONS, told)
    _write_json(folder / HISTORY, stands.history.to_dict())
    model.save(folder / WEIGHTS)
    _write_json(folder / SNAPSHOT, Snapshot.of(votes, found.weighed.alone, meanings(found.functions)).to_dict())
    for kind, end_model in found.trained.models.items():
        place = end_model.save(folder / "model" / recording.folder_name(kind))
        if found.trained.read.features:
            found.trained.read.features.save(place)
    recording.keep(folder, project, found.weighed.labels, found.weighed.hand, found.trained)
    inputs = {str(p.relative_to(project.root)): p for p in project.files()}
    told_of = manifest.described(folder, inputs, _facts(folder.name.split("-", 2)[-1], project, found, stands))
    (folder / REPORT).write_text(page.page(Record(folder, told_of), project.root), "utf-8")
    told_of["outputs"][REPORT] = manifest.digest(folder / REPORT)
    manifest.write(folder, told_of)


def _write_json(path: Path, told: Any) -> None:
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")


def _facts(name: str, project: Project, found: Found, stands: Standing) -> dict[str, Any]:
    """What the manifest of a run tells beside digests and versions."""
    votes, scores = found.weighed.votes, found.scores
    facts = {
        "project": project.configuration.name,
        "run": name,
        "written": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "rationales": found.checked,
        "rows": len(votes),
        "rows with a vote": int(found.weighed.alone.voted.sum()),
        "seed": project.configuration.seed,
        "gold labels used for": _gold_used_for(found.weighed.model, bool(scores)),
        "ledger": f"event {stands.event}, {stands.head}",
        **found.trained.facts(),
        **{f"unfit values of '{unfit.column}', taken for missing": len(unfit) for unfit in votes.unfit},
    }
    return {
        "facts": facts,
        "scores": [s.row() for s in scores],
        "calibration": {s.name: s.bins for s in scores if s.bins},
        "end models trained on": {kind: end_model.device_ for kind, end_model in found.trained.models.items()},
        "end models read": found.trained.read.columns,
        "ledger": {"event": stands.event, "head": stands.head},
    }


def _gold_used_for(model: LabelModel, scored: bool) -> str:
    """What gold labels did: moved the label model, scored it, both, or nothing."""
    if model.gold_used_for == "fit":
        return f"fitting the label model on {model.gold_rows_} rows labelled by hand" + (
            " and scoring" if scored else ""
        )
    return "scoring only" if scored else "nothing"


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


def _described(
    function: LabelingFunction, summary: Any, accuracy: float | None, approved: list[dict[str, str]]
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
        "approvals": approved,
        "confidence": function.confidence,
        "votes": int(summary.votes),
        "coverage": float(summary.coverage),
        "overlap": float(summary.overlap),
        "conflict": float(summary.conflict),
        "accuracy": accuracy,
    }
