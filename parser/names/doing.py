"""What people say of a column that its name has as a noun, or the other way round: "incepts" of an inception date, "the reviewer
writes" of what the reviewer wrote, "nobody has surveyed the site" of whether the site has been surveyed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import WORDS, counted_in, unit_ended, ways
from sayso.parser.english.inflection import is_adjective, singular, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.english.nominals import done as doings
from sayso.parser.english.nominals import verbs_for
from sayso.parser.names.at_hand import at_hand, earlier, undone
from sayso.parser.names.description import description

_WRITES = r"(?:wrote|writes|said|says|typed|noted|sent in|reported|reports|told us|answered|commented|entered|put down|replied)"
_NOTES = r"(?:note|notes|comment|comments|remark|remarks|review|statement|reply|answer|message|feedback|opinion|letter)"
_WHO = r"((?:(?:[a-z]+(?:ing|ed|al|ior)|duty) )?(?!(?:later|first|then|also|once|ever|just|only|last|since|[a-z]+ly)\b)[a-z]+)"
_ENDED = r"(?=$|[;,.:]| (?:about|on|after|at|in|for|who|that|which|when|during|before)\b)"
_PARTICIPLE = r"([a-z]+(?:ed|en|wn|de|lt|pt|id))"
_PASSIVE = re.compile(
    rf"whether (?:the |an? )?([a-z]+(?: [a-z]+)?) (?:has been|have been|is|was|were|are) "
    rf"{_PARTICIPLE[:-1]}(?: (?:off|out|up|down|back|in|away|over)\b)?)\b(?! as\b)"
)
_ACTIVE = re.compile(
    rf"whether (?:the|an?|another|some|any) [a-z]+ (?:has |have |had )?{_PARTICIPLE} (?:the|an?) ([a-z]+)$"
)
_PERSON = r"[a-z]+(?:er|or|ant|ent|ist|ian|ee)"


def happening(column: Column) -> Iterator[tuple[str, float]]:
    """ "incepts", "was incepted" of an inception date, by its name and its other names; "free" of "free from"."""
    if column.kind != "date":
        return
    for name in description(column).names:
        noun = re.sub(r" (?:date|day|on)$|^(?:date|day) of ", "", name)
        yield from ((form, 0.15) for verb in verbs_for(noun) for form in verb.forms)
        if name.endswith(" from"):
            yield name.removesuffix(" from"), 0.1


def writers(column: Column) -> Iterator[tuple[str, float]]:
    """ "the reviewer" of reviewer_comment, of "what the reviewer wrote", of "note (long) of the reviewer"; "the duty officer" and
    "the officer" of "note of the duty officer"."""
    if column.kind != "text":
        return
    whole = re.sub(r" \([^()]*\)", "", description(column).whole)
    told = re.match(rf"(?:the )?(?:what|text|words) (?:that )?(?:the |an? )?{_WHO} {_WRITES}\b", whole)
    by = re.match(
        rf"(?:the |an? )?(?:[a-z]+ )?{_NOTES} (?:[a-z]+ )?(?:of|by|from) (?:the|an?) (?:{_WHO}{_ENDED}|([a-z]+)\b)",
        whole,
    )
    named = re.fullmatch(rf"([a-z]{{3,}})[_ ]{_NOTES}", column.name.lower())
    who = (next(filter(None, match.groups())) for match in (told, by, named) if match)
    yield from ((form, 0.08) for one in who for form in dict.fromkeys((one, one.split()[-1])))


def counted(column: Column) -> Iterator[tuple[str, float]]:
    """ "renewed twice" of the number of earlier renewals."""
    nouns = {count.things for count in description(column).counts if column.kind == "number"}
    for verb in (verb for noun in sorted(nouns) for verb in verbs_for(singular(noun))):
        for be in ("", "was ", "has been ", "had been ", "been ", "is ", "got ", "already "):
            yield from ((f"{be}{done}", 0.15) for done in verb.participles)


def doers(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """ "missed two visits" of missed_visits; "signed by two people" of the number of people who signed the letter,
    "found two faults" of the number of faults found by the fitter."""
    for column in schema.columns:
        did = re.fullmatch(r"([a-z]+)_([a-z]+s)", column.name.lower()) if column.kind == "number" else None
        if did and (did.group(1).endswith("ed") or did.group(1) in ("sold", "sent", "lost", "won", "bought", "paid")):
            for form in (did.group(1), f"has {did.group(1)}", f"have {did.group(1)}", f"had {did.group(1)}"):
                yield form, Entry("NUMVERB", None, 0.1)
        rest = next((count.rest for count in description(column).counts), "")
        made = re.match(r" ([a-z]+) by (?:the|an?) [a-z]+$", rest)
        for past in (form for known in verbs_of(made.group(1)) for form in known.past) if made else ():
            yield from ((f"{have}{past}", Entry("NUMVERB", None, 0.1)) for have in ("", "has ", "had "))
        who = re.match(r" (?:who|that|which) ([a-z]+) (?:the|an?|it)\b", rest)
        for done in (done for known in verbs_of(who.group(1)) for done in known.participles) if who else ():
            for be in ("", "was ", "is ", "were ", "are ", "has been ", "have been ", "been "):
                yield f"{be}{done} by", Entry("NUMVERB", None, 0.1)


def flags(column: Column) -> Iterator[tuple[str, float, bool]]:
    """Who did or did not do what a flag tells: names with their costs, and whether they deny.

    >>> ("nobody has surveyed the site", 0.1, True) in set(flags(Column("s", "boolean", "whether the site has been surveyed")))
    True
    """
    if column.kind != "boolean":
        return
    name, told = column.name.lower(), description(column).whole
    if "_" in name:
        yield name.replace("_", "-"), 0.05, False
    yield from ((noun, 0.2, False) for noun in doings(name))
    passive, active = _PASSIVE.match(told), _ACTIVE.match(told)
    judged = re.match(r"whether (?:the|an?) ([a-z]+) (?:has been|have been|is|was|were|are) ", told)
    for also in column.aka if judged else ():  # "nobody admitted the animal" of what is also called "admitted"
        if judged and re.fullmatch(_PARTICIPLE, also.lower()):
            yield from _by_somebody(judged.group(1), also.lower())
    yield from (*_placed(told, name), *_thing_missing(told), *at_hand(column), *undone(column), *earlier(column))
    if passive:
        yield from _done(*passive.groups())
        yield from _undone(passive.group(1), passive.group(2), name)
        yield from _by_somebody(*passive.groups())
    elif active:
        done, what = active.groups()
        yield from _by_somebody(what, done)
        yield from ((f"{what} {have} {done}", 0.1, False) for have in ("has been", "is", "was", "have been"))


def _thing_missing(told: str) -> Iterator[tuple[str, float, bool]]:
    """ "drawings are missing" of whether drawings were attached: these, and not what the flag says."""
    there = re.match(
        r"whether (?:an? )?([a-z]+) (is|are|was|were) (?:attached|enclosed|present|included|there|provided|sent|supplied|given|submitted)\b",
        told,
    )
    if there:
        yield from ((f"{there.group(1)} {be} missing", 0.05, True) for be in ("is", "are", "was", "were"))
        yield f"missing {there.group(1)}", 0.05, True


def _placed(told: str, name: str) -> Iterator[tuple[str, float, bool]]:
    """ "is in a flood zone", "outside the flood zone" of whether the plot lies in one."""
    lies = re.match(
        r"whether (?:the |an? )?[a-z]+ (?:lies|is|was|sits|stands|falls|lives|happened) (in|inside|within|on|under|at) (an?|the) ((?:[a-z]+ )?[a-z]+)$",
        told,
    )
    if not lies:
        return
    if lies.group(1) in ("on", "under", "at"):
        last = lies.group(3).split()[-1]
        for place in {lies.group(3), last if last in name.split("_") else lies.group(3)}:
            yield from (
                (f"{be}{lies.group(1)} {a} {place}", 0.15, False)
                for a in ("a", "an", "the")
                for be in ("", "is ", "was ")
            )
        return
    for the in (f"{a} {lies.group(3)}" for a in ("a", "an", "the")):
        for be in ("", "is ", "was ", "lies ", "are ", "were "):
            yield from ((f"{be}{within} {the}", 0.1, False) for within in ("in", "inside", "within"))
            yield from (
                (f"{be}{out} {the}", 0.1, True)
                for out in ("outside", "outside of", "not in", "not inside", "not within")
            )


def _undone(what: str, done: str, name: str) -> Iterator[tuple[str, float, bool]]:
    """ "the fee is unpaid", "unpaid fee" of whether the fee has been paid."""
    if is_adjective(f"un{done}"):
        last = what.split()[-1]
        for said in {what, *((last,) if last in name.split("_") else ())}:
            yield from ((f"{said} {be}un{done}", 0.1, True) for be in ("is ", "was ", "", "remains ", "remained "))
            yield f"un{done} {said}", 0.1, True


def _done(what: str, done: str) -> Iterator[tuple[str, float, bool]]:
    """ "ethics approval obtained", "the site has never been surveyed"."""
    for said in ("", "has been ", "have been ", "was ", "is "):
        yield f"{what} {said}{done}", 0.1, False
    for said in (
        "was never",
        "has never been",
        "has not been",
        "not",
        "has n't been",
        "have n't been",
        "have not been",
    ):
        yield f"{what} {said} {done}", 0.1, True
    yield from ((f"no {what} {have}{done}", 0.1, True) for have in ("", "has been ", "was "))


def _by_somebody(what: str, done: str) -> Iterator[tuple[str, float, bool]]:
    """ "nobody has surveyed the site", "someone else reserved it"."""
    for form in (f"{have}{done}" for have in ("", "has ", "had ", "ever ", "has ever ")):
        for object in (f"the {what}", what, "it", "them", "this"):
            yield from ((f"{who} {form} {object}", 0.1, True) for who in ("nobody", "no one", "no-one", "nobody else"))
            for who in ("somebody", "someone", "somebody else", "someone else"):
                yield f"{who} {form} {object}", 0.1, False
    yield from ((f"we {have} {done} the {what}", 0.1, True) for have in ("have not", "have n't", "have never", "never"))
    yield f"we have {done} the {what}", 0.1, False


def measured_in(column: Column) -> Iterator[tuple[str, float]]:
    """ "the rent in dollars", "the size in square metres"."""
    bare, aka = unit_ended(column.name), description(column).names[1:2]
    for unit in counted_in(column):
        names = {bare} if unit in WORDS else {bare, *aka}
        yield from (
            (f"{written} of {name}", 0.1) for name in sorted(names - {""}) for written in ways(unit)
        )  # "grams of salt"
    told = re.search(r"\bin ([a-z]+(?: [a-z]+)?)(?= an? | per |;|,|$)", description(column).whole)
    if column.kind == "number" and told:
        names = set(description(column).names)
        heads = re.match(r"(?:the )?([a-z]+) (?:of|in) ", description(column).whole)
        yield from (
            (f"{name} in {told.group(1)}", 0.05) for name in sorted(names | ({heads.group(1)} if heads else set()))
        )
