"""From a probability map to boxes, and to crops of them."""

import cv2
import numpy as np
import pytest

from stickerguard.ocr.geometry import Region, crop, regions_from_map, scaled
from tests.ocr.boxes import region


def regions(probability: np.ndarray) -> list[Region]:
    return regions_from_map(probability.astype(np.float32), threshold=0.3, box_threshold=0.5, unclip=1.6)


def test_a_kernel_grows_by_area_over_perimeter() -> None:
    probability = np.zeros((100, 200))
    probability[40:60, 50:150] = 0.9
    (found,) = regions(probability)
    grow = 2 * 20 * 100 * 1.6 / (2 * (20 + 100))
    assert found.width == pytest.approx(100 + grow, abs=2.5)
    assert found.height == pytest.approx(20 + grow, abs=2.5)
    assert found.corners.mean(axis=0) == pytest.approx([100, 50], abs=1)
    assert not found.tall


def test_faint_and_tiny_kernels_are_left_out() -> None:
    faint, tiny = np.zeros((100, 100)), np.zeros((100, 100))
    faint[20:40, 20:80] = 0.4
    tiny[50, 50] = 1
    assert regions(faint) == regions(tiny) == []


def test_a_turned_kernel_gives_a_turned_box_that_crops_upright() -> None:
    probability = np.zeros((200, 200), np.float32)
    box = cv2.boxPoints(((100, 100), (120, 24), 30))
    cv2.fillPoly(probability, [box.astype(np.int32)], (1.0,))
    (found,) = regions(probability)
    rgb = np.repeat((probability * 255).astype(np.uint8)[:, :, None], 3, axis=2)
    upright = crop(rgb, found)
    assert upright.shape[1] > 2 * upright.shape[0]
    assert upright[upright.shape[0] // 2, 30:-30].min() > 200


def test_corners_stay_inside_the_picture() -> None:
    moved = scaled(region(-5, -5, 300, 50), 2, 2, 400, 60)
    assert moved.corners.min() >= 0
    assert (moved.corners <= [399, 59]).all()
