"""One-colour icons of people, labelled by eye: a style that no training picture has."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import resvg_py
import yaml
from PIL import Image

from data.jsonl import read_json
from data.recipe import PictogramVendor, recipe
from data.vision.drawn import SIZE, svg_of
from data.vision.index import Picture
from stickerguard.errors import StickerguardError

PICTOGRAMS = "pictograms"
LABELS = Path(__file__).with_name("pictograms.yaml")
_INK = "#1c1c1c"


def build_pictograms(modules: Path, out: Path) -> list[Picture]:
    """Render the labelled icons below `out`; their rows, all in the split "test".

    Raises StickerguardError, code "unknown_icon", for a labelled name that its package does not hold.
    """
    labels = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    (out / PICTOGRAMS).mkdir(parents=True, exist_ok=True)
    rows = []
    for source in recipe().pictograms.sources:
        content = read_json(modules / source.package / "icons.json")
        for label in ("minor", "adult"):
            for name in labels[source.name].get(label, ()):
                if name not in content["icons"]:
                    raise StickerguardError(f"{LABELS}: {source.package} has no icon {name!r}", code="unknown_icon")
                rows.append(_render(source, content, name, label, out))
        rows += [_render(source, content, name, "none", out) for name in labels["none"] if name in content["icons"]]
    return rows


def render_icon(content: dict[str, Any], name: str, path: Path) -> None:
    """Write icon `name` of an iconify package as RGBA, `SIZE` x `SIZE` pixels, dark where it has no colour."""
    svg = svg_of(content, content["icons"][name]).replace("currentColor", _INK)
    png = resvg_py.svg_to_bytes(svg_string=svg, width=SIZE, height=SIZE, skip_system_fonts=True)
    Image.open(io.BytesIO(bytes(png))).convert("RGBA").save(path)


def _render(source: PictogramVendor, content: dict[str, Any], name: str, label: str, out: Path) -> Picture:
    file = f"{PICTOGRAMS}/{source.name}-{name}.png"
    render_icon(content, name, out / file)
    return Picture(file, PICTOGRAMS, "pictogram", label, None, f"{source.name}/{name}", "test", source.licence)
