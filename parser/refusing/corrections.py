"""Misspelled words: corrected where exactly one correction makes the sentence compile, and then shown.

A word is misspelled if the lexicon does not know it and a known word is one edit away (a swap of neighbours is one edit), or
two for words of eight letters or more. A common English word is no misspelling ("prize" is not "price"): its correction is
only ever offered. Quoted text is never corrected. The corrected token keeps its place in the sentence.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA
from spellchecker import SpellChecker

from sayso.grammar.rationale import Rationale
from sayso.parser.effort import STEPS, Effort, TooManyWays
from sayso.parser.english.lexicon import Trie
from sayso.parser.english.tokens import Token
from sayso.parser.meaning.compilation import Attempt, Compilation, made
from sayso.parser.meaning.reading import Reading
from sayso.parser.words.edges import Lattice

if TYPE_CHECKING:
    from sayso.parser.compiler import Compiler

COMMON = 1000
"""Occurrences in the spell checker's own corpus; a rarer word ("wen", "tittle") may well be a slip."""
SHORTEST = 3
"""Letters; shorter words are too close to too many others."""
TRIES = 40
RESERVED = STEPS // 2
"""Steps that are kept for the repairs to be offered, where no correction makes the sentence compile."""


@dataclass(frozen=True)
class Correction:
    """One way to mend a sentence: its tokens, and which word became which."""

    tokens: list[Token]
    changes: tuple[tuple[Token, str], ...]


def near(word: str, vocabulary: frozenset[str]) -> list[str]:
    """The known words that a misspelled one may stand for, nearest first: optimal string alignment, a swap is one edit.

    >>> near("heigth", frozenset({"height", "weight"})), near("lable", frozenset({"label", "table"}))
    (['height'], ['label', 'table'])
    """
    limit = 2 if len(word) >= 8 else 1
    found = process.extract(word, _listed(vocabulary), scorer=OSA.distance, score_cutoff=limit, limit=None)
    long_enough = [
        (far, known)
        for known, far, _ in found
        if far and (len(known) + len(word) > 2 * SHORTEST or sorted(known) == sorted(word))
    ]
    return [known for _, known in sorted(long_enough)]


@lru_cache(maxsize=8)
def _listed(vocabulary: frozenset[str]) -> list[str]:
    return sorted(vocabulary)


def vocabulary(tries: Iterable[Trie]) -> frozenset[str]:
    """Every word of the lexicon and of the schema's names that is long enough to be mistyped."""
    words = (word for trie in tries for word in trie.words)
    return frozenset(word for word in words if len(word) >= SHORTEST and word[0].isalpha())


def _inflected(word: str, known: str) -> bool:
    """Whether two words differ by an ending alone: such a word is another word, not a slip."""
    short, long = sorted((word, known), key=len)
    return long.startswith(short) and long[len(short) :] in (
        "s",
        "es",
        "d",
        "ed",
        "ing",
        "ly",
        "y",
        "er",
        "e",
        "r",
        "n",
    )


@cache
def _common_words() -> frozenset[str]:
    frequencies = SpellChecker(language="en").word_frequency
    return frozenset(word for word, times in frequencies.items() if times >= COMMON)


def common(word: str) -> bool:
    """Whether a word is one that people use: then it is meant.

    >>> common("prize"), common("emploment")
    (True, False)
    """
    return word in _common_words()


def suspects(lattice: Lattice, words: frozenset[str]) -> dict[int, list[str]]:
    """For each token that looks misspelled, the words that it may stand for."""
    found = {}
    for node, token in enumerate(lattice.tokens):
        key = token.key
        if not token.quoted and not lattice.known[node] and len(key) >= SHORTEST and key.isalpha():
            candidates = near(key, words)
            if candidates:
                found[node] = candidates[:5]
    return found


def doubtful(reading: Reading, lattice: Lattice, words: frozenset[str]) -> bool:
    """Whether a bare literal of the reading looks like a misspelled known word."""
    for edge in reading.edges:
        if edge.term != "BARE":
            continue
        for node in range(edge.first, edge.end):
            key = lattice.tokens[node].key
            if lattice.known[node] or len(key) <= SHORTEST or not key.isalpha():
                continue
            if not common(key) and any(not _inflected(key, known) for known in near(key, words)):
                return True
    return False


def both(own: Compilation, mended: Compilation, lattice: Lattice, words: frozenset[str]) -> Compilation:
    """The words as they stand and their correction, one after the other: "prize" is a word, though near "price".

    The words as they stand come first, unless an article makes the misspelled one a kind of thing ("a nuumber")."""
    kinds = any(
        lattice.tokens[node - 1].key in ("a", "an", "any")
        for node in suspects(lattice, words)
        if node and lattice.tokens
    )
    first, second = (mended, own) if kinds else (own, mended)
    readings = {reading.form: reading for reading in (*second.readings, *first.readings)}
    ordered = list(dict.fromkeys(reading.form for reading in (*first.readings[:1], *second.readings, *first.readings)))
    costs = tuple(first.costs[0] + TIED * i for i in range(len(ordered)))
    return Compilation(tuple(readings[form] for form in ordered), costs, len(ordered) > 1)


TIED = 0.1
"""What tells a reading from the next where a word may be misspelled: too little for either to be clearly ahead."""


def corrections(lattice: Lattice, words: frozenset[str]) -> list[Correction]:
    """All ways to mend the misspelled words of a sentence, fewest changes first."""
    mend = suspects(lattice, words)
    if not mend or len(mend) > 5:
        return []
    nodes = list(mend)
    ways = []
    own = {node: [""] if common(lattice.tokens[node].key) else [] for node in nodes}  # a common word may be meant
    for choice in itertools.product(*(own[node] + mend[node] for node in nodes)):
        changed = [(node, word) for node, word in zip(nodes, choice, strict=True) if word]
        if not changed:
            continue
        tokens = list(lattice.tokens)
        for node, word in changed:
            tokens[node] = replace(tokens[node], text=word)
        changes = tuple((lattice.tokens[node], word) for node, word in changed)
        ways.append(Correction(tokens, changes))
        if len(ways) >= TRIES:
            break
    return ways


def correct(
    compiler: Compiler, sentence: str, label: str | None, attempt: Attempt, effort: Effort
) -> tuple[Compilation | None, list[str]]:
    """The sentence compiled with its misspellings mended, if one meaning comes of it; and all mended sentences that compile."""
    results: dict[Rationale, Compilation] = {}
    sentences: list[str] = []
    for way in corrections(attempt.lattice, compiler.words):
        if effort.left < RESERVED:
            break
        try:
            tried = compiler.attempt(sentence, label, effort, tokens=way.tokens)
        except TooManyWays:
            break
        if not tried.readings or _still_bare(tried.readings[0], way):
            continue
        sentences.append(mended(sentence, way.changes))
        if any(common(token.key) for token, _ in way.changes):
            continue
        notes = tuple(f"“{token.text}” is taken for “{word}”" for token, word in way.changes)
        compilation = made(sentence, tried, compiler.schema, notes)
        results.setdefault(compilation.best.form, compilation)
    only = next(iter(results.values())) if len(results) == 1 else None
    return only, list(dict.fromkeys(sentences))


def _still_bare(reading: Reading, way: Correction) -> bool:
    """Whether a corrected word only became another literal: that corrects nothing."""
    words = {word for _, word in way.changes}
    return any(edge.term == "BARE" and words & set(edge.value.text.lower().split()) for edge in reading.edges)


def mended(sentence: str, changes: tuple[tuple[Token, str], ...]) -> str:
    """The sentence with the changes written in."""
    for token, word in sorted(changes, key=lambda change: -change[0].start):
        sentence = sentence[: token.start] + word + sentence[token.end :]
    return sentence
