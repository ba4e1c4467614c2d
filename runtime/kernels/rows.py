"""The numbers and tests of one row, used wherever a whole column at once or the postings do not decide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import compress

import numpy as np

from sayso.grammar import plan
from sayso.runtime.kernels import boxes, similarity, words
from sayso.runtime.kernels.boxes import COMPARE
from sayso.runtime.kernels.spots import Row, Spot, spots, text_columns


def number(op: plan.Number, row: Row) -> float | None:
    """The value of a number operation, None where missing."""
    if isinstance(op, plan.Count):
        return None if any(row.text(c) is None for c in text_columns(op)) else float(len(spots(op.of, row)))
    if isinstance(op, plan.Length):
        places = spots(op.of, row)
        return float(sum(_length(row, place, op.unit) for place in places)) if places else None
    if isinstance(op, plan.Arithmetic) and text_columns(op):
        left, right = number(op.left, row), number(op.right, row)
        if left is None or right is None:
            return None
        value = float(boxes.combined(np.array(left), op.operator, np.array(right)))
    else:
        value = float(boxes.numbers(op, row.columns)[row.i])
    return None if value != value else value


def _length(row: Row, place: Spot, unit: str) -> int:
    text = row.stretch(place)
    if unit == "characters":
        return len(text)
    return len(words.pieces(text, unit.removesuffix("s")))


def dear(op: plan.Test, row: Row) -> bool:
    """A test on texts, decided on this row alone."""
    if isinstance(op, plan.Some):
        return bool(spots(op.of, row))
    if isinstance(op, (plan.Same, plan.SameText, plan.Cased)):
        return next(fitting(op, row), None) is not None
    assert isinstance(op, plan.Compare)
    left, right = number(op.left, row), number(op.right, row)
    return left is not None and right is not None and bool(COMPARE[op.comparison](left, right))


def fitting(op: plan.Same | plan.SameText | plan.Similar | plan.Cased, row: Row) -> Iterator[Spot]:
    """The spots that a test looks at and finds as it asks."""
    if isinstance(op, plan.SameText):
        yield from _pairs(op, row)
        return
    places = spots(op.of, row)
    if isinstance(op, plan.Similar):
        yield from compress(places, similarity.similar([row.stretch(s) for s in places], op.text, op.threshold))
    elif isinstance(op, plan.Same):
        yield from (s for s in places if _equal(row.matchable(s[0])[s[1] : s[2]], op.values))
    else:
        yield from (s for s in places if _cased(row.stretch(s), op.case))


def _pairs(op: plan.SameText, row: Row) -> Iterator[Spot]:
    """Both spots wherever two hold the same text."""
    others = [(spot, text) for spot in spots(op.right, row) if (text := _folded(row, spot))]
    for spot in spots(op.left, row):
        text = _folded(row, spot)
        for other, wanted in others:
            if _alike(text, wanted, op.how):
                yield spot
                yield other


def _folded(row: Row, spot: Spot) -> str:
    return " ".join(row.matchable(spot[0])[spot[1] : spot[2]].lower().split())


def _alike(text: str, wanted: str, how: str) -> bool:
    if how == "starts":
        beyond = text[len(wanted) : len(wanted) + 1]
        return text.startswith(wanted) and not (words.wordy(wanted[-1]) and words.wordy(beyond))
    if how == "ends":
        beyond = text[: len(text) - len(wanted)][-1:]
        return text.endswith(wanted) and not (words.wordy(wanted[0]) and words.wordy(beyond))
    return text == wanted


def _equal(text: str, values: tuple[plan.Term, ...]) -> bool:
    folded = " ".join(text.split())
    for term in values:
        wanted = " ".join(term.text.translate(words.PLAIN).split())
        if folded == wanted or (term.mode != "exact" and folded.lower() == wanted.lower()):
            return True
    return False


_SMALL = frozenset(["a", "an", "and", "of", "the", "for", "to", "in", "on", "by", "with", "or"])


def _cased(text: str, case: str) -> bool:
    if not any(c.isalpha() for c in text):
        return False
    if case == "upper":
        return text == text.upper()
    if case == "lower":
        return text == text.lower()
    longer = [w for w in re.findall(r"[^\W\d_]+", text) if w.lower() not in _SMALL]
    return bool(longer) and all(w[0].isupper() and w[1:] == w[1:].lower() for w in longer)
