"""What is typed, and what it reads as; and the laws, over every sentence that the tests know."""

from __future__ import annotations

import pytest
from known_sentences import GOLDEN, Known, golden

import sayso
from sayso.grammar.predicates.logic import Not
from sayso.parser.compiler import Compiler

MODELS = GOLDEN.with_name("readings_models.txt")


@pytest.fixture(scope="module")
def models(schema: sayso.Schema) -> Compiler:
    """The schema with what other models say of a row."""
    said = {
        "rules_engine": {"kind": "category", "values": ["lease", "sale"], "description": "what the rules engine says"},
        "classifier": {"kind": "category", "values": ["lease", "sale"], "description": "what the classifier says"},
        "legacy_score": {"kind": "score", "description": "score of the legacy model"},
    }
    told = schema.to_dict()
    return Compiler(sayso.Schema.from_dict({**told, "columns": {**told["columns"], **said}}))


@pytest.mark.parametrize(("typed", "reads_as"), golden())
def test_reads_as(typed: Known, reads_as: str, compiler: Compiler) -> None:
    assert compiler.compile(typed.text, label=typed.label).best.paraphrase == reads_as


@pytest.mark.parametrize(("typed", "reads_as"), golden(MODELS))
def test_what_other_models_say_reads_as(typed: Known, reads_as: str, models: Compiler) -> None:
    best = models.compile(typed.text, label=typed.label).best
    assert best.paraphrase == reads_as
    assert models.compile(reads_as).best.digest == best.digest


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


def test_a_reason_alone_needs_its_label(compiler: Compiler) -> None:
    assert compiler.compile("because the title says 'rent'", label="lease").best.label == "lease"
    with pytest.raises(sayso.RationaleError):
        compiler.compile("because the title says 'rent'")
    with pytest.raises(sayso.RationaleError, match="sale"):
        compiler.compile("label sale because the title says 'rent'", label="lease")


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


def test_and_or_unbracketed_is_offered_as_ambiguous(compiler: Compiler) -> None:
    sentence = "lease if the body contains 'a' and the title contains 'b' or the amount is over 5"
    compilation = compiler.compile(sentence)
    assert compilation.ambiguous
    tight, loose = (reading.paraphrase for reading in compilation.readings[:2])
    assert tight.startswith("label lease if (the body contains 'a' and the title contains 'b') or")
    assert loose.startswith("label lease if the body contains 'a' and (")


def test_a_comma_brackets(compiler: Compiler) -> None:
    sentence = "lease if the body contains 'a' or the title contains 'b', and the amount is over 5"
    compilation = compiler.compile(sentence)
    assert not compilation.ambiguous
    assert compilation.best.paraphrase.startswith("label lease if (the body contains 'a' or")


def test_the_default_column_is_an_assumption(compiler: Compiler) -> None:
    assert "body" in " ".join(compiler.compile("lease if it says 'rent'").best.source.assumptions)
    assert compiler.compile("lease if the body says 'rent'").best.source.assumptions == ()


def test_the_same_sentence_always_gives_the_same(schema: sayso.Schema) -> None:
    sentence = "lease if the title contains 'a' or 'b' and the amount is over 5, unless the body mentions rent"
    first, second = Compiler(schema).compile(sentence), Compiler(schema).compile(sentence)
    assert [r.paraphrase for r in first.readings] == [r.paraphrase for r in second.readings]
    assert first.costs == second.costs


def test_what_is_said_of_any_sentence_is_said_of_one_of_them(compiler: Compiler) -> None:
    for sentence in (
        "lease if any sentence of the body contains 'x' and 'y'",
        "lease if there is a sentence that mentions 'x' and 'y'",
        "lease if a sentence in the body mentions 'x' and mentions 'y'",
    ):
        reads_as = "label lease if 'x' and 'y' appear in the same sentence in the body"
        assert compiler.compile(sentence).best.paraphrase == reads_as, sentence
    ordered = compiler.compile("lease if 'x' comes before 'y' in the same sentence").best
    assert ordered.paraphrase == "label lease if 'x' appears before 'y' in the same sentence in the body"
    for sentence in (
        "lease if any sentence of the body contains 'x' but not 'y'",
        "lease if any sentence of the body has more than 3 words",
        "lease if 'x' appears twice in any sentence of the body",
        "lease if there is a sentence that does not mention 'x'",
    ):
        with pytest.raises(sayso.RationaleError):
            compiler.compile(sentence)
