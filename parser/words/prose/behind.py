"""Prose behind a rule: "Never click it.", "no questions asked", "then I don't bother", why the rule is so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.parser.words.prose.sentence import CONDITION, DENIAL, SELF, TURNS, Sentence

_POINTING = SELF | {"it", "them", "that", "this", "these", "those", "mind", "bother", "worry"}
_LATE = frozenset(
    ["too", "done", "simple", "obvious", "easy", "period", "thanks", "thank", "cheers", "enough", "sorry", "classic", "clearly"]
    + ["obviously", "definitely", "case", "end", "please", "way"]
)  # fmt: skip
"""With what a remark opens that speaks of nobody: "too old", "end of story"."""
_FINAL = re.compile(
    r"(and |with )?no (further |more |need for )?(discussions?|questions?|debate|arguments?|excuses?|exceptions?|ifs|buts|hesitation"
    r"|fuss|mercy|second thoughts?|two ways)( (or|and) buts)?( asked| needed| required| about it| allowed| accepted| made)?"
    r"|full stop|end of (discussion|story)|and that 's (that|final|it|all)"
)
"""What says behind a label that the rule holds as it stands."""
_BOTHER = re.compile(
    r"(then |so |and |in which case )?(i|we) (do|does|wo|would) (n't|not) (even )?"
    r"(bother|care|mind|worry|hesitate|read (on|any further|further)|look (on|any further|further)|need to (see|read|look) .*|think twice)"
    r"( .*)?"
)
_ELSEWHERE = re.compile(
    r"(and |as |because |since )?(those|these|they|that one) (go|goes|belongs?|end up|ends up) (to|in|into|under|with|on|elsewhere|somewhere)( .*)?"
)
GENERAL = frozenset(["usually", "mostly", "often", "generally", "typically", "normally", "tend", "mainly", "sometimes"])
_COPULAS = frozenset(["is", "are", "'s", "'re", "tend", "mean", "means", "turn"])
_REASON = re.compile(r".* (is|are|'s|was) (when|where|why|how|what) .*")


def stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The [start, end) of every stretch, the mark before it included."""
    yield from _afterthoughts(sentence)
    yield from _consequences(sentence)


def _afterthoughts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Right behind a label: "..., reject. Never click it.", "... is a fund, and I have never regretted it"."""
    keys = sentence.keys
    for mark in (mark for mark in sentence.marks if mark in sentence.labelled):
        end = sentence.full_stop(mark + 1)
        words = keys[mark + 1 : end]
        if not words or keys[mark] not in (",", ".", ";", "!", "--") or sentence.names(mark + 1, end):
            continue
        if _speaks(words) or (keys[mark] != "--" and end >= len(keys) - 1 and _explains(words)):
            yield mark, end


def _speaks(words: list[str]) -> bool:
    """Whether somebody speaks of themselves, or of what was labelled; whoever denies anything, of nothing else."""
    said = set(words)
    if said & (CONDITION | {"but", "or", ":"}) or (said & DENIAL and not said & _POINTING):
        return False
    return bool(said & SELF or words[0] in _LATE or said & DENIAL)


def _explains(words: list[str]) -> bool:
    """Why the rule is so: "Long trips are usually business", "the year's end is when it gets messy"."""
    said = set(words)
    general = said & GENERAL and said & _COPULAS and not said & TURNS
    reason = _REASON.fullmatch(" ".join(words)) and sum(word in TURNS for word in words) <= 1
    return len(words) > 2 and bool(general or reason)


def _consequences(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "no questions asked"; "then I don't bother", "those go to another desk": what follows from an exception."""
    for left, right in sentence.pieces[1:]:
        said, last = sentence.said(left + 1, right), right >= len(sentence.keys) - 1
        if _FINAL.fullmatch(said):
            told = last or left in sentence.labelled
        elif _BOTHER.fullmatch(said):
            told = _needless(sentence, right) or (last and _excepted(sentence, left, right))
        else:
            told = last and bool(_ELSEWHERE.fullmatch(said)) and _excepted(sentence, left, right)
        if told and not sentence.names(left + 1, right):
            yield left, right


def _needless(sentence: Sentence, mark: int) -> bool:
    """Whether it is said before a label: "we don't think twice, reject"."""
    return sentence.keys[mark : mark + 1] == [","] and sentence.label_soon(mark)


def _excepted(sentence: Sentence, left: int, right: int) -> bool:
    """Whether an exception, and no new rule since, stands before a stretch that has no condition."""
    before = [edge for edges in sentence.found[:left] for edge in edges]
    last = max((edge.end for edge in before if edge.term in ("UNLESS", "LEAVEOUT")), default=-1)
    since = any(edge.start >= last and edge.term in ("WHEN", "LABEL", "DOT") for edge in before)
    return last >= 0 and not since and not set(sentence.keys[left + 1 : right]) & (TURNS - {"n't", "not"})
