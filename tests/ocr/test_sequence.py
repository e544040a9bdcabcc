"""Text where nothing changed between frames is read once, and none is lost."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard.frames import Frame
from stickerguard.ocr import OcrLine, OcrResult
from stickerguard.ocr.engine import Look, OcrEngine
from stickerguard.ocr.sequence import FrameReader
from tests.ocr.boxes import box

SIDE = 320


class Marks:
    """An engine that finds bars of strokes, whose grey level says what is written there, and remembers where it was
    asked."""

    name = "marks"

    def __init__(self) -> None:
        self.asked: list[Look | None] = []

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        self.asked.append(look)
        lines = []
        for level in np.unique(rgb[rgb < 255]):
            ys, xs = np.nonzero(rgb[..., 0] == level)
            where = box(xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1)
            if look is None or look.meets(where):
                lines.append(OcrLine(f"text {level}", where, 0.9))
        return OcrResult(tuple(sorted(lines, key=lambda line: line.box[0][1])))


def frame(index: int, bars: dict[int, tuple[int, int, int, int]]) -> Frame:
    rgb = np.full((SIDE, SIDE, 3), 255, np.uint8)
    for level, (x, y, width, height) in bars.items():
        rgb[y : y + height, x : x + width] = np.where(np.arange(width) % 8 < 4, level, 255)[:, np.newaxis]
    return Frame(index, rgb)


TOP, LOW, MIDDLE = (40, 10, 240, 30), (40, 280, 240, 30), (140, 150, 40, 20)


def texts(result: OcrResult) -> list[str]:
    return [line.text for line in result.lines]


def test_a_still_is_read_whole() -> None:
    engine = Marks()
    assert texts(FrameReader(engine).read(frame(0, {10: TOP}), last=True)) == ["text 10"]
    assert engine.asked == [None]


def test_only_what_changed_is_read_and_the_rest_is_taken_over_in_order() -> None:
    engine, bars = Marks(), {10: TOP, 20: LOW}
    reader = FrameReader(engine)
    reader.read(frame(0, bars))
    assert texts(reader.read(frame(1, bars | {30: MIDDLE}))) == ["text 10", "text 30", "text 20"]
    look = engine.asked[1]
    assert look is not None
    assert look.meets(box(*MIDDLE))
    assert not look.meets(box(*TOP))
    assert not look.meets(box(*LOW))


def test_a_frame_like_one_before_is_not_read_again() -> None:
    engine = Marks()
    reader = FrameReader(engine)
    for index, bars in enumerate(({10: TOP}, {20: LOW}, {10: TOP})):
        reader.read(frame(index, bars))
    calls = len(engine.asked)
    reader.read(frame(3, {20: LOW}))
    assert len(engine.asked) == calls


def test_a_line_that_goes_is_gone() -> None:
    reader = FrameReader(Marks())
    reader.read(frame(0, {10: TOP, 20: LOW}))
    assert texts(reader.read(frame(1, {10: TOP}))) == ["text 10"]


def test_a_line_of_which_a_part_changes_is_read_whole() -> None:
    engine = Marks()
    reader = FrameReader(engine)
    reader.read(frame(0, {10: TOP, 20: LOW}))
    reader.read(frame(1, {10: TOP, 20: LOW, 30: (250, 15, 8, 8)}))
    look = engine.asked[1]
    assert look is not None
    (part,) = look.parts
    assert part[0] <= TOP[0]
    assert part[2] >= TOP[0] + TOP[2]


@pytest.mark.parametrize("size", [(8, 8), (400, 300)])
def test_frames_too_small_or_of_another_size_are_read_whole(size: tuple[int, int]) -> None:
    engine = Marks()
    reader = FrameReader(engine)
    reader.read(frame(0, {10: TOP}))
    reader.read(Frame(1, np.full((*size, 3), 255, np.uint8)))
    assert engine.asked == [None, None]


def test_a_frame_that_changes_everywhere_is_read_whole() -> None:
    engine = Marks()
    reader = FrameReader(engine)
    reader.read(frame(0, {}))
    reader.read(frame(1, {10: (0, 0, SIDE, SIDE)}))
    assert engine.asked == [None, None]


def test_what_changes_too_slowly_to_be_seen_from_frame_to_frame_is_read_in_the_end() -> None:
    reader = FrameReader(Marks())
    levels = range(250, 100, -10)
    frames = [frame(k, {level: TOP, 20: (20 + 15 * k, 150, 40, 60)}) for k, level in enumerate(levels)]
    read = [texts(reader.read(one)) for one in frames]
    shown = int(read[-1][0].removeprefix("text "))
    assert shown < levels[-1] + 50


def test_changes_far_apart_are_read_apart() -> None:
    engine = Marks()
    reader = FrameReader(engine)
    reader.read(frame(0, {10: MIDDLE}))
    both = {20: (10, 10, 100, 20), 30: (200, 290, 100, 20)}
    assert texts(reader.read(frame(1, {10: MIDDLE, **both}))) == ["text 20", "text 10", "text 30"]
    look = engine.asked[1]
    assert look is not None
    assert len(look.parts) == 2
    assert not look.meets(box(*MIDDLE))


FIGURES = 4
FONT = 22


def sticker(
    index: int, *texts: tuple[str, float, float], colour: str = "black", figure: bool = True, **how: int
) -> Frame:
    """Black words, each with its middle, on white, above a face that moves from frame to frame."""
    image = Image.new("RGB", (SIDE, SIDE), "white")
    draw = ImageDraw.Draw(image)
    x, y = 160 + 6 * index, 190 + 4 * (index % 2)
    if figure:
        draw.ellipse((x - 60, y - 60, x + 60, y + 60), "khaki", "black", 4)
        draw.ellipse((x - 30, y - 25, x - 16, y - 5), "black")
        draw.ellipse((x + 16, y - 25, x + 30, y - 5), "black")
        draw.arc((x - 25, y, x + 25, y + 35), 20, 160, "black", 4)
    for text, across, down in texts:
        draw.text((across, down), text, colour, find_font("DejaVuSans-Bold.ttf", how.get("size", FONT)), anchor="mm")
    rgb = np.asarray(image)
    if noise := how.get("noise"):
        rgb = np.clip(rgb + np.random.default_rng(index).normal(0, noise, rgb.shape), 0, 255).astype(np.uint8)
    return Frame(index, rgb)


class Counting:
    """The engine of the bundle, and the area of each look, as a share of the picture."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine, self.name = engine, engine.name
        self.areas: list[float] = []

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        height, width = rgb.shape[:2]
        parts = look.parts if look else ((0, 0, width, height),)
        area = sum((right - left) * (bottom - top) for left, top, right, bottom in parts)
        self.areas.append(area / (width * height))
        return self._engine.read(rgb, look)


def read_all(engine: OcrEngine, frames: list[Frame]) -> list[set[str]]:
    reader = FrameReader(engine)
    return [{text.replace(" ", "").lower() for text in texts(reader.read(frame))} for frame in frames]


STANDING = ("GOOD MORNING", 160.0, 40.0)
COLOURS = ("black", "navy", "darkgreen", "maroon")


def test_a_line_that_changes_its_colour_alone_is_read_once(ppocr: OcrEngine) -> None:
    engine = Counting(ppocr)
    frames = [sticker(0, STANDING, colour=colour) for colour in COLOURS]
    assert read_all(engine, frames) == [{"goodmorning"}] * FIGURES
    assert engine.areas == [1.0]


KINDS = {
    "a moving face": [sticker(k, STANDING) for k in range(FIGURES)],
    "camera shake": [sticker(0, ("GOOD MORNING", 160 + (5, 0, 3, 1)[k], 40 + (0, 4, 1, 6)[k])) for k in range(FIGURES)],
    "noise": [sticker(k, STANDING, noise=6) for k in range(FIGURES)],
    "a line that slides": [sticker(0, ("GOOD MORNING", 160, 40 + 15 * k)) for k in range(FIGURES)],
}


@pytest.mark.parametrize("frames", KINDS.values(), ids=KINDS)
def test_a_caption_that_stays_is_read_on_every_frame(ppocr: OcrEngine, frames: list[Frame]) -> None:
    assert read_all(ppocr, frames) == [{"goodmorning"}] * FIGURES


@pytest.mark.parametrize("size", [14, 22, 60])
@pytest.mark.parametrize("text", ["HELLO", "再见", "hi all"])
def test_a_caption_shown_in_one_frame_alone_is_read(ppocr: OcrEngine, text: str, size: int) -> None:
    frames = [sticker(k) for k in range(FIGURES)]
    image = Image.fromarray(frames[2].rgb)
    ImageDraw.Draw(image).text((160, 60), text, "black", find_font("NotoSansCJK-Bold.ttc", size), anchor="mm")
    frames[2] = Frame(2, np.asarray(image))
    still = read_all(ppocr, [frames[2]])[0]
    assert still
    assert read_all(ppocr, frames)[2] == still


def test_one_other_letter_in_a_line_is_read(ppocr: OcrEngine) -> None:
    before, after = ("大家早上好今天", 160.0, 40.0), ("太家早上好今天", 160.0, 40.0)
    frames = [Frame(k, np.asarray(cjk(*line))) for k, line in enumerate((before, after))]
    assert read_all(ppocr, frames) == [{before[0]}, {after[0]}]


def cjk(text: str, x: float, y: float) -> Image.Image:
    image = Image.new("RGB", (SIDE, SIDE), "white")
    ImageDraw.Draw(image).text((x, y), text, "black", find_font("NotoSansCJK-Bold.ttc", 36), anchor="mm")
    return image


def test_a_line_that_is_typed_is_read_as_far_as_it_goes(ppocr: OcrEngine) -> None:
    image = [Image.new("RGB", (SIDE, SIDE), "white") for _ in range(3)]
    for picture, text in zip(image, ("GOOD", "GOOD MORN", "GOOD MORNING"), strict=True):
        ImageDraw.Draw(picture).text((40, 40), text, "black", find_font("DejaVuSans-Bold.ttf", 28), anchor="lm")
    frames = [Frame(k, np.asarray(picture)) for k, picture in enumerate(image)]
    assert read_all(ppocr, frames) == [{"good"}, {"goodmorn"}, {"goodmorning"}]


@pytest.mark.parametrize(("size", "step"), [(28, 36), (60, 56)])
def test_letters_that_come_one_by_one_and_stand_apart_are_a_word_in_the_end(
    ppocr: OcrEngine, size: int, step: int
) -> None:
    word = "MUSIC"
    frames = [
        sticker(0, *((letter, 40 + step * n, 50) for n, letter in enumerate(word[:k])), figure=False, size=size)
        for k in range(1, len(word) + 1)
    ]
    assert read_all(ppocr, frames)[-1] == {word.lower()}


def test_a_line_that_slides_in_or_grows_ends_whole(ppocr: OcrEngine) -> None:
    slides = [sticker(k, ("GOOD MORNING", 160 + x, 40)) for k, x in enumerate((250, 170, 80, 0))]
    grows = [sticker(k, STANDING, size=size) for k, size in enumerate((8, 13, 20, 28))]
    assert "goodmorning" in read_all(ppocr, slides)[-1]
    assert "goodmorning" in read_all(ppocr, grows)[-1]


def test_a_blinking_line_is_read_once_and_gone_between(ppocr: OcrEngine) -> None:
    engine = Counting(ppocr)
    frames = [sticker(0, *([STANDING] if k % 2 else [])) for k in range(FIGURES)]
    assert read_all(engine, frames) == [set(), {"goodmorning"}, set(), {"goodmorning"}]
    assert sum(engine.areas) < 1.5


def test_the_canary_over_a_moving_drawing_is_read(ppocr: OcrEngine) -> None:
    frames = [sticker(0), sticker(1), sticker(2, ("STICKERGUARD-CANARY", 160, 200)), sticker(3)]
    assert any("stickerguard-canary" in text for text in read_all(ppocr, frames)[2])
