"""The words of a schema's descriptions, in every form, and the columns that they speak of.

Experts speak of a column in the words of its description, in an order of their own: of "working days lost through the event" they say
"we lost more than three days" and "no day was lost".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sayso.grammar.predicates.categories import counts
from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import unit_ended
from sayso.grammar.values import Col
from sayso.parser.english.inflection import is_adjective, is_noun, is_participle, plural, singular, verbs_of
from sayso.parser.english.lexicon import base
from sayso.parser.english.nominals import nominals, verbs_for
from sayso.parser.names.describing import HAD
from sayso.parser.names.description import description, noun_phrase
from sayso.parser.names.elapsed import counted_from
from sayso.parser.names.rows import called

_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "the this that it its them there how many much what which who whom whose whether when where while if not no nor never none "
        "missing unknown true false yes first last latest least most more less fewer than only all any every each other another "
        "before after since until between within above below over under about as and or but so far per one two three four five six "
        "seven eight nine ten be is are was were been being has have had do does did done got get given "
        "in on at of for to by with from into onto through up out off down name value number count date day time year column row "
        "can could may might must shall should will would word words text",
    )
)
"""Words of a description that say nothing of its column: they compare, deny, count and join."""
_JOINING = frozenset(
    ["and", "not", "for", "per", "the", "has", "was", "with", "from", "over", "since", "before", "after", "until"]
)
_MONEY = frozenset(
    ["price", "cost", "costs", "amount", "sum", "fee", "fare", "rent", "charge"]
    + ["euros", "dollars", "pounds", "francs", "usd", "eur", "gbp"]
)
_ALIKE = (
    ("pay", "cost", "charge", "price", "spend"),
    ("receive", "arrive", "reach", "come", "land"),
    ("want", "request", "ask", "seek", "demand"),
)
"""Of what one of them says, all are said: a price is paid, what came in has reached somebody, what was asked for is wanted."""
_DOCUMENTS = frozenset(
    ["DOC", "WORDS", "CHARS", "SENTS", "PARAS", "LINES", "PHRASE", "LETTERS", "THING", "SIGN", "PART"]
)
_PARTS = ("body", "wording", "sentence", "paragraph", "line", "word", "letter", "character", "list", "label")
_KINDS = {"number": "NUMCOL", "score": "NUMCOL", "date": "DATECOL", "boolean": "BOOLCOL", "category": "CATCOL"}
_KINDS |= {"text": "TEXTCOL"}
_TIMES = re.compile(r"\b(days|weeks|months|years|hours|minutes)\b")
_LATE = ("before", "already", "previously", "earlier", "again", "last", "first")
_LACKING = re.compile(r"\b(?:missing|blank|empty|null|none)\b([^;.]*)")
NEGATIONS = frozenset(["not", "n't", "never", "nobody", "no", "none", "without", "cannot"])
_IDLE = frozenset(
    ["be", "have", "do", "can", "could", "will", "may", "get", "make", "come", "go", "take", "put", "leave", "find", "yet"]
)  # fmt: skip
"""Verbs that alone do not say what was done."""
GIVING = ("know", "write", "give", "state", "record", "say", "tell", "note", "enter", "specify", "fill")
"""What is done with any fact, so that it is known."""


@dataclass(frozen=True)
class Vocabulary:
    """What the words of a schema's descriptions speak of."""

    words: dict[str, frozenset[str]]
    """For every form of every word, the columns whose descriptions have it."""
    names: dict[str, tuple[tuple[Col, str], ...]]
    """The words of which only one column of its kind speaks, with it and its terminal."""
    heads: dict[str, frozenset[str]]
    """For each column, the words of its name that can stand for it."""
    deeds: dict[str, frozenset[str]]
    """For every form of a verb, the columns that are missing where it was not done."""
    own_deeds: frozenset[str]
    """Those of which a description itself speaks: "missing as long as nobody has signed it"."""
    places: dict[tuple[str, str], frozenset[str]]
    """A preposition and its noun, or a time that is over, as these columns' descriptions have them: "above the ground", "last month"."""
    counted: frozenset[str]
    """The numbers that count things, so that there may be none."""
    times: frozenset[str]
    """The numbers of days, weeks or hours."""
    begun: dict[str, frozenset[str]]
    """The numbers that count the time from what a word stands for, by each of its forms: of days since the trip, the trip."""
    late: dict[str, frozenset[str]]
    """Adverbs that may end what is said of a column, since its description has them: "was seen here before"."""
    columns: dict[str, Col]

    def explaining(self, word: str) -> frozenset[str]:
        """The columns that a word may go along with. Of a text one says what stands in it: nothing goes along with that."""
        return frozenset(name for name in self.words.get(word, ()) if self.columns[name].kind != "text")


def vocabulary(schema: Schema) -> Vocabulary:
    """The words of a schema's names and descriptions.

    >>> schema = Schema.from_dict({"labels": ["late"], "columns": {"wait": {"kind": "number", "description": "days lost by the crew"}}})
    >>> vocabulary(schema).words["losing"]
    frozenset({'wait'})
    """
    words = _words(schema)
    deeds, own = _deeds(schema)
    told = {c.name: f"{c.name.replace('_', ' ')} {c.description}".lower() for c in schema.columns}
    numbers = [c.name for c in schema.columns if c.kind == "number"]
    return Vocabulary(
        words,
        _names(schema, words, own),
        {column.name: frozenset(form for word in _heads(column) for form in _forms(word)) for column in schema.columns},
        deeds,
        own,
        _places(schema),
        frozenset(column.name for column in schema.columns if column.kind == "number" and counts(column)),
        frozenset(name for name in numbers if _TIMES.search(told[name])),
        _begun(schema),
        {word: frozenset(name for name, text in told.items() if re.search(rf"\b{word}\b", text)) for word in _LATE},
        {column.name: Col(column.name, column.kind) for column in schema.columns},
    )


def _words(schema: Schema) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    rows = {*called(schema), *_forms((schema.default_text or "").lower())}  # which have a grammar of their own
    for column in schema.columns:
        if column.kind in ("span", "box"):
            continue  # where they stand is said of them, and nothing else may be passed over
        other = _documents() - (frozenset() if column.kind == "text" else _named(column))
        for word in _own_words(column) - other:
            for form in _forms(word) - other - (frozenset() if word in _named(column) else rows):
                found.setdefault(form, set()).add(column.name)
    return {word: frozenset(columns) for word, columns in found.items()}


def _own_words(column: Column) -> set[str]:
    told = re.split(r"[;:]", description(column).whole)[0]
    said = re.findall(r"[a-z]+", " ".join([column.name.replace("_", " "), *column.aka, told]).lower())
    said += [verb for verbs in _alike(column, said) for verb in verbs]
    values = {word for value in column.values for word in re.findall(r"[a-z]+", value.lower())}
    return ({word for word in said if len(word) > 2 and word not in _EMPTY} - values) | _named(column)


def _alike(column: Column, said: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The verbs that may be said for one that a description has."""
    words = set(said)
    paying, *others = _ALIKE
    if column.kind == "number" and words & _MONEY:
        yield paying
    for verbs in others:
        if any(known.base in verbs for word in words for known in verbs_of(word)):
            yield verbs


def _named(column: Column) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]{3,}", description(column).name)) - _JOINING


def _places(schema: Schema) -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for column in schema.columns:
        for place in _PLACE.findall(description(column).whole):
            found.setdefault((place[0] or place[2], place[1] or place[3]), set()).add(column.name)
    return {place: frozenset(columns) for place, columns in found.items()}


def _begun(schema: Schema) -> dict[str, frozenset[str]]:
    """What the days of a column are counted from is nothing that is so many days long itself."""
    found: dict[str, set[str]] = {}
    for column in schema.columns:
        for event in counted_from(column) if column.kind == "number" else ():
            for form in (form for word in re.findall(r"[a-z]{3,}", event) for form in _forms(word)):
                found.setdefault(form, set()).add(column.name)
    return {word: frozenset(columns) for word, columns in found.items()}


_PLACE = re.compile(
    r"\b(above|below|behind|over|under|before|after|since|beyond|near|within|against) (?:(?:the|an?|its|their) )?([a-z]+)\b"
    r"|\b(last|past|previous|this|current|next) (hour|day|week|month|quarter|season|term|year)\b"
)


@cache
def _documents() -> frozenset[str]:
    """Words of documents, and of what is in them: they mean that, whatever a description speaks of."""
    own = {phrase for phrase, entry in base().entries if entry.term in _DOCUMENTS}
    return frozenset({*own, *_PARTS, *map(plural, _PARTS)})


@cache
def _forms(word: str) -> frozenset[str]:
    """A word's own forms, and those of the verb or noun that it goes with: lost, losing, loss."""
    forms = {word}
    for known in (*verbs_of(word), *verbs_for(word)):
        forms |= {*known.forms, *nominals(known)}
    if is_noun(word) or singular(word) != word:
        forms |= {plural(word), singular(word)}
    if is_adjective(word):
        forms |= {f"{word.removesuffix('e')}er", f"{word.removesuffix('e')}est"}
    return frozenset(form for form in forms if form == word or form not in _EMPTY)


def _deeds(schema: Schema) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    found: dict[str, set[str]] = {}
    own: set[str] = set()
    for column in schema.columns:
        undone = {*_undone(column)}
        given = GIVING if _LACKING.search(description(column).whole) else ()
        for form in (form for verb in (*undone, *given) for form in _forms(verb)):
            found.setdefault(form, set()).add(column.name)
        own |= {form for verb in undone - {*GIVING} for form in _forms(verb)}
    return {form: frozenset(columns) for form, columns in found.items()}, frozenset(own)


def _undone(column: Column) -> Iterator[str]:
    """The verbs for what was not done where the column is missing: "sign" of "blank as long as nobody has signed it"."""
    for clause in _LACKING.findall(description(column).whole):
        words = re.findall(r"[a-z']+", clause)
        denied = [i for i, word in enumerate(words) if word in NEGATIONS | {"until"} or word.endswith("n't")]
        after = words[denied[0] + 1 :] if denied else []
        who = (
            re.search(r"\bwho ([a-z]+)", description(column).whole)
            if {"did", "does", "has"} & set(after[-1:])
            else None
        )
        for word in (*after, *(who.groups() if who else ())):  # "clerk who signed; missing when nobody did"
            yield from (known.base for known in verbs_of(word) if word not in _EMPTY and known.base not in _IDLE)
        for word in (word.removeprefix("un") for word in words if word.startswith("un")):  # "missing when unknown"
            yield from (known.base for known in verbs_of(word) if word in known.participles)


def _names(
    schema: Schema, words: dict[str, frozenset[str]], deeds: frozenset[str]
) -> dict[str, tuple[tuple[Col, str], ...]]:
    """For each word, the column of each kind that alone has it, where it can stand for what the column holds."""
    terms = {column.name: _KINDS.get(column.kind, "") for column in schema.columns}
    things = {word for name in (*schema.labels, *schema.lists) for word in re.findall(r"[a-z]+", name.lower())[-1:]}
    found: dict[str, list[tuple[Col, str]]] = {}
    for column in schema.columns:
        own = {n.lower().removesuffix("_box") for c in schema.columns if c != column for n in (c.name, *c.aka)}
        naming = (
            frozenset(form for word in _naming(column) for form in _forms(word)) if column.kind != "text" else deeds
        )
        for word in sorted(naming - things - own):  # no other column is called so
            columns = words.get(word, frozenset())
            if terms[column.name] and [n for n in columns if terms[n] == terms[column.name]] == [column.name]:
                found.setdefault(word, []).append((Col(column.name, column.kind), terms[column.name]))
    return {word: tuple(named) for word, named in found.items()}


def _naming(column: Column) -> frozenset[str]:
    """The words of a description that can stand for what its column holds: its name, its head, what is done; and of what a flag
    tells, what is done or had. (In "distance from the house to the gate" the gate is none, in "refused the payment" the payment.)"""
    said = frozenset(re.findall(r"[a-z]+", description(column).clause))
    if column.kind == "boolean":
        had = any(known.base in HAD for word in said for known in verbs_of(word))
        own = (said | _heads(column)) - _subject(column) - _EMPTY
        return own if had else frozenset(word for word in own if _tells(word))
    head = description(column).phrase if column.kind != "date" else ()
    alike = (verb for verbs in _alike(column, said) for verb in verbs)
    done = (word for word in said if any(v.base not in _IDLE for v in verbs_of(word)) and _tells(word))
    return frozenset({*head, *alike, *done}) - _EMPTY | _heads(column)


def _heads(column: Column) -> frozenset[str]:
    """The words of a name that can stand for it: its noun and what is done. (Of room_rate, "rate"; of days_lost, both.)"""
    words = noun_phrase(unit_ended(column.name) or description(column).name)  # of days_since_trip, the days
    done = [word for word in words if is_participle(word) or not is_noun(word)]
    noun = next((word for word in reversed(words) if word not in done), "")
    any_date = {"date", "day"} if column.kind == "date" else set()  # of call_date no more than of the others
    return frozenset(word for word in (*done, noun) if len(word) > 2) - _JOINING - any_date


def _tells(word: str) -> bool:
    """Whether a word says what is done, and not what it is done with."""
    return is_participle(word) or not is_noun(word)


def _subject(column: Column) -> frozenset[str]:
    """Of whom a flag tells something: that he is named says nothing of it."""
    told = re.match(r"(?:whether|if|true if|true when) (.+)", description(column).whole)
    words = re.findall(r"[a-z]+", told.group(1)) if told and column.kind == "boolean" else []
    auxiliary = ("is", "was", "has", "were", "are")
    verb = next((i for i, word in enumerate(words) if word in auxiliary or (verbs_of(word) and not is_noun(word))), 0)
    found = words[verb : verb + 1] in ([be] for be in auxiliary) and any(
        known.base in HAD for done in words[verb + 1 : verb + 2] if is_participle(done) for known in verbs_of(done)
    )
    return frozenset(words[:verb]) if not found else frozenset()  # "whether disease was found": the disease
