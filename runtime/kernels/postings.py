"""Positional token postings of one chunk: for each word that the functions mention, the rows and positions where it stands.

Texts of plain ASCII go the fast way: one `bytes.translate` over the whole chunk, Arrow's white-space split, one `index_in`
against the mentioned words. The few others are split one by one into the same words. (Research: engine.md, section 1.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sayso.grammar import plan
from sayso.runtime.columns import Flags
from sayso.runtime.kernels import language
from sayso.runtime.kernels.words import PLAIN, TOKEN, term_pattern

Ints = npt.NDArray[np.int64]

_WORDS = bytes(c + 32 if 65 <= c <= 90 else c if chr(c).isalnum() or c == 95 else 32 for c in range(128)) + b" " * 128
_FOLDING_ODDLY = re.compile("[ıİſK]")
"""Letters that a case-insensitive pattern equates with ASCII ones, while lower-casing does not."""


def simple(term: plan.Term) -> tuple[str, ...] | None:
    """The words of a term that postings can answer; None where only a pattern can."""
    text = term.text.translate(PLAIN).strip()
    if term.mode not in ("words", "exact") or not text.isascii():
        return None
    found = tuple(TOKEN.findall(text.lower()))
    # an end that is not a word ("$5", "Re:") still has words that must be there
    return found or None


def _stretches(term: plan.Term) -> tuple[str, ...] | None:
    """Runs of letters of which every text with the term has one, even inside a word; None where that is not known."""
    if term.mode == "lemma":
        return language.forms(term.text)
    text = term.text.translate(PLAIN).strip()
    runs = TOKEN.findall(text)
    return (max(runs, key=len),) if term.mode not in ("words", "exact") and text.isascii() and runs else None


def answers(term: plan.Term) -> bool:
    """Whether the rows with a term are found without a look at every row."""
    return simple(term) is not None or (term.mode != "lemma" and _stretches(term) is not None)


def exact(term: plan.Term) -> bool:
    """Whether a row that has the term's only word has the term."""
    return term.mode == "words" and bool(re.fullmatch(r"\w+", term.text.strip()))


@dataclass
class Postings:
    """Where the mentioned words stand in one column of a chunk."""

    rows: int
    vocabulary: dict[str, int]
    starts: Ints
    """For word i, postings[starts[i]:starts[i + 1]]."""
    row: Ints
    position: Ints
    """Token numbers over the whole chunk; neighbours in a row are neighbours here, rows are one apart."""
    odd: Ints
    """Rows whose letters fold oddly: candidates for every word."""

    def of(self, word: str) -> tuple[Ints, Ints]:
        """The rows and positions of a word."""
        i = self.vocabulary.get(word)
        if i is None:
            return self.row[:0], self.position[:0]
        a, b = self.starts[i], self.starts[i + 1]
        return self.row[a:b], self.position[a:b]

    def phrase(self, words: tuple[str, ...]) -> Ints:
        """The rows where the words follow each other as tokens (punctuation between not looked at)."""
        rows, positions = self.of(words[0])
        for step, word in enumerate(words[1:], 1):
            _, others = self.of(word)
            if not len(positions) or not len(others):
                return self.odd
            at = np.searchsorted(others, positions + step)
            there = (at < len(others)) & (others[np.minimum(at, len(others) - 1)] == positions + step)
            rows, positions = rows[there], positions[there]
        return rows if not len(self.odd) else np.concatenate([rows, self.odd])


def mentioned(terms: set[plan.Term]) -> list[str]:
    """The words that postings are needed for."""
    return sorted({word for term in terms for word in simple(term) or ()})


def build(array: pa.Array, words: list[str]) -> Postings:
    """The postings of the words in a chunk's texts, given as an Arrow array of large strings."""
    vocabulary = {word: i for i, word in enumerate(words)}
    array = pc.fill_null(array, "")
    beyond = np.flatnonzero(pc.not_equal(pc.utf8_length(array), pc.binary_length(array)).to_numpy(zero_copy_only=False))
    others = {int(i): array[i].as_py() for i in beyond}
    if len(beyond):
        mask = np.zeros(len(array), dtype=np.bool_)
        mask[beyond] = True
        array = pc.if_else(pa.array(mask), "", array)
    ids, rows, positions, used = _split(array, words)
    other_ids, other_rows, other_positions, odd = _others(others, vocabulary, used)
    ids = np.concatenate([ids, other_ids])
    rows = np.concatenate([rows, other_rows])
    positions = np.concatenate([positions, other_positions])
    order = np.lexsort((positions, ids))
    ids, rows, positions = ids[order], rows[order], positions[order]
    starts = np.searchsorted(ids, np.arange(len(words) + 1))
    return Postings(len(array), vocabulary, starts, rows, positions, odd)


def _split(array: pa.Array, words: list[str]) -> tuple[Ints, Ints, Ints, int]:
    buffers = array.buffers()
    data = (buffers[2].to_pybytes() if buffers[2] is not None else b"").translate(_WORDS)
    folded = pa.Array.from_buffers(
        pa.large_string(), len(array), [None, buffers[1], pa.py_buffer(data)], offset=array.offset
    )
    lists = pc.ascii_split_whitespace(pc.ascii_trim_whitespace(folded))
    tokens = lists.values
    ids = pc.index_in(tokens, value_set=pa.array(words, tokens.type))
    there = np.flatnonzero(pc.is_valid(ids).to_numpy(zero_copy_only=False))
    found = ids.to_numpy(zero_copy_only=False)[there].astype(np.int64)
    offsets = lists.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
    rows = np.searchsorted(offsets, there, side="right") - 1
    # a gap of one position between rows keeps phrases from running over the end of a row
    return found, rows, there + rows, len(tokens) + len(array) + 1


def _others(texts: dict[int, str], vocabulary: dict[str, int], used: int) -> tuple[Ints, Ints, Ints, Ints]:
    ids: list[int] = []
    rows: list[int] = []
    positions: list[int] = []
    odd: list[int] = []
    position = used
    for i, text in texts.items():
        if _FOLDING_ODDLY.search(text):
            odd.append(i)
        for token in TOKEN.findall(text.translate(PLAIN).lower()):
            word = vocabulary.get(token)
            if word is not None:
                ids.append(word)
                rows.append(i)
                positions.append(position)
            position += 1
        position += 1
    made = [np.array(values, dtype=np.int64) for values in (ids, rows, positions, odd)]
    return made[0], made[1], made[2], made[3]


def rows_with(term: plan.Term, postings: Postings, array: pa.Array) -> Flags | None:
    """The rows that hold a term; None where they are not found without a look at every row."""
    words = simple(term)
    result = np.zeros(postings.rows, dtype=np.bool_)
    if words is not None and exact(term) and not len(postings.odd):
        result[postings.of(words[0])[0]] = True
        return result
    candidates = may_hold(term, postings, array)
    if candidates is None:
        return None
    pattern = term_pattern(term)
    for i in np.flatnonzero(candidates):
        text = array[int(i)].as_py()
        result[i] = text is not None and pattern.search(text.translate(PLAIN)) is not None
    return result


def may_hold(term: plan.Term, postings: Postings, array: pa.Array) -> Flags | None:
    """The rows that may hold a term, none that does left out; None where that is not known."""
    result = np.zeros(postings.rows, dtype=np.bool_)
    words = simple(term)
    if words is not None:
        result[postings.phrase(words)] = True
        return result
    stretches = _stretches(term)
    if stretches is None:
        return None
    for stretch in stretches:
        held = pc.match_substring(array, stretch, ignore_case=True)
        result |= pc.fill_null(held, False).to_numpy(zero_copy_only=False)
    result[postings.odd] = True
    return result
