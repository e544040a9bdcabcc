"""Avatars of several artists, drawn at two ages: pairs in a real hand, which emoji and icons hardly hold.

The packages of DiceBear put the artists' parts together; data/vision/ages.py makes the busts younger or older.
"""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

import yaml

from data.recipe import AvatarStyle, recipe
from data.vision.ages import Face, aged, save_cropped, youth_of
from data.vision.index import Picture
from data.vision.node import drawings, rasterised
from stickerguard.errors import StickerguardError

AVATARS = "avatars"
LAYOUT = Path(__file__).with_name("avatars.yaml")
_DRAW = Path(__file__).with_name("avatars.mjs")
_SIDE = 512
_SIZE = 256


def build_avatars(modules: Path, out: Path, pool: Executor) -> list[Picture]:
    """Draw the avatars below `out`; their rows, whole styles in one split.

    The same seed gives an adult and a child, who share parts where both may have them. Raises StickerguardError, code
    "bad_layout", for a style without a layout, "missing_node" where there is no Node.js, "not_drawn" where a package
    cannot be loaded.
    """
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    (out / AVATARS).mkdir(parents=True, exist_ok=True)
    orders, faces, youths, rows = [], [], [], []
    for style in recipe().avatars.styles:
        if style.name not in layout:
            raise StickerguardError(f"{LAYOUT}: no layout for {style.name}", code="bad_layout")
        for number in range(style.count):
            seed = f"{style.name} {number}"
            for label in ("minor", "adult"):
                orders.append([style.name, {"seed": seed, "size": _SIDE} | layout[style.name][label]])
                faces.append(Face(**layout[style.name]["face"]))
                youths.append(youth_of(label, seed))
                rows.append(_row(style, number, label))
    list(
        pool.map(_save, drawings(_DRAW, modules, orders), faces, youths, [out / row.file for row in rows], chunksize=16)
    )
    return rows


def _row(style: AvatarStyle, number: int, label: str) -> Picture:
    file = f"{AVATARS}/{style.name}-{number:03d}-{label}.png"
    group = f"{AVATARS}/{style.name}/{number}"
    return Picture(file, AVATARS, "illustration", label, None, group, style.use, style.licence, note=style.name)


def _save(drawing: str, face: Face, youth: float, path: Path) -> None:
    save_cropped(aged(rasterised(drawing, _SIDE), face, youth), path, _SIZE)
