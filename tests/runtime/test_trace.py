"""The way back from a label: which votes, which words of the sentence, which words of the row, which near misses."""

from __future__ import annotations

import pandas as pd
import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime.columns import Columns
from sayso.runtime.reading import read
from sayso.runtime.story import marked_sentence
from sayso.runtime.trace import Trace, trace

SCHEMA = sayso.Schema.from_dict(
    {
        "labels": ["lease", "nda", "sale"],
        "columns": {"body": {"kind": "text"}, "amount": {"kind": "number"}},
        "default_text": "body",
        "lists": {"rent words": ["rent", "paid leave"]},
    }
)
SENTENCES = {
    "rent": 'lease if the body mentions "landlord", "rent" or "deposit"',
    "listed": "lease if the body contains any word in the list rent words",
    "dear": "sale if the amount is over 900",
    "secret": 'nda if the body says "secret", unless it mentions "recipe"',
    "price": 'sale if the body contains "price" and mentions "buyer"',
    "vague": 'nda if the body contains "the" and mentions "confidential"',
}
BODIES = ["The  RENT is a secret, the price a recipe", "the rent", "a secret", "the price of it", "hello"]
ROWS = pd.DataFrame({"body": BODIES + ["the deposit", "paid leave"] * 10, "amount": [1000.0] + [None] * 24})


def traced(row: int, end_models: dict[str, tuple[str, float]] | None = None) -> Trace:
    compiler = Compiler(SCHEMA)
    functions = [compiler.compile(sentence).best.named(name) for name, sentence in SENTENCES.items()]
    votes = sayso.apply(functions, ROWS)
    model = sayso.LabelModel().fit(votes)
    return trace(functions, votes, model, Columns(read(ROWS), SCHEMA), row, end_models=end_models, shown=["body"])


def test_what_speaks_for_the_label_comes_first() -> None:
    told = traced(0)
    assert told.label == "lease"
    assert [vote.function for vote in told.votes][2:] == ["dear"]
    weights = [vote.log_odds for vote in told.votes]
    assert weights == sorted(weights, reverse=True) and weights[-1] < 0
    assert "2 sentences speak for it, one against" in str(told)


def test_the_matched_words_of_the_sentence_are_marked_and_no_others() -> None:
    votes = {vote.function: vote for vote in traced(0).votes}
    assert marked_sentence(votes["rent"].sentence, votes["rent"].matched) == (
        'lease if the body mentions "landlord", ⟦"rent"⟧ or "deposit"'
    )
    assert "list rent words⟧" in marked_sentence(votes["listed"].sentence, votes["listed"].matched)
    dear = votes["dear"]
    assert dear.matched == dear.words != (), "a condition on a number is marked whole"


def test_near_misses_are_told_only_for_labels_that_something_speaks_for() -> None:
    assert [miss.function for miss in traced(0).near_misses] == ["price"]
    assert traced(1).near_misses == (), "nobody but the lease's own sentences spoke"
    by_model = traced(1, {"linear": ("nda", 0.5)})
    assert [miss.function for miss in by_model.near_misses] == ["vague"]
    assert "says: nda, with probability 0.50" in str(by_model)


def test_of_a_row_without_votes_every_near_miss_is_news_the_longest_sight_first() -> None:
    told = traced(3)
    assert told.label is None and "No sentence speaks about this row" in str(told)
    assert [miss.function for miss in told.near_misses] == ["price", "vague"]
    assert "it found “price” in the body, but it is not so that the body contains 'buyer'" in str(told)


def test_a_word_that_barred_a_function_is_named_as_such() -> None:
    told = str(traced(0, {"linear": ("nda", 0.4)}))
    assert (
        "[secret] would have said nda: it found “secret” in the body, but “recipe” in the body should not be there"
        in told
    )


@pytest.mark.parametrize("row", range(len(BODIES)))
def test_a_trace_is_plain_data_and_adds_up(row: int) -> None:
    told = traced(row)
    assert told.to_dict()["row"] == str(row)
    assert sum(told.probabilities.values()) == pytest.approx(1)
    assert told._repr_html_().startswith("<pre>Row")
