"""The commands `diff` and `what-if`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.audit.inert import inert
from sayso.cli.asking import Html, write_page
from sayso.cli.auditing import Which
from sayso.cli.commands import Json, Of, app, opened, print_json, project_at

Many = list[str] | None


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A run, a project folder, .say files, or a git revision.")],
    after: Annotated[str, typer.Argument(help="The same; this folder where nothing is said.")] = "",
    project: Of = Path("."),
    as_json: Json = False,
    html: Html = None,
) -> None:
    """What differs: sentences added, removed, reworded with the same meaning, changed in meaning; and the labels that move."""
    from sayso.project.comparing import compare

    opened = project_at(project)
    told = compare(opened, before, after or str(project))
    if html is not None:
        from sayso.audit.rendering import rendered

        write_page(html, rendered("diff.html", told=told))
    if as_json:
        print_json(told.to_dict())
    elif html is None:
        print(inert(str(told)))
    raise typer.Exit(0 if told.same else 1)


@app.command("what-if")
def what_if_(
    run: Which = "",
    project: Of = Path("."),
    without_rationale: Annotated[Many, typer.Option(help="The id of a sentence.")] = None,
    without_author: Annotated[Many, typer.Option(help="All sentences of somebody.")] = None,
    without_list: Annotated[Many, typer.Option(help="All sentences that use a word list.")] = None,
    without_column: Annotated[Many, typer.Option(help="All sentences that read a column.")] = None,
    as_json: Json = False,
) -> None:
    """What would move without some sentences: labels, what the linear model says, scores. Nothing is changed."""
    from sayso.project.what_if import Without, what_if

    asked, run = opened(run, project)
    given = [tuple(names or ()) for names in (without_rationale, without_author, without_list, without_column)]
    told = what_if(asked, asked.run_at(run), Without(*given))
    print_json(told.to_dict()) if as_json else print(inert(str(told)))
