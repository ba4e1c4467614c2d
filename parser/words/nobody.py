"""Nobody and nothing in a picture, and who is left out of them: "nobody but the driver" is somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.parser.english.tokens import Token
    from sayso.parser.words.edges import Edge

_LEAVING_OUT = frozenset(["but", "except", "excepting", "else", "other", "save", "besides", "apart", "bar"])


def none_but(found: list[list[Edge]], tokens: list[Token]) -> None:
    """ "nobody but the driver was found": that nobody was found is not said."""
    for edges in found:
        edges[:] = [
            edge for edge in edges if not (edge.term in ("NOBODYBOX", "NOTATHING") and _leaves_out(tokens, edge.end))
        ]


def _leaves_out(tokens: list[Token], node: int) -> bool:
    return node < len(tokens) and tokens[node].key in _LEAVING_OUT
