"""Earley parsing of a token lattice over Lark's compiled rules.

Alternatives that begin alike are followed as one state until they part. Prediction is filtered by FIRST sets against the
terminals that can start at a node; completion is indexed by the awaited symbol. (Earley 1970; measured designs in research:
parser.md sections 3 and 9. No rule of ours derives nothing, which is what keeps this short.)
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.parser.effort import Effort
from sayso.parser.meaning.tree import Grammar, Openings, State
from sayso.parser.words.edges import Edge, Lattice

Item = tuple[State, int]
"""How far the alternatives of a symbol have come, and the node that they started at."""
Child = Edge | tuple[str, int, int]
"""What a symbol was matched by: an edge of the lattice, or a symbol over two nodes."""


Back = tuple["Item | None", int, "Child | None"]
"""How an item was reached: from which item, at which node, over what."""


@dataclass
class Chart:
    """What the parser found: for every node, its items with the ways that each was reached."""

    columns: list[dict[Item, list[Back]]] = field(default_factory=list)
    completed: dict[tuple[str, int, int], list[Item]] = field(default_factory=dict)
    farthest: int = 0


def parse(lattice: Lattice, grammar: Grammar, start: str, effort: Effort, *, awaiting: bool = False) -> Chart:
    """Fill the chart for one start symbol; raise `TooManyWays` where that takes more steps than are left.

    Items that wait for what cannot come next are left out, unless they are what is asked for (`awaiting`)."""
    size = lattice.size + 1
    chart = Chart(columns=[{} for _ in range(size)])
    waiting: list[dict[str, list[Item]]] = [{} for _ in range(size)]
    openings = [grammar.openings(terms) for terms in lattice.terms]
    chart.columns[0][grammar.roots[start], 0] = [(None, 0, None)]
    waiting[0][start] = []
    for node in range(size):
        effort.spend(_fill(node, chart, waiting, lattice, openings, grammar.roots, awaiting))
    return chart


def _fill(
    node: int,
    chart: Chart,
    waiting: list[dict[str, list[Item]]],
    lattice: Lattice,
    openings: list[Openings],
    roots: dict[str, State],
    awaiting: bool,
) -> int:
    """Complete and predict at one node, and step over the edges from it; how many items that were, each time they were reached."""
    columns, completed = chart.columns, chart.completed
    column, here, edges, opening = columns[node], waiting[node], lattice.edges[node], openings[node]
    begun: Back = (None, node, None)
    reached = 0
    agenda: list[Item] = list(column)
    while agenda:
        item = agenda.pop()
        state, origin = item
        if state.ending:
            key = (state.origin, origin, node)
            finished = completed.get(key)
            if finished is not None:
                finished.append(item)
            else:
                completed[key] = [item]
                waiters = waiting[origin].get(state.origin, ())
                reached += len(waiters)
                for waiter in waiters:
                    further = (waiter[0].steps[state.origin], waiter[1])
                    known = column.get(further)
                    if known is not None:
                        known.append((waiter, origin, key))
                    elif awaiting or opening[further[0]] is not None:
                        column[further] = [(waiter, origin, key)]
                        agenda.append(further)
        ahead = opening[state]
        if ahead is None:
            continue
        for symbol, after in ahead[0]:
            further = (after, origin)
            for edge in edges[symbol]:
                end = edge.end
                if end > chart.farthest:
                    chart.farthest = end
                if not awaiting and openings[end][after] is None:
                    continue
                columns[end].setdefault(further, []).append((item, node, edge))
        for symbol in ahead[1]:
            known_here = here.get(symbol)
            if known_here is not None:
                known_here.append(item)
                continue
            here[symbol] = [item]
            root = (roots[symbol], node)
            column[root] = [begun]
            agenda.append(root)
    return len(column) + reached
