"""Drawn stickers: the same for the same seed, of every kind, and words only where they say so."""

import io
import random
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from data import fonts
from data.stickers import corpus, faces, scribbles, writing
from data.stickers.corpus import HARD, MOTIFS, PARTED, TEXT_FREE, draw_sticker, draw_stickers


def test_the_same_seed_draws_the_same_files() -> None:
    first, second = (list(draw_stickers(8, 3)) for _ in range(2))
    assert [sticker.data for sticker in first] == [sticker.data for sticker in second]
    assert [sticker.data for sticker in first] != [sticker.data for sticker in draw_stickers(8, 4)]


def test_a_longer_corpus_begins_with_the_shorter_one() -> None:
    assert [s.data for s in draw_stickers(3, 5)] == [s.data for s in draw_stickers(6, 5)][:3]


def test_every_kind_has_its_share() -> None:
    kinds = Counter(corpus._kind((number + 0.5) * corpus._GOLDEN % 1) for number in range(300))
    assert 0.33 <= kinds[TEXT_FREE] / 300 <= 0.37
    assert set(kinds) == {kind for kind, _ in corpus._SHARES}


@pytest.mark.parametrize("kind", [kind for kind, _ in corpus._SHARES])
def test_each_kind_is_a_picture_that_opens_and_says_what_it_says(kind: str) -> None:
    sticker = draw_sticker(kind, random.Random(1))
    with Image.open(io.BytesIO(sticker.data)) as image:
        image.load()
        width, height = image.size
        assert (getattr(image, "n_frames", 1) > 1) == (kind == "animated")
        assert kind != "tiny" or 60 <= width <= 120
    assert bool(sticker.text) == (kind != TEXT_FREE) == bool(sticker.lang)
    for left, top, right, bottom in sticker.boxes:
        assert left < right
        assert top < bottom
        assert right > 0
        assert bottom > 0
        assert left < width
        assert top < height


@pytest.mark.parametrize("kind", HARD)
def test_text_that_is_hard_to_read_is_there(kind: str) -> None:
    image, _, boxes = corpus.written_as(kind, random.Random(2), writing.Everyday("en", "both"), 320)
    left, top, right, bottom = (round(value) for value in boxes[0])
    inside = np.asarray(image.convert("RGBA"), dtype=int)[max(0, top) : bottom, max(0, left) : right]
    assert np.ptp(inside, axis=(0, 1)).max() >= 10


@pytest.mark.parametrize("name", sorted(scribbles.HALVES["both"]))
def test_each_scribble_draws_something_of_its_own(name: str) -> None:
    def drawn(seed: int) -> Image.Image:
        image = Image.new("RGBA", (200, 200))
        pen = writing.ImageDraw.Draw(image)
        scribbles.HALVES["both"][name](pen, random.Random(seed), 200, (0, 0, 0, 255), 3)
        return image

    assert drawn(1).getbbox() is not None
    assert drawn(1).tobytes() != drawn(2).tobytes()


def test_halves_share_neither_faces_nor_scribbles() -> None:
    assert not set(scribbles.FIT) & set(scribbles.HELD_OUT)
    for lang, mine in faces.FIT.items():
        assert not set(mine) & set(faces.HELD_OUT[lang])


def test_the_fonts_that_tests_have_suffice_for_every_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "has_font", lambda name: name.startswith(("DejaVu", "Noto")))
    for kind, _ in corpus._SHARES:
        assert draw_sticker(kind, random.Random(1)).data
    assert faces.pick_face(random.Random(1), "zh", "fit", hand=True).package == "fonts-noto-cjk"


def test_packages_of_missing_fonts_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "has_font", lambda name: not name.startswith(("lobster", "seto", "Noto")))
    assert faces.missing_packages() == ["fonts-lobster", "fonts-noto-cjk", "fonts-seto"]
    with pytest.raises(FileNotFoundError, match="fonts-noto-cjk, fonts-seto"):
        faces.pick_face(random.Random(1), "ja", "held out")
    with pytest.raises(FileNotFoundError, match="fonts-dejavu-core"):
        fonts.find_font("no such font.ttf", 12)


@pytest.mark.parametrize("half", ["fit", "held out"])
def test_signs_stand_between_all_letters_of_parted_words(half: str) -> None:
    for number in range(12):
        sticker = draw_sticker(PARTED, random.Random(number), half)
        for line in sticker.text.split("\n"):
            assert all(letter.isalnum() for letter in line[::2])
            assert len(set(line[1::2])) <= 1
            assert not any(sign.isalnum() for sign in line[1::2])
        assert sticker.boxes


def test_halves_part_words_with_other_signs() -> None:
    signs = {
        half: {draw_sticker(PARTED, random.Random(n), half).text.split("\n")[0][1:2] for n in range(30)}
        for half in ("fit", "held out")
    }
    assert not signs["fit"] & signs["held out"] - {""}


def test_shapes_by_chance_differ_and_say_nothing() -> None:
    stickers = [draw_sticker(MOTIFS, random.Random(number)) for number in range(8)]
    assert len({sticker.data for sticker in stickers}) == 8
    assert {(sticker.text, sticker.lang, sticker.kind) for sticker in stickers} == {("", "", MOTIFS)}
    assert draw_sticker(MOTIFS, random.Random(3)).data == stickers[3].data
