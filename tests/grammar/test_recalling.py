"""A form comes back from its record whole: the same meaning, the same words, the same marks."""

from __future__ import annotations

import json

import every_form
import pytest

import sayso
from sayso.grammar.forms import canonical
from sayso.grammar.recalling import recalled, spans_of
from sayso.parser.compiler import Compiler


def test_every_form_comes_back(compiler: Compiler) -> None:
    functions = every_form.compiled(compiler)
    assert not every_form.missing(functions)
    for function in functions:
        kept = json.loads(json.dumps([canonical(function.form), spans_of(function.form)]))
        form = recalled(*kept)
        assert form == function.form and form.say() == function.paraphrase
        assert [node.spans for node in form.walk()] == [node.spans for node in function.form.walk()]


def test_a_record_of_something_else_is_refused(compiler: Compiler) -> None:
    kept = canonical(compiler.compile("lease if the body mentions rent").best.form)
    for wrong in ({"form": "Nothing"}, kept | {"more": 1}, kept | {"clauses": 5}, {"clauses": []}):
        with pytest.raises(sayso.SaysoError, match="record of a form"):
            recalled(wrong)
