"""Rationales from spreadsheets: all that can be are taken over, and every row that cannot be is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_projects import sayso, small_project

from sayso.grammar.errors import ProjectError
from sayso.project import Project, importing, sheets
from sayso.project.importing import import_file

ROWS = '''sentence;label;note
"rent if it says ""flat""";;seen by Ann
the body mentions 'room';Rent;
Because it says "desk" or "office";work;
it frobs;work;
"rent if it says 'x'";love;
;rent;
"rent if the body mentions ""rent""";rent;
"rent if it says 'a' and it says 'b'
or it says 'c'";;
"#work if it says ""wages""";work;
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_project(tmp_path / "p")


def test_a_spreadsheet_becomes_a_file_of_rationales(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "my words!.csv"
    path.write_text(ROWS, "utf-8-sig")
    before = {p: p.read_bytes() for p in folder.rglob("*.say")}
    done = import_file(Project(folder), path)
    assert [(told.row, told.column) for told in done.left_out] == [
        (5, "sentence"),
        (6, "label"),
        (7, "sentence"),
        (8, "sentence"),
        (11, "sentence"),
    ]
    assert "there is no label 'love'" in done.left_out[1].message and "same as [rent]" in done.left_out[3].message
    assert [told.row for told in done.ambiguous] == [9]
    assert done.file == folder / "my-words.say"
    text = done.file.read_text("utf-8")
    for line in ('] rent if it says "flat"\n    note: seen by Ann', "] Label rent: the body mentions 'room'"):
        assert line in text
    assert "] Label work: Because it says" in text
    checked = Project(folder).check()
    assert checked.understood == 5 and checked.ambiguous == 1 and checked.refused == 0
    assert {p: p.read_bytes() for p in before} == before
    events = list(Project(folder).ledger.events())
    assert events[-1].kind == "import" and events[-1].what["rationales"] == 4 and events[-1].what["left out"] == 5
    assert {e.what["id"] for e in events if e.kind == "rationale added"} >= set(done.ids)
    again = import_file(Project(folder), path)
    assert again.file == folder / "my-words-2.say" and done.file.read_text("utf-8") == text, "nothing is overwritten"
    assert len(again.ids) == 1, "what is there is left out; what is ambiguous cannot be compared"


def test_a_sentence_that_would_mean_something_else_is_not_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "TEMPLATES", ("Label {label}: it says 'other'",))
    path = tmp_path / "x.csv"
    path.write_text("sentence,label\nit says 'flat',rent\n", "utf-8")
    done = import_file(Project(folder), path)
    assert done.file is not None and done.file.read_text("utf-8").split("] ")[1] == (
        "label rent if the body contains 'flat'\n    note: typed as: it says 'flat'\n"
    )


def test_rows_whose_quotation_marks_do_not_fit_are_told(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text('sentence\tlabel\n"flat" is in it\trent\nit says \'flat\'\trent\n"it\nsays\n', "utf-8")
    done = import_file(Project(folder), path)
    assert len(done.ids) == 1 and [told.row for told in done.left_out] == [2, 4]
    assert all("quotation marks" in told.message for told in done.left_out)


def test_tsv_and_quoted_tabs(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "babble.tsv"
    path.write_text("Label\tExplanation\nrent\tit says 'flat'\nwork\tit says 'desk'\textra\n", "utf-8")
    done = import_file(Project(folder), path)
    assert len(done.ids) == 2 and not done.left_out


def test_excel(folder: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("sentence", "label"), ("it says 'flat'", "rent"), (5, "work"), ("=1+1", "rent")):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    done = import_file(Project(folder), tmp_path / "x.xlsx")
    assert len(done.ids) == 1 and [told.row for told in done.left_out] == [3, 4]
    (tmp_path / "y.xlsx").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(ProjectError, match="no Excel file"):
        import_file(Project(folder), tmp_path / "y.xlsx")


def test_a_packed_bomb_is_not_unpacked(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    monkeypatch.setattr(sheets, "LARGEST", 100)
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(ProjectError, match="unpacked"):
        import_file(Project(folder), tmp_path / "x.xlsx")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.csv", b"words,label\na,b\n", "names no column 'sentence'"),
        ("x.csv", b"", "names no column 'sentence'"),
        ("x.csv", b"sentence\n\xff\xfe\n", "not UTF-8"),
        ("x.csv", b'"sentence\na\n', "row 1: the quotation marks"),
        ("x.ods", b"", "csv, .tsv and .xlsx"),
    ],
)
def test_what_cannot_be_read_is_said(name: str, content: bytes, told: str, folder: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    before = sorted(p.name for p in folder.iterdir())
    with pytest.raises(ProjectError, match=told):
        import_file(Project(folder), tmp_path / name)
    assert sorted(p.name for p in folder.iterdir()) == before


def test_hostile_cells_stay_sentences(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mevil.csv"
    cells = [
        "list pay words: all",
        "[rent] x",
        "#c",
        "<<<<<<< ours",
        "    yes: x",
        "\x1b[2Jit says 'x'",
        "it says '\u202ex'",
    ]
    path.write_text("\n".join(["sentence,label", *(f'"{cell}\n\n[z] y",rent' for cell in cells)]) + "\n", "utf-8")
    done = sayso(folder, "import", str(path))
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stdout)
    assert set(Project(folder).say.lists) == {"pay words"}
    assert not [problem for problem in Project(folder).check().problems if problem.kind == "format"]
