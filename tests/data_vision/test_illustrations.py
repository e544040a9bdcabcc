"""Illustrations labelled by eye, where they are installed."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from PIL import Image

from data.recipe import IllustrationSource
from data.vision import illustrations
from data.vision.illustrations import LABELS, build_illustrations
from stickerguard.errors import StickerguardError


def use(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str = "art4apps") -> None:
    source = IllustrationSource(name=name, package="some-game", version="1", licence="CC-BY-SA", folder=folder)
    monkeypatch.setattr(illustrations, "recipe", lambda: SimpleNamespace(illustrations=(source,)))


def drawn(folder: Path) -> Path:
    """A folder with a picture for every label that is committed, and one of a thing."""
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))["art4apps"]
    for label in ("minor", "adult"):
        for part, names in labels[label].items():
            (folder / part).mkdir(parents=True, exist_ok=True)
            for name in names:
                Image.new("RGB", (20, 20), "teal").save(folder / part / f"{name}.jpg")
    (folder / labels["none"][0]).mkdir()
    Image.new("RGB", (20, 20), "teal").save(folder / labels["none"][0] / "thing.jpg")
    return folder


def test_labelled_illustrations_only_test_and_unlabelled_ones_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = drawn(tmp_path / "game")
    Image.new("RGB", (20, 20)).save(folder / "people" / "nobody-looked.jpg")
    use(monkeypatch, folder)
    rows = build_illustrations(tmp_path / "out")
    assert {(row.split, row.kind, row.licence) for row in rows} == {("test", "illustration", "CC-BY-SA")}
    labels = {row.file: row.label for row in rows}
    assert labels["art4apps/people-girl.png"] == "minor"
    assert labels["art4apps/jobs-judge.png"] == "adult"
    assert labels["art4apps/animals-thing.png"] == "none"
    assert not any("nobody-looked" in file for file in labels)
    with Image.open(tmp_path / "out" / "art4apps/people-girl.png") as picture:
        assert picture.mode == "RGB"


def test_a_label_without_its_picture_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = drawn(tmp_path / "game")
    (folder / "people" / "girl.jpg").unlink()
    use(monkeypatch, folder)
    with pytest.raises(StickerguardError, match="girl"):
        build_illustrations(tmp_path / "out")


def test_a_source_that_is_not_installed_is_left_out_with_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    use(monkeypatch, tmp_path / "none")
    assert build_illustrations(tmp_path / "out") == []
    assert "apt install some-game" in caplog.text
