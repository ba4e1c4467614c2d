"""What stands around conditions, where it is no sentence's reading: bullets, what a refusal leaves unsaid, names that are none."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.english.tokens import tokenize


def test_a_bullet_opens_a_line_of_several() -> None:
    assert [t.text for t in tokenize("when:\n- it is new\n- it is red") if t.bullet] == ["-", "-"]
    assert not any(t.bullet for t in tokenize("when:\n- it is new"))
    assert not any(t.bullet for t in tokenize("it says 'a\n- b\n- c'"))


def test_a_vague_word_inside_a_label_is_not_vague() -> None:
    columns = {"weight": {"kind": "number", "description": "weight of the parcel in kilos"}}
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["park", "ship soon", "drop"], "columns": columns}))
    with pytest.raises(sayso.RationaleError) as refused:
        compiler.compile("The weight is frabbly: ship soon")
    assert "soon” has no number" not in str(refused.value)


def test_a_pronoun_is_no_name_of_a_column() -> None:
    columns = {"arrived": {"kind": "date", "description": "day the parcel reached us"}}
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["park"], "columns": columns}))
    phrases = {phrase for phrase, _ in compiler.entries}
    assert "us" not in phrases
    assert {"reached us", "parcel reached us"} <= phrases
