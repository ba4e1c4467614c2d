"""Tries one sentence on a project's data: hits and near misses, with what was seen."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.grammar.function import LabelingFunction
from sayso.grammar.predicates.items import AnyOf, Quoted
from sayso.grammar.predicates.places import Argument, Text
from sayso.grammar.predicates.text import Contains
from sayso.runtime.apply import apply
from sayso.runtime.columns import Columns
from sayso.runtime.corpus import Corpus
from sayso.runtime.evidence import evidence
from sayso.runtime.trace import conjuncts, fired, near_miss

if TYPE_CHECKING:
    from sayso.project.project import Project

SHOWN = 5


@dataclass(frozen=True)
class Shown:
    """A row with the stretches that were seen; for a near miss also the condition that does not hold."""

    row: str
    text: str
    spans: tuple[tuple[int, int], ...]
    missing: str = ""


@dataclass(frozen=True)
class Tried:
    """What a sentence does on the data."""

    hits: int
    rows: int
    milliseconds: float
    examples: tuple[Shown, ...]
    near_misses: tuple[Shown, ...]
    unfound: tuple[str, ...] = ()
    """The words of the sentence that stand in no row: often half a word, or one that is misspelt."""

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data."""
        return asdict(self)


def tried(function: LabelingFunction, project: Project) -> Tried:
    """Run a function over the training rows and pick rows to show, spread over the data."""
    data = project.data().part(project.configuration.train)
    corpus = Corpus(data.table, project.schema, row_ids=data.ids)
    started = monotonic()
    votes = apply([function], corpus)
    spent = 1000 * (monotonic() - started)
    hits = np.flatnonzero(np.asarray(votes)[:, 0] != -1)
    columns = Columns(data.table, project.schema)
    chosen = hits[np.linspace(0, len(hits) - 1, min(SHOWN, len(hits))).astype(int)] if len(hits) else []
    examples = tuple(_hit(function, columns, int(i), data.ids[i]) for i in chosen)
    unfound = _unfound(function, corpus)
    return Tried(len(hits), len(data), spent, examples, _misses(function, corpus, columns, votes), unfound)


def _hit(function: LabelingFunction, columns: Columns, i: int, row: str) -> Shown:
    _, test = fired(function, columns, i)
    seen = evidence(test, columns, i)
    column = seen[0].column if seen else columns.schema.default_text
    return Shown(row, _text(columns, column, i), tuple((s.start, s.end) for s in seen if s.column == column))


def _text(columns: Columns, column: str, i: int) -> str:
    """A row's text; empty where there is none, as in a project of images."""
    return (columns.texts(column)[i] or "") if column else ""


def _unfound(function: LabelingFunction, corpus: Corpus) -> tuple[str, ...]:
    """What it looks for in quotes and none of the texts that it reads has anywhere."""
    schema = function.schema
    read = {node.column for node in function.form.walk() if isinstance(node, Text)} or {schema.default_text}
    read |= {
        schema.column(node.column).of or schema.default_text
        for node in function.form.walk()
        if isinstance(node, Argument)
    }
    words = list(dict.fromkeys(node for node in function.form.walk() if isinstance(node, Quoted)))
    clause = function.form.clauses[0]
    alone = [
        replace(
            function,
            name=f"{i} {column}",
            form=replace(
                function.form, clauses=(replace(clause, when=Contains(Text(column), AnyOf((word,)))),), otherwise=None
            ),
        )
        for i, word in enumerate(words)
        for column in sorted(filter(None, read))
    ]
    if not alone:
        return ()
    found = (np.asarray(apply(alone, corpus)) != -1).any(axis=0).reshape(len(words), -1).any(axis=1)
    return tuple(word.say() for word, there in zip(words, found, strict=True) if not there)


def _misses(function: LabelingFunction, corpus: Corpus, columns: Columns, votes: Any) -> tuple[Shown, ...]:
    """Rows that lack one condition; those first that hold what fewest rows hold, for they came nearest."""
    quiet = np.asarray(votes)[:, 0] == -1
    lacking: list[np.ndarray[Any, Any]] = []
    for clause in function.form.clauses:
        parts = conjuncts(clause.when)
        if len(parts) < 2:
            continue
        forms = [replace(function.form, clauses=(replace(clause, when=part),), otherwise=None) for part in parts]
        alone = [replace(function, form=form, name=f"part {i}") for i, form in enumerate(forms)]
        held = np.asarray(apply(alone, corpus)) != -1
        nearly = quiet & (held.sum(axis=1) == len(parts) - 1)
        lacking += [np.flatnonzero(nearly & ~held[:, j]) for j in range(len(parts))]
    found: dict[int, Shown] = {}
    for rows in sorted(lacking, key=len):
        for i in map(int, rows):
            if len(found) == SHOWN:
                return tuple(found.values())
            miss = near_miss(function, columns, i) if i not in found else None
            if miss is not None:
                column = miss.seen[0].column
                spans = tuple((s.start, s.end) for s in miss.seen if s.column == column)
                found[i] = Shown(corpus.row_ids[i], _text(columns, column, i), spans, miss.missing)
    return tuple(found.values())
