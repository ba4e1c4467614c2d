"""Functions that together use every form of the language, and rows that bring them near to firing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import known_sentences
import pyarrow as pa

import sayso
from sayso.grammar import plan
from sayso.grammar.forms import FORMS
from sayso.grammar.function import LabelingFunction
from sayso.parser.compiler import Compiler
from sayso.parser.families import load
from sayso.runtime import planning

Row = dict[str, Any]

MORE = [
    "lease if the first two sentences of the body mention rent",
    "lease if the first 10 characters of the body contain 'rent'",
    "lease if the body contains punctuation",
    "lease if the body contains a lower-case word",
    "lease if the body has more than 3 lines",
    "lease if the landlord starts with the tenant",
    "lease if the landlord ends with the tenant",
    "lease if the amount is not 5",
    "lease if the stamp is aligned with the seal",
    "lease if the body says a number other than 5",
]
"""What no golden reading says."""

NEVER_LEFT = {"Grouped"}
"""Forms of a sentence half read: `AllOf` takes them apart, so that no compiled sentence has one."""


@cache
def compiled(compiler: Compiler) -> list[LabelingFunction]:
    """The forms' own examples, all golden readings, and what these leave out; each meaning once."""
    load()
    said = [*known_sentences.sentences("examples"), *known_sentences.sentences("golden")]
    found = {}
    for known in [*said, *map(known_sentences.Known, MORE)]:
        try:
            function = compiler.compile(known.text, label=known.label).best
        except sayso.RationaleError:
            continue  # a golden reading may be one that is refused
        found[function.digest] = function
    return list(found.values())


def missing(functions: list[LabelingFunction]) -> set[str]:
    """The registered forms that none of the functions has."""
    return set(FORMS) - NEVER_LEFT - {type(node).__name__ for f in functions for node in f.form.walk()}


def operations(function: LabelingFunction) -> Iterator[plan.Op]:
    """All operations of a function."""
    for branch in function.branches:
        yield from planning.walk(branch.test)


def asks_a_model(function: LabelingFunction) -> bool:
    """Whether spaCy or the encoder is asked."""
    return any(planning.cost_of(branch.test) in ("model", "encoder") for branch in function.branches)


# ---------------------------------------------------------------- rows

WORDS = ["rent", "due", "The", "a", "É", "É", "租金", "شقة", "ſet", "don’t", "“lease”", "e-mail", "$7", "5%", "🏠", "x\x00y", "ﬁne"]  # fmt: skip
THINGS = ["$5,000", "50 cents", "2020-01-02", "March 3, 2021", "a@b.example", "12 %", "(x)", "Maria Gonzalez", "5", "III"]  # fmt: skip
JOINS = [" ", " ", " ", " ", ", ", ". ", "\n", "\n\n", "\u00a0", "-", "", "? "]


def hints(function: LabelingFunction) -> tuple[list[str], list[float]]:
    """The texts and numbers that a function asks for."""
    texts, numbers = [], [0.0, 1.0]
    for op in operations(function):
        if isinstance(op, plan.Constant):
            numbers.append(op.value)
        values = [getattr(op, field.name) for field in dataclasses.fields(op)]
        texts += [item.text for value in values if isinstance(value, tuple) for item in value if hasattr(item, "text")]
    return texts, numbers


def row(random: Random, function: LabelingFunction) -> Row:
    """A row with some of what a function asks for; now and then a value is missing."""
    texts, numbers = hints(function)
    body = None if random.random() < 0.05 else _text(random, texts)
    made: Row = {"title": _text(random, texts) if random.random() < 0.9 else random.choice([None, "", " "])}
    made["body"] = body
    for column in function.schema.columns:
        if column.name not in made:
            made[column.name] = None if random.random() < 0.1 else _value(random, column, numbers, body or "")
    return made


def _text(random: Random, asked: list[str]) -> str:
    many = random.choice([1, 3, 6, 12])
    chosen = [random.choice([random.choice(asked or WORDS), random.choice(WORDS), random.choice(THINGS)]) for _ in range(many)]  # fmt: skip
    cased = [random.choice([word, word, word.upper(), word.capitalize()]) for word in chosen]
    return "".join(word + random.choice(JOINS) for word in cased)


def _value(random: Random, column: Any, numbers: list[float], body: str) -> Any:
    near = random.choice(numbers) + random.choice([-1, 0, 0, 1])
    if column.kind == "date":
        days = int(near) if abs(near) > 1000 else random.randint(17_000, 19_000)
        return (sayso_epoch() + _days(days)).isoformat()
    if column.kind == "span":
        return sorted(random.randint(0, len(body)) for _ in range(2))
    if column.kind == "box":
        x, y = (random.randint(0, 40) * 5 for _ in range(2))
        return [float(x), float(y), float(x + random.randint(0, 20) * 5), float(y + random.randint(0, 20) * 5)]
    kinds = {"boolean": random.random() < 0.5, "category": random.choice(column.values or ("x",)), "number": near}
    return kinds.get(column.kind, near)


def sayso_epoch() -> Any:
    import datetime

    return datetime.date(1970, 1, 1)


def _days(many: int) -> Any:
    import datetime

    return datetime.timedelta(days=many)


_TYPES = {
    **dict.fromkeys(["text", "category", "date"], pa.string()),
    **dict.fromkeys(["number", "score"], pa.float64()),
    **{"boolean": pa.bool_(), "span": pa.list_(pa.int64()), "box": pa.list_(pa.float64())},
}


def table(rows: list[Row], schema: sayso.Schema) -> pa.Table:
    """Rows as an Arrow table, with the types that the columns' kinds ask for, and a column of ids."""
    columns = {c.name: pa.array([r[c.name] for r in rows], _TYPES[c.kind]) for c in schema.columns}
    return pa.table({**columns, "id": pa.array([f"r{i:06d}" for i in range(len(rows))])})
