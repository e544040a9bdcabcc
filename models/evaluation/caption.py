"""The caption half of a bundle on captions of batches and sources that no run was trained on."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.caption.evasion import EVASIONS
from models.caption.noise import OTHER_SCRIPTS, ocr_noise
from models.caption.train import read_captions
from models.evaluation.stats import as_metrics, figures, rate_above
from stickerguard import Bundle, RuntimeOptions
from stickerguard.caption.model import CaptionModel
from stickerguard.caption.normalize import normalize

Row = dict[str, Any]
Floats = npt.NDArray[np.float64]


def held_out_captions(path: Path) -> list[Row]:
    """The captions of the fold "test"."""
    return [row for row in read_captions(path) if row["fold"] == "test"]


def caption_model(bundle: Bundle) -> CaptionModel:
    """The caption stage of a bundle, as the classifier builds it."""
    return CaptionModel(
        bundle.file("caption.onnx"),
        bundle.file("tokenizer.json"),
        bundle.file("lexicon.json"),
        max_tokens=bundle.manifest.parts.caption.preprocessing["max_tokens"],
        options=RuntimeOptions(),
    )


def score_captions(model: CaptionModel, texts: list[str]) -> Floats:
    """Suggestive scores, float64 [n]; a text of which nothing is left scores 0 here, as it would hide."""
    return np.asarray([model.score(text).suggestive if normalize(text).text else 0.0 for text in texts])


def caption_metrics(model: CaptionModel, rows: list[Row], *, seed: int = 0) -> list[dict[str, object]]:
    """Figures by language, kind, evasion and OCR noise; every caption is a group of its own."""
    found: list[dict[str, object]] = []
    for lang in sorted({row["lang"] for row in rows}):
        inside = [row for row in rows if row["lang"] == lang]
        texts = [row["text"] for row in inside]
        severity = np.asarray([row["low"] for row in inside])
        positive, groups = severity >= 2, np.asarray(texts)
        clean = score_captions(model, texts)
        name = f"captions of unseen batches, {lang}"
        found += as_metrics(name, figures(positive, clean, groups))
        kinds = np.asarray([row["kind"] for row in inside])
        for kind in ("everyday", "hard", "romance"):
            picked = positive | (kinds == kind)
            label = {"hard": "hard negatives"}.get(kind, kind)
            found += as_metrics(f"{name}: against {label}", figures(positive[picked], clean[picked], groups[picked]))
        everyday = clean[kinds == "everyday"]
        value, interval = rate_above(everyday, 0.5, groups[kinds == "everyday"])
        found.append(
            {"slice": f"{name}: everyday", "metric": "false positive rate at score 0.5", "value": round(value, 4),
             "interval": [round(end, 4) for end in interval], "count": len(everyday), "note": None}
        )  # fmt: skip
        source = random.Random(seed)
        for label, change in EVASIONS.items():
            scores = score_captions(model, [change(text, source) for text in texts])
            found += as_metrics(f"{name}, {label}", figures(positive, scores, groups))
        for label, change in OTHER_SCRIPTS.items() if lang == "zh" else ():
            scores = score_captions(model, [change(text, source) for text in texts])
            found += as_metrics(f"{name}, {label}", figures(positive, scores, groups))
        for rate in (0.05, 0.1):
            scores = score_captions(model, [ocr_noise(text, rate, source) for text in texts])
            found += as_metrics(f"{name}, {rate:.0%} OCR errors", figures(positive, scores, groups))
    return found
