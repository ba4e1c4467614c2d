"""Readers of adverbs and of pairs: what stands before, after, near or between what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sayso.grammar.context import Alternatives, Context, Pending, Several, about, as_place
from sayso.grammar.forms import Condition, reads
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
from sayso.grammar.predicates.items import (
    AllOf,
    AnyOf,
    Counted,
    Item,
    Itself,
    Listed,
    Quoted,
    What,
    gathered,
    pair_of,
    unnamed,
)
from sayso.grammar.predicates.logic import conjoin
from sayso.grammar.predicates.places import Argument, Beside, Between, anchors, between
from sayso.grammar.predicates.shape import LengthIs
from sayso.grammar.predicates.spans import ShareSaid
from sayso.grammar.predicates.standing import Standing
from sayso.grammar.predicates.text import Equals
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure, Pronoun

UNITS = ("words", "characters", "sentences")


@reads("adverb_row")
def _row(ctx: Context, *adverbs: Any) -> tuple[Any, ...]:
    return adverbs


@reads("later_in")
def _later_in(ctx: Context, where: Any, right: What) -> Any:
    """ "'sorry' and later in the transcript 'thanks'"."""
    return (Direction("before", right), Where(where))


@reads("later_of")
def _later_of(ctx: Context, counted: Any, right: What, where: Any = None) -> Condition | None:
    """ "'rent' and later 'fee' are in the title"."""
    places = (Where(where),) if where is not None else ()
    return about(Standing(adverbs=(Direction("before", right), *places)), counted, ctx.schema)


def _join(how: Any) -> Any:
    def read(ctx: Context, first: tuple[Any, ...], second: tuple[Any, ...]) -> Any:
        """ "within two words of A or of B", "twice in the title or in the body"."""
        distances = [a for a in first if isinstance(a, Direction) and a.distance]
        if distances and any(isinstance(a, Direction) and not a.distance for a in second):
            return None
        return (Joined(how, (first, second)),)

    return read


for _how in ("and", "or", "neither"):
    reads(f"adverbs_{_how}")(_join(_how))


@reads("in_place")
def _in_place(ctx: Context, place: Any) -> Where:
    return Where(place)


@reads("there_too")
def _there_too(ctx: Context, pronoun: Pronoun) -> Where | None:
    """ "contains 'a' but no 'b' there": in the text that was named before."""
    texts = [column for column in pronoun.candidates if column.kind == "text"]
    return Where(texts[0]) if texts else None


@reads("in_region")
def _in_region(ctx: Context, *given: Any) -> Where | None:
    place = between(ctx, *given)
    return Where(place) if place is not None else None


@reads("so_often")
def _often(ctx: Context, bounds: Bounds) -> Often | None:
    return Often(bounds) if not bounds.n.unit and not bounds.n.value % 1 else None


@reads("in_one_sentence")
def _one_sentence(ctx: Context, other: What | None = None) -> Jointly:
    return Jointly("sentence", other)


@reads("in_one_paragraph")
def _one_paragraph(ctx: Context, other: What | None = None) -> Jointly:
    return Jointly("paragraph", other)


@reads("in_other_sentences")
def _other_sentences(ctx: Context, other: What | None = None) -> Jointly:
    return Jointly("sentence", other, apart=True)


@reads("in_that_order")
def _in_that_order(ctx: Context) -> InOrder:
    return InOrder()


@reads("tight")
def _tight(ctx: Context) -> Tight:
    return Tight()


def _moded_word(what: What, mode: Any) -> AnyOf | None:
    """Words with such a part, beginning or end."""
    if not isinstance(what, AnyOf) or not all(isinstance(i, (Quoted, Listed)) for i in what.items):
        return None
    return AnyOf(tuple(replace(i, mode=mode) for i in what.items if isinstance(i, (Quoted, Listed))))


def _word_between(mode: Any) -> Any:
    def read(ctx: Context, *given: Any) -> Condition | None:
        """ "a word between A and B contains 'induc'"."""
        place, what = between(ctx, *given[:-1]), _moded_word(given[-1], mode)
        if place is None or what is None:
            return None
        return about(Standing(adverbs=(Where(place),)), Counted(what), ctx.schema)

    return read


def _word_beside(order: Any, mode: Any) -> Any:
    def read(ctx: Context, item: Item, what: What) -> Condition | None:
        """ "a word before the chemical starts with 'measur'"."""
        moded = _moded_word(what, mode)
        direction = Direction(order, AnyOf((item,)))
        return about(Standing(adverbs=(direction,)), Counted(moded), ctx.schema) if moded is not None else None

    return read


for _name, _mode in (("containing", "part"), ("starting", "prefix"), ("ending", "suffix")):
    reads(f"word_{_name}")(_word_between(_mode))
    reads(f"word_before_{_name}")(_word_beside("before", _mode))
    reads(f"word_after_{_name}")(_word_beside("after", _mode))


@reads("word_amid_containing")
def _word_amid(ctx: Context, pronoun: Pronoun, what: What) -> Condition | None:
    """ "a word between them contains 'treat'"."""
    marks, moded = pair_of(pronoun, ctx.schema, "span"), _moded_word(what, "part")
    if not marks or moded is None:
        return None
    return about(Standing(adverbs=(_middle(marks),)), Counted(moded), ctx.schema)


@reads("only_between")
def _only_between(ctx: Context, counted: Counted, *ends: Any) -> Condition | None:
    """ "'and' is the only word between A and B"."""
    place = between(ctx, *ends)
    settled = as_place(place, ctx.schema) if place is not None else None
    fine = counted.how == "some" and isinstance(counted.what, AnyOf) and counted.without is None
    return Equals(settled, counted.what) if settled is not None and fine else None  # type: ignore[arg-type]


@reads("only_between_late")
def _only_between_late(ctx: Context, *given: Any) -> Condition | None:
    """ "the only word between A and B is 'and'"."""
    return _only_between(ctx, given[-1], *given[:-1])


@reads("same_name_of")
def _same_name_of(ctx: Context, subjects: tuple[Any, ...]) -> Condition | None:
    return about(ShareSaid(names=True), Several("all", subjects), ctx.schema)


@reads("along_with")
def _along(ctx: Context, what: What) -> Along:
    return Along(what)


@reads("along_with_any")
def _along_any(ctx: Context, items: tuple[Any, ...]) -> Along:
    return Along(gathered(items))


@reads("as_part")
def _as_part(ctx: Context) -> AsPart:
    return AsPart()


@reads("in_the_middle")
def _in_the_middle(ctx: Context, pronoun: Pronoun) -> Any:
    """ "in between": between the two arguments that were named."""
    marks = pair_of(pronoun, ctx.schema, "span")
    return Alternatives(((_middle(marks), unnamed(marks, pronoun)),)) if marks else None


def _middle(marks: tuple[Col, Col]) -> Where:
    return Where(Between(*(Argument(mark.name) for mark in marks)))


@reads("exactly_written")
def _exactly(ctx: Context) -> Exactly:
    return Exactly()


@reads("in_marks")
def _marks(ctx: Context, kind: Any) -> Marks | None:
    return Marks(kind) if kind in ("quotation", "parenthesis", "bracket") else None


@reads("written_so")
def _written_so(ctx: Context, case: Any) -> Exactly | None:
    """ "stands in the title in capital letters"."""
    return Exactly(case) if case in ("upper", "lower") else None


def _end(edge: Any) -> Any:
    def read(ctx: Context, place: Any = None) -> AtEnd:
        return AtEnd(edge, place)

    return read


reads("at_start")(_end("start"))
reads("at_end")(_end("end"))


def _direction(order: Any, touching: bool = False) -> Any:
    def read(ctx: Context, *given: Any) -> Direction | None:
        """ "before X", "within three words before X"."""
        distance = next((g for g in given if isinstance(g, Distance)), None)
        right = next((g for g in given if isinstance(g, (AnyOf, AllOf))), None)
        return Direction(order, right, touching, distance) if right is not None else None

    return read


reads("before", "followed_within")(_direction("before"))
reads("after", "preceded_within")(_direction("after"))
reads("right_before")(_direction("before", touching=True))
reads("right_after")(_direction("after", touching=True))
reads("next_to")(_direction("either", touching=True))
reads("near", "either_side")(_direction("either"))


@reads("before_and_after")
def _before_and_after(ctx: Context, what: What) -> Any:
    """ "stands before and after X": on both sides."""
    return Joined("and", ((Direction("before", what),), (Direction("after", what),)))


@reads("near_within")
def _near_within(ctx: Context, n: Figure, unit: Any, right: What) -> Direction | None:
    distance = within(ctx, n, unit)
    return Direction("either", right, distance=distance) if distance else None


@reads("so_far_at_most")
def _so_far_at_most(ctx: Context, n: Figure, unit: Any) -> Distance | None:
    return within(ctx, n, unit)


@dataclass(frozen=True)
class OfTwo(Pending):
    """ "comes first", "comes second", until the subject tells which of the two arguments."""

    order: Any = "before"
    compared: bool = False
    """ "comes later": than the other, and never the last thing in the text."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of one of the two marked arguments that there are."""
        if self.compared and not isinstance(subject, Col):
            return None
        if isinstance(subject, Counted) and any(isinstance(i, Itself) for i in subject.what.items):
            return None  # an argument: of the two
        if isinstance(subject, Counted):  # "'x' comes first": in the text
            edge: Any = "start" if self.order == "before" else "end"
            return about(Standing(adverbs=(AtEnd(edge),)), subject, schema)
        spans = [c.name for c in schema.columns if c.kind == "span"]
        if not isinstance(subject, Col) or subject.name not in spans or len(spans) != 2:
            return None
        other = next(name for name in spans if name != subject.name)
        direction = Direction(self.order, AnyOf((Itself(Argument(other)),)))
        return about(Standing(adverbs=(direction,)), subject, schema)


@reads("first_of_two")
def _first_of_two(ctx: Context) -> Condition:
    return OfTwo(order="before")


@reads("second_of_two")
def _second_of_two(ctx: Context) -> Condition:
    return OfTwo(order="after")


@reads("in_order")
def _in_order(ctx: Context, *whats: What) -> Condition | None:
    """ "first A, then B, then C"."""
    whats = tuple(AnyOf((w,)) if isinstance(w, Item) else w for w in whats)
    parts = [
        about(Standing(adverbs=(Direction("before", second),)), Counted(first), ctx.schema)
        for first, second in zip(whats, whats[1:], strict=False)
    ]
    return conjoin(*(p for p in parts if p is not None)) if all(parts) else None


@reads("within")
def within(ctx: Context, n: Figure, unit: Any) -> Distance | None:
    whole = unit in UNITS and not n.unit and not n.value % 1
    return Distance(0, int(n.value), unit) if whole else None


@reads("so_far")
def so_far(ctx: Context, bounds: Bounds, unit: Any) -> Distance | None:
    low_high = limits(bounds)
    return Distance(*low_high, unit) if low_high is not None and unit in UNITS else None


@reads("exactly_so_far")
def _exactly_so_far(ctx: Context, n: Figure, unit: Any) -> Distance | None:
    """ "one word before X": that word is the first on that side."""
    whole = unit in UNITS and not n.unit and not n.value % 1 and n.value >= 1
    return Distance(int(n.value) - 1, int(n.value) - 1, unit) if whole and unit == "words" else None


def limits(bounds: Bounds) -> tuple[int, int | None] | None:
    """Bounds as (at least, at most) whole numbers; None where they are none."""
    n = bounds.n.value
    if n % 1 or bounds.n.unit:
        return None
    if bounds.upper is not None:
        return int(n), int(bounds.upper.value)
    low_high = {"<": (0, n - 1), "<=": (0, n), "=": (n, n), ">=": (n, None), ">": (n + 1, None)}.get(bounds.comparison)
    if low_high is None or (low_high[1] is not None and low_high[1] < 0):
        return None
    return int(low_high[0] or 0), None if low_high[1] is None else int(low_high[1])


def _comes(order: Any, touching: bool = False) -> Any:
    def read(ctx: Context, right: What, *rest: Any) -> Condition:
        """ "comes after X (in the body)", "precedes Y by no more than 100 characters"."""
        distance = next((r for r in rest if isinstance(r, Distance)), None)
        adverbs = next((r for r in rest if isinstance(r, tuple)), ())
        return Standing(adverbs=(Direction(order, right, touching, distance), *adverbs))

    return read


reads("comes_after", "comes_after_by")(_comes("after"))
reads("comes_before", "comes_before_by")(_comes("before"))
reads("comes_right_after")(_comes("after", touching=True))
reads("comes_right_before")(_comes("before", touching=True))


def _much_beside(side: Any) -> Any:
    def read(ctx: Context, bounds: Bounds, unit: Any, what: What) -> Condition | None:
        """ "at least three words before the person": the length of the text on that side."""
        ends = anchors(ctx, what)
        if not ends or len(ends) != 1 or unit not in UNITS or bounds.n.unit:
            return None
        place = as_place(Beside(ends[0], side), ctx.schema)
        return LengthIs(place, unit, bounds) if place is not None else None

    return read


reads("much_before")(_much_beside("before"))
reads("much_after")(_much_beside("after"))
