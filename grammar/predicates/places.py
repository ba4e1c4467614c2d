"""Stretches of a row's text: a column, its first sentence, its last three words, what lies between two marked arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Context, as_place
from sayso.grammar.forms import Form, Place, reads, register
from sayso.grammar.schema import Schema

ORDINALS = {0: "any", 1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last", -2: "penultimate"}


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
    """One sentence, paragraph, line or word of a text: the first, the second, the last; any of them where `pick` is 0."""

    of: Place
    piece: Literal["word", "sentence", "line", "paragraph"]
    pick: int

    def say(self) -> str:
        """ "the first sentence of the body"."""
        which = f"the {ORDINALS[self.pick]}" if self.pick else "any"
        return f"{which} {self.piece} of {self.of.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """That piece; none where the text has fewer."""
        return plan.Pieces(self.of.lower(schema), self.piece, self.pick or None)


@register
@dataclass(frozen=True)
class Edge(Place):
    """The first or last n words or characters of a text; all of it where it is shorter."""

    of: Place
    side: Literal["first", "last"]
    n: int
    unit: Literal["words", "characters", "sentences"]

    def say(self) -> str:
        """ "the first 3 words of the body"."""
        return f"the {self.side} {self.n} {self.unit} of {self.of.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """That edge of the text."""
        return plan.Edge(self.of.lower(schema), self.side, self.n, self.unit)


@register
@dataclass(frozen=True)
class Found(Place):
    """The places of some words in a text, as ends of a region: "between 'a' and 'b'"."""

    of: Place
    what: Any

    def say(self) -> str:
        """ "'a'"."""
        return str(self.what.say())

    def lower(self, schema: Schema) -> plan.Spots:
        """Where they stand."""
        return self.what.spots(self.of.lower(schema), schema)  # type: ignore[no-any-return]


@register
@dataclass(frozen=True)
class Between(Place):
    """What lies between two things in a text, whichever comes first."""

    left: Place
    right: Place

    def say(self) -> str:
        """ "the text between the chemical and the disease"."""
        return f"the text between {self.left.say()} and {self.right.say()}{_in(self.left, self.right)}"

    def lower(self, schema: Schema) -> plan.Spots:
        """The gap between the two."""
        return plan.Gap(self.left.lower(schema), self.right.lower(schema))


@register
@dataclass(frozen=True)
class Beside(Place):
    """The text before or after something; `n` narrows it to the nearest n words or characters."""

    of: Place
    side: Literal["before", "after"]
    n: int | None = None
    unit: Literal["words", "characters"] = "words"

    def say(self) -> str:
        """ "the text before the chemical", "the 3 words after 'x' in the body"."""
        what = "text" if self.n is None else f"{self.n} {self.unit}"
        if self.n == 1 and self.unit == "words":
            return f"the word right {self.side} {self.of.say()}{_in(self.of)}"
        return f"the {what} {self.side} {self.of.say()}{_in(self.of)}"

    def lower(self, schema: Schema) -> plan.Spots:
        """The text on that side."""
        of = self.of
        whole = of.of.lower(schema) if isinstance(of, Found) else plan.Whole(_column(of, schema))
        return plan.Side(of.lower(schema), self.side, whole, self.n, self.unit)


@register
@dataclass(frozen=True)
class Enclosed(Place):
    """What stands in quotes, in parentheses or in brackets in a text."""

    of: Place
    marks: Literal["quotation", "parenthesis", "bracket"]

    def say(self) -> str:
        """ "the text in quotes in the body"."""
        return f"the text in {ENCLOSURES[self.marks]} in {self.of.say()}"

    def lower(self, schema: Schema) -> plan.Spots:
        """Each such stretch."""
        return plan.Things(self.of.lower(schema), self.marks)


ENCLOSURES = {"quotation": "quotes", "parenthesis": "parentheses", "bracket": "square brackets"}


def _in(*ends: Place) -> str:
    found = [end for end in ends if isinstance(end, Found)]
    return f" in {found[0].of.say()}" if found and not any(isinstance(end, Argument) for end in ends) else ""


def _column(place: Place, schema: Schema) -> str:
    argument = next(node for node in place.walk() if isinstance(node, Argument))
    return schema.text_of(argument.column)


@dataclass(frozen=True)
class OneMore(Place):
    """ "the last one": a sentence or a word, as what was spoken of before."""

    pick: int

    def say(self) -> str:
        """Never shown: resolved before a reading is made."""
        return "the one"

    def lower(self, schema: Schema) -> plan.Spots:
        """Never run."""
        raise TypeError("'the last one' has no meaning of its own")

    def resolved(self, before: Form) -> Piece | None:
        """The same sort of piece as the last one named."""
        pieces = [node for node in before.walk() if isinstance(node, Piece)]
        if pieces:
            return Piece(pieces[-1].of, pieces[-1].piece, self.pick)
        counted = [
            n for n in before.walk() if type(n).__name__ == "LengthIs"
        ]  # "has three sentences and the last one ..."
        of, unit = (getattr(counted[-1], name) for name in ("place", "unit")) if counted else (None, "")
        return Piece(of, COUNTED[unit], self.pick) if isinstance(of, Place) and unit in COUNTED else None


COUNTED: dict[str, Any] = {"words": "word", "sentences": "sentence", "paragraphs": "paragraph", "lines": "line"}


def part_of(ctx: Context, of: Any) -> Place | None:
    """The place that a region is a part of; a hole where the sentence does not say."""
    if of is None:
        return HOLE
    return of if isinstance(of, Place) else as_place(of, ctx.schema)


def anchors(ctx: Context, what: Any, of: Any = None) -> tuple[Place, ...] | None:
    """The ends of a region: marked arguments, or words found in a text; None where they are mixed up."""
    from sayso.grammar.predicates.items import AllOf, AnyOf, Itself

    text = part_of(ctx, of)
    if text is None:
        return None
    if isinstance(what, AllOf):
        ends = [anchors(ctx, AnyOf((item,)), of) for item in what.items]
        return tuple(end[0] for end in ends if end) if all(ends) else None
    marks = [item.argument for item in what.items if isinstance(item, Itself)]
    if marks:
        return (marks[0],) if len(what.items) == 1 else None
    return (Found(text, what),)


@reads("place_between")
def between(ctx: Context, *given: Any) -> Between | None:
    """ "between A and B (in the body)": the two ends as one list of two, or apart."""
    from sayso.grammar.predicates.items import AllOf, AnyOf

    whats = [g for g in given if isinstance(g, (AllOf, AnyOf))]
    of = given[-1] if given and not isinstance(given[-1], (AllOf, AnyOf)) else None
    ends = tuple(end for what in whats for end in anchors(ctx, what, of) or ())
    return Between(*ends) if len(ends) == 2 and ends[0] != ends[1] else None
