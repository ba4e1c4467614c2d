"""The numbers and tests of one row, used wherever a whole column at once or the postings do not decide."""

from __future__ import annotations

import re

from sayso.grammar import plan
from sayso.runtime.kernels import boxes, words
from sayso.runtime.kernels.boxes import COMPARE
from sayso.runtime.kernels.spots import Row, Spot, spots, text_columns


def number(op: plan.Number, row: Row) -> float | None:
    """The value of a number operation, None where missing."""
    if isinstance(op, plan.Count):
        return None if any(row.text(c) is None for c in text_columns(op)) else float(len(spots(op.of, row)))
    if isinstance(op, plan.Length):
        places = spots(op.of, row)
        return float(sum(_length(row, place, op.unit) for place in places)) if places else None
    value = float(boxes.numbers(op, row.columns)[row.i])
    return None if value != value else value


def _length(row: Row, place: Spot, unit: str) -> int:
    text = (row.text(place[0]) or "")[place[1] : place[2]]
    if unit == "characters":
        return len(text)
    return len(words.pieces(text, unit.removesuffix("s")))


def dear(op: plan.Test, row: Row) -> bool:
    """A test on texts, decided on this row alone."""
    if isinstance(op, plan.Some):
        return bool(spots(op.of, row))
    if isinstance(op, plan.Same):
        return any(_equal((row.matchable(c))[a:b], op.values) for c, a, b in spots(op.of, row))
    if isinstance(op, plan.Cased):
        return any(_cased((row.text(c) or "")[a:b], op.case) for c, a, b in spots(op.of, row))
    assert isinstance(op, plan.Compare)
    left, right = number(op.left, row), number(op.right, row)
    return left is not None and right is not None and bool(COMPARE[op.comparison](left, right))


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
