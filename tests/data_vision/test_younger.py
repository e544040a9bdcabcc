"""Busts made younger and older: what the baby schema is about moves, and only adults that train are touched."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from data.vision.ages import Face, Pixels, aged, youth_of
from data.vision.index import Picture
from data.vision.younger import build_younger

FACE = Face(x=0.5, crown=0.15, eyes=0.42, mouth=0.62, chin=0.72, eye_x=0.5, eye_gap=0.09)
SIDE = 400
EYE, MOUTH, SHIRT = (0, 0, 255), (255, 0, 0), (0, 160, 0)


def bust() -> Pixels:
    """A skin-coloured head with blue eyes and a red mouth on green shoulders; what is transparent is white below."""
    found = np.full((SIDE, SIDE, 4), 255, dtype=np.uint8)
    found[..., 3] = 0

    def at(x: float, y: float) -> tuple[int, int]:
        return round(x * SIDE), round(y * SIDE)

    cv2.rectangle(found, at(0.15, 0.78), at(0.85, 1.0), (*SHIRT, 255), -1)
    cv2.ellipse(found, at(0.5, 0.43), at(0.2, 0.29), 0, 0, 360, (230, 190, 150, 255), -1)
    for x in (0.41, 0.59):
        cv2.circle(found, at(x, 0.42), 12, (*EYE, 255), -1)
    cv2.ellipse(found, at(0.5, 0.62), (28, 8), 0, 0, 360, (*MOUTH, 255), -1)
    return found


def part(picture: Pixels, colour: tuple[int, int, int]) -> tuple[float, float, int]:
    """Mean row, width in columns, and area of what has about this colour."""
    near = np.abs(picture[..., :3].astype(int) - colour).max(axis=2) < 60
    rows, columns = np.nonzero(near & (picture[..., 3] > 200))
    return float(rows.mean()), float(np.ptp(columns)), len(rows)


def test_a_child_has_low_large_eyes_a_small_mouth_and_narrow_shoulders() -> None:
    older, same, younger = (aged(bust(), FACE, youth) for youth in (-0.4, 0.0, 1.0))
    shown = bust()[..., 3] > 0
    np.testing.assert_allclose(same[shown], bust()[shown], atol=1)
    for index, colour, grows in ((0, EYE, True), (2, EYE, True), (2, MOUTH, False), (1, SHIRT, False)):
        found = [part(picture, colour)[index] for picture in (older, same, younger)]
        assert found == sorted(found, reverse=not grows), (index, colour, found)
        assert abs(found[2] - found[1]) > 0.08 * found[1]


def test_nothing_transparent_bleeds_into_the_edges() -> None:
    found = aged(bust(), FACE, 1.0)
    edge = found[(found[..., 3] > 20) & (found[..., 3] < 235)]
    assert len(edge) > 50
    # White lies under alpha 0; every drawn colour has a channel of 150 or less.
    assert edge[:, :3].min(axis=1).max() <= 165


def test_what_a_small_body_uncovers_is_cut_off() -> None:
    assert aged(bust(), FACE, 1.0).shape[0] < aged(bust(), FACE, 0.0).shape[0] == SIDE
    assert aged(bust(), FACE, 1.0)[-1, :, 3].max() > 200


def test_the_two_labels_never_meet_in_the_middle() -> None:
    names = [f"picture {number}" for number in range(200)]
    assert min(youth_of("minor", name) for name in names) > 0.5 > max(youth_of("adult", name) for name in names)


@pytest.fixture
def emoji(tmp_path: Path) -> list[Picture]:
    (tmp_path / "twemoji").mkdir()
    rows = []
    for name, design in (
        ("person", "1f9d1"), ("man-red-hair", "1f9d1-1f9b0"), ("woman", "1f9d1"), ("man-pouting", "1f64e"),
        ("cook", "1f9d1-1f373"),
    ):  # fmt: skip
        Image.fromarray(bust()).save(tmp_path / f"twemoji/{name}.png")
        group = f"twemoji/{design}"
        rows.append(Picture(f"twemoji/{name}.png", "twemoji", "drawn", "adult", None, group, "train", "CC-BY-4.0"))
    return rows


def test_listed_adults_that_train_are_drawn_at_two_ages(emoji: list[Picture], tmp_path: Path) -> None:
    held_out = replace(emoji[0], file="twemoji/absent.png", split="test")
    with ThreadPoolExecutor(1) as pool:
        rows = build_younger([*emoji, held_out, replace(emoji[0], label="minor")], tmp_path, pool)
    # Men whose layout says that they have moustaches, and designs without a layout, are left out.
    assert {Path(row.file).stem for row in rows} == {
        f"twemoji-{name}-{label}" for name in ("person", "woman", "man-pouting") for label in ("minor", "adult")
    }
    assert {(row.split, row.source, row.licence) for row in rows} == {("train", "younger", "CC-BY-4.0")}
    assert all(row.label == row.file.rpartition("-")[2].removesuffix(".png") for row in rows)
    assert {row.group for row in rows} == {"twemoji/1f9d1", "twemoji/1f64e"}
    by_label = {
        label: np.asarray(Image.open(tmp_path / f"younger/twemoji-person-{label}.png")) for label in ("minor", "adult")
    }
    wide = {label: picture.shape[1] / picture.shape[0] for label, picture in by_label.items()}
    assert wide["minor"] != wide["adult"]
    assert max(by_label["minor"].shape) <= 256
