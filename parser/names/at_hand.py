"""What a flag says is at hand, as a thing that is there or is not: "consent form" of whether a consent form is on file; and what a
text tells, by the verb of its name: "the goods described" of goods_description."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.parser.english.inflection import is_noun, plural, verbs_of
from sayso.parser.english.nominals import nominals, verbs_for

_THERE = (
    r"(?:on file|on record|on the record|in place|at hand|on hand|in force|in order|in the file|available|present|there|valid|enclosed"
    r"|attached|held|filed|kept|stored)"
)
_AT_HAND = re.compile(
    rf"(?:whether|if|true if|true when) (?:an?|any|some) ((?:[a-z-]+ ){{0,2}}?)([a-z]+) (?:is|are|was|were|has been|have been) ({_THERE})\b"
)


def at_hand(column: Column) -> Iterator[tuple[str, float, bool]]:
    """The names of a thing of which a flag tells whether it is there, with costs; none of them denies.

    >>> flag = Column("consented", "boolean", "whether a consent form is on file for the patient")
    >>> {("consent form", 0.1, False), ("consent form on file", 0.1, False)} <= set(at_hand(flag))
    True
    """
    told = _AT_HAND.match(column.description.lower())
    if not told:
        return
    of, head, there = told.groups()
    things = [of + head]
    if of and head[:4] == column.name.lower()[:4]:  # "licence" of licensed; of consented, a form is none
        things.append(head)
    for thing in (form for one in things for form in (one, plural(one))):
        yield thing, 0.1, False
        yield f"{thing} {there}", 0.1, False


def undone(column: Column) -> Iterator[tuple[str, float, bool]]:
    """ "nobody warned", of a flag called warned that speaks of a warning: the deed denied.

    >>> flag = Column("warned", "boolean", "whether a warning was given before")
    >>> ("nobody had warned", 0.15, True) in set(undone(flag))
    True
    """
    name = column.name.lower()
    told = set(re.findall(r"[a-z]+", column.description.lower()))
    for known in verbs_of(name) if column.kind == "boolean" else ():
        if name in known.participles and told & {*known.ing, *nominals(known)}:
            for who in ("nobody", "no one", "no-one"):
                for did in (*known.past, *(f"{have} {done}" for have in ("has", "had") for done in known.participles)):
                    yield from ((f"{who} {did}{what}", 0.15, True) for what in ("", " it", " him", " her", " them"))


_EARLIER = re.compile(r"\b(?:before|earlier|previously|already|in the past)\b")


def earlier(column: Column) -> Iterator[tuple[str, float, bool]]:
    """ "earlier warning" of whether a warning was given before.

    >>> ("prior warning", 0.1, False) in set(earlier(Column("warned", "boolean", "whether a warning was given before")))
    True
    """
    told = re.match(
        r"(?:whether|if) (?:an?|any) ([a-z]+) (?:is|was|has been|had been) [a-z]+\b", column.description.lower()
    )
    if column.kind == "boolean" and told and _EARLIER.search(column.description.lower()):
        yield from ((f"{when} {told.group(1)}", 0.1, False) for when in ("earlier", "prior", "previous", "former"))


def told_in(column: Column) -> Iterator[tuple[str, float]]:
    """What a text tells, by the verb of its name.

    >>> {("fault reported", 0.1), ("reported faults", 0.1)} <= set(told_in(Column("fault_report", "text", "what the driver wrote")))
    True
    """
    named = re.fullmatch(r"([a-z]{3,})_([a-z]{3,})", column.name.lower())
    if column.kind != "text" or not named or not is_noun(named.group(1)):
        return
    one, noun = named.groups()
    done = dict.fromkeys(done for verb in verbs_for(noun) if verb.base in _TELLING for done in verb.participles)
    for thing, told in ((thing, told) for thing in (one, plural(one)) for told in done):
        yield from ((f"{thing} {told}", 0.1), (f"{told} {thing}", 0.1), (f"{thing} as {told}", 0.1))


_TELLING = frozenset(
    ["describe", "report", "declare", "state", "list", "specify", "summarise", "summarize", "explain", "narrate"]
)
"""What a text does with the thing that it is about, so that the thing told stands for the text."""
