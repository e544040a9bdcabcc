"""Whole figures of an artist at two ages: the source "figures".

A child's head is a fifth to a quarter of its height, an adult's a seventh; illustrators draw both larger. So the child
of a pair has the same body, shortened, below a head that is enlarged, and no beard, wrinkles or grey hair.
"""

from __future__ import annotations

import random
from concurrent.futures import Executor
from pathlib import Path

import yaml

from data.recipe import recipe
from data.vision.ages import save_cropped, youth_of
from data.vision.index import Picture
from data.vision.node import drawings, rasterised

FIGURES = "figures"
LAYOUT = Path(__file__).with_name("figures.yaml")
_DRAW = Path(__file__).with_name("figures.mjs")
_SIDE = 640
_SIZE = 256


def build_figures(modules: Path, out: Path, pool: Executor) -> list[Picture]:
    """Draw whole figures below `out`, a child and an adult of each body; their rows, all in one split.

    Raises StickerguardError as `drawings` does.
    """
    layout = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    source = recipe().figures
    (out / FIGURES).mkdir(parents=True, exist_ok=True)
    orders, rows = [], []
    for number in range(source.count):
        body = layout["bodies"][number % len(layout["bodies"])]
        for label in ("minor", "adult"):
            orders.append({"body": body} | _proportions(label, number) | {"head": _head(layout[label], label, number)})
            file = f"{FIGURES}/{number:03d}-{label}.png"
            group = f"{FIGURES}/{number}"
            rows.append(
                Picture(file, FIGURES, "illustration", label, None, group, source.use, source.licence, note=body)
            )
    list(pool.map(_save, drawings(_DRAW, modules, orders), [out / row.file for row in rows], chunksize=16))
    return rows


def _proportions(label: str, number: int) -> dict[str, float]:
    youth = youth_of(label, f"{FIGURES} {number}")
    # An adult is drawn as the artist drew it, or with a slightly smaller head; never with a lengthened body.
    return {"grown": 1 + (0.75 if youth > 0 else 0.2) * youth, "low": 1 - 0.3 * max(youth, 0.0)}


def _head(parts: dict[str, list[str]], label: str, number: int) -> dict[str, str]:
    choose = random.Random(f"{FIGURES} {label} {number}").choice
    return {
        "hairPiece": choose(parts["hair"]),
        "facePiece": choose(parts["face"]),
        "facialHairPiece": choose(parts["facial_hair"]),
    }


def _save(drawing: str, path: Path) -> None:
    save_cropped(rasterised(drawing, _SIDE), path, _SIZE)
