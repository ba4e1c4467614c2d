"""JSON lines, so many at a time: one pass for the kinds of all columns, one for the rows; a bad line is named by its number.

A value's kind must not hang on the lines beside it, or votes would hang on where a file is cut: so all lines are looked at first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.json as pj

from sayso.grammar.errors import DataError
from sayso.runtime import slicing

_BLANK = b" \t\r\n"
_BOM = b"\xef\xbb\xbf"


class _Block(NamedTuple):
    """Lines that hold something, each with its number in the file."""

    lines: list[bytes]
    numbers: list[int]


@dataclass(frozen=True)
class Layout:
    """What the first pass over a file finds."""

    schema: pa.Schema
    """Every column of any line; dates and times are text, as they are written."""
    rows: int


def layout(path: Path) -> Layout:
    """Read all lines once. Raises `DataError` naming the first line that is no JSON object, or does not go with those before."""
    schema, rows = pa.schema([]), 0
    for block in _blocks(path):
        try:
            schema = _grown(schema, block.lines)
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            raise _bad_line(path, schema, block) from None
        rows += len(block.lines)
    if not rows:
        raise DataError(f"{path.name} is empty: it needs a JSON object on every line")
    return Layout(schema, rows)


def tables(path: Path, schema: pa.Schema, names: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """The rows in order, so many at a time; with names, those columns alone."""
    chosen = schema if names is None else pa.schema([schema.field(name) for name in names])
    for block in _blocks(path):
        if len(chosen):
            yield _parsed(block.lines, chosen, "ignore").select(chosen.names)
        else:  # lines of {}: rows without columns
            yield _parsed(block.lines, chosen, "ignore")


def _blocks(path: Path) -> Iterator[_Block]:
    """The lines with something in them, so many rows or bytes at a time, whichever comes first."""
    block, size = _Block([], []), 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            stripped = (line.removeprefix(_BOM) if number == 1 else line).strip(_BLANK)
            if not stripped:
                continue
            block.lines.append(stripped)
            block.numbers.append(number)
            size += len(stripped)
            if len(block.lines) == slicing.ROWS or size >= slicing.SIZE:
                yield block
                block, size = _Block([], []), 0
    if block.lines:
        yield block


def _grown(schema: pa.Schema, lines: list[bytes]) -> pa.Schema:
    """The schema with what these lines add to it."""
    if not all(line.startswith(b"{") and line.endswith(b"}") for line in lines):
        raise pa.ArrowInvalid("a line is no object")
    table = _parsed(lines, None, "infer")
    if len(table) != len(lines):
        raise pa.ArrowInvalid("a line holds two objects")
    found = pa.schema([pa.field(field.name, _as_written(field.type)) for field in table.schema])
    return pa.unify_schemas([schema, found], promote_options="permissive")


def _parsed(lines: list[bytes], schema: pa.Schema | None, others: str) -> pa.Table:
    content = b"\n".join(lines)
    content.decode("utf-8")  # Arrow would take any bytes for text
    whole = pj.ReadOptions(use_threads=False, block_size=len(content) + 1)  # a line across two blocks is an error to it
    how = pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior=others)
    return pj.read_json(pa.BufferReader(content), whole, how)


def _as_written(kind: pa.DataType) -> pa.DataType:
    """Arrow takes what looks like a time for one; of a text, what is written counts."""
    if pa.types.is_timestamp(kind):
        return pa.string()
    if pa.types.is_list(kind):
        return pa.list_(_as_written(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(kind[i].name, _as_written(kind[i].type)) for i in range(kind.num_fields)])
    return kind


# ---------------------------------------------------------------- what is wrong with a line


def _bad_line(path: Path, schema: pa.Schema, block: _Block) -> DataError:
    """The error for the first line without which those before it would do."""

    def fails(count: int) -> bool:
        try:
            _grown(schema, block.lines[:count])
        except (pa.ArrowInvalid, pa.ArrowTypeError):
            return True
        return False

    bad = _first(fails, len(block.lines)) - 1
    before = _grown(schema, block.lines[:bad]) if bad else schema
    return DataError(f"{path.name}, line {block.numbers[bad]}: {_fault(before, block.lines[bad])}")


def _first(fails: Callable[[int], bool], last: int) -> int:
    """The least count that fails, where the last does, and all beyond one that does."""
    low, high = 1, last
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fails(middle) else (middle + 1, high)
    return low


def _fault(before: pa.Schema, line: bytes) -> str:
    """What is wrong with a line, in words."""
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return f"no JSON object ({error.msg}, at character {error.pos + 1})"
    if not isinstance(value, dict):
        return "a JSON object is needed, with the names of the columns and their values"
    try:
        now = _grown(pa.schema([]), [line])
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        twice = re.search(r"Column\(/(.*)\) was specified twice", str(error))
        return f"the column '{twice[1]}' is there twice" if twice else f"no value that can be read: {_told(error)}"
    for field in now:
        if field.name in before.names and not _go_together(before.field(field.name), field):
            was = before.field(field.name).type
            return f"'{field.name}' is {_kind(field.type)} here, and {_kind(was)} in a line before"
    raise AssertionError("a line that was refused is refused for something")


def _told(error: Exception) -> str:
    """Arrow's words, without its count of rows, which is of the block."""
    return re.sub(r"^JSON parse error: |\.? in row \d+$", "", str(error))


def _go_together(one: pa.Field, other: pa.Field) -> bool:
    try:
        pa.unify_schemas([pa.schema([one]), pa.schema([other])], promote_options="permissive")
    except pa.ArrowTypeError:
        return False
    return True


def _kind(kind: Any) -> str:
    """A kind of value in words."""
    if pa.types.is_boolean(kind):
        return "true or false"
    if pa.types.is_list(kind):
        return "a list of other things" if pa.types.is_nested(kind.value_type) else "a list"
    if pa.types.is_struct(kind):
        return "an object"
    return "a text" if pa.types.is_string(kind) else "a number"
