"""The golden vectors that people who port the OCR steps check themselves against hold for the package too."""

import json
from pathlib import Path

import numpy as np

from stickerguard.ocr.geometry import regions_from_map
from stickerguard.ocr.recognise import decode_ctc

GOLDEN = json.loads((Path(__file__).resolve().parents[2] / "docs/ocr_golden.json").read_text("utf-8"))


def test_the_detector_map_gives_the_golden_regions() -> None:
    given = GOLDEN["detector"]
    settings = {name: given[name] for name in ("threshold", "box_threshold", "unclip")}
    found = regions_from_map(np.asarray(given["probability"], dtype=np.float32), **settings)
    assert len(found) == len(given["regions"]) >= 2
    for region, expected in zip(found, given["regions"], strict=True):
        np.testing.assert_allclose(region.corners, expected["corners"], atol=0.01)
        assert abs(region.score - expected["score"]) < 1e-3


def test_the_indices_give_the_golden_line() -> None:
    given = GOLDEN["recogniser"]
    found = decode_ctc(np.asarray(given["indices"]), np.asarray(given["confidence"]), given["alphabet"])
    assert found.text == given["text"]
    assert abs(found.confidence - given["line_confidence"]) < 1e-6
