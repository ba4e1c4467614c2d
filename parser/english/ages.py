"""Groups of people by their age: "under-16s", "the over-eighties", "over 65s"."""

from __future__ import annotations

import re

from sayso.grammar.plan import Comparison
from sayso.grammar.values import Bounds, Figure
from sayso.parser.english.tokens import Token

_TENS = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]
_DECADES = {word: 10.0 * (i + 2) for i, word in enumerate(_TENS)}
_SIDES: dict[str, Comparison] = {"over": ">", "under": "<"}


def read(tokens: list[Token], node: int) -> list[tuple[int, Bounds]]:
    """The groups that start at a token, each with the node where it ends.

    >>> from sayso.parser.english.tokens import tokenize
    >>> [read(tokenize(said), 0)[0][1].say() for said in ("under-16s", "over-eighties", "over 65s")]
    ['less than 16', 'more than 80', 'more than 65']
    """
    if tokens[node].quoted:
        return []
    if whole := re.fullmatch(r"(over|under)-(\d{1,2})s", tokens[node].key):
        return [(node + 1, Bounds(_SIDES[whole.group(1)], Figure(float(whole.group(2)))))]
    at = node + 1 + (node + 1 < len(tokens) and tokens[node + 1].key == "-")
    if tokens[node].key not in _SIDES or at >= len(tokens) or tokens[at].quoted:
        return []
    digits = re.fullmatch(r"(\d{1,2})s", tokens[at].key)
    years = float(digits.group(1)) if digits else _DECADES.get(tokens[at].key, 0.0)
    return [(at + 1, Bounds(_SIDES[tokens[node].key], Figure(years)))] if years else []
