"""Tampering is found and named; anchors and signatures hold the ledger's end; old runs are said to be old."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from small_projects import ANN, git, in_git, sayso, small_project

from sayso.grammar.errors import ProjectError
from sayso.project import Project, anchoring, history, running
from sayso.project.verifying import verify


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with two runs and an anchor."""
    folder = small_project(tmp_path_factory.mktemp("made") / "p")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(history.ACTOR, ANN)
        Project(folder).run()
        text = (folder / "a.say").read_text("utf-8")
        (folder / "a.say").write_text(text.replace("wage, ", "wage, salary, "), "utf-8")
        Project(folder).run()
        anchoring.anchor(Project(folder))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(history.ACTOR, ANN)
    shutil.copytree(made, tmp_path / "p")
    return tmp_path / "p"


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in verify(Project(folder)).faults]


def test_an_intact_record_says_so(folder: Path) -> None:
    done = sayso(folder, "verify")
    head = Project(folder).ledger.head()[1]
    assert (done.returncode, done.stdout) == (0, f"intact: 8 events, head {head}, 2 runs, 1 anchor\n")
    assert head in sayso(folder, "verify", "--json").stdout
    run = Project(folder).last_run()
    page = (run / "report.html").read_text("utf-8")
    told = json.loads((run / "manifest.json").read_text("utf-8"))["ledger"]
    assert told["head"] in page and f"event {told['event']}" in page
    assert [e.digest for e in Project(folder).ledger.events()].index(told["head"]) == told["event"] - 1


def tampered(folder: Path, times: int) -> None:
    chance = random.Random(5)
    runs = sorted((folder / "runs").iterdir())
    models = [str(p.relative_to(folder)) for run in runs for p in (run / "model").rglob("*") if p.is_file()]
    names = [
        "labels.parquet",
        "labels.csv",
        "votes.parquet",
        "functions.json",
        "label_model.json",
        "manifest.json",
        "report.html",
        "rows.parquet",
        "schema.json",
        "history.json",
        "snapshot.json",
    ]
    assert {str(p.relative_to(run)) for run in runs for p in run.rglob("*") if p.is_file()} == {
        *names,
        *(name.split("/", 2)[2] for name in models),
    }
    files = ["ledger.jsonl"] * 8 + models + [str(run.relative_to(folder) / name) for run in runs for name in names]
    for turn in range(times):
        name = files[turn % len(files)]
        content = (folder / name).read_bytes()
        at, other = chance.randrange(len(content)), chance.randrange(1, 256)
        (folder / name).write_bytes(content[:at] + bytes([content[at] ^ other]) + content[at + 1 :])
        found = verify(Project(folder)).faults
        if name == "ledger.jsonl":
            number = content.count(b"\n", 0, at) + 1
            assert [f.file for f in found] == [name] and found[0].message.startswith(f"event {number} "), (
                at,
                other,
                found,
            )
        else:
            assert [f.file for f in found] == [name], (name, at, other, found)
        (folder / name).write_bytes(content)
    assert not faults(folder)


def test_sixty_changed_bytes(folder: Path) -> None:
    tampered(folder, 60)


@pytest.mark.slow
def test_a_thousand_changed_bytes(folder: Path) -> None:
    tampered(folder, 1000)


def test_files_that_are_gone_added_or_linked_are_named(folder: Path) -> None:
    first, second = (f"runs/{run.name}" for run in Project(folder).runs())
    (folder / first / "votes.parquet").unlink()
    (folder / first / "model" / "extra").write_text("x", "utf-8")
    (folder / second / "manifest.json").unlink()
    shutil.copy(folder / first / "labels.csv", folder / "copy.csv")
    (folder / first / "labels.csv").unlink()
    (folder / first / "labels.csv").symlink_to(folder / "copy.csv")
    assert faults(folder) == [
        f"{first}/labels.csv: is changed",
        f"{first}/model/extra: was not written by the run",
        f"{first}/votes.parquet: is gone",
        f"{second}/manifest.json: cannot be read as a manifest",
    ]
    assert [str(f) for f in verify(Project(folder), run=second).faults] == faults(folder)[3:]
    done = sayso(folder, "verify")
    assert done.returncode == 1 and "BROKEN: 4 faults" in done.stdout
    with pytest.raises(ProjectError, match="there is no run 'gone'"):
        verify(Project(folder), run="gone")


def test_a_manifest_made_to_fit_is_found_by_the_ledger(folder: Path) -> None:
    run = Project(folder).last_run()
    manifest = run / "manifest.json"
    text = manifest.read_text("utf-8").replace('"seed": 0', '"seed": 1')
    manifest.write_text(text, "utf-8")
    assert faults(folder) == [f"runs/{run.name}/manifest.json: is not the manifest that the ledger tells of"]


def test_a_run_that_is_gone_or_not_in_the_ledger_is_named(folder: Path) -> None:
    first, second = Project(folder).runs()
    shutil.copytree(second, second.with_name("20990101-000000-copied"))
    shutil.rmtree(first)
    assert faults(folder) == [
        f"runs/{first.name}: the ledger tells of this run, and its folder is gone",
        "ledger.jsonl: tells nothing of runs/20990101-000000-copied, whose manifest names an event of it",
    ]


def test_a_ledger_that_is_gone_or_cut_off_is_found(folder: Path) -> None:
    ledger = folder / "ledger.jsonl"
    whole = ledger.read_bytes()
    ledger.write_bytes(b"".join(whole.splitlines(keepends=True)[:-1]))
    (fault,) = faults(folder)
    assert fault.startswith("ledger.jsonl: does not have event 8 as anchors/00000008-") and "cut off" in fault
    ledger.unlink()
    assert len([f for f in faults(folder) if "tells nothing of runs/" in f]) == 2


def test_a_rewritten_chain_is_found_by_its_anchor_and_its_runs(folder: Path) -> None:
    events = list(Project(folder).ledger.events())
    (folder / "ledger.jsonl").unlink()
    for event in events[1:]:
        Project(folder).ledger.append("Eve", event.kind, event.what)
    assert not Project(folder).ledger.verify().broken, "the chain alone cannot tell"
    found = faults(folder)
    assert any("anchors/" in fault for fault in found) and any("that the manifest of runs/" in fault for fault in found)


def test_old_runs_are_told_and_compared_with_their_manifests(folder: Path) -> None:
    for run in Project(folder).runs():
        told = json.loads((run / "manifest.json").read_text("utf-8"))
        del told["ledger"]
        (run / "manifest.json").write_text(json.dumps(told), "utf-8")
    (folder / "ledger.jsonl").unlink()
    shutil.rmtree(folder / "anchors")
    record = verify(Project(folder))
    assert record.intact and record.events == 0
    assert len([note for note in record.notes if "is older than the ledger" in note]) == 2
    (Project(folder).last_run() / "votes.parquet").write_bytes(b"x")
    assert faults(folder) == [f"runs/{Project(folder).last_run().name}/votes.parquet: is changed"]


def test_a_run_that_a_crash_kept_from_its_place_is_no_fault(folder: Path) -> None:
    Project(folder).ledger.append(ANN, "run begun", {"run": "20990101-000000-lost", "manifest": "0" * 64})
    record = verify(Project(folder))
    assert record.intact and any("20990101-000000-lost: was interrupted" in note for note in record.notes)


def test_a_run_that_is_interrupted_once_it_is_in_its_place_is_vouched_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running.events, "written", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Project(folder).run()
    record = verify(Project(folder))
    assert record.intact and record.runs == 3 and not record.notes
    (Project(folder).last_run() / "manifest.json").write_text("{}", "utf-8")
    assert len(faults(folder)) == 1


def test_a_torn_line_is_told_and_is_no_fault(folder: Path) -> None:
    with (folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"actor":"An')
    record = verify(Project(folder))
    assert record.intact and "a write was cut short after event 8 (12 bytes)" in record.notes[0]


def test_a_broken_ledger_stops_a_run_before_it_starts(folder: Path) -> None:
    content = (folder / "ledger.jsonl").read_bytes()
    (folder / "ledger.jsonl").write_bytes(content.replace(b"Ann", b"Eve", 1))
    done = sayso(folder, "run")
    assert done.returncode == 3 and "event 1 (line 1) is changed" in done.stderr
    assert len(Project(folder).runs()) == 2
    with pytest.raises(ProjectError, match="a broken chain is not anchored"):
        anchoring.anchor(Project(folder))


def test_anchors_in_git_tags_and_files(folder: Path) -> None:
    in_git(folder)
    done = sayso(folder, "anchor")
    assert done.returncode == 2 and "is there already" in done.stderr
    project = Project(folder)
    project.ledger.append(ANN, "import", {})
    done = sayso(folder, "anchor", "--tag")
    assert done.returncode == 0 and "sayso-ledger-00000009" in git(folder, "tag")
    assert verify(Project(folder)).anchors == 3
    git(folder, "tag", "-a", "-m", f"Sayso ledger of .: event 9, head {'0' * 64}", "sayso-ledger-odd")
    assert any("git tag sayso-ledger-odd" in fault for fault in faults(folder))
    git(folder, "tag", "-d", "sayso-ledger-odd")
    git(folder, "tag", "-a", "-m", f"Sayso ledger of b: event 9, head {'0' * 64}", "sayso-ledger-of-another-project")
    assert not faults(folder)
    path = next((folder / "anchors").glob("00000009-*"))
    path.write_text(path.read_text("utf-8").replace('"event": 9', '"event": 8'), "utf-8")
    assert any(fault.startswith(f"anchors/{path.name}: names another event") for fault in faults(folder))
    path.write_text("[", "utf-8")
    assert any("cannot be read as an anchor" in fault for fault in faults(folder))


def test_signed_anchors(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    for name in ("mine", "other"):
        key = ed25519.Ed25519PrivateKey.generate()
        pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        (tmp_path / f"{name}.pem").write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))
        public = serialization.PublicFormat.SubjectPublicKeyInfo
        (tmp_path / f"{name}.pub").write_bytes(key.public_key().public_bytes(pem, public))
    assert "is not signed" in str(verify(Project(folder), key=tmp_path / "mine.pub").faults)
    shutil.rmtree(folder / "anchors")
    anchoring.anchor(Project(folder), key=tmp_path / "mine.pem")
    assert verify(Project(folder)).intact and verify(Project(folder), key=tmp_path / "mine.pub").intact
    assert "not by that key" in str(verify(Project(folder), key=tmp_path / "other.pub").faults)
    path = next((folder / "anchors").iterdir())
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("Ann", "Eve"), "utf-8")
    assert "not by that key, or of something else" in str(verify(Project(folder)).faults)
    path.write_text(whole.replace('"signature": "', '"signature": "!'), "utf-8")
    assert "cannot be checked" in str(verify(Project(folder)).faults)
    path.write_text(whole, "utf-8")
    with pytest.raises(ProjectError, match="no private key"):
        anchoring.anchor(Project(folder), key=tmp_path / "mine.pub")
    monkeypatch.setattr(anchoring.importlib.util, "find_spec", lambda name: None)
    record = verify(Project(folder))
    assert record.intact and "was not checked" in record.notes[0]
