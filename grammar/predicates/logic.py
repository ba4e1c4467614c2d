"""And, or, not, and how many of several conditions hold."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import about
from sayso.grammar.forms import Condition, Example, Form, register
from sayso.grammar.schema import Schema
from sayso.grammar.values import SAID, Bounds


def _in_a_row(parts: tuple[Condition, ...], word: str) -> str:
    """The parts joined by a word, in brackets where else a list of one part would run into the next."""
    said = [part.say() for part in parts]
    row = []
    for i, part in enumerate(parts):
        after = said[i + 1] if i + 1 < len(said) else "the end"
        runs_on = not after.startswith("the ") or after.startswith("the text between")
        bracketed = isinstance(part, (And, Or)) or runs_on
        row.append(f"({said[i]})" if bracketed else said[i])
    return f" {word} ".join(row)


@register
@dataclass(frozen=True)
class And(Condition):
    """Every part holds."""

    parts_of: tuple[Condition, ...]

    examples = (
        Example(
            "label lease if the body contains 'rent' and the title contains 'flat'",
            yes=({"body": "the rent is due", "title": "flat to let"},),
            no=({"body": "the rent is due", "title": ""}, {"body": "", "title": "flat"}),
        ),
    )

    def say(self) -> str:
        """ "A and B", parts that are and/or, or that would run on, in brackets."""
        return _in_a_row(self.parts_of, "and")

    def lower(self, schema: Schema) -> plan.Test:
        """All of them."""
        return plan.All(tuple(part.lower(schema) for part in self.parts_of))


@register
@dataclass(frozen=True)
class Or(Condition):
    """At least one part holds."""

    parts_of: tuple[Condition, ...]

    examples = (
        Example(
            "label lease if the body contains 'rent' or the title contains 'flat'",
            yes=({"body": "the rent is due", "title": ""}, {"body": "", "title": "flat"}),
            no=({"body": "nothing", "title": "nothing"},),
        ),
    )

    def say(self) -> str:
        """ "A or B", parts that are and/or, or that would run on, in brackets."""
        return _in_a_row(self.parts_of, "or")

    def lower(self, schema: Schema) -> plan.Test:
        """Any of them."""
        return plan.Any(tuple(part.lower(schema) for part in self.parts_of))


@register
@dataclass(frozen=True)
class Not(Condition):
    """The part does not hold: true of a row where what it reads is missing."""

    of: Condition

    examples = (
        Example(
            "label lease if the body does not contain 'sale'",
            yes=({"body": "the rent is due"}, {"body": None}),
            no=({"body": "a sale"},),
        ),
    )

    def say(self) -> str:
        """The opposite in the part's own words."""
        return self.of.say_not()

    def lower(self, schema: Schema) -> plan.Test:
        """Not that."""
        return plan.Not(self.of.lower(schema))


@register
@dataclass(frozen=True)
class Holding(Condition):
    """So many of several conditions hold: at least two of them, exactly one of them."""

    comparison: plan.Comparison
    n: int
    parts_of: tuple[Condition, ...]

    examples = (
        Example(
            "label lease if at least 2 of (the body contains 'rent'), (the body contains 'flat') and "
            "(the title contains 'let') hold",
            yes=({"body": "rent of a flat", "title": ""},),
            no=({"body": "rent", "title": ""},),
        ),
        Example(
            "label lease if exactly 1 of (the body contains 'rent') and (the title contains 'let') hold",
            yes=({"body": "rent", "title": ""},),
            no=({"body": "rent", "title": "let"},),
        ),
    )

    @staticmethod
    def made(comparison: plan.Comparison, n: int, parts: tuple[Condition, ...]) -> Condition | None:
        """That so many hold, as plain and / or where that says it."""
        parts = tuple(dict.fromkeys(parts))
        if len(parts) < 2 or n < 0 or n > len(parts):
            return None
        if comparison == ">=" and n == len(parts):
            return conjoin(*parts)
        if comparison == ">=" and n == 1:
            return disjoin(*parts)
        return Holding(comparison, n, parts)

    @staticmethod
    def of_bounds(bounds: Bounds, parts: tuple[Condition, ...]) -> Condition | None:
        """That a number of them within bounds hold."""
        if bounds.n.unit or bounds.n.value % 1 or bounds.upper is not None:
            return None
        n = int(bounds.n.value)
        comparison, n = (">=", n + 1) if bounds.comparison == ">" else (bounds.comparison, n)
        comparison, n = ("<=", n - 1) if comparison == "<" else (comparison, n)
        return Holding.made(comparison, n, parts)  # type: ignore[arg-type]

    def say(self) -> str:
        """ "at least 2 of (A), (B) and (C) hold"."""
        parts = [f"({part.say()})" for part in self.parts_of]
        return f"{SAID[self.comparison]} {self.n} of {', '.join(parts[:-1])} and {parts[-1]} hold"

    def lower(self, schema: Schema) -> plan.Test:
        """A count of those that hold."""
        return plan.Hold(tuple(part.lower(schema) for part in self.parts_of), self.comparison, self.n)


def conjoin(*parts: Condition) -> Condition:
    """The parts joined by and, nested ands flattened."""
    return _flat(And, parts)


def disjoin(*parts: Condition) -> Condition:
    """The parts joined by or, nested ors flattened."""
    return _flat(Or, parts)


def _flat(kind: Any, parts: tuple[Condition, ...]) -> Condition:
    flat: list[Condition] = []
    for part in parts:
        flat += part.parts_of if isinstance(part, kind) else [part]
    unique = _merged(kind, list(dict.fromkeys(flat)))
    return unique[0] if len(unique) == 1 else kind(unique)


def _merged(kind: Any, parts: list[Condition]) -> tuple[Condition, ...]:
    """Parts that say one thing of one place, put together: "contains 'a' or contains 'b'" contains 'a' or 'b'."""
    made: list[Condition] = []
    for part in _rows(parts) if kind is Or and len(parts) > 2 else parts:
        joined = next(((i, both) for i, old in enumerate(made) if (both := _joined(kind, old, part)) is not None), None)
        if joined is None:
            made.append(part)
        else:
            made[joined[0]] = joined[1]
    return tuple(made)


def _rows(parts: list[Condition]) -> list[Condition]:
    """The parts with those put together that look for any of several things in one place: all of a long row at once."""
    from sayso.grammar.predicates.items import AnyOf
    from sayso.grammar.predicates.text import Contains, Equals, Opens

    rows: dict[Any, list[Any]] = {}
    for i, part in enumerate(parts):
        row = isinstance(part, (Contains, Equals, Opens)) and isinstance(part.what, AnyOf)
        key = (type(part), part.place, getattr(part, "edge", "")) if row else i  # type: ignore[attr-defined]
        rows.setdefault(key, []).append(part)
    return [row[0] if len(row) == 1 else _any_in_row(row) for row in rows.values()]


def _any_in_row(row: list[Any]) -> Condition:
    from sayso.grammar.predicates.items import AnyOf

    items = tuple(dict.fromkeys(item for part in row for item in part.what.items))
    what = AnyOf(items, spans=_spans(*(part.what for part in row)))
    return dataclasses.replace(row[0], what=what, spans=_spans(*row), told=row[0].told)  # type: ignore[no-any-return]


def _joined(kind: Any, old: Condition, new: Condition) -> Condition | None:
    if type(old) is not type(new):
        return None
    column = old.parts().get("column") if kind is Or and hasattr(old, "column") else None
    if column and column == new.parts().get("column"):
        return _of_either_value(old, new)
    from sayso.grammar.predicates.items import AllOf, AnyOf
    from sayso.grammar.predicates.text import Contains, Equals, Opens

    if not isinstance(old, (Contains, Equals, Opens)):
        return None
    assert isinstance(new, (Contains, Equals, Opens))
    if old.place != new.place or getattr(old, "edge", "") != getattr(new, "edge", ""):
        return None
    whats = (old.what, new.what)
    if kind is Or and all(isinstance(what, AnyOf) for what in whats):
        items = tuple(dict.fromkeys((*old.what.items, *new.what.items)))
        return _with(old, new, AnyOf(items, spans=_spans(*whats)))
    single = all(isinstance(what, AllOf) or len(what.items) == 1 for what in whats)
    if kind is And and isinstance(old, Contains) and single:
        items = tuple(dict.fromkeys((*old.what.items, *new.what.items)))
        return _with(old, new, AllOf(items, spans=_spans(*whats))) if len(items) > 1 else old
    return None


def _of_either_value(old: Any, new: Any) -> Condition | None:
    """ "is 'a' or is 'b'" of one category, "is in June or is in July" of one date: one condition with both."""
    if not hasattr(old, "values") or getattr(old, "part", "") != getattr(new, "part", ""):
        return None
    values = tuple(dict.fromkeys((*old.values, *new.values)))
    values = tuple(sorted(values)) if hasattr(old, "part") else values
    return dataclasses.replace(old, values=values, spans=_spans(old, new), told=old.told)  # type: ignore[no-any-return]


def _with(old: Any, new: Condition, what: Form) -> Condition:
    return dataclasses.replace(old, what=what, spans=_spans(old, new), told=old.told)  # type: ignore[no-any-return]


def _spans(*forms: Form) -> tuple[Any, ...]:
    return tuple(sorted({span for form in forms for span in form.spans}))


def negate(part: Condition) -> Condition:
    """The opposite; two negations cancel."""
    return part.of if isinstance(part, Not) else Not(part)


@dataclass(frozen=True)
class Again(Condition):
    """ "and so does the title", "but the body does not": repeats what was said before it."""

    subject: Any
    negated: bool = False


def _between_marks(node: Form) -> list[Form]:
    """What lies between two arguments of which one stands before or after the other."""
    from sayso.grammar.predicates.items import Itself
    from sayso.grammar.predicates.order import Ordered
    from sayso.grammar.predicates.places import Between

    if not isinstance(node, Ordered) or len(node.left.items) > 1 or len(node.right.items) > 1:
        return []
    ends = [item.argument for item in (*node.right.items, *node.left.items) if isinstance(item, Itself)]
    return [Between(*ends)] if len(ends) == 2 else []


class FromBefore(Condition):
    """A condition that only the one before it completes."""

    def resolved(self, before: Condition, schema: Schema) -> Condition | None:
        """What it says after that one."""
        raise NotImplementedError


@dataclass(frozen=True)
class OfThere(FromBefore):
    """ "and that word is 'x'": says something of the stretch of text that was spoken of before it."""

    predicate: Condition

    def resolved(self, before: Condition, schema: Schema) -> Condition | None:
        """The predicate said of the last stretch between or beside things."""
        from sayso.grammar.predicates.places import Beside, Between
        from sayso.grammar.predicates.shape import LengthIs

        places: list[Any] = [node for node in before.walk() if isinstance(node, (Between, Beside))]
        places = places or [pair for node in before.walk() for pair in _between_marks(node)]
        places = places or [node.place for node in before.walk() if isinstance(node, LengthIs)]
        return about(self.predicate, places[-1], schema) if places else None


def _same_sort(part: Any, before: Condition) -> Any:
    """ "and the last one contains ...": of the same sort as the piece named before."""
    from sayso.grammar.predicates.places import OneMore

    if part is before or not isinstance(part, Form):
        return part
    for node in part.walk():
        if isinstance(node, OneMore):
            piece = node.resolved(before)
            return replaced(part, node, piece) if piece is not None else part
    return part


def replaced(form: Form, old: Form, new: Form) -> Any:
    """The form with one node put in the place of another."""
    if form == old:
        return new
    changes: dict[str, Any] = {}
    for name, value in form.parts().items():
        if isinstance(value, Form):
            changes[name] = replaced(value, old, new)
        elif isinstance(value, tuple):
            changes[name] = tuple(replaced(item, old, new) if isinstance(item, Form) else item for item in value)
    return dataclasses.replace(form, **changes) if changes else form


def repeated(part: Any, before: Condition, schema: Schema) -> Condition | None:
    """What `Again` and `FromBefore` say after a condition; any other condition as it is."""
    part = _same_sort(part, before)
    if isinstance(part, FromBefore):
        return part.resolved(before, schema)
    if not isinstance(part, Again):
        return part  # type: ignore[no-any-return]
    told = next((node.told for node in before.walk() if node.told is not None), None)
    if told is None:
        return None
    predicate, subject = told
    predicate = predicate.of if isinstance(predicate, Not) else predicate
    if subject == part.subject:
        return None
    made = about(Not(predicate) if part.negated else predicate, part.subject, schema)
    return None if made is None or made == before else made
