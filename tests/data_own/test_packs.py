"""A pack is never on two sides of the split, whatever its stickers resemble."""

from pathlib import Path

import numpy as np
from PIL import ImageOps

from data.recipe import Use, recipe
from data.vision.build import build_own
from data.vision.duplicates import joined_splits
from data.vision.splits import split_of
from tests.data_own.test_own_data import manifest, picture_folder, rows_of
from tests.drawing import encode, shapes


def pack_on(side: Use) -> str:
    """A name of a pack that its hash puts on `side`."""
    shares = recipe().own
    names = (f"pack{number}" for number in range(1000))
    return next(n for n in names if split_of(f"own/{n}", calibrate=shares.calibrate, test=shares.held_out) == side)


def test_a_pack_moves_as_a_whole_where_one_sticker_resembles_one_that_trains(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine", 20)
    (data / "adult" / "again.png").write_bytes(encode(shapes((64, 48), seed=300).resize((128, 96)), "PNG"))
    tests, trains = pack_on("test"), pack_on("train")
    packs = {"adult": tests, "none": trains, "minor": pack_on("calibrate")}
    manifest(data, [row | {"group": packs[str(row["label"])]} for row in rows_of(data)])
    built = build_own(data, tmp_path / "set", 1)
    assert {(row.group, row.split) for row in built} == {
        (f"own/{tests}", "train"),
        (f"own/{trains}", "train"),
        (f"own/{packs['minor']}", "calibrate"),
    }


def test_packs_are_followed_from_one_to_the_next() -> None:
    prints = np.eye(7, 1728, dtype=np.float32)
    prints[2], prints[4] = prints[1], prints[3]
    packs = [("a",), ("a",), ("b",), ("b",), ("c",), ("c", "d"), ("d",)]
    assert (
        joined_splits(["train", "train", "calibrate", "calibrate", "test", "test", "test"], prints, packs)
        == ["train"] * 7
    )


def test_a_mirrored_copy_is_on_the_side_of_the_picture(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine", 20)
    mirrored = ImageOps.mirror(shapes((64, 48), seed=300)).resize((128, 96))
    (data / "adult" / "again.png").write_bytes(encode(mirrored, "PNG"))
    tests, trains = pack_on("test"), pack_on("train")
    packs = {"adult": tests, "none": trains, "minor": pack_on("calibrate")}
    manifest(data, [row | {"group": packs[str(row["label"])]} for row in rows_of(data)])
    built = build_own(data, tmp_path / "set", 1)
    assert {row.split for row in built if row.group == f"own/{tests}"} == {"train"}
    assert {row.split for row in built if row.group == f"own/{packs['minor']}"} == {"calibrate"}
