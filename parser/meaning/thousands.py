"""A bare figure against a column that is counted in thousands: "over 5000" may be 5,000 of them, or five million."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sayso.grammar.forms import Form
from sayso.grammar.predicates.numbers import NumberIs
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bounds, Figure
from sayso.parser.meaning.reading import Reading
from sayso.parser.words.edges import Lattice

BESIDE = 0.1
"""How much dearer it is that the figure itself counts thousands: too little for either reading to be clearly ahead."""
_THOUSAND, _MILLION = 1_000.0, 1_000_000.0
_DIGITS = re.compile(r"[\d,]+(?:\.\d+)?")


def both_ways(readings: list[Reading], lattice: Lattice, schema: Schema) -> list[Reading]:
    """The readings, and beside each that has such a figure the one in which it counts thousands.

    A million or more is said in full: nobody means a thousand million by it, and what is read is told."""
    columns = {c.name for c in schema.columns if c.kind == "number" and c.counted_in == _THOUSAND}
    found: dict[object, Reading] = {}
    for reading in readings if columns else ():
        bare = _bare(reading, lattice)
        for way in (reading, *((_in_thousands(reading, columns, bare),) if bare else ())):
            found.setdefault(way.value.rationale, way)
    return sorted(found.values(), key=lambda r: r.cost) if columns else readings


def _bare(reading: Reading, lattice: Lattice) -> frozenset[float]:
    """The figures from a thousand up that stand in digits alone: no "thousand", no "k", no currency."""
    said = (e for e in reading.edges if isinstance(e.value, Figure) and not e.value.unit)
    digits = (e for e in said if e.end == e.first + 1 and _DIGITS.fullmatch(lattice.tokens[e.first].key))
    return frozenset(e.value.value for e in digits if _THOUSAND <= e.value.value < _MILLION)


def _in_thousands(reading: Reading, columns: set[str], bare: frozenset[float]) -> Reading:
    framed = reading.value
    rationale = _multiplied(framed.rationale, columns, bare)
    return replace(reading, value=replace(framed, rationale=rationale), cost=reading.cost + BESIDE)


def _multiplied(part: Any, columns: set[str], bare: frozenset[float]) -> Any:
    """A form with these figures of these columns a thousand times as large."""
    if isinstance(part, tuple):
        return tuple(_multiplied(each, columns, bare) for each in part)
    if not isinstance(part, Form):
        return part
    if isinstance(part, NumberIs):
        ends = [part.bounds.n, *((part.bounds.upper,) if part.bounds.upper else ())]
        counted = part.column in columns and any(end.value in bare and not end.unit for end in ends)
        return replace(part, bounds=_larger(part.bounds)) if counted else part
    changed = {name: _multiplied(value, columns, bare) for name, value in part.parts().items()}
    return replace(part, **changed) if changed != part.parts() else part


def _larger(bounds: Bounds) -> Bounds:
    upper = Figure(bounds.upper.value * _THOUSAND) if bounds.upper is not None else None
    return Bounds(bounds.comparison, Figure(bounds.n.value * _THOUSAND), upper)
