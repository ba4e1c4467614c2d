"""The merge driver as git calls it: files in, a file out, and the lines of configuration that make git call it."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from sayso.grammar.errors import ProjectError
from sayso.project import events, git, merging, writing
from sayso.runtime import ledger, manifest
from sayso.runtime.ledger_merging import merge_ledgers

ATTRIBUTES = ("*.say merge=sayso", f"{ledger.NAME} merge=sayso -text")


@dataclass(frozen=True)
class MergedFile:
    """What came of a merge: the text, and what is left for a person to settle."""

    text: str
    conflicts: tuple[str, ...]


def merge_files(base: Path, ours: Path, theirs: Path, output: Path | None = None, name: str = "") -> MergedFile:
    """Merge three files and write the result, whole or not at all; `name` is the file's path in the repository.

    A file `ledger.jsonl` is merged as a ledger."""
    if Path(name or ours).name == ledger.NAME:
        content = merge_ledgers(ours.read_bytes(), theirs.read_bytes())
        merged = merging.Merged(content.decode("utf-8"))
    else:
        merged = merging.merge(*(writing.read_text(path) for path in (base, ours, theirs)))
    if output is not None:
        digests = {side: manifest.digest(path) for side, path in (("base", base), ("ours", ours), ("theirs", theirs))}
        writing.replace(output, merged.text)
        what = {"conflicts": len(merged.conflicts), **digests, "result": manifest.digest(output)}
        if Path(name or ours).name != ledger.NAME:
            events.note_merge(Path(name) if name else output, what)
    return MergedFile(merged.text, merged.conflicts)


def install(folder: Path) -> list[str]:
    """Make git merge this repository's `.say` files and ledgers by what stands in them; what was done, line by line.

    Raises `ProjectError` where there is no repository."""
    top = git.top(folder)
    if top is None:
        raise ProjectError(f"{folder} is in no git repository: `git init` makes one")
    python = shlex.quote(sys.executable)
    driver = f"{python} -P -m sayso.cli merge %O %A %B -o %A --name=%P"
    done = []
    for key, value in (("merge.sayso.name", "Sayso: by the ids of rationales"), ("merge.sayso.driver", driver)):
        git.do(top, ["config", "--local", key, value])
        done.append(f"git config --local {key} {shlex.quote(value)}")
    attributes = top / ".gitattributes"
    text = writing.read_text(attributes) if attributes.exists() else ""
    missing = [line for line in ATTRIBUTES if line not in text.split("\n")]
    if missing:
        joined = text + ("" if not text or text.endswith("\n") else "\n") + "\n".join(missing) + "\n"
        writing.replace(attributes, joined, was=text if attributes.exists() else None)
    done += [f"{attributes}: {line}" + ("" if line in missing else " (was there)") for line in ATTRIBUTES]
    return done
