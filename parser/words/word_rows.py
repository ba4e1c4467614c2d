"""Rows of words that are looked for, whatever else they do: "once, until or spun off", "a bid, an offer or talks"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sayso.parser.english.inflection import verbs_of
from sayso.parser.english.tokens import Token
from sayso.parser.words.bare import NEVER
from sayso.parser.words.edges import Edge

_CONJUNCTIONS = frozenset(["or", "nor", "and"])
ARTICLES = frozenset(["a", "an", "the", "any", "some"])
_PARTICLES = frozenset(
    ["off", "up", "out", "down", "over", "away", "back", "to", "of", "for", "from", "with", "about", "on"]
)
CLOSING = frozenset([".", "?", "!", ";", ":", ",", ")", "-", "–", "—", "->", "=>", "→", "=", "!?", "..."])
_AFTER = frozenset(
    ["in", "does", "do", "anywhere", "somewhere", "between", "within", "there", "then", "so", "but", "unless", "if", "when"]
    + ["is", "are", "was", "were", "gets", "get", "be", "been", "have", "has", "must", "should", "can"]
)  # fmt: skip
"""What may follow a row: where it is, that it is there, or what the sentence goes on with."""
_SHOWING = frozenset(["appear", "occur", "show", "come", "turn", "crop", "pop", "figure", "feature", "exist"])
_SHARES = frozenset(
    ["dozens", "hundreds", "thousands", "scores", "couple", "pair", "pairs", "bunch", "number", "amount", "list"]
    + ["kind", "kinds", "sort", "sorts", "type", "types", "form", "forms", "piece", "pieces", "bit", "bits", "part", "parts"]
    + ["name", "names", "words", "word", "any", "none", "one", "some", "all", "most", "half", "lots", "plenty", "end", "start"]
)  # fmt: skip
"""What is said to be of something without being words: "dozens of bottles", "names of people"."""
_NAMES = frozenset(["TEXTCOL", "LIST", "LABEL", "SPANCOL", "CVAL", "THING", "SIGN"])

Member = tuple[int, int]
"""The first token of a word in a row, and where what belongs to it ends."""


@dataclass(frozen=True)
class Row:
    """Words with commas and one kind of conjunction between."""

    members: tuple[Member, ...]
    joined: str
    end: int


def wordlike(token: Token) -> bool:
    """Whether a token may be a word that is looked for."""
    return not token.quoted and token.key[:1].isalpha() and token.key not in NEVER | _CONJUNCTIONS


@dataclass(frozen=True)
class Words:
    """The words of a sentence, with what else they may be."""

    found: list[list[Edge]]
    tokens: list[Token]
    structural: list[bool]

    def terms(self, at: int) -> set[str]:
        """The terminals that begin at a node."""
        return {edge.term for edge in self.found[at]} if at < len(self.found) else set()

    def unknown(self, member: Member) -> bool:
        """Whether a word of a row is known to nothing else."""
        return any(not self.found[at] for at in range(*member))

    def rows(self, node: int, said: bool, literal: bool) -> Iterator[Row]:
        """The longest row at a node, and its first word alone: "contains nobody and the log does not"."""
        row = self._row(node, said, literal)
        if row is not None:
            yield row
            if len(row.members) > 1:
                yield Row(row.members[:1], "", row.members[0][1])

    def member(self, at: int, said: bool = False, literal: bool = False) -> Member | None:
        """One word of a row with what belongs to it: "an offer", "spun off", "thank you", "breach of contract"."""
        tokens = self.tokens
        if at + 1 < len(tokens) and tokens[at].key in ARTICLES:
            at += 1
        if at >= len(tokens) or not wordlike(tokens[at]):
            return None
        end = at + 3 if said and self._owns(at) else at + 1
        bound = self.structural[at] and not (literal and tokens[at].text[:1].isupper())
        while end < min(len(tokens), at + 4) and wordlike(tokens[end]) and not self._bounded(end):
            particle = tokens[end].key in _PARTICLES and self._bounded(end + 1)
            if bound or (self.structural[end] and not particle):
                return None
            end += 1
        return (at, end) if self._bounded(end) else None

    def _row(self, node: int, said: bool, literal: bool) -> Row | None:
        members: list[Member] = []
        joined, at, closed = "", node, False
        while (member := self.member(at, said, literal)) is not None:
            members.append(member)
            end = member[1]
            if closed and joined not in (self._key(end), self._key(end + 1)):
                break  # but "a or b or c", "a, or b, or c" goes on
            comma = self._key(end) == ","
            word = self._key(end + comma)
            if word in _CONJUNCTIONS and joined in ("", word):
                joined, at, closed = word, end + comma + 1, True
            elif comma and not closed:
                at = end + 1
            else:
                break
        return Row(tuple(members), joined, members[-1][1]) if members else None

    def _owns(self, at: int) -> bool:
        """Whether "of" and one more word go on what is said, one of the two known to nothing: "breach of contract", "out of print"."""
        if at + 2 >= len(self.tokens) or self._key(at + 1) != "of" or not wordlike(self.tokens[at + 2]):
            return False
        if self._key(at) == "out":
            return not self.found[at + 2]
        taken = self._key(at) in _SHARES or any(edge.end > at + 1 for edge in self.found[at])
        kept = self.terms(at + 2) & _NAMES or self._key(at + 2) in ARTICLES
        return not taken and not kept and not (self.found[at] and self.found[at + 2])

    def _bounded(self, at: int) -> bool:
        """Whether a word of a row may end before a node."""
        key = self._key(at)
        ends = not key or key in CLOSING or key in _CONJUNCTIONS or key in _AFTER
        return ends or any(verb.base in _SHOWING for verb in verbs_of(key))

    def _key(self, at: int) -> str:
        return self.tokens[at].key if at < len(self.tokens) else ""
