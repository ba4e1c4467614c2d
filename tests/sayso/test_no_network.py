"""No command opens a connection: all of them are run where opening one raises, and where there is no network at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from sayso.project.history import ACTOR

DENIED = """
import sys, json
seen = []
def deny(event, given):
    # urllib3, where it is loaded, binds to this machine once to see whether it knows IPv6: that connects to nobody
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname", "socket.bind"):
        seen.append(event)
        raise PermissionError("no network: " + event)
sys.addaudithook(deny)
"""
CONTROL = """
import socket
for attempt in (lambda: socket.create_connection(("127.0.0.1", 9)), lambda: socket.socket().connect(("127.0.0.1", 9)), lambda: socket.getaddrinfo("localhost", 1)):
    try:
        attempt()
    except PermissionError:
        pass
print(json.dumps(seen))
"""
COMMANDS = """
import pathlib
from typer.testing import CliRunner
from sayso.cli import app
root = pathlib.Path(sys.argv[1])
out = str(root / "out")
wanted = [
    ["check", str(root)], ["explain", "rent if the body says rent", "-p", str(root)], ["try", "rent if the body says rent", "-p", str(root)],
    ["run", str(root)], ["why", "r1", "-p", str(root), "--html", out], ["why", "--text", "the rent", "-p", str(root)],
    ["diff", str(root), str(root), "-p", str(root)], ["what-if", "-p", str(root), "--without-rationale", "dear"],
    ["audit", "-p", str(root), "-o", out], ["audit", "-p", str(root), "-o", out, "--redact", "--protect", "amount"],
    ["reproduce", "-p", str(root)], *[["export", "-p", str(root), kind] for kind in ("--prov", "--openlineage", "--model-card", "--datasheet")],
    ["apply", str(root), "-o", str(root / "votes.csv")], ["plan", str(root)], ["complete", "label rent if the ", "-p", str(root)], ["grammar"],
    ["predict", str(next((root / "runs").iterdir()) / "model" / "linear"), str(root / "data.csv"), "--column", "body", "-o", str(root / "p.csv")],
    ["fmt", "-p", str(root)], ["merge", *3 * [str(root / "a.say")]], ["import", str(root / "words.csv"), "-p", str(root)],
    ["approve", "pay", "-p", str(root)], ["pause", "dear", "--reason", "too broad", "-p", str(root)], ["resume", "dear", "-p", str(root)],
    ["log", "pay", "-p", str(root)], ["log", "-p", str(root)], ["anchor", "-p", str(root)], ["verify", "-p", str(root)],
]
done = {" ".join(given[:1] + given[-1:]): CliRunner().invoke(app, given) for given in wanted}
names = {c.name or c.callback.__name__.rstrip("_") for c in app.registered_commands}
print(json.dumps({"seen": seen, "failed": {k: r.output[-300:] + repr(r.exception) for k, r in done.items() if r.exit_code},
                  "left_out": sorted(names - {given[0] for given in wanted})}))
"""


def run(code: str, *given: str, environment: dict[str, str], alone: bool) -> subprocess.CompletedProcess[str]:
    start = ["unshare", "--net", "--map-root-user"] if alone else []
    return subprocess.run([*start, sys.executable, "-c", code, *given], env=environment, capture_output=True, text=True)


def can_be_alone() -> bool:
    tried = ["unshare", "--net", "--map-root-user", "true"]
    return shutil.which("unshare") is not None and subprocess.run(tried, capture_output=True).returncode == 0


def test_the_denial_is_seen(environment: dict[str, str]) -> None:
    done = run(DENIED + CONTROL, environment=environment, alone=False)
    assert json.loads(done.stdout) == ["socket.getaddrinfo", "socket.connect", "socket.getaddrinfo"], done.stderr


def test_no_command_opens_a_connection(copied: Path, environment: dict[str, str]) -> None:
    """In a place without a network where the machine has such; what Python itself tries is seen anywhere."""
    (copied / "words.csv").write_text("sentence,label\nrent if the body says 'flat',rent\n", "utf-8")
    given = environment | {ACTOR: "Bob"}
    done = run(DENIED + COMMANDS, str(copied), environment=given, alone=can_be_alone())
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {"seen": [], "failed": {}, "left_out": ["init"]}
