"""Which sets may be used, how they are split, and what a build writes."""

import csv
import io
import json
import tarfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from data.vision.duplicates import NEAR, closest, fingerprint
from data.vision.index import Picture, read_index, write_index
from data.vision.photos import read_photos
from data.vision.splits import split_of
from data.vision.vendors import FORBIDDEN, VENDORS, vendor
from stickerguard.errors import StickerguardError

SHARE_ALIKE = ("openmoji", "emojione-v1")


@pytest.mark.parametrize("name", [*FORBIDDEN, "@iconify-json/emojione-4", "Apple_Emoji", "@lobehub/facebook-3d"])
def test_a_forbidden_set_is_refused(name: str) -> None:
    with pytest.raises(StickerguardError, match="must not be used") as caught:
        vendor(name)
    assert caught.value.code == "forbidden_source"


def test_a_set_whose_licence_nobody_checked_is_refused() -> None:
    with pytest.raises(StickerguardError, match="checked licence") as caught:
        vendor("some-new-emoji")
    assert caught.value.code == "unknown_source"


def test_share_alike_sets_only_test_and_all_others_allow_use_in_weights() -> None:
    for known in VENDORS:
        assert vendor(known.package) == known
        assert ("SA" in known.licence) == (known.name in SHARE_ALIKE)
        assert (known.use == "test") == (known.name in SHARE_ALIKE or known.known_design)


def test_splits_are_stable_and_have_the_asked_shares() -> None:
    splits = [split_of(f"family/{n}", calibrate=0.1, test=0.2) for n in range(5000)]
    assert splits == [split_of(f"family/{n}", calibrate=0.1, test=0.2) for n in range(5000)]
    shares = [splits.count(split) / 5000 for split in ("train", "calibrate", "test")]
    assert shares == pytest.approx([0.7, 0.1, 0.2], abs=0.03)


def test_closest_finds_a_shrunk_copy_and_not_another_drawing() -> None:
    random = np.random.default_rng(0)
    drawings = random.integers(0, 256, (3, 8, 8, 4), dtype=np.uint8).repeat(16, axis=1).repeat(16, axis=2)
    copy = drawings[1][::2, ::2]
    known = np.stack([fingerprint(drawing) for drawing in drawings[:2]])
    found = closest(np.stack([fingerprint(copy), fingerprint(drawings[2])]), known)
    assert found[0] > NEAR > found[1]


def test_closest_finds_a_mirrored_copy() -> None:
    drawing = np.random.default_rng(0).integers(0, 256, (8, 8, 4), dtype=np.uint8).repeat(16, axis=0).repeat(16, axis=1)
    print_of, mirrored, upside_down = map(fingerprint, (drawing, drawing[:, ::-1], drawing[::-1]))
    found = closest(np.stack([mirrored, upside_down]), print_of[np.newaxis])
    assert found[0] > NEAR > found[1]


def test_the_index_survives_a_round_trip(tmp_path: Path) -> None:
    rows = [
        Picture("a.png", "noto", "drawn", "minor", None, "noto/1f476", "test", "Apache-2.0", 0.5),
        Picture("b.jpg", "faces", "photo", "adult", 40, "faces/b.jpg", "train", "own"),
    ]
    write_index(tmp_path, rows)
    assert read_index(tmp_path) == rows


def test_a_set_that_was_not_built_is_named(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match=r"python -m data\.vision\.build"):
        read_index(tmp_path)


def _photo_folder(folder: Path, label: str) -> Path:
    with (folder / "utkface.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["member", "label", "age", "people", "source", "licence"])
        writer.writerow(["a.jpg", label, "40", "1", "drawn here", "own"])
    with tarfile.open(folder / "utkface.tar", "w") as tar:
        for name in ("a.jpg", "unlabelled.jpg"):
            content = io.BytesIO()
            Image.new("RGB", (8, 8), (9, 9, 9)).save(content, "JPEG")
            entry = tarfile.TarInfo(name)
            entry.size = content.tell()
            content.seek(0)
            tar.addfile(entry, content)
    return folder


def test_photos_come_from_the_users_folder_and_only_labelled_ones(tmp_path: Path) -> None:
    photos = list(read_photos(_photo_folder(tmp_path, "adult"), "utkface"))
    assert [(p.member, p.label, p.age, p.licence) for p in photos] == [("a.jpg", "adult", 40, "own")]


def test_an_unknown_label_is_refused_by_member(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match=r"a\.jpg has the label 'grown'"):
        list(read_photos(_photo_folder(tmp_path, "grown"), "utkface"))


def test_a_missing_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match=r"flickr8k\.csv") as caught:
        list(read_photos(tmp_path, "flickr8k"))
    assert caught.value.code == "missing_data"


def _iconify_package(modules: Path, package: str, icons: dict[str, str], chars: dict[str, str]) -> None:
    folder = modules / package
    folder.mkdir(parents=True, exist_ok=True)
    content = {"width": 16, "height": 16, "icons": {name: {"body": body} for name, body in icons.items()}}
    (folder / "icons.json").write_text(json.dumps(content))
    (folder / "chars.json").write_text(json.dumps(chars))
    (folder / "package.json").write_text(json.dumps({"version": "1.0.0"}))


def test_a_build_keeps_every_design_on_one_side(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")
    from data.vision.build import build_drawn

    dot = '<circle cx="8" cy="8" r="6" fill="#123"/>'
    chars = {f"{code:x}": f"thing-{code:x}" for code in range(0x1F680, 0x1F6B0)}
    chars |= {f"1f46e-1f3f{tone}": f"officer-{tone}" for tone in "bcdef"} | {"1f476": "baby", "1f6c0": "bath"}
    for package in ("noto", "noto-v1", "twemoji", "fluent-emoji-flat"):
        _iconify_package(tmp_path, f"@iconify-json/{package}", dict.fromkeys(chars.values(), dot), chars)
    rows = build_drawn(tmp_path, tmp_path / "out", ["noto", "noto-v1", "twemoji"], workers=1)
    sides: dict[str, set[str]] = {}
    for row in rows:
        sides.setdefault(row.group, set()).add(row.split)
    assert all(len(side) == 1 for side in sides.values())
    assert {row.split for row in rows} == {"train", "test"}
    assert {row.label for row in rows if "officer" in row.file} == {"adult"}
    assert not [row for row in rows if "bath" in row.file]
    picture = Image.open(tmp_path / "out" / "noto" / "baby.png")
    assert (picture.mode, picture.size) == ("RGBA", (256, 256))
    assert (picture.getpixel((0, 0)), picture.getpixel((128, 128))) == ((0, 0, 0, 0), (0x11, 0x22, 0x33, 255))
