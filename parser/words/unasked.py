"""What stands around a rule and asks nothing of a row: "no questions asked", "whatever the currency", "both years included",
"head office wants this:", "then I don't bother" behind an exception. Set aside and shown, like all prose (`prose.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sayso.parser.words.edges import Edge, Lattice

    Names = Callable[[Lattice, list[list[Edge]], int, int], bool]

_FINAL = re.compile(
    r"(and |with )?no (further |more |need for )?(discussions?|questions?|debate|arguments?|excuses?|exceptions?|ifs|buts|hesitation"
    r"|fuss|mercy|second thoughts?|two ways)( (or|and) buts)?( asked| needed| required| about it| allowed| accepted| made)?"
    r"|full stop|end of (discussion|story)|and that 's (that|final|it|all)"
)
"""What says behind a label that the rule holds as it stands."""
_WHATEVER = re.compile(
    r"(and |it )?(no matter|does n't matter|does not matter|never mind|regardless of|irrespective of|independent of) (the|what|which|how|who|where|when) "
    r"|(whatever|whichever) (the |its |their |it |they )"
)
_EVEN = re.compile(
    r"(and |but )?even (if|when|where|for|in|from|at|the|those|with|on) .*|(and |but )?(even|also) \S+( \S+)? (ones|too)|(\S+ ){1,2}(included|included too)"
    r"|(whether |be it |be they )?(it is |they are |it 's )?(\S+ ){1,3}or not"
)
"""What narrows nothing: "even if it is late", "late or not", "Texas included"."""
_INCLUDED = re.compile(
    r"(both|either|each) (of (them|these|those) |years? |days? |dates? |months? |ends? |figures? |numbers? |values? |limits? |bounds? )?"
    r"(included|inclusive|counted|counting|count|including)"
)
"""Between two numbers or days both belong to it: who says so adds nothing."""
_BOTHER = re.compile(
    r"(then |so |and |in which case )?(i|we) (do|does|wo|would) (n't|not) (even )?"
    r"(bother|care|mind|worry|hesitate|read (on|any further|further)|look (on|any further|further)|need to (see|read|look) .*|think twice)"
    r"( .*)?"
)
_ELSEWHERE = re.compile(
    r"(and |as |because |since )?(those|these|they|that one) (go|goes|belongs?|end up|ends up) (to|in|into|under|with|on|elsewhere|somewhere)( .*)?"
)
_WANTED = re.compile(
    r".* (asks?|asked|asking) for (this|these|it|this one|this rule|the following)"
    r"|.* (wants?|wanted|demands?|demanded|insists? on|insisted on|requested|requires|prescribes?|decreed) (this|these|this one|this rule|the following)"
    r"|(a |the |one |another |new |our )*(rule|policy|instruction|guideline|request|wish|order) (from|of|by) .*"
)
"""Somebody asked for the rule: "head office has asked for this one: ..."."""
_RULE = re.compile(
    r"(a |the |our |my |one |another |new |next |old |house |standing |golden |first |second |third |last )*"
    r"(rule|policy|guideline|instruction|step|case)( of thumb| of the house)?( (number|no|nr))?( \d+| [a-z])?"
)
"""What says that a rule follows: "new rule: ...", "rule 3: ..."."""
_SUMMED = re.compile(
    r"(so |and )?(in short|in sum|in brief|in a word|to sum up|summing up|bottom line|long story short|the upshot|short version)"
)
_PLAIN = re.compile(
    r"(i mean )?(just |only )?the (plain|exact|bare|whole|very|actual|literal) words?( itself| only| alone)?( ,)?( mind| mind you)?"
    r"( [:,;] \S+ (does|do) (n't|not) count)?"
)
"""Behind a word that is looked for: words are looked for whole, whoever says so adds nothing."""
_GENERAL = frozenset(
    ["usually", "mostly", "often", "generally", "typically", "normally", "tend", "mainly", "sometimes"]
)
_WHICH = frozenset(
    [
        "who",
        "which",
        "that",
        "whose",
        "any",
        "every",
        "all",
        "each",
        "anyone",
        "anybody",
        "everyone",
        "not",
        "n't",
        "if",
    ]
)
_ARROWS = frozenset(["->", "=>", "-->", "==>", "→", "⇒", "=", "-"])
_CLOSED = frozenset([",", ":", ".", ";", *_ARROWS])
_COPULAS = frozenset(["is", "are", "'s", "'re", "tend", "mean", "means", "turn"])
_REASON = re.compile(r".* (is|are|'s|was) (when|where|why|how|what) .*")
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
        "but",
        "or",
        "not",
        "n't",
    ]
    + ["no", "never", "without", "nothing", "nobody", "none", "neither", ":"]
)
_MEANS = re.compile(
    r"(usually |mostly |often |generally |normally )?(means|mean|spells|spell|suggests|indicates|signals) .*"
)


def stretches(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int], names: Names
) -> Iterator[tuple[int, int]]:
    """The [start, end) of every stretch that asks nothing."""
    labelled = {edge.end for edges in found for edge in edges if edge.term == "LABEL"}
    arrows = [i for i, key in enumerate(keys) if key in _ARROWS and not lattice.tokens[i].quoted]
    bounds = sorted({*marks, *arrows, len(keys)})
    for left, right in zip([-1, *bounds], bounds, strict=False):
        said = " ".join(keys[left + 1 : right])
        if _SUMMED.fullmatch(said) and right < len(keys) and keys[right] in (":", ","):
            yield left + 1, right + 1
        if left < 0:
            yield from ((0, right + 1) for _ in _before(lattice, found, keys, said, right, names))
        elif _INCLUDED.fullmatch(said) and _ranges(found, left):
            closed = right < len(keys) and (keys[left], keys[right]) in ((",", ","), ("(", ")"))
            yield left, right + closed
        elif _whatever(lattice, found, said, left + 1, right) or _even(found, said, left + 1, right):
            yield left, right
        elif not names(lattice, found, left + 1, right):
            final = (left in labelled or right >= len(keys) - 1) and _FINAL.fullmatch(said)
            if final or _consequence(found, keys, said, left, right):
                yield left, right
    yield from _added(lattice, found, keys)
    yield from _behind(lattice, found, keys, marks, labelled, names)
    yield from _meant(lattice, found, keys, marks, names)
    yield from _deontic(lattice, found, keys, marks, names)


def _before(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], said: str, end: int, names: Names
) -> Iterator[None]:
    """Once, where what opens a sentence asks nothing: "whatever the currency, ...", "head office wants this one: ..."."""
    if (
        end < len(keys)
        and _whatever(lattice, found, said, 0, end)
        or keys[end : end + 1] == [":"]
        and _RULE.fullmatch(said)
    ):
        yield
    elif keys[end : end + 1] == [":"] and _WANTED.fullmatch(said) and not set(keys[:end]) & _WHICH:
        counted = keys[end - 1] == "one"  # "this one" counts nothing
        if not names(lattice, found, 0, end - counted):
            yield


def _added(lattice: Lattice, found: list[list[Edge]], keys: list[str]) -> Iterator[tuple[int, int]]:
    """ "'reception' (the plain word, mind)", "some June or other", "whoever wrote it needs ..."."""
    for node in range(1, len(keys)):
        if keys[node] == "(" and ")" in keys[node:]:
            close = keys.index(")", node)
            worded = any(edge.term in ("STR", "BARE", "THING") for edges in found[:node] for edge in edges)
            if _PLAIN.fullmatch(" ".join(keys[node + 1 : close])) and (worded or not lattice.known[node - 1]):
                yield node, close + 1
        closed = node + 2 >= len(keys) or keys[node + 2] in _CLOSED
        if closed and keys[node : node + 2] == ["or", "other"] and "some" in keys[max(0, node - 3) : node]:
            yield node, node + 2
        writer = keys[node] == "whoever" and keys[node - 1] in ",.;:" and keys[node + 2 : node + 3] in _IT
        soon = any(edge.term == "LABEL" for edges in found[node + 3 : node + 7] for edge in edges)
        if writer and soon:
            yield node, node + 3


_IT = (["it"], ["this"], ["that"])
_DONE = re.compile(
    r"((should|ought to|had better|might as well) (just |simply |really |first )?(be (?P<done>\w+)|go|pass|get|wait|come|stay)"
    r"|can go (through|ahead|out|on|straight)|(deserves?|calls? for) an? \w+"
    r"|settles? (it|this|that|the (matter|question|case|issue))|suffices?|is enough( for (me|us))?|will do|says it all|decides? (it|this|that)"
    r"|is all (i|we) need|does it for (me|us))( .*)?"
)
"""What is to be done with the rows, before the label says it: "... should be phoned. So: phone first". What a row "must be", "can be" or
"wants" may be asked of it."""
_DOER = re.compile(
    r"(then )?(somebody|someone|we|i|you) (had better|should|must|ought to|have to|has to|need to|needs to) (?!be )\w+( .*)?"
)
_ENDING = frozenset(
    [
        "STR",
        "BARE",
        "NUM",
        "DATE",
        "WORDS",
        "CHARS",
        "SENTS",
        "LIST",
        "CVAL",
        "THING",
        "ORMORE",
        "ORLESS",
        "NUMCOL",
        "APPEAR",
    ]
    + ["LATELY", "MONTH", "BOOLCOL", "PRESENTC", "TEXTCOL"]
)


def _deontic(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int], names: Names
) -> Iterator[tuple[int, int]]:
    """ "... should be phoned before anything else is done. So: phone first", "somebody had better ring them: phone first"."""
    ends = {edge.end for edges in found for edge in edges if edge.term in _ENDING}
    for start in sorted(ends | {mark + 1 for mark in marks}):
        mark = next((mark for mark in marks if mark > start), len(keys))
        said = " ".join(keys[start:mark])
        told = (_DOER if start - 1 in marks else _DONE).fullmatch(said) or (
            start - 1 in marks and _DONE.fullmatch(said)
        )
        soon = any(edge.term == "LABEL" for edges in found[mark : mark + 6] for edge in edges)
        if not told or not soon or set(keys[start:mark]) & _CONDITION or names(lattice, found, start, mark):
            continue
        yield start, mark


def _ranges(found: list[list[Edge]], before: int) -> bool:
    """Whether a stretch runs from one number, year or month to another."""
    figures = [
        edge
        for edges in found[:before]
        for edge in edges
        if edge.term in ("NUM", "DATE", "MONTH") and edge.end <= before
    ]
    return len({edge.start for edge in figures}) > 1 or any(e.end - e.start > 2 for e in figures)


def _whatever(lattice: Lattice, found: list[list[Edge]], said: str, start: int, end: int) -> bool:
    """ "no matter which year", "whatever the currency": what is named there is not asked for, and nothing is compared."""
    match = _WHATEVER.match(said + " ")
    if match is None or end - start > 8:
        return False
    rest = said[match.end() :].split()
    compared = {edge.term for edges in found[start:end] for edge in edges} & {
        "NUM",
        "DATE",
        "STR",
        "CVAL",
        "LIST",
        "LABEL",
    }
    quoted = any(token.quoted for token in lattice.tokens[start:end])
    return bool(rest or "matter" in said) and not compared and not quoted and not set(rest) & _CONDITION


def _even(found: list[list[Edge]], said: str, start: int, end: int) -> bool:
    """ "even if it is late", "late or not": no label, no words to look for."""
    match = _EVEN.fullmatch(said)
    named = any(edge.term in ("CVAL", "BOOLCOL") for edges in found[start:end] for edge in edges)
    if not named and not re.match(r"(and |but )?even|.* or not$", said):
        return False  # "breakfast included" may be a condition
    asked = {edge.term for edges in found[start:end] for edge in edges} & {"LABEL", "STR", "LIST", "UNLESS"}
    return bool(match) and not asked and "and" not in said.split()[1:]


def _consequence(found: list[list[Edge]], keys: list[str], said: str, left: int, right: int) -> bool:
    """ "then I don't bother", "those go to another desk": what follows from an exception, or what is not needed before a label."""
    bothers, goes = _BOTHER.fullmatch(said), _ELSEWHERE.fullmatch(said)
    if not bothers and not goes:
        return False
    soon = any(edge.term == "LABEL" for edges in found[right : right + 6] for edge in edges)
    if bothers and soon and keys[right] == ",":
        return True
    opened = [e for edges in found[:left] for e in edges if e.term in ("UNLESS", "LEAVEOUT", "WHEN", "LABEL", "DOT")]
    last = max((e.end for e in opened if e.term in ("UNLESS", "LEAVEOUT")), default=-1)
    since = [e for e in opened if e.start >= last and e.term in ("WHEN", "LABEL", "DOT")]
    whole = not set(keys[left + 1 : right]) & (_CONDITION - {"n't", "not"})
    return last >= 0 and not since and whole and right >= len(keys) - 1


def _behind(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int], labelled: set[int], names: Names
) -> Iterator[tuple[int, int]]:
    """ "...: refund. Long trips are usually business.", "..., audit, the year's end is when it gets messy": why the rule is so."""
    for mark in (m for m in marks if m in labelled and keys[m] in (".", ",", ";", "!")):
        end = next((later for later in marks if later > mark + 1 and keys[later] in (".", "!")), len(keys))
        words = keys[mark + 1 : end]
        if len(words) < 3 or end < len(keys) - 1 or names(lattice, found, mark + 1, end):
            continue
        general = bool(set(words) & _GENERAL) and bool(set(words) & _COPULAS) and not set(words) & _CONDITION
        reason = _REASON.fullmatch(" ".join(words)) and len([w for w in words if w in _CONDITION]) <= 1
        if general or reason:
            yield mark, end


def _meant(
    lattice: Lattice, found: list[list[Edge]], keys: list[str], marks: list[int], names: Names
) -> Iterator[tuple[int, int]]:
    """ "a digit in the title usually means an edition, so mark those ...": what the writer makes of it before the label."""
    for start in range(2, len(keys) - 2):
        if keys[start] not in _GENERAL | {"means", "mean", "spells", "spell", "suggests", "indicates", "signals"}:
            continue
        mark = next((mark for mark in marks if mark > start), len(keys))
        soon = any(edge.term == "LABEL" for edges in found[mark : mark + 6] for edge in edges)
        concludes = keys[mark + 1 : mark + 2] in (["so"], ["hence"], ["then"], ["therefore"])
        words = keys[start:mark]
        if not soon or not concludes or not _MEANS.fullmatch(" ".join(words)) or names(lattice, found, start, mark):
            continue
        if not set(words) & (_CONDITION - {"or"}):
            yield start, mark
