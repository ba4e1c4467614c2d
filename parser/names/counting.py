"""What is said of a count beside its number: that it is none ("never lent before", "nobody complained"), and whom it counts
("employs 25 people" of the number of employees)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.english.inflection import Verb, is_noun, is_participle, singular, verb, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.english.nominals import phrasal, verbs_for
from sayso.parser.names.description import description

_MANY = re.compile(r"^(?:the )?(?:number of|count of|how many) ([a-z-]+ )??([a-z]+s|people|staff|children)\b")
_TIMES = re.compile(
    r"^how (?:many times|often) (?:the |an? )?[a-z]+ (?:was|were|is|has been|have been) ([a-z]+)((?: [a-z]+)?)$"
)
_NEVER: tuple[str, ...] = (
    "never",
    "was never",
    "were never",
    "is never",
    "has never",
    "have never",
    "had never",
    "never been",
)
_NEVER += ("has never been", "have never been", "had never been")
_NOBODY = tuple(
    f"{who} {have}".strip() for who in ("nobody", "no one", "no-one") for have in ("", "has", "had", "ever", "has ever")
)
_PERSON = re.compile(r"(?:ee|[^s]er|or|ant|ist|ian)$")
_THINGS = frozenset(
    ["number", "layer", "corner", "container", "trailer", "computer", "order", "error", "floor", "door", "letter"]
)
_FEW_PEOPLE = ("people", "persons")


def uncounted(column: Column) -> Iterator[str]:
    """How a row is of which nothing was counted.

    >>> said = set(uncounted(Column("n", "number", "number of complaints received about the shop")))
    >>> {"nobody complained", "nobody has complained about the shop", "never complained"} <= said
    True
    """
    if column.kind != "number":
        return
    told = description(column)
    for text in (told.clause, *told.names[1:]):
        times = _TIMES.match(text)
        if times and is_participle(times.group(1)):
            for tail in {"", times.group(2)}:
                yield from (f"{never} {times.group(1)}{tail}" for never in _NEVER)
    for count in told.counts:
        about = re.search(r" (?:about|against|of|on|for|to|from) (?:the|an?|our|it) ?[a-z]*$", count.rest)
        for known in verbs_for(singular(count.things)):
            for tail in {"", about.group(0) if about else ""}:
                yield from _not_once(known, tail)
        for known, particle in phrasal(singular(count.things)):
            yield from _not_once(known, f" {particle}")


def counted_often(column: Column) -> Iterator[tuple[str, float]]:
    """ "logged in" of the number of logins, "earlier messages" of the number of earlier messages from somebody."""
    told = description(column)
    for count in told.counts if column.kind == "number" else ():
        for known, particle in phrasal(singular(count.things)):
            yield from (
                (f"{have}{form} {particle}", 0.15) for form in known.forms for have in ("", "has ", "have ", "had ")
            )
        if count.which:
            yield f"{count.which} {count.things}", 0.3
    for text in (told.clause, *told.names[1:]) if column.kind == "number" else ():
        yield from _those(text)


_WITHIN = re.compile(
    r"^(?:how many|(?:the )?number of) ([a-z]+)(?: (?:are|were|is|was))? ((?:in|on|at|aboard|under) (?:the |an? )?[a-z]+(?: list)?)"
    r"(?: (?:that|this|for|of|on|at) .*)?$"
)
_WORKING = re.compile(
    r"^(?:how many |(?:the )?number of )?(working|business|calendar|full|whole) ((?:day|week|month|night)s)\b"
)


def _those(text: str) -> Iterator[tuple[str, float]]:
    """ "people in the crew" of "how many people were in the crew that day", "working days" of "working days lost"."""
    if inside := _WITHIN.match(text):
        yield f"{inside.group(1)} {inside.group(2)}", 0.08
    if working := _WORKING.match(text):
        yield from ((f"{working.group(1)} {unit}", 0.1) for unit in (working.group(2), working.group(2)[:-1]))


_BY = re.compile(r" (?:[a-z]+ )?(?:by|from|of) (?:the |our )?([a-z]+s)$")


def counted_by(column: Column) -> Iterator[tuple[str, float, bool]]:
    """ "three neighbours objected", "no neighbour objected" of the number of objections received from neighbours."""
    counts = ((count, _BY.match(count.rest)) for count in description(column).counts if column.kind == "number")
    for known, many in ((v, by.group(1)) for count, by in counts if by for v in verbs_for(singular(count.things))):
        for did in {
            *known.past,
            *(f"{have}{done}" for have in ("have ", "has ", "had ") for done in known.participles),
            known.base,
        }:
            yield from ((f"{who} {did}", 0.15, False) for who in (many, singular(many), f"{many} who"))
            yield from ((f"no {who} {did}", 0.15, True) for who in (many, singular(many)))
            yield f"none of the {many} {did}", 0.15, True


def _not_once(known: Verb, tail: str) -> Iterator[str]:
    for done in (*known.past, *known.participles):
        yield from (f"{never} {done}{tail}" for never in _NEVER)
        yield from (f"{nobody} {done}{tail}" for nobody in _NOBODY)


def persons(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "25 people" of the only count of persons, and the verb by which one has them: "employs" of employees."""
    found = [(column, noun) for column in schema.columns if column.kind == "number" and (noun := _counts(column))]
    if len(found) == 1:
        column, _ = found[0]
        yield from ((noun, Entry("NUMCOL", Col(column.name, column.kind), 0.1)) for noun in _FEW_PEOPLE)
    for _, noun in found:
        if noun.endswith("ee") and verbs_of(noun[:-2]):
            yield from ((form, Entry("NUMVERB", None, 0.1)) for form in verb(noun[:-2]).forms)


def _counts(column: Column) -> str:
    """The persons that a column counts; empty where it counts none."""
    told = description(column)
    named = re.fullmatch(r"(?:n|num|no|number_of)_([a-z]+)", column.name.lower())
    for noun in (
        *(c.group(2) for text in (told.clause, *told.names[1:]) if (c := _MANY.match(text))),
        *(named.groups() if named else ()),
    ):
        one = singular(noun) if noun.endswith("s") else noun
        if noun in ("people", "persons", "staff", "children") or (
            is_noun(one) and _PERSON.search(one) and one not in _THINGS and _does(one)
        ):
            return one
    return ""


def _does(noun: str) -> bool:
    """Whether a noun is somebody who does what its verb says: a tenant, an applicant, a passenger; no fever and no color."""
    stems = (noun[:-2], f"{noun[:-2]}e", noun[:-3])
    return noun.endswith(("ist", "ian", "ant", "enger")) or any(verbs_of(stem) for stem in stems if len(stem) > 2)
