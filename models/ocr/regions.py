"""Regions of drawn stickers and of pictures without words, as detector and recogniser see them, and what they are."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime

from data.draws import weighted
from data.stickers.corpus import ALONE, MOTIFS, OTHER_SCRIPT, PARTED, TEXT_FREE, DrawnSticker, draw_sticker
from data.stickers.writing import Box
from models.ocr.graph import seen
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import decode
from stickerguard.ocr.again import plain
from stickerguard.ocr.detect import Detector
from stickerguard.ocr.doubt import company, contrast_of, features
from stickerguard.ocr.geometry import Region, along
from stickerguard.ocr.language import FILE, LanguageModel
from stickerguard.ocr.recognise import Recogniser, narrowed, pieces_of, prepare
from stickerguard.ocr.settings import PpOcrSettings

SCRIBBLE, RIGHT, MISREAD = range(3)
KINDS = {
    TEXT_FREE: 45, MOTIFS: 60, "hard": 25, "tiny": 8, "handwriting": 7, "arc": 4, "crossed": 5, "outlined": 6,
    OTHER_SCRIPT: 12, ALONE: 5, PARTED: 10,
}  # fmt: skip
_OVERLAP = 0.3
"""Of a region, that words must fill for it to be text; other regions of a sticker with words are left out."""

Rgb = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Of n regions: `features` float64 [n, f], those of `company` [n, c], what the recogniser has `seen` of each in the
    mean of its steps, [n, SEEN], and `labels` int64 [n]: SCRIBBLE, RIGHT or MISREAD."""

    features: Floats
    company: Floats
    seen: Floats
    labels: npt.NDArray[np.int64]

    def where(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Those that are `chosen`, bool [n]."""
        return Examples(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @staticmethod
    def joined(parts: Sequence[Examples]) -> Examples:
        """All of them, one after the other."""
        return Examples(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Examples)))


def draw_examples(count: int, seed: int, half: str) -> Iterator[DrawnSticker]:
    """More that is hard to read, or looks like writing, than a corpus has."""
    source = random.Random(seed)
    for number in range(count):
        kind = weighted(source, KINDS)
        yield draw_sticker(kind, random.Random(f"{seed} {number}"), half)


class Collector:
    """Finds regions as the engine does, in its looks at the whole, at small print and, where there are no words, at
    what is faint, and asks the recogniser about each."""

    def __init__(self, bundle: Bundle) -> None:
        options = RuntimeOptions(threads=1)
        settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
        self._detector = Detector(bundle.file("ocr_det.onnx"), options=options, settings=settings.detector)
        language = LanguageModel(bundle.file(FILE), options=options)
        self._recogniser = Recogniser(bundle.file("ocr_rec.onnx"), options=options, language=language)
        self._seen = _Seen(bundle.file("ocr_rec.onnx"))

    def collect(self, stickers: Iterable[DrawnSticker]) -> Examples:
        """Every region that is found in `stickers`, which are stills."""
        rows: list[tuple[Sequence[float], Sequence[float], Sequence[float], int]] = []
        for sticker in stickers:
            rgb = decode(sticker.data).frames[0].rgb
            for region, scale in self._found(rgb, faint=not sticker.text):
                if sticker.text and overlap(region.box(), sticker.boxes) < _OVERLAP:
                    continue
                cut = along(rgb, region)
                (reading,) = self._recogniser.read([cut])
                given = features(region, reading, contrast_of(cut), scale)
                rows.append((given, company(reading), self._seen.of(cut), label(sticker.text, reading.text)))
        return Examples(*(np.asarray(column) for column in zip(*rows, strict=True)))

    def _found(self, rgb: Rgb, *, faint: bool) -> Iterator[tuple[Region, float]]:
        yield from ((region, self._detector.scale(rgb)) for region in self._detector.find(rgb).regions)
        for look in (self._detector.find_small, *([self._detector.find_faint] if faint else [])):
            regions, scale = look(rgb)
            yield from ((region, scale) for region in regions)


class _Seen:
    """What a recogniser sees of a crop before it looks for characters."""

    def __init__(self, path: Path) -> None:
        model = onnx.load(path)
        name = seen(model)
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), options)
        self._output = name

    def of(self, crop: Rgb) -> Sequence[float]:
        """The mean of the steps along the first piece of `crop`, [SEEN]."""
        piece = pieces_of(crop)[0]
        prepared = prepare(piece)
        (steps,) = self._session.run([self._output], {"image": prepared[None]})[0]
        along_it = max(1, round(len(steps) * narrowed(piece) / prepared.shape[1]))
        return [float(value) for value in steps[:along_it].mean(axis=0)]


def label(text: str, reading: str) -> int:
    """What a region of a sticker that says `text` is, where it reads as `reading`."""
    if not text:
        return SCRIBBLE
    lines = {plain(line) for line in (*text.split("\n"), text)}
    return RIGHT if plain(reading) in lines else MISREAD


def overlap(box: Sequence[tuple[float, float]], boxes: Iterable[Box]) -> float:
    """Share of the upright rectangle around `box` that `boxes` fill."""
    xs, ys = [x for x, _ in box], [y for _, y in box]
    shared = 0.0
    for left, top, right, bottom in boxes:
        width, height = min(max(xs), right) - max(min(xs), left), min(max(ys), bottom) - max(min(ys), top)
        shared += max(0.0, width) * max(0.0, height)
    return shared / max((max(xs) - min(xs)) * (max(ys) - min(ys)), 1e-6)
