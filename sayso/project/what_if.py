"""What if some sentences had not been there: the label model fitted anew on the stored votes, the linear model trained anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.audit import moving
from sayso.audit.moving import Move, moved
from sayso.audit.record import Record
from sayso.audit.sentences import columns_read
from sayso.grammar.errors import ProjectError
from sayso.project.running import hand_labels, labels_by
from sayso.project.scoring import score
from sayso.project.training import Reader, classifier, reader
from sayso.runtime.apply import apply
from sayso.runtime.label_model import LabelModel, MajorityVote
from sayso.runtime.labels import Labels
from sayso.runtime.models.given import taken
from sayso.runtime.votes import Votes

if TYPE_CHECKING:
    from sayso.project.project import Data, Project


@dataclass(frozen=True)
class Without:
    """What is taken away, by what it is called."""

    rationales: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class WhatIf:
    """What would move."""

    run: str
    taken: tuple[str, ...]
    """The functions that would be gone."""
    left: int
    rows: int
    voted: int
    """The rows on which what is taken away votes."""
    moves: tuple[Move, ...]
    linear: tuple[Move, ...] | None
    """What the linear model would say otherwise; None where the run trained none."""
    scores: dict[str, tuple[float, float]]
    """Accuracy on gold, before and after, where the run was scored."""

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        lines = [f"{self.run} without {', '.join(f'[{name}]' for name in self.taken)} ({self.left} sentences are left)"]
        lines.append(f"What is taken away votes on {self.voted} of {self.rows} rows")
        lines += [
            "",
            f"Labels: {sum(m.rows for m in self.moves)} of {self.rows} rows would move",
            *moving.lines(self.moves),
        ]
        if self.linear is not None:
            said = sum(m.rows for m in self.linear)
            lines += [
                "",
                f"The linear model, trained anew, would say otherwise on {moving.rows(said)}",
                *moving.lines(self.linear),
            ]
        lines += [""] * bool(self.scores)
        lines += [f"accuracy of {name}: {a:.3f} -> {b:.3f}" for name, (a, b) in self.scores.items()]
        return "\n".join(lines)


def what_if(project: Project, folder: Path, without: Without) -> WhatIf:
    """Refit on a run's stored votes without some functions, and compare with the run.

    Raises `ProjectError` where a name is unknown, nothing is taken, or nothing is left; `BrokenRecord` for a changed run."""
    record = Record.of(folder)
    taken = _taken(record, without)
    kept = [i for i, f in enumerate(record.functions) if f.name not in taken]
    if not kept:
        raise ProjectError("nothing would be left: every sentence of the run is taken away")
    votes = _kept(record.votes, kept)
    train = project.data().part(project.configuration.train)
    if tuple(train.ids) != tuple(votes.row_ids):
        raise ProjectError(
            f"{folder.name}: the training rows are not those of the run; what if needs the data it was made from"
        )
    hand = hand_labels(project, train)
    model = LabelModel(**LabelModel.load(folder / "label_model.json").get_params()).fit(votes, hand)
    labels = labels_by(project, model, votes, hand)
    rows = record.rows.filter(record.rows.column("trained"))
    texts = dict(zip(train.ids, train.texts(record.schema.default_text), strict=True))
    was = dict(zip(train.ids, rows.column("label").to_pylist(), strict=True))
    read, linear, end_model = reader(project, train), None, None
    if "linear" in record.models:
        given = read(train)
        end_model = classifier(project, "linear").fit(given, labels)
        said = dict(zip(train.ids, map(str, end_model.predict(given)), strict=True))
        linear = moved(dict(zip(train.ids, rows.column("model:linear").to_pylist(), strict=True)), said, texts)
    return WhatIf(
        run=record.name,
        taken=tuple(f.name for f in record.functions if f.name in taken),
        left=len(kept),
        rows=len(train),
        voted=len({int(i) for j, cast in enumerate(record.votes.cast) if j not in kept for i in cast.rows}),
        moves=moved(was, dict(zip(train.ids, labels.names(), strict=True)), texts),
        linear=linear,
        scores=_scores(project, record, kept, model, read, end_model),
    )


def _taken(record: Record, without: Without) -> set[str]:
    """The names of the functions to be taken away."""
    functions = record.functions
    authors = {f.name: {f.source.author, *record.history.authors.get(f.name, ())} - {""} for f in functions}
    by_kind: list[tuple[str, Sequence[str], dict[str, set[str]]]] = [
        ("rationale", without.rationales, {f.name: {f.name} for f in functions}),
        ("author", without.authors, authors),
        ("word list", without.lists, {f.name: set(f.lists) for f in functions}),
        ("column", without.columns, {f.name: set(columns_read(record, i)) for i, f in enumerate(functions)}),
    ]
    taken: set[str] = set()
    for kind, names, uses in by_kind:
        for name in names:
            found = {f for f, used in uses.items() if name in used}
            if not found:
                there = sorted({used for each in uses.values() for used in each})
                known = (
                    f"there are: {', '.join(there[:20])}" + (" ..." if len(there) > 20 else "")
                    if there
                    else f"the run names no {kind}"
                )
                raise ProjectError(f"no sentence of {record.name} rests on the {kind} '{name}'; {known}")
            taken |= found
    if not taken:
        raise ProjectError("say what to take away: a rationale, an author, a word list or a column")
    return taken


def _kept(votes: Votes, kept: Sequence[int]) -> Votes:
    return replace(
        votes,
        cast=tuple(votes.cast[i] for i in kept),
        functions=tuple(votes.functions[i] for i in kept),
        confidences=tuple(votes.confidences[i] for i in kept) if votes.confidences else (),
        source=(),
    )


def _scores(
    project: Project, record: Record, kept: Sequence[int], model: LabelModel, read: Reader, linear: Any
) -> dict[str, tuple[float, float]]:
    """Accuracy on the test rows with gold, as the run told it and as it would be."""
    told = {score["model"]: float(score["accuracy"]) for score in record.manifest.get("scores", [])}
    configured = project.configuration
    if not told or not configured.gold:
        return {}
    test: Data = project.data().part(configured.test)
    gold = test.column(configured.gold)
    rows = [i for i, label in enumerate(gold) if label in record.schema.labels]
    wanted = [str(gold[i]) for i in rows]
    votes = apply([record.functions[i] for i in kept], test.table, record.schema, row_ids=test.ids)
    votes = replace(_recoded(votes, record.votes.outcomes), confidences=model.confidences_)

    def right(labels: Labels) -> float:
        best = labels.probabilities.argmax(axis=1)
        return score("", wanted, [labels.classes[best[i]] for i in rows]).accuracy

    now = {
        "majority vote": right(MajorityVote().predict_proba(votes)),
        "label model": right(model.predict_proba(votes)),
    }
    if linear is not None:
        now["linear"] = score("", wanted, list(linear.predict(taken(read(test), np.array(rows))))).accuracy
    return {name: (told[name], accuracy) for name, accuracy in now.items() if name in told}


def _recoded(votes: Votes, outcomes: tuple[tuple[str, ...], ...]) -> Votes:
    """The same votes in the codes of the run: fewer functions may know fewer sets of labels."""
    code = np.array([outcomes.index(outcome) for outcome in votes.outcomes])
    cast = tuple(replace(each, codes=code[each.codes].astype(each.codes.dtype)) for each in votes.cast)
    return replace(votes, cast=cast, outcomes=outcomes)
