"""What is done to somebody, where a flag tells that he does it: "the guest was asked for a refund" is no guest who asked for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sayso.grammar.values import Col
from sayso.parser.english.tokens import Token
from sayso.parser.names.acting import Deed
from sayso.parser.words.edges import Edge, Spans

_SUFFERING = frozenset(["is", "are", "was", "were", "be", "been", "being", "get", "gets", "got", "getting", "'re"])
_AMID = frozenset(["not", "n't", "never", "ever", "also", "already", "just", "even", "once", "twice", "again", "has", "have", "had"])  # fmt: skip
_WHO = frozenset(["he", "she", "they", "who", "we", "you", "i"])


def turned_round(found: list[list[Edge]], tokens: list[Token], acting: Mapping[str, Deed], explained: Spans) -> None:
    """Take out what names a flag by a deed that is said in the passive of whoever does it."""
    for column, deed in acting.items():
        for at, begun in _suffered(tokens, deed):
            whom = begun - 1
            told = at + 1 < len(tokens) and tokens[at + 1].key == "by"  # "approved by a manager": he approved it
            own = whom >= 0 and tokens[whom].key in deed.who | _WHO
            for node in range(at + 1):
                found[node][:] = [e for e in found[node] if not _turns(e, column, at, begun, own, told)]
                if own and node in explained:
                    explained[node] = {
                        end: columns - {column} if end > at else columns for end, columns in explained[node].items()
                    }


def _suffered(tokens: list[Token], deed: Deed) -> Iterator[tuple[int, int]]:
    """Where a deed's participle stands behind "was", with where that begins."""
    for at, token in enumerate(tokens):
        begun = at
        while begun and (tokens[begun - 1].key in _SUFFERING | _AMID or tokens[begun - 1].key.endswith("ly")):
            begun -= 1
        if token.key in deed.done and any(t.key in _SUFFERING for t in tokens[begun:at]):
            yield at, begun


def _turns(edge: Edge, column: str, at: int, begun: int, own: bool, told: bool) -> bool:
    """Whether an edge takes the deed for the flag's: of whoever does it, or with what it is done behind it."""
    if edge.term in ("CONTAIN", "NUMVERB"):
        return edge.start == at  # "was asked for" what he did not ask for
    flag = edge.term in ("BOOLCOL", "BOOLNOT") and isinstance(edge.value, Col) and edge.value.name == column
    with_object = edge.start >= begun and edge.end > at + 1 and not told
    return flag and edge.end > at and (own or with_object)
