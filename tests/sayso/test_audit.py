"""The report: what stands in it, without whom it can be read, and what it says of a run that was changed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from pathlib import Path

import hostile
import letters
import numpy as np
import pytest
from typer.testing import CliRunner

import sayso
from sayso.audit import pictures, sentences
from sayso.audit.history import Happened, History
from sayso.audit.page import Options, flow, page
from sayso.audit.record import Record
from sayso.cli import app
from sayso.grammar.errors import ProjectError
from sayso.project import approving
from sayso.project.auditing import verified
from sayso.project.history import ACTOR


def report(folder: Path, **options: object) -> str:
    project = sayso.Project(folder)
    run = project.last_run()
    return page(Record.of(run), folder, Options(**options), verification=verified(project, run))  # type: ignore[arg-type]


def test_the_page_of_a_run_answers_what_an_auditor_asks(ran: Path) -> None:
    text = hostile.Page(report(ran, protect=("amount", "pay words"))).text
    run = Record.of(sayso.Project(ran).last_run())
    for sentence in run.told:
        assert sentence["sentence"] in text and sentence["paraphrase"] in text and sentence["digest"] in text
    for name, sha in {**run.manifest["inputs"], **run.manifest["outputs"]}.items():
        assert name in text and sha in text
    assert "1 sentence uses it: dear" in " ".join(text.split()) and "1 sentence uses it: pay" in " ".join(text.split())
    assert "the letters are about flats or jobs" in text and "Must not match" in text
    assert "Every file of the run is as the manifest says." in text and "scoring only" in text
    assert "Calibration of linear" in report(ran) and "sayso reproduce" in text


def test_coverage_by_group_is_counted_right(ran: Path) -> None:
    from sayso.audit.protected import protected

    record = Record.of(sayso.Project(ran).last_run())
    told = protected(record, ran, ["gold"])[0]
    train = sayso.Project(ran).data().part("train")
    given = dict(zip(record.votes.row_ids, (len(f) for f in by_row(record)), strict=True))
    for group in told.groups:
        mine = [row for row, gold in zip(train.ids, train.column("gold"), strict=True) if gold == group.name]
        assert group.rows == len(mine) and group.labelled == sum(given[row] > 0 for row in mine)
    assert {g.name for g in told.groups} == {"rent", "work"} and told.used_by == ()
    words = protected(record, ran, ["pay words"])[0]
    held = sum("salary" in text for text in train.texts("body"))
    assert {g.name: g.rows for g in words.groups} == {"one of the words": held, "none of the words": len(train) - held}
    with pytest.raises(ProjectError, match="no column or word list 'age' to protect"):
        protected(record, ran, ["age"])


def by_row(record: Record) -> list[list[int]]:
    return [[int(c) for c in row if c >= 0] for row in record.votes.matrix]


def test_rows_are_counted_by_their_votes(ran: Path) -> None:
    record = Record.of(sayso.Project(ran).last_run())
    rows = by_row(record)
    told = flow(record)
    assert told["none"] == sum(not r for r in rows) and told["one"] == sum(len(r) == 1 for r in rows)
    assert told["contested"] == sum(len(set(r)) > 1 for r in rows) > 0
    assert told["agree"] == sum(len(r) > 1 and len(set(r)) == 1 for r in rows)
    matrix = record.votes.matrix
    slow = [[int(((a >= 0) & (b >= 0) & (a != b)).sum()) for b in matrix.T] for a in matrix.T]
    assert sentences.contradictions(record.votes).tolist() == slow
    both = [[int(((a >= 0) & (b >= 0)).sum()) for b in matrix.T] for a in matrix.T]
    assert sentences.agreements(record.votes).tolist() == both


def test_the_run_leaves_the_same_page(ran: Path) -> None:
    run = sayso.Project(ran).last_run()
    kept = (run / "report.html").read_text("utf-8")
    assert "Files sealed when written" in kept and "Rows, traced" in kept
    assert kept.count("<details") >= 3 and kept == page_again(run, ran)


def page_again(run: Path, folder: Path) -> str:
    record = Record.of(run)
    outputs = {name: sha for name, sha in record.manifest["outputs"].items() if name != "report.html"}
    return page(Record(run, {**record.manifest, "outputs": outputs}), folder)


def test_the_draw_is_the_seeds(ran: Path) -> None:
    def drawn(**options: object) -> list[str]:
        return re.findall(r"<strong>Row (\w+)</strong>", report(ran, **options))

    assert drawn(rows=8) == drawn(rows=8) != drawn(rows=8, seed=1)
    assert len(drawn(rows=8)) > len(drawn(rows=2)) >= 2


def test_a_changed_run_says_so_and_a_changed_row_is_not_shown(copied: Path, tmp_path: Path) -> None:
    run = sayso.Project(copied).last_run()
    with (run / "labels.csv").open("a") as file:
        file.write("x")
    page = tmp_path / "a.html"
    done = CliRunner().invoke(app, ["audit", "-p", str(copied), "-o", str(page), "--json"])
    assert done.exit_code == 3 and json.loads(done.stdout)["changed"] == ["labels.csv"]
    assert "Not as written: labels.csv." in hostile.Page(page.read_text("utf-8")).text
    data = copied / "data.csv"
    data.write_text(
        data.read_text("utf-8").replace("flat", "hut").replace("salary", "gift").replace("hello", "bye"), "utf-8"
    )
    assert "is not what it was when the run was made" in report_of(copied) and "hut" not in report_of(copied)


def report_of(folder: Path) -> str:
    project = sayso.Project(folder)
    run = project.last_run()
    return hostile.Page(page(Record.unverified(run), folder, verification=verified(project, run))).text


def test_history_and_ledger_are_told_as_they_are(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = sayso.Project(copied)
    run = project.last_run()
    kept = (run / "report.html").read_text("utf-8")
    assert f"rationale added ({ledger_event(project, 'rationale added', 'pay')})" in hostile.Page(kept).text
    monkeypatch.setenv(ACTOR, "eve")
    approving.approve(project, "pay")
    approving.pause(project, "dear", "copied from row: zebra")
    wrote, redacted = copied / "a.html", copied / "b.html"
    done = CliRunner().invoke(app, ["audit", "-p", str(copied), "-o", str(wrote), "--json"])
    told, text = json.loads(done.stdout), hostile.Page(wrote.read_text("utf-8")).text
    events, head = project.ledger.head()
    assert told["ledger"] == f"intact, {events} events" and told["head"] == head and head in text
    assert re.search(r"Z eve: approved \(event \d+\)", text) and "eve: paused: copied from row: zebra" in text
    assert "approved" not in kept and told["made after"].endswith(Record.of(run).manifest["ledger"]["head"])
    assert re.search(rf"{letters.ACTOR}\s*3\b", text), "the author with the number of sentences"
    CliRunner().invoke(app, ["audit", "-p", str(copied), "-o", str(redacted), "--redact"])
    assert "zebra" not in redacted.read_text("utf-8") and "eve: paused" in redacted.read_text("utf-8")


def ledger_event(project: sayso.Project, kind: str, name: str) -> str:
    found = [e.number for e in project.ledger.events() if e.kind == kind and e.what.get("id") == name]
    return f"event {found[0]}"


def test_a_broken_ledger_is_told_and_where(copied: Path) -> None:
    lines = (copied / "ledger.jsonl").read_text("utf-8").splitlines(keepends=True)
    (copied / "ledger.jsonl").write_text("".join([lines[0], lines[1].replace("rent", "pent"), *lines[2:]]), "utf-8")
    done = CliRunner().invoke(app, ["audit", "-p", str(copied), "-o", str(copied / "a.html"), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 3 and told["intact"] is False and told["changed"] == []
    assert told["ledger"] == "event 2 (line 2) is changed"
    assert "event 2 (line 2) is changed" in hostile.Page((copied / "a.html").read_text("utf-8")).text


def test_history_grows_by_what_came_later_and_by_nothing_twice() -> None:
    first, second = (
        Happened("2026-01-02T00:00:00Z", "ada", "rationale added"),
        Happened("2026-01-03", "eve", "approved"),
    )
    kept = History("the ledger", {"pay": (first,)}, {"pay": ("ada",)})
    later = kept.with_later(History("the ledger", {"pay": (first, second), "new": (second,)}, {}))
    assert later.events == {"pay": (first, second)} and later.authors == kept.authors
    assert History.from_dict(json.loads(json.dumps(kept.to_dict()))) == kept


def test_redacted_it_holds_no_text_of_any_row(tmp_path: Path) -> None:
    shutil.rmtree(tmp_path)
    tmp_path.mkdir()
    letters.write(tmp_path)
    frame = sayso.Project(tmp_path).data().table.to_pandas()
    random = np.random.default_rng(0)
    letters_ = list("bcdfghjklmnpqrstvwxz")
    frame["body"] = [
        f"{body} {' '.join(''.join(random.choice(letters_, 7)) for _ in range(6))}" for body in frame["body"]
    ]
    frame.to_csv(tmp_path / "data.csv", index=False)
    copied = f'    yes: {{body: "{frame["body"][1]}", amount: 5}}\n    note: see {frame["body"][1]}\n'
    say = (tmp_path / "a.say").read_text("utf-8")
    (tmp_path / "a.say").write_text(
        say.replace('    no: "the salary is due"\n', f'    no: "the salary is due"\n{copied}'), "utf-8"
    )
    sayso.Project(tmp_path).run()
    told, whole = report(tmp_path, redact=True, protect=("body", "gold")), report(tmp_path)
    said = " ".join(s["sentence"] for s in Record.of(sayso.Project(tmp_path).last_run()).told)

    def leaks(text: str) -> set[str]:
        runs = {body[i : i + 12] for body in frame["body"] for i in range(len(body) - 11)}
        return {run for run in runs if run in text and run not in said}

    assert leaks(hostile.Page(told).text) == set() == leaks(told)
    assert len(leaks(hostile.Page(whole).text)) > 50, "the page that is not redacted shows rows"
    assert "body 0–" in told or "body 4–" in told, "places are told"


def test_nothing_is_needed_to_read_it(ran: Path) -> None:
    html = report(ran)
    page = hostile.Page(html)
    assert not page.tags & {"script", "link", "iframe", "object", "embed", "form", "img", "base", "video", "audio"}
    assert all(value.startswith("#") for tag, name, value in page.attributes if name in ("href", "src", "action"))
    assert not [a for a in page.attributes if a[1].startswith("on") or a[1] == "style"]
    policy = next(v for t, n, v in page.attributes if t == "meta" and n == "content" and "default-src" in v)
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None and "@import" not in style.group(1) and "url(" not in style.group(1)
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_pictures_hold_what_they_are_given() -> None:
    curve = pictures.Curve("m", ((0.55, 0.5, 10), (0.95, 0.9, 30)))
    assert curve.error == pytest.approx(0.05) and pictures.reliability(curve).count("<circle") == 2
    drawn = pictures.matrix(["a<", "b"], [[5, 2], [2, 7]], "x")
    assert "a&lt;" in drawn and [int(n) for n in re.findall(r'class="count[^>]*>(\d+)<', drawn)] == [5, 2, 2, 7]
    assert pictures.marked("a<b>c", [(1, 3), (2, 4)]) == "a<mark>&lt;b</mark><mark>&gt;</mark>c"


@pytest.mark.slow
def test_the_page_stays_small_for_many_rows(tmp_path: Path) -> None:
    import pandas as pd

    letters.write(tmp_path)
    frame = pd.read_csv(tmp_path / "data.csv")
    many = pd.concat([frame.assign(id=[f"k{k}{i}" for i in frame["id"]]) for k in range(170)])
    many["body"] = many["body"] + " lorem ipsum" * 200
    many.to_csv(tmp_path / "data.csv", index=False)
    run = sayso.Project(tmp_path).run().folder
    assert len(many) > 10_000 and (run / "report.html").stat().st_size < 5_000_000


def test_a_run_is_found_by_its_path_and_by_its_projects_folder(
    ran: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = sayso.Project(ran).last_run()
    for command in (["verify"], ["export", "--model-card"], ["audit", "-o", "page.html"]):
        for named in (ran, run):
            done = CliRunner().invoke(app, [command[0], str(named), *command[1:]])
            assert done.exit_code == 0, (command, done.output, done.exception)
    elsewhere = CliRunner().invoke(app, ["verify", str(tmp_path / "gone")])
    assert isinstance(elsewhere.exception, ProjectError) and "no sayso.toml" in str(elsewhere.exception)
