"""What the clause of a description offers: "what the guest said" of what the guest said at the desk, "kept overnight" of whether the
animal was kept in overnight, "last vaccinated" of the day of the last vaccination."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.grammar.units import WORDS
from sayso.parser.english.inflection import is_adjective, is_adverb, is_noun, is_participle, verb, verbs_of
from sayso.parser.english.nominals import nominals, verbs_for
from sayso.parser.names.describing import ENDING, HAD
from sayso.parser.names.description import description

_PRICED = re.compile(r"\b(dollars?|euros?|pounds|francs|usd|eur|gbp|chf|price|cost|amount|sum|fee)\b")
_STAYING = frozenset(["kept", "stayed", "held", "remained", "spent"])
_BE = ("", "was ", "is ", "were ", "been ", "has been ", "had been ", "have been ")


def clauses(column: Column) -> Iterator[tuple[str, float]]:
    """The names that a column's description offers by its clause, with their costs.

    >>> dict(clauses(Column("extra", "text", "what the guest said at the desk")))["what the guest said"]
    0.05
    """
    told = description(column).clause
    yield from {"text": _written, "boolean": _flagged, "date": _dated, "number": _numbered}.get(column.kind, _given)(
        column, told
    )


def _written(column: Column, told: str) -> Iterator[tuple[str, float]]:
    """ "what the guest said", "the vet's notes" of "the vet's free-text notes on the visit"."""
    what = re.match(r"what (?:the |an? )?([a-z]+) ([a-z]+)\b", told)
    if what and verbs_of(what.group(2)):
        who, did = what.groups()
        for form in (said for known in verbs_of(did) for said in known.forms):
            yield from (
                (f"what {the}{who} {have}{form}", 0.05) for the in ("the ", "") for have in ("", "has ", "had ")
            )
            yield from ((f"what {they} {form}", 0.2) for they in ("they", "he", "she"))
    left = re.match(r"(?:the |an? )?([a-z]+) ([a-z]+) by (?:the |an? )?([a-z]+)$", told)
    if left and is_participle(left.group(2)):  # "remark left by a passenger"
        noun, _, who = left.groups()
        yield from ((said, 0.1) for said in (noun, f"{who}'s {noun}", f"{who} {noun}", f"{noun} of the {who}"))
    given = re.match(r"what (?:the |an? )?[a-z]+ [a-z]+ as (?:the |an? )?(([a-z]+)(?: [a-z]+)*)$", told)
    if given:  # "what the guest gave as the reason for leaving"
        yield from ((given.group(1), 0.1), (given.group(2), 0.15))
    owned = re.match(
        r"(?:the |an? )?([a-z]+) 's ((?:[a-z-]+ )*?)([a-z]+)(?= on | about | of | at | for | from |$)",
        told.replace("'s", " 's"),
    )
    if owned:
        who, _, noun = owned.groups()
        yield from ((said, 0.1) for said in (f"{who}'s {noun}", f"{who} {noun}", f"{noun} of the {who}"))


def _flagged(column: Column, told: str) -> Iterator[tuple[str, float]]:
    said = re.match(r"(?:whether|if|true if|true when) (.+)$", told)
    if not said:
        return
    yield from _taken(said.group(1))
    yield from _kept(column, said.group(1))
    short = re.sub(r" (?:at|during) (?:the|an?|its|their) .*$", "", said.group(1))
    asked = re.match(r"(?:the |an? )?([a-z]+) ([a-z]+) (.+)$", short)
    if short != said.group(1) and asked:
        who, did, rest = asked.groups()
        for form in (form for known in verbs_of(did) if did in known.past for form in known.forms):
            yield from ((f"{who} {form} {rest}", 0.2), (f"{form} {rest}", 0.25))
    first, _, rest = description(column).name.partition(" ")
    if rest:  # "wanted to speak" of wants_to_speak
        yield from (
            (f"{form} {rest}", 0.1) for known in verbs_of(first) if first == known.third for form in known.forms
        )
    copied = re.match(
        r"(?:the |an? )([a-z]+) (?:is|was) (?:an? |the )?[a-z]+ of (?:an? |the )?([a-z]+)$", said.group(1)
    )
    if copied:  # "a template letter": whether the letter is a copy of a template
        thing, of = copied.groups()
        yield from ((f"{of} {thing}", 0.1), (f"{of} {thing}s", 0.15), (of, 0.3))


def _taken(clause: str) -> Iterator[tuple[str, float]]:
    """ "the guest took the late checkout": the checkout, and that it was taken."""
    took = re.match(
        r"(?:the|an?) ([a-z]+) ([a-z]+) (?:(?:the|an?) [a-z]+ |him |her |them |it )?(?:the|an?|his|her|their|its) ((?:[a-z-]+ )?[a-z]+)$",
        clause,
    )
    who, did, thing = took.groups() if took else ("", "", "")
    for known in verbs_of(did):
        if did in known.past and is_noun(thing.split()[-1]):
            yield from ((thing, 0.15),) if known.base in HAD else ()
            for done in known.participles:
                yield from ((f"{thing} {be}{done}", 0.1) for be in _BE)
            for form in known.past:
                yield from ((f"{who} {form} {the}{thing}", 0.15) for the in ("the ", "a ", "an ", ""))


def _kept(column: Column, clause: str) -> Iterator[tuple[str, float]]:
    """ "kept overnight" of whether it was kept in overnight, where the flag is named so."""
    kept = re.match(r"(?:the |an? )?[a-z]+ (?:was|were|is|had been|has been) ([a-z]+)(?: [a-z]+)? ([a-z]+)$", clause)
    name = column.name.lower()
    if kept and kept.group(2) == name and (is_adverb(name) or not is_noun(name)):
        yield from ((f"{be}{kept.group(1)} {in_}{name}", 0.1) for be in _BE for in_ in ("", "in "))
        if kept.group(1) in _STAYING:
            yield f"{name} stay", 0.1


def _dated(column: Column, told: str) -> Iterator[tuple[str, float]]:
    """ "was last vaccinated" of the day of the last vaccination, "reached us" of the day on which it reached the office."""
    last = re.match(
        r"(?:the )?(?:day|date) of (?:the |its |their )?(?:(last|latest|most recent|first) )?([a-z]+)$", told
    )
    if last:
        which, noun = last.groups()
        for done in (done for known in verbs_for(noun) for done in known.participles):
            for be in _BE:
                yield f"{be}{done}", 0.2
                yield from ((f"{be}{which} {done}", 0.1), (f"{be}{done} {which}", 0.2)) if which else ()
        yield from ((f"{day} of the {which} {noun}", 0.1) for day in ("day", "date")) if which else ()
    came = re.match(
        r"(?:day|date) (?:on which |when |that )?(?:the|an?) ([a-z]+) ([a-z]+) (?:(?:the|an?|our) ([a-z]+)|us)$", told
    )
    for known in verbs_of(came.group(2)) if came else ():
        if came and came.group(2) in (*known.past, known.third):
            who, _, where = came.groups()
            for form, put in (
                (form, put)
                for form in known.forms
                for put in (f"the {where}", where, "us", "our office", "here")
                if where or put in ("us", "here")
            ):
                yield from ((f"{form} {put}", 0.15), (f"{who} {form} {put}", 0.1))
    yield from _did(told)
    ended = re.match(r"(?:the )?last day of (?:the |an? )?([a-z]+)$", told)
    if ended:
        noun = ended.group(1)
        yield from ((said, 0.1) for said in (f"end of the {noun}", f"{noun} closed", f"{noun} was over"))
        for first, _, rest in (base.partition(" ") for base in ENDING):
            yield from ((f"{noun} {form} {rest}".strip(), 0.1) for form in verb(first).forms)


def _did(told: str) -> Iterator[tuple[str, float]]:
    """ "signed up", "the member signs up" of the day the member signed up; "the renewal" of the day on which it renews."""
    did = re.match(
        r"(?:the )?(?:day|date) (?:on which |when |that )?(?:the|an?) ([a-z]+) (?:last |first )?([a-z]+)(?: (up|in|out|off|over|back|down))?$",
        told,
    )
    for known in verbs_of(did.group(2)) if did else ():
        if not did or did.group(2) not in (*known.past, known.third) or known.base in ("be", "have", "do"):
            continue
        end = f" {did.group(3)}" if did.group(3) else ""
        yield from ((said, 0.15) for form in known.forms for said in (f"{form}{end}", f"{did.group(1)} {form}{end}"))
        for noun in nominals(known) if not end else ():
            yield from ((said, 0.2) for said in (noun, f"{noun} date", f"date of {noun}", f"date of the {noun}"))


def _numbered(column: Column, told: str) -> Iterator[tuple[str, float]]:
    """ "was billed" of the bill, "were invoiced" of the amount invoiced."""
    many = re.match(r"(?:number|count) of (([a-z]+) ([a-z]+) (?:in|on|at|by|from) (?:the |an? )?[a-z]+)$", told)
    if many and is_participle(many.group(3)):  # "companies named in the article"
        yield many.group(1), 0.05
    price = re.match(r"(?:the )?([a-z]+) (?:charge|price|fee|rate|cost)\b", told)
    for sold in (form for each in verbs_for(price.group(1)) for form in each.participles) if price else ():
        yield from (
            (f"{sold} {at}", 0.15) for at in ("at", "for", "out at", "out for")
        )  # "hired out at" of the hire charge
    late = re.match(r"([a-z]+s) (?:that )?(?:the |an? )?[a-z]+ (?:was|is|were|ran|came) ([a-z]+)$", told)
    if late and late.group(1) in WORDS and is_adjective(late.group(2)):  # "ten minutes late"
        yield from ((said, 0.1) for said in (late.group(2), f"{late.group(1)} {late.group(2)}", f"too {late.group(2)}"))
    used = re.match(r"(?:the )?[a-z]+ ([a-z]+) (?:in|per) [a-z]+", told)
    if used and is_participle(used.group(1)) and not is_adjective(used.group(1)):
        yield from ((f"{be}{used.group(1)}", 0.2) for be in ("", "has ", "had "))  # "burnt more than 300 litres"
    for noun in description(column).names[1:]:
        for done in (form for each in verbs_of(noun) if each.base == noun for form in each.participles):
            yield from ((f"{done} {by}", 0.15) for by in ("by", "for"))  # "delayed by more than ten minutes"
    if not _PRICED.search(f"{column.name.replace('_', ' ')} {column.description}".lower()):
        return
    spent = re.match(r"(?:the )?(?:amount|sum|price|total|money) ([a-z]+ed|paid|spent)\b", told)
    lasts = [name.split()[-1] for name in description(column).names[1:]]
    known = {form for last in lasts for each in verbs_of(last) if each.base == last for form in each.participles}
    for said in sorted(known | ({spent.group(1)} if spent else set())):
        yield from ((f"{be}{said}", 0.1) for be in _BE)


def _given(column: Column, told: str) -> Iterator[tuple[str, float]]:
    """ "sorting tool" of the label proposed by the council's sorting tool."""
    what = re.match(
        r"(?:the )?([a-z]+) (?:given|assigned|set|chosen|awarded|put) (?:down )?by (?:the |an? )?([a-z]+)", told
    )
    if what and what.group(1) not in ("label", "score", "value") and is_noun(what.group(1)):  # "the triage colour"
        names = {description(column).name, what.group(2)}
        yield from (
            (said, 0.1) for name in sorted(names) for said in (f"{name} {what.group(1)}", f"{name}'s {what.group(1)}")
        )
    by = re.search(r"\b(?:by|of|from) (?:the |an? )?[a-z]+'s ([a-z]+(?: [a-z]+)?)$", told)
    if by and column.kind in ("category", "score"):
        yield from ((by.group(1), 0.2), (f"{by.group(1)}'s {'score' if column.kind == 'score' else 'label'}", 0.1))
