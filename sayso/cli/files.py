"""The commands that write `.say` files: their layout, merges, and what comes from spreadsheets."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from sayso.audit.inert import inert, one_line
from sayso.cli.commands import Json, Of, app, print_json, project_at


@app.command()
def fmt(
    files: Annotated[list[Path] | None, typer.Argument(help="Only these .say files.")] = None,
    project: Of = Path("."),
    check: Annotated[bool, typer.Option("--check", help="Only say which files would change; exit 1 if any.")] = False,
    as_json: Json = False,
) -> None:
    """Bring .say files into their canonical layout and give every rationale an id; what they say stays the same."""
    from sayso.project.formatting import format_files

    opened = project_at(project)
    paths = files or [opened.root / name for name in opened.say.texts if name.endswith(".say")]
    done = format_files(paths, opened.root, opened.say, only_ask=check)
    if as_json:
        print_json(asdict(done))
    else:
        for problem in done.problems:
            print(inert(str(problem)) + "\n")
        for name in done.changed:
            print(f"{'would change' if check else 'changed'}: {one_line(name)}")
        left = len({problem.file for problem in done.problems})
        told = f"files: {done.files}, {'to change' if check else 'changed'}: {len(done.changed)}, ids given: {len(done.ids)}"
        print(told + (f", left as they are, for lines that cannot be read: {left}" if left else ""))
    raise typer.Exit(1 if done.problems or (check and done.changed) else 0)


@app.command()
def merge(
    base: Annotated[Path | None, typer.Argument(help="What both sides started from.")] = None,
    ours: Annotated[Path | None, typer.Argument(help="One side.")] = None,
    theirs: Annotated[Path | None, typer.Argument(help="The other side.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; else it is printed.")] = None,
    name: Annotated[str, typer.Option(help="The file's path in the repository, as git gives it.")] = "",
    install: Annotated[bool, typer.Option(help="Make git call this for .say files and ledgers here.")] = False,
) -> None:
    """Merge two versions of a .say file by the ids of rationales; exit 1 where both changed the same one, which is marked."""
    from sayso.project.git_merging import install as installed
    from sayso.project.git_merging import merge_files

    if install:
        for line in installed(Path(".")):
            print(inert(line))
        return
    if base is None or ours is None or theirs is None:
        raise typer.BadParameter("name three files: BASE OURS THEIRS; or give --install")
    done = merge_files(base, ours, theirs, output, name)
    if output is None:
        print(done.text, end="")
    for what in done.conflicts:
        typer.echo(one_line(f"conflict: {what} was changed on both sides"), err=True)
    raise typer.Exit(1 if done.conflicts else 0)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A .csv, .tsv or .xlsx file with columns sentence and label.")],
    project: Of = Path("."),
    as_json: Json = False,
) -> None:
    """Take rationales over from a spreadsheet into a new .say file; every row that could not be is listed. Exit 1 if any."""
    from sayso.project.importing import import_file

    done = import_file(project_at(project), file)
    if as_json:
        print_json(asdict(done))
    else:
        for told in (*done.left_out, *done.ambiguous):
            print(f"{one_line(file.name)}: {inert(str(told))}")
            if told.value:
                print(f"    {one_line(told.value)}")
        where = f" to {done.file}" if done.file else ""
        print(inert(f"rationales taken over{where}: {len(done.ids)}, rows left out: {len(done.left_out)}"))
    raise typer.Exit(1 if done.left_out or done.ambiguous else 0)
