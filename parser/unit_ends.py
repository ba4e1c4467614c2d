"""A number's name without the unit that it ends with: "body temperature" of body_temperature_c."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import SIZES

_SHORT_UNITS = frozenset(
    ["c", "f", "m", "g", "k", "l", "s", "h", "t", "w", "v", "ha", "pct", "perc", "percent", "celsius", "fahrenheit", "deg", "hz", "khz"]
    + ["mhz", "ms", "msec", "yr", "yrs", "mo", "mos", "kb", "mb", "gb", "tb", "kw", "kwh", "mw", "mv", "ma", "pa", "kpa", "hpa", "bar"]
    + ["psi", "m2", "m3", "km2", "sqm", "sqft", "sqkm", "usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "nzd", "inr", "cny", "dollars"]
    + ["euros", "pounds", "cents", "kmh", "kph", "mph", "rpm", "bpm", "mmhg", "ppm", "ppb", "db", "cc", "dl", "cl", "oz", "px", "mgl"]
)  # fmt: skip
"""The ends of a number's name that say what it is counted in, beside the words for units (`SIZES`)."""


def unit_ended(name: str) -> str:
    """A number's name without the unit that it ends with; empty where it ends with none.

    >>> unit_ended("body_temperature_c"), unit_ended("age_years"), unit_ended("drug_a"), unit_ended("n_m")
    ('body temperature', 'age', '', '')
    """
    words = name.lower().split("_")
    while len(words) > 1 and words[-1] in (_SHORT_UNITS | SIZES.keys()):
        words.pop()
    bare = " ".join(words)
    return bare if bare != name.lower().replace("_", " ") and len(bare) > 2 else ""


_SHORT = {"microgram": ("ug", "µg", "μg", "mcg"), "kilowatt": ("kw",), "watt": ("w",), "second": ("s",), "hour": ("h",)}
_POWERS = {"square": ("2", "²"), "cubic": ("3", "³")}


def compounds(schema: Schema) -> frozenset[str]:
    """The ways to write the unit made of two that a schema's numbers are counted in, without gaps: "m2", "squaremetres", "ug/l".

    A schema with several such units has none that goes without saying which.

    >>> area = Column("area", "number", "area of the plot in square metres")
    >>> {"m2", "squaremetres", "sqm"} <= compounds(Schema(("a",), (area,)))
    True
    """
    numbers = [column for column in schema.columns if column.kind == "number"]
    found = {written for column in numbers if (written := frozenset(unit.replace(" ", "") for unit in spaced(column)))}
    return next(iter(found)) if len(found) == 1 else frozenset()


def spaced(column: Column) -> Iterator[str]:
    """The ways to write the unit made of two that a column counts in."""
    told = re.split(r"[;:(]", column.description.lower())[0]
    power = re.search(r"\bin (square|cubic) ([a-z]+)\b", told)
    rate = re.search(r"\bin ([a-z]+) per ([a-z]+)\b", told)
    for unit in _alike(power.group(2)) if power else ():
        which = power.group(1) if power else ""
        yield from (f"{which} {unit}", f"{which[:2]} {unit}", *(f"{unit}{sign}" for sign in _POWERS[which]))
    for many in _alike(rate.group(1)) if rate else ():
        yield from (f"{many}{per}{one}" for one in _alike(rate.group(2) if rate else "") for per in (" per ", "/"))


def _alike(word: str) -> tuple[str, ...]:
    """All ways to write a unit."""
    one = word.removesuffix("s")
    known = (unit for unit in SIZES if SIZES[unit] == SIZES.get(word))
    return tuple(dict.fromkeys((word, one, *_SHORT.get(one, ()), *known)))
