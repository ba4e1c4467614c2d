"""Checks a project's rationales: compiled, settled, tried on their own examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from sayso.grammar.errors import DataError, RationaleError
from sayso.grammar.function import LabelingFunction
from sayso.grammar.schema import Schema
from sayso.parser.compiler import Compiler
from sayso.parser.meaning.compilation import Compilation
from sayso.project import likeness
from sayso.project.configuration import CONFIGURATION
from sayso.project.say_files import Entry, Problem, Sample, SayFiles
from sayso.runtime.apply import apply


@dataclass
class Checked:
    """What a check found."""

    functions: list[LabelingFunction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    """What is no fault, and may still be worth a look: rationales that differ in one text or number."""
    paused: list[str] = field(default_factory=list)
    """The rationales that are off, with the day."""
    understood: int = 0
    ambiguous: int = 0
    refused: int = 0
    off: int = 0
    doubled: int = 0
    """Rationales that do not run because another one has their id."""
    examples: int = 0
    held: int = 0

    @property
    def fine(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    def summary(self) -> str:
        """ "58 understood, 1 ambiguous, 1 not understood; 117 of 118 examples hold"."""
        off = f", {self.off} off" if self.off else ""
        off += f", {self.doubled} left out for a taken id" if self.doubled else ""
        counts = f"{self.understood} understood, {self.ambiguous} ambiguous, {self.refused} not understood{off}"
        return f"{counts}; {self.held} of {self.examples} examples hold"


def check(files: SayFiles, schema: Schema, compiler: Compiler) -> Checked:
    """Compile every rationale and try it on its examples; all problems of all files at once."""
    checked = Checked(problems=list(files.problems))
    entries: list[tuple[Entry, LabelingFunction]] = []
    seen: set[str] = set()
    for entry in files.entries:
        if entry.name in seen:
            checked.doubled += 1
            continue
        seen.add(entry.name)
        if entry.off_since:
            checked.off += 1
            why = f": {entry.off_reason}" if entry.off_reason else ""
            checked.paused.append(f"[{entry.name}] is off since {entry.off_since}{why} ({entry.file}:{entry.line})")
            continue
        function = _compiled(entry, compiler, checked)
        if function is not None:
            entries.append((entry, function))
    checked.functions = [function for _, function in entries]
    _examples(entries, schema, checked)
    _labels(checked, files, schema)
    _twice(entries, checked)
    _contradict(entries, checked)
    _nearly_twice(entries, checked)
    checked.problems = [_with_line(found, files) for found in checked.problems]
    checked.problems.sort(key=lambda p: (p.file, p.line, p.column))
    return checked


def _compiled(entry: Entry, compiler: Compiler, checked: Checked) -> LabelingFunction | None:
    try:
        compilation = compiler.compile(entry.sentence)
    except RationaleError as error:
        checked.refused += 1
        checked.problems.append(problem(entry, error.span, str(error), "refused"))
        return None
    function = compilation.best
    if entry.reads_as:
        settled = _settled(entry, compilation, compiler)
        if settled is None:
            checked.ambiguous += 1
            said = "\n".join(
                ["`reads as` is none of the readings:", *(f"reads as: {r.paraphrase}" for r in compilation.readings)]
            )
            checked.problems.append(problem(entry, (0, len(entry.sentence)), said, "ambiguous"))
            return None
        function = settled
    elif compilation.ambiguous:
        checked.ambiguous += 1
        readings = [f"reads as: {r.paraphrase}" for r in compilation.readings[:3]]
        said = "\n".join(["this can be read in several ways; write the one you mean under it:", *readings])
        checked.problems.append(problem(entry, (0, len(entry.sentence)), said, "ambiguous"))
        return None
    checked.understood += 1
    source = replace(function.source, file=entry.file, line=entry.line)
    named = replace(function, source=source)
    return named.named(entry.name) if entry.name else named


def _settled(entry: Entry, compilation: Compilation, compiler: Compiler) -> LabelingFunction | None:
    try:
        wanted = compiler.compile(entry.reads_as).best.form
    except RationaleError:
        return None
    return next((reading for reading in compilation.readings if reading.form == wanted), None)


def problem(entry: Entry, span: tuple[int, int], message: str, kind: str) -> Problem:
    """A problem at a stretch of a rationale's sentence."""
    line, column = entry.place(span[0])
    source = entry.source[line - entry.line] if 0 <= line - entry.line < len(entry.source) else ""
    width = min(span[1] - span[0], max(1, len(source) - column + 1))
    return Problem(entry.file, line, column, message, source, width, kind)


def _examples(entries: Sequence[tuple[Entry, LabelingFunction]], schema: Schema, checked: Checked) -> None:
    """Try the `yes` and `no` lines of all rationales in one go."""
    samples = [(i, sample) for i, (entry, _) in enumerate(entries) for sample in entry.samples]
    if not samples:
        return
    known = {column.name for column in schema.columns}
    rows = []
    for i, sample in samples:
        strange = next((name for name in sample.row if name not in known), None)
        if strange is not None:
            said = f"an example names '{strange}'; the columns are {', '.join(sorted(known))}"
            checked.problems.append(Problem(entries[i][0].file, sample.line, 1, said, kind="example"))
        rows.append({name: sample.row.get(name) for name in known})
    _try(entries, samples, rows, schema, checked)


def _try(
    entries: Sequence[tuple[Entry, LabelingFunction]],
    samples: Sequence[tuple[int, Sample]],
    rows: Sequence[dict[str, Any]],
    schema: Schema,
    checked: Checked,
) -> None:
    """Try examples at once; where a value of one does not fit its column, by halves, until it is found."""
    try:
        votes = np.asarray(apply([function for _, function in entries], example_table(rows, schema), schema))
    except DataError as error:
        half = len(samples) // 2
        if half:
            _try(entries, samples[:half], rows[:half], schema, checked)
            _try(entries, samples[half:], rows[half:], schema, checked)
            return
        ((i, sample),) = samples
        said = f"an example's value does not fit: {error}"
        checked.problems.append(Problem(entries[i][0].file, sample.line, 1, said, kind="example"))
        return
    for n, (i, sample) in enumerate(samples):
        entry, function = entries[i]
        checked.examples += 1
        # a rationale with an `otherwise` votes on every row: its examples are of its first clause
        fired = votes[n, i] != -1 and (function.form.otherwise is None or _first_clause(function, rows[n], schema))
        if fired == sample.expected:
            checked.held += 1
            continue
        which = "does not hold on its `yes` line" if sample.expected else "holds on its `no` line"
        said = f"[{function.name}] {which}; it reads: {function.paraphrase}"
        checked.problems.append(Problem(entry.file, sample.line, 1, said, kind="example"))


def _first_clause(function: LabelingFunction, row: dict[str, Any], schema: Schema) -> bool:
    from sayso.runtime.columns import Columns
    from sayso.runtime.evidence import holds

    table = example_table([row], schema)
    return any(holds(branch.test, Columns(table, schema), 0) for branch in function.branches[:-1])


def example_table(rows: Sequence[dict[str, Any]], schema: Schema) -> Any:
    """Example rows as a table, every value as the text that stood in the file."""
    import pyarrow as pa

    names = [column.name for column in schema.columns]
    return pa.table({n: pa.array([None if r.get(n) is None else str(r[n]) for r in rows], pa.string()) for n in names})


def _labels(checked: Checked, files: SayFiles, schema: Schema) -> None:
    voted = {
        label for f in checked.functions for b in f.branches for label in b.labels if len(b.labels) < len(schema.labels)
    }
    for label in schema.labels:
        if label not in voted:
            line, column = _where_label(files.texts.get(CONFIGURATION, ""), label)
            said = f"nothing votes for the label '{label}'"
            checked.problems.append(Problem(CONFIGURATION, line, column, said, width=len(label) + 2, kind="label"))


def _twice(entries: Sequence[tuple[Entry, LabelingFunction]], checked: Checked) -> None:
    seen: dict[str, Entry] = {}
    for entry, function in entries:
        other = seen.setdefault(function.digest, entry)
        if other is not entry:
            said = f"says the same as {other.file}:{other.line}; it would count twice"
            checked.problems.append(problem(entry, (0, len(entry.sentence)), said, "twice"))


def _contradict(entries: Sequence[tuple[Entry, LabelingFunction]], checked: Checked) -> None:
    for found in likeness.contradictions([function for _, function in entries]):
        (entry, function), (other, than) = entries[found.second], entries[found.first]
        said = f"[{function.name}] says {function.label} where {found.condition}; [{than.name}] says {than.label} there"
        checked.problems.append(
            problem(entry, (0, len(entry.sentence)), f"{said} ({other.file}:{other.line})", "contradiction")
        )


def _nearly_twice(entries: Sequence[tuple[Entry, LabelingFunction]], checked: Checked) -> None:
    for found in likeness.likenesses([function for _, function in entries]):
        names = ", ".join(
            f"[{entries[i][1].name}] {value}" for i, value in zip(found.functions, found.values, strict=True)
        )
        entry = entries[found.functions[0]][0]
        checked.hints.append(
            f"{entry.file}:{entry.line}: differ in one thing only: {names}; one sentence could say it all"
        )


def _where_label(text: str, label: str) -> tuple[int, int]:
    """Line and column of a label in sayso.toml, where it stands there in quotes."""
    at = max(text.find(f'"{label}"'), text.find(f"'{label}'"))
    if at < 0:
        return 1, 1
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _with_line(found: Problem, files: SayFiles) -> Problem:
    """The problem with the line it is about, for the caret: under all of it where no stretch is blamed."""
    lines = files.texts.get(found.file, "").split("\n")
    if found.line > len(lines) or found.column > 1 or found.width > 1:
        return found if found.source or found.line > len(lines) else replace(found, source=lines[found.line - 1])
    line = lines[found.line - 1]
    return replace(found, source=line, column=len(line) - len(line.lstrip()) + 1, width=max(1, len(line.strip())))
