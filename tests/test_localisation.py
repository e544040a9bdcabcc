"""Where the evidence for a minor lies: from the model's map to a box in the frame and words."""

import numpy as np
import pytest

from stickerguard import StickerClassifier
from stickerguard.fusion import UNCLEAR
from stickerguard.localisation import evidence_box, place_of
from stickerguard.selftest import CANARY_STICKER


def places(*hot: tuple[int, int], side: int = 7) -> np.ndarray:
    found = np.full((side, side), -1.0, dtype=np.float32)
    for row, column in hot:
        found[row, column] = 2.0
    return found


def test_the_box_is_where_the_evidence_is_in_a_square_frame() -> None:
    assert evidence_box(places((0, 0)), 700, 700) == (0, 0, 100, 100)
    assert evidence_box(places((5, 6), (6, 6)), 700, 700) == (600, 500, 700, 700)


def test_the_letterbox_is_taken_off() -> None:
    # 700 wide and 300 high: two rows of the map above and below are grey.
    assert evidence_box(places((3, 0)), 300, 700) == (0, 100, 100, 200)
    assert evidence_box(places((0, 0)), 300, 700) is None


def test_far_and_weak_places_do_not_stretch_the_box() -> None:
    found = places((1, 1), (5, 5))
    found[5, 5] = 1.5
    found[1, 2] = 0.9
    assert evidence_box(found, 700, 700) == (100, 100, 200, 200)


@pytest.mark.parametrize("found", [places(), np.zeros((0, 0), dtype=np.float32)], ids=["against", "no map"])
def test_without_evidence_there_is_no_box(found: np.ndarray) -> None:
    assert evidence_box(found, 700, 700) is None


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((0, 80, 20, 100), "lower_left"),
        ((40, 40, 60, 60), "middle"),
        ((40, 0, 60, 20), "upper"),
        ((80, 40, 100, 60), "right"),
        ((0, 0, 90, 90), None),
    ],
)
def test_the_place_of_a_box(box: tuple[int, int, int, int], place: str | None) -> None:
    assert place_of(box, 100, 100) == place


def test_a_verdict_has_a_box_inside_its_frame_exactly_where_a_minor_may_be(classifier: StickerClassifier) -> None:
    minor = classifier.classify(CANARY_STICKER).minor
    assert minor.score is not None
    assert minor.score >= UNCLEAR
    assert minor.box is not None
    left, top, right, bottom = minor.box
    assert 0 <= left < right
    assert 0 <= top < bottom
