"""Words and phrases with their meanings: the lexicon files, and what a schema adds to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from sayso.parser.tokens import Token, keys

LEXICAL = ("STR", "BARE", "NUM", "DATE")
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
    "WRITER",
    "SIZEOF",
    "ABSENT",
    "BOOLNOT",
)
_IRREGULAR = {
    "have": ("has", "had", "having"),
    "say": ("says", "said", "saying"),
    "begin": ("begins", "began", "begun", "beginning"),
    "read": ("reads", "read", "reading"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "give": ("gives", "gave", "given", "giving"),
    "come": ("comes", "came", "coming"),
    "go": ("goes", "went", "gone", "going"),
    "find": ("finds", "found", "finding"),
    "put": ("puts", "putting"),
    "write": ("writes", "wrote", "written", "writing"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "think": ("thinks", "thought", "thinking"),
    "bring": ("brings", "brought", "bringing"),
    "bear": ("bears", "bore", "bearing"),
    "lead": ("leads", "led", "leading"),
    "tell": ("tells", "told", "telling"),
    "get": ("gets", "got", "gotten", "getting"),
    "deal": ("deals", "dealt", "dealing"),
    "meet": ("meets", "met", "meeting"),
    "send": ("sends", "sent", "sending"),
    "cut": ("cuts", "cutting"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "spell": ("spells", "spelled", "spelt", "spelling"),
    "set": ("sets", "setting"),
    "omit": ("omits", "omitted", "omitting"),
    "abut": ("abuts", "abutted", "abutting"),
    "wrap": ("wraps", "wrapped", "wrapping"),
    "rub": ("rubs", "rubbed", "rubbing"),
    "skip": ("skips", "skipped", "skipping"),
    "crop": ("crops", "cropped", "cropping"),
    "pop": ("pops", "popped", "popping"),
    "show": ("shows", "showed", "shown", "showing"),
    "keep": ("keeps", "kept", "keeping"),
    "sell": ("sells", "sold", "selling"),
    "buy": ("buys", "bought", "buying"),
    "pay": ("pays", "paid", "paying"),
    "build": ("builds", "built", "building"),
    "run": ("runs", "ran", "running"),
    "stand": ("stands", "stood", "standing"),
    "sit": ("sits", "sat", "sitting"),
    "make": ("makes", "made", "making"),
    "take": ("takes", "took", "taken", "taking"),
    "hold": ("holds", "held", "holding"),
    "lie": ("lies", "lay", "lying"),
    "call": ("calls", "called", "calling"),
    "tag": ("tags", "tagged", "tagging"),
    "flag": ("flags", "flagged", "flagging"),
    "refer": ("refers", "referred", "referring"),
    "occur": ("occurs", "occurred", "occurring"),
    "overlap": ("overlaps", "overlapped", "overlapping"),
    "follow": ("follows", "followed", "following"),
}


def irregular_verbs() -> tuple[tuple[str, ...], ...]:
    """All forms of every irregular verb, the plain one first."""
    return tuple((verb, *forms) for verb, forms in _IRREGULAR.items())


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
    words: set[str] = field(default_factory=set)
    """Every word of every phrase, as the lexicon is looked up by."""

    def add(self, phrase: str, entry: Entry) -> None:
        """Enter a phrase; its words are split as a sentence's are."""
        own = keys(phrase)
        self.words.update(own)
        node = self.root
        for key in own:
            node = node.setdefault(key, {})
        entries = node.setdefault("", [])
        if entry not in entries:
            entries.append(entry)
            self.entries.append((phrase, entry))

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
            term, _, value = head.strip().partition("=")
            found += [(term, value or None, phrase.strip()) for phrase in phrases.split(" ; ") if phrase.strip()]
    return tuple(found)


def inflections(phrase: str) -> list[str]:
    """The forms of a lexicon phrase: `contain/v` is inflected as a verb, `word/n` also as a plural."""
    match = re.search(r"(\S+)/([vn])(?!\S)", phrase)
    if not match:
        return [phrase]
    word, sort = match.groups()
    forms = verb_forms(word) if sort == "v" else [word, plural(word)]
    rest = [(phrase[: match.start()] + form + phrase[match.end() :]) for form in forms]
    return [final for form in rest for final in inflections(form)]


def verb_forms(verb: str) -> list[str]:
    """All forms of a verb.

    >>> verb_forms("mention")
    ['mention', 'mentions', 'mentioned', 'mentioning']
    """
    if verb in _IRREGULAR:
        return [verb, *_IRREGULAR[verb]]
    if re.search(r"(s|x|ch|sh)$", verb):
        return [verb, verb + "es", verb + "ed", verb + "ing"]
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if re.fullmatch(r"[^aeiou]*[aeiou][bdgkmnpt]", verb):
        return [verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    return [verb, verb + "s", verb + "ed", verb + "ing"]


def singular(noun: str) -> str:
    """The singular of a plural, regular ways only.

    >>> singular("policies"), singular("illnesses"), singular("boxes"), singular("images"), singular("packs")
    ('policy', 'illness', 'box', 'image', 'pack')
    """
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-2] if re.search(r"(ss|x|ch|sh)es$", noun) else noun[:-1]


def plural(noun: str) -> str:
    """The plural of a noun, regular ways only.

    >>> plural("policy"), plural("box"), plural("word")
    ('policies', 'boxes', 'words')
    """
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|ch|sh)$", noun) else "s")
