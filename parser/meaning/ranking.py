"""Several readings to the likely one: what is acceptable at all, what is taken for granted, how close the next one is."""

from __future__ import annotations

import re

from sayso.grammar import units
from sayso.grammar.context import Hole, Pending
from sayso.grammar.forms import FORMS, Condition, Form
from sayso.grammar.frame import Framed
from sayso.grammar.function import Role, Source
from sayso.grammar.predicates.categories import CategoryIs
from sayso.grammar.predicates.date_pairs import DateVersus
from sayso.grammar.predicates.items import AnyOf
from sayso.grammar.predicates.logic import And, Holding, Not, Or
from sayso.grammar.predicates.order import one_by_one
from sayso.grammar.predicates.shape import LengthIs
from sayso.grammar.predicates.text import Contains
from sayso.grammar.schema import Schema
from sayso.grammar.values import Bare, CategoryValue, Col, DateRange, Figure, LabelName, ListName, Literal
from sayso.parser.meaning.assumptions import COUNTED_BACK, assumptions, had
from sayso.parser.meaning.given import given_to
from sayso.parser.meaning.impossible import impossible
from sayso.parser.meaning.negations import unanswered
from sayso.parser.meaning.reading import Reading
from sayso.parser.meaning.unmeant import unmeant
from sayso.parser.meaning.values_taken import has_value
from sayso.parser.words.edges import Edge, Lattice
from sayso.parser.words.explained import explains

CLEAR = 0.35
"""By how much the first reading must be cheaper than the second to be clearly ahead."""
MARGIN = 3.0
"""By how much dearer a reading may be than the first, and is still offered."""
SHOWN = 6
_ROLES = {
    "LABEL": "label",
    "TEXTCOL": "column",
    "NUMCOL": "column",
    "DATECOL": "column",
    "BOOLCOL": "column",
    "CATCOL": "column",
    "SPANCOL": "column",
    "BOXCOL": "column",
    "OWNERCOL": "column",
    "SOURCECOL": "column",
    "SIZEOF": "column",
    "NUMPAIR": "column",
    "ABSENT": "column",
    "LACKC": "column",
    "HOLDER": "column",
    "DIDIT": "column",
    "DIDSO": "column",
    "DONEBY": "column",
    "GIVENDEED": "value",
    "BOOLNOT": "column",
    "NOBODYDID": "column",
    "COLGT": "column",
    "COLLT": "column",
    "WRITER": "column",
    "DOC": "column",
    "IT": "column",
    "STR": "value",
    "BARE": "value",
    "CVAL": "value",
    "DATE": "value",
    "FROMTODAY": "value",
    "DATES": "value",
    "AGEGROUP": "value",
    "THING": "value",
    "SIGN": "value",
    "LIST": "list",
    "NUM": "number",
    "FREQ": "number",
    "HEDGE": "hedge",
    "COMMA": "punctuation",
    "COLON": "punctuation",
    "DOT": "punctuation",
    "QUESTION": "punctuation",
    "LPAR": "punctuation",
    "RPAR": "punctuation",
}
PERIODS = (7, 30, 365)
"""Days in a week, a month and a year, as a distance between two dates is counted."""
_FRAME = {
    "FRAME",
    "ONEOF",
    "ANYDOC",
    "PHRASE",
    "LETTERS",
    "BARENOUN",
    "ASK",
    "NUMBERED",
    "ITEMMARK",
    "DENYLABEL",
    "COUNTING",
    "FIRSTLATE",
}
_JOINS = {
    "WHEN",
    "UNLESS",
    "OTHERWISE",
    "AND",
    "BUT",
    "OR",
    "NOR",
    "EITHER",
    "NEITHER",
    "BOTH",
    "SO",
    "ARROW",
    "THATWHICH",
}
_JOINS |= {"WHOSE", "WITH", "WITHOUT", "ALSO", "HOLDS", "LEAVEOUT", "EXCEPTED", "ONLYFOR", "ANYTHOSE"}


def acceptable(readings: list[Reading], lattice: Lattice, schema: Schema) -> list[Reading]:
    """The readings that may be offered: pronouns resolved, every meaningful word kept, cheapest first."""
    kept: dict[object, Reading] = {}
    for reading in sorted(readings, key=_rank):
        framed: Framed = reading.value
        likeliest = next(iter(kept.values()), reading)
        if len(kept) == SHOWN or reading.cost > likeliest.cost + MARGIN + 1e-5:
            break  # the sum is rounded where it ranks
        if framed.rationale in kept:
            continue
        if not _whole(framed.rationale) or not _keeps(framed.rationale, reading) or _contradicts(framed.rationale):
            continue
        if not one_by_one(framed.rationale) or unmeant(framed.rationale, reading, lattice, schema):
            continue
        if not explains(framed.rationale, reading.edges, lattice.tokens, lattice.explained):
            continue
        if unanswered(framed.rationale, reading.edges, lattice.tokens):
            continue  # a word that denies was dropped, or something was denied that nobody denied
        kept[framed.rationale] = reading
    told: dict[str, Reading] = {}
    for reading in kept.values():
        told.setdefault(_briefly(reading), reading)
    ranked = list(told.values())
    return [r for r in ranked if r.cost <= ranked[0].cost + MARGIN]


def _briefly(reading: Reading) -> str:
    """What a reading says, but for a value that must be there anyway: "the tier is not missing and the tier is 'gold'"."""
    said: str = reading.value.rationale.say()
    for column in re.findall(r"\bthe (\w+) is not missing and ", said):
        if f"the {column} is '" in said:
            said = said.replace(f"the {column} is not missing and ", "", 1)
    return re.sub(r"(?<=[a-z] )\$(?=\d)", "", said)  # "20 euros" of a column in euros, by their sign or by their name


def _rank(reading: Reading) -> tuple[float, int, int, int]:
    """Cheapest first; of those that cost the same, the one that says less ("starts with 'a' or 'b'" is one condition, not two),
    then the one whose "or" joins less ("after June with a or with b"), then the one that takes more words together ("dates from")."""
    nodes = tuple(reading.value.rationale.walk())
    joined = sum(isinstance(below, Condition) for node in nodes if isinstance(node, Or) for below in node.walk())
    return (round(reading.cost, 6), len(nodes), joined, len(reading.edges))


def _whole(form: Form) -> bool:
    return all(type(node).__name__ in FORMS and not isinstance(node, (Hole, Pending)) for node in form.walk())


def _contradicts(form: Form) -> bool:
    """Whether it asks for a thing and against the same thing: true of no row, so nobody meant it."""
    for node in form.walk():
        parts = node.parts_of if isinstance(node, And) else ()
        if any(isinstance(no, Not) and any(_implies(part, no.of) for part in parts) for no in parts):
            return True
    return impossible(form) is not None


def _implies(part: Form, other: Form) -> bool:
    """Whether what holds of one holds of the other: the same, or any of fewer things in the same text."""
    if part == other:
        return True
    if not (isinstance(part, Contains) and isinstance(other, Contains) and part.place == other.place):
        return False
    few, many = part.what, other.what
    return isinstance(few, AnyOf) and isinstance(many, AnyOf) and set(few.items) <= set(many.items)


def _keeps(form: Form, reading: Reading) -> bool:
    """Every leaf with a meaning occurs in the form: nothing that was said is silently dropped."""
    atoms = set(_atoms(form))
    counted = [node.bounds.n.value for node in form.walk() if isinstance(node, LengthIs)]
    spoken_of = given_to(reading.edges)
    for edge in reading.edges:
        value = edge.value
        if edge in spoken_of:
            continue
        if isinstance(value, (Literal, Bare)):
            if value.text not in atoms and value.text.lower() not in atoms:
                return False
        elif isinstance(value, (Col, LabelName, ListName)):
            if isinstance(value, Col) and value.kind == "text" and had(form):
                continue
            own = value.name in atoms or f"{value.name.removesuffix('_box')}_score" in atoms
            if not own and not isinstance(value, (ListName, LabelName)):
                return False
        elif isinstance(value, Figure):
            share = value.unit == "%" and value.value / 100 in atoms  # "20 percent of the amount" is 0.2 times it
            share = share or _in_other_unit(value, reading, atoms) or _counted_off(edge, reading)
            share = share or any(
                e.term == "HINGES" and e.end == edge.start for e in reading.edges
            )  # counted by its reader
            share = share or (
                value.value < max(counted, default=0) and any(e.term in _COUNTED_ON for e in reading.edges)
            )
            if value.value not in atoms and edge.term == "NUM" and not share and not _confidence(value, reading):
                return False
        elif isinstance(value, DateRange):
            if value not in atoms and float(value.first.year) not in atoms:
                return False
        elif edge.term == "DATES":
            if not {month for run in value for month in run} <= atoms:
                return False
        elif isinstance(value, CategoryValue) and not has_value(edge, form, atoms, reading):
            return False
    return True


_COUNTED_ON = frozenset(["FOLLOWON", "AHEADON", "FOLLOWED", "PRECEDED"])
"""Behind "the first sentence ..." three more that follow make four."""


def _counted_off(edge: Edge, reading: Reading) -> bool:
    """Whether a number of days went into a date: "30 days ago", "in the last two weeks"."""
    per = any(e.term == "DAYS" and e.start == edge.end for e in reading.edges)
    return per and any(e.term in COUNTED_BACK for e in reading.edges)


def _in_other_unit(figure: Figure, reading: Reading, atoms: set[object]) -> bool:
    """Whether a figure was kept in another unit: its own, or the one at the end of its range ("between 2 and 5 minutes")."""
    told = {edge.value.unit for edge in reading.edges if isinstance(edge.value, Figure)}
    said = {unit for unit in told if units.measured(unit)}
    mine = {figure.unit} & said if figure.unit else said
    return any(units.same(Figure(figure.value, unit), a) for unit in mine for a in atoms if isinstance(a, float))


def _confidence(value: Figure, reading: Reading) -> bool:
    stated = reading.value.confidence
    return stated is not None and abs(stated * 100 - value.value) < 1e-9


def _atoms(form: Form) -> list[object]:
    found: list[object] = []
    for node in form.walk():
        if isinstance(node, CategoryIs):
            found += [word for value in node.values for word in value.lower().split()]  # "the agent contains 'Estates'"
        for part in node.parts().values():
            for item in part if isinstance(part, tuple) else (part,):
                if isinstance(item, Form):
                    continue
                found.append(item)
                if isinstance(item, Figure):
                    found.append(abs(item.value))
                if isinstance(item, str):
                    found.append(item.lower())
                if isinstance(item, (int, float)):
                    found += [float(item), item + 1.0, item - 1.0]  # "fewer than 5 between" is kept as at most 4
                for name in ("n", "upper"):
                    inner = getattr(item, name, None)
                    if isinstance(inner, Figure):
                        found.append(inner.value)
        if isinstance(node, Holding):
            found.append(float(len(node.parts_of)))  # "two of the four boxes"
        if isinstance(node, DateVersus):
            found += [node.days / per for per in PERIODS]  # "two weeks" is kept as 14 days
    return found


def close(costs: tuple[float, ...]) -> bool:
    """Whether the first reading is not clearly ahead of the second."""
    return len(costs) > 1 and costs[1] - costs[0] < CLEAR


def source(sentence: str, reading: Reading, lattice: Lattice, schema: Schema) -> Source:
    """The sentence with what each of its characters did, and what was taken for granted."""
    roles: list[Role] = []
    for edge in reading.edges:
        for node in range(edge.start, edge.first):
            token = lattice.tokens[node]
            roles.append(Role(token.start, token.end, "remark" if _aside(lattice, node) else "filler"))
        start, end = lattice.tokens[edge.first].start, lattice.tokens[edge.end - 1].end
        roles.append(Role(start, end, _role(edge.term), _what(edge.value)))
    last = max((edge.end for edge in reading.edges), default=0)
    for token in lattice.tokens[last:]:
        node = lattice.tokens.index(token)
        said = "remark" if _aside(lattice, node) else "filler" if token.text.isalnum() else "punctuation"
        roles.append(Role(token.start, token.end, said))
    return Source(sentence, tuple(roles), assumptions(reading, lattice, schema))


def _aside(lattice: Lattice, node: int) -> bool:
    return any(start <= node < end for start, ends in lattice.asides.items() for end in ends)


def _role(term: str) -> str:
    if term in _ROLES:
        return _ROLES[term]
    return "filler" if term in _FRAME else "connective" if term in _JOINS else "predicate"


def _what(value: object) -> str:
    if isinstance(value, (Col, LabelName, ListName)):
        return value.name
    if isinstance(value, (Figure, DateRange)):
        return value.say()
    return value.text if isinstance(value, (Bare, CategoryValue)) else ""
