"""Numbers in a sentence: digits, words, money, percentages."""

from __future__ import annotations

import re

from sayso.grammar.units import CURRENCY
from sayso.grammar.values import Figure
from sayso.parser.english.tokens import Token

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_UNITS = {word: i for i, word in enumerate(_ONES)} | {word: 10 * (i + 2) for i, word in enumerate(_TENS)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12}
_SHARES = {
    ("half", "a"): 0.5,
    ("a", "half"): 0.5,
    ("half",): 0.5,
    ("a", "quarter"): 0.25,
    ("quarter", "of", "a"): 0.25,
    ("a", "quarter", "of", "a"): 0.25,
    ("three", "quarters", "of", "a"): 0.75,
    ("one", "and", "a", "half"): 1.5,
    ("two", "and", "a", "half"): 2.5,
}
"""Shares of a scale: "half a million"."""
_SHARED = frozenset(words[0] for words in _SHARES)
_DIGITS = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(\.\d+)?([kKmM]?)")
_SPANS: tuple[str, ...] = (
    "day",
    "night",
    "fortnight",
    "week",
    "month",
    "year",
    "hour",
    "minute",
    "second",
    "kilo",
    "kilogram",
    "gram",
    "ton",
    "tonne",
    "mile",
)
_SPANS += ("kilometre", "kilometer", "metre", "meter", "litre", "liter")
_PERCENT = {"%", "percent", "pct"}


def read(tokens: list[Token], node: int) -> list[tuple[int, Figure]]:
    """The numbers that start at a token, each with the node where it ends."""
    first = tokens[node]
    if first.quoted:
        return []
    if first.key in ("a", "an") and node + 1 < len(tokens) and tokens[node + 1].key in _SPANS:
        return [(node + 1, Figure(1.0))]
    if first.key == "single":
        return [(node + 1, Figure(1.0))]
    if first.key in ("$", "us$", "€", "£", "usd") and node + 1 < len(tokens):
        return [(end, Figure(value, "$")) for end, value in _scaled_alike(tokens, node + 1, _plain(tokens, node + 1))]
    found = []
    for end, value in _scaled_alike(tokens, node, _plain(tokens, node)):
        found.append((end, Figure(value)))
        after = tokens[end].key if end < len(tokens) else ""
        if after in _PERCENT:
            found.append((end + 1, Figure(value, "%")))
        elif after == "per" and end + 1 < len(tokens) and tokens[end + 1].key == "cent":
            found.append((end + 2, Figure(value, "%")))
        elif after in CURRENCY:
            found.append((end + 1, Figure(value, "$")))
    return found


def _scaled_alike(tokens: list[Token], node: int, read: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """ "between 50 and 500 million", "three to four hundred": both ends of a range in millions, in hundreds."""
    if len(read) != 1 or read[0][0] + 1 >= len(tokens):
        return read
    end, value = read[0]
    before = tokens[node - 1 - (tokens[node - 1].key in CURRENCY)].key if node > 1 else ""
    ranged = tokens[end].key in ("to", "or", "-", "–") or tokens[end].key == "and" and before in ("between", "from")
    at = end + 1 + (tokens[end + 1].key in CURRENCY)
    scale = _scale_of(tokens, at, value) if ranged and at < len(tokens) and not tokens[at].quoted else 1
    return [(end, value * scale)]


def _scale_of(tokens: list[Token], node: int, least: float) -> int:
    """The scale that a number ends with which is larger than another before it: 100 of "four hundred" after "three"; else 1."""
    stop = max((end for end, _ in _plain(tokens, node)), default=node) - 1
    if stop <= node or tokens[stop].key not in _SCALES:
        return 1
    small = [value for end, value in _plain(tokens[:stop], node) if end == stop]
    return _SCALES[tokens[stop].key] if small and small[0] > least else 1


def _plain(tokens: list[Token], node: int) -> list[tuple[int, float]]:
    key = tokens[node].key
    joined = re.fullmatch(r"\$?(\S+?)%?", key)
    match = _DIGITS.fullmatch(joined.group(1) if joined and key[0] != "$" else key)
    if match:
        number = float((match.group(1).replace(",", "") or "0") + (match.group(2) or ""))
        number *= {"k": 1e3, "m": 1e6}.get(match.group(3).lower(), 1.0)
        end = node + 1
        if end < len(tokens) and tokens[end].key in _SCALES:
            return [(end, number), (end + 1, number * _SCALES[tokens[end].key])]
        return [(end, number)]
    if re.fullmatch(r"-\d+(\.\d+)?", key):
        return [(node + 1, float(key))]
    return _words(tokens, node)


def _words(tokens: list[Token], node: int) -> list[tuple[int, float]]:
    """ "twenty-five", "three hundred", "a dozen", "half a million" apart."""
    for words, share in _SHARES.items() if tokens[node].key in _SHARED else ():
        end = node + len(words)
        if end < len(tokens) and tokens[end].key in _SCALES and tuple(t.key for t in tokens[node:end]) == words:
            return [(end + 1, share * _SCALES[tokens[end].key])]
    if [token.key for token in tokens[node : node + 3]] == ["half", "a", "dozen"]:
        return [(node + 3, 6.0)]
    if [t.key for t in tokens[node : node + 2]] in (["half", "a"], ["half", "an"]) and node + 2 < len(tokens):
        return [(node + 2, 0.5)] if tokens[node + 2].key in _SPANS else []
    if [token.key for token in tokens[node : node + 2]] in (["one", "half"], ["a", "half"]):
        return [(node + 2, 0.5)]
    total = current = 0.0
    end, seen = node, False
    apart: list[tuple[int, float]] = []  # "between three hundred and four hundred": two numbers, and no 304
    while end < len(tokens):
        key = tokens[end].key
        if key in _UNITS and not (seen and current % 10):
            current += _UNITS[key]
        elif key in _SCALES and (seen or tokens[node].key in ("a", "one", *_SCALES)):
            current = max(current, 1) * _SCALES[key]
            if _SCALES[key] >= 1000:
                total, current = total + current, 0
        elif (
            key in ("a", "an")
            and not seen
            and end + 1 < len(tokens)
            and tokens[end + 1].key in _SCALES
            or (
                key in ("-", "and")
                and seen
                and end + 1 < len(tokens)
                and tokens[end + 1].key in _UNITS
                and ((key == "-" and current >= 20) or (key == "and" and current >= 100))
            )
        ):
            if key == "and" and node and tokens[node - 1].key == "between":
                apart.append((end, total + current))
            end += 1
            continue
        elif "-" in key and not seen and all(part in _UNITS for part in key.split("-")):
            current = sum(_UNITS[part] for part in key.split("-"))
        else:
            break
        seen, end = True, end + 1
    return [*apart, (end, total + current)] if seen else []
