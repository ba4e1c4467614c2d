"""How a verdict is put: before its reason, behind it, after a full stop; for a label, and against it."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["park", "ship soon", "drop"],
        "columns": {
            "note": {"kind": "text", "description": "what the sender wrote about the parcel"},
            "weight": {
                "kind": "number",
                "description": "weight of the parcel in kilos; missing when nobody weighed it",
            },
            "depot": {"kind": "category", "description": "depot that took it in", "values": ["North", "South"]},
            "insured": {"kind": "boolean", "description": "whether the parcel is insured"},
        },
        "default_text": "note",
    }
)
HEAVY = "the weight is more than 20"
CLAUSE = "the weight is over 20"


@pytest.fixture(scope="module")
def parcels() -> Compiler:
    return Compiler(SCHEMA)


FOR = """\
{C} stands for {L}.
{N} stands for {L}.
{N} adds up to {L}.
{N} is {L} to my mind.
{L} on the strength of {N}
{L} by reason of {N}
{L} by reason of the fact that {C}
{L} whenever it is the case that {C}
Thanks to {N} it's {L}.
{C}. In that event {L}.
{C}. I settle on {L}.
{C}. I conclude {L}.
{C}. I'd plump for {L}.
{C}. That adds up to {L}.
{C}. All of which adds up to {L}.
{C}. It can only be {L}.
{C}. {L} it is, then.
{C}. {L}, beyond question.
{C}. The answer is {L}.
{C}. Full stop. {L}.
{C}. Without hesitation: {L}.
{C}, which leads me to {L}.
{C}, which argues for {L}.
{C}, on the strength of which I say {L}.
{C}, so better {L}.
Where {C} I come down on the side of {L}.
Opt for {L} if {C}.
The case for {L} is that {C}.
What settles {L} for me is that {C}.
A sure sign of {L} is that {C}.
You can tell {L} by the fact that {C}.
If {C}, everything points to {L}.
If {C}, there is nothing for it but {L}.
If {C}, my money is on {L}.
If {C}, {L} suits it best.
If {C}, {L} follows.
{L} may be assumed where {C}.
{L} is unavoidable when {C}.
{L}. Why? {C}.
It smacks of {L} when {C}.
No way around {L} when {C}.
More likely than not {L} if {C}.
As often as not it's {L} when {C}.
Rather {L} than {M}: {C}.
I prefer {L} to {M} if {C}.
No {M} but {L} if {C}.
{C}. Not {M}, {L}.
{L} sooner than {M}, since {C}."""
AGAINST = """\
{C}, so hardly {L}.
{C}, so far from {L}.
{C}, which rules out {L}.
{C} speaks against {L}.
{C} takes it out of {L}.
Rule out {L} if {C}.
I decide against {L} if {C}.
{L} is out of the question if {C}.
If {C}, {L} is out.
If {C}, {L} would be a mistake.
The case against {L} is that {C}."""


def _said(frame: str, label: str) -> str:
    other = "drop" if label != "drop" else "park"
    sentence = frame.format(L=label, M=other, C=CLAUSE, N="a weight over 20")
    return sentence[0].upper() + sentence[1:]


@pytest.mark.parametrize("label", ["park", "ship soon"])
@pytest.mark.parametrize("frame", FOR.splitlines())
def test_a_verdict_is_read_however_it_is_put(frame: str, label: str, parcels: Compiler) -> None:
    compiled = parcels.compile(_said(frame, label))
    assert not compiled.ambiguous
    assert compiled.best.paraphrase == f"label {label} if {HEAVY}"


@pytest.mark.parametrize("label", ["park", "ship soon"])
@pytest.mark.parametrize("frame", AGAINST.splitlines())
def test_what_speaks_against_a_label_does_not_vote_for_it(frame: str, label: str, parcels: Compiler) -> None:
    compiled = parcels.compile(_said(frame, label))
    assert not compiled.ambiguous
    assert compiled.best.paraphrase == f"label not {label} if {HEAVY}"


def test_what_somebody_mentions_makes_a_verdict(parcels: Compiler) -> None:
    read = parcels.compile("As a rule a mention of 'mud' by the sender makes it a park.").best
    assert (read.paraphrase, read.confidence) == ("label park if the note contains 'mud'", 0.75)


def test_both_events_are_asked(parcels: Compiler) -> None:
    read = parcels.compile("Either the weight is over 20 or the depot is North. In both events park.").best.paraphrase
    assert read == f"label park if {HEAVY} or the depot is 'North'"


@pytest.mark.parametrize(
    "typed",
    [
        "The weight is over 20 and the person stands out, so park.",
        "The weight is over 20 and the sender understands it; park.",
        "The weight is over 20, and the document makes sense: park.",
        "The weight is over 20, and everybody agrees, so park.",
        "The weight is over 20, but in both cases the clerk must not have said drop. Park.",
        "The weight is over 20, so let us judge the sender: park.",
    ],
)
def test_no_frame_swallows_what_is_said_beside_it(typed: str, parcels: Compiler) -> None:
    """What is asked of somebody or something else is no way to put a verdict: refused, or shown as set aside."""
    try:
        read = parcels.compile(typed).best
    except sayso.RationaleError:
        return
    assert any(said.startswith("set aside") for said in read.source.assumptions)
