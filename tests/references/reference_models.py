"""What the references say of people, word forms and meaning: each text given alone to the model, and of amounts, dates and the like.

Which texts are an amount or a date is told by the engine's patterns, which define it; the references try them on every text, where
the engine looks only at rows that may hold one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from sayso.runtime.kernels import language, similarity
from sayso.runtime.kernels.things import PATTERNS
from sayso.runtime.kernels.words import PLAIN

ENTITIES = {"person": {"PERSON"}, "organisation": {"ORG"}, "place": {"GPE", "LOC", "FAC"}}
SPEECH = {"noun": {"NOUN", "PROPN"}, "verb": {"VERB", "AUX"}, "adjective": {"ADJ"}}


@cache
def analysed(text: str) -> Any:
    """A text through the whole pipeline."""
    return language.pipeline()(text)


def things(text: str, thing: str, start: int, end: int) -> list[tuple[int, int]]:
    if thing in PATTERNS:
        return [m.span() for m in PATTERNS[thing].finditer(text.translate(PLAIN), start, end)]
    return [(a, b) for a, b in found(text, thing) if start <= a and b <= end]


def found(text: str, thing: str) -> Iterator[tuple[int, int]]:
    doc = analysed(text)
    if thing in SPEECH:
        yield from ((t.idx, t.idx + len(t.text)) for t in doc if t.pos_ in SPEECH[thing])
        return
    for entity in doc.ents:
        if entity.label_ in ENTITIES[thing] and not language._role(entity.text):
            yield entity.start_char, entity.end_char


def lemmas(text: str, word: str) -> list[tuple[int, int]]:
    wanted = {t.lemma_.lower() for t in analysed(word.lower())} | {word.lower()}
    there = [t for t in analysed(text) if t.lemma_.lower() in wanted or t.text.lower() in wanted]
    return [(t.idx, t.idx + len(t.text)) for t in there]


@cache
def encoded(text: str) -> Any:
    """The sum of the token vectors of one text, of length 1."""
    import torch

    tokenizer, network = similarity._network()
    with torch.inference_mode():
        given = tokenizer([text], return_tensors="pt", truncation=True, max_length=256)
        states = network(**given).last_hidden_state[0].sum(dim=0).double()
    return states / states.norm()


def similar(text: str, other: str) -> float:
    texts = [" ".join(t.split()) for t in (text, other)]
    return float(encoded(texts[0]) @ encoded(texts[1])) if all(texts) else 0.0
