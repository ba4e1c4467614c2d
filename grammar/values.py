"""The plain values that words of a sentence stand for, before they become parts of a form."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sayso.grammar.plan import Comparison


@dataclass(frozen=True, slots=True)
class Literal:
    """Text to look for, as it stood in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Bare:
    """Text to look for, as it stood without quotes."""

    text: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it was written: 5, "a dozen", $500, 90 %."""

    value: float
    unit: str = ""
    """ "", "$", "%"."""

    def say(self) -> str:
        """The number in digits, with its unit."""
        number = f"{self.value:,.10g}" if abs(self.value) >= 10_000 else f"{self.value:.10g}"
        if "e" in number:
            number = repr(self.value)
        return f"${number}" if self.unit == "$" else f"{number}%" if self.unit == "%" else number


@dataclass(frozen=True, slots=True)
class DateRange:
    """A day, a month, a quarter, half a year, a year or ten: the first and the last day."""

    first: datetime.date
    last: datetime.date

    def say(self) -> str:
        """The date as "January 5, 2020", "January 2020" or "2020"."""
        if self.first == self.last:
            return f"{self.first:%B} {self.first.day}, {self.first.year}"
        if self.first.month == self.last.month:
            return f"{self.first:%B} {self.first.year}"
        months = self.last.month - self.first.month + 1
        if months in (3, 6):
            nth = ("first", "second", "third", "fourth")[self.first.month // months]
            return f"the {nth} {'quarter' if months == 3 else 'half'} of {self.first.year}"
        return str(self.first.year) if self.first.year == self.last.year else f"the {self.first.year}s"

    @property
    def precision(self) -> str:
        """ "day", "month", "year", or "part" for what is none of them."""
        days = (self.last - self.first).days
        return "day" if days == 0 else "month" if days < 32 else "year" if days in (364, 365) else "part"

    @property
    def whole_years(self) -> bool:
        """Whether it is a year, or several: what can be said of a column that holds years."""
        return (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)


@dataclass(frozen=True, slots=True)
class Col:
    """A column that the sentence names."""

    name: str
    kind: str
    clause: bool = field(default=False, compare=False)
    """Whether a whole clause names it: "a courier is needed" is said, and nothing else is said of it."""


@dataclass(frozen=True, slots=True)
class Pronoun:
    """ "it", "they", "them": the columns that were named before it, likeliest first."""

    candidates: tuple[Col, ...]
    words: tuple[str, ...] = ()
    """Quoted words before it, nearest first: "'a' and 'b' are there, and they are next to each other"."""
    listed: int = 0
    """How many of the nearest stand in a row: "it" is not one of 'a', 'b' or 'c', but whichever is there."""


@dataclass(frozen=True, slots=True)
class LabelName:
    """A label that the sentence names."""

    name: str


@dataclass(frozen=True, slots=True)
class ListName:
    """A word list that the sentence names."""

    name: str


@dataclass(frozen=True, slots=True)
class CategoryValue:
    """A value that some category columns are known to take."""

    text: str
    columns: tuple[str, ...]
    said: str = ""
    """The words that it goes by here, where they are not its own: "roofers" of roofing."""


SAID = {"<": "less than", "<=": "at most", "=": "exactly", ">=": "at least", ">": "more than", "!=": "not exactly"}
TURNED: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
"""The same comparison said of the other side."""
_OPPOSITE: dict[Comparison, Comparison] = {"<": ">=", "<=": ">", "=": "!=", "!=": "=", ">=": "<", ">": "<="}


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a number is compared with: "more than 5", "at least 5", "between 5 and 7" (ends included)."""

    comparison: Comparison
    n: Figure
    upper: Figure | None = None

    def say(self) -> str:
        """The comparison in words."""
        if self.upper is not None:
            return f"between {self.n.say()} and {self.upper.say()}"
        return f"{SAID[self.comparison]} {self.n.say()}"

    def of(self, things: str) -> str:
        """So many things: "more than 2 words", "exactly 1 word"."""
        one = self.upper is None and self.n.value == 1
        return f"{self.say()} {things.removesuffix('s') if one else things}"

    @property
    def opposite(self) -> Comparison:
        """The comparison that holds where this does not."""
        return _OPPOSITE[self.comparison]
