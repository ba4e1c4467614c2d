"""Where terms occur, over all rows of a bank at once: as `words.term_pattern` says it of one text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Protocol

import numpy as np

from sayso.grammar import plan
from sayso.runtime.columns import Flags
from sayso.runtime.kernels import breaks, characters
from sayso.runtime.kernels.characters import Bank, Ints
from sayso.runtime.kernels.tokens import Tokens, matched
from sayso.runtime.kernels.words import PLAIN, TOKEN

PARTS = ("part", "exact part")
_PIECES = re.compile(r"(?P<word>\w+)|(?P<space>\s+)|(?P<mark>[^\w\s]+)")


@dataclass(frozen=True, eq=False)
class Found:
    """Places in a bank, by their starts and then their ends, none twice."""

    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def where(self, kept: Flags) -> Found:
        """Some of them."""
        return Found(self.starts[kept], self.ends[kept])


NOWHERE = Found(np.zeros(0, np.int64), np.zeros(0, np.int64))


class Postings(Protocol):
    """What knows where the words of a bank stand."""

    def of(self, word: bytes) -> Ints | None:
        """The numbers of the tokens that are a folded word, ascending; None where that was not looked up."""

    def inside(self, parts: Sequence[bytes], tokens: Tokens) -> Ints:
        """Wherever one of some folded parts of words stands, ascending."""


@dataclass(frozen=True, eq=False)
class Mentioned:
    """Postings of the words that some functions mention, and of no others."""

    numbers: dict[bytes, Ints]

    def of(self, word: bytes) -> Ints | None:
        """The numbers of the tokens that are a folded word, ascending; None for a word that was not looked up."""
        return self.numbers.get(word)

    def inside(self, parts: Sequence[bytes], tokens: Tokens) -> Ints:
        """Wherever one of some folded parts of words stands, ascending: by a search through all characters."""
        return standing(parts, tokens.bank.searchable)


def standing(parts: Sequence[bytes], letters: bytes) -> Ints:
    """Where one of the parts begins, even inside another, ascending."""
    found: set[int] = set()
    for part in parts:
        at = letters.find(part)
        while at >= 0:
            found.add(at)
            at = letters.find(part, at + 1)
    return np.array(sorted(found), np.int64)


def look_up(tokens: Tokens, words: Sequence[bytes]) -> Mentioned:
    """The postings of some folded words."""
    listed = sorted(set(words))
    numbers, which = matched(tokens, listed)
    small = which.astype(np.uint16) if len(listed) < 1 << 16 else which  # sixteen bits are sorted by counting
    order = np.argsort(small, kind="stable")
    bounds = np.searchsorted(small[order], np.arange(len(listed) + 1))
    grouped = numbers[order]
    return Mentioned({word: grouped[bounds[i] : bounds[i + 1]] for i, word in enumerate(listed)})


@dataclass(frozen=True)
class Spelled:
    """A term as it is walked along: runs of word characters, white space, other characters."""

    pieces: tuple[tuple[str, str], ...]
    """(kind, text), kind "word", "space" or "mark"."""
    words: tuple[bytes, ...]
    """The words, folded."""
    lead: int
    """How many characters stand before the first word; they are marks."""


@lru_cache(maxsize=65_536)
def spelled(term: plan.Term) -> Spelled | None:
    """How a term is found in a bank; None where only a look at each row finds it.

    That is so of lemmas, of terms without a word and of those with white space before their first word."""
    text = term.text.translate(PLAIN).strip()
    pieces = tuple((match.lastgroup or "", match.group()) for match in _PIECES.finditer(text))
    kinds = [kind for kind, _ in pieces]
    if term.mode == "lemma" or "word" not in kinds or "\0" in text or "space" in kinds[: kinds.index("word")]:
        return None
    words = tuple(characters.folded(text) for kind, text in pieces if kind == "word")
    return Spelled(pieces, words, sum(len(piece) for _, piece in pieces[: kinds.index("word")]))


def needed(term: plan.Term) -> tuple[bytes, ...]:
    """The words that must be looked up to find a term; none where it is searched for otherwise."""
    how = spelled(term)
    return how.words if how is not None and term.mode in ("words", "exact") else ()


def occurrences(term: plan.Term, tokens: Tokens, postings: Postings) -> Found | None:
    """The places of a term; None where only a look at each row finds them."""
    how = spelled(term)
    if how is None:
        return None
    if term.mode in ("words", "exact"):
        numbers = _in_order(how.words, postings)
        if numbers is None:
            return None
        if len(how.pieces) == 1 and term.mode == "words" and _certain(how.pieces[0][1]):
            return Found(tokens.start(numbers), tokens.end(numbers))
        starts = tokens.start(numbers) - how.lead
    else:
        starts = postings.inside(how.words[:1], tokens) - how.lead
    return _apart(_walked(term, how, tokens, starts))


def candidates(term: plan.Term, tokens: Tokens, postings: Postings) -> Ints | None:
    """Places in the rows that may hold a term, those of all that do among them; None where that is not known."""
    how = spelled(term)
    if how is None:
        return None
    if term.mode in ("words", "exact"):
        numbers = _in_order(how.words, postings)
        return None if numbers is None else tokens.start(numbers)
    return postings.inside(how.words[:1], tokens)


def _certain(word: str) -> bool:
    """A token that is folded like it is the word, whatever its case."""
    return word.isascii()


def _in_order(words: tuple[bytes, ...], postings: Postings) -> Ints | None:
    """The first tokens of all runs of these words, whatever stands between them that is no word."""
    found = [postings.of(word) for word in words]
    numbers = found[0]
    for step, others in enumerate(found[1:], 1):
        if numbers is None or others is None:
            return None
        if len(others) < len(numbers):
            numbers = others[_among(others - step, numbers)] - step
        else:
            numbers = numbers[_among(numbers + step, others)]
    return numbers


def _among(these: Ints, those: Ints) -> Flags:
    """Which of some numbers are among others, both ascending."""
    if not len(those):
        return np.zeros(len(these), np.bool_)
    at = np.minimum(np.searchsorted(those, these), len(those) - 1)
    return np.asarray(those[at] == these, np.bool_)


def _walked(term: plan.Term, how: Spelled, tokens: Tokens, starts: Ints) -> Found:
    """Those places from which the whole term can be read, with where it ends."""
    bank, exact = tokens.bank, term.mode in ("exact", "exact part")
    known = term.mode == "words"
    starts, ends = starts[starts >= 0], starts[starts >= 0]
    for kind, text in how.pieces:
        if kind == "space":
            past = breaks.past(bank, ends, np.full(len(ends), len(bank.codes)), breaks.spaced)
            kept = past > ends
            starts, ends = starts[kept], past[kept]
        elif kind == "word" and known and _certain(text) and not how.lead:
            kept = bank.wordy(ends)  # the token that starts here is the word, as the postings say
            starts, ends = starts[kept], ends[kept] + len(text)
        else:
            kept = _reads(bank, ends, text, exact)
            starts, ends = starts[kept], ends[kept] + len(text)
    return _bounded(term, tokens, starts, ends)


def _reads(bank: Bank, at: Ints, text: str, exact: bool) -> Flags:
    """At which places the text stands."""
    wanted = [ord(c) for c in text] if exact else characters.caseless(text)
    kept = np.flatnonzero(at + len(text) <= len(bank.codes))
    for k, code in enumerate(wanted):
        there = at[kept] + k
        kept = kept[(bank.plain(there) if exact else bank.caseless(there)) == code]
    result = np.zeros(len(at), np.bool_)
    result[kept] = True
    return result


def _bounded(term: plan.Term, tokens: Tokens, starts: Ints, ends: Ints) -> Found:
    """Those on word boundaries, as far as the mode asks for them; a prefix, a suffix made whole words."""
    wordy = tokens.bank.wordy
    if term.mode not in PARTS:
        text = term.text.translate(PLAIN).strip()
        before = (starts > 0) & wordy(starts - 1)
        if term.mode == "suffix":
            number = tokens.first_after(starts - 1)
            number = np.minimum(number, max(0, len(tokens) - 1))
            starts = np.where(before, tokens.start(number), starts) if len(starts) else starts
        elif TOKEN.match(text[0]):
            starts, ends = starts[~before], ends[~before]
        behind = wordy(ends)
        if term.mode == "prefix":
            number = np.minimum(tokens.first_after(ends), max(0, len(tokens) - 1))
            ends = np.where(behind, tokens.end(number), ends) if len(ends) else ends
        elif TOKEN.match(text[-1]):
            starts, ends = starts[~behind], ends[~behind]
    return ordered(starts, ends)


def ordered(starts: Ints, ends: Ints) -> Found:
    """Places in order, none twice."""
    if not ((starts[1:] > starts[:-1]).all()):
        order = np.lexsort((ends, starts))
        starts, ends = starts[order], ends[order]
        new = np.concatenate([[True], (starts[1:] != starts[:-1]) | (ends[1:] != ends[:-1])])[: len(starts)]
        starts, ends = starts[new], ends[new]
    return Found(starts, ends)


def _apart(found: Found) -> Found:
    """Of places of one term that overlap, those that a search from the left meets."""
    if not (found.starts[1:] < found.ends[:-1]).any():
        return found
    reach = accumulate(zip(found.starts.tolist(), found.ends.tolist(), strict=True), _next, initial=(True, 0))
    return found.where(np.fromiter((met for met, _ in reach), np.bool_)[1:])


def _next(last: tuple[bool, int], place: tuple[int, int]) -> tuple[bool, int]:
    met = place[0] >= last[1]
    return met, place[1] if met else last[1]


def overlap_themselves(term: plan.Term) -> bool:
    """Whether two places of a term might overlap, which makes what is found depend on where the search begins."""
    text = "".join(term.text.translate(PLAIN).lower().split())
    return any(text.endswith(text[:n]) for n in range(1, len(text)))
