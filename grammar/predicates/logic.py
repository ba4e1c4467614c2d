"""And, or, not, and how many of several conditions hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, Alternatives, Context, Several, about
from sayso.grammar.forms import Condition, Example, reads, register
from sayso.grammar.schema import Schema
from sayso.grammar.values import SAID, Bounds


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


@dataclass(frozen=True)
class Again(Condition):
    """ "and so does the title", "but the body does not": repeats what was said before it."""

    subject: Any
    negated: bool = False


@dataclass(frozen=True)
class OfThere(Condition):
    """ "and that word is 'x'": says something of the stretch of text that was spoken of before it."""

    predicate: Condition

    def resolved(self, before: Condition, schema: Schema) -> Condition | None:
        """The predicate said of the last stretch between or beside things."""
        from sayso.grammar.predicates.places import Beside, Between

        places = [node for node in before.walk() if isinstance(node, (Between, Beside))]
        return about(self.predicate, places[-1], schema) if places else None


def repeated(part: Any, before: Condition, schema: Schema) -> Condition | None:
    """What `Again` and `OfThere` say after a condition; any other condition as it is."""
    if isinstance(part, OfThere):
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
    made = about(predicate, part.subject, schema)
    if made is None or made == before:
        return None
    return negate(made) if part.negated else made


def _resolved(parts: tuple[Any, ...], schema: Schema) -> tuple[Condition, ...] | None:
    made: list[Condition] = []
    for part in parts:
        if isinstance(part, (Again, OfThere)) and not made:
            return None
        again = repeated(part, made[-1] if made else part, schema)
        if again is None:
            return None
        made.append(again)
    return tuple(made)


@reads("all_of", "and_sentence", "all_grouped")
def _all_of(ctx: Context, *parts: Condition) -> Condition | None:
    made = _resolved(parts, ctx.schema)
    return conjoin(*made) if made else None


@reads("any_of")
def _any_of(ctx: Context, *parts: Condition) -> Condition | None:
    made = _resolved(parts, ctx.schema)
    return disjoin(*made) if made else None


@reads("not_both_of")
def _not_both_of(ctx: Context, either: Condition) -> Condition | None:
    return Holding.made("=", 1, either.parts_of) if isinstance(either, Or) else None


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
def _hold(ctx: Context, bounds: Bounds, parts: tuple[Condition, ...]) -> Condition | None:
    return Holding.of_bounds(bounds, parts)


@reads("hold_all")
def _hold_all(ctx: Context, parts: tuple[Condition, ...]) -> Condition | None:
    return conjoin(*parts) if len(parts) > 1 else None


@reads("hold_any")
def _hold_any(ctx: Context, parts: tuple[Condition, ...]) -> Condition | None:
    return disjoin(*parts) if len(parts) > 1 else None


@reads("hold_none")
def _hold_none(ctx: Context, parts: tuple[Condition, ...]) -> Condition | None:
    return negate(disjoin(*parts)) if len(parts) > 1 else None


@reads("hold_one")
def _hold_one(ctx: Context, parts: tuple[Condition, ...]) -> Condition | None:
    return Holding.made("=", 1, parts)


@reads("said_of")
def _said_of(ctx: Context, *given: Any) -> Condition | None:
    return about(given[-1], given[0], ctx.schema)


@reads("said_of_both")
def _said_of_both(ctx: Context, subject: Any, predicate: Condition) -> Condition | None:
    """ "'a' and 'b' both appear": said of several only."""
    from sayso.grammar.predicates.items import AllOf, Counted

    several = isinstance(subject, Several) or (isinstance(subject, Counted) and isinstance(subject.what, AllOf))
    return about(predicate, subject, ctx.schema) if several else None


@reads("said_of_default")
def _default(ctx: Context, predicate: Condition) -> Any:
    said = about(predicate, DOCUMENT, ctx.schema)
    return None if said is None else Alternatives(((said, 0.5),))


@reads("said_late")
def _said_late(ctx: Context, predicate: Condition) -> Any:
    """ "no longer than six words, this message"."""
    return about(predicate, DOCUMENT, ctx.schema)


@reads("how_many")
def _how_many(ctx: Context, bounds: Bounds) -> Any:
    return bounds


@reads("all_of_them")
def _all_of_them(ctx: Context) -> str:
    return "all"


@reads("none_of_them_all")
def _none_of_them_all(ctx: Context) -> str:
    return "none"


@reads("any_of_them")
def _any_of_them(ctx: Context) -> str:
    return "any"


@reads("some_of_late")
def _some_of_late(ctx: Context, how: Any, predicate: Condition, listed: tuple[Any, ...]) -> Condition | None:
    """ "at least two of these are detected: hand, knife, cup"."""
    from sayso.grammar.predicates.items import AnyOf, Counted, Item

    if len(listed) < 2:
        return None
    subjects = tuple(Counted(AnyOf((one,))) if isinstance(one, Item) else one for one in listed)
    several = Several(how, subjects) if isinstance(how, str) else Several("some", subjects, how)  # type: ignore[arg-type]
    return about(predicate, several, ctx.schema)


@reads("owned")
def _owned(ctx: Context, column: Any) -> Any:
    """ "the paper's title", "the title of the paper"."""
    return column


@reads("again")
def _again(ctx: Context, subject: Any) -> Condition:
    return Again(subject)


@reads("of_there")
def _of_there(ctx: Context, predicate: Condition) -> Condition:
    return OfThere(predicate)


@reads("again_not")
def _again_not(ctx: Context, subject: Any) -> Condition:
    return Again(subject, negated=True)


def _several(how: Any) -> Any:
    def read(ctx: Context, *subjects: Any) -> Several | None:
        flat = subjects[0] if len(subjects) == 1 and isinstance(subjects[0], tuple) else subjects
        return Several(how, tuple(flat)) if 1 < len(flat) == len(set(flat)) else None

    return read


for _alias, _how in (
    ("both_subjects", "all"),
    ("either_subject", "any"),
    ("neither_subject", "none"),
    ("one_of_subjects", "one"),
    ("but_not_subject", "first"),
):
    reads(_alias)(_several(_how))


@reads("some_of_subjects")
def _some_of(ctx: Context, bounds: Bounds, subjects: tuple[Any, ...]) -> Several | None:
    return Several("some", subjects, bounds) if len(subjects) > 1 else None
