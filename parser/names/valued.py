"""What the values of a category are called beside their own words: by what the description says of them ("EUR (euros)"), and by who
or what goes by that name: "roofers" of roofing, "electricians" of electrical, "a concreting job" of concrete.

A name that two values share names neither; nor does one that means something else to the schema or to the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import CategoryValue, Col
from sayso.parser.english.inflection import comparatives, is_adjective, is_adverb, is_noun, plural, singular, verbs_of
from sayso.parser.english.lexicon import Entry, base
from sayso.parser.names.description import description
from sayso.parser.names.kinds import done_to_it, of_sort
from sayso.parser.names.rows import called, spoken_of

_TOLD_COST = 0.1
_HEAD_COST = 0.2
_AGENT_COST = 0.2
_MADE = (
    ("ing", "ier"), ("ing", "er"), ("ology", "ologist"), ("graphy", "grapher"), ("ical", "ician"), ("ics", "icist"), ("ics", "ician"), ("ics", "ist"),
    ("ic", "ician"), ("ism", "ist"), ("ery", "eon"), ("ery", "er"), ("try", "trist"), ("ry", ""), ("try", "ter"), ("ry", "er"), ("y", "er"), ("y", "ian"),
    ("y", "ist"), ("ation", "ator"), ("ion", "or"), ("e", "er"), ("", "er"), ("", "or"), ("", "ist"), ("", "ian"),
)  # fmt: skip
"""How the word for who does a thing is made of the word for the thing, the likeliest first: carpentry, carpenter."""
_SURE = (("ing", "er"), ("ology", "ologist"), ("graphy", "grapher"))
"""Ends of which the word for who does it is always made, though no table may have it: rheumatologist, scaffolder."""
_WALK = re.compile(
    r"\b(trade|profession|occupation|craft|special(?:i?ty|ism)|discipline|expertise|sector|industry|business|field|sport|role"
    r"|(?:line|branch|area|kind|type) of work)s?\b"
)
"""What is said of a column whose values are walks of life: of these, and of no others, people have their name."""


def entries(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """What names a value of a category column, with its meaning.

    >>> job = Column("trade", "category", "trade of the crew: roofing or glazing", values=("roofing", "glazing"))
    >>> "roofers" in dict(entries(Schema(("a", "b"), (job,))))
    True
    """
    columns: dict[str, list[str]] = {}
    for column in schema.columns:
        for value in column.values if column.kind == "category" else ():
            columns.setdefault(value, []).append(column.name)
            for phrase in (*of_sort(column, value), *done_to_it(value)):
                yield phrase, Entry("CVAL", CategoryValue(value, (column.name,)), 0.1)
    for value, names in columns.items():
        if re.search(r"\w", value):
            yield value, Entry("CVAL", CategoryValue(value, tuple(names)))
            if re.fullmatch(r"[a-zA-Z -]*[a-zA-Z]{2}", value) and not re.search(r"([^s]s|ed|ing)$", value):
                many = plural(value)  # "tankers"
                yield many, Entry("CVAL", CategoryValue(value, tuple(names), many), 0.1)
    yield from _otherwise(schema, columns)
    yield from members(schema)


def _otherwise(schema: Schema, columns: dict[str, list[str]]) -> Iterator[tuple[str, Entry]]:
    """The further names of values, each where it names one value and means nothing else."""
    found: dict[str, dict[str, float]] = {}
    for column in schema.columns:
        for value in column.values if column.kind == "category" else ():
            for phrase, cost in (*told_of(column, value), *_people(column, value)):
                found.setdefault(phrase, {}).setdefault(value, cost)
    taken = _taken(schema)
    own = {
        phrase: value for phrase, meant in found.items() if len(meant) == 1 and phrase not in taken for value in meant
    }
    for phrase, value in own.items():
        yield phrase, Entry("CVAL", CategoryValue(value, tuple(columns[value]), phrase), found[phrase][value])
    for column in schema.columns:
        said_so = {value: value for value in column.values} if column.kind == "category" else {}
        said_so |= {phrase: value for phrase, value in own.items() if value in said_so}
        for noun in _nouns(schema, column) if said_so else ():
            for phrase, value in said_so.items():
                for said in (f"{phrase} {noun}", f"{phrase} {plural(noun)}"):
                    yield said, Entry("CVAL", CategoryValue(value, (column.name,), said), 0.15)


def _taken(schema: Schema) -> frozenset[str]:
    """The words that mean something to the schema: its names, its values, and the words of its descriptions."""
    words: set[str] = set()
    for column in schema.columns:
        told = (
            re.sub(r"\([^()]*\)", " ", description(column).whole) if column.kind == "category" else column.description
        )
        for said in (column.name.replace("_", " "), *column.aka, told):
            words |= set(re.findall(r"[a-z]+", said.lower()))
        words |= {value.lower() for value in column.values}
    names = {name.lower().replace("_", " ") for name in (*schema.labels, *schema.lists)}
    return frozenset(words | {plural(word) for word in words} | names | {plural(name) for name in names})


_NOT_ONE = re.compile(
    r"\bmissing (?:for|when|if|where|in) (?:(?:the |an? )?([a-z]+) )?(?:(?:who|that|which) )?(?:is|are|was|were)(?: not|n't)(?: (?:an?|our))? "
    r"((?:[a-z]+ )?[a-z]+)(?=$|[;,.()])"
)


def members(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """Who has a value of a column and who has none, where it is "missing for guests who are not members".

    >>> tier = Column("tier", "category", "tier in our loyalty scheme: tin or gold; missing for guests who are not members")
    >>> [(phrase, e.term) for phrase, e in members(Schema(("a", "b"), (tier,))) if phrase in ("member", "non-members", "in the loyalty scheme")]
    [('member', 'HOLDER'), ('in the loyalty scheme', 'HOLDER'), ('non-members', 'ABSENT')]
    """
    found: dict[str, dict[Entry, None]] = {}
    for column in schema.columns:
        said = _NOT_ONE.search(description(column).whole)
        if not said or is_adjective(said.group(2)) or not _is_thing(said.group(2).split()[-1]):
            continue
        col = Col(column.name, column.kind)
        for who in _in_any_number(_singular_of(said.group(1))) if said.group(1) and _is_thing(said.group(1)) else ():
            found.setdefault(who, {})[Entry("BARENOUN", None, 0.2)] = None
        many = _in_any_number(_singular_of(said.group(2)))
        inside = re.search(
            r"^[a-z ]*?\b(?:in|of) (?:our|the|its) ([a-z]+(?: [a-z]+)?)(?=$|[:;,(])", description(column).whole
        )
        held = [*many, *(f"in {the}{inside.group(1)}" for the in ("the ", "our ", "") if inside)]
        for phrase in held:
            found.setdefault(phrase, {})[Entry("HOLDER", col, 0.15)] = None
        for phrase in (f"{no}{who}" for who in many for no in ("non-", "non ")):
            found.setdefault(phrase, {})[Entry("ABSENT", col, 0.15)] = None
    for phrase, meant in found.items():
        if len(meant) == 1 and phrase not in _names(schema):
            yield from ((phrase, entry) for entry in meant)


def _singular_of(phrase: str) -> str:
    start, space, last = phrase.rpartition(" ")
    return start + space + (singular(last) if last.endswith("s") and is_noun(singular(last)) else last)


def _names(schema: Schema) -> frozenset[str]:
    """The names of the schema's columns, labels and lists."""
    own = (name for column in schema.columns for name in (column.name, *column.aka))
    return frozenset(name.lower().replace("_", " ") for name in (*own, *schema.labels, *schema.lists))


def told_of(column: Column, value: str) -> Iterator[tuple[str, float]]:
    """What a description says of a value, in brackets or after a sign, with costs.

    >>> coin = Column("coin", "category", "coin of the bill: CHF (Swiss francs) or GBP (pounds)", values=("CHF", "GBP"))
    >>> sorted(phrase for phrase, _ in told_of(coin, "CHF"))
    ['francs', 'swiss franc', 'swiss francs']
    """
    own = re.escape(value.lower())
    for said in re.findall(
        rf"(?<![\w-]){own}(?: \(([^()]+)\)| ?= ?([^,;:.()=]+?)(?= or | and |[,;:.()]|$))", description(column).whole
    ):
        for phrase in re.split(r" or |/|,", next(filter(None, said))):
            bare = re.sub(r"^(?:an?|the|our|its|in|for) ", "", phrase.strip(" '\"“”‘’"))
            words = bare.split()
            if not re.fullmatch(r"[a-z][a-z '-]*", bare) or len(words) > 3 or not _is_thing(words[-1]):
                continue  # a remark on it: "gold (after twenty nights)"
            yield from ((form, _TOLD_COST) for form in _in_any_number(bare))
            if len(words) > 1 and words[-1] in _in_any_number(words[-1]):
                yield words[-1], _HEAD_COST  # "the bus" of the library bus


def _is_thing(word: str) -> bool:
    """Whether a word can be the name of a thing: a noun, or a word that no table has ("euros")."""
    one = singular(word)
    noun, other = is_noun(word) or is_noun(one), is_adjective(word) or is_adverb(word) or bool(verbs_of(word))
    return (noun and not is_adjective(word)) or not (noun or other or word in base().words)


def _in_any_number(phrase: str) -> tuple[str, ...]:
    start, space, last = phrase.rpartition(" ")
    many = last.endswith("s") and not is_noun(last)
    other = start + space + singular(last) if many else plural(phrase)
    return tuple(dict.fromkeys((phrase, other)))


_EMPTY = frozenset(["label", "name", "answer", "guess", "value", "verdict", "finding", "row", "text", "word"])
"""Nouns that may be the word for a row's label, or for anything."""
_GROUPS = (
    frozenset(["crew", "team", "gang", "squad", "group", "party"]),
    frozenset(["job", "work", "project", "task", "trade"]),
)
"""Nouns of which one stands for another beside a value: a demolition gang is a crew, a roofing job is work of that trade."""


def _nouns(schema: Schema, column: Column) -> tuple[str, ...]:
    """What may stand after a value of a column, since its name or description speaks of that or of the like: "gang" of the crew's trade."""
    told = set(
        re.findall(r"[a-z]+", f"{column.name.replace('_', ' ')} {re.split(r'[;:(]', column.description)[0]}".lower())
    )
    rows = set(
        re.findall(r"[a-z]+", " ".join(f"{c.name.replace('_', ' ')} {c.description}" for c in schema.columns).lower())
    )
    like = {noun for group, words in zip(_GROUPS, (rows, told), strict=True) if words & group for noun in group}
    like |= _GROUPS[1] if _works(column) else frozenset()
    head = re.match(r"(?:the |an? )?([a-z]+) (?:of|in|on|that|which|where|who|the|an?) ", description(column).whole)
    like |= {
        noun for noun in (column.name.lower().split("_")[-1], *(head.groups() if head else ())) if is_noun(noun)
    } - _EMPTY
    like -= {value.lower() for value in column.values}
    others = {name.lower() for c in schema.columns for name in (c.name, *c.aka) if c != column}
    others |= {name.lower() for name in schema.labels}
    others |= {*called(schema), *spoken_of(schema)}  # these may stand after any value
    return tuple(sorted(like - others))


def _works(column: Column) -> bool:
    """Whether a column's values are walks of life."""
    told = " . ".join((column.name.replace("_", " "), *column.aka, re.split(r"[;:(]", column.description)[0])).lower()
    for known in sorted(column.values, key=len, reverse=True):
        told = told.replace(known.lower(), " ")
    return bool(_WALK.search(told))


def _people(column: Column, value: str) -> Iterator[tuple[str, float]]:
    """Who does what a value names, and the doing of it: "carpenter", "concreting"."""
    word = value.lower()
    if not re.fullmatch(r"[a-z]{4,}", word) or not _works(column):
        return
    common = base().words | comparatives()
    made = (word.removesuffix(end) + put for end, put in _MADE if word.endswith(end) and _makes(word, end, put))
    agent = next(made, "")
    doing = {form for known in verbs_of(word) if known.base == word for form in known.ing}
    for form in (*((agent, plural(agent)) if agent else ()), *sorted(doing)):
        if form not in common:
            yield form, _AGENT_COST


def _makes(word: str, end: str, put: str) -> bool:
    """Whether such an end makes a word for people of it."""
    stem = word.removesuffix(end)
    if len(stem) < 3 or (end == "ing" and not verbs_of(word)):
        return False
    return (end, put) in _SURE or is_noun(stem + put)
