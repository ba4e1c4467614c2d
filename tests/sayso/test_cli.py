"""The command line: what it prints, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from small_projects import Done, sayso

TOML = 'labels = ["rent", "work"]\ndefault_text = "body"\n[data]\nfiles = ["d.csv"]\n[columns.body]\nkind = "text"\n'
SAY = '[rent] rent if the body mentions "rent"\n\n[work] work if the body mentions "wage"\n\n[both] rent if "flat" and "let" are in the body\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    bodies = ["the rent", "a wage", "nothing", "the rent of a flat", "wage slip", "a flat", "to let a flat"]
    pd.DataFrame({"body": bodies * 3}).to_csv(tmp_path / "d.csv", index=False)
    (tmp_path / "sayso.toml").write_text(TOML, "utf-8")
    (tmp_path / "a.say").write_text(SAY, "utf-8")
    return tmp_path


@pytest.fixture
def sayso_() -> Any:
    """The command line in this process: starting Python takes longer than what most commands do."""

    def call(*given: str, cwd: Path) -> Done:
        return sayso(cwd, *given)

    return call


@pytest.fixture
def sayso_alone(environment: dict[str, str]) -> Any:
    """The command line in a process of its own, as people start it."""

    def call(*given: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        code = "from sayso.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *given], cwd=cwd, env=environment, capture_output=True, text=True
        )

    return call


def test_explain_works_anywhere(sayso_alone: Any, tmp_path: Path) -> None:
    done = sayso_alone("explain", "label employment if the title contains 'employment'", cwd=tmp_path)
    assert done.returncode == 0
    assert "Reads as:  label employment if the title contains 'employment'" in done.stdout
    refused = sayso_alone("explain", "label employment if the titl sdfg", cwd=tmp_path)
    assert refused.returncode == 1 and "^^^^" in refused.stdout and "would work" in refused.stdout


def test_a_day_with_the_command_line(sayso_: Any, folder: Path) -> None:
    assert sayso_("check", cwd=folder).stdout.strip().endswith("0 of 0 examples hold")
    tried = sayso_("try", 'rent if "flat" and "let" are in the body', cwd=folder).stdout
    assert "3 of 21 rows" in tried and "«let»" in tried and "Near misses" in tried
    run = sayso_("run", cwd=folder)
    assert run.returncode == 0, run.stderr
    why = sayso_("why", "0", "--json", cwd=folder)
    assert json.loads(why.stdout)["label"] == "rent"
    assert sayso_("apply", "-o", "v.csv", "--resume", "kept", cwd=folder).returncode == 0
    assert len(list((folder / "kept").iterdir())) == 1
    assert (
        "% of rows" not in (told := sayso_("plan", cwd=folder).stdout) and "postings: " in told and " %  Some(" in told
    )
    assert pd.read_csv(folder / "v.csv")["rent"].tolist()[:2][0] == "rent"
    model = next(folder.glob("runs/*/model/linear"))
    assert sayso_("predict", str(model), "d.csv", "-o", "p.parquet", cwd=folder).returncode == 0
    predicted = pd.read_parquet(folder / "p.parquet")
    assert predicted["predicted label"].tolist()[:2] == ["rent", "work"]
    assert (predicted["p(rent)"] + predicted["p(work)"]).round(6).eq(1).all()
    next(folder.glob("runs/*/votes.parquet")).write_bytes(b"x")
    assert sayso_("why", "0", cwd=folder).returncode == 3


def test_findings_exit_with_1_and_usage_with_2(sayso_: Any, folder: Path) -> None:
    (folder / "b.say").write_text("[bad] rent if it frobs\n", "utf-8")
    done = sayso_("check", "--json", cwd=folder)
    assert done.returncode == 1
    assert [p["kind"] for p in json.loads(done.stdout)["problems"]] == ["refused"]
    assert sayso_("check", "nowhere", cwd=folder).returncode == 2
    assert sayso_("frobnicate", cwd=folder).returncode == 2


def test_init_starts_a_project_that_can_be_checked(sayso_: Any, tmp_path: Path) -> None:
    pd.DataFrame({"text": ["one two three"] * 3, "n": [1, 2, 3]}).to_csv(tmp_path / "data.csv", index=False)
    assert sayso_("init", cwd=tmp_path).returncode == 0
    assert "1 understood" in sayso_("check", cwd=tmp_path).stdout
    again = sayso_("init", cwd=tmp_path)
    assert again.returncode == 2 and "nothing was changed" in again.stderr


def test_a_sentence_cannot_steer_the_terminal(sayso_: Any, tmp_path: Path) -> None:
    done = sayso_("explain", "label lease if the body says '\x1b[31mred\x07'", cwd=tmp_path)
    assert "\x1b" not in done.stdout and "\x07" not in done.stdout and "␛[31mred" in done.stdout


def test_an_ambiguous_sentence_shows_rows_on_which_its_readings_differ(sayso_: Any, folder: Path) -> None:
    sentence = "rent if the body contains 'flat' and the body contains 'let' or the body contains 'wage'"
    done = sayso_("explain", sentence, cwd=folder)
    assert done.returncode == 1 and "may also be read as" in done.stdout
    assert "Row 1: reading 1 says rent, reading 2 says abstain" in done.stdout
    told = json.loads(sayso_("explain", sentence, "--json", cwd=folder).stdout)
    assert (
        told["differences"][0]["row"] == "1" and told["readings"][0]["confidence"] > told["readings"][1]["confidence"]
    )


def test_complete_offers_what_comes_next(sayso_: Any, folder: Path) -> None:
    done = sayso_("complete", "rent if the bo", cwd=folder)
    assert done.returncode == 0 and done.stdout.startswith("body")
    told = json.loads(sayso_("complete", "rent if the bo", "--json", cwd=folder).stdout)
    assert told[0] | {"reads": ""} == {"text": "body", "span": [12, 14], "what": "column", "reads": ""}
    assert sayso_("complete", "rent if the body contains 'fl", cwd=folder).returncode == 1


def test_the_grammar_and_the_page_of_the_language_are_printed(sayso_: Any, folder: Path) -> None:
    assert "start: rationale" in sayso_("grammar", cwd=folder).stdout
    assert "### Contains" in sayso_("grammar", "--docs", cwd=folder).stdout


def test_every_command_speaks_json(sayso_: Any, folder: Path) -> None:
    def said(*given: str) -> Any:
        done = sayso_(*given, "--json", cwd=folder)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert said("check")["problems"] == []
    assert said("explain", "rent if the body mentions 'flat'")["readings"][0]["label"] == "rent"
    assert said("try", "rent if the body mentions 'flat'")["hits"] == 9
    assert Path(folder / said("run")["folder"]).is_dir()
    assert said("why", "0")["near_misses"] == []
    assert said("apply", "-o", "v.parquet") == {"output": "v.parquet", "rows": 21, "functions": 3, "votes": 15}
    model = next(folder.glob("runs/*/model/linear"))
    assert said("predict", str(model), "d.csv") == {"output": "predictions.csv", "rows": 21}
    (folder / "new").mkdir()
    (folder / "d.csv").rename(folder / "new" / "data.csv")
    assert said("init", "new")["written"] == ["new/sayso.toml", "new/rationales/first.say"]


def test_a_refused_sentence_is_a_finding_of_try_too(sayso_: Any, folder: Path) -> None:
    done = sayso_("try", "rent if the body frobs 'x'", cwd=folder)
    assert done.returncode == 1 and "^^^" in done.stdout and done.stderr == ""


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        ("d.csv", "", "d.csv is empty"),
        ("d.csv", "body\n", "no rows"),
        ("d.csv", "text\nthe rent\n", "no column 'body'"),
        ("sayso.toml", "labels = [", "sayso.toml"),
        ("sayso.toml", TOML.replace('"d.csv"', ""), "name the data files"),
        ("a.say", "", "no rationale"),
        ("a.say", "rent if it frobs", "no rationale that can run"),
    ],
)
def test_bad_input_is_answered_for_its_reader(file: str, content: str, told: str, sayso_: Any, folder: Path) -> None:
    (folder / file).write_text(content, "utf-8")
    done = sayso_("run", cwd=folder)
    assert done.returncode == 2 and told in done.stderr
    assert "Traceback" not in done.stderr and not (folder / "runs").exists()


def test_what_cannot_be_written_is_said_without_a_traceback(sayso_alone: Any, folder: Path) -> None:
    (folder / "runs").write_text("in the way", "utf-8")
    done = sayso_alone("run", cwd=folder)
    assert done.returncode == 2 and "nothing half-written" in done.stderr and "Traceback" not in done.stderr


def test_help_is_quick(sayso_alone: Any, tmp_path: Path) -> None:
    def seconds() -> float:
        started = time.perf_counter()
        done = sayso_alone("--help", cwd=tmp_path)
        assert done.returncode == 0
        for command in ("init", "check", "explain", "try", "run", "why", "apply", "predict"):
            assert f" {command} " in done.stdout
        return time.perf_counter() - started

    assert min(seconds() for _ in range(5)) < 0.5


def test_progress_is_told_on_a_terminal_only() -> None:
    code = "from sayso.cli.printing import counting\nwith counting('rows') as told: [told(n, 9) for n in (3, 6, 9)]"

    def stderr(**more: str) -> str:
        environment = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "TTY_COMPATIBLE")} | more
        return subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stderr

    assert "9/9" in stderr(FORCE_COLOR="1") and stderr() == ""


def test_a_run_says_what_it_left_out(sayso_: Any, folder: Path) -> None:
    (folder / "b.say").write_text("[bad] rent if it frobs\n", "utf-8")
    done = sayso_("run", cwd=folder)
    assert done.returncode == 0 and "1 not understood" in done.stdout and "left out" in done.stdout
