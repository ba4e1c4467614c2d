"""What a text contains, starts and ends with, equals, matches; and how often."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any, Literal

from sayso.grammar import plan
from sayso.grammar.context import DOCUMENT, Context, about
from sayso.grammar.forms import Condition, Example, Place, register
from sayso.grammar.predicates.categories import CategoryIs, category_of
from sayso.grammar.predicates.items import AllOf, AnyOf, Item, Itself, Listed, Quoted, What, inside, quote, series
from sayso.grammar.predicates.places import Argument, Enclosed, Piece
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Col

AFFIX: dict[str, plan.Mode] = {"start": "prefix", "end": "suffix"}
"""What a word starts or ends with are letters of it, never another word."""


def having(column: Col, items: tuple[Item, ...], schema: Schema) -> Condition | None:
    """ "the agent's name contains 'Estates'" of a category: any of the values with those words."""
    words = [item.text.lower() for item in items if isinstance(item, Quoted) and item.mode == "words"]
    held = [
        value
        for value in schema.column(column.name).values
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", value.lower()) for word in words)
    ]
    positive = not any(re.match(r"(not|non|no)\b", value.lower()) for value in held)
    return CategoryIs(column.name, tuple(held)) if held and positive and len(words) == len(items) else None


def is_word(place: Any) -> bool:
    """Whether a place is one word of a text."""
    return isinstance(place, Piece) and place.piece == "word"


def of_word(made: Contains | Opens, mode: plan.Mode) -> Condition:
    """The same said of a word: of its letters; "any word starts with 'un'" is "the text has a word that starts with 'un'"."""
    if not isinstance(made.place, Piece) or made.place.piece != "word":
        return made
    what = inside(made.what, mode)
    if made.place.pick == 0 and isinstance(what, AnyOf):
        return Contains(made.place.of, what)
    return replace(made, what=what)


@register
@dataclass(frozen=True)
class Contains(Condition):
    """A text holds any (or all) of several things."""

    place: Place
    what: What

    examples = (
        Example(
            "label lease if the body contains 'rent' or 'flat'",
            yes=({"body": "The RENT is due."}, {"body": "a flat"}),
            no=({"body": "parental leave"}, {"body": None}),
        ),
    )

    def say(self) -> str:
        """ "the body contains 'rent' or 'flat'"; a word is one, or contains letters."""
        return f"{self.place.say()} {'is' if self._whole_word() else 'contains'} {self.what.say()}"

    def say_not(self) -> str:
        """ "the body does not contain 'rent' or 'flat'": none of them."""
        every = "all of " if isinstance(self.what, AllOf) else ""
        says = "is not" if self._whole_word() else "does not contain"
        return f"{self.place.say()} {says} {every}{self.what.say()}"

    def _whole_word(self) -> bool:
        """Whether it compares a word with words."""
        words = is_word(self.place) and isinstance(self.what, AnyOf)
        return words and any(isinstance(i, (Quoted, Listed)) and i.mode == "words" for i in self.what.items)

    def lower(self, schema: Schema) -> plan.Test:
        """There is such a spot."""
        within = self.place.lower(schema)
        if isinstance(self.what, AnyOf):
            return plan.Some(self._spots(self.what, within, schema))
        return plan.All(tuple(plan.Some(self._spots(item, within, schema)) for item in self.what.items))

    def _spots(self, what: Any, within: plan.Spots, schema: Schema) -> plan.Spots:
        """Where it stands; a marked argument in quotes or parentheses is the marked stretch itself."""
        only = what.items[0] if isinstance(what, AnyOf) else what
        if isinstance(self.place, Enclosed) and isinstance(only, Itself):
            return plan.Holding(within, (only.argument.lower(schema),))
        return what.spots(within, schema)  # type: ignore[no-any-return]

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category ("the rules engine says phishing") it means that it has that value."""
        if isinstance(subject, Col) and subject.kind == "category" and isinstance(self.what, AnyOf):
            return category_of(subject, self.what.items, schema) or having(subject, self.what.items, schema)
        made = Condition.about(self, subject, schema)
        return of_word(made, "part") if isinstance(made, Contains) else made


@register
@dataclass(frozen=True)
class Occurs(Condition):
    """Things of one sort occur so many times in a text, all occurrences counted together."""

    place: Place
    what: AnyOf
    bounds: Bounds

    examples = (
        Example(
            "label lease if the body contains 'rent' at least 2 times",
            yes=({"body": "rent on rent"},),
            no=({"body": "rent"}, {"body": None}),
        ),
    )

    def say(self) -> str:
        """ "the body contains 'rent' at least 2 times"."""
        return f"{self.place.say()} contains {self.what.say()} {self.bounds.of('times')}"

    def say_not(self) -> str:
        """ "the body does not contain 'rent' at least 2 times"."""
        return f"{self.place.say()} does not contain {self.what.say()} {self.bounds.of('times')}"

    def lower(self, schema: Schema) -> plan.Test:
        """A count of spots."""
        return compare(plan.Count(self.what.spots(self.place.lower(schema), schema)), self.bounds)


@register
@dataclass(frozen=True)
class Distinct(Condition):
    """So many different ones of several things occur in a text."""

    place: Place
    items: tuple[Item, ...]
    bounds: Bounds

    examples = (
        Example(
            "label lease if the body contains at least 2 of 'rent', 'flat' and 'let'",
            yes=({"body": "a flat to let"},),
            no=({"body": "rent and rent"},),
        ),
    )

    def say(self) -> str:
        """ "the body contains at least 2 of 'rent', 'flat' and 'let'"."""
        return f"{self.place.say()} contains {self.bounds.say()} of {series(self.items, 'and')}"

    def say_not(self) -> str:
        """ "the body does not contain at least 2 of ..."."""
        return f"{self.place.say()} does not contain {self.bounds.say()} of {series(self.items, 'and')}"

    def lower(self, schema: Schema) -> plan.Test:
        """How many of the things are there."""
        within = self.place.lower(schema)
        tests: list[plan.Test] = []
        for item in self.items:
            if isinstance(item, Listed):
                tests += [plan.Some(Quoted(e).spots(within, schema)) for e in schema.lists[item.name]]
            else:
                tests.append(plan.Some(item.spots(within, schema)))
        held = plan.Hold(tuple(tests), self.bounds.comparison, int(self.bounds.n.value))
        if self.bounds.upper is None:
            return held
        return plan.All((held, plan.Hold(tuple(tests), "<=", int(self.bounds.upper.value))))


@register
@dataclass(frozen=True)
class Opens(Condition):
    """A text starts, or ends, with one of several things; white space and punctuation around it looked past."""

    place: Place
    what: AnyOf
    edge: Literal["start", "end"]

    examples = (
        Example(
            "label lease if the body starts with 'rent' or 'let'",
            yes=({"body": "  “Rent is due"},),
            no=({"body": "the rent"}, {"body": "rental"}),
        ),
        Example(
            "label lease if the body ends with 'due'", yes=({"body": "rent is due."},), no=({"body": "due on Monday"},)
        ),
        Example(
            "label lease if the title starts with the tenant",
            yes=({"title": "Ann's flat", "body": "Ann pays", "tenant": [0, 3]},),
            no=({"title": "The flat of Ann", "body": "Ann pays", "tenant": [0, 3]},),
        ),
    )

    def say(self) -> str:
        """ "the body starts with 'rent'"; a word starts with letters."""
        return f"{self.place.say()} {self.edge}s with {self._said().say()}"

    def say_not(self) -> str:
        """ "the body does not start with 'rent'"."""
        return f"{self.place.say()} does not {self.edge} with {self._said().say()}"

    def _said(self) -> What:
        """What it starts with; of a word it need not be told that it is letters."""
        return inside(self.what, "words", of=AFFIX[self.edge]) if is_word(self.place) else self.what

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a text or an argument; nothing starts with itself."""
        made = Condition.about(self, subject, schema)
        place = made.place if isinstance(made, Opens) else None
        if isinstance(place, Argument) and any(isinstance(i, Itself) for i in self.what.items):
            return None  # one argument's text at an end of another's: SameText says that
        return of_word(made, AFFIX[self.edge]) if isinstance(made, Opens) else made

    def lower(self, schema: Schema) -> plan.Test:
        """A spot at that edge."""
        within = self.place.lower(schema)
        spots: plan.Spots = self.what.spots(within, schema)
        only = self.what.items[0]
        if len(self.what.items) == 1 and isinstance(only, Itself):
            spots = only.stretch(self.place, schema)
        if isinstance(self.place, Argument) and all(
            isinstance(i, Quoted) and i.mode == "part" for i in self.what.items
        ):
            spots = plan.Find(
                within, tuple(plan.Term(i.text, "part") for i in self.what.items if isinstance(i, Quoted))
            )
        return plan.Some(plan.AtEdge(spots, within, self.edge))


@register
@dataclass(frozen=True)
class Equals(Condition):
    """A text's whole value is one of several."""

    place: Place
    what: AnyOf

    examples = (
        Example("label lease if the title is exactly 'rent'", yes=({"title": " Rent "},), no=({"title": "the rent"},)),
    )

    def say(self) -> str:
        """ "the title is exactly 'rent'"."""
        return f"{self.place.say()} is exactly {self.what.say()}"

    def say_not(self) -> str:
        """ "the title is not exactly 'rent'"."""
        return f"{self.place.say()} is not exactly {self.what.say()}"

    def lower(self, schema: Schema) -> plan.Test:
        """The whole value compared."""
        terms: list[plan.Term] = []
        for item in self.what.items:
            if isinstance(item, Quoted):
                terms.append(plan.Term(item.text, "exact" if item.mode == "exact" else "words"))
            elif isinstance(item, Listed):
                terms += [plan.Term(entry) for entry in schema.lists[item.name]]
        return plan.Same(self.place.lower(schema), tuple(terms))

    def about(self, subject: Any, schema: Schema) -> Condition | None:
        """Of a category it means that it has that value."""
        if isinstance(subject, Col) and subject.kind == "category":
            return category_of(subject, self.what.items, schema)
        return Condition.about(self, subject, schema)


@register
@dataclass(frozen=True)
class Matches(Condition):
    """A text has a match of a regular expression, somewhere, whatever the case."""

    place: Place
    regex: str

    examples = (
        Example("label lease if the body matches 'rent(al)?s'", yes=({"body": "RENTALS"},), no=({"body": "rent"},)),
    )

    def say(self) -> str:
        """ "the body matches the regex 'rent(al)?'"."""
        return f"{self.place.say()} matches the regex {quote(self.regex)}"

    def say_not(self) -> str:
        """ "the body does not match the regex 'rent(al)?'"."""
        return f"{self.place.say()} does not match the regex {quote(self.regex)}"

    def lower(self, schema: Schema) -> plan.Test:
        """A match of the pattern."""
        return plan.Some(plan.Pattern(self.place.lower(schema), self.regex))


@register
@dataclass(frozen=True)
class IsSimilar(Condition):
    """A text is similar in meaning to a phrase: the cosine of their encodings is at least 0.5."""

    place: Place
    text: str

    examples = (
        Example(
            "label lease if the title is similar in meaning to 'apartment rental'",
            yes=({"title": "Apartment rentals"},),
            no=({"title": "Chocolate cake recipe"}, {"title": None}),
        ),
    )

    def say(self) -> str:
        """ "the title is similar in meaning to 'apartment rental'"."""
        return f"{self.place.say()} is similar in meaning to {quote(self.text)}"

    def say_not(self) -> str:
        """ "the title is not similar in meaning to 'apartment rental'"."""
        return f"{self.place.say()} is not similar in meaning to {quote(self.text)}"

    def lower(self, schema: Schema) -> plan.Test:
        """A cosine of encodings."""
        return plan.Similar(self.place.lower(schema), self.text, SIMILAR)


SIMILAR = 0.5
"""The cosine from which two texts count as similar: MiniLM gives paraphrases 0.6 and more, unrelated texts 0.2 and less."""


def compare(number: plan.Number, bounds: Bounds, scale: float = 1.0) -> plan.Test:
    """A number against bounds; "between" includes both ends."""
    first = plan.Compare(number, bounds.comparison, plan.Constant(bounds.n.value * scale))
    if bounds.upper is None:
        return first
    return plan.All((first, plan.Compare(number, "<=", plan.Constant(bounds.upper.value * scale))))


def said(ctx: Context, predicate: Condition | None, where: Any = None) -> Any:
    """A predicate said of a place that was named, or else of the document."""
    if predicate is None:
        return None
    return about(predicate, where if where is not None else DOCUMENT, ctx.schema)
