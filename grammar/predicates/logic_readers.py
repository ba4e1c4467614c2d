"""Readers of and, or, not, of how many conditions hold, and of what is said of a subject."""

from __future__ import annotations

from typing import Any

from sayso.grammar.context import DOCUMENT, Alternatives, Context, Several, about, has_hole
from sayso.grammar.forms import Condition, Form, reads
from sayso.grammar.predicates.logic import (
    Again,
    And,
    FromBefore,
    Holding,
    Not,
    OfThere,
    Or,
    conjoin,
    disjoin,
    negate,
    repeated,
)
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure


@reads("same")
def _same(ctx: Context, value: Any) -> Any:
    return value


@reads("listed")
def _listed(ctx: Context, *values: Any) -> tuple[Any, ...]:
    return values


def _resolved(parts: tuple[Any, ...], schema: Schema) -> tuple[Condition, ...] | None:
    made: list[Condition] = []
    for part in parts:
        if isinstance(part, (Again, FromBefore)) and not made:
            return None
        again = repeated(part, made[-1] if made else part, schema)
        if again is None:
            return None
        made.append(again)
    return tuple(made)


@reads("all_of", "and_sentence", "all_grouped")
def _all_of(ctx: Context, *parts: Condition) -> Any:
    if len(parts) == 1:
        return parts[0]  # ", the body does not": what it repeats stands before the comma
    made = _resolved(parts, ctx.schema)
    if not made:
        return None
    return Alternatives(((conjoin(*made), 0.4),)) if _strays(made) or _outside(made) else conjoin(*made)


def _outside(parts: tuple[Condition, ...]) -> bool:
    """Whether a verb leaves what "whose" began: in "is a contract whose title says 'a' and lacks 'b'" the title lacks it."""
    begun = parts[0].told is not None and isinstance(parts[0].told[1], Col)
    return begun and any(part.told is None and has_hole(part) for part in parts[1:])


@reads("restated")
def _restated(ctx: Context, first: Condition, again: Condition) -> Any:
    """ "the amount is at least 5, i.e. it is 5 or more": the same in other words; what is not the same is not understood."""
    made = _resolved((first, again), ctx.schema)
    return made[0] if made and made[0] == made[1] else None


@reads("restated_of")
def _restated_of(ctx: Context, first: Condition, again: Condition) -> Any:
    """ "the amount is at least 5, i.e. 5 or more"."""
    subject = first.told[1] if first.told is not None else None
    said = about(again, subject, ctx.schema) if subject is not None else None
    return _restated(ctx, first, said) if said is not None else None


def _strays(parts: tuple[Condition, ...]) -> bool:
    """Whether a later part without a subject speaks of another column than the text that the first is said of."""
    from sayso.grammar.predicates.places import Text

    subject = getattr(parts[0].told, "__getitem__", lambda _: None)(1)
    if not isinstance(subject, Col) or subject.kind != "text":
        return False
    bare = [part for part in parts[1:] if part.told is not None and part.told[1] == DOCUMENT]
    return any(not any(isinstance(node, Text) for node in part.walk()) for part in bare)


@reads("either_way")
def _either_way(ctx: Context, given: Condition, then: Condition, other: Condition) -> Any:
    """ "if it is signed, the title says 'a', otherwise 'b'": the one where it is, the other where it is not."""
    whole = [about(part, DOCUMENT, ctx.schema) for part in (given, then, other)]
    if any(part is None for part in whole):
        return None
    test, first, second = (part for part in whole if part is not None)
    return disjoin(conjoin(test, first), conjoin(negate(test), second))


@reads("any_of")
def _any_of(ctx: Context, *parts: Condition) -> Condition | None:
    made = _resolved(parts, ctx.schema)
    return disjoin(*made) if made else None


@reads("any_vp")
def _any_vp(ctx: Context, *parts: Condition) -> Any:
    """ "is after June and in Texas or in Ohio": two values of one category are joined before anything else is."""
    made = _any_of(ctx, *parts)
    pairs = [(left, right) for left, right in zip(parts, parts[1:], strict=False) if isinstance(left, And)]
    if any(isinstance(right, And) and _one_category(left.parts_of[-1], right.parts_of[0]) for left, right in pairs):
        return None  # "was signed in Texas or in Ohio in June": nobody parts it there
    split = any(_one_category(left.parts_of[-1], right) for left, right in pairs)
    return Alternatives(((made, 0.5),)) if made is not None and split else made


def _one_category(left: Form, right: Form) -> bool:
    from sayso.grammar.predicates.categories import CategoryIs

    return isinstance(left, CategoryIs) and isinstance(right, CategoryIs) and left.column == right.column


@reads("all_but")
def _all_but(ctx: Context, part: Condition, without: Condition) -> Condition:
    """ "appear in one sentence without standing next to each other"."""
    return conjoin(part, Not(without))


@reads("not_both_of")
def _not_both_of(ctx: Context, either: Condition) -> Condition | None:
    if isinstance(either, Or):
        return Holding.made("=", 1, either.parts_of)
    from sayso.grammar.predicates.items import AnyOf
    from sayso.grammar.predicates.text import Contains, Distinct

    if isinstance(either, Contains) and isinstance(either.what, AnyOf) and len(either.what.items) > 1:
        return Distinct(either.place, either.what.items, Bounds("=", Figure(1)))
    held = isinstance(either, Holding) and (either.comparison, either.n) == ("=", 1)
    once = held or (isinstance(either, Distinct) and either.bounds == Bounds("=", Figure(1)))
    return either if once else None  # "just one of A and B, not both"


@reads("but_not_if")
def _but_not_if(ctx: Context, when: Condition, unless: Condition) -> Condition:
    return conjoin(when, negate(unless))


@reads("but_not_if_any")
def _but_not_if_any(ctx: Context, when: Condition, unless: tuple[Condition, ...]) -> Condition:
    """ "A, but not if B, and not if C": two exceptions."""
    return conjoin(when, *(negate(part) for part in unless))


@reads("not_that", "not_vp")
def _not_that(ctx: Context, part: Condition) -> Any:
    from sayso.grammar.predicates.items import AllOf, AnyOf
    from sayso.grammar.predicates.text import Contains

    if isinstance(part, Contains) and isinstance(part.what, AllOf):
        # "does not contain A and B": none of them; less likely, not both
        none = Contains(part.place, AnyOf(part.what.items))
        return Alternatives(((Not(none), 0.0), (Not(part), 0.4)))
    from sayso.grammar.predicates.adverbs import Direction
    from sayso.grammar.predicates.standing import Paired, Standing

    far = isinstance(part, Paired) and part.distance is not None and part.distance.low > 0
    far = (
        far
        or isinstance(part, Standing)
        and any(isinstance(a, Direction) and a.distance and a.distance.low for a in part.adverbs)
    )
    # "not more than four words away": near, and not "not far"
    return Alternatives(((negate(part), 0.5),)) if far else negate(part)


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
    return None if _of_another(given[-1], given[0]) else about(given[-1], given[0], ctx.schema)


def _of_another(predicate: Condition, subject: Any) -> bool:
    """Whether what a text says is taken for a figure of the row: "the note talks of rooms" counts no rooms."""
    from sayso.grammar.predicates.categories import IsMissing
    from sayso.grammar.predicates.numbers import NumberIs

    first = predicate.parts_of[0] if isinstance(predicate, (And, Or)) else predicate
    first = first.of if isinstance(first, Not) else first
    text = isinstance(subject, Col) and subject.kind == "text"
    return text and isinstance(first, (IsMissing, NumberIs)) and first.column != subject.name


@reads("said_twice")
def _said_twice(ctx: Context, subject: Any, aside: Condition, predicate: Condition) -> Condition | None:
    """ "the cup, which must be wide, does not touch the hand": both."""
    made = [about(said, subject, ctx.schema) for said in (predicate, aside)]
    return conjoin(*(m for m in made if m is not None)) if all(made) else None


@reads("look_at")
def _look_at(ctx: Context, where: Any, pronoun: Any, predicate: Condition) -> Condition | None:
    """ "look at the last sentence: if it mentions ..."."""
    return about(predicate, where, ctx.schema)


@reads("no_piece")
def _no_piece(ctx: Context, piece: Any, predicate: Condition) -> Condition | None:
    """ "no sentence mentions ...": not any of them."""
    from sayso.grammar.context import HOLE
    from sayso.grammar.predicates.places import Piece

    made = about(predicate, Piece(HOLE, piece, 0), ctx.schema)
    return negate(made) if made is not None else None


@reads("any_piece")
def _any_piece(ctx: Context, piece: Any, predicate: Condition) -> Condition | None:
    """ "there is a line that starts with ..."; "a line that does not" would be another thing than that no line does."""
    if any(isinstance(node, Not) for node in predicate.walk()):
        return None
    from sayso.grammar.context import HOLE
    from sayso.grammar.predicates.places import Piece

    return about(predicate, Piece(HOLE, piece, 0), ctx.schema)


@reads("said_of_all")
def _said_of_all(ctx: Context, subjects: tuple[Any, ...], predicate: Condition) -> Condition | None:
    """ "tenant, landlord: same last name"."""
    return about(predicate, subjects[0] if len(subjects) == 1 else Several("all", subjects), ctx.schema)


@reads("said_of_both")
def _said_of_both(ctx: Context, subject: Any, predicate: Condition) -> Condition | None:
    """ "'a' and 'b' both appear": said of several only."""
    from sayso.grammar.predicates.items import AllOf, Counted

    several = (isinstance(subject, Several) and subject.how == "all") or (
        isinstance(subject, Counted) and isinstance(subject.what, AllOf)
    )
    return about(predicate, subject, ctx.schema) if several else None


@reads("said_of_default")
def _default(ctx: Context, predicate: Condition) -> Any:
    said = about(predicate, DOCUMENT, ctx.schema)
    return None if said is None else Alternatives(((said, 0.5),))


@reads("said_late")
def _said_late(ctx: Context, predicate: Condition) -> Any:
    """ "no longer than six words, this message"."""
    return about(predicate, DOCUMENT, ctx.schema)


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


@reads("some_of_for")
def _some_of_for(ctx: Context, how: Any, predicate: Condition, assigned: Any, listed: tuple[Any, ...]) -> Any:
    """ "all of these must be in the report for malignant: ..."."""
    from sayso.grammar.frame import framed

    return framed(ctx, assigned, _some_of_late(ctx, how, predicate, listed))


@reads("owned_by")
def _owned_by(ctx: Context, owner: Any, column: Any) -> Any:
    """ "the court's opinion": the owner's own column has no part in it."""
    return Alternatives(((column, 0.3),)) if getattr(column, "kind", "") == "text" else None


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
        if any(isinstance(one, Col) and one.clause for one in flat):
            return None  # "either a courier is needed or the note is missing" are two conditions
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
def _some_of(ctx: Context, bounds: Bounds, *given: Any) -> Several | None:
    """ "at least two of title, body and note"; of "the four boxes (...)" there are four."""
    subjects = given[-1]
    if len(given) > 1 and given[0].value != len(subjects):
        return None
    return Several("some", subjects, bounds) if len(subjects) > 1 else None
