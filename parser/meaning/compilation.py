"""What became of a sentence: one parse of it, kept for explaining, and the labeling functions of its readings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import exp
from typing import Any

from sayso.grammar.forms import canonical
from sayso.grammar.frame import Framed
from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.parser.meaning import ranking
from sayso.parser.meaning.chart import Chart
from sayso.parser.meaning.reading import Composer, Reading
from sayso.parser.words.edges import Lattice

SCALE = 0.2
"""How much dearer a reading is that is e times less likely: one that is just clearly ahead (`ranking.CLEAR`) gets 85 %."""


@dataclass(frozen=True)
class Compilation:
    """What a sentence was understood as: every reading, most likely first.

    `ambiguous`: the first reading is not clearly ahead of the second. `costs`: one a reading; lower is likelier. Where two
    readings part on the data: `sayso.differences(compilation.readings, data)`."""

    readings: tuple[LabelingFunction, ...]
    costs: tuple[float, ...]
    ambiguous: bool

    @property
    def best(self) -> LabelingFunction:
        """The most likely reading."""
        return self.readings[0]

    @property
    def confidence(self) -> tuple[float, ...]:
        """How sure each reading is among those offered: they sum to 1. (What the expert said of it is the reading's own.)"""
        weights = [exp((self.costs[0] - cost) / SCALE) for cost in self.costs]
        return tuple(weight / sum(weights) for weight in weights)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data, for pages and editors."""
        return {
            "sentence": self.best.sentence,
            "ambiguous": self.ambiguous,
            "readings": [
                {
                    "label": reading.label,
                    "paraphrase": reading.paraphrase,
                    "form": canonical(reading.form),
                    "digest": reading.digest,
                    "cost": round(cost, 4),
                    "confidence": round(confidence, 4),
                    "stated_confidence": reading.confidence,
                    "assumptions": list(reading.source.assumptions),
                    "roles": [asdict(role) for role in reading.source.roles],
                }
                for reading, cost, confidence in zip(self.readings, self.costs, self.confidence, strict=True)
            ],
        }


@dataclass(frozen=True)
class Attempt:
    """One parse of a sentence, kept for explaining."""

    lattice: Lattice
    chart: Chart
    composer: Composer
    found: list[Reading]
    readings: list[Reading]
    barred: bool
    """Whether it contradicts itself: then it has no other reading."""

    def beside(self, freely: Attempt) -> Attempt:
        """What was read word by word, and next to it what free wording makes of it, where neither is clearly ahead."""
        known = {reading.value.rationale for reading in self.readings}
        others = [r for r in freely.readings if r.value.rationale not in known]
        if not self.readings or not others:
            return self
        return replace(
            freely, readings=[self.readings[0], replace(others[0], cost=self.readings[0].cost), *self.readings[1:]]
        )


def made(sentence: str, attempt: Attempt, schema: Schema, notes: tuple[str, ...] = ()) -> Compilation:
    """Readings as labeling functions with their sources."""
    functions = []
    for reading in attempt.readings:
        framed: Framed = reading.value
        source = ranking.source(sentence, reading, attempt.lattice, schema)
        source = replace(source, assumptions=notes + source.assumptions)
        functions.append(LabelingFunction(framed.rationale, source, schema, confidence=framed.confidence))
    costs = tuple(reading.cost for reading in attempt.readings)
    return Compilation(tuple(functions), costs, ranking.close(costs))
