"""What a report tells of each rationale: its words, its meaning, what it did, whom it contradicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sayso.audit.history import Happened, History
from sayso.audit.record import Record
from sayso.runtime import planning
from sayso.runtime.apply import work_of
from sayso.runtime.votes import Votes

CONTRADICTIONS = 3


@dataclass(frozen=True)
class Sentence:
    """A rationale of a run, for its readers."""

    number: int
    name: str
    label: str
    sentence: str
    words: tuple[tuple[int, int], ...]
    paraphrase: str
    form: str
    assumptions: tuple[str, ...]
    where: str
    author: str
    time: str
    """When the words were written as they stand."""
    approvals: tuple[str, ...]
    """Who stood up for the words as they were, and when."""
    because: str
    note: str
    examples: tuple[tuple[bool, str], ...]
    digest: str
    confidence: float | None
    votes: int
    coverage: float
    overlap: float
    conflict: float
    accuracy: float | None
    columns: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]
    history: tuple[Happened, ...]
    contradicted: tuple[tuple[str, int], ...]
    """The functions that contradict it most, with on how many rows."""


def sentences(record: Record, history: History, redact: bool) -> list[Sentence]:
    """Every rationale of a run, in the order of the votes. With `redact`, what experts copied from rows is left out."""
    against = contradictions(record.votes)
    return [
        _sentence(i, told, record, history, redact, _most(against[i], record.votes.functions))
        for i, told in enumerate(record.told)
    ]


def _sentence(
    i: int,
    told: dict[str, Any],
    record: Record,
    history: History,
    redact: bool,
    contradicted: Sequence[tuple[str, int]],
) -> Sentence:
    examples = () if redact else tuple((bool(e), _row(row)) for e, row in told.get("examples", ()))
    return Sentence(
        number=i + 1,
        name=told["name"],
        label=told["label"],
        sentence=told["sentence"],
        words=tuple((a, b) for a, b in told["words"]),
        paraphrase=told["paraphrase"],
        form=formal(told["form"]),
        assumptions=() if redact else tuple(told["assumptions"]),
        where=f"{told['file']}:{told['line']}" if told["file"] else "Python",
        author=told["author"],
        time=told["time"],
        approvals=tuple(f"{approval['by']}, {approval['time']}" for approval in told["approvals"]),
        because="" if redact else told.get("because", ""),
        note="" if redact else told.get("note", ""),
        examples=examples,
        digest=told["digest"],
        confidence=told["confidence"],
        votes=told["votes"],
        coverage=told["coverage"],
        overlap=told["overlap"],
        conflict=told["conflict"],
        accuracy=told["accuracy"] if told["votes"] else None,
        columns=columns_read(record, i),
        lists={name: tuple(entries) for name, entries in told.get("lists", {}).items()},
        history=tuple(_without_reason(one) for one in history.of(told["name"])) if redact else history.of(told["name"]),
        contradicted=tuple(contradicted),
    )


def _without_reason(one: Happened) -> Happened:
    return replace(one, what=one.what.partition(":")[0])


def _row(row: dict[str, Any]) -> str:
    """ "rent is due", or "title: Rent; amount: 5" where there are several columns."""
    if len(row) == 1:
        return str(next(iter(row.values())))
    return "; ".join(f"{name}: {value}" for name, value in row.items() if value is not None)


def columns_read(record: Record, i: int) -> tuple[str, ...]:
    """The columns that a function reads, in the schema's order."""
    read = set(planning.columns_read(work_of([record.functions[i]], record.schema).plan))
    return tuple(c.name for c in record.schema.columns if c.name in read)


def contradictions(votes: Votes) -> Any:
    """(functions, functions): on how many rows the one's vote and the other's leave no label possible."""
    n, k = len(votes.functions), len(votes.outcomes)
    allowed = np.array([[label in outcome for label in votes.labels] for outcome in votes.outcomes])
    apart = ~(allowed.astype(int) @ allowed.astype(int).T).astype(bool)
    return _together(votes, lambda a, b: apart[a, b], n, k)


def agreements(votes: Votes) -> Any:
    """(functions, functions): on how many rows both vote."""
    return _together(votes, lambda a, b: True, len(votes.functions), len(votes.outcomes))


def _together(votes: Votes, counted: Any, n: int, k: int) -> Any:
    """Pairs of functions by rows on which both vote, those pairs of outcomes alone that are counted. Sparse, whatever the rows."""
    from scipy import sparse

    by = []
    for code in range(k):
        rows = [cast.rows[cast.codes == code] for cast in votes.cast]
        at = np.repeat(np.arange(n), [len(r) for r in rows])
        there = np.concatenate([np.zeros(0, np.int32), *rows])
        by.append(sparse.csr_matrix((np.ones(len(there), np.int64), (at, there)), shape=(n, len(votes))))
    total = np.zeros((n, n), np.int64)
    for a in range(k):
        for b in range(k):
            if counted(a, b) and by[a].nnz and by[b].nnz:
                total += np.asarray((by[a] @ by[b].T).todense())
    return total


def _most(row: Any, names: Sequence[str]) -> list[tuple[str, int]]:
    order = np.argsort(-row, kind="stable")[:CONTRADICTIONS]
    return [(names[j], int(row[j])) for j in order if row[j]]


def formal(form: Any) -> str:
    """A recorded form as nested names with their values: And(Contains(Text(body), AnyOf('rent')))."""
    if isinstance(form, dict):
        parts = [
            formal(value) for key, value in form.items() if key not in ("form", "value") or not isinstance(value, str)
        ]
        shown = ", ".join(part for part in parts if part)
        return f"{form['form']}({shown})" if "form" in form else shown
    if isinstance(form, list):
        return ", ".join(formal(item) for item in form)
    if form is None or form is False or form == "":
        return ""
    return f"'{form}'" if isinstance(form, str) else str(form)
