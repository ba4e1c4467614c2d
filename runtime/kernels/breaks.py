"""Where sentences end, over all rows of a bank at once: as `words.sentences` says it of one text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from sayso.runtime.columns import Flags
from sayso.runtime.kernels.characters import Bank, Codes, Ints
from sayso.runtime.kernels.words import UPPER

Asked = Callable[[Codes], Flags]
"""Which of some plain characters are of a kind."""


def sentences(bank: Bank) -> tuple[Ints, Ints]:
    """The starts and ends of the sentences of all rows, outer white space left out, in order."""
    left, right = _breaks(bank)
    starts = np.sort(np.concatenate([bank.starts[:-1], right]), kind="stable")
    ends = np.sort(np.concatenate([bank.ends, left]), kind="stable")
    starts = past(bank, starts, ends, spaced)
    ends = before(bank, ends, starts, spaced)
    some = starts < ends
    return starts[some], ends[some]


def _breaks(bank: Bank) -> tuple[Ints, Ints]:
    """All breaks, in order. Every one lasts to the end of its white space: of those that share an end, the longest is meant."""
    parts = [_after_stops(bank), _blank_lines(bank)]
    left, right = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
    order = np.lexsort((left, right))
    left, right = left[order], right[order]
    first = np.concatenate([[True], right[1:] != right[:-1]])[: len(right)]
    return left[first], right[first]


def _after_stops(bank: Bank) -> tuple[Ints, Ints]:
    """The white space behind . ! or ? and what closes, where a capital, digit or quote follows."""
    at = np.flatnonzero(_one_of(".!?")(bank.codes)) + 1
    ends = bank.ends[bank.row_of(at - 1)]
    at = past(bank, at, ends, _one_of("\"')]"))
    after = past(bank, at, ends, spaced)
    kept = (after > at) & _begins(bank, after)
    return at[kept], after[kept]


def _begins(bank: Bank, at: Ints) -> Flags:
    """A sentence may begin there; the NUL at a row's end is neither a capital nor a quote."""
    first = bank.plain(at)
    second = bank.plain(np.minimum(at + 1, len(bank.codes) - 1))
    begun: Flags = (first == ord('"')) | _capital(first) | (_one_of("'([")(first) & _capital(second))
    return begun


def _blank_lines(bank: Bank) -> tuple[Ints, Ints]:
    """A line break, blanks, a line break, and all white space behind."""
    lines = np.flatnonzero(bank.codes == ord("\n"))
    ends = bank.ends[bank.row_of(lines)]
    second = past(bank, lines + 1, ends, _one_of(" \t"))
    blank = (second < ends) & (bank.plain(second) == ord("\n"))
    return lines[blank], past(bank, second[blank], ends[blank], spaced)


def past(bank: Bank, at: Ints, ends: Ints, asked: Asked) -> Ints:
    """Each place moved on while the character there is of the kind, to an end at most."""
    at = at.copy()
    moving = np.flatnonzero(at < ends)
    while len(moving):
        moving = moving[asked(bank.plain(at[moving]))]
        at[moving] += 1
        moving = moving[at[moving] < ends[moving]]
    return at


def before(bank: Bank, at: Ints, starts: Ints, asked: Asked) -> Ints:
    """Each place moved back while the character before it is of the kind, to a start at most."""
    at = at.copy()
    moving = np.flatnonzero(at > starts)
    while len(moving):
        moving = moving[asked(bank.plain(at[moving] - 1))]
        at[moving] -= 1
        moving = moving[at[moving] > starts[moving]]
    return at


def spaced(codes: Codes) -> Flags:
    """Which characters are white space."""
    return _told(codes, _spaces())


def _capital(codes: Codes) -> Flags:
    return _told(codes, _capitals())


def _one_of(characters: str) -> Asked:
    """Which characters are one of these few."""
    wanted = [ord(c) for c in characters]

    def asked(codes: Codes) -> Flags:
        found: Flags = codes == wanted[0]
        for code in wanted[1:]:
            found |= codes == code
        return found

    return asked


def _told(codes: Codes, table: Flags) -> Flags:
    """What a table says of the characters; no to those beyond its end."""
    if codes.dtype == np.uint8:
        return table[codes]
    return table[np.minimum(codes, len(table) - 1)]


@lru_cache(maxsize=1)
def _spaces() -> Flags:
    return np.array([chr(c).isspace() for c in range(0x3002)], np.bool_)


@lru_cache(maxsize=1)
def _capitals() -> Flags:
    """Capital letters and digits, as the pattern of a sentence's end lists them."""
    table = np.zeros(0x10001, np.bool_)
    table[[ord(c) for c in UPPER]] = True
    table[[ord(c) for c in "0123456789"]] = True
    return table
