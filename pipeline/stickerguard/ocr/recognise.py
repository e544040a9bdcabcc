"""Crops of text -> readings: batching by width, CTC decoding, and the company of characters where shapes are unsure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from stickerguard.errors import BundleError
from stickerguard.ocr.beams import beam_search
from stickerguard.ocr.language import LanguageModel, folded
from stickerguard.runtime import RuntimeOptions, create_session
from stickerguard.signature import Signature, Tensor, check_signature

Rgb = npt.NDArray[np.uint8]
_HEIGHT = 48
_STEP = 32
_WIDEST = 2048
_BATCH = 8
CANDIDATES = 8
"""Characters that each step may show, as the graph offers them."""
# The model was trained on crops padded with 0 after normalisation, which is mid-grey.
_PADDING = 128
_SIGNATURE = Signature(
    {"image": Tensor("uint8", (None, _HEIGHT, None, 3))},
    {"indices": Tensor("int32", (None, None)), "confidence": Tensor("float", (None, None))},
)
_CANDIDATES = {
    "candidates": Tensor("int32", (None, None, CANDIDATES)),
    "probabilities": Tensor("float", (None, None, CANDIDATES)),
}
_BY_STEP = {name: Tensor("float", (None, None)) for name in ("wordlike", "other_script")}
_UNSURE = 0.99
"""Probability of the least sure character, below which the company of all decides."""
_SHORTEST = 3
"""Characters that keep each other company."""
_WEIGHT = 0.4
"""Of the language model's score beside the logarithm of the probability of the shapes."""
_EACH = 5.0
"""Added to that score for each character, or shorter readings would win."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a crop says; `confidence` is the mean probability of its characters, 0 where nothing was read.

    `least` is the lowest of them. Of all steps along the crop, `blank` is the share that shows no character, and
    `certainty` the mean probability of what they show. `shapes` is what the shapes of the characters alone say, where
    their company made `text` something else; all numbers are of that. But `belief` is of `text`: its share, in [0, 1],
    of all readings that look nearly alike, each as likely as shapes and company have it; None where there is no
    language model. `wordlike` says how much the crop looks like writing, of whatever script, and `other_script` how
    much like a script that the model does not know, as shares of log-odds; None where the model does not say.
    """

    text: str
    confidence: float
    least: float = 0.0
    blank: float = 1.0
    certainty: float = 0.0
    shapes: str | None = None
    belief: float | None = None
    wordlike: float | None = None
    other_script: float | None = None

    @property
    def seen(self) -> str:
        """What the shapes alone say; whether something is text is judged by that."""
        return self.text if self.shapes is None else self.shapes


class Recogniser:
    """Reads upright crops with a CTC model whose graph takes uint8 pictures and gives indices and confidences, and
    where there is a `language` model, the candidates of each step."""

    def __init__(self, model: Path, *, options: RuntimeOptions, language: LanguageModel | None = None) -> None:
        signature = replace(_SIGNATURE, outputs={**_SIGNATURE.outputs, **_CANDIDATES}) if language else _SIGNATURE
        self._session = create_session(model, options, signature)
        self._language = language
        self._outputs = list(signature.outputs)
        there = {entry.name for entry in self._session.get_outputs()}
        if by_step := {name: tensor for name, tensor in _BY_STEP.items() if name in there}:
            check_signature(model, self._session, replace(signature, outputs=by_step))
            self._outputs += by_step
        metadata = self._session.get_modelmeta().custom_metadata_map
        if "character" not in metadata:
            raise BundleError(f"{model}: no character table in its metadata; quantise it again", code="bad_model")
        # CTC (Graves et al. 2006): index 0 is the blank, the space comes after all listed characters.
        self._alphabet = ["", *metadata["character"].split("\n"), " "]

    def read(self, crops: Sequence[Rgb]) -> list[Reading]:
        """One reading a crop, in the order given; crops are uint8 [height, width, 3]. Very long ones go in pieces."""
        pieces = [pieces_of(crop) for crop in crops]
        readings = iter(self._read([piece for parts in pieces for piece in parts]))
        return [joined([next(readings) for _ in parts]) for parts in pieces]

    def _read(self, crops: Sequence[Rgb]) -> list[Reading]:
        buckets: dict[int, list[int]] = defaultdict(list)
        prepared = [prepare(crop) for crop in crops]
        for index, crop in enumerate(prepared):
            buckets[crop.shape[1]].append(index)
        readings: dict[int, Reading] = {}
        for members in buckets.values():
            for start in range(0, len(members), _BATCH):
                batch = members[start : start + _BATCH]
                feed = {"image": np.stack([prepared[index] for index in batch])}
                said = dict(zip(self._outputs, self._session.run(self._outputs, feed), strict=True))
                for row, index in enumerate(batch):
                    own = {name: array[row] for name, array in said.items()}
                    # What lies on the padding says nothing about the crop.
                    steps = max(1, round(len(own["indices"]) * narrowed(crops[index]) / prepared[index].shape[1]))
                    read = decode_ctc(own["indices"], own["confidence"], self._alphabet, steps)
                    wordlike, other = (_mean(own[name][:steps].tolist()) if name in own else None for name in _BY_STEP)
                    read = replace(read, wordlike=wordlike, other_script=other)
                    readings[index] = self._in_company(read, [own[name] for name in _CANDIDATES if name in own])
        return [readings[index] for index in range(len(crops))]

    def _in_company(self, reading: Reading, candidates: Sequence[Any]) -> Reading:
        """`reading`, or what is likelier written and looks nearly alike."""
        if self._language is None or not reading.text:
            return reading
        if reading.least >= _UNSURE:
            return replace(reading, belief=reading.least)
        found: dict[str, float] = {}
        for numbers, probability in beam_search(*candidates):
            text = "".join(self._alphabet[number] for number in numbers).strip()
            found[text] = max(found.get(text, -math.inf), probability)
        found.pop("", None)
        if not found:
            return replace(reading, belief=0.0)
        texts = list(found)
        likely = np.asarray([found[text] for text in texts])
        chosen = reading.text
        if _keeps_company(reading.text):
            likely += _WEIGHT * (self._language.score(texts) + _EACH * np.asarray([len(text) for text in texts]))
            chosen = texts[int(likely.argmax())]
        shares = np.exp(likely - likely.max())
        alike = np.asarray([_said(text) == _said(chosen) for text in texts])
        belief = float(shares[alike].sum() / shares.sum())
        if chosen == reading.text:
            return replace(reading, belief=belief)
        return replace(reading, text=chosen, shapes=reading.text, belief=belief)


def _keeps_company(text: str) -> bool:
    """Whether its neighbours say what a character is: not of one or two, nor among digits and signs."""
    return len(text) >= _SHORTEST and 2 * sum(map(str.isalpha, text)) > len("".join(text.split()))


def _said(text: str) -> str:
    return "".join(folded(text).split())


def pieces_of(crop: Rgb) -> list[Rgb]:
    """`crop` cut, between letters, into pieces that need not be narrowed at the height that is read."""
    height, width = crop.shape[:2]
    most = _WIDEST * height // _HEIGHT
    if width <= most or most <= 2 * height:
        return [crop]
    # Where a line of text is cut from top to bottom without meeting a letter, nothing changes.
    busy = crop.max(axis=(0, 2)).astype(np.int16) - crop.min(axis=(0, 2))
    cuts = [0]
    while width - cuts[-1] > most:
        start, end = cuts[-1] + most - 2 * height, cuts[-1] + most
        quiet = np.convolve(busy[start:end], np.ones(max(1, height // 8)), "same")
        cuts.append(start + int(quiet.argmin()))
    return [crop[:, left:right] for left, right in zip(cuts, [*cuts[1:], width], strict=True)]


def joined(readings: Sequence[Reading]) -> Reading:
    """The pieces of one line as one reading, parted by spaces."""
    if len(readings) == 1:
        return readings[0]
    letters = [len(reading.text) for reading in readings]
    confidence = sum(reading.confidence * count for reading, count in zip(readings, letters, strict=True))
    return Reading(
        " ".join(r.text for r in readings if r.text),
        confidence / sum(letters) if any(letters) else 0.0,
        min((r.least for r in readings if r.text), default=0.0),
        float(np.mean([r.blank for r in readings])),
        float(np.mean([r.certainty for r in readings])),
        " ".join(r.shapes or r.text for r in readings if r.text) if any(r.shapes for r in readings) else None,
        min((r.belief for r in readings if r.belief is not None), default=None),
        _mean([r.wordlike for r in readings if r.wordlike is not None]),
        max((r.other_script for r in readings if r.other_script is not None), default=None),
    )


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None


def decode_ctc(
    indices: npt.NDArray[np.integer],
    confidence: npt.NDArray[np.floating],
    alphabet: Sequence[str],
    steps: int | None = None,
) -> Reading:
    """Greedy CTC decoding of `indices` and `confidence`, both [time]: merge repeats, drop blanks.

    The first `steps`, all where None, lie on the crop, the others on its padding.
    """
    kept = (indices != 0) & np.concatenate([[True], indices[1:] != indices[:-1]])
    text = "".join(alphabet[index] for index in indices[kept]).strip()
    along = float((indices[:steps] == 0).mean()), float(confidence[:steps].mean())
    if not text:
        return Reading("", 0.0, 0.0, *along)
    return Reading(text, float(confidence[kept].mean()), float(confidence[kept].min()), *along)


def narrowed(crop: Rgb) -> int:
    """Width of the crop at the height that is read."""
    return min(_WIDEST, max(1, round(int(crop.shape[1]) * _HEIGHT / int(crop.shape[0]))))


def prepare(crop: Rgb) -> Rgb:
    """The crop at 48 px height, padded to the next multiple of 32 px: uint8 [48, width, 3]."""
    height, new_width = crop.shape[0], narrowed(crop)
    resized = cv2.resize(crop, (new_width, _HEIGHT), interpolation=cv2.INTER_AREA if height > 96 else cv2.INTER_LINEAR)
    padded = np.full((_HEIGHT, -(-new_width // _STEP) * _STEP, 3), _PADDING, np.uint8)
    padded[:, :new_width] = resized
    return padded
