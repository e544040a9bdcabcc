"""Avatars at two ages, with stand-ins for the packages that draw them."""

import json
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from data.recipe import recipe
from data.vision import avatars
from data.vision.avatars import LAYOUT, build_avatars
from stickerguard.errors import StickerguardError

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="avatars are drawn by Node.js")
# A few pairs of each style say what all would.
STYLES = tuple(style.model_copy(update={"count": 2}) for style in recipe().avatars.styles)
CORE = """
exports.createAvatar = (style, options) => ({
  toString: () => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><desc>${JSON.stringify(options)}</desc>
    <path fill="#00f" d="M20 75h60v25H20z"/><circle cx="50" cy="45" r="30" fill="${style.colour}"/></svg>`,
});
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    few = recipe().model_copy(update={"avatars": recipe().avatars.model_copy(update={"styles": STYLES})})
    monkeypatch.setattr(avatars, "recipe", lambda: few)
    folder = tmp_path / "npm" / "node_modules"
    scripts = {recipe().avatars.package: CORE}
    scripts |= {s.package: f'exports.colour = "#{200 + number:x}8040";' for number, s in enumerate(STYLES)}
    for package, script in scripts.items():
        (folder / package).mkdir(parents=True)
        (folder / package / "package.json").write_text(json.dumps({"name": package, "main": "index.js"}))
        (folder / package / "index.js").write_text(script)
    return folder


def test_every_artist_draws_pairs_on_one_side_of_the_split(modules: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        rows = build_avatars(modules, tmp_path / "out", pool)
    assert len(rows) == 2 * sum(style.count for style in STYLES)
    for style in STYLES:
        own = [row for row in rows if row.note == style.name]
        assert {(row.split, row.licence) for row in own} == {(style.use, style.licence)}
        for group in {row.group for row in own}:
            assert sorted(row.label for row in own if row.group == group) == ["adult", "minor"]
    assert {style.use for style in STYLES} >= {"train", "calibrate"}
    first = Image.open(tmp_path / "out" / rows[0].file)
    assert first.mode == "RGBA"
    assert max(first.size) <= 256
    # The colour of its own style: the right package was asked.
    assert tuple(np.asarray(first)[first.height // 3, first.width // 2, :3]) == (200, 128, 64)


def test_children_have_no_beards_and_adults_no_dummy() -> None:
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    assert set(layout) == {style.name for style in STYLES}
    for name, parts in layout.items():
        beards = [key for key in parts["minor"] if "eard" in key or "facialHair" in key or "mustache" in key]
        assert beards, name
        assert all(parts["minor"][key] == 0 for key in beards)
    assert "pacifier" not in layout["personas"]["adult"]["mouth"]


def test_a_style_without_a_layout_and_a_missing_package_are_named(
    modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(changed: dict[str, object], styles: Sequence[str]) -> str:
        listed = tmp_path / "avatars.yaml"
        listed.write_text(yaml.safe_dump(changed))
        monkeypatch.setattr(avatars, "LAYOUT", listed)
        with ThreadPoolExecutor(1) as pool, pytest.raises(StickerguardError) as caught:
            build_avatars(modules, tmp_path / "out", pool)
        assert any(style in str(caught.value) for style in styles)
        return caught.value.code

    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    last = STYLES[-1]
    assert build({name: part for name, part in layout.items() if name != last.name}, [last.name]) == "bad_layout"
    (modules / last.package / "index.js").unlink()
    assert build(layout, [last.package]) == "not_drawn"
