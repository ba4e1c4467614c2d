"""Chart to meanings: typed k-best composition over the forest.

A memoised recursion computes for every symbol over every stretch its few cheapest different meanings. Readers return None for
what makes no sense, so that ill-typed derivations die early; equal meanings merge, the cheapest derivation of each survives.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from math import inf
from typing import Any

from sayso.grammar.context import HOLE, Alternatives, Context
from sayso.grammar.errors import Span
from sayso.grammar.forms import READERS, Form
from sayso.parser.effort import COMBINED, READING, Effort
from sayso.parser.meaning.chart import Chart, Child, Item
from sayso.parser.words.edges import Edge, Lattice

KEEP = 8
"""How many different meanings of one stretch are kept."""
CHEAPER = 0.6
"""By how much a reader may make a meaning likelier than its parts are (what it adds to their cost may be negative)."""
PRODUCTS = 64
"""How many combinations of children are looked at for one alternative."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A meaning with its cost, the edges it rests on, and the spans that no form in it owns yet."""

    value: Any
    cost: float
    edges: tuple[Edge, ...]
    own: tuple[Span, ...]


class Composer:
    """Computes the meanings of a chart's symbols."""

    def __init__(self, chart: Chart, lattice: Lattice, context: Context, effort: Effort) -> None:
        self.chart = chart
        self.lattice = lattice
        self.context = context
        self.effort = effort
        self._symbols: dict[tuple[str, int, int], list[Reading]] = {}
        self._partial: dict[tuple[Item, int], list[tuple[float, tuple[Reading, ...]]]] = {}
        self._open: set[tuple[str, int, int]] = set()
        self._leaves: dict[Edge, list[Reading]] = {}

    def meanings(self, symbol: str, start: int, end: int) -> list[Reading]:
        """The cheapest different meanings of a symbol over a stretch."""
        key = (symbol, start, end)
        known = self._symbols.get(key)
        if known is not None:
            return known
        if key in self._open:
            return []  # a unit cycle adds no meaning
        self._open.add(key)
        best: dict[Any, Reading] = {}
        for item in self.chart.completed.get(key, ()):
            self._alternatives(item, end, best)
        self._open.discard(key)
        result = sorted(best.values(), key=lambda r: r.cost)[:KEEP]
        self._symbols[key] = result
        return result

    def _alternatives(self, item: Item, end: int, best: dict[Any, Reading]) -> None:
        """Enter what the alternatives mean that are whole; what is dearer than all that will be kept need not be read."""
        ways = self._children(item, end)
        dearest = _dearest(best)
        for rule in item[0].ending:
            self.effort.spend(READING * len(ways))
            for cost, children in ways:
                if rule.cost + cost - CHEAPER > dearest:
                    break
                for reading in self._read(rule.alias, rule.origin, rule.cost + cost, children):
                    held = best.get(reading.value)
                    if held is None or reading.cost < held.cost:
                        best[reading.value] = reading
                        dearest = _dearest(best)

    def _children(self, item: Item, node: int) -> list[tuple[float, tuple[Reading, ...]]]:
        """The cheapest combinations of children that bring an item to a node."""
        if item[0].done == 0:
            return [(0.0, ())]
        key = (item, node)
        known = self._partial.get(key)
        if known is not None:
            return known
        self._partial[key] = []
        found: list[tuple[float, tuple[Reading, ...]]] = []
        for previous, middle, child in self.chart.columns[node].get(item, ()):
            if previous is None or child is None:
                continue
            rights = self._child(child)
            if not rights:
                continue
            for cost, lefts in self._children(previous, middle):
                found += [(cost + right.cost, (*lefts, right)) for right in rights]
        self.effort.spend(len(found) // COMBINED)
        found.sort(key=lambda pair: pair[0])
        self._partial[key] = found[:PRODUCTS]
        return self._partial[key]

    def _child(self, child: Child) -> list[Reading]:
        if isinstance(child, Edge):
            known = self._leaves.get(child)
            if known is None:
                span = (self.lattice.tokens[child.first].start, self.lattice.tokens[child.end - 1].end)
                known = self._leaves[child] = [Reading(child.value, child.cost, (child,), (span,))]
            return known
        return self.meanings(*child)

    def _read(self, alias: str, origin: str, cost: float, children: tuple[Reading, ...]) -> list[Reading]:
        values: list[Any] = []
        own: tuple[Span, ...] = ()
        edges: tuple[Edge, ...] = ()
        for child in children:
            edges += child.edges
            own += child.own
            if isinstance(child.value, Spliced):
                values += child.value.values
            elif child.value is not None:
                values.append(child.value)
        if not alias:  # helper rules and rules of keywords pass on what meaning they hold
            if origin.startswith("_"):
                return [Reading(Spliced(tuple(values)) if values else None, cost, edges, own)]
            if len(values) == 1:
                return [Reading(values[0], cost, edges, own)]
            return [Reading(Spliced(tuple(values)) if values else None, cost, edges, own)]
        reader = READERS[alias]
        value = reader(self.context, *values)
        if value is None:
            return []
        if isinstance(value, Alternatives):
            choices = [(v, cost + extra) for v, extra in value.choices if v is not None]
        else:
            choices = [(value, cost)]
        return [self._owned(choice, total, edges, own) for choice, total in choices]

    def _owned(self, value: Any, cost: float, edges: tuple[Edge, ...], own: tuple[Span, ...]) -> Reading:
        """Give the spans that no form owns yet to the forms that were just made."""
        if not isinstance(value, Form):
            return Reading(value, cost, edges, own)
        fresh = [node for node in value.walk() if not node.spans and node is not HOLE]
        for node in fresh:
            object.__setattr__(node, "spans", own)
        if own and not fresh:  # the words of the subject, or of a bracket: the whole's
            value = dataclasses.replace(value, spans=tuple(sorted({*value.spans, *own})))
        return Reading(value, cost, edges, ())


def _dearest(best: dict[Any, Reading]) -> float:
    """What the last of the meanings costs that will be kept."""
    return sorted([reading.cost for reading in best.values()])[KEEP - 1] if len(best) >= KEEP else inf


@dataclass(frozen=True, slots=True)
class Spliced:
    """Several values that a helper rule passes on to the rule above it."""

    values: tuple[Any, ...]
