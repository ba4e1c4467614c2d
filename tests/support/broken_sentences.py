"""Sentences that are broken at random, as hands, keyboards and clipboards break them."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator

JUNK = "\u200b\u00a0\u2028\ufeff\ud7ff\U0001f4a9\u0301\u202e\x00\x1b\x07\t\n\r«»„“”‘’–—…№½ﬁßİıé漢字🏳️‍🌈"
MARKS = "()[]{}'\"`,.;:!?-/\\|&%$#@*=<>+~^_"
Mutation = Callable[[str, random.Random], str]


def _at(text: str, chooser: random.Random) -> int:
    return chooser.randrange(len(text) + 1)


def delete(text: str, chooser: random.Random) -> str:
    i = _at(text, chooser)
    return text[:i] + text[i + chooser.randint(1, 3) :]


def swap(text: str, chooser: random.Random) -> str:
    i = _at(text, chooser)
    return text[:i] + text[i + 1 : i + 2] + text[i : i + 1] + text[i + 2 :]


def insert(text: str, chooser: random.Random) -> str:
    i = _at(text, chooser)
    return text[:i] + chooser.choice(string.ascii_letters + string.digits + " ") + text[i:]


def junk(text: str, chooser: random.Random) -> str:
    i = _at(text, chooser)
    return text[:i] + "".join(chooser.choices(JUNK, k=chooser.randint(1, 4))) + text[i:]


def marks(text: str, chooser: random.Random) -> str:
    i = _at(text, chooser)
    return text[:i] + "".join(chooser.choices(MARKS, k=chooser.randint(1, 3))) + text[i:]


def drop_word(text: str, chooser: random.Random) -> str:
    words = text.split(" ")
    words.pop(chooser.randrange(len(words)))
    return " ".join(words)


def double_word(text: str, chooser: random.Random) -> str:
    words = text.split(" ")
    i = chooser.randrange(len(words))
    return " ".join([*words[:i], words[i], *words[i:]])


def move_word(text: str, chooser: random.Random) -> str:
    words = text.split(" ")
    word = words.pop(chooser.randrange(len(words)))
    words.insert(chooser.randrange(len(words) + 1), word)
    return " ".join(words)


def bracket(text: str, chooser: random.Random) -> str:
    i, j = sorted((_at(text, chooser), _at(text, chooser)))
    opening, closing = chooser.choice(["()", "[]", "''", '""', "“”", "((", "))", "{}", "‘’"])
    return text[:i] + opening + text[i:j] + closing + text[j:]


def cut(text: str, chooser: random.Random) -> str:
    return text[_at(text, chooser) :] if chooser.random() < 0.5 else text[: _at(text, chooser)]


def shout(text: str, chooser: random.Random) -> str:
    return chooser.choice([text.upper(), text.title(), text.swapcase(), text.replace(" ", "")])


def again(text: str, chooser: random.Random) -> str:
    joint = chooser.choice([" and ", " or ", ", ", ". ", " unless ", " ", " but not ", "; "])
    return joint.join([text] * chooser.randint(2, 6))


MUTATIONS: tuple[Mutation, ...] = (
    *(delete, swap, insert, junk, marks, drop_word, double_word, move_word, bracket, cut, shout, again),
)


def broken(sentences: list[str], n: int, seed: int) -> Iterator[str]:
    """Sentences with one to five things wrong; now and then two run together."""
    chooser = random.Random(seed)
    for _ in range(n):
        text = chooser.choice(sentences)
        if chooser.random() < 0.1:
            text += chooser.choice([" ", ". ", " and ", ", "]) + chooser.choice(sentences)
        for _ in range(chooser.choice([1, 1, 2, 3, 5])):
            text = chooser.choice(MUTATIONS)(text, chooser)
        yield text
