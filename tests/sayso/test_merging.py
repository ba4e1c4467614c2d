"""Merges of `.say` files: nothing lost, nothing doubled, and a conflict where two people changed one rationale."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from small_projects import BOB, commit, git, in_git, sayso, small_project

from sayso.grammar.schema import Schema
from sayso.parser.compiler import Compiler
from sayso.project import Project, layout
from sayso.project.events import MERGES, record
from sayso.project.git_merging import ATTRIBUTES, install, merge_files
from sayso.project.merging import merge
from sayso.project.say_files import read_text
from sayso.runtime.ledger import Ledger

BASE = """# top

list pay: wage, salary
list due: rent

# about rent
[rent] rent if it says "rent"
    yes: "rent"

[work] work if it says "wage"
"""


def test_two_experts_who_append_do_not_conflict() -> None:
    merged = merge(BASE, BASE + '\n[a] rent if it says "a"\n', BASE + '\n[b] rent if it says "b"\n')
    assert merged.text == BASE + '\n[a] rent if it says "a"\n\n[b] rent if it says "b"\n' and not merged.conflicts


def test_edits_of_different_things_are_all_kept() -> None:
    ours = (
        BASE.replace("# about rent", "# about all rent").replace("salary", "salary, bonus").replace('"wage"', '"wages"')
    )
    theirs = (
        BASE.replace('    yes: "rent"', '    yes: "the rent"').replace("wage, salary", "wage").replace("# top\n\n", "")
    )
    merged = merge(BASE, ours, theirs)
    assert not merged.conflicts
    for kept in ("# about all rent", "list pay: wage, bonus\n", 'yes: "the rent"', '"wages"'):
        assert kept in merged.text
    assert "# top" not in merged.text and merged == merge(BASE, theirs, ours)


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        (('says "rent"', 'says "flat"'), ('says "rent"', 'says "room"'), "[rent]"),
        (('[work] work if it says "wage"\n', ""), ('"wage"', '"wages"'), "[work]"),
        (("list due: rent\n", ""), ("list due: rent", "list due: rent, flat"), "the list 'due'"),
        (("\n[work]", '\n[new] rent if "a"\n\n[work]'), ("\n[work]", '\n[new] rent if "b"\n\n[work]'), "[new]"),
    ],
)
def test_what_both_changed_is_shown_between_markers(ours: tuple[str, str], theirs: tuple[str, str], told: str) -> None:
    for first, second in ((ours, theirs), (theirs, ours)):
        merged = merge(BASE, BASE.replace(*first), BASE.replace(*second))
        assert merged.conflicts == (told,)
        assert merged.text.count("<<<<<<<") == merged.text.count("=======") == merged.text.count(">>>>>>>") == 1
        for new in (ours[1], theirs[1]):
            assert all(line in merged.text for line in new.strip().split("\n"))
        assert [p.message[:24] for p in read_text(merged.text, "a.say", "").problems] == ["a merge left a conflict "]


def test_a_rationale_without_an_id_that_both_reworded_is_a_conflict() -> None:
    base, ours, theirs = ('rent if it says "x"\n', 'rent if it says "y"\n', 'rent if it says "z"\n')
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ("a rationale without an id",) and '"y"' in merged.text and '"z"' in merged.text
    assert merge(base, base + "\n" + ours, base + "\n" + theirs).conflicts == ()
    assert merge(base, ours, base).text.strip().endswith(ours.strip())


@dataclass
class Side:
    """A file in the making, and what must come out of the merge of it."""

    rationales: dict[str, str]
    words: list[str]
    touched: set[str] = field(default_factory=set)

    def text(self) -> str:
        said = [f"[{name}] {sentence}" for name, sentence in self.rationales.items()]
        return "\n\n".join([f"# file\n\nlist pay: {', '.join(self.words)}", *said]) + "\n"

    def work(self, chance: random.Random, who: str, mine: set[str], everywhere: bool) -> None:
        for turn in range(chance.randrange(1, 8)):
            names = [n for n in self.rationales if everywhere or n in mine or n.startswith(who)]
            what = chance.choice(["add", "add", "edit", "remove", "word", "unword"])
            if what == "add":
                items = list(self.rationales.items())
                at = chance.choice([len(items), chance.randrange(len(items) + 1)])
                name = f"{who}{turn}"
                items.insert(at, (name, f'rent if it says "{who} {turn}"'))
                self.rationales = dict(items)
            elif what == "edit" and names:
                name = chance.choice(names)
                self.rationales[name] = f'rent if it says "{who} changed {name} {turn}"'
                self.touched.add(name)
            elif what == "remove" and names:
                name = chance.choice(names)
                del self.rationales[name]
                self.touched.add(name)
            elif what == "word":
                self.words.append(f"{who}{turn}")
            elif what == "unword" and len(self.words) > 3:
                self.words.remove(chance.choice(self.words[:3]))


@cache
def _compiler() -> Compiler:
    columns = {"body": {"kind": "text"}}
    return Compiler(Schema.from_dict({"labels": ["rent", "work"], "columns": columns, "default_text": "body"}))


@cache
def compiles(sentence: str) -> bool:
    return bool(_compiler().compile(sentence).best)


def start(chance: random.Random) -> Side:
    rationales = {f"r{i}": f'work if it says "base {i}"' for i in range(chance.randrange(3, 9))}
    return Side(rationales, ["wage", "salary", "pay", "bonus", "tip"])


@pytest.mark.parametrize("seed", range(100))
def test_nothing_is_lost_or_doubled_in_random_histories(seed: int) -> None:
    chance = random.Random(seed)
    base = start(chance)
    names = list(base.rationales)
    chance.shuffle(names)
    half = len(names) // 2
    ours, theirs = (Side(dict(base.rationales), list(base.words)) for _ in range(2))
    ours.work(chance, "ann", set(names[:half]), everywhere=False)
    theirs.work(chance, "bob", set(names[half:]), everywhere=False)
    merged = merge(base.text(), ours.text(), theirs.text())
    assert merged.conflicts == ()
    found = read_text(merged.text, "a.say", "body")
    assert not found.problems
    wanted = {**base.rationales, **ours.rationales, **theirs.rationales}
    for side in (ours, theirs):
        wanted |= {name: side.rationales[name] for name in side.touched if name in side.rationales}
    gone = {name for side in (ours, theirs) for name in side.touched if name not in side.rationales}
    wanted = {name: sentence for name, sentence in wanted.items() if name not in gone}
    assert sorted((e.name, e.sentence) for e in found.entries) == sorted(wanted.items())
    words = {w for side in (ours, theirs) for w in side.words if w not in base.words} | {
        w for w in base.words if w in ours.words and w in theirs.words
    }
    assert sorted(found.lists["pay"]) == sorted(words)
    assert all(compiles(entry.sentence) for entry in found.entries)
    order = [e.name for e in found.entries if e.name in ours.rationales]
    assert order == [name for name in ours.rationales if name in order], "ours stay in their order"


@pytest.mark.parametrize("seed", range(100))
def test_where_both_may_change_all_there_is_a_conflict_for_each_that_both_did(seed: int) -> None:
    chance = random.Random(seed)
    base = start(chance)
    ours, theirs = (Side(dict(base.rationales), list(base.words)) for _ in range(2))
    ours.work(chance, "ann", set(), everywhere=True)
    theirs.work(chance, "bob", set(), everywhere=True)
    merged = merge(base.text(), ours.text(), theirs.text())
    b, o, t = base.rationales, ours.rationales, theirs.rationales
    both = {n for n in {**b, **o, **t} if o.get(n) != t.get(n) and b.get(n) not in (o.get(n), t.get(n))}
    assert {told.strip("[]") for told in merged.conflicts} == both
    text = merged.text
    for side in (ours, theirs):
        for name, sentence in side.rationales.items():
            if name in both or name not in b or b[name] != sentence:
                assert text.count(f"[{name}] {sentence}\n") == 1


@pytest.fixture
def repository(tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PYTHONPATH", environment["PYTHONPATH"])
    folder = small_project(tmp_path / "it's a repo" / "its project")
    in_git(folder.parent)
    return folder


def test_git_merges_two_branches_by_what_stands_in_the_files(repository: Path) -> None:
    folder = repository
    assert [line.split(": ")[1] for line in install(folder)[2:]] == list(ATTRIBUTES)
    assert install(folder)[-1].endswith("(was there)")
    assert (folder.parent / ".gitattributes").read_text(
        "utf-8"
    ) == "*.say merge=sayso\nledger.jsonl merge=sayso -text\n"
    Ledger(folder / "ledger.jsonl").append("Ann", "import", {})
    (folder / "it's $(touch hacked); b.say").write_text("[q] rent if it says 'q'\n", "utf-8")
    commit(folder, "install")
    git(folder, "checkout", "-q", "-b", "bob")
    _append(folder, "bob", "b")
    Ledger(folder / "ledger.jsonl").append("Bob", "approved", {"id": "b"})
    commit(folder, "bob's", BOB)
    git(folder, "checkout", "-q", "main")
    _append(folder, "ann", "a")
    Ledger(folder / "ledger.jsonl").append("Ann", "approved", {"id": "a"})
    commit(folder, "ann's")
    git(folder, "merge", "-q", "--no-edit", "bob")
    text = (folder / "a.say").read_text("utf-8")
    assert text.endswith('[a] rent if it says "ann"\n\n[b] rent if it says "bob"\n') and "<<<" not in text
    hostile = (folder / "it's $(touch hacked); b.say").read_text("utf-8")
    assert hostile.count("rent if it says") == 3 and not (folder / "hacked").exists()
    project = Project(folder)
    assert not project.ledger.verify().broken
    assert [e.actor for e in project.ledger.events() if e.kind == "approved"] == ["Ann", "Bob"]
    record(project, project.check().functions)
    record(project, project.check().functions)
    merges = [event.what["file"] for event in project.ledger.events() if event.kind == "merge"]
    assert sorted(merges) == ["a.say", "it's $(touch hacked); b.say"], "each merge is told once"
    assert not project.ledger.verify().broken


def _append(folder: Path, word: str, name: str) -> None:
    for path in folder.glob("*.say"):
        suffix = "" if path.name == "a.say" else "2"
        with path.open("a", encoding="utf-8") as file:
            file.write(f'\n[{name}{suffix}] rent if it says "{word}{suffix}"\n')


def test_of_several_projects_in_a_repository_each_records_its_own_merges(repository: Path) -> None:
    other = small_project(repository.parent / "other")
    for folder in (repository, other):
        merge_files(*(folder / "a.say" for _ in range(3)), folder / "a.say")
    for folder in (other, repository, other):
        project = Project(folder)
        record(project, project.check().functions)
    for folder in (other, repository):
        assert [e.what["file"] for e in Project(folder).ledger.events() if e.kind == "merge"] == ["a.say"]
    assert not list(repository.parent.glob(".git/sayso*"))


def test_a_note_of_a_merge_that_is_none_is_left_out(repository: Path) -> None:
    spool = repository.parent / ".git" / MERGES
    file = str(repository.resolve() / "a.say")
    good = {"file": file, "conflicts": 0, "base": "a", "ours": "b", "theirs": "c", "result": "d"}
    bad = ['{"file": "a', "[1]", "{}", json.dumps(good | {"conflicts": 0.5}), json.dumps(good | {"more": 1})]
    spool.write_text("\n".join([*bad, json.dumps(good), ""]), "utf-8")
    project = Project(repository)
    record(project, project.check().functions)
    assert [e.what["result"] for e in project.ledger.events() if e.kind == "merge"] == ["d"] and not spool.exists()


def test_a_merge_without_git_is_recorded_at_once(tmp_path: Path) -> None:
    folder = small_project(tmp_path / "p")
    merge_files(*(folder / "a.say" for _ in range(3)), folder / "a.say")
    assert [event.kind for event in Project(folder).ledger.events()] == ["ledger begun", "merge"]


def test_git_stops_where_both_changed_one_rationale(repository: Path) -> None:
    folder = repository
    install(folder)
    commit(folder, "install")
    say = folder / "a.say"
    text = say.read_text("utf-8")
    git(folder, "checkout", "-q", "-b", "bob")
    say.write_text(text.replace('mentions "rent"', 'mentions "flat"'), "utf-8")
    commit(folder, "bob's", BOB)
    git(folder, "checkout", "-q", "main")
    say.write_text(text.replace('mentions "rent"', 'mentions "room"'), "utf-8")
    commit(folder, "ann's")
    said = git(folder, "merge", "-q", "--no-edit", "bob", fails=True)
    assert "CONFLICT" in said and "[rent] was changed on both sides" in said
    assert '"flat"' in say.read_text("utf-8") and '"room"' in say.read_text("utf-8")
    assert any("a merge left a conflict" in problem.message for problem in Project(folder).check().problems)


def test_merge_prints_or_writes_whole(tmp_path: Path) -> None:
    for name, text in (("base", BASE), ("ours", BASE + "\n[a] x\n"), ("theirs", BASE + "\n[b] y\n")):
        (tmp_path / name).write_text(text, "utf-8")
    done = sayso(tmp_path, "merge", "base", "ours", "theirs")
    assert done.returncode == 0 and done.stdout == merge(BASE, BASE + "\n[a] x\n", BASE + "\n[b] y\n").text
    assert sayso(tmp_path, "merge", "base", "ours").returncode == 2
    assert sayso(tmp_path, "merge", "--install").returncode == 2
    done = sayso(tmp_path, "merge", "base", "ours", "theirs", "-o", "ours")
    assert done.returncode == 0 and layout.pieces((tmp_path / "ours").read_text("utf-8"))[-1].name == "b"


def test_names_of_rationales_match_those_of_the_project(tmp_path: Path) -> None:
    folder = small_project(tmp_path)
    (folder / "a.say").write_text('rent if it says "x"\n', "utf-8")
    name = Project(folder).check().functions[0].name
    assert merge("", f'rent if it says "x"\n\n[{name}] work if it says "y"\n', "").conflicts == ()
