"""Names of models: one that stands for its label and for its score, whose score is meant, and who judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sayso.grammar.values import Col
from sayso.parser.english.tokens import Token
from sayso.parser.words.edges import Edge
from sayso.parser.words.mentions import ROW_COST


def join_owners(found: list[list[Edge]]) -> None:
    """One name that stands for a model's label and for its score: "the tagger"."""
    for node, edges in enumerate(found):
        by_end: dict[int, list[Edge]] = {}
        for edge in edges:
            if edge.term in ("CATCOL", "NUMCOL"):
                by_end.setdefault(edge.end, []).append(edge)
        for end, named in by_end.items():
            if len({edge.term for edge in named}) == 2:
                columns = tuple(dict.fromkeys(edge.value for edge in sorted(named, key=lambda e: e.cost)))
                found[node].append(Edge(node, end, "OWNERCOL", columns, 0.2 + min(e.cost for e in named), node))


def own_scores(found: list[list[Edge]], tokens: list[Token], sources: Mapping[str, str]) -> None:
    """ "the alarm model gave no label or its score was low": the score of the model that was named."""
    model = ""
    for node, edges in enumerate(found):
        scores = [
            edge for edge in edges if edge.term == "NUMCOL" and edge.cost >= UNSAID and _owner(edge, sources) == model
        ]
        if model and scores and node and tokens[node - 1].key in ("its", "their", "whose"):
            for i, edge in enumerate(edges):
                if edge in scores:
                    edges[i] = Edge(edge.start, edge.end, edge.term, edge.value, 0.05, edge.first)
        named = [edge for edge in edges if edge.term == "CATCOL" and isinstance(edge.value, Col)]
        if named:
            model = _owner(min(named, key=lambda e: (-e.end, e.cost)), sources)


ACTING = frozenset(
    ["GIVES", "GIVENHAVE", "GIVENAS", "GIVENON", "GIVENNOTHING", "GIVENSOME", "GIVENOTHER", "GIVENONLY", "GIVENDEED", "SILENT"]
    + ["SAIDSO", "SAIDOTHERWISE", "DOWNIN", "PUTDOWN", "ACCORDINGTO"]
)  # fmt: skip
"""What is read only where somebody is named who gives the value of a column."""


def sources_act(found: list[list[Edge]], tokens: list[Token], sources: frozenset[str]) -> None:
    """ "lists it as director", "is silent": of a database that gives a role, and of nobody else."""
    values = {(edge.start, edge.end) for edges in found for edge in edges if edge.term in ("CVAL", "LABEL")}
    _mentioned_only(found, tokens)
    named = [e for edges in found for e in edges if e.term in ("CATCOL", "NUMCOL") and e.value.name in sources]
    inside = {at for edge in named for at in range(edge.start + 1, edge.end)}  # "the script label" labels nothing
    for node, edges in enumerate(found):
        edges[:] = [
            e
            for e in edges
            if _acts(e, bool(named) and node not in inside, values)
            and not _goes_on(e, tokens, values)
            and not _unreal(e, tokens)
        ]
        for i, edge in enumerate(edges):
            around = any(edge.start <= start and end <= edge.end for start, end in values)
            if around and edge.term in ("SILENT", "ABSTAINED"):  # "stayed quiet", where that is a value
                edges[i] = Edge(edge.start, edge.end, edge.term, edge.value, edge.cost + UNSAID, edge.first)
        known = {(edge.end, edge.value) for edge in edges if edge.term == "SOURCECOL"}
        here = [edge for edge in named if edge.start == node and (edge.end, edge.value) not in known]
        edges += [Edge(e.start, e.end, "SOURCECOL", e.value, e.cost, e.first) for e in here]


def _acts(edge: Edge, named: bool, values: set[tuple[int, int]]) -> bool:
    """Whether an edge may be read: not what only a source does where none is named, nor "none" for no label where it is one."""
    return edge.term not in ACTING or (named and not (edge.term == "GIVENNOTHING" and (edge.start, edge.end) in values))


def _mentioned_only(found: list[list[Edge]], tokens: list[Token]) -> None:
    """ "the blurb mentions the database": the word, and not what the database has."""
    for node, edges in enumerate(found):
        before = node - 1
        while before >= 0 and tokens[before].key in ("the", "a", "an", "that", "any", "some"):
            before -= 1
        spoken_of = any(
            e.end == before + 1 and e.term == "MENTIONV" for row in found[max(0, node - 6) : node] for e in row
        )
        own = {edge.end for edge in edges if edge.term == "SOURCECOL" and edge.cost > 0}
        if spoken_of and own:
            edges[:] = [e for e in edges if not (e.end in own and e.term in ("CATCOL", "NUMCOL", "SOURCECOL"))]


_UNREAL = frozenset(["should", "could", "might", "may", "must", "ought"])


def _unreal(edge: Edge, tokens: list[Token]) -> bool:
    """ "should have cleared it": it did not."""
    return edge.term in ("GIVES", "GIVENDEED", "GIVENHAVE") and edge.start > 0 and tokens[edge.start - 1].key in _UNREAL


def _goes_on(edge: Edge, tokens: list[Token], values: set[tuple[int, int]]) -> bool:
    """Whether it is only then said what else was given: "something other than star", "nothing but star"."""
    after = tokens[edge.end].key if edge.end < len(tokens) else ""
    leaves_out = after in _ELSE or (after == "but" and any(start == edge.end + 1 for start, _ in values))
    return edge.term in ("GIVENSOME", "GIVENNOTHING", "ABSTAINED", "SILENT") and leaves_out


_ELSE = frozenset(["other", "else", "except", "apart", "save", "than", "different", "more", "less", "beyond"])


def models_judge(found: list[list[Edge]]) -> None:
    """ "the matcher says makes", where a column has what the matcher says: it does, and nobody who wrote the text."""
    for edges in found:
        columns = {edge.end for edge in edges if edge.term == "CATCOL" and edge.end < len(found)}
        models = {end for end in columns if any(verb.term == "JUDGE" for verb in found[end])}
        for i, edge in enumerate(edges):
            if edge.term == "BARENOUN" and edge.end in models:
                edges[i] = replace(edge, cost=edge.cost + ROW_COST)


UNSAID = 0.3
"""From what cost a name is one that several columns of a schema may have: "score"."""


def _owner(edge: Edge, sources: Mapping[str, str]) -> str:
    """The model that a column is of: by its description, or the first word of its name ("alarm" of alarm_score)."""
    if not isinstance(edge.value, Col):
        return ""
    return sources.get(edge.value.name) or str(edge.value.name).lower().split("_")[0]
