"""Trains a project's end models, the quick one first, and scores each as soon as it is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.grammar.errors import ProjectError
from sayso.grammar.function import LabelingFunction
from sayso.project.features import Features, MarkedText
from sayso.project.scoring import Score, score
from sayso.runtime.apply import apply
from sayso.runtime.label_model import LabelModel, MajorityVote
from sayso.runtime.labels import Labels
from sayso.runtime.models import TextClassifier, checkpoint
from sayso.runtime.models.given import Given, taken
from sayso.runtime.votes import Votes

if TYPE_CHECKING:
    from sayso.project.project import Data, Project

Tell = Callable[[str], None]
"""Called with a line about what is going on."""
GOLD_ROWS = 100
HIDDEN, CHECKPOINTS = ".sayso", "checkpoints"
"""Where a project keeps what is not for its users' eyes: trainings that go on after an interruption."""
STALE_DAYS = 7
"""What another training left that nobody took up again is removed after so long."""


@dataclass(frozen=True)
class Reader:
    """What end models are given of a project's rows: a text each, its spans marked, or the numbers of some columns."""

    text: str
    features: Features | MarkedText | None

    @property
    def columns(self) -> list[str]:
        """The names of the columns that are read."""
        return [feature.name for feature in self.features.columns] if self.features else [self.text]

    def __call__(self, data: Data) -> Given:
        return self.features.read(data.table) if self.features else data.texts(self.text)

    def told(self, data: Data, given: Given) -> list[str]:
        """Lines about the numbers that are missing."""
        if not isinstance(self.features, Features) or not isinstance(given, np.ndarray):
            return []
        return [
            f"{len(rows)} rows have no whole '{name}', the first '{data.ids[int(rows[0])]}': they take the column's mean"
            for name, rows in self.features.missing(given).items()
        ]


def reader(project: Project, train: Data) -> Reader:
    """How the project's end models read a row. Raises `ProjectError` where there is nothing to learn from."""
    names, text = project.configuration.features, project.schema.default_text
    if names:
        return Reader(text, Features.of(names, project.schema, train.table))
    if not text:
        raise ProjectError(
            f"{project.root / 'sayso.toml'}: no column is a text, so name the columns of numbers or vectors that the end model "
            'is to learn from, under [end_model], as features = ["embedding"]'
        )
    return Reader(text, MarkedText.of(project.schema))


@dataclass(frozen=True)
class Exam:
    """The test rows with gold labels."""

    given: Given
    gold: list[str]
    votes: Votes
    rows: list[int]
    """Which rows of the votes have a gold label."""

    def of(self, name: str, classifier: TextClassifier) -> Score:
        """Score an end model."""
        shares = classifier.predict_proba(self.given)
        said = [str(label) for label in classifier.classes_[shares.argmax(axis=1)]]
        return score(name, self.gold, said, shares.max(axis=1).tolist())

    def votes_alone(self, model: LabelModel) -> list[Score]:
        """Score the votes themselves, by majority and as the label model weighs them."""
        by = {"majority vote": MajorityVote().predict_proba(self.votes), "label model": model.predict_proba(self.votes)}
        return [score(name, self.gold, *_likeliest(labels, self.rows)) for name, labels in by.items()]


def _likeliest(labels: Labels, rows: Sequence[int]) -> tuple[list[str], list[float]]:
    """The likeliest label of some rows, and its probability."""
    shares = labels.probabilities[np.array(rows)]
    return [labels.classes[i] for i in shares.argmax(axis=1)], shares.max(axis=1).tolist()


def exam(project: Project, data: Data, functions: list[LabelingFunction], read: Reader, tell: Tell) -> Exam | None:
    """The project's test rows, None where no gold label is known of any."""
    configuration = project.configuration
    if not configuration.gold:
        return None
    test = data.part(configuration.test)
    gold = test.column(configuration.gold)
    rows = [i for i, label in enumerate(gold) if label in project.schema.labels]
    if not rows:
        return None
    votes = apply(functions, test.table, project.schema, row_ids=test.ids)
    for line in unfit(votes):
        tell(line)
    return Exam(taken(read(test), np.array(rows)), [str(gold[i]) for i in rows], votes, rows)


def unfit(votes: Votes) -> list[str]:
    """Lines about the values that do not fit their column and were taken for missing."""
    return [
        f"{len(u)} values of '{u.column}' do not fit and are taken for missing, "
        f"the first in row '{(votes.row_ids or range(len(votes)))[int(u.rows[0])]}': {u.told[0]}"
        for u in votes.unfit
    ]


@dataclass
class Trained:
    """End models by kind, with their scores where there is an exam."""

    read: Reader
    models: dict[str, TextClassifier] = field(default_factory=dict)
    scores: list[Score] = field(default_factory=list)
    interrupted: str = ""
    """Which model is not there because somebody stopped its training, and how to go on."""

    def facts(self) -> dict[str, Any]:
        """What a run's record says of them."""
        facts: dict[str, Any] = {}
        for kind, model in self.models.items():
            on = model.device_
            facts[f"{kind} model trained on"] = (
                f"{on['hardware']} ({on['device']}), {on['precision']}, threads: {on['threads']}"
            )
            if model.refined_:
                facts[f"rows that the {kind} model was trained towards another label than their votes say"] = (
                    model.refined_
                )
            if model.imputed_:
                facts[f"missing numbers filled in for the {kind} model"] = model.imputed_
        return facts | ({"stopped": self.interrupted} if self.interrupted else {})


def train(
    project: Project, read: Reader, train: Data, labels: Labels, kinds: Sequence[str], exam: Exam | None, tell: Tell
) -> Trained:
    """Train the models, the linear one first: it takes seconds, and its score is told while the encoder is trained.

    Ctrl-C stops the model that is being trained, and those before it stay; raises `KeyboardInterrupt` where there is none."""
    trained = Trained(read)
    given = read(train)
    for line in read.told(train, given):
        tell(line)
    for kind in sorted(kinds, key=lambda kind: kind != "linear"):
        tell(f"training the {kind} model")
        model = classifier(project, kind)
        try:
            model.fit(
                given, labels, progress=_stepwise(tell, kind), checkpoints=None if kind == "linear" else _kept(project)
            )
        except KeyboardInterrupt as stopped:
            trained.interrupted = _stopped(kind, stopped)
            if not trained.models:
                raise KeyboardInterrupt(trained.interrupted) from None
            tell(trained.interrupted)
            break
        trained.models[kind] = model
        if model.refined_:
            tell(f"  {kind}: for {model.refined_} rows the other rows' texts outweighed the votes")
        if exam is not None:
            trained.scores.append(exam.of(kind, model))
            told = trained.scores[-1]
            tell(f"  {kind}: accuracy {told.accuracy:.3f}, macro-F1 {told.macro_f1:.3f} on {told.rows} test rows")
    return trained


def _stopped(kind: str, stopped: KeyboardInterrupt) -> str:
    if not isinstance(stopped, checkpoint.Interrupted):
        return f"the {kind} model is not there: its training was stopped before anything of it was kept"
    return (
        f"the {kind} model is not there: its training was stopped after step {stopped.step} and is kept; the same `sayso run` goes "
        "on with it, as long as the data, the sentences and the options stay as they are"
    )


def on_gold(project: Project, read: Reader, train: Data, exam: Exam, tell: Tell) -> list[Score]:
    """Score the linear model trained on all gold labels of train, and on a few of them, to compare with."""
    configuration = project.configuration
    gold = [label if label in project.schema.labels else None for label in train.column(configuration.gold)]
    labelled = [i for i, label in enumerate(gold) if label is not None]
    if not labelled:
        return []
    tell("training the linear model on gold labels, to compare with")
    given = read(train)
    some = np.random.default_rng(configuration.seed).permutation(labelled)[:GOLD_ROWS]
    scores = []
    for chosen in (np.array(labelled), some):
        model = classifier(project, "linear").fit(taken(given, chosen), [gold[i] for i in chosen])
        scores.append(exam.of(f"linear on {len(chosen)} gold labels", model))
    return scores


def classifier(project: Project, kind: str, seed: int | None = None) -> TextClassifier:
    """An untrained end model as the project configures it."""
    configuration = project.configuration
    seed = configuration.seed if seed is None else seed
    options = configuration.encoder if kind != "linear" else {}
    return TextClassifier(kind, random_state=seed, calibrate=configuration.calibrate, **options)


def _stepwise(tell: Tell, kind: str) -> Callable[[int, int, str], None]:
    def step(done: int, total: int, word: str) -> None:
        if done == total or done % max(1, total // 20) == 0:
            tell(f"  {kind}: step {done} of {total}, {word}")

    return step


def _kept(project: Project) -> Path:
    """The hidden folder of trainings under way, which git is told to leave alone."""
    hidden = project.root / HIDDEN
    hidden.mkdir(exist_ok=True)
    if not (hidden / ".gitignore").exists():
        (hidden / ".gitignore").write_text("*\n", "utf-8")
    return hidden / CHECKPOINTS


def forget(project: Project, trained: Trained) -> None:
    """Remove the kept trainings of models that are written by now, and what others left long ago."""
    for model in trained.models.values():
        if model.checkpoint_ is not None:
            checkpoint.remove(model.checkpoint_)
    for file in (project.root / HIDDEN / CHECKPOINTS).glob("*.safetensors"):
        if time.time() - file.stat().st_mtime > STALE_DAYS * 24 * 60 * 60:
            checkpoint.remove(file)
