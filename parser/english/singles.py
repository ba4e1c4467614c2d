"""One of something where it is denied: "hasn't a single digit", "not one copy" say that there is none, never that there is not
exactly one."""

from __future__ import annotations

from sayso.parser.english import figures
from sayso.parser.english.tokens import Token

_DENIALS = frozenset(["n't", "not", "never", "nobody", "without", "cannot", "nothing", "nt"])
_STOPS = frozenset(
    [",", ".", ";", ":", "!", "?", "(", ")", "and", "but", "or", "nor", "if", "when", "unless", "because", "so"]
)
_BEING = frozenset(["is", "are", "was", "were", "'s", "be", "been"])
_COMPARED = frozenset(
    ["than", "exactly", "only", "just", "most", "least", "over", "under", "below", "above", "merely", "with"]
)
_REACH = 8
"""How many words there may be between a denial and what is denied."""


def denied(tokens: list[Token]) -> frozenset[int]:
    """Where "single" only lends weight to a denial: "doesn't name a single one", no "isn't a single word".

    >>> from sayso.parser.english.tokens import tokenize
    >>> said = ("it hasn't a single digit", "there isn't a single digit", "the title isn't a single word", "it has a single digit")
    >>> [len(denied(tokenize(sentence))) for sentence in said]
    [1, 1, 0, 0]
    """
    return frozenset(node for node, token in enumerate(tokens) if token.key == "single" and _under(tokens, node))


def _under(tokens: list[Token], node: int) -> bool:
    first = node - 1 if node and tokens[node - 1].key in ("a", "one", "any") else node
    if first and tokens[first - 1].key in _COMPARED:
        return False  # "not more than a single one"
    for at in range(first - 1, max(-1, first - 1 - _REACH), -1):
        if tokens[at].quoted or tokens[at].key in _STOPS:
            return False
        if tokens[at].key in _DENIALS:
            return at + 1 < first or not _judges(tokens, at)
    return False


def none_said(tokens: list[Token], node: int) -> bool:
    """Whether "not" stands before "one" or "a single" and what it counts: none of it, and never two or more."""
    keys = [token.key for token in tokens[node : node + 4]]
    if keys[:1] != ["not"]:
        return False
    one = 2 if keys[1:2] == ["one"] or _of_time(keys[1:3]) else 3 if keys[1:3] == ["a", "single"] else 0
    return (
        bool(one)
        and len(keys) > one
        and (keys[one].isalpha() and keys[one] not in _STOPS)
        and (_of_time(keys[1:3]) or not _judges(tokens, node))
    )


def _of_time(keys: list[str]) -> bool:
    """ "not a day", "not an hour", as "not one"."""
    return keys[:1] in (["a"], ["an"], ["one"]) and keys[1:] in ([unit] for unit in _TIMES)


_TIMES = ("second", "minute", "hour", "day", "week", "month", "year", "night", "cent")


def not_yet(tokens: list[Token], node: int) -> bool:
    """Whether "not yet" stands before a figure: "not yet 65" is below it, and never anything but it."""
    keys = [token.key for token in tokens[node : node + 2]]
    return (
        keys[:1] in (["not"], ["n't"])
        and keys[1:] == ["yet"]
        and node + 2 < len(tokens)
        and bool(figures.read(tokens, node + 2))
    )


def _judges(tokens: list[Token], node: int) -> bool:
    """Whether a denial is of what something is: "is not a single word", though not "there is not a single word"."""
    return node > 0 and tokens[node - 1].key in _BEING and (node < 2 or tokens[node - 2].key != "there")
