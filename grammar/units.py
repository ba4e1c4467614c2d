"""Units of time, length, mass and volume: "20 minutes" of a column that is counted in seconds is 1,200.

A figure keeps the unit that it was said in until it meets a column; there it is turned into the column's own, or makes no sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Bounds, Figure

_WORDS: dict[str, tuple[tuple[float, str], ...]] = {
    "time": (
        (1, "second seconds sec secs"),
        (60, "minute minutes min mins"),
        (3600, "hour hours hr hrs"),
        (86400, "day days night nights"),
        (604800, "week weeks wk wks"),
        (1209600, "fortnight fortnights"),
    ),
    "years": ((1, "month months"), (12, "year years yr yrs")),
    "length": (
        (1, "mm millimetre millimetres millimeter millimeters"),
        (10, "cm centimetre centimetres centimeter centimeters"),
        (1000, "m metre metres meter meters"),
        (1e6, "km kilometre kilometres kilometer kilometers"),
        (25.4, "inch inches"),
        (304.8, "foot feet ft"),
        (1609344, "mile miles"),
    ),
    "mass": (
        (0.001, "ug µg mcg microgram micrograms"),
        (1, "mg milligram milligrams"),
        (1000, "g gram grams gramme grammes"),
        (1e6, "kg kilogram kilograms kilo kilos"),
        (1e9, "tonne tonnes"),
        (453592.37, "lb lbs"),
    ),
    "volume": (
        (1, "ml millilitre millilitres milliliter milliliters"),
        (100, "dl decilitre decilitres deciliter deciliters"),
        (1000, "l litre litres liter liters"),
    ),
}
SIZES = {word: (sort, float(size)) for sort, rows in _WORDS.items() for size, words in rows for word in words.split()}
"""Every word for a unit: what it measures, and how large it is."""
_MASSES, _VOLUMES = ([word for word, (sort, _) in SIZES.items() if sort == of] for of in ("mass", "volume"))
SIZES |= {
    f"{mass}{by}{volume}": ("mass in a volume", SIZES[mass][1] / SIZES[volume][1])
    for mass in _MASSES
    for volume in _VOLUMES
    for by in ("/", " per ")
}


_MONEY = re.compile(
    r"\b(dollars?|euros?|pounds|usd|eur|gbp|prices?|costs?|salary|amounts?|fees?|premiums?|budget|revenue|pay|rent)\b"
)


def _told(column: Column) -> str:
    return f"{column.name.replace('_', ' ')} {column.description}".lower()


_ONE = frozenset(["year", "month", "week", "day", "hour", "minute", "second"])
"""A "year of publication" is counted in nothing."""


@lru_cache(maxsize=256)
def is_year(column: Column) -> bool:
    """Whether a number column holds a calendar year: "year of publication", though no "how many per year" and no "year group"."""
    told = re.split(r"\b(?:of|in|over|for|per|after|on|within|at|from|since|during)\b", column.description)[0]
    said = f"{column.name.replace('_', ' ')} {told[:40]}".lower()
    return column.kind == "number" and bool(re.search(r"\byear\b(?! (?:group|class|level|grade|form)\b)", said))


def in_percent(column: Column) -> bool:
    """Whether a column counts in percent, as its name or description says."""
    return bool(re.search(r"\b(?:pct|perc|percent|percentage|per cent)\b|%", _told(column)))


@lru_cache(maxsize=256)
def own(column: Column) -> str:
    """The unit that a number column counts in, as its name or description says; empty where they say none.

    >>> own(Column("duration", "number", "length of the call in seconds")), own(Column("size_mm", "number")), own(Column("n", "number"))
    ('seconds', 'mm', '')
    """
    if column.kind != "number":
        return ""
    name, told = column.name.lower().replace("_", " ").split(), column.description.lower()
    since = re.findall(r"^([a-z]+) (?:since|after|until|till|before|to)\b", " ".join(name))
    said = (
        re.findall(r"\bin ([a-z]+)\b", told)
        + since
        + name[-1:]
        + re.findall(r"^(?:number of |how many )?([a-z]+)\b", told)
    )
    rate = re.search(r"\b([a-z]+ per [a-z]+)\b", told)
    rates = [rate.group(1) if rate else "", "/".join(name[-2:])]
    return next((word for word in (*rates, *said) if word in SIZES and word not in _ONE), "")


def convertible(schema: Schema) -> frozenset[str]:
    """The words for units of what some column of a schema measures."""
    sorts = {SIZES[own(column)][0] for column in schema.columns if own(column)}
    return frozenset(word for word, (sort, _) in SIZES.items() if sort in sorts)


def rates(schema: Schema) -> frozenset[str]:
    """For what the schema's prices are: "night" of "price per night in dollars"."""
    paid = (_told(column) for column in schema.columns if column.kind == "number")
    told = " ".join(text for text in paid if _MONEY.search(text))
    return frozenset(re.findall(r"\b(?:per|dollars an?|euros an?|pounds an?|price an?|each|every) ([a-z]+)", told))


def ambiguous(schema: Schema) -> frozenset[str]:
    """The words for units of what several columns measure, each in another unit: there no figure stands without its own."""
    sizes = {SIZES[own(column)] for column in schema.columns if own(column)}
    sorts = [sort for sort, _ in sizes]
    return frozenset(word for word, (sort, _) in SIZES.items() if sorts.count(sort) > 1)


def measured_alike(schema: Schema) -> frozenset[str]:
    """The words for units that no column speaks of but as its own: a figure with one is compared with those columns alone."""
    loose: set[str] = set()
    for column in schema.columns:
        if column.kind in ("number", "score"):
            spoken = {
                SIZES[word][0] for word in re.findall(r"[a-z]+", _told(column)) if len(word) > 1 and word in SIZES
            }
            loose |= spoken - ({SIZES[own(column)][0]} if own(column) else set())
    return frozenset(word for word in convertible(schema) if SIZES[word][0] not in loose)


def measuring(unit: str, schema: Schema) -> Column | None:
    """The only number column that measures what a unit does."""
    if unit == "$":
        paid = [column for column in schema.columns if column.kind == "number" and _MONEY.search(_told(column))]
        return paid[0] if len(paid) == 1 else None
    sort = SIZES.get(unit, ("",))[0]
    found = [column for column in schema.columns if own(column) and SIZES[own(column)][0] == sort]
    return found[0] if len(found) == 1 else None


_PRICE = re.compile(
    r"\b(?:prices?|costs?|fees?|fares?|charges?|rents?|rates?|amounts?|sums?|paid|bills?|premiums?|values?|worth)\b"
)


def priced(schema: Schema) -> Column | None:
    """What something costs: the only column that holds money, where that is paid for it and not earned with it."""
    column = measuring("$", schema)
    return column if column is not None and _PRICE.search(_told(column)) else None


_COMPOUND = re.compile(r"[a-z](?:2|3|²|³|/|per)|^(?:square|cubic|sq|cu)[a-z]")
_SHORT = {"microgram": ("ug", "µg", "μg", "mcg"), "kilowatt": ("kw",), "watt": ("w",), "second": ("s",), "hour": ("h",)}
_POWERS = {"square": ("2", "²"), "cubic": ("3", "³")}


def compounds(schema: Schema) -> frozenset[str]:
    """The ways to write the unit made of two that a schema's numbers are counted in, without gaps: "m2", "squaremetres", "ug/l".

    >>> area = Column("area", "number", "area of the plot in square metres")
    >>> {"m2", "squaremetres", "sqm"} <= compounds(Schema(("a",), (area,)))
    True
    """
    return frozenset(unit for column in schema.columns for unit in _joined(column))


def _joined(column: Column) -> frozenset[str]:
    return frozenset(unit.replace(" ", "") for unit in spaced(column)) if column.kind == "number" else frozenset()


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


def measures(column: Column, unit: str) -> bool:
    """Whether a number column may be compared with a figure in a unit; any may with one that has none."""
    if unit == "$":
        return bool(_MONEY.search(_told(column)))
    return (
        not unit or unit in _joined(column) or (unit in SIZES and SIZES.get(own(column), ("", 0))[0] == SIZES[unit][0])
    )


def converted(bounds: Bounds, column: Column) -> Bounds | None:
    """Bounds in a column's own unit; None where it measures something else.

    >>> seconds = Column("duration", "number", "length of the call in seconds")
    >>> converted(Bounds(">", Figure(20, "minutes")), seconds)
    Bounds(comparison='>', n=Figure(value=1200.0, unit=''), upper=None)
    """
    unit = bounds.n.unit
    if unit in _joined(column):
        bare = Figure(bounds.upper.value) if bounds.upper is not None else None
        return Bounds(bounds.comparison, Figure(bounds.n.value), bare)
    if unit not in SIZES:
        return None if _COMPOUND.search(unit) else bounds
    sort, size = SIZES[unit]
    if not own(column) or SIZES[own(column)][0] != sort:
        return None
    factor = size / SIZES[own(column)][1]
    ends = [Figure(round(f.value * factor, 9)) if f is not None else None for f in (bounds.n, bounds.upper)]
    return Bounds(bounds.comparison, ends[0] or Figure(0), ends[1])


def same(said: Figure, kept: float) -> bool:
    """Whether a figure that was said in some unit may have been kept as another, in another unit."""
    sort, size = SIZES.get(said.unit, ("", 1.0))
    sizes = {other for own_sort, other in SIZES.values() if own_sort == sort}
    return any(abs(said.value * size / other - kept) < 1e-6 for other in sizes)
