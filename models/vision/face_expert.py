"""Would a face detector beside the scene model pay? `python -m models.vision.face_expert --config FILE`.

Scores every test scene of a photo set as a whole, and again by its faces, each cut out and sent through the same
network. Prints AUC of the whole, of the best face, and of the mean of both logits, and what the faces cost.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from data.command import command
from data.vision.faces import cut, find_faces
from data.vision.index import Picture, read_index
from models.vision.config import TrainConfig, load_config
from models.vision.metrics import auc
from stickerguard import RuntimeOptions
from stickerguard.errors import StickerguardError
from stickerguard.runtime import create_session
from stickerguard.vision import preprocess

Floats = npt.NDArray[np.float64]
# Faces are enlarged to about the size of the face photos of the training.
_FACE = 200


def score_scenes(config: TrainConfig, scenes: Sequence[Picture]) -> tuple[Floats, Floats, float, float]:
    """Logit of each scene, logit of its best face (nan without one), seconds a scene for whole and for faces."""
    session = create_session(config.out / "vision.onnx", RuntimeOptions())

    def logit(bgr: npt.NDArray[np.uint8]) -> float:
        rgb = np.ascontiguousarray(bgr[..., ::-1])
        pixels = preprocess(rgb, config.size, config.ground)[None]
        return float(session.run(["minor_logit"], {session.get_inputs()[0].name: pixels})[0][0])

    whole, faces, seconds = [], [], [0.0, 0.0]
    started = time.perf_counter()
    for _, picture, boxes in find_faces(scenes, config.data):
        seconds[1] += time.perf_counter() - started
        started = time.perf_counter()
        whole.append(logit(picture))
        seconds[0] += time.perf_counter() - started
        started = time.perf_counter()
        crops = [cv2.resize(cut(picture, box), (_FACE, _FACE), interpolation=cv2.INTER_CUBIC) for box in boxes]
        faces.append(max((logit(np.asarray(crop, dtype=np.uint8)) for crop in crops), default=float("nan")))
    return np.asarray(whole), np.asarray(faces), seconds[0] / len(scenes), seconds[1] / len(scenes)


@command
def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; see --help."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", type=Path, default=Path("models/vision/imagenet.yaml"))
    parser.add_argument("--source", default="flickr8k")
    options = parser.parse_args(arguments)
    config = load_config(options.config)
    scenes = [
        p for p in read_index(config.data)
        if p.source == options.source and p.split == "test" and p.label != "minor_weak"
    ]  # fmt: skip
    if not scenes:
        raise StickerguardError(
            f"{config.data}: no test pictures of the source {options.source}; run make data first", code="bad_data"
        )
    whole, faces, cost, cost_of_faces = score_scenes(config, scenes)
    minor, people = (np.asarray([p.label in labels for p in scenes]) for labels in (("minor",), ("minor", "adult")))
    known = ~np.isnan(faces)
    both = np.where(known, (whole + faces) / 2, whole)
    best = np.where(known, faces, np.nanmin(faces))
    print(f"{len(scenes)} scenes, a face found in {known.mean():.0%}; AUC child against all / against adults")
    for name, score in (("whole scene", whole), ("best face", best), ("mean of both", both)):
        print(f"{name:14} {auc(minor, score):.3f} / {auc(minor[people], score[people]):.3f}")
    print(f"ms a scene: whole {1000 * cost:.1f}, faces {1000 * cost_of_faces:.1f} more")


if __name__ == "__main__":
    main()
