"""What can come next: sensible, most useful first, and always something that can be gone on with."""

from __future__ import annotations

import random
import time

import known_sentences
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.parser.compiler import Compiler
from sayso.parser.completing.completion import viable


def texts(compiler: Compiler, sentence: str) -> list[str]:
    return [completion.text.strip() for completion in compiler.complete(sentence)]


def test_names_of_the_schema_come_first(compiler: Compiler) -> None:
    assert texts(compiler, "")[:3] == ["lease", "sale", "cap on liability"]
    assert texts(compiler, "label ")[:3] == ["lease", "sale", "cap on liability"]
    assert {"the title", "the body", "the amount"} <= set(texts(compiler, "label lease if ")[:5])
    assert "hr_terms" in texts(compiler, "lease if any word in ")
    assert {"New York", "Texas", "Ohio"} <= set(texts(compiler, "lease if the law is "))


def test_a_half_typed_word_is_completed(compiler: Compiler) -> None:
    sentence = "label lease if the ti"
    best = compiler.complete(sentence)[0]
    assert (best.text, best.what, best.span) == ("title", "column", (19, 21))
    assert best.applied(sentence) == "label lease if the title"
    assert "heading of the contract" in best.reads
    assert texts(compiler, "lease if the title starts wi")[0] == "starts with"
    assert texts(compiler, "label cap on")[0] == "cap on liability"


def test_after_a_whole_word_comes_the_next_with_a_gap(compiler: Compiler) -> None:
    completion = compiler.complete("label lease if the title")[0]
    assert completion.text.startswith(" ") and completion.what == "predicate"
    assert "label lease if the title contains" in {
        c.applied("label lease if the title") for c in compiler.complete("label lease if the title")
    }


def test_what_the_kind_of_a_column_forbids_is_not_offered(compiler: Compiler) -> None:
    for column, yes, no in (
        ("amount", "more than", "overlaps"),
        ("signed", "before", "overlaps"),
        ("title", "contains", "overlaps"),
        ("stamp", "overlaps", "starts with"),
    ):
        offered = texts(compiler, f"lease if the {column} ")
        assert yes in offered and no not in offered, column


def test_nothing_inside_a_quotation_or_after_nonsense(compiler: Compiler) -> None:
    assert compiler.complete("lease if the title contains 'ren") == ()
    assert compiler.complete('lease if the title contains "') == ()
    assert compiler.complete("because because because ") == ()
    assert compiler.complete("lease " * 400) == ()
    assert compiler.complete("lease if the title doesn't ")


def test_a_whole_sentence_goes_on_with_connectives(compiler: Compiler) -> None:
    offered = compiler.complete("lease if the title contains 'rent' ")
    assert {"and", "or"} <= {completion.text for completion in offered}


@pytest.mark.parametrize("source", known_sentences.HOME[:2])
def test_every_completion_can_be_gone_on_with(source: str, compiler: Compiler) -> None:
    chooser = random.Random(7)
    lost = []
    for known in known_sentences.sentences(source)[::6]:
        for _ in range(2):
            prefix = known.text[: chooser.randrange(len(known.text) + 1)]
            for completion in compiler.complete(prefix):
                if not viable(compiler, completion.applied(prefix)):
                    lost.append((prefix, completion.text))
    assert lost == []


def test_the_examples_can_be_typed_by_completions(compiler: Compiler) -> None:
    """At nearly every word of an example, that word is what is offered."""
    offered = wanted = 0
    for known in known_sentences.sentences("examples"):
        paraphrase = known.text
        spaces = [i for i, c in enumerate(paraphrase) if c == " "]
        for at in [i + 1 for i in spaces][::3]:
            given = compiler.complete(paraphrase[:at])
            if given and paraphrase[at] not in "'(":
                wanted += 1
                made = [completion.applied(paraphrase[:at]) for completion in given if completion.what != "number"]
                made += [paraphrase[:at] + completion.text.removeprefix("the ") for completion in given]
                offered += any(paraphrase.startswith(one) for one in made) or paraphrase[at].isdigit()
    assert offered / wanted > 0.8


def test_any_text_can_be_completed(compiler: Compiler) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=60))
    def check(text: str) -> None:
        for completion in compiler.complete(text):
            assert 0 <= completion.span[0] <= completion.span[1] == len(text)

    check()


def test_it_is_quick(compiler: Compiler) -> None:
    sentences = [known.text for known in known_sentences.sentences("golden")]
    for sentence in sentences:
        compiler.complete(sentence[: len(sentence) // 2])
    spent = []
    for sentence in sentences:
        start = time.process_time()
        compiler.complete(sentence[: len(sentence) // 2])
        spent.append(time.process_time() - start)
    assert sorted(spent)[int(0.9 * len(spent))] < 0.05


def test_the_same_prefix_always_gives_the_same(compiler: Compiler) -> None:
    other = Compiler(compiler.schema)
    for sentence in ("", "lease if the title ", "lease if the amount is ", "lease if the body contains 'a' "):
        assert compiler.complete(sentence) == other.complete(sentence) == compiler.complete(sentence)
