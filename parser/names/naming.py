"""What people call the things of a schema: columns, labels, lists and the values of categories.

A column is known by its own name, its `aka`, words of its description, and the usual synonyms. Phrases come with costs: the
further from the name, the dearer; a name that two columns share is offered for both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sayso.grammar.schema import Column, Schema
from sayso.grammar.units import TOLD, counted_in, is_year, unit_ended
from sayso.grammar.values import Col, LabelName, ListName
from sayso.parser.english.inflection import plural, singular, verb
from sayso.parser.english.lexicon import Entry, Trie
from sayso.parser.names.aliases import spoken
from sayso.parser.names.clauses import clauses
from sayso.parser.names.counting import counted_by, counted_often, persons, uncounted
from sayso.parser.names.describing import ARTICLE, DONE, described
from sayso.parser.names.distances import distances
from sayso.parser.names.doing import counted, doers, flags, happening, measured_in, writers
from sayso.parser.names.done_by import doers_of
from sayso.parser.names.elapsed import elapsed, spoken_with_article
from sayso.parser.names.given import given
from sayso.parser.names.graded import graded
from sayso.parser.names.heads import heads
from sayso.parser.names.kinds import links
from sayso.parser.names.marked import their_own
from sayso.parser.names.number_pairs import number_pairs
from sayso.parser.names.pairs import numbered, pairs_of
from sayso.parser.names.rows import called, lacked, sized, spoken_of
from sayso.parser.names.somebody import somebody
from sayso.parser.names.sources import source_phrases
from sayso.parser.names.synonyms import synonyms
from sayso.parser.names.valued import entries
from sayso.parser.names.wanting import askers, brought, wanted
from sayso.parser.names.word_lists import list_phrases

TERMS = {
    "text": "TEXTCOL",
    "number": "NUMCOL",
    "score": "NUMCOL",
    "date": "DATECOL",
    "boolean": "BOOLCOL",
    "category": "CATCOL",
    "span": "SPANCOL",
    "box": "BOXCOL",
}
_PREFIX = re.compile(r"^(n|num|nb|number of|no of|has|is|was|count of|total)\s+")
_SUFFIX = re.compile(
    r"\s+(guess|verdict|finding|intent|output|label|box|bbox|text|flag|count|name|type|date|prediction|span|class|category|id)$"
)
_LOOSE = frozenset(
    ["min", "max", "mean", "count", "total", "score", "number", "open", "left", "since", "per", "of", "in", "on"]
)
"""Ends of a number's name that do not name it."""
_UNIT = re.compile(rf"\s({'|'.join(map(re.escape, sorted(TOLD, key=len, reverse=True)))})$")
_CLAUSE = re.compile(r"(?!whether )[a-z -]+ (?:is|are|was|were|has been|have been|had been) [a-z -]+$")
_AGE = re.compile(r"^(old|older|existing|new|newer|current|present|legacy|previous|earlier)\s+")


def trie_of(schema: Schema) -> Trie:
    """All names of a schema's things, with their meanings."""
    trie, schema = Trie(), spoken(schema)
    alone = heads(schema)
    for column in schema.columns:
        if column.name == schema.default_text:
            for phrase, cost in column_phrases(column):  # it stands for the document, too
                trie.add(phrase, Entry("DOC", None, cost + 0.3))
        if column.kind in TERMS:
            _enter_column(trie, column, _own_names(schema, column), alone[column.name])
    for phrase, two in pairs_of(schema):
        trie.add(phrase, Entry("PAIRWORD", two, 0.05))
    for noun in spoken_of(schema):
        trie.add(noun, Entry("BARENOUN", None, 0.15))
    absent = lacked(schema)
    for phrase, entry in reversed(absent):
        trie.add(phrase, entry)
    for column in schema.columns:
        for phrase, entry in links(column):
            trie.add(phrase, entry)
        for phrase in dict.fromkeys(p for p in uncounted(column) if p not in {phrase for phrase, _ in absent}):
            trie.add(phrase, Entry("BOOLNOT", Col(column.name, column.kind), 0.15))
    whose = (distances, doers, persons, askers, graded, somebody, number_pairs)
    for phrase, entry in (pair for told in whose for pair in told(schema)):
        trie.add(phrase, entry)
    for noun, sizes in sized(schema).items():
        trie.add(noun, Entry("SIZEOF", sizes, 0.2))
    for noun in called(schema):
        trie.add(noun, Entry("DOC", None, 0.25))
    for label in schema.labels:
        for phrase, cost in label_phrases(label):
            trie.add(phrase, Entry("LABEL", LabelName(label), cost))
    for name in schema.lists:
        for phrase, cost in list_phrases(name):
            trie.add(phrase, Entry("LIST", ListName(name), cost))
    for phrase, entry in (*entries(schema), *doers_of(schema), *source_phrases(schema), *their_own(schema)):
        trie.add(phrase, entry)
    return trie


def _own_names(schema: Schema, column: Column) -> frozenset[str]:
    """The names that belong to the other columns: no further name of this column may be one of them."""
    others = [c for c in schema.columns if c != column]
    names = {c.name.lower().replace("_", " ") for c in others}
    names |= {re.sub(r"(?<=[a-z])(?=\d)", " ", name) for name in names}  # "person 1" is person1
    if column.kind == "date" and any(c.kind == "date" for c in others):
        names |= {"date", "dates", "day", "days"}  # of which of the two?
    return frozenset(names | {c.name.lower().removesuffix("_box").replace("_", " ") for c in others if c.kind == "box"})


def _enter_column(
    trie: Trie, column: Column, others: frozenset[str], alone: tuple[tuple[str, float], ...] = ()
) -> None:
    kind = "year" if is_year(column) else column.kind
    cheapest: dict[str, float] = {}
    for phrase in elapsed(column):
        trie.add(phrase, Entry("ELAPSEDCOL", Col(column.name, kind), 0.1))
    for noun, cost in writers(column):
        trie.add(noun, Entry("WRITER", Col(column.name, kind), cost))
    for phrase, cost, denies in (*flags(column), *brought(column), *counted_by(column)):
        if denies:
            for term in ("BOOLNOT", "NOBODYDID")[: 1 + phrase.startswith(("nobody ", "no one ", "no-one "))]:
                trie.add(phrase, Entry(term, Col(column.name, kind), cost))
        else:
            cheapest[phrase] = cost
    told = (
        *column_phrases(column),
        *happening(column),
        *counted(column),
        *measured_in(column),
        *clauses(column),
        *wanted(column),
        *counted_often(column),
        *given(column),
        *alone,
    )
    for phrase, cost in told:
        if phrase and cost < cheapest.get(phrase, 9.0):
            cheapest[phrase] = cost
    for phrase, cost in list(cheapest.items()):
        if cost >= 0.1 and phrase in others:
            del cheapest[phrase]  # another column's own name
    for phrase, cost in cheapest.items():
        if column.kind == "boolean" and re.search(r" an? ", phrase):
            trie.add(re.sub(r" an? ", " no ", phrase, count=1), Entry("BOOLNOT", Col(column.name, kind), cost))
        said = re.fullmatch(r"(.+ (?:is|was)) (.+)", phrase) if column.kind == "boolean" else None
        for no in ("not", "n't") if said else ():  # "contrast was not given"
            trie.add(
                re.sub(r" (is|was) ", rf" \1 {no} ", phrase, count=1), Entry("BOOLNOT", Col(column.name, kind), cost)
            )
        if column.kind == "boolean" and re.fullmatch(r"[a-z]+", phrase) and cost < 0.3:
            for denied in (f"un{phrase}", f"non-{phrase}") if phrase.endswith("ed") else (f"non-{phrase}",):
                trie.add(denied, Entry("BOOLNOT", Col(column.name, kind), cost + 0.05))
        clause = column.kind == "boolean" and bool(_CLAUSE.match(phrase))
        trie.add(phrase, Entry(TERMS[column.kind], Col(column.name, kind, clause), cost))
        if kind == "year":
            trie.add(phrase, Entry("DATECOL", Col(column.name, kind), cost))


def column_phrases(column: Column) -> Iterator[tuple[str, float]]:
    """The phrases that name a column, with their costs."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.name).replace("_", " ").replace("-", " ").lower().strip()
    yield column.name.lower(), 0.0
    yield from _spoken(words, 0.0, column.kind)
    yield from ((phrase, 0.05) for phrase in spoken_with_article(words))
    for aka in column.aka:
        yield from _spoken(aka.lower(), 0.05, column.kind)
    if column.kind in ("span", "box") and (which_noun := numbered(column)):
        which, noun = which_noun
        for said in (f"{which} {noun}", f"{which} marked {noun}", f"{which} of the {plural(noun)}"):
            yield from _spoken(said, 0.1, column.kind)
    bare = _SUFFIX.sub("", _PREFIX.sub("", words))
    bare = _UNIT.sub("", bare) if column.kind in ("number", "score") else bare
    bare = unit_ended(bare.replace(" ", "_")) or bare if column.kind == "number" else bare
    if bare and bare != words:
        yield from _spoken(bare, 0.1, column.kind)
    for phrase in described(column):
        yield from _spoken(phrase, 0.25, column.kind)
    parts = words.split()
    if column.kind == "boolean" and len(parts) == 2 and parts[0] not in ("is", "has", "was"):
        yield f"{parts[0]} is {parts[1]}", 0.02
        yield f"{parts[0]} was {parts[1]}", 0.02
    owner = re.fullmatch(r"(.+) (?:score|confidence|probability|certainty)", words)
    if owner and column.kind == "score":
        yield from _spoken(owner.group(1), 0.15, "score")
    if column.kind == "number":
        yield f"{words} value", 0.05
        yield f"{column.name.lower()} value", 0.02
    for unit in counted_in(column):
        yield from ((f"{name} in {unit}", 0.08) for name in sorted({words, bare} - {""}))  # "the height in metres"
    if column.kind == "score":
        for noun in ("score", "confidence"):
            yield noun, 0.35
    if column.kind == "text" and len(parts) > 1 and parts[-1] not in ("text", "name"):
        yield parts[-1], 0.2  # "the note" of operator_note
    last = (unit_ended(column.name) or words).split()[-1] if words else ""
    whole = not {*parts} & {
        "since",
        "until",
        "till",
        "after",
        "before",
        "from",
        "to",
        "per",
        "of",
    }  # "days_since_trip" is no trip
    if column.kind == "number" and len(parts) > 1 and whole and last not in {*TOLD, *_LOOSE}:
        yield last, 0.3  # "the rate" of nightly_rate
    if len(parts) == 2 and column.kind not in ("boolean", "span", "box"):
        yield from ((f"{parts[0]}-{parts[1]}", 0.02), (plural(f"{parts[0]}-{parts[1]}"), 0.07))
    age = re.fullmatch(r"(\w+) age", words)
    if age and column.kind == "number":
        yield age.group(1), 0.4
        yield "age", 0.1
        yield f"age of the {age.group(1)}", 0.05
    if bare != words and column.kind in ("number", "score"):
        yield f"{bare} in {words.rsplit(' ', 1)[-1]}", 0.05
    if len(parts) == 2 and column.kind not in ("boolean", "span"):
        yield f"{parts[0]}'s {parts[1]}", 0.05
        yield f"{parts[1]} of the {parts[0]}", 0.05
        yield f"{parts[1]} of {parts[0]}", 0.05
    for group in synonyms():
        if words in group or bare in group:
            for other in sorted(group):
                yield from _spoken(other, 0.4, column.kind)


def _spoken(phrase: str, cost: float, kind: str) -> Iterator[tuple[str, float]]:
    """A phrase with the variants that everybody uses: plural, "number of ...", "... box", "...'s score"."""
    phrase = ARTICLE.sub("", phrase.strip())
    if not phrase or len(phrase) > 60:
        return
    yield phrase, cost
    if kind != "date" or cost == 0 or not phrase.endswith(" date"):  # "the notice dates from 2022" is no list of dates
        yield plural(phrase), cost + 0.05
    if phrase == "title":
        yield from (("titled", cost + 0.1), ("entitled", cost + 0.1))
    yield f"{phrase} field", cost + 0.05
    yield f"{phrase} column", cost + 0.05
    if _AGE.match(phrase) and kind in ("category", "score"):
        rest = _AGE.sub("", phrase)
        for age in ("old", "older", "existing", "legacy", "previous", "earlier"):
            yield from _owned(f"{age} {rest}", cost + 0.02, kind)
        yield from _owned(rest, cost + 0.1, kind)
    yield from _owned(phrase, cost, kind)
    if kind == "number" and not phrase.startswith("number of "):
        yield f"number of {phrase}", cost + 0.02
        if phrase.endswith("s"):
            yield singular(phrase), cost + 0.05
    if kind == "box" and not phrase.endswith(" box"):
        yield f"{phrase} box", cost + 0.02
        yield f"{phrase}'s box", cost + 0.02
    if kind == "date" and phrase.endswith(" date"):
        for done in DONE:  # "the exam was done" of the exam date
            yield f"{phrase.removesuffix(' date')} was {done}", cost + 0.1
            yield f"{phrase.removesuffix(' date')} {done}", cost + 0.15
    if kind == "date" and not phrase.endswith(" date"):
        yield f"{phrase} date", cost + 0.02
        yield f"date {phrase}", cost + 0.1
        yield f"was {phrase}", cost + 0.02
        yield f"date of {phrase}", cost + 0.1
    if kind == "date" and re.fullmatch(r"[a-z]+ed", phrase):
        for stem in (phrase[:-2], phrase[:-1]):  # "signing date", "date of filing"
            yield f"{stem}ing date".replace("eing", "ing"), cost + 0.05
            yield f"date of {stem}ing".replace("eing", "ing"), cost + 0.05
            yield f"year of {stem}ing".replace("eing", "ing"), cost + 0.1
            yield f"{stem}ing".replace("eing", "ing"), cost + 0.15
    if kind in ("text", "span") and not phrase.endswith(" name"):
        yield f"{phrase}'s name", cost + 0.05
        yield f"{phrase} name", cost + 0.05
        yield f"name of the {phrase}", cost + 0.05
        yield f"name of {phrase}", cost + 0.05
    if kind == "text" and not phrase.endswith(" text"):
        yield f"{phrase} text", cost + 0.05
        yield f"{phrase} list", cost + 0.1
        yield f"list of {phrase}", cost + 0.1
        yield f"text of the {phrase}", cost + 0.05


def _owned(phrase: str, cost: float, kind: str) -> Iterator[tuple[str, float]]:
    """What a model's label or score is called after the model: "the tagger's verdict", "the detector's score for the cup"."""
    yield phrase, cost
    if kind == "score" and phrase.endswith(" score"):
        owner = phrase.removesuffix(" score")
        for noun in ("score", "confidence", "detector score", "certainty", "detector confidence", "detection score"):
            yield f"{owner} detector", cost + 0.1
            yield f"{owner}'s {noun}", cost + 0.02
            yield f"{owner} {noun}", cost + 0.02
            yield f"{noun} of the {owner}", cost + 0.05
            yield f"{noun} for the {owner}", cost + 0.05
            yield f"{noun} for {owner}", cost + 0.05
            yield f"{noun} in the {owner}", cost + 0.05
            yield f"{noun} in {owner}", cost + 0.05
            yield f"detector's {noun} in the {owner}", cost + 0.05
            yield f"{noun} of {owner}", cost + 0.05
            yield f"detector's {noun} for the {owner}", cost + 0.05
        yield f"detector's score for the {owner}", cost + 0.05
    if kind == "category" and not re.search(r"\b(label|type|category|verdict)$", phrase):
        for noun in (
            "label",
            "'s label",
            "verdict",
            "'s verdict",
            "'s category",
            "'s answer",
            "'s prediction",
            "'s output",
            "'s class",
        ):
            yield (f"{phrase}{noun}" if noun.startswith("'") else f"{phrase} {noun}"), cost + 0.05


def label_phrases(label: str) -> Iterator[tuple[str, float]]:
    """The spellings of a label: "cap on liability", "cap-on-liability", "CapOnLiability", its plural."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label).replace("_", " ").replace("-", " ").lower()
    yield label.lower(), 0.0
    if words != label.lower():
        yield words, 0.02
    yield words.replace(" ", "-"), 0.05
    yield words.replace(" ", "_"), 0.05
    if " " in words and len(words) > 8:
        yield words.replace(" ", ""), 0.1
    yield plural(words), 0.1
    yield plural(label.lower()), 0.05
    if re.fullmatch(r"[a-z]{3,}", words) and not words.endswith(("ed", "ing", "s", "ly")):
        yield from ((form, 0.15) for form in dict.fromkeys(verb(words).forms[2:-1]))  # "ads like this are rejected"
    if re.fullmatch(r"[a-z]{4,}[^su]s", words):
        yield words[:-1], 0.15  # "drugs like these interact"
    head = re.match(r"(\w+) (on|of|for|to|in|from) ", words)
    if head:  # "caps on liability"
        yield plural(head.group(1)) + words[len(head.group(1)) :], 0.1


__all__ = ["column_phrases", "described", "label_phrases", "trie_of"]
