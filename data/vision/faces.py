"""Faces cut out of scenes, so that a model learns the age of a face that fills the picture from scenes, too.

The finder is MTCNN (Zhang et al. 2016, arXiv 1604.02878) of facenet-pytorch, whose wheel carries the weights.
"""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from data.vision.index import Picture

log = logging.getLogger(__name__)
_PACKAGE = "facenet_pytorch"
# Scenes are enlarged before the search, which finds no face below `_SMALLEST` pixels.
_ENLARGED, _SMALLEST, _SURE = 448, 24, 0.95
_BATCH = 32
# Side of the square cut out, in face heights: the head with hair and a little of the shoulders.
_REACH = 1.9
Pixels = npt.NDArray[np.uint8]
Box = tuple[float, float, float, float]


def build_faces(scenes: Sequence[Picture], out: Path) -> list[Picture]:
    """Cut the faces out of `scenes` below `out`; their rows, each on the same side of the split as its scene.

    A face takes its scene's label where that can only mean this face: every face of a scene without children, and the
    one face of a scene with a child. Empty, with a warning, where facenet-pytorch is not installed.
    """
    if importlib.util.find_spec(_PACKAGE) is None:
        log.warning("facenet-pytorch is not installed: built without faces from scenes")
        return []
    wanted = [scene for scene in scenes if scene.label in ("minor", "adult")]
    rows = []
    for scene, picture, boxes in find_faces(wanted, out):
        if scene.label == "minor" and len(boxes) != 1:
            continue
        for number, box in enumerate(boxes):
            file = f"{faces_of(scene.source)}/{Path(scene.file).stem}-{number}.png"
            (out / file).parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(out / file), cut(picture, box))
            rows.append(_row(scene, file))
    log.info("%d faces in %d scenes", len(rows), len(wanted))
    return rows


def faces_of(source: str) -> str:
    """Name of the faces of a source, as a source."""
    return f"{source}-faces"


def cut(picture: Pixels, box: Box) -> Pixels:
    """The square around a face, `box` (left, top, right, bottom) in pixels, cut off at the edges of the picture."""
    left, top, right, bottom = box
    half = _REACH * max(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    high, wide = picture.shape[:2]
    upper, lower = max(0, round(y - half)), min(high, max(1, round(y + half)))
    return picture[upper:lower, max(0, round(x - half)) : min(wide, max(1, round(x + half)))]


def find_faces(scenes: Sequence[Picture], out: Path) -> Iterator[tuple[Picture, Pixels, list[Box]]]:
    """Each scene below `out`, its pixels, uint8 [height, width, 3] BGR, and its faces (left, top, right, bottom)."""
    from facenet_pytorch import MTCNN

    finder: Any = MTCNN(keep_all=True, min_face_size=_SMALLEST, device="cpu")
    for start in range(0, len(scenes), _BATCH):
        part = scenes[start : start + _BATCH]
        pictures = [np.asarray(cv2.imread(str(out / scene.file), cv2.IMREAD_COLOR), dtype=np.uint8) for scene in part]
        enlarged = [
            cv2.cvtColor(cv2.resize(p, (_ENLARGED, _ENLARGED), interpolation=cv2.INTER_CUBIC), cv2.COLOR_BGR2RGB)
            for p in pictures
        ]
        found, sure = finder.detect(np.stack(enlarged))
        for scene, picture, boxes, chances in zip(part, pictures, found, sure, strict=True):
            scale = np.array([picture.shape[1], picture.shape[0]] * 2) / _ENLARGED
            kept = (
                [] if boxes is None else [tuple(b * scale) for b, c in zip(boxes, chances, strict=True) if c >= _SURE]
            )
            yield scene, picture, kept


def _row(scene: Picture, file: str) -> Picture:
    return Picture(file, faces_of(scene.source), "photo", scene.label, None, scene.group, scene.split, scene.licence)
