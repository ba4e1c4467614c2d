"""The commands about the language: what a sentence is understood as, how it may go on, what can be said at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.audit.inert import inert
from sayso.cli.commands import Json, Of, app, compiled, print_json, project_at, schema_at
from sayso.cli.printing import roles

if TYPE_CHECKING:
    from sayso.parser.meaning.compilation import Compilation
    from sayso.runtime.differences import Difference


@app.command()
def explain(
    sentence: Annotated[str, typer.Argument(help="A rationale, in quotes.")],
    project: Of = Path("."),
    label: Annotated[str | None, typer.Option(help="The label that a reason alone is for.")] = None,
    as_json: Json = False,
) -> None:
    """Show what a sentence is understood as, word by word; where it is ambiguous, rows on which its readings differ."""
    compilation = compiled(schema_at(project), sentence, label, as_json)
    different = _differences(compilation, project)
    if as_json:
        print_json(compilation.to_dict() | {"differences": [d.to_dict() for d in different]})
        return
    best = compilation.best
    print("\n".join(roles(sentence, best.source.roles)))
    print(f"\nReads as:  {inert(best.paraphrase)}")
    print(f"Form:      {inert(_form(best.form))}")
    if best.confidence is not None:
        print(f"Stated:    holds about {best.confidence:.0%} of the time")
    for assumption in best.source.assumptions:
        print(f"Assumed:   {inert(assumption)}")
    if len(compilation.readings) > 1:
        print("\nAmbiguous; it may also be read as:" if compilation.ambiguous else "\nLess likely:")
        for number, reading in enumerate(compilation.readings[1:4], 2):
            print(f"  {number}. {compilation.confidence[number - 1]:4.0%}  {inert(reading.paraphrase)}")
    for difference in different:
        print(inert(_told(difference)))
    raise typer.Exit(1 if compilation.ambiguous else 0)


def _differences(compilation: Compilation, path: Path) -> tuple[Difference, ...]:
    """Rows on which the readings shown differ, where the project has data."""
    if len(compilation.readings) < 2 or not (path / "sayso.toml").exists():
        return ()
    project = project_at(path)
    if not project.configuration.files:
        return ()
    from sayso.runtime.differences import differences

    data = project.data()
    return differences(compilation.readings[:4], data.table, row_ids=data.ids)


def _told(difference: Difference) -> str:
    """ "Row 12: reading 1 says lease, reading 2 says abstain (7 rows differ)"."""
    first, second = difference.first + 1, difference.second + 1
    if difference.row is None:
        return f"Readings {first} and {second} vote alike on every row of the project."
    return (
        f"Row {difference.row}: reading {first} says {difference.votes[0]}, reading {second} says {difference.votes[1]}"
        f" ({difference.rows} row{'' if difference.rows == 1 else 's'} in all)."
    )


def _form(form: Any) -> str:
    """A form as nested names with their values: And(Contains(Text(body), AnyOf(Quoted('rent'))), ...)."""
    from sayso.grammar.forms import Form

    if isinstance(form, Form):
        return (
            f"{type(form).__name__}({', '.join(_form(v) for v in form.parts().values() if v not in (None, '', False))})"
        )
    if isinstance(form, tuple):
        return ", ".join(map(_form, form))
    return f"'{form}'" if isinstance(form, str) else form.say() if hasattr(form, "say") else str(form)


@app.command()
def complete(
    sentence: Annotated[str, typer.Argument(help="The beginning of a rationale, in quotes.")] = "",
    project: Of = Path("."),
    as_json: Json = False,
) -> None:
    """What can come next at the end of an unfinished sentence, most useful first."""
    from dataclasses import asdict

    from sayso.parser.compiler import Compiler

    offered = Compiler(schema_at(project)).complete(sentence)
    if as_json:
        print_json([asdict(completion) for completion in offered])
        return
    for completion in offered:
        print(inert(f"{completion.text.strip():24} {completion.what:13} {completion.reads}"))
    raise typer.Exit(0 if offered else 1)


@app.command()
def grammar(
    docs: Annotated[
        bool, typer.Option("--docs", help="Print docs/language.md: every form, its wordings, examples.")
    ] = False,
) -> None:
    """Print the joined grammar of the language."""
    from sayso.parser import reference
    from sayso.parser.meaning import tree

    print(reference.page() if docs else tree.text(), end="")


__all__ = ["app", "complete", "explain", "grammar"]
