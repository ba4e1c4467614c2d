"""Sentence to tokens: quotes masked first, then spaCy's tokenizer, every token with its exact offsets.

The only file that knows spaCy's analysis of sentences.
"""

from __future__ import annotations

import re
import sys
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "'": "'", "‘": "’", "`": "`", "/": "/"}
_PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "\u00a0": " ", "−": "-"})
_LOADING = threading.Lock()
BULLET = "•"
"""The key of every mark before a line of a list."""
_BULLETS = re.compile(r"^[ \t]*([-*•–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])(?=[ \t]+\S)", re.MULTILINE)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return text.lower().translate(_PLAIN)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole quotation, with its place in the sentence."""

    text: str
    start: int
    end: int
    quoted: bool = False
    """True of a quotation: `text` is what stands between the quotes."""
    bullet: bool = False
    """True of the mark before a line of a list: "-", "2)", "b."."""
    key: str = field(init=False, compare=False, repr=False)
    """The form that the lexicon is looked up by: lower case, plain apostrophes and dashes."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", BULLET if self.bullet else _plain(self.text))


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """SpaCy's English tokenizer, imported without torch, which thinc would load for two seconds and never use here."""
    hidden = "torch" not in sys.modules and "spacy" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy
    finally:
        if hidden:
            del sys.modules["torch"]
    return spacy.blank("en").tokenizer


def tokenize(sentence: str) -> list[Token]:
    """Split a sentence; every character that is not white space is in exactly one token.

    >>> [t.text for t in tokenize("if the title doesn't say 'New York'")]
    ['if', 'the', 'title', 'does', "n't", 'say', 'New York']
    """
    whole = [Token(sentence[start + 1 : end - 1], start, end, quoted=True) for start, end in quotations(sentence)]
    if "\n" in sentence:
        whole = sorted([*whole, *_bullets(sentence, whole)], key=lambda token: token.start)
    tokens: list[Token] = []
    position = 0
    for token in whole:
        tokens += [*_words(sentence, position, token.start), token]
        position = token.end
    return tokens + _words(sentence, position, len(sentence))


def _bullets(sentence: str, quoted: list[Token]) -> list[Token]:
    """The marks before the lines of a list, where there are at least two lines.

    >>> [t.text for t in tokenize("if:\\n1) it is new\\n2) it is red") if t.bullet]
    ['1)', '2)']
    """
    found = [match.span(1) for match in _BULLETS.finditer(sentence)]
    outside = [(s, e) for s, e in found if not any(q.start < s < q.end for q in quoted)]
    return [Token(sentence[s:e], s, e, bullet=True) for s, e in outside] if len(outside) > 1 else []


def keys(phrase: str) -> list[str]:
    """The keys of a phrase's tokens: `tokenize` in a quicker way, for the ten thousand phrases that are entered at the start.

    >>> keys("doesn't contain")
    ['does', "n't", 'contain']
    """
    if QUOTES.keys().isdisjoint(phrase):
        return [key for piece in phrase.split() for key in _keys(piece)]
    return [token.key for token in tokenize(phrase)]


@lru_cache(maxsize=1 << 12)
def _keys(piece: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokenize(piece))


def quotations(sentence: str) -> list[tuple[int, int]]:
    """The [start, end) of each quotation, quotes included; an apostrophe is not a quote."""
    found, i = [], 0
    while i < len(sentence):
        closers = QUOTES.get(sentence[i])
        end = _closing(sentence, i, closers) if closers and _opens(sentence, i) else -1
        if end > i + 1:
            found.append((i, end + 1))
            i = end + 1
        else:
            i += 1
    return found


def open_quotation(sentence: str) -> bool:
    """Whether a quotation is begun and not ended: what stands in it is the writer's own.

    >>> open_quotation("the title says 'New Yo"), open_quotation("the title doesn't say 'New York'")
    (True, False)
    """
    inside = {i for start, end in quotations(sentence) for i in range(start, end)}
    marks = (i for i, c in enumerate(sentence) if i not in inside and c in QUOTES and c != "/")
    return any(i == len(sentence) - 1 or _opens(sentence, i) for i in marks if not _apostrophe(sentence, i))


def _apostrophe(sentence: str, i: int) -> bool:
    return sentence[i] in "'‘`" and i > 0 and (sentence[i - 1].isalnum() or sentence[i - 1] == "_")


def _opens(sentence: str, i: int) -> bool:
    before = sentence[i - 1] if i else " "
    if sentence[i] == "/":  # a regular expression stands alone: /in(dem|sur)\w+/
        return before.isspace() and i + 1 < len(sentence) and not sentence[i + 1].isspace()
    if sentence[i] in "'‘`":
        return not (before.isalnum() or before == "_") and i + 1 < len(sentence)
    return True


def _closing(sentence: str, i: int, closers: str) -> int:
    for j in range(i + 1, len(sentence)):
        if sentence[j] not in closers and not (sentence[i] == "‘" and sentence[j] == "'"):
            continue
        after = sentence[j + 1] if j + 1 < len(sentence) else " "
        if sentence[i] in "'‘/" and (after.isalnum() or after == "_"):
            continue  # an apostrophe inside a word
        return j
    return -1


_SPLIT = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?!\w)|[^\W\d]+(?=[-=]>)|[^\W\d]\w*(?=(?:[<>≥≤]=?|==?)[$\d.])|(?<=\w)(?:[<>≥≤]=?|==?)(?=[$\d.])|[-=]+>|→|⇒|\.\.\.|[()\[\]{}:;,?!]|[^\s()\[\]{}:;,?!]+"
)


@lru_cache(maxsize=1 << 15)
def _split(piece: str) -> tuple[tuple[int, int], ...]:
    """The [start, end) of spaCy's tokens in a piece without white space: the same pieces come again and again."""
    with _LOADING:
        tokens = [token for token in _tokenizer()(piece) if not token.text.isspace()]
    found: list[tuple[int, int]] = []
    for token in tokens:
        start, end = token.idx, token.idx + len(token.text)
        # "x comes before y.": no abbreviation
        found += [(start, start + 1), (start + 1, end)] if re.fullmatch(r"[a-zA-Z]\.", token.text) else [(start, end)]
    return tuple(found)


def _words(sentence: str, start: int, end: int) -> list[Token]:
    tokens = []
    for piece in _SPLIT.finditer(sentence[start:end].translate(_PLAIN) if start < end else ""):
        offset = start + piece.start()
        inner = piece.group()
        if re.fullmatch(r"\d[\d,]*|\d{4}-\d{1,2}-\d{1,2}", inner) or inner in ("->", "=>", "-->", "==>"):
            tokens.append(Token(sentence[offset : offset + len(inner)], offset, offset + len(inner)))
            continue
        for start_in, end_in in _split(inner):
            tokens.append(Token(sentence[offset + start_in : offset + end_in], offset + start_in, offset + end_in))
    return _joined(tokens, sentence)


def _joined(tokens: list[Token], sentence: str) -> list[Token]:
    """Put numbers with thousands separators back together: the comma was split from "1,000"."""
    result: list[Token] = []
    for token in tokens:
        if len(result) >= 2 and re.fullmatch(r"\d{3}(\.\d+)?[kKmM]?", token.text):
            number, comma = result[-2:]
            touching = number.end == comma.start and comma.end == token.start
            if comma.text == "," and touching and re.fullmatch(r"\d{1,3}(,\d{3})*", number.text):
                result[-2:] = [Token(sentence[number.start : token.end], number.start, token.end)]
                continue
        result.append(token)
    return result
