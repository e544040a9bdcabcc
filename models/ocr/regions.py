"""Regions of drawn stickers and of pictures without words, as detector and recogniser see them, and what they are."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

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

SCRIBBLE, RIGHT, MISREAD, OTHER = range(4)
"""What a region is: no text, text that is read right or not, and text in a script that the recogniser does not know."""
KINDS = {
    TEXT_FREE: 45, MOTIFS: 60, "hard": 25, "tiny": 8, "handwriting": 7, "arc": 4, "crossed": 5, "outlined": 6,
    OTHER_SCRIPT: 12, ALONE: 5, PARTED: 10,
}  # fmt: skip
_STEPS = 60
"""Steps of a longer line, evenly chosen, that are kept."""
_OVERLAP = 0.3
"""Of a region, that words must fill for it to be text; other regions of a sticker with words are left out."""

Rgb = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Of n regions: `features` float64 [n, f], those of `company` [n, c], what the recogniser has `seen` at each step,
    float16 [n, steps, SEEN], the `shares` of these steps of the line, float32 [n, steps], 0 beyond its end, and
    `labels`, int64 [n]: SCRIBBLE, RIGHT, MISREAD or OTHER."""

    features: Floats
    company: Floats
    seen: npt.NDArray[np.float16]
    shares: npt.NDArray[np.float32]
    labels: npt.NDArray[np.int64]

    @property
    def seen_along(self) -> Floats:
        """What the recogniser has seen in the mean of the steps, float64 [n, SEEN]."""
        return np.asarray(np.einsum("nsf,ns->nf", self.seen, self.shares, dtype=np.float64), dtype=np.float64)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Those that are `chosen`, bool [n]."""
        return Examples(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @staticmethod
    def joined(parts: Sequence[Examples]) -> Examples:
        """All of them, one after the other."""
        return Examples(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Examples)))


def draw_examples(count: int, seed: int, half: str, kinds: Mapping[str, float] = KINDS) -> Iterator[DrawnSticker]:
    """More that is hard to read, or looks like writing, than a corpus has: by the shares of `kinds`."""
    source = random.Random(seed)
    for number in range(count):
        kind = weighted(source, kinds)
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
        rows: list[tuple[Any, ...]] = []
        for sticker in stickers:
            rgb = decode(sticker.data).frames[0].rgb
            for region, scale in self._found(rgb, faint=not sticker.text):
                if sticker.text and overlap(region.box(), sticker.boxes) < _OVERLAP:
                    continue
                cut = along(rgb, region)
                (reading,) = self._recogniser.read([cut])
                given = features(region, reading, contrast_of(cut), scale)
                what = OTHER if sticker.kind == OTHER_SCRIPT else label(sticker.text, reading.text)
                rows.append((given, company(reading), *self._seen.of(cut), what))
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

    def of(self, crop: Rgb) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.float32]]:
        """The steps along the first piece of `crop`, float16 [_STEPS, SEEN], and their shares, float32 [_STEPS]."""
        piece = pieces_of(crop)[0]
        prepared = prepare(piece)
        (steps,) = self._session.run([self._output], {"image": prepared[None]})[0]
        along_it = max(1, round(len(steps) * narrowed(piece) / prepared.shape[1]))
        chosen = steps[np.linspace(0, along_it - 1, min(along_it, _STEPS)).astype(int)]
        seen, shares = np.zeros((_STEPS, steps.shape[1]), np.float16), np.zeros(_STEPS, np.float32)
        seen[: len(chosen)], shares[: len(chosen)] = chosen, 1 / len(chosen)
        return seen, shares


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
