"""Who gives a number: of "mark out of 40 given by the lead judge" the lead judge's mark, and what the lead judge gave.

The grammar needs no part in it: "the lead judge gave at least 30" names the column with its verb, as "the hours streamed" does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.parser.english.inflection import is_noun, verbs_of

_GIVING = frozenset(
    ["give", "award", "set", "estimate", "quote", "assess", "report", "measure", "propose", "record", "assign", "ask", "offer", "bid"]
    + ["declare", "allot", "grant", "demand", "state", "name", "count", "note", "predict", "forecast", "pay", "charge", "spend"]
)  # fmt: skip
"""Verbs after which the figure itself may follow: "the valuer estimated 300"."""
_GIVEN = re.compile(
    r"^(?:the |an? )?(?P<noun>[a-z]+)(?: [a-z0-9-]+){0,5}? (?P<did>[a-z]+) by (?:the|an?|our) (?P<who>(?:[a-z]+(?:'s)? ){0,2}[a-z]+)$"
)


def giver_of(column: Column) -> tuple[str, str, str] | None:
    """What it is, what was done with it and by whom, where the description of a number ends so.

    >>> giver_of(Column("offer", "number", "sum in euros offered by the second bidder; missing if there was one only"))
    ('sum', 'offered', 'second bidder')
    >>> giver_of(Column("depth", "number", "depth in metres")) is None
    True
    """
    told = _GIVEN.match(re.split(r"[;:,(]", column.description.lower())[0].strip()) if column.kind == "number" else None
    if told is None or not is_noun(told["noun"]):
        return None
    return (told["noun"], told["did"], told["who"]) if gave(told["did"]) else None


def given(column: Column) -> Iterator[tuple[str, float]]:
    """ "the lead judge's mark", "mark of the lead judge", "the lead judge gave", and "did" behind another who gave."""
    told = giver_of(column)
    if told is None:
        return
    noun, did, who = told
    yield from ((f"{who}{of}{noun}", 0.1) for of in ("'s ", " "))
    yield from ((f"{noun} {by} {the} {who}", 0.1) for by in ("of", "by", "from", f"{did} by") for the in ("the", "our"))
    yield from ((f"{who}{did_so}", 0.2) for did_so in (" did", "'s"))  # "more than the guest judge's"
    for form in gave(did):
        yield from ((f"{who} {form}{what}", 0.1) for what in ("", f" a {noun} of"))


def gave(did: str) -> tuple[str, ...]:
    """What whoever did it did, of the participle: "gave", "gives", "has given" of "given"."""
    known = [verb for verb in verbs_of(did) if verb.base in _GIVING and did in verb.participles]
    done = (f"{have} {done}" for verb in known for have in ("has", "had", "have") for done in verb.participles)
    return tuple(dict.fromkeys((*(form for verb in known for form in (*verb.past, verb.third)), *done)))
