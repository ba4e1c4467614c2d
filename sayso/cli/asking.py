"""The command `why`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.audit.inert import inert
from sayso.cli.commands import Json, Of, app, print_json, project_at

if TYPE_CHECKING:
    from sayso.project.asking import Prediction

Html = Annotated[Path | None, typer.Option("--html", help="Write a page that needs no network to this file.")]
Run = Annotated[str, typer.Option("--run", help="The run, or the beginning of its name; else the newest.")]


@app.command()
def why(
    row: Annotated[str, typer.Argument(help="The row's id.")] = "",
    project: Of = Path("."),
    run: Run = "",
    text: Annotated[
        str | None, typer.Option(help="A text instead: what the end model says of it, and what is near.")
    ] = None,
    model: Annotated[
        str, typer.Option(help="An end model: what it says of the row or the text, and what is near.")
    ] = "",
    as_json: Json = False,
    html: Html = None,
) -> None:
    """Why a row got its label, or none: which words of whose sentence, on which words of the row; or why a model says what it says."""
    if (row == "") == (text is None):
        raise typer.BadParameter("name a row, or give a text with --text")
    opened = project_at(project)
    if text is None and not model:
        trace = opened.why(row, run)
        _answer(
            trace,
            str(trace),
            as_json,
            html,
            title=f"row {row}",
            run=opened.run_at(run).name,
            trace=trace,
            prediction=None,
        )
        return
    prediction = opened.why_predicted(row=row, text=text or "", model=model, run=run)
    title = f"the {prediction.model} model on " + (f"row {row}" if row else "a text")
    told = _told(prediction)
    _answer(
        prediction, told, as_json, html, title=title, run=opened.run_at(run).name, trace=None, prediction=prediction
    )


def _answer(found: Any, told: str, as_json: bool, html: Path | None, **page: Any) -> None:
    """Print for people or machines, or write the page."""
    if html is not None:
        from sayso.audit.rendering import rendered

        write_page(html, rendered("why.html", **page))
    if as_json:
        print_json(found.to_dict())
    elif html is None:
        print(inert(told))


def write_page(path: Path, page: str) -> None:
    """Write a page whole or not at all, and say where."""
    import sys

    from sayso.project.writing import replace

    replace(path, page)
    print(inert(f"{path}: {len(page.encode()):,} bytes"), file=sys.stderr)


def _told(prediction: Prediction) -> str:
    """What a model says, and its company, as a text."""
    sure = prediction.probabilities[prediction.label]
    others = sorted(prediction.probabilities.items(), key=lambda pair: -pair[1])[1:3]
    lines = [
        f"The {prediction.model} model says {prediction.label}, with probability {sure:.2f}"
        + "".join(f"; {label} {share:.2f}" for label, share in others)
        + ".",
        "",
        f"The nearest training rows, by {prediction.by}, of {prediction.compared} compared"
        + (f", drawn from {prediction.trained}" if prediction.compared < prediction.trained else "")
        + ". They are company, not causes:",
    ]
    if not prediction.neighbours:
        lines += ["", "No training row is near."]
    for near in prediction.neighbours:
        lines += ["", f"--- similarity {near.similarity:.2f} ---", str(near.reasons)]
    return "\n".join(lines)
