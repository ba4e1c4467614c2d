"""Readers of what a text contains, starts and ends with, equals, matches: of verb phrases and of whole clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, HOLE, Alternatives, Context, Pending, Several, about, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import Where
from sayso.grammar.predicates.items import AnyOf, Counted, Item, Itself, Listed, Quoted, What, gathered
from sayso.grammar.predicates.logic import Not, conjoin, negate
from sayso.grammar.predicates.places import Argument, Beside, Edge, Piece
from sayso.grammar.predicates.standing import Paired, Standing, stand
from sayso.grammar.predicates.text import Contains, Equals, IsSimilar, Matches, Opens
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col, Figure, ListName


@reads("contains")
def _contains(ctx: Context, counted: Counted, adverbs: tuple[Any, ...] = ()) -> Any:
    """ "contains 'x'", "mentions no 'x' in the first sentence": said of the subject that is still to come."""
    if not adverbs and counted.how == "some" and counted.without is None:
        return Contains(HOLE, counted.what)
    return stand(ctx, counted, adverbs, HOLE)


@reads("contains_then")
def _contains_then(ctx: Context, counted: Counted, direction: Any) -> Any:
    """ "says 'ate', followed within five words by 'chocolate'"."""
    return _contains(ctx, counted, (direction,))


@reads("contains_in")
def _contains_in(ctx: Context, counted: Counted, place: Any) -> Any:
    """ "mentions 'a' or 'b', whether in the title or in the body": all that is listed, in either."""
    from sayso.grammar.predicates.order_readers import _in_place

    made = _contains(ctx, counted, (_in_place(ctx, place),)) if isinstance(place, Several) else None
    return Alternatives(((made, -0.1),)) if made is not None else None


@reads("contains_late")
def _contains_late(ctx: Context, adverbs: tuple[Any, ...], counted: Counted) -> Any:
    return _contains(ctx, counted, adverbs)


@reads("lacks")
def _lacks(ctx: Context, what: What, adverbs: tuple[Any, ...] = ()) -> Any:
    return _contains(ctx, Counted(gathered((what,)), "none"), adverbs)


@reads("appears")
def _appears(ctx: Context, adverbs: tuple[Any, ...] = ()) -> Condition:
    return Standing(adverbs=adverbs)


@reads("stands")
def _stands(ctx: Context, adverbs: tuple[Any, ...]) -> Any:
    return Alternatives(((Standing(adverbs=adverbs), 0.2),))


@reads("stands_bare")
def _stands_bare(ctx: Context, adverbs: tuple[Any, ...]) -> Any:
    return Alternatives(((Standing(adverbs=adverbs), 0.5),))


@reads("absent")
def _absent(ctx: Context, adverbs: tuple[Any, ...] = ()) -> Condition:
    return Not(Standing(adverbs=adverbs))


@reads("starts")
def starts(ctx: Context, counted: Counted) -> Condition | None:
    return _edge(counted, "start")


@reads("ends")
def ends(ctx: Context, counted: Counted) -> Condition | None:
    return _edge(counted, "end")


def _edge(counted: Counted, edge: Any) -> Condition | None:
    if not isinstance(counted.what, AnyOf) or counted.how in ("count", "distinct"):
        return None
    made: Condition = Opens(HOLE, counted.what, edge)
    if counted.without is not None:
        return conjoin(made, negate(Opens(HOLE, counted.without, edge)))
    return negate(made) if counted.how == "none" else made


@dataclass(frozen=True)
class EdgeSaid(Pending):
    """ "starts the body", until the subject tells what does."""

    where: Any = None
    edge: str = "start"

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of words, or of a marked argument."""
        what = _looked_for(subject)
        place = as_place(self.where, schema)
        if what is None or place is None or any(isinstance(i, Itself) and i.argument == place for i in what.items):
            return None
        return Opens(HOLE, what, self.edge).about(self.where, schema)  # type: ignore[arg-type]


def _looked_for(subject: Any) -> AnyOf | None:
    if isinstance(subject, Counted) and subject.how == "some" and subject.without is None:
        subject = subject.what
    if isinstance(subject, Col) and subject.kind == "span":
        return AnyOf((Itself(Argument(subject.name)),))
    return subject if isinstance(subject, AnyOf) else None


@reads("starts_it")
def _starts_it(ctx: Context, place: Any = DOCUMENT) -> Condition:
    return EdgeSaid(where=place, edge="start")


@reads("ends_it")
def _ends_it(ctx: Context, place: Any = DOCUMENT) -> Condition:
    return EdgeSaid(where=place, edge="end")


@reads("equals", "equals_either")
def _equals(ctx: Context, *whats: What) -> Condition | None:
    items = tuple(item for what in whats for item in what.items)
    fine = all(isinstance(w, AnyOf) for w in whats) and all(isinstance(i, (Quoted, Listed)) for i in items)
    return Equals(HOLE, AnyOf(items)) if fine else None


@reads("equals_alone")
def _equals_alone(ctx: Context, what: What) -> Condition | None:
    """ "says 'x' and nothing else": of one thing; what several are together is not told."""
    return _equals(ctx, what) if isinstance(what, AnyOf) and len(what.items) == 1 else None


@reads("matches")
def _matches(ctx: Context, literal: Any) -> Condition | None:
    try:
        re.compile(literal.text)
    except (re.error, OverflowError, RecursionError):
        return None
    if re.search(r"\(\?[=!<]|\\[1-9]", literal.text):
        return None  # look-around and back-references do not run in linear time
    return Matches(HOLE, literal.text)


@reads("similar")
def _similar(ctx: Context, literal: Any) -> Condition | None:
    return IsSimilar(HOLE, literal.text) if literal.text.strip() else None


@reads("meaning_of")
def _meaning_of(ctx: Context, where: Any, words: Any) -> Any:
    """ "the meaning of the text resembles '...'"."""
    return about(_similar(ctx, words), where, ctx.schema)


@reads("in_list")
def _in_list(ctx: Context, name: ListName) -> tuple[Item, ...]:
    return (Listed(name.name),)


@reads("times_at_least")
def _times_at_least(ctx: Context, n: Figure) -> Bounds | None:
    return Bounds(">=", n) if not n.unit else None


@reads("times_at_most")
def _times_at_most(ctx: Context, n: Figure) -> Bounds | None:
    return Bounds("<=", n) if not n.unit else None


def _frequency(comparison: plan.Comparison) -> Any:
    def read(ctx: Context, n: str) -> Bounds:
        return Bounds(comparison, Figure(float(n)))

    return read


for _alias, _comparison in (
    ("freq_word", "="),
    ("freq_at_least", ">="),
    ("freq_at_most", "<="),
    ("freq_more", ">"),
    ("freq_less", "<"),
):
    reads(_alias)(_frequency(_comparison))  # type: ignore[arg-type]


def there_is(ctx: Context, counted: Counted, where: Any = None) -> Condition | None:
    """Things are there: in a place that is named, else in the document."""
    made = stand(ctx, counted, (), HOLE)
    return about(made, where if where is not None else DOCUMENT, ctx.schema)


@reads("there")
def _there(ctx: Context, counted: Counted, predicate: Condition | None = None) -> Any:
    """ "there is a 'x'", "there is a 'x' in the title", "there are two digits before 'y'"."""
    return there_is(ctx, counted) if predicate is None else about(predicate, counted, ctx.schema)


@reads("there_in")
def _there_in(ctx: Context, where: Any, counted: Counted) -> Any:
    return there_is(ctx, counted, where)


@reads("matched_in")
def _matched_in(ctx: Context, pattern: Any, where: Any) -> Any:
    """ "the regular expression '...' matches the title"."""
    return about(_matches(ctx, pattern), where, ctx.schema)


@reads("counted_in_where")
def _in_where(ctx: Context, counted: Counted, where: Any) -> Any:
    """ "'rent' in the title"."""
    return there_is(ctx, counted, where)


@reads("is_among")
def _is_among(ctx: Context, place: Any) -> Condition:
    """ "is one of the first five words"."""
    return Standing(adverbs=(Where(place),))


@reads("is_at")
def _is_at(ctx: Context, place: Any) -> Any:
    """ "'at' is the word right before the company"."""
    return (
        Alternatives(((Standing(adverbs=(Where(place),)), 0.3),)) if isinstance(place, (Beside, Edge, Piece)) else None
    )


@reads("said_but_not")
def said_but_not(ctx: Context, counted: Counted, predicate: Condition, without: What) -> Any:
    """ "'a' is in the text but not 'b'"."""
    if counted.how != "some" or counted.without is not None:
        return None
    return about(predicate, replace(counted, without=gathered((without,))), ctx.schema)


@reads("contains_in_it")
def _contains_in_it(ctx: Context, pronoun: Any, counted: Counted) -> Any:
    """ "has in it 'x'"."""
    return _contains(ctx, counted)


@reads("turned")
def _turned(ctx: Context, adverbs: tuple[Any, ...], counted: Counted) -> Any:
    """ "right after the person comes 'left'", "between them there is a comma"."""
    return about(Standing(adverbs=adverbs), counted, ctx.schema)


@reads("turned_it")
def _turned_it(ctx: Context, adverbs: tuple[Any, ...], it: Any, counted: Counted) -> Any:
    """ "between A and B, it says 'x'"."""
    return _turned(ctx, adverbs, counted)


@reads("turned_in")
def _turned_in(ctx: Context, adverbs: tuple[Any, ...], where: Any, counted: Counted) -> Any:
    """ "before 'a' the title mentions 'b'"."""
    return _turned(ctx, (*adverbs, Where(where)), counted)


@reads("ends_asking")
def _ends_asking(ctx: Context) -> Condition:
    """ "is a question": it ends with a question mark."""
    return Opens(HOLE, AnyOf((Quoted("?", "words"),)), "end")


@reads("contains_none_of")
def _contains_none_of(ctx: Context, *parts: Any) -> Any:
    """ "contains no word from A, no word from B and no 'c'"."""
    return Alternatives(((conjoin(*(Not(Contains(HOLE, gathered((part,)))) for part in parts)), 0.2),))


@reads("none_of_all")
def _none_of_all(ctx: Context, *given: Any) -> Any:
    """ "nothing from A, no 'b' and no 'c' is in the title"."""
    *parts, where = given
    return about(conjoin(*(Not(Contains(HOLE, gathered((part,)))) for part in parts)), where, ctx.schema)


@reads("contains_and_none")
def _contains_and_none(ctx: Context, counted: Counted, adverbs: tuple[Any, ...], none: What) -> Any:
    if counted.how != "some" or counted.without is not None:
        return None
    return _contains(ctx, replace(counted, without=gathered((none,))), adverbs)


@reads("stands_apart")
def _stands_apart(ctx: Context, counted: Counted, adverbs: tuple[Any, ...]) -> Any:
    return Alternatives(((_turned(ctx, adverbs, counted), 0.4),))


@reads("both_counted")
def _both_counted(ctx: Context, first: Counted, second: Counted, predicate: Condition) -> Any:
    """ "none of A and none of B are in the text"."""
    if first.how == "some":
        return None
    parts = [about(predicate, counted, ctx.schema) for counted in (first, second)]
    return conjoin(*(p for p in parts if p is not None)) if all(parts) else None


@reads("but_none_in")
def _but_none_in(ctx: Context, counted: Counted, where: Any, *none: What) -> Any:
    if counted.how != "some" or counted.without is not None:
        return None
    return there_is(ctx, replace(counted, without=gathered(none)), where)


def _edge_is(edge: Any) -> Any:
    def read(ctx: Context, where: Any, what: What) -> Any:
        """ "the last thing in the sentence is the company"."""
        place = as_place(where, ctx.schema)
        return Opens(place, what, edge) if place is not None and isinstance(what, AnyOf) else None

    return read


reads("start_is")(_edge_is("start"))
reads("end_is")(_edge_is("end"))


@reads("there_not")
def _there_not(ctx: Context, what: What, predicate: Condition | None = None) -> Any:
    return _there(ctx, Counted(gathered((what,)), "none"), predicate)


@reads("there_not_in")
def _there_not_in(ctx: Context, where: Any, what: What) -> Any:
    return there_is(ctx, Counted(gathered((what,)), "none"), where)


@reads("said_of_in")
def _said_of_in(ctx: Context, where: Any, counted: Counted, predicate: Condition) -> Any:
    """ "in the abstract, 'x' comes after 'y'"."""
    if isinstance(predicate, Paired):
        return about(replace(predicate, where=where), counted, ctx.schema)
    if not isinstance(predicate, Standing) or any(isinstance(a, Where) for a in predicate.adverbs):
        return None
    return about(replace(predicate, adverbs=(*predicate.adverbs, Where(where))), counted, ctx.schema)
