"""The commands themselves."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.audit.inert import inert, one_line
from sayso.cli.printing import lit, paint, table

if TYPE_CHECKING:
    from sayso.grammar.schema import Schema
    from sayso.parser.meaning.compilation import Compilation
    from sayso.project import Project

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Train a classifier on an expert's say-so: plain sentences become labeling functions, labels, and a model.",
)

Json = Annotated[bool, typer.Option("--json", help="Print machine-readable JSON.")]
Where = Annotated[Path, typer.Argument(help="The project folder.")]
Of = Annotated[Path, typer.Option("--project", "-p", help="The project folder.")]


def project_at(path: Path) -> Project:
    """The project in a folder."""
    from sayso.project import Project

    return Project(path)


def opened(run: str, project: Path) -> tuple[Project, str]:
    """The project and the run that are meant: a run's path names its project, and a project's folder stands for its newest run.

    Where `project` is one itself, it is meant, whatever `run` says."""
    named = Path(run)
    if run and not (project / "sayso.toml").exists():
        if (named / "sayso.toml").exists():
            return project_at(named), ""
        if (named / "manifest.json").is_file():
            return project_at(named.resolve().parent.parent), run
    return project_at(project), run


def schema_at(path: Path) -> Schema:
    """The project's schema; outside any project a small one to try sentences on."""
    from sayso.grammar.schema import Schema

    if (path / "sayso.toml").exists():
        return project_at(path).schema
    print(
        "(no sayso.toml here: an example with labels employment, lease, other and columns title, body)", file=sys.stderr
    )
    return Schema.from_dict(
        {
            "labels": ["employment", "lease", "other"],
            "columns": {"title": {"kind": "text"}, "body": {"kind": "text"}, "amount": {"kind": "number"}},
            "default_text": "body",
        }
    )


def print_json(value: Any) -> None:
    """Print for machines."""
    print(json_text(value))


def json_text(value: Any) -> str:
    """JSON in which what could steer a terminal is written by its number."""
    text = json.dumps(value, indent=1, ensure_ascii=False, default=str)
    return text if inert(text) == text else "".join(c if inert(c) == c else _numbered(c) for c in text)


def _numbered(c: str) -> str:
    return f"\\u{ord(c):04x}" if ord(c) < 0x10000 else json.dumps(c)[1:-1]


@app.command()
def init(
    path: Where = Path("."),
    data: Annotated[str, typer.Option(help="A CSV or Parquet file.")] = "data.csv",
    as_json: Json = False,
) -> None:
    """Start a project: a sayso.toml guessed from the data, and a first .say file."""
    from sayso.project.starting import start

    written = start(path, data)
    if as_json:
        print_json({"written": written})
        return
    print(f"wrote {written[0]} and {written[1]}")
    print(f"next:\n  edit {written[0]}: labels, column descriptions\n  sayso check {path}\n  sayso run {path}")
    print("in git, `sayso merge --install` lets two people write into one file without conflicts")


@app.command()
def check(path: Where = Path("."), as_json: Json = False) -> None:
    """Read every rationale, try its yes and no lines, and list all that is wrong, with file:line:column."""
    checked = project_at(path).check()
    if as_json:
        problems = [{k: getattr(p, k) for k in ("file", "line", "column", "kind", "message")} for p in checked.problems]
        hints = {"hints": checked.hints, "paused": checked.paused}
        print_json({"summary": checked.summary(), "problems": problems, **hints})
    else:
        for problem in checked.problems:
            print(inert(str(problem)) + "\n")
        for line in (*checked.paused, *checked.hints):
            print(one_line(line))
        print(checked.summary())
    raise typer.Exit(0 if checked.fine else 1)


def compiled(schema: Schema, sentence: str, label: str | None, as_json: bool) -> Compilation:
    """Compile a sentence, or print its refusal and exit."""
    from sayso.grammar.errors import RationaleError
    from sayso.parser.compiler import Compiler

    try:
        return Compiler(schema).compile(sentence, label=label)
    except RationaleError as error:
        if as_json:
            print_json({"refused": str(error), "span": error.span, "suggestions": error.suggestions})
        else:
            a, b = error.span
            print(inert(sentence) + "\n" + " " * a + "^" * max(1, b - a))
            print(inert(str(error)))
            for suggestion in error.suggestions[1:]:
                print(inert(f"Or: {suggestion}"))
        raise typer.Exit(1) from None


@app.command("try")
def try_(
    sentence: Annotated[str, typer.Argument(help="A rationale, in quotes.")],
    project: Of = Path("."),
    label: Annotated[str | None, typer.Option(help="The label that a reason alone is for.")] = None,
    as_json: Json = False,
) -> None:
    """Run a sentence over the project's data: hits, share, five hits with the matched words lit, five near misses."""
    from sayso.project.trying import tried

    opened = project_at(project)
    compilation = compiled(opened.schema, sentence, label, as_json)
    result = tried(compilation.best, opened)
    if as_json:
        print_json(result.to_dict())
        return
    print(f"Reads as: {inert(compilation.best.paraphrase)}")
    print(
        f"{result.hits} of {result.rows} rows ({result.hits / max(1, result.rows):.1%}), in {result.milliseconds:.0f} ms\n"
    )
    if result.unfound:
        part = "; parts of words are found by: the letters '...'" if any(w[0] in "'\"" for w in result.unfound) else ""
        print(f"In no row: {inert(', '.join(result.unfound))}{part}\n")
    for hit in result.examples:
        print(f"  {inert(hit.row)}  {lit(hit.text, hit.spans)}")
    if result.near_misses:
        print("\nNear misses:")
        for miss in result.near_misses:
            print(f"  {inert(miss.row)}  {lit(miss.text, miss.spans)}\n      not so: {inert(miss.missing)}")


@app.command()
def run(
    path: Where = Path("."),
    model: Annotated[list[str] | None, typer.Option(help="Only this end model.")] = None,
    as_json: Json = False,
) -> None:
    """Votes, label model, end models, scores, and a run folder."""
    started = time.monotonic()

    def tell(line: str) -> None:
        stream = sys.stderr if as_json else sys.stdout
        print(paint(f"[{time.monotonic() - started:6.1f} s] ", "2") + inert(line), file=stream, flush=True)

    try:
        done = project_at(path).run(tell=tell, models=tuple(model) if model else None)
    except KeyboardInterrupt as stopped:
        print(inert(f"{stopped or 'stopped'}; no run folder was written"), file=sys.stderr)
        raise typer.Exit(130) from None
    if as_json:
        told = {
            "folder": done.folder,
            "scores": [asdict(s) for s in done.scores],
            "advice": done.advice,
            "head": done.head,
        }
        print_json(told | ({"interrupted": done.interrupted} if done.interrupted else {}))
        raise typer.Exit(130 if done.interrupted else 0)
    if done.scores:
        print("\n" + table([s.row() for s in done.scores]) + "\n")
    for line in done.advice:
        print(inert(line))
    print(f"\n{done.folder}\nreport: {done.folder / 'report.html'}\nledger head: {done.head}")
    if done.interrupted:
        print(inert(f"\n{done.interrupted}"))
        raise typer.Exit(130)


@app.command()
def apply(
    path: Where = Path("."),
    output: Annotated[Path, typer.Option("--output", "-o", help="A .parquet or .csv file.")] = Path("votes.parquet"),
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
    resume: Annotated[Path | None, typer.Option(help="A folder that lets an interrupted run go on.")] = None,
    engine: Annotated[str, typer.Option(help="local or spark.")] = "local",
    master: Annotated[str, typer.Option(help="Where Spark runs: local[2], spark://...")] = "local[*]",
    as_json: Json = False,
) -> None:
    """Run the labeling functions alone: votes to a file."""
    from sayso.cli.printing import counting
    from sayso.project.exporting import write_votes

    if engine not in ("local", "spark"):
        raise typer.BadParameter(f"there is no engine '{engine}': local or spark", param_hint="--engine")
    chosen = master if engine == "spark" else ""
    with counting("rows") as progress:
        facts = write_votes(project_at(path), output, workers, progress=progress, resume=resume, master=chosen)
    _wrote(facts, as_json)


@app.command("plan")
def plan_(path: Where = Path(".")) -> None:
    """Print what runs for all labeling functions at once: cost classes, and the share of the rows on which each test holds."""
    from sayso.runtime.explaining import plan

    project = project_at(path)
    print(inert(plan(project.check().functions, project.source()).describe()))


@app.command()
def predict(
    model: Annotated[Path, typer.Argument(help="A saved model folder.")],
    data: Annotated[Path, typer.Argument(help="CSV, TSV, Parquet or JSON lines.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="A .csv or .parquet file.")] = Path("predictions.csv"),
    column: Annotated[str, typer.Option(help="The text column; the only text column where there is one.")] = "",
    as_json: Json = False,
) -> None:
    """Label new rows with a trained model: names and probabilities."""
    from sayso.project.exporting import write_predictions

    _wrote(write_predictions(model, data, output, column), as_json)


def _wrote(facts: dict[str, Any], as_json: bool) -> None:
    """Tell what was written: "votes.csv: 21 rows, 3 functions"."""
    if as_json:
        print_json(facts)
    else:
        told = ", ".join(f"{value} {name}" for name, value in facts.items() if name != "output")
        print(inert(f"{facts['output']}: {told}"))
