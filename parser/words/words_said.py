"""Words that are said, or said to be there, and can be nothing but words: "says once, until or spun off", "a bid, an offer or talks in it".

A verb that has no object, a conjunction with nothing to join, a column's name among mere words: where a row of words is said,
or is said to be there, and one of them can be nothing but a word, the others are words as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sayso.parser.english.tokens import Token
from sayso.parser.words.bare import HAVING, WORDS
from sayso.parser.words.edges import Edge
from sayso.parser.words.saying import LITERAL, Saying
from sayso.parser.words.word_rows import ARTICLES, CLOSING, Member, Row, Words, wordlike

_THERE = frozenset(["APPEAR", "APPEARNOT"])
_PLACES = frozenset(["TEXTCOL", "DOC", "STRETCH", "SPANCOL", "IT", "ITSNAME", "MIDST"])
_BEFORE = frozenset(["either", "neither", "both", "of", "words", "word", "terms", "that"])
"""What may stand between a verb and the row: "says either", "none of", "contains the words"."""
_OPENING = frozenset(
    ["if", "when", "whenever", "where", "because", "unless", "either", "neither", "both", "of", "as", "and", "but"]
)
_OPENING |= HAVING | (CLOSING - {","})
_POINTING = frozenset(
    ["none", "nothing", "neither", "both", "one", "all", "any", "anything", "something", "everything", "some", "it", "so", "that"]
    + ["this", "these", "those", "either", "each", "every", "more", "less", "fewer", "most", "least", "other", "others", "else", "not"]
    + ["similar", "such", "too", "also", "alike", "above", "below", "over", "under", "higher", "lower", "older", "younger"]
    + ["longer", "shorter", "greater", "after", "before", "earlier", "later", "nor", "is", "are", "was", "were", "has", "does"]
)  # fmt: skip
"""Words that point at what was said, or compare with it: "rent or none", "gold or above"."""
_SMALL = frozenset(
    ["not", "no", "never", "none", "nor", "neither", "nothing", "nobody", "without", "unless", "cannot"]
    + ["if", "may", "might", "could", "should", "would", "must", "shall", "will", "can", "however", "although"]
    + ["but", "because", "though", "since", "before", "after", "until", "yes", "all", "every", "always", "only", "just"]
)  # fmt: skip
_ALONE = (CLOSING - {":", ";"}) | {"and", "but"}
"""What may follow a small word that is said: "starts with unless and ..."; "contains only:" is followed by what it contains."""
_MARKED = frozenset(["SPANCOL", "LIST", "LABEL", "DATE", "IT", "PAIRWORD", "THING", "SIGN", "DATECOL"])
_TO_BE = frozenset(["is", "are", "was", "were", "be", "have", "has", "to", "must", "should"])
_KINDS = ("THING", "SIGN")
NAMED = 1.5
"""How much dearer it is that a word in a row of names is a kind of thing, or that an "of" inside a phrase says where."""


@dataclass(frozen=True)
class Said:
    """What is known of the words of rows: where they stand, where each begins and ends, which rows are of names, which "of" stands inside."""

    freed: frozenset[int]
    begin: dict[int, int]
    names: frozenset[int]
    inner: frozenset[int]
    kept: frozenset[int]
    """Words of rows and of names that are otherwise filler: "kindly" of "please, kindly or thanks", the "Will" of "Will Young"."""


def words_said(found: list[list[Edge]], tokens: list[Token], structural: list[bool], verbs: list[Saying]) -> Said:
    """The words of all rows, and of single words that a verb of saying is followed by."""
    words = Words(found, tokens, structural)
    ends = {verb.end: bool(verb.bases & LITERAL) for verb in reversed(verbs)}
    in_names = set(_in_names(found, tokens))
    begin = dict(_followed(words))
    freed, names, inner = in_names | set(begin), set[int](), set[int]()
    for node in range(len(tokens)):
        said = _said_before(tokens, node, ends)
        row = next((row for row in _rows(words, node, said) if _is_row(words, row, said)), None)
        if row is None:
            continue
        freed.update(at for member in row.members for at in range(*member))
        begin.update(member for member in row.members if not _the_column(words, member[0]))
        inner.update(first + 1 for first, end in row.members if end > first + 2 and tokens[first + 1].key == "of")
        if len(row.members) > 1 and all(tokens[first].text[:1].isupper() for first, _ in row.members):
            names.update(first for first, _ in row.members)
    kept = {first for first, end in begin.items() if end == first + 1} | in_names
    return Said(frozenset(freed), begin, frozenset(names), frozenset(inner), frozenset(kept))


def mere_words(known: list[bool], tokens: list[Token]) -> dict[int, int]:
    """Where words begin and end that nothing is known of."""
    found: dict[int, int] = {}
    for node, token in enumerate(tokens):
        if known[node] or not wordlike(token):
            continue
        start = next((start for start, end in found.items() if end == node), node)
        found[start] = node + 1
    return found


def names_are_words(found: list[list[Edge]], said: Said) -> None:
    """ "Holdings, Group or Capital": a row of names asks for no capital letter; "breach of contract" for no breach in the contract."""
    inner = said.inner | {node - 1 for node in said.inner}
    for node in said.names | inner:
        dearer = [node in inner or edge.term in _KINDS for edge in found[node]]
        found[node] = [
            replace(e, cost=e.cost + NAMED) if more else e for e, more in zip(found[node], dearer, strict=True)
        ]


def function_words(found: list[list[Edge]], tokens: list[Token]) -> list[int]:
    """ "not, no or never occurs": three or more words in a row that are said to occur are words, whatever else they do."""
    listed: list[int] = []
    for node in range(3, len(tokens) - 2):
        closes = tokens[node].key in ("or", "and", "nor") and tokens[node - 2].key == ","
        if not closes or not any(edge.term == "APPEAR" for edge in found[node + 2]):
            continue
        row = [node + 1, node - 1]
        while row[-1] >= 2 and tokens[row[-1] - 1].key == ",":
            row.append(row[-1] - 2)
        listed += row if all(tokens[at].key in _SMALL for at in row) else []
    return listed


def _in_names(found: list[list[Edge]], tokens: list[Token]) -> Iterator[int]:
    """The words that are part of a name, whatever else they do: the "Per" of "Per Lund", the "May" of "Theresa May"."""
    written = [token for token in tokens if token.key.isalpha() and not token.quoted]
    if 2 * sum(token.text.istitle() for token in written) > len(written):
        return  # every word has a capital
    for node in range(1, len(tokens)):
        if not tokens[node].text.istitle() or len(tokens[node].text) < 3 or tokens[node - 1].key in CLOSING - {","}:
            continue
        beside = [at for at in (node - 1, node + 1) if 0 < at < len(tokens)]
        if any(tokens[at].text.istitle() and not tokens[at].quoted and not found[at] for at in beside):
            yield node


def _followed(words: Words) -> Iterator[Member]:
    """What a word, known to nothing, comes before or after: "the wall comes up before the crew does"; more are words then."""
    for node in range(2, len(words.tokens)):
        if words.tokens[node - 1].key not in ("before", "after") or not any(
            edge.term in _THERE and edge.start and _alien(words, edge.start - 1)
            for edges in words.found[max(0, node - 8) : node - 1]
            for edge in edges
        ):
            continue
        member = words.member(node)
        if member and member[1] == member[0] + 1 and not words.terms(member[0]) & _MARKED:
            yield member


def _alien(words: Words, at: int) -> bool:
    return not words.found[at] and wordlike(words.tokens[at])


def _said_before(tokens: list[Token], node: int, verbs: dict[int, bool]) -> str:
    """What a row at a node is the object of: a verb of saying ("said"), one that has words alone ("literal"), or ":" after "these words"."""
    at = node
    while True:
        if at and tokens[at - 1].key == ":" and any(token.key in WORDS for token in tokens[max(0, at - 10) : at]):
            return ":"
        if at in verbs:
            return "literal" if verbs[at] else "said"
        if at <= 1 or tokens[at - 1].key not in _BEFORE:
            return ""
        at -= 1


def _rows(words: Words, node: int, said: str) -> Iterator[Row]:
    """The rows that may begin at a node; one that is only said to be there begins where a clause does, or after "has"."""
    before = words.tokens[node - 1].key
    if said or node == 0 or before in _OPENING or (before == "," and node > 1):
        yield from words.rows(node, bool(said), said == "literal")


def _is_row(words: Words, row: Row, said: str) -> bool:
    """Whether the words can be nothing but words: several, one of them unknown to everything else, none that points elsewhere."""
    if len(row.members) == 1:
        return bool(said) and _alone(words, row.members[0], said)
    pointing = any(words.tokens[first].key in _POINTING for first, _ in row.members)
    if pointing or not any(words.unknown(member) for member in row.members):
        return False
    listed = bool(row.joined) or (said == ":" and len(row.members) > 2)
    return listed and bool(said or _there(words, row.end))


def _alone(words: Words, member: Member, said: str) -> bool:
    """Whether what is said is a single phrase with a small word at its end ("opens with According to"), or a small word."""
    first, end = member
    if end < len(words.tokens) and words.tokens[end].key not in _ALONE:
        return False
    if end - first > 1:
        return any(words.structural[first:end]) and (said == "literal" or (words.unknown(member) and said != ":"))
    return said == "literal" and words.tokens[first].key in _SMALL - _POINTING


def _the_column(words: Words, first: int) -> bool:
    """Whether a column is named with its article: "mentions the vendor, the merchant or the fee" asks for what these are."""
    return first > 0 and words.tokens[first - 1].key == "the" and any(t.endswith("COL") for t in words.terms(first))


def _there(words: Words, at: int) -> bool:
    """Whether what stands before a node is said to be there, to be in a text, or in one sentence."""
    tokens = words.tokens
    if words.terms(at) & _THERE:
        return True
    while at < len(tokens) and tokens[at].key in _TO_BE:
        at += 1
    terms = words.terms(at)
    place = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].key in ARTICLES)
    return "SAMESENT" in terms or ("IN" in terms and bool((words.terms(place) | words.terms(at + 1)) & _PLACES))
