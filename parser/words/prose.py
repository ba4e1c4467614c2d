"""Prose around a rule that says nothing of the data: the story before it, what is added behind it, who acts on it.

Like the remarks of `asides.py` it is set aside and shown. What names anything of the schema, quotes, counts or sets a condition
is never prose; what denies is prose only behind the label, where the rule is over, and about the writer or what was labelled.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sayso.parser.words import unasked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sayso.parser.words.lattice import Edge, Lattice

_MARKS = frozenset([".", ",", ";", ":", "!", "?", "--", "...", "(", ")"])
_SELF = frozenset(["i", "we", "you", "me", "us", "my", "our", "mine", "ours"])
_POINTING = _SELF | {"it", "them", "that", "this", "these", "those", "mind", "bother", "worry"}
_CONDITION = frozenset(
    [
        "if",
        "when",
        "whenever",
        "unless",
        "because",
        "except",
        "nor",
        "provided",
        "only",
        "where",
        "long",
        "till",
        "since",
        "while",
        "until",
    ]
)
"""A stretch with one of these may state a condition."""
_DENIAL = frozenset(["not", "n't", "no", "never", "without", "nothing", "nobody", "none", "neither"])
_OPENING = (
    ("when",),
    ("if",),
    ("whenever",),
    ("as", "soon", "as"),
    ("as", "long", "as"),
    ("every", "time"),
    ("once",),
    ("should",),
)
_OPENED = frozenset(words[0] for words in _OPENING)
"""With what a rule opens: a story may end right before it ("I can tell you that as soon as ...")."""
_LATE = frozenset(
    ["too", "done", "simple", "obvious", "easy", "period", "thanks", "thank", "cheers", "enough", "sorry"]
)
_LATE |= {"classic", "clearly", "obviously", "definitely", "case", "end", "please", "way"}
"""With what a remark opens that speaks of nobody: "too old", "end of story"."""
_COUNTED = frozenset(
    ["years", "decades", "months", "weeks", "these", "those", "them", "times", "year", "cases", "files"]
)
_MODAL = frozenset(["shall", "must", "will", "should", "may", "can", "would"])
_MODAL_TO = frozenset(["has", "have", "is", "are", "ought", "needs", "need"])
"""Before "to" these say who acts; alone they say what there is: "the database has writer for it"."""
_TELLING = frozenset(
    ["DATE", "DATES", "THING", "SIGN", "LABEL", "LIST", "CVAL", "STR", "ABSTAIN", "FREQ", "MONTH", "WEEKDAY", "WEEKEND"]
)


def stretches(lattice: Lattice, found: list[list[Edge]]) -> Iterator[tuple[int, int]]:
    """The [start, end) of every stretch of prose, the mark that closes it included."""
    keys = [token.key for token in lattice.tokens]
    if not keys:
        return
    marks = [i for i, key in enumerate(keys) if key in _MARKS and not lattice.tokens[i].quoted]
    yield from _stories(lattice, found, keys, marks)
    yield from _afterthoughts(lattice, found, keys, marks)
    yield from _in_passing(found, keys, marks)
    yield from _affirmed(keys, marks)
    yield from _actors(lattice, found, keys)
    yield from _openers(lattice, found, keys, marks)
    yield from _either_way(keys)
    yield from _no_matter(found, keys)
    yield from _verdicts(lattice, found, keys, marks)
    yield from _in_between(found, keys)
    yield from unasked.stretches(lattice, found, keys, marks, _names)


def _stories(lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int]) -> Iterator[tuple[int, int]]:
    """ "I have been doing this for years and my habit is simple: ...", "and I can tell you that as soon as ..."."""
    opened = [i for i in range(1, len(keys)) if keys[i] in _OPENED]
    rules = [i for i in opened if any(tuple(keys[i : i + len(o)]) == o for o in _OPENING)]
    start = 0
    for end in sorted({*marks, *rules}):
        words = keys[start:end]
        told = [word for word in words if word not in ("and", "but", "so", "or")]
        if not told or not (set(told) & _SELF) or set(words) & (_CONDITION | _DENIAL):
            if end in marks:
                return  # the rule has begun
            continue
        if told[0] not in _SELF and told[0] not in (
            "after",
            "having",
            "in",
            "over",
            "let",
            "believe",
            "trust",
            "from",
            "as",
        ):
            return
        if _names(lattice, found, start, end, numbers=not set(words) & _COUNTED):
            return
        closing = end in marks and keys[end] in (":", ",", ".", ";", "!")
        yield start, end + closing
        if not closing:
            return
        start = end + 1


def _afterthoughts(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int]
) -> Iterator[tuple[int, int]]:
    """ "..., reject. Never click it.", "... is a fund, and I have never regretted it": where the label has been said."""
    labelled = {edge.end for edges in found for edge in edges if edge.term == "LABEL"}
    for mark in marks:
        end = next((later for later in marks if later > mark + 1 and keys[later] in (".", "!")), len(keys))
        words = keys[mark + 1 : end]
        if mark not in labelled or not words or keys[mark] not in (",", ".", ";", "!", "--"):
            continue
        if set(words) & (_CONDITION | {"but", "or", ":"}) or _names(lattice, found, mark + 1, end):
            continue
        if set(words) & _DENIAL and not set(words) & _POINTING:
            continue
        if set(words) & _SELF or words[0] in _LATE or set(words) & _DENIAL:
            yield mark, end


def _in_passing(found: list[list[Edge]], keys: list[str], marks: list[int]) -> Iterator[tuple[int, int]]:
    """ "before March? Too old. Decline.", "after May 2025 we have time, so ..."."""
    for left, right in zip(marks, marks[1:], strict=False):
        words = keys[left + 1 : right]
        between = keys[left] in ("?", ".") and keys[right] in (".", "!")
        judged = len(words) in (2, 3) and words[0] in ("too", "way", "far")
        if between and judged and not _tells(found, left + 1, right):
            yield left + 1, right + 1
    for start in sorted({edge.end for edges in found for edge in edges if edge.term in ("DATE", "NUM", "STR")}):
        end = next((mark for mark in marks if mark > start), 0)
        words = keys[start:end]
        judged = words[1:2] == ["too"] and words[0] in ("is", "are", "was", "were", "'s", "'re")
        sober = (judged or words[:1] in (["we"], ["i"])) and not set(words) & (_CONDITION | _DENIAL)
        if sober and keys[end + 1 : end + 2] == ["so"] and not _tells(found, start, end):
            yield start, end


def _tells(found: list[list[Edge]], start: int, end: int) -> bool:
    """Whether a stretch names anything of the data."""
    return any(e.term in _TELLING or e.term.endswith("COL") for edges in found[start:end] for e in edges)


_DISCOURSE = frozenset(
    ["so", "well", "now", "basically", "right", "okay", "ok", "anyway", "yeah", "look", "listen", "again", "hmm"]
)
_DISCOURSE |= {
    "alright",
    "yes",
    "oh",
    "um",
    "honestly",
    "frankly",
    "clearly",
    "obviously",
    "seriously",
    "all",
    "hi",
    "hello",
    "dear",
}
_AGREED = frozenset(
    ["knows", "know", "says", "say", "said", "agreed", "told", "discussed", "usual", "ever", "expected", "learned"]
)


_FEELING = re.compile(
    r"(i|we) ((am|are|'m|'re) (not )?(so )?(fond|wary|happy|unhappy|glad|tired|suspicious|afraid) (of|with|about)|(do not|do n't|never) (like|trust|care for|want)"
    r"|(really )?(like|dislike|hate|love|trust|distrust|welcome)|have (no|little) (patience|time|use|love) for) "
)
"""What somebody feels about the rows that the rule is for: "I'm not fond of abstracts that ...; revise"."""


def _openers(lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int]) -> Iterator[tuple[int, int]]:
    """ "so, basically, if ...", "as everybody knows, ...", "it is my opinion that ...", the second mark of "urgent!!"."""
    at = 0
    while at + 1 < len(keys) and keys[at] in _DISCOURSE and keys[at + 1] in (",", "?", "!", "."):
        yield at, at + 2
        at += 2
    topic = keys[0] in ("for", "with", "in", "of", "on", "at")
    for node in (0, 2, 3) if topic else (0,):  # "for liability I am happy with ..."
        if felt := _FEELING.match(" ".join(keys[node:]) + " "):
            yield node, node + len(felt.group().split())
    first = next((mark for mark in marks if mark), 0)
    if keys[0] == "as" and first > 1 and keys[first - 1] in _AGREED and not _names(lattice, found, 0, first):
        yield 0, first + 1
    for that in (i for i in range(2, min(len(keys), 9)) if keys[i] == "that"):
        words = set(keys[:that])
        if words & _SELF and not words & (_CONDITION | _DENIAL | _MARKS) and not _names(lattice, found, 0, that):
            yield 0, that + 1
    yield from ((i, i + 1) for i in range(1, len(keys)) if keys[i] in ("!", "?", ".") and keys[i - 1] == keys[i])


def _either_way(keys: list[str]) -> Iterator[tuple[int, int]]:
    """ ", be it insured or not,": whichever it is, nothing is asked."""
    for node in range(1, len(keys) - 4):
        told = keys[node] == "," and (keys[node + 1] == "whether" or keys[node + 1 : node + 3] == ["be", "it"])
        end = next((i for i in range(node + 3, min(len(keys) - 1, node + 9)) if keys[i : i + 2] == ["or", "not"]), 0)
        if told and end and keys[end + 2 : end + 3] == [","]:
            yield node, end + 3


_NO_MATTER = (
    ("whatever", "the"),
    ("irrespective", "of", "the"),
    ("regardless", "of", "the"),
    ("no", "matter", "what", "the"),
    ("whichever", "the"),
)


def _no_matter(found: list[list[Edge]], keys: list[str]) -> Iterator[tuple[int, int]]:
    """ "the fee (in dollars)", "whatever the species, ...": a unit, or a column that is not asked for."""
    columns = {edge.end for edges in found for edge in edges if edge.term == "NUMCOL"}
    for node in sorted(columns):
        words = keys[node : node + 5]
        for size in (4, 5):
            closed = (words[:1], words[size - 1 : size]) in ((["("], [")"]), ([","], [","]))
            if closed and words[1] == "in" and all(word.isalpha() for word in words[1 : size - 1]):
                yield node, node + size
    for phrase in _NO_MATTER:
        named = [e.end for e in found[len(phrase)] if e.term.endswith("COL")] if len(keys) > len(phrase) else []
        if tuple(keys[: len(phrase)]) == phrase:
            yield from ((0, end + 1) for end in named if keys[end : end + 1] == [","])


_AFFIRMED = frozenset(
    ["and", "which", "what", "that", "this", "it", "is", "'s", "exactly", "precisely", "just", "as", "so"]
)
_AFFIRMED |= {
    "we",
    "i",
    "you",
    "have",
    "see",
    "got",
    "here",
    "the",
    "case",
    "true",
    "indeed",
    "all",
    "of",
    "these",
    "both",
}


def _affirmed(keys: list[str], marks: list[int]) -> Iterator[tuple[int, int]]:
    """ ", and this is what we have here", ", which is the case": that what was just said holds, and nothing else."""
    for mark in marks:
        end = next((later for later in marks if later > mark), len(keys))
        words = keys[mark + 1 : end]
        if len(words) > 2 and set(words) <= _AFFIRMED and words[-1] in ("here", "case", "true", "have", "see"):
            yield mark, end


def _actors(lattice: Lattice, found: list[list[Edge]], keys: list[str]) -> Iterator[tuple[int, int]]:
    """Who acts on the rule: "the officer shall enter revise", "back to the applicant"."""
    for node in range(len(keys) - 3):
        unknown = keys[node + 1].isalpha() and not lattice.known[node + 1]
        soon = any(edge.term == "LABEL" for edges in found[node + 3 : node + 8] for edge in edges)
        opens = node == 0 or keys[node - 1] in (*_MARKS, "then", "so")
        acts = keys[node + 2] in _MODAL or (keys[node + 2] in _MODAL_TO and keys[node + 3] == "to")
        if keys[node] in ("the", "our", "an", "a") and unknown and soon and opens and acts:
            yield node, node + 2
    for node in range(1, len(keys) - 2):
        unknown = keys[node + 2].isalpha() and not lattice.known[node + 2]
        if (
            keys[node - 1] in ("back", "on", "over")
            and keys[node : node + 2] in (["to", "the"], ["to", "its"])
            and unknown
        ):
            yield node, node + 3


_STRIKING = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "tells",
        "tell",
        "says",
        "say",
        "gives",
        "give",
        "suits",
        "suit",
        "does",
        "do",
        "ca",
        "can",
    ]
)
_STRIKING |= {
    "looks",
    "look",
    "sounds",
    "sound",
    "seems",
    "seem",
    "makes",
    "make",
    "strikes",
    "strike",
    "leaves",
    "leave",
}


def _verdicts(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int]
) -> Iterator[tuple[int, int]]:
    """ "anything that ... is fine by me, approve it", "letters of five words tell us too little -- reject": how it strikes the writer."""
    ends = {edge.end for edges in found for edge in edges if edge.term in _CLOSING}
    ends |= {e.end for at in sorted(ends) if at < len(keys) for e in found[at] if e.term == "NUMCOL"}
    for start in sorted(end for end in ends if end < len(keys) and keys[end] in _STRIKING):
        mark = next((mark for mark in marks if mark > start), len(keys))
        words = set(keys[start + 1 : mark])
        soon = any(edge.term == "LABEL" for edges in found[mark : mark + 8] for edge in edges)
        personal = words & (_SELF - {"i", "we", "you"}) and not words & (_CONDITION | {"and", "or", "but"})
        if soon and personal and not _names(lattice, found, start + 1, mark):
            yield start, mark


_CLOSING = ("STR", "BARE", "NUM", "DATE", "DATES", "WORDS", "CHARS", "SENTS", "LIST", "CVAL", "THING")
_TODAY = frozenset(["today", "now", "currently", "nowadays", "presently", "meanwhile"])
_RECORDED = frozenset(["measured", "recorded", "reported", "observed", "registered", "noted", "calculated"])


def _in_between(found: list[list[Edge]], keys: list[str]) -> Iterator[tuple[int, int]]:
    """ "and today the score is ...", "the measured weight", "is Texas and no other": words that change nothing."""
    for node in range(len(keys) - 1):
        opens = node == 0 or keys[node - 1] in (",", "and", "but", "if", "when", "since", "because")
        if keys[node] in _TODAY and opens and keys[node + 1] in ("the", "its", "their", "our"):
            yield node, node + 1
        if keys[node] in _RECORDED and node and keys[node - 1] in ("the", "a", "an", "its"):
            named = any(edge.term in ("NUMCOL", "DATECOL") and edge.cost < _OWN for edge in found[node + 1])
            if named and not any(edge.term.endswith("COL") for edge in found[node]):
                yield node, node + 1
        alone = keys[node] == "and" and keys[node + 1 : node + 3] in (
            ["no", "other"],
            ["none", "other"],
            ["nothing", "else"],
        )
        if alone and any(edge.term == "CVAL" and edge.end == node for edges in found[:node] for edge in edges):
            yield node, node + 3


_OWN = 0.25
"""What a name costs at most that is a column's own."""


def _names(lattice: Lattice, found: list[list[Edge]], start: int, end: int, numbers: bool = True) -> bool:
    """Whether a stretch names anything of the data, quotes or (where that counts) numbers."""
    quoted = any(token.quoted for token in lattice.tokens[start:end])
    terms = {edge.term for edges in found[start:end] for edge in edges if edge.end <= end}
    return quoted or bool(terms & _TELLING) or any(t.endswith("COL") for t in terms) or (numbers and "NUM" in terms)
