"""What a text or a model that is named says: "the note talks of rooms" is about the word, though a column counts rooms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.parser.english.inflection import verbs_of
from sayso.parser.words.bare import HAVING

if TYPE_CHECKING:
    from sayso.parser.english.tokens import Token
    from sayso.parser.words.edges import Edge

ROW_COST = 0.8
"""How much dearer it is that what has a column of its own stands for the whole row, or for somebody, where it says something."""
_SPEAKING = frozenset(["CONTAIN", "LACK", "START", "END"])


def _speaking(found: list[list[Edge]], tokens: list[Token]) -> list[Edge]:
    """The verbs right after the name of a text by which it mentions something. Whoever has a thing does not speak."""
    subjects = {edge.end for edges in found for edge in edges if edge.term == "TEXTCOL"}
    verbs = [edge for edges in found for edge in edges if edge.term in _SPEAKING and edge.start in subjects]
    return [edge for edge in verbs if tokens[edge.start].key not in HAVING]


def mentioned(found: list[list[Edge]], tokens: list[Token]) -> set[int]:
    """The nodes at which what a named text mentions begins; "a" may stand before it."""
    ends = {edge.end for edge in _speaking(found, tokens)}
    return ends | {end + 1 for end in ends if end < len(tokens) and tokens[end].key in ("a", "an")}


_SAID = frozenset(["mention", "say", "talk", "speak", "read"])
_COUNTED = frozenset(["people", "persons"])


def _texts_name_words(found: list[list[Edge]], tokens: list[Token]) -> None:
    """ "the note mentions overnight": the word, though a flag is called so; "mentions two people": names, and nobody who is counted."""
    for verb in _speaking(found, tokens):
        if not any(known.base in _SAID for known in verbs_of(tokens[verb.start].key)):
            continue
        for node in range(verb.end, min(verb.end + 6, len(found))):
            if tokens[node].key in _COUNTED:
                found[node][:] = [edge for edge in found[node] if edge.term != "NUMCOL"]
        for i, edge in enumerate(_at(found, verb.end)):
            if edge.term == "BOOLCOL" and not {after.term for after in _at(found, edge.end)} & _COMPARED:
                found[verb.end][i] = replace(edge, cost=edge.cost + ROW_COST)


def texts_speak(found: list[list[Edge]], tokens: list[Token]) -> None:
    """Where a text is called a note, "the note talks of rooms" is said of the text, and hardly of the row."""
    _texts_name_words(found, tokens)
    ends = {verb.start for verb in _speaking(found, tokens) if _names_column(found, verb.end)}
    for edges in found:
        texts = {edge.end for edge in edges if edge.term == "TEXTCOL"} & ends
        for i, edge in enumerate(edges):
            if edge.term == "DOC" and edge.end in texts:
                edges[i] = replace(edge, cost=edge.cost + ROW_COST)


def models_judge(found: list[list[Edge]]) -> None:
    """ "the matcher says makes", where a column has what the matcher says: it does, and nobody who wrote the text."""
    for edges in found:
        columns = {edge.end for edge in edges if edge.term == "CATCOL" and edge.end < len(found)}
        models = {end for end in columns if any(verb.term == "JUDGE" for verb in found[end])}
        for i, edge in enumerate(edges):
            if edge.term == "BARENOUN" and edge.end in models:
                edges[i] = replace(edge, cost=edge.cost + ROW_COST)


def function_words(found: list[list[Edge]], tokens: list[Token]) -> list[int]:
    """ "not, no or never occurs": three or more words in a row that are said to occur are words, whatever else they do."""
    listed: list[int] = []
    for node in range(3, len(tokens) - 2):
        closes = tokens[node].key in ("or", "and", "nor") and tokens[node - 2].key == ","
        if not closes or not any(edge.term == "APPEAR" for edge in found[node + 2]):
            continue
        row = [node + 1, node - 1]
        while row[-1] >= 2 and tokens[row[-1] - 1].key == ",":
            row.append(row[-1] - 2)
        listed += row if all(tokens[at].key in SMALL for at in row) else []
    return listed


SMALL = frozenset(["not", "no", "never", "none", "nor", "neither", "nothing", "nobody", "without", "unless", "cannot"])
SMALL |= {"if", "may", "might", "could", "should", "would", "must", "shall", "will", "can", "however", "although"}
SMALL |= {
    "but",
    "because",
    "though",
    "since",
    "before",
    "after",
    "until",
    "yes",
    "all",
    "every",
    "always",
    "only",
    "just",
}


def _names_column(found: list[list[Edge]], node: int) -> bool:
    """Whether a column is named there, and no figure with it: "the note gives a weight over 5" weighs."""
    named = [edge for edges in found[node : node + 2] for edge in edges if edge.term in _FIGURES]
    return any(not {after.term for after in _at(found, edge.end)} & _COMPARED for edge in named)


def _at(found: list[list[Edge]], node: int) -> list[Edge]:
    return found[node] if node < len(found) else []


_COMPARED = {"GT", "LT", "GE", "LE", "EQ", "NE", "BE", "OF", "NUM", "BETWEEN", "AFTER", "BEFORE", "INDATE"}
_FIGURES = ("NUMCOL", "DATECOL", "BOOLCOL", "CATCOL")
