"""A project of a few rows that runs in no time, for tests of what surrounds a run; and hands for git and the command line."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

TOML = """
labels = ["rent", "work"]
default_text = "body"
[data]
files = ["data.csv"]
row_id = "id"
[columns.body]
kind = "text"
"""
SAY = """# what we look for
list pay words: wage, "paid leave"

[rent] rent if the body mentions "rent"
    yes: "the rent"

[work] work if the body mentions any word in the list pay words
"""
BODIES = ("the rent is due", "a wage", "nothing", "paid leave again", "rent", "wage and rent")
ANN, BOB = "Ann <ann@example.org>", "Bob <bob@example.org>"


def small_project(path: Path) -> Path:
    """Write the project into a folder."""
    path.mkdir(parents=True, exist_ok=True)
    rows = [f"{i},{body}" for i, body in enumerate(BODIES * 3)]
    (path / "data.csv").write_text("\n".join(["id,body", *rows]) + "\n", "utf-8")
    (path / "sayso.toml").write_text(TOML, "utf-8")
    (path / "a.say").write_text(SAY, "utf-8")
    return path


def git(path: Path, *given: str, who: str = ANN, fails: bool = False) -> str:
    """Run git in a folder as somebody."""
    name, mail = who[:-1].split(" <")
    environment = os.environ | {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", mail))
    }
    done = subprocess.run(["git", *given], cwd=path, env=environment, capture_output=True, text=True, check=False)
    assert fails == (done.returncode != 0), done.stdout + done.stderr
    return done.stdout + done.stderr


def in_git(path: Path, who: str = ANN) -> Path:
    """Put a folder under git, all of it committed by somebody."""
    git(path, "init", "-q", "-b", "main", ".")
    name, mail = who[:-1].split(" <")
    git(path, "config", "user.name", name)
    git(path, "config", "user.email", mail)
    (path / ".gitignore").write_text("runs/\n", "utf-8")
    commit(path, "first", who)
    return path


def commit(path: Path, subject: str, who: str = ANN) -> None:
    """Commit all that changed."""
    git(path, "add", "-A", who=who)
    git(path, "commit", "-q", "-m", subject, who=who)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


def sayso(path: Path, *given: str, who: str = ANN) -> Done:
    """Run the command line in a folder as somebody, in this process, for its imports take longer than its work."""
    from sayso.cli import main

    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(path),
        mock.patch.dict(os.environ, {"SAYSO_ACTOR": who, "NO_COLOR": "1"}),
        mock.patch.object(sys, "argv", ["sayso", *given]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
