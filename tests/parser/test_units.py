"""Figures in units: every unit that measures what a column does is turned into the column's own, and one made of two as well."""

from __future__ import annotations

import pytest

import sayso
from sayso.grammar import units
from sayso.parser.compiler import Compiler

FARM = {
    "diary": {"kind": "text", "description": "diary of the farmer"},
    "field_m2": {"kind": "number"},
    "harvest_t_ha": {"kind": "number", "description": "tonnes of wheat harvested per hectare"},
    "tank": {"kind": "number", "description": "size of the tank in cubic metres"},
    "nitrate": {"kind": "number", "description": "nitrate in milligrams per litre"},
    "wind": {"kind": "number", "description": "speed of the wind in metres per second"},
    "herd": {"kind": "number", "description": "herd in cows per stable"},
    "lease": {"kind": "number", "description": "lease in euros per month"},
}


@pytest.fixture(scope="module")
def farm() -> Compiler:
    return Compiler(sayso.Schema.from_dict({"labels": ["keep", "sell"], "columns": FARM, "default_text": "diary"}))


@pytest.mark.parametrize(
    ("typed", "condition", "told"),
    [
        ("sell if the field is under 50 sq m", "the field_m2 is less than 50", ()),
        ("sell if the field is under 2 hectares", "the field_m2 is less than 20,000", ("“2 hectares” is 20,000 m2",)),
        ("sell if the field is under 0.5 km2", "the field_m2 is less than 500,000", ("“0.5 km2” is 500,000 m2",)),
        (
            "sell if the harvest is under 900 kg per hectare",
            "the harvest_t_ha is less than 0.9",
            ("“900 kg per hectare” is 0.9 t/ha",),
        ),
        ("sell if the harvest is under 3 t/ha", "the harvest_t_ha is less than 3", ()),
        ("sell if the harvest is under 3 tonnes", "the harvest_t_ha is less than 3", ("“3 tonnes” is 3 t/ha",)),
        ("sell if the tank is over 500 l", "the tank is more than 0.5", ("“500 l” is 0.5 cubic metres",)),
        ("sell if the nitrate is above 0.05 g/l", "the nitrate is more than 50", ("“0.05 g / l” is 50 milligrams per litre",)),
        ("sell if the wind is above 36 km/h", "the wind is more than 10", ("“36 km / h” is 10 metres per second",)),
        ("sell if the herd is above 9 cows/stable", "the herd is more than 9", ()),
        ("sell if the lease is above 900 euros/month", "the lease is more than $900", ()),
    ],
)  # fmt: skip
def test_a_unit_is_turned_into_the_columns_own(
    typed: str, condition: str, told: tuple[str, ...], farm: Compiler
) -> None:
    compilation = farm.compile(typed)
    assert compilation.best.paraphrase == f"label sell if {condition}"
    assert compilation.best.source.assumptions == told
    assert not compilation.ambiguous


@pytest.mark.parametrize(
    "typed",
    [
        "sell if the field is under 50 metres",
        "sell if the tank is above 5 m2",
        "sell if the nitrate is above 5 km/h",
        "sell if the herd is above 9 cows per hectare",
        "sell if the lease is above 900 m2",
    ],
)
def test_a_unit_of_something_else_is_refused(typed: str, farm: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        farm.compile(typed)


def test_every_way_to_write_a_unit_means_that_unit() -> None:
    for unit in ("minutes", "mg", "square metres", "cubic feet", "micrograms per litre", "kilowatts per hour"):
        assert {units.unit_of(way) for way in units.ways(unit)} == {units.unit_of(unit)}
