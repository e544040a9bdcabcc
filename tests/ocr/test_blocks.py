"""Which lines of a picture stand together."""

import pytest

from stickerguard.ocr.blocks import blocks
from tests.ocr.boxes import box


@pytest.mark.parametrize("turned", [0, 30, 90, 180])
def test_lines_of_one_paragraph_are_a_block_and_those_at_the_other_edge_another(turned: float) -> None:
    upper = [box(50, 20, 300, 30, turned), box(90, 60, 220, 30, turned)]
    lower = [box(60, 340, 280, 30, turned)]
    assert blocks(upper + lower) == [[0, 1], [2]]
    assert blocks(lower + upper) == [[0], [1, 2]]


def test_parts_of_a_line_and_letters_spaced_out_are_a_block() -> None:
    assert blocks([box(20 + 60 * n, 100, 24, 30) for n in range(6)]) == [[0, 1, 2, 3, 4, 5]]
    assert blocks([box(20, 100, 150, 30), box(220, 100, 150, 30)]) == [[0, 1]]


def test_columns_side_by_side_are_a_block() -> None:
    assert blocks([box(300, 40, 30, 300), box(250, 40, 30, 250)]) == [[0, 1]]


def test_small_print_below_a_headline_is_a_block_of_its_own() -> None:
    assert blocks([box(20, 20, 360, 60), box(20, 90, 200, 16), box(20, 110, 200, 16)]) == [[0], [1, 2]]


def test_no_lines_and_one_line() -> None:
    assert blocks([]) == []
    assert blocks([box(5, 5, 0, 0)]) == [[0]]
