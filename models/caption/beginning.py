"""What a caption training that goes on from a bundle takes over, beside the weights.

The bundle has read every fold of writers, so nothing is left to tell how its successor does on writers left out, nor
how much a term of the lexicon is worth where the model has not read it. Both were measured when the bundle was made:
its term weights are kept, and its figures of left-out writers are handed on under its name.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.caption.calibrate import Platt, TermCalibration
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


def hand_on(start: Path | None, out: Path) -> None:
    """Note in `out` what a training there takes over from `start`, where that has read every fold. Raises as
    `write_beginning` does."""
    if start is None or not has_read_all(start):
        # That of a former training in this folder would pass for what this one took over.
        (out / BEGINNING).unlink(missing_ok=True)
    elif bundle_in(start):
        write_beginning(start, out)
    elif start.resolve() != out.resolve():
        out.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(start / BEGINNING, out / BEGINNING)


def write_beginning(folder: Path, out: Path) -> None:
    """Note in `out` what a training that goes on from the bundle in `folder` takes over.

    Raises BundleError for a bundle that cannot be loaded, and StickerguardError, code "bad_bundle", for one without a
    calibration of captions.
    """
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
    out.mkdir(parents=True, exist_ok=True)
    noted = {"bundle": of, "calibration": part.calibration.parameters, "metrics": handed_on}
    (out / BEGINNING).write_text(json.dumps(noted, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_beginning(out: Path) -> Beginning | None:
    """What `write_beginning` noted in `out`; None where the training there began otherwise."""
    path = out / BEGINNING
    if not path.is_file():
        return None
    noted = json.loads(path.read_text(encoding="utf-8"))
    found = noted["calibration"]
    calibration = TermCalibration(Platt(found["slope"], found["offset"]), TermWeights.of(found))
    return Beginning(noted["bundle"], calibration, noted["metrics"])
