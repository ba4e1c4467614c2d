"""Small things of writing: names cut short with a full stop ("descr.", "avail. from"), a capital letter, "has" before "been"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sayso.parser.english.inflection import is_noun, singular
from sayso.parser.english.lexicon import Trie
from sayso.parser.english.tokens import Token
from sayso.parser.words.explained import ARTICLES

_LEAST = 3
"""Letters that have to be left."""
_CUT = 0.11
"""What the names cost that are cut short: a column's own, and those that its schema gives it."""


def shortened(tokens: list[Token], node: int, names: Trie) -> Iterator[tuple[int, str, Any, float]]:
    """The columns that a cut word stands for: the node after its full stop, terminal, value and cost.

    A full stop that ends the sentence cuts nothing; a beginning that two columns share stands for neither."""
    key = tokens[node].key
    dot = tokens[node + 1] if node + 2 < len(tokens) else None
    if dot is None or dot.key != "." or dot.start != tokens[node].end or not key.isalpha() or len(key) < _LEAST:
        return
    if tokens[node + 2].text[:1].isupper():
        return  # a new sentence
    meant: dict[Any, Any] = {}
    for phrase, entry in names.columns(_CUT):
        if phrase.startswith(key):
            meant.setdefault((entry.term, entry.value), entry)
    if len(meant) == 1:
        (term, value), entry = next(iter(meant.items()))
        yield node + 2, term, value, entry.cost + 0.1


def capital(tokens: list[Token], node: int) -> list[int]:
    """Where "with the capital T", "spelled with a capital E" ends: exactly as written."""
    keys = [token.key for token in tokens[node : node + 3]]
    letter = tokens[node + 3].text if node + 3 < len(tokens) else ""
    if keys[:1] in (["spelled"], ["written"], ["w/"]):
        return capital(tokens, node + 1) if keys[:1] != ["w/"] else []
    said = keys[:1] == ["with"] and keys[1:] in (["the", "capital"], ["a", "capital"])
    return [node + 4] if said and len(letter) == 1 and letter.isupper() else []


def auxiliary(tokens: list[Token], node: int) -> bool:
    """Whether "has" only helps another verb: what "has not been sterilised" holds no word "sterilised"."""
    after = [token.key for token in tokens[node + 1 : node + 4]]
    denied = after[:1] in (["not"], ["n't"], ["never"]) and "been" in after[1:]
    return tokens[node].key in ("has", "have", "had") and (denied or after[:1] == ["been"])


def for_it(tokens: list[Token], node: int) -> bool:
    """Whether "for" ends with its pronoun what was said, "is waiting for it or ...": no reason begins with it."""
    keys = [token.key for token in tokens[node : node + 3]]
    return keys[:2] in (["for", "it"], ["for", "them"]) and keys[2:] in (
        [],
        ["or"],
        ["and"],
        [","],
        ["."],
        [";"],
        ["but"],
    )


def for_another(tokens: list[Token], node: int) -> bool:
    """Whether "and for" adds another case to a rule, "for amounts over 5, and for deposits under 3": either is enough.

    Not so in "if it is kept for more than 20 years and for fewer than 30"."""
    keys = [token.key for token in tokens]
    before, named = keys[:node], [key for key in keys[node + 1 : node + 3] if key not in ARTICLES][:1]
    added = keys[node] == "for" and before[-1:] in (["and"], ["also"])
    return added and "for" in before and not _REASONS & {*before} and any(map(_named, named))


def _named(key: str) -> bool:
    return is_noun(singular(key)) and key not in ("more", "less", "fewer", "most", "least")


_REASONS = frozenset(["if", "when", "whenever", "because", "since", "where", "unless"])


def hires(tokens: list[Token], node: int) -> bool:
    """Whether somebody employs people, and no words: "employs at least 20 people" says nothing of names in a text."""
    after = {token.key for token in tokens[node + 1 : node + 6] if not token.quoted}
    return tokens[node].key in ("employs", "employ", "employed", "employing") and bool(
        after & {"people", "persons", "workers", "staff", "men", "women"}
    )


def far_off(tokens: list[Token], node: int) -> bool:
    """ "far from the film": a distance, which is never passed over."""
    after = tokens[node + 1].key if node + 1 < len(tokens) else ""
    return tokens[node].key == "far" and after in ("from", "off", "away", "apart")
