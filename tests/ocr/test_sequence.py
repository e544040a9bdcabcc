"""Text where nothing changed between frames is read once, and none is lost."""

import numpy as np
import pytest

from stickerguard.frames import Frame
from stickerguard.ocr import OcrLine, OcrResult
from stickerguard.ocr.engine import reaches_into
from stickerguard.ocr.sequence import FrameReader
from stickerguard.types import Box, Rectangle

SIDE = 320


def box(x: float, y: float, width: float, height: float) -> Box:
    return ((x, y), (x + width, y), (x + width, y + height), (x, y + height))


class Marks:
    """An engine that finds bars, whose grey level says what is written there, and remembers where it was asked."""

    name = "marks"

    def __init__(self) -> None:
        self.asked: list[Rectangle | None] = []

    def read(self, rgb: np.ndarray, part: Rectangle | None = None) -> OcrResult:
        self.asked.append(part)
        lines = []
        for level in np.unique(rgb[rgb < 255]):
            ys, xs = np.nonzero(rgb[..., 0] == level)
            where = box(xs.min(), ys.min(), np.ptp(xs) + 1, np.ptp(ys) + 1)
            if part is None or reaches_into(where, part):
                lines.append(OcrLine(f"text {level}", where, 0.9))
        return OcrResult(tuple(sorted(lines, key=lambda line: line.box[0][1])))


def frame(index: int, bars: dict[int, tuple[int, int, int, int]]) -> Frame:
    rgb = np.full((SIDE, SIDE, 3), 255, np.uint8)
    for level, (x, y, width, height) in bars.items():
        rgb[y : y + height, x : x + width] = level
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
    part = engine.asked[1]
    assert part is not None
    assert reaches_into(box(*MIDDLE), part)
    assert not reaches_into(box(*TOP), part)
    assert not reaches_into(box(*LOW), part)


def test_a_frame_like_one_before_is_not_read_again() -> None:
    engine = Marks()
    reader = FrameReader(engine)
    for index, bars in enumerate(({10: TOP}, {20: LOW}, {10: TOP})):
        reader.read(frame(index, bars))
    assert len(engine.asked) == 2


def test_a_line_that_goes_is_gone() -> None:
    reader = FrameReader(Marks())
    reader.read(frame(0, {10: TOP, 20: LOW}))
    assert texts(reader.read(frame(1, {10: TOP}))) == ["text 10"]


def test_a_line_of_which_a_part_changes_is_read_whole() -> None:
    engine = Marks()
    reader = FrameReader(engine)
    reader.read(frame(0, {10: TOP, 20: LOW}))
    reader.read(frame(1, {10: TOP, 20: LOW, 30: (250, 15, 8, 8)}))
    part = engine.asked[1]
    assert part is not None
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
