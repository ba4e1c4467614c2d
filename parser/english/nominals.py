"""What the doing of a thing is called: a renewal is what was renewed, a loan what was lent.

English makes such nouns from verbs in some twenty ways; which of them a verb goes is told by whether there is such a noun.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sayso.parser.english.inflection import Verb, all_verbs, is_noun, verb, verbs_of

_OWN_WORD = {
    "lend": "loan", "sell": "sale", "buy": "purchase", "die": "death", "bear": "birth", "lose": "loss", "choose": "choice",
    "give": "gift", "steal": "theft", "fly": "flight", "grow": "growth", "advise": "advice", "prove": "proof", "speak": "speech",
    "receive": "receipt", "enter": "entry", "complain": "complaint", "respond": "response", "analyse": "analysis",
    "analyze": "analysis", "diagnose": "diagnosis", "try": "trial", "license": "licence", "practise": "practice", "see": "sight",
    "marry": "marriage", "incept": "inception", "weigh": "weight", "treat": "treatment",
}  # fmt: skip
"""Nouns that no ending makes."""
_ENDINGS = (
    ("", "al"), ("e", "al"), ("", "ment"), ("", "ion"), ("e", "ion"), ("", "ation"), ("e", "ation"), ("y", "ication"),
    ("er", "ration"), ("l", "llation"), ("mit", "mission"), ("d", "sion"), ("de", "sion"), ("ceive", "ception"), ("scribe", "scription"),
    ("duce", "duction"), ("olve", "olution"), ("quire", "quisition"), ("sume", "sumption"), ("pel", "pulsion"), ("vert", "version"),
    ("", "ance"), ("e", "ance"), ("ain", "enance"), ("", "ence"), ("e", "ence"), ("", "y"), ("e", "y"), ("", "ure"), ("e", "ure"), ("", "ature"),
    ("e", "ity"), ("", "age"),
)  # fmt: skip
"""What of a verb's end is left off, and what is put there: expire, expiration; submit, submission; deliver, delivery."""


@cache
def nominals(verb: Verb) -> tuple[str, ...]:
    """The nouns for what a verb does, the likeliest first, such as are nouns of their own.

    >>> nominals(verb("expire")), nominals(verb("lend")), nominals(verb("repair"))
    (('expiration', 'expiry'), ('loan',), ('repair',))
    """
    return tuple(dict.fromkeys(_nominals(verb)))


def _nominals(verb: Verb) -> Iterator[str]:
    if verb.base in _OWN_WORD:
        yield _OWN_WORD[verb.base]
    for end, put in _ENDINGS:
        if verb.base.endswith(end) and is_noun(made := verb.base.removesuffix(end) + put):
            yield made
    yield from (noun for noun in (verb.base, *verb.ing) if is_noun(noun))


@cache
def verbs_for(noun: str) -> tuple[Verb, ...]:
    """The verbs whose doing a noun may be.

    >>> [verb.base for verb in verbs_for("renewal")], [verb.base for verb in verbs_for("loan")], verbs_for("hydrant")
    (['renew'], ['lend', 'loan'], ())
    """
    own = [verb(base) for base, made in _OWN_WORD.items() if made == noun]
    akin = (verb for verb in _akin().get(noun[:2], ()) if noun in (*nominals(verb), *verb.ing))
    return tuple(dict.fromkeys([*own, *akin]))


_PARTICLES = ("in", "up", "out", "off", "back", "over", "down")


def phrasal(noun: str) -> tuple[tuple[Verb, str], ...]:
    """The verb and its particle that a noun is made of.

    >>> [(verb.base, particle) for verb, particle in phrasal("login")], phrasal("cabin")
    ([('log', 'in')], ())
    """
    stems = ((noun.removesuffix(end), end) for end in _PARTICLES if noun.endswith(end))
    return tuple(
        (known, end) for stem, end in stems for known in verbs_of(stem) if known.base == stem and len(stem) > 2
    )


def done(participle: str) -> tuple[str, ...]:
    """The nouns for what was done.

    >>> done("delivered"), done("reviewed")
    (('deliverance', 'delivery'), ('review',))
    """
    verbs = [verb for verb in verbs_of(participle) if participle in verb.participles]
    return tuple(dict.fromkeys(noun for verb in verbs for noun in nominals(verb)))


@cache
def _akin() -> dict[str, list[Verb]]:
    found: dict[str, list[Verb]] = {}
    for each in all_verbs().values():
        found.setdefault(each.base[:2], []).append(each)
    return found
