"""The count of negations catches a dropped one and an invented one."""

from __future__ import annotations

from math import inf

import pytest

from sayso.grammar.forms import Form
from sayso.grammar.predicates.logic import And, Not
from sayso.parser.compiler import Compiler
from sayso.parser.effort import Effort
from sayso.parser.meaning.negations import unanswered

DENYING = [
    "lease if the body does not contain 'a'",
    "lease if the body contains 'a' but not 'b'",
    "lease if the body contains 'a', unless the title contains 'b'",
    "lease if neither 'a' nor 'b' appears in the body",
    "lease if the title and the body do not contain 'a'",
    "lease if the amount isn't over 5 and the title lacks 'c'",
    "not lease if the body contains 'a'",
    "lease if the law is not Texas",
]


def without(form: Form) -> Form:
    """The form with what it denies affirmed."""
    return form.of if isinstance(form, Not) else form


@pytest.mark.parametrize("sentence", DENYING)
def test_all_is_answered(sentence: str, compiler: Compiler) -> None:
    attempt = compiler.attempt(sentence, None, Effort(inf))
    assert attempt.readings
    for reading in attempt.readings:
        assert unanswered(reading.value.rationale, reading.edges, attempt.lattice.tokens) == ""


@pytest.mark.parametrize("sentence", ["lease if the body does not contain 'a'", "lease if the title lacks 'c'"])
def test_a_dropped_negation_is_seen(sentence: str, compiler: Compiler) -> None:
    attempt = compiler.attempt(sentence, None, Effort(inf))
    reading = attempt.readings[0]
    condition = without(reading.value.rationale.clauses[0].when)
    assert "said and not denied" in unanswered(condition, reading.edges, attempt.lattice.tokens)


def test_an_invented_negation_is_seen(compiler: Compiler) -> None:
    attempt = compiler.attempt("lease if the body contains 'a' and the title contains 'b'", None, Effort(inf))
    reading = attempt.readings[0]
    when = reading.value.rationale.clauses[0].when
    assert isinstance(when, And)
    invented = And((when.parts_of[0], Not(when.parts_of[1], spans=when.parts_of[1].spans)))
    assert "denied without a word" in unanswered(invented, reading.edges, attempt.lattice.tokens)
