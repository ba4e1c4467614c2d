"""How things stand in a text: adverbs (where, how often, before what) put together with what they are said of.

One function, `stand`, joins things and adverbs to a condition; verb phrases of containing and of appearing both end there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from sayso.grammar.context import DOCUMENT, HOLE, Context, Pending, Several, about, as_place, fill, has_hole
from sayso.grammar.forms import Condition, Place
from sayso.grammar.predicates.adverbs import (
    Along,
    AsPart,
    AtEnd,
    Direction,
    Distance,
    Exactly,
    InOrder,
    Joined,
    Jointly,
    Marks,
    Often,
    Tight,
    Where,
)
from sayso.grammar.predicates.categories import IsMissing
from sayso.grammar.predicates.items import AllOf, AnyOf, Counted, Grouped, Item, Itself, Listed, Quoted, What, any_of
from sayso.grammar.predicates.logic import conjoin, disjoin, negate
from sayso.grammar.predicates.order import Ordered, Together, contained, text_of
from sayso.grammar.predicates.places import Argument, Beside, Enclosed, Piece, Text
from sayso.grammar.predicates.text import Contains, Distinct, Occurs, Opens
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col


@dataclass(frozen=True)
class Standing(Pending):
    """ "appears twice in the body", until the subject tells what appears."""

    adverbs: tuple[Any, ...] = ()

    def is_joint(self) -> bool:
        """In one sentence: of all the things together."""
        return any(isinstance(adverb, Jointly) for adverb in self.adverbs)

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of things (or of a marked argument) that they stand so."""
        if isinstance(subject, (AnyOf, AllOf)):
            subject = Counted(subject)
        if isinstance(subject, Several):
            return None
        if isinstance(subject, Col) and subject.kind == "span" and self.adverbs:
            subject = Counted(AnyOf((Itself(Argument(subject.name)),)))
        if isinstance(subject, Piece):
            return self._of_piece(subject, schema)
        if not isinstance(subject, Counted):
            return None
        if not self.adverbs and any(isinstance(item, Itself) for item in subject.what.items):
            return None  # "person 2 is missing" speaks of the column
        made = stand(Context(schema), subject, self.adverbs, DOCUMENT)
        if made is not None and has_hole(made):  # "in the final sentence": of the document
            return fill(made, Text(schema.default_text)) if schema.default_text else None
        return made

    def _of_piece(self, piece: Piece, schema: Schema) -> Condition | None:
        """ "the last word of the person appears in the headline"."""
        from sayso.grammar.predicates.spans import HasText

        places = [a.place for a in self.adverbs if isinstance(a, Where)]
        marked = any(isinstance(node, Argument) for node in piece.walk())
        if not marked or len(places) != 1 or len(self.adverbs) != 1:
            return None
        place = as_place(places[0], schema)
        return HasText(place, piece) if place is not None else None


@dataclass(frozen=True)
class Paired(Pending):
    """ "are next to each other", until the subject tells which two."""

    takes_several: ClassVar[bool] = True

    touching: bool = False
    distance: Distance | None = None
    where: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of two things, or of two marked arguments."""
        two = pair(subject)
        if two is None:
            return None
        direction = Direction("either", AnyOf((two[1],)), self.touching, self.distance)
        adverbs = (direction,) if self.where is None else (direction, Where(self.where))
        return stand(Context(schema), Counted(AnyOf((two[0],))), adverbs, DOCUMENT)


def pair(subject: Any) -> tuple[Item, Item] | None:
    """The two things of a subject, None where they are not two."""
    if isinstance(subject, Counted) and subject.how == "some":
        subject = subject.what
    if isinstance(subject, AllOf) and len(subject.items) == 2:
        return subject.items[0], subject.items[1]
    if isinstance(subject, Several) and subject.how == "all" and len(subject.subjects) == 2:
        marks = [Itself(Argument(c.name)) for c in subject.subjects if isinstance(c, Col) and c.kind == "span"]
        return (marks[0], marks[1]) if len(marks) == 2 else None
    return None


def stand(ctx: Context, counted: Counted, adverbs: tuple[Any, ...], place: Any) -> Condition | None:
    """Say of things that they stand so; `place` is where, unless an adverb tells: a hole, or the document."""
    if len(adverbs) == 1 and isinstance(adverbs[0], Joined):
        return _joined(ctx, counted, adverbs[0], place)
    along = [a for a in adverbs if isinstance(a, Along)]
    if along:
        rest = tuple(a for a in adverbs if not isinstance(a, Along))
        parts = [stand(ctx, c, rest, place) for c in (counted, *(Counted(a.what) for a in along))]
        return conjoin(*(p for p in parts if p is not None)) if counted.how == "some" and all(parts) else None
    if counted.how == "none":
        made = stand(ctx, Counted(counted.what), adverbs, place)
        return None if made is None else negate(made)
    if counted.without is not None:
        yes, no = (stand(ctx, Counted(what), adverbs, place) for what in (counted.what, counted.without))
        return conjoin(yes, negate(no)) if yes is not None and no is not None else None
    return _Row(ctx, counted, place).made(adverbs)


def _joined(ctx: Context, counted: Counted, joined: Joined, place: Any) -> Condition | None:
    parts = [stand(ctx, counted, row, place) for row in joined.rows]
    if any(part is None for part in parts):
        return None
    made = [part for part in parts if part is not None]
    if joined.how == "and":
        return conjoin(*made)
    return disjoin(*made) if joined.how == "or" else negate(disjoin(*made))


class _Row:
    """One row of adverbs being put together with what it is said of."""

    def __init__(self, ctx: Context, counted: Counted, place: Any) -> None:
        self.ctx = ctx
        self.counted = counted
        self.place = place

    def made(self, adverbs: tuple[Any, ...]) -> Condition | None:
        """The condition, None where the adverbs do not go together."""
        kinds = [type(adverb) for adverb in adverbs]
        if any(kinds.count(kind) > 1 for kind in (Often, Jointly, Exactly, AsPart, Distance, AtEnd)):
            return None
        where = [a.place for a in adverbs if isinstance(a, Where)]
        if len(where) == 2 and isinstance(where[1], Place) and has_hole(where[1]):
            where.reverse()  # "in the abstract, between A and B"
        if len(where) == 2 and isinstance(where[0], Place) and has_hole(where[0]):
            inner = as_place(where[1], self.ctx.schema)  # "in the first sentence, in the body"
            where = [fill(where[0], inner)] if inner is not None else where
        if len(where) > 1:
            return None
        if where and isinstance(where[0], Several):
            rest = tuple(a for a in adverbs if not isinstance(a, Where))
            return self._distributed(where[0], rest)
        if where:
            self.place = where[0]
        return self._placed([a for a in adverbs if not isinstance(a, Where)])

    def _distributed(self, places: Several, rest: tuple[Any, ...]) -> Condition | None:
        pending = stand(self.ctx, self.counted, rest, HOLE)
        return about(pending, places, self.ctx.schema) if pending is not None else None

    def _within(self) -> Place | None:
        """The place as a form; a hole stays one."""
        place: Any = self.place
        waits: bool = isinstance(place, Place) and has_hole(place)
        found: Place | None = place if waits else as_place(place, self.ctx.schema)
        return found

    def _placed(self, adverbs: list[Any]) -> Condition | None:
        what = self.counted.what
        if any(isinstance(a, InOrder) for a in adverbs):
            return self._in_order(what, [a for a in adverbs if not isinstance(a, InOrder)])
        directions = [a for a in adverbs if isinstance(a, Direction)]
        distance = next((a for a in adverbs if isinstance(a, Distance)), None)
        if any(isinstance(a, Tight) for a in adverbs):
            directions = [replace(d, touching=True) for d in directions]
        for adverb in adverbs:
            if isinstance(adverb, Exactly):
                if not any(isinstance(i, (Quoted, Listed, Grouped)) for i in what.items):
                    return None  # "the person is in capitals" speaks of the name
                if adverb.case != "as written" and not all(isinstance(i, Quoted) for i in what.items):
                    return None
                what = _cased(what, adverb.case)
                what = _moded(what, {"words": "exact", "part": "exact part"})
            elif isinstance(adverb, AsPart):
                what = _moded(what, {"words": "part", "exact": "exact part"})
            elif isinstance(adverb, Marks):
                place = self._within()
                if place is None:
                    return None
                self.place = Enclosed(place, adverb.kind)
        often = next((a for a in adverbs if isinstance(a, Often)), None)
        jointly = next((a for a in adverbs if isinstance(a, Jointly)), None)
        end = next((a for a in adverbs if isinstance(a, AtEnd)), None)
        if jointly and directions and jointly.other is None and not jointly.apart:
            if distance or jointly.piece != "sentence" or len(directions) > 1 or directions[0].distance:
                return None
            distance, jointly = Distance(0, 0, "sentences"), None  # "before 'b', in one sentence"
        if sum(bool(x) for x in (directions, often, jointly, end)) > 1 or (distance and len(directions) != 1):
            return None
        if directions:
            if len({d.order for d in directions}) < len(directions):
                return None  # "before 'b' or 'c' before 'd'": two clauses
            parts = [self._ordered(what, d, distance) for d in directions]
            return conjoin(*(p for p in parts if p is not None)) if all(parts) else None
        if jointly:
            return self._together(what, jointly)
        if end:
            return self._at_end(what, end)
        place = self._within()
        return None if place is None else self._counted(what, place, often)

    def _counted(self, what: What, place: Place, often: Often | None) -> Condition | None:
        if often is not None:
            if self.counted.how != "some":
                return None
            if isinstance(what, AllOf):
                return conjoin(*(Occurs(place, any_of(item), often.bounds) for item in what.items))
            return Occurs(place, what, often.bounds)
        if self.counted.how == "some":
            return contained(place, what)
        bounds = self.counted.bounds
        if bounds is None or not isinstance(what, AnyOf):
            return None
        return Distinct(place, what.items, bounds) if self.counted.how == "distinct" else Occurs(place, what, bounds)

    def _ordered(self, what: What, direction: Direction, distance: Distance | None) -> Condition | None:
        if not isinstance(direction.right, AnyOf):
            if (
                direction.touching
                and direction.order != "either"
                and all(isinstance(item, Itself) for item in direction.right.items)
            ):
                return self._beside_all(what, direction)
            parts = [self._ordered(what, replace(direction, right=any_of(i)), distance) for i in direction.right.items]
            return conjoin(*(p for p in parts if p is not None)) if all(parts) else None
        far = direction.distance or distance
        if far and (direction.touching or (direction.distance and distance)):
            return None
        if self.counted.how != "some":
            return self._counted_beside(what, direction, far)
        if isinstance(what, AllOf):
            parts = [self._ordered(any_of(item), direction, distance) for item in what.items]
            return conjoin(*(p for p in parts if p is not None)) if all(parts) else None
        place = self._text(what, direction.right)
        if place is None or isinstance(place, Argument) or what == direction.right:
            return None
        if direction.touching:
            return Ordered(place, what, direction.right, direction.order, unit="blank")
        low, high, unit = (far.low, far.high, far.unit) if far else (0, None, "words")
        return Ordered(place, what, direction.right, direction.order, high, low, unit)

    def _in_order(self, what: What, rest: list[Any]) -> Condition | None:
        """ "both occur in that order, with at most five words in between"."""
        if not isinstance(what, AllOf) or self.counted.how != "some" or any(not isinstance(a, Distance) for a in rest):
            return None
        distance = next(iter(rest), None)
        steps = zip(what.items, what.items[1:], strict=False)
        parts = [self._ordered(any_of(a), Direction("before", any_of(b)), distance) for a, b in steps]
        return conjoin(*(p for p in parts if p is not None)) if all(parts) else None

    def _beside_all(self, what: What, direction: Direction) -> Condition | None:
        """ "right after the person and the company": after both, right after one of them."""
        marks = direction.right.items
        parts = [self._ordered(what, replace(direction, right=any_of(m), touching=False), None) for m in marks]
        parts.append(self._ordered(what, replace(direction, right=AnyOf(marks)), None))
        return conjoin(*(p for p in parts if p is not None)) if all(parts) else None

    def _text(self, left: What, right: What) -> Place | None:
        """The text that both stand in: the arguments' own, where one is marked."""
        marked = [i.argument for i in (*left.items, *right.items) if isinstance(i, Itself)]
        place = self._within()
        if not marked:
            return place
        own = text_of(marked[0], self.ctx.schema)
        if place is None or place is HOLE or self.place is DOCUMENT or place == own:
            return own
        return None  # an argument stands in its own text, nowhere else

    def _counted_beside(self, what: What, direction: Direction, far: Distance | None) -> Condition | None:
        """ "at least four digits before the disease": a count in the text on that side."""
        from sayso.grammar.predicates.places import anchors

        ends = anchors(self.ctx, direction.right, self.place if self.place is not DOCUMENT else None)
        if not ends or len(ends) != 1 or direction.order == "either" or direction.touching or far:
            return None
        settled = as_place(Beside(ends[0], direction.order), self.ctx.schema)
        return self._counted(what, settled, None) if settled is not None else None

    def _together(self, what: What, jointly: Jointly) -> Condition | None:
        parts: list[Any] = list(what.items) if isinstance(what, AllOf) else [_single(what)]
        if jointly.other is not None:
            other = jointly.other
            parts += list(other.items) if isinstance(other, AllOf) else [_single(other)]
        if len(parts) < 2 or self.counted.how != "some":
            return None
        marks = [i.argument for i in parts if isinstance(i, Itself)]
        place = text_of(marks[0], self.ctx.schema) if marks else self._within()
        if place is None:
            return None
        made = Together(place, tuple(parts), jointly.piece)
        return self._apart(made) if jointly.apart else made

    def _apart(self, together: Together) -> Condition:
        """ "in different sentences": both are there, and not in one."""
        there = [
            negate(IsMissing(part.argument.column))
            if isinstance(part, Itself)
            else Contains(together.place, part if isinstance(part, AnyOf) else any_of(part))
            for part in together.items
        ]
        return conjoin(*there, negate(together))

    def _at_end(self, what: What, end: AtEnd) -> Condition | None:
        if not isinstance(what, AnyOf) or self.counted.how != "some":
            return None
        place = self._within() if end.place is None else as_place(end.place, self.ctx.schema)
        if end.place is not None and isinstance(end.place, Place) and has_hole(end.place):
            place = end.place
        return Opens(place, what, end.edge) if place is not None else None


def _single(what: AnyOf) -> Any:
    return what.items[0] if len(what.items) == 1 else what


def _cased(what: What, case: str) -> What:
    change = {"upper": str.upper, "lower": str.lower}.get(case, str)
    return type(what)(tuple(replace(i, text=change(i.text)) if isinstance(i, Quoted) else i for i in what.items))


def _moded(what: What, modes: dict[str, Any]) -> What:
    items = tuple(Quoted(i.text, modes.get(i.mode, i.mode)) if isinstance(i, Quoted) else i for i in what.items)
    return type(what)(items)
