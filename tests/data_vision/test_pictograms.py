"""Icons labelled by eye: rendered from packages made here, and a label without an icon is named."""

import json
from pathlib import Path

import pytest
import yaml

from data.recipe import Use, recipe
from data.vision.pictograms import LABELS, build_pictograms
from stickerguard.errors import StickerguardError

BODY = '<path fill="currentColor" d="M2 2h12v12H2z"/>'


def packages(folder: Path, leave_out: str = "") -> Path:
    labels = yaml.safe_load(LABELS.read_text("utf-8"))
    for source in recipe().pictograms.sources:
        names = [name for label in ("minor", "adult") for name in labels[source.name][label]] + ["anchor"]
        icons = {name: {"body": BODY} for name in names if name != leave_out}
        (folder / source.package).mkdir(parents=True)
        (folder / source.package / "icons.json").write_text(json.dumps({"icons": icons, "width": 16, "height": 16}))
    return folder


def test_every_labelled_icon_becomes_a_test_picture(tmp_path: Path) -> None:
    rows = build_pictograms(packages(tmp_path / "npm"), tmp_path / "out")
    expected: Use = "test"
    assert {row.split for row in rows} == {expected}
    assert {row.label for row in rows} == {"minor", "adult", "none"}
    assert len({row.file for row in rows}) == len(rows) > 100
    assert all((tmp_path / "out" / row.file).is_file() for row in rows)


def test_a_label_without_an_icon_is_named(tmp_path: Path) -> None:
    with pytest.raises(StickerguardError, match="has no icon 'human-child'"):
        build_pictograms(packages(tmp_path / "npm", "human-child"), tmp_path / "out")


def test_no_icon_has_two_labels() -> None:
    labels = yaml.safe_load(LABELS.read_text("utf-8"))
    for source in recipe().pictograms.sources:
        assert not set(labels[source.name]["minor"]) & {*labels[source.name]["adult"], *labels["none"]}
