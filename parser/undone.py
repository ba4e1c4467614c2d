"""What nobody did to a row, where a column is "missing when nobody signed it": "unsigned", "no signature", "it has been signed"; and
who did it: "Ann Lee signed it" of the name of the clerk who signed the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.inflection import Verb, plural, verbs_of
from sayso.parser.lexicon import Entry, base
from sayso.parser.nominals import nominals
from sayso.parser.rows import called, spoken_of
from sayso.parser.unit_ends import unit_ended

_NOBODY = ("nobody", "no one", "no-one")
_SOMEBODY = ("somebody", "someone", "anyone", "anybody", "some one")
_BE = ("", "was ", "is ", "were ", "has been ", "have been ", "had been ", "been ")
_PARTICLE = r"(?: (down|in|up|off|out|back))?"
_UNDONE = re.compile(
    rf"\bmissing (?:when|if|where|while) (?:nobody|no one|no-one) (?:(?:has|had|have|ever|yet) )*([a-z]+)(?: (?:it|this|that|them))?{_PARTICLE}(?= yet\b|$|[;,.(])"
)
_WHO = re.compile(r"\b(?:who|that) ([a-z]+) (?:the|an?|it)\b")
_NOT_GIVEN = re.compile(
    r"\bmissing (?:when|if|where|while) (?:the |an? )?([a-z]+) (?:does|do|did)(?: not|n't) ([a-z]+) (?:it|one|any|that|this|them)(?= |$|[;,.(])"
)
_OWN_NOUN = {"sign": "signature"}
"""Nouns for what is left by what was done, that no ending of the verb makes."""


def undone(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """How it is said that nobody did what a description says, and that somebody did.

    >>> clerk = Column("clerk", "text", "clerk who stamped the form; missing when nobody did")
    >>> [(said, e.term) for said, e in undone(Schema(("a", "b"), (clerk,))) if said in ("unstamped", "was stamped", "nobody stamped it")]
    [('nobody stamped it', 'ABSENT'), ('unstamped', 'ABSENT'), ('was stamped', 'HOLDER')]
    """
    found: dict[str, set[Entry]] = {}
    for column in schema.columns:
        for known, particle in _left_undone(column):
            col = Col(column.name, column.kind)
            for phrase in _nobody_named(column, known, particle):
                found.setdefault(phrase, set()).add(Entry("ABSENT", col, 0.15))
            if set(known.forms) & _said_of_others(schema, column):
                continue  # "nobody wrote it", where two things are written
            for phrase in _nobody(schema, known, particle):
                found.setdefault(phrase, set()).add(Entry("ABSENT", col, 0.15))
            for phrase in _somebody(schema, known, particle):
                found.setdefault(phrase, set()).add(Entry("HOLDER", col, 0.2))
        for phrase in _not_given(schema, column):
            found.setdefault(phrase, set()).add(Entry("ABSENT", Col(column.name, column.kind), 0.15))
    for phrase, meant in found.items():
        if len(meant) == 1:
            yield from ((phrase, entry) for entry in meant)


def doers_of(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "signed it" after the name of whoever a column says signed it, "signed by" before it."""
    for column in schema.columns:
        told = re.split(r"[;:(]", column.description.lower())[0]
        who = _WHO.search(told) if column.kind in ("category", "text") and column.name != schema.default_text else None
        for known in verbs_of(who.group(1)) if who else ():
            if who and who.group(1) in (*known.past, known.third):
                col = Col(column.name, column.kind)
                have = tuple(f"{have} {done}" for have in ("has", "had", "have") for done in known.participles)
                for form in (known.base, *known.past, known.third, *have):
                    yield form, Entry("DIDSO", col, 0.1)
                    yield from ((f"{form} {it}", Entry("DIDIT", col, 0.1)) for it in _objects(schema))
                if column.kind == "text":
                    yield from ((f"{done} by", Entry("DONEBY", col, 0.1)) for done in known.participles)


def _left_undone(column: Column) -> Iterator[tuple[Verb, str]]:
    """What nobody did, with its particle: "wrote ... down"."""
    said = _UNDONE.search(column.description.lower())
    word, particle = said.groups() if said else ("", "")
    if word in ("did", "does", "has"):
        who = _WHO.search(re.split(r"[;:(]", column.description.lower())[0])
        word = who.group(1) if who else ""
    for known in verbs_of(word):
        if word in (*known.past, *known.participles) and known.base not in ("be", "have", "do", "know"):
            yield known, particle or ""


def _said_of_others(schema: Schema, column: Column) -> set[str]:
    """The words that other columns and the schema's own names are told by: what is said so of two is said of neither."""
    told = [f"{c.name.replace('_', ' ')} {' '.join(c.aka)} {c.description}" for c in schema.columns if c != column]
    return set(re.findall(r"[a-z]+", " ".join([*told, *schema.labels, *schema.lists]).lower()))


def _objects(schema: Schema) -> tuple[str, ...]:
    rows = tuple(dict.fromkeys((*called(schema), *spoken_of(schema))))
    texts = tuple(c.name.lower().replace("_", " ") for c in schema.columns if c.name == schema.default_text)
    things = (*rows, *texts, "thing")
    return ("it", "this", "that", "them", *(f"{the} {thing}" for thing in things for the in ("the", "this")))


def _nobody_named(column: Column, known: Verb, particle: str) -> Iterator[str]:
    """ "nobody wrote the mileage down"."""
    things = [f"{the}{name}" for name in sorted(_own_names(column)) for the in ("the ", "its ", "")]
    yield from (f"{who} {did} {thing} {particle}".strip() for who in _NOBODY for did in known.past for thing in things)


def _nobody(schema: Schema, known: Verb, particle: str) -> Iterator[str]:
    dids = (*known.past, *(f"{have} {done}" for have in ("has", "'s") for done in known.participles))
    for who in _NOBODY:
        for did in dids:
            yield from (f"{who} {did} {thing} {particle}".strip() for thing in _objects(schema))
            yield f"{who} {did} {particle}".strip()
    if not particle:
        yield from (
            f"{un}{done}" for done in known.participles for un in ("un", "un-") if f"un{done}" not in base().words
        )
    for noun in _left_by(known):
        an = "an" if noun[0] in "aeiou" else "a"
        yield from (f"{no} {noun}" for no in ("no", "without", f"without {an}", "without any"))
        yield from (f"{lack} {an} {noun}" for lack in ("lacks", "lack", "lacking", "lacked"))
        yield from (f"{have} no {noun}" for have in ("has", "have", "had", "there is", "there was", "bears", "carries"))
        yield from (f"nobody 's {noun} is on {it}" for it in ("it", "there"))
        yield f"{noun} is missing"


def _not_given(schema: Schema, column: Column) -> Iterator[str]:
    """ "the letter gives no age" of an age that is "missing when the letter does not give it"."""
    said = _NOT_GIVEN.search(column.description.lower())
    people = [f" {of} {noun}" for noun in spoken_of(schema) for of in ("for the", "of the")] if said else []
    things = [f"{name}{of}" for name in sorted(_own_names(column)) for of in ("", *people)]
    for known in verbs_of(said.group(2)) if said else ():
        for who in (f"{said.group(1)} ", f"{plural(said.group(1))} ", "") if said else ():
            for thing in things:
                for did in ("does not", "does n't", "do not", "do n't", "did not", "did n't"):
                    yield from (
                        f"{who}{did} {known.base} {an}{thing}"
                        for an in ("", "a ", "an ", "the ", "any ", "its ", "his ")
                    )
                yield from (f"{who}{did} no {thing}" for did in (known.base, known.third, *known.past))


def _own_names(column: Column) -> set[str]:
    return {column.name.lower().replace("_", " "), unit_ended(column.name), *(aka.lower() for aka in column.aka)} - {""}


def _somebody(schema: Schema, known: Verb, particle: str) -> Iterator[str]:
    for done in known.participles:
        yield from (f"{be}{done} {particle}".strip() for be in _BE)
    for who in _SOMEBODY:
        yield from (f"{who} {did} {it} {particle}".strip() for did in known.past for it in _objects(schema))
    for noun in _left_by(known):
        an = "an" if noun[0] in "aeiou" else "a"
        yield from (
            f"{has} {an} {noun}"
            for has in ("has", "have", "had", "carries", "bears", "with", "there is", "carrying", "bearing")
        )


def _left_by(known: Verb) -> tuple[str, ...]:
    """The noun for what is there once it was done: a signature, an approval."""
    nouns = (_OWN_NOUN[known.base],) if known.base in _OWN_NOUN else nominals(known)
    return tuple(noun for noun in nouns[:1] if noun not in known.forms or noun == known.base)
