"""Fit the weights of `stickerguard.ocr.doubt` on drawn stickers: `python -m models.ocr.doubt --count 900`.

Learnt on one half of the fonts and scribbles, reported on the other. Prints what goes into the module.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from data.command import command
from data.draws import weighted
from data.stickers.corpus import ALONE, OTHER_SCRIPT, TEXT_FREE, DrawnSticker, draw_sticker
from data.stickers.writing import Box
from stickerguard import Bundle, RuntimeOptions
from stickerguard.images import decode
from stickerguard.ocr.again import plain
from stickerguard.ocr.detect import Detector
from stickerguard.ocr.doubt import company, contrast_of, features
from stickerguard.ocr.geometry import along
from stickerguard.ocr.language import FILE, LanguageModel
from stickerguard.ocr.recognise import Recogniser
from stickerguard.ocr.settings import PpOcrSettings

SCRIBBLE, RIGHT, MISREAD = range(3)
_KINDS = {
    TEXT_FREE: 45, "hard": 25, "tiny": 8, "handwriting": 7, "arc": 4, "crossed": 5, "outlined": 6, OTHER_SCRIPT: 12,
    ALONE: 4,
}  # fmt: skip
_OVERLAP = 0.3
"""Of a region, that words must fill for it to be text; other regions of a sticker with words are left out."""
_REGULARISATION = 0.1

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """`features` float64 [n, f], those of `company` [n, c], 0 without a language model, and `labels` int64 [n]:
    SCRIBBLE, RIGHT or MISREAD."""

    features: Floats
    labels: npt.NDArray[np.int64]
    company: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """One for each feature, the constant last, float64 [f + 1]; those of text that is read right are 0."""

    scribble: Floats
    misread: Floats


def draw_examples(count: int, seed: int, half: str) -> Iterator[DrawnSticker]:
    """More that is hard to read than a corpus has."""
    source = random.Random(seed)
    for number in range(count):
        kind = weighted(source, _KINDS)
        yield draw_sticker(kind, random.Random(f"{seed} {number}"), half)


def collect(stickers: Iterable[DrawnSticker], bundle: Bundle) -> Examples:
    """Every region that is found in `stickers`, which are stills."""
    options = RuntimeOptions(threads=1)
    settings = PpOcrSettings.from_preprocessing(bundle.manifest.parts.ocr.preprocessing)
    detector = Detector(bundle.file("ocr_det.onnx"), options=options, settings=settings.detector)
    language = LanguageModel(bundle.file(FILE), options=options)
    recogniser = Recogniser(bundle.file("ocr_rec.onnx"), options=options, language=language)
    rows, beside, labels = [], [], []
    for sticker in stickers:
        rgb = decode(sticker.data).frames[0].rgb
        for region in detector.find(rgb).regions:
            if sticker.text and overlap(region.box(), sticker.boxes) < _OVERLAP:
                continue
            cut = along(rgb, region)
            (reading,) = recogniser.read([cut])
            rows.append(features(region, reading, contrast_of(cut), detector.scale(rgb)))
            beside.append(company(reading))
            labels.append(label(sticker.text, reading.text))
    return Examples(np.asarray(rows), np.asarray(labels, dtype=np.int64), np.asarray(beside))


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


def fit(examples: Examples) -> Weights:
    """Multinomial logistic regression on standardised features, folded back into weights of the plain ones."""
    scaler = StandardScaler().fit(examples.features)
    model = LogisticRegression(C=_REGULARISATION, max_iter=5000)
    model.fit(scaler.transform(examples.features), examples.labels)
    slopes = model.coef_ / scaler.scale_
    constants = model.intercept_ - slopes @ scaler.mean_
    whole = np.column_stack([slopes, constants])
    return Weights(whole[SCRIBBLE] - whole[RIGHT], whole[MISREAD] - whole[RIGHT])


def fit_misread(examples: Examples) -> Floats:
    """Logistic regression of misread text beside text that is read right, on `features` and `company`: a weight for
    each, the constant last, float64 [f + c + 1]."""
    text = examples.labels != SCRIBBLE
    given = whole(examples)[text]
    scaler = StandardScaler().fit(given)
    model = LogisticRegression(C=_REGULARISATION, max_iter=5000)
    model.fit(scaler.transform(given), examples.labels[text] == MISREAD)
    slopes = model.coef_[0] / scaler.scale_
    return np.append(slopes, model.intercept_[0] - slopes @ scaler.mean_)


def whole(examples: Examples) -> Floats:
    """Both kinds of features side by side, float64 [n, f + c]."""
    return examples.features if examples.company is None else np.hstack([examples.features, examples.company])


def probabilities(weights: Weights, given: Floats) -> Floats:
    """P(scribble), P(right), P(misread) of features [n, f]: float64 [n, 3]."""
    odds = np.exp(np.column_stack([given @ w[:-1] + w[-1] for w in (weights.scribble, weights.misread)]))
    whole = 1 + odds.sum(axis=1, keepdims=True)
    return np.column_stack([odds[:, :1] / whole, 1 / whole, odds[:, 1:] / whole])


@command
def main() -> None:
    """Command line entry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=900)
    parser.add_argument("--seed", type=int, default=101)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    bundle = Bundle.load()
    learnt = collect(draw_examples(args.count, args.seed, "fit"), bundle)
    weights, in_company = fit(learnt), fit_misread(learnt)
    fitted = {"_SCRIBBLE": weights.scribble, "_MISREAD": weights.misread, "_MISREAD_IN_COMPANY": in_company}
    for name, values in fitted.items():
        print(f"{name} = ({', '.join(f'{value:.3f}' for value in values)})")
    held = collect(draw_examples(args.count // 2, args.seed + 1, "held out"), bundle)
    found = probabilities(weights, held.features)
    scribbles = held.labels == SCRIBBLE
    print(f"held out, {len(held.labels)} regions: AUC of scribbles {roc_auc_score(scribbles, found[:, SCRIBBLE]):.3f}")
    misread = found[~scribbles, MISREAD] / found[~scribbles][:, [RIGHT, MISREAD]].sum(axis=1)
    wrong = held.labels[~scribbles] == MISREAD
    print(f"of misread text {roc_auc_score(wrong, misread):.3f}")
    known = whole(held)[~scribbles] @ in_company[:-1] + in_company[-1]
    print(f"of misread text, where a language model has seen it, {roc_auc_score(wrong, known):.3f}")


if __name__ == "__main__":
    main()
