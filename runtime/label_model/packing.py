"""Rows of votes packed into whole numbers, so that equal rows are found without sorting them all."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from sayso.runtime.votes import small

Ints = npt.NDArray[np.int64]
Column = tuple[npt.NDArray[np.int32] | slice, npt.NDArray[np.signedinteger]]
"""The rows where a column has codes, and the codes: from -1, which elsewhere is understood."""
DIGITS = 62
"""Bits of a number that are made use of."""


def unpacked(packed: Ints, columns: int, outcomes: int) -> npt.NDArray[np.signedinteger]:
    """(rows, columns): the codes that were packed."""
    base, fit = outcomes + 1, _digits(outcomes)
    found = np.empty((columns, packed.shape[1]), small(outcomes))
    for word, start in enumerate(range(0, columns, fit)):
        left = packed[word]
        for place in range(start, min(start + fit, columns)):
            left, digit = np.divmod(left, base)
            found[place] = digit - 1
    return np.ascontiguousarray(found.T)


def words(columns: Iterable[Column], rows: int, outcomes: int) -> Ints:
    """(words, rows): each row's codes as the digits of a few numbers, which depend on nothing but that row."""
    base, fit = outcomes + 1, _digits(outcomes)
    found: list[Ints] = []
    for place, (where, codes) in enumerate(columns):
        if place % fit == 0:
            found.append(np.zeros(rows, np.int64))
        digit = np.int64(base ** (place % fit))
        if isinstance(where, slice) or len(where) * 4 < rows:
            found[-1][where] += (codes.astype(np.int64) + 1) * digit
        else:  # spread over all rows in its own narrow type first, it is added without looking up each row
            spread = np.zeros(rows, codes.dtype)
            spread[where] = codes + 1
            found[-1] += spread * digit
    return np.stack(found) if found else np.zeros((0, rows), np.int64)


def _digits(outcomes: int) -> int:
    """How many codes fit into one number."""
    return max(1, int(DIGITS / np.log2(outcomes + 1))) if outcomes else DIGITS


def numbered(packed: Ints) -> tuple[Ints, Ints]:
    """The first place of each different column of words, in the order of their words, and each column's number among them."""
    if not len(packed):
        return np.zeros(min(1, packed.shape[1]), np.int64), np.zeros(packed.shape[1], np.int64)
    where = _codes(packed[0])
    for word in packed[1:]:
        more = _codes(word)
        where = _codes(where * (int(more.max(initial=0)) + 1) + more)
    # numbers were given in the order of appearance: a new highest one is a first place
    first = np.flatnonzero(np.diff(np.maximum.accumulate(where), prepend=-1))
    order = _order(packed[:, first])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order], rank[where]


def _order(packed: Ints) -> Ints:
    """The order of columns of words by the first word, then the next: the others are looked at only where the first are equal."""
    order = np.argsort(packed[0])
    high = packed[0][order]
    same = high[1:] == high[:-1]
    tied = np.zeros(len(order), np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    among = order[tied]
    order[tied] = among[np.lexsort(packed[::-1, among])]
    return np.asarray(order, np.int64)


def _codes(numbers: Ints) -> Ints:
    return np.asarray(pd.factorize(numbers)[0], np.int64)
