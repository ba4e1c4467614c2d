"""Rows of votes packed into whole numbers, so that equal rows are found without sorting them all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
    wide, fit = _width(outcomes)
    found = np.empty((columns, packed.shape[1]), small(outcomes))
    for place in range(columns):
        digit = packed[place // fit] >> (wide * (place % fit))
        found[place] = (digit & ((1 << wide) - 1)) - 1
    return np.ascontiguousarray(found.T)


def words(columns: Iterable[Column], rows: int, outcomes: int) -> Ints:
    """(words, rows): each row's codes as some bits each of a few numbers, which depend on nothing but that row.

    A few codes go together into a narrow number first: rows are then looked up in less memory, and fewer wide ones are added."""
    wide, fit = _width(outcomes)
    narrow, few = (np.uint16, min(16 // wide, fit)) if wide <= 16 else (np.uint64, 1)
    found: list[npt.NDArray[np.uint64]] = []
    told = list(columns)
    for start in range(0, len(told), fit):
        found.append(np.zeros(rows, np.uint64))
        for first in range(start, min(start + fit, len(told)), few):
            some = np.zeros(rows, narrow)
            for place in range(first, min(first + few, start + fit, len(told))):
                _put(some, told[place], wide * (place - first))
            found[-1] |= some.astype(np.uint64) << np.uint64(wide * (first - start))
    return np.stack(found).view(np.int64) if found else np.zeros((0, rows), np.int64)


def _put(some: npt.NDArray[Any], column: Column, shift: int) -> None:
    """Write a column's codes into its bits, which are 0."""
    where, codes = column
    if isinstance(where, slice) or len(where) * 4 < len(some):
        some[where] |= (codes + 1).astype(some.dtype) << shift
    else:  # spread over all rows in its own narrow type first, it is added without looking up each row
        spread = np.zeros(len(some), codes.dtype)
        spread[where] = codes + 1
        some |= spread.astype(some.dtype) << shift


def sizes(packed: Ints, columns: int, outcomes: int) -> Ints:
    """(rows,): how many codes of each were no abstention."""
    wide, fit = _width(outcomes)
    lowest = sum(1 << (wide * place) for place in range(min(fit, columns)))
    total = np.zeros(packed.shape[1], np.int64)
    for word in packed:
        some = word.copy()
        for bit in range(1, wide):
            some |= word >> bit
        total += np.bitwise_count(some & lowest)
    return total


def _width(outcomes: int) -> tuple[int, int]:
    """The bits of a code, and how many codes fit into one number."""
    wide = max(int(outcomes).bit_length(), 1)
    return wide, DIGITS // wide


def numbered(packed: Ints) -> tuple[Ints, Ints]:
    """The first place of each different column of words, in the order of their words, and each column's number among them."""
    first, where = grouped(packed)
    order = ordered(packed[:, first])
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return first[order], rank[where]


def grouped(packed: Ints) -> tuple[Ints, Ints]:
    """The same in the order in which they appear, which takes half as long."""
    if not len(packed):
        return np.zeros(min(1, packed.shape[1]), np.int64), np.zeros(packed.shape[1], np.int64)
    if len(packed) == 1:
        where = _codes(packed[0])
        return _first(where), where
    where = _codes(mixed(packed))
    first = _first(where)
    again = np.ones(len(where), np.bool_)
    again[first] = False
    if (packed[:, again] != packed[:, first[where[again]]]).any():  # two were mixed to one number
        where = _codes(packed[0])
        for word in packed[1:]:
            more = _codes(word)
            where = _codes(where * (int(more.max(initial=0)) + 1) + more)
        first = _first(where)
    return first, where


def _first(where: Ints) -> Ints:
    """The first place of each number: given in the order of appearance, each is a new highest one there."""
    highest = np.maximum.accumulate(where)
    new = np.concatenate([[True], highest[1:] != highest[:-1]])[: len(where)]
    return np.asarray(np.flatnonzero(new), np.int64)


def mixed(packed: Ints) -> Ints:
    """Each column of words as one number, by chance the same for two that differ. One word stays what it is."""
    found = packed[0].view(np.uint64)
    for word in packed[1:]:
        found = found * np.uint64(0x9E3779B97F4A7C15)
        found ^= found >> np.uint64(32)
        found += word.view(np.uint64)
    return np.asarray(found.view(np.int64), np.int64)


def ordered(packed: Ints) -> Ints:
    """The order of columns of words by the first word, then the next: the others are looked at only where the first are equal."""
    if not len(packed):
        return np.arange(packed.shape[1])
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
