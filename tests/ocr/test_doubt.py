"""Scribbles are no text, misread lines are said to be doubtful, and what is hard to read is never passed over."""

import random
from dataclasses import replace
from math import pi, sin

import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from data.stickers import scribbles
from stickerguard.images import flatten
from stickerguard.ocr import PpOcrEngine, PpOcrSettings
from stickerguard.ocr.doubt import Judgement, contrast_of, judge
from stickerguard.ocr.geometry import Region
from stickerguard.ocr.recognise import Reading, Recogniser, decode_ctc, joined
from stickerguard.ocr.settings import RETIRED

LINE = Region(np.asarray([[10, 10], [210, 10], [210, 50], [10, 50]], np.float32), 0.85)
SURE = Reading("good morning", 0.995, 0.99, 0.5, 0.99)


def drawn(text: str, ink: tuple[int, int, int], ground: tuple[int, int, int], font: str, size: int) -> Image.Image:
    image = Image.new("RGB", (400, 300), ground)
    ImageDraw.Draw(image).text((200, 150), text, ink, find_font(font, size), anchor="mm")
    return image


def test_a_line_read_well_is_neither_scribble_nor_misread() -> None:
    judged = judge(LINE, SURE, 0.9, 1.0)
    assert judged.scribble < 0.05
    assert judged.misread < 0.2


@pytest.mark.parametrize(
    "reading",
    [Reading("0000000", 0.9, 0.5, 0.7, 0.85), Reading("*", 0.96, 0.96, 0.9, 0.9), Reading("", 0.0, 0.0, 1.0, 0.99)],
    ids=["rings", "a star", "nothing"],
)
def test_what_scribbles_read_as_is_a_scribble(reading: Reading) -> None:
    judged = judge(replace(LINE, score=0.55), reading, 0.5, 1.0)
    assert judged.scribble > 0.65


def test_what_the_detector_is_sure_of_is_text_though_nothing_is_read_in_it() -> None:
    """As of words in a script that the recogniser does not know."""
    assert judge(LINE, Reading("", 0.0, 0.0, 0.95, 0.91), 0.9, 1.0).scribble < 0.15


def test_one_unsure_character_makes_a_line_doubtful() -> None:
    doubtful = judge(LINE, Reading("gocd morninq", 0.8, 0.3, 0.5, 0.87), 0.9, 1.0)
    assert doubtful.misread > 0.45 > judge(LINE, SURE, 0.9, 1.0).misread
    assert doubtful.scribble < 0.5


def test_a_reading_that_others_contest_is_doubtful_and_no_scribble_for_that() -> None:
    known = Reading("good morning", 0.9, 0.5, 0.5, 0.95, belief=0.999)
    contested = judge(LINE, replace(known, belief=0.4), 0.9, 1.0)
    sure = judge(LINE, known, 0.9, 1.0)
    assert sure.misread < 0.5 * contested.misread
    assert sure.scribble == contested.scribble == judge(LINE, replace(known, belief=None), 0.9, 1.0).scribble


@pytest.mark.parametrize("belief", [0.0, 1.0, None])
def test_no_number_is_too_large(belief: float | None) -> None:
    judged = judge(LINE, Reading("x", 1.0, 1.0, 1.0, -50.0, belief=belief), 0.0, 1e-9)
    assert 0 <= judged.scribble <= 1
    assert 0 <= judged.misread <= 1


def test_contrast_is_from_the_darkest_to_the_lightest() -> None:
    halves = np.concatenate([np.full((60, 100, 3), 51, np.uint8), np.full((60, 100, 3), 204, np.uint8)], axis=1)
    assert contrast_of(halves) == pytest.approx(0.6, abs=0.01)
    assert contrast_of(np.full((1, 1, 3), 9, np.uint8)) == 0


def test_steps_on_the_padding_say_nothing_about_the_crop() -> None:
    indices, sure = np.asarray([1, 0, 0, 0]), np.asarray([0.8, 0.6, 1.0, 1.0])
    reading = decode_ctc(indices, sure, ["", "a"], 2)
    assert (reading.text, reading.least, reading.blank) == ("a", 0.8, 0.5)
    assert reading.certainty == pytest.approx(0.7)


def test_pieces_of_a_line_are_as_sure_as_their_worst_character() -> None:
    whole = joined(
        [Reading("a", 0.9, 0.9, 0.2, 0.8), Reading("", 0.0, 0.0, 1.0, 0.9), Reading("b", 0.5, 0.5, 0.6, 0.7)]
    )
    assert (whole.least, whole.blank) == (0.5, pytest.approx(0.6))


@pytest.mark.parametrize("name", ["loops", "dots", "stripes", "waves", "zigzag", "spirals", "stars", "bricks"])
def test_scribbles_are_no_text(ppocr: PpOcrEngine, name: str) -> None:
    taken = 0
    for seed in range(4):
        layer = Image.new("RGB", (640, 640), "#d8e8f0")
        scribbles.HALVES["both"][name](ImageDraw.Draw(layer), random.Random(seed), 640, (30, 30, 60, 255), 8)
        result = ppocr.read(flatten(layer.resize((320, 320), Image.Resampling.LANCZOS)))
        taken += bool(result.lines or result.unreadable)
    # One in four may look like a letter to anybody.
    assert taken <= 1


@pytest.mark.parametrize("text", ["福", "早", "赞", "好", "哈哈哈", "OK", "666", "hahaha"])
@pytest.mark.parametrize("size", [40, 90])
def test_short_and_repeated_words_are_read(ppocr: PpOcrEngine, text: str, size: int) -> None:
    image = drawn(text, (0, 0, 0), (255, 255, 255), "NotoSansCJK-Bold.ttc", size)
    assert "".join(line.text for line in ppocr.read(flatten(image)).lines) == text


@pytest.mark.parametrize("text", ["good morning", "早上好"])
@pytest.mark.parametrize("by", [-6, 7])
def test_text_that_is_nearly_as_dark_as_its_ground_is_no_picture_without_text(
    ppocr: PpOcrEngine, text: str, by: int
) -> None:
    image = drawn(text, (120 + by, 140 + by, 90 + by), (120, 140, 90), "NotoSansCJK-Bold.ttc", 44)
    found = ppocr.read(flatten(image))
    assert found.lines or found.unreadable


def test_warped_text_is_no_picture_without_text(ppocr: PpOcrEngine) -> None:
    plain = np.asarray(drawn("see you soon", (20, 20, 20), (240, 240, 240), "DejaVuSans-Bold.ttf", 48))
    rows = [np.roll(row, round(9 * sin(y / 30 * 2 * pi)), axis=0) for y, row in enumerate(plain)]
    found = ppocr.read(flatten(Image.fromarray(np.stack(rows))))
    assert found.lines or found.unreadable


def scattered(letters: str, size: int = 56) -> np.ndarray:
    """Letters, each by itself and turned, around a circle."""
    image = Image.new("RGB", (400, 400), "white")
    for number, letter in enumerate(letters):
        angle = 2 * np.pi * number / len(letters)
        cell = Image.new("L", (2 * size, 2 * size), 255)
        font = find_font("DejaVuSans-Bold.ttf", size)
        ImageDraw.Draw(cell).text((size, size), letter, 0, font, anchor="mm")
        at = (round(200 - size + 140 * np.sin(angle)), round(200 - size - 140 * np.cos(angle)))
        turned = cell.rotate(-np.degrees(angle) / 6, fillcolor=255)
        image.paste(turned, at)
    return np.asarray(image)


def test_letters_that_stand_about_are_no_picture_without_text_unless_they_are_all_one(ppocr: PpOcrEngine) -> None:
    assert ppocr.read(scattered("BRKSE")).unreadable
    alike = ppocr.read(scattered("GGGGG"))
    assert not alike.unreadable


def test_chinese_of_many_strokes_that_passes_for_a_scribble_is_unreadable(
    ppocr: PpOcrEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Reading("拜拜！", 0.9, 0.74, 0.5, 0.8)
    monkeypatch.setattr(Recogniser, "read", lambda _, crops: [reading for _ in crops])
    monkeypatch.setattr("stickerguard.ocr.ppocr.judge", lambda *_: Judgement(0.9, 0.9))
    result = ppocr.read(scattered("BRKSE"))
    assert not result.lines
    assert result.unreadable


def test_settings_that_nothing_reads_any_more_are_passed_over() -> None:
    settings = PpOcrSettings.from_preprocessing(dict.fromkeys(RETIRED, 1.0) | {"misread_limit": 0.7})
    assert settings == PpOcrSettings(misread_limit=0.7)
