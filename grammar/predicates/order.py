"""Order and distance of things in a text, marked arguments among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Context, Subject, as_place
from sayso.grammar.forms import Condition, Example, Place, reads, register
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Itself, Quoted, What
from sayso.grammar.predicates.logic import conjoin, negate
from sayso.grammar.predicates.places import Argument, Between
from sayso.grammar.predicates.text import Contains, compare
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Figure
from sayso.grammar.values import Literal as Words


@register
@dataclass(frozen=True)
class Ordered(Condition):
    """Things stand before, after or near other things in a text, with so many units between."""

    place: Place
    left: AnyOf
    right: AnyOf
    order: Literal["before", "after", "either"]
    high: int | None = None
    """At most so many units between; None: any number."""
    low: int = 0
    unit: Literal["words", "characters", "sentences", "blank"] = "words"

    examples = (
        Example(
            "label lease if 'rent' appears within 2 words before 'due' in the body",
            yes=({"body": "rent is now due"},),
            no=({"body": "due is the rent"}, {"body": "rent is by now long due"}),
        ),
        Example(
            "label lease if 'rent' appears right before 'due' in the body",
            yes=({"body": "rent, due"},),
            no=({"body": "rent is due"},),
        ),
    )

    def _words(self) -> str:
        side = {"before": "before", "after": "after", "either": "of"}[self.order]
        if self.unit == "blank":
            return "next to" if self.order == "either" else f"right {side}"
        if self.low and self.high is not None:
            return f"between {self.low} and {self.high} {self.unit} {side}"
        if self.low:
            return f"at least {self.low} {self.unit} {side}"
        return side if self.high is None else f"within {self.high} {self.unit} {side}"

    def _in(self) -> str:
        marks = any(isinstance(i, Itself) for i in (*self.left.items, *self.right.items))
        return "" if marks else f" in {self.place.say()}"

    def say(self) -> str:
        """ "'rent' appears within 2 words before 'due' in the body"."""
        return f"{self.left.say()} appears {self._words()} {self.right.say()}{self._in()}"

    def say_not(self) -> str:
        """ "'rent' does not appear within 2 words before 'due' in the body"."""
        return f"{self.left.say()} does not appear {self._words()} {self.right.say()}{self._in()}"

    def lower(self, schema: Schema) -> plan.Test:
        """A spot near another."""
        within = self.place.lower(schema)
        left, right = _spots(self.left, within, schema), _spots(self.right, within, schema)
        return plan.Some(plan.Near(left, right, self.order, self.low, self.high, self.unit))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a text the place where it holds; of an argument that it stands so."""
        place = as_place(subject, schema)
        if isinstance(place, Argument) and self.left == AnyOf((Itself(Argument("")),)):
            return replace(self, left=AnyOf((Itself(place),)), place=_text_of(place, schema))
        return Condition.about(self, subject, schema)


@register
@dataclass(frozen=True)
class Together(Condition):
    """Several things stand in one sentence of a text."""

    place: Place
    items: tuple[Item | AnyOf, ...]

    examples = (
        Example(
            "label lease if 'rent' and 'due' appear in the same sentence in the body",
            yes=({"body": "Rent is due. Pay."},),
            no=({"body": "Rent. Due on Monday."}, {"body": "Pay the rent. Due on Monday."}),
        ),
    )

    def say(self) -> str:
        """ "'rent' and 'due' appear in the same sentence in the body"."""
        said = [item.say() for item in self.items]
        marks = all(isinstance(item, Itself) for item in self.items)
        where = "" if marks else f" in {self.place.say()}"
        return f"{', '.join(said[:-1])} and {said[-1]} appear in the same sentence{where}"

    def lower(self, schema: Schema) -> plan.Test:
        """A sentence that holds them all."""
        within = self.place.lower(schema)
        parts = tuple(_spots(i if isinstance(i, AnyOf) else AnyOf((i,)), within, schema) for i in self.items)
        return plan.Some(plan.Holding(plan.Pieces(within, "sentence"), parts))


@register
@dataclass(frozen=True)
class WordsBetween(Condition):
    """So many words stand between two marked arguments."""

    left: Argument
    right: Argument
    bounds: Bounds

    examples = (
        Example(
            "label lease if at most 1 words between the tenant and the landlord",
            yes=({"body": "Ann sued Bob", "tenant": (0, 3), "landlord": (9, 12)},),
            no=({"body": "Ann has sued Bob", "tenant": (0, 3), "landlord": (13, 16)},),
        ),
    )

    def say(self) -> str:
        """ "at most 3 words between the chemical and the disease"."""
        return f"{self.bounds.say()} words between {self.left.say()} and {self.right.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """The length of the gap."""
        gap = plan.Length(plan.Gap(self.left.lower(schema), self.right.lower(schema)), "words")
        return compare(gap, self.bounds)


def _spots(what: AnyOf, within: plan.Spots, schema: Schema) -> plan.Spots:
    marks = [item for item in what.items if isinstance(item, Itself)]
    rest = tuple(item for item in what.items if not isinstance(item, Itself))
    spots: list[plan.Spots] = [mark.argument.lower(schema) for mark in marks]
    if rest:
        spots.append(AnyOf(rest).spots(within, schema))
    return spots[0] if len(spots) == 1 else plan.Union(tuple(spots))


def _text_of(argument: Argument, schema: Schema) -> Place:
    from sayso.grammar.predicates.places import Text

    return Text(schema.text_of(argument.column))


@dataclass(frozen=True)
class Relation:
    """ "within 3 words after 'rent'": everything of an order but what stands so, and where."""

    order: Literal["before", "after", "either"]
    right: What
    high: int | None = None
    low: int = 0
    unit: Literal["words", "characters", "sentences", "blank"] = "words"


@dataclass(frozen=True)
class BetweenTwo:
    """ "between the chemical and the disease"."""

    left: Item
    right: Item


def _plain(order: Any, unit: Any = "words") -> Any:
    def read(ctx: Context, right: What) -> Relation:
        return Relation(order, right, unit=unit)

    return read


reads("rel_before")(_plain("before"))
reads("rel_after")(_plain("after"))
reads("rel_right_before")(_plain("before", "blank"))
reads("rel_right_after")(_plain("after", "blank"))
reads("rel_next_to")(_plain("either", "blank"))
reads("rel_followed")(_plain("before", "blank"))


def _within(order: Any) -> Any:
    def read(ctx: Context, n: Figure, unit: Any, right: What) -> Relation | None:
        return _limited(order, right, n, unit)

    return read


def _limited(order: Any, right: What, n: Figure, unit: Any) -> Relation | None:
    if unit not in ("words", "characters", "sentences") or n.value % 1 or n.unit:
        return None
    return Relation(order, right, high=int(n.value), unit=unit)


reads("rel_within")(_within("either"))
reads("rel_within_before")(_within("before"))
reads("rel_within_after")(_within("after"))


@reads("rel_before_within")
def _before_within(ctx: Context, right: What, n: Figure, unit: Any) -> Relation | None:
    return _limited("before", right, n, unit)


@reads("rel_after_within")
def _after_within(ctx: Context, right: What, n: Figure, unit: Any) -> Relation | None:
    return _limited("after", right, n, unit)


def _apart(order: Any) -> Any:
    def read(ctx: Context, bounds: Bounds, unit: Any, right: What) -> Relation | None:
        low_high = limits(bounds)
        if low_high is None or unit not in ("words", "characters", "sentences"):
            return None
        return Relation(order, right, high=low_high[1], low=low_high[0], unit=unit)

    return read


def limits(bounds: Bounds) -> tuple[int, int | None] | None:
    """Bounds as (at least, at most) whole numbers; None where they are none."""
    n = bounds.n.value
    if n % 1 or bounds.n.unit:
        return None
    if bounds.upper is not None:
        return int(n), int(bounds.upper.value)
    low_high = {"<": (0, n - 1), "<=": (0, n), "=": (n, n), ">=": (n, None), ">": (n + 1, None)}.get(bounds.comparison)
    return None if low_high is None else (int(low_high[0] or 0), None if low_high[1] is None else int(low_high[1]))


reads("rel_apart_before")(_apart("before"))
reads("rel_apart_after")(_apart("after"))


@reads("rel_between")
def _between(ctx: Context, left: Item, right: Item) -> BetweenTwo:
    return BetweenTwo(left, right)


def relate(ctx: Context, left: What, relation: Any, where: Any = None) -> Condition | None:
    """Join what stands somewhere with where it stands."""
    if isinstance(relation, BetweenTwo):
        return _contained_between(left, relation) if where is None else None
    place = as_place(where if where is not None else Subject("document"), ctx.schema)
    if not isinstance(relation.right, AnyOf):
        parts = [relate(ctx, left, replace(relation, right=AnyOf((item,))), where) for item in relation.right.items]
        return conjoin(*(p for p in parts if p)) if all(parts) else None
    if isinstance(left, AllOf):
        parts = [relate(ctx, AnyOf((item,)), relation, where) for item in left.items]
        return conjoin(*(p for p in parts if p)) if all(parts) else None
    marked = [i.argument for i in (*left.items, *relation.right.items) if isinstance(i, Itself)]
    if marked:
        if where is not None and place != _text_of(marked[0], ctx.schema):
            return None
        place = _text_of(marked[0], ctx.schema)
    if place is None or isinstance(place, Argument):
        return None
    return Ordered(place, left, relation.right, relation.order, relation.high, relation.low, relation.unit)


def _contained_between(left: What, relation: BetweenTwo) -> Condition | None:
    a, b = relation.left, relation.right
    if isinstance(a, Itself) and isinstance(b, Itself) and a != b:
        return Contains(Between(a.argument, b.argument), left)
    return None


@reads("ordered")
def _ordered(ctx: Context, left: What, relation: Any, where: Any = None) -> Condition | None:
    return relate(ctx, left, relation, where)


@reads("ordered_late")
def _ordered_late(ctx: Context, left: What, where: Any, relation: Any) -> Condition | None:
    return relate(ctx, left, relation, where)


@reads("not_ordered")
def _not_ordered(ctx: Context, left: What, relation: Any, where: Any = None) -> Condition | None:
    made = relate(ctx, AnyOf(left.items), relation, where)
    return negate(made) if made else None


@reads("neither_ordered", "none_ordered")
def _none_ordered(ctx: Context, *given: Any) -> Condition | None:
    """ "neither A nor B comes before C", "none of A and B ...": the things one by one, or as one tuple."""
    items = given[0] if isinstance(given[0], tuple) else given[:-1]
    made = relate(ctx, AnyOf(items), given[-1])
    return negate(made) if made else None


@reads("ordered_vp")
def _ordered_vp(ctx: Context, left: What, relation: Any) -> Condition | None:
    made = relate(ctx, left, relation)
    if not isinstance(made, Ordered):
        return None
    marks = any(isinstance(i, Itself) for i in (*made.left.items, *made.right.items))
    return made if marks else replace(made, place=HOLE)


_SUBJECT = AnyOf((Itself(Argument("")),))


def _follow(order: Any, unit: Any) -> Any:
    def read(ctx: Context, right: What) -> Condition | None:
        return Ordered(HOLE, _SUBJECT, right, order, unit=unit) if isinstance(right, AnyOf) else None

    return read


reads("followed_by", "right_followed_by")(_follow("before", "blank"))
reads("preceded_by", "right_preceded_by")(_follow("after", "blank"))


@reads("followed_within")
def _followed_within(ctx: Context, n: Figure, unit: Any, right: What) -> Condition | None:
    relation = _limited("before", right, n, unit)
    if relation is None or not isinstance(right, AnyOf):
        return None
    return Ordered(HOLE, _SUBJECT, right, "before", relation.high, 0, relation.unit)


@reads("each_other")
def _each_other(ctx: Context, what: What, n: Figure, unit: Any) -> Condition | None:
    if not isinstance(what, AllOf) or len(what.items) != 2:
        return None
    relation = _limited("either", AnyOf(what.items[1:]), n, unit)
    return relate(ctx, AnyOf(what.items[:1]), relation) if relation else None


@reads("pair_within")
def _pair_within(ctx: Context, left: Item, right: Item, n: Figure, unit: Any) -> Condition | None:
    relation = _limited("either", AnyOf((right,)), n, unit)
    return relate(ctx, AnyOf((left,)), relation) if relation else None


@reads("pair_apart")
def _pair_apart(ctx: Context, left: Item, right: Item, bounds: Bounds, unit: Any) -> Condition | None:
    relation = _apart("either")(ctx, bounds, unit, AnyOf((right,)))
    return relate(ctx, AnyOf((left,)), relation) if relation else None


@reads("side_by_side")
def _side_by_side(ctx: Context, left: What, right: What) -> Condition | None:
    return relate(ctx, left, Relation("either", right, unit="blank"))


@reads("side_by_side_words")
def _side_words(ctx: Context, left: Words, right: Words) -> Condition | None:
    ends = AnyOf((Quoted(left.text),)), AnyOf((Quoted(right.text),))
    return relate(ctx, ends[0], Relation("either", ends[1], unit="blank"))


def together(ctx: Context, items: tuple[Any, ...], where: Any = None) -> Condition | None:
    """Several things in one sentence."""
    if len(items) < 2:
        return None
    marks = [i.argument for i in items if isinstance(i, Itself)]
    place = _text_of(marks[0], ctx.schema) if marks else as_place(where or Subject("document"), ctx.schema)
    return Together(place, items) if place is not None else None


@reads("together")
def _together(ctx: Context, *items: Item) -> Condition | None:
    return together(ctx, items)


@reads("together_items")
def _together_items(ctx: Context, what: What, where: Any = None) -> Condition | None:
    return together(ctx, what.items, where) if isinstance(what, AllOf) else None


@reads("together_with")
def _together_with(ctx: Context, what: What, other: What) -> Condition | None:
    if isinstance(what, AnyOf) and isinstance(other, AnyOf):
        single = tuple(w.items[0] if len(w.items) == 1 else w for w in (what, other))
        return together(ctx, single)
    return None


@reads("together_vp")
def _together_vp(ctx: Context, what: What) -> Condition | None:
    return Together(HOLE, what.items) if isinstance(what, AllOf) else None


@reads("words_between")
def _words_between(ctx: Context, bounds: Bounds, unit: str, left: Item, right: Item) -> Condition | None:
    if unit != "words" or not (isinstance(left, Itself) and isinstance(right, Itself)) or left == right:
        return None
    return WordsBetween(left.argument, right.argument, bounds)
