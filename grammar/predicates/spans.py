"""Marked arguments against each other: the same text, a common word, a common last name; what kind of thing they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sayso.grammar import plan
from sayso.grammar.context import HOLE, Alternatives, Context, Pending, Several, as_place
from sayso.grammar.forms import Condition, Example, Place, reads, register
from sayso.grammar.predicates.items import AnyOf, Kind
from sayso.grammar.predicates.logic import Not
from sayso.grammar.predicates.places import Argument, Piece, Text
from sayso.grammar.predicates.text import Contains
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col


@register
@dataclass(frozen=True)
class SameText(Condition):
    """Two stretches hold the same text, or one starts or ends with the other, whatever the case; false where one is missing."""

    left: Place
    right: Place
    how: Literal["equals", "starts", "ends"] = "equals"

    examples = (
        Example(
            "label lease if the last word of the tenant is the same as the last word of the landlord",
            yes=({"body": "Ann Lee and Bob Lee", "tenant": (0, 7), "landlord": (12, 19)},),
            no=({"body": "Ann Lee and Bob Poe", "tenant": (0, 7), "landlord": (12, 19)},),
        ),
    )

    def say(self) -> str:
        """ "the last word of the tenant is the same as the last word of the landlord"."""
        verb = {"equals": "is the same as", "starts": "starts with", "ends": "ends with"}[self.how]
        return f"{self.left.say()} {verb} {self.right.say()}"

    def say_not(self) -> str:
        """ "... is not the same as ...", "... does not start with ..."."""
        verb = {"equals": "is not the same as", "starts": "does not start with", "ends": "does not end with"}[self.how]
        return f"{self.left.say()} {verb} {self.right.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """A comparison of the two texts."""
        return plan.SameText(self.left.lower(schema), self.right.lower(schema), self.how)


@register
@dataclass(frozen=True)
class ShareWord(Condition):
    """Two stretches have a word in common, whatever the case."""

    left: Place
    right: Place

    examples = (
        Example(
            "label lease if the tenant and the landlord have a word in common",
            yes=({"body": "Ann Lee and Lee Poe", "tenant": (0, 7), "landlord": (12, 19)},),
            no=({"body": "Ann Lee and Bob Poe", "tenant": (0, 7), "landlord": (12, 19)},),
        ),
    )

    def say(self) -> str:
        """ "the tenant and the landlord have a word in common"."""
        return f"{self.left.say()} and {self.right.say()} have a word in common"

    def lower(self, schema: Schema) -> plan.Test:
        """A word of the one that is a word of the other."""
        left, right = (plan.Pieces(side.lower(schema), "word") for side in (self.left, self.right))
        return plan.SameText(left, right)


@register
@dataclass(frozen=True)
class HasText(Condition):
    """A text contains the whole text of a stretch: "the headline contains the last word of the person"."""

    place: Place
    stretch: Place

    examples = (
        Example(
            "label lease if the title contains the last word of the tenant",
            yes=({"body": "Ann Lee sued", "tenant": (0, 7), "title": "Lee wins"},),
            no=({"body": "Ann Lee sued", "tenant": (0, 7), "title": "Ann wins"},),
        ),
    )

    def say(self) -> str:
        """ "the title contains the last word of the tenant", "the caption appears in the title"."""
        if isinstance(self.stretch, Text):
            return f"{self.stretch.say()} appears in {self.place.say()}"
        return f"{self.place.say()} contains {self.stretch.say()}"

    def say_not(self) -> str:
        """ "the title does not contain the last word of the tenant"."""
        if isinstance(self.stretch, Text):
            return f"{self.stretch.say()} does not appear in {self.place.say()}"
        return f"{self.place.say()} does not contain {self.stretch.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """An occurrence of that text."""
        return plan.Some(plan.Echo(self.place.lower(schema), self.stretch.lower(schema)))


def same_text(left: Any, right: Any, schema: Schema, how: Any = "equals") -> Condition | None:
    """Two stretches compared; None where they are no stretches, or one and the same."""
    a, b = as_place(left, schema), as_place(right, schema)
    if a is None or b is None or a == b:
        return None
    if isinstance(a, Text) and isinstance(b, Argument) and how != "equals":
        return None  # "starts with the chemical": the marked one stands there
    if isinstance(a, Text) and isinstance(b, Text) and how == "equals":
        return None  # two whole columns: SameValue says that
    return SameText(a, b, how)


@dataclass(frozen=True)
class SameTextSaid(Pending):
    """ "is the same as the last word of X", until the subject tells of what."""

    right: Any = None
    how: str = "equals"

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a stretch of text; of columns of another sort their values."""
        from sayso.grammar.predicates.numbers import same_value

        if self.how == "equals" and isinstance(subject, Col) and isinstance(self.right, Col):
            return same_value(subject, self.right) or same_text(subject, self.right, schema)
        return same_text(subject, self.right, schema, self.how)


@dataclass(frozen=True)
class HasTextSaid(Pending):
    """ "contains the last word of X", until the subject tells what does."""

    stretch: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a text, about a piece of a marked argument."""
        place = as_place(subject, schema)
        inner = self.stretch
        fits = isinstance(inner, Place) and any(isinstance(node, Argument) for node in inner.walk())
        return HasText(place, inner) if place is not None and fits and place != inner else None


@dataclass(frozen=True)
class ShareSaid(Pending):
    """ "have a word in common", "share a last name", until the subjects tell which two."""

    takes_several: ClassVar[bool] = True

    names: bool = False
    pick: int = -1
    """Which word they share, where only one is compared."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of two stretches."""
        if not isinstance(subject, Several) or subject.how != "all" or len(subject.subjects) != 2:
            return None
        places = [as_place(one, schema) for one in subject.subjects]
        if any(place is None for place in places) or places[0] == places[1]:
            return None
        left, right = (place for place in places if place is not None)
        if self.names:
            both = isinstance(left, Argument) and isinstance(right, Argument)
            return SameText(Piece(left, "word", self.pick), Piece(right, "word", self.pick)) if both else None
        return ShareWord(left, right)


def _texted(how: str, negated: bool = False) -> Any:
    def read(ctx: Context, right: Any) -> Any:
        said = SameTextSaid(right=right, how=how)
        if how != "equals":  # "starts with the chemical": the marked one, likelier than its text
            return Alternatives(((said, 0.3),))
        return Not(said) if negated else said

    return read


reads("same_text_as")(_texted("equals"))
reads("other_text_than")(_texted("equals", negated=True))
reads("starts_with_text")(_texted("starts"))
reads("ends_with_text")(_texted("ends"))


@reads("contains_text")
def _contains_text(ctx: Context, stretch: Any) -> Condition:
    return HasTextSaid(stretch=stretch)


@dataclass(frozen=True)
class InTextSaid(Pending):
    """ "is named in the notice", until the subject tells which other text column is."""

    where: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of another text column: all of its words, one after the other."""
        place = as_place(self.where, schema)
        whole = (
            isinstance(subject, Col) and subject.kind in ("text", "category") and subject.name != schema.default_text
        )
        return HasText(place, Text(subject.name)) if whole and place not in (None, Text(subject.name)) else None


@dataclass(frozen=True)
class MentionsSaid(Pending):
    """ "mentions the landlord", of a text and a column with names: that it contains what the column holds."""

    column: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a text, and of whoever wrote the row's."""
        place = as_place(subject, schema)
        return HasText(place, Text(self.column.name)) if place not in (None, Text(self.column.name)) else None


@reads("mentions_column")
def _mentions(ctx: Context, column: Col) -> Any:
    return Alternatives(((MentionsSaid(column=column), -0.2),))


@reads("mentions_column_in")
def _mentions_in(ctx: Context, column: Col, where: Any) -> Any:
    made = MentionsSaid(column=column).about(where, ctx.schema)
    return Alternatives(((made, -0.2),)) if made is not None else None


@reads("text_appears_in")
def _appears_in(ctx: Context, where: Any) -> Any:
    return Alternatives(((InTextSaid(where=where), 0.1),))


@reads("is_kind")
def _is_kind(ctx: Context, thing: Any) -> Condition:
    """ "is a person", "are not people"."""
    return Contains(HOLE, AnyOf((Kind(thing),)))


@dataclass(frozen=True)
class SamePartSaid(Pending):
    """ "is the same as that of X", "equals X's", until the subject tells which part of what."""

    right: Any = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a piece of a marked argument: the same piece of the other."""
        other = as_place(self.right, schema)
        if not isinstance(subject, Piece) or not isinstance(other, Argument) or subject.of == other:
            return None
        return SameText(subject, Piece(other, subject.piece, subject.pick))


@reads("same_part_as")
def _same_part_as(ctx: Context, right: Any) -> Condition:
    return SamePartSaid(right=right)


@dataclass(frozen=True)
class SharesWith(Pending):
    """ "has the last name of X", until the subject tells who."""

    right: Any = None
    pick: int = -1

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a marked argument."""
        return ShareSaid(names=True, pick=self.pick).about(Several("all", (subject, self.right)), schema)


@reads("share_name_with")
def _share_name_with(ctx: Context, *given: Any) -> Condition:
    return SharesWith(right=given[-1])


@reads("share_end")
def _share_end(ctx: Context, pick: str) -> Condition:
    """ "have the same first word", "end in the same word"."""
    return ShareSaid(names=True, pick=int(pick))


@reads("share_end_with")
def _share_end_with(ctx: Context, pick: str, right: Any) -> Condition:
    return SharesWith(right=right, pick=int(pick))


@reads("share_word")
def _share_word(ctx: Context) -> Condition:
    return ShareSaid()


@reads("share_no_word")
def _share_no_word(ctx: Context) -> Condition:
    """ "have no word in common"."""
    return Not(ShareSaid())


@reads("share_name")
def _share_name(ctx: Context) -> Condition:
    return ShareSaid(names=True)
