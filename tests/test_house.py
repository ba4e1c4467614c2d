"""The walls: packaging, imports, sizes."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest

import sayso

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("grammar", "parser", "runtime")
FOLDERS = [ROOT / room for room in ROOMS] + [
    ROOT / "sayso" / "audit",
    ROOT / "sayso" / "cli",
    ROOT / "sayso" / "project",
]
CODE = [ROOT / "sayso" / "__init__.py", *(p for folder in FOLDERS for p in sorted(folder.rglob("*.py")))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_package_is_named_for_the_wheel() -> None:
    there = {".".join(p.parent.relative_to(ROOT).parts) for p in CODE}
    named = {name if name.startswith("sayso") else f"sayso.{name}" for name in there}
    assert named == set(PROJECT["tool"]["setuptools"]["packages"])
    stray = {p.parent for p in (ROOT / "sayso").glob("*/*.py")} - {
        ROOT / "sayso" / n for n in (*ROOMS, "audit", "cli", "project")
    }
    assert not stray, "a new folder of sayso/ must be listed here too"


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_linked_relatively(room: str) -> None:
    link = ROOT / "sayso" / room
    if not link.is_symlink():
        pytest.skip("a checkout without links: the build's map serves it")
    assert str(link.readlink()) == f"../{room}"


def test_data_files_are_found_through_the_package() -> None:
    assert "start: rationale" in (files("sayso.grammar") / "sayso.lark").read_text("utf-8")
    assert (files("sayso.grammar.lexicon") / "structure.txt").read_text("utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_a_bare_import_of_a_room_is_banned(room: str) -> None:
    assert room in PROJECT["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"]
    assert "TID251" in PROJECT["tool"]["ruff"]["lint"]["select"]


@pytest.mark.parametrize(
    "what", ["import sayso", "import sayso, sayso.cli", "from sayso import Schema, RationaleError"]
)
def test_nothing_heavy_is_loaded_before_it_is_needed(what: str, environment: dict[str, str]) -> None:
    heavy = "{'torch', 'spacy', 'pandas', 'transformers', 'pyarrow', 'sklearn', 'numpy'}"
    code = f"{what}\nimport sys\nprint(sorted({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert run.stdout.strip() == "[]"


def test_grammar_imports_the_standard_library_only() -> None:
    for path in (ROOT / "grammar").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                ours = name.startswith("sayso.grammar")
                assert ours or name.split(".")[0] in sys.stdlib_module_names, f"{path}: {name}"


def test_import_contracts_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_no_file_is_over_400_lines() -> None:
    tests = list((ROOT / "tests").rglob("*.py"))
    assert [str(p) for p in [*CODE, *tests] if len(p.read_text("utf-8").splitlines()) > 400] == []


def test_the_front_door_is_small_and_true() -> None:
    assert len(sayso.__all__) <= 25
    assert sorted(sayso.__all__) == sayso.__all__
    for name in sayso.__all__:
        assert getattr(sayso, name) is not None


def test_every_module_says_what_it_is() -> None:
    texts = {p: p.read_text("utf-8") for p in CODE}
    assert [p for p, text in texts.items() if text.strip() and not ast.get_docstring(ast.parse(text))] == []


@pytest.mark.slow
def test_the_wheel_holds_everything(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(pip, check=True)
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    data = [p for pattern in ("*.lark", "*.txt", "*.synonyms") for p in (ROOT / "grammar").rglob(pattern)]
    data += sorted((ROOT / "sayso" / "audit" / "pages").iterdir())
    for path in [*CODE, *data]:
        inside = path.relative_to(ROOT)
        assert str(inside if inside.parts[0] == "sayso" else Path("sayso") / inside) in names
