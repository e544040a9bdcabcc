"""No colour of text on transparent pixels is lost on the ground that it is read on."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard.frames import Frame
from stickerguard.images import decode
from stickerguard.ocr import OcrResult
from stickerguard.ocr.engine import Look, OcrEngine
from stickerguard.ocr.pages import ink_page, read_frame
from tests.drawing import encode

Rgba = tuple[int, int, int, int]


def captioned(colours: list[Rgba], text: str = "good morning") -> Image.Image:
    """Text on transparent pixels, its letters in these colours in turn, above a drawn shape."""
    image = Image.new("RGBA", (400, 400))
    draw, font = ImageDraw.Draw(image), find_font("DejaVuSans-Bold.ttf", 40)
    draw.ellipse((120, 200, 280, 360), fill=(250, 200, 60, 255), outline=(60, 40, 0, 255), width=8)
    x = 30.0
    for number, letter in enumerate(text):
        draw.text((x, 60), letter, colours[number % len(colours)], font)
        x += draw.textlength(letter, font)
    return image


def frame_of(image: Image.Image) -> Frame:
    return decode(encode(image, "PNG")).frames[0]


class Counting:
    """An engine that counts how often it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.pages: list[np.ndarray] = []

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        self.pages.append(rgb)
        return OcrResult(())


@pytest.mark.parametrize(
    "colours",
    [
        [(118, 118, 118, 255)],
        [(127, 127, 127, 255)],
        [(136, 136, 136, 255)],
        [(0, 0, 0, 12)],
        [(255, 255, 255, 12)],
        [(127, 127, 127, 60)],
        [(127, 127, 127, 255), (255, 255, 255, 255)],
        [(0, 0, 0, 20), (255, 255, 255, 20)],
    ],
    ids=str,
)
def test_text_of_any_colour_and_strength_is_read(ppocr: OcrEngine, colours: list[Rgba]) -> None:
    lines = [line.text.casefold() for line in read_frame(ppocr, frame_of(captioned(colours))).lines]
    assert "goodmorning" in [line.replace(" ", "") for line in lines]


def test_text_seen_on_grey_is_read_once(ppocr: OcrEngine) -> None:
    engine = Counting()
    read_frame(engine, frame_of(captioned([(0, 0, 0, 255)])))
    read_frame(engine, frame_of(captioned([(127, 127, 127, 255)])))
    assert len(engine.pages) == 3
    assert len(read_frame(ppocr, frame_of(captioned([(0, 0, 0, 255)]))).lines) == 1


def test_an_opaque_frame_has_one_page() -> None:
    engine = Counting()
    read_frame(engine, frame_of(captioned([(127, 127, 127, 255)]).convert("RGB")))
    assert len(engine.pages) == 1


def test_the_vision_model_keeps_its_neutral_ground() -> None:
    frame = frame_of(captioned([(127, 127, 127, 255)]))
    assert frame.rgb[:120].min() == frame.rgb[:120].max() == 127


def test_colours_hidden_under_alpha_zero_reach_no_page() -> None:
    pixels = np.asarray(captioned([(127, 127, 127, 255)])).copy()
    pixels[pixels[..., 3] == 0, :3] = np.random.default_rng(0).integers(0, 256, 3)
    frame = frame_of(Image.fromarray(pixels))
    assert frame.rgba is not None
    pale = (np.abs(frame.rgb.astype(int) - 127).max(axis=2) < 20) & (frame.rgba[..., 3] > 0)
    assert ink_page(frame.rgba, pale)[0, 0].tolist() == [255, 255, 255]


def plate(letters: Rgba, ground: Rgba) -> Image.Image:
    """Words of these pixels on a plate of those, both of them in place of what is below, on nothing."""
    pixels = np.zeros((320, 320, 4), np.uint8)
    pixels[110:210, 20:300] = ground
    mask = Image.new("L", (320, 320), 0)
    ImageDraw.Draw(mask).text((160, 160), "good morning", 255, find_font("DejaVuSans-Bold.ttf", 36), anchor="mm")
    pixels[np.asarray(mask) > 127] = letters
    return Image.fromarray(pixels)


@pytest.mark.parametrize(
    ("letters", "ground"),
    [
        ((0, 0, 0, 128), (63, 63, 63, 255)),
        ((255, 255, 255, 96), (175, 175, 175, 255)),
        ((0, 0, 0, 72), (91, 91, 91, 255)),
        ((127, 127, 127, 255), (127, 127, 127, 128)),
    ],
    ids=str,
)
def test_letters_that_only_white_or_black_shows_are_read(ppocr: OcrEngine, letters: Rgba, ground: Rgba) -> None:
    lines = [line.text.casefold() for line in read_frame(ppocr, frame_of(plate(letters, ground))).lines]
    assert [line.replace(" ", "") for line in lines] == ["goodmorning"]


def test_soft_edges_alone_ask_for_no_further_page() -> None:
    engine = Counting()
    image = captioned([(0, 0, 0, 255), (255, 255, 255, 255)])
    read_frame(engine, frame_of(image.resize((300, 300), Image.Resampling.BICUBIC)))
    assert len(engine.pages) == 1
