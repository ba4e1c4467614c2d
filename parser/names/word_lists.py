"""What a word list is called: by its name, or by what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORDS = ("word", "term", "phrase", "keyword", "expression")
_BOOKS = ("list", "word list", "vocabulary", "dictionary", "lexicon")
_NOUNS = (*_WORDS, *(f"{word}s" for word in _WORDS), *_BOOKS, "entry", "entries", "item", "items")
SHAPES = (
    *(f"{{}} {noun}" for noun in _NOUNS),
    *(f"{book}{link} {{}}" for book in _BOOKS for link in ("", " of", " called", " named")),
    *(f"{book} of {{}} {word}s" for book in _BOOKS for word in _WORDS),
    *(
        f"{{}} {there} {the}{book}"
        for there in ("on", "from", "in")
        for the in ("", "the ", "our ")
        for book in _BOOKS[:2]
    ),
)
BOOKS = frozenset([*_BOOKS, "lists", "dictionaries"])
"""What a word list is, in one word or two."""

_ENDS = re.compile(rf" (?:{'|'.join(sorted(_NOUNS, key=len, reverse=True))})$")


def list_phrases(name: str) -> Iterator[tuple[str, float]]:
    """The ways to name a word list, each with its cost.

    >>> phrases = dict(list_phrases("treat words"))
    >>> [said for said in ("a treat word", "treat phrase", "treat dictionary", "dictionary of treat words", "treat") if said in phrases]
    ['treat phrase', 'treat dictionary', 'dictionary of treat words']
    """
    words = name.replace("_", " ").replace("-", " ").lower()
    if re.fullmatch(r"[a-z]+list", words):
        yield f"{words}ed", 0.1  # "is blacklisted"
    yield name.lower(), 0.0 if words != name.lower() else 0.6
    if words != name.lower():
        yield words, 0.3
    for spoken in sorted({name.lower(), words}):
        for shape in SHAPES:
            yield shape.format(spoken), 0.0
    about = _ENDS.sub("", words)
    if about != words:  # "spouse words" are "the spouse dictionary", too
        for shape in SHAPES:
            yield shape.format(about), 0.2
    elif re.search(r"[^s]s$", words):
        yield words[:-1], 0.3
