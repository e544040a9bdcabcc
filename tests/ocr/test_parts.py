"""What changed between two frames, in rectangles that lose no text."""

import numpy as np
import pytest

from stickerguard.ocr.parts import changed_parts

SIDE, GRID = 512, 128
Spot = tuple[int, int, int, int]


def changed(*spots: Spot) -> np.ndarray:
    grid = np.zeros((GRID, GRID), np.uint8)
    for left, top, right, bottom in spots:
        grid[top:bottom, left:right] = 1
    return grid


def parts(*spots: Spot, boxes: tuple[Spot, ...] = ()) -> tuple[Spot, ...]:
    corners = [((left, top), (right, top), (right, bottom), (left, bottom)) for left, top, right, bottom in boxes]
    return changed_parts(changed(*spots), corners, SIDE, SIDE)


def test_a_change_is_one_part_with_a_margin() -> None:
    assert parts((40, 40, 60, 50)) == ((144, 144, 256, 216),)


def test_nothing_changed_is_no_part() -> None:
    assert parts() == ()


def test_a_caption_and_a_drawing_apart_are_two_parts() -> None:
    assert len(parts((10, 5, 110, 15), (40, 70, 90, 120))) == 2


@pytest.mark.parametrize("gap", [10, 20, 30])
def test_letters_of_a_word_that_is_spaced_out_are_one_part(gap: int) -> None:
    (part,) = parts((5, 10, 15, 22), (15 + gap, 10, 25 + gap, 22))
    assert part[0] <= 5 * 4
    assert part[2] >= (25 + gap) * 4


def test_a_box_that_a_change_reaches_into_is_whole_in_it_and_what_that_reaches_too() -> None:
    (part,) = parts((40, 40, 44, 44), boxes=((170, 150, 300, 190), (290, 170, 400, 210)))
    assert part[2] >= 400


def test_no_two_parts_share_a_pixel() -> None:
    spots = [(5 * k, (37 * k) % 120, 5 * k + 3, (37 * k) % 120 + 5) for k in range(24)]
    covered = np.zeros((SIDE, SIDE), np.uint8)
    for left, top, right, bottom in parts(*spots):
        covered[top:bottom, left:right] += 1
    assert covered.max() == 1
    assert covered[np.kron(changed(*spots), np.ones((4, 4), np.uint8)) > 0].all()
