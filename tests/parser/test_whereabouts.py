"""Marked things: what they are called, what their words are like, which comes first, what lies between, in which sentence."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

SONGS = {
    "review": {"kind": "text", "description": "review of a concert"},
    "singer": {"kind": "span", "description": "the marked singer in the review"},
    "song": {"kind": "span", "description": "the marked song title in the review"},
    "caption": {"kind": "text", "description": "caption of the photo"},
}  # fmt: skip
FIRMS = {
    "sentence": {"kind": "text", "description": "sentence of a contract"},
    "payer": {"kind": "span", "description": "first marked company: the one that may be the lender"},
    "payee": {"kind": "span", "description": "second marked company: the one that may be indebted"},
}


@pytest.fixture(scope="module")
def songs() -> Compiler:
    return Compiler(sayso.Schema.from_dict({"labels": ["cover", "own"], "columns": SONGS, "default_text": "review"}))


@pytest.fixture(scope="module")
def firms() -> Compiler:
    return Compiler(sayso.Schema.from_dict({"labels": ["debt", "none"], "columns": FIRMS, "default_text": "sentence"}))


APART = "the singer is not missing and the song is not missing and the singer and the song do not appear in the same sentence"


@pytest.mark.parametrize(
    ("reason", "condition"),
    [
        ("the song's title is a single word", "the song has exactly 1 word"),
        ("there is a digit in the title of the song", "the song contains a digit"),
        ("the song has a digit in its title", "the song contains a digit"),
        ("the song has four words in its title", "the song has exactly 4 words"),
        ("the title of the song is in all caps", "the song is in all capitals"),
        ("the song is in capitals while the review as a whole is not", "the song is in all capitals and the review is not in all capitals"),
        ("the song's title appears in the caption and the singer's name does not", "the caption contains the song and the caption does not contain the singer"),
        ("'sings' follows straight on the singer", "'sings' appears right after the singer"),
        ("'hit' leads straight into the song", "'hit' appears right before the song"),
        ("'sings' follows on from the singer", "'sings' appears after the singer"),
        ("the singer is in one sentence and the song in another", APART),
        ("the singer stands in another sentence than the song", APART),
        ("the singer is separated from the song by over nine words", "the text between the singer and the song has more than 9 words"),
        ("the singer is separated from the song by a comma", "the text between the singer and the song contains ','"),
        ("the singer and the song are separated by a comma", "the text between the singer and the song contains ','"),
        ("the song is cut off from 'live' by at least three words", "the song appears at least 3 words away from 'live'"),
        ("'live' is on either side of the song", "('live' appears before the song) or 'live' appears after the song"),
        ("'live' is on both sides of the song", "('live' appears before the song) and 'live' appears after the song"),
        ("the singer has 'live' on the right", "'live' appears after the singer"),
        ("nothing follows the song", "the review ends with the song"),
        ("nothing stands before the singer", "the review starts with the singer"),
        ("nothing stands between the singer and the song", "the text between the singer and the song has exactly 0 words"),
        ("the sentence that names the song has 'live' in it", "'live' and the song appear in the same sentence in the review"),
    ],
)  # fmt: skip
def test_is_read_as(songs: Compiler, reason: str, condition: str) -> None:
    compiled = songs.compile(reason, label="cover")
    assert compiled.best.paraphrase == f"label cover if {condition}"
    assert not compiled.ambiguous


@pytest.mark.parametrize(
    "reason",
    [
        "the song stands far from the singer",  # how far?
        "the song is named again in the last verse",
        "the singer is separated from the singer by a comma",
        "none before the song",
    ],
)
def test_is_not_read(songs: Compiler, reason: str) -> None:
    with pytest.raises(sayso.RationaleError):
        songs.compile(reason, label="cover")


@pytest.mark.parametrize(
    ("reason", "condition"),
    [
        ("the lender comes first", "the payer appears before the payee"),
        ("the name of the lender is in capitals", "the payer is in all capitals"),
        ("the indebted company is named before the lender", "the payee appears before the payer"),
        ("the two are separated by a comma", "the text between the payer and the payee contains ','"),
    ],
)
def test_a_marked_thing_goes_by_what_it_may_be(firms: Compiler, reason: str, condition: str) -> None:
    assert firms.compile(reason, label="debt").best.paraphrase == f"label debt if {condition}"


def test_a_comma_closes_what_either_opened(songs: Compiler) -> None:
    compiled = songs.compile(
        "cover if either the caption is missing or the song is in capitals, and the singer comes first"
    )
    assert compiled.best.paraphrase == (
        "label cover if (the caption is missing or the song is in all capitals) and the singer appears before the song"
    )


def test_whom_a_label_is_given_to_is_no_further_condition() -> None:
    columns = {
        "note": {"kind": "text"},
        "person": {"kind": "span", "description": "the marked person"},
        "film": {"kind": "span", "description": "the marked film title"},
    }
    compiler = Compiler(
        sayso.Schema.from_dict({"labels": ["star", "other"], "columns": columns, "default_text": "note"})
    )
    read = compiler.compile("Whenever the film is the last thing in the note, the person is a star.").best
    assert read.paraphrase == "label star if the note ends with the film"
