"""CTC decoding."""

import numpy as np
import pytest

from stickerguard.ocr.recognise import Reading, _keeps_company, decode_ctc, joined, pieces_of, prepare

ALPHABET = ["", "a", "b", " "]


@pytest.mark.parametrize(
    ("indices", "text"),
    [
        ([1, 1, 0, 1, 2, 2], "aab"),
        ([0, 0, 0], ""),
        ([1, 3, 2, 0], "a b"),
        ([3, 1, 3], "a"),
        ([2], "b"),
    ],
)
def test_repeats_merge_and_blanks_part(indices: list[int], text: str) -> None:
    reading = decode_ctc(np.asarray(indices), np.full(len(indices), 0.8), ALPHABET)
    assert reading.text == text
    assert reading.confidence == pytest.approx(0.8 if any(indices) else 0.0)


def test_confidence_is_that_of_the_kept_steps_only() -> None:
    reading = decode_ctc(np.asarray([1, 0, 2]), np.asarray([0.6, 0.1, 0.8]), ALPHABET)
    assert reading.confidence == pytest.approx(0.7)


@pytest.mark.parametrize(("shape", "width"), [((24, 50), 128), ((48, 32), 32), ((200, 1), 32), ((2, 4000), 2048)])
def test_crops_are_padded_to_a_multiple_of_32(shape: tuple[int, int], width: int) -> None:
    assert prepare(np.zeros((*shape, 3), np.uint8)).shape == (48, width, 3)


def test_a_very_long_line_is_cut_between_letters() -> None:
    crop = np.full((48, 6000, 3), 255, np.uint8)
    crop[8:40, np.arange(6000) % 30 < 20] = 0
    pieces = pieces_of(crop)
    assert all(piece.shape[1] <= 2048 for piece in pieces)
    assert np.array_equal(np.concatenate(pieces, axis=1), crop)
    assert all(piece[:, 0].min() == 255 for piece in pieces[1:])


@pytest.mark.parametrize("shape", [(48, 2048), (1, 1), (2, 80), (48, 10)])
def test_lines_that_fit_stay_whole(shape: tuple[int, int]) -> None:
    assert len(pieces_of(np.zeros((*shape, 3), np.uint8))) == 1


def test_pieces_are_weighted_by_their_letters() -> None:
    whole = joined([Reading("good", 0.9), Reading("", 0.0), Reading("ok", 0.6)])
    assert whole.text == "good ok"
    assert whole.confidence == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        *((text, False) for text in ("4123 456 7800", "12/2024", "好!", "o~~", "ok!!")),
        *((text, True) for text in ("good", "good 2 go", "明天见", "ok!")),
    ],
)
def test_numbers_and_signs_keep_no_company(text: str, company: bool) -> None:
    assert _keeps_company(text) is company
