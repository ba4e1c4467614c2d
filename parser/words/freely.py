"""What a description offers by a word of its own, where a sentence cannot be read word by word: "the stay" of the nights that a guest
stayed, "it was signed" and "unsigned" of who signed it."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.grammar.values import Col
from sayso.parser.english.inflection import is_participle, verbs_of
from sayso.parser.english.tokens import Token
from sayso.parser.names.vocabulary import NEGATIONS, Vocabulary
from sayso.parser.words.edges import Edge
from sayso.parser.words.explained import ARTICLES, BEHIND, FREE_COST, LIGHT, LINKS, LONGEST, closes

_MENTIONED = frozenset(
    ["word", "words", "term", "terms", "phrase", "say", "says", "said", "mentions", "mention", "mentioning"]
)
"""After these a word is looked for, and names nothing."""
_AFTER = {"NUMCOL": ("at", "for", "us"), "DATECOL": ("us", "in", "out", "off", "up")}
_PEOPLE = frozenset(["people", "persons", "folks", "others", "them", "those", "who", "are", "were", "is", "was"])
_UNSURE = frozenset(
    ["whether", "what", "which", "how", "when", "anyone", "anybody", "still", "yet", "ever", "so", "far", "one", "down"]
)
_LEAVING = frozenset(["leave", "leaves", "left", "leaving"])
_BLANK = frozenset(["blank", "empty", "out", "open"])
_PARTS = frozenset(["line", "field", "box", "column", "itself", "thing"])
"""What a value stands in: "left the subject line empty"."""
_HAVING = frozenset(["have", "has", "had", "'ve", "got", "haven't", "hasn't"])
_BEARING = frozenset(["carries", "carry", "carrying", "bears", "bear", "bearing", "with"])
_WANTING = frozenset(["lacks", "lack", "lacking", "lacked"])
_PASSED = LIGHT | LINKS | ARTICLES | _UNSURE | _LEAVING | _BLANK | _BEARING | _WANTING | _PARTS


def free_edges(tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Edge]:
    """Names of columns, and that a value is missing or there, said in the words of the descriptions."""
    for start in range(len(tokens)):
        yield from _named(tokens, start, vocabulary)
        yield from _nobody(tokens, start, vocabulary)
        yield from _lacking(tokens, start, vocabulary)


def _named(tokens: list[Token], start: int, vocabulary: Vocabulary) -> Iterator[Edge]:
    """ "the stay" of the nights that a guest stayed: where one column alone, of those of its kind, is spoken of."""
    at = start
    while at < min(len(tokens) - 1, start + 3) and tokens[at].key in _PEOPLE:
        at += 1  # "people waiting"
    if tokens[at].quoted or (start and tokens[start - 1].key in _MENTIONED):
        return
    for col, term in vocabulary.names.get(tokens[at].key, ()):
        if at == start or term == "NUMCOL":
            yield Edge(start, at + 1, term, col, FREE_COST, start)
        after = _AFTER.get(term, ())  # "declared at 500", "reached us after May"
        if at + 2 < len(tokens) and tokens[at + 1].key in after:
            yield Edge(start, at + 2, term, col, FREE_COST, start)


def _nobody(tokens: list[Token], start: int, vocabulary: Vocabulary) -> Iterator[Edge]:
    """ "nobody was hurt", "no one has been hurt": a flag that is not true."""
    keys = [token.key for token in tokens[start : start + 6]]
    at = 1 if keys[0] in ("nobody", "no-one", "none") else 2 if keys[:2] == ["no", "one"] else 0
    while 0 < at < len(keys) and keys[at] in LIGHT:
        at += 1
    for col, term in vocabulary.names.get(keys[at], ()) if 0 < at < len(keys) else ():
        if term == "BOOLCOL":
            yield Edge(start, start + at + 1, "BOOLNOT", col, FREE_COST, start)


def _lacking(tokens: list[Token], start: int, vocabulary: Vocabulary) -> Iterator[Edge]:
    """ "nobody signed the report", "unsigned", "we don't know the height", "left the request blank", "was signed"."""
    heard = _Heard(vocabulary)
    if start and tokens[start - 1].key in _MENTIONED:
        return
    for at in range(start, min(start + LONGEST, len(tokens))):
        if tokens[at].quoted or not heard.hear(tokens[at].key):
            return
        for term in heard.said(tokens, start, at):
            yield Edge(start, at + 1, term, heard.column, FREE_COST, start)


_SUFFERED = frozenset(
    ["is", "are", "was", "were", "been", "being", "got", "gets", "somebody", "someone", "anybody", "anyone"]
)
_OPENERS = frozenset(
    ["if", "when", "whenever", "where", "because", "unless", "and", "or", "but", "that", "which", "are", "is"]
)


def _opens(tokens: list[Token], start: int) -> bool:
    """Whether a clause begins at a token, or before what was done alone: "signed and over 50"."""
    return start == 0 or not tokens[start - 1].key.isalpha() or tokens[start - 1].key in _OPENERS


class _Heard:
    """What was heard, word after word, of a value that is there or is not."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.columns = frozenset(vocabulary.columns)
        self.denied = 0
        self.deed = self.own = self.done = self.spoken = self.named = self.suffered = self.having = self.borne = (
            self.left
        ) = False

    def hear(self, key: str) -> bool:
        """Take in one more word; False where it cannot belong here."""
        undone = self.vocabulary.deeds.get(key.removeprefix("un")) if key.startswith("un") else None
        given, speaks = self.vocabulary.deeds.get(key) or undone, self.vocabulary.words.get(key)
        if undone and self.deed:
            return False  # "the slip says unsigned"
        if given:
            self.columns &= given
            self.deed = True
            self.own = self.own or bool(undone) or key in self.vocabulary.own_deeds
            self.done = self.done or is_participle(key) or (self.borne and not verbs_of(key))
        elif speaks:
            self.columns &= speaks
        elif key not in _PASSED | NEGATIONS:
            return False
        self.denied += bool(undone) or key in NEGATIONS | _WANTING
        self.borne = self.borne or key in _BEARING | _HAVING
        self.spoken = self.spoken or bool(speaks)
        self.named = self.named or any(key in self.vocabulary.heads[name] for name in self.columns)
        self.having = self.having or key in _HAVING
        self.suffered = self.suffered or key in _SUFFERED or self.borne
        self.left = self.left or key in _LEAVING
        self.ends = bool(given or speaks) or key in BEHIND
        return bool(self.columns) and self.denied < 2

    @property
    def column(self) -> Col:
        """The one column that all words speak of."""
        return self.vocabulary.columns[next(iter(self.columns))]

    def said(self, tokens: list[Token], start: int, at: int) -> Iterator[str]:
        """What is said from one token up to another, as a terminal."""
        key = tokens[at].key
        if len(self.columns) > 1:
            return
        if self.left and self.named and key in _BLANK:
            yield "BOOLNOT" if self.column.kind == "boolean" else "LACKC"
        elif self.deed and self.denied and self.ends and (self.own or self.spoken):
            yield "LACKC"
        elif self.deed and self.own and self.done and not self.denied and self.ends and closes(tokens, at):
            if self.suffered or _opens(tokens, start):  # "the guest signed it" tells of the guest
                yield "HOLDER"
        elif self.having and self.denied and not self.deed and self._names(key):
            none = self.column.kind == "boolean" or self.column.name in self.vocabulary.counted
            yield "BOOLNOT" if none else "ABSENT"  # "has no copies": 0, and no number that is missing

    def _names(self, key: str) -> bool:
        return any(col.name in self.columns for col, _ in self.vocabulary.names.get(key, ()))
