"""Readers of the sentence's frame: what is voted, how surely, and the condition as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sayso.grammar.context import Context, Subject, about
from sayso.grammar.forms import Condition, reads
from sayso.grammar.predicates.logic import conjoin, negate
from sayso.grammar.rationale import Clause, Rationale, Vote
from sayso.grammar.values import Figure, LabelName


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


@reads("label_name")
def _label(ctx: Context, label: LabelName) -> str:
    return label.name


@reads("vote_one")
def _vote_one(ctx: Context, label: str) -> Vote:
    return Vote((label,))


@reads("vote_not")
def _vote_not(ctx: Context, label: str) -> Vote:
    return Vote((label,), negated=True)


@reads("vote_any")
def _vote_any(ctx: Context, *labels: str) -> Vote | None:
    order = {label: i for i, label in enumerate(ctx.schema.labels)}
    different = tuple(sorted(set(labels), key=order.__getitem__))
    return Vote(different) if len(different) > 1 else None


@reads("vote_none")
def _vote_none(ctx: Context) -> Vote:
    return Vote(())


@reads("hedge_word")
def _hedge(ctx: Context, value: str) -> float:
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


@reads("framed", "framed_close", "hedged_frame")
def _framed(ctx: Context, *parts: Any) -> Any:
    """The label and the condition, in either order; a hedge before them is the confidence."""
    confidence = next((part for part in parts if isinstance(part, float)), None)
    assigned = next((part for part in parts if isinstance(part, Assigned)), None)
    when = next((part for part in parts if isinstance(part, Condition)), None)
    if assigned is None or when is None:
        return None
    return _rationale(ctx, assigned, when, confidence)


def _rationale(ctx: Context, assigned: Assigned, when: Condition, confidence: float | None = None) -> Framed | None:
    if ctx.wanted is not None and assigned.vote != Vote((ctx.wanted,)):
        return None  # the label was given apart, and the sentence names another
    return Framed(Rationale((Clause(assigned.vote, when),)), confidence or assigned.confidence)


@reads("framed_unless")
def _unless(ctx: Context, *parts: Any) -> Any:
    assigned = next(part for part in parts if isinstance(part, Assigned))
    when = next(part for part in parts if isinstance(part, Condition))
    return _rationale(ctx, assigned, negate(when))


@reads("framed_unless_first")
def _unless_first(ctx: Context, assigned: Assigned, unless: Condition, when: Condition) -> Any:
    return _rationale(ctx, assigned, conjoin(when, negate(unless)))


@reads("framed_unless_last")
def _unless_last(ctx: Context, when: Condition, assigned: Assigned, unless: Condition) -> Any:
    return _rationale(ctx, assigned, conjoin(when, negate(unless)))


@reads("reason_alone")
def _reason(ctx: Context, when: Condition) -> Any:
    return None if ctx.wanted is None else Framed(Rationale((Clause(Vote((ctx.wanted,)), when),)))


@reads("label_alone")
def _label_alone(ctx: Context, assigned: Assigned) -> LabelAlone:
    return LabelAlone(assigned.vote)


@reads("otherwise")
def _otherwise(ctx: Context, first: Any, assigned: Assigned) -> Any:
    if not isinstance(first, Framed) or first.rationale.otherwise is not None or ctx.wanted is not None:
        return None
    return Framed(Rationale(first.rationale.clauses, assigned.vote), first.confidence)


@reads("about_document", "about_document_close")
def _about_document(ctx: Context, predicate: Condition) -> Any:
    return about(predicate, Subject("document"), ctx.schema)


@reads("whose")
def _whose(ctx: Context, subject: Any, predicate: Condition) -> Any:
    return about(predicate, subject, ctx.schema)


@reads("and_that")
def _and_that(ctx: Context, first: Condition, predicate: Condition) -> Any:
    more = about(predicate, Subject("document"), ctx.schema)
    return conjoin(first, more) if more is not None else None


@reads("just_that")
def _just_that(ctx: Context, when: Condition) -> Any:
    return when
