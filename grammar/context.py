"""What readers are given beside their children, and how subjects meet what is said of them.

A predicate is read before its subject is known, with a `Hole` where the subject goes; `about` fills it. One rule thus serves
"the title contains", "both the title and the body contain" and "neither of them contains", for every predicate.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from sayso.grammar.forms import Condition, Form, Place
from sayso.grammar.plan import Number, Spots
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col


@dataclass(frozen=True)
class Context:
    """What a reader may look at besides its children."""

    schema: Schema
    wanted: str | None = None
    """The label that the sentence's reason is for, where it was given apart."""


@dataclass(frozen=True)
class Hole(Place):
    """The place that a predicate's subject will take."""

    def say(self) -> str:
        """Never shown: a form with a hole left in it is not a reading."""
        return "it"

    def lower(self, schema: Schema) -> Spots:
        """Never run."""
        raise TypeError("a hole has no meaning")

    def number(self) -> Number:
        """Never run."""
        raise TypeError("a hole has no meaning")


HOLE = Hole()


@dataclass(frozen=True)
class Subject:
    """What a sentence says something of without naming a column: the document."""

    what: Literal["document", "person"] = "document"


DOCUMENT = Subject()
PERSON = Subject("person")
"""The one that a row is about: "the patient is over 65"."""


@dataclass(frozen=True)
class Owner:
    """One name for several columns: "the tagger" is its label and its score, whichever a predicate can be said of."""

    columns: tuple[Col, ...]


@dataclass(frozen=True)
class Measured:
    """A thing of which columns say how large it is: "the lesion is over 5 mm"; the unit tells which of them."""

    columns: tuple[Col, ...]


@dataclass(frozen=True)
class Several:
    """Several subjects that share what is said of them."""

    how: Literal["all", "any", "none", "one", "some", "first"]
    subjects: tuple[Any, ...]
    bounds: Bounds | None = None
    """How many of them, where `how` is "some"."""


@dataclass(frozen=True)
class Alternatives:
    """Several meanings of one phrase, each with what it costs more than the first."""

    choices: tuple[tuple[Any, float], ...]


@dataclass(frozen=True)
class Pending(Condition):
    """A predicate that waits for its subject to tell what it means; never a part of a finished form."""

    takes_several: ClassVar[bool] = False
    """Whether it is said of several subjects together ("overlap", "are the same"), not of each."""

    place: Any = HOLE

    def is_joint(self) -> bool:
        """Whether it is said of several things jointly: "are in one sentence"."""
        return self.takes_several


def as_place(subject: Any, schema: Schema) -> Place | None:
    """The place in a text that a subject is, or None where it is none."""
    from sayso.grammar.predicates.places import Argument, Text

    if isinstance(subject, Place):
        if has_hole(subject):
            return fill(subject, Text(schema.default_text)) if schema.default_text else None
        return subject
    if isinstance(subject, Col):
        return (
            {"text": Text, "span": Argument}[subject.kind](subject.name) if subject.kind in ("text", "span") else None
        )
    if isinstance(subject, Subject) and schema.default_text:
        return Text(schema.default_text)
    return None


def has_hole(form: Form) -> bool:
    """Whether a form still waits for its subject."""
    known: bool | None = form.__dict__.get("_waits")
    if known is None:
        known = form.__dict__["_waits"] = any(isinstance(node, (Hole, Pending)) for node in form.walk())
    return known


def about(form: Any, subject: Any, schema: Schema) -> Condition | None:
    """Say a predicate of a subject; None where the two do not fit."""
    made = _about(form, subject, schema)
    if made is not None and not isinstance(subject, Several):
        object.__setattr__(made, "told", (form, subject))
    return made


def _about(form: Any, subject: Any, schema: Schema) -> Condition | None:
    from sayso.grammar.predicates.logic import And, Not, Or, conjoin, disjoin

    if not isinstance(form, Condition):
        return None
    if isinstance(subject, Owner) and not isinstance(form, (And, Or, Not)):
        return next((m for m in (_about(form, column, schema) for column in subject.columns) if m is not None), None)
    waits = has_hole(form)
    together = waits and any(isinstance(node, Pending) and node.takes_several for node in form.walk())
    if isinstance(subject, Several) and not together:
        return _of_each(form, subject, schema)
    if isinstance(form, And) and _is_any(subject):  # "a sentence mentions A and B": one sentence
        return _in_any(form, subject)
    if isinstance(form, (And, Or)):
        filled = [about(part, subject, schema) for part in form.parts_of]
        parts = tuple(part for part in filled if part is not None)
        if len(parts) < len(filled):
            return None
        return conjoin(*parts) if isinstance(form, And) else disjoin(*parts)
    if isinstance(form, Not):
        joint = together or any(isinstance(node, Pending) and node.is_joint() for node in form.walk())
        subject = subject if joint else _any_of(subject)  # "'a' and 'b' do not appear": neither does
        inner = about(form.of, subject, schema)
        if inner is None:
            return None
        return inner.of if isinstance(inner, Not) else dataclasses.replace(form, of=inner)
    if not waits:
        # "the email has more than five links": the predicate names its own column, the subject is the row
        own = isinstance(subject, (Subject, Measured)) or (
            isinstance(subject, Col) and subject.kind in ("box", "number")
        )
        of_the_row = isinstance(subject, Col) and subject.kind == "text" and _had(form)
        return form if own or of_the_row else None
    made = form.about(subject, schema)
    if _is_any(subject) and made is not None:
        from sayso.grammar.predicates.order import contained
        from sayso.grammar.predicates.text import Contains

        made = contained(made.place, made.what) if isinstance(made, Contains) else made
    if made is not None and not made.spans:
        object.__setattr__(made, "spans", form.spans)  # its words are the predicate's
    return made


def _is_any(subject: Any) -> bool:
    """Whether something is said of any sentence, paragraph or line: of one of them, not of all together."""
    from sayso.grammar.predicates.places import Piece

    return isinstance(subject, Piece) and subject.pick == 0 and subject.piece != "word"


def _in_any(form: Any, subject: Any) -> Condition | None:
    from sayso.grammar.predicates.items import AllOf, AnyOf
    from sayso.grammar.predicates.order import Together, contained
    from sayso.grammar.predicates.text import Contains

    items: list[Any] = []
    for part in form.parts_of:
        if not isinstance(part, Contains) or part.place != HOLE or not isinstance(part.what, (AnyOf, AllOf)):
            return None
        several = isinstance(part.what, AnyOf) and len(part.what.items) > 1
        items += [part.what] if several else part.what.items
    if not all(isinstance(item, AnyOf) for item in items) and not any(isinstance(item, AnyOf) for item in items):
        return contained(subject, AllOf(tuple(items)))
    piece = subject.piece
    return Together(subject.of, tuple(items), piece) if piece in ("sentence", "paragraph") else None


def _had(form: Condition) -> bool:
    """Whether a flag is asked for that is called by what is had: "has_html"."""
    from sayso.grammar.predicates.categories import FlagIs

    return isinstance(form, FlagIs) and form.column.startswith("has_")


def _any_of(subject: Any) -> Any:
    from sayso.grammar.predicates.items import AllOf, AnyOf, Counted

    if isinstance(subject, Counted) and subject.how == "some" and isinstance(subject.what, AllOf):
        return dataclasses.replace(subject, what=AnyOf(subject.what.items))
    return subject


def _of_each(form: Condition, subject: Several, schema: Schema) -> Condition | None:
    from sayso.grammar.predicates.logic import Holding, Not, Or, conjoin, disjoin

    said = [about(form, one, schema) for one in subject.subjects]
    if any(one is None for one in said):
        return None
    parts = tuple(one for one in said if one is not None)
    if subject.how == "all":
        return conjoin(*parts)
    if subject.how == "first":  # "the title but not the body"
        return conjoin(parts[0], *(Not(part) for part in parts[1:]))
    if subject.how in ("one", "some"):
        bounds = subject.bounds
        return Holding.made("=", 1, parts) if bounds is None else Holding.of_bounds(bounds, parts)
    return Not(Or(parts) if len(parts) > 1 else parts[0]) if subject.how == "none" else disjoin(*parts)


def fill(form: Form, place: Form) -> Any:
    """The form with every hole replaced; all other nodes keep their spans."""
    if isinstance(form, Hole):
        return place
    changes: dict[str, Any] = {}
    for name, value in form.parts().items():
        if isinstance(value, Form):
            new = fill(value, place)
            if new is not value:
                changes[name] = new
        elif isinstance(value, tuple) and any(isinstance(item, Form) for item in value):
            items = tuple(fill(item, place) if isinstance(item, Form) else item for item in value)
            if any(a is not b for a, b in zip(items, value, strict=True)):
                changes[name] = items
    return dataclasses.replace(form, **changes) if changes else form
