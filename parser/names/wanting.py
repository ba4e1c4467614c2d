"""What is asked for, needed or brought along, told by its verb: "asks for 500" of the amount requested, "needs no courier" of whether
a courier is needed, "flown above 90 m" of the flying height."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.english.inflection import Verb, is_participle, plural, verb, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.english.nominals import nominals, verbs_for
from sayso.parser.names.description import description, own_names

_ASKING = ("request", "ask for", "want", "seek", "apply for")
"""Verbs of which one says what the others do, of an amount."""
_SUM = r"(?:amount|sum|price|total|money|budget|figure)"
_ASKED = re.compile(rf"^(?:the )?(?:([a-z]+) )?({_SUM}) ([a-z]+)(?: for)?(?: by (?:the|an?) [a-z]+)?$")
_MEASURE = (
    r"(?:height|altitude|speed|depth|temperature|distance|weight|pressure|duration|time|voltage|angle|length|width)"
)
_BE = ("", "was ", "is ", "were ", "been ", "has been ", "had been ", "are ")
_AT = ("", " at", " to", " from")


def _forms(base: str) -> Iterator[str]:
    """All forms of a verb of one word or two."""
    head, _, rest = base.partition(" ")
    yield from (f"{form} {rest}".strip() for form in verb(head).forms)


def _asked(column: Column) -> tuple[str, str, str]:
    """What an amount is of, what it is called, and what was done with it: ("loan", "amount", "requested")."""
    match = _ASKED.match(description(column).clause) if column.kind == "number" else None
    return (match[1] or "", match[2], match[3]) if match and is_participle(match[3]) else ("", "", "")


def _asks(did: str) -> tuple[str, ...]:
    """The verbs that say what was done with an amount."""
    bases = tuple(known.base for known in verbs_of(did) if did in known.participles)
    return _ASKING if any(f"{base} for" in _ASKING or base in _ASKING for base in bases) else bases


def wanted(column: Column) -> Iterator[tuple[str, float]]:
    """The names of a number by what is done: "amount requested", "flown" of the flying height, "measured lead"."""
    _, what, did = _asked(column)
    for base in _asks(did) if did else ():
        head, _, rest = base.partition(" ")
        for done in (f"{form} {rest}".strip() for form in verb(head).participles):
            yield from ((f"{what} {done}", 0.1), (done, 0.2), (f"was {done}", 0.2), (f"is {done}", 0.2))
        yield from ((form, 0.2) for form in _forms(base) if form != "request")
        for form, who in ((form, who) for form in _forms(base) for who in ("they ", "he ", "she ", "it ")):
            yield f"{what} {who}{form}", 0.1
    if column.kind == "number":
        yield from _by_measure(description(column).clause)
        yield from _measured(column)
        yield from _paid(description(column).clause)


def _by_measure(told: str) -> Iterator[tuple[str, float]]:
    """ "flown at" of the flying height, "stored at" of the storage temperature."""
    doing = re.match(rf"(?:the )?(?:[a-z]+ )?([a-z]+) {_MEASURE}\b", told)
    verbs: tuple[Verb, ...] = ()
    if doing:
        noun = doing.group(1)
        verbs = tuple(v for v in verbs_of(noun) if noun in v.ing) or tuple(v for v in verbs_for(noun) if v.base != noun)
    for known in verbs:
        for done in (*known.participles, *known.past, *known.ing, known.third, known.base):
            yield from ((f"{be}{done}{at}", 0.2) for be in _BE for at in _AT)


def _paid(told: str) -> Iterator[tuple[str, float]]:
    """ "pays" of what the tenant pays per month, "gave" of the stars that the guest gave."""
    did = re.match(
        r"(?:the )?(?:what|[a-z]+s|amount|sum|price) (?:that )?(?:the |an? )([a-z]+) ([a-z]+)(?= (?:in|on|at|for|to|per|each|a|so|by|from)\b|$)",
        told,
    )
    for known in verbs_of(did.group(2)) if did else ():
        if did and did.group(2) in (*known.past, known.third) and known.base not in ("be", "have", "do"):
            yield from ((form, 0.25) for form in known.forms)
            yield from ((f"{did.group(1)} {form}", 0.15) for form in known.forms)


def _measured(column: Column) -> Iterator[tuple[str, float]]:
    """ "the measured lead" of lead_ug_l, "missing when it was not measured"."""
    for why in description(column).missing:
        undone = re.fullmatch(r"(?:[a-z]+ )??(?:was|were|is)? ?(?:not|never) ([a-z]+)", why)
        if undone and is_participle(undone.group(1)):
            yield from ((f"{undone.group(1)} {name}", 0.1) for name in description(column).names)


def askers(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "requests above 500", where one column alone has what is asked for."""
    found = [
        (column, told)
        for column in schema.columns
        if (told := _asked(column)) and told[2] and "request" in _asks(told[2])
    ]
    if len(found) != 1:
        return
    column = found[0][0]
    own = own_names(schema)
    for noun in {"request", *(noun for noun in nominals(verb("request")))} - own:
        for form in (noun, plural(noun)):
            yield form, Entry("SIZEOF", (Col(column.name, column.kind),), 0.2)


def brought(column: Column) -> Iterator[tuple[str, float, bool]]:
    """What a flag tells of a thing that something is done with, as the row's own deed: names, costs, and whether they deny.

    >>> said = set(brought(Column("crane", "boolean", "whether a crane is needed on site")))
    >>> {("needs a crane", 0.15, False), ("needs no crane", 0.15, True)} <= said
    True
    """
    told = re.match(
        r"(?:whether|if) (?:an?|the|any) ((?:[a-z]+ )??[a-z]+) (?:is|was|has been|were|are) ([a-z]+(?: (?:in|out|up|off|back|over|down)\b)?)(?! (?:by|from|as|to be)\b)",
        description(column).clause,
    )
    named = re.fullmatch(r"([a-z]+)_([a-z]+)", column.name.lower())
    for what, done in {match.groups() for match in (told, named) if match}:
        done, _, particle = done.partition(" ")
        if is_participle(what.split()[-1]) or not is_participle(done):
            continue
        for known in (v for v in verbs_of(done) if done in v.participles):
            for base in _NEEDING if known.base in _NEEDING else (known.base,):
                yield from _deed(verb(base), what, f" {particle}" if particle else "")


_NEEDING = ("need", "require")
"""Of which one says what the other does."""


def _deed(known: Verb, what: str, end: str) -> Iterator[tuple[str, float, bool]]:
    for form in known.forms:
        for have in ("", "has ", "have ", "had ") if form in known.participles else ("",):
            yield from (
                (f"{have}{form}{end} {a}{what}", 0.15, False)
                for a in ("a ", "an ", "the ", "any ", "its ", "their ", "")
            )
            yield f"{have}{form}{end} no {what}", 0.15, True
    if known.base in _NEEDING:
        for done in known.participles:
            yield from ((f"{what} {be}{done}", 0.15, False) for be in _BE)
            yield from ((f"no {what} {be}{done}", 0.15, True) for be in ("", "was ", "is "))
