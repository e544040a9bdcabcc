"""Words that strokes run through, and words beside others that are read at once, are looked for harder."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from models.ocr.captions import find_font
from stickerguard.ocr import OcrEngine
from stickerguard.ocr.engine import OcrLine, OcrResult
from stickerguard.ocr.geometry import Region
from stickerguard.ocr.lines import beside, together
from stickerguard.ocr.strokes import without_strokes
from tests.ocr.test_engines import FONTS, read

WORDS = ("happy new", "year to all")


def written(lines: tuple[str, ...], *, size: int = 64) -> Image.Image:
    image = Image.new("RGB", (512, 512), "white")
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((256, 80 + 90 * number), line, "black", find_font(FONTS["en"], size), anchor="mm")
    return image


def struck(image: Image.Image, thickness: int, *, vertical: bool = False) -> Image.Image:
    turned = image.rotate(90) if vertical else image
    pen = ImageDraw.Draw(turned)
    for number in range(len(WORDS)):
        top = 80 + 90 * number - thickness // 2
        pen.rectangle((0, top, 512, top + thickness - 1), fill="red")
    return turned.rotate(-90) if vertical else turned


@pytest.mark.parametrize("thickness", [2, 4, 6])
def test_words_that_a_stroke_from_edge_to_edge_runs_through_are_read(ppocr: OcrEngine, thickness: int) -> None:
    assert read(ppocr, struck(written(WORDS), thickness)) == "happynewyeartoall"


def test_what_is_no_stroke_stays_as_it_is() -> None:
    picture = np.asarray(written(WORDS))
    assert without_strokes(picture) is None
    halves = Image.new("RGB", (64, 64), "white")
    halves.paste("blue", (0, 32, 64, 64))
    assert without_strokes(np.asarray(halves)) is None
    assert without_strokes(np.zeros((2000, 2000, 3), np.uint8)) is None


@pytest.mark.parametrize("vertical", [False, True])
def test_a_stroke_is_painted_over_from_what_is_beside_it(vertical: bool) -> None:
    blank = Image.new("RGB", (512, 512), "white")
    painted = without_strokes(np.asarray(struck(blank, 5, vertical=vertical)))
    assert painted is not None
    assert painted.min() > 240


def test_a_clear_line_does_not_hide_a_blurred_one(ppocr: OcrEngine) -> None:
    image = written(WORDS).filter(ImageFilter.GaussianBlur(6))
    ImageDraw.Draw(image).text((256, 450), "good morning", "black", find_font(FONTS["en"], 36), anchor="mm")
    found = ppocr.read(np.asarray(image))
    assert "good morning" in [line.text for line in found.lines]
    assert len(found.lines) + len(found.unreadable) == 3


def test_two_looks_make_one_result_in_reading_order() -> None:
    def line(text: str, top: float) -> OcrLine:
        return OcrLine(text, ((0, top), (90, top), (90, top + 20), (0, top + 20)), 0.9)

    first, second = OcrResult((line("below", 60),)), OcrResult((line("above", 0),), (line("", 90).box,))
    assert [one.text for one in together(first, second).lines] == ["above", "below"]
    assert together(first, second).unreadable == second.unreadable
    region = Region(np.array(line("", 62).box, np.float32), 1.0)
    assert beside([region], [first.lines[0].box]) == []
    assert beside([region], [second.lines[0].box]) == [region]


def test_a_stroke_that_changes_its_colour_is_painted_over() -> None:
    image = Image.new("RGB", (512, 512), "white")
    colours = [(int(255 * x / 512), 40, 255 - int(255 * x / 512)) for x in range(512)]
    for y in range(100, 106):
        for x, colour in enumerate(colours):
            image.putpixel((x, y), colour)
    painted = without_strokes(np.asarray(image))
    assert painted is not None
    assert painted.min() > 240


def test_a_texture_of_strokes_is_left_alone() -> None:
    rows = np.full((800, 800, 3), 255, np.uint8)
    rows[::8] = 0
    assert without_strokes(rows) is None
