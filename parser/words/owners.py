"""Names of models: one that stands for its label and for its score, whose score is meant, and who judges."""

from __future__ import annotations

from dataclasses import replace

from sayso.grammar.values import Col
from sayso.parser.english.tokens import Token
from sayso.parser.words.edges import Edge
from sayso.parser.words.mentions import ROW_COST


def join_owners(found: list[list[Edge]]) -> None:
    """One name that stands for a model's label and for its score: "the tagger"."""
    for node, edges in enumerate(found):
        by_end: dict[int, list[Edge]] = {}
        for edge in edges:
            if edge.term in ("CATCOL", "NUMCOL"):
                by_end.setdefault(edge.end, []).append(edge)
        for end, named in by_end.items():
            if len({edge.term for edge in named}) == 2:
                columns = tuple(dict.fromkeys(edge.value for edge in sorted(named, key=lambda e: e.cost)))
                found[node].append(Edge(node, end, "OWNERCOL", columns, 0.2 + min(e.cost for e in named), node))


def own_scores(found: list[list[Edge]], tokens: list[Token]) -> None:
    """ "the alarm model gave no label or its score was low": the score of the model that was named."""
    model = ""
    for node, edges in enumerate(found):
        scores = [edge for edge in edges if edge.term == "NUMCOL" and edge.cost >= UNSAID and _owner(edge) == model]
        if model and scores and node and tokens[node - 1].key in ("its", "their", "whose"):
            for i, edge in enumerate(edges):
                if edge in scores:
                    edges[i] = Edge(edge.start, edge.end, edge.term, edge.value, 0.05, edge.first)
        named = [edge for edge in edges if edge.term == "CATCOL" and isinstance(edge.value, Col)]
        if named:
            model = _owner(min(named, key=lambda e: (-e.end, e.cost)))


def models_judge(found: list[list[Edge]]) -> None:
    """ "the matcher says makes", where a column has what the matcher says: it does, and nobody who wrote the text."""
    for edges in found:
        columns = {edge.end for edge in edges if edge.term == "CATCOL" and edge.end < len(found)}
        models = {end for end in columns if any(verb.term == "JUDGE" for verb in found[end])}
        for i, edge in enumerate(edges):
            if edge.term == "BARENOUN" and edge.end in models:
                edges[i] = replace(edge, cost=edge.cost + ROW_COST)


UNSAID = 0.3
"""From what cost a name is one that several columns of a schema may have: "score"."""


def _owner(edge: Edge) -> str:
    """The model that a column's name begins with: "alarm" of alarm_score."""
    return str(edge.value.name).lower().split("_")[0] if isinstance(edge.value, Col) else ""
