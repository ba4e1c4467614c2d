"""The seam: the closed set of operations that the engine knows.

Predicates only *lower* to these; the engine never hears English, and the grammar never hears numpy. Three sorts of thing
have values here, for one row of the data:

- `Spots`: places in the row's texts, each a text column with [start, end) character offsets, in order, without duplicates;
- `Number`: a number or nothing (missing);
- `Test`: true or false, never missing. Whatever is missing makes a test false, so `Not` of it is true.

Every operation is a frozen dataclass: equal operations are equal values, which is what lets the engine share them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sayso.grammar.sorts import Comparison as Comparison
from sayso.grammar.sorts import Mode as Mode
from sayso.grammar.sorts import Number as Number
from sayso.grammar.sorts import Op as Op
from sayso.grammar.sorts import Piece as Piece
from sayso.grammar.sorts import Spots as Spots
from sayso.grammar.sorts import Test as Test
from sayso.grammar.sorts import Thing as Thing
from sayso.grammar.sorts import Unit as Unit


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for, and how it matches.

    `words`: case-insensitive, on word boundaries, white space inside standing for any white space; typographic quotes,
    dashes and white space match their plain forms. `exact`: the same, case-sensitive. `part`: anywhere, even inside a
    word, case-insensitive. `exact part`: anywhere, case-sensitive. `lemma`: any form of the word (one word; its spaCy lemma).
    `prefix`, `suffix`: whole words that start (end) with the term, case-insensitive; the spot is the word.
    A boundary is asked for only at an end of the term that is itself a word character.
    """

    text: str
    mode: Mode = "words"


@dataclass(frozen=True, slots=True)
class Whole(Spots):
    """The whole value of a text column: one spot, none where it is missing."""

    column: str


@dataclass(frozen=True, slots=True)
class Mark(Spots):
    """The stretch that a span column marks in its text column: one spot, none where it is missing."""

    column: str
    text: str
    """The text column that the offsets count in."""


@dataclass(frozen=True, slots=True)
class Pieces(Spots):
    """The sentences (words, lines, paragraphs) of each spot; `pick` 1 is the first, -1 the last, None all of them."""

    of: Spots
    piece: Piece
    pick: int | None = None


@dataclass(frozen=True, slots=True)
class Edge(Spots):
    """The first or last n words, characters or sentences of each spot, as one spot; all of it where it is shorter."""

    of: Spots
    side: Literal["first", "last"]
    n: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Side(Spots):
    """The text before (after) each spot of `of`, up to the edge of the spot of `within` that holds it.

    `n` and `unit` narrow it to the nearest n words or characters."""

    of: Spots
    side: Literal["before", "after"]
    within: Spots
    n: int | None = None
    unit: Unit = "words"


@dataclass(frozen=True, slots=True)
class Gap(Spots):
    """The text between every spot of `left` and every spot of `right` in one text, whichever comes first; none if they overlap.

    Where either has several spots, only gaps that hold no other spot of the two count."""

    left: Spots
    right: Spots


@dataclass(frozen=True, slots=True)
class Find(Spots):
    """The occurrences of any of the terms inside spots of `within`, which must hold them whole."""

    within: Spots
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Pattern(Spots):
    """The matches of a regular expression (RE2 syntax, linear time) inside each spot of `within`."""

    within: Spots
    regex: str
    case_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Things(Spots):
    """The things of one kind inside spots of `within`: amounts of money, dates, people ..."""

    within: Spots
    thing: Thing


@dataclass(frozen=True, slots=True)
class Worth(Spots):
    """Those spots (of numbers, money or percentages) whose value compares so with n."""

    of: Spots
    comparison: Comparison
    n: float


@dataclass(frozen=True, slots=True)
class Echo(Spots):
    """The occurrences inside `within` of the very text that spots of `of` hold: "the title contains the chemical"."""

    within: Spots
    of: Spots


@dataclass(frozen=True, slots=True)
class Near(Spots):
    """Those spots of `left` that have a spot of `right` in the same text, in that order, with low to high units between.

    `order` "before": left ends before right starts; "after": the other way round; "either": any of the two.
    `high` None sets no upper bound. Unit "words" counts words between; "characters" characters; "sentences" how many
    sentences lie between their starts (0: the same one); "blank" is for what is next to each other: nothing but white
    space and punctuation between, low and high unused. The evidence is both ends."""

    left: Spots
    right: Spots
    order: Literal["before", "after", "either"]
    low: int = 0
    high: int | None = None
    unit: Literal["words", "characters", "sentences", "blank"] = "words"


@dataclass(frozen=True, slots=True)
class Holding(Spots):
    """Those spots of `of` that hold a spot of each of `parts` whole: sentences with both words in them."""

    of: Spots
    parts: tuple[Spots, ...]


@dataclass(frozen=True, slots=True)
class AtEdge(Spots):
    """Those spots of `of` at the very start (end) of a spot of `within`.

    White space and punctuation at that edge are looked past, unless the spot itself begins (ends) in punctuation:
    then only white space is."""

    of: Spots
    within: Spots
    edge: Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Union(Spots):
    """The spots of all parts together."""

    parts: tuple[Spots, ...]


@dataclass(frozen=True, slots=True)
class Constant(Number):
    """A number; a date as days since 1970-01-01 (with a fraction for the time of day)."""

    value: float


@dataclass(frozen=True, slots=True)
class Value(Number):
    """The value of a number, score or date column (a date as days since 1970-01-01), or missing.

    `part` takes the year, month, day or weekday (Monday 1) of a date."""

    column: str
    part: Literal["", "year", "month", "day", "weekday"] = ""


@dataclass(frozen=True, slots=True)
class Count(Number):
    """How many spots there are; missing where `of` reads a text that is missing."""

    of: Spots


@dataclass(frozen=True, slots=True)
class Arithmetic(Number):
    """Two numbers added, subtracted, multiplied or divided; missing where either is, or where the divisor is 0.

    "distance" is how far apart the two are: the absolute difference."""

    left: Number
    operator: Literal["+", "-", "*", "/", "distance"]
    right: Number


@dataclass(frozen=True, slots=True)
class BoxDistance(Number):
    """How far apart two boxes are, in pixels: their nearest edges (0 where they meet) or their centres; missing where either is."""

    left: str
    right: str
    between: Literal["edges", "centres"]


@dataclass(frozen=True, slots=True)
class BoxShare(Number):
    """How much of the left box's area lies in the right one, from 0 to 1; missing where either is, or where it has no area."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Length(Number):
    """The length of the spots in a unit (summed); missing where there is no spot.

    A word here is a run of non-space text with a letter or digit in it; inner - ' . @ , / do not split."""

    of: Spots
    unit: Literal["words", "characters", "sentences", "paragraphs", "lines"]


@dataclass(frozen=True, slots=True)
class BoxValue(Number):
    """A measure of a box column [x1, y1, x2, y2], y growing downward; missing where the box is."""

    column: str
    what: Literal["left", "right", "top", "bottom", "width", "height", "area", "centre x", "centre y"]


@dataclass(frozen=True, slots=True)
class Always(Test):
    """True on every row (`value` False: on none)."""

    value: bool = True


@dataclass(frozen=True, slots=True)
class Some(Test):
    """There is at least one spot."""

    of: Spots


@dataclass(frozen=True, slots=True)
class Same(Test):
    """The spot's whole text equals one of the values, outer white space apart, in the given mode ("words" or "exact")."""

    of: Spots
    values: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class SameText(Test):
    """A spot of `left` holds the same text as a spot of `right`, outer white space and case apart.

    `how` "starts" and "ends": it starts (ends) with it, on a word boundary."""

    left: Spots
    right: Spots
    how: Literal["equals", "starts", "ends"] = "equals"


@dataclass(frozen=True, slots=True)
class Similar(Test):
    """A spot is similar in meaning to a text: the cosine of their encodings by the encoder is at least `threshold`."""

    of: Spots
    text: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Cased(Test):
    """There is a spot with a letter, and all its letters are capitals, or lower case, or each longer word starts with a capital."""

    of: Spots
    case: Literal["upper", "lower", "title"]


@dataclass(frozen=True, slots=True)
class OneOf(Test):
    """A category (or boolean, number, text) column has one of the values, case-insensitively, as text."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameValue(Test):
    """Two columns hold the same value, neither missing (text and categories case-insensitively)."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class IsTrue(Test):
    """A boolean column is true (not false, not missing)."""

    column: str


@dataclass(frozen=True, slots=True)
class Missing(Test):
    """A column has no value: null, not a number, or a text of white space alone."""

    column: str


@dataclass(frozen=True, slots=True)
class Compare(Test):
    """Two numbers compare so; false where either is missing."""

    left: Number
    comparison: Comparison
    right: Number


@dataclass(frozen=True, slots=True)
class BoxRelation(Test):
    """Two boxes stand in a relation; false where either is missing.

    above: a's bottom at or over b's top; below, left of, right of likewise; overlaps: the inner areas meet; touches:
    closed areas meet; inside: a lies within b; aligned: centres within a tenth of the larger extent, in one direction."""

    left: str
    relation: Literal["above", "below", "left of", "right of", "overlaps", "touches", "inside", "aligned"]
    right: str


@dataclass(frozen=True, slots=True)
class Not(Test):
    """The test does not hold."""

    of: Test


@dataclass(frozen=True, slots=True)
class All(Test):
    """Every one of the tests holds."""

    of: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Any(Test):
    """At least one of the tests holds."""

    of: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Hold(Test):
    """How many of the tests hold compares so with n: "at least two of"."""

    of: tuple[Test, ...]
    comparison: Comparison
    n: int


@dataclass(frozen=True, slots=True)
class Branch:
    """What a labeling function votes where the test holds and no earlier branch did. No labels: it abstains."""

    labels: tuple[str, ...]
    test: Test
