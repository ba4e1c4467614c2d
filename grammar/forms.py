"""Forms: what a sentence means, each class holding its meaning and its words.

A form is a frozen dataclass. Two wordings of one meaning are equal forms: `spans`, the places in the sentence that a node came
from, take no part in equality. Each form says itself (`say`) in a sentence of the language that compiles to the same form.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Any, ClassVar, TypeVar, cast

from sayso.grammar import plan
from sayso.grammar.errors import Span
from sayso.grammar.schema import Schema


@dataclass(frozen=True)
class Example:
    """A sentence with rows that its condition must and must not match, over `EXAMPLE_SCHEMA`."""

    sentence: str
    yes: tuple[dict[str, Any], ...]
    no: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Form:
    """A node of a logical form."""

    spans: tuple[Span, ...] = field(default=(), compare=False, repr=False)
    """The stretches of the sentence that this node came from."""
    told: Any = field(default=None, compare=False, repr=False)
    """The predicate and the subject that it was made of: what "so does the title" repeats."""

    examples: ClassVar[tuple[Example, ...]] = ()

    def say(self) -> str:
        """The node in canonical English: a sentence of the language, or a part of one."""
        raise NotImplementedError

    def children(self) -> Iterator[Form]:
        """The forms right below this one, in the order of its fields."""
        found: list[Form] = []
        for name in _meaning(cast(Any, self).__class__):
            value = getattr(self, name)
            if isinstance(value, Form):
                found.append(value)
            elif isinstance(value, tuple):
                found += [item for item in value if isinstance(item, Form)]
        return iter(found)

    def __getstate__(self) -> dict[str, Any]:
        """The fields alone: what is remembered of a form (a hash of text, too) means nothing in another process."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    def parts(self) -> dict[str, Any]:
        """The fields that make up the meaning, by name."""
        return {name: getattr(self, name) for name in _meaning(cast(Any, self).__class__)}

    def walk(self) -> Iterator[Form]:
        """This node and all below it, parents first."""
        return chain((self,), self._below())

    def _below(self) -> tuple[Form, ...]:
        """Kept, because readers ask the same form again and again; without the form itself, which would never be let go."""
        known: tuple[Form, ...] | None = self.__dict__.get("_nodes")
        if known is None:
            known = self.__dict__["_nodes"] = tuple(node for child in self.children() for node in child.walk())
        return known


@cache
def _meaning(form: Any) -> tuple[str, ...]:
    """The names of the fields that make up the meaning of a class's forms."""
    return tuple(f.name for f in dataclasses.fields(form) if f.compare)


class Condition(Form):
    """A form that is true or false of a row."""

    def lower(self, schema: Schema) -> plan.Test:
        """The engine operations that decide it."""
        raise NotImplementedError

    def say_not(self) -> str:
        """The opposite, in canonical English; `Not` reads it back."""
        return f"it is not the case that ({self.say()})"

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """This predicate said of a subject, in place of its hole; None where it cannot be said of that."""
        from sayso.grammar.context import as_place, fill

        place = as_place(subject, schema)
        return None if place is None else cast("Condition", fill(self, place))


class Place(Form):
    """A form that is a stretch, or stretches, of a row's text."""

    def lower(self, schema: Schema) -> plan.Spots:
        """The engine operations that find it."""
        raise NotImplementedError


class Quantity(Form):
    """A form that is a number."""

    def lower(self, schema: Schema) -> plan.Number:
        """The engine operations that compute it."""
        raise NotImplementedError


F = TypeVar("F", bound=type[Form])

FORMS: dict[str, type[Form]] = {}
"""Every form there is, by class name."""


def _hash_once(form: type[Form]) -> None:
    """Remember each form's hash: the parser asks a form for it some fifty times."""
    made = form.__hash__

    def remembered(self: Form) -> int:
        known: int | None = self.__dict__.get("_hash")
        if known is None:
            known = self.__dict__["_hash"] = made(self)
        return known

    setattr(form, "__hash__", remembered)  # noqa: B010 - mypy has no type for it


def register(form: F) -> F:
    """Take a form into the language; raise `TypeError` if it lacks a docstring, `say`, `lower` or examples."""
    lacks = [
        name
        for name, there in (
            (
                "a docstring",
                "__doc__" in vars(form) and form.__doc__ and not form.__doc__.startswith(form.__name__ + "("),
            ),
            ("say()", form.say is not Form.say),
            ("lower()", not issubclass(form, (Condition, Place, Quantity)) or _own(form, "lower")),
            ("examples", bool(form.examples) or not issubclass(form, Condition)),
        )
        if not there
    ]
    if lacks:
        raise TypeError(f"the form {form.__name__} lacks {', '.join(lacks)}")
    if form.__name__ in FORMS:
        raise TypeError(f"there are two forms named {form.__name__}")
    _hash_once(form)
    FORMS[form.__name__] = form
    return form


def _own(form: type[Form], method: str) -> bool:
    bases = (Condition, Place, Quantity)
    return all(getattr(form, method) is not vars(base).get(method) for base in bases)


def canonical(value: Any) -> Any:
    """A form (or a value in one) as plain data: class name and meaning fields, for digests and for machines."""
    if isinstance(value, Form):
        return {"form": type(value).__name__} | {k: canonical(v) for k, v in value.parts().items()}
    if isinstance(value, (tuple, list)):
        return [canonical(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # 5 and 5.0 are one number
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {"value": type(value).__name__} | {
            f.name: canonical(getattr(value, f.name)) for f in dataclasses.fields(value)
        }
    return str(value)


Reader = Callable[..., Any]
READERS: dict[str, Reader] = {}
"""For each alias of the grammar, the function that makes its meaning out of its children's."""


R = TypeVar("R", bound=Reader)


def reads(*aliases: str) -> Callable[[R], R]:
    """Register a function as the meaning of grammar alternatives (`-> alias` in a `.lark` file)."""

    def enter(reader: R) -> R:
        for alias in aliases:
            if alias in READERS:
                raise TypeError(f"the alternative '{alias}' has two readers")
            READERS[alias] = reader
        return reader

    return enter
