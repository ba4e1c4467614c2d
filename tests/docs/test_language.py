"""The page of the language is what the forms, the grammar and the lexicon say today."""

from __future__ import annotations

from pathlib import Path

from sayso.grammar.forms import FORMS
from sayso.parser.reference import page, sayings

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "language.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "`make docs` writes it anew"


def test_every_form_is_on_it_with_its_examples() -> None:
    text = page()
    for name, form in FORMS.items():
        assert f"### {name}\n" in text
        assert all(example.sentence in text for example in form.examples)


def test_nearly_every_form_has_wordings() -> None:
    said = sayings()
    without = [name for name in FORMS if not said.get(name)]
    assert len(without) < 0.3 * len(FORMS), without
    assert said["Contains"]
