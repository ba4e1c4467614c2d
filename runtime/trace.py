"""The way back: from a row's label to the words of the sentences that gave it, and the words of the row that made them fire."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.errors import Span
from sayso.grammar.forms import Condition
from sayso.grammar.function import LabelingFunction
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Listed, Quoted
from sayso.grammar.predicates.logic import And, Not
from sayso.grammar.predicates.text import Contains
from sayso.runtime.columns import Columns
from sayso.runtime.evidence import evidence, holds
from sayso.runtime.label_model import Contributions, Weighing
from sayso.runtime.python_functions import PythonFunction
from sayso.runtime.story import plain, story
from sayso.runtime.votes import ABSTAIN, Votes


@dataclass(frozen=True)
class Seen:
    """A stretch of the row that made a function fire."""

    column: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class TracedVote:
    """One vote with everything behind it."""

    function: str
    vote: str
    log_odds: float
    """What it added for the row's label, in log-odds against the mean of the classes."""
    log_odds_by_class: dict[str, float]
    accuracy: float
    """How often the label model believes the function to be right."""
    paraphrase: str
    sentence: str
    words: tuple[Span, ...]
    """The stretches of the sentence that carry the meaning."""
    matched: tuple[Span, ...]
    """Those of them that were found in this row; all of them where the condition is not about words."""
    file: str
    line: int
    author: str
    seen: tuple[Seen, ...]
    absent: tuple[str, ...]
    """The conditions of it that hold because something is not there."""


@dataclass(frozen=True)
class NearMiss:
    """A function that would have voted but for one condition."""

    function: str
    vote: str
    missing: str
    """The condition that does not hold, in words."""
    seen: tuple[Seen, ...]
    """What was found of the conditions that hold."""
    barred: tuple[Seen, ...]
    """What is there and should not be, where that is what kept it from voting."""
    sentence: str
    file: str
    line: int


@dataclass(frozen=True)
class Trace:
    """A row's label with its whole chain of reasons."""

    row: str
    texts: dict[str, str]
    label: str | None
    """What the votes say; None where no function voted."""
    probability: float
    probabilities: dict[str, float]
    balance: dict[str, float]
    votes: tuple[TracedVote, ...]
    near_misses: tuple[NearMiss, ...]
    end_models: dict[str, tuple[str, float]]
    """What each end model says of the row, and how surely."""
    by_hand: str | None = None
    """The label that was given by hand, which is then the row's, whatever the votes say."""
    unfit: tuple[str, ...] = ()
    """The values of the row that did not fit their columns and were taken for missing, in words."""
    notes: tuple[str, ...] = ()
    """What has changed since, in words."""

    def to_dict(self) -> dict[str, Any]:
        """The trace as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        return story(self)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(story(self))}</pre>"


def trace(
    functions: Sequence[LabelingFunction | PythonFunction],
    votes: Votes,
    model: Weighing,
    columns: Columns,
    row: int,
    *,
    end_models: dict[str, tuple[str, float]] | None = None,
    shown: Sequence[str] = (),
    by_hand: str | None = None,
) -> Trace:
    """Trace one row: `votes` and `columns` hold it at the same number; `shown` are the text columns to quote."""
    labels = model.predict_proba(votes)
    contributions = model.contributions(votes, row)
    probabilities = contributions.probability
    voted = bool(labels.voted[row])
    label = max(probabilities, key=lambda c: probabilities[c]) if voted else None
    traced, silent = [], []
    by_name = {c.function: c for c in contributions.votes}
    for j, function in enumerate(functions):
        code = int(votes.matrix[row, j])
        if code != ABSTAIN:
            traced.append(_vote(function, votes.functions[j], votes.words(code), by_name, label, model, columns, row))
        elif isinstance(function, LabelingFunction):
            silent.append(function)
    traced.sort(key=lambda v: -v.log_odds)
    ids = votes.row_ids
    rivals = {v.vote for v in traced} | {said for said, _ in (end_models or {}).values()}
    rivals.discard(label or "")
    return Trace(
        row=str(ids[row]) if ids else str(row),
        texts={name: columns.texts(name)[row] or "" for name in shown},
        label=label,
        probability=probabilities[label] if label else max(probabilities.values()),
        probabilities=probabilities,
        balance=contributions.balance,
        votes=tuple(traced),
        near_misses=_near_misses(silent, columns, row, rivals, voted),
        end_models=end_models or {},
        by_hand=by_hand,
        unfit=tuple(
            f"{unfit.column}: {told}; taken for missing"
            for unfit in votes.unfit
            for i, told in zip(unfit.rows, unfit.told, strict=True)
            if int(i) == row
        ),
    )


SHOWN_MISSES = 3


def _near_misses(
    silent: Sequence[LabelingFunction], columns: Columns, row: int, rivals: set[str], voted: bool
) -> tuple[NearMiss, ...]:
    """The near misses that could have changed the label: for labels that something else speaks for; those first that saw most.

    Of a row without any vote, every near miss is news; else functions that speak for no rival are not looked at."""
    asked = [f for f in silent if not voted or rivals & {clause.vote.words for clause in f.form.clauses}]
    missed = [miss for miss in (near_miss(function, columns, row) for function in asked) if miss is not None]
    told = [miss for miss in missed if miss.vote in rivals or not voted]
    told.sort(key=lambda miss: (miss.vote not in rivals, -sum(s.end - s.start for s in miss.seen)))
    return tuple(told[:SHOWN_MISSES])


def _vote(
    function: LabelingFunction | PythonFunction,
    name: str,
    vote: str,
    by_name: dict[str, Any],
    label: str | None,
    model: Weighing,
    columns: Columns,
    row: int,
) -> TracedVote:
    added = by_name[name].log_odds if name in by_name else {}
    words: tuple[Span, ...] = ()
    matched: tuple[Span, ...] = ()
    file, line, author = "", 0, ""
    seen: tuple[Seen, ...] = ()
    absent: tuple[str, ...] = ()
    if isinstance(function, LabelingFunction):
        clause, test = fired(function, columns, row)
        seen = tuple(_seen(test, columns, row))
        if clause is not None:
            words = function.source.words(clause)
            matched = _matched(function, clause, seen) or words
            absent = tuple(
                part.say() for part in conjuncts(clause) if not _seen(part.lower(function.schema), columns, row)
            )
        file, line, author = function.source.file, function.source.line, function.source.author
    return TracedVote(
        function=name,
        vote=vote,
        log_odds=added.get(label, 0.0) if label else 0.0,
        log_odds_by_class=dict(added),
        accuracy=model.accuracies.get(name, float("nan")),
        paraphrase=function.paraphrase,
        sentence=function.sentence,
        words=words,
        matched=matched,
        file=file,
        line=line,
        author=author,
        seen=seen,
        absent=absent,
    )


def fired(function: LabelingFunction, columns: Columns, row: int) -> tuple[Condition | None, plan.Test]:
    """The condition whose branch voted on a row, with its test; no condition for an `otherwise`."""
    for i, branch in enumerate(function.branches):
        if holds(branch.test, columns, row):
            clauses = function.form.clauses
            return (clauses[i].when if i < len(clauses) else None), branch.test
    return None, plan.Always(False)


def _seen(test: plan.Test, columns: Columns, row: int) -> list[Seen]:
    found = []
    for spot in evidence(test, columns, row):
        text = (columns.texts(spot.column)[row] or "")[spot.start : spot.end]
        found.append(Seen(spot.column, spot.start, spot.end, text))
    return found


def _matched(function: LabelingFunction, clause: Condition, seen: Sequence[Seen]) -> tuple[Span, ...]:
    """The stretches of the sentence that name what was found in the row: quoted words, word lists, kinds of thing."""
    found = {plain(spot.text) for spot in seen}
    spans: set[Span] = set()
    for node in clause.walk():
        if isinstance(node, Quoted):
            hit = plain(node.text) in found or (node.mode not in ("words", "exact") and bool(found))
        elif isinstance(node, Listed):
            hit = any(plain(entry) in found for entry in function.schema.lists[node.name])
        else:
            hit = isinstance(node, Item) and not isinstance(node, AnyOf | AllOf) and bool(found)
        if hit:
            spans.update(node.spans)
    return tuple(sorted(spans))


def conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold: the parts of an and, and each of the things that must all be there."""
    if isinstance(condition, And):
        return tuple(part for inner in condition.parts_of for part in conjuncts(inner))
    if isinstance(condition, Contains) and isinstance(condition.what, AllOf):
        return tuple(Contains(condition.place, AnyOf((item,))) for item in condition.what.items)
    return (condition,)


def near_miss(function: LabelingFunction, columns: Columns, row: int) -> NearMiss | None:
    """The one condition that kept a function from voting, if the others hold and something of them was seen."""
    for clause in function.form.clauses:
        parts = conjuncts(clause.when)
        if len(parts) < 2:
            continue
        tests = [part.lower(function.schema) for part in parts]
        held = [holds(test, columns, row) for test in tests]
        if sum(held) != len(held) - 1:
            continue
        seen = {s for h, test in zip(held, tests, strict=True) if h for s in _seen(test, columns, row)}
        if seen:
            lacking = parts[held.index(False)]
            barred = _seen(lacking.of.lower(function.schema), columns, row) if isinstance(lacking, Not) else []
            return NearMiss(
                function=function.name,
                vote=clause.vote.words,
                missing=lacking.say(),
                seen=tuple(sorted(seen, key=lambda s: (s.column, s.start, s.end))),
                barred=tuple(barred),
                sentence=function.source.sentence,
                file=function.source.file,
                line=function.source.line,
            )
    return None


__all__ = ["Contributions", "NearMiss", "Seen", "Trace", "TracedVote", "near_miss", "story", "trace"]
