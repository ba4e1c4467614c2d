"""Numbers that a row yields: a column's value, a length, a count, a measure of a box, and what is computed of two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.grammar import plan
from sayso.grammar.forms import Condition, Example, Place, Quantity, register
from sayso.grammar.predicates.items import AnyOf
from sayso.grammar.predicates.text import compare
from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import SAID, Bounds, Figure

Unit = Literal["words", "characters", "sentences", "paragraphs", "lines"]
Measure = Literal["area", "width", "height", "left", "right", "top", "bottom"]


def counted(figure: Figure, column: Column, upper: Figure | None = None) -> float:
    """What a figure is divided by to compare with a column: "$10 million" is 10 of a value in million dollars.

    Both ends of a range by the same: "between $500,000 and $2 million" is from .5 to 2.

    >>> value = Column("value", "number", "value of the deal in million dollars")
    >>> counted(Figure(1e7, "$"), value), counted(Figure(10), value), counted(Figure(5e5), value, Figure(2e6))
    (1000000.0, 1.0, 1000000.0)
    """
    largest = max(abs(figure.value), abs(upper.value) if upper is not None else 0.0)
    return column.counted_in if largest >= column.counted_in else 1.0


@register
@dataclass(frozen=True)
class ValueOf(Quantity):
    """The value of a number, score or year column; of a date column the day."""

    column: str
    part: Literal["", "year"] = ""

    def say(self) -> str:
        """ "the amount", "the year of the signed"."""
        return f"the {self.part} of the {self.column}" if self.part else f"the {self.column}"

    def lower(self, schema: Schema) -> plan.Number:
        """The column's value."""
        return plan.Value(self.column, self.part)


@register
@dataclass(frozen=True)
class LengthOf(Quantity):
    """How many words, characters, sentences, paragraphs or lines a text has."""

    place: Place
    unit: Unit

    def say(self) -> str:
        """ "the number of words in the body"."""
        return f"the number of {self.unit} in {self.place.say()}"

    def lower(self, schema: Schema) -> plan.Number:
        """A length."""
        return plan.Length(self.place.lower(schema), self.unit)


@register
@dataclass(frozen=True)
class CountOf(Quantity):
    """How many times things occur in a text."""

    place: Place
    what: AnyOf

    def say(self) -> str:
        """ "the number of 'rent' in the body"."""
        return f"the number of occurrences of {self.what.say()} in {self.place.say()}"

    def lower(self, schema: Schema) -> plan.Number:
        """A count of spots."""
        return plan.Count(self.what.spots(self.place.lower(schema), schema))


@register
@dataclass(frozen=True)
class MeasureOf(Quantity):
    """The area, width or height of a box, or where one of its edges is, in pixels from the top left."""

    measure: Measure
    box: str

    def say(self) -> str:
        """ "the area of the cup", "the left edge of the cup"."""
        edge = " edge" if self.measure in ("left", "right", "top", "bottom") else ""
        return f"the {self.measure}{edge} of the {self.box}"

    def lower(self, schema: Schema) -> plan.Number:
        """The measure."""
        return plan.BoxValue(self.box, self.measure)


@register
@dataclass(frozen=True)
class DistanceOf(Quantity):
    """How far apart two boxes are, in pixels: their nearest edges, or their centres."""

    left: str
    right: str
    between: Literal["edges", "centres"] = "edges"

    def say(self) -> str:
        """ "the distance between the cup and the hand"."""
        of = "" if self.between == "edges" else "centres of the "
        return f"the distance between the {of}{self.left} and the {self.right}"

    def lower(self, schema: Schema) -> plan.Number:
        """The distance."""
        return plan.BoxDistance(self.left, self.right, self.between)


@register
@dataclass(frozen=True)
class ShareOf(Quantity):
    """How much of a box's area lies in another box, from 0 to 1."""

    box: str
    within: str

    def say(self) -> str:
        """ "the share of the knife that lies in the board"."""
        return f"the share of the {self.box} that lies in the {self.within}"

    def lower(self, schema: Schema) -> plan.Number:
        """The share."""
        return plan.BoxShare(self.box, self.within)


@register
@dataclass(frozen=True)
class Computed(Quantity):
    """The sum, difference, product, ratio or distance of two numbers; missing where either is."""

    operator: Literal["+", "-", "*", "/", "distance"]
    left: Quantity
    right: Quantity

    def say(self) -> str:
        """ "the sum of the amount and the deposit"."""
        left, right = self.left.say(), self.right.say()
        return {
            "+": f"the sum of {left} and {right}",
            "-": f"{left} minus {right}",
            "*": f"the product of {left} and {right}",
            "/": f"the ratio of {left} to {right}",
            "distance": f"the difference between {left} and {right}",
        }[self.operator]

    def lower(self, schema: Schema) -> plan.Number:
        """The two, computed."""
        return plan.Arithmetic(self.left.lower(schema), self.operator, self.right.lower(schema))


@register
@dataclass(frozen=True)
class QuantityIs(Condition):
    """A number that a row yields compares so with a figure; false where it is missing."""

    of: Quantity
    bounds: Bounds

    examples = (
        Example(
            "label lease if the sum of the amount and the deposit is more than 500",
            yes=({"amount": 400, "deposit": 101},),
            no=({"amount": 400, "deposit": 100}, {"amount": 600, "deposit": None}),
        ),
        Example(
            "label lease if the area of the stamp is more than 8",
            yes=({"stamp": (0, 0, 3, 3)},),
            no=({"stamp": (0, 0, 2, 4)}, {"stamp": None}),
        ),
    )

    def say(self) -> str:
        """ "the sum of the amount and the deposit is more than 500"."""
        return f"{self.of.say()} is {self.bounds.say()}"

    def say_not(self) -> str:
        """ "... is not more than 500, or is missing"."""
        return f"{self.of.say()} is not {self.bounds.say()}, or is missing"

    def lower(self, schema: Schema) -> plan.Test:
        """The comparison; a sum of columns that are counted in millions is counted so, too."""
        columns = [schema.column(node.column) for node in self.of.walk() if isinstance(node, ValueOf)]
        alike = len({column.counted_in for column in columns}) == 1
        by = counted(self.bounds.n, columns[0], self.bounds.upper) if alike else 1.0
        return compare(self.of.lower(schema), self.bounds, 1 / by)


@register
@dataclass(frozen=True)
class Versus(Condition):
    """One number compares so with another, times a factor, plus an offset; false where either is missing."""

    left: Quantity
    comparison: plan.Comparison
    right: Quantity
    factor: float = 1.0
    offset: Figure = Figure(0.0)

    examples = (
        Example(
            "label lease if the amount is more than the deposit",
            yes=({"amount": 2, "deposit": 1},),
            no=({"amount": 1, "deposit": 1}, {"amount": 2, "deposit": None}),
        ),
        Example(
            "label lease if the amount is at least 3 times the deposit",
            yes=({"amount": 6, "deposit": 2},),
            no=({"amount": 5, "deposit": 2},),
        ),
        Example(
            "label lease if the amount is more than the deposit plus 10",
            yes=({"amount": 13, "deposit": 2},),
            no=({"amount": 12, "deposit": 2},),
        ),
        Example(
            "label lease if the body contains more 'rent' than 'sale'",
            yes=({"body": "rent, rent, sale"},),
            no=({"body": "rent, sale"}, {"body": None}),
        ),
    )

    def say(self) -> str:
        """ "the amount is more than twice the deposit"."""
        return f"{self.left.say()} is {SAID[self.comparison]} {self._right()}"

    def say_not(self) -> str:
        """ "the amount is not more than the deposit, or is missing"."""
        return f"{self.left.say()} is not {SAID[self.comparison]} {self._right()}, or is missing"

    def _right(self) -> str:
        times = "" if self.factor == 1 else f"{self.factor:.10g} times "
        n = self.offset
        plus = "" if not n.value else f" {'plus' if n.value > 0 else 'minus'} {Figure(abs(n.value), n.unit).say()}"
        return times + self.right.say() + plus

    def lower(self, schema: Schema) -> plan.Test:
        """The comparison of the two."""
        right = self.right.lower(schema)
        if self.factor != 1:
            right = plan.Arithmetic(plan.Constant(self.factor), "*", right)
        if self.offset.value:
            own = schema.column(self.right.column) if isinstance(self.right, ValueOf) else None
            offset = self.offset.value / (counted(self.offset, own) if own else 1.0)
            right = plan.Arithmetic(right, "+", plan.Constant(offset))
        return plan.Compare(self.left.lower(schema), self.comparison, right)
