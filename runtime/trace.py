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
from sayso.grammar.predicates.items import AllOf, AnyOf
from sayso.grammar.predicates.logic import And
from sayso.grammar.predicates.text import Contains
from sayso.runtime.apply import evidence, holds
from sayso.runtime.columns import Columns
from sayso.runtime.label_model import Contributions, LabelModel
from sayso.runtime.python_functions import PythonFunction
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
    sentence: str
    file: str
    line: int


@dataclass(frozen=True)
class Trace:
    """A row's label with its whole chain of reasons."""

    row: str
    texts: dict[str, str]
    label: str | None
    """None where no function voted."""
    probability: float
    probabilities: dict[str, float]
    balance: dict[str, float]
    votes: tuple[TracedVote, ...]
    near_misses: tuple[NearMiss, ...]
    end_models: dict[str, tuple[str, float]]
    """What each end model says of the row, and how surely."""

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
    model: LabelModel,
    columns: Columns,
    row: int,
    *,
    end_models: dict[str, tuple[str, float]] | None = None,
    shown: Sequence[str] = (),
) -> Trace:
    """Trace one row: `votes` and `columns` hold it at the same number; `shown` are the text columns to quote."""
    labels = model.predict_proba(votes)
    contributions = model.contributions(votes, row)
    probabilities = contributions.probability
    voted = bool(labels.voted[row])
    label = max(probabilities, key=lambda c: probabilities[c]) if voted else None
    traced, missed = [], []
    by_name = {c.function: c for c in contributions.votes}
    for j, function in enumerate(functions):
        code = int(votes.matrix[row, j])
        if code != ABSTAIN:
            traced.append(_vote(function, votes.functions[j], votes.words(code), by_name, label, model, columns, row))
        elif isinstance(function, LabelingFunction):
            miss = near_miss(function, columns, row)
            if miss is not None:
                missed.append(miss)
    traced.sort(key=lambda v: -abs(v.log_odds))
    ids = votes.row_ids
    return Trace(
        row=str(ids[row]) if ids else str(row),
        texts={name: columns.texts(name)[row] or "" for name in shown},
        label=label,
        probability=probabilities[label] if label else max(probabilities.values()),
        probabilities=probabilities,
        balance=contributions.balance,
        votes=tuple(traced),
        near_misses=tuple(missed[:5]),
        end_models=end_models or {},
    )


def _vote(
    function: LabelingFunction | PythonFunction,
    name: str,
    vote: str,
    by_name: dict[str, Any],
    label: str | None,
    model: LabelModel,
    columns: Columns,
    row: int,
) -> TracedVote:
    added = by_name[name].log_odds if name in by_name else {}
    words: tuple[Span, ...] = ()
    file, line, author = "", 0, ""
    seen: tuple[Seen, ...] = ()
    absent: tuple[str, ...] = ()
    if isinstance(function, LabelingFunction):
        clause, test = fired(function, columns, row)
        seen = tuple(_seen(test, columns, row))
        if clause is not None:
            words = function.source.words(clause)
            absent = tuple(
                part.say() for part in _conjuncts(clause) if not _seen(part.lower(function.schema), columns, row)
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


def _conjuncts(condition: Condition) -> tuple[Condition, ...]:
    """The conditions that must all hold: the parts of an and, and each of the things that must all be there."""
    if isinstance(condition, And):
        return tuple(part for inner in condition.parts_of for part in _conjuncts(inner))
    if isinstance(condition, Contains) and isinstance(condition.what, AllOf):
        return tuple(Contains(condition.place, AnyOf((item,))) for item in condition.what.items)
    return (condition,)


def near_miss(function: LabelingFunction, columns: Columns, row: int) -> NearMiss | None:
    """The one condition that kept a function from voting, if the others hold and something of them was seen."""
    for clause in function.form.clauses:
        parts = _conjuncts(clause.when)
        if len(parts) < 2:
            continue
        tests = [part.lower(function.schema) for part in parts]
        held = [holds(test, columns, row) for test in tests]
        if sum(held) != len(held) - 1:
            continue
        if any(h and _seen(test, columns, row) for h, test in zip(held, tests, strict=True)):
            lacking = parts[held.index(False)]
            source = function.source
            return NearMiss(function.name, clause.vote.words, lacking.say(), source.sentence, source.file, source.line)
    return None


def story(trace: Trace) -> str:
    """The trace as a text that its reader need not be taught to read."""
    lines = [f"Row {trace.row}"]
    for column, text in trace.texts.items():
        lines.append(
            f"  {column}: {_marked_text(text, [s for v in trace.votes for s in v.seen if s.column == column])}"
        )
    lines.append("")
    if trace.label is None:
        lines.append("No sentence speaks about this row, so it has no label of its own and was not trained on.")
    else:
        n = len(trace.votes)
        sentences = "one sentence" if n == 1 else f"{n} sentences"
        lines.append(f"Labelled {trace.label}, with probability {trace.probability:.2f}, by {sentences}:")
    for i, vote in enumerate(trace.votes, 1):
        lines += ["", *_told(i, vote, trace.label)]
    if trace.near_misses:
        lines += ["", "Close, but silent:"]
        lines += [
            f"  [{m.function}] would have said {m.vote}, but it is not so that {m.missing}" for m in trace.near_misses
        ]
    for name, (label, probability) in trace.end_models.items():
        agrees = "agrees" if label == trace.label else "says"
        lines += ["", f"The trained {name} model {agrees}: {label}, with probability {probability:.2f}."]
    return "\n".join(lines)


def _told(i: int, vote: TracedVote, label: str | None) -> list[str]:
    pull = "for" if vote.log_odds >= 0 else "against"
    where = f"{vote.file}:{vote.line}" if vote.file else "Python"
    author = f", {vote.author}" if vote.author else ""
    sure = f"{round(100 * vote.accuracy)} in 100" if vote.accuracy == vote.accuracy else "an unknown share"
    lines = [
        f"{i}. [{vote.function}] says {vote.vote} ({abs(vote.log_odds):.2f} {pull} {label}; believed right {sure} times)",
        f"   {where}{author}: {marked_sentence(vote.sentence, vote.words)}",
        f"   It reads: {vote.paraphrase}",
    ]
    if vote.seen:
        quoted = "; ".join(dict.fromkeys(f"“{seen.text}” in the {seen.column}" for seen in vote.seen))
        lines.append(f"   It fired on {quoted}.")
    if vote.absent:
        lines.append(f"   And because {'; '.join(vote.absent)}.")
    return lines


def marked_sentence(sentence: str, spans: Sequence[Span]) -> str:
    """The sentence with the stretches that carry its meaning between brackets."""
    return _with_brackets(sentence, list(spans), "⟦", "⟧")


def _marked_text(text: str, seen: Sequence[Seen], around: int = 400) -> str:
    spans = sorted({(s.start, s.end) for s in seen if s.start < s.end})
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    if len(text) > 2 * around and not merged:
        return text[: 2 * around] + " ..."
    return _with_brackets(text, merged, "«", "»")


def _with_brackets(text: str, spans: list[Span], left: str, right: str) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]}{left}{text[start:end]}{right}{text[end:]}"
    return text


__all__ = ["Contributions", "NearMiss", "Seen", "Trace", "TracedVote", "near_miss", "story", "trace"]
