"""The commands about the record: who stands up for what, what happened when, and whether all of it is whole."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.audit.inert import one_line
from sayso.cli.commands import Json, Of, app, opened, print_json, project_at

if TYPE_CHECKING:
    from sayso.project.approving import Decided

Id = Annotated[str, typer.Argument(help="The [id] of a rationale.")]


@app.command()
def approve(rationale: Id, project: Of = Path("."), as_json: Json = False) -> None:
    """Stand up for a rationale that somebody else wrote."""
    from sayso.project import approving

    _tell(approving.approve(project_at(project), rationale), as_json)


@app.command()
def pause(
    rationale: Id,
    reason: Annotated[str, typer.Option(help="Why; it goes into the file and the ledger.")],
    project: Of = Path("."),
    as_json: Json = False,
) -> None:
    """Take a rationale out of the runs to come: `off since` is written under it."""
    from sayso.project import approving

    _tell(approving.pause(project_at(project), rationale, reason), as_json)


@app.command()
def resume(
    rationale: Id,
    reason: Annotated[str, typer.Option(help="Why; it goes into the ledger.")] = "",
    project: Of = Path("."),
    as_json: Json = False,
) -> None:
    """Let a paused rationale run again."""
    from sayso.project import approving

    _tell(approving.resume(project_at(project), rationale, reason), as_json)


def _tell(done: Decided, as_json: bool) -> None:
    if as_json:
        print_json(asdict(done))
    else:
        print(one_line(f"[{done.id}] {done.done} by {done.by} (event {done.event}, head {done.head})"))


@app.command()
def log(
    rationale: Annotated[str, typer.Argument(help="The [id] of a rationale; else the whole project.")] = "",
    project: Of = Path("."),
    as_json: Json = False,
) -> None:
    """What happened to a rationale, by whom and when, from git and the ledger; or to the whole project."""
    from sayso.project import history

    happened = history.log(project_at(project), rationale)
    if as_json:
        print_json([asdict(one) for one in happened])
        return
    for one in happened:
        named = f"[{one.id}] " if one.id and not rationale else ""
        print(one_line(f"{one.time[:19]}Z  {one.who}  {named}{one.what}  ({one.where})"))
    if not happened:
        print("nothing has been recorded yet: `sayso run` starts the ledger")


@app.command()
def verify(
    run: Annotated[str, typer.Argument(help="Only this run.")] = "",
    project: Of = Path("."),
    key: Annotated[Path | None, typer.Option(help="The public key (PEM) by which anchors must be signed.")] = None,
    as_json: Json = False,
) -> None:
    """Whether ledger, runs and anchors are as they were written; else which file, or which event, is not. Exit 1 then."""
    from sayso.project import verifying

    asked, run = opened(run, project)
    record = verifying.verify(asked, run, key)
    if as_json:
        print_json(asdict(record) | {"intact": record.intact})
    else:
        for line in (*record.faults, *record.notes):
            print(one_line(str(line)))
        print(record.summary())
    raise typer.Exit(0 if record.intact else 1)


@app.command()
def anchor(
    project: Of = Path("."),
    tag: Annotated[bool, typer.Option("--tag", help="Also make an annotated git tag.")] = False,
    sign: Annotated[
        Path | None, typer.Option(help="A private Ed25519 key (PEM) to sign with; needs sayso[sign].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the ledger's head into a file of its own, and into a git tag, to be kept where nobody can rewrite it."""
    from sayso.project import anchoring

    done = anchoring.anchor(project_at(project), tag=tag, key=sign)
    if as_json:
        print_json({"anchored": done})
        return
    for line in done:
        print(one_line(line))
