"""Reading by kind: what is counted, and against what."""

import random

import pytest

from data.stickers.corpus import TEXT_FREE, draw_sticker
from models.ocr.by_kind import ALL, KindFigures, Read, edit_distance, measure, picture_reader


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("早安", "早上", 1), ("早上好呀", "大家早安", 4)],
)
def test_edits_are_counted(a: str, b: str, edits: int) -> None:
    assert edit_distance(a, b) == edit_distance(b, a) == edits


def test_wrong_said_and_invented_are_three_things() -> None:
    figures = KindFigures()
    figures.add(Read(("Good", "morning")), "good morning", 0.1)
    figures.add(Read(("good mourning",)), "good morning", 0.1)
    figures.add(Read((), unreadable=True), "good morning", 0.2)
    assert (figures.exact, figures.silent, figures.unreadable) == pytest.approx((1 / 3, 1 / 2, 1 / 3))
    assert figures.error_rate == pytest.approx(12 / 33)
    assert figures.milliseconds == pytest.approx(400 / 3)
    free = KindFigures()
    free.add(Read(("O",)), "", 0.0)
    free.add(Read(()), "", 0.0)
    assert (free.invented, free.exact, free.error_rate) == (0.5, 0.5, 0)


def test_a_line_that_is_there_twice_counts_once() -> None:
    figures = KindFigures()
    figures.add(Read(("soon",)), "soon\nsoon", 0.0)
    assert figures.exact == 1


def test_readers_take_turns_and_kinds_are_kept_apart() -> None:
    stickers = [draw_sticker(kind, random.Random(1)) for kind in ("outlined", "animated", TEXT_FREE)]
    readers = {"blind": lambda data: Read(()), "seer": picture_reader(lambda rgb: [])}
    figures = measure(readers, stickers)
    for found in figures.values():
        assert {kind: row.count for kind, row in found.items()} == {ALL: 2, TEXT_FREE: 1, "outlined": 1, "animated": 1}
        assert (found[ALL].exact, found[TEXT_FREE].exact) == (0, 1)
