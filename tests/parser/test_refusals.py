"""What will not be stood behind is refused, and the refusal teaches; nothing but RationaleError comes out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.parser.compiler import Compiler

KINDS = {
    "vague": "lease if it feels suspicious",
    "missing list": "lease if any word in the list villains appears",
    "unknown column": "label lease if the footer contains 'x'",
    "unknown label": "label rental if the body says 'rent'",
    "impossible comparison": "lease if the body is more than 5",
    "unordered category": "lease if the law is above 'banana'",
    "no such value": "lease if the law is 'Utah'",
    "no condition": "lease",
    "contradictory label": "label sale because the title says 'rent'",
    "relative date": "lease if it was signed more than 30 days ago",
    "broken pattern": "lease if the title matches the regex '(a'",
    "pattern that is not linear": "lease if the title matches the regex '(?=a)b'",
    "code": "lease if __import__('os').system('ls') == 0",
    "nonsense": "wibble the of lease frobnicate",
    "too long": "lease if the body contains 'a'" + " or 'b'" * 200,
    "empty": "",
}
"""What may be wrong with a sentence, each with a sentence of its kind; "contradictory label" is given as a reason for lease."""


def test_each_fault_has_its_own_refusal(compiler: Compiler, golden: Callable[[str, str], None]) -> None:
    told = []
    for kind, sentence in KINDS.items():
        with pytest.raises(sayso.RationaleError) as caught:
            compiler.compile(sentence, label="lease" if kind == "contradictory label" else None)
        a, b = caught.value.span
        shown = sentence if len(sentence) < 100 else f"{sentence[:60]} ..."
        told.append(f"## {kind}\n{shown}\nblamed: {sentence[a:b][:40]!r}\n{caught.value}\n")
    golden("refusals.txt", "\n".join(told))


def test_no_sentence_at_all_is_refused_with_suggestions(compiler: Compiler) -> None:
    with pytest.raises(sayso.RationaleError, match="empty") as caught:
        compiler.compile("")
    assert caught.value.span == (0, 0)
    assert caught.value.suggestions
    for suggestion in caught.value.suggestions:
        assert compiler.compile(suggestion).readings


def test_a_long_sentence_is_refused(compiler: Compiler) -> None:
    with pytest.raises(sayso.RationaleError, match="1000"):
        compiler.compile("lease if the body contains 'rent'" + " and 'x'" * 200)


def test_any_text_compiles_or_is_refused(compiler: Compiler) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=120))
    def check(text: str) -> None:
        try:
            compiler.compile(text)
        except sayso.RationaleError as error:
            assert str(error)

    check()


WORDS = [
    "label",
    "lease",
    "sale",
    "if",
    "when",
    "because",
    "the",
    "title",
    "body",
    "contains",
    "'rent'",
    '"due"',
    "and",
    "or",
    "not",
    "unless",
    "but",
    "amount",
    "is",
    "over",
    "5",
    "more",
    "than",
    "at",
    "least",
    "of",
    "two",
    "before",
    "within",
    "words",
    "any",
    "list",
    "hr_terms",
    ",",
    ".",
    "(",
    ")",
    "either",
    "neither",
    "nor",
    "it",
    "first",
    "sentence",
    "starts",
    "with",
    "appears",
    "in",
]


@pytest.mark.parametrize("seed", range(20))
def test_shuffled_words_compile_or_are_refused(seed: int, compiler: Compiler) -> None:
    chooser = random.Random(seed)
    for _ in range(8):
        text = " ".join(chooser.choices(WORDS, k=chooser.randint(1, 25)))
        try:
            compilation = compiler.compile(text)
        except sayso.RationaleError:
            continue
        covered = {i for role in compilation.best.source.roles for i in range(role.start, role.end)}
        assert all(c.isspace() or i in covered for i, c in enumerate(text))
