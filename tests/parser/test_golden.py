"""What is written in tests/golden/topics comes of each sentence: adding one takes two lines there, and none here."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import golden_topics
import pytest
from golden_topics import Case, World

import sayso
from sayso.parser.compiler import Compiler
from sayso.parser.meaning.compilation import Compilation

CASES = golden_topics.cases()
Outcome = Compilation | sayso.RationaleError
CompilerOf = Callable[[World], Compiler]


def each(cases: list[Case]) -> pytest.MarkDecorator:
    """One test a case, named by its topic and its sentence."""
    return pytest.mark.parametrize("case", cases, ids=[f"{c.topic}: {c.typed.text}" for c in cases])


@pytest.fixture(scope="module")
def compiler_of() -> CompilerOf:
    return cache(lambda world: Compiler(world.schema()))


def outcome(case: Case, compiler: Compiler) -> Outcome:
    try:
        return compiler.compile(case.typed.text, label=case.typed.label)
    except sayso.RationaleError as error:
        return error


def fault(case: Case, came: Outcome) -> str:
    """What is wrong with what came of a sentence; empty where nothing is."""
    if isinstance(came, sayso.RationaleError):
        if case.readings:
            return "it is refused"
        unsaid = [words for words in case.mentioned if words not in str(came)]
        return f"the refusal does not mention {unsaid}" if unsaid else ""
    if case.lacking:
        said = [words for words in case.lacking if words in came.best.paraphrase]
        return f"its reading has {said}" if said else ""
    if case.refused:
        return "it is read"
    offered = tuple(reading.paraphrase for reading in came.readings)[: len(case.readings)]
    if offered != case.readings:
        return "it is read otherwise"
    if came.ambiguous != (len(case.readings) > 1):
        return "another reading is offered" if came.ambiguous else "no other reading is offered"
    return "" if case.told in (None, came.best.source.assumptions) else "something else is taken for granted"


def shown(came: Outcome) -> list[str]:
    """What came of a sentence, as the golden files write it."""
    if isinstance(came, sayso.RationaleError):
        return [f"refused: {line}" for line in str(came).splitlines()]
    best, *others = came.readings
    told = best.source.assumptions or ("nothing",)
    more = [f"or: {reading.paraphrase}" for reading in others] if came.ambiguous else []
    return [best.paraphrase, *more, *(f"told: {words}" for words in told)]


@each(CASES)
def test_what_is_written_comes_of_it(case: Case, compiler_of: CompilerOf) -> None:
    came = outcome(case, compiler_of(case.world))
    if wrong := fault(case, came):
        lines = [f"tests/golden/topics/{case.place}: {wrong}", case.typed.text, "expected:"]
        lines += [f"    {line}" for line in case.expected] + ["what came:"] + [f"    {line}" for line in shown(came)]
        pytest.fail("\n".join(lines), pytrace=False)


@each([case for case in CASES if case.readings])
def test_what_it_reads_as_is_read_as_the_same(case: Case, compiler_of: CompilerOf) -> None:
    compiler = compiler_of(case.world)
    best = compiler.compile(case.typed.text, label=case.typed.label).best
    assert compiler.compile(best.paraphrase).best.digest == best.digest


@each([case for case in CASES if case.refused])
def test_a_refusal_has_a_place_and_suggests_what_can_be_read(case: Case, compiler_of: CompilerOf) -> None:
    compiler = compiler_of(case.world)
    with pytest.raises(sayso.RationaleError) as caught:
        compiler.compile(case.typed.text, label=case.typed.label)
    start, end = caught.value.span
    assert 0 <= start <= end <= len(case.typed.text)
    assert caught.value.suggestions
    for suggestion in caught.value.suggestions:
        assert compiler.compile(suggestion, label=case.typed.label).readings


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("keep if it leaks\n    refused", "no schema"),
        ("schema: house\nkeep if it leaks\nkeep if it smells\n    refused", "nothing below"),
        ("schema: house\nkeep if it leaks\n    label keep\n    label drop", "cannot tell"),
        ("schema: house\nkeep if it leaks\n    refused\n    label keep", "cannot tell"),
        ("schema: house\nkeep if it leaks\n    told: nothing", "cannot tell"),
        ("    refused\nschema: house", "above"),
        ("schema: house\nkeep\n    refused\nkeep\n    label keep", "twice"),
    ],
)
def test_a_file_that_says_nothing_clear_is_no_topic(written: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "topic.txt").write_text(written, "utf-8")
    with pytest.raises(ValueError, match=what):
        golden_topics.cases(tmp_path)
