"""What a value makes with the noun that its column sorts: "tap water" of a water source, "savings account" of a kind of account;
and with the verb of its description: "written by a resident" of who wrote, "came by post" of how the letter came."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column
from sayso.parser.english.inflection import is_noun, plural, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.english.nominals import verbs_for
from sayso.parser.names.description import description

_SORT = r"(?:type|kind|class|category|sort|source|material)"


def sorted_nouns(column: Column) -> tuple[str, ...]:
    """The nouns whose sorts are a column's values.

    >>> sorted_nouns(Column("surface", "category", "kind of road: gravel or tar", aka=("street type",)))
    ('street', 'road')
    """
    told = description(column).clause
    found = [noun for name in description(column).names for noun in re.findall(rf"^([a-z]+) {_SORT}$", name)]
    found += re.findall(rf"^(?:the )?{_SORT} of (?:the |an? )?([a-z]+)\b", told) + re.findall(
        rf"^(?:the )?([a-z]+) {_SORT}$", told
    )
    return tuple(dict.fromkeys(noun for noun in found if is_noun(noun) and not re.fullmatch(_SORT, noun)))


def of_sort(column: Column, value: str) -> Iterator[str]:
    """ "gravel road", "gravel roads" of the value "gravel"."""
    for noun in sorted_nouns(column):
        if not value.lower().endswith(noun):
            yield from (f"{value} {noun}", f"{value} {plural(noun)}")


def done_to_it(value: str) -> Iterator[str]:
    """ "decline it" of the value "decline": what is decided is what is done to the row."""
    if any(known.base == value.lower() for known in verbs_of(value.lower())):
        yield from (f"{value} {it}" for it in ("it", "this", "this one"))


_BE = ("", "was ", "is ", "were ", "has been ")
_WHO = re.compile(r"^who ([a-z]+)\b")
_HOW = re.compile(
    r"^(?:[a-z]+ (?=where|how))?(how|where|[a-z]+(?= the | an? )) (?:the |an? )?[a-z]+ (?:(was|were|is|are) )?([a-z]+(?: (?:in|out|up|off|back|over))??)(?: (from|in|at|on|to|out))?$"
)
_INWARD = frozenset(["in", "out", "up", "off", "over", "down"])
_LINKS = {"how": ("by", "via", "through", "over", "per", "using"), "where": ("in", "on", "at", "from")}


def links(column: Column) -> Iterator[tuple[str, Entry]]:
    """The verbs that a category's values follow.

    >>> said = [phrase for phrase, _ in links(Column("channel", "category", "how the letter came: post, email or fax"))]
    >>> "came by" in said, "comes via" in said
    (True, True)
    """
    told = description(column).clause
    who, how = _WHO.match(told), _HOW.match(told)
    if column.kind != "category":
        return
    for done in (done for known in verbs_of(who.group(1)) for done in known.participles) if who else ():
        yield from ((f"{be}{done} by", Entry("FROM", None, 0.1)) for be in _BE)
    if not how:
        return
    which, be, did, end = how.groups()
    if which not in _LINKS and (not end or end == "out"):
        return  # "the colour the seller chose"
    did, _, particle = did.partition(" ")
    if which == "where" and end in _INWARD:  # "where it was handed in": in at a place
        particle, end = f"{particle} {end}".strip(), ""
    for known in verbs_of(did):
        said = known.participles if be else known.forms
        forms = tuple(f"{was}{form} {particle}".strip() for was in (_BE if be else ("",)) for form in said)
        yield from ((form, Entry("DONEAT", None, 0.1)) for form in forms if which == "where")
        for link in (end,) if end and end != "out" else _LINKS[which]:
            yield from ((f"{form} {link}", Entry("FROM", None, 0.1)) for form in forms)
    thing = re.search(rf"{which} (?:the |an? )?([a-z]+(?:ion|ment|al|[ae]nce)) ", told)
    for known in (
        verbs_for(thing.group(1)) if thing and which in _LINKS else ()
    ):  # "suggested at": where the suggestion was made
        yield from (
            (f"{be}{done} {link}", Entry("FROM", None, 0.15))
            for be in _BE
            for done in known.participles
            for link in _LINKS[which]
        )
