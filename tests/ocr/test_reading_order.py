"""Boxes in reading order."""

import numpy as np
import pytest

from stickerguard.ocr.geometry import Region
from stickerguard.ocr.reading_order import reading_order
from tests.ocr.boxes import region


def test_rows_then_columns() -> None:
    boxes = {"a": region(10, 10, 80, 20), "b": region(120, 14, 80, 20), "c": region(10, 60, 80, 20)}
    order = reading_order([boxes["c"], boxes["b"], boxes["a"]])
    assert [id(r) for r in order] == [id(boxes[name]) for name in "abc"]


def test_columns_go_from_right_to_left() -> None:
    right, left = region(100, 0, 20, 90), region(10, 0, 20, 90)
    assert [id(r) for r in reading_order([left, right])] == [id(right), id(left)]


def test_lines_over_each_other_are_two_rows_however_close() -> None:
    upper, lower = region(40, 10, 200, 40), region(10, 26, 220, 40)
    assert [id(r) for r in reading_order([lower, upper])] == [id(upper), id(lower)]


def turned(x: float, y: float, width: float, height: float, degrees: float) -> Region:
    angle = np.radians(degrees)
    turn = np.asarray([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return Region(np.asarray(region(x, y, width, height).corners @ turn, dtype=np.float32), 0.9)


@pytest.mark.parametrize("degrees", [-25, 25])
def test_slanting_rows_are_told_apart(degrees: float) -> None:
    boxes = [turned(x, y, 90, 20, degrees) for y in (100, 126) for x in (100, 220, 340)]
    assert [id(r) for r in reading_order(boxes[::-1])] == [id(r) for r in boxes]


def test_the_parts_of_a_bent_line_are_one_row() -> None:
    boxes = [region(10 + 50 * k, 60 - 14 * min(k, 4 - k), 40, 40) for k in range(5)]
    assert [id(r) for r in reading_order(boxes[::-1])] == [id(r) for r in boxes]


@pytest.mark.parametrize("lower", [30, 40, 50])
def test_letters_of_which_every_second_one_is_lower_are_one_row_beside_whatever_else_there_is(lower: int) -> None:
    letters = [region(10 + 52 * k, 20 + lower * (k % 2), 62, 62) for k in range(7)]
    figure = region(150, 200, 120, 40)
    assert [id(r) for r in reading_order([figure, *letters[::-1]])] == [id(r) for r in [*letters, figure]]


def test_two_rows_of_letters_stay_two_rows() -> None:
    for aside in (0, 12, 25):
        letters = [region(10 + aside * row + 52 * k, 20 + 58 * row, 60, 60) for row in (0, 1) for k in range(5)]
        line = region(10, 200, 200, 40)
        assert [id(r) for r in reading_order([line, *letters[::-1]])] == [id(r) for r in [*letters, line]]


@pytest.mark.parametrize("wider", [-20, 0, 20])
def test_a_character_in_each_corner_is_read_in_rows_unless_columns_are_plain(wider: int) -> None:
    corners = [region(x, y, 100, 100) for y in (10, 360) for x in (10, 360 + wider)]
    assert [id(r) for r in reading_order(corners[::-1])] == [id(r) for r in corners]


def test_characters_much_nearer_above_each_other_are_columns() -> None:
    columns = [region(x, y, 60, 60) for x in (300, 100) for y in (10, 80, 150)]
    assert [id(r) for r in reading_order(columns[::-1])] == [id(r) for r in columns]
