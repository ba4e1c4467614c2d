"""The tokens of a bank: its maximal runs of word characters, as arrays over all rows; and what is counted in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sayso.runtime.columns import Flags
from sayso.runtime.kernels import breaks
from sayso.runtime.kernels.characters import ROOM, Bank, Bytes, Ints, tables

_JOINS = "-'.@/,&"
"""One of them between two tokens and nothing else makes one counted word of them."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Where the tokens of a bank start and end, in order."""

    bank: Bank
    starts: Ints
    ends: Ints

    @cached_property
    def joined(self) -> Ints:
        """The numbers of the tokens that are joined to the one before into one counted word, ascending."""
        folded = self.bank.folded
        at = np.flatnonzero(_joining(self.bank))
        at = at[(at > 0) & (folded[at - 1] != 0) & (folded[at + 1] != 0)]
        return self.first_from(at + 1)

    def links(self, numbers: Ints) -> Ints:
        """How many tokens before this one are joined to the one before them."""
        return np.searchsorted(self.joined, numbers, side="left")

    @cached_property
    def counted(self) -> tuple[Ints, Ints]:
        """The starts and ends of the counted words: tokens joined by - ' . @ / , or &, a $ before and a % behind with them."""
        first, last = np.ones(len(self.starts), np.bool_), np.ones(len(self.starts), np.bool_)
        first[self.joined] = False
        last[self.joined - 1] = False
        starts, ends = self.starts[first], self.ends[last]
        starts = starts - (self.bank.plain(starts - 1) == ord("$"))
        return starts, ends + (self.bank.plain(ends) == ord("%"))

    @cached_property
    def sentences(self) -> tuple[Ints, Ints]:
        """The starts and ends of the sentences of all rows, in order."""
        return breaks.sentences(self.bank)

    def first_after(self, at: Ints) -> Ints:
        """For each place the first token that ends behind it."""
        return np.searchsorted(self.ends, at, side="right")

    def first_from(self, at: Ints) -> Ints:
        """For each place the first token that starts there or later."""
        return np.searchsorted(self.starts, at, side="left")


def _joining(bank: Bank) -> Flags:
    """Which characters may join two tokens."""
    if bank.codes.dtype != np.uint8:
        return np.isin(tables().plain[bank.codes], [ord(c) for c in _JOINS])
    found = np.zeros(len(bank.codes), np.bool_)
    for first, count in _runs(_JOINS):  # one comparison a run: bytes wrap around below it
        found |= (bank.codes - np.uint8(first)) < count
    return found


def _runs(characters: str) -> list[tuple[int, int]]:
    """Characters as runs of neighbours: the first of each and how many there are."""
    runs: list[tuple[int, int]] = []
    for code in sorted(map(ord, characters)):
        if runs and sum(runs[-1]) == code:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((code, 1))
    return runs


def split(bank: Bank) -> Tokens:
    """The tokens of a bank."""
    gaps = np.flatnonzero(bank.folded[: len(bank.codes)] == 0)
    starts = np.empty(len(gaps), np.int64)
    starts[:1] = 0
    np.add(gaps[:-1], 1, out=starts[1:])
    there = starts < gaps
    return Tokens(bank, starts, gaps) if there.all() else Tokens(bank, starts[there], gaps[there])


# ---------------------------------------------------------------- which of them are the words looked for

_MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_MIXED = np.uint64(48)
_AT_ONCE = 1 << 16


def eights(folded: Bytes) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """At each character the eight from there on, as one number; `folded` has room for that behind it."""
    size = len(folded) - ROOM
    return np.lib.stride_tricks.as_strided(folded[:ROOM].view(np.uint64), (size,), (1,), writeable=False)


def candidates(tokens: Tokens, words: list[bytes]) -> Ints:
    """The tokens that may be one of the words, by a hash of their first eight characters; none that is one left out."""
    if not words or not len(tokens.starts):
        return np.zeros(0, np.int64)
    room = np.zeros(1 << 16, np.bool_)
    room[(_heads(words) * _MIX) >> _MIXED] = True
    view, found = eights(tokens.bank.folded), []
    for a in range(0, len(tokens.starts), _AT_ONCE):
        starts, ends = tokens.starts[a : a + _AT_ONCE], tokens.ends[a : a + _AT_ONCE]
        keys = view[starts]
        keys &= _MASKS.take(np.minimum(ends - starts, ROOM))
        keys *= _MIX
        keys >>= _MIXED
        found.append(np.flatnonzero(room.take(keys.view(np.int64))) + a)
    return np.concatenate(found)


def _heads(words: list[bytes]) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.frombuffer(b"".join(word[:ROOM].ljust(ROOM, b"\0") for word in words), np.uint64)


def matched(tokens: Tokens, words: list[bytes]) -> tuple[Ints, Ints]:
    """The tokens that are one of the words, ascending, and the number of that word."""
    chosen = candidates(tokens, words)
    if not len(chosen):
        return chosen, chosen
    view = eights(tokens.bank.folded)
    starts, lengths = tokens.starts[chosen], tokens.ends[chosen] - tokens.starts[chosen]
    keys = view[starts] & _MASKS[np.minimum(lengths, ROOM)]
    which = np.full(len(chosen), -1, np.int64)
    short = np.array([i for i, word in enumerate(words) if len(word) <= ROOM], np.int64)
    if len(short):
        heads = _heads([words[i] for i in short])
        order = np.argsort(heads)
        at = np.minimum(np.searchsorted(heads[order], keys), len(short) - 1)
        same = (heads[order][at] == keys) & (lengths <= ROOM)
        which[same] = short[order][at[same]]
    _long(tokens, words, chosen, keys, lengths, which)
    there: Flags = which >= 0
    return chosen[there], which[there]


def _long(tokens: Tokens, words: list[bytes], chosen: Ints, keys: Bytes, lengths: Ints, which: Ints) -> None:
    """Words of more than eight characters: the first eight are equal, each of the others is looked at."""
    long = np.flatnonzero(lengths > ROOM)
    order = long[np.argsort(keys[long], kind="stable")]
    ordered = keys[order]
    for i, word in enumerate(words):
        if len(word) <= ROOM:
            continue
        head = _heads([word])
        a, b = np.searchsorted(ordered, head, "left")[0], np.searchsorted(ordered, head, "right")[0]
        same = order[a:b][lengths[order[a:b]] == len(word)]
        for k in range(ROOM, len(word)):
            same = same[tokens.bank.folded[tokens.starts[chosen[same]] + k] == word[k]]
        which[same] = i
