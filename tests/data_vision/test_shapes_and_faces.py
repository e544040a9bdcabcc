"""Pictures of mere shapes, and faces cut out of scenes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from data.vision import faces
from data.vision.faces import Box, build_faces, cut, faces_of
from data.vision.index import Picture
from data.vision.shapes import build_shapes, draw_shapes


def scene(name: str, label: str) -> Picture:
    return Picture(f"walks/{name}.jpg", "walks", "photo", label, None, f"walks/{name}", "test", "own")


def test_shapes_are_repeatable_varied_and_show_nobody(tmp_path: Path) -> None:
    assert np.array_equal(draw_shapes(3), draw_shapes(3))
    assert len({draw_shapes(number).tobytes() for number in range(30)}) == 30
    rows = build_shapes(tmp_path, 40)
    assert {row.label for row in rows} == {"none"}
    assert {row.split for row in rows} >= {"train", "test"}
    for row in rows:
        picture = cv2.imread(str(tmp_path / row.file))
        assert picture is not None
        assert picture.shape == (256, 256, 3)


def test_a_face_is_cut_out_with_its_hair_and_within_the_picture() -> None:
    picture = np.zeros((100, 200, 3), np.uint8)
    assert cut(picture, (90, 40, 110, 60)).shape == (38, 38, 3)
    assert cut(picture, (-5, -5, 15, 15)).shape == (24, 24, 3)
    assert cut(picture, (190, 90, 210, 110)).shape == (19, 19, 3)


def test_a_face_takes_the_label_of_its_scene_only_where_that_can_mean_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, list[Box]] = {
        "one": [(10, 10, 30, 30)],
        "two": [(10, 10, 30, 30), (50, 50, 70, 70)],
        "empty": [],
    }
    searched: list[str] = []

    def search(scenes: Sequence[Picture], _: Path) -> Iterator[tuple[Picture, np.ndarray, list[Box]]]:
        for one in scenes:
            searched.append(one.label)
            yield one, np.full((100, 100, 3), 9, np.uint8), found[Path(one.file).stem]

    monkeypatch.setattr(faces, "find_faces", search)
    monkeypatch.setattr(faces, "_PACKAGE", "cv2")
    labels = ("minor", "adult", "none", "minor_weak")
    rows = build_faces([scene(name, label) for name in found for label in labels], tmp_path)
    assert sorted((row.label, row.group) for row in rows) == [
        ("adult", "walks/one"), ("adult", "walks/two"), ("adult", "walks/two"), ("minor", "walks/one"),
    ]  # fmt: skip
    assert set(searched) == {"minor", "adult"}
    assert {(row.source, row.split, row.licence) for row in rows} == {(faces_of("walks"), "test", "own")}
    assert all((tmp_path / row.file).is_file() for row in rows)


def test_without_a_face_finder_the_scenes_are_used_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(faces, "_PACKAGE", "no_such_face_finder")
    assert build_faces([scene("one", "minor")], tmp_path) == []
    assert "facenet-pytorch is not installed" in caplog.text
