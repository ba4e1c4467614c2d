"""Words in a row that are looked for, whatever else they do: "says once, until or spun off", "a bid, an offer or talks in the note".

A verb that has no object, a conjunction with nothing to join, a column's name among mere words: where a row of words is said,
or is said to be there, and one of them can be nothing but a word, the others are words as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sayso.parser.english.inflection import verbs_of
from sayso.parser.words.bare import HAVING, NEVER, WORDS
from sayso.parser.words.spoken import SMALL

if TYPE_CHECKING:
    from sayso.parser.english.tokens import Token
    from sayso.parser.words.edges import Edge

_SAYING = frozenset(["CONTAIN", "LACK", "START", "END", "READS"])
_LITERAL = frozenset(["say", "read", "contain", "use", "start", "begin", "open", "end", "finish", "close", "conclude"])
"""Verbs whose object is words even where these name nothing: whoever "mentions nobody" names no person."""
_THERE = frozenset(["APPEAR", "APPEARNOT"])
_PLACES = frozenset(["TEXTCOL", "DOC", "STRETCH", "SPANCOL", "IT", "ITSNAME", "MIDST"])
_CONJUNCTIONS = frozenset(["or", "nor", "and"])
_ARTICLES = frozenset(["a", "an", "the", "any", "some"])
_BEFORE = frozenset(["either", "neither", "both", "of", "words", "word", "terms", "that"])
"""What may stand between a verb and the row: "says either", "none of", "contains the words"."""
_PARTICLES = frozenset(
    ["off", "up", "out", "down", "over", "away", "back", "to", "of", "for", "from", "with", "about", "on"]
)
_CLOSING = frozenset([".", "?", "!", ";", ":", ",", ")", "-", "–", "—", "->", "=>", "→", "=", "!?", "..."])
_AFTER = frozenset(
    [
        "in",
        "does",
        "do",
        "anywhere",
        "somewhere",
        "between",
        "within",
        "there",
        "then",
        "so",
        "but",
        "unless",
        "if",
        "when",
    ]
)
"""What may follow a row: where it is, or what the sentence goes on with."""
_OPENING = frozenset(
    ["if", "when", "whenever", "where", "because", "unless", "either", "neither", "both", "of", "as", "and", "but"]
)
_OPENING |= _CLOSING - {","}
_POINTING = frozenset(
    ["none", "nothing", "neither", "both", "one", "all", "any", "anything", "something", "everything", "some", "it", "so", "that"]
    + ["this", "these", "those", "either", "each", "every", "more", "less", "fewer", "most", "least", "other", "others", "else", "not"]
    + ["similar", "such", "too", "also", "alike", "above", "below", "over", "under", "higher", "lower", "older", "younger"]
    + ["longer", "shorter", "greater", "after", "before", "earlier", "later", "nor", "is", "are", "was", "were", "has", "does"]
)  # fmt: skip
"""Words that point at what was said, or compare with it: "rent or none", "gold or above"."""


@dataclass(frozen=True)
class Said:
    """What is known of the words of rows: where they stand, where each begins and ends, which rows are of names, which "of" stands inside."""

    freed: frozenset[int]
    begin: dict[int, int]
    names: frozenset[int]
    inner: frozenset[int]
    kept: frozenset[int]
    """Words of rows and of names that are otherwise filler: "kindly" of "please, kindly or thanks", the "Will" of "Will Young"."""


@dataclass(frozen=True)
class _Row:
    members: tuple[tuple[int, int], ...]
    """The first word of each, and its end."""
    joined: str
    end: int


def words_said(found: list[list[Edge]], tokens: list[Token], structural: list[bool]) -> Said:
    """The words of all rows, and of single words that a verb of saying is followed by."""
    freed = set(_in_names(found, tokens))
    begin: dict[int, int] = {}
    names: set[int] = set()
    inner: set[int] = set()
    for first, end in _followed(found, tokens, structural):
        freed.add(first)
        begin[first] = end
    for node in range(len(tokens)):
        said = _said_before(found, tokens, node)
        if not said and not _opens(tokens, node):
            continue
        rows = _rows(found, tokens, structural, node, said)
        row = next((row for row in rows if _is_row(found, tokens, structural, row, said)), None)
        if row is None:
            continue
        freed.update(at for first, end in row.members for at in range(first, end))
        begin.update(member for member in row.members if not _the_column(found, tokens, member[0]))
        inner.update(first + 1 for first, end in row.members if end > first + 2 and tokens[first + 1].key == "of")
        if len(row.members) > 1 and all(tokens[first].text[:1].isupper() for first, _ in row.members):
            names.update(first for first, _ in row.members)
    kept = {first for first, end in begin.items() if end == first + 1} | set(_in_names(found, tokens))
    return Said(frozenset(freed), begin, frozenset(names), frozenset(inner), frozenset(kept))


def _in_names(found: list[list[Edge]], tokens: list[Token]) -> Iterator[int]:
    """The words that are part of a name, whatever else they do: the "Per" of "Per Lund", the "May" of "Theresa May"."""
    written = [token for token in tokens if token.key.isalpha() and not token.quoted]
    if 2 * sum(token.text.istitle() for token in written) > len(written):
        return  # every word has a capital
    for node in range(1, len(tokens)):
        if not tokens[node].text.istitle() or len(tokens[node].text) < 3 or tokens[node - 1].key in _CLOSING - {","}:
            continue
        beside = [at for at in (node - 1, node + 1) if 0 < at < len(tokens)]
        if any(tokens[at].text.istitle() and not tokens[at].quoted and not found[at] for at in beside):
            yield node


def mere_words(known: list[bool], tokens: list[Token]) -> dict[int, int]:
    """Where words begin and end that nothing is known of."""
    found: dict[int, int] = {}
    for node, token in enumerate(tokens):
        if known[node] or token.quoted or not _wordlike(token):
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


NAMED = 1.5
"""How much dearer it is that a word in a row of names is a kind of thing, or that an "of" inside a phrase says where."""
_KINDS = ("THING", "SIGN")


def _said_before(found: list[list[Edge]], tokens: list[Token], node: int) -> str:
    """The verb of saying, of starting or ending, that a row at a node is the object of; a colon after "these words"."""
    before = [node]
    while before[-1] > 1 and tokens[before[-1] - 1].key in _BEFORE:
        before.append(before[-1] - 1)
    for at in before:
        if at and tokens[at - 1].key == ":" and any(token.key in WORDS for token in tokens[max(0, at - 10) : at]):
            return ":"
        for start in range(max(0, at - 4), at):
            verbs = [edge for edge in found[start] if edge.end == at and edge.term in _SAYING]
            if verbs and tokens[start].key not in HAVING:
                return next((verb.base for verb in verbs_of(tokens[start].key) if verb.base in _LITERAL), "mention")
    return ""


def _opens(tokens: list[Token], node: int) -> bool:
    """Whether a row that is only said to be there may begin: where a clause does, or after "has"."""
    return node == 0 or tokens[node - 1].key in _OPENING | HAVING or (tokens[node - 1].key == "," and node > 1)


def _rows(found: list[list[Edge]], tokens: list[Token], structural: list[bool], node: int, said: str) -> Iterator[_Row]:
    """The longest row at a node, and its first word alone: "contains nobody and the log does not"."""
    row = _row(found, tokens, structural, node, said)
    if row is not None:
        yield row
        if len(row.members) > 1:
            yield _Row(row.members[:1], "", row.members[0][1])


def _row(found: list[list[Edge]], tokens: list[Token], structural: list[bool], node: int, said: str) -> _Row | None:
    """The longest row at a node: words with commas and one kind of conjunction between."""
    members: list[tuple[int, int]] = []
    joined, at, closed = "", node, False
    while (member := _member(found, tokens, structural, at, said)) is not None:
        members.append(member)
        end = member[1]
        if closed and not _again(tokens, end, joined):
            break
        comma = end < len(tokens) and tokens[end].key == ","
        word = tokens[end + comma].key if end + comma < len(tokens) else ""
        if word in _CONJUNCTIONS and joined in ("", word):
            joined, at, closed = word, end + comma + 1, True
        elif comma and not closed:
            at = end + 1
        else:
            break
    return _Row(tuple(members), joined, members[-1][1]) if members else None


def _again(tokens: list[Token], end: int, joined: str) -> bool:
    """Whether the same conjunction goes on: "a or b or c", "a, or b, or c"."""
    return any(at < len(tokens) and tokens[at].key == joined for at in (end, end + 1))


def _member(
    found: list[list[Edge]], tokens: list[Token], structural: list[bool], at: int, said: str
) -> tuple[int, int] | None:
    """One word of a row with what belongs to it: "an offer", "spun off", "thank you", "breach of contract"."""
    if at + 1 < len(tokens) and tokens[at].key in _ARTICLES:
        at += 1
    if at >= len(tokens) or not _wordlike(tokens[at]):
        return None
    end = at + 1
    if said and _owns(found, tokens, at):
        end = at + 3
    capital = said in _LITERAL and tokens[at].text[:1].isupper()
    while end < min(len(tokens), at + 4) and _wordlike(tokens[end]) and not _bounded(tokens, end):
        if (structural[at] and not capital) or (
            structural[end] and not (tokens[end].key in _PARTICLES and _bounded(tokens, end + 1))
        ):
            return None
        end += 1
    return (at, end) if _bounded(tokens, end) else None


def _owns(found: list[list[Edge]], tokens: list[Token], at: int) -> bool:
    """Whether "of" and one more word go on what is said, one of the two known to nothing: "breach of contract", "out of print"."""
    if at + 2 >= len(tokens) or tokens[at + 1].key != "of" or not _wordlike(tokens[at + 2]):
        return False
    taken = tokens[at].key in _SHARES or any(edge.end > at + 1 for edge in found[at])
    if tokens[at].key == "out":
        return not found[at + 2]
    kept = _terms(found, at + 2) & _NAMES or tokens[at + 2].key in _ARTICLES
    return not taken and not kept and not (found[at] and found[at + 2])


_SHARES = frozenset(
    ["dozens", "hundreds", "thousands", "scores", "couple", "pair", "pairs", "bunch", "number", "amount", "list"]
)
_SHARES |= {
    "kind",
    "kinds",
    "sort",
    "sorts",
    "type",
    "types",
    "form",
    "forms",
    "piece",
    "pieces",
    "bit",
    "bits",
    "part",
    "parts",
}
_SHARES |= {
    "name",
    "names",
    "words",
    "word",
    "any",
    "none",
    "one",
    "some",
    "all",
    "most",
    "half",
    "lots",
    "plenty",
    "end",
    "start",
}
"""What is said to be of something without being words: "dozens of bottles", "names of people"."""
_NAMES = frozenset(["TEXTCOL", "LIST", "LABEL", "SPANCOL", "CVAL", "THING", "SIGN"])


def _wordlike(token: Token) -> bool:
    return not token.quoted and token.key[:1].isalpha() and token.key not in NEVER | _CONJUNCTIONS


def _bounded(tokens: list[Token], at: int) -> bool:
    """Whether a word of a row may end before a node."""
    return at >= len(tokens) or tokens[at].key in _CLOSING | _CONJUNCTIONS | _AFTER or _shows(tokens, at)


_BE = frozenset(["is", "are", "was", "were", "gets", "get", "be", "been", "have", "has", "must", "should", "can"])
_SHOWS = frozenset(["appear", "occur", "show", "come", "turn", "crop", "pop", "figure", "feature", "exist"])


def _shows(tokens: list[Token], at: int) -> bool:
    key = tokens[at].key
    return key in _BE or any(verb.base in _SHOWS for verb in verbs_of(key))


def _is_row(found: list[list[Edge]], tokens: list[Token], structural: list[bool], row: _Row, said: str) -> bool:
    """Whether the words can be nothing but words: several, one of them unknown to everything else, none that points elsewhere."""
    firsts = [first for first, _ in row.members]
    if len(firsts) == 1:
        return bool(said) and _alone(found, tokens, structural, row.members[0], said)
    if any(tokens[first].key in _POINTING for first in firsts) or not any(
        _unknown(found, member) for member in row.members
    ):
        return False
    listed = bool(row.joined) or (said == ":" and len(firsts) > 2)
    return listed and bool(said or _there(found, tokens, row.end))


def _the_column(found: list[list[Edge]], tokens: list[Token], first: int) -> bool:
    """Whether a column is named with its article: "mentions the vendor, the merchant or the fee" asks for what these are."""
    return first > 0 and tokens[first - 1].key == "the" and any(t.endswith("COL") for t in _terms(found, first))


def _unknown(found: list[list[Edge]], member: tuple[int, int]) -> bool:
    return any(not found[at] for at in range(*member))


def _followed(found: list[list[Edge]], tokens: list[Token], structural: list[bool]) -> Iterator[tuple[int, int]]:
    """What a word, known to nothing, comes before or after: "the wall comes up before the crew does"; more are words then."""
    for node in range(2, len(tokens)):
        if tokens[node - 1].key not in ("before", "after") or not any(
            edge.term in _THERE and edge.start and _alien(found, tokens, edge.start - 1)
            for at in range(max(0, node - 8), node - 1)
            for edge in found[at]
        ):
            continue
        member = _member(found, tokens, structural, node, "")
        if member and member[1] == member[0] + 1 and not _terms(found, member[0]) & _MARKED:
            yield member


_MARKED = frozenset(["SPANCOL", "LIST", "LABEL", "DATE", "IT", "PAIRWORD", "THING", "SIGN", "DATECOL"])


def _alien(found: list[list[Edge]], tokens: list[Token], at: int) -> bool:
    return not found[at] and _wordlike(tokens[at])


def _alone(
    found: list[list[Edge]], tokens: list[Token], structural: list[bool], member: tuple[int, int], said: str
) -> bool:
    """Whether what is said is a single phrase with a small word at its end ("opens with According to"), or a small word."""
    first, end = member
    if end < len(tokens) and tokens[end].key not in _ALONE:
        return False
    if end - first > 1:
        return any(structural[first:end]) and (said in _LITERAL or (_unknown(found, member) and said != ":"))
    return said in _LITERAL and tokens[first].key in SMALL - _POINTING


_ALONE = (_CLOSING - {":", ";"}) | {"and", "but"}
"""What may follow a small word that is said: "starts with unless and ..."; "contains only:" is followed by what it contains."""


def _there(found: list[list[Edge]], tokens: list[Token], at: int) -> bool:
    """Whether what stands before a node is said to be there, to be in a text, or in one sentence."""
    if _terms(found, at) & _THERE:
        return True
    while at < len(tokens) and tokens[at].key in _TO_BE:
        at += 1
    terms = _terms(found, at)
    place = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].key in _ARTICLES)
    return "SAMESENT" in terms or ("IN" in terms and bool((_terms(found, place) | _terms(found, at + 1)) & _PLACES))


_TO_BE = frozenset(["is", "are", "was", "were", "be", "have", "has", "to", "must", "should"])


def _terms(found: list[list[Edge]], at: int) -> set[str]:
    return {edge.term for edge in found[at]} if at < len(found) else set()
