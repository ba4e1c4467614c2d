"""Finds rationales that get in each other's way, or that nearly say the same: by their forms, not by their words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sayso.grammar.forms import canonical
from sayso.grammar.function import LabelingFunction

HOLE = "\0"
"""Stands for the one value in which conditions differ; no sentence has it."""


@dataclass(frozen=True)
class Contradiction:
    """Two rationales that, on one and the same condition, leave no label possible that both allow."""

    first: int
    second: int
    condition: str


@dataclass(frozen=True)
class Likeness:
    """Rationales for one vote whose conditions differ in one text or number."""

    functions: tuple[int, ...]
    values: tuple[str, ...]


def contradictions(functions: Sequence[LabelingFunction]) -> list[Contradiction]:
    """Pairs with an equal condition and votes that cannot both be right; each rationale with the first that it contradicts."""
    found = []
    seen: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for i, function in enumerate(functions):
        for clause in function.form.clauses:
            key = _key(canonical(clause.when), function.lists)
            labels = frozenset(clause.vote.outcome(function.schema))
            other = next((j for j, said in seen[key] if labels and said and j != i and not labels & said), None)
            if other is not None:
                found.append(Contradiction(other, i, clause.when.say()))
            seen[key].append((i, labels))
    return found


def likenesses(functions: Sequence[LabelingFunction]) -> list[Likeness]:
    """Groups that differ in one text or number, each rationale in one group only, the largest first."""
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    for i, function in enumerate(functions):
        for masked, value in _masked(canonical(function.form)):
            groups[_key(masked, function.lists)].setdefault(i, value)
    taken: set[int] = set()
    found = []
    for group in sorted(groups.values(), key=len, reverse=True):
        members = [i for i in group if i not in taken]
        if len({group[i] for i in members}) > 1:
            taken |= set(members)
            found.append(Likeness(tuple(members), tuple(group[i] for i in members)))
    return found


def _key(form: Any, lists: dict[str, tuple[str, ...]]) -> str:
    return json.dumps([form, lists], sort_keys=True, ensure_ascii=False)


TEXTS = ("text", "regex")
"""The fields of forms that hold what an expert typed to be found."""


def _masked(form: Any) -> Iterator[tuple[Any, str]]:
    """The form with each of its texts, numbers and dates left out in turn, and what was left out; votes and names stay."""
    if isinstance(form, list):
        for i, item in enumerate(form):
            for masked, out in _masked(item):
                yield [*form[:i], masked, *form[i + 1 :]], out
    elif isinstance(form, dict) and form.get("value") == "DateRange":
        yield HOLE, str(form["first"]) if form["first"] == form["last"] else f"{form['first']} to {form['last']}"
    elif isinstance(form, dict) and form.get("form") != "Vote":
        for name, value in form.items():
            if name in TEXTS or (isinstance(value, (int, float)) and not isinstance(value, bool)):
                yield {**form, name: HOLE}, str(value)
            else:
                for masked, out in _masked(value):
                    yield {**form, name: masked}, out
