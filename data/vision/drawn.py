"""Drawn pictures: icons of emoji packages, rasterised with their alpha channel."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import resvg_py
from PIL import Image

from data.jsonl import read_json
from data.vision.labels import Label, Names, design, label, label_unknown, parse
from data.vision.vendors import Vendor
from stickerguard.errors import StickerguardError

SIZE = 256
# Only names are read from these packages, to find the code points of sets that publish none.
_NAME_TABLES = ("@iconify-json/noto", "@iconify-json/twemoji", "@iconify-json/fluent-emoji-flat")


@dataclass(frozen=True, slots=True)
class Icon:
    """One icon before rasterising: SVG text, or the bytes of a raster file."""

    name: str
    label: Label
    design: str
    drawing: str | bytes


def read_names(node_modules: Path) -> Names:
    """The table of icon names from the packages under `node_modules` that publish code points."""
    tables = [read_json(node_modules / package / "chars.json") for package in _NAME_TABLES]
    return Names(tables)


def read_icons(node_modules: Path, vendor: Vendor, names: Names) -> Iterator[Icon]:
    """All labelled icons of one vendor, in the order of the package; unlabelled ones are left out.

    Raises StickerguardError, code "missing_package", when the package is not installed.
    """
    folder = node_modules / vendor.package
    if not folder.is_dir():
        raise StickerguardError(
            f"{folder}: package {vendor.package} is not installed; run: npm install --prefix "
            f"{node_modules.parent} {vendor.package}",
            code="missing_package",
        )
    if (folder / "icons.json").is_file():
        yield from _iconify(folder, names)
    else:
        yield from _raster_files(folder / "assets")


def rasterise(icon: Icon) -> Image.Image:
    """The icon as RGBA, `SIZE` x `SIZE` pixels."""
    if isinstance(icon.drawing, bytes):
        picture = Image.open(io.BytesIO(icon.drawing)).convert("RGBA")
        return picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
    png = resvg_py.svg_to_bytes(svg_string=icon.drawing, width=SIZE, height=SIZE, skip_system_fonts=True)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def svg_of(content: dict[str, Any], icon: dict[str, Any]) -> str:
    """SVG text of one icon of an iconify package, whose defaults are in `content`."""
    width = icon.get("width", content.get("width", 16))
    height = icon.get("height", content.get("height", 16))
    left, top = icon.get("left", 0), icon.get("top", 0)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="{left} {top} {width} {height}">{icon["body"]}</svg>'
    )


def _iconify(folder: Path, names: Names) -> Iterator[Icon]:
    content = read_json(folder / "icons.json")
    own = {}
    if (folder / "chars.json").is_file():
        own = {name: code for code, name in read_json(folder / "chars.json").items()}
    for name, icon in content["icons"].items():
        points = parse(own[name]) if name in own else names.points(name)
        found = label_unknown(name) if points is None else label(points)
        if found is None:
            continue
        yield Icon(name, found, name if points is None else design(points), svg_of(content, icon))


def _raster_files(folder: Path) -> Iterator[Icon]:
    for path in sorted(folder.glob("*.webp")):
        points = parse(path.stem)
        found = label(points)
        if found is not None:
            yield Icon(path.stem, found, design(points), path.read_bytes())
