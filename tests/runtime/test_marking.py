"""Spans written into their text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sayso.runtime.marking import marked


def test_spans_in_the_order_of_the_text_whatever_the_order_of_the_columns() -> None:
    spans = {"disease": [(20, 28)], "the chemical": [(0, 7)]}
    assert marked(["Aspirin may relieve headache pain."], spans) == [
        "[the chemical] Aspirin [/the chemical] may relieve [disease] headache [/disease] pain. between_may between_relieve"
    ]


def test_missing_spans_leave_the_text_as_it_is() -> None:
    assert marked(["Ann met Bob.", ""], {"a": [None, None]}) == ["Ann met Bob.", ""]
    assert marked(["Ann met Bob."], {"a": [(0, 3)], "b": [None]}) == ["[a] Ann [/a] met Bob."]


def test_spans_within_each_other_nest_and_have_nothing_between() -> None:
    assert marked(["New York"], {"a": [(0, 8)], "b": [(4, 8)]}) == ["[a] New [b] York [/b] [/a]"]
    spans = {"inner": [(4, 7)], "outer": [(0, 7)], "last": [(7, 7)]}
    assert marked(["abc def"], spans)[0].replace(" ", "") == "[outer]abc[inner]def[/inner][/outer][last][/last]"


@given(st.text(max_size=40), st.data())
def test_without_its_marks_the_text_is_what_it_was(text: str, data: st.DataObject) -> None:
    def span() -> tuple[int, int]:
        start = data.draw(st.integers(0, len(text)))
        return start, data.draw(st.integers(start, len(text)))

    (one,) = marked([text], {"«1»": [span()], "«2»": [span()]})
    without = re.sub(r"\[«\d»\] | \[/«\d»\]", "", one)
    assert without.startswith(text) and all(word.startswith("between_") for word in without[len(text) :].split())
