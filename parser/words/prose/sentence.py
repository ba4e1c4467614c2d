"""A sentence as prose: its words, its marks, what it names; and the closed classes that tell prose from a rule.

What names anything of the schema, quotes, counts or sets a condition is never prose; what denies is prose only behind the label,
where the rule is over, and about the writer or what was labelled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sayso.parser.words.edges import Edge, Lattice

MARKS = frozenset([".", ",", ";", ":", "!", "?", "--", "...", "(", ")"])
ARROWS = frozenset(["->", "=>", "-->", "==>", "→", "⇒", "=", "-"])
SELF = frozenset(["i", "we", "you", "me", "us", "my", "our", "mine", "ours"])
"""Words of somebody who speaks of themselves or to the reader."""
_CONDITION = frozenset(["if", "when", "whenever", "unless", "because", "except", "nor", "provided", "only", "where"])
DENIAL = frozenset(["not", "n't", "no", "never", "without", "nothing", "nobody", "none", "neither"])
CONDITION = _CONDITION | {"long", "till", "since", "while", "until"}
"""A stretch with one of these may state a condition."""
TURNS = _CONDITION | DENIAL | {"but", "or", ":"}
"""So may one with these, where it need not speak of the writer: "Long trips are usually business" states none."""
TELLING = frozenset(["DATE", "DATES", "THING", "SIGN", "LABEL", "LIST", "CVAL", "STR", "ABSTAIN", "FREQ"])
"""What is said of the data; a column is, too."""
CALENDAR = frozenset(["MONTH", "WEEKDAY", "WEEKEND"])
ASKED = frozenset(["STR", "NUM", "DATE", "DATES", "WORDS", "CHARS", "SENTS", "LIST", "CVAL", "THING"])
"""With what a condition likely ends."""


@dataclass(frozen=True)
class Sentence:
    """What prose is looked for in."""

    lattice: Lattice
    found: list[list[Edge]]

    @cached_property
    def keys(self) -> list[str]:
        """Its words and marks."""
        return [token.key for token in self.lattice.tokens]

    @cached_property
    def marks(self) -> list[int]:
        """Where its marks stand."""
        return [i for i, key in enumerate(self.keys) if key in MARKS and not self.lattice.tokens[i].quoted]

    @cached_property
    def pieces(self) -> list[tuple[int, int]]:
        """The marks and arrows before and behind each piece of it; -1 and the end are such, too."""
        arrows = [i for i, key in enumerate(self.keys) if key in ARROWS and not self.lattice.tokens[i].quoted]
        bounds = sorted({*self.marks, *arrows, len(self.keys)})
        return list(zip([-1, *bounds], bounds, strict=False))

    @cached_property
    def labelled(self) -> set[int]:
        """Where labels end."""
        return self.ends("LABEL")

    def said(self, start: int, end: int) -> str:
        """Words as one string."""
        return " ".join(self.keys[start:end])

    def terms(self, start: int, end: int) -> set[str]:
        """The terminals that begin in a stretch."""
        return {edge.term for edges in self.found[start:end] for edge in edges}

    def ends(self, *terms: str) -> set[int]:
        """Where edges with one of these terminals end."""
        return {edge.end for edges in self.found for edge in edges if edge.term in terms}

    def next_mark(self, start: int) -> int:
        """The first mark behind a node, or the end."""
        return next((mark for mark in self.marks if mark > start), len(self.keys))

    def full_stop(self, start: int) -> int:
        """The first full stop behind a node, or the end."""
        return next((mark for mark in self.marks if mark > start and self.keys[mark] in (".", "!")), len(self.keys))

    def label_soon(self, at: int, reach: int = 6) -> bool:
        """Whether a label is named within a few words."""
        return "LABEL" in self.terms(at, at + reach)

    def unknown(self, at: int) -> bool:
        """Whether a word is known to nothing."""
        return self.keys[at].isalpha() and not self.lattice.known[at]

    def names(self, start: int, end: int, numbers: bool = True, calendar: bool = True) -> bool:
        """Whether a stretch names anything of the data, quotes or (where that counts) numbers or has a month: a remark "may" have one."""
        terms = {edge.term for edges in self.found[start:end] for edge in edges if edge.end <= end}
        told = terms & TELLING or (numbers and "NUM" in terms) or (calendar and terms & CALENDAR)
        return bool(told) or any(term.endswith("COL") for term in terms)
