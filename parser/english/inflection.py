"""The forms of English verbs and nouns, from LemmInflect's table (made from the SPECIALIST lexicon of the NIH).

The table is read from the package's files without importing its code, which would import spaCy only to add to it.
"""

from __future__ import annotations

import gzip
import importlib.util
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DOUBLED = re.compile(r"([a-z])\1(ed|ing)$")


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb's forms: of "choose" it is "chooses", "chose", "chosen", "choosing"; a form may have two spellings."""

    base: str
    third: str
    past: tuple[str, ...]
    participles: tuple[str, ...]
    ing: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        """All forms, the plain one first and the one in -ing last."""
        return tuple(dict.fromkeys([self.base, self.third, *self.past, *self.participles, *self.ing]))


def verb(base: str) -> Verb:
    """A verb by its plain form: from the table, or inflected as most verbs are.

    >>> verb("lend").participles, verb("cancel").past, verb("mention").forms
    (('lent',), ('canceled', 'cancelled'), ('mention', 'mentions', 'mentioned', 'mentioning'))
    """
    return all_verbs().get(base) or _regular(base)


def verb_forms(base: str) -> tuple[str, ...]:
    """All forms of a verb, the plain one first and the one in -ing last."""
    return verb(base).forms


def verbs_of(form: str) -> tuple[Verb, ...]:
    """The verbs of the table that a word is a form of.

    >>> [verb.base for verb in verbs_of("left")], verbs_of("table's")
    (['leave'], ())
    """
    return _by_form().get(form, ())


def is_participle(word: str) -> bool:
    """Whether a word says what was done: "signed", "taken", "lent".

    >>> is_participle("lent"), is_participle("bed"), is_participle("geotagged")
    (True, False, True)
    """
    if any(word in verb.participles for verb in verbs_of(word)):
        return True
    return word.endswith("ed") and len(word) > 3 and not is_noun(word)


def is_noun(word: str) -> bool:
    """Whether the table knows a word as a noun in the singular."""
    return word in _plurals()


def is_adjective(word: str) -> bool:
    """Whether the table knows a word as an adjective.

    >>> is_adjective("spare"), is_adjective("damage")
    (True, False)
    """
    return word in _words_of("adj")


def is_adverb(word: str) -> bool:
    """Whether the table knows a word as an adverb.

    >>> is_adverb("abroad"), is_adverb("damage")
    (True, False)
    """
    return word in _words_of("adv")


def plural(noun: str) -> str:
    """The plural of a noun, or of the last word of a phrase.

    >>> plural("policy"), plural("box"), plural("change of control"), plural("diagnosis")
    ('policies', 'boxes', 'change of controls', 'diagnoses')
    """
    start, space, last = noun.rpartition(" ")
    known = _plurals().get(last)
    if known and known != last:
        return start + space + known
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|ch|sh)$", noun) else "s")


def singular(noun: str) -> str:
    """The singular of a plural.

    >>> singular("policies"), singular("illnesses"), singular("boxes"), singular("images"), singular("packs"), singular("analyses")
    ('policy', 'illness', 'box', 'image', 'pack', 'analysis')
    """
    if noun.endswith("ies") and len(noun) > 4:
        regular = noun[:-3] + "y"
    else:
        regular = noun[:-2] if re.search(r"(ss|x|ch|sh)es$", noun) else noun[:-1]
    return regular if is_noun(regular) else _singulars().get(noun, regular)


def _regular(base: str) -> Verb:
    if re.search(r"(s|x|ch|sh)$", base):
        third, past, ing = base + "es", base + "ed", base + "ing"
    elif base.endswith("e"):
        third, past, ing = base + "s", base + "d", base[:-1] + "ing"
    elif re.search(r"[^aeiou]y$", base):
        third, past, ing = base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgkmnpt]", base):
        third, past, ing = base + "s", base + base[-1] + "ed", base + base[-1] + "ing"
    else:
        third, past, ing = base + "s", base + "ed", base + "ing"
    return Verb(base, third, (past,), (past,), (ing,))


@cache
def _lines() -> dict[str, list[list[str]]]:
    """The table's lines by their part of speech: a word, then its forms, each with its spellings between strokes."""
    spec = importlib.util.find_spec("lemminflect")
    roots = (spec.submodule_search_locations or []) if spec else []
    found: dict[str, list[list[str]]] = defaultdict(list)
    for root in roots:
        table = gzip.decompress((Path(root) / "resources" / "infl_lu.csv.gz").read_bytes()).decode("utf-8")
        for line in table.splitlines():
            word, sort, *forms = line.split(",")
            found[sort].append([word, *forms])
    return found


@cache
def all_verbs() -> dict[str, Verb]:
    """Every verb of the table by its plain form."""
    return {verb.base: verb for verb in map(_read, _lines()["verb"])}


def _read(line: list[str]) -> Verb:
    base, *told = line
    past, participles, ing, third = map(_spelled, [*told, "", "", "", ""][:4])
    if not (past and ing and third):
        regular = _regular(base)
        past, ing, third = past or regular.past, ing or regular.ing, third or (regular.third,)
    return Verb(base, third[0], past, participles or past, ing)


def _spelled(forms: str) -> tuple[str, ...]:
    """The spellings of a form, without the misspelling "refered" that the table has beside "referred"."""
    if "/" not in forms:
        return (forms,) if forms else ()
    spellings = forms.split("/")
    undoubled = {_DOUBLED.sub(r"\1\2", form) for form in spellings[:1]} - set(spellings[:1])
    return tuple(form for form in spellings if form not in undoubled)


@cache
def _by_form() -> dict[str, tuple[Verb, ...]]:
    found: dict[str, tuple[Verb, ...]] = {}
    for verb in all_verbs().values():
        for form in verb.forms:
            found[form] = (*found.get(form, ()), verb)
    return found


@cache
def comparatives() -> frozenset[str]:
    """What adjectives are when there is more of them, and most: "higher", "lowest"."""
    return frozenset(form for line in _lines()["adj"] for forms in line[1:] for form in forms.split("/") if form)


@cache
def _more() -> dict[str, str]:
    return {line[0]: line[1].split("/")[0] for line in _lines()["adj"] if len(line) > 1}


def comparative(adjective: str) -> str:
    """What an adjective is when there is more of it, in one word; empty where none has one: "riskier", of "careful" none."""
    return _more().get(adjective, "")


@cache
def _words_of(sort: str) -> frozenset[str]:
    return frozenset(line[0] for line in _lines()[sort])


@cache
def _plurals() -> dict[str, str]:
    return {line[0]: (line[1].split("/")[0] if len(line) > 1 else line[0]) for line in _lines()["noun"]}


@cache
def _singulars() -> dict[str, str]:
    return {many: one for one, many in sorted(_plurals().items(), reverse=True) if many != one}
