"""What a row is called, as the descriptions of its columns say: "date the ad was posted", "size of the lesion", "food category"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import unit_ended
from sayso.grammar.values import Col
from sayso.parser.english.inflection import is_adjective, is_noun, is_participle, plural, singular, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.english.nominals import verbs_for
from sayso.parser.names.description import description, own_names

MACHINES = frozenset(
    ["detector", "model", "tagger", "classifier", "engine", "tracker", "tool", "system", "filter", "rules", "old"]
    + ["parser"]
)
"""What gives a value and is no person: its name stands for the column."""
_SORTS = r"(?:type|category|kind|class|site|title|headline)"
_NEVER = frozenset(
    re.findall(
        r"\w+",
        "the this that it them there time day date year month week hour word words page pages number first last one two other "
        "same whole country case text column label list name names value values unit units person people score scores",
    )
)
"""Words that stand where a noun for the row may, and mean something else."""


def spoken_of(schema: Schema) -> list[str]:
    """Whom or what the columns' descriptions judge: "whether the aircraft was damaged", "approved by the supervisor"."""
    told = " . ".join(description(column).whole for column in schema.columns)
    nouns = re.findall(r"\b(?:whether|that|which|when|where|if) the ([a-z]{3,})\b", told)
    nouns += re.findall(r"\bhow (?:often|many times|long) the ([a-z]{3,}) (?:was|has|had|is|were)\b", told)
    nouns += [
        noun
        for column in schema.columns
        if column.kind == "boolean"
        for modifier, noun in re.findall(r"\b(?:is|was) an? ([a-z]+) ([a-z]{3,})$", description(column).whole)
        if column.name.lower() == modifier  # "a listed building", where the flag is called listed
    ]
    nouns += re.findall(
        r"\b(?:minutes|hours|days|weeks|months|years) (?:that )?the ([a-z]{3,}) (?:was|is|ran|came|took)\b", told
    )
    nouns += [noun for noun in re.findall(r"\bby the ([a-z]{3,})\b", told) if noun not in MACHINES]
    nouns += _happenings(schema)
    judged = [description(column).whole for column in schema.columns if column.kind == "boolean"]
    nouns += [noun for text in judged for noun in re.findall(r"\bthe ([a-z]{3,})$", text)]
    return _forms({*nouns, *_done(told)}, schema)


_HAPPENED = re.compile(
    r"\b(?:day|date|time) (?:on which |when |that |at which )?(?:the |an? )?[a-z-]+ (?:happened|occurred|took place|arose|befell)\b"
    r"|\b(?:where|when) (?:it|this|that) (?:happened|occurred|took place|arose)\b"
)


def _happenings(schema: Schema) -> tuple[str, ...]:
    """What anything that happened may be called, where a description says that the row did: "the incident" of a mix-up."""
    told = [column.description.lower() for column in schema.columns]
    happened = any(_HAPPENED.search(text) for text in told)
    return ("incident", "event", "occurrence", "happening", "episode") if happened else ()


def _done(told: str) -> Iterator[str]:
    """ "a hire" of "hire charge", where another description says that something was hired."""
    for noun in set(
        re.findall(r"(?:^|\. )(?:the )?([a-z]{3,}) (?:charge|price|fee|rate|cost|date|period|contract)\b", told)
    ):
        done = {form for verb in verbs_for(noun) for form in verb.participles}
        if done & set(re.findall(r"[a-z]+", told)):
            yield noun


def called(schema: Schema) -> list[str]:
    """What the descriptions call the row itself: "size of the lesion", "date the biopsy was taken", "job title"."""
    nouns = {noun for noun in _called(schema) if not noun.endswith(("ed", "ing"))}
    counted = " . ".join(description(c).whole for c in schema.columns if c.kind == "number")
    nouns |= set(
        re.findall(r"\bnumber of [a-z]+ (?:of|in) the (?:[a-z]+ )?([a-z]+ing)\b(?=$|;| \.)", counted)
    )  # storeys of the building
    return _forms(nouns - _NEVER - MACHINES - set(spoken_of(schema)), schema)


_SIZE = re.compile(
    r"^(?:the )?(?:[a-z]+ )?(size|length|height|width|depth|weight|age|price|cost|amount|value|duration|term|diameter|thickness"
    r"|temperature|pressure|volume|area|distance|speed|salary|worth|span) of (?:the|an?) (?:[a-z]+ )?([a-z]{2,})(?: in [a-z ]+)?$"
)


def sized(schema: Schema) -> dict[str, tuple[Col, ...]]:
    """The things of which columns say how large they are: "loan" of "amount of the loan" and of "term of the loan in months"."""
    found: dict[str, tuple[Col, ...]] = {}
    own = own_names(schema)
    for column in schema.columns:
        match = _SIZE.match(description(column).clause) if column.kind == "number" else None
        named = re.fullmatch(
            r"([a-z]{3,})_(?:size|length|height|width|depth|weight|diameter|thickness)(?:_[a-z0-9]+)?",
            column.name.lower(),
        )
        thing = match.group(2) if match else named.group(1) if named and column.kind == "number" else ""
        for noun in (thing, plural(thing)) if thing else ():
            if noun not in own:
                found[noun] = (*found.get(noun, ()), Col(column.name, column.kind))
    return found


def lacked(schema: Schema) -> list[tuple[str, Entry]]:
    """How a row is when a column is missing, as the description says: "missing if it never arrived", "when the gauge is broken".

    Two columns that are missing for one reason, told in so many words, are both missing."""
    found: dict[str, Col] = {}
    reasons: dict[str, list[Col]] = {}
    unsaid: dict[str, set[str]] = {}  # "was never measured", of whichever column that is said
    own = own_names(schema)
    for column in schema.columns:
        for said in description(column).missing:
            told = re.sub(r"^(the|an?) ", "", said)
            for phrase in (*_lacking(told, column), *_undone(said, column), *_failed(told)):
                if re.match(r"(?:it|they|this|not|never)\b", said):
                    unsaid.setdefault(phrase, set()).add(column.name)
                elif len(phrase.split()) > 2 and (same := Col(column.name, column.kind)) not in reasons.setdefault(
                    phrase, []
                ):
                    reasons[phrase].append(same)
                found.setdefault(phrase, Col(column.name, column.kind))
        without = re.search(
            r"\bmissing .*?(?:there (?:is|was|were|are) no|without(?: an?)?|has no|had no) ([a-z]+)(?=$|[;,.(])",
            description(column).whole,
        )
        for phrase in _without(without.group(1)) if without and without.group(1) not in own else ():
            found.setdefault(phrase, Col(column.name, column.kind))
        for phrase in (
            *_not_yet(column),
            *_never_done(column),
            *(said for said in _never_there(column) if said.split()[-1] not in own),
        ):
            found.setdefault(phrase, Col(column.name, column.kind))
        for said in re.findall(r"\bmissing (?:for|in) ([a-z -]+?)(?=$|[;,.(])", description(column).whole):
            for phrase in (said.strip(), singular(said.strip())) if len(said.split()) < 4 else ():
                found.setdefault(phrase, Col(column.name, column.kind))
    shared = {phrase: tuple(columns) for phrase, columns in reasons.items() if len(columns) > 1}
    kept = (phrase for phrase in found if len(unsaid.get(phrase, ())) < 2)
    return [(phrase, _absent(phrase, shared.get(phrase, found[phrase]))) for phrase in kept]


def _absent(phrase: str, lacking: Col | tuple[Col, ...]) -> Entry:
    """That a column is missing. Four of the description's own words in a row are no chance: they must come before what they mean one
    by one, since "the vendor has no figure" read so, of a text without a number, costs nothing."""
    return Entry("ABSENT", lacking, 0.2 if len(phrase.split()) < 4 else -0.2)


def _lacking(said: str, column: Column) -> Iterator[str]:
    words = said.split()
    if words[0] == "not" and len(words) == 2:  # "missing when not billed"
        names = set(description(column).names)
        for be in ("", "was ", "is ", "has ", "were ", "have "):
            yield from (
                f"{name} {be}not {'been ' if be in ('has ', 'have ') else ''}{words[1]}" for name in sorted(names)
            )
    if not 2 <= len(words) <= 7 or words[0] in ("there", "none", "not", "no", "nothing", "unknown"):
        return
    whole = " ".join(words[1:]) if words[0] in ("it", "they") else said
    yield whole
    if words[0] in ("it", "they") and words[1] in ("is", "are", "was", "were"):
        yield " ".join([words[1], "still", *words[2:]])
    elif still := re.match(r"((?:[a-z]+ ){1,2}?(?:is|are|was|were)) (?!still |not )(.+)$", said):  # "the case is open"
        yield f"{still[1]} still {still[2]}"
    if words[-1] == "none":  # "the clerk added none"
        yield from (f"{' '.join(words[:-1])} {nothing}" for nothing in ("nothing", *_no_such(column)))
    if words[1] in ("was", "is", "were", "has") and words[2:3] == ["never"] and len(words) > 3:
        yield " ".join(words[2:])  # "never serviced"
    elif words[0] in ("it", "they") and words[1] in ("was", "is", "were", "has") and len(words) > 3:
        yield " ".join(words[2:])
    for full, short in ((" was not ", " was n't "), (" is not ", " is n't "), (" were not ", " were n't ")):
        if full in f" {whole} ":
            yield f" {whole} ".replace(full, short).strip()
            yield f" {whole} ".replace(full, full.replace("not", "never")).strip()


def _not_yet(column: Column) -> Iterator[str]:
    """ "undecided", "is still unpaid" of a day that is called decided, or paid on."""
    named = re.fullmatch(r"([a-z]+)(?:_on|_at|_date)?", column.name.lower())
    done = named[1] if named and column.kind == "date" and description(column).missing else ""
    if done and is_participle(done) and is_adjective(f"un{done}"):
        yield from (f"{be}un{done}" for be in ("", "still ", "is still ", "remains ", "as yet "))


def _failed(said: str) -> Iterator[str]:
    """ "we never found the booking", "the booking was not found" of "we could not find the booking"."""
    failed = re.fullmatch(
        r"([a-z]+) (?:could|can|did|does|do|was able|were able) ?(?:not|n't) ([a-z]+) (?:the |an? )?((?:[a-z]+ )?[a-z]+)",
        said,
    )
    who, did, thing = failed.groups() if failed else ("", "", "")
    for known in verbs_of(did) if thing not in ("it", "one", "any", "that", "this", "them") else ():
        if known.base != did:
            continue
        things = [f"{the}{thing}" for the in ("the ", "a ", "an ", "its ", "")]
        could = (
            "could not",
            "could n't",
            "can not",
            "cannot",
            "ca n't",
            "did not",
            "did n't",
            "failed to",
            "was unable to",
            "were unable to",
        )
        yield from (f"{who} {not_} {did} {what}" for not_ in could for what in things)
        yield from (f"{who} never {past} {what}" for past in known.past for what in things)
        unable = (
            "could not be",
            "could n't be",
            "cannot be",
            "ca n't be",
            "was not",
            "was n't",
            "were not",
            "was never",
            "were never",
        )
        yield from (f"{thing} {not_} {done}" for not_ in unable for done in known.participles)


def _no_such(column: Column) -> Iterator[str]:
    """ "no remarks" of the remarks of the clerk."""
    noun = re.match(r"(?:the |an? )?(?:[a-z]+ )??([a-z]+) (?:of|by|from|added|left|given)\b", description(column).whole)
    for one in {column.name.lower().split("_")[-1], *(noun.groups() if noun else ())}:
        yield from (f"no {one}", f"no {plural(one)}", f"no {singular(one) if one.endswith('s') else one}")


def _without(thing: str) -> Iterator[str]:
    """ "there is no odometer", "without an odometer": as a row is where a value of it is missing."""
    an = "an" if thing[0] in "aeiou" else "a"
    yield from (f"there {be} no {thing}" for be in ("is", "was", "are", "were", "'s"))
    yield from (f"{have} no {thing}" for have in ("has", "had", "have"))
    yield from (
        f"no {thing}",
        f"without {an} {thing}",
        f"without {thing}",
        f"without any {thing}",
        f"{thing} is missing",
    )


def _never_done(column: Column) -> Iterator[str]:
    """ "the hull was never checked" of the day on which it was last checked, "missing when it never was"."""
    told = description(column)
    never = any(re.match(r"(?:it|that|this|they) never (?:was|were|did|happened)\b", why) for why in told.missing)
    done = re.match(
        r"(?:day|date) (?:on which |when )?(?:the |an? )?([a-z]+) (?:was|were) (?:last |first )?([a-z]+)\b", told.whole
    )
    if column.kind == "date" and done and never:
        what, did = done.groups()
        yield from (
            f"{subject}{be}never {did}" for subject in (f"{what} ", "") for be in ("was ", "has been ", "were ", "")
        )


_LAST = r"(?:last|latest|most recent|previous|first)"


def _never_there(column: Column) -> Iterator[str]:
    """ "there was never a default", "never defaulted" of the day of the last default, "missing when there never was one"."""
    told = description(column)
    named = re.fullmatch(rf"{_LAST}_([a-z]+)(?:_date)?", column.name.lower())
    last = re.match(rf"(?:the )?(?:day|date) of (?:the |an? )?(?:[a-z]+'s )?{_LAST} ([a-z]+)\b", told.whole)
    never = re.compile(
        r"(?:there (?:was |were )?(?:never (?:was|were) )?(?:none|never|no|not|one)\b|(?:it|they|he|she) never\b|none\b|no [a-z]+ (?:was|were|has|had) ever\b)",
    )
    if column.kind != "date" or not any(never.match(why) for why in told.missing):
        return
    for noun in {match.group(1) for match in (named, last) if match}:
        if not is_noun(noun):
            continue
        yield from _without(noun)
        an = "an" if noun[0] in "aeiou" else "a"
        yield from (f"there {was} {an} {noun}" for was in ("was never", "has never been", "never was"))
        yield from (f"{have} never had {an} {noun}" for have in ("has", "have", "had"))
        yield f"never had {an} {noun}"
        for done in {done for known in verbs_for(noun) for done in known.participles}:
            yield from (f"{be}never {done}" for be in ("", "was ", "has ", "have ", "has been ", "had "))


def _undone(said: str, column: Column) -> Iterator[str]:
    """ "nobody took the temperature" of temperature_c, "missing when it was not taken"."""
    undone = re.fullmatch(r"(?:it |they |this )?(?:(?:was|were|is) )?(?:not|never) ([a-z]+)", said)
    names = {unit_ended(column.name), *description(column).names} - {""}
    for known in verbs_of(undone.group(1)) if undone else ():
        if undone and undone.group(1) in known.participles:
            for who in ("nobody", "no one", "no-one"):
                yield from (
                    f"{who} {did} {the}{name}"
                    for did in known.past
                    for name in sorted(names)
                    for the in ("the ", "its ", "")
                )


def _called(schema: Schema) -> Iterator[str]:
    for column in schema.columns:
        for aka in column.aka:  # "class of business"
            yield from re.findall(r"^(?:class|type|kind|sort|line|area|category) of ([a-z]{3,})$", aka.lower())
        if column.kind == "text":  # "what the broker sent in about the risk"
            yield from re.findall(r"\babout (?:the|an?) ([a-z]{3,})$", description(column).sentence)
        if column.kind in ("span", "box", "vector"):
            continue
        told = description(column).sentence
        yield from re.findall(r"\b(?:of|about) (?:the|an?) (?:[a-z]+ )?([a-z]{2,})$", re.split(r" in | on |,", told)[0])
        yield from re.findall(
            r"\b(?:day|date|time|year) (?:on which |when |that )?(?:the|an?) ([a-z]{2,}) (?:was|were)\b", told
        )
        yield from re.findall(rf"^(?:the )?([a-z]+) {_SORTS}\b", told)
        yield from re.findall(rf"^([a-z]+)_{_SORTS}$", column.name.lower())


def _forms(nouns: set[str], schema: Schema) -> list[str]:
    own = own_names(schema)
    return sorted({form for noun in nouns - own for form in (noun, plural(noun))} - own)
