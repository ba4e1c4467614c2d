"""What is said in a rule and narrows nothing: "whatever the currency", "even if it is late", "both years included", "(in dollars)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.parser.words.prose.sentence import ARROWS, TURNS, Sentence

_WHATEVER = re.compile(
    r"(and |it )?(no matter|does n't matter|does not matter|never mind|regardless of|irrespective of|independent of) (the|what|which|how|who|where|when) "
    r"|(whatever|whichever) (the |its |their |it |they )"
)
_COMPARED = frozenset(["NUM", "DATE", "STR", "CVAL", "LIST", "LABEL"])
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
_PLAIN = re.compile(
    r"(i mean )?(just |only )?the (plain|exact|bare|whole|very|actual|literal) words?( itself| only| alone)?( ,)?( mind| mind you)?"
    r"( [:,;] \S+ (does|do) (n't|not) count)?"
)
"""Behind a word that is looked for: words are looked for whole, whoever says so adds nothing."""
_AFFIRMED = frozenset(
    ["and", "which", "what", "that", "this", "it", "is", "'s", "exactly", "precisely", "just", "as", "so", "we", "i", "you", "have"]
    + ["see", "got", "here", "the", "case", "true", "indeed", "all", "of", "these", "both"]
)  # fmt: skip
_CLOSED = ARROWS | {",", ":", ".", ";"}
_TODAY = frozenset(["today", "now", "currently", "nowadays", "presently", "meanwhile"])
_RECORDED = frozenset(["measured", "recorded", "reported", "observed", "registered", "noted", "calculated"])
_ALONE = (["no", "other"], ["none", "other"], ["nothing", "else"])
_OWN = 0.25
"""What a name costs at most that is a column's own."""


def stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The [start, end) of every stretch."""
    for left, right in sentence.pieces:
        if left < 0:
            if right < len(sentence.keys) and _whatever(sentence, 0, right):
                yield 0, right + 1
        elif _INCLUDED.fullmatch(sentence.said(left + 1, right)) and _ranges(sentence, left):
            marks = (sentence.keys[left], *sentence.keys[right : right + 1])
            yield left, right + (marks in ((",", ","), ("(", ")")))
        elif _whatever(sentence, left + 1, right) or _even(sentence, left + 1, right):
            yield left, right
    yield from _affirmed(sentence)
    yield from _either_way(sentence)
    yield from _units(sentence)
    yield from _idle_words(sentence)
    yield from _bracketed(sentence)


def _ranges(sentence: Sentence, before: int) -> bool:
    """Whether a stretch runs from one number, year or month to another."""
    figures = [
        edge
        for edges in sentence.found[:before]
        for edge in edges
        if edge.term in ("NUM", "DATE", "MONTH") and edge.end <= before
    ]
    return len({edge.start for edge in figures}) > 1 or any(e.end - e.start > 2 for e in figures)


def _whatever(sentence: Sentence, start: int, end: int) -> bool:
    """ "no matter which year", "whatever the currency": what is named there is not asked for, and nothing is compared."""
    said = sentence.said(start, end)
    match = _WHATEVER.match(said + " ")
    if match is None or end - start > 8 or sentence.terms(start, end) & _COMPARED:
        return False
    rest = said[match.end() :].split()
    return bool(rest or "matter" in said) and not set(rest) & TURNS


def _even(sentence: Sentence, start: int, end: int) -> bool:
    """ "even if it is late", "late or not": no label, no words to look for."""
    said = sentence.said(start, end)
    match = _EVEN.fullmatch(said)
    if match is None or "and" in said.split()[1:]:
        return False
    terms = sentence.terms(start, end)
    if not terms & {"CVAL", "BOOLCOL"} and not re.match(r"(and |but )?even|.* or not$", said):
        return False  # "breakfast included" may be a condition
    if "BOOLCOL" in terms and match.group(0).endswith(" included") and not re.match(r"(and |but )?even", said):
        return False  # and is one, where a flag tells it: "a clip included"
    return not terms & {"LABEL", "STR", "LIST", "UNLESS"}


def _affirmed(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ ", and this is what we have here", ", which is the case": that what was just said holds, and nothing else."""
    for mark in sentence.marks:
        end = sentence.next_mark(mark)
        words = sentence.keys[mark + 1 : end]
        if len(words) > 2 and set(words) <= _AFFIRMED and words[-1] in ("here", "case", "true", "have", "see"):
            yield mark, end


def _either_way(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ ", be it insured or not,": whichever it is, nothing is asked."""
    keys = sentence.keys
    for node in range(1, len(keys) - 4):
        told = keys[node] == "," and (keys[node + 1] == "whether" or keys[node + 1 : node + 3] == ["be", "it"])
        end = next((i for i in range(node + 3, min(len(keys) - 1, node + 9)) if keys[i : i + 2] == ["or", "not"]), 0)
        if told and end and keys[end + 2 : end + 3] == [","]:
            yield node, end + 3


def _units(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "the fee (in dollars)", "the weight, in kilograms,"."""
    for node in sorted(sentence.ends("NUMCOL")):
        words = sentence.keys[node : node + 5]
        for size in (4, 5):
            closed = (words[:1], words[size - 1 : size]) in ((["("], [")"]), ([","], [","]))
            if closed and words[1] == "in" and all(word.isalpha() for word in words[1 : size - 1]):
                yield node, node + size


def _idle_words(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "and today the score is ...", "the measured weight", "is Texas and no other", "some June or other", "whoever wrote it needs ..."."""
    keys, found = sentence.keys, sentence.found
    values = sentence.ends("CVAL")
    for node in range(len(keys) - 1):
        before = keys[node - 1] if node else ","
        after = keys[node + 1 : node + 3]
        opens = before in (",", "and", "but", "if", "when", "since", "because")
        if keys[node] in _TODAY and opens and after[0] in ("the", "its", "their", "our"):
            yield node, node + 1
        if keys[node] in _RECORDED and before in ("the", "a", "an", "its"):
            named = any(edge.term in ("NUMCOL", "DATECOL") and edge.cost < _OWN for edge in found[node + 1])
            if named and not any(edge.term.endswith("COL") for edge in found[node]):
                yield node, node + 1
        if keys[node] == "and" and after in _ALONE and node in values:
            yield node, node + 3
        closed = node + 2 >= len(keys) or keys[node + 2] in _CLOSED
        if closed and keys[node : node + 2] == ["or", "other"] and "some" in keys[max(0, node - 3) : node]:
            yield node, node + 2
        writer = keys[node] == "whoever" and node and before in ",.;:" and after[1:] in (["it"], ["this"], ["that"])
        if writer and sentence.label_soon(node + 3, 4):
            yield node, node + 3


def _bracketed(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "'reception' (the plain word, mind)"."""
    keys = sentence.keys
    for node in range(1, len(keys)):
        if keys[node] != "(" or ")" not in keys[node:]:
            continue
        close = keys.index(")", node)
        worded = sentence.terms(0, node) & {"STR", "THING"} or not sentence.lattice.known[node - 1]
        if worded and _PLAIN.fullmatch(sentence.said(node + 1, close)):
            yield node, close + 1
