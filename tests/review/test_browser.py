"""The desk in a real browser."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Error, Page

from stickerguard.review.pictures import Pictures
from stickerguard.types import MinorSignal, Verdict
from tests.drawing import animate, shapes
from tests.review.browser import PATIENCE, Served, Visitor, chromium, colour, edges, inside, pixels, served
from tests.review.pictures import of_file, sticker
from tests.review.rows import write
from tests.service.server import free_port

Open = Callable[..., Served]
Visit = Callable[..., Visitor]
NOWHERE = MinorSignal("evaluated", 0.9, 0, 0.9)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    with Pictures() as opened:
        yield opened


@pytest.fixture
def desk_of(tmp_path: Path, pictures: Pictures) -> Iterator[Open]:
    """Opens a desk over verdicts."""
    with ExitStack() as stack:
        yield lambda *verdicts: stack.enter_context(served(tmp_path, pictures, *verdicts))


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a window; at the end none of them may have complained, or asked anybody else for anything."""
    visitors: list[Visitor] = []

    def opened(desk: Served, **options: bool) -> Visitor:
        visitors.append(Visitor(browser, desk.url, **options))
        return visitors[-1]

    yield opened
    for visitor in visitors:
        visitor.context.close()
    assert [fault for visitor in visitors for fault in visitor.faults] == []


def three(folder: Path) -> list[Verdict]:
    """Three stickers, the worst first."""
    return [sticker(folder, f"{name}.png", seed=seed, risk=0.9 - seed / 10) for seed, name in enumerate("abc")]


def plain(verdict: Verdict) -> Verdict:
    """Without boxes, which have colours and edges of their own."""
    lines = tuple(replace(line, box=None) for line in verdict.caption.lines)
    return replace(verdict, minor=NOWHERE, caption=replace(verdict.caption, lines=lines))


def decided(desk: Served) -> list[tuple[str, str, str]]:
    """What is in force: file, decision, note."""
    rows = desk.database.rows(
        """SELECT source, decision, note FROM decisions JOIN stickers ON stickers.number = sticker
        WHERE undone_at IS NULL ORDER BY decisions.number"""
    )
    return [(row["source"].rpartition("/")[2], row["decision"], row["note"]) for row in rows]


def test_a_queue_is_worked_by_keyboard_alone(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.page.keyboard.press("Tab")
    while ann.page.evaluate("document.activeElement.id") != "reviewer":
        ann.page.keyboard.press("Tab")
    ann.page.keyboard.type("Ann")
    with ann.page.expect_navigation(url="**/card"):
        ann.page.keyboard.press("Enter")
    assert ann.source == "a.png"
    ann.page.keyboard.press("t")
    ann.page.keyboard.type("no, cunning")  # n, c: keys that decide elsewhere
    ann.page.keyboard.press("Escape")
    ann.page.keyboard.press("a")
    ann.page.keyboard.press("2")
    ann.press("n")
    assert ann.source == "b.png"
    ann.press("k")
    assert ann.source == "c.png"
    ann.press("c")
    assert ann.source == "b.png", "what was skipped comes back"
    ann.press("r")
    assert ann.page.inner_text("h1") == "Nothing is left"
    assert decided(desk) == [
        ("a.png", "not_minor", "no, cunning"),
        ("b.png", "skip", ""),
        ("c.png", "confirm", ""),
        ("b.png", "unreadable", ""),
    ]
    row = desk.database.rows("SELECT picture, severity, seconds FROM decisions ORDER BY number")[0]
    assert (row["picture"], row["severity"]) == ("adult", 2)
    assert row["seconds"] > 0


def test_the_picture_is_blurred_and_grey_but_while_a_key_or_button_is_held(
    desk_of: Open, visit: Visit, tmp_path: Path
) -> None:
    picture = Image.new("RGB", (130, 120), "white")  # fills the stage: its border is no edge
    for left in range(10, 120, 20):
        ImageDraw.Draw(picture).rectangle((left, 10, left + 9, 110), fill="black" if left % 40 == 10 else "red")
    picture.save(tmp_path / "bars.png")
    ann = visit(desk_of(plain(of_file(tmp_path / "bars.png"))))
    ann.begin("Ann")
    stage, keyboard, mouse = ann.page.locator("#stage"), ann.page.keyboard, ann.page.mouse

    def hidden() -> None:
        ann.page.wait_for_function("!document.getElementById('clear').hasAttribute('href')")
        seen = inside(stage)
        assert colour(seen) == 0
        assert edges(seen) < 20

    def shown(how: Callable[[], None], *, grey: bool = False) -> None:
        hidden()
        with ann.page.expect_response("**/clear.png"):
            how()
        for _ in range(100):
            if edges(inside(stage)) > 40:
                break
            time.sleep(0.05)
        seen = inside(stage)
        assert edges(seen) > 40
        assert (colour(seen) == 0) if grey else (colour(seen) > 40)

    shown(lambda: keyboard.down(" "))
    keyboard.up(" ")
    shown(lambda: keyboard.down("g"), grey=True)
    keyboard.up("g")
    ann.page.locator('[data-hold="colour"]').hover()
    shown(mouse.down)
    mouse.move(5, 5)
    mouse.up()
    shown(lambda: keyboard.down(" "))
    ann.page.evaluate("window.dispatchEvent(new Event('blur'))")  # another window came before it
    hidden()
    keyboard.up(" ")
    hidden()


def test_an_animation_stands_still_and_its_frames_are_shown_one_by_one(
    desk_of: Open, visit: Visit, tmp_path: Path
) -> None:
    path = tmp_path / "moves.webp"
    path.write_bytes(animate([shapes(seed=seed) for seed in range(3)], "WEBP", lossless=True, loop=0))
    ann = visit(desk_of(plain(of_file(path))))
    ann.begin("Ann")
    stage = ann.page.locator("#stage")
    found = []
    ann.page.fill("#note", "kept")
    for link in range(3):
        ann.page.locator(".frames a").nth(link).click()
        ann.page.wait_for_url(f"**/card?frame={link}")
        with ann.page.expect_response("**/clear.png"):
            ann.page.keyboard.down(" ")
        ann.page.wait_for_timeout(300)
        first = pixels(stage)
        ann.page.wait_for_timeout(300)
        assert (first == pixels(stage)).all()
        assert colour(first) > 40
        found.append(first)
        ann.page.keyboard.up(" ")
    assert all((one != other).any() for one, other in pairwise(found))
    assert ann.page.input_value("#note") == "kept"


def test_the_place_of_the_evidence_is_outlined_where_it_is(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    ann = visit(desk_of(sticker(tmp_path, "a.png")))  # 120 x 80, the box 10, 5 to 60, 50
    ann.begin("Ann")
    seen = pixels(ann.page.locator("#stage"))
    orange = np.argwhere((np.abs(seen - np.array([255, 138, 0])) < 30).all(axis=2))
    height, width = seen.shape[:2]
    scale = min(width / 120, height / 80)
    left, top = (width - 120 * scale) / 2, (height - 80 * scale) / 2
    (first_y, first_x), (last_y, last_x) = orange.min(axis=0), orange.max(axis=0)
    found = [(first_x - left) / scale, (first_y - top) / scale, (last_x - left) / scale, (last_y - top) / scale]
    assert found == pytest.approx([10, 5, 60, 50], abs=1)


def test_undo_by_key_brings_the_last_card_back(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.begin("Ann")
    ann.press("c")
    assert ann.source == "b.png"
    assert "a.png" in ann.page.inner_text(".last")
    ann.press("z")
    assert ann.source == "a.png"
    assert decided(desk) == []


def test_a_double_click_decides_one_card(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.begin("Ann")
    with ann.page.expect_navigation(url="**/card"):
        ann.page.evaluate("const b = document.querySelector('.not_minor'); b.click(); b.click()")
    assert decided(desk) == [("a.png", "not_minor", "")]


def test_two_reviewers_at_once_share_the_queue_without_meeting(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*(sticker(tmp_path, f"{seed}.png", seed=seed) for seed in range(6)))
    ann, ben = visit(desk), visit(desk)
    ann.begin("Ann")
    ben.begin("Ben")
    for _ in range(3):
        assert ann.source != ben.source
        ann.press("n")
        assert ann.page.locator("h1").inner_text() == "Nothing is left" or ann.source != ben.source
        ben.press("s")
    assert [source for source, _, _ in sorted(decided(desk))] == [f"{number}.png" for number in range(6)]
    by = {
        row["reviewer"]: row["n"]
        for row in desk.database.rows("SELECT reviewer, count(*) AS n FROM decisions GROUP BY reviewer")
    }
    assert by == {"Ann": 3, "Ben": 3}


def test_a_second_opinion_is_blind_and_by_somebody_else(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path)[:1])
    ann, ben = visit(desk), visit(desk)
    ann.begin("Ann")
    ann.page.keyboard.press("t")
    ann.page.keyboard.type("who is this?")
    ann.page.keyboard.press("Escape")
    ann.press("u")
    ann.page.goto(f"{desk.url}/")
    ann.begin("Ann", queue="second")
    assert ann.page.inner_text("h1") == "Nothing is left"
    ben.begin("Ben", queue="second")
    assert ben.source == "a.png"
    assert "who is this?" not in ben.page.content()
    assert "A second opinion is asked for" in ben.page.inner_text("main")
    ben.press("c")
    assert [row["decision"] for row in desk.database.rows("SELECT decision FROM decisions ORDER BY number")] == [
        "unsure",
        "confirm",
    ]


def test_a_stretch_ends_with_a_pause(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    ann = visit(desk_of(*three(tmp_path)))
    ann.begin("Ann", cards="2")
    ann.press("n")
    ann.press("n")
    assert ann.page.inner_text("h1") == "Time to pause"
    ann.page.click("button.primary")
    ann.page.wait_for_url("**/card")
    assert ann.source == "c.png"


def test_single_keys_can_be_switched_off(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.page.uncheck('input[name="keys"]')
    ann.begin("Ann")
    ann.page.keyboard.press("c")
    with ann.page.expect_navigation(url="**/card"):
        ann.page.click("button.not_suggestive")
    assert decided(desk) == [("a.png", "not_suggestive", "")]


def test_hostile_file_names_are_only_names(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    names = ["<script>alert(1)<", '"onload="alert(1)', "{{7*7}}'&amp;", "\u202egnp.png", "a\nb\t.png", "%2e%2e%2f.png"]
    desk = desk_of(*(plain(sticker(tmp_path, name, seed=seed, pack=name)) for seed, name in enumerate(names)))
    ann = visit(desk)
    ann.begin("Ann")
    seen = set()
    for _ in names:
        seen.add(ann.source.replace("\\u202e", "\u202e").replace("\\x0a", "\n").replace("\\x09", "\t"))
        with ann.page.expect_response("**/clear.png"):
            ann.page.keyboard.down(" ")
        ann.page.keyboard.up(" ")
        ann.press("n")
    assert seen == set(names)
    ann.page.goto(f"{desk.url}/queue")


def test_chinese_pages_work_by_the_same_keys(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(*three(tmp_path))
    ann = visit(desk)
    ann.page.click('button[lang="zh"]')
    assert ann.page.locator("html").get_attribute("lang") == "zh"
    ann.begin("安")
    assert "不是未成年人" in ann.page.inner_text("button.not_minor")
    assert "严重程度: 浪漫" in ann.page.inner_text(".why")
    ann.press("n")
    assert decided(desk) == [("a.png", "not_minor", "")]
    assert desk.database.number("SELECT reviewer FROM decisions") == "安"


def test_near_duplicates_are_shown_with_what_was_decided(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(sticker(tmp_path, "a.png", risk=0.9), sticker(tmp_path, "again.png", risk=0.5))
    ann = visit(desk)
    ann.begin("Ann")
    ann.press("n")
    assert "a.png PDQ distance 0 Not a minor" in ann.page.inner_text(".beside")


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
