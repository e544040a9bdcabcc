"""The desk in a real browser: what is kept, and what a kill leaves."""

import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, Error, Page

from stickerguard.types import FrameInfo
from tests.review.browser import (
    PATIENCE,
    Open,
    Visit,
    Visitor,
    three,
)
from tests.review.pictures import blocks, of_file
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


def _fill_in(page: Page) -> None:
    page.keyboard.press("o")
    page.keyboard.press("a")
    page.keyboard.press("2")
    page.keyboard.press("t")
    page.keyboard.type("a note")
    page.keyboard.press("Escape")


def _filled_in(page: Page) -> list[str]:
    """What the form would send, but for what is hidden."""
    found: list[str] = page.evaluate(
        """[...new FormData(document.getElementById("decide"))]
        .filter(([name]) => !["csrf", "seconds", "verdict"].includes(name)).map((pair) => pair.join(" "))"""
    )
    return found


EMPTY = ["note ", "picture ", "severity "]
FILLED_IN = ["note a note", "second_opinion 1", "picture adult", "severity 2"]


def test_another_frame_and_another_language_keep_the_whole_form(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    frames = [blocks(seed) for seed in range(3)]
    frames[0].save(tmp_path / "anim.gif", save_all=True, append_images=frames[1:], duration=100)
    desk = desk_of(of_file(tmp_path / "anim.gif", risk=0.95, frames=FrameInfo(3, 3)), *three(tmp_path))
    ann = visit(desk)
    ann.begin("Ann")
    _fill_in(ann.page)
    ann.page.click(".frames a >> nth=1")
    ann.page.wait_for_url("**/card?frame=*")
    assert _filled_in(ann.page) == FILLED_IN
    with ann.page.expect_navigation(url="**/card"):
        ann.page.click('button[lang="zh"]')
    assert _filled_in(ann.page) == FILLED_IN
    ann.page.keyboard.press("o")  # what is taken back stays so
    ann.page.reload()
    assert _filled_in(ann.page) == [field for field in FILLED_IN if field != "second_opinion 1"]
    ann.press("n")
    assert ann.source == "a.png"
    assert _filled_in(ann.page) == EMPTY
    ann.press("z")
    assert ann.source == "anim.gif"
    assert _filled_in(ann.page) == EMPTY, "what was decided is saved, and nothing is left of it in the browser"


def test_what_one_reviewer_wrote_and_did_not_send_is_not_put_into_the_form_of_the_next(
    desk_of: Open, visit: Visit, tmp_path: Path
) -> None:
    desk = desk_of(*three(tmp_path)[:1])
    ann = visit(desk)
    ann.begin("Ann")
    _fill_in(ann.page)
    ann.page.goto(f"{desk.url}/")
    ann.begin("Ben")
    assert ann.source == "a.png"
    assert _filled_in(ann.page) == EMPTY
    ann.page.goto(f"{desk.url}/")
    ann.begin("Ann")
    assert _filled_in(ann.page) == FILLED_IN


def test_a_decision_that_could_not_be_saved_leaves_the_form_as_it_was(
    desk_of: Open, browser: Browser, tmp_path: Path
) -> None:
    desk = desk_of(*three(tmp_path), patience=0.2)
    ann = Visitor(browser, desk.url)  # the browser notes the status, so it may complain
    ann.begin("Ann")
    _fill_in(ann.page)
    other = sqlite3.connect(tmp_path / "review.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ann.page.expect_navigation(url="**/decide/*"):
        ann.page.keyboard.press("n")
    assert "Another program is writing" in ann.page.inner_text("main")
    assert ann.page.inner_text("blockquote") == "a note"
    other.execute("ROLLBACK")
    other.close()
    with ann.page.expect_navigation(url="**/card"):
        ann.page.click('main a[href="/card"]')
    assert ann.source == "a.png"
    assert _filled_in(ann.page) == FILLED_IN
    ann.press("n")
    assert ann.source == "b.png"
    assert _filled_in(ann.page) == EMPTY
    assert ann.page.evaluate("Object.keys(sessionStorage).length") == 0
    row = desk.database.rows("SELECT decision, note, picture, severity, second_opinion FROM decisions")
    assert [tuple(found) for found in row] == [("not_minor", "a note", "adult", 2, 1)]
    ann.context.close()


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
