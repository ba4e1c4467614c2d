"""Hostile names, sentences, rows and files come out inert, whatever is asked and wherever it is shown."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import hostile
import pytest
from typer.testing import CliRunner

import sayso
from sayso.audit.inert import inert
from sayso.cli import app
from sayso.cli.commands import json_text

ALLOWED = set(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "ol",
        "li",
        "nav",
        "main",
        "section",
        "dl",
        "dt",
        "dd",
        "small",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "svg",
        "rect",
        "text",
        "line",
        "polyline",
        "circle",
        "figure",
        "figcaption",
        "details",
        "summary",
        "span",
        "strong",
        "mark",
        "blockquote",
        "code",
        "pre",
        "q",
        "br",
        "footer",
        "del",
        "ins",
    ]
)
QUOTED_ONLY = {"class", "id", "href", "aria-label", "name", "content", "charset", "lang", "scope", "tabindex", "role", "open", "http-equiv", "viewbox", "preserveaspectratio", "aria-hidden", "focusable", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points", "text-anchor"}  # fmt: skip


def inert_page(html: str) -> hostile.Page:
    page = hostile.Page(html)
    assert page.tags <= ALLOWED, page.tags - ALLOWED
    assert {name for _, name, _ in page.attributes} <= QUOTED_ONLY
    assert all(value.startswith("#") for _, name, value in page.attributes if name == "href")
    assert not hostile.steering(html), hostile.steering(html)
    assert "{{1111111*3}}" in page.text and "3333333" not in page.text, "no template of the user's is run"
    return page


def test_the_report_is_inert_and_whole(attacked: Path, tmp_path: Path) -> None:
    kept = sayso.Project(attacked).report().read_text("utf-8")
    shown = inert_page(kept).text
    assert f"paused: {hostile.REASON}" in " ".join(shown.split()) and hostile.ACTOR in shown
    assert hostile.MARKUP in shown and '<script>alert("because")</script>' in shown and "␛]0;owned␇" in shown
    for more in (["--protect", hostile.COLUMN, "--protect", "pay words"], ["--redact", "--protect", hostile.COLUMN]):
        done = CliRunner().invoke(app, ["audit", "-p", str(attacked), "-o", str(tmp_path / "a.html"), *more])
        assert done.exit_code == 0, done.output
        inert_page((tmp_path / "a.html").read_text("utf-8"))


def test_why_and_diff_are_inert_pages(attacked: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(attacked, tmp_path / "copy")
    say = copy / hostile.SAY_FILE
    say.write_text(
        say.read_text("utf-8").replace("over 900", "over 300").replace("wage{{1111111*3}}", "<svg onload=alert(2)>"),
        "utf-8",
    )
    page = str(tmp_path / "p.html")
    for given in (
        ["why", "r1"],
        ["why", f"r5{hostile.MARKUP}"],
        ["why", "--text", hostile.EVERYTHING],
        ["diff", str(attacked)],
    ):
        done = CliRunner().invoke(app, [*given, "-p", str(copy), "--html", page])
        assert done.exit_code in (0, 1) and not isinstance(done.exception, Exception), (given, done.output)
        inert_page(Path(page).read_text("utf-8"))


COMMANDS = [
    ["check"],
    ["try", f'Label "{hostile.LABELS[0]}" if the {hostile.COLUMN} mentions "rent"'],
    ["why", "r1"],
    ["why", "r3"],
    ["why", f"r5{hostile.MARKUP}"],
    ["why", "--text", hostile.EVERYTHING],
    ["why", hostile.EVERYTHING],
    ["why", "r1", "--run", hostile.EVERYTHING],
    ["what-if", "--without-list", "pay words"],
    ["what-if", "--without-author", hostile.EVERYTHING],
    ["audit", "-o", "OUT"],
    ["audit", "-o", "OUT", "--protect", hostile.EVERYTHING],
    ["export", "--model-card"],
    ["export", "--datasheet"],
    ["export", "--prov"],
    ["export", "--openlineage"],
    ["diff", hostile.EVERYTHING],
    ["fmt", "--check"],
    ["log"],
    ["log", "dear"],
    ["log", hostile.EVERYTHING],
    ["verify"],
    ["verify", hostile.EVERYTHING],
    ["approve", hostile.EVERYTHING],
    ["pause", hostile.EVERYTHING, "--reason", hostile.EVERYTHING],
    ["resume", hostile.EVERYTHING],
    ["import", hostile.EVERYTHING],
]


@pytest.mark.parametrize("given", COMMANDS, ids=lambda given: " ".join(given)[:24])
def test_no_command_lets_anything_steer_the_terminal(attacked: Path, tmp_path: Path, given: list[str]) -> None:
    at = [] if given[0] == "check" else ["-p"]
    wanted = [str(tmp_path / "o.html") if word == "OUT" else word for word in given]
    formats = [[]] if given[0] == "export" else [[], ["--json"]]
    for more in formats:
        done = CliRunner().invoke(app, [*wanted, *at, str(attacked), *more])
        told = done.output + str(
            done.exception if done.exception and not isinstance(done.exception, SystemExit) else ""
        )
        if isinstance(done.exception, sayso.SaysoError):  # which `main` prints in this way
            told = done.output + inert(str(done.exception))
        else:
            assert done.exception is None or isinstance(done.exception, SystemExit), told
        assert told and not hostile.steering(told), hostile.steering(told)
        if more and not done.exception:
            json.loads(done.stdout)


def test_what_is_inert_is_still_read() -> None:
    assert inert("plain, é, 漢字, 🙂\n\t«»") == "plain, é, 漢字, 🙂\n\t«»"
    assert inert("a\x00\x1b\x7f\x9b\u202e\ud800") == "a␀␛␡␛⟨U+202E⟩�"


def test_json_is_inert_and_says_the_same() -> None:
    given = {f"k{hostile.ESCAPE}": [hostile.TURNED, "\x7f\u2028\U0001fffe漢🙂", 5]}
    assert json.loads(json_text(given)) == given and not hostile.steering(json_text(given))
    assert "漢🙂" in json_text(given)


def test_data_outside_the_project_is_not_read(attacked: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(attacked, tmp_path / "copy")
    (tmp_path / "secret.csv").write_text("id\n1\n", "utf-8")
    toml = (copy / "sayso.toml").read_text("utf-8")
    (copy / "sayso.toml").write_text(toml.replace(f"['''{hostile.DATA_FILE}''']", '["../secret.csv"]'), "utf-8")
    with pytest.raises(sayso.ProjectError, match="outside the project folder"):
        sayso.Project(copy)
