"""Words that a column's description explains: "through the event" of "working days lost through the event".

Where a sentence cannot be read word by word, such words may go along with what is said of that column in the same clause, and of no
other; the reading says of which words it took that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.grammar.forms import Form
from sayso.grammar.values import CategoryValue, Col
from sayso.parser.english.inflection import is_noun, is_participle, singular
from sayso.parser.english.tokens import Token
from sayso.parser.names.vocabulary import Vocabulary
from sayso.parser.words.edges import Edge, Spans

FREE_COST = 0.5
"""Of a name that a description offers by a word of its own (`freely.py`): dearer than any that it is written to offer."""
EXPLAINED_COST = 0.3
"""As dear as a further name of a column: what a word means by itself is likelier."""
LONGEST = 9
"""Words that go along with a column in one stretch."""
ARTICLES = frozenset(["the", "a", "an", "his", "her", "their", "its", "our", "my", "your", "this", "these"])
LIGHT = frozenset(
    ["we", "they", "he", "she", "it", "you", "i", "us", "them", "me", "him", "her", "who", "which", "that", "there", "somebody", "someone"]
    + ["is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "did", "does", "do", "got", "get", "gets", "'s", "'ve", "'re"]
    + ["would", "'d", "already"]
)  # fmt: skip
"""Words that say nothing themselves: pronouns and auxiliaries."""
LINKS = frozenset(
    ["'", "’", "in", "on", "at", "of", "for", "to", "by", "with", "from", "per", "into", "onto", "through"]
)
BEHIND = frozenset(["it", "them", "us", "in", "up", "out", "off", "down", "on", "for", "at", "away", "back"])
"""What may end what is said: "signed it", "stayed for"."""
_SINCE = frozenset(["since", "after", "from", "following", "before", "until"])
_WHICH = frozenset(
    ["last", "past", "previous", "this", "current", "next", "coming", "same", "other", "another", "every", "each"]
)
PERIODS = frozenset(["hour", "day", "week", "month", "quarter", "season", "term", "year"])
_ENDS = frozenset(
    ["and", "or", "but", "unless", "if", "when", "yet", "&", ",", ".", ";", ":", "!", "?", ")", "-", "–", "—", "->", "=>", "→", "="]
)  # fmt: skip


def spans(tokens: list[Token], vocabulary: Vocabulary) -> Spans:
    """The stretches of a sentence that descriptions explain."""
    found: Spans = {}
    for start in range(len(tokens)):
        for end, columns in (*_beside(tokens, start, vocabulary), *_from(tokens, start, vocabulary)):
            found.setdefault(start, {})[end] = columns
    return found


def closes(tokens: list[Token], at: int) -> bool:
    """Whether a clause or the sentence ends behind a token."""
    return at + 1 == len(tokens) or tokens[at + 1].key in _ENDS


def _from(tokens: list[Token], start: int, vocabulary: Vocabulary) -> Iterator[tuple[int, frozenset[str]]]:
    columns: frozenset[str] = frozenset()
    for at in range(start, min(start + LONGEST, len(tokens))):
        key = tokens[at].key
        speaks = vocabulary.explaining(key)
        speaks -= (
            frozenset() if columns else vocabulary.begun.get(key, frozenset())
        )  # "the trip" is not so many days long
        late = vocabulary.late.get(key, frozenset()) if closes(tokens, at) else frozenset()
        if key in PERIODS and at and tokens[at - 1].key in _WHICH:
            return  # of "hours heard last month" nothing tells what was heard this month
        if tokens[at].quoted or (columns and speaks and not columns & speaks):
            return
        if speaks:
            columns = columns & speaks if columns else speaks
            yield at + 1, columns
        elif late and (not columns or columns & late):
            yield at + 1, columns & late or late
        elif columns and key in BEHIND:
            yield at + 1, columns
        wished = key == "like" and at > 0 and tokens[at - 1].key in ("would", "'d")
        if not speaks and key not in LIGHT | LINKS | ARTICLES and not wished:
            return


def _beside(tokens: list[Token], start: int, vocabulary: Vocabulary) -> Iterator[tuple[int, frozenset[str]]]:
    """ "above the ground", as the description has it; "after the trip" of days that are counted from the end of the trip."""
    at = start + 1
    while at < len(tokens) and tokens[at].key in ARTICLES:
        at += 1
    if at < len(tokens) and not tokens[start].quoted and not tokens[at].quoted:
        columns = vocabulary.places.get((tokens[start].key, tokens[at].key), frozenset())
        if tokens[start].key in _SINCE:
            columns |= vocabulary.explaining(tokens[at].key) & vocabulary.times
        if columns:
            yield at + 1, columns


_CUTS = frozenset(
    ["AND", "OR", "BUT", "NOR", "COMMA", "DOT", "COLON", "WHEN", "UNLESS", "EXCEPTWORD", "ARROW", "SO", "EITHER", "NEITHER", "OTHERWISE"]
)  # fmt: skip
"""Terminals at which a clause ends."""


@dataclass(frozen=True)
class Taken:
    """Words that a reading takes along."""

    start: int
    end: int
    explaining: frozenset[str]
    """The columns that explain them."""
    clause: frozenset[str]
    """The columns that are named in the clause they stand in."""
    last: bool
    """Whether nothing of the clause follows them."""


def taken(edges: Sequence[Edge], size: int, laid: Spans) -> list[Taken]:
    """The stretches that a reading takes along."""
    clauses: list[list[Edge]] = [[]]
    skipped: list[tuple[int, int, int, bool]] = []  # start, end, clause, whether the clause ends there
    at = 0
    for edge in edges if laid else ():
        cuts = edge.term in _CUTS
        if edge.first > edge.start:
            skipped.append((edge.start, edge.first, len(clauses) - 1, cuts))
        if cuts:
            clauses.append([])
        else:
            clauses[-1].append(edge)
        at = max(at, edge.end)
    if at < size:
        skipped.append((at, size, len(clauses) - 1, True))
    columns = [frozenset(name for edge in clause for name in _columns(edge.value)) for clause in clauses]
    return [
        Taken(start, end, explaining, columns[clause], last)
        for low, high, clause, last in skipped
        for start, end, explaining in _widest(low, high, laid)
    ]


def _widest(low: int, high: int, laid: Spans) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The longest explained stretches between two nodes, from the left."""
    at = low
    while at < high:
        end = max((end for end in laid.get(at, ()) if end <= high), default=0)
        if end:
            yield at, end, laid[at][end]
        at = end or at + 1


def _columns(value: object) -> tuple[str, ...]:
    if isinstance(value, Col):
        return (value.name,)
    if isinstance(value, CategoryValue):
        return value.columns
    if isinstance(value, tuple):
        return tuple(one.name for one in value if isinstance(one, Col))
    return ()


def _thing(word: str) -> bool:
    """Whether a word is a thing that may be counted: "three guests stayed" counts no nights."""
    return word not in LIGHT | LINKS | ARTICLES and is_noun(singular(word)) and not is_participle(word)


_RELATING = frozenset(
    ["between", "before", "after", "above", "below", "over", "under", "than", "within", "near", "beside", "behind", "without", "until", "since"]
    + ["not", "no", "never", "n't", "other", "except"]
)  # fmt: skip
"""Words that ask for what stands behind them."""


def explains(form: Form, edges: Sequence[Edge], tokens: list[Token], laid: Spans) -> bool:
    """Whether every word that was to go along with a column goes along with one of its clause, and is no object of its own."""
    asked = _asked(form) if laid else frozenset()
    counted = {edge.end for edge in edges if edge.term == "NUM"} if laid else set()
    return all(
        words.explaining & (words.clause or asked)
        and words.explaining & asked
        and not (words.start in counted and _thing(tokens[words.start].key))
        and not (words.last and words.start and tokens[words.start - 1].key in _RELATING)
        for words in taken(edges, len(tokens), laid)
    )


def only_there(form: Form, edges: Sequence[Edge], tokens: list[Token]) -> bool:
    """Whether a number or a day is said to be there, or to be missing, by what was done alone: "the note was lost" of the minutes lost."""
    done = {
        edge.value.name
        for edge in edges
        if edge.term in ("NUMCOL", "DATECOL") and edge.cost >= FREE_COST and is_participle(tokens[edge.end - 1].key)
    }
    return any(type(node).__name__ == "IsMissing" and {*node.parts().values()} & done for node in form.walk())


def gone_along(form: Form, edges: Sequence[Edge], tokens: list[Token], laid: Spans) -> Iterator[str]:
    """Which words were taken along with which column, as assumptions."""
    for words in taken(edges, len(tokens), laid):
        said = " ".join(token.text for token in tokens[words.start : words.end])
        columns = sorted(words.explaining & _asked(form) & (words.clause or words.explaining))
        yield f"“{said}” is taken as said of the {' or the '.join(columns)}"


def _asked(form: Form) -> frozenset[str]:
    """All names in a form."""
    return frozenset(value for node in form.walk() for value in node.parts().values() if isinstance(value, str))
