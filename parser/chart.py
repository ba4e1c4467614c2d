"""Earley parsing of a token lattice over Lark's compiled rules.

Prediction is filtered by FIRST sets against the terminals that can start at a node; completion is indexed by the awaited
symbol. (Earley 1970; measured designs in research: parser.md sections 3 and 9. No rule of ours derives nothing, which is what
keeps this short.)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import thread_time

from sayso.parser.lattice import Edge, Lattice
from sayso.parser.tree import Grammar, Openings, Rule

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


def parse(lattice: Lattice, grammar: Grammar, start: str, deadline: float, *, awaiting: bool = False) -> Chart:
    """Fill the chart for one start symbol; raise `OutOfTime` past the deadline (in CPU seconds of this thread: the same on a busy machine).

    Items that wait for what cannot come next are left out, unless they are what is asked for (`awaiting`)."""
    size = lattice.size + 1
    chart = Chart(columns=[{} for _ in range(size)])
    waiting: list[dict[str, list[Item]]] = [{} for _ in range(size)]
    openings = [grammar.openings(terms) for terms in lattice.terms]
    for node in range(size):
        if thread_time() > deadline:
            raise OutOfTime
        _fill(node, chart, waiting, lattice, openings, start, awaiting)
    return chart


def _fill(
    node: int,
    chart: Chart,
    waiting: list[dict[str, list[Item]]],
    lattice: Lattice,
    openings: list[Openings],
    start: str,
    awaiting: bool,
) -> None:
    columns, completed = chart.columns, chart.completed
    column, here, edges, opening = columns[node], waiting[node], lattice.edges[node], openings[node]
    alive = opening.alive
    begun: Back = (None, node, None)
    agenda: list[Item] = list(column)
    if node == 0:
        here[start] = []
        for rule in opening[start]:
            column[rule, 0, 0] = [begun]
            agenda.append((rule, 0, 0))
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
                waiting_rule, at, begin = waiter
                at += 1
                rest = waiting_rule.symbols
                if at < len(rest) and rest[at] not in alive and not awaiting:
                    continue
                further = (waiting_rule, at, begin)
                known = column.get(further)
                if known is None:
                    column[further] = [(waiter, origin, key)]
                    agenda.append(further)
                else:
                    known.append((waiter, origin, key))
            continue
        symbol = symbols[done]
        if rule.terminal[done]:
            after = done + 1
            wanted = symbols[after] if after < len(symbols) else ""
            for edge in edges.get(symbol, ()):
                end = edge.end
                if end > chart.farthest:
                    chart.farthest = end
                if wanted and wanted not in openings[end].alive and not awaiting:
                    continue
                columns[end].setdefault((rule, after, origin), []).append((item, node, edge))
            continue
        waiters = here.get(symbol)
        if waiters is not None:
            waiters.append(item)
            continue
        here[symbol] = [item]
        for made in opening[symbol]:
            column[made, 0, node] = [begun]
            agenda.append((made, 0, node))
