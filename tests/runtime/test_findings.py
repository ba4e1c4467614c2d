"""What models found in texts, kept on disk: never asked for twice, by whatever process, and never by another version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import sayso
from sayso.parser.compiler import Compiler
from sayso.runtime import slicing
from sayso.runtime.kernels import findings, language, similarity
from sayso.runtime.kernels.keeping import Kept

SCHEMA = sayso.Schema.from_dict({"labels": ["a", "b"], "columns": {"text": {"kind": "text"}}})
TEXTS = ["Maria Gonzalez pays rent in Boston.", "no rent", None, "rent, paid by the lessee", "a dog", "rent terminated"]
TABLE = pa.table({"text": TEXTS})


@pytest.fixture(scope="module")
def functions() -> list[Any]:
    compiler = Compiler(SCHEMA)
    said = [
        "label a if the text mentions rent and a person",
        "b if the text mentions rent and any form of 'terminate'",
        "a if the text mentions rent and contains a noun",
        "b if the text mentions rent and is similar to 'the tenant pays'",
    ]
    return [compiler.compile(sentence).best for sentence in said]


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Forgets what is in memory, as another process would not know it; and counts what models are asked."""
    asked: list[str] = []
    docs, run = language._docs, similarity._run
    monkeypatch.setattr(language, "_docs", lambda text, pipes: asked.append(text) or docs(text, pipes))
    monkeypatch.setattr(similarity, "_run", lambda texts: asked.extend(texts) or run(texts))

    def forget() -> list[str]:
        asked.clear()
        monkeypatch.setattr(findings, "_known", {})
        for module, name in (
            (language, "_entities"),
            (language, "_tokens"),
            (similarity, "_together"),
            (similarity, "_alone"),
        ):
            monkeypatch.setattr(module, name, Kept(1_000_000))
        return asked

    return forget


@pytest.mark.parametrize("workers", [1, 2])
def test_a_second_run_asks_no_model(
    functions: list[Any], fresh: Any, tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slicing, "ROWS", 2)
    expected = np.asarray(sayso.apply(functions, TABLE))
    fresh()
    first = sayso.apply(functions, TABLE, annotations=tmp_path, workers=workers)
    asked = fresh()
    again = sayso.apply(functions, TABLE, annotations=tmp_path)
    assert (np.asarray(first) == expected).all() and (np.asarray(again) == expected).all()
    assert asked == [] and expected.any(axis=0).all() and not list(tmp_path.rglob(".*"))


def test_only_rows_that_survive_the_cheap_tests_are_analysed(functions: list[Any], fresh: Any, tmp_path: Path) -> None:
    asked = fresh()
    sayso.apply(functions[:1], TABLE, annotations=tmp_path)
    assert set(asked) == {text for text in TEXTS if text and "rent" in text}


def test_a_corpus_keeps_them_beside_its_index(functions: list[Any], fresh: Any, tmp_path: Path) -> None:
    fresh()
    first = sayso.apply(functions, sayso.Corpus(TABLE, SCHEMA, cache=tmp_path))
    asked = fresh()
    again = sayso.apply(functions, sayso.Corpus(TABLE, SCHEMA, cache=tmp_path))
    assert (first.matrix == again.matrix).all() and asked == []
    assert {path.name.split(",")[0] for path in (tmp_path / "annotations").iterdir()} >= {"entities", "tokens"}


def test_another_model_does_not_read_them(functions: list[Any], fresh: Any, tmp_path: Path, monkeypatch: Any) -> None:
    fresh()
    sayso.apply(functions[:1], TABLE, annotations=tmp_path)
    asked = fresh()
    kind = language._entity_kind()
    other = findings.Kind(kind.name, "of tomorrow", kind.type, kind.plain, kind.back)
    monkeypatch.setattr(language, "_entity_kind", lambda: other)
    sayso.apply(functions[:1], TABLE, annotations=tmp_path)
    assert len(asked) == 4 and len(list(tmp_path.iterdir())) == 2


def test_findings_come_back_as_they_were(tmp_path: Path) -> None:
    vector = similarity._lonely("rent is due")
    kinds: list[tuple[findings.Kind, Any]] = [
        (language._entity_kind(), language.entities(str(TEXTS[0]))),
        (language._token_kind(), language.tokens(str(TEXTS[0]))),
        (language._entity_kind(), ()),
        (similarity._alone_kind(), vector),
    ]
    for n, (kind, found) in enumerate(kinds):
        store = findings.Stores(tmp_path / str(n)).of(kind)
        store.put(b"0" * 16, found)
        store.write()
        back = findings.Stores(tmp_path / str(n)).of(kind).get(b"0" * 16)
        assert np.array_equal(back, found) if isinstance(found, np.ndarray) else back == found
        assert type(back) is type(found) and store._new == {} and store.get(b"1" * 16) is None


def test_a_process_learns_what_another_wrote(tmp_path: Path) -> None:
    kind = language._entity_kind()
    one, two = (findings.Stores(tmp_path).of(kind) for _ in range(2))
    one.put(b"a" * 16, ((0, 5, "PERSON"),))
    one.write()
    assert two.get(b"a" * 16) is None
    two.put(b"b" * 16, ())
    two.write()
    assert two.get(b"a" * 16) == ((0, 5, "PERSON"),) and two.get(b"b" * 16) == ()


def test_within_a_chunk_nothing_is_asked_twice_however_little_memory_there_is(
    functions: list[Any], fresh: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = fresh()
    monkeypatch.setattr(language, "_tokens", Kept(1))
    sayso.apply(functions[1:3], TABLE)
    assert len(asked) == len(set(asked))
