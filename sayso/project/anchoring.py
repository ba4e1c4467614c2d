"""Anchors: the ledger's head written down where whoever can rewrite the ledger cannot follow, and signed where there is a key.

A chain alone does not stop somebody who rewrites all of it, or cuts off its end. A copy of an anchor elsewhere, a pushed git tag, a
printed report or a signature does: the chain must still have that event with that digest."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sayso.grammar.errors import ProjectError
from sayso.project import git, history, writing
from sayso.runtime import chain

if TYPE_CHECKING:
    from sayso.project.project import Project

FOLDER = "anchors"
TAG = "sayso-ledger-"
UNCHECKED = "its signature was not checked: that needs `pip install 'sayso[sign]'`"
_TOLD = re.compile(r"Sayso ledger of (.*): event (\d{1,15}), head ([0-9a-f]{64})")


def anchor(project: Project, *, tag: bool = False, key: Path | None = None) -> list[str]:
    """Write the ledger's head into `anchors/`, signed where a private Ed25519 key (PEM) is given, and tag it in git if asked.

    Raises `ProjectError` where the ledger has no event yet or is broken, and where a key is given without
    `sayso[sign]`."""
    found = project.ledger.verify()
    if found.broken:
        raise ProjectError(f"the ledger is broken: {found.broken}; a broken chain is not anchored")
    number, head = project.ledger.head()
    if not number:
        raise ProjectError("the ledger has no event yet: there is nothing to anchor")
    told: dict[str, Any] = {"event": number, "head": head, "time": chain.now(), "actor": history.actor(project.root)}
    if key is not None:
        told |= _signed(told, key)
    path = project.root / FOLDER / f"{number:08}-{head[:8]}.json"
    path.parent.mkdir(exist_ok=True)
    if path.exists():
        raise ProjectError(f"{path} is there already: this event is anchored")
    writing.replace(path, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    done = [str(path)]
    if tag:
        name = f"{TAG}{number:08}-{head[:8]}"
        message = f"Sayso ledger of {_place(project.root)}: event {number}, head {head}"
        git.do(project.root, ["tag", "-a", "-m", message, name])
        done.append(f"git tag {name}; `git push origin {name}` takes it to where others see it")
    return done


def check(
    root: Path, events: Sequence[chain.Event], key: Path | None, *, chain_is_broken: bool = False
) -> tuple[list[tuple[str, str]], list[str], int]:
    """What contradicts the anchors (file and message), what cannot be told, and how many anchors there are."""
    faults: list[tuple[str, str]] = []
    notes: list[str] = []
    count = 0
    known = {event.digest: event.number for event in events}
    for where, number, head, fault in [*_files(root, key), *_tags(root)]:
        count += 1
        if fault == UNCHECKED:
            notes.append(f"{where}: {fault}")
        if fault and fault != UNCHECKED:
            faults.append((where, fault))
        elif chain_is_broken:
            notes.append(f"{where}: not compared, for the ledger is broken")
        elif known.get(head) != number:
            message = f"does not have event {number} as {where} has it: it was rewritten or cut off"
            faults.append(("ledger.jsonl", message))
    return faults, notes, count


def _files(root: Path, key: Path | None) -> list[tuple[str, int, str, str]]:
    found = []
    for path in sorted((root / FOLDER).glob("*.json")):
        where = f"{FOLDER}/{path.name}"
        try:
            told = json.loads(path.read_text("utf-8"))
            number, head = int(told["event"]), str(told["head"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            found.append((where, 0, "", "cannot be read as an anchor"))
            continue
        fault = "" if key is None and "signature" not in told else _bad_signature(told, key)
        if path.name != f"{number:08}-{head[:8]}.json":
            fault = "names another event than its file name does"
        found.append((where, number, head, fault))
    return found


def _tags(root: Path) -> list[tuple[str, int, str, str]]:
    listed = git.ask(root, ["for-each-ref", f"refs/tags/{TAG}*", "--format=%(refname:short) %(contents:subject)"])
    found = []
    for line in (listed or "").split("\n"):
        name, _, subject = line.partition(" ")
        if (match := _TOLD.fullmatch(subject)) and match.group(1) == _place(root):
            found.append((f"git tag {name}", int(match.group(2)), match.group(3), ""))
    return found


def _place(root: Path) -> str:
    """Where the project is in its repository, for one can hold several."""
    top = git.top(root)
    return "." if top is None else str(root.resolve().relative_to(top.resolve()))


def _message(told: dict[str, Any]) -> bytes:
    """What is signed: the anchor without its signature, in canonical JSON."""
    return chain.canonical({name: told.get(name) for name in ("actor", "event", "head", "time")})


def _signed(told: dict[str, Any], key: Path) -> dict[str, str]:
    signing = _library()
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    try:
        private = load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise ProjectError(f"{key}: no private key in PEM without a password ({error})") from None
    if not isinstance(private, signing.Ed25519PrivateKey):
        raise ProjectError(f"{key}: an Ed25519 key is needed; `openssl genpkey -algorithm ed25519` makes one")
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"key": public.hex(), "signature": base64.b64encode(private.sign(_message(told))).decode("ascii")}


def _bad_signature(told: dict[str, Any], key: Path | None) -> str:
    """What is wrong with an anchor's signature; empty where it holds. Without a key to trust, the one in the anchor is taken."""
    if key is None and importlib.util.find_spec("cryptography") is None:
        return UNCHECKED
    signing = _library()
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    if "signature" not in told:
        return "is not signed"
    try:
        if key is None:
            public = signing.Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["key"]))
        else:
            public = load_pem_public_key(key.read_bytes())
        public.verify(base64.b64decode(told["signature"], validate=True), _message(told))
    except InvalidSignature:
        return "its signature is not by that key, or of something else"
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return f"its signature cannot be checked ({error})"
    return ""


def _library() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519
    except ImportError:
        raise ProjectError("signatures need the package cryptography: pip install 'sayso[sign]'") from None
    return ed25519
