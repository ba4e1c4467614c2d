"""What the label model has to say about its functions, in words, each with its figure and what to do about it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.runtime.label_model.anchored import LabelModel
from sayso.runtime.label_model.by_hand import clashes
from sayso.runtime.label_model.drift import Snapshot, drifted
from sayso.runtime.label_model.majority import MajorityVote
from sayso.runtime.label_model.patterns import collapse, gold_codes
from sayso.runtime.label_model.standing import Standing, standings
from sayso.runtime.labels import Labels
from sayso.runtime.votes import Votes

SHOWN = 5
"""Pieces of advice of one kind that are told in full; of the others, how many there are."""
BROAD, CONTESTED, FEW = 0.2, 0.5, 20
"""Coverage from which a contested function is called broad; the share of votes against it; the rows below which nothing is said."""
CLASHING = 0.25
"""The share of the rows of either of two functions on which the other says otherwise, to be named together."""
INSIDE, COPIES = 0.99, 0.8
"""The share of a function's rows on which another says the same, to fire only with it; that of both's rows, to be copies."""
SAME, OTHERWISE = 0.01, 0.15
"""Shares of rows on which label model and majority vote differ: below, the one is as good; above, it is worth a look."""
LOPSIDED, OFF = 0.85, 0.15
SURE = 0.7
"""A label model this sure that gold says otherwise is a clash worth showing."""


@dataclass(frozen=True)
class Advice:
    """One finding."""

    kind: str
    """"never fires", "too broad", "contradicts others", "contradict each other", "copy", "overlap", "fires only with another", "class without votes", "too few
    functions", "majority vote is as good", "majority vote differs", "balance", "gold clashes" or "drift"."""
    text: str
    """What was found, its figure, and what to do."""
    functions: tuple[str, ...] = ()
    """Whom it is about."""

    def __str__(self) -> str:
        return self.text


def advise(
    votes: Votes,
    model: LabelModel,
    gold: Sequence[str | None] | None = None,
    before: Snapshot | None = None,
    labels: Labels | None = None,
    meanings: Mapping[str, str] | None = None,
) -> list[Advice]:
    """All that is worth saying about a fitted model and the votes that it was fitted on; nothing where there is nothing.

    gold: hand labels, to show where the model clashes with them. before: the last run, to compare with. labels: what the model
    predicts for the votes alone, where that is at hand. meanings: the digest of what each function means, to tell a changed sentence
    from changed data. The order is fixed: functions first, then classes, then the whole."""
    labels = model.predict_proba(votes) if labels is None else labels
    found = standings(collapse(votes))
    copies = {(a, b) for a, b, _ in model.copies}
    said: list[Advice] = []
    said += _some(_silent(found))
    for kind in (_broad, _contradicting, _copies, _overlaps):
        said += _some(kind(model, found))
    said += _some(_apart(votes, model, found))
    said += _some(_inside(found, copies))
    said += _some(_without_votes(votes, found))
    said += _few(model, found)
    said += _against_majority(votes, labels)
    said += _balance(model, labels)
    said += _clashes(votes, labels, gold)
    return said + ([] if before is None else _drift(before, Snapshot.of(votes, labels, meanings)))


def _some(advice: Iterable[Advice]) -> list[Advice]:
    told = list(advice)
    if len(told) <= SHOWN + 1:
        return told
    rest = told[SHOWN:]
    names = tuple(dict.fromkeys(name for piece in rest for name in piece.functions))
    more = Advice(told[0].kind, f"and {len(rest)} more of that kind ({told[0].kind}): {_listed(names)}", names)
    return [*told[:SHOWN], more]


def _listed(names: Sequence[str], last: str = ", ") -> str:
    shown = [f"[{name}]" for name in names[:10]]
    if len(names) > 10:
        return f"{', '.join(shown)} and {len(names) - 10} more"
    return last.join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _percent(share: float) -> str:
    """A share in words that never round a little to nothing."""
    if 0 < share < 0.001:
        return "under 0.1%"
    return f"{100 * share:.1f}%" if share < 0.1 else f"{100 * share:.0f}%"


def _silent(found: Standing) -> Iterable[Advice]:
    for name, votes in zip(found.functions, found.votes, strict=True):
        if not votes:
            text = f"[{name}] never fires: it votes on none of {found.rows:,} rows. See with `sayso try` which words they use instead"
            yield Advice("never fires", text, (name,))


def _contradicted(model: LabelModel, found: Standing) -> list[int]:
    """Functions that most votes beside theirs rule out; of those, the ones that the model does not believe more than most."""
    believed = model.accuracies
    usual = np.median([believed[name] for name in found.functions]) if found.functions else 0.0
    against = (found.common >= FEW) & (found.contested >= CONTESTED)
    return [int(j) for j in np.flatnonzero(against) if believed[found.functions[j]] <= usual]


def _broad(model: LabelModel, found: Standing) -> Iterable[Advice]:
    for j in _contradicted(model, found):
        name, coverage = found.functions[j], found.votes[j] / found.rows
        if coverage >= BROAD:
            yield Advice(
                "too broad",
                f"[{name}] is too broad: it votes on {_percent(coverage)} of the rows, and {_percent(found.contested[j])} of the others'"
                " votes there contradict it. Narrow it with `and ...` or `unless ...`",
                (name,),
            )


def _contradicting(model: LabelModel, found: Standing) -> Iterable[Advice]:
    for j in _contradicted(model, found):
        name = found.functions[j]
        if found.votes[j] / found.rows < BROAD:
            yield Advice(
                "contradicts others",
                f"[{name}] contradicts most others: {_percent(found.contested[j])} of their votes on the {int(found.common[j]):,} rows"
                " where they vote too say otherwise. Read some with `sayso why ROW`, and mend whichever is wrong",
                (name,),
            )


def _apart(votes: Votes, model: LabelModel, found: Standing) -> Iterable[Advice]:
    """Pairs that say otherwise of the same rows; of copies the first, and none that was found to contradict most others."""
    named = {group[0] for group in _groups(found.functions, model.copies)}
    named -= {found.functions[j] for j in _contradicted(model, found)}
    for a, b, rows in found.clashing(FEW, CLASHING):
        names = found.functions[a], found.functions[b]
        if not named >= {*names}:
            continue
        fewer = a if found.votes[a] <= found.votes[b] else b
        where = _clashing_rows(votes, a, b)
        yield Advice(
            "contradict each other",
            f"{_listed(names, ' and ')} contradict each other on {rows:,} rows, {_percent(rows / found.votes[fewer])} of those of"
            f" [{found.functions[fewer]}] (rows {', '.join(map(str, where))}, ...). Read them with `sayso why ROW`, and take what is wrong"
            " out of one with `unless ...`",
            names,
        )


def _clashing_rows(votes: Votes, a: int, b: int) -> list[int]:
    """The first three rows of which two functions say otherwise."""
    one, other = votes.cast[a], votes.cast[b]
    rows, at, to = np.intersect1d(one.rows, other.rows, assume_unique=True, return_indices=True)
    allowed = [{*outcome} for outcome in votes.outcomes]
    clash = (not allowed[x] & allowed[y] for x, y in zip(one.codes[at], other.codes[to], strict=True))
    return [int(row) for row, _ in zip(itertools.compress(rows, clash), range(3), strict=False)]


def _alike(found: Standing, one: str, other: str) -> float:
    """The share of the rows where either votes on which both say the same."""
    a, b = found.functions.index(one), found.functions.index(other)
    return float(found.alike(a, b) / max(found.votes[a] + found.votes[b] - found.both(a, b), 1.0))


def _copies(model: LabelModel, found: Standing) -> Iterable[Advice]:
    near = [pair for pair in model.copies if _alike(found, *pair[:2]) >= COPIES]
    for names in _groups(found.functions, near):
        if len(names) < 2:
            continue
        pairs = [pair for pair in near if pair[0] in names]
        alike = float(np.mean([_alike(found, *pair[:2]) for pair in pairs]))
        yield Advice(
            "copy",
            f"{_listed(names, ' and ')} are copies: they say the same on {_percent(alike)} of the rows where either votes"
            f" (correlation {max(value for *_, value in pairs):.2f}), and share one say. Keep the best, or have each say what the"
            " others do not",
            names,
        )


def _overlaps(model: LabelModel, found: Standing) -> Iterable[Advice]:
    for one, other, correlation in model.copies:
        alike = _alike(found, one, other)
        if alike < COPIES:
            yield Advice(
                "overlap",
                f"[{one}] and [{other}] overlap: they say the same on {_percent(alike)} of the rows where either votes, more than their"
                f" label explains (correlation {correlation:.2f}), so each has part of its say. Have one say what the other does not",
                (one, other),
            )


def _inside(found: Standing, copies: set[tuple[str, str]]) -> Iterable[Advice]:
    for a, b in found.inside(INSIDE):
        one, other = found.functions[a], found.functions[b]
        if found.votes[a] >= FEW and (one, other) not in copies and (other, one) not in copies:
            yield Advice(
                "fires only with another",
                f"[{one}] fires only with [{other}]: on {int(found.alike(a, b)):,} of its {int(found.votes[a]):,} rows that one says the"
                " same. It adds no row: have it say what the other misses, or switch it off",
                (one, other),
            )


def _without_votes(votes: Votes, found: Standing) -> Iterable[Advice]:
    for label, given in zip(votes.labels, found.by_label, strict=True):
        if not given:
            text = f'no function votes for "{label}": 0 votes of {int(found.votes.sum()):,}. Without one, no row is labelled so; write one'
            yield Advice("class without votes", text)


def _few(model: LabelModel, found: Standing) -> list[Advice]:
    voting = [name for name, votes in zip(found.functions, found.votes, strict=True) if votes]
    groups = len(_groups(voting, model.copies))
    if groups >= 3:
        return []
    counted = f"{groups} function{'' if groups == 1 else 's'} vote{'s' if groups == 1 else ''} independently"
    aside = f" ({len(voting)} with copies)" if len(voting) > groups else ""
    text = (
        f"only {counted}{aside}: with fewer than 3, agreement cannot tell who is right, and each is believed as its author states it"
        f" (else {_percent(model.precision)}). Write another, or label some rows by hand"
    )
    return [Advice("too few functions", text, tuple(voting))]


def _groups(names: Sequence[str], pairs: Iterable[tuple[str, str, float]]) -> list[tuple[str, ...]]:
    """The functions, those that are copies of each other together, in the order of the first of each."""
    head = {name: name for name in names}

    def first(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    for a, b, _ in pairs:
        if a in head and b in head:
            one, other = sorted((first(a), first(b)), key=names.index)
            head[other] = one
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(first(name), []).append(name)
    return [tuple(group) for group in groups.values()]


def _against_majority(votes: Votes, labels: Labels) -> list[Advice]:
    majority = np.asarray(MajorityVote().predict_proba(votes))
    chosen = np.asarray(labels).argmax(axis=1)
    decided = labels.voted & (np.isclose(majority, majority.max(axis=1, keepdims=True)).sum(axis=1) == 1)
    rows = int(decided.sum())
    if not rows:
        return []
    differs = float((majority.argmax(axis=1) != chosen)[decided].mean())
    told = f"{_percent(differs) if differs else 'none'} of the {rows:,} rows where it has a winner"
    if differs < SAME:
        text = (
            f"majority vote is as good here: the label model labels otherwise on {told}. Its probabilities are still the better"
            " ones to train on"
        )
        return [Advice("majority vote is as good", text)]
    if differs < OTHERWISE:
        return []
    text = (
        f"the label model outvotes the majority on {told}: that is much. Read some with `sayso why ROW`; if the majority is right,"
        ' set label_model.model = "majority vote"'
    )
    return [Advice("majority vote differs", text)]


def _balance(model: LabelModel, labels: Labels) -> list[Advice]:
    if not labels.voted.any():
        return []
    best = np.asarray(labels)[labels.voted].argmax(axis=1)
    shares = np.bincount(best, minlength=len(labels.classes)) / len(best)
    top = int(shares.argmax())
    if not isinstance(model.class_balance, str):
        off = shares - model.balance_
        worst = int(np.abs(off).argmax())
        if abs(off[worst]) < OFF:
            return []
        text = (
            f'the balance looks wrong: "{labels.classes[worst]}" has {_percent(shares[worst])} of the labelled rows, and class_balance gives it'
            f" {_percent(float(model.balance_[worst]))}. Correct the one, or write functions for the class that lacks votes"
        )
        return [Advice("balance", text)]
    if shares[top] < LOPSIDED:
        return []
    text = (
        f'the balance looks wrong: "{labels.classes[top]}" has {_percent(shares[top])} of the labelled rows. If the data are not like that, write'
        " functions for the other classes; if they are, say so with class_balance"
    )
    return [Advice("balance", text)]


def _clashes(votes: Votes, labels: Labels, gold: Sequence[str | None] | None) -> list[Advice]:
    if gold is None:
        return []
    found = [clash for clash in clashes(labels, votes, gold) if clash.probability >= SURE]
    if not found:
        return []
    known = int(((gold_codes(gold, votes) >= 0) & labels.voted).sum())
    rows = "; ".join(
        f'row {c.row} is "{c.by_hand}" by hand, "{c.label}" by the model ({c.probability:.2f})' for c in found[:SHOWN]
    )
    text = (
        f"gold and label model clash on {len(found):,} of {known:,} rows with both, the model being at least {_percent(SURE)} sure: {rows}."
        " Look at them: either the gold label is a slip, or functions are"
    )
    return [Advice("gold clashes", text)]


def _drift(before: Snapshot, now: Snapshot) -> list[Advice]:
    return _some(Advice("drift", text) for text in drifted(before, now, _percent))
