"""Who did it, by the text that names whoever did: "signed by Ida Holm", "Ida Holm signed it" of the manager who signed the claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import Col
from sayso.parser.inflection import Verb, all_verbs, verbs_of
from sayso.parser.lexicon import Entry

_WHO = re.compile(
    r"(?:the |an? )?(?:name of (?:the |an? )?)?[a-z]+(?: [a-z]+)? (?:who|that|which) (?:has |had )?([a-z]+) (?:the|an?|it|this)\b ?([a-z]*)"
)
_BE = ("", "is ", "was ", "are ", "were ", "been ", "has been ", "have been ", "had been ")


def namers(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """What is said of whoever a text names, but for the main text: with the column that names them."""
    for column in schema.columns:
        if column.kind != "text" or column.name == schema.default_text:
            continue
        value = Col(column.name, column.kind)
        for verb, done in _deeds(column):
            for participle in verb.participles:
                yield from ((f"{be}{participle} by", Entry("DONEBY", value, 0.1)) for be in _BE)
            for past in verb.past:
                yield past, Entry("DID", value, 0.15)
                yield from ((f"{past} {what}", Entry("DIDTHIS", value, 0.1)) for what in ("it", "this", "that", *done))
            yield from (
                (f"{have} {participle} {what}", Entry("DIDTHIS", value, 0.1))
                for have in ("has", "have", "had")
                for participle in verb.participles
                for what in ("it", "this", *done)
            )


def _deeds(column: Column) -> Iterator[tuple[Verb, tuple[str, ...]]]:
    """The verbs for what they did, and what they did it to: by the description, and by a name such as "approver"."""
    told = _WHO.match(column.description.lower())
    for verb in verbs_of(told.group(1)) if told else ():
        yield verb, ((f"the {told.group(2)}",) if told and told.group(2) else ())
    name = column.name.lower()
    stems = [name.removesuffix(end) for end in ("r", "er", "or") if name.endswith(end)]
    agent = next((all_verbs()[stem] for stem in stems if stem in all_verbs() and len(stem) > 3), None)
    if agent is not None:
        yield agent, ()
