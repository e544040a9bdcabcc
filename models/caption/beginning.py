"""What a caption training that goes on from a bundle takes over, beside the weights.

The bundle has read every fold of writers, so nothing is left to tell how its successor does on writers left out, nor
how much a term of the lexicon is worth where the model has not read it. Both were measured when the bundle was made:
its term weights are kept, and its figures of left-out writers are handed on under its name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.caption.calibrate import TermCalibration
from models.documents import read_json
from models.platt import Platt
from stickerguard.bundle import MANIFEST, Bundle
from stickerguard.caption.term_weights import TermWeights
from stickerguard.errors import StickerguardError

BEGINNING = "beginning.json"
LEFT_OUT = "left-out writer"
"""What the names of slices have that only runs without a fold can measure."""
MODEL = "caption.onnx"
_SAYS_OF = ("measured for", "scored by")
"""How the note of a figure begins to say of which bundle it is."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """Name and version of the bundle, its calibration, and its figures of left-out writers as rows of a manifest."""

    bundle: str
    calibration: TermCalibration
    metrics: list[dict[str, Any]]


def bundle_in(folder: Path) -> bool:
    """Whether `folder` is that of a bundle rather than of a training."""
    return (folder / MANIFEST).is_file()


def weights_in(start: Path, otherwise: Path) -> Path:
    """The caption.onnx of `start` where this is a bundle, else `otherwise`."""
    return start / MODEL if bundle_in(start) else otherwise


def has_read_all(start: Path | None) -> bool:
    """Whether `start` is a bundle or a training that went on from one: it has read every fold."""
    return start is not None and (bundle_in(start) or (start / BEGINNING).is_file())


def beginning_of(start: Path | None) -> Beginning | None:
    """What a training takes over that goes on from `start`; None where that has not read every fold.

    Raises BundleError for a bundle that cannot be loaded, and StickerguardError, code "bad_bundle", for one without a
    calibration of captions, code "bad_document" for a training whose note cannot be read.
    """
    if start is None or not has_read_all(start):
        return None
    return _of_bundle(start) if bundle_in(start) else read_beginning(start)


def write_beginning(beginning: Beginning | None, out: Path) -> None:
    """Note in `out` what the training there took over; to be called when its network is written, and not before."""
    if beginning is None:
        # That of a former training in this folder would pass for what this one took over.
        (out / BEGINNING).unlink(missing_ok=True)
        return
    noted = {
        "bundle": beginning.bundle,
        "calibration": beginning.calibration.parameters(),
        "metrics": beginning.metrics,
    }
    out.mkdir(parents=True, exist_ok=True)
    (out / BEGINNING).write_text(json.dumps(noted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _of_bundle(folder: Path) -> Beginning:
    bundle = Bundle.load(folder)
    part = bundle.manifest.parts.caption
    if part.calibration is None or not {"slope", "offset"} <= set(part.calibration.parameters):
        raise StickerguardError(
            f"{folder}: its caption part states no calibration; begin with another bundle, or train without one",
            code="bad_bundle",
        )
    of = f"{bundle.ref.name} {bundle.ref.version}"
    handed_on = [row.model_dump() for row in part.metrics if LEFT_OUT in row.slice]
    for row in handed_on:
        if not any(words in (row["note"] or "") for words in _SAYS_OF):
            row["note"] = "; ".join(filter(None, (row["note"], f"measured for {of}")))
    return Beginning(of, _calibration(part.calibration.parameters), handed_on)


def read_beginning(out: Path) -> Beginning | None:
    """What `write_beginning` noted in `out`; None where the training there began otherwise.

    Raises StickerguardError, code "bad_document", for a note that is no JSON.
    """
    path = out / BEGINNING
    if not path.is_file():
        return None
    noted = read_json(path, "run make train-caption again")
    return Beginning(noted["bundle"], _calibration(noted["calibration"]), noted["metrics"])


def _calibration(found: dict[str, Any]) -> TermCalibration:
    return TermCalibration(Platt(found["slope"], found["offset"]), TermWeights.of(found))
