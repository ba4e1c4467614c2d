"""A refusal points at the clause that cannot be read: never at a mark, nor at what stands behind the culprit."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.refusing.clauses import APART, TOGETHER

CLAUSES = {
    "Lease if the tenant is above 4 and the title says 'rent'.": "the tenant is above 4",
    "The title says 'rent', the stamp is after 2020, so lease.": "the stamp is after 2020",
    "Lease if the title says 'rent' and the seal is more than the tenant.": "the seal is more than the tenant",
    "lease when the title says 'rent' unless the law is older than the court": "the law is older than the court",
    "Lease: the amount is 5, the body the title, the body says 'x'.": "the body the title",
    "lease if the title says 'rent' or the two or more pages executed": "the two or more pages executed",
    "Given that the law is more than 12, lease!": "the law is more than 12",
    "lease if all of these hold:\n- the law is more than 12\n- the title says 'rent'": "the law is more than 12",
}
"""Sentences whose every word is known, each with the clause that means nothing."""


@pytest.mark.parametrize(("sentence", "clause"), CLAUSES.items())
def test_the_clause_that_cannot_be_read_is_blamed(compiler: Compiler, sentence: str, clause: str) -> None:
    assert _blamed(compiler, sentence) == (clause, True)


PLACES = {
    "Lease if the amount feels odd, and the law is more than 12.": "feels",
    "lease if the law is 'Utah'.": "'Utah'",
    "lease if the body is more than 5.": "5",
    "Please, label it lease!": "Please, label it lease",
}
"""What is not known, not a value or lacks its unit keeps the blame; where nothing but a label is said, all of it has it."""


@pytest.mark.parametrize(("sentence", "place"), PLACES.items())
def test_what_is_known_to_be_wrong_is_blamed_itself(compiler: Compiler, sentence: str, place: str) -> None:
    assert _blamed(compiler, sentence) == (place, False)


def _blamed(compiler: Compiler, sentence: str) -> tuple[str, bool]:
    """The place that a refusal blames, and whether it says that its words are known."""
    with pytest.raises(sayso.RationaleError) as caught:
        compiler.compile(sentence)
    start, end = caught.value.span
    return sentence[start:end], TOGETHER in str(caught.value) or APART in str(caught.value)
