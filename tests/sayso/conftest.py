"""A run of the letters, made once, and a copy of it for those who change something."""

from __future__ import annotations

import shutil
from pathlib import Path

import hostile
import letters
import pytest

import sayso
from sayso.project import approving
from sayso.project.history import ACTOR


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The letters with one run; not to be changed."""
    folder = tmp_path_factory.mktemp("letters")
    letters.write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ACTOR, letters.ACTOR)
        sayso.Project(folder).run()
    return folder


@pytest.fixture
def copied(ran: Path, tmp_path: Path) -> Path:
    """The letters with one run, to be changed."""
    return Path(shutil.copytree(ran, tmp_path / "letters"))


@pytest.fixture(scope="session")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile project with one run; not to be changed."""
    folder = tmp_path_factory.mktemp("hostile")
    hostile.write(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ACTOR, hostile.ACTOR)
        approving.pause(sayso.Project(folder), "dear", hostile.REASON)
        approving.resume(sayso.Project(folder), "dear")
        sayso.Project(folder).run()
    return folder
