"""The plan of all functions together: every different operation evaluated once a chunk, dear ones only where undecided.

A guard, made of postings, names the rows that may hold what a dear operation looks for; the rest are false without a look.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from sayso.grammar import plan
from sayso.runtime.columns import Columns, Flags
from sayso.runtime.kernels import boxes, postings, rows, similarity
from sayso.runtime.kernels.boxes import COMPARE
from sayso.runtime.kernels.postings import Postings
from sayso.runtime.kernels.spots import Row, spots, text_columns


@dataclass(frozen=True)
class Plan:
    """What will run for all functions at once: each one's branches, and the terms that postings are built for."""

    functions: tuple[tuple[plan.Branch, ...], ...]
    terms: dict[str, frozenset[plan.Term]]
    """By text column, the terms looked for anywhere in it."""

    def describe(self) -> str:
        """How many different operations run for how many functions, cheap ones first."""
        ops = {op for branches in self.functions for branch in branches for op in walk(branch.test)}
        tests = [op for op in ops if isinstance(op, plan.Test)]
        counted = {cost: sum(cost_of(op) == cost for op in tests) for cost in _RANK}
        lines = [f"{len(self.functions)} functions, {len(ops)} different operations"]
        lines += [f"  {name}: {n} tests" for name, n in counted.items() if n]
        return "\n".join(lines)


def make(functions: Iterable[tuple[plan.Branch, ...]]) -> Plan:
    """Plan the branches of some functions."""
    branches = tuple(functions)
    terms: dict[str, set[plan.Term]] = {}
    for function in branches:
        for branch in function:
            for op in walk(branch.test):
                if isinstance(op, plan.Find):
                    for column in text_columns(op.within):
                        terms.setdefault(column, set()).update(op.terms)
    return Plan(branches, {column: frozenset(found) for column, found in terms.items()})


def walk(op: plan.Op) -> Iterator[plan.Op]:
    """An operation and all below it."""
    yield op
    for part in dataclasses.fields(op):
        value = getattr(op, part.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, plan.Op):
                yield from walk(item)


_MODEL = {"person", "organisation", "place", "noun", "verb", "adjective"}
_RANK = {"column": 0, "postings": 1, "text": 2, "model": 3, "encoder": 4}


@lru_cache(maxsize=65_536)
def cost_of(op: plan.Test) -> str:
    """The cost class of a test: "column", "postings", "text", "model" or "encoder"."""
    inner = list(walk(op))
    if any(isinstance(o, plan.Similar) for o in inner):
        return "encoder"
    if any(isinstance(o, plan.Things) and o.thing in _MODEL for o in inner):
        return "model"
    if any(isinstance(o, plan.Find) and any(t.mode == "lemma" for t in o.terms) for o in inner):
        return "model"
    if not any(isinstance(o, plan.Spots) for o in inner):
        return "column"
    return "postings" if _by_postings(op) else "text"


def _by_postings(op: plan.Op) -> bool:
    if isinstance(op, plan.Some):
        find = op.of
        return (
            isinstance(find, plan.Find)
            and isinstance(find.within, plan.Whole)
            and all(map(postings.answers, find.terms))
        )
    if isinstance(op, plan.Not):
        return _by_postings(op.of)
    return isinstance(op, (plan.All, plan.Any, plan.Hold)) and all(map(_by_postings, op.of))


@dataclass
class Chunk:
    """Some rows of the data with everything that was computed about them."""

    columns: Columns
    terms: dict[str, frozenset[plan.Term]]
    _postings: dict[str, Postings] = field(default_factory=dict)
    _tests: dict[plan.Test, tuple[Flags, Flags]] = field(default_factory=dict)
    _rows: dict[int, Row] = field(default_factory=dict)

    def votes(self, branches: tuple[plan.Branch, ...]) -> np.ndarray[Any, np.dtype[np.int64]]:
        """For each row the number of the branch that holds first, -1 where none does."""
        result = np.full(len(self.columns), -1, dtype=np.int64)
        open_rows = np.ones(len(self.columns), dtype=np.bool_)
        for i, branch in enumerate(branches):
            held = self.test(branch.test, open_rows) & open_rows
            result[held] = i
            open_rows &= ~held
        return result

    def test(self, op: plan.Test, wanted: Flags) -> Flags:
        """The test's value on the wanted rows; what it says of others means nothing."""
        known, value = self._tests.get(op, (None, None))
        if known is None or value is None:
            known, value = np.zeros(len(wanted), np.bool_), np.zeros(len(wanted), np.bool_)
            self._tests[op] = (known, value)
        todo = wanted & ~known
        if todo.any():
            value[todo] = self._decide(op, todo)[todo]
            known |= todo
        return value

    def _decide(self, op: plan.Test, todo: Flags) -> Flags:
        if isinstance(op, plan.Not):
            return ~self.test(op.of, todo)
        if isinstance(op, plan.All):
            left = todo.copy()
            for part in sorted(op.of, key=lambda p: _RANK[cost_of(p)]):
                left &= self.test(part, left)
            return left
        if isinstance(op, plan.Any):
            found = np.zeros(len(todo), np.bool_)
            for part in sorted(op.of, key=lambda p: _RANK[cost_of(p)]):
                found |= self.test(part, todo & ~found) & todo & ~found
            return found
        if isinstance(op, plan.Hold):
            held = sum((self.test(part, todo).astype(np.int64) for part in op.of), np.zeros(len(todo), np.int64))
            return np.asarray(COMPARE[op.comparison](held, op.n), dtype=np.bool_)
        cheap = self._cheap(op)
        return cheap if cheap is not None else self._dear(op, todo)

    def _cheap(self, op: plan.Test) -> Flags | None:
        """A whole column at once, or postings; None where the rows have to be looked at."""
        columns = self.columns
        if isinstance(op, plan.Always):
            return np.full(len(columns), op.value)
        if isinstance(op, plan.OneOf):
            wanted = {value.lower() for value in op.values}
            return np.array([t is not None and t.strip().lower() in wanted for t in columns.texts(op.column)], np.bool_)
        if isinstance(op, plan.IsTrue):
            return columns.flags(op.column)
        if isinstance(op, plan.Missing):
            return columns.missing(op.column)
        if isinstance(op, plan.SameValue):
            return self._same(op)
        if isinstance(op, plan.BoxRelation):
            return boxes.related(op, columns)
        if isinstance(op, plan.Compare) and cost_of(op) == "column":
            left, right = boxes.numbers(op.left, columns), boxes.numbers(op.right, columns)
            with np.errstate(invalid="ignore"):
                compared = COMPARE[op.comparison](left, right)
            return np.asarray(compared & ~np.isnan(left) & ~np.isnan(right), dtype=np.bool_)
        if isinstance(op, plan.Some) and cost_of(op) == "postings":
            return self._postings_answer(op.of)
        return None

    def _same(self, op: plan.SameValue) -> Flags:
        kinds = {self.columns.kind(op.left), self.columns.kind(op.right)}
        if kinds <= {"number", "score", "date"}:
            return np.asarray(self.columns.numbers(op.left) == self.columns.numbers(op.right), dtype=np.bool_)
        pairs = zip(self.columns.texts(op.left), self.columns.texts(op.right), strict=True)
        return np.array(
            [a is not None and b is not None and a.strip().lower() == b.strip().lower() for a, b in pairs], np.bool_
        )

    def _postings_answer(self, op: plan.Spots) -> Flags:
        assert isinstance(op, plan.Find) and isinstance(op.within, plan.Whole)
        array, found = self.columns.strings(op.within.column), np.zeros(len(self.columns), np.bool_)
        for term in op.terms:
            held = postings.rows_with(term, self.postings(op.within.column), array)
            assert held is not None
            found |= held
        return found

    def postings(self, column: str) -> Postings:
        """The postings of a text column, built when first asked for."""
        if column not in self._postings:
            words = postings.mentioned(set(self.terms.get(column, ())))
            self._postings[column] = postings.build(self.columns.strings(column), words)
        return self._postings[column]

    def _dear(self, op: plan.Test, todo: Flags) -> Flags:
        guard = self._guard(op)
        undecided = np.flatnonzero(todo if guard is None else todo & guard)
        result = np.zeros(len(todo), np.bool_)
        if isinstance(op, plan.Similar):
            return self._similar(op, undecided, result)
        for i in undecided:
            result[i] = rows.dear(op, self.row(int(i)))
        return result

    def _similar(self, op: plan.Similar, undecided: Any, result: Flags) -> Flags:
        """The texts of all undecided rows at once, which is how the encoder is fast."""
        owners, texts = [], []
        for i in undecided:
            row = self.row(int(i))
            for spot in spots(op.of, row):
                owners.append(i)
                texts.append(row.stretch(spot))
        np.logical_or.at(result, np.array(owners, dtype=np.int64), similarity.similar(texts, op.text, op.threshold))
        return result

    def row(self, i: int) -> Row:
        """One row, with what is known about it."""
        if i not in self._rows:
            self._rows[i] = Row(self.columns, i)
        return self._rows[i]

    def _guard(self, op: plan.Test) -> Flags | None:
        """The rows on which a dear test may be true; None where that is not known."""
        if isinstance(op, (plan.Some, plan.Cased, plan.Same, plan.Similar)):
            return self._may(op.of)
        if isinstance(op, plan.SameText):
            return _both([self._may(op.left), self._may(op.right)])
        if isinstance(op, plan.Compare) and isinstance(op.left, plan.Count) and isinstance(op.right, plan.Constant):
            at_least_one = not COMPARE[op.comparison](0.0, op.right.value)
            return self._may(op.left.of) if at_least_one else None
        return None

    def _may(self, op: plan.Spots) -> Flags | None:
        """The rows that may have a spot; None where that is not known."""
        if isinstance(op, plan.Find):
            columns = text_columns(op.within)
            if len(columns) != 1:
                return None
            column = next(iter(columns))
            index, array = self.postings(column), self.columns.strings(column)
            held = _either([postings.may_hold(term, index, array) for term in op.terms])
            return _both([held, self._may(op.within)])
        if isinstance(op, (plan.Near, plan.Gap)):
            return _both([self._may(op.left), self._may(op.right)])
        if isinstance(op, plan.Holding):
            return _both([self._may(op.of), *(self._may(part) for part in op.parts)])
        if isinstance(op, plan.Union):
            return _either([self._may(part) for part in op.parts])
        if isinstance(op, (plan.AtEdge, plan.Side, plan.Echo)):
            return _both([self._may(op.of), self._may(op.within)])
        if isinstance(op, (plan.Pieces, plan.Edge, plan.Worth)):
            return self._may(op.of)
        if isinstance(op, (plan.Things, plan.Pattern)):
            return self._may(op.within)
        return None


def _either(parts: list[Flags | None]) -> Flags | None:
    found = [part for part in parts if part is not None]
    return np.logical_or.reduce(found) if found and len(found) == len(parts) else None


def _both(parts: list[Flags | None]) -> Flags | None:
    found = [part for part in parts if part is not None]
    return np.logical_and.reduce(found) if found else None
