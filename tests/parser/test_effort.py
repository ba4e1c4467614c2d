"""What keeps the compiling of a sentence cheap."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest

import sayso
from sayso.grammar.forms import Condition
from sayso.grammar.predicates.logic import disjoin
from sayso.parser.compiler import Compiler
from sayso.parser.meaning.reading import CHEAPER
from sayso.parser.pausing import uncollected

LONG = "lease if the title contains " + ", ".join(f"'word{i}'" for i in range(20)) + " or 'rent'"


def test_no_garbage_is_looked_for_while_a_sentence_is_read(schema: sayso.Schema) -> None:
    compiler = Compiler(schema)
    compiler.compile(LONG)
    compiler.complete(LONG[:60])
    passes: list[str] = []
    gc.callbacks.append(lambda phase, told: passes.append(phase))
    try:
        compiler.compile(LONG)
        with pytest.raises(sayso.RationaleError):
            compiler.compile(LONG.replace("title", "tittel tittel"))
        compiler.complete(LONG[:60])
        assert gc.isenabled()
        assert len([phase for phase in passes if phase == "start"]) <= 3  # right after one of them
    finally:
        gc.callbacks.pop()


def test_the_collector_is_left_as_it_was() -> None:
    gc.disable()
    try:
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_a_form_that_was_walked_goes_by_itself(schema: sayso.Schema) -> None:
    form = Compiler(schema).compile(LONG).best.form.clauses[0].when
    assert all(node is not form for node in form._below())
    assert next(form.walk()) is form


def test_a_row_is_put_together_as_its_parts_are_one_by_one(schema: sayso.Schema) -> None:
    def said(words: str) -> Condition:
        compiled: Condition = Compiler(schema).compile(f"lease if {words}").best.form.clauses[0].when
        return compiled

    parts = [
        said("the title contains 'a'"),
        said("the body contains 'b'"),
        said("the title contains 'c' or 'a'"),
        said("the title contains both 'e' and 'f'"),
        said("the body contains 'd'"),
        said("the title starts with 'g'"),
    ]
    one_by_one = parts[0]
    for part in parts[1:]:
        one_by_one = disjoin(one_by_one, part)
    assert disjoin(*parts) == one_by_one
    spans = [node.spans for node in disjoin(*parts).walk()]
    assert spans == [node.spans for node in one_by_one.walk()]


def test_no_reader_makes_a_meaning_cheaper_than_is_reckoned_with() -> None:
    folder = Path(sayso.__file__).parent / "grammar" / "predicates"
    source = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    cheaper = [float(cost) for cost in re.findall(r"Alternatives\(.*, -(\d*\.?\d+)\)", source)]
    assert cheaper
    assert max(cheaper) <= CHEAPER
