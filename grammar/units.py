"""Units: the words for each, what it measures, how large it is; and which of them a column counts in.

A figure keeps the unit that it was said in until it meets a column; there it is turned into the column's own, or makes no sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Bounds, Figure


@dataclass(frozen=True)
class Unit:
    """What a unit measures, and how large it is among those that measure the same."""

    measures: str
    size: float


_TABLE = """
time         1          : seconds           : second sec secs                                   : s
time         60         : minutes           : minute min mins                                   :
time         3600       : hours hour        : hr hrs                                            : h
time         86400      : days day          : night nights                                      :
time         604800     : weeks             : week wk wks                                       :
time         1209600    :                   : fortnight fortnights                              :
years        1          : months month      :                                                   : mo mos
years        12         : years year        : yr yrs                                            :
length       1          : mm millimetres    : millimetre millimeter millimeters                 :
length       10         : cm centimetres    : centimetre centimeter centimeters                 :
length       1000       : metres meters     : m metre meter                                     :
length       1e6        : km kilometres     : kilometre kilometer kilometers                    :
length       25.4       : inches            : inch                                              :
length       304.8      : ft                : foot feet                                         :
length       1609344    : miles             : mile                                              :
mass         0.001      :                   : ug µg μg mcg microgram micrograms                 :
mass         1          : mg                : milligram milligrams                              :
mass         1000       : grams             : g gram gramme grammes                             :
mass         1e6        : kg                : kilogram kilograms kilo kilos                     :
mass         1e9        :                   : tonne tonnes                                      : t
mass         453592.37  : lb lbs            :                                                   :
length²      1e10       :                   : ha hectare hectares                              :
length²      4046856422.4 :                   : acre acres                                        :
length³      1e3        : ml                : millilitre millilitres milliliter milliliters     : cc
length³      1e5        :                   : dl decilitre decilitres deciliter deciliters      :
length³      1e6        : litres liters     : l litre liter                                     :
-            1          : kmh km/h kph      : kmph kilometresperhour kilometersperhour          :
-            1          : celsius           : c °c degreesc degreescelsius                      :
-            1          : fahrenheit        : f °f degreesf degreesfahrenheit                   :
-            1          : degrees           : ° degree                                          : deg
-            1          : watts             : watt                                              : w
-            1          :                   : kilowatt kilowatts                                : kw
-            1          : percent           :                                                   : pct perc
-            1          : volts             : volt                                              : v
.            1          : mph knots hz px bar psi rpm bpm ppm kwh mmhg usd eur                  :: k khz mhz ms msec kb mb gb tb mw mv
.            1          ::                  : ma pa kpa hpa ppb db cl oz mgl m2 m3 km2 sqm sqft sqkm gbp chf jpy cad aud nzd inr cny
.            1          ::                  : dollars euros pounds cents
"""
"""Line by line one unit: what it measures ("-": it is turned into no other, ".": so is each of these) and how large it is; the words by
which a description tells that figures are followed by it; what else it is called; how short it is written at the end of a column's name."""
_THINGS: dict[str, tuple[str, ...]] = {"stars": (), "points": (), "pages": ()}
"""What is counted as units are: no column is named without it."""
_OLD = frozenset(["years", "yearsold", "yearsofage", "year-old"])
"""What follows the figures of an age."""
CURRENCY = frozenset(
    ["$", "us$", "usd", "dollars", "dollar", "euro", "pound", "€", "£", "eur", "gbp", "euros", "pounds", "bucks"]
)
"""Words for money, behind a figure."""


def _rows() -> Iterator[tuple[Unit, list[str], list[str], list[str]]]:
    for line in _TABLE.strip().splitlines():
        (sort, size), told, said, short = (part.split() for part in line.split(":"))
        if sort == ".":
            yield from ((Unit("", 1), [word], [], []) for word in told)
            yield from ((Unit("", 1), [], [], [word]) for word in short)
        else:
            yield Unit(sort if sort != "-" else "", float(size)), told, said, short


WORDS = {word: unit for unit, told, said, _ in _rows() if unit.measures for word in (*told, *said)}
"""Every word for a unit that may be turned into others."""
TOLD = {w: () if unit.measures else (*told, *said) for unit, told, said, _ in _rows() for w in told} | _THINGS
"""The words by which a description tells its unit, each with what else that is called, where it is not turned into others."""
_PARTS = {
    word: unit if unit.measures else Unit((*told, *said, *short)[0], 1)
    for unit, told, said, short in _rows()
    for word in (*short, *said, *told)
}
"""Every word for a unit, as it may be part of another."""
ENDS = frozenset(_PARTS)
"""With what a number's name ends that says what it is counted in: "temperature_c"."""
_QUOTIENT = re.compile(r"([a-zµμ]+) ?(?:/| per ) ?([a-zµμ]+)")
_POWER = re.compile(r"(?:(square|sq|cubic|cu) ?)?([a-zµμ]+?) ?([2²3³])?")
_POWERS = {"square": "²", "sq": "²", "2": "²", "²": "²", "cubic": "³", "cu": "³", "3": "³", "³": "³"}
_TIMES = {"²": 2, "³": 3}


@lru_cache(maxsize=4096)
def unit_of(said: str) -> Unit | None:
    """The unit that words mean which stand behind a figure, one that is made of two as well; none where they mean none.

    >>> unit_of("km"), unit_of("mg per litre") == unit_of("ug/ml"), unit_of("sq m") == unit_of("m2"), unit_of("crates")
    (Unit(measures='length', size=1000000.0), True, True, None)
    """
    if said in WORDS:
        return WORDS[said]
    quotient, power = _QUOTIENT.fullmatch(said), _POWER.fullmatch(said)
    if quotient:
        many, one = (_part(word) for word in quotient.groups())
        return Unit(f"{many.measures} / {one.measures}", many.size / one.size)
    which = (power.group(1) or power.group(3)) if power else None
    if power and which and not (power.group(1) and power.group(3)):
        part = _part(power.group(2))
        return Unit(part.measures + _POWERS[which], part.size ** _TIMES[_POWERS[which]])
    return None


def _part(word: str) -> Unit:
    """Half of a unit made of two; one that is not known is a unit of its own: "crates per pallet"."""
    return _PARTS.get(word) or Unit(word.removesuffix("s"), 1)


def measured(said: str) -> str:
    """What a unit measures: "time", "mass / length³"; empty where words mean none.

    >>> measured("minutes"), measured("mg per litre"), measured("%")
    ('time', 'mass / length³', '')
    """
    unit = unit_of(said)
    return unit.measures if unit else ""


def ways(said: str) -> Iterator[str]:
    """The ways to write a unit: "gram", "grams", "g"; "square metres", "sq m", "m2".

    >>> list(ways("mg"))[:3], {"ug/l", "microgram per litre"} <= {*ways("micrograms per litre")}
    (['mg', 'milligram', 'milligrams'], True)
    """
    quotient, power = _QUOTIENT.fullmatch(said), re.fullmatch("(square|cubic) ([a-z]+)", said)
    if power:
        which, sign = power.group(1), _POWERS[power.group(1)]
        for word in _ways(power.group(2)):
            yield from (f"{which} {word}", f"{which[:2]} {word}", f"{word}{_TIMES[sign]}", f"{word}{sign}")
    elif quotient:
        many, one = (tuple(_ways(word)) for word in quotient.groups())
        yield from (f"{first}{per}{second}" for first in many for per in (" per ", "/") for second in one)
    else:
        yield from (word for word, unit in WORDS.items() if unit == WORDS.get(said))


def _ways(part: str) -> Iterator[str]:
    known = [word for word, unit in _PARTS.items() if unit == _PARTS.get(part)]
    return iter(dict.fromkeys((part, part.removesuffix("s"), *known)))


def same(said: Figure, kept: float) -> bool:
    """Whether a figure that was said in some unit may have been kept as another, in another unit."""
    unit = unit_of(said.unit)
    return unit is not None and any(abs(said.value * unit.size / size - kept) < 1e-6 for size in _sizes(unit.measures))


@lru_cache(maxsize=256)
def _sizes(measures: str) -> frozenset[float]:
    """How large the units are that measure something."""
    many, quotient, one = measures.partition(" / ")
    if quotient:
        return frozenset(size / other for size in _sizes(many) for other in _sizes(one))
    own = {unit.size for unit in WORDS.values() if unit.measures == measures}
    if measures[-1:] in _TIMES:
        own |= {size ** _TIMES[measures[-1]] for size in _sizes(measures[:-1])}
    return frozenset(own or {1.0})


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


def unit_ended(name: str) -> str:
    """A number's name without the unit that it ends with; empty where it ends with none.

    >>> unit_ended("body_temperature_c"), unit_ended("age_years"), unit_ended("drug_a"), unit_ended("n_m")
    ('body temperature', 'age', '', '')
    """
    words = name.lower().split("_")
    while len(words) > 1 and words[-1] in ENDS:
        words.pop()
    bare = " ".join(words)
    return bare if bare != name.lower().replace("_", " ") and len(bare) > 2 else ""


@lru_cache(maxsize=256)
def counted_in(column: Column) -> tuple[str, ...]:
    """The units that a number column counts in, as its name or description says, the whole of one made of two first.

    >>> counted_in(Column("duration", "number", "length of the call in seconds")), counted_in(Column("n", "number"))
    (('seconds',), ())
    >>> counted_in(Column("flow", "number", "water used in litres per hour")), counted_in(Column("lead_ug_l", "number"))
    (('litres per hour', 'litres'), ('ug/l',))
    >>> counted_in(Column("floor_m2", "number")), counted_in(Column("rent", "number", "rent in dollars per month"))
    (('m2',), ())
    """
    if column.kind != "number":
        return ()
    name, told = column.name.lower().replace("_", " ").split(), column.description.lower()
    joined = re.findall(r"\bin ((?:square|cubic) [a-z]+|[a-z]+ per [a-z]+)\b", re.split(r"[;:(]", told)[0])
    joined += [rate for rate in re.findall(r"\b[a-z]+ per [a-z]+\b", told) if _known(rate.split(" per "))]
    ends = ["/".join(name[-2:])] if _known(name[-2:]) else name[-1:]
    since = re.findall(r"^([a-z]+) (?:since|after|until|till|before|to)\b", " ".join(name))
    said = (
        re.findall(r"\bin ([a-z]+)\b", told) + since + ends + re.findall(r"^(?:number of |how many )?([a-z]+)\b", told)
    )
    joined += [end for end in ends if end not in WORDS and ("/" in end or (end in ENDS and measured(end)))]
    whole = [unit for unit in joined if unit.split()[0] not in CURRENCY][:1]
    single = next(([word] for word in said if word in WORDS and word not in _ONE), [])
    return (*whole, *single)


def _known(parts: list[str]) -> bool:
    """Whether two words are units that measure one thing each: "mg" and "litre"."""
    return len({_PARTS[part].measures for part in parts if part in _PARTS}) == 2


def alike(column: Column, said: str) -> str:
    """The unit that a column counts in and that measures what another does; empty where there is none."""
    return next((own for own in counted_in(column) if measured(own) == measured(said) != ""), "")


def convertible(schema: Schema) -> frozenset[str]:
    """What some column of a schema measures: a figure in any unit of that can be turned into the column's."""
    return frozenset(measured(own) for column in schema.columns for own in counted_in(column))


def followed(schema: Schema) -> frozenset[str]:
    """The words that follow the figures of a schema's numbers and say nothing more, without gaps: "knots", "workingdays"."""
    found: set[str] = set()
    for column in (c for c in schema.columns if c.kind in ("number", "score")):
        told = column.description.lower()
        for unit in re.findall(r"\bin ([a-z]+)(?:$|[;,.])", told):
            found |= {unit, unit.removesuffix("s")}  # "wind speed in knots"
        for which, unit in re.findall(r"\b(working|business|calendar|full|whole) ([a-z]+s)\b", told):
            found |= {f"{which}{unit}", f"{which}{unit[:-1]}"} if unit in WORDS else set()  # "two working days lost"
        words = set(re.findall(r"[a-z/]+", _told(column)))
        found |= _OLD if "age" in words else set()
        for unit in TOLD.keys() & words:
            found |= {unit, unit.removesuffix("s"), *TOLD[unit]}
    turned = _turned(schema)
    return frozenset(word for word in found if word not in CURRENCY and measured(word) not in turned)


def _turned(schema: Schema) -> frozenset[str]:
    """What is measured by several columns, each in another unit, or told of by none that has no unit: so much is always turned
    into the unit of its column."""
    units = {unit_of(own) for column in schema.columns for own in counted_in(column)}
    sorts = [unit.measures for unit in units if unit is not None]
    loose: set[str] = set()
    for column in (c for c in schema.columns if c.kind in ("number", "score")):
        own = counted_in(column)
        told = _told(column).replace(own[0], " ") if own else _told(column)  # "cubic metres" are no metres
        spoken = {WORDS[word].measures for word in re.findall(r"[a-z]+", told) if len(word) > 1 and word in WORDS}
        loose |= spoken - {measured(unit) for unit in own}
    return frozenset(sort for sort in sorts if sorts.count(sort) > 1 or sort not in loose)


def rates(schema: Schema) -> frozenset[str]:
    """For what the schema's prices are: "night" of "price per night in dollars"."""
    paid = (_told(column) for column in schema.columns if column.kind == "number")
    told = " ".join(text for text in paid if _MONEY.search(text))
    return frozenset(re.findall(r"\b(?:per|dollars an?|euros an?|pounds an?|price an?|each|every) ([a-z]+)", told))


def measuring(unit: str, schema: Schema) -> Column | None:
    """The only number column that measures what a unit does."""
    found = [column for column in schema.columns if column.kind == "number" and unit and measures(column, unit)]
    return found[0] if len(found) == 1 else None


_PRICE = re.compile(r"\b(?:prices?|costs?|fees?|fares?|charges?|rents?|rates?|amounts?|sums?|paid|bills?|premiums?)\b")


def priced(schema: Schema) -> Column | None:
    """What something costs: the only column that holds money, where that is paid for it and not earned with it."""
    column = measuring("$", schema)
    return column if column is not None and _PRICE.search(_told(column)) else None


def measures(column: Column, unit: str) -> bool:
    """Whether a number column may be compared with a figure in a unit; any may with one that has none."""
    return bool(_MONEY.search(_told(column))) if unit == "$" else not unit or bool(alike(column, unit))


def converted(bounds: Bounds, column: Column) -> Bounds | None:
    """Bounds in a column's own unit; None where it measures something else.

    >>> seconds = Column("duration", "number", "length of the call in seconds")
    >>> converted(Bounds(">", Figure(20, "minutes")), seconds)
    Bounds(comparison='>', n=Figure(value=1200.0, unit=''), upper=None)
    """
    unit, own = unit_of(bounds.n.unit), unit_of(alike(column, bounds.n.unit))
    if unit is None:
        return bounds
    if own is None:
        return None
    factor = unit.size / own.size
    ends = [Figure(round(f.value * factor, 9)) if f is not None else None for f in (bounds.n, bounds.upper)]
    return Bounds(bounds.comparison, ends[0] or Figure(0), ends[1])
