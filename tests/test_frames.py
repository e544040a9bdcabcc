"""Whatever else moves, the frames that show text are among those kept, or the verdict says that they are not."""

import dataclasses

import numpy as np
import pytest
from PIL import Image, ImageDraw

from data.fonts import find_font
from stickerguard import StickerClassifier
from stickerguard.caption_stage import read_frames
from stickerguard.frames import DistinctFrames, Frame, seen_together
from stickerguard.images import decode
from stickerguard.ocr import OcrResult
from stickerguard.ocr.engine import Look
from stickerguard.selftest import CANARY_STICKER
from tests.drawing import animate

SIZE = 256
LIMIT = 16


def scene(corner: int = 0, runner: int | None = None, text: str | None = None, ground: int = 240) -> Image.Image:
    """A ground whose corner squares count in binary, something that runs across, and a line of text."""
    image = Image.new("RGB", (SIZE, SIZE), (ground,) * 3)
    draw = ImageDraw.Draw(image)
    for bit in range(6):
        draw.rectangle((bit * 14, 0, bit * 14 + 13, 13), fill="black" if corner >> bit & 1 else "white")
    if runner is not None:
        draw.ellipse((runner, 90, runner + 60, 150), fill=(200, 60, 30), outline="black", width=4)
    if text:
        draw.text((30, 200), text, "black", find_font("DejaVuSans-Bold.ttf", 20))
    return image


def kept(frames: list[Image.Image], seconds: list[float] | float = 0.05) -> DistinctFrames:
    distinct = DistinctFrames(LIMIT)
    shown = seconds if isinstance(seconds, list) else [seconds] * len(frames)
    for index, (frame, time) in enumerate(zip(frames, shown, strict=True)):
        distinct.add(Frame(index, np.asarray(frame)), time)
    return distinct


def indices(distinct: DistinctFrames) -> list[int]:
    return [frame.index for frame in distinct.frames()]


@pytest.mark.parametrize("place", [1, 9, 25, 39])
def test_one_of_two_near_frames_stays_when_it_alone_has_the_text(place: int) -> None:
    frames = [scene(corner) for corner in range(40)]
    frames.insert(place, scene(place - 1, text="good morning"))
    distinct = kept(frames)
    assert place in indices(distinct)
    assert len(indices(distinct)) == LIMIT
    assert distinct.thinned


@pytest.mark.parametrize("first", [0, 30, 52])
def test_a_caption_held_while_something_runs_by_is_kept(first: int) -> None:
    frames = [
        scene(runner=(number * 23) % SIZE - 30, text="good morning" if first <= number < first + 6 else None)
        for number in range(60)
    ]
    assert set(indices(kept(frames))) & set(range(first, first + 6))


def test_what_is_shown_long_is_kept_among_what_flickers() -> None:
    frames = [scene(corner) for corner in range(50)]
    frames[20] = scene(20, ground=150)
    seconds = [0.03] * 50
    seconds[20] = 2.0
    assert 20 in indices(kept(frames, seconds))


def test_text_beyond_the_limit_is_counted() -> None:
    frames = [scene(text=f"good day {number * 7919 % 1000}") for number in range(30)]
    distinct = kept(frames, 0.4)
    assert len(distinct.frames()) == LIMIT
    assert 0 < distinct.unread <= 30 - LIMIT


def test_motion_without_text_leaves_nothing_unread() -> None:
    distinct = kept([scene(runner=number * 5 - 30) for number in range(60)])
    assert (len(distinct.frames()), distinct.unread) == (LIMIT, 0)


def test_text_that_only_alpha_shows_makes_a_frame_of_its_own() -> None:
    bare = Image.new("RGBA", (SIZE, SIZE))
    captioned = bare.copy()
    ImageDraw.Draw(captioned).text(
        (30, 100), "good morning", (127, 127, 127, 255), find_font("DejaVuSans-Bold.ttf", 24)
    )
    assert decode(animate([bare, captioned], "PNG")).info.distinct == 2


def test_the_durations_of_a_file_count() -> None:
    frames = [scene(corner) for corner in range(40)]
    frames[20] = scene(20, ground=150)
    seconds = [30] * 40
    seconds[20] = 2000
    sticker = decode(animate_with(frames, seconds))
    assert any(int(frame.rgb[100, 100, 0]) == 150 for frame in sticker.frames)


def animate_with(frames: list[Image.Image], milliseconds: list[int]) -> bytes:
    import io

    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:], duration=milliseconds)
    return buffer.getvalue()


class Blind:
    """An engine that sees no text."""

    name = "blind"

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        return OcrResult(())


def test_unread_frames_ask_for_review_where_a_minor_could_matter(
    classifier: StickerClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classifier, "ocr", Blind())
    sticker = decode(CANARY_STICKER)
    assert classifier.classify_decoded(sticker).decision == "clear"
    unread = dataclasses.replace(sticker, info=dataclasses.replace(sticker.info, thinned=True, unread=3))
    verdict = classifier.classify_decoded(unread)
    assert (verdict.decision, verdict.caption.state) == ("review", "no_text")
    assert any("3 frames" in reason for reason in verdict.reasons)
    assert verdict.to_dict()["frames"]["unread"] == 3
    assert read_frames(Blind(), sticker.frames, None).lines == ()


@pytest.mark.parametrize(("size", "count", "grain"), [(44, 12, 3), (44, 12, 2), (30, 12, 1)])
def test_words_that_flicker_bit_by_bit_are_read_as_an_eye_sees_them(
    classifier: StickerClassifier, size: int, count: int, grain: int
) -> None:
    words = Image.new("L", (400, 120), 0)
    ImageDraw.Draw(words).text((200, 60), "good morning", 255, find_font("DejaVuSans-Bold.ttf", size), anchor="mm")
    ink = np.asarray(words) > 127
    bits = np.random.default_rng(3).integers(0, count, (120, 402))[: 120 // grain, : 402 // grain + 1]
    shown = bits.repeat(grain, 0).repeat(grain, 1)[:120, :400]
    flickering = [np.where(ink & (shown == at), 0, 255).astype(np.uint8) for at in range(count)]
    frames = [Frame(at, np.dstack([levels] * 3)) for at, levels in enumerate(flickering)]
    read = read_frames(classifier.ocr, frames, None)
    assert "good morning" in [line.text for line in read.lines]


def test_frames_of_other_sizes_and_few_frames_are_not_mixed() -> None:
    frames = [Frame(index, np.full((20, 20 + 4 * index, 3), 9 * index, np.uint8)) for index in range(4)]
    assert seen_together(frames) is None
    assert seen_together(frames[:1] * 2) is None
    mixed = seen_together([Frame(5 + number, np.full((4, 4, 3), number, np.uint8)) for number in (0, 3, 6)])
    assert mixed is not None
    assert (mixed.index, mixed.rgb.max(), mixed.rgb.min()) == (5, 3, 3)
