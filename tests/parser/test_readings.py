"""What is typed, and what it reads as; what more there is to say of a reading than golden files can write."""

from __future__ import annotations

import pytest
from golden_topics import Known
from known_sentences import golden

import sayso
from sayso.grammar.predicates.logic import Not
from sayso.parser.compiler import Compiler


@pytest.mark.parametrize(("typed", "reads_as"), golden())
def test_reads_as(typed: Known, reads_as: str, compiler: Compiler) -> None:
    assert compiler.compile(typed.text, label=typed.label).best.paraphrase == reads_as


def test_two_wordings_of_one_meaning_are_one_form(compiler: Compiler) -> None:
    one = compiler.compile("label lease if the title contains 'rent'").best
    other = compiler.compile("Because the headline says “rent”, it should be a lease.").best
    assert one.form == other.form
    assert one.digest == other.digest
    assert one.source != other.source


def test_the_words_of_a_condition_are_found_in_the_sentence(compiler: Compiler) -> None:
    sentence = "label lease if the title contains 'rent' and the amount is over 5"
    function = compiler.compile(sentence).best
    clause = function.form.clauses[0]
    said = " ".join(sentence[a:b] for a, b in function.source.words(clause.when))
    for words in ("title", "contains", "'rent'", "over", "5"):
        assert words in said
    assert "label" not in said


@pytest.mark.parametrize(("hedge", "confidence"), [("usually", 0.75), ("almost always", 0.9), ("probably", 0.7)])
def test_hedges_are_kept_as_confidence_not_in_the_form(hedge: str, confidence: float, compiler: Compiler) -> None:
    plain = compiler.compile("it is a lease if the body contains 'rent'").best
    hedged = compiler.compile(f"it is {hedge} a lease if the body contains 'rent'").best
    assert hedged.form == plain.form
    assert (plain.confidence, hedged.confidence) == (None, confidence)


def test_negations_in_are_negations_out(compiler: Compiler) -> None:
    for sentence, n in (
        ("lease if the body does not contain 'a'", 1),
        ("lease if the body contains 'a' but not 'b'", 1),
        ("lease unless the body contains 'a'", 1),
        ("lease if neither 'a' nor 'b' appears in the body", 1),
        ("lease if the body contains 'a' and the amount isn't over 5 and the title lacks 'c'", 2),
    ):
        form = compiler.compile(sentence).best.form
        assert sum(isinstance(node, Not) for node in form.walk()) == n, sentence


def test_the_same_sentence_always_gives_the_same(schema: sayso.Schema) -> None:
    sentence = "lease if the title contains 'a' or 'b' and the amount is over 5, unless the body mentions rent"
    first, second = Compiler(schema).compile(sentence), Compiler(schema).compile(sentence)
    assert [r.paraphrase for r in first.readings] == [r.paraphrase for r in second.readings]
    assert first.costs == second.costs


def test_words_taken_along_have_no_other_role() -> None:
    columns = {
        "remark": {"kind": "text", "description": "what the crew noted after the crossing"},
        "passengers": {"kind": "number", "description": "how many travellers were counted on the deck"},
    }
    compiler = Compiler(sayso.Schema.from_dict({"labels": ["inspect"], "columns": columns, "default_text": "remark"}))
    found = compiler.compile("inspect if more than 40 travellers were on the deck").best.source
    assert {role.role for role in found.roles if role.start > 36} == {"filler"}
