"""From lines of text to one signal, with OCR engines made for the test."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stickerguard import CANARY, OcrError, StickerClassifier
from stickerguard.caption_stage import ReadText, corrected, read_frames, score_text
from stickerguard.frames import Frame
from stickerguard.ocr import OcrLine, OcrResult
from stickerguard.ocr.engine import Look
from stickerguard.types import Box, TextLine

BOX: Box = ((0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0))
FRAMES = [Frame(index, np.full((4, 4, 3), index, np.uint8)) for index in (0, 3)]


class Scripted:
    """An engine that reads what it was told, by frame."""

    name = "scripted"

    def __init__(self, lines: dict[int, list[str]], unreadable: int = 0) -> None:
        self._lines, self._unreadable = lines, unreadable

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        texts = self._lines.get(int(rgb[0, 0, 0]), [])
        return OcrResult(tuple(OcrLine(text, BOX, 0.9) for text in texts), (BOX,) * self._unreadable)


class Says:
    """An engine that reads these lines in every frame."""

    name = "says"

    def __init__(self, *lines: OcrLine) -> None:
        self._lines = lines

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        return OcrResult(self._lines)


class Broken:
    """An engine that fails."""

    name = "broken"

    def read(self, rgb: np.ndarray, look: Look | None = None) -> OcrResult:
        raise OcrError("it broke", code="engine_failed")


@pytest.mark.parametrize(
    ("engine", "given", "state", "regions"),
    [
        (Scripted({}), None, "no_text", 0),
        (Scripted({}), "  \n ", "no_text", 0),
        (Scripted({}, unreadable=1), None, "unreadable", 2),
        (Broken(), None, "failed", 0),
        (Broken(), "hello", "evaluated", 1),
        (Scripted({0: ["hello"]}, unreadable=1), None, "evaluated", 2),
    ],
)
def test_the_states_stay_apart(
    classifier: StickerClassifier, engine: Scripted, given: str | None, state: str, regions: int
) -> None:
    signal = score_text(classifier.caption, read_frames(engine, FRAMES, given))
    assert (signal.state, signal.unreadable_regions) == (state, regions)
    assert (signal.suggestive is None) == (signal.severity is None) == (state != "evaluated")


def test_a_caption_split_over_frames_is_scored_as_a_whole(classifier: StickerClassifier) -> None:
    first, second = CANARY.split("-")
    signal = score_text(classifier.caption, read_frames(Scripted({0: [first], 3: [second]}), FRAMES, None))
    assert signal.suggestive == 1.0
    assert [line.frame for line in signal.lines] == [0, 3]


def test_what_the_company_of_characters_made_of_a_line_hides_nothing_that_its_shapes_say(
    classifier: StickerClassifier,
) -> None:
    engine = Says(OcrLine("good mórning", BOX, 0.9, CANARY))
    read = corrected(classifier.caption, read_frames(engine, FRAMES[:1], None))
    assert [(line.text, line.raw) for line in read.lines] == [("good morning", CANARY)]
    assert score_text(classifier.caption, read).suggestive == 1.0


def score(classifier: StickerClassifier, read: ReadText) -> float:
    suggestive = score_text(classifier.caption, read).suggestive
    assert suggestive is not None
    return suggestive


def test_what_company_made_of_a_line_counts_also_where_it_is_corrected_again(classifier: StickerClassifier) -> None:
    first, second = CANARY.split("-")
    lines = (OcrLine(f"{first}－{second}", BOX, 0.9, "hello"),)
    read = corrected(classifier.caption, read_frames(Says(*lines), FRAMES[:1], None))
    changed = replace(read, lines=tuple(replace(line, text="good morning") for line in read.lines))
    assert [line.text for line in read.uncorrected or read.lines] == [lines[0].text]
    assert score(classifier, replace(changed, uncorrected=read.uncorrected or read.lines)) == 1.0


def test_what_was_read_is_no_raw_text_where_it_is_the_text(classifier: StickerClassifier) -> None:
    read = read_frames(Says(OcrLine("ＡＢＣ hello", BOX, 0.9, "ABC hello")), FRAMES[:1], None)
    (line,) = corrected(classifier.caption, read).lines
    assert (line.text, line.raw) == ("ABC hello", "ＡＢＣ hello")


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_contested_lines_each_may_be_right_by_itself(classifier: StickerClassifier, turned: bool) -> None:
    first, second = CANARY.split("-")
    low: Box = ((0.0, 20.0), (9.0, 20.0), (9.0, 29.0), (0.0, 29.0))
    texts = [(first, "hello"), ("you", second)]
    texts = [pair[::-1] for pair in texts] if turned else texts
    lines = [OcrLine(text, box, 0.9, shapes) for (text, shapes), box in zip(texts, (BOX, low), strict=True)]
    assert score(classifier, read_frames(Says(*lines), FRAMES[:1], None)) == 1.0


def test_what_stands_apart_in_a_picture_is_a_saying_of_its_own(classifier: StickerClassifier) -> None:
    def score(*lines: tuple[str, float]) -> float:
        boxes: list[Box] = [((9, y), (99, y), (99, y + 20), (9, y + 20)) for _, y in lines]
        read = ReadText(tuple(TextLine(text, box, 0.9, 0) for (text, _), box in zip(lines, boxes, strict=True)))
        suggestive = score_text(classifier.caption, read).suggestive
        assert suggestive is not None
        return suggestive

    alone = score(("wanna come over and fool around", 9))
    apart = score(("see you at lunch", 9), ("wanna come over and fool around", 200))
    together = score(("see you at lunch", 9), ("wanna come over and fool around", 32))
    assert together < alone <= apart


def test_letters_of_two_lines_in_turn_and_in_a_square_are_scored_as_one_text(classifier: StickerClassifier) -> None:
    def score(*lines: tuple[str, float, float, float]) -> float | None:
        boxes: list[Box] = [((x, y), (x + w, y), (x + w, y + 56), (x, y + 56)) for _, x, y, w in lines]
        read = ReadText(tuple(TextLine(text, box, 0.9, 0) for (text, *_), box in zip(lines, boxes, strict=True)))
        return score_text(classifier.caption, read).suggestive

    text = CANARY.replace("-", "")
    width = 44.0 * (len(text) - 1)
    assert score(("hello", 10, 300, 99), (text[::2], 10, 20, width), (text[1::2], 54, 62, width)) == 1.0
    across = [(letter, 9.0 + 400 * (at % 5), 9.0 + 400 * (at // 5), 60.0) for at, letter in enumerate(text)]
    assert score(*sorted(across, key=lambda line: (-line[1], line[2]))) == 1.0


def test_harmless_lines_do_not_drown_a_suggestive_one(classifier: StickerClassifier) -> None:
    harmless = ["good morning", "thank you", "see you tomorrow"] * 20
    signal = score_text(classifier.caption, read_frames(Scripted({0: [CANARY], 3: harmless}), FRAMES, None))
    assert signal.suggestive == 1.0


def test_terms_point_into_their_line(classifier: StickerClassifier) -> None:
    signal = score_text(classifier.caption, read_frames(Scripted({0: ["hello", "a DILDO shop"]}), FRAMES[:1], None))
    assert signal.lines[1].text is not None
    (term,) = signal.terms
    assert (term.line, signal.lines[term.line].text[term.start : term.end]) == (1, "DILDO")


def test_a_caption_that_is_no_text_is_an_error_of_its_sticker(classifier: StickerClassifier, samples: Path) -> None:
    verdict = classifier.classify(samples / "baby_no_text.webp", caption=5)  # type: ignore[arg-type]
    assert verdict.error is not None
    assert (verdict.decision, verdict.error.code) == ("error", "bad_caption")


@pytest.mark.parametrize("caption", [None, 5])
def test_a_source_that_is_no_name_is_an_error_of_its_sticker(
    classifier: StickerClassifier, samples: Path, caption: object
) -> None:
    path = samples / "baby_no_text.webp"
    verdict = classifier.classify(path, caption=caption, source=5)  # type: ignore[arg-type]
    assert verdict.error is not None
    code = "bad_source" if caption is None else "bad_caption"
    assert (verdict.source, verdict.decision, verdict.error.code) == (str(path), "error", code)


@pytest.mark.parametrize("caption", ["\u200b\ufeff", "\ud83d", "\udc00\u200b"])
def test_a_caption_that_shows_nothing_is_no_text(classifier: StickerClassifier, samples: Path, caption: str) -> None:
    verdict = classifier.classify(samples / "baby_no_text.webp", caption=caption)
    assert verdict.caption.state == "no_text"
