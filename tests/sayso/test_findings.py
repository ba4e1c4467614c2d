"""What `sayso check` finds: each with its place and a caret; contradictions; near twins; what is off."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_projects import sayso, small_project

from sayso.grammar.schema import Schema
from sayso.parser.compiler import Compiler
from sayso.project import Project, likeness

WRONG = """[refused] rent if the body frobs 'x'

[ambiguous] rent if it says 'a' and it says 'b' or it says 'c'

[again] rent when it mentions "rent"
    yes: "rent"
    no: "the rent"

[rent] work if it says 'q'

[not] work if the body mentions "rent"
    no: {nobody: 5}

[off] rent if it says 'off'
    off since: yesterday

list none:

    stray
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def test_every_finding_has_its_place_and_a_caret_under_it(folder: Path) -> None:
    (folder / "b.say").write_text(WRONG, "utf-8")
    toml = (folder / "sayso.toml").read_text("utf-8").replace('"work"]', '"work", "love"]')
    (folder / "sayso.toml").write_text(toml, "utf-8")
    checked = Project(folder).check()
    found = [(p.file, p.line, p.kind, p.source[p.column - 1 : p.column - 1 + p.width]) for p in checked.problems]
    assert found == [
        ("b.say", 1, "refused", "frobs"),
        ("b.say", 3, "ambiguous", "rent if it says 'a' and it says 'b' or it says 'c'"),
        ("b.say", 5, "twice", 'rent when it mentions "rent"'),
        ("b.say", 7, "example", 'no: "the rent"'),
        ("b.say", 9, "format", "[rent] work if it says 'q'"),
        ("b.say", 11, "contradiction", 'work if the body mentions "rent"'),
        ("b.say", 12, "example", "no: {nobody: 5}"),
        ("b.say", 15, "format", "off since: yesterday"),
        ("b.say", 17, "format", "list none:"),
        ("b.say", 19, "format", "stray"),
        ("sayso.toml", 2, "label", '"love"'),
    ], found
    for problem in checked.problems:
        first, line, caret, *_ = str(problem).split("\n")
        assert first.startswith(f"{problem.file}:{problem.line}:{problem.column}: ")
        assert caret.index("^") == line.index(problem.source) + problem.column - 1


def test_an_example_with_a_value_that_does_not_fit_is_pointed_at_and_the_others_are_tried(folder: Path) -> None:
    with (folder / "sayso.toml").open("a", encoding="utf-8") as file:
        file.write('[columns.n]\nkind = "number"\n')
    more = "[n] rent if n is over 5\n    yes: {n: 6}\n    yes: {n: seven}\n    no: {n: 6}\n    no: {n: 4}\n"
    (folder / "b.say").write_text(more, "utf-8")
    checked = Project(folder).check()
    assert [(p.line, p.source, p.message.split(":")[0]) for p in checked.problems] == [
        (3, "    yes: {n: seven}", "an example's value does not fit"),
        (4, "    no: {n: 6}", "[n] holds on its `no` line; it reads"),
    ]
    assert (checked.held, checked.examples) == (3, 4)


def test_of_two_rationales_with_one_id_the_first_runs(folder: Path) -> None:
    (folder / "b.say").write_text("[rent] work if it says 'q'\n", "utf-8")
    checked = Project(folder).check()
    assert [(f.name, f.label) for f in checked.functions] == [("rent", "rent"), ("work", "work")]
    assert checked.summary() == (
        "2 understood, 0 ambiguous, 0 not understood, 1 left out for a taken id; 1 of 1 examples hold"
    )
    assert checked.problems[0].message == "the id [rent] is taken by a.say:4; this one does not run"


def test_a_contradiction_names_both(folder: Path) -> None:
    (folder / "b.say").write_text('[not] work if the body mentions "rent"\n', "utf-8")
    (problem,) = Project(folder).check().problems
    assert problem.message == "[not] says work where the body contains 'rent'; [rent] says rent there (a.say:4)"


def test_what_is_off_is_counted_told_and_does_not_run(folder: Path) -> None:
    (folder / "a.say").write_text(
        (folder / "a.say").read_text("utf-8").replace('yes: "the rent"', "off since 2026-01-02: too broad"), "utf-8"
    )
    checked = Project(folder).check()
    assert (checked.off, [f.name for f in checked.functions]) == (1, ["work"])
    done = sayso(folder, "check")
    assert "[rent] is off since 2026-01-02: too broad (a.say:4)" in done.stdout and "1 off" in done.stdout


@pytest.fixture(scope="module")
def compiler() -> Compiler:
    columns = {"body": {"kind": "text"}, "n": {"kind": "number"}, "signed": {"kind": "date"}}
    labels = ["rent", "work", "love"]
    return Compiler(
        Schema.from_dict(
            {"labels": labels, "columns": columns, "default_text": "body", "lists": {"pay": ["wage"], "due": ["wage"]}}
        )
    )


@pytest.mark.parametrize(
    ("one", "other", "alike", "contradict"),
    [
        ("rent if it says 'x'", "rent if it says 'y'", True, False),
        ("rent if it says 'x' and n is over 5", "rent if it says 'x' and n is over 7", True, False),
        ("rent if 'a' is within 5 words of 'b'", "rent if 'a' is within 6 words of 'b'", True, False),
        ("rent if signed is after 2020-01-01", "rent if signed is after 2021-01-01", True, False),
        ("rent if it says 'x' and n is over 5", "rent if it says 'y' and n is over 7", False, False),
        ("rent if n is over 5", "rent if n is under 5", False, False),
        ("rent if it says 'x'", "rent if it says 'x' or 'y'", False, False),
        ("rent if it says 'x'", "work if it says 'y'", False, False),
        ("rent if it says any word in the list pay", "rent if it says any word in the list due", False, False),
        ("rent if it says 'x'", "not rent if it says 'x'", False, True),
        ("rent if it says 'x'", "work or love if it says 'x'", False, True),
        ("rent if it says 'x'", "not work if it says 'x'", False, False),
        ("rent if it says 'x'", "rent if n is over 5, otherwise work if it says 'x'", False, True),
    ],
)
def test_near_twins_and_contradictions(one: str, other: str, alike: bool, contradict: bool, compiler: Compiler) -> None:
    functions = [compiler.compile(sentence).best for sentence in (one, other)]
    for pair in (functions, functions[::-1]):
        assert bool(likeness.likenesses(pair)) == alike
        assert bool(likeness.contradictions(pair)) == contradict


def test_near_twins_are_told_in_one_line_and_are_no_fault(folder: Path) -> None:
    more = "".join(f"[w{word}] work if it says '{word}'\n\n" for word in ("desk", "chair", "lamp"))
    (folder / "b.say").write_text(more, "utf-8")
    checked = Project(folder).check()
    assert checked.fine
    assert checked.hints == [
        "b.say:1: differ in one thing only: [wdesk] desk, [wchair] chair, [wlamp] lamp; one sentence could say it all"
    ]
