"""What comes later than what was just spoken of: "'please' is in the first line and 'refund' comes later"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar.context import Context, about, as_place
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.adverbs import Direction, Jointly, Where
from sayso.grammar.predicates.items import AnyOf, Counted, What
from sayso.grammar.predicates.logic import And, FromBefore
from sayso.grammar.predicates.order_readers import OfTwo
from sayso.grammar.predicates.places import Text
from sayso.grammar.predicates.standing import Standing
from sayso.grammar.predicates.text import Contains, Opens
from sayso.grammar.schema import Schema


@dataclass(frozen=True)
class LaterOn(FromBefore):
    """ "'refund' comes later": in the text, and after the words, that were spoken of before it."""

    what: What
    order: Literal["before", "after"] = "after"
    where: Any = None

    def resolved(self, before: Condition, schema: Schema) -> Condition | None:
        """Where the words before it were said to be in one text, as alternatives or alone."""
        last = before.parts_of[-1] if isinstance(before, And) else before
        if not isinstance(last, (Contains, Opens)) or not isinstance(last.what, AnyOf):
            return None
        texts = [node for node in last.place.walk() if isinstance(node, Text)]
        if len(texts) != 1 or (self.where is not None and as_place(self.where, schema) != texts[0]):
            return None
        said = Standing(adverbs=(Direction(self.order, last.what), Where(texts[0])))
        return about(said, Counted(self.what), schema)


@reads("later_on")
def _later_on(ctx: Context, what: What, where: Any = None) -> Condition:
    return LaterOn(what, "after", where)


@reads("earlier_on")
def _earlier_on(ctx: Context, what: What, where: Any = None) -> Condition:
    return LaterOn(what, "before", where)


@reads("earlier_of_two")
def _earlier_of_two(ctx: Context) -> Condition:
    return OfTwo(order="before", compared=True)


@reads("later_of_two")
def _later_of_two(ctx: Context) -> Condition:
    return OfTwo(order="after", compared=True)


@reads("later_in_sentence")
def _later_in_sentence(ctx: Context, what: What) -> Any:
    """ "followed later in the same sentence by 'b'"."""
    return (Direction("before", what), Jointly("sentence"))


@reads("earlier_in_sentence")
def _earlier_in_sentence(ctx: Context, what: What) -> Any:
    """ "preceded somewhere in the sentence by 'b'"."""
    return (Direction("after", what), Jointly("sentence"))
