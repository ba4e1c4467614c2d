"""What is typed, and what it reads as; and the laws, over every sentence that the tests know."""

from __future__ import annotations

from pathlib import Path

import pytest

import sayso
from sayso.grammar.predicates.logic import Not
from sayso.parser.compiler import Compiler

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "readings.txt"


def pairs() -> list[tuple[str, str]]:
    lines = [line for line in GOLDEN.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.parametrize(("typed", "reads_as"), pairs())
def test_reads_as(typed: str, reads_as: str, compiler: Compiler) -> None:
    assert compiler.compile(typed).best.paraphrase == reads_as


@pytest.mark.parametrize("typed", [typed for typed, _ in pairs()])
def test_what_you_read_is_what_runs(typed: str, compiler: Compiler) -> None:
    best = compiler.compile(typed).best
    again = compiler.compile(best.paraphrase)
    assert again.best.form == best.form
    assert again.best.digest == best.digest
    assert again.best.paraphrase == best.paraphrase


@pytest.mark.parametrize("typed", [typed for typed, _ in pairs()])
def test_every_character_has_a_role(typed: str, compiler: Compiler) -> None:
    roles = compiler.compile(typed).best.source.roles
    covered = {i for role in roles for i in range(role.start, role.end)}
    assert [c for i, c in enumerate(typed) if not c.isspace() and i not in covered] == []


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
