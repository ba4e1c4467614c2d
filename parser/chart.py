"""Earley parsing of a token lattice over Lark's compiled rules.

Prediction is filtered by FIRST sets against the terminals that can start at a node; completion is indexed by the awaited
symbol. (Earley 1970; measured designs in research: parser.md sections 3 and 9. No rule of ours derives nothing, which is what
keeps this short.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from sayso.parser.lattice import Edge, Lattice
from sayso.parser.tree import Grammar, Rule

Item = tuple[Rule, int, int]
"""A rule, how many of its symbols are done, and the node that it started at."""
Child = Edge | tuple[str, int, int]
"""What a symbol was matched by: an edge of the lattice, or a symbol over two nodes."""


class OutOfTime(Exception):
    """The sentence took longer than it may."""


@dataclass
class Chart:
    """What the parser found: for every node, its items with the ways that each was reached."""

    columns: list[dict[Item, list[tuple[Item | None, int, Child | None]]]] = field(default_factory=list)
    completed: dict[tuple[str, int, int], list[Item]] = field(default_factory=dict)
    farthest: int = 0


def parse(lattice: Lattice, grammar: Grammar, start: str, deadline: float) -> Chart:
    """Fill the chart for one start symbol; raise `OutOfTime` past the deadline (in seconds of the monotonic clock)."""
    size = lattice.size + 1
    chart = Chart(columns=[{} for _ in range(size)])
    waiting: list[dict[str, list[Item]]] = [{} for _ in range(size)]
    for node in range(size):
        if monotonic() > deadline:
            raise OutOfTime
        _fill(node, chart, waiting, lattice, grammar, start)
    return chart


def _fill(
    node: int,
    chart: Chart,
    waiting: list[dict[str, list[Item]]],
    lattice: Lattice,
    grammar: Grammar,
    start: str,
) -> None:
    column, available = chart.columns[node], lattice.terms[node]
    agenda: list[Item] = list(column)
    predicted: set[str] = set()
    wanted = [start] if node == 0 else []

    def add(item: Item, back: tuple[Item | None, int, Child | None]) -> None:
        known = column.get(item)
        if known is None:
            column[item] = [back]
            agenda.append(item)
        else:
            known.append(back)

    def predict(symbol: str) -> None:
        if symbol in predicted:
            return
        predicted.add(symbol)
        for rule in grammar.rules[symbol]:
            head = rule.symbols[0]
            if (head in available) if rule.terminal[0] else not available.isdisjoint(grammar.first[head]):
                add((rule, 0, node), (None, node, None))

    for symbol in wanted:
        predict(symbol)
    while agenda:
        item = agenda.pop()
        rule, done, origin = item
        if done == len(rule.symbols):
            key = (rule.origin, origin, node)
            finished = chart.completed.setdefault(key, [])
            finished.append(item)
            if len(finished) == 1:
                for waiter in waiting[origin].get(rule.origin, ()):
                    add((waiter[0], waiter[1] + 1, waiter[2]), (waiter, origin, key))
            continue
        symbol = rule.symbols[done]
        if rule.terminal[done]:
            for edge in lattice.edges[node].get(symbol, ()):
                chart.farthest = max(chart.farthest, edge.end)
                target = chart.columns[edge.end]
                target.setdefault((rule, done + 1, origin), []).append((item, node, edge))
        else:
            waiting[node].setdefault(symbol, []).append(item)
            predict(symbol)
