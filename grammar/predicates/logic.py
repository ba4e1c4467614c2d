"""And, or, not, and how many of several conditions hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import Alternatives, Context, Several, Subject, about
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.schema import Schema
from sayso.grammar.values import Figure


def _bracketed(part: Condition) -> str:
    return f"({part.say()})" if isinstance(part, (And, Or)) else part.say()


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
        """ "A and B", parts that are and/or in brackets."""
        return " and ".join(map(_bracketed, self.parts_of))

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
        """ "A or B", parts that are and/or in brackets."""
        return " or ".join(map(_bracketed, self.parts_of))

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
class AtLeast(Condition):
    """At least n of several conditions hold."""

    n: int
    parts_of: tuple[Condition, ...]

    examples = (
        Example(
            "label lease if at least 2 of (the body contains 'rent'), (the body contains 'flat') and "
            "(the title contains 'let') hold",
            yes=({"body": "rent of a flat", "title": ""},),
            no=({"body": "rent", "title": ""},),
        ),
    )

    def say(self) -> str:
        """ "at least 2 of (A), (B) and (C) hold"."""
        parts = [f"({part.say()})" for part in self.parts_of]
        return f"at least {self.n} of {', '.join(parts[:-1])} and {parts[-1]} hold"

    def lower(self, schema: Schema) -> plan.Test:
        """A count of those that hold."""
        return plan.Hold(tuple(part.lower(schema) for part in self.parts_of), ">=", self.n)


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
    unique = tuple(dict.fromkeys(flat))
    return unique[0] if len(unique) == 1 else kind(unique)


def negate(part: Condition) -> Condition:
    """The opposite; two negations cancel."""
    return part.of if isinstance(part, Not) else Not(part)


@reads("same")
def _same(ctx: Context, value: Any) -> Any:
    return value


@reads("listed")
def _listed(ctx: Context, *values: Any) -> tuple[Any, ...]:
    return values


@reads("all_of", "and_sentence", "all_grouped")
def _all_of(ctx: Context, *parts: Condition) -> Condition:
    return conjoin(*parts)


@reads("any_of")
def _any_of(ctx: Context, *parts: Condition) -> Condition:
    return disjoin(*parts)


@reads("but_not_if")
def _but_not_if(ctx: Context, when: Condition, unless: Condition) -> Condition:
    return conjoin(when, negate(unless))


@reads("not_that", "not_vp")
def _not_that(ctx: Context, part: Condition) -> Any:
    from sayso.grammar.predicates.items import AllOf, AnyOf
    from sayso.grammar.predicates.text import Contains

    if isinstance(part, Contains) and isinstance(part.what, AllOf):
        # "does not contain A and B": none of them; less likely, not both
        none = Contains(part.place, AnyOf(part.what.items))
        return Alternatives(((Not(none), 0.0), (Not(part), 0.4)))
    return negate(part)


@reads("neither_vp")
def _neither(ctx: Context, *parts: Condition) -> Condition:
    return Not(disjoin(*parts))


@reads("hold_some")
def _hold(ctx: Context, n: Figure, parts: tuple[Condition, ...]) -> Condition | None:
    return AtLeast(int(n.value), parts) if 1 <= n.value <= len(parts) and len(parts) > 1 else None


@reads("said_of", "said_of_it")
def _said_of(ctx: Context, *given: Any) -> Condition | None:
    return about(given[-1], given[0], ctx.schema)


@reads("said_of_default")
def _default(ctx: Context, predicate: Condition) -> Any:
    said = about(predicate, Subject("document"), ctx.schema)
    return None if said is None else Alternatives(((said, 0.5),))


@reads("both_subjects")
def _both(ctx: Context, *subjects: Any) -> Several:
    return Several("all", subjects)


@reads("either_subject")
def _either(ctx: Context, *subjects: Any) -> Several:
    return Several("any", subjects)


@reads("neither_subject")
def _neither_subject(ctx: Context, *subjects: Any) -> Several:
    return Several("none", subjects)
