"""What runs and what it found: the plan as a database would tell it, a function on a row atom by atom."""

from __future__ import annotations

import pandas as pd
import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime.explaining import Atom, explain
from sayso.runtime.trace import Seen

SCHEMA = sayso.Schema.from_dict(
    {"labels": ["a", "b", "c"], "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}}}
)
FRAME = pd.DataFrame(
    {"text": ["The rent is due.", "Rent, not due", "no", "Maria pays rent", "é rent"], "n": [1.0, 5.0, 6.0, None, 7.0]}
)


@pytest.fixture(scope="module")
def functions() -> list[sayso.LabelingFunction]:
    compiler = Compiler(SCHEMA)
    said = [
        "label a if the text mentions rent and n is over 2",
        "b if the text mentions rent and the text mentions a person",
        "c if the text contains a word that starts with 're'",
        "not c if the text says 'no', otherwise b",
    ]
    return [compiler.compile(sentence).best for sentence in said]


def test_a_plan_tells_each_test_once_with_its_cost_and_share(functions: list[sayso.LabelingFunction]) -> None:
    assert sayso.plan(functions, FRAME).describe().splitlines() == [
        "4 functions, 8 different tests, 15 different operations",
        "column: 2 tests",
        "   60.000 %  Compare(Value(n), >, 2)",
        "  100.000 %  Always(True)",
        "postings: 2 tests",
        "   80.000 %  Some(text has rent)  (in 2 functions)",
        "   20.000 %  Some(text has no)",
        "scan: 1 tests",
        "   80.000 %  Some(text has re [prefix])",
        "model: 1 tests",
        "             Some(Things(text, person))",
    ]
    assert "%" not in sayso.plan(functions).describe() and sayso.plan([]).describe().startswith("0 functions")


def test_shares_are_the_same_on_a_corpus(functions: list[sayso.LabelingFunction]) -> None:
    corpus = sayso.Corpus(FRAME, SCHEMA)
    assert sayso.plan(functions, corpus).describe() == sayso.plan(functions, FRAME).describe()


def test_a_vote_is_explained_by_the_characters_of_the_row(functions: list[sayso.LabelingFunction]) -> None:
    told = explain(functions[0], FRAME, 4)
    assert told.vote == "a" and told.near_miss is None
    assert told.atoms == (
        Atom("the text contains 'rent'", True, (Seen("text", 2, 6, "rent"),)),
        Atom("the n is more than 2", True, ()),
    )
    assert explain(functions[3], FRAME, 2).vote == "a or b"
    assert explain(functions[3], FRAME, 0) == explain(functions[3], sayso.Corpus(FRAME, SCHEMA), 0)
    assert explain(functions[3], FRAME, 0).vote == "b" and explain(functions[3], FRAME, 0).atoms == ()


def test_a_silence_is_explained_by_what_was_missing(functions: list[sayso.LabelingFunction]) -> None:
    told = explain(functions[0], FRAME, 0)
    assert told.vote == "abstain" and [atom.holds for atom in told.atoms] == [True, False]
    assert told.near_miss is not None and told.near_miss.missing == "the n is more than 2"
    assert told.near_miss.seen == (Seen("text", 4, 8, "rent"),)
    with pytest.raises(IndexError, match="there is no row 5: there are 5"):
        explain(functions[0], FRAME, 5)
