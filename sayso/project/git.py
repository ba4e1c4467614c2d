"""What git knows about a project's lines: asked without a shell, with nothing that a repository configures being run."""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.grammar.errors import ProjectError

_QUIET = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "log.showSignature=false")
_INHERITED = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF")
"""What git tells the programs that it calls, as a merge driver is: said of another folder than the one asked about."""
_SECONDS = 60
_FIELDS = "%H%x00%an <%ae>%x00%at%x00%s"


@dataclass(frozen=True)
class Commit:
    """Who changed something, and when."""

    hash: str
    author: str
    """As "Ann <ann@example.org>"."""
    time: str
    """In UTC, as 2026-11-26T21:37:02Z."""
    subject: str = ""


def ask(root: Path, given: Sequence[str]) -> str | None:
    """What git prints when run in a folder, or None where it fails, or where there is no git."""
    answer = ask_bytes(root, given)
    return None if answer is None else answer.decode("utf-8", "replace")


def ask_bytes(root: Path, given: Sequence[str]) -> bytes | None:
    """The same for what is no text."""
    kept = {name: value for name, value in os.environ.items() if name not in _INHERITED}
    environment = kept | {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_LITERAL_PATHSPECS": "1",
        "LC_ALL": "C.UTF-8",
    }
    command = ["git", "--no-pager", *_QUIET, *given]
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def do(root: Path, given: Sequence[str]) -> str:
    """What git prints; raises `ProjectError` where it fails."""
    answer = ask(root, given)
    if answer is None:
        raise ProjectError(f"`git {' '.join(given)}` failed in {root}: is this a git repository, and is git installed?")
    return answer


def top(root: Path) -> Path | None:
    """The work tree that a folder is in, or None."""
    answer = ask(root, ["rev-parse", "--show-toplevel"])
    return Path(answer.rstrip("\n")) if answer else None


def identity(root: Path) -> str:
    """Who git takes the user for, as "Ann <ann@example.org>"; empty where it does not know."""
    name, mail = (ask(root, ["config", "--get", key]) for key in ("user.name", "user.email"))
    return " ".join(filter(None, [(name or "").strip(), f"<{mail.strip()}>" if mail else ""]))


def blame(root: Path, file: str) -> dict[int, Commit]:
    """For each committed line of a file (a path below the folder) the commit that it is from, white space left aside."""
    answer = ask(root, ["blame", "-w", "-M", "--line-porcelain", "--no-textconv", "--", file])
    found: dict[int, Commit] = {}
    number, told = 0, {"commit": ""}
    for line in (answer or "").split("\n"):
        if line.startswith("\t"):
            if told["commit"].strip("0"):
                author = f"{told.get('author', '')} {told.get('author-mail', '')}".strip()
                found[number] = Commit(
                    told["commit"], author, _time(told.get("author-time", "0")), told.get("summary", "")
                )
            told = {"commit": ""}
        elif not told["commit"]:
            parts = line.split(" ")
            if len(parts) >= 3:
                told["commit"], number = parts[0], int(parts[2])
        else:
            key, _, value = line.partition(" ")
            told[key] = value
    return found


def history(root: Path, file: str, first: int, last: int) -> list[Commit]:
    """The commits that made some lines of a file what they are in the last commit, newest first."""
    given = ["log", "-s", f"--format={_FIELDS}", "--no-textconv", "--no-ext-diff", f"-L{first},{last}:{file}"]
    answer = ask(root, given)
    fields = [line.split("\0") for line in (answer or "").split("\n") if line.count("\0") == 3]
    return [Commit(sha, author, _time(at), subject) for sha, author, at, subject in fields]


def files(root: Path, revision: str) -> dict[str, str] | None:
    """The files below a folder in a revision, each with its object's name, links left out; None where git knows no such revision."""
    answer = ask(root, ["ls-tree", "-r", "-z", "--end-of-options", revision])
    if answer is None:
        return None
    told = [line.partition("\t") for line in answer.split("\0") if line]
    return {name: about.split(" ")[2] for about, _, name in told if about.startswith("100")}


def blob(root: Path, name: str) -> bytes:
    """What an object holds, as it was committed: no filter of the repository's is run."""
    answer = ask_bytes(root, ["cat-file", "blob", name])
    if answer is None:
        raise ProjectError(f"git cannot read the object {name} in {root}")
    return answer


def _time(seconds: str) -> str:
    at = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
