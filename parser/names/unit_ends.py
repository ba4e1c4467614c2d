"""A number's name without the unit that it ends with: "body temperature" of body_temperature_c."""

from __future__ import annotations

from sayso.grammar.units import ENDS


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
