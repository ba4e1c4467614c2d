"""Names that give way to words: "the note mentions a waiver" speaks of the word, though a flag may be called so, too.

Only further names give way everywhere: what a column is called itself, or is said to be called, is but dearer, and stays a name.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.parser.english.tokens import Token
from sayso.parser.words.edges import Edge
from sayso.parser.words.saying import MENTIONING, SPEAKING, Saying

_FURTHER = 0.1
"""From what cost a name is a further one."""
_COLUMNS = frozenset(["BOOLCOL", "NUMCOL", "DATECOL", "BOOLNOT", "ABSENT"])
_ARTICLES = frozenset(["the", "a", "an", "any", "some", "its", "no"])
_JOINED = frozenset(["or", "nor"])
_STOPS = frozenset(["or", "and", "but", "nor", ",", ".", ";", ":", "if", "when", "unless", "because", "so"])
_AFTER = frozenset(["in", "at", "near", "or", "nor", "then", "=>", "->", "it", "and", "!", "?", ")", "-"])
"""What may follow a word that was only mentioned."""
_MEASURES = frozenset(["date", "day", "number", "amount"])
"""What a column's name begins with, and hardly a word that is looked for: "mentions a date signed"."""
_COUNTED = frozenset(["people", "persons"])
_COMPARED = frozenset(["GT", "LT", "GE", "LE", "EQ", "NE", "BE", "OF", "NUM", "BETWEEN", "AFTER", "BEFORE", "INDATE"])
_FIGURES = frozenset(["NUMCOL", "DATECOL", "BOOLCOL", "CATCOL"])
ROW_COST = 0.8
"""How much dearer it is that what has a column of its own stands for the whole row, or for somebody, where it says something."""
REACH = 5
"""How many words there may be between what is in a text and "in" it, or between a verb and who is counted."""


def names_give_way(found: list[list[Edge]], tokens: list[Token], verbs: list[Saying]) -> None:
    """Drop the further names of flags and numbers where a text is said to mention the word."""
    for verb in verbs:
        if "CONTAIN" in verb.terms and verb.bases & MENTIONING:
            _drop_row(found, tokens, verb.end)
    for edges in found:
        kept = [edge for edge in edges if not (_further(edge) and _in_a_text(found, tokens, edge.end))]
        if len(kept) < len(edges):
            edges[:] = kept


def texts_speak(found: list[list[Edge]], tokens: list[Token], verbs: list[Saying]) -> None:
    """Where a text is called a note, "the note talks of rooms" is said of the text, and hardly of the row."""
    for verb in verbs:
        if verb.by_text and verb.bases & SPEAKING:
            _names_words(found, tokens, verb.end)
    texts = {verb.start for verb in verbs if verb.by_text and _names_column(found, verb.end)}
    for edges in found:
        ends = {edge.end for edge in edges if edge.term == "TEXTCOL"} & texts
        for i, edge in enumerate(edges):
            if edge.term == "DOC" and edge.end in ends:
                edges[i] = replace(edge, cost=edge.cost + ROW_COST)


def mentioned(tokens: list[Token], verbs: list[Saying]) -> set[int]:
    """The nodes at which what a named text mentions begins; "a" may stand before it."""
    ends = {verb.end for verb in verbs if verb.by_text}
    return ends | {end + 1 for end in ends if end < len(tokens) and tokens[end].key in ("a", "an")}


def _further(edge: Edge) -> bool:
    return edge.term in _COLUMNS and edge.cost >= _FURTHER


def _drop_row(found: list[list[Edge]], tokens: list[Token], node: int) -> None:
    """The names in a row of single things: "a trap", "trap or smoker"; whatever is told of a thing, it is no mere word."""
    while node < len(tokens):
        while node < len(tokens) - 1 and tokens[node].key in _ARTICLES:
            found[node][:] = [edge for edge in found[node] if edge.term != "ABSENT"]  # "mentions no trap"
            node += 1
        end = max((edge.end for edge in found[node] if _further(edge)), default=node + 1)
        if end < len(tokens) and tokens[end].key not in _STOPS | _AFTER:
            return
        if tokens[node].key not in _MEASURES or end == node + 1:
            found[node][:] = [edge for edge in found[node] if not _further(edge)]
        if end >= len(tokens) or tokens[end].key not in _JOINED:
            return
        node = end + 1


def _in_a_text(found: list[list[Edge]], tokens: list[Token], node: int) -> bool:
    """Whether what stands here is said to be, or not to be, in a text: "a trap is missing from the remarks"."""
    for at in range(node, min(len(tokens) - 1, node + REACH)):
        if tokens[at].key in _STOPS or tokens[at].quoted:
            return False
        if tokens[at].key in ("in", "from", "inside"):
            put = at + 1 + (tokens[at + 1].key in _ARTICLES)
            return put < len(tokens) and any(edge.term == "TEXTCOL" for edge in found[put])
    return False


def _names_words(found: list[list[Edge]], tokens: list[Token], node: int) -> None:
    """ "the note mentions overnight": the word, though a flag is called so; "mentions two people": names, and nobody who is counted."""
    for edges, token in zip(found[node : node + REACH + 1], tokens[node:], strict=False):
        if token.key in _COUNTED:
            edges[:] = [edge for edge in edges if edge.term != "NUMCOL"]
    for i, edge in enumerate(_at(found, node)):
        if edge.term == "BOOLCOL" and not _compared(found, edge):
            found[node][i] = replace(edge, cost=edge.cost + ROW_COST)


def _names_column(found: list[list[Edge]], node: int) -> bool:
    """Whether a column is named there, and no figure with it: "the note gives a weight over 5" weighs."""
    named = [edge for edges in found[node : node + 2] for edge in edges if edge.term in _FIGURES]
    return any(not _compared(found, edge) for edge in named)


def _compared(found: list[list[Edge]], edge: Edge) -> bool:
    return any(after.term in _COMPARED for after in _at(found, edge.end))


def _at(found: list[list[Edge]], node: int) -> list[Edge]:
    return found[node] if node < len(found) else []
