"""Who gives the value of a column acts in sentences: a catalogue lists, a nurse gives, a script is silent, a desk said so too."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

MOTHS = {
    "caption": {"kind": "text", "description": "what the collector scribbled under the moth"},
    "collector": {"kind": "span", "description": "the marked collector in the caption"},
    "taxon": {"kind": "category", "description": "family that the museum catalogue has for this moth; missing when it has nothing"},
    "catalogue_score": {"kind": "score", "description": "how sure the museum catalogue was, from 0 to 1"},
    "clerk_label": {"kind": "category", "description": "label proposed by the trainee clerk; missing when the clerk stayed silent"},
    "wing_mm": {"kind": "number", "description": "width of the wing in millimetres"},
    "hue": {"kind": "category", "description": "hue of the wing", "values": ["grey", "rust"]},
    "lab_score": {"kind": "score", "description": "score of the genetics lab from 0 to 1; missing when it knows nothing"},
}  # fmt: skip
MOTHS["taxon"]["values"] = ["hawk", "tiger", "owlet"]  # type: ignore[assignment]
MOTHS["clerk_label"]["values"] = ["keep", "discard", "frame"]  # type: ignore[assignment]


@pytest.fixture(scope="module")
def moths() -> Compiler:
    return Compiler(
        sayso.Schema.from_dict({"labels": ["keep", "discard", "frame"], "columns": MOTHS, "default_text": "caption"})
    )


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("keep if the catalogue says hawk", "the taxon is 'hawk'"),
        ("keep if the catalogue lists it as tiger", "the taxon is 'tiger'"),
        ("keep if the museum catalogue lists the collector as owlet", "the taxon is 'owlet'"),
        ("The catalogue has owlet for it and the caption says 'dusk'. Keep.", "the taxon is 'owlet' and the caption contains 'dusk'"),
        ("keep if it is down in the catalogue as hawk", "the taxon is 'hawk'"),
        ("keep if according to the catalogue it is a tiger", "the taxon is 'tiger'"),
        ("keep if the catalogue has hawk or tiger", "the taxon is 'hawk' or 'tiger'"),
        ("keep if the catalogue says neither hawk nor tiger", "the taxon is not 'hawk' or 'tiger', or is missing"),
        ("keep if the catalogue gives nothing but tiger", "the taxon is 'tiger'"),
        ("keep if the catalogue does not say hawk", "the taxon is not 'hawk', or is missing"),
        ("keep if the catalogue is silent", "the taxon is missing"),
        ("keep if the catalogue draws a blank", "the taxon is missing"),
        ("keep if nothing is in the catalogue", "the taxon is missing"),
        ("keep if the catalogue has nothing on it", "the taxon is missing"),
        ("keep if the catalogue gave nothing or hawk", "the taxon is missing or the taxon is 'hawk'"),
        ("keep if the collector is listed in the catalogue", "the taxon is not missing"),
        ("keep if the clerk went for discard", "the clerk_label is 'discard'"),
        ("keep if the clerk would have it framed", "the clerk_label is 'frame'"),
        ("keep if the clerk wanted to discard it", "the clerk_label is 'discard'"),
        ("keep what the clerk discarded", "the clerk_label is 'discard'"),
        ("keep if the clerk did not label it", "the clerk_label is missing"),
        ("keep if the clerk put no label", "the clerk_label is missing"),
        ("keep if the clerk proposed something other than frame", "the clerk_label is not missing and the clerk_label is not 'frame', or is missing"),
        ("discard when the clerk said so too", "the clerk_label is 'discard'"),
        ("discard, provided that the wing is over 5 mm and the clerk agrees", "the wing_mm is more than 5 and the clerk_label is 'discard'"),
        ("discard unless the clerk said so", "the clerk_label is not 'discard', or is missing"),
        ("discard if the clerk disagrees", "the clerk_label is not missing and the clerk_label is not 'discard', or is missing"),
        ("keep if the lab is silent", "the lab_score is missing"),
        ("keep if the lab says nothing", "the lab_score is missing"),
    ],
)  # fmt: skip
def test_a_source_gives_a_value(moths: Compiler, typed: str, condition: str) -> None:
    compiled = moths.compile(typed)
    assert not compiled.ambiguous
    assert compiled.best.paraphrase.partition(" if ")[2] == condition


@pytest.mark.parametrize(
    "typed",
    [
        "keep if the clerk refused to discard it",  # it did not
        "keep if the clerk should have discarded it",
        "keep if the clerk was told to discard it",
        "keep if the catalogue says hawk in the caption",  # of what it says nothing may be dropped
        "keep if the catalogue gave hawk twice",
        "keep if the caption is silent",  # nobody's answer
        "keep if the collector said so",
        "keep if the catalogue is wrong",
        "keep if the caption mentions the catalogue",  # the word, if anything
        "not keep when the clerk said so",
        "The curator has hawk for it and the caption says 'dusk': keep",  # no source that the schema tells of
        "keep if the caption has tiger for it and the clerk agreed with the lab",
    ],
)
def test_what_no_source_gave_is_not_read(moths: Compiler, typed: str) -> None:
    with pytest.raises(sayso.RationaleError):
        moths.compile(typed)


def test_an_idiom_that_holds_a_value_may_mean_either() -> None:
    columns = {
        "note": {"kind": "text"},
        "mood": {"kind": "category", "description": "mood given by the ward nurse; missing when she gave none", "values": ["quiet", "loud"]},
    }  # fmt: skip
    compiled = Compiler(
        sayso.Schema.from_dict({"labels": ["a", "b"], "columns": columns, "default_text": "note"})
    ).compile("a if the nurse stayed quiet")
    assert [reading.paraphrase for reading in compiled.readings] == [
        "label a if the mood is 'quiet'",
        "label a if the mood is missing",
    ]
    assert compiled.ambiguous


def test_no_clause_about_a_column_is_set_aside(moths: Compiler) -> None:
    for typed in ("The catalogue has tiger: keep", "The catalogue has hawk for it. Keep."):
        read = moths.compile(typed).best
        assert "taxon" in read.paraphrase
        assert not any("set aside" in told for told in read.source.assumptions)
