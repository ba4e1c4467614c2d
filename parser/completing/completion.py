"""What can come next at the end of an unfinished sentence, for editors.

The prefix is parsed as any sentence is; what the chart awaits at its last node, and at the nodes before a half-typed phrase,
are the terminals that may follow. Each is offered as words: the schema's names, and for the lexicon's terminals the phrase
that the forms' own examples use most.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, takewhile
from typing import TYPE_CHECKING

from sayso.grammar.context import Context
from sayso.grammar.errors import Span
from sayso.grammar.forms import FORMS
from sayso.grammar.schema import Schema
from sayso.grammar.values import CategoryValue, Col, LabelName, ListName
from sayso.parser.completing.foresight import Foresight
from sayso.parser.effort import Effort, TooManyWays
from sayso.parser.english.lexicon import entries, inflections
from sayso.parser.english.tokens import Token, open_quotation, tokenize
from sayso.parser.meaning import chart as charts
from sayso.parser.meaning.ranking import _role
from sayso.parser.meaning.reading import Composer
from sayso.parser.words.edges import Lattice
from sayso.parser.words.lattice import NAMES, NOUNS
from sayso.parser.words.owners import ACTING

if TYPE_CHECKING:
    from sayso.parser.compiler import Compiler
    from sayso.parser.meaning.tree import Grammar

LONGEST = 1000
"""Characters; a longer sentence would be refused."""
LONGEST_PHRASE = 7
"""Words; how far back a half-typed phrase may have begun."""
SHOWN = 50
LATE = 30
"""From here on, ranks are of phrases that are only offered where they are half typed."""
_ORDER = ("label", "column", "quoted words", "list", "value", "predicate", "number", "date", "connective", "hedge")
"""Kinds of completion, the most useful first."""
_PLACEHOLDERS = {
    "STR": ("'words'", "quoted words", "words or a phrase to look for, in quotes"),
    "NUM": ("5", "number", "a number"),
    "DATE": ("January 31, 2020", "date", "a day, a month or a year"),
    "AGEGROUP": ("over-65s", "value", "people by their age"),
    "DATES": ("June or July 2020", "date", "months of a year"),
    "FROMTODAY": ("last month", "date", "counted from today"),
}


@dataclass(frozen=True)
class Completion:
    """One way to go on: put `text` in the place of the characters of `span`."""

    text: str
    span: Span
    what: str
    """ "label", "column", "list", "value", "quoted words", "number", "date", "predicate", "connective" ..."""
    reads: str
    """What it will be read as, in words."""

    def applied(self, sentence: str) -> str:
        """The sentence with the completion put in."""
        return sentence[: self.span[0]] + self.text + sentence[self.span[1] :]


def complete(compiler: Compiler, sentence: str) -> tuple[Completion, ...]:
    """What can come next, most useful first; nothing inside a quotation, or where the sentence makes no sense already."""
    if len(sentence) > LONGEST or open_quotation(sentence):
        return ()
    lattice = compiler.lattice(tokenize(sentence))
    effort = Effort()
    try:
        chart = charts.parse(lattice, compiler.grammar, "start", effort, awaiting=True)
        composer = Composer(chart, lattice, Context(compiler.schema), effort)
        foresight = Foresight(composer, compiler.samples)
        found = list(_all(compiler, sentence, lattice, chart, foresight))
    except (TooManyWays, RecursionError):
        return ()
    best: dict[str, tuple[tuple[float, ...], Completion]] = {}
    for rank, completion in found:
        held = best.get(completion.text.strip())
        if held is None or rank < held[0]:
            best[completion.text.strip()] = (rank, completion)
    return tuple(completion for _, completion in sorted(best.values(), key=lambda pair: pair[0]))[:SHOWN]


def awaited(node: int, lattice: Lattice, chart: charts.Chart, grammar: Grammar) -> tuple[list[int], frozenset[str]]:
    """The terminals that may come next at a node, and the nodes that they are awaited at: filler may stand between."""
    found: set[str] = set()
    starts = _behind(lattice, node)
    for start in starts:
        if start == 0:
            found |= grammar.first["start"]
        for state, _ in chart.columns[start]:
            for symbol in state.steps if state.done else ():
                found |= grammar.first.get(symbol, {symbol})
    return starts, frozenset(found)


def _behind(lattice: Lattice, node: int) -> list[int]:
    """The nodes from which nothing but filler leads to a node. (A remark may turn out to be none when it is gone on with.)"""
    starts = [node]
    for start in range(node - 1, -1, -1):
        if any(end in starts for end in lattice.filler[start]):
            starts.append(start)
    return starts


def viable(compiler: Compiler, sentence: str) -> bool:
    """Whether a sentence can be gone on with, or is whole."""
    lattice = compiler.lattice(tokenize(sentence))
    chart = charts.parse(lattice, compiler.grammar, "start", Effort(), awaiting=True)
    if any((end and chart.columns[end]) for end in lattice.ends()):
        return True
    return bool(awaited(lattice.size, lattice, chart, compiler.grammar)[1])


def _all(
    compiler: Compiler, sentence: str, lattice: Lattice, chart: charts.Chart, foresight: Foresight
) -> Iterator[tuple[tuple[float, ...], Completion]]:
    """Completions from every node at which a half-typed phrase may have begun, with their ranks."""
    size, tokens = lattice.size, lattice.tokens
    named = any(e.end == size for edges in lattice.edges for term in NAMES for e in edges.get(term, ()))
    open_word = bool(sentence) and not sentence[-1].isspace() and not (tokens and tokens[-1].quoted)
    unsaid = frozenset() if any("SOURCECOL" in edges for edges in lattice.edges) else ACTING
    for node in range(size, max(-1, size - LONGEST_PHRASE), -1):
        if any(token.quoted for token in tokens[node:]):
            break
        if node == size and open_word and not lattice.known[-1]:
            continue  # a word that is nothing yet is gone on with, not after
        typed = tuple(token.key for token in tokens[node:])
        starts, terms = awaited(node, lattice, chart, compiler.grammar)
        terms -= unsaid
        offers = [(term, offer) for term, offer in _offers(compiler, typed, open_word) if term in terms]
        terms = foresight.sensible(starts, frozenset(term for term, _ in offers))
        begin = tokens[node].start if typed else len(sentence)
        gap = " " if not typed and sentence and not sentence[-1].isspace() else ""
        given: set[str] = set()
        for term, offer in offers:
            if term not in terms or offer.reads in given:
                continue
            given.add(offer.reads)
            article = term in NOUNS and offer.what == "column" and not typed and not _ARTICLE.search(sentence)
            text = f"{gap}the {offer.text}" if article else gap + offer.text
            rank = offer.rank
            if named and offer.what in ("label", "column", "list", "value"):
                rank = (rank[0] + len(_ORDER), *rank[1:])
            if not typed and node and offer.text[0].isalpha() and f" {_common(tokens[-1])} {offer.text} " in _used():
                rank = (min(rank[0], _ORDER.index("column") + 0.5), *rank[1:])
            late = rank[0] >= LATE or (bool(typed) and not open_word)
            yield (late, not typed, *rank), Completion(text, (begin, len(sentence)), offer.what, offer.reads)


_ARTICLE = re.compile(r"\b(the|an?|its|our|their|your|my)\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Offer:
    """Words for a terminal, with how useful they are (smaller is more)."""

    text: str
    what: str
    reads: str
    rank: tuple[float, ...]
    words: tuple[str, ...] = ()
    """The phrase as the lexicon is looked up by."""


def _offers(compiler: Compiler, typed: tuple[str, ...], open_word: bool) -> Iterator[tuple[str, Offer]]:
    """All words that go on from what is typed, with their terminals."""
    for phrases in (compiler.offers, _lexicon()):
        for term, offer in phrases.begun(typed, open_word):
            if not typed or _goes_on(offer, typed, open_word):
                yield term, offer
    if not typed:
        for term, (text, what, reads) in _PLACEHOLDERS.items():
            yield term, Offer(text, what, reads, (_ORDER.index(what), 0.0))


class Phrases:
    """Offers by their first word: a key looks through those that can match it, not through all 3,000."""

    def __init__(self, offers: Iterable[tuple[str, Offer]]) -> None:
        self.all = tuple(offers)
        self.early = tuple(pair for pair in self.all if pair[1].rank[0] < LATE)
        self._by_word: dict[str, list[int]] = {}
        for place, (_, offer) in enumerate(self.all):
            self._by_word.setdefault(offer.words[0] if offer.words else "", []).append(place)
        self._words = sorted(self._by_word)

    def begun(self, typed: tuple[str, ...], open_word: bool) -> Iterable[tuple[str, Offer]]:
        """The offers whose first word may be what was typed first."""
        if not typed:
            return self.early
        if len(typed) > 1 or not open_word:
            return [self.all[place] for place in self._by_word.get(typed[0], ())]
        since = bisect_left(self._words, typed[0])
        begun = takewhile(lambda word: word.startswith(typed[0]), self._words[since:])
        return [self.all[place] for place in sorted(chain.from_iterable(self._by_word[word] for word in begun))]


def _goes_on(offer: Offer, typed: tuple[str, ...], open_word: bool) -> bool:
    """Whether a phrase goes on from what is typed: the same words, the last of them begun."""
    words = offer.words
    if not open_word:
        return len(words) > len(typed) and words[: len(typed)] == typed
    if len(words) < len(typed) or words[: len(typed) - 1] != typed[:-1]:
        return False
    return words[len(typed) - 1].startswith(typed[-1]) and words != typed


def names(compiler: Compiler) -> Phrases:
    """The schema's names as offers, each by its cheapest spelling; other spellings only complete what is half typed."""
    schema, made = compiler.schema, []
    order = {name: i for i, name in enumerate([*schema.labels, *(c.name for c in schema.columns), *schema.lists])}
    best: dict[object, float] = {}
    for _, entry in compiler.entries:
        best[entry.value] = min(entry.cost, best.get(entry.value, 9.0))
    shown: set[object] = set()
    for phrase, entry in compiler.entries:
        what, reads = _named(entry.value, schema)
        if not what:
            continue
        late = LATE * (entry.cost > best[entry.value] or (entry.term, entry.value) in shown)
        if not late:
            shown.add((entry.term, entry.value))
        rank = (_ORDER.index(what) + late, entry.cost, order.get(getattr(entry.value, "name", ""), 0))
        made.append((entry.term, Offer(phrase, what, reads, rank, _keys(phrase))))
    return Phrases(made)


def _keys(phrase: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokenize(phrase))


def _named(value: object, schema: Schema) -> tuple[str, str]:
    if isinstance(value, LabelName):
        return "label", f"the label {value.name}"
    if isinstance(value, ListName):
        words = schema.lists[value.name]
        return "list", f"the word list {value.name}: {', '.join(words[:3])}{' ...' if len(words) > 3 else ''}"
    if isinstance(value, Col):
        column = schema.column(value.name)
        return "column", f"the column {column.name} ({column.kind})" + (
            f": {column.description}" if column.description else ""
        )
    if isinstance(value, CategoryValue):
        return "value", f"the value {value.text} of {' and '.join(value.columns)}"
    return "", ""


@lru_cache(maxsize=1)
def _lexicon() -> Phrases:
    """The lexicon's phrases as offers: the phrase of each terminal that the examples use most first."""
    said: dict[str, float] = {}
    by_term: dict[tuple[str, str | None], list[str]] = {}
    for term, value, phrase in entries():
        if term != "FILL":
            by_term.setdefault((term, value), []).extend(_spoken(phrase))
    shared = Counter(phrase for phrases in by_term.values() for phrase in set(phrases))
    for phrase, terms in shared.items():
        said[phrase] = _used().count(f" {phrase} ") / (1 if terms == 1 else 10)
    made = []
    for number, ((term, value), phrases) in enumerate(by_term.items()):
        role = _role(term)
        what = role if role in _ORDER else "connective"
        ordered = sorted(dict.fromkeys(phrases), key=lambda phrase: -said[phrase])
        used = sum(said[phrase] for phrase in phrases)
        for i, phrase in enumerate(ordered):
            late = LATE + i if i else 0
            reads = ordered[0] if value is None else f"{ordered[0]} ({value})"
            made.append((term, Offer(phrase, what, reads, (_ORDER.index(what) + late, -used, number), _keys(phrase))))
    return Phrases(made)


def wording(terminal: str) -> str:
    """The phrase that a terminal of the lexicon is best known by; its own name where it has none."""
    return next((offer.text for term, offer in _lexicon().all if term == terminal), terminal)


@lru_cache(maxsize=1)
def _used() -> str:
    """What the forms' examples say, every quotation and number made the same."""
    sentences = (example.sentence.lower() for form in FORMS.values() for example in form.examples)
    words = (_common(token) for sentence in sentences for token in [*tokenize(sentence), None])
    return f" {' '.join(words)} "


def _common(token: Token | None) -> str:
    if token is None:
        return "."
    return "''" if token.quoted else re.sub(r"\d+", "0", token.key)


def _spoken(phrase: str) -> list[str]:
    """The forms of a lexicon phrase, the third person of a verb first."""
    forms = [form.replace(" 's", "'s").replace(" n't", "n't") for form in inflections(phrase)]
    return [forms[1], forms[0], *forms[2:]] if "/v" in phrase and len(forms) > 1 else forms
