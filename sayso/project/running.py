"""Runs a project: votes, label model, end models, scores, and the run folder, written whole or not at all."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sayso.audit import page
from sayso.audit.record import Record
from sayso.grammar.errors import ProjectError
from sayso.grammar.forms import canonical
from sayso.grammar.function import LabelingFunction
from sayso.project import recording
from sayso.project.scoring import Score, score
from sayso.runtime import manifest
from sayso.runtime.apply import apply
from sayso.runtime.label_model import LabelModel, MajorityVote, Snapshot, advise
from sayso.runtime.labels import Labels
from sayso.runtime.models import TextClassifier
from sayso.runtime.votes import Votes, by_row

if TYPE_CHECKING:
    from sayso.project.project import Data, Project

Tell = Callable[[str], None]
"""Called with a line about what is going on."""
GOLD_ROWS = 100
REPORT = "report.html"
SNAPSHOT = "snapshot.json"
"""The run in a few numbers, for the next one to be compared with."""


@dataclass
class Run:
    """A run that was written."""

    folder: Path
    scores: list[Score] = field(default_factory=list)
    advice: list[str] = field(default_factory=list)


def run(project: Project, *, tell: Tell, models: tuple[str, ...] | None = None) -> Run:
    """Check, vote, weigh, train, score, and write the run folder.

    What the check finds is told and left out; raises `ProjectError` where nothing is left that can run."""
    checked = project.check()
    if not checked.functions:
        raise ProjectError("there is no rationale that can run; `sayso check` says why")
    functions = checked.functions
    if not checked.fine:
        tell(f"{checked.summary()}; what is not understood is left out, `sayso check` says where and why")
    data = project.data()
    train = data.part(project.configuration.train)
    tell(f"{len(functions)} labeling functions over {len(train)} rows")
    hand = hand_labels(project, train)
    votes, labels, model = weighed(project, functions, train)
    _tell_unfit(votes, tell)
    tell(f"{int(labels.voted.sum())} rows have a vote; the others are not trained on")
    trained = _train(project, train, labels, models or project.configuration.models, tell)
    scores = _scores(project, data, functions, model, trained, tell)
    tell("writing the run folder")
    before = last_snapshot(project)
    folder = write(project, functions, votes, model, labels, trained, scores, checked.summary())
    said = [str(piece) for piece in advise(votes, model, hand, before)]
    silent = int((~labels.voted).sum())
    if silent:
        said.append(f"{silent} of {len(labels)} rows have no vote: `sayso why ROW` shows the near misses of one")
    return Run(folder, scores, said)


def weighed(project: Project, functions: list[LabelingFunction], train: Data) -> tuple[Votes, Labels, LabelModel]:
    """Votes over some rows, their labels, and the label model that was fitted on them."""
    votes = apply(functions, train.table, project.schema, row_ids=train.ids)
    model = LabelModel(class_balance=project.configuration.class_balance).fit(votes, hand_labels(project, train))
    return votes, labels_by(project, model, votes), model


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


def _tell_unfit(votes: Votes, tell: Tell) -> None:
    for unfit in votes.unfit:
        first = f"the first in row '{(votes.row_ids or range(len(votes)))[int(unfit.rows[0])]}': {unfit.told[0]}"
        tell(f"{len(unfit)} values of '{unfit.column}' do not fit and are taken for missing, {first}")


def unfit_table(votes: Votes) -> pa.Table:
    """Row id, column and what is wrong, of every value that does not fit and was taken for missing."""
    ids = votes.row_ids or range(len(votes))
    found = [(str(ids[int(i)]), u.column, told) for u in votes.unfit for i, told in zip(u.rows, u.told, strict=True)]
    rows, columns, wrong = zip(*found, strict=True) if found else ((), (), ())
    return pa.table({name: pa.array(v, pa.string()) for name, v in zip(_UNFIT, (rows, columns, wrong), strict=True)})


_UNFIT = ("row", "column", "wrong")


def labels_by(project: Project, model: LabelModel, votes: Votes) -> Labels:
    """The labels of votes, by what the project weighs them with."""
    if project.configuration.label_model == "majority vote":
        return MajorityVote().predict_proba(votes)
    return model.predict_proba(votes)


def _train(
    project: Project, train: Data, labels: Labels, kinds: tuple[str, ...], tell: Tell
) -> dict[str, TextClassifier]:
    texts = train.texts(project.schema.default_text)
    trained = {}
    for kind in kinds:
        tell(f"training the {kind} model")
        trained[kind] = classifier(project, kind).fit(texts, labels, progress=_stepwise(tell, kind))
    return trained


def classifier(project: Project, kind: str, seed: int | None = None) -> TextClassifier:
    """An untrained end model as the project configures it."""
    seed = project.configuration.seed if seed is None else seed
    options = project.configuration.encoder if kind != "linear" else {}
    known = {k: options[k] for k in ("epochs", "learning_rate", "max_tokens") if k in options}
    return TextClassifier(kind, random_state=seed, **known)


def _stepwise(tell: Tell, kind: str) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, word: str) -> None:
        if done == total or done % max(1, total // 20) == 0:
            tell(f"  {kind}: step {done} of {total}, {word}")

    return step


def _scores(
    project: Project,
    data: Data,
    functions: list[LabelingFunction],
    model: LabelModel,
    trained: dict[str, TextClassifier],
    tell: Tell,
) -> list[Score]:
    """On the test rows: majority vote, label model, end models, and the linear model on gold labels of train."""
    configuration = project.configuration
    if not configuration.gold:
        return []
    test = data.part(configuration.test)
    gold = test.column(configuration.gold)
    known = np.array([g in project.schema.labels for g in gold])
    if not known.any():
        return []
    votes = apply(functions, test.table, project.schema, row_ids=test.ids)
    _tell_unfit(votes, tell)
    texts, rows = test.texts(project.schema.default_text), np.flatnonzero(known)
    wanted = [str(gold[i]) for i in rows]
    scores = [
        score("majority vote", wanted, *_best(MajorityVote().predict_proba(votes), rows)),
        score("label model", wanted, *_best(model.predict_proba(votes), rows)),
    ]
    for kind, end_model in trained.items():
        shares = end_model.predict_proba([texts[i] for i in rows])
        said = [str(c) for c in end_model.classes_[shares.argmax(axis=1)]]
        scores.append(score(kind, wanted, said, shares.max(axis=1).tolist()))
    train = data.part(configuration.train)
    train_gold = [g if g in project.schema.labels else None for g in train.column(configuration.gold)]
    if any(train_gold):
        tell("training the linear model on gold labels, to compare with")
        train_texts = train.texts(project.schema.default_text)
        labelled = [i for i, g in enumerate(train_gold) if g is not None]
        some = np.random.default_rng(configuration.seed).permutation(labelled)[:GOLD_ROWS]
        for name, chosen in (
            (f"linear on {len(labelled)} gold labels", labelled),
            (f"linear on {len(some)} gold labels", some),
        ):
            baseline = classifier(project, "linear").fit(
                [train_texts[i] for i in chosen], [train_gold[i] for i in chosen]
            )
            scores.append(score(name, wanted, list(baseline.predict([texts[i] for i in rows]))))
    return scores


def _best(labels: Labels, rows: Any) -> tuple[list[str], list[float]]:
    """The likeliest label of some rows, and its probability."""
    shares = labels.probabilities[rows]
    return [labels.classes[i] for i in shares.argmax(axis=1)], shares.max(axis=1).tolist()


def write(
    project: Project,
    functions: list[LabelingFunction],
    votes: Votes,
    model: LabelModel,
    labels: Labels,
    trained: dict[str, TextClassifier],
    scores: list[Score],
    checked: str,
) -> Path:
    """Write the run into a hidden folder beside its place, and move it there when it is whole."""
    runs = project.root / "runs"
    runs.mkdir(exist_ok=True)
    sweep(runs)
    meaning = hashlib.sha256("".join(sorted(f.digest for f in functions)).encode()).hexdigest()[:8]
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    final = runs / f"{stamp}-{meaning}"
    if final.exists():  # two runs within a second
        final = runs / f"{stamp}-{meaning}-{secrets.token_hex(2)}"
    temporary = runs / f".writing-{os.getpid()}-{final.name}"
    temporary.mkdir()
    try:
        _fill(temporary, project, functions, votes, model, labels, trained, scores, checked)
        for file in temporary.rglob("*"):
            if file.is_file():
                with file.open("rb") as handle:
                    os.fsync(handle.fileno())
        os.replace(temporary, final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return final


def sweep(runs: Path) -> None:
    """Remove what a killed run left half-written: hidden folders of processes that are gone."""
    for left in runs.glob(".writing-*"):
        pid = left.name.split("-")[1]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)


def _fill(
    folder: Path,
    project: Project,
    functions: list[LabelingFunction],
    votes: Votes,
    model: LabelModel,
    labels: Labels,
    trained: dict[str, TextClassifier],
    scores: list[Score],
    checked: str,
) -> None:
    import pyarrow.csv as pa_csv
    import pyarrow.parquet as pq

    table = label_table(labels, votes)
    pq.write_table(table, folder / "labels.parquet", row_group_size=65_536)
    flat = table.set_column(table.num_columns - 1, "functions", pc.binary_join(table["functions"], " "))
    pa_csv.write_csv(flat, folder / "labels.csv")
    votes.to_parquet(folder / "votes.parquet")
    if votes.unfit:
        pa_csv.write_csv(unfit_table(votes), folder / "unfit.csv")
    summary, accuracies = votes.summary(), model.accuracies
    told = [
        _described(f, summary.loc[f.name], accuracies.get(f.name)) | recording.more(f, project.say) for f in functions
    ]
    (folder / "functions.json").write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    model.save(folder / "label_model.json")
    (folder / SNAPSHOT).write_text(json.dumps(Snapshot.of(votes, labels).to_dict(), indent=1), "utf-8")
    for kind, end_model in trained.items():
        end_model.save(folder / "model" / recording.folder_name(kind))
    recording.keep(folder, project, labels, trained)
    facts = {
        "project": project.configuration.name,
        "run": folder.name.split("-", 2)[-1],
        "written": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "rationales": checked,
        "rows": len(labels),
        "rows with a vote": int(labels.voted.sum()),
        "seed": project.configuration.seed,
        "gold labels used for": _gold_used_for(model, bool(scores)),
        **{f"unfit values of '{unfit.column}', taken for missing": len(unfit) for unfit in votes.unfit},
    }
    inputs = {str(p.relative_to(project.root)): p for p in project.files()}
    told_of = manifest.described(folder, inputs, {"facts": facts, **_scored(scores)})
    (folder / REPORT).write_text(page.page(Record(folder, told_of), project.root), "utf-8")
    told_of["outputs"][REPORT] = manifest.digest(folder / REPORT)
    manifest.write(folder, told_of)


def _scored(scores: list[Score]) -> dict[str, Any]:
    return {"scores": [s.row() for s in scores], "calibration": {s.name: s.bins for s in scores if s.bins}}


def _gold_used_for(model: LabelModel, scored: bool) -> str:
    """What gold labels did: moved the label model, scored it, both, or nothing."""
    if model.gold_used_for == "fit":
        return f"fitting the label model on {model.gold_rows_} rows labelled by hand" + (
            " and scoring" if scored else ""
        )
    return "scoring only" if scored else "nothing"


def label_table(labels: Labels, votes: Votes) -> pa.Table:
    """Row id, label, the probability of each class, and the functions that voted."""
    columns: dict[str, Any] = {"row": [str(i) for i in (votes.row_ids or range(len(labels)))], "label": labels.names()}
    for c, name in enumerate(labels.classes):
        columns[f"p({name})"] = labels.probabilities[:, c]
    who, _ = by_row(votes.cast, len(votes))
    names = pa.array(votes.functions, pa.string())
    columns["functions"] = pa.ListArray.from_arrays(who.offsets, names.take(who.values))
    return pa.table(columns)


def _described(function: LabelingFunction, summary: Any, accuracy: float | None) -> dict[str, Any]:
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
        "confidence": function.confidence,
        "votes": int(summary.votes),
        "coverage": float(summary.coverage),
        "overlap": float(summary.overlap),
        "conflict": float(summary.conflict),
        "accuracy": accuracy,
    }
