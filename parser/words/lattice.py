"""The token lattice: every meaning of every word at once.

An edge runs over one or more tokens and carries a terminal, a value and a cost. Filler from the closed list is absorbed into
the edge to its right (at the end of the sentence: allowed to stay over), so that the grammar never sees it and no character
is lost from sight.
"""

from __future__ import annotations

from collections.abc import Iterable

from sayso.grammar.values import Col, Literal, Pronoun
from sayso.parser.english.lexicon import Entry, Trie
from sayso.parser.english.singles import denied, none_said, not_yet
from sayso.parser.english.tokens import Token, tokenize
from sayso.parser.names.vocabulary import Vocabulary
from sayso.parser.names.word_lists import BOOKS
from sayso.parser.words import asides
from sayso.parser.words.bare import bare
from sayso.parser.words.clause_words import measured_things, predicates
from sayso.parser.words.edges import Edge, Facts, Lattice, Units
from sayso.parser.words.even import even_one
from sayso.parser.words.explained import EXPLAINED_COST, spans
from sayso.parser.words.figure_edges import PER, calendar, join_names, months_of_one_year, numbers
from sayso.parser.words.freely import free_edges
from sayso.parser.words.mentions import mentioned, names_give_way, texts_speak
from sayso.parser.words.nobody import none_but
from sayso.parser.words.owners import ACTING, join_owners, models_judge, own_scores, sources_act
from sayso.parser.words.passives import turned_round
from sayso.parser.words.saying import sayings
from sayso.parser.words.shortened import auxiliary, capital, far_off, for_another, for_it, hires, shortened
from sayso.parser.words.sides import beside_it, sides_are_relations
from sayso.parser.words.verdicts import words_against
from sayso.parser.words.words_said import function_words, mere_words, names_are_words, words_said

FILLER_COST = 0.02
ASIDE_COST = 0.6
NOT_COST = 0.05
"""A negation that belongs to a comparison ("not more than") is likelier to be meant so."""


def build(
    tokens: list[Token],
    tries: Iterable[Trie],
    facts: Facts | None = None,
    vocabulary: Vocabulary | None = None,
) -> Lattice:
    """Lay all edges over the tokens. `vocabulary`: the words of the schema's descriptions, where they may be used freely."""
    lattice, facts = Lattice(tokens), facts or Facts()
    units, marked = facts.units, facts.marked
    lattice.explained = spans(tokens, vocabulary) if vocabulary else {}
    literals: list[Edge] = []
    found: list[list[Edge]] = [[] for _ in tokens]
    lattice.filler = [[] for _ in tokens]
    none_at_all = denied(tokens)
    keys = ["any" if node in none_at_all else token.key for node, token in enumerate(tokens)]
    for node, token in enumerate(tokens):
        if token.quoted:
            found[node].append(Edge(node, node + 1, "STR", Literal(token.text), 0.0, node))
            found[node] += _quoted_names(tokens, node, tries)
            continue
        for trie in tries:
            for end, entry in trie.matches(keys, node, tokens):
                _enter(lattice, found, node, end, entry, units)
        for end, term, value, cost in (short for trie in tries for short in shortened(tokens, node, trie)):
            found[node].append(Edge(node, end, term, value, cost, node))
        found[node] += (
            ([] if none_at_all & {node, node + 1} and token.key != "not" else numbers(tokens, node, units))
            + calendar(tokens, node, facts.today)
            + [Edge(node, end, "EXACTLY", None, 0.0, node) for end in capital(tokens, node)]
        )
    for edge in free_edges(tokens, vocabulary) if vocabulary else ():
        ways = {edge.term, "CVAL"} if edge.term.endswith("COL") else {edge.term}  # a value says more than whose it is
        if not any(other.end == edge.end and other.term in ways for other in found[edge.start]):
            found[edge.start].append(edge)
    turned_round(found, tokens, facts.acting, lattice.explained)
    for edge in measured_things(found, tokens):
        found[edge.start].append(edge)
    sources = {name: who for trie in tries for name, who in trie.sources.items()}
    sources_act(found, tokens, frozenset(sources))
    verbs = sayings(found, tokens)
    names_give_way(found, tokens, verbs)
    months_of_one_year(found)
    words_against(found)
    even_one(found, lattice.filler, tokens)
    sides_are_relations(found, tokens)
    none_but(found, tokens)
    lattice.known = [False] * len(tokens)
    for node, edges in enumerate(found):
        for edge in edges:
            lattice.known[node : edge.end] = [True] * (edge.end - node)
        for end in lattice.filler[node]:
            lattice.known[node:end] = [True] * (end - node)
    called = _called(found, tokens)
    lattice.filler = [[e for e in ends if node >= called.get(e, 0)] for node, ends in enumerate(lattice.filler)]
    _own_names_first(found, called)
    _whole_values_first(found)
    models_judge(found)
    join_owners(found)
    join_names(found, tokens)
    own_scores(found, tokens, sources)
    texts_speak(found, tokens, verbs)
    asides.lay(lattice, found)
    structural = _structural(found, tokens)
    named = {n: {e.end for e in edges if e.term in NAMES - {"LABEL"}} for n, edges in enumerate(found)}
    own = frozenset(n for n, edges in enumerate(found) for e in edges if e.term.endswith("COL") and e.cost < 0.08)
    dated = {n: e.end for n, edges in enumerate(found) for e in edges if e.term == "DATE" and e.end - n > 1}
    dated |= {i: end for n, end in list(dated.items()) for i in range(n + 1, end)}
    said = words_said(found, tokens, structural, verbs)
    _point_back(found, tokens, mere_words(lattice.known, tokens) | said.begin)
    structural = [must and node not in said.freed for node, must in enumerate(structural)]
    names_are_words(found, said)
    lattice.filler = [[] if node in said.kept else ends for node, ends in enumerate(lattice.filler)]
    spoken = mentioned(tokens, verbs) | set(said.begin)
    for node in sorted(set(range(len(tokens))) - said.inner - predicates(found, tokens)):
        words = bare(
            tokens,
            node,
            lattice.known,
            structural,
            named,
            lattice.filler,
            dated,
            own,
            marked,
            node in spoken,
            frozenset(said.begin),
        )
        literals += [Edge(node, end, "BARE", value, cost, node) for end, value, cost in words]
    lattice.edges = [{} for _ in range(len(tokens) + 1)]
    for edge in literals:
        found[edge.start].append(edge)
    counted = {edge.end for edges in found for edge in edges if edge.term == "NUM"}
    for node, edges in enumerate(found):
        for start, cost in _filled_starts(lattice, node):
            skipped = tokens[start:node]
            rate = start in counted and any(
                t.key in ("a", "an", "each") for t in skipped
            )  # "100 a night": no 100 nights
            for edge in edges:
                if rate and edge.term == "NUMCOL":
                    continue
                if edge.term == "BARE" and any(t.key in ("this", "these", "those") for t in skipped):
                    continue
                if edge.term == "DOC" and tokens[node].key == "sentence" and any(t.key in ONE_OF for t in skipped):
                    continue  # "the last thing in its sentence": not in the whole text
                if marked and edge.term == "BARE" and any(t.key == "the" for t in skipped):
                    continue
                if edge.term in NARROWING and any(t.key == "even" for t in skipped):
                    continue  # "even if it is late" asks nothing
                moved = edge if start == node else Edge(start, edge.end, edge.term, edge.value, edge.cost + cost, node)
                lattice.edges[start].setdefault(edge.term, []).append(moved)
    return lattice


NOUNS = frozenset(
    ["DOC", "THING", "SIGN", "LABEL", "LIST", "CVAL", "TEXTCOL", "NUMCOL", "DATECOL", "BOOLCOL", "CATCOL", "SPANCOL"]
    + ["BOXCOL", "NUM", "DATE", "LETTERS", "LABELWORD", "SCORE", "REGEX", "PHRASE", "FRAME", "BARENOUN", "PART", "MEASURE"]
    + ["STRETCH", "DETECTOR", "DISTANCEOF", "ITEMKIND", "TRUTH", "PIXELS", "DAYS", "MONTH", "WEEKDAY", "DATES", "FROMTODAY", "AGEGROUP", "ELAPSEDCOL"]
    + ["HOLDER", "DIDIT", "DIDSO", "DONEBY", "DONEAT", "EXCEPTED", "ITEMSOF", "ONLYFOR", "NAMEV", "FURTHER", "COVERV", "GONE", "ROWNOUN"]
    + ["SOURCECOL", "NUMPAIR", *ACTING]
)  # fmt: skip
NAMES = {"LABEL", "LIST", "TEXTCOL", "NUMCOL", "DATECOL", "BOOLCOL", "CATCOL", "SPANCOL", "BOXCOL"}


def _called(found: list[list[Edge]], tokens: list[Token]) -> dict[int, int]:
    """Where the own names of columns end that have an article, and where they begin."""
    own = {e.end: e.start for edges in found for e in edges if e.term.endswith("COL") and e.cost < 0.08}
    return {end: at for end, at in own.items() if at and tokens[at - 1].key in ("the", "a", "an")}


def _own_names_first(found: list[list[Edge]], called: dict[int, int]) -> None:
    """A column's own name beats every other use of its words, alone or with the words before it ("in the quotation")."""
    labels = {edge.start for edges in found for edge in edges if edge.term == "LABEL"}
    being = {e.start: e.end for edges in found for e in edges if e.term == "BE"}
    labelled = {at for at, end in being.items() if labels & {end, end + 1}}  # "..., the person is a star"
    for edges in found:
        named = [edge for edge in edges if edge.term in NAMES and edge.term != "LABEL" and edge.cost < 0.25]
        whole = {edge.end for edge in named}
        counted = {edge.end for edge in edges if edge.term == "NUMCOL" and edge.cost < 0.35}
        columns = {edge.end for edge in edges if edge.term in NAMES and edge.term != "LABEL" and edge.cost < 0.5}
        own = {edge.end for edge in named if edge.cost < 0.08}
        longest = max((edge.end for edge in named if edge.cost < 0.1), default=0)
        documents = [edge.end for edge in edges if edge.term == "DOC"]
        rows = {
            end for end in documents if documents.count(end) > 1
        }  # the schema calls its rows or its main text so, too
        values = {edge.end for edge in edges if edge.term == "CVAL"}
        kept: list[Edge] = []
        for edge in edges:
            extra = 0.0
            if edge.end in own and edge.term in ("BARENOUN", "ITEMKIND", "WRITER"):
                continue
            if edge.end in whole and edge.term in ("DOC", "THING", "SIGN", "LABEL", "FRAME", "ENCLOSURE"):
                extra = {"LABEL": 0.0, "DOC": 0.8 if edge.end in own - rows else 0.3}.get(edge.term, 1.0)
            elif edge.start < called.get(edge.end, 0) and edge.term not in NAMES:
                extra = 0.0 if edge.term == "FRAME" and edge.end in labelled else 1.0
            elif edge.end in counted and edge.term == "THING":
                extra = 0.8  # "four people", where a column counts them: no names of persons
            elif edge.end in columns and edge.term == "DATED":
                extra = 0.8  # "published in 1990" is said of that column, not of whatever date there is
            elif edge.end in whole and edge.term in ("WORDS", "CHARS", "SENTS"):
                extra = 0.4  # a column says how many words there are
            elif edge.end < longest and edge.term in ("DOC", "THING", "SIGN", "BARENOUN", "PHRASE"):
                extra = 0.5
            elif edge.term == "DOC" and edge.end in values and edge.end not in rows:
                extra = 0.5  # "a filing", where that is a kind of source and no row is called so
            kept.append(Edge(edge.start, edge.end, edge.term, edge.value, edge.cost + extra, edge.first))
        edges[:] = kept


def _whole_values_first(found: list[list[Edge]]) -> None:
    """ "entire flats", where that is a value: not all flats; "none", where that is one: not a value that is missing."""
    values = {(e.start, e.end) for edges in found for e in edges if e.term == "CVAL"}
    inside = {(i, e.end) for edges in found for e in edges if e.term == "CVAL" for i in range(e.start + 1, e.end)}
    for edges in found:
        for i, edge in enumerate(edges):
            stretch = (edge.start, edge.end)
            extra = 0.5 if edge.term in ("DOC", "BARENOUN", "SIZEOF") and stretch in inside else 0.0
            extra += 1.5 if edge.term == "MISSING" and stretch in values else 0.0
            if extra:
                edges[i] = Edge(edge.start, edge.end, edge.term, edge.value, edge.cost + extra, edge.first)


def _quoted_names(tokens: list[Token], node: int, tries: Iterable[Trie]) -> list[Edge]:
    """ "assign 'reading'", "our 'rent words' list": a name in quotes is a name still, though it is likelier the words."""
    inner = tokenize(tokens[node].text)
    beside = {tokens[i].key for i in (node - 1, node + 1) if 0 <= i < len(tokens)}
    costs = {"LABEL": 0.7, "LIST": 0.05 if beside & BOOKS else 0.7}
    named = [e for t in tries for end, e in t.matches([i.key for i in inner], 0, inner) if end == len(inner)]
    return [Edge(node, node + 1, e.term, e.value, costs[e.term], node) for e in named if e.term in costs]


NARROWING = frozenset(["WHEN", "IFMID", "CVAL"])
ONE_OF = frozenset(["its", "any", "each", "every", "some", "one"])
PRONOUNS = {"IT", "SAIDWORD", "THEREIN", "ITSNAME", "PAIRWORD", "ITS", "MIDST"}


def _point_back(found: list[list[Edge]], tokens: list[Token], bare: dict[int, int]) -> None:
    """Give every pronoun the columns named, and the words looked for, before it; `bare`: where words without quotes end.

    One that opens a clause likeliest stands for what opened a clause before; any other for the nearest."""
    opened: list[Col] = []
    named: list[Col] = []
    words: list[str] = []
    listed, last = 0, -1
    for node, edges in enumerate(found):
        first = [*reversed(opened)] if _opens_clause(tokens, node) else []
        pronoun = Pronoun(tuple(dict.fromkeys([*first, *reversed(named)])), tuple(reversed(words)), listed)
        for i, edge in enumerate(edges):
            if edge.term in PRONOUNS and isinstance(edge.value, tuple):
                two = Pronoun(edge.value)  # "the lungs": these and no others
                edges[i] = Edge(edge.start, edge.end, edge.term, two, edge.cost, edge.first)
            elif edge.term in PRONOUNS:
                edges[i] = Edge(edge.start, edge.end, edge.term, pronoun, edge.cost, edge.first)
        if tokens[node].quoted or node in bare:
            end = bare.get(node, node + 1)
            words.append(" ".join(token.text for token in tokens[node:end]))
            row = tokens[node - 1].key in ("or", ",") and node - 1 == last
            listed, last = listed + 1 if row else 1, end
        here = [edge for edge in edges if isinstance(edge.value, Col)]
        if here:
            best = min(here, key=lambda e: (-e.end, e.cost)).value
            inner = [e.value for e in here if e.value.kind in ("box", "span") and e.value != best]
            named += [*inner, best]
            opened += [*inner, best] if _opens_clause(tokens, node) else []


def _opens_clause(tokens: list[Token], node: int) -> bool:
    """Whether a name stands where a clause begins: right after a mark, a connective, or at the start."""
    before = node - 1
    while before >= 0 and tokens[before].key in ("the", "a", "an", "its", "their", "both", "either", "no"):
        before -= 1
    return before < 0 or tokens[before].key in _OPENERS


_OPENERS = frozenset(
    ["if", "when", "whenever", "because", "since", "as", "where", "that", "and", "but", "or", "then", "while", "though"]
    + [",", ".", ";", ":", "(", "!", "?", "-", "unless", "given", "so", "yet", "although"]
)


SEEN = ("APPEAR", "APPEARNOT")
JOINS = (
    "AND",
    "OR",
    "BUT",
    "NOR",
    "COMMA",
    "IN",
    "BEFORE",
    "AFTER",
    "WHEN",
    "THERE",
    "NO",
    "NEITHER",
    "EITHER",
    "BOTH",
)


def _structural(found: list[list[Edge]], tokens: list[Token]) -> list[bool]:
    """For each token, whether it may hold a sentence together: such a word is never a bare literal, nor part of one."""
    structural = [False] * len(found)
    for node, edges in enumerate(found):
        for edge in edges:
            if edge.term not in NOUNS:
                structural[node : edge.end] = [True] * (edge.end - node)
    for node in range(1, len(found) - 1):  # "merger, takeover and shares appear": no verb before a verb
        ends_row = tokens[node - 1].key in ("and", "or", "nor") and any(e.term in SEEN for e in found[node + 1])
        if ends_row and not any(e.term in ("NOT", *SEEN, *JOINS) for e in found[node]):
            structural[node] = False
    for node in function_words(found, tokens):
        structural[node] = False
    return structural


def _enter(lattice: Lattice, found: list[list[Edge]], node: int, end: int, entry: Entry, units: Units) -> None:
    if entry.term == "FILL":
        if not beside_it(lattice.tokens, node) and not far_off(lattice.tokens, node):
            lattice.filler[node].append(end)
    elif not (
        (entry.term == "CONTAIN" and (auxiliary(lattice.tokens, node) or hires(lattice.tokens, node)))
        or (entry.term in ("NE", "NOT", "UNLESS", "OTHERWISE", "NOTTHAT") and none_said(lattice.tokens, end - 1))
        or (entry.term == "WHEN" and (for_it(lattice.tokens, node) or for_another(lattice.tokens, node)))
        or (entry.term == "FORALSO" and not for_another(lattice.tokens, node))
        or (entry.term in ("NE", "NOT") and not_yet(lattice.tokens, end - 1))
    ):
        round_or_square = entry.value == "parenthesis" and "bracket" in lattice.tokens[end - 1].key
        negated = entry.term in ("LE", "GE") and lattice.tokens[node].key in ("not", "n't")
        cost = entry.cost + (NOT_COST if entry.term == "NOT" else 10 * NOT_COST if negated else 0.0)
        rated = [token.key for token in lattice.tokens[end : end + 2]]
        if (
            entry.term in ("ORMORE", "ORLESS") and rated[:1] in PER and rated[-1] in units.per
        ):  # "$190 or more per night"
            found[node].append(Edge(node, end + 2, entry.term, entry.value, cost + 0.01, node))
        cost += 0.2 if round_or_square and lattice.tokens[end - 2].key != "round" else 0.0
        cost -= 0.35 if entry.term == "LE" and lattice.tokens[node].key in ("does", "do", "did", "shall") else 0.0
        found[node].append(Edge(node, end, entry.term, entry.value, cost, node))


def _filled_starts(lattice: Lattice, node: int) -> list[tuple[int, float]]:
    """The nodes from which nothing but filler and remarks leads to this node, with what those cost."""
    starts = {node: 0.0}
    frontier = [node]
    while frontier:
        at = frontier.pop()
        for before in range(max(0, at - 5), at):
            if at in lattice.filler[before] and before not in starts and node - before <= 6:
                starts[before] = starts[at] + FILLER_COST * (at - before)
                frontier.append(before)
        for before, ends in lattice.asides.items():
            if at in ends and before not in starts:
                starts[before] = starts[at] + ASIDE_COST + 0.03 * (at - before)
                frontier.append(before)
        for before, columns in lattice.explained.items():
            if at in columns and before not in starts:
                starts[before] = starts[at] + EXPLAINED_COST + 0.03 * (at - before)
                frontier.append(before)
    return list(starts.items())
