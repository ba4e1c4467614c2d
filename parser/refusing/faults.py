"""Things that a sentence may not ask, each with its own reason: what today is, a pattern that does not compile, an unknown value."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise

from sayso.grammar.schema import Schema
from sayso.grammar.values import Col
from sayso.parser.english import from_today
from sayso.parser.english.stretches import SEASONS
from sayso.parser.english.tokens import QUOTES, Token
from sayso.parser.words.bare import UNCOUNTED
from sayso.parser.words.edges import Lattice

_COUNTED = {
    r"a few|few|several|many|lots of|plenty of|numerous": "at least 3",
    r"a lot|often": "at least 3 times",
    r"(soon|shortly|closely) (after|before)": r"within 5 words \2",
    r"near|close to|closely followed by": "within 5 words of",
    r"(close|near) together": "within 5 words of each other",
}
"""What is said without a number, and the same with one."""


def known(lattice: Lattice, schema: Schema) -> list[str]:
    """The reasons that apply to a sentence."""
    return [
        *_unpaired(lattice),
        *_relative(lattice, schema),
        *_patterns(lattice),
        *_values(lattice, schema),
        *_seasons(lattice),
        *_uncounted(lattice),
        *_no_such_number(lattice),
        *_which_date(lattice, schema),
    ]


def uncounted(lattice: Lattice) -> list[Token]:
    """The words that say how many, how often or how near without a number."""
    words = UNCOUNTED | {"lot", "soon", "shortly", "closely"}
    if not any("BOXCOL" in edges for edges in lattice.edges):
        words |= {"near", "close"}
    asked = {i + 1 for i, token in enumerate(lattice.tokens) if token.key in ("how", "as", "too")}
    asked |= {i for edges in lattice.edges for e in edges.get("LABEL", ()) for i in range(e.first, e.end)}
    return [t for i, t in enumerate(lattice.tokens) if t.key in words and not t.quoted and i not in asked]


def _lone(lattice: Lattice) -> list[int]:
    """The nodes of quotation marks that have no partner."""
    return [i for i, t in enumerate(lattice.tokens) if t.text in QUOTES and t.text != "/" and not t.quoted]


def _unpaired(lattice: Lattice) -> list[str]:
    return ["A quotation mark has no partner: put the words to look for between two."] if _lone(lattice) else []


def paired(sentence: str, lattice: Lattice) -> list[str]:
    """The sentence with the partner of a lone quotation mark put in: around the word that it touches."""
    found = []
    for node in _lone(lattice)[:1]:
        mark, tokens = lattice.tokens[node], lattice.tokens
        if node and tokens[node - 1].end == mark.start:
            at = tokens[node - 1].start
            found.append(f"{sentence[:at]}{mark.text}{sentence[at:]}")
        elif node + 1 < len(tokens) and tokens[node + 1].start == mark.end:
            at = tokens[node + 1].end
            found.append(f"{sentence[:at]}{mark.text}{sentence[at:]}")
    return found


def counted(sentence: str, lattice: Lattice) -> list[str]:
    """The sentence with a number in place of what says none, for each way to say it."""
    vague = {(token.start, token.end) for token in uncounted(lattice)}
    said = [
        sentence[: m.start()] + m.expand(number) + sentence[m.end() :]
        for words, number in _COUNTED.items()
        for m in re.finditer(rf"\b(?:{words})\b", sentence, re.IGNORECASE)
        if any(m.start() <= start and end <= m.end() for start, end in vague)
    ]
    return said


def _uncounted(lattice: Lattice) -> list[str]:
    return [f"“{t.text}” has no number: say how many, or within how many words." for t in uncounted(lattice)[:1]]


def _seasons(lattice: Lattice) -> list[str]:
    """A season with a year: nobody has said which months it has."""
    said = [t.key for t, after in pairwise(lattice.tokens) if t.key in SEASONS and after.key in ("of", "in")]
    return (
        [f"“{said[0]}” has no dates of its own: say which months it has, as in “June to August 2022”."] if said else []
    )


_COMPARING = ("GT", "LT", "GE", "LE")
_MEASURED = frozenset(
    ["NUMCOL", "DAYS", "WORDS", "CHARS", "SENTS", "PARAS", "LINES", "PIXELS", "THING", "SIGN", "LIST", "STR", "PHRASE"]
    + ["TIMES", "FREQ", "LONG", "SURE", "COLUMNWORD", "HOLDS", "LABEL", "LETTERS", "OF", "ASMANY"]
)
"""What may follow a number that something is compared with, and be counted or measured."""


def _no_such_number(lattice: Lattice) -> list[str]:
    """ "more than 500 employees", "the hold time is over 5", where no column says how many or how long."""
    for node in range(len(lattice.tokens)):
        for edge in (e for term in _COMPARING for e in lattice.edges[node].get(term, ())):
            figures = lattice.edges[edge.end].get("NUM", ())
            after = max((n.end for n in figures), default=0)
            named = (_counted_thing(lattice, after) or _measured_thing(lattice, edge.first)) if figures else ""
            if named:
                return [f"There is no column for “{named}”: nothing here says how much or how many that is."]
    return []


_NAMED = frozenset(
    [
        "DOC",
        "IT",
        "PAIRWORD",
        "BARENOUN",
        "SIZEOF",
        "NUMPAIR",
        "LENGTHOF",
        "WORDS",
        "CHARS",
        "SENTS",
        "LIST",
        "CVAL",
        "NUM",
        "AND",
        "OR",
        "BUT",
    ]
    + [
        "WITH",
        "WHEN",
        "THATWHICH",
        "WHOSE",
        "THERE",
        "OF",
        "IN",
        "NOT",
        "LABEL",
        "DISTANCEOF",
        "MEASURE",
        "PART",
        "DATE",
        "FROM",
    ]
)
"""What may stand before a comparison and be compared, or join what is."""


def _counted_thing(lattice: Lattice, node: int) -> str:
    """The noun after a number, where nothing that can be counted starts there."""
    if node >= len(lattice.tokens) or not lattice.tokens[node].key.isalpha() or lattice.tokens[node].quoted:
        return ""
    terms = set(lattice.edges[node]) - {"BARE"}
    noun = not terms or terms <= {"BARENOUN", "DOC", "CVAL"}
    return lattice.tokens[node].text if noun and not terms & _MEASURED else ""


def _measured_thing(lattice: Lattice, node: int) -> str:
    """The noun before a comparison, where no column, text or pronoun ends there."""
    at = node
    while at and (
        {"BE", "NUMVERB", "REACHV"} & set(lattice.edges[at - 1]) or lattice.tokens[at - 1].key in ("is", "was", "are")
    ):
        at -= 1
    ends = {
        e.term for edges in lattice.edges[:at] for es in edges.values() for e in es if e.end == at and e.term != "BARE"
    }
    word = lattice.tokens[at - 1] if at else None
    named = any(term.endswith("COL") or term in _NAMED for term in ends)
    if word is None or word.quoted or not word.key.isalpha() or named:
        return ""
    start = at - 1
    while start and not lattice.known[start - 1] and lattice.tokens[start - 1].key.isalpha():
        start -= 1
    articles = [i for i in range(max(0, at - 4), at - 1) if lattice.tokens[i].key in ("the", "a", "an", "its", "their")]
    return " ".join(t.text for t in lattice.tokens[(articles[-1] + 1 if articles else start) : at])


def _relative(lattice: Lattice, schema: Schema) -> list[str]:
    """A date that counts from today, where nobody has said what today is."""
    terms = [set(edges) for edges in lattice.edges]
    counts = any({"AGO", "INLAST", "INNEXT", "OLD"} & at for at in terms) or any(
        t.key == "older" for t in lattice.tokens
    )
    by_days = counts and any("DAYS" in at for at in terms)
    any_day = datetime.date(2000, 1, 1)
    turns = any(from_today.read(lattice.tokens, node, any_day) for node in range(len(lattice.tokens)))
    if schema.today is not None or not (by_days or turns):
        return []
    return ["It counts from today, and the schema names no today: name a date, or add today to the schema."]


_DATING = ("after", "before", "in", "since", "from", "until", "by", "during", "on", "till")


def _which_date(lattice: Lattice, schema: Schema) -> list[str]:
    """A date to compare with, and several columns that may be meant."""
    dates = [column.name for column in schema.columns if column.kind == "date"]
    terms = {term for edges in lattice.edges for term in edges}
    said = [e for edges in lattice.edges for e in edges.get("DATE", ()) if e.first == e.start]
    told = any(e.end > e.start + 1 or lattice.tokens[e.start - 1].key in _DATING for e in said if e.start)
    if len(dates) < 2 or not told or {"DATECOL", "NUMCOL"} & terms:
        return []
    return [f"There are several dates: say which is meant, {', '.join(dates[:-1])} or {dates[-1]}."]


def _patterns(lattice: Lattice) -> list[str]:
    """A regular expression that does not compile, or does not run in linear time."""
    if not any({"MATCH", "REGEX"} & set(edges) for edges in lattice.edges):
        return []
    reasons = []
    for token in (token for token in lattice.tokens if token.quoted):
        try:
            re.compile(token.text)
        except (re.error, OverflowError, RecursionError) as error:
            reasons.append(f"The regular expression '{token.text}' does not compile: {error}.")
        else:
            if re.search(r"\(\?[=!<]|\\[1-9]", token.text):
                reasons.append("Look-ahead, look-behind and back-references do not run in linear time: say it without.")
    return reasons


def _values(lattice: Lattice, schema: Schema) -> list[str]:
    """Words after a category that are none of its values."""
    reasons = []
    for edges in lattice.edges:
        for edge in edges.get("CATCOL", ()):
            column = schema.column(edge.value.name) if isinstance(edge.value, Col) else None
            rest = [t.text for t in lattice.tokens[edge.end : edge.end + 6] if t.text[:1].isupper() or t.quoted]
            if column is None or not column.values or not rest:
                continue
            said = " ".join(rest)
            if not any(said.lower() in value.lower() or value.lower() in said.lower() for value in column.values):
                values = ", ".join(f"'{value}'" for value in column.values)
                reasons.append(f"'{said}' is none of the values of {column.name}: {values}.")
    return list(dict.fromkeys(reasons))[:1]
