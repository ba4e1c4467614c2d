"""Which rows a dear test may hold on: a cheap look that leaves out none on which it does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sayso.grammar import plan
from sayso.runtime.columns import Flags
from sayso.runtime.kernels import characters, language, places
from sayso.runtime.kernels.boxes import COMPARE
from sayso.runtime.kernels.spots import text_columns

Texts = Callable[[str], places.Column]
"""Gives a text column ready to be asked."""


def guard(op: plan.Test, texts: Texts) -> Flags | None:
    """The rows on which a dear test may be true; None where that is not known."""
    if isinstance(op, (plan.Some, plan.Cased, plan.Similar)):
        return may(op.of, texts)
    if isinstance(op, plan.Same):
        return _both([may(op.of, texts), _values(op, texts)])
    if isinstance(op, plan.SameText):
        return _both([may(op.left, texts), may(op.right, texts)])
    if isinstance(op, plan.Compare) and isinstance(op.left, plan.Count) and isinstance(op.right, plan.Constant):
        at_least_one = not COMPARE[op.comparison](0.0, op.right.value)
        return may(op.left.of, texts) if at_least_one else None
    return None


def _values(op: plan.Same, texts: Texts) -> Flags | None:
    """A whole text that equals a value holds the value's words."""
    if not isinstance(op.of, plan.Whole):
        return None
    column = texts(op.of.column)
    # beyond ASCII, lower() and a case-insensitive pattern part ways
    return _either([may_hold(term, column) if term.text.isascii() else None for term in op.values])


def may(op: plan.Spots, texts: Texts) -> Flags | None:
    """The rows that may have a place; None where that is not known."""
    if places.answered(op) and not isinstance(op, plan.Whole) and len(text_columns(op)) == 1:
        held = texts(next(iter(text_columns(op)))).some(op)
        if held is not None:
            return held
    if isinstance(op, plan.Find):
        return _both([_terms(op, texts), may(op.within, texts)])
    if isinstance(op, (plan.Near, plan.Gap)):
        return _both([may(op.left, texts), may(op.right, texts)])
    if isinstance(op, plan.Holding):
        return _both([may(op.of, texts), *(may(part, texts) for part in op.parts)])
    if isinstance(op, plan.Union):
        return _either([may(part, texts) for part in op.parts])
    if isinstance(op, (plan.AtEdge, plan.Side, plan.Echo)):
        return _both([may(op.of, texts), may(op.within, texts)])
    if isinstance(op, (plan.Pieces, plan.Edge, plan.Worth)):
        return may(op.of, texts)
    if isinstance(op, (plan.Things, plan.Pattern)):
        return may(op.within, texts)
    return None


def _terms(op: plan.Find, texts: Texts) -> Flags | None:
    columns = text_columns(op.within)
    if len(columns) != 1:
        return None
    column = texts(next(iter(columns)))
    return _either([may_hold(term, column) for term in op.terms])


def may_hold(term: plan.Term, column: places.Column) -> Flags | None:
    """The rows that may hold a term, all that do among them; None where that is not known."""
    if term.mode != "lemma":
        return column.may_hold(term)
    forms = language.forms(term.text)
    return None if forms is None else _with_letters(forms, column)


def _with_letters(stretches: tuple[str, ...], column: places.Column) -> Flags:
    """The rows with one of some stretches of letters, even inside words."""
    result = np.zeros(column.rows, np.bool_)
    parts = [characters.folded(stretch) for stretch in stretches]
    for text in column.texts:
        places.mark(text, text.postings.inside(parts, text.tokens), result)
    return result


def _either(parts: list[Flags | None]) -> Flags | None:
    found = [part for part in parts if part is not None]
    return np.logical_or.reduce(found) if found and len(found) == len(parts) else None


def _both(parts: list[Flags | None]) -> Flags | None:
    found = [part for part in parts if part is not None]
    return np.logical_and.reduce(found) if found else None
