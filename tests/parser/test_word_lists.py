"""A word list is found by its name and by what it is about, whatever noun the writer puts after it."""

from __future__ import annotations

import pytest

import sayso
from sayso.parser.compiler import Compiler

NAMES = ("treat words", "treat_terms", "treat", "treat list", "treat phrases", "treat dictionary")
SAID = (
    "the body contains a treat word",
    "there is a treat phrase in the body",
    "a word in the treat dictionary is in the body",
    "the body has a term from the treat list",
    "the body contains a word from the dictionary of treat words",
    "at least one treat keyword occurs in the body",
)
PARTS = ("a word in the body contains a treat word", "a word in the body contains a word in the treat dictionary")


def _compiler(name: str) -> Compiler:
    lists = {name: ["therapy", "cured of"]}
    return Compiler(
        sayso.Schema.from_dict({"labels": ["yes", "no"], "columns": {"body": {"kind": "text"}}, "lists": lists})
    )


@pytest.mark.parametrize("name", NAMES)
def test_one_list_has_many_names(name: str) -> None:
    compiler = _compiler(name)
    for said in SAID:
        read = compiler.compile(said, label="yes")
        assert read.best.paraphrase == f"label yes if the body contains any word in the list {name}", said
        assert len(read.readings) == 1, said
    for said in PARTS:
        within = f"label yes if the body contains a word that contains any word in the list {name}"
        assert compiler.compile(said, label="yes").best.paraphrase == within, said
