"""Words and phrases with their meanings: the lexicon files, and what a schema adds to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sayso.parser.english.inflection import plural, verb_forms
from sayso.parser.english.tokens import Token, keys

LEXICAL = ("STR", "BARE", "NUM", "DATE", "DATES", "FROMTODAY", "AGEGROUP", "ROWNOUN")
SCHEMA = (
    "LABEL",
    "LIST",
    "CVAL",
    "TEXTCOL",
    "NUMCOL",
    "DATECOL",
    "BOOLCOL",
    "CATCOL",
    "SPANCOL",
    "BOXCOL",
    "OWNERCOL",
    "SOURCECOL",
    "WRITER",
    "SIZEOF",
    "NUMPAIR",
    "ABSENT",
    "LACKC",
    "HOLDER",
    "DIDIT",
    "DIDSO",
    "DONEBY",
    "GIVENDEED",
    "BOOLNOT",
    "ELAPSEDCOL",
    "COLGT",
    "COLLT",
    "NOBODYDID",
    "NOBODYBOX",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a phrase."""

    term: str
    value: Any = None
    cost: float = 0.0


@dataclass
class Trie:
    """Phrases by their words."""

    root: dict[str, Any] = field(default_factory=dict)
    entries: list[tuple[str, Entry]] = field(default_factory=list)
    """Every phrase with each of its meanings, in the order that they were entered."""
    sources: dict[str, str] = field(default_factory=dict)
    """For each column whose description tells who gives its values, the last word for that."""
    words: set[str] = field(default_factory=set)
    """Every word of every phrase, as the lexicon is looked up by."""
    _columns: tuple[tuple[float, int], list[tuple[str, Entry]]] | None = None

    def add(self, phrase: str, entry: Entry) -> None:
        """Enter a phrase; its words are split as a sentence's are."""
        own = keys(phrase)
        self.words.update(own)
        node = self.root
        for key in own:
            node = node.setdefault(key, {})
        entries = node.setdefault("", [])
        if entry.term == "SOURCECOL":
            self.sources.setdefault(entry.value.name, own[-1])
        if entry not in entries:
            entries.append(entry)
            self.entries.append((phrase, entry))

    def columns(self, dearest: float) -> list[tuple[str, Entry]]:
        """The phrases that name a column and cost less than that."""
        if self._columns is None or self._columns[0] != (dearest, len(self.entries)):
            named = [(p, e) for p, e in self.entries if e.term.endswith("COL") and e.value is not None]
            self._columns = (dearest, len(self.entries)), [(p, e) for p, e in named if e.cost < dearest]
        return self._columns[1]

    def matches(self, keys: list[str], start: int, tokens: list[Token]) -> list[tuple[int, Entry]]:
        """All entries whose phrase starts at a token, each with the node where it ends."""
        found: list[tuple[int, Entry]] = []
        node: dict[str, Any] | None = self.root
        at = start
        while node is not None and at < len(keys) and not tokens[at].quoted:
            node = node.get(keys[at])
            at += 1
            if node is None:
                break
            found += [(at, entry) for entry in node.get("", ())]
        return found


@lru_cache(maxsize=1)
def base() -> Trie:
    """The lexicon that every schema shares."""
    trie = Trie()
    for term, value, phrase in entries():
        for form in inflections(phrase):
            trie.add(form, Entry(term, value))
    return trie


@lru_cache(maxsize=1)
def terminals() -> frozenset[str]:
    """Every terminal that the grammar may use."""
    return frozenset({term for term, _, _ in entries()} - {"FILL"}) | frozenset(LEXICAL + SCHEMA)


@lru_cache(maxsize=1)
def entries() -> tuple[tuple[str, str | None, str], ...]:
    """The lines of the lexicon files: terminal, value, phrase."""
    found = []
    for file in sorted(files("sayso.grammar.lexicon").iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".txt"):
            continue
        for line in file.read_text("utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            head, _, phrases = line.partition(" : ")
            terms, _, value = head.strip().partition("=")
            said = [way for phrase in phrases.split(" ; ") if phrase.strip() for way in ways(phrase.strip())]
            found += [(term, value or None, way) for term in terms.split("+") for way in said]
    return tuple(found)


def ways(phrase: str) -> list[str]:
    """The phrases that one line of choices stands for: "{in|on} time", "as {it|} stands"; each of them is a phrase like any other.

    >>> ways("in {both|either} {case|event/n}")
    ['in both case', 'in both event/n', 'in either case', 'in either event/n']
    """
    choice = re.search(r"\{([^{}]*)\}", phrase)
    if not choice:
        return [" ".join(phrase.split())]
    made = (phrase[: choice.start()] + word + phrase[choice.end() :] for word in choice.group(1).split("|"))
    return list(dict.fromkeys(way for one in made for way in ways(one)))


def inflections(phrase: str) -> list[str]:
    """The forms of a lexicon phrase: `contain/v` is inflected as a verb, `word/n` also as a plural."""
    match = re.search(r"(\S+)/([vn])(?!\S)", phrase)
    if not match:
        return [phrase]
    word, sort = match.groups()
    forms = verb_forms(word) if sort == "v" else [word, plural(word)]
    rest = [(phrase[: match.start()] + form + phrase[match.end() :]) for form in forms]
    return [final for form in rest for final in inflections(form)]
