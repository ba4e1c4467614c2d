"""Values of categories said in other words: by their description, by who does them, by their order, with nouns beside them."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

COLUMNS = {
    "note": {"kind": "text", "description": "what the broker wrote"},
    "craft": {
        "kind": "category",
        "description": "craft of the workshop: plumbing, masonry, glazing, electrical or bakery",
        "values": ["plumbing", "masonry", "glazing", "electrical", "bakery"],
    },
    "grade": {
        "kind": "category",
        "description": "grade of the policy, from best to worst: prime, standard, basic",
        "values": ["prime", "standard", "basic"],
    },
    "hazard": {
        "kind": "category",
        "description": "fire hazard from low to severe: low, moderate, severe",
        "values": ["low", "moderate", "severe"],
    },
    "plan": {
        "kind": "category",
        "description": "plan of our rescue scheme: solo, duo or fleet; missing for owners who are not subscribers",
        "values": ["solo", "duo", "fleet"],
    },
    "zone": {
        "kind": "category",
        "description": "zone where the workshop stands: A (the harbour), B (the old mill; closed on Mondays), C = uplands",
        "values": ["A", "B", "C"],
    },
    "source": {
        "kind": "category",
        "description": "where the application was handed in: web, counter or phone",
        "values": ["web", "counter", "phone"],
    },
    "clerk": {"kind": "category", "description": "name of the clerk", "values": ["Ann Lee", "Bob Roe"]},
    "crew_size": {"kind": "number", "description": "how many people are in the crew"},
    "premium": {"kind": "number", "description": "yearly premium in euros"},
}
LISTS = {"hazards": ["solvent", "gas", "kiln"], "alarm_words": ["smoke", "sprinkler"]}


@pytest.fixture(scope="module")
def policies() -> Compiler:
    told = {"labels": ["renew", "lapse", "inspect"], "columns": COLUMNS, "default_text": "note", "lists": LISTS}
    return Compiler(sayso.Schema.from_dict(told))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("inspect if the workshop is in the harbour", "the zone is 'A'"),
        ("inspect if it is not in the harbour", "the zone is not 'A', or is missing"),
        ("inspect if the zone is uplands", "the zone is 'C'"),
        ("inspect plumbers with a premium over 500", "the craft is 'plumbing' and the premium is more than 500"),
        ("inspect masons and glaziers", "the craft is 'masonry' or 'glazing'"),
        ("inspect if it is a baker", "the craft is 'bakery'"),
        (
            "inspect if it is neither bakers nor electricians",
            "the craft is not 'bakery' or 'electrical', or is missing",
        ),
        ("lapse policies on the solo plan", "the plan is 'solo'"),
        ("inspect if it is not in the masonry craft", "the craft is not 'masonry', or is missing"),
        ("inspect for plumbing jobs", "the craft is 'plumbing'"),
        ("inspect masonry crews of more than five", "the craft is 'masonry' and the crew_size is more than 5"),
        ("inspect if it came from a masonry gang", "the craft is 'masonry'"),
        ("inspect if the note mentions bakers", "the note contains 'bakers'"),
        ("inspect policies of standard grade or better", "the grade is 'standard' or 'prime'"),
        ("inspect if the grade is below prime", "the grade is 'basic' or 'standard'"),
        ("inspect policies above basic", "the grade is 'standard' or 'prime'"),
        ("inspect if the hazard is moderate or higher", "the hazard is 'moderate' or 'severe'"),
        ("inspect if the hazard is at most moderate", "the hazard is 'low' or 'moderate'"),
        ("inspect if the hazard is not moderate or higher", "the hazard is not 'moderate' or 'severe', or is missing"),
        ("lapse non-subscribers", "the plan is missing"),
        ("lapse if the owner isn't in the rescue scheme", "the plan is missing"),
        ("lapse if the owner is not a subscriber", "the plan is missing"),
        ("renew subscribers with a premium over 500", "the plan is not missing and the premium is more than 500"),
        ("renew if it is from one of our fleet subscribers", "the plan is 'fleet'"),
        ("renew unless the owner is only a solo subscriber", "the plan is not 'solo', or is missing"),
        ("lapse if handed in at the counter", "the source is 'counter'"),
        ("lapse if it was handed in anywhere but at the counter", "the source is not 'counter', or is missing"),
        ("renew all crafts except masonry", "the craft is not 'masonry', or is missing"),
        ("renew everything but masonry", "the craft is not 'masonry', or is missing"),
        (
            "renew if the premium is over 300, bakers excepted",
            "the premium is more than 300 and the craft is not 'bakery', or is missing",
        ),
        (
            "renew if the premium is over 300, but only for electricians",
            "the premium is more than 300 and the craft is 'electrical'",
        ),
        (
            "inspect bakers anywhere but in the harbour",
            "the craft is 'bakery' and the zone is not 'A', or is missing",
        ),
        (
            "inspect if two different items off the hazards list are in the note",
            "exactly 2 of any word in the list hazards",
        ),
        ("inspect if something off the hazards list is in the note", "the note contains any word in the list hazards"),
        ("inspect if the note has a piece of hazards", "the note contains any word in the list hazards"),
        (
            "inspect if no item from the hazards list is mentioned",
            "the note does not contain any word in the list hazards",
        ),
        (
            "inspect if none of the alarm items is mentioned",
            "the note does not contain any word in the list alarm_words",
        ),
    ],
)
def test_a_value_said_otherwise(policies: Compiler, typed: str, condition: str) -> None:
    read = policies.compile(typed)
    assert not read.ambiguous
    assert condition in read.best.paraphrase
    assert policies.compile(read.best.paraphrase).best.form == read.best.form


def test_what_a_word_is_taken_for_is_told(policies: Compiler) -> None:
    read = policies.compile("inspect plumbers in the harbour").best
    assert read.source.assumptions == (
        "“plumbers” is taken for the value 'plumbing'",
        "“harbour” is taken for the value 'A'",
    )
    ranked = policies.compile("inspect if the grade is below prime").best
    assert ranked.source.assumptions == ("the grade goes from 'basic' up to 'prime': basic, standard, prime",)


@pytest.mark.parametrize(
    "typed",
    [
        "inspect if the plan is duo or above",  # no description tells an order
        "inspect if the craft is at least masonry",
        "inspect if the clerk is a baker",  # no value of that column
        "inspect if the clerk is at least standard",
        "inspect if the premium is above standard",
        "inspect if the hazard is worse than moderate",  # which end of it is the worse?
        "inspect on Mondays",  # a remark on a value is no name of it
        "inspect if it is a guest subscriber",
    ],
)
def test_what_no_description_says_is_refused(policies: Compiler, typed: str) -> None:
    with pytest.raises(sayso.RationaleError):
        policies.compile(typed)


def test_a_name_that_two_values_share_names_neither() -> None:
    columns = {
        "note": {"kind": "text"},
        "coin": {
            "kind": "category",
            "description": "coin of the bill: AUD (Australian dollars), CAD (Canadian dollars) or GBP (pounds)",
            "values": ["AUD", "CAD", "GBP"],
        },
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["pay", "ask"], "columns": columns}))
    assert "the coin is 'CAD'" in compiler.compile("ask if the bill is in Canadian dollars").best.paraphrase
    with pytest.raises(sayso.RationaleError):
        compiler.compile("ask if the bill is in dollars")


def test_people_have_their_name_of_walks_of_life_alone() -> None:
    columns = {
        "note": {"kind": "text"},
        "channel": {
            "kind": "category",
            "description": "how it came in: filing, landing or crossing",
            "values": ["filing", "landing"],
        },
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["pay", "ask"], "columns": columns}))
    with pytest.raises(sayso.RationaleError):
        compiler.compile("ask filers")


HIRES = {
    "slip": {"kind": "text", "description": "what the renter wrote on the slip"},
    "clerk": {
        "kind": "category",
        "description": "name of the clerk who stamped the slip; blank as long as nobody has stamped it",
        "values": ["Ann Lee", "Bob Roe"],
    },
    "referee": {"kind": "text", "description": "neighbour who signed the slip; missing when nobody did"},
    "mileage": {"kind": "number", "description": "distance on the dial, in km; missing when nobody wrote it down"},
    "deposit": {"kind": "number", "description": "deposit in euros; missing when the slip does not state it"},
    "days": {"kind": "number", "description": "how many days it was hired; missing when we could not trace the order"},
    "fee": {"kind": "number", "description": "fee in euros; missing when we could not trace the order"},
    "returned": {"kind": "date", "description": "day on which the van came back"},
}


@pytest.fixture(scope="module")
def hires() -> Compiler:
    told = {"labels": ["bill", "chase"], "columns": HIRES, "default_text": "slip"}
    return Compiler(sayso.Schema.from_dict(told))


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("chase if nobody has stamped it", "the clerk is missing"),
        ("chase unstamped slips", "the clerk is missing"),
        ("chase if it has not been stamped", "the clerk is missing"),
        (
            "bill if it is stamped and the deposit is over 50",
            "the clerk is not missing and the deposit is more than 50",
        ),
        ("bill if Ann Lee stamped it", "the clerk is 'Ann Lee'"),
        ("bill if Ann Lee or Bob Roe stamped the slip", "the clerk is 'Ann Lee' or 'Bob Roe'"),
        ("chase if Ann Lee did not stamp it", "the clerk is not 'Ann Lee', or is missing"),
        ("chase slips without a signature", "the referee is missing"),
        ("chase if nobody's signature is on it", "the referee is missing"),
        ("bill if it carries a signature", "the referee is not missing"),
        ("chase if nobody wrote the mileage down", "the mileage is missing"),
        ("chase if the slip states no deposit", "the deposit is missing"),
        ("chase slips that don't state a deposit", "the deposit is missing"),
        ("chase if the slip says unsigned", "the slip contains 'unsigned'"),
        ("chase if we never traced the order", "the days is missing and the fee is missing"),
        ("chase if the order could not be traced", "the days is missing and the fee is missing"),
        ("bill slips that Ann Lee stamped", "the clerk is 'Ann Lee'"),
        ("bill if Kim Wu signed it", "the referee is exactly 'Kim Wu'"),
        ("bill what Kim Wu signed", "the referee is exactly 'Kim Wu'"),
        (
            "chase if it was signed by someone other than Kim Wu",
            "the referee is not missing and the referee is not exactly 'Kim Wu'",
        ),
    ],
)
def test_what_nobody_did(hires: Compiler, typed: str, condition: str) -> None:
    read = hires.compile(typed)
    assert not read.ambiguous
    assert read.best.paraphrase.endswith(f" if {condition}")


@pytest.mark.parametrize(
    "typed",
    [
        "chase unreturned slips",
        "chase if nobody checked it",
        "chase if it was signed by hand",
        "chase if Kim Wu stamped it",
    ],
)
def test_what_no_description_says_that_nobody_did(hires: Compiler, typed: str) -> None:
    with pytest.raises(sayso.RationaleError):
        hires.compile(typed)
