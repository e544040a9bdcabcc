"""Orders in which lines may be meant beside the one in which they were found."""

import pytest

from stickerguard.ocr.orders import squared, woven
from tests.ocr.boxes import box


@pytest.mark.parametrize("turned", [0, 30, -15])
def test_characters_that_stand_in_the_gaps_of_another_line_are_one_line_with_it(turned: float) -> None:
    upper, lower = box(10, 20, 430, 112, turned), box(92, 100, 265, 104, turned)
    assert woven(["大辛了", "家苦", "早上好"], [upper, lower, box(10, 300, 150, 56, turned)]) == [
        ["大家辛苦了", "早上好"]
    ]
    assert woven(["家苦", "大辛了"], [lower, upper]) == [["大家辛苦了"]]


def test_a_line_in_whose_gaps_stand_parts_of_another_is_one_with_all_of_them() -> None:
    boxes = [box(14, 7, 108, 110), box(189, 21, 99, 102), box(347, 10, 282, 110), box(98, 86, 452, 115)]
    assert ["我的咖啡在哪里"] in woven(["我", "咖", "在里", "的啡哪"], boxes)


def test_letters_that_bounce_are_one_line() -> None:
    assert woven(["go onn", "odmrig"], [box(10, 20, 484, 56), box(54, 62, 484, 56)]) == [["good morning"]]


def test_lines_of_a_paragraph_stay_apart() -> None:
    assert woven(["大家辛苦了", "我们回家吧"], [box(10, 20, 310, 70), box(40, 80, 310, 70)]) == []
    assert woven(["good morning", "see you soon"], [box(10, 20, 470, 56), box(30, 70, 470, 56)]) == []


def test_spaced_lines_far_from_each_other_or_one_after_the_other_stay_apart() -> None:
    assert woven(["大辛了", "家苦"], [box(10, 20, 430, 112), box(92, 300, 265, 104)]) == []
    assert woven(["大辛了", "家苦"], [box(10, 20, 430, 112), box(460, 20, 265, 104)]) == []


def test_single_characters_are_rows_or_columns() -> None:
    corners = [box(x, y, 100, 100) for y in (10, 360) for x in (10, 340)]
    assert squared(["生", "日", "快", "乐"], corners) == [["生日", "快乐"], ["日乐", "生快"]]
    order = [1, 3, 0, 2]
    assert squared([["生", "日", "快", "乐"][at] for at in order], [corners[at] for at in order]) == [
        ["生日", "快乐"],
        ["日乐", "生快"],
    ]


def test_what_is_no_square_has_no_further_order() -> None:
    assert squared(["生日", "快", "乐", "好"], [box(0, 60 * n, 50, 50) for n in range(4)]) == []
    assert squared(["生", "日", "快"], [box(0, 60 * n, 50, 50) for n in range(3)]) == []
    assert squared([], []) == woven([], []) == []


def test_boxes_without_extent_are_no_error() -> None:
    flat = box(5, 5, 0, 0)
    assert woven(["生日", "快乐"], [flat, flat]) == []
    assert len(squared(list("生日快乐"), [flat] * 4)) == 2


def test_signs_that_gaps_were_read_as_are_no_characters() -> None:
    upper, lower = box(10, 20, 430, 112), box(92, 100, 265, 104)
    assert woven(["大，辛了", "家”苦"], [upper, lower]) == [["大家辛苦了"]]
