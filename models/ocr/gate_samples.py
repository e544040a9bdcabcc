"""What the gate of the text detector learns from: pictures as the detector is shown them, with what is text in them.

Words are where the detector finds some within the words of a drawn sticker. Where it finds something in a picture
without words, that is the hardest of what is no text.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from data.stickers.corpus import DrawnSticker, draw_sticker
from data.stickers.writing import Box
from data.vision.index import Picture, read_index
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import decode
from stickerguard.ocr import OcrEngine, create_engine
from stickerguard.ocr.detect import Detector, DetectorSettings
from stickerguard.ocr.geometry import Floats, Rgb
from stickerguard.ocr.ppocr import PpOcrSettings

NOTHING, TEXT, UNSURE = range(3)
CELL = 8
_KINDS = {
    "text-free": 16, "hard": 18, "tiny": 10, "handwriting": 12, "arc": 8, "crossed": 9, "outlined": 14, "column": 7,
    "blocks": 6, "recompressed": 8, "kana": 4, "traditional": 4,
}  # fmt: skip
_SOURCES = {
    "objects": 5, "flickr8k": 3, "illustrations-people": 6, "characters": 2, "redrawn": 2, "icons": 2, "twemoji": 1,
    "noto": 1, "fluent-emoji": 1, "fluent-emoji-3d": 1, "openmoji": 1, "shapes": 1, "avatars": 2, "utkface": 1,
    "fxemoji": 1, "figures": 2, "art4apps": 2, "pictograms": 1, "symbola": 1,
}  # fmt: skip
_WRITTEN_ON = ("objects", "flickr8k", "utkface", "illustrations-people", "art4apps")
"""Sources in whose pictures there may be words that nobody labelled."""
_SMALL, _SIDES = 200, (240, 320, 512)
_LARGE = 3 * 416
"""Long side above which the detector looks at tiles."""
_FIRES = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """`picture` uint8 [h, w, 3]; `cells` uint8 [ceil(h / CELL), ceil(w / CELL)] of NOTHING, TEXT and UNSURE."""

    picture: Rgb
    cells: npt.NDArray[np.uint8]


class _Noting(Detector):
    """A detector that notes what it was shown and what it found there."""

    def __init__(self, bundle: Bundle, options: RuntimeOptions) -> None:
        settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
        shared = {field.name: getattr(settings, field.name) for field in fields(DetectorSettings)}
        super().__init__(bundle.file("ocr_det.onnx"), options=options, settings=DetectorSettings(**shared))
        self.noted: list[tuple[Rgb, Floats]] = []

    def _map(self, rgb: Rgb) -> Floats:
        probability = super()._map(rgb)
        self.noted.append((rgb, probability))
        return probability

    def looks(self, rgb: Rgb) -> list[tuple[Rgb, Floats]]:
        """The first look at `rgb` and that for faint text: what was shown, and the map of it."""
        self.noted.clear()
        self.find(rgb)
        self.find_faint(rgb)
        return list(self.noted)


class Sampler:
    """Makes samples with the detector and the recogniser of `bundle`."""

    def __init__(self, bundle: Bundle) -> None:
        options = RuntimeOptions(threads=1)
        self._detector = _Noting(bundle, options)
        self._engine: OcrEngine = create_engine("ppocr", bundle, options)

    def drawn(self, count: int, seed: int, half: str) -> Iterator[Sample]:
        """Samples of `count` drawn stills; `half` of the fonts and scribbles, as `draw_stickers` has it."""
        for number in range(count):
            source = random.Random(f"{seed} {number}")
            (kind,) = source.choices(list(_KINDS), list(_KINDS.values()))
            sticker: DrawnSticker = draw_sticker(kind, source, half)
            rgb = decode(sticker.data).frames[0].rgb
            if max(rgb.shape[:2]) <= _LARGE:
                for shown, probability in self._detector.looks(rgb):
                    yield Sample(shown, _cells_of(probability, rgb.shape, sticker.boxes if sticker.text else None))

    def pictures(self, folder: Path, count: int, seed: int, split: str) -> Iterator[Sample]:
        """Samples of `count` pictures of a built set that hold no words, or none that the engine can read."""
        by_source = defaultdict(list)
        for picture in trained_on(folder, split):
            by_source[picture.source].append(picture)
        for number in range(count):
            choose = random.Random(f"f{seed} {number}")
            (source,) = choose.choices(list(by_source), [_SOURCES[name] for name in by_source])
            rgb = decode((folder / choose.choice(by_source[source]).file).read_bytes()).frames[0].rgb
            if max(rgb.shape[:2]) > _LARGE:
                continue
            if max(rgb.shape[:2]) < _SMALL:  # icons come as large as stickers are
                scale = choose.choice(_SIDES) / max(rgb.shape[:2])
                rgb = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8)
            read = self._engine.read(rgb) if source in _WRITTEN_ON else None
            words = read is not None and bool(read.lines or read.unreadable)
            for shown, probability in self._detector.looks(rgb):
                yield Sample(shown, _cells_of(probability, rgb.shape, () if words else None))


def trained_on(folder: Path, split: str = "train") -> list[Picture]:
    """The pictures of a built set that samples are made of."""
    return [picture for picture in read_index(folder) if picture.split == split and picture.source in _SOURCES]


def _cells_of(probability: Floats, shape: tuple[int, ...], words: tuple[Box, ...] | None) -> npt.NDArray[np.uint8]:
    """What lies in each cell, `words` being boxes in a picture of `shape`; None says that there are none."""
    fires = _pooled(probability > _FIRES)
    if words is None:
        return np.full(fires.shape, NOTHING, np.uint8)
    inside = np.zeros(probability.shape, np.bool_)
    y, x = probability.shape[0] / shape[0], probability.shape[1] / shape[1]
    for left, top, right, bottom in words:
        inside[max(0, int(top * y)) : int(bottom * y) + 1, max(0, int(left * x)) : int(right * x) + 1] = True
    within = _pooled(inside)
    cells = np.where(within | fires, UNSURE, NOTHING)
    return np.where(within & fires, TEXT, cells).astype(np.uint8)


def _pooled(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    height, width = mask.shape
    padded = np.pad(mask, ((0, -height % CELL), (0, -width % CELL)))
    return np.asarray(padded.reshape(len(padded) // CELL, CELL, -1, CELL).any(axis=(1, 3)))
