"""What models know of a text: people and word forms by spaCy, similarity by the encoder."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import sayso
from sayso.grammar import plan
from sayso.runtime import planning, slicing
from sayso.runtime.chunk import Chunk
from sayso.runtime.columns import Columns
from sayso.runtime.corpus import Corpus
from sayso.runtime.evidence import Evidence, evidence
from sayso.runtime.kernels import keeping, language, similarity

SCHEMA = sayso.Schema.from_dict({"labels": ["a"], "columns": {"text": {"kind": "text"}}})
WHOLE = plan.Whole("text")


def chunk(test: plan.Test, texts: list[Any]) -> Chunk:
    made = planning.make([(plan.Branch(("a",), test),)])
    return Chunk(Columns(pa.table({"text": pa.array(texts, pa.string())}), SCHEMA), made)


def run(test: plan.Test, texts: list[Any]) -> list[bool]:
    found: list[bool] = chunk(test, texts).test(test, np.ones(len(texts), np.bool_)).tolist()
    return found


RENT = ["The lessee owes a monthly payment.", None, "A dog barked at night.", " ", "The tenant pays rent."]


def test_similar_texts_are_told_from_others() -> None:
    assert run(plan.Similar(WHOLE, "The tenant pays rent", 0.3), RENT) == [True, False, False, False, True]
    same = plan.Similar(WHOLE, "The tenant pays rent.", 1.0)
    assert run(same, RENT) == [False, False, False, False, True]


def test_similarity_equals_the_mean_of_the_token_vectors() -> None:
    import torch

    tokenizer, network = similarity._network()

    def encode(text: str) -> Any:
        with torch.inference_mode():
            states = network(**tokenizer([text], return_tensors="pt")).last_hidden_state[0]
        return states.sum(dim=0) / states.sum(dim=0).norm()

    cosine = float(encode(RENT[0]) @ encode("rent"))
    for threshold in (cosine - 1e-3, cosine + 1e-3):
        assert run(plan.Similar(WHOLE, "rent", threshold), [RENT[0]]) == [cosine >= threshold]


def test_a_decision_does_not_depend_on_the_company(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = round(float(np.sum(similarity._lonely("rent is due") * similarity._lonely("rent"), dtype=np.float64)), 6)
    crowd = ["rent is due", *(f"word {'and word ' * n}" for n in range(40))]
    for threshold in (exact, exact + 1e-6):
        alone = run(plan.Similar(WHOLE, "rent", threshold), ["rent is due"])
        monkeypatch.setattr(similarity, "_together", keeping.Kept(1_000_000))
        assert run(plan.Similar(WHOLE, "rent", threshold), crowd)[:1] == alone == [exact >= threshold]


def test_the_encoder_sees_undecided_rows_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def similar(texts: list[str], wanted: str, threshold: float) -> Any:
        asked.extend(texts)
        return np.ones(len(texts), np.bool_)

    monkeypatch.setattr(similarity, "similar", similar)
    test = plan.All((plan.Similar(WHOLE, "rent", 0.5), plan.Some(plan.Find(WHOLE, (plan.Term("dog"),)))))
    assert run(test, RENT) == [False, False, True, False, False]
    sentence = plan.Similar(plan.Pieces(plan.Find(WHOLE, (plan.Term("tenant"),)), "word"), "rent", 0.5)
    assert run(sentence, RENT) == [False] * 4 + [True]
    assert asked == ["A dog barked at night.", "tenant"]


def test_similar_evidence_is_the_spot() -> None:
    test = plan.Similar(plan.Pieces(WHOLE, "sentence"), "A dog barks.", 0.6)
    columns = Columns(pa.table({"text": ["Rent is due. A dog barked."]}), SCHEMA)
    assert evidence(test, columns, 0) == [Evidence("text", 13, 26)]


def test_workers_encode_as_one_process_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    test = plan.Similar(WHOLE, "The tenant pays rent", 0.3)
    table = pa.table({"text": pa.array(RENT, pa.string())})
    corpus = Corpus(table, SCHEMA)
    made = planning.make([(plan.Branch(("a",), test),)])
    one = [Chunk(c, made).votes(made.functions[0]).tolist() for c in corpus.chunks]
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2) as pool:
        two = list(pool.map(_votes, [made] * 3, corpus.chunks, timeout=120))
    assert one == two == [[0, -1], [-1, -1], [0]]


def _votes(made: planning.Plan, columns: Columns) -> list[int]:
    found: list[int] = Chunk(columns, made).votes(made.functions[0]).tolist()
    return found


def test_a_question_runs_only_the_components_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    analyse = language._docs
    monkeypatch.setattr(language, "_docs", lambda text, pipes: asked.append(pipes) or analyse(text, pipes))
    monkeypatch.setattr(language, "_tokens", keeping.Kept(1_000))
    text = "Ms. Petrova of Sofia terminated the lease, unasked."
    assert language.things(text, "person") and language.things(text, "place") == [(15, 20)]
    assert language.lemmas(text, "terminate") == [(21, 31)] and language.things(text, "verb")
    assert set(asked) == {("ner",), language._TOKEN_PIPES} and len(asked) == 3  # "terminate" itself is a text too


WRITTEN = (
    "They're going home, having gone and went twice. He cannot, didn't and won't terminate; termination, TERMINATING, "
    "terminated. The mice and children were better, happiest, flies fly, women's boxes, 5kg of leaves, leaving it."
)


def test_every_form_of_a_word_has_one_of_the_stretches() -> None:
    for *_, lemma in language.tokens(WRITTEN):
        for a, b in language.lemmas(WRITTEN, lemma):
            forms = language.forms(lemma)
            assert forms is None or any(form in WRITTEN[a:b].lower() for form in forms), (lemma, WRITTEN[a:b])
    assert language.forms("terminate") == ("terminate", "terminating") and language.forms("not") is None


def test_word_forms_are_looked_for_only_where_they_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    find = language.lemmas
    monkeypatch.setattr(language, "lemmas", lambda text, word: asked.append(text) or find(text, word))
    test = plan.Some(plan.Find(WHOLE, (plan.Term("bark", "lemma"),)))
    assert run(test, RENT) == [False, False, True, False, False] and asked == [RENT[2]]


def test_of_two_dear_tests_neither_looks_at_rows_that_the_guard_of_the_other_rules_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    find = language.lemmas
    monkeypatch.setattr(language, "lemmas", lambda text, word: asked.append(text) or find(text, word))
    bark, pay, dog = (plan.Some(plan.Find(WHOLE, (plan.Term(word, "lemma"),))) for word in ("bark", "pay", "dog"))
    assert run(plan.All((bark, pay)), RENT) == [False] * 5 and asked == []
    assert run(plan.All((bark, dog)), RENT) == [False, False, True, False, False] and asked == [RENT[2]] * 2


@pytest.mark.parametrize("text", ["The Licensee", "Buyer and the Sellers", "each Party", "Company"])
def test_roles_are_nobody(text: str) -> None:
    assert language._role(text)


@pytest.mark.parametrize("text", ["Acme Company", "Maria", "The Royal Bank"])
def test_names_are_no_roles(text: str) -> None:
    assert not language._role(text)


def test_a_text_longer_than_spacy_takes_is_analysed_in_parts() -> None:
    text = "Nothing is here. " * 5_000 + "\n\nMaria Gonzalez called."
    assert text[slice(*language.things(text, "person")[-1])] == "Maria Gonzalez"


def test_threads_share_what_is_known() -> None:
    texts = [f"Maria Gonzalez called number {i % 4}." for i in range(16)]
    with ThreadPoolExecutor(4) as pool:
        assert len(set(map(tuple, pool.map(lambda text: language.things(text, "person"), texts)))) == 1


def test_what_is_kept_is_bounded() -> None:
    kept: keeping.Kept[str] = keeping.Kept(10)
    for text in ("a", "b", "c"):
        kept.put(text, "four")
    assert kept.get("a") is None and kept.get("c") == "four" and kept.weight == 10
    assert kept.of("c", str.upper) == "four"


@pytest.mark.slow
def test_a_thousand_short_rows_are_searched_for_people_in_seconds() -> None:
    texts = [f"Maria Gonzalez called the office in Boston about item {i}." for i in range(1_000)]
    language.pipeline()
    start = time.perf_counter()
    assert sum(run(plan.Some(plan.Things(WHOLE, "person")), texts)) > 900
    assert time.perf_counter() - start < 10
