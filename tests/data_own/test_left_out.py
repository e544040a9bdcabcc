"""Pictures that lie in a team's folder and are not read are named, and no others."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from data.own.check import main as check
from data.own.pictures import load, read_pictures
from stickerguard.errors import StickerguardError
from tests.data_own.test_own_data import ROOT, manifest, picture_folder, rows_of


def test_a_link_in_a_folder_of_a_label_that_is_not_followed_is_named(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine")
    more = picture_folder(tmp_path / "more") / "adult"
    (data / "adult" / "more").symlink_to(more)
    (data / "none" / "gone.png").symlink_to(tmp_path / "nowhere.png")
    with pytest.raises(StickerguardError) as caught:
        read_pictures(data)
    assert f"{data / 'adult' / 'more'}: is a link to a folder, which is not followed" in str(caught.value)
    assert f"{data / 'none' / 'gone.png'}: is no file, or a link to none" in str(caught.value)


def test_a_link_to_a_picture_of_the_folder_is_that_picture(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine")
    (data / "none" / "0.png").rename(data / "0.png")
    (data / "none" / "0.png").symlink_to(data / "0.png")
    assert len(read_pictures(data)) == 72


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_pictures_without_a_row_are_counted_and_those_with_one_are_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    data = picture_folder(tmp_path / "mine")
    rows = rows_of(data)
    (data / "none" / "0.png").rename(data / "loose.png")
    (data / "none" / "1.png").rename(data / "unlisted.png")
    listed = [row for row in rows if row["label"] != "adult" and str(row["file"]) not in ("none/0.png", "none/1.png")]
    manifest(data, [*listed, {"file": "loose.png", "label": "none", "age": None, "group": "loose"}], kind)
    check(["--data", str(data)])
    said = capsys.readouterr().out
    assert f"{data}: 24 pictures have no row in pictures.{kind} and are not read: {data / 'adult' / '0.png'}, " in said
    assert f"{data / 'unlisted.png'}: is not read" in said
    assert "loose.png" not in said
    assert "minor/" not in said


def checked(data: Path) -> subprocess.CompletedProcess[str]:
    """The check as somebody runs it to whom permissions apply: root has to give up what lets it read everything."""
    command = [sys.executable, "-m", "data.own.check", "--data", str(data)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("nothing is closed to root")
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("name", "mode"), [("adult/more", 0), ("adult", 0o300), ("adult", 0o600), (".", 0o600)])
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, name: str, mode: int) -> None:
    data = picture_folder(tmp_path / "mine")
    (data / "adult" / "more").mkdir()
    (data / "adult" / "0.png").rename(data / "adult" / "more" / "0.png")
    (data / name).chmod(mode)
    done = checked(data)
    (data / name).chmod(0o700)
    assert done.returncode == 2, done.stdout
    assert f"{data / name}: cannot be read; check its permissions" in done.stderr
    assert "Traceback" not in done.stderr
    assert "is empty" not in done.stderr


def test_a_picture_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine")
    (data / "adult" / "0.png").chmod(0)
    done = checked(data)
    assert done.returncode == 2
    assert f"{data / 'adult' / '0.png'}: cannot be read" in done.stderr


def test_a_closed_folder_beside_a_manifest_is_named_and_is_no_fault(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine")
    manifest(data, rows_of(data))
    (data / "more").mkdir(mode=0)
    done = checked(data)
    (data / "more").chmod(0o700)
    assert done.returncode == 0, done.stderr
    assert f"{data / 'more'}: cannot be read; check its permissions" in done.stdout


def test_a_picture_of_which_nothing_is_to_be_seen_is_a_fault(tmp_path: Path) -> None:
    data = picture_folder(tmp_path / "mine")
    Image.new("RGBA", (64, 48), (200, 30, 30, 0)).save(data / "minor" / "0.png")
    Image.new("RGBA", (64, 48), (200, 30, 30, 255)).save(data / "minor" / "1.png")
    with pytest.raises(StickerguardError) as caught:
        read_pictures(data)
    assert f"{data / 'minor' / '0.png'}: is fully transparent" in str(caught.value)
    assert "1 fault in" in str(caught.value)


@pytest.mark.parametrize("name", ["a.webp", "a.png"])
def test_of_an_animation_that_begins_with_nothing_the_first_frame_that_shows_something_trains(
    tmp_path: Path, name: str
) -> None:
    frames = [Image.new("RGBA", (64, 48), colour) for colour in ((0, 0, 0, 0), "red", "blue")]
    frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=500, lossless=True)
    assert load(tmp_path / name).convert("RGB").getpixel((9, 9)) == (255, 0, 0)
