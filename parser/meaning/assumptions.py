"""What a reading takes for granted, in words."""

from __future__ import annotations

from sayso.grammar import units
from sayso.grammar.forms import Form
from sayso.grammar.predicates.box_relations import FAR, LEVEL, NEAR, SAMEPLACE
from sayso.grammar.predicates.categories import FlagIs
from sayso.grammar.predicates.items import Quoted
from sayso.grammar.predicates.numbers import NumberIs
from sayso.grammar.predicates.places import Text
from sayso.grammar.predicates.quantities import QuantityIs, ValueOf, Versus, counted
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col, Figure
from sayso.parser.english import dates
from sayso.parser.meaning.reading import Reading
from sayso.parser.meaning.values_taken import values_taken
from sayso.parser.words.edges import Lattice
from sayso.parser.words.explained import gone_along

PRICED = ("PRICED", "PRICEGT", "PRICELT", "PRICELE", "PRICEGE")
MEASURED = ("BOXREL", "ALIGNED", "LINESUP", "CLOSETOGETHER", "FARAPART")
PIXELS = {
    "near": f"at most {NEAR.n.say()} pixels apart",
    "far": f"at least {FAR.n.say()} pixels apart",
    "same place": f"at most {SAMEPLACE.n.say()} pixels apart",
    "aligned": f"within {LEVEL.n.say()} pixels",
}
"""What a word of nearness is taken for: nobody said the number."""


def had(form: Form) -> bool:
    """Whether a flag is asked for that is called by what is had: in "the body has html" the body stands for the row."""
    return any(isinstance(node, FlagIs) and node.column.startswith("has_") for node in form.walk())


def _set_aside(reading: Reading, lattice: Lattice) -> list[str]:
    """The remarks that a reading passed over, each in its own words."""
    skipped: set[int] = set(range(max((edge.end for edge in reading.edges), default=0), len(lattice.tokens)))
    for edge in reading.edges:
        skipped |= set(range(edge.start, edge.first))
    found = [(s, e) for s, ends in sorted(lattice.asides.items()) for e in ends if skipped.issuperset(range(s, e))]
    widest = [(s, e) for s, e in found if not any((s, e) != o and o[0] <= s and e <= o[1] for o in found)]
    said = (" ".join(token.text for token in lattice.tokens[s:e]).strip(" (),;:") for s, e in widest)
    return [words for words in said if words]


def assumptions(reading: Reading, lattice: Lattice, schema: Schema) -> tuple[str, ...]:
    """What the reading takes for granted, in words."""
    said: list[str] = []
    form = reading.value.rationale
    named = {edge.value.name for edge in reading.edges if isinstance(edge.value, Col)}
    texts = {node.column for node in form.walk() if isinstance(node, Text)}
    if schema.default_text in texts and schema.default_text not in named:
        said.append(f"no column is named: the {schema.default_text} is meant")
    rowwise = [edge.value.name for edge in reading.edges if isinstance(edge.value, Col) and edge.value.kind == "text"]
    said += [f"“the {name}” stands for the row" for name in rowwise if name not in texts and had(form)]
    said += [f"set aside, not checked: “{words}”" for words in _set_aside(reading, lattice)]
    said += gone_along(form, reading.edges, lattice.tokens, lattice.explained)
    said += [*_counted(form, schema), *values_taken(reading, lattice, schema)]
    for edge in reading.edges:
        words = " ".join(token.text for token in lattice.tokens[edge.first : edge.end])
        if (
            edge.term in ("WHEN", "IFMID", "ONLYFOR")
            and "only" in words.lower().split()
            and "if and only if" not in words.lower()
        ):
            said.append(f"“{words}” is read as “if”: where it does not hold, nothing is voted")
        if edge.term == "DENYLABEL":
            said.append(f"“{words} ... unless” is read as “if”: where it does not hold, nothing is voted")
        if isinstance(edge.value, Figure) and units.measured(edge.value.unit):
            said += _converted(edge.value, words, form, schema)
        if edge.term == "DATE" and (told := dates.taken(lattice.tokens[edge.first : edge.end], edge.value)):
            said.append(f"“{words}” is {told}")
        if edge.term in PRICED and (paid := units.priced(schema)):
            said.append(f"“{words}” is said of the {paid.name}")
        if edge.term == "DAYS" and edge.value in ("30", "365"):
            said.append(f"“{words}” is counted as {edge.value} days")
        if edge.term in MEASURED and edge.value in (None, *PIXELS):
            said.append(f"“{words}” is taken for {PIXELS.get(edge.value, PIXELS['aligned'])}")
        if edge.term == "BARE" and any(isinstance(n, Quoted) and n.text == edge.value.text for n in form.walk()):
            said.append(f"“{edge.value.text}” stands without quotes: taken as the words to look for")
    return tuple(dict.fromkeys(said))


def _converted(figure: Figure, words: str, form: Form, schema: Schema) -> list[str]:
    """That "20 minutes" is 1,200 of a column that is counted in seconds."""
    numbers = [node for node in form.walk() if isinstance(node, NumberIs)]
    kept = [(n.column, f) for n in numbers for f in (n.bounds.n, n.bounds.upper) if f is not None]
    said = units.measured(figure.unit)
    own = [(f, units.counted_in(schema.column(name))) for name, f in kept if units.same(figure, f.value)]
    return [
        f"“{words}” is {f.say()} {unit}"
        for f, (unit, *_) in (told for told in own[:1] if told[1])
        if f.value != figure.value or units.measured(unit) != said  # "20 mm" of millimetres per day
    ]


def _counted(form: Form, schema: Schema) -> list[str]:
    """Which figures are compared in the larger unit that their column is counted in."""
    nodes = tuple(form.walk())
    given = [(n.column, n.bounds.n, n.bounds.upper) for n in nodes if isinstance(n, NumberIs)]
    given += [(n.right.column, n.offset, None) for n in nodes if isinstance(n, Versus) and isinstance(n.right, ValueOf)]
    given += [
        (node.column, n.bounds.n, n.bounds.upper)
        for n in nodes
        if isinstance(n, QuantityIs)
        for node in n.of.walk()
        if isinstance(node, ValueOf)
    ]
    return [
        f"{n.say()} is {n.value / by:.10g}: the {name} is counted in {by:,.0f}s"
        for name, low, high in given
        for n in (low, high)
        if n is not None and (by := counted(low, schema.column(name), high)) > 1
    ]
