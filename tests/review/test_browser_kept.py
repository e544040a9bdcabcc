"""The desk in a real browser: what is kept, and what a kill leaves."""

import re
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from tests.review.browser import (
    PATIENCE,
    Open,
    Visit,
    three,
)
from tests.review.rows import write
from tests.service.server import free_port


def test_nothing_is_written_but_the_database(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    verdicts = three(tmp_path / "stickers")
    desk = desk_of(*verdicts)
    ann = visit(desk)
    ann.begin("Ann")
    with ann.page.expect_response("**/clear.png"):
        ann.page.keyboard.down(" ")
    ann.page.keyboard.up(" ")
    ann.press("c")
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    written = {"review.sqlite", "review.sqlite-wal", "review.sqlite-shm", "verdicts.jsonl"}
    assert files == written | {f"stickers/{name}.png" for name in "abc"}
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("review.sqlite*"))
    assert b"\x89PNG" not in stored


def test_a_kill_in_between_costs_nothing_that_was_decided(browser: Browser, tmp_path: Path) -> None:
    verdicts = write(tmp_path / "v.jsonl", *three(tmp_path))
    port = free_port()
    command = [sys.executable, "-m", "stickerguard", "review", str(verdicts), "--db", str(tmp_path / "r.sqlite")]

    def start() -> tuple[subprocess.Popen[str], str]:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    process, address = start()
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    try:
        assert re.fullmatch(rf"http://127\.0\.0\.1:{port}/\?token=\S{{20,}}", address)
        _until_answered(page, address)
        page.fill("#reviewer", "Ann")
        page.click("button.primary")
        page.wait_for_url("**/card")
        with page.expect_navigation(url="**/card"):
            page.keyboard.press("c")
        assert page.inner_text(".beside dd .name").endswith("b.png")
        _kill(process)
        process, _ = start()
        # The window goes on where it was: same session, same card.
        _until_answered(page, f"http://127.0.0.1:{port}/card")
        assert page.inner_text(".beside dd .name").endswith("b.png")
        assert "a.png" in page.inner_text(".last")
        with page.expect_navigation(url="**/card"):
            page.keyboard.press("n")
        assert page.inner_text(".beside dd .name").endswith("c.png")
    finally:
        context.close()
        _kill(process)


def _until_answered(page: Page, address: str) -> None:
    for _ in range(200):
        try:
            page.goto(address)
            return
        except Error:
            time.sleep(0.1)
    raise AssertionError("the desk did not start")


def _kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
