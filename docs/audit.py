"""Writes docs/audit.md anew: ten questions of an auditor, each answered by one command on examples/clauses.

    python docs/audit.py > docs/audit.md

It works on a copy of the example with the linear model alone, which Ann commits and runs, and of which Bob approves a sentence. What differs from one writing to the
next (times, and the digests of what holds them) is written as a pattern.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EDITS = (
    ("within 6 words before", "within 2 words before"),
    ("consent words: consent, approval,", "consent words: approval,"),
)
ANN = {"NAME": "Ann", "EMAIL": "ann@example.org"}
HEAD = """# Ten questions of an auditor

Each is answered by one command. This page is written by `docs/audit.py` on a copy of `examples/clauses` with the linear model alone, which
Ann committed and ran, and of which Bob approved a sentence; times and what follows from them are shown as patterns. `sayso audit` also
writes the page for those who were not there, and every run leaves it as `report.html`.
"""
QUESTIONS = [
    ("Why has this row this label?", ["why", "L00001"], "`--html FILE` writes the same as a page, `--json` for machines. Why has a row none? `sayso why` names what came near."),
    ("Which sentences trained the model? Who wrote and approved them, when?", ["audit", "FIRST", "-o", "audit.html"], "The page `audit.html` has each sentence with its marked words, what it reads as, its logical form, coverage, conflicts, examples, author, approvals and history, as git and the ledger tell them. `sayso log ID` tells all of one."),
    ("Which labels rest on this sentence, this person, this column?", ["what-if", "FIRST", "--without-list", "consent words"], "`--without-rationale ID`, `--without-author NAME` and `--without-column NAME` ask of the others. The column `functions` of `labels.csv` names, for each row, all that voted."),
    ("What if this sentence is removed?", ["what-if", "FIRST", "--without-rationale", "assign-void"], "The label model is fitted anew on the stored votes, the linear model trained anew; nothing is changed."),
    ("What changed between model 1 and model 2?", ["diff", "FIRST", "SECOND"], "Each side may be a run, a folder, `.say` files, or a git revision: `sayso diff HEAD~3`."),
    ("Which rows had no sentence, one, a conflict, a label by hand?", ["audit", "FIRST", "-o", "audit.html"], ""),
    ("Which protected columns or words are used? Who is covered?", ["audit", "FIRST", "-o", "audit.html", "--protect", "document", "--protect", "consent words"], "With `--redact` the page holds digests and places in place of the text of any row."),
    ("Was gold data used to fit, or only to test?", ["audit", "FIRST", "-o", "audit.html"], ""),
    ("Can you rebuild it?", ["reproduce", "SECOND"], "Where an input, a version or the machine is not what it was, it says which."),
    ("Is the record whole?", ["verify"], "The ledger, event by event, every file of every run, and what was anchored elsewhere; where something is not as it was written, it names the file, or the event, and exits with 1. `sayso why` refuses to speak from a file that was changed, `sayso audit` says so on its page (`docs/project.md`)."),
]  # fmt: skip
SHOWN = {5: "rows with", 7: "gold"}
"""Of a command that was shown before, the lines that answer this question."""


def sayso(folder: Path, *given: str, who: str = "Ann <ann@example.org>") -> str:
    """What a command prints to somebody."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "SAYSO_ACTOR": who}
    code = "from sayso.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *given], cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"{given}: {done.stderr}")
    return done.stdout


def committed(folder: Path) -> None:
    """Put the project into git, as Ann."""
    ann = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in ANN.items()}
    for given in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "What we look for"]):
        subprocess.run(["git", *given], cwd=folder, env={**os.environ, **ann}, check=True)


def page() -> str:
    """The whole page."""
    place = Path(tempfile.mkdtemp())
    try:
        folder = place / "clauses"
        shutil.copytree(ROOT / "examples" / "clauses", folder, ignore=shutil.ignore_patterns("runs"))
        toml = folder / "sayso.toml"
        toml.write_text(toml.read_text("utf-8").replace('"linear", "encoder"', '"linear"'), "utf-8")
        committed(folder)
        sayso(folder, "approve", "assign-void", who="Bob <bob@example.org>")
        sayso(folder, "run")
        say = folder / "rationales" / "control.say"
        for edit in EDITS:
            say.write_text(say.read_text("utf-8").replace(*edit), "utf-8")
        sayso(folder, "run")
        runs = sorted(run.name for run in (folder / "runs").glob("[!.]*"))
        return HEAD + "".join(answered(i, folder, runs) for i in range(len(QUESTIONS)))
    finally:
        shutil.rmtree(place)


def answered(i: int, folder: Path, runs: list[str]) -> str:
    """A question with its command, what that prints, and what else there is to know."""
    question, given, more = QUESTIONS[i]
    named = [{"FIRST": runs[0], "SECOND": runs[1]}.get(word, word) for word in given]
    told = sayso(folder, *named)
    if i in SHOWN:
        told = "".join(line for line in told.splitlines(keepends=True) if re.match(SHOWN[i], line))
    words = " ".join(f'"{word}"' if " " in word else word for word in named)
    return f"\n## {i + 1}. {question}\n\n```console\n$ sayso {lasting(words)}\n{lasting(told)}```\n" + (
        f"\n{more}\n" if more else ""
    )


def lasting(text: str) -> str:
    """The text without what differs from one writing to the next."""
    text = re.sub(r"\b20\d{6}-\d{6}-", "YYYYMMDD-HHMMSS-", text)
    return re.sub(r"\b[0-9a-f]{64}\b", "(SHA-256)", text)


if __name__ == "__main__":
    sys.stdout.write(page())
