"""What pictures show and what they do not, and how boxes compare."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.refusing.corrections import near

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["work", "rest"],
        "columns": {
            "rower_box": {
                "kind": "box",
                "description": "box around the person who rows; missing when no one was found",
            },
            "boat_box": {"kind": "box", "description": "box around the boat; missing when no boat was found"},
            "buoy_box": {"kind": "box", "description": "box around the buoy"},
            "log": {"kind": "text", "description": "what the coach wrote"},
            "water": {"kind": "category", "description": "kind of water", "values": ["lake", "river"]},
        },
        "default_text": "log",
    }
)


@pytest.fixture(scope="module")
def rowing() -> Compiler:
    return Compiler(SCHEMA)


NO_ROWER = "the rower_box is missing"
NO_BOAT = "the boat_box is missing"
THREE = "the rower_box is not missing and the boat_box is not missing and the buoy_box is not missing"


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("the rower went undetected", NO_ROWER),
        ("the rower is undetected", NO_ROWER),
        ("the rower is not undetected", "the rower_box is not missing"),
        ("the rower remained unseen", NO_ROWER),
        ("the rower escaped the detector", NO_ROWER),
        ("the detector overlooked the rower", NO_ROWER),
        ("the rower has no box", NO_ROWER),
        ("no box was drawn around the rower", NO_ROWER),
        ("a box was drawn around the rower", "the rower_box is not missing"),
        ("nobody was detected", NO_ROWER),
        ("the detector found nobody", NO_ROWER),
        ("there is nobody in the picture", NO_ROWER),
        ("somebody is in the picture", "the rower_box is not missing"),
        ("nobody overlaps the boat", "the rower_box does not overlap the boat_box"),
        ("nothing was detected", f"{NO_ROWER} and {NO_BOAT} and the buoy_box is missing"),
        ("boat yes, rower no", f"the boat_box is not missing and {NO_ROWER}"),
        ("rower: no, boat: yes", f"{NO_ROWER} and the boat_box is not missing"),
        ("it shows a rower and no boat with them", f"the rower_box is not missing and {NO_BOAT}"),
        ("a rower but no boat was detected", f"the rower_box is not missing and {NO_BOAT}"),
        ("the picture shows a rower, a boat and a buoy", THREE),
        ("rower, boat and buoy were all found in one picture", THREE),
        (
            "at least two of rower, boat and buoy went undetected",
            "at least 2 of (the rower_box is missing), (the boat_box is missing) and (the buoy_box is missing) hold",
        ),
        ("the boat is wider than tall", "the width of the boat_box is more than the height of the boat_box"),
        (
            "the box of the rower is narrower than that of the boat",
            "the width of the rower_box is less than the width of the boat_box",
        ),
        ("the rower is not as big as the boat", "the area of the rower_box is less than the area of the boat_box"),
        ("the rower takes up less room than the boat", "the area of the rower_box is less than the area of the boat_box"),
        ("the rower has the buoy above him", "the rower_box is below the buoy_box"),
        ("the buoy has the rower left of it", "the buoy_box is right of the rower_box"),
        ("the boat overlaps the buoy and not that rower", "the boat_box overlaps the buoy_box and the boat_box does not overlap the rower_box"),
        ("the boxes of the rower and of the boat do not overlap", "the rower_box does not overlap the boat_box"),
        (
            "the rower is left of the boat and the buoy right of it",
            "the rower_box is left of the boat_box and the buoy_box is right of the boat_box",
        ),
        (
            "the boat is right of the rower, who is above the buoy",
            "the boat_box is right of the rower_box and the rower_box is above the buoy_box",
        ),
    ],
)  # fmt: skip
def test_what_a_picture_shows(typed: str, condition: str, rowing: Compiler) -> None:
    compiled = rowing.compile(f"rest if {typed}")
    assert not compiled.ambiguous
    assert compiled.best.paraphrase == f"label rest if {condition}"


@pytest.mark.parametrize(
    "typed",
    [
        "With the rower above the boat, rest.",
        "rest, with the rower above the boat",
        "rest by reason of the rower being above the boat",
        "What with the rower hanging above the boat, I settle on rest.",
    ],
)
def test_what_is_so_beside_a_verdict(typed: str, rowing: Compiler) -> None:
    assert rowing.compile(typed).best.paraphrase == "label rest if the rower_box is above the boat_box"


def test_whatever_shows_one_thing_and_not_another(rowing: Compiler) -> None:
    read = rowing.compile("Whatever shows a rower on the lake, and no boat with them, I file as rest.").best.paraphrase
    assert read == f"label rest if the rower_box is not missing and the water is 'lake' and {NO_BOAT}"


@pytest.mark.parametrize(
    "typed",
    [
        "nobody but the rower is there",
        "nobody else is above the boat",
        "nothing but the buoy was detected",
        "the undetectable rower",
    ],
)
def test_nobody_but_one_is_somebody(typed: str, rowing: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        rowing.compile(f"rest if {typed}")


def test_nobody_is_no_boat_where_no_box_is_a_persons() -> None:
    things = {name: {"kind": "box", "description": f"box around the {name}"} for name in ("crane", "truck")}
    yard = Compiler(sayso.Schema.from_dict({"labels": ["a", "b"], "columns": things}))
    with pytest.raises(sayso.RationaleError):
        yard.compile("a if nobody was detected")


@pytest.mark.parametrize(
    ("word", "known"), [("undetected", "detected"), ("noninsured", "insured"), ("disapproved", "approved")]
)
def test_no_correction_takes_a_denial_away(word: str, known: str) -> None:
    assert near(word, frozenset({known})) == []
    assert near(known, frozenset({word})) == []


def test_a_slip_in_a_denial_is_a_slip_still() -> None:
    assert near("undetcted", frozenset({"undetected", "detected"})) == ["undetected"]
