"""What is true of no row: a number above 8 and below 4, a day after June and before May, a category that is two values at once,
one marked argument before another and behind it.

Nobody means such a condition. Where another reading is possible that one is offered; where none is, the refusal says which two
cannot be together.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import combinations
from math import inf

from sayso.grammar.forms import Condition, Form
from sayso.grammar.predicates.boxes import BoxesStand
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.predicates.dates import DateBetween, DateIs, DatePartIs
from sayso.grammar.predicates.items import Itself
from sayso.grammar.predicates.logic import And
from sayso.grammar.predicates.order import Ordered
from sayso.grammar.values import Bounds

Ends = tuple[float, float, bool]
"""The least and the largest that is allowed, and whether neither end is (both are open alike, or one of them is infinite)."""


def impossible(form: Form) -> tuple[Condition, Condition] | None:
    """The first two conditions of a form that no row can meet together."""
    for node in form.walk():
        parts = node.parts_of if isinstance(node, And) else ()
        for one, other in combinations(parts, 2):
            if _never_both(one, other):
                return one, other
    return None


def said(form: Form) -> str:
    """Why no row meets a form, in words; empty where one may.

    >>> from sayso.grammar.predicates.numbers import NumberIs
    >>> from sayso.grammar.values import Figure
    >>> said(And((NumberIs("score", Bounds(">", Figure(0.8))), NumberIs("score", Bounds("<", Figure(0.3))))))
    'This can never be, it contradicts itself and is true of no row: the score is more than 0.8 and the score is less than 0.3.'
    """
    both = impossible(form)
    if both is None:
        return ""
    one, other = both
    return f"This can never be, it contradicts itself and is true of no row: {one.say()} and {other.say()}."


def measured(form: Form) -> bool:
    """Whether what cannot be met together are figures or days: then nothing else was meant by them."""
    both = impossible(form)
    return both is not None and not isinstance(both[0], (CategoryIs, DatePartIs))


def _never_both(one: Form, other: Form) -> bool:
    if isinstance(one, CategoryIs) and isinstance(other, CategoryIs):
        values = [{value.lower() for value in node.values} for node in (one, other)]
        return one.column == other.column and values[0].isdisjoint(values[1])
    if isinstance(one, DatePartIs) and isinstance(other, DatePartIs):
        same = (one.column, one.part) == (other.column, other.part)
        return same and set(one.values).isdisjoint(other.values)
    if isinstance(one, (DateIs, DateBetween)) and isinstance(other, (DateIs, DateBetween)):
        return one.column == other.column and _apart(_days(one), _days(other))
    if isinstance(one, Ordered) and isinstance(other, Ordered):
        return one.place == other.place and (turns := _arguments(one)) is not None and turns[::-1] == _arguments(other)
    if isinstance(one, BoxesStand) and isinstance(other, BoxesStand):
        same = one.relation == other.relation and one.relation in ("above", "below", "left of", "right of")
        return same and (one.left, one.right) == (other.right, other.left)
    bounds = [b for node in (one, other) if isinstance(b := getattr(node, "bounds", None), Bounds)]
    if type(one) is not type(other) or len(bounds) < 2:
        return False
    rest = [[value for name, value in node.parts().items() if name != "bounds"] for node in (one, other)]
    units = {figure.unit for b in bounds for figure in (b.n, b.upper) if figure is not None}
    return rest[0] == rest[1] and len(units) == 1 and _apart(_range(bounds[0]), _range(bounds[1]))


def _arguments(node: Ordered) -> tuple[Form, ...] | None:
    """The two marked arguments of which one stands before the other: each stands in one place. Words may stand in many."""
    ends = (node.left.items, node.right.items)
    if node.order == "either" or any(len(items) != 1 or not isinstance(items[0], Itself) for items in ends):
        return None
    both = tuple(items[0] for items in ends)
    return both if node.order == "before" else both[::-1]


def _apart(one: Ends, other: Ends) -> bool:
    """Whether two ranges have nothing in common."""
    for low, high in ((one, other), (other, one)):
        if low[0] > high[1] or (low[0] == high[1] and (low[2] or high[2])):
            return True
    return False


def _range(bounds: Bounds) -> Ends:
    n = bounds.n.value
    if bounds.upper is not None:
        return (n, bounds.upper.value, False)
    low, high = {"<": (-inf, n), "<=": (-inf, n), ">": (n, inf), ">=": (n, inf), "=": (n, n)}.get(
        bounds.comparison, (-inf, inf)
    )
    return (low, high, bounds.comparison in ("<", ">"))


def _days(node: DateIs | DateBetween) -> Ends:
    if isinstance(node, DateBetween):
        return (node.first.first.toordinal(), node.last.last.toordinal(), False)
    first, last = _ordinals(node.date.first, node.date.last)
    ends = {"before": (-inf, first - 1), "after": (last + 1, inf), "on or after": (first, inf)}
    low, high = ({**ends, "on or before": (-inf, last), "in": (first, last)})[node.relation]
    return (low, high, False)


def _ordinals(*days: datetime.date) -> Iterator[float]:
    return (float(day.toordinal()) for day in days)
