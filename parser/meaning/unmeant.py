"""What a sentence could be read as by its words, and nobody would mean: each a way to take a word for something to look for, or to
ask of one row what is said of two. The grammar has no part in it: they are told by words that stand beside, or by the whole form."""

from __future__ import annotations

from sayso.grammar import units
from sayso.grammar.forms import Form
from sayso.grammar.predicates.items import Quoted
from sayso.grammar.predicates.logic import Or
from sayso.grammar.predicates.numbers import NumberIs
from sayso.grammar.predicates.order import Ordered
from sayso.grammar.predicates.text import Contains
from sayso.grammar.schema import Schema
from sayso.grammar.values import Col, Figure
from sayso.parser.english.inflection import is_adjective
from sayso.parser.meaning.reading import Reading
from sayso.parser.meaning.values_taken import better_or_worse
from sayso.parser.names.given import giver_of
from sayso.parser.words.edges import Lattice
from sayso.parser.words.explained import only_there

OWN = 0.08
"""What the own names of columns cost less than."""
_BESIDE = ("BETWEEN2", "BEFORE", "AFTER", "BEFOREV", "AFTERV")
_DEGREES = frozenset(["very", "quite", "too", "rather", "so", "really", "pretty", "extremely", "fairly", "somewhat"])
_EACH = ("a", "an", "any", "every", "each")
_ARE = ("is", "are", "'s", "was", "were")


def unmeant(form: Form, reading: Reading, lattice: Lattice, schema: Schema) -> bool:
    """Whether nobody would mean this."""
    return (
        _counts_words_unsaid(reading)
        or _judged(form, reading)
        or _only_like_that(form, reading, lattice)
        or better_or_worse(reading, lattice, schema)
        or _named_somebody(reading, lattice)
        or _done_not_begun(reading, lattice)
        or _full_stop_said(reading, lattice)
        or _not_the_words(form, reading, lattice)
        or bool(lattice.explained and only_there(form, reading.edges, lattice.tokens))
        or _label_looked_for(reading, lattice, schema)
        or _added_up(form, reading, lattice)
        or _between_numbers(reading)
        or _measures_text(form, reading, lattice, schema)
        or _remark_denied(reading, lattice)
        or _ends_with_some(reading, lattice)
        or _name_taken_apart(reading, lattice)
        or _another_gave_it(reading, lattice, schema)
        or _else_lost(reading, lattice)
    )


def _looked_for(form: Form) -> set[str]:
    """The words that are looked for in texts."""
    found = (node for node in form.walk() if isinstance(node, Contains))
    return {node.text for contains in found for node in contains.walk() if isinstance(node, Quoted)}


def _counts_words_unsaid(reading: Reading) -> bool:
    """Whether so many of an unquoted word are asked for: "has more than 3 children" is about children, not about the word."""
    figures = {edge.end for edge in reading.edges if edge.term == "NUM"}
    return any(edge.term == "BARE" and edge.first in figures for edge in reading.edges)


def _measures_text(form: Form, reading: Reading, lattice: Lattice, schema: Schema) -> bool:
    """Whether a text is said to be so many minutes or dollars: "the note is over 12 km" says nothing of the row."""
    units_said = any(
        isinstance(e.value, Figure) and (e.value.unit == "$" or units.measured(e.value.unit)) for e in reading.edges
    )
    if not units_said:
        return False
    named = {
        col.name
        for e in reading.edges
        for col in (e.value if isinstance(e.value, tuple) else (e.value,))
        if isinstance(col, Col)
    }
    guessed = [node for node in form.walk() if isinstance(node, NumberIs) and node.column not in named]
    own = {name.lower() for c in schema.columns if c.kind == "text" for name in (c.name, *c.aka)}
    own |= {name.replace("_", " ") for name in own}
    rows = [e for e in reading.edges if e.term == "DOC"]
    said = {" ".join(t.key for t in lattice.tokens[e.first : e.end]) for e in rows}
    if schema.default_text and any(e.first and lattice.tokens[e.first - 1].key in _EACH for e in rows):
        said.discard(schema.default_text.replace("_", " ").lower())  # "every claim over 12 km" is a row
    return bool(guessed) and bool(said & own)


def _between_numbers(reading: Reading) -> bool:
    """Whether an unquoted number is a word to stand beside: "the rate is between 50 and 80", "older than 40" speak of numbers."""
    bare = [edge for edge in reading.edges if edge.term == "BARE"]
    numerals = {edge.start for edge in bare if edge.value.text.split()[0].replace(",", "").isdigit()}
    return any(edge.term in _BESIDE and edge.end in numerals for edge in reading.edges)


def _judged(form: Form, reading: Reading) -> bool:
    """Whether a word without quotes, of what "it" is or is not, is looked for: "the note says 'x' and it was paid" quotes no "paid"."""
    before = {edge.end: edge for edge in reading.edges}
    words = _looked_for(form)
    for edge in reading.edges:
        chain, at = [], edge.start
        while edge.term == "BARE" and at in before and before[at].term in ("BE", "NOT", "NE", "IT"):
            chain.append(before[at].term)
            at = before[at].start
        if chain[-1:] == ["IT"] and len(chain) > 1 and edge.value.text in words:
            return True
    return False


def _only_like_that(form: Form, reading: Reading, lattice: Lattice) -> bool:
    """Whether a text is said to be of some sort, and the word for the sort would be looked for: "the note is very short", "is rude"."""
    ends, words = {edge.end: edge for edge in reading.edges}, _looked_for(form)
    for edge in reading.edges:
        be = ends.get(edge.start)
        if edge.term != "BARE" or edge.value.text not in words or be is None or be.term not in ("BE", "NOT", "NE"):
            continue
        how = {token.key for token in lattice.tokens[edge.start : edge.first]}
        if how & _DEGREES or is_adjective(edge.value.text.lower()):
            return True
    return False


def _done_not_begun(reading: Reading, lattice: Lattice) -> bool:
    """Whether a column's own name is taken for how a text begins, with words that nobody quoted: "it was opened by mistake"."""
    bare = {edge.start for edge in reading.edges if edge.term == "BARE"}
    for edge in reading.edges:
        if edge.term in ("START", "STARTV") and edge.end in bare:
            own = (e for n in range(edge.first, edge.end) for es in lattice.edges[n].values() for e in es)
            if any(e.term.endswith("COL") and e.cost < OWN for e in own):
                return True
    return False


def _full_stop_said(reading: Reading, lattice: Lattice) -> bool:
    """Whether "lease, full stop" is taken for a mark to look for: it only says that nothing more is to be said."""
    keys = [token.key for token in lattice.tokens]
    while keys and keys[-1] in (".", "!"):
        keys.pop()
    ended = next((n for n in (1, 2) if " ".join(keys[-n:]) in ("period", "full stop") and len(keys) > n), 0)
    return bool(ended) and keys[-ended - 1] in (",", ".", ";", "-", "–", "—", ":")


def _not_the_words(form: Form, reading: Reading, lattice: Lattice) -> bool:
    """Whether "the two words before it" are taken for a distance: "two words before it" may be one, with "the" they are the words."""
    starts = {edge.start: edge for edge in reading.edges}
    for edge in reading.edges:
        words = starts.get(edge.end)
        if edge.term == "NUM" and words is not None and words.term == "WORDS" and edge.start < edge.first:
            beside = starts.get(words.end)
            if lattice.tokens[edge.start].key == "the" and beside is not None and beside.term in _BESIDE:
                return any(isinstance(node, Ordered) and node.high == node.low for node in form.walk())
    return False


def _label_looked_for(reading: Reading, lattice: Lattice, schema: Schema) -> bool:
    """Whether a label before its "if" is taken for a word to look for: "sale if 'a'. Rent if 'b'" are two rules."""
    labels = {label.lower() for label in schema.labels}
    keys = [token.key for token in lattice.tokens]
    bare = [edge for edge in reading.edges if edge.term == "BARE" and edge.value.text.lower() in labels]
    return any(keys[edge.end : edge.end + 1] in (["if"], ["when"], ["whenever"], ["where"]) for edge in bare)


def _added_up(form: Form, reading: Reading, lattice: Lattice) -> bool:
    """Whether "notes with a and notes with b" is asked of one note: such are both meant, and no note that is both."""
    keys = [token.key for token in lattice.tokens]
    rows = [e for e in reading.edges if e.term in ("DOC", "TEXTCOL") and keys[e.end - 1].endswith("s")]
    rows = [edge for edge in rows if edge.first == edge.start]  # "the findings" are one thing
    plural = [edge for edge in rows if keys[edge.end - 1] == keys[rows[0].end - 1]]
    joined = {edge.end for edge in reading.edges if edge.term == "AND"}
    again = len(plural) > 1 and any(edge.start in joined for edge in plural[1:])
    return again and not any(isinstance(node, Or) for node in form.walk())


def _named_somebody(reading: Reading, lattice: Lattice) -> bool:
    """Whether it is said what somebody is, and a text would be compared with it: "the guest is only a nuisance"."""
    people = {edge.end for edge in reading.edges if edge.term == "BARENOUN"}
    same = [edge for edge in reading.edges if edge.term == "EQUAL" and lattice.tokens[edge.first].key in _ARE]
    said = {edge.start: edge.term for edge in reading.edges}
    return any(edge.start in people and said.get(edge.end) in ("BARE", "CVAL") for edge in same)


def _remark_denied(reading: Reading, lattice: Lattice) -> bool:
    """Whether what is denied was set aside as a remark: "is not [sure about it,] its score is 0.5" denies nothing of the score."""
    ends = {edge.end for edge in reading.edges if edge.term == "NOT"}
    return any(edge.start in ends & lattice.asides.keys() and edge.first > edge.start for edge in reading.edges)


def _ends_with_some(reading: Reading, lattice: Lattice) -> bool:
    """Whether "ends with a sentence" is taken for ending with all of the row's text: "a" sentence is one that is still to be told."""
    ends = {edge.end for edge in reading.edges if edge.term in ("START", "END")}
    rows = [edge for edge in reading.edges if edge.term == "DOC" and edge.start in ends]
    return any(lattice.tokens[edge.start].key in ("a", "an", "one", "some") for edge in rows)


def _name_taken_apart(reading: Reading, lattice: Lattice) -> bool:
    """Whether what a flag tells is looked for in a text that nobody named: "reads music" of whether the singer reads music."""
    before = {edge.end: edge for edge in reading.edges}
    for edge in reading.edges:
        verb = before.get(edge.start)
        if edge.term != "BARE" or verb is None or verb.term != "CONTAIN":
            continue
        subject = before.get(verb.start)
        flags = lattice.edges[verb.first].get("BOOLCOL", ())
        if any(flag.end == edge.end for flag in flags) and (subject is None or subject.term not in _TEXTS):
            return True
    return False


_TEXTS = frozenset(["TEXTCOL", "DOC", "IT", "SPANCOL"])


def _another_gave_it(reading: Reading, lattice: Lattice, schema: Schema) -> bool:
    """Whether a number is said to be of somebody unknown, where its description tells who else gave it: "the usher's mark"."""
    for edge in reading.edges:
        owned = edge.first > edge.start and lattice.tokens[edge.first - 1].key == "'s"
        if owned and edge.term == "NUMCOL" and isinstance(edge.value, Col):
            column = schema.column(edge.value.name)
            if giver_of(column) is not None:
                return True
    return False


def _else_lost(reading: Reading, lattice: Lattice) -> bool:
    """Whether "and nothing else", said of words to look for, is taken for a remark on the label: "'x' or 'y' and nothing else"."""
    looked_for = {edge.end for edge in reading.edges if edge.term in ("STR", "BARE", "LIST")}
    merely = [edge for edge in reading.edges if edge.term == "MERELY" and edge.start in looked_for]
    return any(lattice.tokens[edge.end - 1].key in ("else", "more") for edge in merely)
