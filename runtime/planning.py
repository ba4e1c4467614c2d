"""The plan of all functions together: equal operations made one, so that each is evaluated once a chunk."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sayso.grammar import plan
from sayso.runtime.kernels import finding, places
from sayso.runtime.kernels.spots import text_columns

Branches = tuple[plan.Branch, ...]

COSTS = ("column", "postings", "scan", "text", "model", "encoder")
"""What a test may cost, cheap ones first: whole columns; arrays over tokens; a search through all characters; a look at each
row's text; spaCy; the encoder."""
_RANK = {cost: rank for rank, cost in enumerate(COSTS)}
_MODEL = frozenset(["person", "organisation", "place", "noun", "verb", "adjective"])


@dataclass(frozen=True)
class Plan:
    """What will run for all functions at once: each one's branches, equal operations being one object."""

    functions: tuple[Branches, ...]
    words: dict[str, frozenset[bytes]]
    """By text column, the folded words that are looked up in it."""
    _costs: dict[int, str] = field(default_factory=dict, repr=False)
    _columns: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)
    _shares: dict[int, float] = field(default_factory=dict, repr=False)

    def cost(self, op: plan.Test) -> str:
        """The cost class of a test."""
        known = self._costs.get(id(op))
        return known if known is not None else cost_of(op)

    def text_columns(self, op: plan.Op) -> frozenset[str]:
        """The text columns that an operation reads."""
        known = self._columns.get(id(op))
        return known if known is not None else frozenset(text_columns(op))

    def rank(self, op: plan.Test) -> int:
        """The number of a test's cost class, cheap ones first."""
        return _RANK[self.cost(op)]

    def looks(self, op: plan.Test) -> bool:
        """Whether a test looks at single rows: at their texts, or by a model."""
        return self.rank(op) >= _RANK["text"]

    def tests(self) -> list[plan.Test]:
        """The different tests, cheap ones first, else as they were met."""
        met: dict[int, plan.Test] = {}
        for branches in self.functions:
            for branch in branches:
                met.update((id(op), op) for op in walk(branch.test) if isinstance(op, plan.Test))
        return sorted(met.values(), key=self.rank)

    def share(self, op: plan.Test) -> float | None:
        """The share of the rows on which a test held, None where it was not measured."""
        return self._shares.get(id(op))

    def measured(self, shares: Mapping[int, float]) -> Plan:
        """The plan with the shares of rows on which its tests held, by the tests' identity."""
        return dataclasses.replace(self, _shares=dict(shares))

    def describe(self) -> str:
        """What runs, as a database would tell it: every different test under its cost class, cheap ones first.

        With each the share of rows on which it held, where that was measured, and how many functions use it."""
        tests, used = self.tests(), self._used()
        ops = {id(op) for branches in self.functions for b in branches for op in walk(b.test)}
        lines = [f"{len(self.functions)} functions, {len(tests)} different tests, {len(ops)} different operations"]
        for cost in COSTS:
            inner = [op for op in tests if self.cost(op) == cost and not isinstance(op, _JOINING)]
            lines += [f"{cost}: {len(inner)} tests"] if inner else []
            for op in inner:
                share = self.share(op)
                held = " " * 11 if share is None else f"{100 * share:9.3f} %"
                times = f"  (in {used[id(op)]} functions)" if used[id(op)] > 1 else ""
                lines.append(f"{held}  {told(op)}{times}")
        return "\n".join(lines)

    def _used(self) -> dict[int, int]:
        used: dict[int, int] = {}
        for branches in self.functions:
            for key in {id(op) for branch in branches for op in walk(branch.test)}:
                used[key] = used.get(key, 0) + 1
        return used


_JOINING = (plan.Not, plan.All, plan.Any, plan.Hold)


def make(functions: Iterable[Branches]) -> Plan:
    """Plan the branches of some functions."""
    share, words, costs = Sharing(), dict[str, set[bytes]](), dict[int, str]()
    columns: dict[int, frozenset[str]] = {}
    shared = tuple(
        tuple(plan.Branch(branch.labels, share.one(branch.test)) for branch in branches) for branches in functions
    )
    for op in share.all():
        columns[id(op)] = frozenset(text_columns(op))
        if isinstance(op, plan.Find):
            for column in text_columns(op.within):
                words.setdefault(column, set()).update(_needed(op.terms))
        elif isinstance(op, plan.Same) and isinstance(op.of, plan.Whole):
            words.setdefault(op.of.column, set()).update(_needed(op.values))
        if isinstance(op, plan.Test):
            costs[id(op)] = cost_of(op)
    return Plan(shared, {column: frozenset(found) for column, found in words.items()}, costs, columns)


def _needed(terms: tuple[plan.Term, ...]) -> set[bytes]:
    return {word for term in terms for word in finding.needed(term)}


class Sharing:
    """Operations of which no two are equal: each is built of the shared ones below it."""

    def __init__(self) -> None:
        self._known: dict[plan.Op, plan.Op] = {}

    def one(self, op: Any) -> Any:
        """The shared operation that equals this one."""
        found = self._known.get(op)
        if found is None:
            found = dataclasses.replace(
                op, **{f.name: self._value(getattr(op, f.name)) for f in dataclasses.fields(op)}
            )
            self._known[found] = found
        return found

    def _value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._value(item) for item in value)
        return self.one(value) if isinstance(value, plan.Op) else value

    def all(self) -> Iterator[plan.Op]:
        """All that are shared so far, parts before what they are parts of."""
        return iter(self._known)


def walk(op: plan.Op) -> Iterator[plan.Op]:
    """An operation and all below it."""
    yield op
    for part in dataclasses.fields(op):
        value = getattr(op, part.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, plan.Op):
                yield from walk(item)


def columns_read(made: Plan) -> set[str]:
    """The columns that a plan reads."""
    found: set[str] = set()
    for branches in made.functions:
        for branch in branches:
            for op in walk(branch.test):
                if isinstance(op, (plan.BoxRelation, plan.BoxDistance, plan.BoxShare, plan.SameValue)):
                    found |= {op.left, op.right}
                elif hasattr(op, "column"):
                    found.add(op.column)
                if isinstance(op, plan.Mark):
                    found.add(op.text)
    return found


@lru_cache(maxsize=65_536)
def cost_of(op: plan.Test) -> str:
    """The cost class of a test, one of `COSTS`."""
    inner = list(walk(op))
    if any(isinstance(o, plan.Similar) for o in inner):
        return "encoder"
    finds = [o for o in inner if isinstance(o, plan.Find)]
    lemmas = any(term.mode == "lemma" for find in finds for term in find.terms)
    if lemmas or any(isinstance(o, plan.Things) and o.thing in _MODEL for o in inner):
        return "model"
    if not any(isinstance(o, plan.Spots) for o in inner):
        return "column"
    if not by_arrays(op):
        return "text"
    searched = any(isinstance(o, plan.Pattern) for o in inner) or not all(
        finding.needed(term) for find in finds for term in find.terms
    )
    return "scan" if searched else "postings"


def by_arrays(op: plan.Op) -> bool:
    """Whether a test, or a number, is answered for all rows at once, as far as its shape tells."""
    if isinstance(op, plan.Some):
        return is_pattern(op.of) or (places.answered(op.of) and len(text_columns(op.of)) == 1)
    if isinstance(op, plan.Compare):
        return by_arrays(op.left) and by_arrays(op.right)
    if isinstance(op, plan.Arithmetic):
        return by_arrays(op.left) and by_arrays(op.right)
    if isinstance(op, plan.Count):
        return places.answered(op.of) and len(text_columns(op.of)) == 1
    if isinstance(op, plan.Length):
        return isinstance(op.of, plan.Whole) and op.unit in ("words", "characters", "sentences")
    if isinstance(op, plan.Not):
        return by_arrays(op.of)
    if isinstance(op, (plan.All, plan.Any, plan.Hold)):
        return all(map(by_arrays, op.of))
    return not any(isinstance(o, plan.Spots) for o in walk(op))


def is_pattern(op: plan.Spots) -> bool:
    """A regular expression over a whole text."""
    return isinstance(op, plan.Pattern) and isinstance(op.within, plan.Whole)


def told(op: Any) -> str:
    """An operation in short: "Near(Find(body: rent), Find(body: due), before, 0, 3, words)"."""
    if isinstance(op, plan.Whole):
        return op.column
    if isinstance(op, plan.Term):
        return op.text if op.mode == "words" else f"{op.text} [{op.mode}]"
    if isinstance(op, plan.Constant):
        return f"{op.value:g}"
    if isinstance(op, plan.Find):
        return f"{told(op.within)} has {' | '.join(map(told, op.terms))}"
    if isinstance(op, tuple):
        return f"[{'; '.join(map(told, op))}]"
    if not isinstance(op, plan.Op):
        return str(op)
    values = (getattr(op, part.name) for part in dataclasses.fields(op))
    return f"{type(op).__name__}({', '.join(told(v) for v in values if v not in (None, ''))})"
