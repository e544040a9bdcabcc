"""PP-OCRv6 driven directly on ONNX Runtime: detector, crops, recogniser.

The settings differ from those its authors ship for documents: stickers are small, transparent and carry few, large
words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from stickerguard.errors import OcrError
from stickerguard.ocr.again import closer, same
from stickerguard.ocr.detect import Detector
from stickerguard.ocr.doubt import Judgement, contrast_of, judge
from stickerguard.ocr.engine import Look, OcrLine, OcrResult
from stickerguard.ocr.geometry import Region, along, crop
from stickerguard.ocr.language import LanguageModel
from stickerguard.ocr.lines import beside, together
from stickerguard.ocr.mirror import in_mirror
from stickerguard.ocr.reading_order import reading_order
from stickerguard.ocr.recognise import Reading, Recogniser
from stickerguard.ocr.runs import box_around, ends_column, single_character_runs
from stickerguard.ocr.settings import PpOcrSettings
from stickerguard.ocr.strokes import without_strokes
from stickerguard.runtime import RuntimeOptions
from stickerguard.types import Box, Rectangle

Rgb = npt.NDArray[np.uint8]
_SHAPES = frozenset("一二三十口日目田米人大小八川山工土士王丁乙中七九力又几儿丫卜")
"""Characters of few strokes, which drawings have too."""
_SHORT = 2
_LONE_ASPECT = 1.6
_STRICT_SCRIBBLE = 0.05
"""The limit for a character of few strokes that stands alone, as curls, rings and stars seem to, where the recogniser
does not say what looks like writing."""
_SEVERAL, _SEVERAL_SCRIBBLE = 4, 0.45
"""Letters of a line that was dropped, from which on it passes for a scribble from this probability on alone: blurred
words look little like writing."""
_OTHER_SCRIPT = 0.7
"""Probability from which a line is in a script that the recogniser does not know: 98 of 100 such lines of drawn
stickers have more, and of those read right 5 of 1,000."""
_OTHER_LETTER = 0.999
"""The same for what reads as one character: letters alone, turned ones above all, pass for those of other scripts."""
_SURELY_OTHER_SCRIPT = 0.9999
"""The same for one that was dropped, as a scribble may be: two in five such lines have more, and 2 of 100 scribbles."""
_VARIED = 0.5
"""Of Latin letters in a row, that must differ; a row of curls or bars has less."""
_ENDS = frozenset("!?！？")
_SHORTEST_WORD = 3
_CROSSES = 3
_SIZE_RATIO = 1.6
"""Between letters of one word."""
_BETTER = 0.15
"""By which a line must read better the other way up than the rest of the sticker to be the only one turned."""


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    region: Region
    reading: Reading
    disputed: bool
    """Whether it says something else when cut closer."""
    judged: Judgement


class PpOcrEngine:
    """OCR for the scripts of PP-OCRv6: Chinese, English, Japanese and Latin ones. Safe to share between threads."""

    name = "ppocr"

    def __init__(
        self,
        det_model: Path,
        rec_model: Path,
        *,
        options: RuntimeOptions,
        settings: PpOcrSettings | None = None,
        language_model: Path | None = None,
    ) -> None:
        self._settings = settings or PpOcrSettings()
        self._detector = Detector(det_model, options=options, settings=self._settings.detector)
        language = LanguageModel(language_model, options=options) if language_model else None
        self._recogniser = Recogniser(rec_model, options=options, language=language)

    def read(self, rgb: Rgb, look: Look | None = None) -> OcrResult:
        """Read `rgb`, uint8 [height, width, 3], or what `look` asks for. Raises OcrError when ONNX Runtime fails on it.

        Where nothing is found that looks like text, or traces of more, small print is looked for, and what is faint,
        blurred or struck out.
        """
        parts = None if look is None else look.parts
        try:
            seen = self._detector.find(rgb, parts)
            scale = self._detector.scale(rgb)
            found = self._result(rgb, seen.regions, scale, faint=False)
            # What the first look takes for huge letters, as of a long strip, may hold real ones.
            if beneath := beside(seen.beneath, [*(line.box for line in found.lines), *found.unreadable]):
                found = together(found, self._result(rgb, beneath, scale, faint=False))
            told = bool(found.lines or found.unreadable or (look is not None and look.company))
            if told and not seen.more:
                return found
            traces = seen.most > self._settings.faint_trace
            return together(found, self._harder(rgb, parts, found, seen.regions if told else [], traces=traces))
        except Exception as error:  # whatever a native library raises must not end a run
            raise OcrError(f"ppocr failed on a {rgb.shape} picture: {error}", code="engine_failed") from error

    def _harder(
        self,
        rgb: Rgb,
        parts: Sequence[Rectangle] | None,
        found: OcrResult,
        known: Sequence[Region],
        *,
        traces: bool,
    ) -> OcrResult:
        """Small print beside the regions that are `known`, else, where there are `traces` of anything, what is faint or
        blurred; where that is nothing, what stands under strokes."""
        small, scale = self._detector.find_small(rgb, parts)
        result = self._result(rgb, beside(small, [region.box() for region in known]), scale, faint=False)
        if result.lines or result.unreadable or not traces:
            return result
        faint, scale = self._detector.find_faint(rgb, parts)
        result = self._result(rgb, beside(faint, [region.box() for region in known]), scale, faint=True)
        bare = None if result.lines or result.unreadable else without_strokes(rgb)
        if bare is None:
            return result
        read = [line.box for line in found.lines] + list(found.unreadable)
        struck = beside(self._detector.find(bare, parts).regions, read)
        return together(result, self._result(bare, struck, self._detector.scale(rgb), faint=True))

    def _result(self, rgb: Rgb, found: list[Region], scale: float, *, faint: bool) -> OcrResult:
        seen = self._recognise(rgb, reading_order(found), scale, faint=faint)
        regions, readings = [one.region for one in seen], [one.reading for one in seen]
        lines: list[OcrLine] = []
        unreadable: list[Box] = []
        dropped: list[_Seen] = []
        above: dict[int, Region] = {}
        for run in single_character_runs(regions, readings):
            if len(run) > 1 and self._spells(members := [readings[index] for index in run]):
                lines.append(self._spaced_line([regions[index] for index in run], members))
                continue
            for one in (seen[index] for index in run):
                kept = self._trusted(one.reading) and self._is_text(one, faint=faint)
                if kept:
                    above[len(lines)] = one.region
                    lines.append(_line(one.region.box(), one.reading))
                # A doubtful line counts twice: as what it says, and as text that may say something else.
                if self._misread(one) if kept else self._may_be_text(one, faint=faint):
                    unreadable.append(one.region.box())
                elif not kept:
                    dropped.append(one)
        dropped = self._without_ends(rgb, lines, above, dropped)
        scattered = [one.region.box() for one in self._scattered(seen, dropped)]
        unreadable += scattered
        boxes = (one.region.box() for one in dropped if self._letter(one.reading))
        passed_over = [box for box in boxes if box not in scattered]
        return OcrResult(tuple(lines), tuple(unreadable), tuple(passed_over))

    def _without_ends(
        self, rgb: Rgb, lines: list[OcrLine], regions: dict[int, Region], dropped: list[_Seen]
    ) -> list[_Seen]:
        """Those `dropped` that are no "!" or "?" at the end of a column; what is goes to that one of `lines`, whose
        numbers and places are `regions`, that it stands below.

        They stand upright, unlike the characters of a column as it is read, and are often found alone.
        """
        if not any(region.tall for region in regions.values()):
            return dropped
        left = []
        for one in dropped:
            above = [number for number, region in regions.items() if ends_column(region, one.region)]
            (reading,) = self._recogniser.read([crop(rgb, one.region)]) if above else (None,)
            if reading is None or not self._sign(reading) or not set(reading.text) <= _ENDS:
                left.append(one)
                continue
            number = max(above, key=lambda number: float(regions[number].corners[:, 1].max()))
            lines[number] = _ending(lines[number], reading.text, box_around([regions[number], one.region]))
        return left

    def _scattered(self, seen: list[_Seen], dropped: list[_Seen]) -> list[_Seen]:
        """Those `dropped` that are as large as the letters of a bent line that was read, or as three different letters,
        each by itself: no drawing shows these.

        Letters on a tight arc are found one by one, and most lie too far to one side to be read.
        """
        sure = self._settings.short_confidence
        letters = [one for one in seen if self._letter(one.reading) and one.reading.confidence >= sure]
        sizes = [one.region.sides[0] for one in seen if one.region.arc and one not in dropped]
        if len({one.reading.seen.casefold() for one in letters}) >= _SHORTEST_WORD:
            sizes += [one.region.sides[1] for one in letters]
        if not sizes:
            return []
        least, most = float(np.median(sizes)) / _SIZE_RATIO, float(np.median(sizes)) * _SIZE_RATIO
        return [one for one in dropped if least <= one.region.sides[1] <= most and not self._sign(one.reading)]

    def _sign(self, reading: Reading) -> bool:
        said = bool(reading.seen) and reading.confidence >= self._settings.short_confidence
        return said and not any(map(str.isalnum, reading.seen))

    def _letter(self, reading: Reading) -> bool:
        return (
            len(reading.seen) == 1 and reading.seen.isalnum() and reading.confidence >= self._settings.line_confidence
        )

    def _is_text(self, one: _Seen, *, faint: bool) -> bool:
        """Whether a line is no scribble. Nobody scribbles Chinese of many strokes; stars and rings pass for letters."""
        settings, reading = self._settings, one.reading
        letters = [character for character in reading.seen if character.isalnum()]
        if len(reading.seen) == 1 and _simple(reading.seen):
            limit = _STRICT_SCRIBBLE if reading.wordlike is None else settings.scribble_line
            return one.judged.scribble < limit
        if faint:
            return one.judged.scribble < settings.scribble_line
        if all(character in _SHAPES for character in letters) and len(letters) <= _SHORT:
            return len(letters) == len(reading.seen) > 0 and reading.least >= settings.upright_confidence
        if reading.least >= settings.character_confidence and all(map(_is_han, letters)):
            return True
        return one.judged.scribble < settings.scribble_line

    def _misread(self, one: _Seen) -> bool:
        # Of a bent line the detector may have found a part alone, however well that reads.
        sure = one.reading.confidence >= self._settings.upright_confidence and not one.region.arc
        # However sure of each letter: they are those of the script it knows that look most alike.
        if one.judged.other_script > (_OTHER_SCRIPT if len(one.reading.seen) > 1 else _OTHER_LETTER):
            return True
        return one.disputed or (one.judged.misread > self._settings.misread_limit and not sure)

    def _may_be_text(self, one: _Seen, *, faint: bool) -> bool:
        """Of a line that was dropped: whether it must be said that there may be one. Nobody scribbles Chinese."""
        characters = sum(_is_han(character) and character not in _SHAPES for character in one.reading.seen)
        if characters > 1 and one.reading.confidence >= self._settings.short_confidence:
            return True
        # A row of crosses, which is drawn and written alike, means too much to be passed over. Nobody tells small ones
        # from capitals, so both share what the recogniser is sure of.
        if len(one.reading.seen) >= _CROSSES and set(one.reading.seen.casefold()) == {"x"}:
            return one.reading.confidence >= self._settings.line_confidence
        no_text = self._settings.scribble_line if faint else self._settings.scribble_region
        if one.reading.wordlike is not None and sum(map(str.isalnum, one.reading.seen)) >= _SEVERAL:
            no_text = _SEVERAL_SCRIBBLE
        if one.judged.other_script > _SURELY_OTHER_SCRIPT:
            return True
        return one.judged.scribble < no_text and not _lone_letter(one)

    def _spells(self, members: list[Reading]) -> bool:
        """Whether single characters side by side are a word: letters, and not a row of rings or bars."""
        letters = [one.text for one in members if self._trusted(one) and one.text.isalnum()]
        alike = all(map(str.isascii, letters)) and len(set(letters)) < _VARIED * len(letters)
        return 2 * len(letters) > len(members) and not alike

    def _spaced_line(self, regions: list[Region], readings: list[Reading]) -> OcrLine:
        # In good company an O or an I is what it looks like, so the bar for lone characters does not hold here.
        kept = [reading for reading in readings if reading.confidence >= self._settings.line_confidence]
        confidence = float(np.mean([reading.confidence for reading in kept]))
        text, shapes = (
            "".join(parts) for parts in zip(*((one.text, one.shapes or one.text) for one in kept), strict=True)
        )
        return OcrLine(text, box_around(regions), round(confidence, 4), None if shapes == text else shapes)

    def _recognise(self, rgb: Rgb, regions: list[Region], scale: float, *, faint: bool) -> list[_Seen]:
        crops = [along(rgb, region) for region in regions]
        readings = self._recogniser.read(crops)
        contrasts = [contrast_of(picture) for picture in crops]
        if any(reading.confidence < self._settings.upright_confidence for reading in readings):
            others, turned = self._upside_down(crops, readings)
            turned_crops = [np.rot90(picture, 2) for picture in crops]
            if turned:
                regions, contrasts = regions[::-1], contrasts[::-1]
                readings, others = others[::-1], readings[::-1]
                crops, turned_crops = turned_crops[::-1], crops[::-1]
            # One long line that says more the other way up, or a scribble that seems to, must not turn all others.
            kept = [self._better(*pair) for pair in zip(readings, others, strict=True)]
            crops = [
                one if reading is first else other
                for reading, first, one, other in zip(kept, readings, crops, turned_crops, strict=True)
            ]
            readings = kept if faint else in_mirror(self._recogniser, regions, crops, kept)
        # Judged by the first reading: the better of two makes scribbles look like text.
        judged = [judge(*one, scale) for one in zip(regions, readings, contrasts, strict=True)]
        return [_Seen(*one) for one in zip(regions, *self._again(crops, readings), judged, strict=True)]

    def _again(self, crops: list[Rgb], readings: list[Reading]) -> tuple[list[Reading], list[bool]]:
        """The readings that count, and which of them are disputed; what is sure, or no text, is not read twice.

        Cut too close, a letter at an edge is lost, so what is shorter does not count, however sure.
        """
        doubtful = [
            index
            for index, reading in enumerate(readings)
            if self._trusted(reading) and reading.confidence < self._settings.upright_confidence
        ]
        counting, disputed = list(readings), [False] * len(readings)
        others = self._recogniser.read([closer(crops[index]) for index in doubtful])
        for index, other in zip(doubtful, others, strict=True):
            first = readings[index]
            disputed[index] = not same(first, other)
            if other.confidence > first.confidence and len(other.seen) >= len(first.seen):
                counting[index] = other
        return counting, disputed

    def _upside_down(self, crops: list[Rgb], readings: list[Reading]) -> tuple[list[Reading], bool]:
        """What the crops say the other way up, and whether they say more. A line that reads well as it is speaks for
        that, and is not turned unless all others are."""
        sure = [reading.confidence >= self._settings.upright_confidence for reading in readings]
        doubtful = [picture for picture, keep in zip(crops, sure, strict=True) if not keep]
        turned = iter(self._recogniser.read([np.rot90(picture, 2) for picture in doubtful]))
        others = [Reading("", 0.0) if keep else next(turned) for keep in sure]
        if self._weight(others) <= self._weight(readings):
            return others, False
        if any(sure):
            others = self._recogniser.read([np.rot90(picture, 2) for picture in crops])
        return others, self._weight(others) > self._weight(readings)

    def _weight(self, readings: list[Reading]) -> float:
        """How well a sticker reads one way up. Upside down there are fewer letters, and less sure ones."""
        return sum(reading.confidence**2 * len(reading.seen) for reading in readings if self._trusted(reading))

    def _better(self, reading: Reading, other: Reading) -> Reading:
        sure = other.confidence >= self._settings.doubtful_confidence and self._trusted(other)
        fuller = len(other.seen) >= len(reading.seen) or not self._trusted(reading)
        return other if sure and fuller and other.confidence > reading.confidence + _BETTER else reading

    def _trusted(self, reading: Reading) -> bool:
        settings = self._settings
        text = reading.seen
        if len(text) > 3:
            return reading.confidence >= settings.line_confidence
        if len(text) > 1 and any(map(str.isalpha, text)):
            return reading.confidence >= settings.short_confidence
        return bool(text) and reading.confidence >= settings.character_confidence


def _line(box: Box, reading: Reading) -> OcrLine:
    return OcrLine(reading.text, box, round(reading.confidence, 4), reading.shapes)


def _ending(line: OcrLine, end: str, box: Box) -> OcrLine:
    shapes = None if line.shapes is None else line.shapes + end
    return replace(line, text=line.text + end, shapes=shapes, box=box)


def _lone_letter(one: _Seen) -> bool:
    short, long = one.region.sides
    return len(one.reading.seen) == 1 and _simple(one.reading.seen) and long < _LONE_ASPECT * short


def _simple(character: str) -> bool:
    """Whether a character has few strokes."""
    return character.isascii() or character in _SHAPES


def _is_han(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK")
