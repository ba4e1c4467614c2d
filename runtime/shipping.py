"""Work as canonical JSON, to travel to other machines: operations by name, Python functions as `module:name` with their digest."""

from __future__ import annotations

import dataclasses
import json
from functools import lru_cache
from typing import Any

from sayso.grammar import plan
from sayso.grammar.errors import SaysoError
from sayso.grammar.schema import Schema
from sayso.runtime.python_functions import PythonFunction, found
from sayso.runtime.segments import VERSION
from sayso.runtime.working import Runnable, Sent, Work

_KNOWN = {name: kind for name, kind in vars(plan).items() if isinstance(kind, type) and dataclasses.is_dataclass(kind)}


def packed(work: Work) -> str:
    """The work as canonical JSON: equal for equal work."""
    told = {
        "version": VERSION,
        "functions": [_function(function) for function in work.functions],
        "schema": work.schema.to_dict(),
        "outcomes": work.outcomes,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=8)
def unpacked(told: str) -> Work:
    """The work that was packed, made once a process.

    Raises `SaysoError` where this machine's tokenizer is another, and where a Python function is not found or not the one sent."""
    given = json.loads(told)
    if given["version"] != VERSION:
        raise SaysoError(f"the work was planned with '{given['version']}', and here it would run with '{VERSION}'")
    functions = tuple(_sent(function) for function in given["functions"])
    return Work(functions, Schema.from_dict(given["schema"]), tuple(map(tuple, given["outcomes"])))


def _function(function: Runnable) -> dict[str, Any]:
    if isinstance(function, PythonFunction):
        return {"python": function.where, "digest": function.digest}
    return {"name": function.name, "digest": function.digest, "branches": _plain(function.branches)}


def _sent(told: dict[str, Any]) -> Runnable:
    if "python" in told:
        return found(told["python"], told["digest"])
    return Sent(told["name"], told["digest"], _value(told["branches"]))


def _plain(value: Any) -> Any:
    """Operations as plain data."""
    if dataclasses.is_dataclass(value):
        return {"op": type(value).__name__} | {
            f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)
        }
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _value(told: Any) -> Any:
    """The operations that plain data tells of."""
    if isinstance(told, dict):
        return _KNOWN[told["op"]](**{name: _value(part) for name, part in told.items() if name != "op"})
    return tuple(_value(item) for item in told) if isinstance(told, list) else told
