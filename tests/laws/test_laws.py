"""The laws, over every sentence that the tests know: a failure lists each sentence that breaks one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from math import inf

import known_sentences
import pytest
from golden_topics import Known

import sayso
from sayso.grammar.function import LabelingFunction
from sayso.parser.compiler import Compiler
from sayso.parser.effort import Effort
from sayso.parser.meaning.compilation import Compilation
from sayso.parser.meaning.negations import unanswered

CompilerOf = Callable[[str], Compiler]
Compiled = Callable[[str], dict[Known, Compilation]]

BREACHES = {"topic-described-4": {"label routine if the note has more than 200 words"}}
"""The paraphrases of a source that read as another form, which they should not: a column counts the words of the note too."""


def broken(found: list[str]) -> None:
    """Fail with every broken case, each on its lines."""
    if found:
        pytest.fail(f"{len(found)} break the law:\n\n" + "\n\n".join(found), pytrace=False)


def test_the_paraphrase_compiles_to_the_same_form(source: str, compiled: Compiled, compiler_of: CompilerOf) -> None:
    """Law 1, of every reading that is offered: what you read is what runs."""
    found = []
    breaches = set(BREACHES.get(source, ()))
    for known, compilation in compiled(source).items():
        for reading in compilation.readings:
            again = _read_back(compiler_of(source), reading)
            if again and reading.paraphrase in breaches:
                breaches.remove(reading.paraphrase)
            elif again:
                found.append(f"  typed:    {known.text}\n  reads as: {reading.paraphrase}\n  {again}")
    broken(found + [f"  no longer: {paraphrase} (take it out of BREACHES)" for paraphrase in breaches])


def _read_back(compiler: Compiler, reading: LabelingFunction) -> str:
    try:
        best = compiler.compile(reading.paraphrase).best
    except sayso.RationaleError as error:
        return f"refused:  {str(error).splitlines()[0]}"
    if best.digest != reading.digest:
        return f"again as: {best.paraphrase}\n  forms:    {reading.form}\n            {best.form}"
    if best.paraphrase != reading.paraphrase:
        return f"again as: {best.paraphrase} (of equal digest)"
    return ""


def test_every_character_has_a_role(source: str, compiled: Compiled) -> None:
    """Law 2: nothing is dropped, and no character does two things."""
    found = []
    for known, compilation in compiled(source).items():
        for reading in compilation.readings:
            roles = sorted((role.start, role.end) for role in reading.source.roles)
            covered = {i for start, end in roles for i in range(start, end)}
            lost = "".join(c if i not in covered and not c.isspace() else "." for i, c in enumerate(known.text))
            if lost.strip("."):
                found.append(f"  typed: {known.text}\n  lost:  {lost}\n  as:    {reading.paraphrase}")
            twice = [(a, b) for a, b in zip(roles, roles[1:], strict=False) if a[1] > b[0]]
            if twice:
                found.append(f"  typed: {known.text}\n  twice: {twice}\n  as:    {reading.paraphrase}")
    broken(found)


def test_as_many_negations_out_as_in(source: str, compiler_of: CompilerOf) -> None:
    """Law 2, where it hurts most: every word that denies denies something, and nothing is denied without a word."""
    found = []
    compiler = compiler_of(source)
    for known in known_sentences.sentences(source):
        attempt = compiler.attempt(known.text, known.label, Effort(inf))
        for reading in attempt.readings:
            told = unanswered(reading.value.rationale, reading.edges, attempt.lattice.tokens)
            if told:
                found.append(f"  typed:    {known.text}\n  reads as: {reading.value.rationale.say()}\n  {told}")
    broken(found)


def test_the_same_sentence_gives_the_same_result(source: str, compiled: Compiled, compiler_of: CompilerOf) -> None:
    """Law 5: again, by another compiler, and by threads at once."""
    schema = compiler_of(source).schema
    another = Compiler(schema)
    given = known_sentences.sentences(source)

    def outcome(known: Known) -> object:
        try:
            result = another.compile(known.text, label=known.label)
        except sayso.RationaleError as error:
            return str(error), error.span, error.suggestions
        return _told(result)

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(outcome, given))
    found = []
    for known, first in zip(given, together, strict=True):
        again = outcome(known)
        if again != first:
            found.append(f"  typed: {known.text}\n  first: {first}\n  again: {again}")
        before = compiled(source).get(known)
        if before is not None and _told(before) != first:
            found.append(f"  typed: {known.text}\n  here:  {_told(before)}\n  there: {first}")
    broken(found)


def _told(result: Compilation) -> object:
    return [(r.digest, r.paraphrase, r.source.roles, r.source.assumptions) for r in result.readings], result.costs
