"""A line in doubt is read twice: the surer reading counts unless it is shorter, and a dispute is said."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard.ocr import OcrResult, PpOcrEngine
from stickerguard.ocr.again import closer, same
from stickerguard.ocr.recognise import Reading

Rgb = npt.NDArray[np.uint8]


class Says:
    """A recogniser that says one thing of the crop first seen, either way up, and another of one cut closer."""

    def __init__(self, first: Reading, again: Reading) -> None:
        self.first, self.again = first, again
        self.height = 0

    def read(self, crops: Sequence[Rgb]) -> list[Reading]:
        if crops and not self.height:
            self.height = crops[0].shape[0]
        return [self.first if crop.shape[0] == self.height else self.again for crop in crops]


def read(engine: PpOcrEngine, recogniser: Says, monkeypatch: pytest.MonkeyPatch) -> OcrResult:
    monkeypatch.setattr(engine, "_recogniser", recogniser)
    image = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(image).text((200, 100), "good morning", "black", find_font("NotoSansCJK-Bold.ttc", 48), anchor="mm")
    return engine.read(np.asarray(image))


def doubtful(text: str, confidence: float) -> Reading:
    return Reading(text, confidence, 0.9, 0.5, 0.98)


@pytest.mark.parametrize(
    ("first", "again", "text", "disputed"),
    [
        (doubtful("good morninq", 0.93), doubtful("good morning", 0.97), "good morning", True),
        (doubtful("good morning", 0.93), doubtful("good morninq", 0.91), "good morning", True),
        (doubtful("good morning", 0.93), doubtful("ood mornin", 0.99), "good morning", True),
        (doubtful("Good morning", 0.93), doubtful("good  morning", 0.96), "good  morning", False),
        (doubtful("good morning", 0.99), doubtful("nothing like it", 1.0), "good morning", False),
    ],
    ids=["surer", "less sure", "surer but shorter", "the same but for case and spaces", "sure at once"],
)
def test_what_counts_and_what_is_disputed(
    ppocr: PpOcrEngine, monkeypatch: pytest.MonkeyPatch, first: Reading, again: Reading, text: str, disputed: bool
) -> None:
    result = read(ppocr, Says(first, again), monkeypatch)
    assert [line.text for line in result.lines] == [text]
    assert len(result.unreadable) == disputed


def test_closer_keeps_the_middle_and_leaves_the_smallest_alone() -> None:
    crop = np.arange(50 * 4 * 3, dtype=np.uint8).reshape(50, 4, 3)
    assert np.array_equal(closer(crop), crop[4:46])
    assert closer(crop[:6]).shape == (6, 4, 3)


def test_full_width_letters_are_the_same() -> None:
    assert same(Reading("ＯＫ 好", 1.0), Reading("ok好", 1.0))
    assert not same(Reading("ok", 1.0), Reading("0k", 1.0))
