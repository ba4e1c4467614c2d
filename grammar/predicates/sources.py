"""Readers of what a source says of which a description tells that it gives a column's value: a database, a script, a desk."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any, ClassVar

from sayso.grammar.context import Context, Pending, Subject
from sayso.grammar.forms import Condition, Form, reads
from sayso.grammar.predicates.categories import CategoryIs, IsMissing
from sayso.grammar.predicates.logic import Not, conjoin, disjoin, negate
from sayso.grammar.rationale import Vote
from sayso.grammar.schema import Schema
from sayso.grammar.values import CategoryValue, Col, LabelName


@dataclass(frozen=True)
class GivenTo:
    """What a value is given to: the row, whoever is marked in it. That it is named asks for nothing."""


@dataclass(frozen=True)
class Given:
    """What a source gave: one of these values, another one, any, none."""

    values: tuple[CategoryValue | LabelName, ...] = ()
    none: bool = False
    """Or none; without values: none."""
    first: bool = False
    """None is said before the values."""
    other: bool = False
    """A value, and none of these; without values: any."""
    neither: bool = False

    def by(self, column: Col, schema: Schema) -> Condition | None:
        """As a condition on the source's column."""
        known = tuple(named_value(column.name, value, schema) for value in self.values)
        if None in known or not (column.kind == "category" or (column.kind == "score" and _alone(column, schema))):
            return None
        if known and column.kind == "score":
            return None
        missing = IsMissing(column.name)
        if not known:
            return missing if self.none else negate(missing)
        one = CategoryIs(column.name, tuple(dict.fromkeys(value for value in known if value is not None)))
        if self.other:
            return conjoin(negate(missing), Not(one))
        either = (missing, one) if self.first else (one, missing)
        return Not(one) if self.neither else disjoin(*either) if self.none else one


_PLAIN = frozenset(
    ["label", "score", "given", "from", "with", "that", "this", "what", "sure", "confidence", "probability", "category"]
)


def _alone(column: Col, schema: Schema) -> bool:
    """Whether no category is told of in the words of a score: whoever gives both "said nothing" where there is no label."""
    told = {c.name: _told(c.description) for c in schema.columns if c.kind == "category" or c.name == column.name}
    return not any(words & told[column.name] for name, words in told.items() if name != column.name)


def _told(description: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{4,}", re.split(r"[;:]", description.lower())[0])) - _PLAIN


def named_value(column: str, value: CategoryValue | LabelName | str, schema: Schema) -> str | None:
    """The value of a column that a value or a label is; where no values are known, the label is one."""
    if isinstance(value, CategoryValue):
        return value.text if column in value.columns else None
    label = value.name if isinstance(value, LabelName) else value
    known = {_plain(one): one for one in schema.column(column).values}
    return known.get(_plain(label)) if known else label


@reads("given_to")
def _given_to(ctx: Context, *named: Any) -> GivenTo:
    return GivenTo()


@reads("values_given")
def _values(ctx: Context, *values: CategoryValue | LabelName) -> Given:
    return Given(values)


@reads("value_or_none")
def _value_or_none(ctx: Context, *values: CategoryValue | LabelName) -> Given:
    """ "quiet or nothing"."""
    return Given(values, none=True)


@reads("none_or_value")
def _none_or_value(ctx: Context, *values: CategoryValue | LabelName) -> Given:
    """ "nothing or quiet"."""
    return Given(values, none=True, first=True)


@reads("other_given")
def _other(ctx: Context, *values: CategoryValue | LabelName) -> Given:
    """ "something other than quiet"."""
    return Given(values, other=True)


@reads("neither_given")
def _neither(ctx: Context, *values: CategoryValue | LabelName) -> Given:
    return Given(values, neither=True)


@reads("none_given")
def _none(ctx: Context) -> Given:
    return Given(none=True)


@reads("some_given")
def _some(ctx: Context) -> Given:
    return Given(other=True)


@dataclass(frozen=True)
class Gave(Pending):
    """ "lists it as director", until the subject tells who does."""

    given: Given = dataclasses.field(default_factory=Given)
    named: tuple[Col, ...] = ()
    """The column that is named besides: "has nothing on the role"."""

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category column."""
        if not isinstance(subject, Col) or any(column.name != subject.name for column in self.named):
            return None
        return self.given.by(subject, schema)


def _parted(parts: tuple[Any, ...]) -> tuple[Given, tuple[Col, ...]]:
    given = next((part for part in parts if isinstance(part, Given)), Given(none=True))
    return given, tuple(part for part in parts if isinstance(part, Col))


@reads("source_gave", "source_abstained")
def _gave(ctx: Context, *parts: Any) -> Condition:
    given, named = _parted(parts)
    return Gave(given=given, named=named)


@reads("is_down")
def _is_down(ctx: Context, source: Col) -> Condition | None:
    """ "is listed in the database"."""
    made = Given(other=True).by(source, ctx.schema)
    return PutDown(made=made) if made is not None else None


@reads("source_did")
def _did(ctx: Context, *parts: Any) -> Condition:
    """ "cleared it", "wanted it inspected": of a label that is a verb."""
    return Gave(given=Given(tuple(part for part in parts if isinstance(part, CategoryValue))))


@reads("column_of_values")
def _of_values(ctx: Context, column: Col, *values: CategoryValue) -> Condition | None:
    """ "a desk label of cleared"."""
    return Given(values).by(column, ctx.schema)


@reads("source_relative")
def _relative(ctx: Context, source: Col, said: Gave) -> Condition | None:
    """ "all that the desk cleared"."""
    return said.about(source, ctx.schema)


@dataclass(frozen=True)
class PutDown(Pending):
    """ "is down in the database as director", until the subject tells what is: the row, or whoever is marked in it."""

    made: Condition | None = None

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of the row, of a marked argument, of the main text."""
        if isinstance(subject, Col):
            marked = subject.kind in ("span", "box") or subject.name == schema.default_text
            return self.made if marked else None
        return self.made if isinstance(subject, Subject) else None


@reads("put_down_by", "put_down_late", "not_down", "done_by_source")
def _put_down(ctx: Context, *parts: Any) -> Condition | None:
    made = _put_down_of(ctx, *parts)
    return PutDown(made=made) if made is not None else None


@reads("put_down_first", "put_down_last", "nothing_down")
def _put_down_of(ctx: Context, *parts: Any) -> Condition | None:
    """ "according to the database it is star"."""
    values = tuple(part for part in parts if isinstance(part, CategoryValue))
    given, named = _parted((*parts, *((Given(values),) if values else ())))
    return given.by(named[0], ctx.schema) if len(named) == 1 else None


@dataclass(frozen=True)
class LikeVote(Condition):
    """ "the desk said so too": it gave the label that the sentence votes for; never a part of a finished form."""

    column: str
    differs: bool = False


@dataclass(frozen=True)
class SaidSo(Pending):
    """ "said so too", "disagrees", until the subject tells who did: two who "say the same" agree with each other."""

    takes_several: ClassVar[bool] = True

    differs: bool = False

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category column."""
        category = isinstance(subject, Col) and subject.kind == "category"
        return LikeVote(subject.name, self.differs) if category else None


@reads("source_agreed")
def _agreed(ctx: Context) -> Condition:
    return SaidSo()


@reads("source_differed")
def _differed(ctx: Context) -> Condition:
    return SaidSo(differs=True)


def voted_so(when: Condition, vote: Vote, schema: Schema) -> Condition | None:
    """A condition in which each "said so" has the label that is voted for; None where the source knows no such label."""
    likes = [node for node in when.walk() if isinstance(node, LikeVote)]
    if not likes:
        return when
    made: dict[Form, Condition] = {}
    for like in likes:
        value = named_value(like.column, vote.labels[0], schema) if len(vote.labels) == 1 and not vote.negated else None
        if value is None:
            return None
        same = CategoryIs(like.column, (value,))
        made[like] = conjoin(negate(IsMissing(like.column)), Not(same)) if like.differs else same
    told: Condition = _put(when, made)
    return told


def _plain(name: str) -> str:
    return name.lower().replace("_", " ").replace("-", " ")


def _put(form: Any, made: dict[Form, Condition]) -> Any:
    if form in made:
        return made[form]
    changes: dict[str, Any] = {}
    for name, value in form.parts().items():
        if isinstance(value, Form):
            changes[name] = _put(value, made)
        elif isinstance(value, tuple) and any(isinstance(item, Form) for item in value):
            changes[name] = tuple(_put(item, made) if isinstance(item, Form) else item for item in value)
    return dataclasses.replace(form, **changes) if changes else form
