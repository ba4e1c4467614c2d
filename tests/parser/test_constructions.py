"""Constructions over a laboratory's blood tests: concentrations, where and when, what is needed, and what is no condition at all."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

COLUMNS = {
    "remark": {"kind": "text", "description": "remark of the nurse; missing when none was made"},
    "glucose_mg_dl": {"kind": "number", "description": "glucose in the blood", "aka": ["glucose"]},
    "ferritin_ug_l": {"kind": "number", "description": "ferritin", "aka": ["ferritin"]},
    "pulse": {"kind": "number", "description": "heart beats per minute"},
    "taken_on": {"kind": "date", "description": "day the blood was taken", "aka": ["was taken"]},
    "ward": {"kind": "category", "description": "ward", "values": ["oncology", "surgery", "maternity"]},
    "repeat_needed": {"kind": "boolean", "description": "whether the test has to be repeated", "aka": ["repeat"]},
    "fasting": {"kind": "boolean", "description": "whether the patient was fasting"},
}


@pytest.fixture(scope="module")
def blood() -> Compiler:
    told = {"labels": ["normal", "alarm"], "columns": COLUMNS, "default_text": "remark"}
    return Compiler(sayso.Schema.from_dict(told))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("alarm if glucose is over 120 mg/dl", "the glucose_mg_dl is more than 120"),
        ("alarm if glucose is over 1.2 g per litre", "the glucose_mg_dl is more than 120"),
        ("alarm if ferritin is below 0.02 mg/l", "the ferritin_ug_l is less than 20"),
        ("alarm if ferritin is at least 0.5 micrograms per ml", "the ferritin_ug_l is at least 500"),
        ("the measured glucose is over 120, so alarm", "the glucose_mg_dl is more than 120"),
        (
            "alarm if it was taken in oncology or in surgery in August",
            "the ward is 'oncology' or 'surgery' and the taken_on is in August",
        ),
        ("alarm for tests that need a repeat", "the repeat_needed is true"),
        (
            "normal: requires no repeat and was fasting",
            "the repeat_needed is not true, or is missing and the fasting is true",
        ),
        ("Neither fasting nor a remark: alarm", "the fasting is not true, or is missing and the remark is missing"),
        (
            "The pulse is over 90 for anything other than maternity, alarm",
            "the pulse is more than 90 and the ward is not 'maternity', or is missing",
        ),
        ("Remarks that begin with 'fine' leave us cold, normal", "the remark starts with 'fine'"),
        ("The remark opens with pulse, alarm", "the remark starts with 'pulse'"),
    ],
)
def test_reads_as(typed: str, condition: str, blood: Compiler) -> None:
    best = blood.compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition
    assert blood.compile(best.paraphrase).best.digest == best.digest


@pytest.mark.parametrize(
    "typed",
    [
        "alarm if the clinic employs at least 20 people",  # no figure, and no names in a text
        "alarm if glucose is over 120 km",
        "alarm if pulse is over 90 mg/dl",
        "alarm if it was taken before the end of 2024",  # is December 31 one of the days?
        "alarm if it was taken after the start of 2024",
        "It is not normal, it is not an alarm: the pulse is over 90",
        "tests that tell us too little are an alarm",
    ],
)
def test_is_refused(typed: str, blood: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        blood.compile(typed)


@pytest.mark.parametrize(
    "typed", ["It's not normal, it's an alarm: the pulse is over 90", "Not normal but an alarm: the pulse is over 90"]
)
def test_a_corrected_label_is_the_one_that_is_voted(typed: str, blood: Compiler) -> None:
    assert blood.compile(typed).best.paraphrase == "label alarm if the pulse is more than 90"
