"""Columns and words that must not decide, or whose part in deciding is to be known: who reads them, and what each group gets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.audit.record import Record
from sayso.audit.sentences import columns_read
from sayso.grammar.errors import ProjectError
from sayso.grammar.function import LabelingFunction, Source
from sayso.grammar.predicates.items import AnyOf, Listed, Quoted
from sayso.grammar.predicates.places import Text
from sayso.grammar.predicates.text import Contains
from sayso.grammar.rationale import Clause, Rationale, Vote
from sayso.runtime.apply import apply
from sayso.runtime.story import plain

GROUPS = 12
"""Groups that are told one by one, the largest first; the others are told together."""


@dataclass(frozen=True)
class Group:
    """The training rows that have one value, or one of the words."""

    name: str
    rows: int
    labelled: int
    labels: dict[str, int]
    """The rows of each label."""

    @property
    def coverage(self) -> float:
        """The share of the rows that have a label."""
        return self.labelled / max(1, self.rows)


@dataclass(frozen=True)
class Protected:
    """A protected column or word list."""

    name: str
    kind: str
    """ "column" or "word list"."""
    used_by: tuple[str, ...]
    """The functions that read the column, or name one of the words."""
    groups: tuple[Group, ...]
    seen: bool
    """False where the data is not there to be grouped."""


def protected(record: Record, root: Path, names: Sequence[str]) -> list[Protected]:
    """What is known of each protected column or word list. Raises `ProjectError` for a name that is neither."""
    return [_protected(record, root, name) for name in names]


def _protected(record: Record, root: Path, name: str) -> Protected:
    if name in record.schema.lists:
        words = {plain(word) for word in record.schema.lists[name]}
        used = [f.name for f in record.functions if words & set(_words(f.form, record)) or name in f.lists]
        groups = _grouped(record, _with_words(record, root, record.schema.lists[name]))
        return Protected(name, "word list", tuple(used), *groups)
    values = list(_values(record, root, name))
    known = name in {c.name for c in record.schema.columns}
    if not known and not any(value is not None for _, value in values):
        there = ", ".join([c.name for c in record.schema.columns] + sorted(record.schema.lists))
        raise ProjectError(f"there is no column or word list '{name}' to protect; there are: {there}")
    used = [f.name for i, f in enumerate(record.functions) if name in columns_read(record, i)]
    return Protected(name, "column", tuple(used), *_grouped(record, iter(values)))


def _words(form: Any, record: Record) -> Iterator[str]:
    """The words that a form looks for, as matching sees them."""
    for node in form.walk():
        if isinstance(node, Quoted):
            yield plain(node.text)
        elif isinstance(node, Listed):
            yield from map(plain, record.schema.lists[node.name])


def _values(record: Record, root: Path, name: str) -> Iterator[tuple[int, str | None]]:
    """The position of each row of the data with its value of a column, None where the column is not there."""
    for first, table in record.tables(root):
        column = table.column(name).to_pylist() if name in table.column_names else [None] * len(table)
        for i, value in enumerate(column):
            yield first + i, None if name not in table.column_names else "(missing)" if value is None else str(value)


def _with_words(record: Record, root: Path, words: Sequence[str]) -> Iterator[tuple[int, str | None]]:
    """The position of each row of the data with whether one of the words is in its default text; in none where there is no text."""
    if not record.schema.default_text:
        yield from ((position, "none of the words") for position in range(len(record.rows)))
        return
    place = Text(record.schema.default_text)
    form = Rationale((Clause(Vote(record.schema.labels[:1]), Contains(place, AnyOf(tuple(map(Quoted, words))))),))
    looking = LabelingFunction(form, Source(""), record.schema)
    for first, table in record.tables(root):
        held = apply([looking], table, record.schema).matrix[:, 0] >= 0
        yield from ((first + i, "one of the words" if there else "none of the words") for i, there in enumerate(held))


def _grouped(record: Record, values: Iterator[tuple[int, str | None]]) -> tuple[tuple[Group, ...], bool]:
    rows = record.rows
    trained = rows.column("trained").to_numpy()
    labels = rows.column("label").to_pylist()
    found: dict[str, list[int]] = {}
    for position, value in values:
        if value is not None and position < len(trained) and trained[position]:
            found.setdefault(value, []).append(position)
    groups = sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))
    told = [_group(name, where, labels) for name, where in groups[:GROUPS]]
    rest = [i for _, where in groups[GROUPS:] for i in where]
    if rest:
        told.append(_group(f"{len(groups) - GROUPS} other values", rest, labels))
    return tuple(told), bool(found)


def _group(name: str, where: list[int], labels: list[str | None]) -> Group:
    given = [label for i in where if (label := labels[i]) is not None]
    return Group(name, len(where), len(given), dict(sorted(Counter(given).items())))
