"""The labeling function: one vote column, with the sentence that it came from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from sayso.grammar import plan
from sayso.grammar.errors import Span
from sayso.grammar.forms import Form, canonical
from sayso.grammar.rationale import Rationale
from sayso.grammar.schema import Schema


@dataclass(frozen=True)
class Role:
    """What a stretch of the sentence did: "label", "column", "predicate", "value", "number", "connective", "list", "hedge",
    "filler", "remark", "punctuation"."""

    start: int
    end: int
    role: str
    what: str = ""
    """What it was taken for, in words, where that is not plain from the text."""


@dataclass(frozen=True)
class Source:
    """Where a labeling function came from: the sentence, and what each of its characters did."""

    sentence: str
    roles: tuple[Role, ...] = ()
    assumptions: tuple[str, ...] = ()
    """What was taken for granted, in words: the default column, a bare word taken as literal, a correction made."""
    author: str = ""
    time: str = ""
    file: str = ""
    line: int = 0

    def words(self, node: Form) -> tuple[Span, ...]:
        """The character spans of the sentence that a node of the form came from, itself and all below it, merged."""
        spans = sorted({span for n in node.walk() for span in n.spans})
        merged: list[Span] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)


@dataclass(frozen=True)
class LabelingFunction:
    """One vote column: a form with its sentence, ready to be applied to data."""

    form: Rationale
    source: Source
    schema: Schema = field(repr=False)
    name: str = ""
    """Its [id] in a `.say` file; else the first ten characters of its digest."""
    confidence: float | None = field(default=None)
    """How often the expert says it holds ("usually", "90 % of the time"): the prior of its accuracy."""

    def __post_init__(self) -> None:
        if not self.name:
            object.__setattr__(self, "name", self.digest[:10])

    def named(self, name: str) -> LabelingFunction:
        """The same function under another name."""
        return replace(self, name=name)

    @property
    def label(self) -> str:
        """What it votes, in words: "lease", "not lease", "lease or nda"."""
        return self.form.label

    @property
    def sentence(self) -> str:
        """The sentence as it was typed."""
        return self.source.sentence

    @cached_property
    def paraphrase(self) -> str:
        """What the machine understood: a sentence of the language that compiles to the same form."""
        return self.form.say()

    @cached_property
    def lists(self) -> dict[str, tuple[str, ...]]:
        """The word lists that it uses, with their entries."""
        used = {node.name for node in self.form.walk() if type(node).__name__ == "Listed"}  # type: ignore[attr-defined]
        return {name: self.schema.lists[name] for name in sorted(used)}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of label, form and word lists used: equal for two wordings of one meaning."""
        meaning = {"form": canonical(self.form), "lists": {k: list(v) for k, v in self.lists.items()}}
        return hashlib.sha256(json.dumps(meaning, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def branches(self) -> tuple[plan.Branch, ...]:
        """What the engine runs: the first branch whose test holds says the vote."""
        return self.form.branches(self.schema)

    def conditions(self) -> Iterator[Form]:
        """The forms that decide each branch, in order."""
        for clause in self.form.clauses:
            yield clause.when
