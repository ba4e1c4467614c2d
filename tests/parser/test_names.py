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
    "motive": {"kind": "text", "description": "what the keeper wrote as the motive for moving; missing when none was given"},
    "road_m": {"kind": "number", "description": "distance in metres from the keeper's house to the orchard gate"},
    "n_backers": {"kind": "number", "description": "number of neighbours who backed the permit"},
    "n_mites": {"kind": "number", "description": "number of mites seen on the board"},
    "height_cm": {"kind": "number", "description": "height of the stand in cm; missing when it was not measured"},
    "toll": {"kind": "number", "description": "rent charge in euros per season"},
    "rented": {"kind": "boolean", "description": "whether the hive is rented"},
    "doors": {"kind": "number", "description": "number of doors of the old dwelling"},
    "strength": {"kind": "category", "description": "grade given by the club warden: high or low", "values": ["high", "low"]},
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
        ("move if the motive for moving contains 'noise'", "the motive contains 'noise'"),
        ("move if the club grade is low", "the strength is 'low'"),
        ("move if the warden gave it low", "the strength is 'low'"),
        # how far, how many, how much
        ("move if the keeper lives within 90 m of the gate", "the road_m is at most 90"),
        ("move if the keeper lives less than 2 km from the orchard gate", "the road_m is less than 2000"),
        ("move if the gate is at most 30 metres away", "the road_m is at most 30"),
        ("move if it was backed by three neighbours or more", "the n_backers is at least 3"),
        ("treat if there are more than 12 mites seen on the board", "the n_mites is more than 12"),
        ("treat if nobody measured the height", "the height_cm is missing"),
        ("move if it was rented out at more than 50 euros", "the toll is more than $50"),
        ("treat rents with a trap", "the swarm_trap is true"),
        ("leave if the dwelling has two doors or more", "the doors is at least 2"),
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


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("treat if the remarks mention a trap", "the remarks contains 'trap'"),
        ("treat if the remarks do not say trap", "the remarks does not contain 'trap'"),
        ("treat if the remarks talk about syrup", "the remarks contains 'syrup'"),
        ("treat if the remarks contain trap or net", "the remarks contains 'trap' or 'net'"),
        ("treat if a trap is missing from the remarks", "the remarks does not contain 'trap'"),
        ("treat without a trap", "the swarm_trap is not true, or is missing"),
        ("treat if the remarks say bent or cracked and there was no trap",
         "the remarks contains 'bent' or 'cracked' and the swarm_trap is not true, or is missing"),
    ],
)  # fmt: skip
def test_what_a_text_is_said_to_mention_is_a_word(typed: str, condition: str, hives: Compiler) -> None:
    assert hives.compile(typed).best.paraphrase.split(" if ", 1)[1] == condition


@pytest.mark.parametrize(
    "typed",
    [
        "treat if the gate is over 3",
        "treat if the trap was sold",
        "treat if it was backed by 'Smith'",
        "treat if the syrup was spilled",
        "treat if it was kept indoors",
        "treat if the keeper sold the trap",
    ],
)
def test_what_no_description_says_is_refused(typed: str, hives: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        hives.compile(typed)


def test_what_was_refused_is_not_there() -> None:
    columns = {
        "memo": {"kind": "text"},
        "payment_refused": {"kind": "boolean", "description": "whether the bank refused the payment"},
        "damage_waiver": {"kind": "boolean", "description": "whether the driver declined the damage waiver"},
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["a"], "columns": columns, "default_text": "memo"}))
    for typed in ("a if there was no payment", "a if there was a waiver", "a if the driver has no waiver"):
        with contextlib.suppress(sayso.RationaleError):
            assert not {"payment_refused", "damage_waiver"} & set(compiler.compile(typed).best.paraphrase.split())
    assert compiler.compile("a if the payment was refused").best.paraphrase == "label a if the payment_refused is true"


def test_a_false_thing_is_no_such_thing(hives: Compiler) -> None:
    for typed in ("treat if there was no queen", "treat if there is a queen"):
        with contextlib.suppress(sayso.RationaleError):
            assert "false_queen" not in hives.compile(typed).best.paraphrase


def test_the_only_distance_is_compared_by_how_far_it_is() -> None:
    columns = {
        "note": {"kind": "text"},
        "school_km": {"kind": "number", "description": "how far the flat is from the school, in km"},
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["far"], "columns": columns, "default_text": "note"}))
    for typed, condition in (
        ("far if it is further off than 3 km", "the school_km is more than 3"),
        ("far if the school is more than 800 m away", "the school_km is more than 0.8"),
        ("far if it is closer than 3 km", "the school_km is less than 3"),
    ):
        assert compiler.compile(typed).best.paraphrase == f"label far if {condition}"


TRAMS = {
    "log": {"kind": "text", "description": "what the driver entered about the run"},
    "grumble": {"kind": "text", "description": "remark scribbled by a rider; missing when nobody left one"},
    "lag_min": {"kind": "number", "description": "minutes the tram was late (aka delay)"},
    "sand_kg": {"kind": "number", "description": "sand spread in kg; missing for trams without a hopper"},
    "n_faults": {"kind": "number", "description": "number of faults found by the fitter"},
    "odometer": {"kind": "number", "description": "thousands on the clock; missing when there was no clock"},
    "door_width_mm": {"kind": "number", "description": "clear opening"},
    "brake_check": {"kind": "date", "description": "day on which the brake was last tested; missing when it never was"},
    "lease_end": {"kind": "date", "description": "last day of the lease"},
    "ramp_included": {"kind": "boolean", "description": "whether a ramp came with the tram"},
    "spare_tram": {"kind": "boolean", "description": "whether the yard lent the crew a spare tram"},
    "cancelled": {"kind": "boolean", "description": "whether the last run was called off"},
}


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("late if the tram was more than ten minutes late", "the lag_min is more than 10"),
        ("late if it was delayed by more than ten minutes", "the lag_min is more than 10"),
        ("late if it spread more than 300 g", "the sand_kg is more than 0.3"),
        ("late if there is more than 3 kg of sand", "the sand_kg is more than 3"),
        ("late if there is no hopper", "the sand_kg is missing"),
        ("late if the log mentions no hopper", "the log does not contain 'hopper'"),
        ("late if the clock is missing from the log", "the log does not contain 'clock'"),
        ("late if it had no clock", "the odometer is missing"),
        ("late if the fitter found more than two faults", "the n_faults is more than 2"),
        ("late if the door is wider than 900 mm", "the door_width_mm is more than 900"),
        ("late if the brake was never tested", "the brake_check is missing"),
        ("late if the lease ran out before 2020", "the lease_end is before 2020"),
        ("late if there was no ramp", "the ramp_included is not true, or is missing"),
        ("late if the yard lent a spare tram", "the spare_tram is true"),
        ("late if the last run was called off", "the cancelled is true"),
        ("late if the rider's remark contains 'cold'", "the grumble contains 'cold'"),
    ],
)
def test_what_was_done_and_what_was_not_is_named(typed: str, condition: str) -> None:
    told = {"labels": ["late", "fine"], "columns": TRAMS, "default_text": "log"}
    compilation = Compiler(sayso.Schema.from_dict(told)).compile(typed)
    assert compilation.best.paraphrase.split(" if ", 1)[1] == condition
    assert not compilation.ambiguous


STUD = {
    "notes": {"kind": "text", "description": "notes of the groom on the horse"},
    "overnight": {"kind": "boolean", "description": "whether the horse was stabled overnight"},
    "complaint_closed": {"kind": "boolean", "description": "whether a complaint was closed"},
    "deposit_paid": {"kind": "boolean", "description": "whether the owner paid the deposit"},
    "farrier_needed": {"kind": "boolean", "description": "whether a farrier is needed before the race"},
    "panel_view": {"kind": "category", "description": "what the panel decided: keep or sell; missing when it made no decision",
                   "values": ["keep", "sell"]},
    "surface": {"kind": "category", "description": "kind of track: turf or dirt", "values": ["turf", "dirt"]},
    "last_injury": {"kind": "date", "description": "day of the horse's last injury; missing when there never was one"},
    "filed_on": {"kind": "date", "description": "day on which the entry was filed"},
    "n_trainees": {"kind": "number", "description": "number of trainees"},
    "n_starts": {"kind": "number", "description": "how many times the horse has been raced before"},
    "n_grievances": {"kind": "number", "description": "number of complaints received about the stable"},
    "sum_usd": {"kind": "number", "description": "purse amount requested, in dollars"},
    "turnover": {"kind": "number", "description": "earnings of the stable in the last year, in dollars"},
    "gait_kmh": {"kind": "number", "description": "riding speed in km/h; missing when not clocked"},
}  # fmt: skip


@pytest.fixture(scope="module")
def stud() -> Compiler:
    return Compiler(sayso.Schema.from_dict({"labels": ["keep", "sell"], "columns": STUD, "default_text": "notes"}))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        # none of what is counted, and whom a count counts
        ("sell if it was never raced before", "the n_starts is exactly 0"),
        ("sell horses that were never raced", "the n_starts is exactly 0"),
        ("sell if nobody complained about the stable", "the n_grievances is exactly 0"),
        ("sell if they train more than three people", "the n_trainees is more than 3"),
        # what is asked for, needed, or done at some figure
        ("sell if they ask for more than $500", "the sum_usd is more than $500"),
        ("sell requests above $500", "the sum_usd is more than $500"),
        ("sell if the amount they want is above $500", "the sum_usd is more than $500"),
        ("sell if the sum is higher than the turnover", "the sum_usd is more than the turnover"),
        ("sell if it needs a farrier", "the farrier_needed is true"),
        ("sell horses which require no farrier", "the farrier_needed is not true, or is missing"),
        ("sell if it was ridden at over 40", "the gait_kmh is more than 40"),
        ("sell if the owner has not paid the deposit", "the deposit_paid is not true, or is missing"),
        # what never was, and the noun that a value goes with
        ("sell if there was never an injury", "the last_injury is missing"),
        ("sell if it was never injured", "the last_injury is missing"),
        ("sell if it is a dirt track", "the surface is 'dirt'"),
        # who judged
        ("sell if the panel decided to keep", "the panel_view is 'keep'"),
        ("sell if the panel's decision is keep", "the panel_view is 'keep'"),
        ("sell if the panel made no decision", "the panel_view is missing"),
        # a text says words
        ("sell if the notes mention overnight", "the notes contains 'overnight'"),
        ("sell if the notes end with overnight", "the notes ends with 'overnight'"),
        ("sell if the notes mention more than two people", "the notes contains a person's name more than 2 times"),
    ],
)
def test_what_is_asked_counted_or_judged_is_named(typed: str, condition: str, stud: Compiler) -> None:
    compilation = stud.compile(typed)
    assert compilation.best.paraphrase.split(" if ", 1)[1] == condition
    assert not compilation.ambiguous


@pytest.mark.parametrize("typed", ["sell if there was no complaint", "sell if there is a complaint"])
def test_what_was_closed_was_there_all_along(typed: str, stud: Compiler) -> None:
    assert "complaint_closed" not in stud.compile(typed).best.paraphrase


def test_the_date_is_none_of_two_dates(stud: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        stud.compile("sell if the date is before 2020")


CLIFFS = {
    "story": {"kind": "text", "description": "what the warden writes about the climb"},
    "ranger_remarks": {"kind": "text", "description": "remarks of the ranger; missing when the ranger added none"},
    "ledge_m2": {"kind": "number", "description": "size of the ledge in square metres"},
    "n_protests": {"kind": "number", "description": "number of complaints received from birders"},
    "n_checks": {"kind": "number", "description": "how often the bolt was checked"},
    "toll_paid": {"kind": "boolean", "description": "whether the entry toll has been paid"},
    "graded": {"kind": "boolean", "description": "whether the route is a graded climb"},
    "has_ropes": {"kind": "boolean", "description": "whether ropes were provided"},
    "in_bird_zone": {"kind": "boolean", "description": "whether the route lies in a bird zone"},
    "opening": {"kind": "date", "description": "day on which the season is to begin; missing when not yet planned"},
    "guide_view": {"kind": "category", "description": "what the mountain guide recommended: open or close; missing when nobody asked",
                   "values": ["open", "close"]},
    "reporter": {"kind": "category", "description": "who reported it: hiker or climber", "values": ["hiker", "climber"]},
    "channel": {"kind": "category", "description": "how the report came: radio or letter", "values": ["radio", "letter"]},
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("close if the ledge is smaller than 20 square metres", "the ledge_m2 is less than 20"),
        ("close if the ledge is under 20 m2", "the ledge_m2 is less than 20"),
        ("close if more than three birders complained", "the n_protests is more than 3"),
        ("open if no birder complained", "the n_protests is exactly 0"),
        ("close if the bolt was never checked", "the n_checks is exactly 0"),
        ("close if the bolt was checked at most twice before", "the n_checks is at most 2"),
        ("close if the toll is unpaid", "the toll_paid is not true, or is missing"),
        ("open graded climbs", "the graded is true"),
        ("close if there are no ropes", "the has_ropes is not true, or is missing"),
        ("close if it is in a bird zone", "the in_bird_zone is true"),
        ("open if it is outside the bird zone", "the in_bird_zone is not true, or is missing"),
        ("close if the season begins before March 2024", "the opening is before March 2024"),
        ("close if the guide recommended to close it", "the guide_view is 'close'"),
        ("close if the guide's recommendation is close", "the guide_view is 'close'"),
        ("close if it was reported by a hiker", "the reporter is 'hiker'"),
        ("close if it came by radio", "the channel is 'radio'"),
        ("close if the ranger added nothing", "the ranger_remarks is missing"),
    ],
)
def test_who_did_it_how_it_came_and_where_it_lies_is_named(typed: str, condition: str) -> None:
    told = {"labels": ["open", "close"], "columns": CLIFFS, "default_text": "story"}
    compilation = Compiler(sayso.Schema.from_dict(told)).compile(typed)
    assert compilation.best.paraphrase.split(" if ", 1)[1] == condition
    assert not compilation.ambiguous


@pytest.mark.parametrize(
    "typed",
    [
        "close if there are more than 3 m2 complaints",
        "close if the bolt was checked before 2020",
        "close if the story has more than 20 m2 words",
    ],
)
def test_a_unit_or_a_year_that_measures_something_else_is_refused(typed: str) -> None:
    told = {"labels": ["open", "close"], "columns": CLIFFS, "default_text": "story"}
    with pytest.raises(sayso.RationaleError):
        Compiler(sayso.Schema.from_dict(told)).compile(typed)


def test_what_was_never_measured_is_none_of_two() -> None:
    columns = {
        name: {"kind": "number", "description": f"{name} of the well; missing when it was not measured"}
        for name in ("depth", "flow")
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["dry"], "columns": {"note": {"kind": "text"}} | columns}))
    with pytest.raises(sayso.RationaleError):
        compiler.compile("dry if it was never measured")
    assert compiler.compile("dry if nobody measured the flow").best.paraphrase == "label dry if the flow is missing"
