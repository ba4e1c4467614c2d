"""Some rows with all that is computed about them: whole columns and arrays first, dear looks at the rows still undecided.

A guard, made of postings, names the rows that may hold what a dear operation looks for; the rest are false without a look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sayso.grammar import plan
from sayso.runtime.columns import Columns, Flags, Floats
from sayso.runtime.kernels import boxes, characters, finding, guards, places, rows, similarity, tokens
from sayso.runtime.kernels.boxes import COMPARE
from sayso.runtime.kernels.spots import Row, spots
from sayso.runtime.kernels.words import PLAIN
from sayso.runtime.planning import Branches, Plan, is_pattern

Indexed = Callable[[str], places.Column | None]
"""Tells the column of these rows that was indexed before, if it was."""


class Chunk:
    """Some rows of the data, and the tests of a plan on them.

    `arrays` False has each row looked at by itself, which is quicker for one row."""

    def __init__(self, columns: Columns, made: Plan, *, indexed: Indexed | None = None, arrays: bool = True) -> None:
        self.columns = columns
        self.made = made
        self._indexed = indexed
        self._arrays = arrays
        self._texts: dict[str, places.Column] = {}
        self._tests: dict[int, tuple[plan.Test, Flags, Flags]] = {}
        self._rows: dict[int, Row] = {}

    def votes(self, branches: Branches) -> np.ndarray[Any, np.dtype[np.int64]]:
        """For each row the number of the branch that holds first, -1 where none does."""
        result = np.full(len(self.columns), -1, dtype=np.int64)
        for i, held in enumerate(self.held(branches)):
            result[held] = i
        return result

    def held(self, branches: Branches) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
        """For each branch the rows on which it is the first that holds."""
        open_rows = np.ones(len(self.columns), dtype=np.bool_)
        found = []
        for i, branch in enumerate(branches):
            held = self.test(branch.test, open_rows)
            if i:
                held = held & open_rows
            found.append(np.flatnonzero(held))
            if i + 1 < len(branches):
                open_rows &= ~held
        return found

    def test(self, op: plan.Test, wanted: Flags) -> Flags:
        """The test's value on the wanted rows; what it says of others means nothing."""
        known = self._tests.get(id(op))
        if known is None:
            value = self._at_once(op)
            if value is not None:
                self._tests[id(op)] = (op, _ALL, value)
                return value
            known = (op, np.zeros(len(wanted), np.bool_), np.zeros(len(wanted), np.bool_))
            self._tests[id(op)] = known
        _, done, value = known
        if done is _ALL:
            return value
        todo = wanted & ~done
        if todo.any():
            value[todo] = self._decide(op, todo)[todo]
            done |= todo
        return value

    def _decide(self, op: plan.Test, todo: Flags) -> Flags:
        if isinstance(op, plan.Not):
            return ~self.test(op.of, todo)
        if isinstance(op, plan.All):
            return self._all(op, todo.copy())
        if isinstance(op, plan.Any):
            found = np.zeros(len(todo), np.bool_)
            for part in sorted(op.of, key=self.made.rank):
                open_rows = todo & ~found
                found |= self.test(part, open_rows) & open_rows
            return found
        if isinstance(op, plan.Hold):
            held = sum((self.test(part, todo).astype(np.int64) for part in op.of), np.zeros(len(todo), np.int64))
            return np.asarray(COMPARE[op.comparison](held, op.n), dtype=np.bool_)
        return self._dear(op, todo)

    def _all(self, op: plan.All, left: Flags) -> Flags:
        """Cheap tests first; then dear ones on the rows that the guards of all of them leave, which are their measured
        selectivity: which of two dear ones comes first matters little then."""
        parts = sorted(op.of, key=self.made.rank)
        dear = [part for part in parts if self.made.looks(part)]
        for part in parts[: len(parts) - len(dear)]:
            left &= self.test(part, left)
        for part in dear if len(dear) > 1 and left.any() else ():
            guard = self._guard(part)
            left &= True if guard is None else guard
        for part in dear:
            left &= self.test(part, left)
        return left

    def _guard(self, op: plan.Test) -> Flags | None:
        """The rows on which a dear test may hold; None where that is not known."""
        return guards.guard(op, self.text) if self._arrays else None

    def _at_once(self, op: plan.Test) -> Flags | None:
        """A test answered for all rows; None where the rows have to be looked at."""
        columns = self.columns
        if isinstance(op, (plan.Not, plan.All, plan.Any, plan.Hold)):
            return None
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
        if isinstance(op, plan.Compare):
            left, right = self._numbers(op.left), self._numbers(op.right)
            return None if left is None or right is None else boxes.compared(left, op.comparison, right)
        if isinstance(op, plan.Some) and self._arrays:
            return self._matching(op.of) if is_pattern(op.of) else self._some(op.of)
        return None

    def _same(self, op: plan.SameValue) -> Flags:
        kinds = {self.columns.kind(op.left), self.columns.kind(op.right)}
        if kinds <= {"number", "score", "date"}:
            return np.asarray(self.columns.numbers(op.left) == self.columns.numbers(op.right), dtype=np.bool_)
        pairs = zip(self.columns.texts(op.left), self.columns.texts(op.right), strict=True)
        return np.array(
            [a is not None and b is not None and a.strip().lower() == b.strip().lower() for a, b in pairs], np.bool_
        )

    def _numbers(self, op: plan.Number) -> Floats | None:
        """The values of a number on all rows, NaN where missing; None where the rows have to be looked at."""
        if not self.made.text_columns(op):
            return boxes.numbers(op, self.columns)
        if not self._arrays:
            return None
        if isinstance(op, plan.Arithmetic):
            left, right = self._numbers(op.left), self._numbers(op.right)
            return None if left is None or right is None else boxes.combined(left, op.operator, right)
        column = self._only_column(op)
        if column is None or not isinstance(op, (plan.Count, plan.Length)):
            return None
        return column.counts(op.of) if isinstance(op, plan.Count) else column.lengths(op.of, op.unit)

    def _some(self, op: plan.Spots) -> Flags | None:
        column = self._only_column(op)
        return None if column is None or not places.answered(op) else column.some(op)

    def _matching(self, op: plan.Spots) -> Flags | None:
        """The rows that a regular expression matches, by the same linear-time engine over the whole column."""
        assert isinstance(op, plan.Pattern) and isinstance(op.within, plan.Whole)
        array = self.columns.strings(op.within.column)
        try:
            held = pc.match_substring_regex(_plain(array), op.regex, ignore_case=not op.case_sensitive)
        except pa.ArrowInvalid:
            return None  # it names a class of characters that only the other build of the engine knows
        return np.asarray(pc.fill_null(held, False).to_numpy(zero_copy_only=False), dtype=np.bool_)

    def _only_column(self, op: plan.Op) -> places.Column | None:
        names = self.made.text_columns(op)
        return self.text(next(iter(names))) if len(names) == 1 else None

    def text(self, name: str) -> places.Column:
        """A text column ready to be asked, made when first needed."""
        if name not in self._texts:
            found = self._indexed(name) if self._indexed is not None else None
            self._texts[name] = (found or self._prepared(name)).marked(_marks(self.columns))
        return self._texts[name]

    def _prepared(self, name: str) -> places.Column:
        words = sorted(self.made.words.get(name, ()))
        split = [tokens.split(bank) for bank in characters.banks(self.columns.strings(name))]
        return places.Column(len(self.columns), tuple(places.Text(t, finding.look_up(t, words)) for t in split))

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


_ALL: Flags = np.ones(0, np.bool_)
"""Stands for every row being known."""


def _marks(columns: Columns) -> places.Marks:
    """Tells where the marks of a span column start and end, -1 where there is none.

    It knows the columns, not the chunk: a chunk that hung in a cycle would stay in memory until Python looked for cycles."""

    def marks(name: str) -> finding.Found:
        def made() -> finding.Found:
            starts, ends = np.array([span or (-1, -1) for span in columns.spans(name)], np.int64).reshape(-1, 2).T
            return finding.Found(starts, ends)

        found: finding.Found = columns.kept((name, "marks"), made)
        return found

    return marks


def _plain(array: pa.Array) -> pa.Array:
    """The texts with plain quotes, dashes and spaces."""
    beyond = pc.not_equal(pc.utf8_length(array), pc.binary_length(array))
    if not pc.any(beyond).as_py():
        return array
    others = [None if text is None else text.translate(PLAIN) for text in array.filter(beyond).to_pylist()]
    return pc.replace_with_mask(array, pc.fill_null(beyond, False), pa.array(others, array.type))
