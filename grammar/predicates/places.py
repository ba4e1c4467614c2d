"""Stretches of a row's text: a column, its first sentence, its last three words, what lies between two marked arguments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, HOLE, Alternatives, Context, Owner, Several, Subject, as_place
from sayso.grammar.forms import Place, reads, register
from sayso.grammar.schema import Schema
from sayso.grammar.values import Figure, Pronoun

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


ENCLOSURES = {"quotation": "quotes", "parenthesis": "parentheses", "bracket": "brackets"}


def _in(*ends: Place) -> str:
    found = [end for end in ends if isinstance(end, Found)]
    return f" in {found[0].of.say()}" if found and not any(isinstance(end, Argument) for end in ends) else ""


def _column(place: Place, schema: Schema) -> str:
    argument = next(node for node in place.walk() if isinstance(node, Argument))
    return schema.text_of(argument.column)


@reads("pick_first")
def _first(ctx: Context) -> int:
    return 1


@reads("pick_last")
def _last(ctx: Context) -> int:
    return -1


@reads("pick_nth")
def _nth(ctx: Context, n: str) -> int:
    return int(n)


def part_of(ctx: Context, of: Any) -> Place | None:
    """The place that a region is a part of; a hole where the sentence does not say."""
    if of is None:
        return HOLE
    return of if isinstance(of, Place) else as_place(of, ctx.schema)


def _piece(piece: Any) -> Any:
    def read(ctx: Context, pick: int, of: Any = None) -> Piece | None:
        place = part_of(ctx, of)
        return Piece(place, piece, pick) if place else None

    return read


for _name in ("sentence", "paragraph", "line", "word"):
    reads(f"place_{_name}")(_piece(_name))


def _own(piece: Any) -> Any:
    def read(ctx: Context, of: Any, pick: int) -> Piece | None:
        place = part_of(ctx, of)
        return Piece(place, piece, pick) if place else None

    return read


for _name in ("sentence", "paragraph", "line", "word"):
    reads(f"place_own_{_name}")(_own(_name))


@reads("place_last_name")
def _last_name(ctx: Context, of: Any) -> Piece | None:
    place = as_place(of, ctx.schema)
    return Piece(place, "word", -1) if isinstance(place, Argument) else None


@reads("place_first_name")
def _first_name(ctx: Context, of: Any) -> Piece | None:
    place = as_place(of, ctx.schema)
    return Piece(place, "word", 1) if isinstance(place, Argument) else None


def _edge(unit: Any, own: bool = False) -> Any:
    def read(ctx: Context, *given: Any) -> Edge | None:
        of, pick, n = (given if own else (given[2] if len(given) > 2 else None, *given[:2]))
        place = part_of(ctx, of)
        if place is None or pick not in (1, -1) or n.value < 1 or n.value % 1 or n.unit:
            return None
        return Edge(place, "first" if pick == 1 else "last", int(n.value), unit)

    return read


for _name in ("words", "characters", "sentences"):
    reads(f"place_{_name}")(_edge(_name))
for _name in ("words", "characters"):
    reads(f"place_own_{_name}")(_edge(_name, own=True))


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


def _beside(side: Any) -> Any:
    def read(ctx: Context, what: Any, of: Any = None) -> Any:
        ends = anchors(ctx, what, of)
        return Beside(ends[0], side) if ends and len(ends) == 1 else None

    return read


reads("place_before")(_beside("before"))
reads("place_after")(_beside("after"))


def _window(side: Any) -> Any:
    def read(ctx: Context, n: Figure, unit: Any, what: Any, of: Any = None) -> Any:
        ends = anchors(ctx, what, of)
        whole = n.value >= 1 and not n.value % 1 and not n.unit
        if not ends or len(ends) != 1 or unit not in ("words", "characters") or not whole:
            return None
        return Beside(ends[0], side, int(n.value), unit)

    return read


reads("place_words_before")(_window("before"))
reads("place_words_after")(_window("after"))


def _word_beside(side: Any) -> Any:
    def read(ctx: Context, *given: Any) -> Any:
        """ "the word after X", "the second word to the left of X"."""
        n = given[0] if isinstance(given[0], int) else 1
        ends = anchors(ctx, next(g for g in given if not isinstance(g, int)))
        if not ends or len(ends) != 1 or n < 1:
            return None
        near = Beside(ends[0], side, n)
        return near if n == 1 else Piece(near, "word", 1 if side == "before" else -1)

    return read


reads("place_word_before")(_word_beside("before"))
reads("place_word_after")(_word_beside("after"))


@reads("place_enclosed")
def _enclosed(ctx: Context, marks: Any, of: Any = None) -> Enclosed | None:
    place = part_of(ctx, of)
    return Enclosed(place, marks) if place else None


@reads("the_column")
def _the_column(ctx: Context, column: Any) -> Any:
    return Owner(column) if isinstance(column, tuple) else column


@reads("the_document")
def _document(ctx: Context) -> Subject:
    return DOCUMENT


@reads("it")
def _it(ctx: Context, pronoun: Pronoun) -> Any:
    """The text named before where there is one, else the document; any other column that fits, less likely."""
    texts = [c for c in pronoun.candidates if c.kind == "text"][:1]
    others = [c for c in pronoun.candidates if c.kind != "text"][:4]
    choices: list[tuple[Any, float]] = [(one, 0.0) for one in texts or [DOCUMENT]]
    choices += [(DOCUMENT, 0.4)] if texts else []
    choices += [(_word(word), 0.4) for word in pronoun.words[:1]]
    return Alternatives((*choices, *((other, 0.05 + 0.4 * i) for i, other in enumerate(others))))


def _word(word: str) -> Any:
    from sayso.grammar.predicates.items import AnyOf, Counted, Quoted

    return Counted(AnyOf((Quoted(word),)))


@reads("pair")
def _pair(ctx: Context, pronoun: Pronoun) -> Any:
    """ "they", "both": the two columns of one kind that were named, or that there are."""
    from sayso.grammar.predicates.items import pair_of

    found = [pair_of(pronoun, ctx.schema, kind) for kind in ("text", "span", "box", "number", "score", "category")]
    choices = tuple((Several("all", two), 0.1 * i) for i, two in enumerate(found) if two)
    if len(pronoun.words) >= 2:
        from sayso.grammar.predicates.items import AllOf, Counted, Quoted

        words = Counted(AllOf(tuple(Quoted(word) for word in reversed(pronoun.words[:2]))))
        choices = (*choices, (words, 0.3))
    return Alternatives(choices) if choices else None
