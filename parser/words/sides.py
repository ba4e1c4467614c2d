"""The words for sides: "right of it" stands for a relation, "the right of it" for an edge."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.parser.english.tokens import Token
    from sayso.parser.words.edges import Edge

EDGE_COST = 1.0
"""How much dearer it is that "left" without an article names an edge, where "left of" is said."""
_SIDES = ("left", "right")


def beside_it(tokens: list[Token], node: int) -> bool:
    """ "right of it": there "of it" is no filler."""
    return node > 0 and tokens[node].key == "of" and tokens[node - 1].key in _SIDES


def sides_are_relations(found: list[list[Edge]], tokens: list[Token]) -> None:
    """ "left of the cart and right of the shelf": two relations, and no edge of the shelf."""
    for node in range(len(tokens) - 1):
        bare = tokens[node].key in _SIDES and tokens[node + 1].key == "of" and node and tokens[node - 1].key != "the"
        for i, edge in enumerate(found[node]):
            if bare and edge.term == "PART" and edge.end == node + 1:
                found[node][i] = replace(edge, cost=edge.cost + EDGE_COST)
