"""What a word, a sentence and a line is in a text: the single source of truth for all kernels.

All patterns are linear: no nested quantifiers over the same characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from sayso.grammar.plan import Term

Span = tuple[int, int]

_PLAIN = {"‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "“": '"', "”": '"', "„": '"', "″": '"'}
_PLAIN |= {c: "-" for c in "‐‑‒–—―−"} | {c: " " for c in "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"}
_PLAIN |= {c: " " for c in "\u2008\u2009\u200a\u202f\u205f\u3000"}
PLAIN = str.maketrans(_PLAIN)
"""Typographic quotes, dashes and spaces to their plain forms, one character to one: offsets stay."""

COUNTED = re.compile(r"\$?\w+(?:[-'.@/,&]\w+)*%?")
TOKEN = re.compile(r"\w+")

_LETTERS = [chr(c) for c in range(0x10000)]
UPPER, LOWER = ("".join(c for c in _LETTERS if case(c)) for case in (str.isupper, str.islower))
"""All capital, and all lower-case letters, to stand between brackets in a pattern."""
_SENTENCE_END = re.compile(rf"[.!?][\"')\]]*(\s+)(?=\"|['(\[]?[{UPPER}0-9])|(\n[ \t]*\n\s*)")


def wordy(character: str) -> bool:
    """A word character."""
    return bool(TOKEN.match(character))


@lru_cache(maxsize=8192)
def term_pattern(term: Term) -> re.Pattern[str]:
    """The pattern of a term over text with plain quotes, dashes and spaces."""
    text = term.text.translate(PLAIN).strip()
    body = r"\s+".join(re.escape(part) for part in text.split())
    whole = term.mode not in ("part", "exact part")
    if term.mode == "suffix":
        body = r"(?<!\w)\w*" + body
    elif whole and wordy(text[:1]):
        body = r"(?<!\w)" + body
    if term.mode == "prefix":
        body += r"\w*"
    elif whole and wordy(text[-1:]):
        body += r"(?!\w)"
    return re.compile(body, 0 if term.mode in ("exact", "exact part") else re.I)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text: they end at . ! ? before white space and a capital, digit or quote, and at a blank line."""
    return _pieces(
        text, [m.span(1 if m.group(1) is not None else 2) for m in _SENTENCE_END.finditer(text.translate(PLAIN))]
    )


def paragraphs(text: str) -> tuple[Span, ...]:
    """The stretches between blank lines."""
    return _pieces(text, [m.span() for m in re.finditer(r"\n[ \t]*\n\s*", text)])


def lines(text: str) -> tuple[Span, ...]:
    """The lines that are not blank."""
    return _pieces(text, [m.span() for m in re.finditer(r"[\r\n]+", text)])


def counted(text: str) -> tuple[Span, ...]:
    """The words as they are counted: an inner hyphen, apostrophe, . @ , or / does not split."""
    return tuple(m.span() for m in COUNTED.finditer(text.translate(PLAIN)))


def pieces(text: str, piece: str) -> tuple[Span, ...]:
    """The words, sentences, lines or paragraphs of a text."""
    return _PIECES[piece](text)


_PIECES: dict[str, Callable[[str], tuple[Span, ...]]] = {
    "word": counted,
    "sentence": sentences,
    "line": lines,
    "paragraph": paragraphs,
}


def _pieces(text: str, breaks: list[Span]) -> tuple[Span, ...]:
    found, start = [], 0
    for left, right in [*breaks, (len(text), len(text))]:
        stretch = text[start:left]
        if stretch.strip():
            lead = len(stretch) - len(stretch.lstrip())
            found.append((start + lead, start + len(stretch.rstrip())))
        start = right
    return tuple(found)
