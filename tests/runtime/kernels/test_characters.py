"""Characters as arrays: what is one in any case, what is a word character, and that nothing is lost on the way."""

from __future__ import annotations

import re
import sys

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.runtime.kernels import characters, tokens, words

EVERY = [c for c in map(chr, range(sys.maxunicode + 1)) if not 0xD800 <= ord(c) < 0xE000]
PLAIN = [c for c in EVERY if ord(c) not in words.PLAIN]
ODD = "aB Z.!?\"')( \n\t\u00a0’“éÉ5$%-'/,&@_ſ租\x00\u0301ß𝔄🏠İıK\x1c\u2028שלום"
texts = st.lists(st.none() | st.text(ODD, max_size=25) | st.text("aB. \n\t!?\"'(", max_size=25), max_size=6)


def test_what_patterns_take_for_one_letter_has_one_number() -> None:
    numbers: dict[int, list[str]] = {}
    for c in PLAIN:
        numbers.setdefault(int(characters.tables().caseless[ord(c)]), []).append(c)
    for group in numbers.values():
        if len(group) > 1:
            assert all(re.fullmatch(re.escape(group[0]), c, re.I) for c in group), group


def test_letters_with_different_numbers_are_different_to_patterns() -> None:
    cased = [c for c in PLAIN if c.lower() != c or c.upper() != c or c.casefold() != c]
    caseless = characters.tables().caseless
    together = "".join(cased)
    for c in cased:
        met = re.findall(re.escape(c), together, re.I)
        assert {int(caseless[ord(other)]) for other in met} == {int(caseless[ord(c)])}, c


def test_word_characters_are_those_of_patterns() -> None:
    folded = characters.tables().folded
    assert [c for c in PLAIN if bool(folded[ord(c)]) != bool(re.match(r"\w", c))] == []


def test_the_quick_way_folds_ascii_as_the_tables_do() -> None:
    ascii_ = "".join(map(chr, range(128))) * 3
    (bank,) = characters.banks(pa.array([ascii_], pa.large_string()))
    assert bank.codes.dtype == np.uint8
    assert bank.folded[: len(ascii_)].tobytes() == characters.tables().folded[[ord(c) for c in ascii_]].tobytes()
    assert characters.folded(ascii_) == bank.folded[: len(ascii_)].tobytes()
    assert characters.caseless(ascii_) == characters.tables().caseless[[ord(c) for c in ascii_]].tolist()


@settings(max_examples=300, deadline=None)
@given(texts)
def test_tokens_sentences_and_counted_words_are_those_of_each_text(given_texts: list[str | None]) -> None:
    array = pa.array(["before", *given_texts], pa.large_string()).slice(1)
    seen = []
    for bank in characters.banks(array):
        split = tokens.split(bank)
        for k, row in enumerate(bank.rows):
            seen.append(int(row))
            text = given_texts[row] or ""
            assert bank.text(k) == text and bool(bank.there[k]) == (given_texts[row] is not None)
            plain = text.translate(words.PLAIN)
            assert inside(bank, k, split.starts, split.starts + split.lengths) == [
                m.span() for m in words.TOKEN.finditer(plain)
            ]
            assert inside(bank, k, *split.sentences) == list(words.sentences(text))
            assert inside(bank, k, *split.counted) == list(words.counted(text))
    assert sorted(seen) == list(range(len(given_texts)))


def inside(bank: characters.Bank, row: int, starts: characters.Ints, ends: characters.Ints) -> list[tuple[int, int]]:
    """Those of some places that start in a row, counted from its start."""
    kept = (starts >= bank.starts[row]) & (starts < bank.starts[row + 1])
    return [
        (int(a - bank.starts[row]), int(b - bank.starts[row])) for a, b in zip(starts[kept], ends[kept], strict=True)
    ]


LONG = [
    "landlord",
    "landlords",
    "landlordx",
    "abcdefghijklmnopq",
    "abcdefghijklmnopqr",
    "abcdefghXjklmnopq",
    "租金",
    "x",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(LONG), max_size=8).map(" ".join), max_size=4), st.sets(st.sampled_from(LONG)))
def test_words_are_looked_up_exactly_whatever_their_length(given_texts: list[str], wanted: set[str]) -> None:
    folded = sorted(characters.folded(word) for word in wanted)
    for bank in characters.banks(pa.array(given_texts, pa.large_string())):
        split = tokens.split(bank)
        numbers, which = tokens.matched(split, folded)
        held = [bank.folded[a:b].tobytes() for a, b in zip(split.starts, split.starts + split.lengths, strict=True)]
        assert [(int(n), folded[w]) for n, w in zip(numbers, which, strict=True)] == [
            (n, word) for n, word in enumerate(held) if word in folded
        ]
