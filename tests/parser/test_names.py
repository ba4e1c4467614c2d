"""What people may call a column: the names that its name, its `aka` and its description offer, and those that stay unsaid."""

from __future__ import annotations

import contextlib

import pytest

import sayso
from sayso.parser.compiler import Compiler

HIVES = {
    "remarks": {"kind": "text", "description": "the keeper's handwritten remarks on the hive"},
    "complaint": {"kind": "text", "description": "what the neighbour shouted at the gate; missing when nobody complained"},
    "breed": {"kind": "category", "description": "breed of the queen", "values": ["Buckfast", "Carnica"]},
    "smell": {"kind": "category", "description": "smell noted by the club's sniffing robot; missing when the robot slept",
              "values": ["sour", "sweet"]},
    "verdict": {"kind": "category", "description": "label given by the state inspector; missing when the inspector did not decide",
                "values": ["treat", "move", "leave"]},
    "humidity_pct": {"kind": "number", "description": "relative humidity inside the hive in percent; missing when not measured"},
    "mass_kg": {"kind": "number", "description": "mass of hive and honey in kg (aka burden)"},
    "inlet_temperature_c": {"kind": "number", "description": "temperature at the inlet in degrees Celsius"},
    "brood_temperature_c": {"kind": "number", "description": "temperature of the brood in degrees Celsius"},
    "syrup_left": {"kind": "number", "description": "syrup left in the feeder in litres"},
    "charge": {"kind": "number", "description": "amount invoiced in francs, also called the bill"},
    "n_frames": {"kind": "number", "description": "number of wooden frames (also known as combs)"},
    "last_treatment": {"kind": "date", "description": "day of the last treatment; missing when the colony was never treated"},
    "arrived": {"kind": "date", "description": "day on which the hive reached the orchard"},
    "permit_end": {"kind": "date", "description": "last day of the permit (aka the cutoff)"},
    "swarm_trap": {"kind": "boolean", "description": "whether the keeper bought the swarm trap"},
    "false_queen": {"kind": "boolean", "description": "whether the queen is a false one"},
    "outdoors": {"kind": "boolean", "description": "whether the colony was kept in outdoors (or sheltered)"},
    "asks_to_move": {"kind": "boolean", "description": "whether the keeper begged to leave at the club meeting"},
    "photo": {"kind": "boolean", "description": "whether the record is a scan of a postcard"},
}  # fmt: skip
SCHEMA = {"labels": ["treat", "move", "leave"], "columns": HIVES, "default_text": "remarks"}


@pytest.fixture(scope="module")
def hives() -> Compiler:
    return Compiler(sayso.Schema.from_dict(SCHEMA))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        # the other names that a description tells
        ("move if the burden is over 30", "the mass_kg is more than 30"),
        ("move if the bill is under 40 francs", "the charge is less than 40"),
        ("move with fewer than 8 combs", "the n_frames is less than 8"),
        ("move if it was sheltered", "the outdoors is true"),
        ("move if it arrived after the cutoff", "the arrived is after the permit_end"),
        # a unit at the end of a name, and what a description calls it in one word
        ("treat if the humidity is above 80", "the humidity_pct is more than 80"),
        ("treat if the syrup is below 2", "the syrup_left is less than 2"),
        ("treat if the mass is below 12", "the mass_kg is less than 12"),
        # flags
        ("treat if there was no trap", "the swarm_trap is not true, or is missing"),
        ("treat if a trap was bought", "the swarm_trap is true"),
        ("treat if it was kept outdoors", "the outdoors is true"),
        ("treat if nobody sheltered the colony", "the outdoors is not true, or is missing"),
        ("leave if the keeper begged to leave", "the asks_to_move is true"),
        ("leave if it is a postcard record", "the photo is true"),
        # days
        ("treat if it was last treated before 2021", "the last_treatment is before 2021"),
        ("treat if it was never treated", "the last_treatment is missing"),
        ("move if it reached us after 2020", "the arrived is after 2020"),
        ("move if the permit ended before 2020", "the permit_end is before 2020"),
        # who said or judged it
        ("move if what the neighbour shouted contains 'stung'", "the complaint contains 'stung'"),
        ("move if the keeper's remarks contain 'angry'", "the remarks contains 'angry'"),
        ("treat if the sniffing robot noted sour", "the smell is 'sour'"),
        ("treat if it was invoiced less than 40 francs", "the charge is less than 40"),
        ("treat if it was billed less than 40 francs", "the charge is less than 40"),
    ],
)  # fmt: skip
def test_is_what_people_call_it(typed: str, condition: str, hives: Compiler) -> None:
    compilation = hives.compile(typed)
    assert compilation.best.paraphrase.split(" if ", 1)[1] == condition
    assert not compilation.ambiguous


@pytest.mark.parametrize("typed", ["treat if the temperature is above 35", "treat if the temperature is missing"])
def test_a_word_for_two_columns_is_none_of_them(typed: str, hives: Compiler) -> None:
    try:
        assert hives.compile(typed).ambiguous
    except sayso.RationaleError as error:
        assert "temperature_c" in str(error)


def test_a_false_thing_is_no_such_thing(hives: Compiler) -> None:
    for typed in ("treat if there was no queen", "treat if there is a queen"):
        with contextlib.suppress(sayso.RationaleError):
            assert "false_queen" not in hives.compile(typed).best.paraphrase
