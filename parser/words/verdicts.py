"""What is said of a label, for it or against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.parser.words.edges import Edge

_AGAINST = ("AGAINST", "AGAINSTLATE")
_EMPTY = frozenset(["FRAME", "ARROW", "SO", "BE"])
"""What any verdict may be dressed in; never so the parts of what speaks against one."""


def words_against(found: list[list[Edge]]) -> None:
    """ "rules out danger": neither "rules" nor "out" goes for naught, else the sentence would say the opposite."""
    often = [(edge.start, edge.end) for edges in found for edge in edges if edge.term == "HEDGE"]
    for node in (node for start, end in often for node in range(start + 2, end)):
        found[node][:] = [edge for edge in found[node] if edge.term != "NOT"]  # "as often as not" denies nothing
    for edges in found:
        if any(edge.term == "LESSAS" for edge in edges):
            edges[:] = [edge for edge in edges if edge.term != "NOT"]  # "not as wide as" is narrower
    spans = [(edge.start, edge.end) for edges in found for edge in edges if edge.term in _AGAINST]
    for start, end in spans:
        for node in range(start, end):
            found[node][:] = [
                edge for edge in found[node] if edge.term not in _EMPTY or (edge.start, edge.end) == (start, end)
            ]
