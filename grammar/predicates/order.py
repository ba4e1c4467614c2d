"""Order and distance of things in a text, marked arguments among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.forms import Condition, Example, Form, Place, register
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Itself
from sayso.grammar.predicates.places import Argument, Piece
from sayso.grammar.predicates.text import Contains, Equals, Matches, Opens
from sayso.grammar.schema import Schema


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
        if self._in_one():
            return side
        if self.unit == "blank":
            return "next to" if self.order == "either" else f"right {side}"
        if self.low:
            side = "away from" if self.order == "either" else side
            far = f"between {self.low} and {self.high}" if self.high is not None else f"at least {self.low}"
            far = f"exactly {self.low}" if self.low == self.high else far
            return f"{far} {self.unit} {side}"
        return side if self.high is None else f"within {self.high} {self.unit} {side}"

    def _in(self) -> str:
        marks = any(isinstance(i, Itself) for i in (*self.left.items, *self.right.items))
        together = " in the same sentence" if self._in_one() else ""
        return together if marks else f"{together} in {self.place.say()}"

    def _in_one(self) -> bool:
        """Whether both stand in one sentence, one before the other, however far."""
        return self.unit == "sentences" and self.high == 0 and self.order != "either"

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


@register
@dataclass(frozen=True)
class Together(Condition):
    """Several things stand in one sentence, or in one paragraph, of a text."""

    place: Place
    items: tuple[Item | AnyOf, ...]
    piece: Literal["sentence", "paragraph"] = "sentence"

    examples = (
        Example(
            "label lease if 'rent' and 'due' appear in the same sentence in the body",
            yes=({"body": "Rent is due. Pay."},),
            no=({"body": "Rent. Due on Monday."}, {"body": "Pay the rent. Due on Monday."}),
        ),
    )

    def say(self) -> str:
        """ "'rent' and 'due' appear in the same sentence in the body"."""
        return self._said("appear")

    def say_not(self) -> str:
        """ "'rent' and 'due' do not appear in the same sentence in the body"."""
        return self._said("do not appear")

    def _said(self, verb: str) -> str:
        said = [f"(any of {item.say()})" if isinstance(item, AnyOf) else item.say() for item in self.items]
        marks = all(isinstance(item, Itself) for item in self.items)
        where = "" if marks else f" in {self.place.say()}"
        return f"{', '.join(said[:-1])} and {said[-1]} {verb} in the same {self.piece}{where}"

    def lower(self, schema: Schema) -> plan.Test:
        """A piece that holds them all."""
        within = self.place.lower(schema)
        parts = tuple(_spots(i if isinstance(i, AnyOf) else AnyOf((i,)), within, schema) for i in self.items)
        return plan.Some(plan.Holding(plan.Pieces(within, self.piece), parts))


def contained(place: Place, what: Any) -> Condition:
    """Things are in a place; in any sentence or paragraph, all of them in one."""
    several = isinstance(what, AllOf) and len(what.items) > 1
    if several and isinstance(place, Piece) and place.pick == 0 and place.piece in ("sentence", "paragraph"):
        return Together(place.of, what.items, place.piece)
    return Contains(place, what)


def one_by_one(form: Form) -> bool:
    """Whether no count, length or order is asked of "any sentence": it would be asked of all of them together."""
    held = [node for node in form.walk() if not isinstance(node, (Contains, Opens, Equals, Matches, Place))]
    asked = (part for node in held for part in node.parts().values())
    return not any(isinstance(part, Piece) and part.pick == 0 and part.piece != "word" for part in asked)


def _spots(what: AnyOf, within: plan.Spots, schema: Schema) -> plan.Spots:
    marks = [item for item in what.items if isinstance(item, Itself)]
    rest = tuple(item for item in what.items if not isinstance(item, Itself))
    spots: list[plan.Spots] = [mark.argument.lower(schema) for mark in marks]
    if rest:
        spots.append(AnyOf(rest).spots(within, schema))
    return spots[0] if len(spots) == 1 else plan.Union(tuple(spots))


def text_of(argument: Argument, schema: Schema) -> Place:
    from sayso.grammar.predicates.places import Text

    return Text(schema.text_of(argument.column))
