"""Prose between a condition and its label: what strikes the writer, what it means to them, who does what with the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.parser.words.prose.behind import GENERAL
from sayso.parser.words.prose.sentence import ASKED, CONDITION, DENIAL, MARKS, SELF, TURNS, Sentence

_MODAL = frozenset(["shall", "must", "will", "should", "may", "can", "would"])
_MODAL_TO = frozenset(["has", "have", "is", "are", "ought", "needs", "need"])
"""Before "to" these say who acts; alone they say what there is: "the database has writer for it"."""
_STRIKING = frozenset(
    ["is", "are", "was", "were", "tells", "tell", "says", "say", "gives", "give", "suits", "suit", "does", "do", "ca", "can", "looks"]
    + ["look", "sounds", "sound", "seems", "seem", "makes", "make", "strikes", "strike", "leaves", "leave"]
)  # fmt: skip
_MEANS = frozenset(["means", "mean", "spells", "spell", "suggests", "indicates", "signals"])
_DONE = re.compile(
    r"((should|ought to|had better|might as well) (just |simply |really |first )?(be \w+|go|pass|get|wait|come|stay)"
    r"|can go (through|ahead|out|on|straight)|(deserves?|calls? for) an? \w+"
    r"|settles? (it|this|that|the (matter|question|case|issue))|suffices?|is enough( for (me|us))?|will do|says it all|decides? (it|this|that)"
    r"|is all (i|we) need|does it for (me|us))( .*)?"
)
"""What is to be done with the rows, before the label says it: "... should be phoned. So: phone first". What a row "must be", "can be" or
"wants" may be asked of it."""
_DOER = re.compile(
    r"(then )?(somebody|someone|we|i|you) (had better|should|must|ought to|have to|has to|need to|needs to) (?!be )\w+( .*)?"
)
_ENDING = ASKED | {"ORMORE", "ORLESS", "NUMCOL", "APPEAR", "LATELY", "MONTH", "BOOLCOL", "PRESENTC", "TEXTCOL"}


def stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The [start, end) of every stretch."""
    yield from _in_passing(sentence)
    yield from _actors(sentence)
    yield from _verdicts(sentence)
    yield from _meant(sentence)
    yield from _deontic(sentence)


def _in_passing(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "before March? Too old. Decline.", "after May 2025 we have time, so ..."."""
    keys, marks = sentence.keys, sentence.marks
    for left, right in zip(marks, marks[1:], strict=False):
        words = keys[left + 1 : right]
        between = keys[left] in ("?", ".") and keys[right] in (".", "!")
        judged = len(words) in (2, 3) and words[0] in ("too", "way", "far")
        if between and judged and not sentence.names(left + 1, right, numbers=False):
            yield left + 1, right + 1
    for start in sorted(sentence.ends("DATE", "NUM", "STR")):
        end = sentence.next_mark(start)
        words = keys[start:end]
        judged = words[1:2] == ["too"] and words[0] in ("is", "are", "was", "were", "'s", "'re")
        sober = (judged or words[:1] in (["we"], ["i"])) and not set(words) & (CONDITION | DENIAL)
        if sober and keys[end + 1 : end + 2] == ["so"] and not sentence.names(start, end, numbers=False):
            yield start, end


def _actors(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Who acts on the rule: "the officer shall enter revise", "back to the applicant"."""
    keys = sentence.keys
    for node in range(len(keys) - 2):
        opens = node == 0 or keys[node - 1] in (*MARKS, "then", "so")
        actor = keys[node] in ("the", "our", "an", "a") and opens and _acts(keys, node + 2)
        if actor and sentence.unknown(node + 1) and sentence.label_soon(node + 3, 5):
            yield node, node + 2
        back = (
            node
            and keys[node - 1] in ("back", "on", "over")
            and keys[node : node + 2] in (["to", "the"], ["to", "its"])
        )
        if back and sentence.unknown(node + 2):
            yield node, node + 3


def _acts(keys: list[str], at: int) -> bool:
    """Whether a verb says who is to act."""
    return keys[at] in _MODAL or (keys[at] in _MODAL_TO and keys[at + 1 : at + 2] == ["to"])


def _verdicts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "anything that ... is fine by me, approve it", "letters of five words tell us too little -- reject": how it strikes the writer."""
    keys = sentence.keys
    ends = sentence.ends(*ASKED)
    ends |= {e.end for at in ends if at < len(keys) for e in sentence.found[at] if e.term == "NUMCOL"}
    for start in sorted(end for end in ends if end < len(keys) and keys[end] in _STRIKING):
        mark = sentence.next_mark(start)
        words = set(keys[start + 1 : mark])
        personal = words & (SELF - {"i", "we", "you"}) and not words & (CONDITION | {"and", "or", "but"})
        if personal and sentence.label_soon(mark, 8) and not sentence.names(start + 1, mark):
            yield start, mark


def _meant(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "a digit in the title usually means an edition, so mark those ...": what the writer makes of it before the label."""
    keys = sentence.keys
    for start in range(2, len(keys) - 2):
        verb = start + (keys[start] in GENERAL)
        mark = sentence.next_mark(start)
        if keys[verb] not in _MEANS or mark <= verb + 1:
            continue
        concludes = keys[mark + 1 : mark + 2] in (["so"], ["hence"], ["then"], ["therefore"])
        turns = set(keys[start:mark]) & (TURNS - {"or"})
        if concludes and not turns and sentence.label_soon(mark) and not sentence.names(start, mark):
            yield start, mark


def _deontic(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "... should be phoned before anything else is done. So: phone first", "somebody had better ring them: phone first"."""
    clauses = {mark + 1 for mark in sentence.marks}
    for start in sorted(sentence.ends(*_ENDING) | clauses):
        mark = sentence.next_mark(start)
        said = sentence.said(start, mark)
        told = _DONE.fullmatch(said) or (start in clauses and _DOER.fullmatch(said))
        if not told or set(sentence.keys[start:mark]) & TURNS:
            continue
        if sentence.label_soon(mark) and not sentence.names(start, mark):
            yield start, mark
