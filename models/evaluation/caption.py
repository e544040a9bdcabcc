"""The caption half of a bundle on captions of writers that no run was trained on."""

from __future__ import annotations

import csv
import random
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from data.progress import progress
from models.caption.evasion import EVASIONS, Evasion
from models.caption.noise import OCR_ERRORS, OTHER_SCRIPTS, ocr_noise
from models.caption.train import read_captions
from models.evaluation.kinds import wording_of
from models.evaluation.stats import as_metrics, figures, rate_row
from stickerguard import Bundle, RuntimeOptions
from stickerguard.caption.model import CaptionModel
from stickerguard.caption.normalize import normalize
from stickerguard.caption.term_weights import TermWeights

Row = dict[str, Any]
Floats = npt.NDArray[np.float64]
DISGUISED = 200
"""How many captions of English and of Chinese are disguised in each way."""


def held_out_captions(path: Path) -> list[Row]:
    """The captions of the fold "test"."""
    return [row for row in read_captions(path) if row["fold"] == "test"]


def caption_model(bundle: Bundle) -> CaptionModel:
    """The caption stage of a bundle, as the classifier builds it."""
    part = bundle.manifest.parts.caption
    weights = TermWeights.of(part.calibration.parameters if part.calibration else {})
    return model_of(bundle.path, part.preprocessing["max_tokens"], weights)


def model_of(folder: Path, max_tokens: int, weights: TermWeights) -> CaptionModel:
    """The caption stage of the files in `folder`, a bundle's or a training's."""
    files = (folder / name for name in ("caption.onnx", "tokenizer.json", "lexicon.json"))
    return CaptionModel(*files, max_tokens=max_tokens, options=RuntimeOptions(), weights=weights)


def score_captions(model: CaptionModel, texts: list[str]) -> Floats:
    """Suggestive scores, float64 [n]; a text of which nothing is left scores 0 here, as it would hide."""
    return np.asarray(
        [model.score(text).suggestive if normalize(text).text else 0.0 for text in progress(texts, "captions")]
    )


def write_held_out(model: CaptionModel, rows: list[Row], path: Path) -> None:
    """Score captions that the model has not read, as they are and misread, for the fusion.

    Writes columns source (the language), label, kind, suggestive and suggestive_ocr.
    """
    source = random.Random(0)
    clean = score_captions(model, [row["text"] for row in rows])
    misread = score_captions(model, [ocr_noise(row["text"], OCR_ERRORS, source) for row in rows])
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["source", "label", "kind", "suggestive", "suggestive_ocr"])
        for row, plain, noisy in zip(rows, clean.tolist(), misread.tolist(), strict=True):
            labels = row["lang"], int(row["low"] >= 2), wording_of(row) or ""
            writer.writerow([*labels, f"{plain:.6f}", f"{noisy:.6f}"])


def caption_metrics(
    model: CaptionModel, rows: list[Row], *, seed: int = 0, disguises: bool = True
) -> list[dict[str, object]]:
    """Figures by writer, language, kind, disguise and OCR noise; every caption is a group of its own.

    Without `disguises` disguise and noise are left out. Captions of a user's own have figures of their own; see
    models/evaluation/own.py.
    """
    found: list[dict[str, object]] = []
    rows = [row for row in rows if not str(row["source"]).startswith("own_")]
    suggestive = {row["source"] for row in rows if row["low"] >= 2}
    for lang in sorted({row["lang"] for row in rows}):
        inside = [row for row in rows if row["lang"] == lang and row["source"] in suggestive]
        if not inside:
            continue
        texts = [row["text"] for row in inside]
        severity = np.asarray([row["low"] for row in inside])
        positive, groups = severity >= 2, np.asarray(texts)
        clean = score_captions(model, texts)
        name = f"captions of unread writers, {lang}"
        found += as_metrics(name, figures(positive, clean, groups))
        romantic = np.isin(severity, (1, 2))
        found += as_metrics(
            f"{name}: severity 2 against 1", figures(positive[romantic], clean[romantic], groups[romantic])
        )
        everyday = np.asarray([str(row["kind"]).startswith("everyday") for row in inside]) & ~positive
        if everyday.any():
            scored, of = clean[everyday], groups[everyday]
            found.append(rate_row(f"{name}: everyday", "false positive rate at score 0.5", scored, 0.5, of))
        if disguises and lang in ("en", "zh"):
            found += _disguised(model, name, lang, inside, seed)
    return found


def _disguised(model: CaptionModel, name: str, lang: str, rows: list[Row], seed: int) -> list[dict[str, object]]:
    """Figures of some of the captions as they are, and in each disguise."""
    source = random.Random(seed)
    picked = source.sample(rows, min(DISGUISED, len(rows)))
    texts = [row["text"] for row in picked]
    positive, groups = np.asarray([row["low"] >= 2 for row in picked]), np.asarray(texts)
    changes: dict[str, Evasion] = {"as they are": lambda text, _: text, **EVASIONS}
    if lang == "zh":
        changes |= OTHER_SCRIPTS
    for rate in (0.05, 0.1):
        changes[f"{rate:.0%} OCR errors"] = partial(_misread, rate)
    found = []
    for label, change in changes.items():
        scores = score_captions(model, [change(text, source) for text in texts])
        found += as_metrics(f"{name}, {label}", figures(positive, scores, groups))
    return found


def _misread(rate: float, text: str, source: random.Random) -> str:
    return ocr_noise(text, rate, source)
