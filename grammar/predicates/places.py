"""Stretches of a row's text: a column, its first sentence, its last three words, what lies between two marked arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import Context, Subject, as_place
from sayso.grammar.forms import Place, reads, register
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col, Figure

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


@register
@dataclass(frozen=True)
class Text(Place):
    """The whole value of a text column."""

    column: str

    def say(self) -> str:
        """ "the body"."""
        return f"the {self.column}"

    def lower(self, schema: Schema) -> plan.Spots:
        """The whole column."""
        return plan.Whole(self.column)


@register
@dataclass(frozen=True)
class Argument(Place):
    """The stretch that a span column marks."""

    column: str

    def say(self) -> str:
        """ "the chemical"."""
        return f"the {self.column}"

    def lower(self, schema: Schema) -> plan.Spots:
        """The marked stretch."""
        return plan.Mark(self.column, schema.text_of(self.column))


@register
@dataclass(frozen=True)
class Piece(Place):
    """One sentence, paragraph, line or word of a text: the first, the second, the last."""

    of: Place
    piece: Literal["word", "sentence", "line", "paragraph"]
    pick: int

    def say(self) -> str:
        """ "the first sentence of the body"."""
        return f"the {ORDINALS[self.pick]} {self.piece} of {self.of.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """That piece; none where the text has fewer."""
        return plan.Pieces(self.of.lower(schema), self.piece, self.pick)


@register
@dataclass(frozen=True)
class Edge(Place):
    """The first or last n words or characters of a text; all of it where it is shorter."""

    of: Place
    side: Literal["first", "last"]
    n: int
    unit: Literal["words", "characters"]

    def say(self) -> str:
        """ "the first 3 words of the body"."""
        return f"the {self.side} {self.n} {self.unit} of {self.of.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """That edge of the text."""
        return plan.Edge(self.of.lower(schema), self.side, self.n, self.unit)


@register
@dataclass(frozen=True)
class Between(Place):
    """What lies between two marked arguments, whichever comes first."""

    left: Place
    right: Place

    def say(self) -> str:
        """ "the text between the chemical and the disease"."""
        return f"the text between {self.left.say()} and {self.right.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """The gap between the two."""
        return plan.Gap(self.left.lower(schema), self.right.lower(schema))


@register
@dataclass(frozen=True)
class Beside(Place):
    """The text before or after a marked argument."""

    of: Argument
    side: Literal["before", "after"]

    def say(self) -> str:
        """ "the text before the chemical"."""
        return f"the text {self.side} {self.of.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """All of the text on that side."""
        whole = plan.Whole(schema.text_of(self.of.column))
        return plan.Side(self.of.lower(schema), self.side, whole)


@reads("pick_first")
def _first(ctx: Context) -> int:
    return 1


@reads("pick_last")
def _last(ctx: Context) -> int:
    return -1


@reads("pick_nth")
def _nth(ctx: Context, n: str) -> int:
    return int(n)


def _of(ctx: Context, of: tuple[Any, ...]) -> Place | None:
    return as_place(of[0] if of else Subject("document"), ctx.schema)


def _piece(piece: Any) -> Any:
    def read(ctx: Context, pick: int, *of: Any) -> Piece | None:
        place = _of(ctx, of)
        return Piece(place, piece, pick) if place else None

    return read


reads("place_sentence")(_piece("sentence"))
reads("place_paragraph")(_piece("paragraph"))
reads("place_line")(_piece("line"))
reads("place_word")(_piece("word"))


@reads("place_own_word")
def _own_word(ctx: Context, of: Any, pick: int) -> Piece | None:
    place = as_place(of, ctx.schema)
    return Piece(place, "word", pick) if place else None


@reads("place_own_sentence")
def _own_sentence(ctx: Context, of: Any, pick: int) -> Piece | None:
    place = as_place(of, ctx.schema)
    return Piece(place, "sentence", pick) if place else None


def _edge(unit: Any) -> Any:
    def read(ctx: Context, pick: int, n: Figure, *of: Any) -> Edge | None:
        place = _of(ctx, of)
        if place is None or pick not in (1, -1) or n.value < 1 or n.value % 1 or n.unit:
            return None
        return Edge(place, "first" if pick == 1 else "last", int(n.value), unit)

    return read


reads("place_words")(_edge("words"))
reads("place_characters")(_edge("characters"))


@reads("place_between")
def _between(ctx: Context, left: Any, right: Any) -> Between | None:
    a, b = as_place(left, ctx.schema), as_place(right, ctx.schema)
    ends = isinstance(a, Argument) and isinstance(b, Argument) and a != b
    return Between(a, b) if ends and a is not None and b is not None else None


@reads("place_beside_before")
def _beside_before(ctx: Context, of: Any) -> Beside | None:
    place = as_place(of, ctx.schema)
    return Beside(place, "before") if isinstance(place, Argument) else None


@reads("place_beside_after")
def _beside_after(ctx: Context, of: Any) -> Beside | None:
    place = as_place(of, ctx.schema)
    return Beside(place, "after") if isinstance(place, Argument) else None


@reads("the_column")
def _column(ctx: Context, column: Col) -> Col:
    return column


@reads("the_document")
def _document(ctx: Context) -> Subject:
    return Subject("document")


@reads("it")
def _it(ctx: Context) -> Subject:
    return Subject("it")
