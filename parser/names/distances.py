"""How far a thing is from another: "lives within 100 m of the school", "further off than 500 m", where one column says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Schema
from sayso.grammar.values import Col
from sayso.parser.english.lexicon import Entry
from sayso.parser.names.description import description, own_names

_BETWEEN = re.compile(
    r"^(?:the )?distance (?:in [a-z]+ )?(?:from (?:the |an? )?(?P<start>[a-z' ]+?) )?to (?:the |an? )?(?P<end>(?:[a-z]+ )?[a-z]+)(?: in [a-z]+)?$"
)
_FAR = re.compile(
    r"^how far (?:away )?(?:the |an? )?(?P<start>[a-z' ]+?) (?:is|was|lives|lies) (?:away )?from (?:the |an? )?(?P<end>(?:[a-z]+ )?[a-z]+)(?:,? in [a-z]+)?$"
)
_HOME = re.compile(r"\b(?:address|home|house|residence|flat|dwelling|lives)\b")
_OFF = (" away", " off", "", " out")
_COMPARED = {
    "GT": ("further{} than", "farther{} than", "further{} from it than", "more distant than"),
    "LT": ("nearer than", "closer than", "nearer to it than", "closer to it than", "less far{} than"),
}


def distances(schema: Schema) -> Iterator[tuple[str, Entry]]:
    """What a schema's only distance between two things makes sayable, each phrase with its meaning."""
    found = [(c, told) for c in schema.columns if c.kind == "number" and (told := _told(description(c).sentence))]
    if len(found) != 1:
        return
    column, told = found[0]
    col, end = Col(column.name, column.kind), told["end"]
    own = own_names(schema)
    for place in dict.fromkeys((end, end.split()[-1])):
        for said in ("from the {}", "from {}", "of the {}", "away from the {}", "away from {}", "off the {}"):
            yield said.format(place), Entry("NUMCOL", col, 0.1)
        if place not in own:
            yield place, Entry("BARENOUN", None, 0.3)
    if told["start"] and "'" not in told["start"]:
        yield f"from the {told['start']}", Entry("NUMCOL", col, 0.1)
    for said in ("away", "away from it", "from it", "off"):
        yield said, Entry("NUMCOL", col, 0.2)
    for term, phrases in _COMPARED.items():
        for phrase in dict.fromkeys(phrase.format(off) for phrase in phrases for off in _OFF):
            yield phrase, Entry(term, None, 0.1)
    if _HOME.search(description(column).whole):
        yield from (
            (verb, Entry("NUMVERB", None, 0.05)) for verb in ("live", "lives", "lived", "living", "resides", "residing")
        )


def _told(told: str) -> dict[str, str] | None:
    match = _BETWEEN.match(told) or _FAR.match(told)
    return {key: value or "" for key, value in match.groupdict().items()} if match else None
