"""Words that scroll through an animation are scored as the sentence that they are, not as what frames cut out of it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard import StickerClassifier
from stickerguard.frames import DistinctFrames, Frame
from stickerguard.scrolling import as_met, is_cut, scrolled
from stickerguard.types import CANARY, Box, TextLine
from tests.drawing import animate

WIDTH, HEIGHT = 240, 160
LATIN, CHINESE = "DejaVuSans-Bold.ttf", "NotoSansCJK-Bold.ttc"


def marquee(text: str, size: int, step: int, face: str = LATIN, width: int = WIDTH) -> list[Image.Image]:
    font = find_font(face, size)
    frames = []
    for x in range(width, -int(font.getlength(text)) - step, -step):
        frame = Image.new("RGB", (width, HEIGHT), (225, 240, 250))
        ImageDraw.Draw(frame).text((x, 40), text, "black", font)
        frames.append(frame)
    return frames


def window(text: str, left: float, frame: int, letter: float = 20.0) -> TextLine:
    right = left + letter * len(text)
    return TextLine(text, ((left, 10), (right, 10), (right, 50), (left, 50)), 0.9, frame)


def windows(sentence: str, shown: int, step: int) -> list[TextLine]:
    """What frames show of a sentence, `step` letters further in each, `shown` letters at a time."""
    return [window(sentence[at : at + shown], 0, at) for at in range(0, len(sentence) - shown + step, step)]


@pytest.mark.parametrize(("size", "step", "width"), [(80, 64, 512), (60, 32, 240), (60, 8, 320), (28, 64, 240)])
def test_a_caption_that_no_frame_shows_whole_counts(
    exhaustive: StickerClassifier, size: int, step: int, width: int
) -> None:
    caption = exhaustive.classify(animate(marquee(CANARY, size, step, width=width), "WEBP", quality=90)).caption
    assert caption.suggestive == 1.0
    assert CANARY in [line.text for line in caption.lines]


@pytest.mark.parametrize(
    ("text", "face", "size", "step"),
    [
        ("we passed the test and had a great assessment", LATIN, 28, 24),
        ("good morning everyone have a nice day", LATIN, 40, 24),
        ("谢谢你送给我的生日礼物", CHINESE, 28, 8),
        ("祝大家早上好今天也要开开心心", CHINESE, 60, 24),
    ],
)
def test_a_harmless_sentence_is_not_judged_by_what_frames_cut_out_of_it(
    exhaustive: StickerClassifier, text: str, face: str, size: int, step: int
) -> None:
    suggestive = exhaustive.classify(animate(marquee(text, size, step, face), "WEBP", quality=90)).caption.suggestive
    assert suggestive is not None
    assert suggestive < 0.2


def test_frames_of_what_moves_evenly_are_chosen_evenly() -> None:
    distinct = DistinctFrames(16)
    frames = marquee("STICKERGUARD-CANARY", 60, 8)
    for index, frame in enumerate(frames):
        distinct.add(Frame(index, np.asarray(frame)), 0.1)
    chosen = [frame.index for frame in distinct.frames()]
    assert max(np.diff([*chosen, len(frames)])) <= 3 * len(frames) / 16


@pytest.mark.parametrize("backwards", [False, True])
def test_windows_are_joined_whichever_way_they_scroll(backwards: bool) -> None:
    shown = windows("the quick brown fox jumps over the lazy dog", 12, 5)
    if backwards:
        shown = [window(line.text or "", 0, frame) for frame, line in enumerate(reversed(shown))]
    (sentence,) = scrolled(shown, set(range(len(shown))))
    assert sentence.line.text == "the quick brown fox jumps over the lazy dog"
    assert sentence.windows == tuple(range(len(shown)))


def test_letters_that_the_edge_cuts_may_be_misread() -> None:
    shown = [window("STICKERGL", 0, 0), window("TICKERGUAF", 0, 1), window("(KERGUARD", 0, 2)]
    (sentence,) = scrolled(shown, {0, 1, 2})
    assert sentence.line.text == "STICKERGUARD"


def test_what_stands_still_is_no_sentence_that_scrolls() -> None:
    typed = [window("good morning"[:count], 0, count) for count in range(4, 13, 4)]
    assert not scrolled(typed, {0, 1, 2})
    assert not scrolled([window("good morning", 0, 0), window("good night my friend", 0, 1)], {0, 1})
    assert not scrolled([window("good morning", 0, 0), window("morning run", 100, 1)], set())


def test_each_of_two_rows_is_a_sentence_of_its_own() -> None:
    def lower(line: TextLine) -> TextLine:
        assert line.box is not None
        return TextLine(line.text, tuple((x, y + 90) for x, y in line.box), 0.9, line.frame)  # type: ignore[arg-type]

    upper, below = windows("see you tomorrow my friend", 10, 4), windows("happy birthday to all of you", 10, 4)
    shown = [line for pair in zip(upper, map(lower, below), strict=False) for line in pair]
    found = {sentence.line.text for sentence in scrolled(shown, set(range(len(shown))))}
    assert found == {"see you tomorrow my friend"[: 10 + 4 * (len(upper) - 1)], "happy birthday to all of you"[:26]}


def test_a_line_that_a_frame_shows_whole_is_scored_by_itself_too() -> None:
    shown = windows("well then good morning", 12, 5)
    met = as_met(shown, {0, 2})
    assert [line.text for line in met] == ["well then good morning", "then good mo"]


def test_a_long_sentence_is_met_in_lines() -> None:
    long = "the quick brown fox jumps over the lazy dog and sleeps under the old apple tree"
    shown = windows(long, 20, 3)
    (line,) = as_met(shown, set(range(len(shown))))
    assert (line.text or "").split() == long.split()
    assert len((line.text or "").splitlines()) == 2


@pytest.mark.parametrize(("left", "right", "cut"), [(0, 100, True), (150, 239, True), (60, 180, False)])
def test_a_line_is_cut_where_it_reaches_the_edge(left: float, right: float, cut: bool) -> None:
    box: Box = ((left, 10), (right, 10), (right, 40), (left, 40))
    assert is_cut(box, WIDTH) == cut
