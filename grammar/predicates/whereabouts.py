"""Readers of what keeps two things apart, or stands at a side of one: "is separated from B by nine words", "nothing follows the film"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from sayso.grammar.context import HOLE, Context, Pending, Several, about, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import AtEnd, Direction, Joined, Jointly
from sayso.grammar.predicates.items import AllOf, AnyOf, Counted, Item, Itself, What
from sayso.grammar.predicates.order_readers import UNITS
from sayso.grammar.predicates.pair_readers import much_between
from sayso.grammar.predicates.places import Argument, between
from sayso.grammar.predicates.shape import LengthIs
from sayso.grammar.predicates.standing import Standing, stand
from sayso.grammar.predicates.text_readers import there_is
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure


def _item(subject: Any, schema: Schema) -> Item | None:
    """The one thing that a subject is: a marked argument, words."""
    if isinstance(subject, Col):
        place = as_place(subject, schema) if subject.kind == "span" else None
        return Itself(place) if isinstance(place, Argument) else None
    single = (
        isinstance(subject, Counted)
        and subject.how == "some"
        and isinstance(subject.what, AnyOf)
        and len(subject.what.items) == 1
    )
    return subject.what.items[0] if single else None


@dataclass(frozen=True)
class ApartFrom(Pending):
    """ "is separated from B by over nine words", until the subject tells what is."""

    other: Item | None = None
    bounds: Bounds | None = None
    unit: Any = None
    counted: Counted | None = None
    """What stands between them, where it is not counted in words."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a marked argument or of words, and not of the other end itself."""
        ctx, one = Context(schema), _item(subject, schema)
        if one is None or self.other is None or one == self.other:
            return None
        if self.bounds is not None:
            return much_between(ctx, self.bounds, self.unit, one, self.other)
        return _split(ctx, self.counted, one, self.other)


def _split(ctx: Context, counted: Counted | None, one: Item, other: Item) -> Condition | None:
    place = between(ctx, AnyOf((one,)), AnyOf((other,)))
    return there_is(ctx, counted, place) if place is not None and counted is not None else None


@reads("apart_from")
def _apart_from(ctx: Context, other: Item, bounds: Bounds, unit: Any) -> Condition | None:
    return ApartFrom(other=other, bounds=bounds, unit=unit) if unit in UNITS else None


@reads("split_from")
def _split_from(ctx: Context, other: Item, counted: Counted) -> Condition:
    """ "is separated from B by a comma"."""
    return ApartFrom(other=other, counted=counted)


@dataclass(frozen=True)
class SplitBy(Pending):
    """ "are separated by a comma", until the subject tells which two are."""

    takes_several: ClassVar[bool] = True

    counted: Counted | None = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of two things."""
        if isinstance(subject, Several):
            two = [_item(one, schema) for one in subject.subjects] if subject.how == "all" else []
        else:
            both = isinstance(subject, Counted) and subject.how == "some" and isinstance(subject.what, AllOf)
            two = list(subject.what.items) if both else []
        if len(two) != 2 or two[0] is None or two[1] is None or two[0] == two[1]:
            return None
        return _split(Context(schema), self.counted, two[0], two[1])


@reads("split_by")
def _split_by(ctx: Context, counted: Counted) -> Condition:
    return SplitBy(counted=counted)


@reads("sentences_apart")
def _sentences_apart(ctx: Context, left: Item, right: Item) -> Condition | None:
    """ "the person is in one sentence and the film in another"."""
    if left == right:
        return None
    return about(Standing(adverbs=(Jointly("sentence", apart=True),)), Counted(AllOf((left, right))), ctx.schema)


@reads("sentence_with")
def _sentence_with(ctx: Context, what: What, counted: Counted) -> Condition | None:
    """ "the sentence with the person has 'wrote' in it"."""
    return about(Standing(adverbs=(Jointly("sentence", what),)), counted, ctx.schema)


@reads("before_and_after_both")
def _both_sides(ctx: Context, what: What) -> Joined:
    return Joined("and", ((Direction("before", what),), (Direction("after", what),)))


@reads("on_either_side")
def _either_side(ctx: Context, what: What) -> Joined:
    """ "'wrote' is on either side of the film": before it or after it."""
    return Joined("or", ((Direction("before", what),), (Direction("after", what),)))


@reads("nothing_between")
def _nothing_between(ctx: Context, *ends: Any) -> Condition | None:
    """ "nothing stands between A and B": no word."""
    place = between(ctx, *(AnyOf((end,)) if isinstance(end, Item) else end for end in ends))
    settled = as_place(place, ctx.schema) if place is not None else None
    return LengthIs(settled, "words", Bounds("=", Figure(0))) if settled is not None else None


def _nothing_beside(edge: Any) -> Any:
    def read(ctx: Context, item: Item) -> Condition | None:
        """ "nothing follows the film": the text ends with it."""
        return about(Standing(adverbs=(AtEnd(edge),)), Counted(AnyOf((item,))), ctx.schema)

    return read


reads("nothing_after")(_nothing_beside("end"))
reads("nothing_before")(_nothing_beside("start"))


@dataclass(frozen=True)
class InName(Pending):
    """ "has a digit in its title", until the subject tells whose."""

    said: Condition | None = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a marked argument: its own words."""
        marked = isinstance(subject, Col) and subject.kind == "span"
        return about(self.said, subject, schema) if marked else None


@reads("contains_in_name")
def _contains_in_name(ctx: Context, counted: Counted, pronoun: Any) -> Condition:
    return InName(said=stand(ctx, counted, (), HOLE))


@reads("length_of_name")
def _length_of_name(ctx: Context, bounds: Bounds, unit: Any, pronoun: Any) -> Condition | None:
    """ "has three words in its title"."""
    return InName(said=LengthIs(HOLE, unit, bounds)) if unit in UNITS and not bounds.n.unit else None
