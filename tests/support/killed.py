"""Does things to a project and is killed meanwhile: `python killed.py FOLDER`, one line of orders in, one line out.

An order is "WHAT HOW WHEN": `time 0.2` is killed after 0.2 seconds, `step 7` right before its seventh opening, renaming, or
removing of a file of the project, `never 0` not at all. The answer tells how many such steps there were, or that it was killed.
Each order has a process of its own, forked from one that has all modules loaded."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from sayso.parser.compiler import Compiler
from sayso.project import Project, approving, formatting, git_merging
from sayso.runtime.ledger import Ledger

STEPS = ("open", "os.rename", "os.remove", "os.truncate", "os.mkdir", "os.rmdir")


def work(what: str, folder: Path) -> None:
    """One thing that is done to a project."""
    if what == "run":
        Project(folder).run()
    elif what == "fmt":
        project = Project(folder)
        formatting.format_files([folder / "a.say", folder / "b.say"], folder, project.say)
    elif what == "merge":
        sides = folder.parent
        git_merging.merge_files(sides / "base", sides / "ours", sides / "theirs", folder / "b.say")
    elif what == "pause":
        off = next(entry for entry in Project(folder).say.entries if entry.name == "rent").off_since
        approving.resume(Project(folder), "rent") if off else approving.pause(Project(folder), "rent", "why not")
    else:
        for i in range(40):
            Ledger(folder / "ledger.jsonl").append_all("Ann", [("import", {"i": i}), ("merge", {"i": i})])


def count(folder: Path, dies_at: int, pipe: int) -> None:
    """Tell through a pipe of each step, and die at one."""
    steps = 0

    def step(event: str, given: tuple[object, ...]) -> None:
        nonlocal steps
        if event in STEPS and str(given[0]).startswith(str(folder)):
            steps += 1
            os.write(pipe, b".")
            if steps == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)


def ordered(what: str, how: str, when: float, folder: Path) -> str:
    """Do it in a process of its own."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        count(folder, int(when) if how == "step" else -1, into)
        work(what, folder)
        os._exit(0)
    os.close(into)
    if how == "time":
        time.sleep(when)
        os.kill(child, signal.SIGKILL)
    steps = len(b"".join(iter(lambda: os.read(out, 4096), b"")))
    os.close(out)
    _, status = os.waitpid(child, 0)
    return "killed" if os.WIFSIGNALED(status) else f"{steps} steps, ended with {os.waitstatus_to_exitcode(status)}"


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    project = Project(folder)
    Compiler(project.schema).compile("rent if it says 'x'")  # loads what a compiler needs
    print("ready", flush=True)
    for line in sys.stdin:
        what, how, when = line.split()
        print(ordered(what, how, float(when), folder), flush=True)


if __name__ == "__main__":
    main()
