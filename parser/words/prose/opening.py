"""Prose before a rule: "I have been doing this for years and my habit is simple:", "head office wants this:", "new rule:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.parser.words.prose.sentence import CONDITION, DENIAL, MARKS, SELF, Sentence

_RULE_OPENS = tuple(
    tuple(said.split())
    for said in ("when", "if", "whenever", "as soon as", "as long as", "every time", "once", "should")
)
"""With what a rule opens: a story may end right before it ("I can tell you that as soon as ...")."""
_STORY_OPENS = SELF | {"after", "having", "in", "over", "let", "believe", "trust", "from", "as"}
_COUNTED = frozenset(
    ["years", "decades", "months", "weeks", "these", "those", "them", "times", "year", "cases", "files"]
)
_DISCOURSE = frozenset(
    ["so", "well", "now", "basically", "right", "okay", "ok", "anyway", "yeah", "look", "listen", "again", "hmm", "alright", "yes", "oh"]
    + ["um", "honestly", "frankly", "clearly", "obviously", "seriously", "all", "hi", "hello", "dear"]
)  # fmt: skip
_AGREED = frozenset(
    ["knows", "know", "says", "say", "said", "agreed", "told", "discussed", "usual", "ever", "expected", "learned"]
)
_FEELING = re.compile(
    r"(i|we) ((am|are|'m|'re) (not )?(so )?(fond|wary|happy|unhappy|glad|tired|suspicious|afraid) (of|with|about)|(do not|do n't|never) (like|trust|care for|want)"
    r"|(really )?(like|dislike|hate|love|trust|distrust|welcome)|have (no|little) (patience|time|use|love) for) "
)
"""What somebody feels about the rows that the rule is for: "I'm not fond of abstracts that ...; revise"."""
_RULE = re.compile(
    r"(a |the |our |my |one |another |new |next |old |house |standing |golden |first |second |third |last )*"
    r"(rule|policy|guideline|instruction|step|case)( of thumb| of the house)?( (number|no|nr))?( \d+| [a-z])?"
)
"""What says that a rule follows: "new rule: ...", "rule 3: ..."."""
_WANTED = re.compile(
    r".* (asks?|asked|asking) for (this|these|it|this one|this rule|the following)"
    r"|.* (wants?|wanted|demands?|demanded|insists? on|insisted on|requested|requires|prescribes?|decreed) (this|these|this one|this rule|the following)"
    r"|(a |the |one |another |new |our )*(rule|policy|instruction|guideline|request|wish|order) (from|of|by) .*"
)
"""Somebody asked for the rule: "head office has asked for this one: ..."."""
_WHICH = frozenset(
    ["who", "which", "that", "whose", "any", "every", "all", "each", "anyone", "anybody", "everyone", "not", "n't", "if"]
)  # fmt: skip
_SUMMED = re.compile(
    r"(so |and )?(in short|in sum|in brief|in a word|to sum up|summing up|bottom line|long story short|the upshot|short version)"
)


def stretches(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The [start, end) of every stretch, the mark that closes it included."""
    yield from _stories(sentence)
    yield from _openers(sentence)
    yield from _announced(sentence)


def _stories(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "I have been doing this for years and my habit is simple: ...", "and I can tell you that as soon as ..."."""
    keys = sentence.keys
    rules = [i for i in range(1, len(keys)) if any(tuple(keys[i : i + len(o)]) == o for o in _RULE_OPENS)]
    start = 0
    for end in sorted({*sentence.marks, *rules}):
        words, marked = keys[start:end], end in sentence.marks
        told = [word for word in words if word not in ("and", "but", "so", "or")]
        if not set(told) & SELF or set(words) & (CONDITION | DENIAL):
            if marked:
                return  # the rule has begun
            continue
        if told[0] not in _STORY_OPENS or sentence.names(start, end, numbers=not set(words) & _COUNTED):
            return
        closing = marked and keys[end] in (":", ",", ".", ";", "!")
        yield start, end + closing
        if not closing:
            return
        start = end + 1


def _openers(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "so, basically, if ...", "as everybody knows, ...", "it is my opinion that ...", the second mark of "urgent!!"."""
    keys = sentence.keys
    at = 0
    while at + 1 < len(keys) and keys[at] in _DISCOURSE and keys[at + 1] in (",", "?", "!", "."):
        yield at, at + 2
        at += 2
    topic = keys[0] in ("for", "with", "in", "of", "on", "at")
    for node in (0, 2, 3) if topic else (0,):  # "for liability I am happy with ..."
        if felt := _FEELING.match(" ".join(keys[node:]) + " "):
            yield node, node + felt.group().count(" ")
    first = next((mark for mark in sentence.marks if mark), 0)
    if keys[0] == "as" and first > 1 and keys[first - 1] in _AGREED and not sentence.names(0, first):
        yield 0, first + 1
    for that in (i for i in range(2, min(len(keys), 9)) if keys[i] == "that"):
        words = set(keys[:that])
        if words & SELF and not words & (CONDITION | DENIAL | MARKS) and not sentence.names(0, that):
            yield 0, that + 1
    yield from ((i, i + 1) for i in range(1, len(keys)) if keys[i] in ("!", "?", ".") and keys[i - 1] == keys[i])


def _announced(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """ "new rule: ...", "head office wants this one: ...", "to sum up, ..."."""
    keys = sentence.keys
    for left, right in sentence.pieces:
        if right < len(keys) and keys[right] in (":", ",") and _SUMMED.fullmatch(sentence.said(left + 1, right)):
            yield left + 1, right + 1
    end = sentence.pieces[0][1]
    if keys[end : end + 1] != [":"]:
        return
    said = sentence.said(0, end)
    counted = keys[end - 1] == "one"  # "this one" counts nothing
    wanted = _WANTED.fullmatch(said) and not set(keys[:end]) & _WHICH and not sentence.names(0, end - counted)
    if wanted or _RULE.fullmatch(said):
        yield 0, end + 1
