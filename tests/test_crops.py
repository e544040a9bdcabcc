"""A long strip is looked at part by part, too, and says where in the whole its evidence lies."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from stickerguard import StickerClassifier
from stickerguard.crops import crops
from stickerguard.images import decode


@pytest.mark.parametrize("size", [(512, 512), (512, 1000), (300, 740), (1, 1)])
def test_a_frame_that_is_no_strip_is_looked_at_once(size: tuple[int, int]) -> None:
    assert crops(*size) == [(0, 0, size[1], size[0])]


@pytest.mark.parametrize(("long", "count"), [(250, 4), (300, 5), (400, 7), (450, 8), (2000, 8), (20_000, 8)])
def test_the_parts_of_a_strip_reach_over_all_of_it(long: int, count: int) -> None:
    whole, *parts = crops(100, long)
    assert whole == (0, 0, long, 100)
    assert len(parts) == count
    assert (parts[0][0], parts[-1][2]) == (0, long)
    assert all(after[0] <= before[2] for before, after in pairwise(parts))
    assert crops(long, 100)[1:] == [(top, left, bottom, right) for left, top, right, bottom in parts]


@pytest.mark.parametrize("axis", [0, 1])
def test_a_child_at_the_end_of_a_strip_is_found_there(classifier: StickerClassifier, samples: Path, axis: int) -> None:
    child = decode(samples / "baby_no_text.webp").frames[0].rgb
    side = child.shape[0]
    strip = np.concatenate([np.full((side, side, 3), 240, np.uint8)] * 7 + [child], axis=1 - axis)
    verdict = classifier.classify(strip)
    assert verdict.minor.score is not None
    assert verdict.minor.score > 0.9
    assert verdict.minor.box is not None
    assert verdict.minor.box[0 if axis == 0 else 1] >= 6 * side
    assert verdict.minor.box[2 if axis == 0 else 3] <= 8 * side
