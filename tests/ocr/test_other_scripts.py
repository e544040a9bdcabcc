"""Words in a script that the recogniser does not know are no silence: they count as unreadable."""

import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard.images import flatten
from stickerguard.ocr import PpOcrEngine

NOTO = "NotoSansCJK-Bold.ttc"
KOREAN = 1
PHRASES = {
    "Korean": ("안녕하세요", "감사합니다", "좋은 아침", "생일 축하해요"),
    "Russian": ("доброе утро", "спокойной ночи", "с днём рождения"),
}


SHORT = {
    "Armenian": ("այո", "ոչ", "լավ"),
    "Georgian": ("კი", "არა"),
    "Korean": ("안녕", "네", "좋아"),
    "Russian": ("люблю", "жду"),
}


@pytest.mark.parametrize("size", [40, 80])
@pytest.mark.parametrize("script", SHORT)
def test_a_short_word_is_reported_though_its_letters_pass_for_others(
    ppocr: PpOcrEngine, script: str, size: int
) -> None:
    font = find_font(NOTO, size, KOREAN) if script == "Korean" else find_font("DejaVuSans-Bold.ttf", size)
    for word in SHORT[script]:
        image = Image.new("RGB", (320, 320), (240, 225, 200))
        ImageDraw.Draw(image).text((160, 200), word, (30, 30, 60), font, anchor="mm")
        assert ppocr.read(flatten(image)).unreadable, word


@pytest.mark.parametrize("word", ["val", "ufm", "30", "hml", "no", "ok", "はい", "好"])
def test_a_short_word_in_a_script_that_it_knows_is_read_and_nothing_said(ppocr: PpOcrEngine, word: str) -> None:
    image = Image.new("RGB", (320, 320), (240, 225, 200))
    ImageDraw.Draw(image).text((160, 200), word, (30, 30, 60), find_font(NOTO, 60), anchor="mm")
    found = ppocr.read(flatten(image))
    assert [line.text for line in found.lines] == [word]
    assert not found.unreadable


@pytest.mark.parametrize("size", [36, 60])
@pytest.mark.parametrize("script", PHRASES)
def test_words_in_another_script_are_reported(ppocr: PpOcrEngine, script: str, size: int) -> None:
    font = find_font(NOTO, size, KOREAN) if script == "Korean" else find_font("DejaVuSans-Bold.ttf", size)
    for phrase in PHRASES[script]:
        image = Image.new("RGBA", (512, 512), (250, 230, 200, 255))
        ImageDraw.Draw(image).text((256, 440), phrase, (40, 30, 90), font, anchor="mm")
        found = ppocr.read(flatten(image))
        assert found.unreadable, phrase
        left, top, right, bottom = (
            min(x for box in found.unreadable for x, _ in box),
            min(y for box in found.unreadable for _, y in box),
            max(x for box in found.unreadable for x, _ in box),
            max(y for box in found.unreadable for _, y in box),
        )
        assert left < 256 < right, phrase
        assert top < 440 < bottom, phrase
