"""A form from its record: what `canonical` and the spans of each node keep, made a form again.

A record is read years later, without its sentence being compiled again. The digest says whether the form is the one that was recorded.
"""

from __future__ import annotations

import dataclasses
import datetime
import typing
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from sayso.grammar.errors import SaysoError, Span
from sayso.grammar.forms import FORMS, Form, canonical


def spans_of(form: Form) -> list[list[list[int]]]:
    """The spans of each node, in the order of `walk`."""
    return [[list(span) for span in node.spans] for node in form.walk()]


def recalled(record: Any, spans: Sequence[Sequence[Sequence[int]]] = ()) -> Form:
    """The form of which `canonical` made the record, with its spans; the families of forms must be loaded.

    Raises `SaysoError` where the record holds anything that this version's forms do not."""
    given: Iterator[Any] | None = iter(spans) if spans else None
    try:
        form: Form = _form(record, given)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise SaysoError(f"the record of a form cannot be read by this version ({error})") from None
    if canonical(form) != record:
        raise SaysoError("the record of a form means something else to this version")
    return form


def _form(record: dict[str, Any], spans: Iterator[Any] | None) -> Any:
    kind: Any = FORMS[record["form"]]
    own: tuple[Span, ...] = tuple((int(a), int(b)) for a, b in next(spans, ())) if spans is not None else ()
    hints = _hints(kind)
    parts = {name: _value(value, hints[name], spans) for name, value in record.items() if name != "form"}
    return kind(**parts, spans=own)


def _value(record: Any, hint: Any, spans: Iterator[Any] | None) -> Any:
    if isinstance(record, dict) and "form" in record:
        return _form(record, spans)
    if isinstance(record, dict):  # a field of it may be called "value" too: the hint says what it is
        kind: Any = next(h for h in _choices(hint) if dataclasses.is_dataclass(h) and set(record) == _names(h))
        hints = _hints(kind)
        own = {f.name for f in dataclasses.fields(kind)}
        return kind(**{name: _value(value, hints[name], spans) for name, value in record.items() if name in own})
    if isinstance(record, list):
        inner = next((a for h in _choices(hint) for a in typing.get_args(h) if a is not Ellipsis), Any)
        return tuple(_value(item, inner, spans) for item in record)
    if all(typing.get_origin(h) is tuple for h in _choices(hint)):
        raise ValueError(f"{record!r} is no list")
    if isinstance(record, str) and datetime.date in _choices(hint):
        return datetime.date.fromisoformat(record)
    if isinstance(record, int) and not isinstance(record, bool) and float in _choices(hint):
        return float(record)
    return record


def _choices(hint: Any) -> tuple[Any, ...]:
    """The members of a union; a type alone otherwise."""
    return typing.get_args(hint) if typing.get_origin(hint) not in (None, tuple, typing.Literal) else (hint,)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _names(kind: Any) -> set[str]:
    """What `canonical` calls the parts of a dataclass that is no form."""
    return {"value", *(f.name for f in dataclasses.fields(kind))}
