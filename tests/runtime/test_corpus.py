"""Data prepared once: the same votes as without an index, kept on disk, never indexed twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slow import references

import sayso
from sayso.grammar import plan
from sayso.parser.compiler import Compiler
from sayso.runtime import planning, segments, slicing
from sayso.runtime.chunk import Chunk
from sayso.runtime.corpus import Corpus
from sayso.runtime.kernels import tokens, vocabulary

SCHEMA = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": {"text": {"kind": "text"}, "n": {"kind": "number"}}})
WORDS = ["rent", "Rent", "rental", "due", "é", "ÉTÉ", "租金", "landlordandtenant", "landlordandtenants", "e-mail", "$5"]
texts = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", ". ", ", ", "\n\n", "", "-"])), max_size=9
).map(lambda pairs: "".join(a + b for a, b in pairs))
WHOLE = plan.Whole("text")
terms = st.builds(
    plan.Term,
    st.sampled_from([*WORDS, "re", "landlordandtenant", "rent due", "unheard", "é"]),
    st.sampled_from(["words", "words", "exact", "part", "prefix", "suffix"]),
)
finds = st.builds(plan.Find, st.just(WHOLE), st.lists(terms, min_size=1, max_size=2).map(tuple))
sentences = st.just(plan.Pieces(WHOLE, "sentence"))
tests = st.builds(
    plan.Some,
    finds
    | st.builds(plan.Near, finds, finds, st.just("either"), st.just(0), st.integers(0, 3), st.just("words"))
    | st.builds(plan.Holding, sentences, st.tuples(finds, finds)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.none() | texts, min_size=1, max_size=5), tests)
def test_the_full_index_votes_as_the_reference_does(given_texts: list[str | None], test: plan.Test) -> None:
    table = pa.table({"text": pa.array(given_texts, pa.string())})
    made = planning.make([(plan.Branch(("a",), test),)])
    held = Corpus(table, SCHEMA).chunk(0, made).held(made.functions[0])[0]
    assert held.tolist() == [i for i, text in enumerate(given_texts) if references.holds(test, {"text": text})]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.none() | texts, max_size=4))
def test_every_token_is_under_its_word(given_texts: list[str | None]) -> None:
    for split, words in segments.build(pa.array(given_texts, pa.large_string())).banks:
        held = {int(n): words.word(i) for i in range(len(words)) for n in words._tokens(i)}
        folded = split.bank.folded
        assert held == {n: folded[a:b].tobytes() for n, (a, b) in enumerate(spans(split))}
        assert [words.word(i) for i in range(len(words))] == sorted(set(held.values()))


def spans(split: tokens.Tokens) -> list[tuple[int, int]]:
    numbers = np.arange(len(split))
    return list(zip(split.start(numbers).tolist(), split.end(numbers).tolist(), strict=True))


def test_words_that_one_hash_takes_for_one_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_MULTIPLIERS", (0, vocabulary._MULTIPLIERS[0]))
    array = pa.array(["rents dues cats", "rents cats"], pa.large_string())
    (_, words) = segments.build(array).banks[0]
    assert [(words.word(i), len(words._tokens(i))) for i in range(len(words))] == [
        (b"cats", 2),
        (b"dues", 1),
        (b"rents", 2),
    ]


def test_many_words_are_grouped_in_linear_time_as_sorting_groups_them() -> None:
    keys = np.random.default_rng(0).integers(0, 200_000, 300_000)
    order, bounds = vocabulary.grouped(keys, 200_000)
    assert (order == np.argsort(keys, kind="stable")).all()
    assert (bounds == np.searchsorted(keys[order], np.arange(200_001))).all()


FRAME = {"text": ["the rent is due", "É: rent", None, "no", "Rent! 租金", "due"], "n": [1.0, 2.0, 3.0, None, 5.0, 6.0]}


@pytest.fixture(scope="module")
def functions() -> list[Any]:
    compiler = Compiler(SCHEMA)
    said = [
        "label a if the text mentions rent",
        "b if the text does not say 'due' and n is over 2",
        "a if it says '租金'",
    ]
    return [compiler.compile(sentence).best for sentence in said]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each call of `segments.build` was given, from now on."""
    rows: list[int] = []
    build = segments.build

    def counting(array: pa.Array) -> segments.Segment:
        rows.append(len(array))
        return build(array)

    monkeypatch.setattr(segments, "build", counting)
    return rows


def test_a_cached_corpus_is_never_indexed_twice(
    functions: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    built = counted(monkeypatch)
    expected = np.asarray(sayso.apply(functions, pa.table(FRAME)))
    for _ in range(2):
        corpus = sayso.Corpus(pa.table(FRAME), SCHEMA, cache=tmp_path)
        assert (np.asarray(sayso.apply(functions, corpus)) == expected).all()
        assert (np.asarray(sayso.apply(functions, corpus)) == expected).all()
    assert built == [2, 2, 2]


def test_a_data_file_is_read_once_and_mapped_from_then_on(functions: list[Any], tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(pa.table(FRAME), tmp_path / "d.parquet")
    expected = np.asarray(sayso.apply(functions, pa.table(FRAME)))
    for _ in range(2):
        corpus = sayso.Corpus(tmp_path / "d.parquet", SCHEMA, cache=tmp_path / "cache")
        assert (np.asarray(sayso.apply(functions, corpus)) == expected).all()
        assert len(list((tmp_path / "cache").glob("data-*"))) == 1
    pq.write_table(pa.table(FRAME).slice(1), tmp_path / "d.parquet")
    corpus = sayso.Corpus(tmp_path / "d.parquet", SCHEMA, cache=tmp_path / "cache")
    assert (np.asarray(sayso.apply(functions, corpus)) == expected[1:]).all()


def test_new_rows_add_a_segment(functions: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    whole, some = pa.table(FRAME), pa.table(FRAME).slice(0, 4)
    sayso.Corpus(some, SCHEMA, cache=tmp_path).index("text")
    built = counted(monkeypatch)
    corpus = sayso.Corpus(some, SCHEMA, cache=tmp_path)
    corpus.append(whole.slice(4))
    assert (np.asarray(sayso.apply(functions, corpus)) == np.asarray(sayso.apply(functions, whole))).all()
    assert (np.asarray(sayso.apply(functions, sayso.Corpus(whole, SCHEMA, cache=tmp_path)))).shape == (6, 3)
    assert built == [2]


def test_appended_rows_must_fit(tmp_path: Path) -> None:
    corpus = sayso.Corpus(pa.table(FRAME), SCHEMA, row_ids="abcdef")
    with pytest.raises(sayso.DataError, match="row ids for every row"):
        corpus.append(pa.table(FRAME))
    with pytest.raises(sayso.DataError, match="the columns differ"):
        corpus.append(pa.table({"text": ["rent"]}), row_ids="g")
    corpus.append(pa.table(FRAME), row_ids="ghijkl")
    assert len(corpus) == 12 and corpus.row_ids == tuple("abcdefghijkl")


def test_missing_and_empty_texts_have_different_digests() -> None:
    arrays = [pa.array(values, pa.large_string()) for values in ([None, "a"], ["", "a"], ["a", ""], ["a"])]
    assert len({segments.digest(array) for array in arrays}) == 4
    assert segments.digest(pa.array(["x", None, "a"], pa.large_string()).slice(1)) == segments.digest(arrays[0])


def test_another_tokenizer_does_not_read_the_old_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    array = pa.array(["rent"], pa.large_string())
    segments.kept(array, tmp_path)
    monkeypatch.setattr(segments, "VERSION", "tokens of tomorrow")
    segments.kept(array, tmp_path)
    assert len(list(tmp_path.glob("*.arrow"))) == 2 and not list(tmp_path.glob(".*"))


def test_a_segment_in_its_file_is_the_segment_in_memory(tmp_path: Path) -> None:
    built = segments.build(pa.array(FRAME["text"], pa.large_string()))
    segments.write(built, tmp_path / "s.arrow")
    kept = segments.read(tmp_path / "s.arrow")
    assert kept.rows == built.rows and kept.tokens == built.tokens and len(kept.banks) == 2
    for a, b in zip(built.banks, kept.banks, strict=True):
        there, here = segments._arrays(*a), segments._arrays(*b)
        assert there.keys() == here.keys()
        assert all((there[name] == here[name]).all() and there[name].dtype == here[name].dtype for name in there)


def test_a_row_without_words_is_indexed(functions: list[Any], tmp_path: Path) -> None:
    table = pa.table({"text": pa.array(["...", None, ""], pa.string()), "n": [1.0, None, 3.0]})
    corpus = sayso.Corpus(table, SCHEMA, cache=tmp_path)
    assert np.asarray(sayso.apply(functions, corpus)).tolist() == [[-1, -1, -1], [-1, -1, -1], [-1, 1, -1]]


def test_a_chunk_of_no_rows_has_no_votes() -> None:
    made = planning.make([(plan.Branch(("a",), plan.Some(plan.Find(WHOLE, (plan.Term("rent"),)))),)])
    empty = sayso.Corpus(pa.table({"text": pa.array([], pa.string())}), SCHEMA)
    assert isinstance(empty.chunk(0, made), Chunk) and len(empty.chunk(0, made).votes(made.functions[0])) == 0


@pytest.mark.parametrize(
    ("size", "expected"), [(4, [(0, 1), (1, 2), (2, 3), (3, 5)]), (1 << 20, [(0, 2), (2, 4), (4, 5)])]
)
def test_chunks_end_where_there_are_many_rows_or_much_text(size: int, expected: list[tuple[int, int]]) -> None:
    table = pa.table({"text": ["abcd", "efghijkl", "abc", "ab", None], "n": [1, 2, 3, 4, 5]})
    assert slicing.bounds(table, 2, size) == expected
    assert slicing.bounds(table.slice(0, 3), 2, size) == [(a, min(b, 3)) for a, b in expected if a < 3]
