"""Readers of what links two things or fills the gap between them: "'pays' links 'tenant' with 'rent'", "'and' is right between"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import HOLE, Context, Pending, about, as_place
from sayso.grammar.forms import Condition, Place, reads
from sayso.grammar.predicates.adverbs import Direction, Order, Where
from sayso.grammar.predicates.items import AnyOf, Counted, Item, Itself, What
from sayso.grammar.predicates.logic import conjoin, disjoin, negate
from sayso.grammar.predicates.places import Argument, Text, between
from sayso.grammar.predicates.standing import Standing, stand
from sayso.grammar.predicates.text import Equals
from sayso.grammar.predicates.text_readers import there_is
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col


def _linked(ctx: Context, link: What, *ends: Any) -> Condition | None:
    """A link stands somewhere between two things."""
    place = between(ctx, *(AnyOf((end,)) if isinstance(end, Item) else end for end in ends))
    if place is None or not isinstance(link, AnyOf):
        return None
    return about(Standing(adverbs=(Where(place),)), Counted(link), ctx.schema)


@reads("links")
def _links(ctx: Context, link: What, left: Item, right: Item) -> Condition | None:
    return _linked(ctx, link, left, right)


@reads("linked_by", "held_between")
def _held_between(ctx: Context, left: Any, right: Item, link: What) -> Condition | None:
    """ "'shall' is linked to 'exceed' by 'not'", "'shall' and 'exceed' are linked by 'not'"."""
    return _linked(ctx, link, left, right)


@reads("held_between_two")
def _held_between_two(ctx: Context, *given: Any) -> Condition | None:
    """ "'a' and 'b', or 'a' and 'c', sandwich 'x'"."""
    made = [_linked(ctx, given[-1], *given[at : at + 2]) for at in (0, 2)]
    return disjoin(*(m for m in made if m is not None)) if all(made) else None


@dataclass(frozen=True)
class Filling(Pending):
    """ "stands right between A and B", until the subject tells what does: there is nothing else."""

    place: Any = HOLE

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of words."""
        place = as_place(self.place, schema)
        fine = isinstance(subject, Counted) and subject.how == "some" and subject.without is None
        if not fine or place is None or not isinstance(subject.what, AnyOf):
            return None
        return Equals(place, subject.what)


@reads("fills")
def _fills(ctx: Context, *ends: Any) -> Condition | None:
    place: Place | None = between(ctx, *ends)
    return Filling(place=place) if place is not None else None


@dataclass(frozen=True)
class HasBeside(Pending):
    """ "has 'x' to its right", until the subject tells which argument has."""

    counted: Any = None
    order: Order = "after"
    touching: bool = False

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a marked argument."""
        if not isinstance(subject, Col) or subject.kind != "span":
            return None
        direction = Direction(self.order, AnyOf((Itself(Argument(subject.name)),)), self.touching)
        return stand(Context(schema), self.counted, (direction,), HOLE)


@reads("has_beside")
def _has_beside(ctx: Context, counted: Counted, order: Any) -> Condition:
    return HasBeside(counted=counted, order=order)


@reads("has_right_beside")
def _has_right_beside(ctx: Context, counted: Counted, order: Any) -> Condition:
    """ "has 'the' immediately before it"."""
    return HasBeside(counted=counted, order=order, touching=True)


@reads("said_of_span_in")
def _said_of_span_in(ctx: Context, where: Any, span: Col, predicate: Condition) -> Any:
    """ "in the sentence the buyer is mentioned first": an argument stands in its own text anyway."""
    own = as_place(where, ctx.schema)
    inside = isinstance(own, Text) and own.column == ctx.schema.default_text
    return about(predicate, span, ctx.schema) if inside else None


@reads("none_of_two")
def _none_of_two(ctx: Context, first: What, second: What, where: Any) -> Condition | None:
    """ "no 'a' and no 'b' in the title"."""
    made = [about(stand(ctx, Counted(what, "none"), (), HOLE), where, ctx.schema) for what in (first, second)]
    return conjoin(*(m for m in made if m is not None)) if all(made) else None


@reads("gapped")
def _gapped(ctx: Context, place: Any, counted: Counted, other: Any, second: Counted) -> Condition | None:
    """ "the title mentions 'a' and the body 'b'": the verb is shared."""
    made = [about(stand(ctx, c, (), HOLE), p, ctx.schema) for p, c in ((place, counted), (other, second))]
    return conjoin(*(m for m in made if m is not None)) if all(made) and place != other else None


@reads("stands_between")
def _stands_between(ctx: Context, counted: Counted, left: Any, right: Any) -> Any:
    """ "a comma separates A from B"."""
    place = between(ctx, *(AnyOf((end,)) if isinstance(end, Item) else end for end in (left, right)))
    return there_is(ctx, counted, place) if place is not None else None


@reads("there_not_here")
def _there_not_here(ctx: Context, *given: Any) -> Condition | None:
    """ "'x' to the right of the person but none to its left"."""
    counted, here, elsewhere = given[-3:]
    texts = [one for one in given[:-3] if isinstance(one, Col)]
    if texts and texts[0].name != ctx.schema.default_text:
        return None
    one, other = (about(Standing(adverbs=adverbs), counted, ctx.schema) for adverbs in (here, elsewhere))
    return conjoin(one, negate(other)) if one is not None and other is not None else None
