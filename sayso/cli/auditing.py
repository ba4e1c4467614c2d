"""The commands `audit`, `reproduce` and `export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sayso.audit.inert import inert
from sayso.cli.asking import write_page
from sayso.cli.commands import Json, Of, app, json_text, opened, print_json

Which = Annotated[str, typer.Argument(help="The run: a path, its name or the beginning of it; else the newest.")]


@app.command()
def audit(
    run: Which = "",
    project: Of = Path("."),
    output: Annotated[Path, typer.Option("--output", "-o", help="The page.")] = Path("audit.html"),
    protect: Annotated[list[str] | None, typer.Option(help="A column or word list that must not decide.")] = None,
    redact: Annotated[
        bool, typer.Option("--redact", help="Digests and places instead of the text of any row.")
    ] = False,
    rows: Annotated[int, typer.Option(help="Rows to trace, drawn at random.", min=0)] = 12,
    seed: Annotated[int, typer.Option(help="The seed of that draw.", min=0)] = 0,
    as_json: Json = False,
) -> None:
    """Write one page about a run for somebody who was not there: what was trained, on what, by whom, and whether it is as it was."""
    from sayso.audit.page import Options
    from sayso.project.auditing import audit

    asked, run = opened(run, project)
    page, facts = audit(asked, asked.run_at(run), Options(rows, seed, tuple(protect or ()), redact))
    write_page(output, page)
    if as_json:
        print_json(facts)
    else:
        for name, value in facts.items():
            told = ", ".join(value) or "nothing" if isinstance(value, list) else value
            print(inert(f"{name}: {told}"))
    raise typer.Exit(0 if facts["intact"] else 3)


@app.command()
def reproduce(run: Which = "", project: Of = Path("."), as_json: Json = False) -> None:
    """Make a run anew from its manifest, in a temporary place, and compare: equal, or what differs and why."""
    import sys

    from sayso.project.reproducing import reproduce

    asked, run = opened(run, project)
    done = reproduce(asked, asked.run_at(run), tell=lambda line: print(inert(line), file=sys.stderr, flush=True))
    if as_json:
        print_json(done.to_dict())
    else:
        print(inert(str(done)))
    raise typer.Exit(0 if done.equal else 1)


@app.command()
def export(
    run: Which = "",
    project: Of = Path("."),
    prov: Annotated[bool, typer.Option("--prov", help="W3C PROV-JSON.")] = False,
    openlineage: Annotated[bool, typer.Option("--openlineage", help="An OpenLineage run event.")] = False,
    model_card: Annotated[bool, typer.Option("--model-card", help="A model card in Markdown.")] = False,
    datasheet: Annotated[bool, typer.Option("--datasheet", help="A datasheet in Markdown.")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="A file, else it is printed.")] = None,
) -> None:
    """Tell a run to other systems: its provenance, its lineage, a model card, a datasheet."""
    from sayso.audit import cards, lineage
    from sayso.audit.record import Record

    wanted = [name for name, asked in {"prov": prov, "openlineage": openlineage, "model card": model_card, "datasheet": datasheet}.items() if asked]  # fmt: skip
    if len(wanted) != 1:
        raise typer.BadParameter("say one of --prov, --openlineage, --model-card, --datasheet")
    owner, run = opened(run, project)
    record = Record.of(owner.run_at(run))
    if wanted[0] in ("prov", "openlineage"):
        told = lineage.prov(record) if prov else lineage.openlineage(record)
        text = json_text(told) + "\n"
    else:
        text = cards.model_card(record) if model_card else cards.datasheet(record)
    if output is None:
        print(text if wanted[0] in ("prov", "openlineage") else inert(text), end="")
    else:
        write_page(output, text)
