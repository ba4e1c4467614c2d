"""Postings of every word of a bank: the full index, which answers for functions that nobody has thought of yet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sayso.runtime.columns import Flags
from sayso.runtime.kernels.characters import ROOM, Bytes, Ints
from sayso.runtime.kernels.finding import standing
from sayso.runtime.kernels.tokens import MASKS, Tokens, eights

Keys = npt.NDArray[np.uint64]
_MULTIPLIERS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xD6E8FEB86659FD93)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All words of a bank, in order of their bytes, and the tokens that are each of them.

    `letters` holds the words with a NUL before the first and behind each; word i begins at `begins[i]`, and its tokens are
    numbers[bounds[i]:bounds[i + 1]], ascending."""

    letters: Bytes
    begins: npt.NDArray[Any]
    bounds: npt.NDArray[Any]
    numbers: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @cached_property
    def _searchable(self) -> bytes:
        return self.letters.tobytes()

    def word(self, i: int) -> bytes:
        """The i-th word, folded."""
        return self.letters[self.begins[i] : self.begins[i + 1] - 1].tobytes()

    def of(self, word: bytes) -> Ints:
        """The numbers of the tokens that are a folded word, ascending."""
        i = bisect_left(range(len(self)), word, key=self.word)
        return self._tokens(i) if i < len(self) and self.word(i) == word else np.zeros(0, np.int64)

    def _tokens(self, i: int) -> Ints:
        return np.asarray(self.numbers[self.bounds[i] : self.bounds[i + 1]], np.int64)

    def inside(self, parts: Sequence[bytes], tokens: Tokens) -> Ints:
        """Wherever one of some folded parts of words stands, ascending: found in the words, not in the text."""
        at = standing(parts, self._searchable)
        words = np.searchsorted(self.begins, at, side="right") - 1
        places = [
            tokens.start(self._tokens(int(word))) + offset
            for word, offset in zip(words, at - self.begins[words], strict=True)
        ]
        return np.sort(np.concatenate([np.zeros(0, np.int64), *places]))


def build(tokens: Tokens) -> Vocabulary:
    """The words of a bank with the tokens that are each of them."""
    if not len(tokens):
        return Vocabulary(np.zeros(1, np.uint8), *(np.array(a, np.int32) for a in ([1], [0], [])))
    groups, first = _groups(tokens)
    raw, starts = tokens.bank.searchable, tokens.start(first)
    words = [raw[a:b] for a, b in zip(starts.tolist(), tokens.end(first).tolist(), strict=True)]
    order = sorted(range(len(words)), key=words.__getitem__)
    rank = np.empty(len(words), np.int64)
    rank[order] = np.arange(len(words))
    words = [words[i] for i in order]
    letters = b"\0" + b"\0".join(words) + b"\0"
    begins = np.cumsum([1, *(len(word) + 1 for word in words)])
    numbers, bounds = grouped(rank[groups], len(words))
    return Vocabulary(
        np.frombuffer(letters, np.uint8), begins.astype(np.int32), bounds.astype(np.int32), numbers.astype(np.int32)
    )


def grouped(keys: Ints, count: int) -> tuple[Ints, Ints]:
    """The numbers of the keys 0 to count - 1 in order of their key, and where each key's numbers start; in linear time."""
    order = np.argsort(keys.astype(np.uint16), kind="stable")  # sixteen bits at a time are sorted by counting
    if count > 1 << 16:
        order = order[np.argsort((keys[order] >> 16).astype(np.uint16), kind="stable")]
    return order, np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=count))])


def _groups(tokens: Tokens) -> tuple[Ints, Ints]:
    """For each token the number of its word, and for each word the first token that is it."""
    for multiplier in _MULTIPLIERS:
        mixed = np.zeros(len(tokens), np.uint64)
        for rows, eight in _blocks(tokens):
            mixed[rows] = (mixed[rows] ^ eight) * np.uint64(multiplier)
            mixed[rows] ^= mixed[rows] >> np.uint64(29)
        groups = np.asarray(pd.factorize(mixed ^ tokens.lengths.astype(np.uint64))[0], np.int64)
        first = np.empty(int(groups.max()) + 1, np.int64)
        first[groups[::-1]] = np.arange(len(groups))[::-1]
        if _alike(tokens, first[groups]):
            return groups, first
    raise AssertionError("three different hashes each took two different words for one")


def _blocks(tokens: Tokens) -> Any:
    """Eight characters of each token at a time: which tokens are so long, and those characters as one number."""
    view = eights(tokens.bank.folded)
    rows = np.arange(len(tokens))
    done = 0
    while len(rows):
        left = tokens.lengths[rows] - done
        yield rows, view[tokens.starts[rows] + done] & MASKS[np.minimum(left, ROOM)]
        rows, done = rows[left > ROOM], done + ROOM


def _alike(tokens: Tokens, others: Ints) -> bool:
    """Whether each token is the same word as the other one named for it."""
    if (tokens.lengths != tokens.lengths[others]).any():
        return False
    view = eights(tokens.bank.folded)
    for done, (rows, eight) in enumerate(_blocks(tokens)):
        there = tokens.starts[others[rows]] + done * ROOM
        same: Flags = (view[there] & MASKS[np.minimum(tokens.lengths[rows] - done * ROOM, ROOM)]) == eight
        if not same.all():
            return False
    return True
