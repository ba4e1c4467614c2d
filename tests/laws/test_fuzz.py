"""Whatever is typed: a reading or a RationaleError, within a second; of twenty thousand broken sentences and of random text."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import broken_sentences
import known_sentences
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sayso
from sayso.parser.compiler import Compiler

MAILS = {
    "labels": ["spam", "how-to", "not urgent"],
    "columns": {
        **{"subject": {"kind": "text", "aka": ["subject line"]}, "message": {"kind": "text"}},
        **{"n_links": {"kind": "number"}, "sent": {"kind": "date"}, "year": {"kind": "number"}},
        **{"has_attachment": {"kind": "boolean"}, "importance": {"kind": "category", "values": ["high", "low"]}},
        **{"rules_engine": {"kind": "category", "values": ["spam", "abstain"]}, "legacy_score": {"kind": "score"}},
    },
    "default_text": "message",
    "lists": {"greetings": ["dear", "hello"], "money words": ["cash"]},
    "today": "2024-02-29",
}
PHOTOS = {
    "labels": ["yes", "no"],
    "columns": {name: {"kind": "box"} for name in ("hand_box", "knife_box", "cup")} | {"caption": {"kind": "text"}},
}
NOTHING = {"labels": ["a"], "columns": {"x": {"kind": "vector"}}}
SOURCES = known_sentences.HOME + (known_sentences.ELSEWHERE if known_sentences.SHARED.exists() else ())
QUICK = 500
SLOW = 20_000


@pytest.fixture(scope="module")
def compilers(compiler_of: Callable[[str], Compiler]) -> list[Compiler]:
    schemas = [sayso.Schema.from_dict(given) for given in (MAILS, PHOTOS, NOTHING)]
    return [*(compiler_of(source) for source in SOURCES), *map(Compiler, schemas)]


def survive(compiler: Compiler, text: str, label: str | None = None) -> str:
    """What went wrong with a sentence; empty where it was read or refused in time."""
    start = time.process_time()
    try:
        compilation = compiler.compile(text, label=label)
        covered = {i for role in compilation.best.source.roles for i in range(role.start, role.end)}
        if any(not c.isspace() and i not in covered for i, c in enumerate(text)):
            return f"characters without a role: {text!r}"
    except sayso.RationaleError as error:
        a, b = error.span
        if not str(error) or not 0 <= a <= b <= len(text):
            return f"a refusal without words or place: {text!r}"
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"{type(error).__name__}: {error}: {text!r}"
    spent = time.process_time() - start
    return f"{spent:.2f} s: {text!r}" if spent > 1.0 else ""


def run(compilers: list[Compiler], n: int, seed: int) -> list[str]:
    sentences = [known.text for source in SOURCES for known in known_sentences.sentences(source)]
    chooser = random.Random(seed)
    found = []
    for text in broken_sentences.broken(sentences, n, seed):
        compiler = chooser.choice(compilers)
        label = chooser.choice([None, None, compiler.schema.labels[0]])
        found.append(survive(compiler, text, label))
    return [told for told in found if told]


def test_broken_sentences(compilers: list[Compiler]) -> None:
    assert run(compilers, QUICK, seed=1) == []


@pytest.mark.slow
def test_twenty_thousand_broken_sentences(compilers: list[Compiler]) -> None:
    assert run(compilers, SLOW, seed=2) == []


def test_a_thousand_characters(compilers: list[Compiler]) -> None:
    said = [
        "the body contains 'a' and ",
        "not ",
        "(",
        "either the title or ",
        "'a' or ",
        "the the ",
        "unless ",
        "5 ",
        "is ",
    ]
    said += [
        "at least 2 of ",
        "it ",
        ", ",
        "before ",
        "within 5 words of ",
        "lease ",
        "neither ",
        "whose ",
        '"',
        "\u0301",
    ]
    for compiler in compilers[:1]:
        for part in said:
            for start in ("", "lease if ", "lease if the body contains 'a' "):
                text = (start + part * 1000)[:1000]
                assert survive(compiler, text) == ""


def test_random_text(compilers: list[Compiler]) -> None:
    words = st.sampled_from([w for s in known_sentences.sentences("golden") for w in s.text.split()])
    sentence = st.lists(st.one_of(words, st.text(max_size=8)), max_size=30).map(" ".join)

    @settings(max_examples=100, deadline=None)
    @given(st.one_of(st.text(max_size=200), sentence), st.integers(0, len(compilers) - 1))
    def check(text: str, which: int) -> None:
        assert survive(compilers[which], text) == ""

    check()
