"""Bent lines: found by their outer edge, laid out straight."""

import math
from difflib import SequenceMatcher

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard.ocr.arcs import Arc, fit_arc, unrolled
from stickerguard.ocr.engine import OcrEngine


def outline(mask: np.ndarray) -> np.ndarray:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return max(contours, key=len)[:, 0]


def kernel(span: int, *, over: bool, hollow_filled: bool = False) -> np.ndarray:
    """A band 10 px thick on a circle of radius 100 around (150, 150), as the detector shows a bent line."""
    mask = np.zeros((300, 300), np.uint8)
    top = 270 if over else 90
    cv2.ellipse(mask, (150, 150), (100, 100), 0, top - span / 2, top + span / 2, 1, 10)
    if hollow_filled:
        cv2.ellipse(mask, (150, 150), (92, 92), 0, top - span / 5, top + span / 5, 1, 16)
    return mask


def bent(text: str, span: int, *, over: bool, size: int = 32) -> np.ndarray:
    """Black letters on white, spread over `span` degrees of a circle."""
    image, font = Image.new("RGB", (512, 512), "white"), find_font("DejaVuSans-Bold.ttf", size)
    widths = [font.getlength(letter) * 1.06 for letter in text]
    radius, before = sum(widths) / math.radians(span), 0.0
    for letter, width in zip(text, widths, strict=True):
        angle = span * ((before + width / 2) / sum(widths) - 0.5)
        before += width
        tile = Image.new("L", (64, 64))
        ImageDraw.Draw(tile).text((32, 32), letter, 255, font, anchor="mm")
        x = 256 + radius * math.sin(math.radians(angle))
        sag = radius * (1 - math.cos(math.radians(angle)))
        y = 80 + sag if over else 432 - sag
        turned = tile.rotate(-angle if over else angle, Image.Resampling.BICUBIC)
        image.paste("black", (round(x) - 32, round(y) - 32), turned)
    return np.asarray(image)


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("hollow_filled", [True, False])
@pytest.mark.parametrize("span", [60, 120, 180])
def test_the_circle_is_that_of_the_outer_edge(span: int, over: bool, hollow_filled: bool) -> None:
    arc = fit_arc(outline(kernel(span, over=over, hollow_filled=hollow_filled)))
    assert arc is not None
    assert (arc.x, arc.y) == pytest.approx((150, 150), abs=6)
    assert arc.radius == pytest.approx(100, abs=6)
    assert arc.outward == over
    assert math.degrees(arc.span) == pytest.approx(span, abs=15)


def test_straight_lines_blobs_and_rings_are_no_arcs() -> None:
    masks = np.zeros((4, 300, 300), np.uint8)
    cv2.rectangle(masks[0], (30, 140), (270, 160), (1,), -1)
    cv2.fillPoly(masks[1], [cv2.boxPoints(((150, 150), (220, 20), 30)).astype(np.int32)], (1,))
    cv2.circle(masks[2], (150, 150), 60, (1,), -1)
    cv2.circle(masks[3], (150, 150), 100, (1,), 12)
    assert [fit_arc(outline(mask)) for mask in masks] == [None] * 4


@pytest.mark.parametrize("over", [True, False])
def test_a_band_is_laid_out_straight_and_from_left_to_right(over: bool) -> None:
    middle = -math.pi / 2 if over else math.pi / 2
    rgb = np.zeros((300, 300, 3), np.uint8)
    rgb[kernel(90, over=over) > 0] = 255
    rgb[:, 150:, 0] = 0
    straight = unrolled(rgb, Arc(150, 150, 100, 4, middle, 1.4))
    assert straight.shape == (8, 140, 3)
    assert straight[..., 1].min() > 200
    assert straight[:, :60, 0].min() > 200
    assert straight[:, 80:, 0].max() == 0


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("span", [30, 60, 120])
def test_text_on_an_arc_is_read(ppocr: OcrEngine, span: int, over: bool) -> None:
    lines = ppocr.read(bent("HAPPY HOLIDAYS", span, over=over)).lines
    found = "".join(line.text for line in lines).replace(" ", "")
    # How many letters are right is the recogniser's affair; cut straight, hardly any are.
    assert SequenceMatcher(None, found, "HAPPYHOLIDAYS", autojunk=False).ratio() > 0.9


@pytest.mark.parametrize("over", [True, False])
@pytest.mark.parametrize("span", [150, 180, 240, 300])
def test_text_on_half_a_circle_is_never_absent(ppocr: OcrEngine, span: int, over: bool) -> None:
    result = ppocr.read(bent("HAPPY HOLIDAYS", span, over=over))
    assert result.lines or result.unreadable


@pytest.mark.parametrize(
    ("text", "span", "size"), [("STICKERGUARD-CANARY", 180, 24), ("HAPPY NEW YEAR TO YOU", 210, 32)]
)
def test_a_part_of_a_bent_line_that_reads_well_is_not_taken_for_all_of_it(
    ppocr: OcrEngine, text: str, span: int, size: int
) -> None:
    result = ppocr.read(bent(text, span, over=False, size=size))
    found = "".join(line.text for line in result.lines).replace(" ", "")
    assert found == text.replace(" ", "") or result.unreadable


@pytest.mark.parametrize(
    ("text", "over"),
    [("STICKERGUARD-CANARY", True), ("STICKERGUARD-CANARY", False), ("GOOD MORNING SUNSHINE", True)],
)
@pytest.mark.parametrize("size", [28, 30, 32])
def test_a_long_line_on_half_a_circle_is_never_lost_without_a_word(
    ppocr: OcrEngine, text: str, over: bool, size: int
) -> None:
    result = ppocr.read(bent(text, 180, over=over, size=size))
    found = "".join(line.text for line in result.lines).replace(" ", "")
    assert found == text.replace(" ", "") or result.unreadable
