"""Writes spans into the text they lie in: which two people a sentence is meant of stands in no word of it, so a model is told.

Marks around the arguments are how relations are given to encoders (Baldini Soares et al. 2019, "Matching the blanks"); a model of
single words and pairs also needs to be told which words stand between them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

Span = tuple[int, int]
Spans = Mapping[str, Sequence[Span | None]]
"""By the span's name, one a text, [start, end) in characters; None where missing."""
WORD = re.compile(r"\w+")


def marked(texts: Sequence[str], spans: Spans) -> list[str]:
    """Each text with its spans in brackets that name them, and the words between one span and the next told again, as such.

    >>> marked(["Ann married Bob."], {"person1": [(0, 3)], "person2": [(12, 15)]})
    ['[person1] Ann [/person1] married [person2] Bob [/person2]. between_married']
    """
    there = [_there(spans, row) for row in range(len(texts))]
    return [" ".join([_written(text, each), *_between(text, each)]) for text, each in zip(texts, there, strict=True)]


def _there(spans: Spans, row: int) -> dict[str, Span]:
    found = ((name, each[row]) for name, each in spans.items())
    return {name: span for name, span in found if span is not None}


def _written(text: str, spans: Mapping[str, Span]) -> str:
    """The text with marks put in; where spans share an edge or lie in each other, marks nest as the spans do."""
    marks = []
    for name, (start, end) in spans.items():
        marks.append((start, 1, -end, f"[{name}] "))
        marks.append((end, 0 if end > start else 2, -start, f" [/{name}]"))
    pieces, at = [], 0
    for place, *_, mark in sorted(marks):
        pieces += [text[at:place], mark]
        at = place
    return "".join([*pieces, text[at:]])


def _between(text: str, spans: Mapping[str, Span]) -> list[str]:
    """The words between each span and the next, each said to be between."""
    ordered = sorted(spans.values())
    return [f"between_{word}" for (_, a), (b, _) in pairwise(ordered) for word in WORD.findall(text[a:b])]
