"""Who gives the value of a column, as its description tells: the database of "role that the credits database has for this person",
the script of "label proposed by the triage script; missing when it stayed silent".

Such a source acts in sentences: "the database lists it as director", "the script said nothing" (`grammar/predicates/sources.lark`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.values import CategoryValue, Col
from sayso.parser.english.inflection import is_adjective, is_noun, verbs_of
from sayso.parser.english.lexicon import Entry
from sayso.parser.names.rows import called

_GIVING = frozenset(
    ["have", "list", "give", "hold", "record", "show", "put", "keep", "say", "name", "assign", "set", "choose", "propose", "suggest", "predict"]
    + ["guess", "make", "find", "decide", "conclude", "recommend", "rule", "judge", "diagnose", "vote", "advise", "determine", "select", "pick"]
    + ["assess", "classify", "rate", "grade", "report", "return", "output", "store", "carry", "enter", "mark", "write", "note", "award", "attach"]
    + ["detect", "see", "read", "estimate", "forecast", "register", "file", "code", "label", "tag", "settle", "issue", "state", "quote"]
)  # fmt: skip
"""Verbs of giving, and of having, a value: whoever does so with it is its source."""
_WHO = (
    r"(?:the|an?|our|its|their|some) "
    r"((?:(?!(?:for|of|in|on|to|from|with|that|which|who|was|is|at|as|and|or|the)\b)[a-z][a-z'’-]* ){0,3}[a-z][a-z-]*)"
)
_BY = re.compile(rf"\b([a-z]+) (?:by|from) {_WHO}$")
_DOES = re.compile(
    r"(?:^what|\b(?:that|which)|^(?!how|when|where|who)(?:the |an? )?[a-z]+(?: (?!of|in|on|to|from|with|for|by)[a-z]+)?) (?:the|an?|our) ([a-z][a-z '’-]+)$"
)
_SURE = re.compile(rf"^how (?:sure|certain|confident) {_WHO} (?:was|is|were|are)\b")
_OF = re.compile(
    rf"^(?:the |an? )?(?:[a-z]+ )?(?:label|score|confidence|verdict|output|prediction|finding|decision|guess|answer|opinion) "
    rf"(?:of|from|according to) {_WHO}$"
)
_OWN = re.compile(
    rf"^{_WHO}(?:'s|’s|') (?:[a-z]+ )?(?:label|score|confidence|verdict|output|prediction|finding|decision|guess|answer|opinion)\b"
)
_KEPT = re.compile(
    r"\bin (?:the|our) ((?:[a-z]+ )?(?:registry|register|database|catalogue|catalog|directory|ledger|archive|inventory|roster))$"
)
_UNSAID = re.compile(
    rf"\bmissing (?:when|if|where|while) {_WHO} (?:abstained|stayed|remained|kept|was silent|was unsure|said nothing|gave no|did not|made no|has no|had no"
    r"|has nothing|had nothing|knows nothing|knew nothing|does not know|did not know|could not)\b"
)
_IDLE = frozenset(
    ["row", "text", "case", "name", "thing", "label", "score", "value", "others", "day", "date", "list", "file", "year"]
)


def source_of(column: Column) -> str:
    """Who gives the value of a column, or nothing.

    >>> source_of(Column("db_role", "category", "role that the credits database has for this person and film: star or writer"))
    'credits database'
    >>> source_of(Column("zone", "category", "zone the camera watches: dock or aisle"))
    ''
    """
    if column.kind not in ("category", "score"):
        return ""
    told = re.split(r"[;:,]", re.sub(r" \([^()]*\)", "", column.description.lower()))[0]
    told = re.sub(r" from \d.*$", "", told).strip()
    for did, who in (*_BY.findall(told), *_does(told)):
        if any(known.base in _GIVING for known in verbs_of(did)):
            return _whole(who)
    for shape, text in ((_SURE, told), (_OWN, told), (_OF, told), (_KEPT, told), (_UNSAID, column.description.lower())):
        if found := shape.search(text):
            return _whole(found.group(1))
    return ""


def _does(told: str) -> Iterator[tuple[str, str]]:
    """ "has" and "credits database" of "role that the credits database has for this person": each verb with who comes before it."""
    for said in _DOES.findall(told):
        words = said.split()
        if words[-1] in _STRANDED:
            continue  # "language the guest wrote in"
        yield from (
            (words[at], " ".join(words[:at])) for at in range(1, min(5, len(words))) if not is_adjective(words[at - 1])
        )


_STRANDED = frozenset(["in", "on", "at", "from", "with", "by", "under", "through", "to", "about"])


def _whole(who: str) -> str:
    """ "council's sorting tool": the tool, whoever owns it."""
    return re.sub(r"^.*(?:'s|’s|s') ", "", who) if re.search(r"(?:'s|’s|s') [a-z]", who) else who


def sources(schema: Schema) -> dict[str, tuple[tuple[str, float], ...]]:
    """For each column that somebody gives, the names of that source, shorter and shorter; none that means anything else, or another source.

    >>> told = {"kind": "category", "values": ["a", "b"], "description": "label given by the night clerk; missing when it was quiet"}
    >>> sources(Schema.from_dict({"labels": ["a", "b"], "columns": {"clerk_label": told}}))["clerk_label"]
    (('night clerk', 0.25), ('clerk', 0.25))
    """
    whole = {column.name: who for column in schema.columns if (who := source_of(column)) and who not in _IDLE}
    taken = {name.lower().replace("_", " ") for name in (*schema.labels, *schema.lists)} | {*called(schema)}
    for column in schema.columns if whole else ():
        names = {name.lower().replace("_", " ").removesuffix(" box") for name in (column.name, *column.aka)}
        taken |= names | ({name.split()[-1] for name in names} if column.name not in whole else set())
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for name, who in whole.items():
        others = [other for other in whole.values() if other != who]
        short = [s for s in _shorter(who) if s not in taken | _IDLE and not any(_ends(other, s) for other in others)]
        found[name] = tuple((s, 0.25) for s in dict.fromkeys(short))
    return found


def _ends(who: str, short: str) -> bool:
    return who == short or who.endswith(f" {short}")


def _shorter(who: str) -> Iterator[str]:
    """ "old screening desk", "screening desk", "old desk", "desk"."""
    words = who.split()
    for start in range(len(words)):
        yield " ".join(words[start:])
    if len(words) > 2:
        yield f"{words[0]} {words[-1]}"


_CALLED = {
    "category": (
        "label",
        "verdict",
        "answer",
        "decision",
        "prediction",
        "output",
        "class",
        "category",
        "guess",
        "opinion",
        "finding",
        "choice",
    ),
    "score": ("score", "confidence", "certainty"),
}


def source_names(schema: Schema) -> dict[str, tuple[tuple[str, float], ...]]:
    """What a source's column is called after it: "the database", "the database's role", "role in the database"."""
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for name, who in sources(schema).items():
        column = schema.column(name)
        first = re.match(
            r"(?:the |an? )?([a-z]+) (?:that|which|the|an?|given|set|in|as|by|from|of|[a-z]+ed|chosen) ",
            column.description.lower(),
        )
        own = (first.group(1),) if first and is_noun(first.group(1)) and column.kind == "category" else ()
        nouns = tuple(dict.fromkeys((*own, *_CALLED[column.kind])))
        said = [(f"{s}{of}{noun}", cost + 0.05) for s, cost in who for noun in nouns for of in (" ", "'s ")]
        said += [
            (f"{noun} {of} the {s}", cost + 0.05)
            for s, cost in who
            for noun in nouns
            for of in ("of", "by", "from", "in")
        ]
        found[name] = (*who, *said)
    return found


def source_phrases(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """The sources, and what they do in giving a value: "cleared it" of the label "cleared", "to inspect" of "inspect"."""
    for name, who in sources(schema).items():
        column = schema.column(name)
        yield from ((said, Entry("SOURCECOL", Col(name, column.kind), cost)) for said, cost in who)
        yield column.name.lower(), Entry("SOURCECOL", Col(name, column.kind))
        for value in column.values if column.kind == "category" else ():
            for form in _deeds(value.lower()):
                said = form if form != value.lower() else ""
                yield form, Entry("GIVENDEED", CategoryValue(value, (name,), said), 0.1)


def _deeds(value: str) -> Iterator[str]:
    """The forms of the verb that a value is: of "cleared" and of "clear"."""
    first, _, rest = value.partition(" ")
    if rest and rest not in ("it", "off", "out", "back", "up", "down", "through"):
        return
    for known in verbs_of(first):
        if first in (known.base, *known.participles):
            yield from dict.fromkeys(f"{form} {rest}".strip() for form in known.forms)
