"""axe-core, which checks the rules of WCAG that a program can check, on every page in both colour schemes."""

import json
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from stickerguard.classifier import failed_verdict
from stickerguard.errors import DecodeError
from stickerguard.review.pictures import Pictures
from tests.review.browser import Visitor, chromium, served
from tests.review.pictures import sticker
from tests.review.rows import BUNDLE, verdict

AXE = "axe-core@4"
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    if not shutil.which("npm"):
        pytest.skip("npm is not installed")
    folder = tmp_path_factory.mktemp("axe")
    install = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder), AXE]
    subprocess.run(install, check=True, capture_output=True, timeout=300)
    return (folder / "node_modules/axe-core/axe.min.js").read_text("utf-8")


def findings(page: Page, axe: str, *rules: str) -> list[str]:
    """Serious findings of `rules`, of all if none are given."""
    page.evaluate(axe)
    chosen = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found: dict[str, list[dict[str, Any]]] = page.evaluate("options => axe.run(document, options)", chosen)
    assert found["passes"], "axe looked at something"
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {json.dumps(rule['nodes'][0]['html'])[:200]}"
        for rule in found["violations"]
        if rule["impact"] in GRAVE
    ]


def test_axe_finds_a_fault_that_is_there(axe: str) -> None:
    with chromium() as browser:
        page = browser.new_page()
        page.set_content("<html lang=en><title>x</title><main><h1>x</h1><img src=x><p>text<ul><li>a</ul></main></html>")
        assert any("image-alt" in finding for finding in findings(page, axe))


def test_no_page_has_a_serious_fault(axe: str, tmp_path: Path) -> None:
    failed = failed_verdict("f.png", DecodeError("f.png: damaged", code="corrupt"), bundle=BUNDLE, provider="cpu")
    given = [sticker(tmp_path, f"{seed}.png", seed=seed, pack="p") for seed in range(2)]
    found: list[str] = []
    with ExitStack() as stack:
        browser, pictures = stack.enter_context(chromium()), stack.enter_context(Pictures())
        desk = stack.enter_context(served(tmp_path, pictures, *given, verdict("gone"), failed))
        ann = Visitor(browser, desk.url)
        page = ann.page
        found += findings(page, axe)
        ann.begin("Ann")
        page.click("summary")
        found += findings(page, axe)
        page.keyboard.press("1")
        page.click("button.unsure")
        found += findings(page, axe)
        for path in ("sticker/3", "queue", "failed", "pause"):
            page.goto(f"{desk.url}/{path}")
            found += findings(page, axe)
        page.goto(f"{desk.url}/")
        ann.begin("Ann", queue="second")
        assert page.inner_text("h1") == "Nothing is left"
        found += findings(page, axe)
        page.click('button[lang="zh"]')
        page.goto(f"{desk.url}/sticker/1")
        found += findings(page, axe)
        ann.context.clear_cookies()
        page.goto(desk.url)
        found += findings(page, axe)
        # Only colours depend on the scheme.
        ben = Visitor(browser, desk.url, dark=True)
        found += findings(ben.page, axe, "color-contrast")
        ben.begin("Ben", queue="second")
        ben.page.click("summary")
        found += findings(ben.page, axe, "color-contrast")
        ben.page.goto(f"{desk.url}/queue")
        found += findings(ben.page, axe, "color-contrast")
    assert found == []
