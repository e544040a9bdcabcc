"""Icons that train: their sets are checked for licence and family, and every label has its icon."""

import json
from pathlib import Path

import pytest
import yaml

from data.recipe import recipe
from data.vision import icons
from data.vision.icons import build_icons
from data.vision.pictograms import LABELS as TESTED
from stickerguard.errors import StickerguardError

BODY = '<path fill="currentColor" d="M2 2h12v12H2z"/>'


def package(folder: Path, labels: dict[str, dict[str, list[str]]], licence: str = "MIT") -> Path:
    held = folder / recipe().icons.package
    (held / "json").mkdir(parents=True)
    (held / "collections.json").write_text(json.dumps({name: {"license": {"spdx": licence}} for name in labels}))
    for name, by_label in labels.items():
        known = {icon: {"body": BODY} for icons in by_label.values() for icon in icons} | {"anchor": {"body": BODY}}
        (held / "json" / f"{name}.json").write_text(json.dumps({"icons": known, "width": 16, "height": 16}))
    return folder


def test_every_labelled_icon_trains_and_variants_of_one_drawing_are_one_group(tmp_path: Path) -> None:
    labels = yaml.safe_load(icons.LABELS.read_text("utf-8"))
    rows = build_icons(package(tmp_path / "npm", labels), tmp_path / "out")
    assert {row.split for row in rows} == {"train"}
    assert len({row.file for row in rows}) == len(rows)
    assert all((tmp_path / "out" / row.file).is_file() for row in rows)
    wanted = {label: sum(len(by_label.get(label, ())) for by_label in labels.values()) for label in ("minor", "adult")}
    assert {label: [row.label for row in rows].count(label) for label in wanted} == wanted
    assert len({row.group for row in rows if "/ph/baby" in row.group}) == 1


def test_no_set_that_trains_also_tests() -> None:
    labels = yaml.safe_load(icons.LABELS.read_text("utf-8"))
    assert not set(labels) & set(recipe().icons.tested)
    assert not set(labels) & set(yaml.safe_load(TESTED.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "licence", "code"),
    [("ours", "CC-BY-SA-4.0", "bad_licence"), ("mdi", "MIT", "forbidden_source")],
)
def test_a_set_that_must_not_train_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, licence: str, code: str
) -> None:
    listed = tmp_path / "icons.yaml"
    listed.write_text(yaml.safe_dump({name: {"minor": ["baby"]}}))
    monkeypatch.setattr(icons, "LABELS", listed)
    with pytest.raises(StickerguardError, match=name) as caught:
        build_icons(package(tmp_path / "npm", {name: {"minor": ["baby"]}}, licence), tmp_path / "out")
    assert caught.value.code == code


def test_a_label_without_an_icon_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = tmp_path / "icons.yaml"
    listed.write_text(yaml.safe_dump({"ours": {"minor": ["baby", "child"]}}))
    monkeypatch.setattr(icons, "LABELS", listed)
    with pytest.raises(StickerguardError, match="ours has no icon 'child'"):
        build_icons(package(tmp_path / "npm", {"ours": {"minor": ["baby"]}}), tmp_path / "out")
