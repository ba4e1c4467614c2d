"""Edges over numbers and dates, and the names that stand beside them."""

from __future__ import annotations

from sayso.grammar.units import measured
from sayso.grammar.values import DateRange, Figure
from sayso.parser.english import ages, dates, figures, stretches
from sayso.parser.english.tokens import Token
from sayso.parser.words.edges import Edge, Units

PER = (["a"], ["an"], ["per"], ["each"], ["/"])
"""What stands between a price and what it is paid for."""


def numbers(tokens: list[Token], node: int, units: Units) -> list[Edge]:
    """Numbers, with the unit after them where it is one that the schema counts in, or can: "60 km/h", "5 mm", "1.5 cm"."""
    edges: list[Edge] = []
    if node and tokens[node].key == "one" and tokens[node - 1].key in ("this", "that", "which", "each", "every"):
        return edges  # no number: the row
    for end, figure in figures.read(tokens, node):
        edges.append(Edge(node, end, "NUM", figure, 0.0, node))
        for stop in range(end + 1, min(len(tokens), end + 3) + 1) if not figure.unit else ():
            keys = [token.key for token in tokens[end:stop]]
            if "".join(keys) in units.own:
                edges.append(Edge(node, stop, "NUM", figure, 0.01, node))
            if measured(said := " ".join(keys)) in units.measures:
                edges.append(Edge(node, stop, "NUM", Figure(figure.value, said), 0.02, node))
        rated = [token.key for token in tokens[end : end + 2]]
        if figure.unit in ("", "$") and rated[:1] in PER and rated[-1] in units.per:  # "100 a night" is money, too
            edges.append(Edge(node, end + 2, "NUM", Figure(figure.value, "$"), 0.01 if figure.unit else 0.1, node))
    return edges


def calendar(tokens: list[Token], node: int) -> list[Edge]:
    """Dates, stretches of months, and people by their age."""
    found: list[tuple[int, DateRange, float]] = dates.read(tokens, node)
    runs = [Edge(node, end, "DATES", value, 0.0, node) for end, value in stretches.read(tokens, node)]
    runs += [Edge(node, end, "AGEGROUP", bounds, 0.0, node) for end, bounds in ages.read(tokens, node)]
    return runs + [Edge(node, end, "DATE", value, cost, node) for end, value, cost in found]


def months_of_one_year(found: list[list[Edge]]) -> None:
    """ "in June, July or August 2022": no June of whatever year."""
    for run in [edge for edges in found for edge in edges if edge.term == "DATES"]:
        for edges in found[run.start : run.end]:
            edges[:] = [edge for edge in edges if edge.term not in ("MONTH", "DATE") or edge.end > run.end]


def join_names(found: list[list[Edge]], tokens: list[Token]) -> None:
    """Two names of one number in a row, "people waiting", "readers are waiting": a noun with what it does."""
    for node, edges in enumerate(found):
        for edge in [edge for edge in edges if edge.term == "NUMCOL"]:
            linked = edge.end < len(tokens) and tokens[edge.end].key in ("are", "were", "is", "was")
            for at in (edge.end, edge.end + 1) if linked else (edge.end,):
                again = [
                    e for e in (found[at] if at < len(found) else ()) if e.term == "NUMCOL" and e.value == edge.value
                ]
                edges += [Edge(node, e.end, "NUMCOL", e.value, edge.cost + e.cost, node) for e in again]
