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


Back = tuple["Item | None", int, "Child | None"]
"""How an item was reached: from which item, at which node, over what."""


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
    columns, completed = chart.columns, chart.completed
    column, here, edges = columns[node], waiting[node], lattice.edges[node]
    viable = grammar.viable(lattice.terms[node])
    begun: Back = (None, node, None)
    agenda: list[Item] = list(column)
    if node == 0:
        for rule in viable(start):
            column[rule, 0, 0] = [begun]
            agenda.append((rule, 0, 0))
        here[start] = []
    while agenda:
        item = agenda.pop()
        rule, done, origin = item
        symbols = rule.symbols
        if done == len(symbols):
            key = (rule.origin, origin, node)
            finished = completed.get(key)
            if finished is not None:
                finished.append(item)
                continue
            completed[key] = [item]
            for waiter in waiting[origin].get(rule.origin, ()):
                further = (waiter[0], waiter[1] + 1, waiter[2])
                back = (waiter, origin, key)
                known = column.get(further)
                if known is None:
                    column[further] = [back]
                    agenda.append(further)
                else:
                    known.append(back)
            continue
        symbol = symbols[done]
        if rule.terminal[done]:
            for edge in edges.get(symbol, ()):
                further = (rule, done + 1, origin)
                known = columns[edge.end].get(further)
                if known is None:
                    columns[edge.end][further] = [(item, node, edge)]
                else:
                    known.append((item, node, edge))
                if edge.end > chart.farthest:
                    chart.farthest = edge.end
            continue
        waiters = here.get(symbol)
        if waiters is not None:
            waiters.append(item)
            continue
        here[symbol] = [item]
        for made in viable(symbol):
            column[made, 0, node] = [begun]
            agenda.append((made, 0, node))
