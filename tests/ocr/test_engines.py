"""Both engines read captions drawn here; text that cannot be read is not the same as no text."""

import os
import subprocess
import sys
import unicodedata
from difflib import SequenceMatcher

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from data.fonts import find_font
from stickerguard import Bundle, OcrError, RuntimeOptions
from stickerguard.images import flatten
from stickerguard.ocr import OcrEngine, PpOcrEngine, TesseractEngine, create_engine
from stickerguard.ocr.orders import woven
from tests.drawing import shapes

FONTS = {"en": "DejaVuSans-Bold.ttf", "zh": "NotoSansCJK-Bold.ttc"}


def caption(text: str, lang: str, *, ground: str = "white", colour: str = "black", size: int = 48) -> Image.Image:
    image = Image.new("RGBA", (400, 240), ground if ground != "transparent" else (0, 0, 0, 0))
    outline = "black" if colour == "white" else None
    ImageDraw.Draw(image).multiline_text(
        (30, 90), text, colour, find_font(FONTS[lang], size), stroke_width=3 if outline else 0, stroke_fill=outline
    )
    return image


def read(engine: OcrEngine, image: Image.Image) -> str:
    text = "".join(line.text for line in engine.read(flatten(image)).lines)
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@pytest.fixture(scope="module")
def tesseract() -> TesseractEngine:
    return TesseractEngine()


@pytest.fixture(params=["ppocr", "tesseract"])
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize(("text", "lang"), [("good morning", "en"), ("早上好", "zh")])
@pytest.mark.parametrize(("ground", "colour"), [("white", "black"), ("#203050", "white"), ("transparent", "black")])
def test_plain_captions_are_read(engine: OcrEngine, text: str, lang: str, ground: str, colour: str) -> None:
    assert read(engine, caption(text, lang, ground=ground, colour=colour)) == text.replace(" ", "")


def test_lines_carry_boxes_where_the_text_is_and_confidences(engine: OcrEngine) -> None:
    lines = engine.read(flatten(caption("good morning", "en"))).lines
    xs, ys = zip(*(point for line in lines for point in line.box), strict=True)
    assert 10 <= min(xs) < 60 < 300 < max(xs) <= 400
    assert 60 <= min(ys) < 120 < max(ys) <= 180
    assert all(0.5 <= line.confidence <= 1 for line in lines)


def test_a_picture_without_text_has_neither_lines_nor_unreadable_regions(engine: OcrEngine) -> None:
    result = engine.read(flatten(shapes((300, 300))))
    assert (result.lines, result.unreadable) == ((), ())


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (1, 2000), (2000, 3), (33, 700)])
def test_odd_sizes_do_not_break_an_engine(engine: OcrEngine, size: tuple[int, int]) -> None:
    assert engine.read(np.full((size[1], size[0], 3), 90, np.uint8)).lines == ()


def test_two_lines_come_in_reading_order(ppocr: PpOcrEngine) -> None:
    lines = ppocr.read(flatten(caption("good\nmorning", "en"))).lines
    assert [line.text for line in lines] == ["good", "morning"]


def test_a_column_of_chinese_is_read_downwards(ppocr: PpOcrEngine) -> None:
    image = Image.new("RGB", (240, 400), "white")
    ImageDraw.Draw(image).multiline_text((90, 60), "生\n日\n快\n乐", "black", find_font(FONTS["zh"], 56), spacing=8)
    assert read(ppocr, image) == "生日快乐"


@pytest.mark.parametrize(("text", "by"), [("我的咖啡在哪里", 0.3), ("我的咖啡在哪里", 0.45), ("朋友们再见", 0.45)])
def test_letters_that_bounce_are_read_from_left_to_right(ppocr: PpOcrEngine, text: str, by: float) -> None:
    image, font = Image.new("RGBA", (640, 300), "white"), find_font(FONTS["zh"], 84)
    pen = ImageDraw.Draw(image)
    pen.ellipse((270, 200, 370, 290), "orange", "black", 4)
    for number, character in enumerate(text):
        pen.text((30 + 84 * number, 100 - 84 * by * (-1) ** number), character, "#dc3c3c", font, anchor="lm")
    lines = ppocr.read(flatten(image)).lines
    texts, boxes = [line.text for line in lines], [line.box for line in lines]
    assert text in {"".join(reading) for reading in [texts, *woven(texts, boxes)]}


def test_a_character_in_each_corner_is_read_in_rows(ppocr: PpOcrEngine) -> None:
    image = Image.new("RGBA", (512, 512), "white")
    for number, character in enumerate("周末愉快"):
        at = (80 + 352 * (number % 2), 80 + 352 * (number // 2))
        ImageDraw.Draw(image).text(at, character, "black", find_font(FONTS["zh"], 110), anchor="mm")
    assert read(ppocr, image) == "周末愉快"


@pytest.mark.parametrize(("end", "gap"), [("?", 16), ("？", 32)])
def test_a_question_mark_that_stands_apart_below_a_column_ends_it(ppocr: PpOcrEngine, end: str, gap: int) -> None:
    image, text, font = Image.new("RGBA", (400, 400), "white"), "没\n问\n题", find_font("NotoSansCJK-Bold.ttc", 56, 2)
    draw = ImageDraw.Draw(image)
    draw.multiline_text((180, 20), text, "black", font)
    low = draw.multiline_textbbox((180, 20), text, font)[3]
    draw.text((208, low + gap), end, "black", font, anchor="mt")
    assert read(ppocr, image) == "没问题?"


def test_white_letters_with_an_outline_are_read_on_any_ground(ppocr: PpOcrEngine) -> None:
    for ground in ("transparent", "#ff8080", "white"):
        assert read(ppocr, caption("GOOD NIGHT", "en", ground=ground, colour="white")) == "goodnight"


def test_a_turned_caption_is_read(ppocr: PpOcrEngine) -> None:
    turned = caption("good morning", "en").rotate(20, Image.Resampling.BICUBIC, fillcolor="white")
    assert read(ppocr, turned) == "goodmorning"


def test_small_text_is_read(ppocr: PpOcrEngine) -> None:
    image = Image.new("RGB", (512, 512), "white")
    ImageDraw.Draw(image).text((60, 470), "see you tomorrow", "black", find_font(FONTS["en"], 20))
    assert read(ppocr, image) == "seeyoutomorrow"


@pytest.mark.parametrize("radius", [7, 8, 9])
def test_blurred_text_is_reported_as_unreadable_not_as_absent(ppocr: PpOcrEngine, radius: int) -> None:
    blurred = caption("happy new year", "en", size=40).filter(ImageFilter.GaussianBlur(radius))
    found = ppocr.read(flatten(blurred))
    # What can still just be read may be read.
    assert found.unreadable or (radius == 7 and found.lines)


@pytest.mark.parametrize("text", ["so sunny", "no one is up", "see you soon"])
def test_a_caption_upside_down_is_read(ppocr: PpOcrEngine, text: str) -> None:
    assert read(ppocr, caption(text, "en").rotate(180)) == text.replace(" ", "")


def test_a_long_line_upside_down_does_not_turn_the_caption(ppocr: PpOcrEngine) -> None:
    image = Image.new("RGBA", (512, 512), "white")
    pen = ImageDraw.Draw(image)
    pen.text((10, 440), "HELLO FRIENDS AND NEIGHBOURS", "black", find_font(FONTS["en"], 26))
    image = image.rotate(180)
    ImageDraw.Draw(image).text((100, 400), "good morning", "black", find_font(FONTS["en"], 40))
    found = read(ppocr, image)
    assert "goodmorning" in found
    assert "hellofriends" in found


@pytest.mark.parametrize(("text", "lang"), [("nice work", "en"), ("good morning", "en"), ("谢谢你帮忙", "zh")])
@pytest.mark.parametrize("flip", [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM])
def test_a_caption_in_a_mirror_or_in_water_is_read(
    ppocr: PpOcrEngine, text: str, lang: str, flip: Image.Transpose
) -> None:
    assert read(ppocr, caption(text, lang).transpose(flip)) == text.replace(" ", "")


def test_a_column_in_a_mirror_is_read(ppocr: PpOcrEngine) -> None:
    image = Image.new("RGB", (240, 420), "white")
    ImageDraw.Draw(image).multiline_text((90, 30), "谢\n谢\n帮\n忙", "black", find_font(FONTS["zh"], 60), spacing=2)
    assert read(ppocr, image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)) == "谢谢帮忙"


def test_a_line_in_a_mirror_beside_a_plain_one_is_read(ppocr: PpOcrEngine) -> None:
    image = caption("谢谢你帮忙", "zh").transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    ImageDraw.Draw(image).text((30, 10), "happy birthday", "black", find_font(FONTS["en"], 40))
    assert read(ppocr, image) == "happybirthday谢谢你帮忙"


@pytest.mark.parametrize("side", [96, 128])
def test_blurred_text_in_a_small_picture_is_reported_too(ppocr: PpOcrEngine, side: int) -> None:
    blurred = caption("happy new year", "en", size=36).filter(ImageFilter.GaussianBlur(8))
    small = blurred.resize((side, side * 240 // 400), Image.Resampling.BOX)
    assert ppocr.read(flatten(small)).unreadable


def test_small_print_in_a_very_wide_picture_is_read(ppocr: PpOcrEngine) -> None:
    words = "the quick brown fox jumps over the lazy dog and sleeps under the old apple tree all day long"
    image = Image.new("RGB", (2400, 160), "white")
    ImageDraw.Draw(image).text((20, 50), words, "black", find_font(FONTS["en"], 40))
    assert SequenceMatcher(None, read(ppocr, image), words.replace(" ", ""), autojunk=False).ratio() > 0.9


@pytest.mark.parametrize("count", [30, 60])  # of sixty lines, small in the whole, the first look makes one column
def test_small_print_in_a_very_tall_picture_is_read(ppocr: PpOcrEngine, count: int) -> None:
    image = Image.new("RGB", (400, 60 * count), "white")
    for number in range(count):
        ImageDraw.Draw(image).text(
            (20, 10 + number * 60), f"line {number} says hello", "black", find_font(FONTS["en"], 32)
        )
    lines = [line.text for line in ppocr.read(flatten(image)).lines]
    assert sum("says hello" in line for line in lines) >= 0.9 * count


@pytest.mark.parametrize("axis", [0, 1])
def test_words_on_a_strip_whose_ground_looks_like_huge_letters_from_afar_are_read(
    ppocr: PpOcrEngine, axis: int
) -> None:
    across, along = np.meshgrid(np.linspace(0, 6, 512), np.linspace(0, 160, 7000))
    waves = np.sin(along + np.sin(across)) * 80 + 150
    strip = np.stack([waves, 255 - waves, np.full_like(waves, 150)], axis=-1).astype(np.uint8)
    image = Image.fromarray(strip.swapaxes(0, 1) if axis else strip)
    ImageDraw.Draw(image).text(
        (3000, 200) if axis else (40, 3000),
        "let us go", "black", find_font(FONTS["en"], 60), stroke_width=4, stroke_fill="white",
    )  # fmt: skip
    assert read(ppocr, image) == "letusgo"


@pytest.mark.parametrize("side", [1000, 1200])
def test_print_of_ten_pixels_in_a_large_picture_is_read(ppocr: PpOcrEngine, side: int) -> None:
    image = Image.new("RGB", (side, side), (240, 225, 200))
    pen = ImageDraw.Draw(image)
    pen.ellipse((side * 0.2, side * 0.3, side * 0.8, side * 0.9), fill=(200, 120, 90), outline=(60, 30, 20), width=4)
    pen.text((side * 0.3, side * 0.12), "see you soon", (40, 40, 60), find_font(FONTS["en"], 10))
    assert read(ppocr, image) == "seeyousoon"


def test_large_and_small_letters_of_a_large_picture_are_both_read(ppocr: PpOcrEngine) -> None:
    image = Image.new("RGB", (1600, 1600), "white")
    pen = ImageDraw.Draw(image)
    pen.text((100, 300), "HELLO", "black", find_font(FONTS["en"], 360))
    pen.text((900, 1500), "see you tomorrow", "black", find_font(FONTS["en"], 32))
    assert read(ppocr, image) == "helloseeyoutomorrow"


@pytest.mark.parametrize("size", [40, 64, 110])
@pytest.mark.parametrize("text", ["XXX", "xxxx"])
def test_a_row_of_crosses_is_never_nothing(ppocr: PpOcrEngine, text: str, size: int) -> None:
    found = ppocr.read(flatten(caption(text, "en", size=size)))
    assert found.lines or found.unreadable


def test_reading_is_repeatable(ppocr: PpOcrEngine) -> None:
    image = flatten(caption("早上好", "zh"))
    assert ppocr.read(image) == ppocr.read(image)


def test_an_engine_nobody_knows_is_an_error(bundle: Bundle) -> None:
    with pytest.raises(OcrError, match="crystal-ball") as caught:
        create_engine("crystal-ball", bundle, RuntimeOptions())
    assert caught.value.code == "unknown_engine"


def test_a_language_that_is_not_installed_is_named() -> None:
    with pytest.raises(OcrError, match="tlh") as caught:
        TesseractEngine(("eng", "tlh"))
    assert caught.value.code == "missing_language"


def test_a_machine_without_the_program_gets_told_what_to_install() -> None:
    lines = ("from stickerguard.ocr import TesseractEngine", "try:", "    TesseractEngine()", "except Exception as e:")
    program = "\n".join([*lines, "    print(e.code, e)"])
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("missing_engine"), done.stderr
    assert "apt-get install" in done.stdout
