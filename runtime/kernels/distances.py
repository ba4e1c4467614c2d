"""Which of many places have one of others so far before or behind them: by search in sorted arrays, all rows at once.

What lies between two places only grows with the place looked at, so that those as far as asked are one stretch of the sorted
others. Counted words need care at their two ends: where no token lies between, the count is 0 whatever is joined.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.grammar import plan
from sayso.runtime.columns import Flags
from sayso.runtime.kernels.characters import Ints, search
from sayso.runtime.kernels.finding import Found
from sayso.runtime.kernels.tokens import Tokens


@dataclass(frozen=True, eq=False)
class Stretch:
    """For each place, the others from number `first` up to before `beyond`."""

    first: Ints
    beyond: Ints

    @property
    def some(self) -> Flags:
        """Where there is one."""
        return np.asarray(self.first < self.beyond, np.bool_)

    def within(self, keys: Ints, low: Ints, high: Ints | None) -> Stretch:
        """Narrowed to those whose key, ascending over the others, is from low to high."""
        first = np.maximum(self.first, np.searchsorted(keys, low, side="left"))
        beyond = self.beyond if high is None else np.minimum(self.beyond, np.searchsorted(keys, high, side="right"))
        return Stretch(first, beyond)


def near(op: plan.Near, tokens: Tokens, left: Found, right: Found) -> Flags | None:
    """Which places of the left have one of the right as the operation asks; None where arrays do not tell."""
    if (left.starts == left.ends).any() or (right.starts == right.ends).any():
        return None  # an empty place lies at once before and behind another
    result = np.zeros(len(left), np.bool_)
    if not len(left) or not len(right):
        return result
    if not len(tokens):
        return None  # no words anywhere: nothing to count by
    if op.order != "after":
        result |= _before(op, tokens, left, right)
    if op.order != "before":
        order = np.argsort(right.ends, kind="stable")
        right = Found(right.starts[order], right.ends[order])
        if op.unit == "sentences" and (right.starts[1:] < right.starts[:-1]).any():
            return None
        result |= _after(op, tokens, left, right)
    return result


def _anything(op: plan.Near) -> bool:
    return op.unit != "blank" and op.low <= 0 and op.high is None


def _most(op: plan.Near, of: Ints) -> Ints | None:
    return None if op.high is None else of + op.high


def _least(op: plan.Near, of: Ints) -> Ints | None:
    return None if op.high is None else of - op.high


def _before(op: plan.Near, tokens: Tokens, left: Found, right: Found) -> Flags:
    """Which of the left have one of the right behind them."""
    bank = tokens.bank
    row_ends = bank.ends[bank.row_of(left.starts)]
    behind = Stretch(
        np.searchsorted(right.starts, left.ends, side="left"), np.searchsorted(right.starts, row_ends, side="right")
    )
    if _anything(op):
        return behind.some
    if op.unit == "characters":
        return behind.within(right.starts, left.ends + op.low, _most(op, left.ends)).some
    if op.unit == "sentences":
        keys, own = _sentence(tokens, right.starts), _sentence(tokens, left.starts)
        return behind.within(keys, own + op.low, _most(op, own)).some
    first = tokens.first_after(left.ends)
    token = np.where(first < len(tokens), tokens.start(np.minimum(first, len(tokens) - 1)), len(bank.codes))
    middle = np.clip(
        np.searchsorted(right.starts, np.maximum(token, left.ends), side="right"), behind.first, behind.beyond
    )
    nothing = Stretch(behind.first, middle).some
    if op.unit == "blank":
        return nothing
    own, keys = _leaving(tokens, first), _reaching(tokens, tokens.first_from(right.starts))
    others = Stretch(middle, behind.beyond).within(keys, own + op.low, _most(op, own)).some
    return (nothing & (op.low <= 0)) | others


def _after(op: plan.Near, tokens: Tokens, left: Found, right: Found) -> Flags:
    """Which of the left have one of the right before them; the right are ordered by their ends."""
    bank = tokens.bank
    row_starts = bank.starts[bank.row_of(left.starts)]
    ahead = Stretch(
        np.searchsorted(right.ends, row_starts, side="left"), np.searchsorted(right.ends, left.starts, side="right")
    )
    if _anything(op):
        return ahead.some
    if op.unit == "characters":
        return _narrowed(op, ahead, right.ends, left.starts).some
    if op.unit == "sentences":
        return _narrowed(op, ahead, _sentence(tokens, right.starts), _sentence(tokens, left.starts)).some
    beyond = tokens.first_from(left.starts)
    token = np.where(beyond > 0, tokens.end(beyond - 1), -1)
    middle = np.clip(
        np.searchsorted(right.ends, np.minimum(token, left.starts), side="left"), ahead.first, ahead.beyond
    )
    nothing = Stretch(middle, ahead.beyond).some
    if op.unit == "blank":
        return nothing
    keys, own = _leaving(tokens, tokens.first_after(right.ends)), _reaching(tokens, beyond)
    others = _narrowed(op, Stretch(ahead.first, middle), keys, own).some
    return (nothing & (op.low <= 0)) | others


def _narrowed(op: plan.Near, stretch: Stretch, keys: Ints, own: Ints) -> Stretch:
    """Those whose key is at least `low` and at most `high` less than one's own."""
    least = _least(op, own)
    low = np.full(len(own), keys[0]) if least is None else least
    return stretch.within(keys, low, own - op.low)


def _leaving(tokens: Tokens, first: Ints) -> Ints:
    """Taken from `_reaching`, the counted words from the token `first` on."""
    return first - tokens.links(first + 1)


def _reaching(tokens: Tokens, beyond: Ints) -> Ints:
    """The counted words before the token `beyond`, of all rows."""
    return beyond - tokens.links(beyond)


def _sentence(tokens: Tokens, at: Ints) -> Ints:
    """The number of the sentence that a place starts in."""
    return search(tokens.sentences[0], at, "right")
