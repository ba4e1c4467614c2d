"""How long a text is, and how its letters are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Context, Pending, about, as_place
from sayso.grammar.forms import Condition, Example, Place, reads, register
from sayso.grammar.predicates.logic import conjoin, disjoin
from sayso.grammar.predicates.quantities import LengthOf, Versus
from sayso.grammar.predicates.text import compare, said
from sayso.grammar.schema import Schema
from sayso.grammar.values import TURNED, Bounds, Figure, Pronoun

Unit = Literal["words", "characters", "sentences", "paragraphs", "lines"]
UNITS: tuple[Unit, ...] = ("words", "characters", "sentences", "paragraphs", "lines")
_CASES = {"upper": "in all capitals", "lower": "in lower case", "title": "in title case"}


@register
@dataclass(frozen=True)
class LengthIs(Condition):
    """A text is so many words, characters, sentences, paragraphs or lines long; false where it is missing."""

    place: Place
    unit: Unit
    bounds: Bounds

    examples = (
        Example(
            "label lease if the body has fewer than 4 words",
            yes=({"body": "rent is due"},),
            no=({"body": "the rent is due"}, {"body": None}),
        ),
    )

    def say(self) -> str:
        """ "the body has more than 10 words"."""
        return f"{self.place.say()} has {self.bounds.of(self.unit)}"

    def say_not(self) -> str:
        """ "the body does not have more than 10 words"."""
        return f"{self.place.say()} does not have {self.bounds.of(self.unit)}"

    def lower(self, schema: Schema) -> plan.Test:
        """A length against bounds."""
        return compare(plan.Length(self.place.lower(schema), self.unit), self.bounds)


@register
@dataclass(frozen=True)
class CaseIs(Condition):
    """A text's letters are all capitals, or all lower case, or its longer words start with capitals."""

    place: Place
    case: Literal["upper", "lower", "title"]

    examples = (
        Example(
            "label lease if the title is in all capitals",
            yes=({"title": "FLAT 2"},),
            no=({"title": "Flat"}, {"title": "2"}),
        ),
    )

    def say(self) -> str:
        """ "the title is in all capitals"."""
        return f"{self.place.say()} is {_CASES[self.case]}"

    def say_not(self) -> str:
        """ "the title is not in all capitals"."""
        return f"{self.place.say()} is not {_CASES[self.case]}"

    def lower(self, schema: Schema) -> plan.Test:
        """The case of its letters."""
        return plan.Cased(self.place.lower(schema), self.case)


@reads("length_is")
def _length(ctx: Context, bounds: Bounds, unit: Unit) -> Condition | None:
    return LengthIs(HOLE, unit, bounds) if not bounds.n.unit and bounds.n.value >= 0 else None


@reads("length_with")
def _length_with(ctx: Context, bounds: Bounds, unit: Unit, adverbs: tuple[Any, ...]) -> Any:
    """ "has at most three words before the comma", "has two sentences in the last paragraph"."""
    from sayso.grammar.predicates.adverbs import Where

    made = _length(ctx, bounds, unit)
    if made is None or len(adverbs) != 1 or not isinstance(adverbs[0], Where):
        return None
    return said(ctx, made, adverbs[0].place)


@reads("length_exactly")
def _exactly(ctx: Context, n: Figure, unit: Unit) -> Condition | None:
    bounds = Bounds("=", n)
    return LengthIs(HOLE, unit, bounds) if not n.unit and n.value >= 0 else None


def _its_length(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, pronoun: Pronoun, n: Any, unit: Unit) -> Any:
        """ "its length is at least 100 characters": of the text that was named, else of the document."""
        text = next((c for c in pronoun.candidates if c.kind in ("text", "span")), None)
        bounds = n if isinstance(n, Bounds) else Bounds(comparison, n)
        return said(ctx, _length(ctx, bounds, unit), *([text] if text is not None else []))

    return read


reads("its_length")(_its_length("="))
reads("its_length_more")(_its_length(">="))
reads("its_length_less")(_its_length("<="))


@reads("length_two")
def _length_two(ctx: Context, low: Bounds, high: Bounds, unit: Unit) -> Condition | None:
    """ "at least 15 and at most 20 characters"."""
    made = [_length(ctx, bounds, unit) for bounds in (low, high)]
    return conjoin(*(m for m in made if m is not None)) if all(made) and low != high else None


@reads("length_two_late")
def _length_two_late(ctx: Context, low: Bounds, unit: Unit, high: Bounds) -> Condition | None:
    """ "over 40 words but under 100"."""
    return _length_two(ctx, low, high, unit)


@reads("length_either")
def _length_either(ctx: Context, low: Bounds, unit: Unit, high: Bounds) -> Condition | None:
    """ "fewer than three words or more than ten"."""
    made = [_length(ctx, bounds, unit) for bounds in (low, high)]
    return disjoin(*(one for one in made if one is not None)) if all(made) else None


@reads("length_default")
def _length_default(ctx: Context, bounds: Bounds, unit: Unit) -> Any:
    return said(ctx, _length(ctx, bounds, unit))


@reads("length_default_more")
def _default_more(ctx: Context, n: Figure, unit: Unit) -> Any:
    return said(ctx, _or_more(ctx, n, unit))


@reads("length_default_less")
def _default_less(ctx: Context, n: Figure, unit: Unit) -> Any:
    return said(ctx, _or_less(ctx, n, unit))


def _piece_name(name: str) -> Any:
    def read(ctx: Context) -> str:
        return name

    return read


for _name in ("sentence", "line", "paragraph"):
    reads(f"piece_{_name}")(_piece_name(_name))


@reads("length_in")
def _length_in(ctx: Context, bounds: Bounds, unit: Unit, where: Any) -> Any:
    return said(ctx, _length(ctx, bounds, unit), where)


@reads("length_in_two")
def _length_in_two(ctx: Context, both: tuple[Bounds, Bounds], unit: Unit, where: Any) -> Any:
    """ "more than 5 and fewer than 9 words in the title"."""
    made = _length_two(ctx, both[0], both[1], unit)
    return about(made, where, ctx.schema) if made is not None else None


@reads("case_of")
def _case_of(ctx: Context, case: Any, column: Any) -> Any:
    """ "all caps headline"."""
    return about(CaseIs(HOLE, case), column, ctx.schema)


@reads("case_in")
def _case_in(ctx: Context, where: Any, case: Any) -> Any:
    """ "every word of the headline is in capitals"."""
    return about(CaseIs(HOLE, case), where, ctx.schema)


@reads("length_or_more")
def _or_more(ctx: Context, n: Figure, unit: Unit) -> Condition | None:
    return _length(ctx, Bounds(">=", n), unit)


@reads("length_or_less")
def _or_less(ctx: Context, n: Figure, unit: Unit) -> Condition | None:
    return _length(ctx, Bounds("<=", n), unit)


@dataclass(frozen=True)
class LengthVersus(Pending):
    """ "has more words than the title", until the subject tells what has."""

    comparison: plan.Comparison = ">"
    unit: Unit = "characters"
    right: Any = None
    factor: float = 1.0
    offset: Figure = Figure(0.0)

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a text or a marked argument, against another."""
        left, right = as_place(subject, schema), as_place(self.right, schema)
        if left is None or right is None or left == right:
            return None
        return Versus(LengthOf(left, self.unit), self.comparison, LengthOf(right, self.unit), self.factor, self.offset)


def _longer(comparison: plan.Comparison, counted: bool) -> Any:
    def read(ctx: Context, *given: Any) -> Condition:
        unit: Any = given[0] if counted else "characters"
        return LengthVersus(comparison=comparison, unit=unit, right=given[-1])

    return read


reads("more_units")(_longer(">", counted=True))
reads("fewer_units")(_longer("<", counted=True))
reads("longer_than")(_longer(">", counted=False))
reads("shorter_than")(_longer("<", counted=False))


def _longer_by(sign: int) -> Any:
    def read(ctx: Context, bounds: Bounds, unit: Unit, right: Any) -> Condition | None:
        """ "has at least five more words than the title", "is five words shorter than it"."""
        if bounds.upper is not None or bounds.n.unit or bounds.n.value < 0:
            return None
        turned = bounds.comparison if sign > 0 else TURNED[bounds.comparison]
        return LengthVersus(comparison=turned, unit=unit, right=right, offset=Figure(sign * bounds.n.value))

    return read


reads("more_units_by")(_longer_by(1))
reads("fewer_units_by")(_longer_by(-1))


@reads("units_times")
def _units_times(ctx: Context, bounds: Bounds, unit: Unit, right: Any) -> Condition:
    """ "has more than twice as many words as the title"."""
    return LengthVersus(comparison=bounds.comparison, unit=unit, right=right, factor=bounds.n.value)


@reads("case_is")
def _case(ctx: Context, case: Any) -> Condition:
    return CaseIs(HOLE, case)


def _unit(unit: Unit) -> Any:
    def read(ctx: Context) -> Unit:
        return unit

    return read


for _plural in UNITS:
    reads(f"unit_{_plural}")(_unit(_plural))
