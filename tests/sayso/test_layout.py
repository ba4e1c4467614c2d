"""The canonical layout of `.say` files: nothing of what they say changes, and laying out twice changes nothing more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_projects import sayso, small_project

from sayso.grammar.errors import ProjectError
from sayso.project import Project, layout, writing
from sayso.project.formatting import format_files
from sayso.project.say_files import SayFiles, read_text

UNTIDY = """\ufeff#  rent first   \r
list pay: wage,   "paid leave" , salary, wage
# what is owed
list due:
   owed, "rent, due",
   # inner
   "#1"

# alone



rent  if the body
# in between
mentions "rent  due"
      because:   it is
         about flats
   # the classic
   no:  "wage"
   yes:"rent"
   off since 2026-01-02

[ x ] work if the body mentions wage
\treads as: label work
    # at the end
[pay]work if x
more"""
TIDY = """#  rent first
list pay: wage, "paid leave", salary
# what is owed
# inner
list due: owed, "rent, due", "#1"

# alone

# in between
[NAME1] rent  if the body
mentions "rent  due"
    because: it is
        about flats
    yes: "rent"
    # the classic
    no: "wage"
    off since 2026-01-02:

[NAME2] [ x ] work if the body mentions wage
    reads as: label work

# at the end
[pay] work if x
more
"""


def said(text: str) -> Any:
    """What a text says, without the places where it says it."""
    found = read_text(text, "a.say", "body")
    entries = [
        replace(
            e, name="", line=0, places=(), source=(), numbers=(), samples=tuple(replace(s, line=0) for s in e.samples)
        )
        for e in found.entries
    ]
    return entries, found.lists, sorted(line.strip() for line in text.split("\n") if line.strip().startswith("#"))


def test_the_canonical_layout(tmp_path: Path) -> None:
    (tmp_path / "a.say").write_text(UNTIDY, "utf-8", newline="")
    text = writing.read_text(tmp_path / "a.say")
    found = layout.pieces(text)
    assert [piece.kind for piece in found] == ["list", "list", "comment", "rationale", "rationale", "rationale"]
    names = {piece.first: f"NAME{n}" for n, piece in enumerate(found[3:5], 1)}
    assert layout.canonical(found, names) == TIDY
    assert said(layout.canonical(found)) == said(text)


parts = st.sampled_from(
    [
        "[a]", "[b] ", "rent if", "the body", '"x  y"', "# note", "#", "list l: a, b", "list m m:", '"q, r" s', "yes: x", "no:{body: y}",
        "because: b", "note:", "reads as: z", "off since 2026-01-02", "off since 2026-01-02: y", "off since: then", " ", "  ", "\t", "\n", "\n\n", "\n    ", "\n\t",
        "\x0c", "\x85", "\u2028", "é❤", ",", '"', "[", "]", ":", "<<<<<<< ", "=======", ">>>>>>> ", "\\", "'",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(parts, max_size=25).map("".join))
def test_laying_out_keeps_what_is_said_and_is_done_once(text: str) -> None:
    found = layout.pieces(text)
    names: dict[int, str] = {}
    for piece in found:
        if piece.kind == "rationale" and not piece.name:
            names[piece.first] = layout.new_id(piece.sentence()[0], set(names.values()) | {p.name for p in found})
    new = layout.canonical(found, names)
    if any(piece.kind in ("stray", "conflict") or piece.strays for piece in found):
        return  # `fmt` leaves such files alone
    assert said(new) == said(text)
    again = layout.pieces(new)
    assert layout.canonical(again) == new
    assert [piece.name for piece in again if piece.kind == "rationale"] == [
        piece.name or names[piece.first] for piece in found if piece.kind == "rationale"
    ]


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters='",\r\n')).map(str.strip).filter(bool), max_size=40
    )
)
def test_a_word_list_reads_back(words: list[str]) -> None:
    lines = layout.list_text("some words", words)
    assert read_text("\n".join(lines), "a.say", "").lists["some words"] == tuple(dict.fromkeys(words))
    assert all(len(line) <= layout.WIDTH or line.count(",") <= 1 for line in lines)


def test_ids_depend_on_the_sentence_alone_unless_they_are_taken() -> None:
    first = layout.new_id("rent if  x", set())
    assert first == layout.new_id("rent if x", {"other"}) and len(first) == 5
    assert layout.new_id("rent if x", {first}) not in ("", first)
    assert len({layout.new_id(f"rent if {i}", set()) for i in range(2000)}) == 2000


def formatted(folder: Path, **options: Any) -> Any:
    project = Project(folder)
    paths = [folder / name for name in project.say.texts if name.endswith(".say")]
    return format_files(paths, folder, project.say, **options)


def test_a_project_is_formatted_once(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / "b.say").write_text('rent if it says "flat"\n   yes:  "flat"\n\nwork if it says "desk"\n', "utf-8")
    before = Project(folder).check()
    assert formatted(folder, only_ask=True).changed == ("b.say",)
    assert (folder / "b.say").read_text("utf-8").startswith("rent"), "only asked"
    done = formatted(folder)
    assert done.changed == ("b.say",) and len(done.ids) == 2 and done.files == 2
    after = Project(folder).check()
    names = [function.name for function in after.functions]
    assert names == [function.name for function in before.functions], "a rationale has its id before it is written down"
    assert (folder / "b.say").read_text("utf-8").startswith(f"[{done.ids[0]}] rent if it says")
    assert formatted(folder).changed == ()
    assert not list(folder.glob(".*writing*"))


def test_ids_of_other_files_are_taken(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    taken = layout.new_id('rent if it says "flat"', set())
    (folder / "z.say").write_text(f'[{taken}] work if it says "desk"\n', "utf-8")
    (folder / "b.say").write_text('rent if it says "flat"\n', "utf-8")
    assert formatted(folder).ids != (taken,)
    assert not [p for p in Project(folder).check().problems if "is taken" in p.message]


def test_a_file_that_cannot_be_read_is_left_alone_and_told(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    texts = {
        "b.say": "[b] rent if it says 'x'\n   odd: 5\n",
        "c.say": "<<<<<<< ours\n[c] x\n=======\n[c] y\n>>>>>>> theirs\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    done = sayso(folder, "fmt")
    assert done.returncode == 1 and "b.say:2:" in done.stdout and "c.say:1:" in done.stdout
    assert "left as they are, for lines that cannot be read: 2" in done.stdout
    assert {name: (folder / name).read_text("utf-8") for name in texts} == texts
    checked = [p.message for p in Project(folder).check().problems if p.file == "c.say"]
    assert len(checked) == 1 and "a merge left a conflict" in checked[0]


def test_nothing_outside_the_project_is_formatted(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "p")
    (tmp_path / "out.say").write_text("rent if it says 'x'\n", "utf-8")
    (folder / "link.say").symlink_to(tmp_path / "out.say")
    for path in (folder / "link.say", folder / ".." / "out.say"):
        with pytest.raises(ProjectError, match="outside"):
            format_files([path], folder, SayFiles())


def test_a_file_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.say"
    path.write_text("new", "utf-8")
    with pytest.raises(ProjectError, match="changed by somebody else"):
        writing.replace(path, "formatted", was="old")
    assert path.read_text("utf-8") == "new" and [p.name for p in tmp_path.iterdir()] == ["a.say"]
    path.chmod(0o640)
    writing.replace(path, "formatted", was="new")
    assert path.stat().st_mode & 0o777 == 0o640 and path.read_text("utf-8") == "formatted"
