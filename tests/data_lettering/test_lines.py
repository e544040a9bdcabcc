"""Lines that the recogniser is trained on: harmless words in letters that their family has."""

import random

import numpy as np
import pytest

from data.caption.writers import FOLDER, read_writer
from data.lettering.families import families
from data.lettering.lines import draw_line
from data.lettering.texts import Texts, captions


def test_no_family_is_in_both_halves() -> None:
    fit, held = (families(half, None) for half in ("fit", "held out"))
    assert not {face for faces in fit.values() for face in faces} & {face for faces in held.values() for face in faces}


def test_what_lines_say_is_harmless() -> None:
    said = {line for lines in captions().values() for line in lines}
    written = [caption for path in (FOLDER / "writers").glob("*.jsonl") for caption in read_writer(path)]
    harmless = {line.strip() for caption in written if not caption.severity for line in caption.text.splitlines()}
    suggestive = {caption.text.strip() for caption in written if caption.severity >= 2} - harmless
    assert len(said) > 10_000
    assert not said & suggestive


@pytest.mark.parametrize("script", ["latin", "zh"])
def test_a_family_has_the_letters_of_its_lines(script: str) -> None:
    texts, source = Texts(), random.Random(1)
    (family, *_) = families("fit", None)[script]
    assert all(family.has(texts.draw(source, script, family)) for _ in range(40))


@pytest.mark.parametrize("column", [False, True])
def test_a_line_is_a_picture_with_ink_and_the_same_for_the_same_seed(column: bool) -> None:
    (family, *_) = families("fit", None)["zh"]
    for seed in range(12):
        first, again = (draw_line(random.Random(seed), "早上好呀", family, column=column) for _ in range(2))
        assert first.dtype == np.uint8
        assert first.shape[2] == 3
        assert first.shape[1] > first.shape[0]
        assert np.ptp(first) > 10
        assert np.array_equal(first, again)
