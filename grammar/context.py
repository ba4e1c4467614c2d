"""What readers are given beside their children, and how subjects meet what is said of them.

A predicate is read before its subject is known, with a `Hole` where the subject goes; `about` fills it. One rule thus serves
"the title contains", "both the title and the body contain" and "neither of them contains", for every predicate.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Literal

from sayso.grammar.forms import Condition, Form, Place
from sayso.grammar.plan import Number, Spots
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col


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
    """What a sentence says something of without naming a column: the document, or "it"."""

    what: Literal["document", "it"]


@dataclass(frozen=True)
class Several:
    """Several subjects that share what is said of them."""

    how: Literal["all", "any", "none"]
    subjects: tuple[Any, ...]


@dataclass(frozen=True)
class Alternatives:
    """Several meanings of one phrase, each with what it costs more than the first."""

    choices: tuple[tuple[Any, float], ...]


@dataclass(frozen=True)
class It(Place):
    """A pronoun for a text, until the sentence tells which."""

    def say(self) -> str:
        """ "it"."""
        return "it"

    def lower(self, schema: Schema) -> Spots:
        """Never run: resolved before a function is made."""
        raise TypeError("a pronoun has no meaning of its own")


def as_place(subject: Any, schema: Schema) -> Place | None:
    """The place in a text that a subject is, or None where it is none."""
    from sayso.grammar.predicates.places import Argument, Text

    if isinstance(subject, Place):
        return subject
    if isinstance(subject, Col):
        return (
            {"text": Text, "span": Argument}[subject.kind](subject.name) if subject.kind in ("text", "span") else None
        )
    if isinstance(subject, Subject) and subject.what == "it":
        return It()
    if isinstance(subject, Subject) and schema.default_text:
        return Text(schema.default_text)
    return None


def has_hole(form: Form) -> bool:
    """Whether a form still waits for its subject."""
    return any(isinstance(node, Hole) for node in form.walk())


def about(form: Any, subject: Any, schema: Schema) -> Condition | None:
    """Say a predicate of a subject; None where the two do not fit."""
    from sayso.grammar.predicates.logic import And, Not, Or

    if not isinstance(form, Condition):
        return None
    if isinstance(subject, Several):
        said = [about(form, one, schema) for one in subject.subjects]
        if any(one is None for one in said):
            return None
        parts = tuple(one for one in said if one is not None)
        joined = And(parts) if subject.how == "all" else Or(parts)
        return Not(joined) if subject.how == "none" else joined
    if isinstance(form, (And, Or)):
        filled = [about(part, subject, schema) for part in form.parts_of]
        if any(part is None for part in filled):
            return None
        return dataclasses.replace(form, parts_of=tuple(part for part in filled if part is not None))
    if isinstance(form, Not):
        inner = about(form.of, subject, schema)
        return dataclasses.replace(form, of=inner) if inner is not None else None
    if not has_hole(form):
        # "the email has more than five links": the predicate names its own column, the subject is the row
        own = isinstance(subject, Subject) or (isinstance(subject, Col) and subject.name == schema.default_text)
        return form if own else None
    made = form.about(subject, schema)
    if made is not None and not made.spans:
        object.__setattr__(made, "spans", form.spans)  # its words are the predicate's
    return made


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


def fill_pronoun(form: Any, pronoun: It, place: Form) -> Any:
    """The form with that very pronoun (the same object) replaced."""
    if form is pronoun:
        return place
    changes: dict[str, Any] = {}
    for name, value in form.parts().items():
        if isinstance(value, Form):
            changes[name] = fill_pronoun(value, pronoun, place)
        elif isinstance(value, tuple):
            changes[name] = tuple(fill_pronoun(i, pronoun, place) if isinstance(i, Form) else i for i in value)
    return dataclasses.replace(form, **changes) if changes else form
