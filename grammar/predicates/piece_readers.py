"""Readers of a piece that a text opens or closes with ("closes with a sentence that mentions 'x'"), and of a word before the row's noun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import DOCUMENT, HOLE, Context, Pending, about, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.items import AnyOf, Quoted
from sayso.grammar.predicates.places import Piece
from sayso.grammar.predicates.standing import stand
from sayso.grammar.predicates.text import Contains
from sayso.grammar.schema import Schema
from sayso.grammar.values import Literal


@dataclass(frozen=True)
class OfPiece(Pending):
    """ "opens with a sentence that mentions 'x'", until the subject tells which text does."""

    pick: int = 1
    piece: Any = None
    said: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of that piece of the text."""
        place = as_place(subject, schema)
        return about(self.said, Piece(place, self.piece, self.pick), schema) if place is not None else None


@reads("piece_holding")
def _holding(ctx: Context, piece: Any, counted: Any) -> tuple[Any, Any]:
    """ "a sentence with 'x'", "a line saying 'x'"."""
    return piece, stand(ctx, counted, (), HOLE)


def _at_edge(pick: int) -> Any:
    def read(ctx: Context, told: tuple[Any, Any]) -> Condition | None:
        piece, said = told
        return OfPiece(pick=pick, piece=piece, said=said) if said is not None else None

    return read


reads("opens_with_piece")(_at_edge(1))
reads("closes_with_piece")(_at_edge(-1))


@reads("quoted_doc")
def _quoted_doc(ctx: Context, *literals: Any) -> Condition | None:
    """ "every 'extension' project": its text has the word, unless that is what a label or a value is called."""
    words = [literal.text for literal in literals if isinstance(literal, Literal)]
    called = {name.lower() for name in ctx.schema.labels}
    called |= {value.lower() for column in ctx.schema.columns for value in column.values}
    if any(not word.strip() or word.lower() in called for word in words):
        return None
    return about(Contains(HOLE, AnyOf(tuple(Quoted(word) for word in words))), DOCUMENT, ctx.schema)
