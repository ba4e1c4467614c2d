"""Readers of the sentence's frame: what is voted, how surely, and the condition as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import DOCUMENT, Alternatives, Context, Measured, about
from sayso.grammar.forms import Condition, Form, reads
from sayso.grammar.predicates.categories import CategoryIs, all_missing
from sayso.grammar.predicates.logic import Again, FromBefore, Holding, conjoin, disjoin, negate
from sayso.grammar.predicates.places import Text
from sayso.grammar.predicates.sources import voted_so
from sayso.grammar.rationale import Clause, Rationale, Vote
from sayso.grammar.values import Bounds, CategoryValue, Col, Figure, LabelName


@dataclass(frozen=True)
class Assigned:
    """What is voted, and the stated confidence if any."""

    vote: Vote
    confidence: float | None = None


@dataclass(frozen=True)
class Framed:
    """A whole sentence: its rationale and the expert's stated confidence."""

    rationale: Rationale
    confidence: float | None = None


@dataclass(frozen=True)
class LabelAlone:
    """A sentence that names a label and no condition: never a reading, but worth knowing for its refusal."""

    vote: Vote


@dataclass(frozen=True)
class Contradiction:
    """A whole sentence that votes for another label than the one that it was given for: never a reading."""

    vote: Vote


@reads("label_name")
def _label(ctx: Context, label: LabelName) -> str:
    return label.name


@reads("vote_one")
def _vote_one(ctx: Context, label: str) -> Vote:
    return Vote((label,))


@reads("vote_not")
def _vote_not(ctx: Context, label: str) -> Vote:
    opposite = f"not {label}".lower()
    own = [name for name in ctx.schema.labels if name.replace("_", " ").replace("-", " ").lower() == opposite]
    return Vote((own[0],)) if own else Vote((label,), negated=True)


@reads("vote_against_it")
def _against_it(ctx: Context, label: str) -> Assigned:
    """ "... speaks against lease"."""
    return Assigned(_vote_not(ctx, label))


@reads("vote_any")
def _vote_any(ctx: Context, *labels: str) -> Vote | None:
    order = {label: i for i, label in enumerate(ctx.schema.labels)}
    different = tuple(sorted(set(labels), key=order.__getitem__))
    return Vote(different) if len(different) > 1 else None


@reads("vote_none")
def _vote_none(ctx: Context) -> Vote:
    return Vote(())


@reads("in_figures")
def _in_figures(ctx: Context, value: str) -> float:
    """ "probably", "twice", "half", "weeks": the lexicon tells the figure."""
    return float(value)


@reads("hedge_share")
def _share(ctx: Context, n: Figure) -> float | None:
    return n.value / 100 if n.unit == "%" and 0 < n.value <= 100 else None


@reads("assigned")
def _assigned(ctx: Context, vote: Vote) -> Assigned:
    return Assigned(vote)


@reads("assigned_hedged")
def _assigned_hedged(ctx: Context, confidence: float, vote: Vote) -> Assigned:
    return Assigned(vote, confidence)


@reads("assigned_hedged_late")
def _assigned_late(ctx: Context, vote: Vote, confidence: float) -> Assigned:
    return Assigned(vote, confidence)


@reads("assigned_not_but")
def _not_but(ctx: Context, wrong: Vote, vote: Vote) -> Assigned | None:
    return Assigned(vote) if wrong != vote and vote.labels and not vote.negated else None


@reads("assigned_but_not")
def _but_not(ctx: Context, vote: Vote, wrong: Vote) -> Assigned | None:
    """ "adverse reaction, not indication"."""
    return _not_but(ctx, wrong, vote)


@reads("vote_given")
def _given(ctx: Context) -> Vote | None:
    """ "true": the label that the reason was given for; of two labels, X and not X, the first."""
    two = _opposites(ctx)
    label = ctx.wanted if ctx.wanted is not None else two[0] if two else None
    return Vote((label,)) if label is not None else None


@reads("vote_against")
def _against(ctx: Context) -> Vote | None:
    """ "false": of two labels, X and not X, the second."""
    two = _opposites(ctx)
    return Vote((two[1],)) if two and ctx.wanted in (None, two[1]) else None


def _opposites(ctx: Context) -> tuple[str, str] | None:
    """The labels X and not X, where there are no others."""
    plain = {label: label.replace("_", " ").replace("-", " ").lower() for label in ctx.schema.labels}
    for label, words in plain.items():
        for other, denied in plain.items():
            if len(plain) == 2 and denied == f"not {words}":
                return label, other
    return None


@reads("framed", "hedged_frame")
def framed(ctx: Context, *parts: Any) -> Any:
    """The label and the condition, in either order; a hedge before them is the confidence."""
    confidence = next((part for part in parts if isinstance(part, float)), None)
    assigned = next((part for part in parts if isinstance(part, Assigned)), None)
    when = next((part for part in parts if isinstance(part, Condition)), None)
    if assigned is None or when is None or isinstance(when, (Again, FromBefore)):
        return None
    return _rationale(ctx, assigned, when, confidence)


@reads("framed_with")
def _framed_with(ctx: Context, assigned: Assigned, when: Condition) -> Any:
    """ "label it lease with a score over 0.9": said of the row."""
    said = about(when, DOCUMENT, ctx.schema)
    return framed(ctx, assigned, said) if said is not None else None


@reads("framed_close")
def _framed_close(ctx: Context, *parts: Any) -> Any:
    return framed(ctx, *parts)


def _rationale(ctx: Context, assigned: Assigned, when: Condition, confidence: float | None = None) -> Any:
    if ctx.wanted is not None and assigned.vote != Vote((ctx.wanted,)):
        return Contradiction(assigned.vote)
    said = voted_so(when, assigned.vote, ctx.schema)
    return (
        Framed(Rationale((Clause(assigned.vote, said),)), confidence or assigned.confidence)
        if said is not None
        else None
    )


@reads("framed_unless")
def _unless(ctx: Context, *parts: Any) -> Any:
    assigned = next(part for part in parts if isinstance(part, Assigned))
    when = next(part for part in parts if isinstance(part, Condition))
    return _rationale(ctx, assigned, negate(when))


@reads("framed_unless_first")
def _unless_first(ctx: Context, assigned: Assigned, unless: Condition, when: Condition) -> Any:
    return _rationale(ctx, assigned, conjoin(when, negate(unless)))


@reads("framed_unless_last", "framed_unless_last_doc", "framed_unless_doc")
def _unless_last(ctx: Context, *parts: Any) -> Any:
    """ "when A, label it, unless B", "label any contract with A, unless B": and not B."""
    assigned = next(part for part in parts if isinstance(part, Assigned))
    when, unless = (part for part in parts if isinstance(part, Condition))
    return _rationale(ctx, assigned, conjoin(when, negate(unless)))


@reads("framed_unless_all")
def _unless_all(ctx: Context, *parts: Any) -> Any:
    """ "label it unless A, and unless B": two exceptions."""
    assigned = next(part for part in parts if isinstance(part, Assigned))
    given = [part for part in parts if isinstance(part, Condition)]
    return _rationale(ctx, assigned, conjoin(*given, *(negate(part) for part in parts[-1])))


@reads("framed_twice")
def _twice(ctx: Context, first: Condition, assigned: Assigned, second: Condition) -> Any:
    """ "when A, label it, provided that B": A and B."""
    return _rationale(ctx, assigned, conjoin(first, second))


@reads("framed_unless_before")
def _unless_before(ctx: Context, unless: Condition, *parts: Any) -> Any:
    """ "unless A, B means lease": B and not A."""
    assigned = next(part for part in parts if isinstance(part, Assigned))
    when = conjoin(*(part for part in parts if isinstance(part, Condition)))
    return _rationale(ctx, assigned, conjoin(when, negate(unless)))


@reads("reason_alone")
def _reason(ctx: Context, when: Condition) -> Any:
    if ctx.wanted is None or isinstance(when, (Again, FromBefore)):
        return None
    said = voted_so(when, Vote((ctx.wanted,)), ctx.schema)
    return Framed(Rationale((Clause(Vote((ctx.wanted,)), said),))) if said is not None else None


@reads("label_alone")
def _label_alone(ctx: Context, assigned: Assigned) -> LabelAlone:
    return LabelAlone(assigned.vote)


@reads("otherwise")
def _otherwise(ctx: Context, first: Any, assigned: Assigned) -> Any:
    if not isinstance(first, Framed) or first.rationale.otherwise is not None or ctx.wanted is not None:
        return None
    return Framed(Rationale(first.rationale.clauses, assigned.vote), first.confidence)


@reads("otherwise_next")
def _otherwise_next(ctx: Context, first: Any, second: Any) -> Any:
    """ "label a if X, otherwise label b if Y": clauses, of which the first that holds votes."""
    if not isinstance(first, Framed) or not isinstance(second, Framed) or ctx.wanted is not None:
        return None
    if first.rationale.otherwise is not None or len(second.rationale.clauses) > 1 and second.rationale.otherwise:
        return None
    clauses = (*first.rationale.clauses, *second.rationale.clauses)
    return Framed(Rationale(clauses, second.rationale.otherwise), first.confidence or second.confidence)


@reads("instead")
def _instead(ctx: Context, *parts: Any) -> Any:
    """ "label a if X, unless Y, in which case label b": b if both, otherwise a if X; without an X, b if Y, otherwise a."""
    usual, other = (part for part in parts if isinstance(part, Assigned))
    *first, unless = (part for part in parts if isinstance(part, Condition))
    if ctx.wanted is not None or usual.vote == other.vote:
        return None
    if not first:
        return Framed(Rationale((Clause(other.vote, unless),), usual.vote), usual.confidence)
    when = first[0]

    def made(exception: Condition) -> Framed:
        return Framed(Rationale((Clause(other.vote, exception), Clause(usual.vote, when))), usual.confidence)

    return Alternatives(((made(conjoin(when, unless)), 0.0), (made(unless), 0.4)))


@reads("holds_for")
def _holds_for(ctx: Context, bounds: Bounds, assigned: Assigned, parts: tuple[Condition, ...]) -> Any:
    """ "at least two of these must hold for spam: ..."."""
    when = Holding.of_bounds(bounds, parts)
    return _rationale(ctx, assigned, when) if when is not None else None


@reads("looked_at")
def _looked_at(ctx: Context, subject: Any, said: Any) -> Any:
    """ "look at the note: if it starts with 'a', label it lease": what is said has to be about that."""
    if not isinstance(said, Framed) or not isinstance(subject, (Col, Form)):
        return None
    name = subject.name if isinstance(subject, Col) else None
    nodes = tuple(said.rationale.walk())
    asked = (subject in nodes) if name is None else any(name in node.parts().values() for node in nodes)
    others = [node for node in nodes if isinstance(node, Text) and node.column != name]
    return Alternatives(((said, 0.6 if others and name else 0.0),)) if asked else None


@reads("docs")
def _docs(ctx: Context, *parts: Condition) -> Any:
    """ "any contract that ...": everything that is said of the document."""
    return conjoin(*parts)


@reads("docs_flag")
def _docs_flag(ctx: Context, column: Any, *parts: Condition) -> Any:
    """ "verified purchases in electronics that ..."."""
    from sayso.grammar.predicates.categories import FlagIs

    return conjoin(FlagIs(column.name), *parts)


@reads("docs_sized")
def _docs_sized(ctx: Context, columns: tuple[Col, ...], said: Condition) -> Any:
    """ "loans over $50,000"."""
    return about(said, Measured(columns), ctx.schema)


@reads("look_at_said")
def _look_at_said(ctx: Context, subject: Any, said: Condition, assigned: Assigned) -> Any:
    """ "as for the risk score: above 70 %, decline"."""
    when = about(said, subject, ctx.schema)
    return framed(ctx, assigned, when) if when is not None else None


@reads("docs_absent")
def _docs_absent(ctx: Context, column: Col | tuple[Col, ...], *parts: Condition) -> Any:
    """ "self-referrals", where a column is "missing for self-referrals"."""
    return conjoin(all_missing(column), *parts)


@reads("docs_flag_not")
def _docs_flag_not(ctx: Context, column: Any, *parts: Condition) -> Any:
    """ "unexecuted contracts that ..."."""
    from sayso.grammar.predicates.categories import FlagIs
    from sayso.grammar.predicates.numbers import NumberIs

    none = NumberIs(column.name, Bounds("=", Figure(0)))
    return conjoin(none if column.kind == "number" else negate(FlagIs(column.name)), *parts)


@reads("value_doc")
def _value_doc(ctx: Context, *values: CategoryValue) -> Any:
    """ "API tickets", "newswire stories": the value of the one column that takes it."""
    shared = set(values[0].columns).intersection(*(v.columns for v in values))
    labels = {label.lower() for label in ctx.schema.labels}
    if len(shared) != 1 or any(v.text.lower() in labels for v in values):
        return None
    return Alternatives(((CategoryIs(shared.pop(), tuple(v.text for v in values)), 0.3),))


@reads("docs_valued")
def _docs_valued(ctx: Context, value: CategoryValue, *parts: Condition) -> Any:
    """ "critical api tickets that ..."."""
    made = _value_doc(ctx, value)
    return conjoin(made.choices[0][0], *parts) if made is not None else None


@reads("docs_of_kind", "value_of_kind")
def _of_kind(ctx: Context, *given: Any) -> Any:
    """ "high or critical severity tickets"."""
    values = [one for one in given if isinstance(one, CategoryValue)]
    column = next(one for one in given if isinstance(one, Col))
    if any(column.name not in value.columns for value in values):
        return None
    parts = [one for one in given if isinstance(one, Condition)]
    return conjoin(CategoryIs(column.name, tuple(value.text for value in values)), *parts)


@reads("rel_all")
def _rel_all(ctx: Context, *parts: Condition) -> Any:
    """Each said of the document, unless it brought its own subject."""
    said = [about(part, DOCUMENT, ctx.schema) for part in parts]
    return conjoin(*(s for s in said if s is not None)) if all(s is not None for s in said) else None


@reads("rel_any")
def _rel_any(ctx: Context, *parts: Condition) -> Any:
    said = [about(part, DOCUMENT, ctx.schema) for part in parts]
    return disjoin(*(s for s in said if s is not None)) if all(s is not None for s in said) else None


@reads("whose")
def _whose(ctx: Context, subject: Any, predicate: Condition) -> Any:
    return about(predicate, subject, ctx.schema)


@reads("from_text")
def _from_text(ctx: Context, column: Any, what: Any) -> Any:
    """ "emails from 'x'": where a column is named "from"."""
    from sayso.grammar.context import HOLE
    from sayso.grammar.predicates.text import Contains

    made = about(Contains(HOLE, what), column, ctx.schema)
    return Alternatives(((made, 0.4),)) if made is not None else None
