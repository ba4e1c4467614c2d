"""Every form's own examples, and the registry that insists on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import sayso
from sayso.grammar.forms import FORMS, Condition, Example, register
from sayso.parser.compiler import Compiler
from sayso.parser.families import load

load()
EXAMPLES = [(name, example) for name, form in sorted(FORMS.items()) for example in form.examples]
IDS = [f"{name}-{i}" for i, (name, _) in enumerate(EXAMPLES)]


def table(rows: list[dict[str, Any]], schema: sayso.Schema) -> pa.Table:
    names = [column.name for column in schema.columns]
    return pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=IDS)
def test_examples_hold(name: str, example: Example, compiler: Compiler, schema: sayso.Schema) -> None:
    function = compiler.compile(example.sentence).best
    assert name in {type(node).__name__ for node in function.form.walk()}
    rows = [*example.yes, *example.no]
    votes = np.asarray(sayso.apply([function], table(rows, schema)))[:, 0]
    assert list(votes != -1) == [True] * len(example.yes) + [False] * len(example.no)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=IDS)
def test_examples_read_back(name: str, example: Example, compiler: Compiler) -> None:
    best = compiler.compile(example.sentence).best
    assert compiler.compile(best.paraphrase).best.form == best.form


def test_every_condition_has_examples() -> None:
    assert [name for name, form in FORMS.items() if issubclass(form, Condition) and not form.examples] == []


def test_the_registry_refuses_a_form_that_lacks_something() -> None:
    @dataclass(frozen=True)
    class Bare(Condition):
        """A form without words, meaning or examples."""

    with pytest.raises(TypeError, match=r"say.*lower.*examples"):
        register(Bare)
