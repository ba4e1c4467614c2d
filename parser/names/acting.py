"""Who does what a flag tells: the guest, of whether the guest asked for a refund. Who was asked for one did not ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sayso.grammar.schema import Column, Schema
from sayso.parser.english.inflection import plural, verbs_of

_DOES = tuple(
    re.compile(
        rf"(?:whether|if|true if|true when) (?:(?:the|an?|any|some|another|our) )?{first}([a-z]+) (?:has |have |had )?([a-z]+) [a-z]"
    )
    for first in ("", "[a-z]+ ")
)
"""Of one noun or two: "the guest asked for", "the hotel guest asked for"."""


_AUXILIARY = frozenset(["is", "are", "was", "were", "be", "been", "has", "have", "had", "does", "do", "did", "can", "may", "it", "this"])  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """What somebody does, in a flag's description."""

    who: frozenset[str]
    """The noun for whoever does it, one and several."""
    done: frozenset[str]
    """The participles of what is done: behind "was" they turn it round."""


def acting(schema: Schema) -> Mapping[str, Deed]:
    """For each flag that tells what somebody does to something, who and what.

    >>> flag = Column("refund", "boolean", "whether the guest asked for a refund")
    >>> sorted(acting(Schema(("a",), (flag,)))["refund"].who)
    ['guest', 'guests']
    """
    return {c.name: deed for c in schema.columns if c.kind == "boolean" and (deed := _deed(c)) is not None}


def _deed(column: Column) -> Deed | None:
    told = re.split(r"[;:(,]", column.description.lower())[0].strip()
    for does in (pattern.match(told) for pattern in _DOES):
        who, did = does.groups() if does else ("", "")
        if who in _AUXILIARY:
            continue  # "whether the ship was detained" is passive itself
        for known in verbs_of(did):
            if did in (*known.past, known.third) and did not in _AUXILIARY:
                return Deed(frozenset([who, plural(who)]), frozenset(known.participles))
    return None
