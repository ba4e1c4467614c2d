"""Reads the cells of a spreadsheet, CSV or TSV file: a header, and rows with their numbers."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sayso.grammar.errors import ProjectError
from sayso.project import writing

LARGEST = 256 << 20
"""Bytes of a spreadsheet when unpacked; a small file can hold more than a machine does."""
Row = tuple[int, list[str] | str]
"""The number of the row's first line, and its cells as text; or what is wrong with it."""


def read(path: Path) -> Iterator[Row]:
    """The rows of a file; raises `ProjectError` where it cannot be read."""
    if not path.is_file():
        raise ProjectError(f"there is no file {path}")
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _excel(path)
    if kind in (".csv", ".tsv", ".txt"):
        return _separated(writing.read_text(path), kind)
    raise ProjectError(f"{path}: rationales are read from .csv, .tsv and .xlsx files")


def _separated(text: str, kind: str) -> Iterator[Row]:
    first = text.split("\n", 1)[0]
    separator = "\t" if kind != ".csv" else max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, f"the quotation marks of this row do not fit ({error})"
        line = reader.line_num + 1


def _excel(path: Path) -> Iterator[Row]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise ProjectError(
            f"{path}: Excel files need the package openpyxl: pip install 'sayso[excel]', or save it as CSV"
        ) from None
    try:
        with zipfile.ZipFile(path) as packed:
            if sum(member.file_size for member in packed.infolist()) > LARGEST:
                raise ProjectError(f"{path}: unpacked it is over {LARGEST >> 20} MB; save the one sheet as CSV")
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise ProjectError(f"{path}: no Excel file that can be read ({error})") from None
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, ["" if cell is None else str(cell) for cell in cells]
    finally:
        book.close()
