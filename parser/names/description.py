"""A column's name and description, taken apart once for all who look there for what people may call it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from sayso.grammar.schema import Column, Schema

_PREPOSITION = "in|on|of|at|from|to|for|by|with|per|since|until|after|before|between|above|over|under|behind|than|when|where|that|which|who|whose"
_PHRASE_ENDS = re.compile(rf" (?:{_PREPOSITION}|the|an?) ")
_COUNT = re.compile(r"^(?:the )?(?:number|count) of (?:([a-z-]+) )??([a-z]+s|people|staff|children)\b(.*)$")


@dataclass(frozen=True)
class Count:
    """ "number of earlier complaints about the shop": "earlier", "complaints", " about the shop"."""

    which: str
    things: str
    rest: str


@dataclass(frozen=True)
class Description:
    """What a column's name and description say.

    >>> said = description(Column("n_calls", "number", "The number of late calls to the desk (since May), per clerk", aka=("Calls",)))
    >>> said.names, said.clause, said.phrase
    (('n calls', 'calls'), 'the number of late calls to the desk', ('number',))
    >>> said.counts
    (Count(which='late', things='calls', rest=' to the desk'),)
    """

    name: str
    """The column's name, in words."""
    names: tuple[str, ...]
    """It and the other names."""
    whole: str
    """All of the description, in small letters."""
    sentence: str
    """What it says first: without what is told in brackets, or as a list, or beside."""
    clause: str
    """The first clause of that."""

    @cached_property
    def phrase(self) -> tuple[str, ...]:
        """What it says first that the column holds, without the article: "body temperature" of "the body temperature in degrees"."""
        return noun_phrase(self.clause)

    @cached_property
    def counts(self) -> tuple[Count, ...]:
        """What is counted, as the description or another name says."""
        found = (_COUNT.match(text) for text in (self.clause, *self.names[1:]))
        return tuple(Count(match[1] or "", match[2], match[3]) for match in found if match)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """When the column is missing: "it never arrived" of "missing if it never arrived"."""
        found = re.findall(r"\bmissing (?:if|when|where|while) ([a-z' -]+?)(?=$|[;,.(])", self.whole)
        return tuple(reason.strip() for reason in found)


def noun_phrase(text: str) -> tuple[str, ...]:
    """The words that some text begins with, up to what is told of them.

    >>> noun_phrase("the body temperature in degrees"), noun_phrase("days since trip")
    (('body', 'temperature'), ('days',))
    """
    return tuple(re.findall(r"[a-z]+", _PHRASE_ENDS.split(re.sub(r"^(?:the|an?) ", "", f"{text} "))[0]))


@lru_cache(maxsize=1024)
def description(column: Column) -> Description:
    """A column's name and description, taken apart."""
    name, whole = column.name.lower().replace("_", " "), column.description.lower()
    sentence, clause = (re.split(ends, whole)[0].strip() for ends in ("[;:(]", "[;:(,]"))
    return Description(name, (name, *(aka.lower() for aka in column.aka)), whole, sentence, clause)


def own_names(schema: Schema) -> frozenset[str]:
    """The names of a schema's columns."""
    return frozenset(word for c in schema.columns for word in (c.name.lower(), *(aka.lower() for aka in c.aka)))
