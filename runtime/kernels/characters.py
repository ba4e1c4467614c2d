"""A text column as one element a character, so that kernels look at all rows at once and offsets are those of the text.

Texts of ASCII alone stay bytes; the others become code points. Both are folded to one byte a character, so that tokens are found
and compared in the same way: 0 is no word character, an ASCII letter is its small form, any other letter a byte over 127.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from sayso.runtime.columns import Flags
from sayso.runtime.kernels.words import PLAIN

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Codes = npt.NDArray[Any]
"""uint8 for rows of ASCII, else uint16 where that holds all of them, else uint32."""

ROOM = 8
"""Zero bytes behind the folded characters, so that eight may be read at each of them."""
_BLOCK = 1 << 18
"""Bytes folded at once: what a processor's second cache holds."""
_CODES = 0x110000
_CAPITALS = np.array([ord(chr(c).upper()) for c in range(128)], np.uint32)
"""What `Tables.caseless` says of ASCII, there without making the tables."""


_ASCII = np.array([ord(chr(c).lower()) if chr(c).isalnum() or chr(c) == "_" else 0 for c in range(128)], np.uint8)
"""What `Bank.folded` says of ASCII."""


@dataclass(frozen=True, eq=False)
class Bank:
    """Some rows' texts of one column, one element a character, a NUL after each row."""

    rows: Ints
    """The rows' numbers in the chunk, ascending."""
    starts: Ints
    """(rows + 1,): where each text starts; it ends one element before the next."""
    there: Flags
    """False for the rows whose text is missing; they are empty here."""
    codes: Codes

    @cached_property
    def folded(self) -> Bytes:
        """One byte a character, and `ROOM` zero bytes behind them."""
        result = np.zeros(len(self.codes) + ROOM, np.uint8)
        if self.codes.dtype == np.uint8:
            _fold_ascii(self.codes, result)
        else:
            np.take(tables().folded, self.codes, out=result[: len(self.codes)])
        return result

    @cached_property
    def searchable(self) -> bytes:
        """The folded characters as bytes, to be searched for parts of words."""
        return self.folded.tobytes()

    @cached_property
    def ends(self) -> Ints:
        """Where each text ends."""
        return self.starts[1:] - 1

    def wordy(self, at: Ints) -> Flags:
        """At which places a word character stands; beyond the last there is none."""
        if "folded" in self.__dict__:
            return np.asarray(self.folded[at] != 0, np.bool_)
        codes = self.codes[np.minimum(at, len(self.codes) - 1)]
        return np.asarray((_ASCII if codes.dtype == np.uint8 else tables().folded)[codes] != 0, np.bool_)

    def plain(self, at: Ints) -> Codes:
        """The characters at some places, quotes, dashes and spaces plain."""
        codes = self.codes[at]
        return codes if codes.dtype == np.uint8 else tables().plain[codes]

    def caseless(self, at: Ints) -> Codes:
        """The characters at some places, plain, those that differ in case alone made one."""
        codes = self.codes[at]
        return _CAPITALS[codes] if codes.dtype == np.uint8 else tables().caseless[codes]

    def row_of(self, at: Ints) -> Ints:
        """For each place the row that it lies in, counted in this bank."""
        return search(self.starts, at, "right") - 1

    def text(self, row: int) -> str:
        """The text of a row, counted in this bank."""
        part = self.codes[self.starts[row] : self.starts[row + 1] - 1]
        return part.tobytes().decode({1: "ascii", 2: "utf-16-le", 4: "utf-32-le"}[part.dtype.itemsize])


def banks(array: pa.Array) -> tuple[Bank, ...]:
    """The rows of an array of large strings in one bank for ASCII and one for all others; none for an empty array."""
    if not len(array):
        return ()
    there = array.is_valid().to_numpy(zero_copy_only=False)
    ended = pc.binary_join_element_wise(pc.fill_null(array, ""), _text(""), _text("\0"))
    starts, raw = buffers(ended)
    rows = np.arange(len(array))
    if not (raw & 0x80).any():
        return (Bank(rows, starts, there, raw),)
    beyond = pc.not_equal(pc.utf8_length(ended), pc.binary_length(ended)).to_numpy(zero_copy_only=False)
    starts, raw = buffers(ended.filter(pa.array(~beyond)))
    others = ended.filter(pa.array(beyond))
    lengths = pc.utf8_length(others).to_numpy(zero_copy_only=False)
    codes = np.frombuffer(buffers(others)[1].tobytes().decode("utf-8").encode("utf-32-le"), np.uint32)
    codes = codes.astype(np.uint16) if int(codes.max(initial=0)) < 1 << 16 else codes
    found = (
        Bank(rows[~beyond], starts, there[~beyond], raw),
        Bank(rows[beyond], np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), there[beyond], codes),
    )
    return tuple(bank for bank in found if len(bank.rows))


def search(ascending: Ints, at: Any, side: Literal["left", "right"]) -> Ints:
    """`numpy.searchsorted`, which copies the whole array where the two types differ."""
    return np.asarray(np.searchsorted(ascending, np.asarray(at, ascending.dtype), side), np.int64)


def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, pa.large_string())


def buffers(array: pa.Array) -> tuple[Ints, Bytes]:
    """The offsets and bytes of an array of large strings without nulls."""
    _, offsets, data = array.buffers()
    starts = np.frombuffer(offsets, np.int64)[array.offset : array.offset + len(array) + 1]
    raw = np.frombuffer(data, np.uint8) if data is not None else np.zeros(0, np.uint8)
    return starts - starts[0], raw[starts[0] : starts[-1]]


def _fold_ascii(codes: Bytes, result: Bytes) -> None:
    """Capitals to small letters, all but letters, digits and _ to 0, block by block so that each stays in the cache."""
    for a in range(0, len(codes), _BLOCK):
        raw = codes[a : a + _BLOCK]
        capital = (raw - np.uint8(ord("A"))) < 26
        small = raw | (capital.view(np.uint8) << 5)
        word = ((small - np.uint8(ord("a"))) < 26) | ((raw - np.uint8(ord("0"))) < 10) | (raw == ord("_"))
        np.multiply(small, word.view(np.uint8), out=result[a : a + len(raw)])


@dataclass(frozen=True, eq=False)
class Tables:
    """What each code point becomes."""

    plain: npt.NDArray[np.uint32]
    caseless: npt.NDArray[np.uint32]
    """Equal for two characters exactly where a case-insensitive regular expression takes them for one."""
    folded: Bytes


@lru_cache(maxsize=1)
def tables() -> Tables:
    """The tables of all code points, made when first needed."""
    every = "".join(map(chr, range(_CODES)))
    plain = np.arange(_CODES, dtype=np.uint32)
    for code, to in PLAIN.items():
        plain[code] = ord(to)
    caseless = np.arange(_CODES, dtype=np.uint32)
    for group in _groups(every):
        caseless[list(group)] = min(group)
    caseless = caseless[plain]
    word = np.array([c.isalnum() for c in every], np.bool_)[plain]
    word[ord("_")] = True
    folded = np.where(caseless < 128, caseless, 128 + caseless % 128).astype(np.uint8)
    for letter in string.ascii_uppercase:  # the smallest of a group is its capital
        folded[folded == ord(letter)] = ord(letter.lower())
    return Tables(plain, caseless, np.where(word, folded, np.uint8(0)))


def _groups(every: str) -> Iterator[set[int]]:
    """The sets of characters that differ in case alone: equal when made small, then when folded; and the dotless i."""
    groups: dict[str, set[int]] = {}
    for c in every:
        small = c.lower()[:1]  # one character of two there is: the i with a dot
        if small != c or c.casefold() != c:
            for key in {small.casefold(), "i" if small in "iı" else small.casefold()}:
                groups.setdefault(key, set()).update((ord(c), ord(small)))
    groups.setdefault("i", set()).add(ord("ı"))
    for key, group in groups.items():
        if len(key) == 1:
            group.add(ord(key))
        yield group


def caseless(text: str) -> list[int]:
    """A text's characters as `Bank.caseless` tells them."""
    if text.isascii():
        return [int(code) for code in _CAPITALS[np.frombuffer(text.encode(), np.uint8)]]
    return [int(code) for code in tables().caseless[_points(text)]]


def folded(text: str) -> bytes:
    """A text's characters as `Bank.folded` tells them."""
    if text.isascii():
        return _ASCII[np.frombuffer(text.encode(), np.uint8)].tobytes()
    return tables().folded[_points(text)].tobytes()


def _points(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
