"""What stands around conditions: exceptions in other words, lists on lines of their own, glosses, and prose that asks nothing."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.english.tokens import tokenize

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["park", "ship soon", "drop"],
        "columns": {
            "note": {"kind": "text", "description": "what the sender wrote about the parcel"},
            "subject": {"kind": "text", "description": "subject line of the message"},
            "weight": {
                "kind": "number",
                "description": "weight of the parcel in kilos; missing when nobody weighed it",
            },
            "stops": {"kind": "number", "description": "how many stops the parcel made"},
            "insured": {"kind": "boolean", "description": "whether the parcel is insured"},
            "depot": {
                "kind": "category",
                "description": "depot that took it in",
                "values": ["North", "South", "Harbour Hill"],
            },
            "sent": {"kind": "date", "description": "day the parcel was sent"},
        },
        "default_text": "note",
    }
)
HEAVY = "the weight is more than 20"
NOT_NORTH = f"{HEAVY} and the depot is not 'North', or is missing"
NOT_INSURED = f"{HEAVY} and the insured is not true, or is missing"


@pytest.fixture(scope="module")
def parcels() -> Compiler:
    return Compiler(SCHEMA)


def reads(compiler: Compiler, typed: str, condition: str) -> None:
    compiled = compiler.compile(typed)
    assert not compiled.ambiguous
    assert compiled.best.paraphrase.split(" if ", 1)[1] == condition
    assert compiler.compile(compiled.best.paraphrase).best.digest == compiled.best.digest


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("Park if the weight is over 20, North parcels excepted.", NOT_NORTH),
        ("All parcels of more than 20 kilos, North excepted, are park.", NOT_NORTH),
        ("Park parcels over 20 kilos, the insured ones aside.", NOT_INSURED),
        ("Park parcels over 20 kilos apart from the insured ones.", NOT_INSURED),
        ("Park when the weight is over 20 but ignore anything insured.", NOT_INSURED),
        ("Park if the weight is over 20, though not for North parcels.", NOT_NORTH),
        ("Park if the weight is over 20. And skip the ones from North.", NOT_NORTH),
        ("Park if the weight is over 20, but leave out the North parcels.", NOT_NORTH),
        ("Park if the weight is over 20. Skip it if it is insured.", NOT_INSURED),
        ("Park when the weight is over 20, but forget it if it is insured.", NOT_INSURED),
        ("Park when the weight is over 20; one exception: it is insured.", NOT_INSURED),
        ("Park if the weight is over 20, the exception being parcels from North.", NOT_NORTH),
        ("With the exception of North, park everything over 20 kilos.", NOT_NORTH),
        ("Park, except where it is insured, every parcel over 20 kilos.", NOT_INSURED),
        (
            "Park if the weight is over 20, but only for North and South parcels.",
            f"{HEAVY} and the depot is 'North' or 'South'",
        ),
        (
            "For all depots bar North: fewer than five stops is park.",
            "the depot is not 'North', or is missing and the stops is less than 5",
        ),
        (
            "Park if it came from anywhere other than North or South",
            "the depot is not 'North' or 'South', or is missing",
        ),
        (
            "Park parcels over 20 kilos. Skip them if they are insured. And leave out North.",
            f"{NOT_INSURED} and the depot is not 'North', or is missing",
        ),
        ("Park if the weight is over 20 (North excepted).", NOT_NORTH),
        ("Park if the weight is over 20 (unless insured).", NOT_INSURED),
        ("North aside, park everything over 20 kilos.", NOT_NORTH),
        ("If the weight is over 20 I park it, North being the exception.", NOT_NORTH),
        ("Park if the weight is over 20. This doesn't apply to insured parcels.", NOT_INSURED),
        (
            "Park if the weight is over 20. Exceptions: North and South.",
            f"{HEAVY} and the depot is not 'North' or 'South', or is missing",
        ),
        ("Park everything but North parcels.", "the depot is not 'North', or is missing"),
        ("Insured anywhere but North: park.", "the insured is true and the depot is not 'North', or is missing"),
        ("Park all parcels bar the insured ones.", "the insured is not true, or is missing"),
        ("Don't label anything park unless the weight is over 20.", HEAVY),
    ],
)
def test_an_exception_in_other_words(typed: str, condition: str, parcels: Compiler) -> None:
    reads(parcels, typed, condition)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        (
            "Park if all of these hold:\n- two or more stops\n- insured",
            "the stops is at least 2 and the insured is true",
        ),
        ("park, provided that:\n1) weight over 20\n2) it is insured", f"{HEAVY} and the insured is true"),
        ("Park when:\n1. the weight is over 20\n2. and it is insured", f"{HEAVY} and the insured is true"),
        ("Park if any of these is true:\n* the weight is over 20\n* it is insured", f"{HEAVY} or the insured is true"),
        ("Park if:\na) the weight is over 20; or\nb) it is insured", f"{HEAVY} or the insured is true"),
        ("- the weight is over 20\n- it is insured\n=> park", f"{HEAVY} and the insured is true"),
        ("Park if\n - the weight is over 20, or\n - it is insured", f"{HEAVY} or the insured is true"),
        ("Park when:\n* weight: over 20\n* insured: yes", f"{HEAVY} and the insured is true"),
        (
            "Park if:\n\n1. the weight is over 20\n2. it is insured\n\nSkip it if it's from North.",
            f"{HEAVY} and the insured is true and the depot is not 'North', or is missing",
        ),
        (
            "Park if the weight is over 20.\n\nExceptions:\n- North\n- insured parcels",
            f"({HEAVY}) and it is not the case that (the depot is 'North' or the insured is true)",
        ),
        (
            "Of two things exactly one must be true: the weight is over 20, or it is insured; then park.",
            f"exactly 1 of ({HEAVY}) and (the insured is true) hold",
        ),
        (
            "Of two things exactly one must be true for park: the weight is over 20, or it is insured.",
            f"exactly 1 of ({HEAVY}) and (the insured is true) hold",
        ),
        (
            "Neither is it insured nor is the weight above 20: park.",
            "the insured is not true, or is missing and the weight is not more than 20, or is missing",
        ),
        ("Either the weight is over 20, or else it is insured; park both ways.", f"{HEAVY} or the insured is true"),
        ("If the subject says 'a', or 'b', or 'c', I send it to park.", "the subject contains 'a', 'b' or 'c'"),
        (
            "Either it is insured or the stops are under 2, though not the two together; in that case choose park.",
            "exactly 1 of (the insured is true) and (the stops is less than 2) hold",
        ),
        ("I look for 'a' and 'b'; any one of those and it's park.", "the note contains 'a' or 'b'"),
    ],
)
def test_a_list_of_conditions(typed: str, condition: str, parcels: Compiler) -> None:
    reads(parcels, typed, condition)


def test_a_bullet_opens_a_line_of_several() -> None:
    assert [t.text for t in tokenize("when:\n- it is new\n- it is red") if t.bullet] == ["-", "-"]
    assert not any(t.bullet for t in tokenize("when:\n- it is new"))
    assert not any(t.bullet for t in tokenize("it says 'a\n- b\n- c'"))


@pytest.mark.parametrize(
    ("typed", "condition", "aside"),
    [
        ("Heavy ones, by which I mean more than 20 kilos, are park.", HEAVY, "Heavy ones , by which I mean"),
        ("Bulky ones, which for us are over 20 kilos: park.", HEAVY, "Bulky ones , which for us are"),
        ("Drop the old ones (sent before 2020).", "the sent is before 2020", "the old ones"),
        ("Trouble. By that I mean the weight is over 20. Park.", HEAVY, "Trouble . By that I mean"),
        ("Park if they beg, that is to say if the note contains 'please'.", "the note contains 'please'", "they beg , that is to say"),
        ("More than two dozen words in the note, i.e. over 24: park", "the note has more than 24 words", ""),
        ("2 to 5 stops, both ends counted: park.", "the stops is between 2 and 5", ""),
        ("Park if the note says 'glass' (the plain word, mind).", "the note contains 'glass'", "the plain word , mind"),
        ("The note says 'glass', only not as 'hour glass', so park.", "the note contains 'glass' and the note does not contain 'hour glass'", ""),
        ("The weight is over 20: park, no questions asked.", HEAVY, "no questions asked"),
        ("Head office has asked for this one: park if the weight is over 20.", HEAVY, "Head office has asked for this one"),
        ("The weight is over 20: park. Big ones are usually furniture.", HEAVY, "Big ones are usually furniture"),
        ("The weight is over 20: park, summer is when it gets crowded.", HEAVY, "summer is when it gets crowded"),
        ("The weight is over 20, whatever the depot: park", HEAVY, "whatever the depot"),
        ("No matter what it holds, park anything over 20 kilos.", HEAVY, "No matter what it holds"),
        ("sent in some May or other: drop", "the sent is in May", ""),
        ("A digit in the note usually means trouble, so drop those.", "the note contains a digit", "means trouble"),
        ("If the weight is over 20, park it, except if it is insured, then I don't bother.", NOT_INSURED, "then I do n't bother"),
        ("Park if the weight is over 20. Leave out North, those go to the sea desk.", NOT_NORTH, "those go to the sea desk"),
        ("Parcels over 20 kilos should be seen before anything else is done. So: drop", HEAVY, "should be seen before"),
        ("If the weight is over 20, somebody had better ring them: drop.", HEAVY, "somebody had better ring them"),
        ("'glass' in the note settles the matter: park.", "the note contains 'glass'", "settles the matter"),
        ("Parcels over 20 kilos can be parked: park.", HEAVY, ""),
        ("A parcel over 20 kilos gets it (park).", HEAVY, ""),
        ("I want a park of anything over 20 kilos.", HEAVY, ""),
        ("Rule 3: if the weight is over 20, park.", HEAVY, "Rule 3"),
        ("The weight is over 20. In short: park.", HEAVY, "In short"),
        ("Park if the weight is over 20, even if it is insured.", HEAVY, "even if it is insured"),
        ("Park if the weight is over 20, insured or not.", HEAVY, "insured or not"),
        ("Park if the weight is over 20, North included.", HEAVY, "North included"),
        ("Park if the weight is over 20, no exceptions.", HEAVY, "no exceptions"),
        ("What I do is look at the note first, and if it says 'mud', I send it to park.", "the note contains 'mud'", ""),
        ("Only the first line counts here: if it has the word 'mud', park.", "the first line of the note contains 'mud'", ""),
        ("We still don't know whether it is insured, so until we do it's park.", "the insured is missing", ""),
    ],
)  # fmt: skip
def test_what_adds_nothing_is_set_aside_and_shown(typed: str, condition: str, aside: str, parcels: Compiler) -> None:
    best = parcels.compile(typed).best
    assert best.paraphrase.split(" if ", 1)[1] == condition
    shown = [said for said in best.source.assumptions if said.startswith("set aside")]
    assert any(aside in said for said in shown) if aside else not shown


@pytest.mark.parametrize(
    "typed",
    [
        "Park if the weight is over 20. If it is insured, I don't bother.",
        "If it is insured, I don't bother. Park if the weight is over 20.",
        "The weight is over 20: park, no receipt.",
        "The weight is over 20: park, no stops.",
        "The weight is over 20: park. Old ones are dropped.",
        "Heavy ones, by which I mean trouble, are park.",
        "More than two dozen words in the note, i.e. over 25: park",
        "Customer refused this: park if the weight is over 20.",
        "Clients who asked for this: park if the weight is over 20.",
        "Park if the weight is over 20, broken ones excepted.",
        "Park if the weight is over 20, unless it is insured, it is broken.",
        "Park if the weight is over 20, no matter if it is insured.",
        "Park if the weight is between 5 and 20, both excluded.",
        "Park if it came from anywhere but Mars.",
        "Park if all of these hold:\n- the weight is over 20\n- it smells",
        "Only the note counts: if the subject says 'a', park.",
        "The parcel means trouble, so park.",
        "Parcels over 20 kilos can be opened: park.",
        "Park if the weight is over 20, breakfast included.",
        "Park if the weight is over 20, even if the note says 'glass'.",
        "Park if the weight is over 20 even if it is insured.",
        "Parcels over 20 kilos want a refund: park.",
        "If the note contains 'a', it should be red: park.",
        "Parcels over 20 kilos arrived broken: drop.",
        "The weight is over 20 (park): drop.",
    ],
)
def test_what_may_ask_something_is_never_set_aside(typed: str, parcels: Compiler) -> None:
    with pytest.raises(sayso.RationaleError):
        parcels.compile(typed)


def test_a_vague_word_inside_a_label_is_not_vague(parcels: Compiler) -> None:
    with pytest.raises(sayso.RationaleError) as refused:
        parcels.compile("The weight is frabbly: ship soon")
    assert "soon” has no number" not in str(refused.value)


def test_a_pronoun_is_no_name_of_a_column() -> None:
    columns = {"arrived": {"kind": "date", "description": "day the parcel reached us"}}
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["park"], "columns": columns}))
    phrases = {phrase for phrase, _ in compiler.entries}
    assert "us" not in phrases
    assert {"reached us", "parcel reached us"} <= phrases


@pytest.mark.parametrize("remark", ["we may be strict", "I've seen plenty of these on Monday", "I saw plenty in May"])
def test_a_remark_may_have_a_month_or_a_weekday(parcels: Compiler, remark: str) -> None:
    reads(parcels, f"{remark}: drop if the weight is over 20", HEAVY)
