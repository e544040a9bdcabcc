"""Faces turned into drawings: other filters for the tests, label and split of the photograph."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from data.recipe import Use
from data.vision.filters import TEST, TRAIN, Filter, ink_lines, poster
from data.vision.index import Picture
from data.vision.stylised import build_stylised, stylise


def drawn_face(shade: int = 0) -> np.ndarray:
    picture = np.full((120, 100, 3), (90, 140, 200), np.uint8)
    cv2.ellipse(picture, (50, 60), (34, 46), 0, 0, 360, (230, 190 - shade, 160), -1)
    for x in (36, 64):
        cv2.circle(picture, (x, 52), 6, (30, 20, 20), -1)
    noise = np.random.default_rng(shade).normal(0, 4, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("drawn", [*TRAIN, *TEST])
def test_a_filter_redraws_the_picture_and_keeps_its_size(drawn: Filter) -> None:
    face = drawn_face()
    before = face.copy()
    found = drawn(face, random.Random(1))
    assert (found.shape, found.dtype) == (face.shape, np.uint8)
    assert np.abs(found.astype(int) - face).mean() > 2
    np.testing.assert_array_equal(face, before)


def test_a_poster_has_few_colours_and_lines_follow_the_eyes() -> None:
    face = drawn_face()
    assert len(np.unique(poster(face, random.Random(0)).reshape(-1, 3), axis=0)) <= 11
    lines = ink_lines(face, random.Random(0))
    assert lines[46:58, 30:42].min() < 0.3 < 0.9 < lines[80:90, 45:55].min()


def test_drawings_keep_label_and_split_and_scenes_are_left_out(tmp_path: Path) -> None:
    photos = []
    for number in range(12):
        split: Use = "test" if number % 3 == 0 else "train"
        label = ("minor", "adult", "none", "minor_weak")[number % 4]
        source = "flickr8k" if number == 5 else "utkface"
        file = f"{source}/{number}.jpg"
        (tmp_path / source).mkdir(exist_ok=True)
        cv2.imwrite(str(tmp_path / file), drawn_face(number))
        photos.append(Picture(file, source, "photo", label, 30, f"g/{number}", split, "own"))
    with ThreadPoolExecutor(1) as pool:
        rows = build_stylised(photos, tmp_path, pool)
    expected = {(p.group, p.label, p.split, p.age) for p in photos
                if p.label in ("minor", "adult") and p.source == "utkface"}  # fmt: skip
    assert {(row.group, row.label, row.split, row.age) for row in rows} == expected
    names = {drawn.__name__.replace("_", " ") for drawn in TEST}
    assert all((row.note in names) == (row.split == "test") for row in rows)
    assert all((tmp_path / row.file).is_file() for row in rows)


def test_the_same_photograph_is_always_drawn_the_same_way(tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    cv2.imwrite(str(photo), drawn_face())
    stylise(photo, tmp_path / "first.png", False)
    stylise(photo, tmp_path / "second.png", False)
    assert (tmp_path / "first.png").read_bytes() == (tmp_path / "second.png").read_bytes()
