"""The pages in a real browser: no error, no request, nothing cut off at 320 and 1,400 pixels, no barrier that axe knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import sayso
from sayso.cli import app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
if CHROMIUM is None:
    pytest.skip("Debian's chromium is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(ran: Path, attacked: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    made = {"report": sayso.Project(ran).report(), "hostile": sayso.Project(attacked).report()}
    wanted = {
        "why": ["why", "r1"],
        "near": ["why", "--text", "the rent of a flat"],
        "diff": ["diff", str(folder / "old.say")],
    }
    said = (ran / "a.say").read_text("utf-8").replace("over 900", "over 100").replace("salary, wage", "wage")
    (folder / "old.say").write_text(said.split("[rent-word]")[0] + "[dear]" + said.split("[dear]")[1], "utf-8")
    for name, given in wanted.items():
        made[name] = folder / f"{name}.html"
        CliRunner().invoke(app, [*given, "-p", str(ran), "--html", str(made[name])])
    return made


@pytest.mark.parametrize("width", [320, 1400])
@pytest.mark.parametrize("name", ["report", "hostile", "why", "near", "diff"])
def test_a_page_opens_whole_and_quiet(browser: Any, pages: dict[str, Path], name: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert said == [] and asked == [page.url]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").bounding_box()["width"] > 100
    cut = "e => !e.closest('.wide, svg') && e.getBoundingClientRect().right > innerWidth + 1 && !e.matches('.skip')"
    assert page.evaluate(f"[...document.querySelectorAll('main *')].filter({cut}).length") == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["report", "why", "near", "diff"])
def test_axe_finds_no_barrier(browser: Any, pages: dict[str, Path], name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    context = browser.new_context(viewport={"width": 1400, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(pages[name].as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = axe.Axe().run(page).response
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == [] and len(found["passes"]) > 10
    context.close()
