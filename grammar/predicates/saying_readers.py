"""Readers of what a text says in further orders of words: which of several words it has, what follows a piece of it, whom it names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar.context import HOLE, Alternatives, Context, Pending, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import Direction, Often, Where
from sayso.grammar.predicates.item_readers import _all, _any, _distinct
from sayso.grammar.predicates.items import AllOf, AnyOf, Counted, Itself, Kind, What, _unpacked
from sayso.grammar.predicates.logic import FromBefore, Not, Or, conjoin
from sayso.grammar.predicates.places import COUNTED, Edge, Piece
from sayso.grammar.predicates.shape import LengthIs, Unit
from sayso.grammar.predicates.standing import Standing, stand
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure

_SOME = Bounds(">=", Figure(1))
_TWICE = Bounds(">=", Figure(2))
_NONE = Bounds("=", Figure(0))


@reads("of_them_bounds")
def _of_them(ctx: Context, bounds: Bounds) -> Bounds:
    return bounds


@reads("of_them_none")
def _of_them_none(ctx: Context) -> Bounds:
    return _NONE


@reads("of_them_all")
def _of_them_all(ctx: Context, n: str = "0") -> int:
    return int(n)


def _so_many(ctx: Context, items: Any, many: Any) -> Counted | None:
    """So many of these: as they are said before the verb or behind it."""
    if isinstance(many, Bounds):
        return _distinct(ctx, many, items)
    parts = _unpacked(items)
    return Counted(AllOf(parts)) if len(parts) > 1 and many in (0, len(parts)) else None


@reads("of_them_said")
def _of_them_said(ctx: Context, items: Any, many: Any, predicate: Condition) -> Condition | None:
    """ "of the words 'a', 'b' and 'c', two or more are used"."""
    counted = _so_many(ctx, items, many)
    return about(predicate, counted, ctx.schema) if counted is not None else None


@reads("of_them_had")
def _of_them_had(ctx: Context, items: Any, subject: Any, many: Any) -> Condition | None:
    """ "of 'a', 'b' and 'c' the blurb has at least two"."""
    counted = _so_many(ctx, items, many)
    return about(stand(ctx, counted, (), HOLE), subject, ctx.schema) if counted is not None else None


@reads("contains_of_them")
def _contains_of_them(ctx: Context, items: Any, many: Any) -> Any:
    """ "has, of 'a', 'b' and 'c', at least two"."""
    counted = _so_many(ctx, items, many)
    return stand(ctx, counted, (), HOLE) if counted is not None else None


@reads("is_one_in")
def _is_one_in(ctx: Context, text: Col) -> Any:
    """ "'coffee' being one of the goods described": it is among what that text tells."""
    return Alternatives(((Standing(adverbs=(Where(text),)), 0.2),))


def _many(n: str, items: tuple[Any, ...]) -> bool:
    """Whether so many are listed as are said to be: "all three" of three."""
    return int(n) in (0, len(_unpacked(items)))


@reads("items_all_late")
def _all_late(ctx: Context, *given: Any) -> Any:
    """ "'a', 'b' and 'c', all three"."""
    *items, n = given
    return _all(ctx, *items) if _many(n, tuple(items)) else None


@reads("items_any_late")
def _any_late(ctx: Context, *given: Any) -> Any:
    """ "'a' or 'b', either of them"."""
    *items, n = given
    return _any(ctx, *items) if _many(n, tuple(items)) else None


@reads("called_by_name")
def _called_by_name(ctx: Context, *given: Any) -> Condition | None:
    """ "a person is called by name in the letter"."""
    thing, adverbs = _named(given)
    return about(Standing(adverbs=adverbs), thing, ctx.schema) if thing is not None else None


@reads("calls_by_name")
def _calls_by_name(ctx: Context, *given: Any) -> Any:
    """ "calls somebody by name"."""
    thing, adverbs = _named(given)
    return stand(ctx, thing, adverbs, HOLE) if thing is not None else None


@reads("nobody_called")
def _nobody_called(ctx: Context, *given: Any) -> Condition | None:
    """ "nobody is called by name in the letter"."""
    made = _called_by_name(ctx, *given)
    return Not(made) if made is not None else None


@reads("calls_nobody")
def _calls_nobody(ctx: Context, *given: Any) -> Any:
    """ "calls nobody by name"."""
    made = _calls_by_name(ctx, *given)
    return Not(made) if made is not None else None


def _named(given: tuple[Any, ...]) -> tuple[Counted | None, tuple[Any, ...]]:
    """Who is called by name is a person; a company that is named has a kind of its own."""
    things = [part for part in given if isinstance(part, str)]
    adverbs = next((part for part in given if isinstance(part, tuple)), ())
    return (Counted(AnyOf((Kind("person"),))) if things in ([], ["person"]) else None), adverbs


@dataclass(frozen=True)
class Repeated(Pending):
    """ "is repeated (in the headline)" of words that stand there more than once, until the subject tells that it is words."""

    adverbs: tuple[Any, ...] = ()

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of words; a marked argument stands elsewhere, and is there again."""
        items = getattr(getattr(subject, "what", None), "items", ())
        if not items or any(isinstance(item, Itself) for item in items):
            return None
        return about(Standing(adverbs=(*self.adverbs, Often(_TWICE))), subject, schema)


@reads("is_repeated")
def _is_repeated(ctx: Context, adverbs: tuple[Any, ...] = ()) -> Alternatives:
    """ "is repeated in the note": said there twice, or only said there again, which every verb of standing somewhere means."""
    return Alternatives(((Repeated(adverbs=adverbs), 0.05),))


def _than(order: Literal["after", "before"]) -> Any:
    def read(ctx: Context, *given: Any) -> Condition:
        """ "comes later in the notes than 'page'"."""
        *where, other = given
        return Standing(adverbs=(Direction(order, other), *(Where(place) for place in where)))

    return read


reads("later_than")(_than("after"))
reads("earlier_than")(_than("before"))


@reads("earlier_in")
def _earlier_in(ctx: Context, where: Any, left: What) -> Any:
    """ "preceded earlier in the report by 'shelf'"."""
    return (Direction("after", left), Where(where))


@dataclass(frozen=True)
class MorePieces(FromBefore):
    """ "and at least one more sentence follows": so many pieces on one side of the one that was spoken of before."""

    unit: Unit
    bounds: Bounds
    side: Literal["after", "before"] = "after"

    def resolved(self, before: Condition, schema: Schema) -> Condition | None:
        """Where that piece is counted from the same end."""
        places = [node for node in before.walk() if isinstance(node, (Piece, Edge))]
        return beside(self, places[-1]) if places else None


@dataclass(frozen=True)
class FollowedByPieces(Pending):
    """ "is followed by another sentence", until the subject tells which piece is."""

    more: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a piece of a text."""
        from sayso.grammar.context import as_place

        place = as_place(subject, schema)
        return beside(self.more, place) if isinstance(place, (Piece, Edge)) else None


def beside(more: MorePieces, place: Piece | Edge) -> Condition | None:
    """How long a text is of which one piece is known and how many more there are on one side of it."""
    sort: str = place.unit if isinstance(place, Edge) else {piece: unit for unit, piece in COUNTED.items()}[place.piece]
    first = place.pick if isinstance(place, Piece) else place.n if place.side == "first" else -place.n
    if sort != more.unit or not first or (first > 0) != (more.side == "after"):
        return None
    return LengthIs(place.of, more.unit, _shifted(more.bounds, abs(first)))


def _shifted(bounds: Bounds, by: int) -> Bounds:
    upper = Figure(bounds.upper.value + by) if bounds.upper is not None else None
    return Bounds(bounds.comparison, Figure(bounds.n.value + by), upper)


@reads("more_pieces")
def _more(ctx: Context, bounds: Bounds, unit: Unit) -> MorePieces | None:
    return MorePieces(unit, bounds) if not bounds.n.unit and bounds.n.value >= 0 and unit != "characters" else None


@reads("pieces_or_more")
def _pieces_or_more(ctx: Context, n: Figure, unit: Unit) -> MorePieces | None:
    """ "one more sentence at least"."""
    return _more(ctx, Bounds(">=", n), unit)


@reads("pieces_or_fewer")
def _pieces_or_fewer(ctx: Context, n: Figure, unit: Unit) -> MorePieces | None:
    return _more(ctx, Bounds("<=", n), unit)


@reads("some_pieces")
def _some(ctx: Context, unit: Unit) -> MorePieces | None:
    return _more(ctx, _SOME, unit)


@reads("no_pieces")
def _no_pieces(ctx: Context, unit: Unit) -> MorePieces | None:
    return _more(ctx, _NONE, unit)


@reads("only_piece")
def _only_piece(ctx: Context, pronoun: Any, unit: Unit) -> MorePieces | None:
    """ "and it is the only sentence": no other follows."""
    return _more(ctx, _NONE, unit)


@reads("no_only_piece")
def _no_only_piece(ctx: Context, pronoun: Any, unit: Unit) -> MorePieces | None:
    return _more(ctx, _SOME, unit)


def _to_side(side: Literal["after", "before"]) -> Any:
    def read(ctx: Context, more: MorePieces) -> MorePieces:
        return MorePieces(more.unit, more.bounds, side)

    return read


def _sided(side: Literal["after", "before"]) -> Any:
    def read(ctx: Context, more: MorePieces) -> Condition:
        return FollowedByPieces(more=MorePieces(more.unit, more.bounds, side))

    return read


reads("piece_follows")(_to_side("after"))
reads("piece_precedes")(_to_side("before"))
reads("followed_by_piece")(_sided("after"))
reads("preceded_by_piece")(_sided("before"))


@reads("in_both_if")
def _in_both_if(ctx: Context, given: Condition, then: Condition) -> Any:
    """ "'a' or 'b', and in both cases only if it is signed": where there are two of which it is said."""
    two = any(
        isinstance(node, Or) or (isinstance(node, (AnyOf, AllOf)) and len(node.items) > 1) for node in given.walk()
    )
    made = conjoin(given, then) if two else None
    return Alternatives(((made, -0.1),)) if made is not None else None
