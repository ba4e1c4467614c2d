"""A number's name without the unit that it ends with: "body temperature" of body_temperature_c; the unit behind a figure."""

from __future__ import annotations

from collections.abc import Iterator

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


def spoken(keys: list[str], known: frozenset[str]) -> Iterator[tuple[int, str]]:
    """The unit that begins with the tokens behind a figure, and how many of them it takes: "km", "mg / l", "mg per litre".

    >>> list(spoken(["mg", "/", "l"], frozenset({"mg", "mg/l"}))), list(spoken(["mg", "per", "litre"], frozenset({"mg per litre"})))
    ([(3, 'mg/l')], [(3, 'mg per litre')])
    """
    joined = ("".join(keys[:3]), " ".join(keys[:3])) if len(keys) > 2 and keys[1] in ("/", "per") else ()
    rate = next((unit for unit in joined if unit in known), None)
    if rate is not None:
        yield 3, rate
    elif keys[:1] and keys[0] in known:
        yield 1, keys[0]
