"""Is it text, and is it read right? Judged by what detector, recogniser and the crop itself say of a region.

Weights fitted by `python -m models.ocr.doubt` and `models.ocr.other_script` on drawn stickers: text that is hard to
read, or in a script that the recogniser does not know, letters alone, and scribbles.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, log1p

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.ocr.geometry import Region
from stickerguard.ocr.recognise import Reading

Rgb = npt.NDArray[np.uint8]
_HEIGHT = 48
_SUREST = 0.996
_SUREST_BELIEF = 0.999
_REPEATED = 3
_SCRIBBLE = (
    -6.978, -1.045, -0.445, -0.162, -0.551, 0.772, -1.659, 4.989,
    -1.722, -0.747, 3.447, 0.632, -1.0, 13.293,
)  # fmt: skip
"""Of a scribble beside text: weights of `features`, of `wordlike`, and the constant."""
_OTHER_SCRIPT = (
    5.709, -0.085, -0.185, -0.165, -0.397, 0.401, 0.318, 0.087,
    -2.454, 0.732, 0.676, -2.445, 1.0, 8.985,
)  # fmt: skip
"""Of text in a script that the recogniser does not know, beside text that is read right: weights of `features`, of
`other_script`, and the constant."""
_MISREAD_IN_COMPANY = (
    -0.883, 0.619, -0.238, -0.035, -0.316, 1.828, 2.65, 0.703,
    -0.717, 0.129, 0.85, -15.317, -0.731, -0.078, 18.769,
)  # fmt: skip
"""Of misread text, where a language model has seen it: weights of `features`, of `company`, and the constant."""
_SCRIBBLE_UNSEEN = (-12.621, -0.062, -0.555, -0.27, -0.953, 2.333, 3.657, 6.944, -1.449, -0.964, 5.592, -16.761, 25.735)
_MISREAD = (-0.885, 0.867, -0.513, -0.354, -0.647, 1.634, 3.655, 0.309, -0.845, 0.258, -0.104, -21.8, 25.922)
"""Weights of `features`, the constant last, of scribbles and of misread text, each beside text that is read right:
where the recogniser does not say what looks like writing, and where there is no language model."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`scribble` is P(no text); of text, `misread` is P(not read right), and `other_script` P(in a script that is not
    known), given that it is that or read right; 0 where the recogniser does not say."""

    scribble: float
    misread: float
    other_script: float = 0.0


def judge(region: Region, reading: Reading, contrast: float, scale: float) -> Judgement:
    """What to think of `reading`; `contrast` is that of the crop, `scale` that of the map the region was found in."""
    given = features(region, reading, contrast, scale)
    misread = _odds(_MISREAD, given)
    if reading.wordlike is None:
        scribble = _odds(_SCRIBBLE_UNSEEN, given) / (1 + misread)
    else:
        scribble = _odds(_SCRIBBLE, (*given, reading.wordlike))
    other = 0.0 if reading.other_script is None else _odds(_OTHER_SCRIPT, (*given, reading.other_script))
    if reading.belief is not None:
        misread = _odds(_MISREAD_IN_COMPANY, (*given, *company(reading)))
    return Judgement(scribble / (1 + scribble), misread / (1 + misread), other / (1 + other))


def _odds(weights: tuple[float, ...], given: tuple[float, ...]) -> float:
    return exp(min(50.0, sum(a * b for a, b in zip((*given, 1.0), weights, strict=True))))


def features(region: Region, reading: Reading, contrast: float, scale: float) -> tuple[float, ...]:
    """How sure the detector is; shape; how sure the recogniser is, on the whole and of its worst character; how many
    letters there are, whether at most one; the shares of other signs and of repetition; height in the detector's map;
    contrast; the share of blank steps and how sure all steps are."""
    short, long = region.sides
    shown = [character for character in reading.seen.casefold() if not character.isspace()]
    letters = sum(map(str.isalnum, shown))
    repeated = 1 - len(set(shown)) / len(shown) if len(shown) >= _REPEATED else 0.0
    return (
        region.score,
        log(max(long / max(short, 1.0), 1.0)),
        -log(1 - min(reading.confidence, _SUREST)),
        -log(1 - min(reading.least, _SUREST)),
        log1p(letters),
        float(letters <= 1),
        1 - letters / len(shown) if shown else 0.5,
        repeated,
        log(max(short * scale, 1.0)),
        log(max(contrast, 0.02)),
        reading.blank,
        reading.certainty,
    )


def company(reading: Reading) -> tuple[float, ...]:
    """How likely the reading is among those that look nearly alike, and whether company made it something else than
    its shapes say; `reading.belief` is there."""
    return -log(1 - min(reading.belief or 0.0, _SUREST_BELIEF)), float(reading.shapes is not None)


def contrast_of(crop: Rgb) -> float:
    """From the darkest to the lightest parts of a crop, uint8 [height, width, 3], in [0, 1]."""
    if crop.shape[0] > _HEIGHT:
        size = (max(4, round(crop.shape[1] * _HEIGHT / crop.shape[0])), _HEIGHT)
        crop = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    low, high = np.percentile(cv2.cvtColor(np.ascontiguousarray(crop), cv2.COLOR_RGB2GRAY), (5, 95))
    return float(high - low) / 255
