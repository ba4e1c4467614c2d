"""The tokens of a bank: its maximal runs of word characters, as arrays over all rows; and what is counted in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from sayso.runtime.columns import Flags
from sayso.runtime.kernels import breaks
from sayso.runtime.kernels.characters import ROOM, Bank, Bytes, Ints, search, tables

_JOINS = "-'.@/,&"
"""One of them between two tokens and nothing else makes one counted word of them."""


@dataclass(frozen=True, eq=False)
class Tokens:
    """Where the tokens of a bank start, in order, and how long they are; whole numbers of any width."""

    bank: Bank
    starts: Ints
    lengths: Ints
    known: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    """What was found out about them before: "joined", "sentences"."""

    def __len__(self) -> int:
        return len(self.starts)

    def start(self, numbers: Ints) -> Ints:
        """Where some tokens start."""
        return np.asarray(self.starts[numbers], np.int64)

    def end(self, numbers: Ints) -> Ints:
        """Where some tokens end."""
        return self.start(numbers) + self.lengths[numbers]

    @cached_property
    def joined(self) -> Ints:
        """The numbers of the tokens that are joined to the one before into one counted word, ascending."""
        if "joined" in self.known:
            found: Ints = self.known["joined"][0]
            return found
        at = np.flatnonzero(_joining(self.bank))
        at = at[at > 0]
        return self.first_from(at[self.bank.wordy(at - 1) & self.bank.wordy(at + 1)] + 1)

    def links(self, numbers: Ints) -> Ints:
        """How many tokens before this one are joined to the one before them."""
        return search(self.joined, numbers, "left")

    @property
    def counted(self) -> tuple[Ints, Ints]:
        """The starts and ends of all counted words: tokens joined by - ' . @ / , or &, a $ before and a % behind with them."""
        return self.counted_words(np.arange(len(self) - len(self.joined)))

    def counted_words(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Where some counted words start and end, counted over all rows."""
        starts, ends = self.start(self._leading(numbers)), self.end(self._leading(numbers + 1) - 1)
        starts = starts - (self.bank.plain(starts - 1) == ord("$"))
        return starts, ends + (self.bank.plain(ends) == ord("%"))

    def counted_before(self, at: Ints) -> Ints:
        """How many counted words start before some places that lie in none."""
        first = self.first_from(at)
        return first - self.links(first)

    @cached_property
    def row_words(self) -> Ints:
        """(rows + 1,): how many counted words of all rows start before each row."""
        return self.counted_before(self.bank.starts)

    def _leading(self, numbers: Ints) -> Ints:
        """The first tokens of some counted words: as many tokens later as there are joined ones before."""
        return numbers + search(self._leads, numbers, "right")

    @cached_property
    def _leads(self) -> Ints:
        """For each joined token how many that are not joined lie before it."""
        return self.joined - np.arange(len(self.joined), dtype=self.joined.dtype)

    @cached_property
    def sentences(self) -> tuple[Ints, Ints]:
        """The starts and ends of the sentences of all rows, in order."""
        if "sentences" in self.known:
            starts, ends = self.known["sentences"]
            return starts, ends
        return breaks.sentences(self.bank)

    @cached_property
    def row_sentences(self) -> Ints:
        """(rows + 1,): how many sentences of all rows start before each row."""
        return search(self.sentences[0], self.bank.starts, "left")

    def first_after(self, at: Ints) -> Ints:
        """For each place the first token that ends behind it."""
        last = search(self.starts, at, "right") - 1  # the last that does not start behind it
        if not len(self):
            return last + 1
        numbers = np.maximum(last, 0)
        return np.where((last >= 0) & (self.end(numbers) > at), last, last + 1)

    def first_from(self, at: Ints) -> Ints:
        """For each place the first token that starts there or later."""
        return search(self.starts, at, "left")


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
    kind: Any = np.int32 if len(bank.codes) < 1 << 31 else np.int64
    gaps = np.flatnonzero(bank.folded[: len(bank.codes)] == 0).astype(kind)
    starts = np.empty(len(gaps), kind)
    starts[:1] = 0
    np.add(gaps[:-1], 1, out=starts[1:])
    lengths = gaps - starts
    there = lengths > 0
    return Tokens(bank, starts, lengths) if there.all() else Tokens(bank, starts[there], lengths[there])


# ---------------------------------------------------------------- which of them are the words looked for

MASKS = np.array([(1 << 8 * n) - 1 for n in range(9)], np.uint64)
"""What keeps the first n characters of eight."""
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
        keys = view[tokens.starts[a : a + _AT_ONCE]]
        keys &= MASKS.take(np.minimum(tokens.lengths[a : a + _AT_ONCE], ROOM))
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
    starts, lengths = tokens.starts[chosen], tokens.lengths[chosen]
    keys = view[starts] & MASKS[np.minimum(lengths, ROOM)]
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
