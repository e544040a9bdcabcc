"""Whole figures at two ages, with stand-ins for the packages that draw them."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image

from data.recipe import recipe
from data.vision import figures
from data.vision.figures import LAYOUT, build_figures
from stickerguard.errors import StickerguardError

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="figures are drawn by Node.js")
PAIRS = 4
REACT = """
exports.createElement = (type, props, ...children) => ({type, props, children});
const attributes = (props) => Object.entries(props).map(([name, value]) => ` ${name}="${value}"`).join("");
exports.render = ({type, props, children}) => typeof type === "function" ? exports.render(type(props))
  : `<${type}${attributes(props)}>${children.map(exports.render).join("")}</${type}>`;
"""
DOM = 'exports.renderToStaticMarkup = require("react").render;'
# A grey body from the neck down, and above it a head in red; a bearded one is blue.
POSE = """
exports.default = () => require("react").createElement("path", {fill: "#808080", d: "M400 560h200v1600h-200z"});
"""
HEAD = """
exports.default = (parts) => require("react").createElement(
  "path", {fill: parts.facialHairPiece === "None" ? "#f00" : "#00f", d: "M350 160h300v400h-300z"});
"""


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    few = recipe().model_copy(update={"figures": recipe().figures.model_copy(update={"count": PAIRS})})
    monkeypatch.setattr(figures, "recipe", lambda: few)
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))

    def options(name: str, of: str) -> str:
        known = layout["bodies"] if of == "bodies" else layout["minor"][of] + layout["adult"][of]
        return f"exports.{name} = {json.dumps(dict.fromkeys(known, True))};"

    peeps = "react-peeps/lib/peeps"
    scripts = {
        "react/index": REACT,
        "react-dom/server": DOM,
        f"{peeps}/pose": POSE,
        f"{peeps}/head": HEAD,
        f"{peeps}/pose/standing/z_options": options("StandingPose", "bodies"),
        f"{peeps}/pose/sitting/z_options": "exports.SittingPose = {};",
        f"{peeps}/hair/z_options": options("Hair", "hair"),
        f"{peeps}/face/z_options": options("Face", "face"),
        f"{peeps}/facialHair/z_options": options("FacialHair", "facial_hair"),
    }
    folder = tmp_path / "npm" / "node_modules"
    for place, script in scripts.items():
        file = folder / f"{place}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script)
    return folder


def head_share(picture: Image.Image) -> float:
    """The height of the head in that of the figure."""
    pixels = np.asarray(picture)
    coloured = np.ptp(pixels[..., :3].astype(int), axis=2) > 100
    return float((coloured & (pixels[..., 3] > 200)).any(axis=1).mean())


def test_a_child_has_the_body_of_its_adult_below_a_larger_head(modules: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as pool:
        rows = build_figures(modules, tmp_path / "out", pool)
    assert len(rows) == 2 * PAIRS
    # They choose between bundles, so none may train.
    assert {(row.split, row.licence) for row in rows} == {("calibrate", "CC0-1.0")}
    for group in {row.group for row in rows}:
        pair = {row.label: row for row in rows if row.group == group}
        assert len({row.note for row in pair.values()}) == 1
        shares = {label: head_share(Image.open(tmp_path / "out" / row.file)) for label, row in pair.items()}
        assert shares["minor"] > 1.5 * shares["adult"] > 0


def test_children_have_no_beards() -> None:
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    assert layout["minor"]["facial_hair"] == ["None"]
    assert set(layout["minor"]["hair"]) < set(layout["adult"]["hair"])
    assert set(layout["minor"]["face"]) < set(layout["adult"]["face"])


@pytest.mark.parametrize(("part", "name"), [("body", "Dragon"), ("hair", "Flames")])
def test_a_part_that_the_package_lacks_is_named(
    modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, name: str
) -> None:
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    if part == "body":
        layout["bodies"] = [name]
    else:
        layout["minor"]["hair"] = [name]
    listed = tmp_path / "figures.yaml"
    listed.write_text(yaml.safe_dump(layout))
    monkeypatch.setattr(figures, "LAYOUT", listed)
    with ThreadPoolExecutor(1) as pool, pytest.raises(StickerguardError, match=name) as caught:
        build_figures(modules, tmp_path / "out", pool)
    assert caught.value.code == "not_drawn"
