"""The desk in a real browser: what is shown of a sticker."""

import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from stickerguard.classifier import failed_verdict
from stickerguard.errors import DecodeError
from stickerguard.types import CaptionSignal, TextLine
from tests.drawing import animate, shapes
from tests.review.browser import Open, Visit, colour, edges, inside, pixels, plain
from tests.review.pictures import of_file, sticker
from tests.review.rows import BUNDLE


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


def test_near_duplicates_are_shown_with_what_was_decided(desk_of: Open, visit: Visit, tmp_path: Path) -> None:
    desk = desk_of(sticker(tmp_path, "a.png", risk=0.9), sticker(tmp_path, "again.png", risk=0.5))
    ann = visit(desk)
    ann.begin("Ann")
    ann.press("n")
    assert "a.png PDQ distance 0 Not a minor" in ann.page.inner_text(".beside")


def test_space_shows_the_picture_after_a_click_and_ticks_a_box_for_whoever_came_by_keyboard(
    desk_of: Open, visit: Visit, tmp_path: Path
) -> None:
    ann = visit(desk_of(sticker(tmp_path, "a.png")))
    ann.begin("Ann")
    page, box = ann.page, ann.page.locator("[name=second_opinion]")

    def held() -> bool:
        page.keyboard.down(" ")
        shown = bool(page.evaluate("document.getElementById('clear').hasAttribute('href')"))
        page.keyboard.up(" ")
        return shown

    for clicked in ("[name=second_opinion]", "label:has([name=second_opinion])", "summary", "[data-hold=grey]"):
        ticked = box.is_checked()
        page.click(clicked)
        assert held(), clicked
        assert box.is_checked() == (ticked != ("second_opinion" in clicked))
    page.locator("[name=picture][value=adult]").click()
    assert held()
    page.focus("#note")
    page.keyboard.press("Tab")
    assert not box.is_checked()
    assert page.evaluate("document.activeElement.name") == "second_opinion"
    assert not held()
    assert box.is_checked()


@pytest.mark.parametrize("width", [360, 800, 1280])
def test_no_unbroken_word_makes_a_page_wider_than_its_window(
    desk_of: Open, visit: Visit, tmp_path: Path, width: int
) -> None:
    long = "w" * 5000
    caption = CaptionSignal("evaluated", 0.75, 1, "en", (TextLine(long),))
    given = sticker(tmp_path, "a.png", id=long, pack=long, reasons=(long,), caption=caption)
    error = DecodeError(f"{long}.png: damaged", code="corrupt")
    failed = failed_verdict(f"{long}.png", error, bundle=BUNDLE, provider="cpu")
    desk = desk_of(given, failed, replace(given, source=f"{long}.webp", risk=0.1))
    ann = visit(desk)
    ann.page.set_viewport_size({"width": width, "height": 800})
    ann.begin("n" * 100)
    ann.page.fill("#note", "n" * 2000)
    with ann.page.expect_navigation(url="**/card"):
        ann.page.click("button.confirm")
    for path in ("/card", "/sticker/1", "/sticker/3", "/queue", "/failed", "/", "/pause"):
        ann.page.goto(desk.url + path)
        assert ann.page.evaluate("document.documentElement.scrollWidth") <= width, path
